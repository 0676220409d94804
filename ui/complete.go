package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/store/query"
)

const (
	offersShown   = 6  // completions shown at a time: more are not read
	offersAsked   = 20 // values asked for, of which some may stand there already
	offerColumn   = 14 // cells of a completion before what it means
	offersWidth   = 72 // cells of the list at most
	historyLength = 100
)

// completedMsg brings ways to go on with what is typed in the last row.
type completedMsg struct {
	typed  int // of the prompt when they were asked for
	offers []query.Completion
	take   bool // the first is wanted at once
}

// completeQuery asks for ways to go on at byte cursor of text. Values come out
// of the store, so this may take longer than a key press.
func completeQuery(ctx context.Context, shelf Shelf, typed int, text string, cursor int, take bool) tea.Cmd {
	return func() tea.Msg {
		offers := query.Complete(text, cursor, func(field, prefix string) []string {
			return shelf.Values(ctx, field, prefix, offersAsked)
		})
		return completedMsg{typed, offers[:min(len(offers), offersShown)], take}
	}
}

// complete asks for ways to go on; those asked for before are called off.
func (a *App) complete(take bool) tea.Cmd {
	p := a.prompt
	if p.cancel != nil {
		p.cancel()
	}
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(a.work.ctx)
	return completeQuery(ctx, a.work.shelf, p.typed, p.field.value(), p.field.cursor(), take)
}

// completed shows ways to go on, unless more was typed since. Words of a search
// are mostly just words: names of fields are offered there only when asked for.
func (a *App) completed(msg completedMsg) tea.Cmd {
	p := a.prompt
	if p == nil || msg.typed != p.typed {
		return nil
	}
	p.offers, p.offered, p.chosen = msg.offers, msg.typed, 0
	if msg.take {
		return a.takeOffer()
	}
	if p.kind == searching && len(p.offers) > 0 && strings.HasSuffix(p.offers[0].Text, ":") {
		p.offers = nil
	}
	return nil
}

// takeOffer puts the chosen way to go on into the line, or asks for it first
// when the hand was quicker than the answer.
func (a *App) takeOffer() tea.Cmd {
	p := a.prompt
	if p.offered != p.typed || p.offers == nil {
		if p.offered == p.typed && p.asked == p.typed {
			return nil // there is none
		}
		p.asked = p.typed
		return a.complete(true)
	}
	if len(p.offers) == 0 {
		return nil
	}
	o := p.offers[p.chosen]
	text := p.field.value()
	before, behind := text[:o.Start]+o.Text, text[o.End:]
	if behind == "" && !strings.HasSuffix(o.Text, ":") {
		before += " "
	}
	p.field.setAt(before+behind, len(before))
	return a.typed()
}

// typed is called when the line or the place in it has changed.
func (a *App) typed() tea.Cmd {
	p := a.prompt
	p.problem = ""
	p.typed++
	if p.field.value() == "" {
		p.offers = nil
	}
	return after(searchWait, searchMsg{p.typed})
}

// offersBox draws the ways to go on, over the line, below the word that they
// complete; where says at which column.
func (a *App) offersBox() (box []string, where int) {
	p := a.prompt
	if p == nil || len(p.offers) == 0 {
		return nil, 0
	}
	column := offerColumn
	for _, o := range p.offers {
		column = max(column, cellWidth(o.Text)+2)
	}
	screen := screenSize{a.width, a.height - 1}
	inner, widest := screen.inner(offersWidth), 0
	lines := make([]string, len(p.offers))
	for i, o := range p.offers {
		text := clip(plain(o.Text), inner-2)
		if o.About != "" && column+offerColumn < inner {
			text = fit(text, column) + a.styles.Dim.Render(clip(o.About, inner-2-column))
		}
		lines[i] = text
		widest = max(widest, cellWidth(text)+2)
	}
	for i := range lines {
		lines[i] = choiceRow(a.styles, lines[i], i == p.chosen, widest)
	}
	title := p.offersTitle()
	width := max(widest, min(cellWidth(title)+2, inner)) + boxEdge
	box = drawBox(a.styles, title, lines, width, screen)
	start := min(p.offers[0].Start, len(p.field.value()))
	where = cellWidth(p.label()+p.field.value()[:start]) - boxEdge
	return box, max(min(where, a.width-cellWidth(box[0])), 0)
}

// offersTitle says what the values that are offered are.
func (p *prompt) offersTitle() string {
	before := p.field.value()[:min(p.offers[0].Start, len(p.field.value()))]
	if at := strings.LastIndexAny(before, " (\t"); at >= 0 {
		before = before[at+1:]
	}
	name, _, ok := strings.Cut(strings.TrimPrefix(before, "-"), ":")
	switch info, known := query.Lookup(strings.ToLower(name)); {
	case ok && known:
		return info.About
	case strings.HasPrefix(p.offers[0].Text, "@"):
		return "saved queries"
	case strings.HasSuffix(p.offers[0].Text, ":"):
		return "fields"
	}
	return "your tags"
}

// remember keeps what was applied for the history of this session.
func (a *App) remember(kind promptKind, text string) {
	if text == "" {
		return
	}
	if a.history == nil {
		a.history = map[promptKind][]string{}
	}
	kept := slices.DeleteFunc(a.history[kind], func(s string) bool { return s == text })
	kept = append(kept, text)
	a.history[kind] = kept[max(len(kept)-historyLength, 0):]
}

// recall puts the line n steps back in the history, or forth; beyond the newest
// stands what was typed.
func (a *App) recall(n int) tea.Cmd {
	p := a.prompt
	all := a.history[p.kind]
	to := min(max(p.past-n, 0), len(all))
	if to == p.past {
		return nil
	}
	if p.past == len(all) {
		p.draft = p.field.value()
	}
	p.past = to
	text := p.draft
	if to < len(all) {
		text = all[to]
	}
	p.field.set(text)
	p.offers = nil
	return a.typed()
}

// steerPrompt moves the choice, or in the list and the history behind it. It
// says whether the key was one of those.
func (a *App) steerPrompt(c chord) (tea.Cmd, bool) {
	p := a.prompt
	step := 0
	switch {
	case is(c, keys.History):
		return a.recall(1), true
	case p.kind == inStory:
		return nil, false
	case is(c, keys.Complete):
		return a.takeOffer(), true
	case is(c, keys.DialogDown):
		step = 1
	case is(c, keys.DialogUp):
		step = -1
	default:
		return nil, false
	}
	browsing := p.past < len(a.history[p.kind])
	switch to := p.chosen + step; {
	case p.kind == searching:
		return a.list.move(step), true
	case !browsing && to >= 0 && to < len(p.offers):
		p.chosen = to
		return nil, true
	case step < 0 || browsing:
		return a.recall(-step), true
	}
	return nil, true
}
