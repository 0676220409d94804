package ui

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// has reports whether the cell lies in the rectangle.
func (r rect) has(x, y int) bool {
	return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h
}

// frame says where everything is. A part that is left out is empty (h == 0).
type frame struct {
	tooSmall bool // nothing but one line that says so
	wide     bool // list and reader side by side
	narrow   bool // one pane, the source column is gone
	days     bool // headings of days are shown in the list

	head, query, under rect // row 1, row 2, and the rule below them
	list, wall, reader rect // wall stands between the panes of a wide screen
	over               rect // the rule over what follows
	strip              rect // preview of the list, or the claim of the open story
	foot               rect // hints, a message, or the line that is typed
}

// Heights from which the rows that may be dropped are shown. They go in the
// order preview, row 2, headings of days; the hints stay down to minHeight.
const (
	previewFrom = 18
	queryFrom   = 15
	daysFrom    = 12
)

// layout divides the screen. open tells whether a story is open, which on a
// screen that is not wide has all of it.
func layout(width, height int, open bool) frame {
	if width < minWidth || height < minHeight {
		return frame{tooSmall: true, foot: rect{0, 0, max(width, 0), min(max(height, 0), 1)}}
	}
	f := frame{wide: width >= wideFrom, narrow: width < midFrom, days: height >= daysFrom}
	y := 0
	row := func(n int) rect {
		r := rect{0, y, width, n}
		y += n
		return r
	}
	f.head = row(1)
	if !f.narrow && height >= queryFrom && (f.wide || !open) {
		f.query = row(1)
	}
	f.under = row(1)
	strip := 0
	switch {
	case f.wide:
	case open:
		strip = 1
		if !f.narrow && height >= previewFrom {
			strip = 2
		}
	case height >= previewFrom && f.narrow:
		strip = 1
	case height >= previewFrom:
		strip = min(max(height/8, previewMin), previewMax)
	}
	body := row(height - y - strip - 2)
	f.over, f.strip, f.foot = row(1), row(strip), row(1)
	switch {
	case f.wide:
		f.list, f.reader = body, body
		f.list.w = min(width*listShare/100, listMax)
		f.wall = rect{f.list.w, body.y, 1, body.h}
		f.reader.x = f.list.w + 1
		f.reader.w = width - f.reader.x
	case open:
		f.reader = body
	default:
		f.list = body
	}
	return f
}
