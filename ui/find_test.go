package ui

import (
	"fmt"
	"testing"
)

func TestSearchInTheStory(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 120, 36)
	p.keys("enter / 'RURIT'")
	p.expect("in this story:")
	p.play(pass(searchWait))
	p.expect("match 1 of 3 for “RURIT”")
	p.keys("enter n")
	p.expect("match 2 of 3", "n next match  N previous")
	p.keys("2 n")
	p.expect("match 1 of 3") // around
	p.keys("N")
	p.expect("match 3 of 3")
	if shelf.find(99).Read != true || len(app(p).overlays) != 0 {
		t.Error("n or N did what they do elsewhere")
	}
	p.keys("esc")
	p.expect("claim ", "esc back")
	p.keys("n")
	p.expect("Note on")
	p.keys("esc / 'ruri' enter J")
	p.expect("The company denied")
	p.expectNot("match")
	p.keys("/ '(zz' enter")
	p.expect("nothing found for “(zz”")
	p.keys("n N esc esc")
	p.expect("enter read")
}

// The search is for the open story; the list has its own on the same key.
func TestSearchInTheStoryIsLeft(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("enter / 'fiction'")
	p.play(pass(searchWait))
	p.expect("match 1 of 2")
	p.keys("esc")
	p.expectNot("match")
	p.expect("< Stories")
	p.keys("/ ctrl+r enter")
	p.expectNot("match") // it was left, not kept
	p.keys("/ 'ports' enter / ctrl+r enter")
	p.expect("match 1 of", "“ports”")
}

func TestSelectionBeginsAtTheCursor(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("enter / 'heron' enter esc ] a ] a ] a ] a v")
	r := app(p).reader
	m := r.art.full.Mentions[r.art.mentions[r.stop.at]]
	if r.pick == nil || r.pick.field != m.Field || r.pick.start > m.Start || r.pick.end < m.End {
		t.Errorf("selected %+v, the cursor is on %+v", r.pick, m)
	}
}

func TestFindFrames(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			p := start(t, newsroom(), size[0], size[1])
			p.keys("enter / 'ruritania' enter n")
			golden(t, p.screen())
		})
	}
}
