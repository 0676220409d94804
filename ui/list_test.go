package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// expect fails unless the screen shows all the words.
func (p *player) expect(words ...string) {
	p.t.Helper()
	screen := p.text()
	for _, w := range words {
		if !strings.Contains(screen, w) {
			p.t.Fatalf("no %q on the screen:\n%s", w, screen)
		}
	}
}

func (p *player) expectNot(words ...string) {
	p.t.Helper()
	screen := p.text()
	for _, w := range words {
		if strings.Contains(screen, w) {
			p.t.Fatalf("%q is on the screen:\n%s", w, screen)
		}
	}
}

func (p *player) cursor() news.ID { id, _ := app(p).list.current(); return id }

// arrive puts new stories into the shelf and lets the list hear of them.
func arrive(p *player, shelf *fakeShelf, stories ...told) {
	for _, s := range stories {
		at := 0
		for at < len(shelf.stories) && shelf.stories[at].Published.After(s.full.Published) {
			at++
		}
		shelf.stories = append(shelf.stories[:at:at], append([]*news.Full{s.full}, shelf.stories[at:]...)...)
	}
	p.play(relistMsg{})
}

func TestCursorStaysOnItsStory(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("j j")
	at := p.cursor()
	top := app(p).list.cursor - app(p).list.top
	arrive(p, shelf, tell(120, "The Ledger", "One above", "x", time.Minute), tell(121, "The Ledger", "One below", "x", 25*time.Hour))
	if p.cursor() != at {
		t.Errorf("the cursor went from story %d to %d", at, p.cursor())
	}
	if app(p).list.cursor-app(p).list.top != top {
		t.Error("the cursor moved on the screen")
	}
	p.expect("2 new, 1 above")
	p.play(pass(messageStays))
	p.expectNot("2 new")
	p.keys("g g")
	p.expect("One above")
}

// A story that was read while the list shows unread ones stays until the reader
// asks for another list.
func TestReadStoriesDoNotVanish(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("j enter esc")
	if !shelf.find(98).Read {
		t.Fatal("opening did not mark the story read")
	}
	arrive(p, shelf, tell(120, "The Ledger", "One above", "x", time.Minute))
	p.expect("Northgate Ports denies paying ransom", "1 new, 1 above")
	p.keys("g h")
	p.expectNot("Northgate Ports denies paying ransom")
}

func TestAnswersToOlderQuestionsAreDropped(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	a := app(p)
	old := a.list.ctx
	stale := listedMsg{listing: a.list.listing, ids: []news.ID{88}}
	a.list.ask(a.place.query) // the answer is not delivered
	if old.Err() == nil {
		t.Error("the older question goes on")
	}
	p.play(stale)
	if len(a.list.ids) == 1 {
		t.Error("the answer to an older question is shown")
	}
	p.play(rowsReadMsg{listing: stale.listing, asked: []news.ID{99}})
	if len(a.list.ids) == 0 {
		t.Error("rows of an older listing were taken")
	}
}

func TestHideAndUndo(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("j D")
	p.expectNot("denies paying ransom")
	p.expect("1 story marked hide, u undoes")
	p.keys("u")
	p.expect("denies paying ransom")
}

func TestMarksAreUndone(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("M")
	p.expect("8 stories marked read, u undoes")
	if shelf.find(99).Read != true {
		t.Fatal("not read")
	}
	p.keys("u")
	if shelf.find(99).Read {
		t.Error("still read after undo")
	}
	p.keys("s")
	if !shelf.find(99).Starred {
		t.Error("not starred")
	}
	p.keys("N N")
	if shelf.find(99).Read {
		t.Error("read after turning it on and off")
	}
}

func TestFailuresAreTold(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	shelf.fail = errors.New("the disk is full")
	p.keys("s")
	p.expect("mark star: the disk is full", "Northgate Ports denies")
	p.keys("g d")
	p.expect("list stories: the disk is full")
	shelf.fail = nil
	p.play(pass(messageStays))
	p.expectNot("disk is full")
}

func TestSearchWaitsForTheHand(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("j j")
	at, listed := p.cursor(), shelf.listed
	p.keys("/ 'botnet'")
	if shelf.listed != listed {
		t.Error("asked before the hand rested")
	}
	p.play(pass(searchWait))
	if shelf.listed != listed+1 {
		t.Errorf("asked %d times for one word", shelf.listed-listed)
	}
	p.expect("Three agencies tie router botnet", "Search")
	p.expectNot("Patch now")
	p.keys("esc")
	if p.cursor() != at {
		t.Error("esc did not lead back to the story")
	}
	p.expect("Stories: unread", "Patch now")

	p.keys("/ 'otter' enter")
	p.expect("leak site returns", "esc back") // read ones too
	p.keys("esc")
	p.expect("Stories: unread")
}

func TestFilterErrorsKeepTheList(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("f ctrl+u 'acter:x' enter")
	p.expect("acter", "Patch now")
	p.keys("ctrl+u 'has:denial' enter")
	p.expect("Stories: filtered", "has:denial", "Northgate Ports denies")
	p.expectNot("Patch now")
	p.keys("f ctrl+u 'zzz' enter")
	p.expect("No story matches this filter.", "gh headlines")
	p.keys("esc")
	p.expect("Stories: unread", "Patch now")
}

