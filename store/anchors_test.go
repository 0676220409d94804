package store

import (
	"errors"
	"testing"

	"hearsay/news"
)

func TestFindPrefersTheSurroundings(t *testing.T) {
	const text = "He denied it. She denied it too. They denied it all."
	for _, tt := range []struct {
		name  string
		a     news.Anchor
		start int
		state news.AnchorState
	}{
		{"where it was", news.Anchor{Quote: "denied it", Start: 18, State: news.Exact}, 18, news.Exact},
		{"by its prefix", news.Anchor{Quote: "denied it", Prefix: "They ", Start: 3}, 38, news.Moved},
		{"by its suffix", news.Anchor{Quote: "denied it", Suffix: " too", Start: 3}, 18, news.Moved},
		{"the nearest", news.Anchor{Quote: "denied it", Start: 30}, 38, news.Moved},
		{"moved before", news.Anchor{Quote: "denied it", Start: 3, State: news.Moved}, 3, news.Moved},
		{"lost and found", news.Anchor{Quote: "denied it", Start: 3, State: news.Lost}, 3, news.Moved},
		{"gone", news.Anchor{Quote: "admitted it", Start: 3}, 3, news.Lost},
		{"no quote", news.Anchor{Start: 3}, 3, news.Lost},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := find(text, tt.a)
			if got.Start != tt.start || got.State != tt.state || got.State != news.Lost && got.End != got.Start+len(tt.a.Quote) {
				t.Errorf("found %+v", got)
			}
		})
	}
}

func TestNewAnchors(t *testing.T) {
	const title, text = "Moscow denies it", "Aus München: 外交部 denies it.\nIt was said\u00a0on Friday that Moscow denies it."
	for _, tt := range []struct {
		name           string
		typed          news.Anchor
		field          news.Field
		quote          news.Text
		prefix, suffix news.Text
	}{
		{"title first", news.Anchor{Quote: "denies it"}, news.InTitle, "denies it", "Moscow ", ""},
		{"in the field that was named", news.Anchor{Quote: " denies it ", Field: news.InText},
			news.InText, "denies it", "Aus München: 外交部 ", ".\nIt was said\u00a0on Friday that Mos"},
		{"near the place that was named", news.Anchor{Quote: "denies it", Field: news.InText, Start: 70},
			news.InText, "denies it", " was said\u00a0on Friday that Moscow ", "."},
		{"copied from a wrapped screen", news.Anchor{Quote: "was said on\n  Friday"},
			news.InText, "was said\u00a0on Friday", "Aus München: 外交部 denies it.\nIt ", " that Moscow denies it."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := anchor(tt.typed, title, text)
			if err != nil {
				t.Fatal(err)
			}
			if in := fieldText(a.Field, title, text); in[a.Start:a.End] != a.Quote {
				t.Errorf("the span is %q", in[a.Start:a.End])
			}
			if a.Field != tt.field || a.Quote != tt.quote || a.Prefix != tt.prefix || a.Suffix != tt.suffix || a.State != news.Exact {
				t.Errorf("anchor %+v", a)
			}
		})
	}
	for _, quote := range []news.Text{"", "  ", "London denies it"} {
		if a, err := anchor(news.Anchor{Quote: quote}, title, text); !errors.Is(err, ErrNoQuote) {
			t.Errorf("anchor on %q: %+v, %v", quote, a, err)
		}
	}
}

// Whatever the text and the quote, a span that is answered is the quote.
func FuzzAnchor(f *testing.F) {
	f.Add("Moscow denies it", "They said that\nMoscow denies it.", "denies  it", 3)
	f.Add("", "外交部 外交部", "外交部", 9)
	f.Add("a", "\xff\xfe", "\xff", -7)
	f.Fuzz(func(t *testing.T, title, text, quote string, start int) {
		a, err := anchor(news.Anchor{Quote: news.Text(quote), Start: start}, news.Text(title), news.Text(text))
		if err != nil {
			return
		}
		in := fieldText(a.Field, news.Text(title), news.Text(text))
		if !within(a.Start, a.End, in) || in[a.Start:a.End] != a.Quote {
			t.Fatalf("anchor %+v of %q", a, in)
		}
		moved := replace(a, news.Text(text), news.Text(title))
		if in := fieldText(moved.Field, news.Text(text), news.Text(title)); moved.State != news.Lost && in[moved.Start:moved.End] != a.Quote {
			t.Fatalf("moved to %+v of %q", moved, in)
		}
	})
}
