package ui

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"hearsay/news"
)

// onTheDesk lists what the drafts hold, "story: body".
func onTheDesk(d *boxDrafts) string {
	var all []string
	for _, n := range d.kept {
		all = append(all, n.StoryUUID+": "+string(n.Body))
	}
	return strings.Join(all, "; ")
}

func TestLastWordsAreKept(t *testing.T) {
	drafts := &boxDrafts{}
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = drafts })
	p.keys("enter n 'ab'")
	// Two more keys, whose commands never run: the program ends first.
	a := app(p)
	_, writing := a.Update(press("c"))
	a.Update(press("d"))
	if err := a.keepLastWords(); err != nil {
		t.Fatal(err)
	}
	if got := onTheDesk(drafts); got != "story-99: abcd" {
		t.Errorf("kept %q", got)
	}
	writing() // a late command
	if got := onTheDesk(drafts); got != "story-99: abcd" {
		t.Errorf("after a late command %q", got)
	}
}

func TestLastWordsThatCannotBeKeptAreAnError(t *testing.T) {
	drafts := &boxDrafts{}
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = drafts })
	p.keys("enter n 'ab'")
	drafts.fail = errDisk
	app(p).Update(press("c"))
	if err := app(p).keepLastWords(); !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
}

// What is typed before the older draft was read stands behind it.
func TestLastWordsStandBehindTheOlderDraft(t *testing.T) {
	drafts := &boxDrafts{kept: []news.Note{{Story: 99, StoryUUID: "story-99", Body: "older", TLP: news.Red}}}
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = drafts })
	a := app(p)
	a.Update(press("n")) // its commands do not run
	a.Update(press("x"))
	if err := a.keepLastWords(); err != nil {
		t.Fatal(err)
	}
	if got := onTheDesk(drafts); got != "story-99: older\nx" {
		t.Errorf("kept %q", got)
	}
}

// slowDrafts are kept only when told to go on.
type slowDrafts struct {
	boxDrafts
	begun, goOn chan struct{}
	once        sync.Once
}

func (d *slowDrafts) Keep(n news.Note) error {
	d.once.Do(func() { close(d.begun); <-d.goOn })
	return d.boxDrafts.Keep(n)
}

func TestTheEndWaitsForADraft(t *testing.T) {
	drafts := &slowDrafts{begun: make(chan struct{}), goOn: make(chan struct{})}
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = drafts })
	p.keys("enter n")
	a := app(p)
	_, writing := a.Update(press("a"))
	go writing()
	<-drafts.begun
	a.Update(press("b"))
	go close(drafts.goOn)
	if err := a.keepLastWords(); err != nil {
		t.Fatal(err)
	}
	if got := onTheDesk(&drafts.boxDrafts); got != "story-99: ab" {
		t.Errorf("kept %q", got)
	}
}

func TestUnfinishedNotesAreOfferedAtTheStart(t *testing.T) {
	shelf := newsroom()
	drafts := &boxDrafts{kept: []news.Note{
		{Story: 96, StoryUUID: "story-96", Body: "first", TLP: news.Red},
		{Story: 99, StoryUUID: "of another store", Body: "elsewhere", TLP: news.Red},
		{Story: 98, StoryUUID: "story-98", Claim: shelf.find(98).Claims[0].UUID, Body: "compare", TLP: news.Red,
			Anchor: &news.Anchor{Field: news.InTitle, Quote: "Northgate Ports denies paying ransom", End: 36}},
	}}
	p := start(t, shelf, 80, 24, func(o *Options) { o.Drafts = drafts })
	p.expect("2 unfinished notes, the last on", "Northgate", "gw goes on")
	p.keys("j j j g w")
	p.expect("Note on a quote", "compare", "your draft is back", "this denial")
	p.keys("ctrl+s")
	if len(shelf.saved) != 1 || shelf.saved[0].Story != 98 || shelf.saved[0].Claim == "" || len(drafts.kept) != 2 {
		t.Fatalf("saved %+v, drafts %+v", shelf.saved, drafts.kept)
	}
	// The other is on a story that was read, so that it is not in the list.
	p.keys("g w")
	p.expect("Note on a story", "first")
	p.keys("esc")
	p.expect("Glass Otter leak site returns")
	p.keys("esc")
	p.expect("Unfinished notes", "1 of 12")
	p.keys("esc")
	p.expect("Stories: unread", "Patch now")
}

func TestANoteOnAStoryGoesOnWithTheDraftOnItsQuote(t *testing.T) {
	shelf := newsroom()
	drafts := &boxDrafts{}
	p := start(t, shelf, 80, 24, func(o *Options) { o.Drafts = drafts })
	p.keys("j enter ] c n 'half' esc esc")
	p.keys("n")
	p.expect("Note on a quote", "half", "your draft is back", "this denial")
	p.keys("ctrl+s")
	if n := shelf.saved[0]; n.Anchor == nil || n.Claim == "" || len(drafts.kept) != 0 {
		t.Errorf("saved %+v, drafts %+v", n, drafts.kept)
	}
}

func TestNoUnfinishedNotes(t *testing.T) {
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = &boxDrafts{} })
	p.expect("enter read")
	p.keys("g w")
	p.expect("no unfinished notes")
}

func TestUnfinishedFrame(t *testing.T) {
	drafts := &boxDrafts{kept: []news.Note{{Story: 98, StoryUUID: "story-98", Body: "Compare with their June filing.", TLP: news.Amber}}}
	p := start(t, newsroom(), 80, 24, func(o *Options) { o.Drafts = drafts })
	golden(t, p.text())
}
