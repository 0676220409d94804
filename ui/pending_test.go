package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestPendingBoxShowsHowKeysGoOn(t *testing.T) {
	st := newStyles(terminal{}, MarksAuto)
	for prefix, wants := range map[string][]string{"g": {"g top", "h headlines", "d denials"}, "]": {"c next claim", "u next unread story"}} {
		for width := 1; width <= 130; width++ {
			box := pendingBox(st, keys.contexts(), prefix, screenSize{width, 24})
			for _, line := range box {
				if w := cellWidth(line); w > width || w != cellWidth(box[0]) {
					t.Fatalf("%d cells on a screen of %d: %q", w, width, line)
				}
			}
			text := ansi.Strip(strings.Join(box, "\n"))
			for _, want := range wants {
				if width >= minWidth && !strings.Contains(text, want) {
					t.Fatalf("no %q at %d cells:\n%s", want, width, text)
				}
			}
		}
	}
}
