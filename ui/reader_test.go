package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

func TestJumpsInAStory(t *testing.T) {
	p := start(t, newsroom(), 120, 36)
	p.keys("enter")
	p.expect("claim 1 of 3 · accusation · FNCC accuses Ruritania · suggested")
	p.keys("] c")
	p.expect("claim 2 of 3 · denial · Ivana Petra answers FNCC · suggested")
	p.keys("] d")
	p.expect("claim 3 of 3 · denial · Northgate Ports", "here too: note 1")
	p.keys("] c")
	p.expect("no more claims in this story")
	p.keys("[ c [ c")
	p.expect("claim 1 of 3")
	p.keys("] n")
	if n := app(p).reader.note(); n == nil || n.UUID != "note-99-1" {
		t.Error("]n did not reach the note")
	}
	p.keys("[ u")
	p.expect("no more unread stories")
	p.keys("J")
	p.expect("The company denied that it had paid.")
	p.keys("K")
	p.expect("working for Ruritania")
}

// The next jump goes by what the screen shows when the last stop is off it.
// A story opens with the cursor on the first claim on the screen, which the
// status row names: the first jump leads to the next one. The jump that opens
// the story leads to the first.
func TestTheFirstJumpMovesOn(t *testing.T) {
	tests := []struct{ keys, want, hint string }{
		{"enter", "claim 1 of 3", "n note  i"},
		{"enter ] c", "claim 2 of 3", "note on this quote"},
		{"enter 2 ] c", "claim 3 of 3", "note on this quote"},
		{"enter ] c [ c", "claim 1 of 3", "note on this quote"},
		{"enter ] d", "claim 2 of 3", "note on this quote"},
		{"] c", "claim 1 of 3", "note on this quote"},
		{"] d", "claim 2 of 3", "note on this quote"},
		{"j enter", "claim 1 of 1", "n note  i"},
		{"j enter ] d", "claim 1 of 1", "note on this quote"}, // there is no other
		{"enter ] a ] c", "claim 1 of 3", "note on this quote"},
	}
	for _, tt := range tests {
		p := start(t, newsroom(), 120, 36)
		p.keys(tt.keys)
		if text := p.text(); !strings.Contains(text, tt.want) || !strings.Contains(text, tt.hint) {
			t.Errorf("%s: no %q with %q:\n%s", tt.keys, tt.want, tt.hint, text)
		}
	}
}

func TestJumpAfterScrolling(t *testing.T) {
	p := start(t, newsroom(), 80, 14)
	p.keys("enter ] c G [ c")
	r := app(p).reader
	if c, _ := r.claim(); c == nil || c.UUID != "claim-99-3" {
		t.Errorf("[c from the end went to %v", r.stop)
	}
}

func TestJudgeClaims(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 120, 36)
	p.keys("enter ] d a")
	if got := shelf.find(99).Claims[1].Status; got != news.Confirmed {
		t.Fatalf("status %q", got)
	}
	p.expect("denial confirmed, u undoes", "claim 2 of 3 · denial · Ivana Petra answers FNCC · confirmed")
	p.keys("u x")
	p.expect("1 accusation, 1 denial")
	p.keys("u")
	p.expect("1 accusation, 2 denials")
	p.keys("[ c i")
	p.expect("Why this is marked", "because", "the speaker stands before the verb")
	p.keys("esc")
	p.expectNot("Why this is marked")
}

func TestSelectAndCopy(t *testing.T) {
	p := start(t, newsroom(), 120, 36)
	p.keys("enter ] d v")
	p.expect("17 words selected")
	p.keys("j")
	p.expect("sentence")
	p.keys("Y")
	want := "“She added that Ruritania would ask for evidence.”\n— The Ledger (A. Writer), “Freedonia accuses Tidal Heron of port breach; " +
		"Ruritania calls it fiction”, 20 Nov 2026, https://example.org/99"
	if len(p.copied) != 1 || p.copied[0] != want {
		t.Errorf("copied %q", p.copied)
	}
	p.keys("l") // longer, by the next sentence
	if got := string(app(p).reader.pick.quote()); !strings.HasSuffix(got, "no ransom was paid.") {
		t.Errorf("selected %q", got)
	}
	p.keys("h v h h")
	if got := string(app(p).reader.pick.quote()); got != "She added that Ruritania would ask for" {
		t.Errorf("selected %q", got)
	}
	p.keys("o l")
	if got := string(app(p).reader.pick.quote()); got != "added that Ruritania would ask for" {
		t.Errorf("selected %q", got)
	}
	p.keys("esc")
	if app(p).reader.pick != nil || !app(p).reading {
		t.Error("esc did not end the selection alone")
	}
	p.keys("y")
	if p.copied[1] != "https://example.org/99" {
		t.Errorf("copied %q", p.copied)
	}
}

