package ui

import (
	"fmt"
	"strings"
	"testing"
)

// sketch draws a frame with a letter for every part.
func sketch(f frame, width, height int) string {
	cells := make([][]byte, height)
	for i := range cells {
		cells[i] = []byte(strings.Repeat(".", width))
	}
	parts := []struct {
		letter byte
		rect
	}{{'h', f.head}, {'q', f.query}, {'-', f.under}, {'L', f.list}, {'|', f.wall}, {'R', f.reader},
		{'=', f.over}, {'s', f.strip}, {'f', f.foot}}
	for _, p := range parts {
		for y := p.y; y < p.y+p.h; y++ {
			for x := p.x; x < p.x+p.w; x++ {
				if cells[y][x] != '.' {
					cells[y][x] = '!' // two parts on one cell
					continue
				}
				cells[y][x] = p.letter
			}
		}
	}
	lines := make([]string, height)
	for i := range cells {
		lines[i] = string(cells[i])
	}
	return strings.Join(lines, "\n")
}

func TestLayout(t *testing.T) {
	var b strings.Builder
	for _, size := range [][2]int{{160, 20}, {120, 36}, {110, 14}, {109, 24}, {80, 24}, {80, 17}, {80, 14}, {60, 12},
		{59, 20}, {50, 20}, {40, 11}, {40, 10}, {39, 10}, {40, 9}, {20, 4}, {1, 1}} {
		for _, open := range []bool{false, true} {
			w, h := size[0], size[1]
			f := layout(w, h, open)
			fmt.Fprintf(&b, "%dx%d open=%v days=%v\n%s\n\n", w, h, open, f.days, sketch(f, w, h))
		}
	}
	got := b.String()
	if strings.Contains(got, "!") {
		t.Error("two parts share a cell")
	}
	golden(t, got)
}

// Every cell of a screen that is large enough belongs to exactly one part.
func TestLayoutCoversTheScreen(t *testing.T) {
	for w := 0; w < 200; w++ {
		for h := 0; h < 70; h++ {
			for _, open := range []bool{false, true} {
				f := layout(w, h, open)
				drawn := sketch(f, w, h)
				if strings.Contains(drawn, "!") || !f.tooSmall && strings.Contains(drawn, ".") {
					t.Fatalf("%dx%d open=%v:\n%s", w, h, open, drawn)
				}
			}
		}
	}
}
