package actor

import (
	"testing"
	"unicode/utf8"

	"hearsay/news"
)

// FuzzStory: whatever the text, mentions lie within their field, on rune borders,
// in order and apart, carry the words that they mark, and belong to an actor that
// is listed.
func FuzzStory(f *testing.F) {
	for _, item := range readLabelled(f, "testdata/labelled.jsonl") {
		f.Add(item.Title, item.Text)
	}
	for _, unit := range hostile {
		f.Add(unit+unit, unit+unit+unit)
	}
	f.Add("U.S.", "ＵＳ’s Ｌazarus$ \xff\xfe CL-STA-0001 UNC")
	f.Add("APT", "28 APT")
	f.Fuzz(func(t *testing.T, title, text string) {
		mentions, actors := Default().Story(news.Text(title), news.Text(text))
		listed := map[string]bool{}
		for _, a := range actors {
			listed[string(a.Class)+"/"+a.Slug] = true
			if a.Slug == "" || a.Name == "" || a.Slug != Slug(a.Slug) {
				t.Errorf("actor %+v has no proper slug and name", a)
			}
		}
		field, end := news.InTitle, 0
		for _, m := range mentions {
			body := title
			if m.Field == news.InText {
				body = text
				if field == news.InTitle {
					field, end = news.InText, 0
				}
			} else if field == news.InText {
				t.Fatalf("a mention of the title after the text: %+v", m)
			}
			if m.Start < end || m.End <= m.Start || m.End > len(body) {
				t.Fatalf("%+v overlaps its neighbour or leaves its field of %d bytes", m, len(body))
			}
			if utf8.ValidString(body) && (!utf8.RuneStart(body[m.Start]) || m.End < len(body) && !utf8.RuneStart(body[m.End])) {
				t.Fatalf("%+v cuts a rune", m)
			}
			if string(m.Text) != body[m.Start:m.End] {
				t.Fatalf("%+v: not its words", m)
			}
			if !listed[string(m.Class)+"/"+m.Slug] {
				t.Fatalf("%+v: its actor is not listed", m)
			}
			end = m.End
		}
	})
}
