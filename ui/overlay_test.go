package ui

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestSpliceCoversCells(t *testing.T) {
	tests := []struct {
		name string
		line string
		top  string
		x    int
		want string
	}{
		{"middle", "abcdefgh", "XY", 3, "abcXYfgh"},
		{"start", "abcdefgh", "XY", 0, "XYcdefgh"},
		{"end", "abcdefgh", "XY", 6, "abcdefXY"},
		{"whole", "abcdefgh", "ABCDEFGH", 0, "ABCDEFGH"},
		{"short line", "ab", "XY", 4, "ab  XY  "},
		{"empty line", "", "XY", 4, "    XY  "},
		{"line ends under the box", "abcd", "XY", 3, "abcXY   "},
		{"wide cut on the left", "外交部外", "XY", 3, "外 XY 外"},
		{"wide cut on the right", "a外交部b", "XYZ", 3, "a外XYZ b"},
		{"combining stays with its base", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "XY", 2,
			"e\u0301e\u0301XYe\u0301e\u0301e\u0301e\u0301"},
		{"left of the screen", "abcdefgh", "WXYZ", -2, "YZcdefgh"},
		{"right of the screen", "abcdefgh", "WXYZ", 6, "abcdefWX"},
		{"beyond", "abcdefgh", "WXYZ", 9, "abcdefgh"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := splice([]string{tt.line}, []string{tt.top}, tt.x, 0, 8)[0]
			if got != tt.want {
				t.Errorf("splice(%q, %q, %d) = %q, want %q", tt.line, tt.top, tt.x, got, tt.want)
			}
		})
	}
}

func TestSpliceKeepsStyles(t *testing.T) {
	tests := []struct{ name, line, top, want string }{
		{"style runs under the box", "\x1b[1mabcdefgh\x1b[m", "XY", "\x1b[1mabc\x1b[mXY\x1b[1mfgh\x1b[m"},
		{"style starts under the box", "abcd\x1b[4mefgh\x1b[m", "XY", "abcXY\x1b[4mfgh\x1b[m"},
		{"style ends under the box", "\x1b[1mabcd\x1b[mefgh", "XY", "\x1b[1mabc\x1b[mXYfgh"},
		{"styled box", "abcdefgh", "\x1b[7mXY\x1b[m", "abc\x1b[7mXY\x1b[m\x1b[mfgh"},
		{"link runs under the box", "\x1b]8;;http://a\x1b\\abcdefgh\x1b]8;;\x1b\\", "XY",
			"\x1b]8;;http://a\x1b\\abc\x1b]8;;\aXY\x1b]8;;http://a\x1b\\fgh\x1b]8;;\x1b\\"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := splice([]string{tt.line}, []string{tt.top}, 3, 0, 8)[0]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSpliceClipsRowsAndLeavesTheScreenAlone(t *testing.T) {
	screen := []string{"aaa", "bbb", "ccc"}
	got := splice(screen, []string{"1", "2", "3"}, 1, 1, 3)
	if want := "aaa|b1b|c2c"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = splice(screen, []string{"1", "2", "3"}, 1, -1, 3)
	if want := "a2a|b3b|ccc"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if strings.Join(screen, "|") != "aaa|bbb|ccc" {
		t.Errorf("screen changed: %q", screen)
	}
}

// Whatever lies under it, the box shows whole, and the line keeps its width.
func TestSpliceKeepsWidth(t *testing.T) {
	piece := rapid.SampledFrom([]string{"a", " ", "é", "外", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "e\u0301",
		"क्षि", "क्", "षि", "\x1b[1m", "\x1b[38;5;4m", "\x1b[m", "\x1b]8;;http://a\x1b\\", "¬", "─"})
	rapid.Check(t, func(t *rapid.T) {
		const width = 20
		line := ansi.Truncate(strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "line"), ""), width, "")
		top := strings.Repeat("#", rapid.IntRange(1, 12).Draw(t, "top"))
		x := rapid.IntRange(0, width-len(top)).Draw(t, "x")
		got := spliceLine(line, top, x, width)
		if w := ansi.StringWidth(got); w < x+len(top) || w > width {
			t.Fatalf("width %d of %q", w, got)
		}
		if cut := ansi.Strip(ansi.Cut(got, x, x+len(top))); cut != top {
			t.Fatalf("box is %q in %q", cut, got)
		}
		if ansi.StringWidth(line) == width && ansi.StringWidth(got) != width {
			t.Fatalf("width of %q is not %d", got, width)
		}
	})
}

// Budget: 0.05 ms for a dialog on a screen of 120×50.
func BenchmarkSplice(b *testing.B) {
	screen := make([]string, 50)
	for i := range screen {
		screen[i] = fmt.Sprintf("\x1b[1m%-40s\x1b[m\x1b[38;5;4m%-40s\x1b[m%-38s外", strings.Repeat("x", 30), "Tidal Heron — and others", "text")
	}
	box := make([]string, 16)
	for i := range box {
		box[i] = "\x1b[2m│\x1b[m" + strings.Repeat("n", 58) + "\x1b[2m│\x1b[m"
	}
	b.ReportAllocs()
	for b.Loop() {
		splice(screen, box, 30, 17, 120)
	}
}
