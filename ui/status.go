package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// message stands in place of the hints for a while.
type message struct {
	text   string
	number int // of the message, so that an older timer does not end it
	bad    bool
	undo   bool // it tells of a change that can be undone
}

// hushMsg says that a message has been shown long enough.
type hushMsg struct{ number int }

// say shows a message.
func (a *App) say(text string) tea.Cmd {
	a.message = message{text: text, number: a.message.number + 1}
	return after(messageStays, hushMsg{a.message.number})
}

// complain shows what went wrong.
func (a *App) complain(text string) tea.Cmd {
	cmd := a.say(text)
	a.message.bad = true
	return cmd
}

// headLine is row 1: program, place, state of fetching, unread count.
func (a *App) headLine() string {
	s, w := a.styles, a.width
	dot := " " + s.marks.dot + " "
	if a.reading && !a.frame.wide {
		left := s.Program.Render(" < " + a.place.name)
		right := fmt.Sprintf("%s of %s", digits(a.list.cursor+1), digits(len(a.list.ids)))
		if art := a.reader.art; art != nil && len(art.lines) > a.reader.page() {
			right += fmt.Sprintf("%s%d%%", dot, 100*min(a.reader.top+a.reader.page(), len(art.lines))/len(art.lines))
		}
		return spread(left, right+" ", w)
	}
	left := " " + s.Program.Render("hearsay") + "  " + a.place.scope()
	if a.frame.narrow {
		left = " " + s.Program.Render(a.place.scope())
	}
	return spread(left, a.state(w-cellWidth(left)-2)+" ", w)
}

// state is the state of the feeds and the stories in at most w cells.
func (a *App) state(w int) string {
	dot := " " + a.styles.marks.dot + " "
	if f := a.fetch; f != nil && f.shown {
		words := []string{"fetching"}
		if f.last.Total > 0 {
			words[0] = fmt.Sprintf("fetching %d of %d", f.last.Done, f.last.Total)
		}
		if name := string(f.last.Feed.Title); name != "" && w > 50 {
			words = append(words, clip(name, 20))
		}
		if f.fresh > 0 {
			words = append(words, fmt.Sprintf("%d new", f.fresh))
		}
		if w > 60 {
			words = append(words, "esc stops")
		}
		return clip(strings.Join(words, dot), w)
	}
	c := a.counts
	synced := ""
	if !c.LastFetch.IsZero() {
		synced = ago(c.LastFetch, a.now)
	}
	var words []string
	add := func(text string, when bool) {
		if when {
			words = append(words, text)
		}
	}
	add(count(c.Feeds, "feed", "feeds"), a.frame.wide)
	add(fmt.Sprintf("%d failing", c.Failing), c.Failing > 0 && !a.frame.narrow)
	add("synced "+synced, synced != "" && a.frame.wide)
	add(synced, synced != "" && !a.frame.wide && !a.frame.narrow)
	add(digits(c.Unread)+" unread", !a.frame.narrow)
	add(digits(c.Unread), a.frame.narrow)
	for len(words) > 1 && cellWidth(strings.Join(words, dot)) > w {
		words = words[1:]
	}
	return clip(strings.Join(words, dot), w)
}

// queryLine is row 2: the filter as typed, and how many stories it leaves.
func (a *App) queryLine() string {
	right := fmt.Sprintf("%s of %s", digits(len(a.list.ids)), digits(a.counts.Stories))
	if a.frame.wide {
		right += " stories"
	}
	if a.list.waiting {
		right = "listing" + a.styles.marks.ellipsis
	}
	text := a.place.text
	if text == "" {
		text = "all stories"
	}
	return spread(" "+plain(text), right+" ", a.width)
}

// footLine is the last row: the line that is typed, a message, or the keys that
// matter here.
func (a *App) footLine() string {
	switch {
	case a.prompt != nil:
		return a.promptLine()
	case a.message.text != "":
		as, way := a.styles.Message, ""
		if a.message.bad {
			as = a.styles.Error
		}
		if a.message.undo {
			way = ", " + keys.Undo.Help().Key + " undoes"
		}
		return " " + as.Render(fit(clip(a.message.text, a.width-1-len(way))+way, a.width-1))
	}
	return a.hintLine()
}

// promptLine is the line that is typed, with what is wrong with it.
func (a *App) promptLine() string {
	p, label := a.prompt, a.prompt.label()
	right := " enter keep  esc back "
	if p.kind == filtering {
		right = " enter apply  esc cancel "
	}
	switch {
	case p.kind == inStory && a.width >= roomForHints:
	case !a.frame.narrow:
		right = " tab complete " + right
	case a.width < roomForHints:
		right = ""
	}
	as := a.styles.Dim
	if p.problem != "" {
		right, as = " "+p.problem+" ", a.styles.Error
	}
	room := a.width - len(label)
	right = clip(right, room-min(room/4, 20))
	width := room - cellWidth(right)
	return a.styles.Key.Render(label) + p.field.view(width) + as.Render(right)
}

// tipOf is a binding with a word for what it does here.
func tipOf(b key.Binding, does string) tip { return tip{b.Help().Key, does} }

