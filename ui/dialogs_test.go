package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// Dialogs over the screens that they are opened on, as a terminal shows them.
func TestDialogFrames(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}} {
		for _, open := range []struct{ name, keys string }{
			{"tag", "t 'ran'"},
			{"note on a denial", "enter ] d n 'Compare_with_their_June_filing.' tab '#filing' tab tab"},
			{"keys", "?"},
			{"prefix", "]"},
			{"export", "e tab"},
		} {
			t.Run(fmt.Sprintf("%dx%d %s", size[0], size[1], open.name), func(t *testing.T) {
				p := start(t, newsroom(), size[0], size[1], func(o *Options) {
					o.Export = func(context.Context, ExportJob) (news.Text, error) { return "", nil }
					o.Formats, o.ExportTo = []string{"markdown", "jsonl", "json"}, "notes"
				})
				p.keys(open.keys)
				p.play(pass(hintWait))
				golden(t, p.screen())
			})
		}
	}
}

func TestTagDialogInTheReader(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("t 'ransomw' tab space 'harbour' enter")
	if got := strings.Join(shelf.find(99).Tags, " "); got != "ports ransom harbour ransomware" {
		t.Errorf("tags %q", got)
	}
	p.expect("tagged 1 story #harbour #ransomware", "u undoes")
	p.keys("t space esc")
	if len(app(p).overlays) != 0 || len(shelf.find(99).Tags) != 4 {
		t.Error("esc left the dialog or tagged the story")
	}
}

func TestNoteThatFailsStaysOnTheScreen(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24, func(o *Options) { o.Drafts = &boxDrafts{} })
	p.keys("enter n 'Ask_them'")
	shelf.fail = errDisk
	p.keys("ctrl+s")
	p.expect("Ask them", "not saved, the text is still here: disk")
	shelf.fail = nil
	p.keys("ctrl+s")
	p.expect("note saved")
	if n := len(shelf.find(99).Notes); n != 2 {
		t.Errorf("%d notes", n)
	}
}

// emptyShelf is a store at the very first start.
type emptyShelf struct{ *fakeShelf }

func (s emptyShelf) Counts(context.Context) (Counts, error) {
	return Counts{Feeds: len(s.feeds), Stories: len(s.stories)}, nil
}

func (s emptyShelf) AddFeed(ctx context.Context, f news.Feed) (news.Feed, bool, error) {
	f.ID = news.ID(len(s.feeds) + 1)
	return s.fakeShelf.AddFeed(ctx, f)
}

func TestFirstRunLeadsToTheList(t *testing.T) {
	shelf := &fakeShelf{}
	var asked []news.ID
	steps := make(chan Progress)
	p := start(t, emptyShelf{shelf}, 80, 24, func(o *Options) {
		o.Catalogue = testCatalogue
		o.Fetch = func(_ context.Context, ids []news.ID, _ bool) <-chan Progress {
			asked = ids
			go func() {
				defer close(steps)
				for _, f := range shelf.feeds {
					shelf.stories = newsroom().stories
					steps <- Progress{Feed: f, New: 4, Done: 1, Total: 3}
				}
			}()
			return steps
		}
	})
	p.expect("No feeds yet", "Starter set")
	if len(shelf.feeds) != 0 || asked != nil {
		t.Fatal("something was done before enter")
	}
	p.keys("enter")
	if len(shelf.feeds) != 3 || len(asked) != 3 {
		t.Errorf("subscribed to %d feeds, fetched %v", len(shelf.feeds), asked)
	}
	p.expect("12 stories", "enter read")
	p.keys("enter")
	p.play(pass(listAgain))
	p.expect("Northgate Ports denies paying ransom")
}

func TestPasteGoesToTheDialog(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("t")
	p.play(tea.PasteMsg{Content: "supply chain\x1b[2J"})
	p.keys("enter")
	if got := strings.Join(shelf.find(99).Tags, " "); got != "ports ransom supply-chain-2j" {
		t.Errorf("tags %q", got)
	}
}

// A window that changes its size under a dialog costs nothing that was typed.
func TestResizeKeepsWhatIsTyped(t *testing.T) {
	for _, open := range []string{"t 'half'", "n 'half'", "f ctrl+u 'half'", "/ 'half'", "? 'half'"} {
		p := start(t, newsroom(), 120, 36)
		p.keys(open)
		for _, size := range [][2]int{{50, 20}, {10, 3}, {1, 1}, {40, 10}, {200, 60}, {80, 24}} {
			p.play(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			if wrong := checkFrame(app(p)); wrong != "" {
				t.Errorf("%s at %v: %s", open, size, wrong)
			}
		}
		p.expect("half")
	}
}
