package ui

import (
	"fmt"
	"strings"
	"testing"
)

func TestFilterIsCompleted(t *testing.T) {
	tests := []struct{ keys, want string }{
		{"'fe' rest tab", "feed:"},
		{"'fe' tab", "feed:"}, // quicker than the answer
		{"'fe' tab rest tab", `feed:"The Ledger" `},
		{"'fe' tab rest down tab", `feed:"Harbour Wire" `},
		{"'fe' tab rest down down up tab", `feed:"Harbour Wire" `},
		{"'feed:k' tab", `feed:"Kestrel Labs" `},
		{"'-has:den' tab", "-has:denial "},
		{"'#rans' tab", "#ransom "},
		{"'xyzzy' tab tab", "xyzzy"},
		{"tab", ""},
		{"'has:den_is:unread' ctrl+a right right right right right right right tab", "has:denial is:unread"},
	}
	for _, tt := range tests {
		p := start(t, newsroom(), 80, 24)
		p.keys("f ctrl+u")
		for _, k := range strings.Fields(tt.keys) {
			if k == "rest" {
				p.play(pass(searchWait))
				continue
			}
			p.keys(k)
		}
		if got := app(p).prompt.field.value(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.keys, got, tt.want)
		}
	}
}

func TestCompletionWaitsForTheHand(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24)
	p.keys("f ctrl+u 'feed:le'")
	if shelf.valued != 0 {
		t.Error("asked for values before the hand rested")
	}
	p.play(pass(searchWait))
	if shelf.valued != 1 {
		t.Errorf("asked %d times", shelf.valued)
	}
	p.expect("part of the feed's title or host", "The Ledger")
	p.keys("enter")
	p.expectNot("part of the feed's title")
}

// An answer that comes after more was typed is not shown.
func TestLateCompletionsAreDropped(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("f ctrl+u 'fe'")
	late := app(p).complete(false)()
	p.keys("'x'")
	p.play(late)
	p.expectNot("feed:")
}

func TestSearchOffersValuesNotFields(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("/ 'fe'")
	p.play(pass(searchWait))
	p.expectNot("feed:")
	p.keys("backspace backspace 'actor:ti'")
	p.play(pass(searchWait))
	p.expect("an actor under any of its names", `"Tidal Heron"`)
	p.keys("tab")
	if got := app(p).prompt.field.value(); got != `actor:"Tidal Heron" ` {
		t.Errorf("%q", got)
	}
}

func TestHistoryOfFilters(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	value := func(want string) {
		t.Helper()
		if got := app(p).prompt.field.value(); got != want {
			t.Errorf("the line is %q, want %q", got, want)
		}
	}
	p.keys("f up")
	value("is:unread ")
	p.keys("ctrl+u 'has:denial' enter f ctrl+u 'botnet' enter f ctrl+u 'has:denial' enter")
	p.keys("f ctrl+u 'half'")
	p.keys("up")
	value("has:denial")
	p.keys("ctrl+r")
	value("botnet")
	p.keys("up") // twice the same stands there once
	value("botnet")
	p.keys("down down down")
	value("half")
	p.keys("ctrl+r enter")
	p.expect("has:denial", "Stories: filtered")
	p.keys("/ ctrl+r") // searches have a history of their own
	value("")
}

func TestFilterErrorsNameTheWord(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("f 'acter:x' enter")
	p.expect("no field acter:", "nearest: actor:", "Patch now", "filter:")
	p.keys("backspace")
	p.expectNot("no field")
}

func TestCompletionFrames(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}, {40, 10}} {
		for _, typed := range []struct{ name, keys string }{{"fields", "'a'"}, {"values", "'feed:'"}} {
			t.Run(fmt.Sprintf("%dx%d %s", size[0], size[1], typed.name), func(t *testing.T) {
				p := start(t, newsroom(), size[0], size[1])
				p.keys("f " + typed.keys)
				p.play(pass(searchWait))
				golden(t, p.text()+"\n")
			})
		}
	}
}
