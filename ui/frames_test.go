package ui

import (
	"fmt"
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}} {
		for _, look := range []struct {
			name   string
			colour Colour
		}{{"dark", ColourAuto}, {"no colour", ColourNever}} {
			for _, keys := range []struct{ name, keys string }{{"list", ""}, {"reader", "enter ] d"}} {
				t.Run(fmt.Sprintf("%dx%d %s %s", size[0], size[1], look.name, keys.name), func(t *testing.T) {
					shelf := newsroom()
					p := start(t, shelf, size[0], size[1], func(o *Options) { o.Colour = look.colour })
					p.keys(keys.keys)
					golden(t, p.screen())
				})
			}
		}
	}
}

func TestLightFrame(t *testing.T) {
	p := start(t, newsroom(), 120, 36)
	p.play(tea.BackgroundColorMsg{Color: color.White})
	p.keys("enter ] d")
	golden(t, p.screen())
}

// A selection, and an actor under the cursor.
func TestSelectedFrame(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("enter ] a ] a v j")
	golden(t, p.screen())
}

// A story that was just opened, with the cursor on its first claim.
func TestOpenedFrame(t *testing.T) {
	p := start(t, newsroom(), 80, 24)
	p.keys("enter")
	golden(t, p.screen())
}