func TestKeysThatLeave(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("esc esc")
	if p.quit {
		t.Fatal("esc left the program")
	}
	p.keys("enter q")
	if p.quit {
		t.Fatal("q in a story left the program")
	}
	p.expect("Stories: unread")
	p.keys("g d q")
	if p.quit {
		t.Fatal("q in a second place left the program")
	}
	p.keys("q")
	if !p.quit {
		t.Error("q on the first screen did not leave")
	}
	p.quit = false
	p.keys("enter ? ctrl+c")
	if !p.quit {
		t.Error("ctrl+c did not leave at once")
	}
}

func TestDigitsCount(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("3 j")
	if got := app(p).list.cursor; got != 3 {
		t.Errorf("3j went to %d", got)
	}
	p.keys("2 G")
	if got := app(p).list.cursor; got != 1 {
		t.Errorf("2G went to %d", got)
	}
	p.keys("G")
	if got := app(p).list.cursor; got != 7 {
		t.Errorf("G went to %d", got)
	}
	p.keys("1 0 k")
	if got := app(p).list.cursor; got != 0 {
		t.Errorf("10k went to %d", got)
	}
}

func TestPrefixKeysShowHowTheyGoOn(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("g")
	p.expectNot("headlines")
	p.play(pass(hintWait))
	p.expect("h headlines", "d denials")
	p.keys("d")
	p.expectNot("h headlines")
	p.expect("Denials")
}

func TestMouse(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	click := tea.MouseClickMsg{X: 30, Y: 6, Button: tea.MouseLeft}
	p.play(click)
	if p.cursor() != 97 || app(p).reading {
		t.Fatalf("a click selected %d", p.cursor())
	}
	p.play(pass(doubleClick), click)
	if app(p).reading {
		t.Error("two slow clicks opened the story")
	}
	p.play(click)
	if !app(p).reading {
		t.Error("two clicks did not open the story")
	}
	p.play(tea.MouseWheelMsg{X: 30, Y: 6, Button: tea.MouseWheelDown})
	p.keys("esc")
	p.play(tea.MouseWheelMsg{X: 30, Y: 6, Button: tea.MouseWheelDown})
}

func TestNextUnread(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24, func(o *Options) { o.Query = "since:2026" })
	p.keys("3 j ] u")
	if p.cursor() != 95 {
		t.Errorf("]u went to %d", p.cursor())
	}
	p.keys("[ u")
	if p.cursor() != 97 {
		t.Errorf("[u went to %d", p.cursor())
	}
	p.keys("enter space")
	if p.cursor() != 95 || !app(p).reading || !shelf.find(95).Read {
		t.Errorf("space did not read on to the next unread story, but to %d", p.cursor())
	}
	p.keys("G G")
	p.expect("Patch now")
}

func TestFetchInTheBackground(t *testing.T) {
	shelf := newsroom()
	steps := make(chan Progress, 10)
	var stopped context.Context
	p := start(t, shelf, 120, 36, func(o *Options) {
		o.Fetch = func(ctx context.Context, feeds []news.ID, _ bool) <-chan Progress {
			stopped = ctx
			return steps
		}
	})
	// One step is there; the next is asked for when it was shown, so the round
	// is played by hand.
	a := app(p)
	a.startFetch(nil, true)
	number := a.fetch.number
	p.play(fetchShownMsg{number})
	a.Update(fetchedMsg{number, Progress{Done: 1, Total: 30, New: 2, Feed: news.Feed{Title: "Kestrel Labs"}}, steps})
	p.expect("fetching 1 of 30 · Kestrel Labs · 2 new")
	p.keys("enter j")
	p.expect("fetching 1 of 30") // reading goes on
	p.keys("esc esc")
	p.expect("fetching stopped; what has come is kept")
	a.Update(fetchedMsg{number, Progress{Done: 2, Total: 30, Err: errors.New("403 this site refuses feed readers")}, steps})
	p.play(fetchEndedMsg{number})
	p.expectNot("fetching 1")
	p.expect("2 new stories, 1 feed failed")
	_ = stopped
}

func TestProgressShowsOnlyWhenItTakesLong(t *testing.T) {
	p := start(t, newsroom(), 120, 36, func(o *Options) {
		o.Fetch = func(context.Context, []news.ID, bool) <-chan Progress { return nil }
	})
	a := app(p)
	a.startFetch(nil, true)
	p.expectNot("fetching")
	p.play(fetchShownMsg{a.fetch.number})
	p.expect("fetching")
}

func TestEmptyStates(t *testing.T) {
	shelf := newsroom()
	for _, s := range shelf.stories {
		s.Read, s.Claims = true, nil
	}
	p := start(t, shelf, 80, 24)
	p.expect("Nothing unread.")
	p.keys("g d")
	p.expect("No denials", "esc back")
	p.keys("/ 'qqqq' enter")
	p.expect("Nothing found for qqqq.")
}

func TestTooSmall(t *testing.T) {
	p := start(t, newsroom(), 39, 9)
	p.expect("needs 40×10")
	p.play(tea.WindowSizeMsg{Width: 80, Height: 24})
	p.expect("Freedonia accuses")
}
