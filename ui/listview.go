package ui

import (
	"fmt"
	"strings"

	"hearsay/news"
)

// Columns of the list: cursor, unread, accusation, denial, note.
const (
	rowMarks   = 5
	ageCells   = 3
	sourceMost = 13
)

// view draws exactly height lines of exactly width cells, from memory alone.
// empty stands in a list of nothing.
func (l *list) view(empty []string) []string {
	lines := make([]string, 0, l.rect.h+4)
	for i := l.top; i < len(l.ids) && len(lines) < l.rect.h; i++ {
		it := l.rows[l.ids[i]]
		if it == nil {
			for range l.height(i) {
				lines = append(lines, l.blankRow(i))
			}
			continue
		}
		if l.headed(i, l.top) {
			day := it.row.When().In(l.zone).Format("Mon 2 Jan")
			if it.row.When().In(l.zone).Year() != l.now.In(l.zone).Year() {
				day = it.row.When().In(l.zone).Format("Mon 2 Jan 2006")
			}
			lines = append(lines, l.styles.Day.Render(fit(" "+day, l.rect.w)))
		}
		if i == l.cursor {
			lines = append(lines, l.draw(it, true)...)
			continue
		}
		if it.lines == nil {
			it.lines = l.draw(it, false)
		}
		lines = append(lines, it.lines...)
	}
	if len(l.ids) == 0 && l.rect.h > 0 {
		lines = append(lines, blank(l.rect.w))
		for _, text := range empty {
			lines = append(lines, fit(" "+text, l.rect.w))
		}
	}
	for len(lines) < l.rect.h {
		lines = append(lines, blank(l.rect.w))
	}
	return lines[:l.rect.h]
}

// blankRow stands for a row that is not read yet.
func (l *list) blankRow(i int) string {
	if i == l.cursor {
		return fit(">", l.rect.w)
	}
	return blank(l.rect.w)
}

// height is how many lines story i takes.
func (l *list) height(i int) int {
	if !l.wide {
		return 1
	}
	it := l.rows[l.ids[i]]
	if it == nil {
		return 2
	}
	if it.lines == nil {
		it.lines = l.draw(it, false)
	}
	return len(it.lines)
}

// draw draws one row.
func (l *list) draw(it *item, cursor bool) []string {
	r := &it.row
	under := look{}
	if cursor {
		under = l.styles.Cursor
		if !l.focus {
			under = l.styles.Elsewhere
		}
	}
	marks, cells := l.marks(r, cursor, under)
	runs := titleRuns(l.styles, r, under)
	if cursor && l.focus {
		for i := range runs {
			runs[i].look = runs[i].look.mono()
		}
	}
	if !l.wide {
		lead := fmt.Sprintf("%*s ", ageCells, age(r.When(), l.now))
		width := l.rect.w - cells - len(lead)
		if !l.narrow {
			lead += fit(string(r.Source), sourceMost) + " "
			width -= sourceMost + 1
		}
		dim := l.styles.Dim.over(under)
		if cursor {
			dim = under
		}
		return []string{marks + dim.Render(lead) + drawRuns(cutRuns(runs, width, under), width, under)}
	}
	return l.drawTall(r, marks, cells, runs, under)
}

// drawTall draws a row of the wide layout: the title on one or two lines, and
// below it source, age and actors.
func (l *list) drawTall(r *news.Row, marks string, cells int, runs []run, under look) []string {
	cells++ // a blank behind the marks
	width := l.rect.w - cells - 1
	cuts := wrap(joined(runs), width)
	var lines []string
	for i, c := range cuts {
		part := slice(runs, c.start, c.end)
		if i == 1 && len(cuts) > 2 {
			part = cutRuns(slice(runs, c.start, cuts[len(cuts)-1].end), width, under)
		}
		lead := under.Render(blank(cells))
		if i == 0 {
			lead = marks + under.Render(" ")
		}
		lines = append(lines, lead+drawRuns(part, width, under)+under.Render(" "))
		if i == 1 {
			break
		}
	}
	return append(lines, blank(cells)+l.styles.Dim.Render(fit(l.meta(r, width), width+1)))
}

