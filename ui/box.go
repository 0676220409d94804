package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// boxEdge is what the frame takes from the width of a box: "│ " and " │".
const boxEdge = 4

// screenSize is the whole screen in cells, which a box must fit.
type screenSize struct{ width, height int }

// inner is the width inside a box that would like to be want cells wide.
func (s screenSize) inner(want int) int { return max(min(want, s.width)-boxEdge, 1) }

// rows is how many lines a box may hold.
func (s screenSize) rows() int { return max(s.height-2, 1) }

// drawBox draws a box of at most width cells around lines, with the title in
// its upper edge, cut where the screen ends. On a screen too small for a frame
// the lines stand alone.
func drawBox(st *styles, title string, lines []string, width int, screen screenSize) []string {
	width = min(width, screen.width)
	if width <= boxEdge || screen.height < 3 {
		return bare(lines, screen)
	}
	lines = lines[:min(len(lines), screen.height-2)]
	inner := width - boxEdge
	if title = clip(title, inner-2); title != "" {
		title = " " + title + " "
	}
	m := st.marks
	side := st.Box.Render(m.wall)
	out := make([]string, 0, len(lines)+2)
	out = append(out, st.Box.Render(m.topLeft)+st.BoxName.Render(title)+
		st.Box.Render(strings.Repeat(m.rule, width-2-cellWidth(title))+m.topRight))
	for _, line := range lines {
		out = append(out, side+" "+fit(line, inner)+" "+side)
	}
	return append(out, st.Box.Render(m.bottomLeft+strings.Repeat(m.rule, width-2)+m.bottomRight))
}

// bare makes lines a block without a frame, no larger than the screen.
func bare(lines []string, screen screenSize) []string {
	if screen.width <= 0 || screen.height <= 0 {
		return nil
	}
	lines = lines[:min(len(lines), screen.height)]
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = fit(line, screen.width)
	}
	return out
}

// scroll moves from, the first row shown, just so far that row at is among the
// height rows shown, and not beyond what the last of all rows needs.
func scroll(from, at, height, all int) int {
	if at < from {
		from = at
	}
	if at >= from+height {
		from = at - height + 1
	}
	return max(0, min(from, all-height))
}

// choiceRow is a row of a list in a dialog, in width cells: the current one
// has ">" before it and the look of a choice over its whole width.
func choiceRow(st *styles, row string, current bool, width int) string {
	if !current {
		return fit("  "+row, width)
	}
	return st.Choice.Render(fit("> "+ansi.Strip(row), width))
}

// columns sets left at the start and right in column at of width cells, nearer
// or farther when need be; right is left out when there is no room for both.
func columns(left, right string, at, width int) string {
	at = max(cellWidth(left)+2, min(at, width-cellWidth(right)))
	if right == "" || at+cellWidth(right) > width {
		return fit(left, width)
	}
	return fit(left, at) + fit(right, width-at)
}

// tip is a key and what it does, for the last line of a dialog.
type tip struct{ key, does string }

func (t tip) width() int { return cellWidth(strings.TrimSpace(t.key + " " + t.does)) }

func (t tip) draw(st *styles) string {
	if t.does == "" {
		return st.Key.Render(t.key)
	}
	return st.Key.Render(t.key) + " " + t.does
}

// tips is a line of the tips that fit in width cells. The last, the way out,
// is shown whatever the others take.
func tips(st *styles, width int, all ...tip) string {
	if len(all) == 0 {
		return ""
	}
	last := all[len(all)-1]
	room := width - last.width()
	var b strings.Builder
	for _, t := range all[:len(all)-1] {
		need := t.width() + 2
		if need > room {
			continue
		}
		room -= need
		b.WriteString(t.draw(st) + "  ")
	}
	return b.String() + last.draw(st)
}

// brokenUp is text broken into at most most lines of width cells; "…" ends the
// last when there was more.
func brokenUp(text string, width, most int) []string {
	var lines []string
	for _, c := range wrap(text, width) {
		lines = append(lines, text[c.start:c.end])
	}
	if len(lines) > most && most > 0 {
		lines = append(lines[:most-1], clip(lines[most-1], width-1)+"…")
	}
	return lines[:min(len(lines), most)]
}

// partLabel is the name of a part of a dialog; that of the one with the focus
// looks like a key, the others step back.
func partLabel(st *styles, name string, focus bool) string {
	if focus {
		return st.Key.Render(name)
	}
	return st.Dim.Render(name)
}

// chosen is the value of such a part; with the focus it looks like the row of a
// list that the cursor is on.
func chosen(st *styles, value string, focus bool) string {
	if focus {
		return st.Choice.Render(value)
	}
	return value
}

// radio is a choice of one: all values side by side if they fit in width cells,
// else the chosen one between arrows.
func radio(st *styles, name string, values []string, at int, focus bool, width int) string {
	parts := make([]string, len(values))
	all := cellWidth(name) + 1
	for i, v := range values {
		parts[i] = "( ) " + v
		all += cellWidth(v) + 5
		if i == at {
			parts[i] = chosen(st, "(*) "+v, focus)
		}
	}
	if all > width {
		return partLabel(st, name, focus) + "  " + chosen(st, "< "+values[at]+" >", focus)
	}
	return partLabel(st, name, focus) + "  " + strings.Join(parts, " ")
}
