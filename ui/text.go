package ui

import (
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// spaces is cut for padding: no line is longer.
var spaces = strings.Repeat(" ", 512)

// blank is n cells of nothing.
func blank(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(spaces):
		return spaces[:n]
	}
	return strings.Repeat(" ", n)
}

// perRune is set while the terminal counts the cells of a character rune by
// rune, as most did before mode 2027 (Unicode core); Bubble Tea draws by the
// same rule. It is a fact about the one terminal of the process, and commands
// read it too.
var perRune atomic.Bool

// method is how cells are counted.
func method() ansi.Method {
	if perRune.Load() {
		return ansi.WcWidth
	}
	return ansi.GraphemeWidth
}

// cellWidth is how many cells the text takes; escape sequences take none.
func cellWidth(s string) int {
	if ascii(s) {
		return len(s)
	}
	return method().StringWidth(s)
}

// ascii reports whether s is nothing but printable ASCII: a cell for a byte.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// fit is s, with or without looks, in exactly w cells: cut with an ellipsis,
// or filled up with blanks.
func fit(s string, w int) string {
	n := cellWidth(s)
	if n > w {
		s = clip(s, w)
		n = cellWidth(s)
	}
	return s + blank(w-n)
}

// clip is s cut to at most w cells, with an ellipsis.
func clip(s string, w int) string {
	if cellWidth(s) <= w {
		return s
	}
	if w < 1 {
		return ""
	}
	c := cells{s: s} // not ansi.Truncate, which counts wide characters wrongly rune by rune
	c.skip(w - 1)
	return s[:c.next] + "…" + c.close()
}

// spread puts left and right at the ends of w cells; what does not fit is cut
// from the left part.
func spread(left, right string, w int) string {
	n := cellWidth(right)
	if n+1 >= w {
		return fit(right, w)
	}
	return fit(left, w-n) + right
}

// plain makes a foreign text, such as an error, fit for one line of the screen.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.In(r, unicode.Cf)
	}), " ")
}

// oneLine puts a clean text of several lines on one.
func oneLine[T ~string](s T) string { return strings.Join(strings.Fields(string(s)), " ") }

// cut is a part of a text that stands on one line.
type cut struct{ start, end int } // bytes; blanks at the ends are left out

// wrap breaks one block of text into lines of at most width cells: at blanks,
// after hyphens and slashes inside of words, next to wide characters, and
// anywhere in a word that is longer than a line. A block of nothing is one
// empty line. Linear in the length of s.
func wrap(s string, width int) []cut {
	var lines []cut
	width = max(width, 2) // a wide character must fit
	start, cells := 0, 0  // of the line
	breakAt, next := -1, 0
	cellsAtNext := 0
	for i := 0; i < len(s); {
		size, w := grapheme(s[i:])
		r, _ := utf8.DecodeRuneInString(s[i:])
		if size == 1 && (r == ' ' || r == '\t' || r == '\n') {
			if i == start {
				start, i = i+size, i+size // no blanks at the start of a line
				continue
			}
			if breakAt < 0 || next != i {
				breakAt = i
			}
			next = i + size
			i, cells = i+size, cells+w
			cellsAtNext = cells
			continue
		}
		if w == 2 && i > start && next != i {
			breakAt, next, cellsAtNext = i, i, cells
		}
		if cells+w > width {
			if breakAt <= start {
				breakAt, next, cellsAtNext = i, i, cells
			}
			lines = append(lines, cut{start, breakAt})
			start, cells, breakAt = next, cells-cellsAtNext, -1
		}
		i, cells = i+size, cells+w
		if after := i; w == 2 || breaksAfter(s, after) {
			breakAt, next, cellsAtNext = after, after, cells
		}
	}
	end := len(strings.TrimRight(s, " \t\n"))
	if end > start || len(lines) == 0 {
		lines = append(lines, cut{start, max(start, end)})
	}
	return lines
}

// breaksAfter reports whether a word may be broken at i: behind a hyphen or a
// slash between two letters.
func breaksAfter(s string, i int) bool {
	if i < 2 || i >= len(s) || s[i-1] != '-' && s[i-1] != '/' {
		return false
	}
	return letter(s[i-2]) && letter(s[i])
}

func letter(b byte) bool {
	return b >= utf8.RuneSelf || b|0x20 >= 'a' && b|0x20 <= 'z'
}

// grapheme measures the first character of s as the reader sees it.
func grapheme(s string) (size, width int) {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		if s[0] < ' ' || s[0] == 0x7f {
			return 1, 0
		}
		return 1, 1
	}
	cluster, width := ansi.FirstGraphemeCluster(s, method())
	return max(len(cluster), 1), width
}

// longCluster is more bytes than a character of the border of the store has.
const longCluster = 96

// border is the first place at or behind i where a character begins as the
// reader sees it: a look never changes inside of one, for it is drawn whole.
func border(s string, i int) int {
	if i <= 0 || i >= len(s) || s[i] < utf8.RuneSelf && s[i-1] < utf8.RuneSelf {
		return min(max(i, 0), len(s))
	}
	at := max(i-longCluster, 0)
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	for j := i - 1; j > at; j-- { // no need to begin before plain text
		if s[j] < utf8.RuneSelf && s[j-1] < utf8.RuneSelf {
			at = j
			break
		}
	}
	for at < i {
		size, _ := grapheme(s[at:])
		at += size
	}
	return at
}

// age tells how long ago something was in at most three cells: "now", "5m",
// "23h", "6d", "11w", "2y".
func age(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return ""
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return digits(int(d/time.Minute)) + "m"
	case d < 24*time.Hour:
		return digits(int(d/time.Hour)) + "h"
	case d < 10*24*time.Hour:
		return digits(int(d/(24*time.Hour))) + "d"
	case d < 99*7*24*time.Hour:
		return digits(int(d/(7*24*time.Hour))) + "w"
	}
	return digits(int(d/(365*24*time.Hour))) + "y"
}

// ago is an age in words, for a place with room: "4 min ago", "2 days ago".
func ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return digits(int(d/time.Minute)) + " min ago"
	case d < 48*time.Hour:
		return digits(int(d/time.Hour)) + " h ago"
	}
	return digits(int(d/(24*time.Hour))) + " days ago"
}

// digits writes a number with blanks between groups of three: "4 318".
func digits(n int) string {
	if n < 0 {
		return "-" + digits(-n)
	}
	if n < 1000 {
		return small(n)
	}
	rest := small(n % 1000)
	return digits(n/1000) + " " + "000"[len(rest):] + rest
}

func small(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return small(n/10) + string(rune('0'+n%10))
}

// count is a number with its noun: "1 denial", "2 denials".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return digits(n) + " " + many
}
