package ui

import "strings"

const (
	firstNameCol  = 23 // column in which the menu says what a choice is
	firstTitleCol = 30 // column in which a feed's state stands
	firstRoomy    = 18 // rows of the screen, from which there are blank lines
)

// view is the whole screen.
func (r *firstRun) view() []string {
	w, h := r.screen.width, r.screen.height
	if w < 1 || h < 1 {
		return nil
	}
	rule := r.styles.Rule.Render(strings.Repeat(r.styles.marks.rule, w))
	step := map[firstStep]string{firstMenu: "1", firstCategories: "2", firstPath: "2", firstFetching: "3"}[r.step]
	lines := []string{spread(r.styles.Program.Render(" hearsay")+"  first run", step+" of 3 ", w), rule}
	body := r.body(w-2, max(h-4, 1))
	for _, line := range body[:min(len(body), max(h-4, 1))] {
		lines = append(lines, " "+fit(line, w-2)+" ")
	}
	for len(lines) < h-2 {
		lines = append(lines, "")
	}
	lines = append(lines, rule, " "+r.foot(w-2))
	lines = lines[:min(len(lines), h)]
	for i := range lines {
		lines[i] = fit(lines[i], w)
	}
	if r.help != nil {
		box := r.help.view()
		lines = splice(lines, box, (w-cellWidth(box[0]))/2, (h-len(box))/2, w)
	}
	return lines
}

// body is the page in at most rows lines of width cells.
func (r *firstRun) body(width, rows int) []string {
	switch r.step {
	case firstCategories:
		return r.list("Tick the categories that you want to follow.", r.categoryRows(width), nil, width, rows)
	case firstPath:
		return []string{"Path of an OPML file:", "", r.path.view(width)}
	case firstFetching:
		return r.progress(width, rows)
	}
	var below []string
	if width < midFrom-2 && len(r.choices) > 0 {
		below = append(brokenUp(r.choices[r.at].about, max(width, 1), 2), "")
	}
	if r.opt.Store != "" {
		below = append(below,
			"Store  "+plain(r.opt.Store)+" (SQLite, this machine only)",
			"       another file: --store PATH", "")
	}
	below = append(below, brokenUp("Nothing is fetched before you press enter. hearsay never sends your notes or tags anywhere.", max(width, 1), 4)...)
	return r.list("No feeds yet. Choose where to start; everything can be changed later.", r.menuRows(width), below, width, rows)
}

func (r *firstRun) menuRows(width int) []string {
	rows := make([]string, len(r.choices))
	for i, c := range r.choices {
		rows[i] = columns(c.name, c.about, firstNameCol, width-2)
		if width < midFrom-2 {
			rows[i] = c.name
		}
	}
	return rows
}

// categoryRows name the categories, and what is in them as far as all have room
// for it.
func (r *firstRun) categoryRows(width int) []string {
	names, feeds, unsure := make([]string, len(r.groups)), make([]string, len(r.groups)), make([]string, len(r.groups))
	at, short, long := 0, 0, 0
	for i, g := range r.groups {
		names[i] = "[ ] " + g.name
		if g.ticked {
			names[i] = "[x] " + g.name
		}
		feeds[i] = count(len(g.feeds), "feed", "feeds")
		unsure[i] = feeds[i]
		if g.unsure > 0 {
			unsure[i] += ", " + digits(g.unsure) + " not verified"
		}
		at, short, long = max(at, cellWidth(names[i])+2), max(short, cellWidth(feeds[i])), max(long, cellWidth(unsure[i]))
	}
	about := unsure
	if at+long > width-2 {
		about = feeds
	}
	if at+short > width-2 {
		return names
	}
	rows := make([]string, len(r.groups))
	for i := range rows {
		rows[i] = columns(names[i], about[i], max(at, min(firstNameCol, width-2-long)), width-2)
	}
	return rows
}

// list is a sentence, rows to choose from, and what is below them if there is
// room for it.
func (r *firstRun) list(above string, rows, below []string, width, height int) []string {
	var lines []string
	if height > len(rows) {
		lines = append(lines, brokenUp(above, width, 2)...)
	}
	if r.screen.height >= firstRoomy {
		lines = append(lines, "")
	}
	room := max(height-len(lines), 1)
	r.from = scroll(r.from, r.at, room, len(rows))
	for i := r.from; i < min(r.from+room, len(rows)); i++ {
		lines = append(lines, choiceRow(r.styles, rows[i], i == r.at, width))
	}
	if len(below) > 0 && len(lines)+1+len(below) <= height {
		lines = append(append(lines, ""), below...)
	}
	return lines
}

// progress is a line that sums up and a row for each feed.
func (r *firstRun) progress(width, height int) []string {
	sum := digits(r.ended) + " of " + count(max(len(r.rows), r.ended), "feed", "feeds") + ", " + count(r.fresh, "story", "stories")
	if r.failing > 0 {
		sum += ", " + digits(r.failing) + " failed"
	}
	lines := []string{r.styles.Message.Render(clip(sum, width))}
	if r.screen.height >= firstRoomy {
		lines = append(lines, "")
	}
	room := max(height-len(lines), 1)
	r.from = max(0, min(r.from, len(r.rows)-room))
	for i := r.from; i < min(r.from+room, len(r.rows)); i++ {
		row := r.rows[i]
		state := clip(row.state, max(width-min(firstTitleCol, width/2), 1))
		switch {
		case row.wrong:
			state = r.styles.Error.Render(state)
		case !row.ended:
			state = r.styles.Dim.Render(state)
		}
		at := min(firstTitleCol, width/2)
		lines = append(lines, columns(clip(string(row.title), at-2), state, at, width))
	}
	return lines
}

// foot is what is wrong or going on, else the keys.
func (r *firstRun) foot(width int) string {
	switch {
	case r.problem != "" && r.step == firstPath:
		back := tips(r.styles, width, tip{"esc", "back"})
		return spread(r.styles.Error.Render(clip(r.problem, width-cellWidth(back)-2)), back, width)
	case r.problem != "":
		return r.styles.Error.Render(clip(r.problem, width))
	case r.busy != "":
		return r.styles.Dim.Render(clip(r.busy+" "+r.styles.marks.ellipsis, width))
	}
	switch r.step {
	case firstCategories:
		return r.hints(width, tip{"enter", "subscribe"}, tip{"space", "toggle"}, tip{"ctrl+y", "all"}, tip{"esc", "back"})
	case firstPath:
		return tips(r.styles, width, tip{"enter", "import"}, tip{"esc", "back"})
	case firstFetching:
		if r.over && r.ended > 0 && r.failing == r.ended {
			return tips(r.styles, width, tip{keys.FetchAll.Help().Key, "in the list tries again"}, tip{"enter", "to the list"})
		}
		if r.over {
			return tips(r.styles, width, tip{"enter", "read"})
		}
		return tips(r.styles, width, tip{"esc", "read while fetching goes on"})
	}
	return r.hints(width, tip{"enter", "choose"}, tip{"q", "quit"})
}

// hints are keys, and at the end of the line the one that shows all.
func (r *firstRun) hints(width int, all ...tip) string {
	end := tips(r.styles, width, tip{keys.Help.Help().Key, "keys"})
	return spread(fitting(r.styles, width-cellWidth(end)-2, all), end, width)
}
