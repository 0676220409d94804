package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// overlay is a box on top of the panes: a dialog, the help. App keeps a stack
// of them and gives keys and pastes to the top one, all other messages to all.
type overlay interface {
	// update answers one message; done means that the box is to be taken away.
	update(msg tea.Msg) (cmd tea.Cmd, done bool)
	// view is the box: lines of equal width in cells, never more or wider than
	// the screen that resize named.
	view() []string
	// resize tells the size of the whole screen in cells, before the first view
	// and whenever it changes.
	resize(width, height int)
}

// splice draws box over screen with its top left corner at column x and row y,
// both of which may be negative, and answers the new lines; screen itself stays
// as it is. Lines of screen are width cells wide (shorter ones are filled with
// blanks) and begin and end without a style, as do those of box. What would
// stand beyond the screen is cut. A wide character that is covered in part is
// replaced by blanks, and the style in force right of the box goes on there.
//
// One pass over each covered line: a compositor of layers costs forty times as
// much, and this runs after every message while a dialog is open.
func splice(screen, box []string, x, y, width int) []string {
	out := make([]string, len(screen))
	copy(out, screen)
	for i, line := range box {
		if at := y + i; at >= 0 && at < len(out) {
			out[at] = spliceLine(out[at], line, x, width)
		}
	}
	return out
}

// spliceLine draws top over line from column x on.
func spliceLine(line, top string, x, width int) string {
	covered := method().StringWidth(top)
	if x < 0 {
		top = method().TruncateLeft(top, -x, "")
		x, covered = 0, method().StringWidth(top)
	}
	if x+covered > width {
		top = method().Truncate(top, max(width-x, 0), "")
		covered = method().StringWidth(top)
	}
	if covered == 0 {
		return line
	}
	end := x + covered
	left := cells{s: line}
	left.skip(x)
	right := left
	right.skip(end)
	if right.at < end { // the line was short, or a wide character straddles the border
		right.skipOver()
	}

	var b strings.Builder
	b.Grow(len(line) + len(top) + 64)
	b.WriteString(line[:left.next])
	b.WriteString(left.close())
	blanks(&b, x-left.at)
	b.WriteString(top)
	if strings.IndexByte(top, ansi.ESC) >= 0 {
		b.WriteString(ansi.ResetStyle)
	}
	b.WriteString(right.open())
	blanks(&b, min(right.at, width)-end)
	b.WriteString(line[right.next:])
	if right.at < end {
		blanks(&b, width-end)
	}
	return b.String()
}

// blanks writes n blanks, none when n is negative.
func blanks(b *strings.Builder, n int) {
	for ; n > 0; n-- {
		b.WriteByte(' ')
	}
}

// cells walks over a line cell by cell and knows the style in force.
type cells struct {
	s     string
	next  int    // byte offset behind what was passed
	at    int    // cells passed
	style string // the SGR sequences in force, in order
	link  string // the OSC 8 sequence in force
}

// skip passes whole characters, and the sequences between them, as long as they
// end at or before column end.
func (c *cells) skip(end int) {
	for c.next < len(c.s) && c.at < end {
		seq, width := c.peek()
		if c.at+width > end {
			return
		}
		c.take(seq, width)
	}
}

// skipOver passes one character whatever its width, and the sequences before it.
func (c *cells) skipOver() {
	for c.next < len(c.s) {
		seq, width := c.peek()
		c.take(seq, width)
		if width > 0 {
			return
		}
	}
}

// peek is the next character or sequence and its width. Two ASCII characters
// in a row need no search for the border of a grapheme: most text is that.
func (c *cells) peek() (seq string, width int) {
	s := c.s[c.next:]
	if s[0] >= ' ' && s[0] < 0x7f && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1
	}
	if s[0] < ' ' || s[0] >= 0x7f && s[0] < 0xc0 {
		_, width, n, _ := ansi.DecodeSequence(s, ansi.NormalState, nil)
		return s[:n], width
	}
	// DecodeSequence would tear "e" and the accent behind it apart.
	return ansi.FirstGraphemeCluster(s, method())
}

// take passes what peek found.
func (c *cells) take(seq string, width int) {
	c.next += len(seq)
	c.at += width
	if width > 0 || len(seq) < 2 || seq[0] != ansi.ESC {
		return
	}
	switch {
	case seq == "\x1b[m" || seq == "\x1b[0m":
		c.style = ""
	case seq[1] == '[' && seq[len(seq)-1] == 'm':
		c.style += seq
	case strings.HasPrefix(seq, "\x1b]8;"):
		c.link = seq
		if strings.HasPrefix(seq, "\x1b]8;;\x1b") || strings.HasPrefix(seq, "\x1b]8;;\a") {
			c.link = ""
		}
	}
}

// close ends the style and the link in force.
func (c *cells) close() string {
	var s string
	if c.style != "" {
		s = ansi.ResetStyle
	}
	if c.link != "" {
		s += ansi.ResetHyperlink()
	}
	return s
}

// open starts the style and the link in force again.
func (c *cells) open() string { return c.link + c.style }