// meta is the line under a title: "The Ledger 2h · Tidal Heron, Ruritania +2".
func (l *list) meta(r *news.Row, width int) string {
	text := string(r.Source)
	if len(r.Actors) > 0 {
		text = clip(text, width/2) // room for a name
	}
	if a := age(r.When(), l.now); a != "" {
		text += " " + a
	}
	if r.Starred {
		text += " " + l.styles.marks.dot + " starred"
	}
	sep, shown := " "+l.styles.marks.dot+" ", 0
	for _, name := range r.Actors {
		rest := len(r.Actors) + r.MoreActors - shown - 1
		next := text + sep + string(name)
		more := ""
		if rest > 0 {
			more = fmt.Sprintf(" +%d", rest)
		}
		if shown > 0 && cellWidth(next+more) > width {
			break
		}
		text, sep = next, ", "
		shown++
	}
	if rest := len(r.Actors) + r.MoreActors - shown; rest > 0 {
		more := fmt.Sprintf(" +%d", rest)
		text = clip(text, width-len(more)) + more
	}
	return clip(text, width)
}

// sign is a mark in a column of its own.
type sign struct {
	text string
	look look
}

// signs are the marks of a row behind the cursor's: unread, accusation, denial
// or what is neither, note. "?" follows a claim that is no more than a
// suggestion of low confidence.
func signs(s *styles, r *news.Row) [rowMarks - 1]sign {
	none := sign{text: " "}
	unread, accuse, deny, note := sign{"*", s.Unread}, sign{text: blank(cellWidth(s.marks.accusation))}, none, none
	if r.Read {
		unread = none
	}
	claim := func(k news.ClaimKind) sign {
		if r.Unsure {
			return sign{s.mark(k), s.Dim.over(s.claim(k))}
		}
		return sign{s.mark(k), s.claim(k)}
	}
	if r.Claims.Has(news.HasAccusation) {
		accuse = claim(news.Accusation)
	}
	switch {
	case r.Claims.Has(news.HasDenial):
		deny = claim(news.Denial)
	case r.Claims&(news.HasNondenial|news.HasNoComment|news.HasDeflection) != 0:
		deny = claim(news.Nondenial)
	case r.Unsure:
		deny = sign{"?", s.Dim}
	}
	switch {
	case r.Notes > 0:
		note = sign{"n", s.Note}
	case r.Unsure && deny.text != "?":
		note = sign{"?", s.Dim}
	case r.Starred:
		note = sign{"s", s.Note}
	}
	return [...]sign{unread, accuse, deny, note}
}

// marks draws the fixed columns: ">*»¬n", and tells their width.
func (l *list) marks(r *news.Row, cursor bool, under look) (string, int) {
	var b strings.Builder
	put := func(text string, as look) {
		if as = as.over(under); cursor && l.focus {
			as = as.mono()
		}
		b.WriteString(as.Render(text))
	}
	cells := 1
	if cursor {
		put(">", look{})
	} else {
		put(" ", look{})
	}
	for _, m := range signs(l.styles, r) {
		put(m.text, m.look)
		cells += cellWidth(m.text)
	}
	return b.String(), cells
}

// titleRuns is the title of a row with the names in it as they look in a text.
func titleRuns(s *styles, r *news.Row, under look) []run {
	title, at := string(r.Title), 0
	var runs []run
	for _, m := range r.Marks {
		m.Start, m.End = border(title, m.Start), border(title, m.End)
		if m.Field != news.InTitle || m.Start < at || m.End <= m.Start || m.Status == news.Rejected {
			continue
		}
		if m.Start > at {
			runs = append(runs, run{title[at:m.Start], under, at})
		}
		as := s.actor(m.Class).over(under)
		letter := m.Class.Letter()
		if m.Unsure {
			as, letter = s.Dim.over(as), letter+"?"
		}
		runs = append(runs, run{title[m.Start:m.End], as, m.Start})
		if s.letters {
			runs = append(runs, run{"[" + letter + "]", s.Dim.over(under), -1})
		}
		at = m.End
	}
	if at < len(title) {
		runs = append(runs, run{title[at:], under, at})
	}
	return runs
}

// drawRuns draws runs, which fit, in exactly width cells.
func drawRuns(runs []run, width int, under look) string {
	var b strings.Builder
	used := 0
	for _, r := range runs {
		b.WriteString(r.look.Render(r.text))
		used += cellWidth(r.text)
	}
	b.WriteString(under.Render(blank(width - used)))
	return b.String()
}

// cutRuns cuts runs to width cells, with an ellipsis when something is lost.
func cutRuns(runs []run, width int, under look) []run {
	text := joined(runs)
	switch {
	case cellWidth(text) <= width:
		return runs
	case width < 1:
		return nil
	}
	n := len(clip(text, width)) - len("…")
	return append(slice(runs, 0, max(n, 0)), run{"…", under, -1})
}
