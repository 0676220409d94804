package store

import (
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"hearsay/news"
)

// Small lists are kept as text, one item a line: clean text on one line holds
// neither "\n" nor "\t", and splitting costs a tenth of decoding JSON.

// joined puts texts on lines.
func joined[T ~string](texts []T) string {
	var b strings.Builder
	for i, t := range texts {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(t))
	}
	return b.String()
}

// lines splits what joined put together; nil for "".
func lines[T ~string](s string) []T {
	if s == "" {
		return nil
	}
	parts := strings.Split(s, "\n")
	texts := make([]T, len(parts))
	for i, p := range parts {
		texts[i] = T(p)
	}
	return texts
}

func packBlocks(blocks []news.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		packSpan(&b, x.Start, x.End)
		b.WriteString(strconv.Itoa(int(x.Kind)))
	}
	return b.String()
}

func unpackBlocks(s string) (blocks []news.Block) {
	for line := range strings.Lines(s) {
		start, stop, rest := unpackSpan(line)
		kind, _ := strconv.Atoi(rest)
		blocks = append(blocks, news.Block{Start: start, End: stop, Kind: news.BlockKind(kind)})
	}
	return blocks
}

func packLinks(links []news.Link) string {
	var b strings.Builder
	for _, x := range links {
		packSpan(&b, x.Start, x.End)
		b.WriteString(x.URL)
	}
	return b.String()
}

func unpackLinks(s string) (links []news.Link) {
	for line := range strings.Lines(s) {
		start, stop, address := unpackSpan(line)
		links = append(links, news.Link{Start: start, End: stop, URL: address})
	}
	return links
}

// packMarks keeps the mentions of a title; the words are the title's.
func packMarks(marks []news.Mention) string {
	var b strings.Builder
	for _, m := range marks {
		packSpan(&b, m.Start, m.End)
		b.WriteString(strings.Join([]string{string(m.Class), m.Slug, flag(m.Unsure), string(m.Status), flag(m.ByUser), string(m.Actor)}, "\t"))
	}
	return b.String()
}

func unpackMarks(s string, title news.Text) (marks []news.Mention) {
	for line := range strings.Lines(s) {
		start, stop, rest := unpackSpan(line)
		f := strings.SplitN(rest, "\t", 6)
		if len(f) != 6 || !within(start, stop, title) {
			continue
		}
		marks = append(marks, news.Mention{
			Class: news.Class(f[0]), Slug: f[1], Unsure: f[2] == "1", Status: news.Status(f[3]), ByUser: f[4] == "1",
			Actor: news.Text(f[5]), Field: news.InTitle, Start: start, End: stop, Text: title[start:stop],
		})
	}
	return marks
}

// packSpan begins a line with a span.
func packSpan(b *strings.Builder, start, stop int) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(strconv.Itoa(start))
	b.WriteByte(' ')
	b.WriteString(strconv.Itoa(stop))
	b.WriteByte(' ')
}

func unpackSpan(line string) (start, stop int, rest string) {
	line = strings.TrimSuffix(line, "\n")
	first, line, _ := strings.Cut(line, " ")
	second, rest, _ := strings.Cut(line, " ")
	start, _ = strconv.Atoi(first)
	stop, _ = strconv.Atoi(second)
	return start, stop, rest
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// within reports whether a span lies in text. A span that does not is never
// handed out, for whoever cuts the text with it would crash.
func within(start, stop int, text news.Text) bool {
	return 0 <= start && start <= stop && stop <= len(text)
}

// packIDs makes a list that SQL reads with json_each.
func packIDs(ids []news.ID) string {
	b := make([]byte, 0, 16*len(ids)+2)
	b = append(b, '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(append(b, ']'))
}

// packStrings makes a list that SQL reads with json_each.
func packStrings(list []string) string {
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings always can be encoded
	}
	if list == nil {
		return "[]"
	}
	return string(b)
}

// unix is a time as the tables keep it: nil when unknown.
func unix(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

// moment is the time that the tables keep.
func moment(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.Unix(n.Int64, 0).UTC()
}

// fieldNumber is how the tables name a field; titles sort first.
func fieldNumber(f news.Field) int {
	if f == news.InTitle {
		return 0
	}
	return 1
}

func fieldName(n int64) news.Field {
	if n == 0 {
		return news.InTitle
	}
	return news.InText
}
