package cli

import (
	"fmt"
	"strings"
	"time"

	"hearsay/news"
	"hearsay/news/clean"
)

// said reports what a change did, or that nothing had to be done.
func (s *session) said(c news.Change, otherwise string) error {
	if c.Journal == 0 {
		c = news.Change{Said: clean.Line(otherwise)}
	}
	return s.report(string(c.Said), map[string]any{"changed": c.Stories, "said": c.Said})
}

// report prints a line, or with --json the record that says the same.
func (s *session) report(line string, record any) error {
	if s.json {
		return s.printJSON(record)
	}
	_, err := fmt.Fprintln(s.out, line)
	return err
}

// cleanError is the text of an error, for it may quote a file or a server.
func cleanError(err error) news.Text { return clean.LineMax(err.Error(), maxComplaint) }

// shortID is the beginning of an id that people type; eight digits are unique
// in any store of a human size, and a longer beginning always works.
func shortID(id string) string { return id[:min(8, len(id))] }

// stamp is how plain output writes times: local, to the minute.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "no date"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// plural is "1 story", "3 stories".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// joined writes names in a row.
func joined(names []news.Text) string {
	var b strings.Builder
	for i, name := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(name))
	}
	return b.String()
}

// claimMarks are the margin marks of a story's claims, in the order of
// precedence, padded to three cells.
func claimMarks(set news.ClaimSet) string {
	marks := ""
	for _, kind := range []news.ClaimKind{news.Accusation, news.Denial} {
		if set.Has(kind.Set()) {
			marks += kind.Mark()
		} else {
			marks += " "
		}
	}
	if set&(news.HasNondenial|news.HasNoComment|news.HasDeflection) != 0 {
		return marks + "~"
	}
	return marks + " "
}