// hintLine shows four to ten keys that matter here; "? keys" is always last.
func (a *App) hintLine() string {
	commands := tipOf(keys.Palette, "commands")
	if a.frame.narrow {
		commands.does = "cmds"
	}
	right := []tip{tipOf(keys.Search, "search"), commands, tipOf(keys.Help, "keys")}
	var left []tip
	switch {
	case a.reader.pick != nil:
		left, right = a.reader.pickHints(), right[2:]
	case a.reader.find != nil:
		left, right = findHints(), right[2:]
	case a.reading:
		left = a.storyHints()
		right = append([]tip{tipOf(keys.Escape, "back")}, right[1:]...)
	default:
		left = a.listHints()
		if len(a.back) > 0 {
			right = append([]tip{tipOf(keys.Escape, "back")}, right...)
		}
	}
	if a.frame.narrow && a.reading && len(right) > 2 {
		right = []tip{right[0], right[len(right)-1]}
	} else if a.frame.narrow {
		right = right[max(len(right)-2, 0):]
	}
	end := tips(a.styles, a.width, right...)
	room := a.width - cellWidth(end) - 2
	return fit(" "+fitting(a.styles, room-2, left), room+1) + end + " "
}

// fitting is as many tips as fit in width cells, in order.
func fitting(s *styles, width int, all []tip) string {
	var b strings.Builder
	used := 0
	for _, t := range all {
		need := t.width()
		if used > 0 {
			need += 2
		}
		if used+need > width {
			break
		}
		if used > 0 {
			b.WriteString("  ")
		}
		b.WriteString(t.draw(s))
		used += need
	}
	return b.String()
}

// listHints are the keys that matter in the list.
func (a *App) listHints() []tip {
	if len(a.list.ids) == 0 {
		hints := []tip{tipOf(keys.Filter, "filter")}
		if a.opt.Fetch != nil {
			hints = append(hints, tipOf(keys.FetchAll, "fetch"))
		}
		return hints
	}
	hints := []tip{tipOf(keys.Enter, "read"), tipOf(keys.Tag, "tag"), tipOf(keys.Note, "note"),
		tipOf(keys.TagActors, "tag actors"), tipOf(keys.Filter, "filter"), tipOf(keys.Undo, "undo")}
	if a.opt.Fetch != nil {
		hints = append(hints, tipOf(keys.FetchAll, "fetch"))
	}
	if a.opt.Open != nil {
		hints = append(hints, tipOf(keys.Open, "open"))
	}
	return hints
}

// storyHints are the keys that matter in the open story.
func (a *App) storyHints() []tip {
	hints, next := []tip{}, "next "
	if a.frame.narrow {
		next = ""
	}
	if art := a.reader.art; art != nil {
		if len(art.claims) > 0 {
			hints = append(hints, tipOf(keys.NextClaim, next+"claim"))
		}
		if len(art.mentions) > 0 && !a.frame.narrow {
			hints = append(hints, tipOf(keys.NextActor, next+"actor"))
		}
	}
	hints = append(hints, tipOf(keys.Tag, "tag"), tipOf(keys.Note, "note"), tipOf(keys.Select, "select"))
	if a.opt.Open != nil {
		hints = append(hints, tipOf(keys.Open, "open"))
	}
	return append(hints, tipOf(keys.CopyLink, "copy"), tipOf(keys.ReadOn, "read on"), tipOf(keys.Undo, "undo"))
}

// claimHints are the keys for the claim under the cursor.
func (r *reader) claimHints() []tip {
	note := "note"
	if r.stop.kind == onClaim {
		note = "note on this quote"
	}
	return []tip{tipOf(keys.Confirm, "confirm"), tipOf(keys.Reject, "reject"), tipOf(keys.Note, note), tipOf(keys.Why, "why it is marked")}
}

// pickHints are the keys while text is selected.
func (r *reader) pickHints() []tip {
	if r.pick.freely {
		return []tip{{"h l", "word"}, {"j k", "line"}, tipOf(keys.OtherEnd, "other end"), tipOf(keys.Note, "note"),
			tipOf(keys.CopyQuote, "copy"), tipOf(keys.Escape, "end")}
	}
	return []tip{{"j k", "sentence"}, {"h l", "shorter, longer"}, tipOf(keys.Select, "freely"), tipOf(keys.Note, "note"),
		tipOf(keys.CopyQuote, "copy"), tipOf(keys.Escape, "end")}
}

// empty says why a list is empty, and what to press.
func (a *App) empty() []string {
	s := a.styles
	switch {
	case a.list.waiting:
		return nil
	case a.counts.Stories == 0 && a.counts.Feeds == 0:
		return []string{"No feeds yet.", "hearsay feeds add URL adds one."}
	case a.counts.Stories == 0 && a.opt.Fetch != nil:
		return []string{"No stories yet.", tips(s, 60, tipOf(keys.FetchAll, "fetch all feeds"))}
	case a.place.name == "Denials":
		return []string{"No denials in the stories that are here.", tips(s, 60, tipOf(keys.Filter, "filter"), tipOf(keys.Escape, "back"))}
	case a.place.name == searchName:
		return []string{"Nothing found for " + clip(plain(a.place.text), 40) + ".", tips(s, 60, tipOf(keys.Search, "search"), tipOf(keys.Escape, "back"))}
	case a.place.text == unreadQuery:
		all := []tip{tipOf(keys.Filter, "another filter (empty: all stories)")}
		if a.opt.Fetch != nil {
			all = append(all, tipOf(keys.FetchAll, "fetch"))
		}
		return []string{"Nothing unread.", tips(s, 60, all...)}
	}
	return []string{"No story matches this filter.", tips(s, 60, tipOf(keys.Filter, "change it"), tipOf(keys.Headlines, "headlines"))}
}
