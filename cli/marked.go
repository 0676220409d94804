package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"hearsay/news"
)

// textWidth is how wide plain text is set: longer lines tire the eye.
const textWidth = 76

// insertion is something written into the text without changing it: a class
// letter behind a name, brackets around the quote of a note.
type insertion struct {
	at   int // byte of the text
	last bool
	text string
}

// markedText is a field of a story with what was found in it, ready to print.
type markedText struct {
	text    news.Text
	inserts []insertion
	claims  []news.Claim
	notes   []news.Note
	field   news.Field
}

func mark(field news.Field, text news.Text, mentions []news.Mention, claims []news.Claim, notes []news.Note) markedText {
	m := markedText{text: text, field: field}
	for _, c := range claims {
		if c.Field == field && c.Status != news.Rejected {
			m.claims = append(m.claims, c)
		}
	}
	for _, n := range notes {
		if n.Anchor != nil && n.Anchor.Field == field && n.Anchor.State != news.Lost {
			m.notes = append(m.notes, n)
			m.inserts = append(m.inserts, insertion{n.Anchor.Start, false, "[["}, insertion{n.Anchor.End, true, "]]"})
		}
	}
	for _, at := range mentions {
		if at.Field == field && at.Status != news.Rejected {
			sure := ""
			if at.Unsure {
				sure = "?"
			}
			m.inserts = append(m.inserts, insertion{at.End, true, "[" + at.Class.Letter() + sure + "]"})
		}
	}
	// Behind a word comes before what stands in front of the next.
	slices.SortStableFunc(m.inserts, func(a, b insertion) int {
		switch {
		case a.at != b.at:
			return a.at - b.at
		case a.last == b.last:
			return 0
		case a.last:
			return -1
		}
		return 1
	})
	return m
}

// margin is the mark of a line that shows these bytes: "¬ » ~ +" in this
// order of precedence.
func (m *markedText) margin(from, to int) string {
	best, rank := " ", 0
	for _, c := range m.claims {
		if c.Start < to && from < c.End {
			r := map[string]int{"¬": 4, "»": 3, "~": 2}[c.Kind.Mark()]
			if r > rank {
				best, rank = c.Kind.Mark(), r
			}
		}
	}
	for _, n := range m.notes {
		if rank == 0 && n.Anchor.Start < to && from < n.Anchor.End {
			best, rank = "+", 1
		}
	}
	return best
}

// lines sets the text, a blank line between blocks, two cells of margin.
func (m *markedText) lines() []string {
	var lines []string
	next := 0 // insertion
	start := 0
	for block := range strings.SplitSeq(string(m.text), "\n") {
		if block == "" { // plain text parts its blocks with blank lines of its own
			start++
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		line, width, from, at := "", 0, start, start
		for word := range strings.SplitSeq(block, " ") {
			end := at + len(word)
			shown := ""
			for p := at; ; {
				if next < len(m.inserts) && m.inserts[next].at <= end && (m.inserts[next].at < end || m.inserts[next].last) {
					cut := max(p, m.inserts[next].at)
					shown += string(m.text[p:cut]) + m.inserts[next].text
					p = cut
					next++
					continue
				}
				shown += string(m.text[p:end])
				break
			}
			w := displaywidth.String(shown)
			if width > 0 && width+1+w > textWidth {
				lines = append(lines, m.margin(from, at-1)+" "+line)
				line, width, from = "", 0, at
			}
			if width > 0 {
				line, width = line+" ", width+1
			}
			line, width = line+shown, width+w
			at = end + 1
		}
		lines = append(lines, strings.TrimRight(m.margin(from, at-1)+" "+line, " "))
		start = at
	}
	return lines
}

// print writes the lines, or nothing for an empty text.
func (s *session) printMarked(m markedText) {
	if m.text == "" {
		return
	}
	for _, line := range m.lines() {
		fmt.Fprintln(s.out, line)
	}
}

// printParties names the actors by kind in words.
func (s *session) printParties(mentions []news.Mention) {
	kinds := []struct {
		class news.Class
		word  string
	}{{news.Group, "groups"}, {news.State, "states"}, {news.Official, "people"}, {news.Agency, "agencies"}, {news.Organisation, "organis."}}
	for _, kind := range kinds {
		var names []news.Text
		for _, m := range mentions {
			if m.Class == kind.class && m.Status != news.Rejected && !slices.Contains(names, m.Actor) {
				names = append(names, m.Actor)
			}
		}
		if len(names) > 0 {
			fmt.Fprintf(s.out, "%-9s %s\n", kind.word, joined(names))
		}
	}
}

// printFindings lists claims in words, one a line.
func (s *session) printFindings(claims []news.Claim) {
	for _, c := range claims {
		hedge := ""
		if c.Hedge != "" && c.Hedge != "none" {
			hedge = "  " + c.Hedge
		}
		fmt.Fprintf(s.out, "%s %s/%s  %s%s  %s\n    %q\n", c.Kind.Mark(), c.Kind, c.Sub, who(c), hedge, c.Status, string(c.Quote))
	}
}
