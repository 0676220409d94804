package ui

import (
	"slices"
	"strings"
)

// pendingWidth is the most cells of the box: three columns.
const pendingWidth = 74

// pendingBox shows how the keys that begin with prefix, such as "g", go on. It
// is drawn while the prefix waits; App takes the keys.
func pendingBox(st *styles, all []keyContext, prefix string, screen screenSize) []string {
	var next []tip
	widest := 0
	for _, b := range waiting(all, prefix) {
		for _, seq := range b.Keys() {
			rest, ok := strings.CutPrefix(seq, prefix+" ")
			t := tip{rest, b.Help().Desc}
			if !ok || slices.Contains(next, t) {
				continue
			}
			next = append(next, t)
			widest = max(widest, t.width())
		}
	}
	inner := screen.inner(pendingWidth)
	n := max(1, min(len(next), (inner+2)/(widest+2)))
	if rows := (len(next) + n - 1) / n; rows > 0 {
		n = (len(next) + rows - 1) / rows // no column stays empty
	}
	column := min(widest, inner)
	cells := make([]string, len(next))
	for i, t := range next {
		cells[i] = fit(t.draw(st), column)
	}
	lines := inColumns(cells, n)
	width := n*(column+2) - 2 + boxEdge
	title := prefix + " " + st.marks.ellipsis
	return drawBox(st, title, lines, max(width, cellWidth(title)+boxEdge+2), screen)
}
