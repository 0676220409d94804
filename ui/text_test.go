package ui

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func wrapped(s string, width int) []string {
	var lines []string
	for _, c := range wrap(s, width) {
		lines = append(lines, s[c.start:c.end])
	}
	return lines
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, text string
		width      int
		want       string
	}{
		{"words", "the port was broken into", 10, "the port|was broken|into"},
		{"exactly full", "abcd efgh", 4, "abcd|efgh"},
		{"long word", "abcdefghij", 4, "abcd|efgh|ij"},
		{"long word after a short one", "ab cdefghij", 4, "ab|cdef|ghij"},
		{"blanks between", "ab    cd", 4, "ab|cd"},
		{"hyphen", "state-sponsored actors", 8, "state-|sponsore|d actors"},
		{"wide", "外交部否认指控", 6, "外交部|否认指|控"},
		{"wide after words", "the 外交部 denies", 8, "the 外交|部|denies"},
		{"combining", "e\u0301e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301e\u0301"},
		{"nothing", "", 8, ""},
		{"blanks at the ends", "  a  ", 8, "a"},
		{"narrower than a wide character", "外外", 1, "外|外"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(wrapped(tt.text, tt.width), "|"); got != tt.want {
				t.Errorf("wrap(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

// pieces are what hostile and foreign text is made of, cleaned.
var pieces = rapid.SampledFrom([]string{"a", "word", " ", "  ", "-", "/", "é", "e\u0301", "外", "部", "ひ", "…", "¬", "»",
	"\U0001F468\u200d\U0001F469\u200d\U0001F467", "🇺🇦", "\u0e19\u0e49", "ﷺ", "\u0301", "https://example.org/a/b-c", "क्षि", "☎️", "⚠️"})

func text(t *rapid.T, name string, max int) string {
	return strings.Join(rapid.SliceOfN(pieces, 0, max).Draw(t, name), "")
}

// Nothing but blanks is lost between lines, and no line is too wide.
func TestWrapKeepsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text(t, "text", 40)
		width := rapid.IntRange(1, 20).Draw(t, "width")
		end := 0
		for _, c := range wrap(s, width) {
			if c.start < end || c.end < c.start {
				t.Fatalf("cuts out of order: %v", wrap(s, width))
			}
			if strings.Trim(s[end:c.start], " ") != "" {
				t.Fatalf("lost %q of %q", s[end:c.start], s)
			}
			if w := cellWidth(s[c.start:c.end]); w > max(width, 2) {
				t.Fatalf("%q is %d cells, more than %d", s[c.start:c.end], w, width)
			}
			end = c.end
		}
		if strings.Trim(s[end:], " ") != "" {
			t.Fatalf("lost %q at the end of %q", s[end:], s)
		}
	})
}

func TestFitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text(t, "text", 20)
		if rapid.Bool().Draw(t, "styled") {
			s = "\x1b[1m" + s + "\x1b[m"
		}
		w := rapid.IntRange(0, 30).Draw(t, "width")
		if got := cellWidth(fit(s, w)); got != w {
			t.Fatalf("fit(%q, %d) is %d cells", s, w, got)
		}
	})
}

func TestAge(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for want, d := range map[string]time.Duration{"now": 30 * time.Second, "5m": 5 * time.Minute, "23h": 23 * time.Hour,
		"1d": 24 * time.Hour, "9d": 9 * 24 * time.Hour, "1w": 13 * 24 * time.Hour, "4y": 4 * 366 * 24 * time.Hour} {
		if got := age(now.Add(-d), now); got != want {
			t.Errorf("age of %v = %q, want %q", d, got, want)
		}
	}
	if got := digits(1234005); got != "1 234 005" {
		t.Errorf("digits = %q", got)
	}
}
