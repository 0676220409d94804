package ui

const (
	tagWidth     = 58 // cells of the dialog: an actor's tag and its part beside it
	tagRows      = 16 // rows of the list; more are scrolled to
	tagInfoAfter = 32 // column in which counts and reasons stand
)

func (d *tagDialog) view() []string {
	inner := d.screen.inner(tagWidth)
	room := max(min(d.screen.rows()-2, tagRows), 1)
	d.from = scroll(d.from, d.at, room, len(d.rows))
	if d.from > 0 && d.from == d.at && d.rows[d.at-1].tag == "" {
		d.from-- // its heading, too
	}
	lines := []string{d.styles.Dim.Render("tag ") + d.typed.view(max(inner-4, 1))}
	for i := d.from; i < min(d.from+room, len(d.rows)); i++ {
		lines = append(lines, d.row(i, inner))
	}
	title := "Tag " + count(len(d.ids), "story", "stories")
	return drawBox(d.styles, title, append(lines, d.foot(inner)), tagWidth, d.screen)
}

// row draws one row of the list.
func (d *tagDialog) row(i, width int) string {
	r := d.rows[i]
	if r.tag == "" {
		return d.styles.Dim.Render(r.heading)
	}
	if r.fresh {
		return choiceRow(d.styles, `+ new tag "`+r.tag+`"`, i == d.at, width)
	}
	tick := "[ ] "
	if all, some := d.state(r.tag); all {
		tick = "[x] "
	} else if some {
		tick = "[-] "
	}
	info := r.info
	if info != "" && i != d.at {
		info = d.styles.Dim.Render(info)
	}
	return choiceRow(d.styles, columns(tick+r.tag, info, min(tagInfoAfter, width/2+4), width-2), i == d.at, width)
}

// foot is the last line: what went wrong, or the keys.
func (d *tagDialog) foot(width int) string {
	switch {
	case d.problem != "":
		return d.styles.Error.Render(fit(d.problem, width))
	case d.saving:
		return d.styles.Dim.Render("saving " + d.styles.marks.ellipsis)
	}
	away := tip{"esc", "cancel"}
	if width < 44 {
		away.does = ""
	}
	return tips(d.styles, width, tip{"space", "toggle"}, tip{"enter", "apply"}, tip{"ctrl+y", "all"}, tip{"tab", "complete"}, away)
}
