package claim

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay/actor"
	"hearsay/news"
)

// newsText is plain news text of about n bytes: the items of the labelled
// sets, of which far more sentences hold a claim than in real news.
func newsText(t testing.TB, n int) string {
	var b strings.Builder
	for b.Len() < n {
		for _, file := range []string{"press", "rare", "clean"} {
			for _, it := range readItems(t, "testdata/"+file+".jsonl") {
				b.WriteString(it.Title + "\n" + it.Text + "\n")
			}
		}
	}
	return b.String()[:n]
}

// dullText is news text without any claim, which most news is.
func dullText(n int) string {
	const s = "The council opened a new bridge on Saturday after two years of work. Hundreds of people came to see the first tram cross the river. " +
		"Engineers measured how far the deck moved and found the values within the plan. Shops near the bridge expect more visitors in summer.\n"
	return strings.Repeat(s, n/len(s)+1)[:n]
}

// Budget: 40 MB/s of plain news text for the whole analysis on one core.
func BenchmarkAnalyse(b *testing.B) {
	for _, text := range []struct{ name, text string }{{"dull", dullText(1 << 20)}, {"claims", newsText(b, 1<<20)}} {
		b.Run(text.name, func(b *testing.B) {
			e := New(actor.Default())
			s := &news.Story{Title: "Notes", Text: news.Text(text.text)}
			b.SetBytes(int64(len(text.text)))
			b.ReportAllocs()
			for b.Loop() {
				e.Analyse(s)
			}
		})
	}
}

// BenchmarkArticle is an article of usual length.
func BenchmarkArticle(b *testing.B) {
	e := New(actor.Default())
	s := &news.Story{Title: "Notes", Text: news.Text(newsText(b, 4096))}
	b.SetBytes(int64(len(s.Text)))
	b.ReportAllocs()
	for b.Loop() {
		e.Analyse(s)
	}
}

func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		if _, err := newGrammar("en"); err != nil {
			b.Fatal(err)
		}
	}
}

// hostile texts aim at what could be quadratic: one sentence or quotation
// without end, words that begin many rules, marks only.
var hostile = map[string]string{
	"commas":     "the firm, ",
	"quotes":     "\"no\" ",
	"open quote": "\" denied ",
	"denied":     "denied ",
	"no":         "no not never ",
	"said":       "said he said that ",
	"parties":    "The firm said it had no evidence of a breach. ",
	"quoted":     "\"We were not hacked. It is false. ",
	"brackets":   "((( [[ ",
	"mentions":   "Lazarus Moscow denied ",
	"verbs":      "accused of hacking by hackers from ",
}

// Twice the text must cost about twice the time. Wall-clock time is not
// asserted: the ratio of a four times longer text to the short one is, with
// room for a busy machine, where quadratic work would give 16.
func TestWorkGrowsWithTheText(t *testing.T) {
	if testing.Short() {
		t.Skip("long texts")
	}
	e := New(actor.Default())
	took := func(text string) time.Duration {
		s := &news.Story{Text: news.Text(text)}
		best := time.Hour
		for range 3 {
			start := time.Now()
			e.Analyse(s)
			best = min(best, time.Since(start))
		}
		return best
	}
	for name, unit := range hostile {
		short := strings.Repeat(unit, 1<<15/len(unit))
		if a, b := took(short), took(strings.Repeat(short, 4)); b > 10*a && b > 50*time.Millisecond {
			t.Errorf("%s: %v for 32 kB, %v for 128 kB", name, a, b)
		}
	}
}

// sound reports what is wrong with the spans of an analysis, or "".
func sound(s *news.Story, a news.Analysis) string {
	last := 0
	inText := false
	for _, c := range a.Claims {
		text := string(s.Text)
		if c.Field == news.InTitle {
			text = string(s.Title)
		}
		if (c.Field == news.InText) != inText {
			if inText {
				return "a claim of the title comes after one of the text"
			}
			inText, last = true, 0
		}
		switch {
		case c.Start < 0 || c.End > len(text) || c.Start >= c.End || c.CueStart < 0 || c.CueEnd > len(text) || c.CueStart >= c.CueEnd:
			return "a span is out of bounds"
		case text[c.Start:c.End] != string(c.Quote) || text[c.CueStart:c.CueEnd] != string(c.Cue):
			return "the words are not those of the span"
		case !onBorders(text, c.Start, c.End, c.CueStart, c.CueEnd):
			return "a span cuts a rune"
		case c.Start < last:
			return "claims are not ordered"
		case c.AnswersAt < 0 || c.AnswersAt > len(a.Claims):
			return "the answered claim does not exist"
		}
		last = c.Start
	}
	return ""
}

func onBorders(text string, offsets ...int) bool {
	for _, i := range offsets {
		if i < len(text) && !utf8.RuneStart(text[i]) {
			return false
		}
	}
	return true
}

func FuzzAnalyse(f *testing.F) {
	for _, unit := range hostile {
		f.Add("Firm denies hack", strings.Repeat(unit, 3))
	}
	for _, file := range []string{"press", "rare", "clean"} {
		for _, it := range readItems(f, "testdata/"+file+".jsonl") {
			f.Add(it.Title, it.Text)
		}
	}
	f.Add("外交部 denies “the” hack’s", "Ünïcode’s firm—said: ‘no data was taken’ … it didn’t, U.S. said.")
	e := New(actor.Default())
	f.Fuzz(func(t *testing.T, title, text string) {
		s := &news.Story{Title: news.Text(title), Text: news.Text(text)}
		if !utf8.ValidString(title) || !utf8.ValidString(text) {
			t.Skip("the border lets only valid UTF-8 pass")
		}
		if wrong := sound(s, e.Analyse(s)); wrong != "" {
			t.Errorf("%s in %q / %q", wrong, title, text)
		}
	})
}
