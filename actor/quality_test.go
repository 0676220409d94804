package actor

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"hearsay/news"
)

// gold is a place that the labelled set marks as "[words](class/slug)"; with a
// "?" before the class either answer is right.
type gold struct {
	start, end int
	tag        string
	optional   bool
	found      bool
}

type labelled struct{ ID, Title, Text string }

// unmark takes the marks out of a labelled text.
func unmarked(t *testing.T, id, marked string) (string, []gold) {
	t.Helper()
	var b strings.Builder
	var places []gold
	for {
		before, rest, ok := strings.Cut(marked, "[")
		b.WriteString(before)
		if !ok {
			return b.String(), places
		}
		words, rest, ok := strings.Cut(rest, "](")
		tag, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			t.Fatalf("%s: open mark at %q", id, marked)
		}
		g := gold{start: b.Len(), end: b.Len() + len(words)}
		g.tag, g.optional = strings.TrimPrefix(tag, "?"), strings.HasPrefix(tag, "?")
		b.WriteString(words)
		places = append(places, g)
		marked = after
	}
}

func readLabelled(t testing.TB, name string) []labelled {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var items []labelled
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var item labelled
		if err := json.Unmarshal(lines.Bytes(), &item); err != nil {
			t.Fatal(err)
		}
		items = append(items, item)
	}
	return items
}

// tally counts answers of one class.
type tally struct{ right, wrong, missed, dim int }

func (n tally) precision() float64 { return ratio(n.right, n.right+n.wrong) }
func (n tally) recall() float64    { return ratio(n.right, n.right+n.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// The floors are what a reader can rely on; they rise with the rules. A mention
// is right when it overlaps a marked place and names the same actor. Unsure
// mentions that are not marked are counted apart: they are shown dim.
func TestQuality(t *testing.T) {
	floors := map[news.Class][2]float64{
		news.Group: {0.95, 0.93}, news.State: {0.95, 0.93}, news.Agency: {0.95, 0.90},
		news.Official: {0.95, 0.90}, news.Organisation: {0.93, 0.90},
	}
	counts := map[news.Class]*tally{}
	for class := range floors {
		counts[class] = &tally{}
	}
	for _, item := range readLabelled(t, "testdata/labelled.jsonl") {
		title, inTitle := unmarked(t, item.ID, item.Title)
		text, inText := unmarked(t, item.ID, item.Text)
		mentions, _ := Default().Story(news.Text(title), news.Text(text))
		for _, m := range mentions {
			places := inText
			if m.Field == news.InTitle {
				places = inTitle
			}
			judge(t, item.ID, m, places, counts[m.Class])
		}
		for _, g := range append(inTitle, inText...) {
			if class, _, _ := strings.Cut(g.tag, "/"); !g.found && !g.optional {
				if counts[news.Class(class)] == nil {
					t.Fatalf("%s: class %q", item.ID, class)
				}
				counts[news.Class(class)].missed++
				t.Logf("%s: missed %s %q", item.ID, g.tag, (title + text)[0:0]+excerpt(title, text, g, inTitle))
			}
		}
	}
	for _, class := range []news.Class{news.Group, news.State, news.Agency, news.Official, news.Organisation} {
		n, floor := counts[class], floors[class]
		line := fmt.Sprintf("%-13s precision %.3f (%d of %d)  recall %.3f (%d of %d)  dim besides %d", class,
			n.precision(), n.right, n.right+n.wrong, n.recall(), n.right, n.right+n.missed, n.dim)
		t.Log(line)
		if n.precision() < floor[0] || n.recall() < floor[1] {
			t.Errorf("%s: below the floor of %.2f and %.2f", class, floor[0], floor[1])
		}
	}
}

func excerpt(title, text string, g gold, inTitle []gold) string {
	for _, x := range inTitle {
		if x.start == g.start && x.tag == g.tag && x.end <= len(title) {
			return title[g.start:g.end]
		}
	}
	if g.end <= len(text) {
		return text[g.start:g.end]
	}
	return ""
}

func judge(t *testing.T, id string, m news.Mention, places []gold, n *tally) {
	t.Helper()
	optional := false
	for i := range places {
		g := &places[i]
		if m.Start >= g.end || g.start >= m.End {
			continue
		}
		if g.tag == string(m.Class)+"/"+m.Slug {
			if !g.found && !g.optional {
				n.right++
			}
			g.found = true
			return
		}
		optional = optional || g.optional
	}
	switch {
	case optional:
	case m.Unsure:
		n.dim++
	default:
		n.wrong++
		t.Logf("%s: wrong %s/%s at %q", id, m.Class, m.Slug, m.Text)
	}
}