func TestNoteOnASelectedQuote(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 120, 36)
	p.keys("enter ] d v j n 'Ask_them' ctrl+s")
	p.expect("note saved", "Ask them")
	notes := shelf.find(99).Notes
	n := notes[len(notes)-1]
	if n.Body != "Ask them" || n.Anchor == nil || n.Anchor.Quote != "She added that Ruritania would ask for evidence." || n.Claim != "" {
		t.Errorf("saved %+v", n)
	}
	p.keys("] d n 'Really?' ctrl+s")
	notes = shelf.find(99).Notes
	if n := notes[len(notes)-1]; n.Claim != "claim-99-3" && n.Claim != "claim-99-2" {
		t.Errorf("the note is about the claim %q", n.Claim)
	}
}

func TestTagWithActors(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("T")
	if got := strings.Join(shelf.find(99).Tags, " "); !strings.Contains(got, "actor/tidal-heron") || !strings.Contains(got, "state/ruritania") {
		t.Errorf("tags %q", got)
	}
	p.expect("u undoes")
	p.keys("T")
	p.expect("no actor to tag it with that it does not have")
}

func TestLinksOpenByNumber(t *testing.T) {
	var opened []string
	p := start(t, newsroom(), 120, 36, func(o *Options) {
		o.Open = func(_ context.Context, url string) error { opened = append(opened, url); return nil }
	})
	p.keys("enter 1 enter o")
	if want := "https://example.org/gateway https://example.org/99"; strings.Join(opened, " ") != want {
		t.Errorf("opened %q", opened)
	}
}

// Nothing is lost on resize: the text at the top stays at the top.
func TestResizeKeepsThePlace(t *testing.T) {
	shelf := newsroom()
	s := shelf.find(99)
	s.Claims, s.Notes = nil, nil
	for i := range 60 {
		s.Text += news.Text(fmt.Sprintf("\nParagraph number %d of the long story that goes on and on, and on, until it is wrapped over lines.", i))
	}
	p := start(t, shelf, 120, 36)
	p.keys("enter ctrl+f ctrl+f ctrl+f")
	r := app(p).reader
	at := r.art.lines[r.top]
	for _, w := range []int{80, 50, 150, 120} {
		p.play(tea.WindowSizeMsg{Width: w, Height: 30})
		now := r.art.lines[r.top]
		if r.art.width != r.rect.w || at.start < now.start-100 || at.start > now.start+150 {
			t.Errorf("at width %d the top is byte %d, was %d", w, now.start, at.start)
		}
	}
}

// While the cursor runs through the list, one story is read at a time.
func TestOneStoryIsReadAtATime(t *testing.T) {
	p := start(t, newsroom(), 120, 36)
	a := app(p)
	_, first := a.Update(press("j"))
	_, second := a.Update(press("j"))
	if a.reader.asked != 98 || a.reader.wanted != 97 {
		t.Errorf("asked for %d, wants %d", a.reader.asked, a.reader.wanted)
	}
	for _, cmd := range []tea.Cmd{first, second} {
		if cmd != nil {
			p.deliver(cmd())
		}
	}
	if a.reader.full().ID != 97 {
		t.Errorf("shows %d", a.reader.full().ID)
	}
}

func TestTypesetKeepsWidthAndMargins(t *testing.T) {
	s := newsroom().find(99)
	for _, width := range []int{20, 38, 50, 75, 140} {
		art := typeset(s, newStyles(terminal{}, MarksAlways), width, width < 60, testNow, time.UTC)
		for i, l := range art.lines {
			if n := l.pad + cellWidth(joined(l.runs)); n > width {
				t.Errorf("line %d is %d cells at width %d", i, n, width)
			}
			if l.field == news.InText && cellWidth(joined(l.runs)) > textMax {
				t.Errorf("line %d is longer than %d cells", i, textMax)
			}
		}
	}
}

// Low confidence is told by a sign, not by looks alone.
func TestWeakFindingsCarryAQuestionMark(t *testing.T) {
	shelf := newsroom()
	s := shelf.find(99)
	for i := range s.Claims {
		s.Claims[i].Weak = true
	}
	for i := range s.Mentions {
		s.Mentions[i].Unsure = s.Mentions[i].Slug == "tidal-heron"
	}
	p := start(t, shelf, 120, 36, func(o *Options) { o.Colour = ColourNever })
	p.keys("enter ] d")
	p.expect("¬?", "»?", "low confidence", "Tidal Heron[g?]")
}

func TestASCIIScreen(t *testing.T) {
	p := start(t, newsroom(), 120, 36, func(o *Options) { o.ASCII = true; o.Colour = ColourNever })
	p.keys("enter ] d")
	for i, line := range strings.Split(p.text(), "\n") {
		if !ascii(strings.NewReplacer("外", "", "交", "", "電", "").Replace(strings.Map(func(r rune) rune {
			if r >= 0x2e80 && r < 0xa000 {
				return -1
			}
			return r
		}, line))) {
			t.Errorf("line %d is not ASCII: %s", i, line)
		}
	}
	p.expect(">>The Freedonian", "! \"We had nothing")
}
