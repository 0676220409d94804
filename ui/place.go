package ui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

// unreadQuery is what the first screen shows, unless the reader set another.
const unreadQuery = "is:unread"

// place is a listing that one can go to and come back to.
type place struct {
	name  string // "Stories", "Denials", "Search"
	text  string // the query as typed
	query query.Query
	// filtered: it came of a filter in the place before, where esc leads.
	filtered bool

	// As it was left.
	ids         []news.ID
	cursor, top int
}

// scope tells the place in the first row: "Stories: unread".
func (p place) scope() string {
	switch {
	case p.name != "Stories":
		return p.name
	case p.text == "":
		return "Stories: all"
	case p.text == unreadQuery:
		return "Stories: unread"
	}
	return "Stories: filtered"
}

// headlines is the first place, with the query that the reader starts with. A
// query that cannot be read, from a configuration say, gives way to the usual.
func headlines(text string) place {
	q, err := query.Parse(text)
	if err != nil {
		text = unreadQuery
		q, _ = query.Parse(text)
	}
	return place{name: "Stories", text: text, query: q}
}

// denials is the place of all stories in which somebody denies something.
func denials() place {
	const text = "has:denial"
	q, _ := query.Parse(text)
	return place{name: "Denials", text: text, query: q}
}

// goTo shows a place.
func (a *App) goTo(p place) tea.Cmd {
	a.place = p
	return a.list.ask(p.query)
}

// enter goes to a place from which esc comes back.
func (a *App) enter(p place) tea.Cmd {
	if p.name == a.place.name && p.text == a.place.text {
		return a.goTo(p)
	}
	a.back = append(a.back, a.here())
	return a.goTo(p)
}

// here is the present place as it is left.
func (a *App) here() place {
	p := a.place
	p.ids, p.cursor, p.top = a.list.ids, a.list.cursor, a.list.top
	return p
}

// goBack shows the place before, as it was left.
func (a *App) goBack() tea.Cmd {
	last := len(a.back) - 1
	p := a.back[last]
	a.back = a.back[:last]
	return a.restore(p)
}

// restore shows a place as it was left, and then looks what is new in it.
func (a *App) restore(p place) tea.Cmd {
	l := a.list
	a.place, l.query = p, p.query
	if p.ids == nil {
		return a.goTo(p)
	}
	l.renew()
	l.waiting = false
	l.ids, l.cursor, l.top = p.ids, p.cursor, p.top
	l.settle()
	return l.want()
}

// promptKind is what the line in the last row is for.
type promptKind int

const (
	searching promptKind = iota
	filtering
	inStory
)

// prompt is a line that is typed in the last row.
type prompt struct {
	kind    promptKind
	field   *field
	before  place // where esc goes
	typed   int   // counts changes; an older wait is forgotten
	problem string

	offers  []query.Completion // ways to go on, one of which is chosen
	chosen  int
	offered int // typed when they were asked for
	asked   int // typed when tab found that there is none
	cancel  context.CancelFunc
	past    int    // place in the history; its length: what is typed
	draft   string // what was typed before the history was looked at
}

// label names the line.
func (p *prompt) label() string {
	switch p.kind {
	case filtering:
		return " filter: "
	case inStory:
		return " in this story: "
	}
	return " / "
}

// searchMsg says that nothing was typed for a while.
type searchMsg struct{ typed int }

// openPrompt opens the line for a search or a filter.
func (a *App) openPrompt(kind promptKind) tea.Cmd {
	p := &prompt{kind: kind, field: newField(""), before: a.here(), past: len(a.history[kind]), offered: -1, asked: -1}
	if kind == filtering {
		p.field.set(a.place.text)
		if a.place.text != "" {
			p.field.set(a.place.text + " ")
		}
	}
	p.field.focus(true)
	a.prompt = p
	if a.reading && kind != inStory {
		return a.closeStory()
	}
	return nil
}

// typeInto gives a key or a paste to the line.
func (a *App) typeInto(msg tea.Msg) tea.Cmd {
	p := a.prompt
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case is(chord(press.String()), keys.Cancel):
			a.prompt = nil
			if p.kind == inStory {
				a.reader.find = nil
			}
			if p.kind == searching && a.place.name == searchName {
				return a.restore(p.before)
			}
			return nil
		case is(chord(press.String()), keys.Apply):
			return a.applyPrompt()
		}
		if cmd, done := a.steerPrompt(chord(press.String())); done {
			return cmd
		}
	}
	was, at := p.field.value(), p.field.cursor()
	p.field.update(msg)
	if p.field.value() == was && p.field.cursor() == at {
		return nil
	}
	if p.field.value() == was { // nothing new to search for
		p.offers = nil
		return nil
	}
	return a.typed()
}

// rested goes on when nothing was typed for a while.
func (a *App) rested() tea.Cmd {
	if a.prompt.kind == inStory {
		return a.findTyped()
	}
	if a.prompt.kind == searching {
		return tea.Batch(a.search(), a.complete(false))
	}
	return a.complete(false)
}

// searchName is the place of a search.
const searchName = "Search"

// search asks for what was typed so far. What is wrong with it may only be
// that it is typed halfway: the list stays.
func (a *App) search() tea.Cmd {
	p := a.prompt
	text := strings.TrimSpace(p.field.value())
	q, err := query.Parse(text)
	switch {
	case err != nil:
		p.problem = inShort(err)
		return nil
	case text == "":
		return a.restore(p.before)
	}
	return a.goTo(place{name: searchName, text: text, query: q})
}

// inShort is what is wrong with a query in few words: the line has room for
// little beside what is typed.
func inShort(err error) string {
	var wrong *query.Error
	if !errors.As(err, &wrong) {
		return plain(err.Error())
	}
	text := wrong.Msg
	if wrong.Nearest != "" {
		text += "; nearest: " + wrong.Nearest
	} else if wrong.Do != "" {
		text += "; " + wrong.Do
	}
	return plain(text)
}

// applyPrompt ends the line and keeps what it asks for.
func (a *App) applyPrompt() tea.Cmd {
	p := a.prompt
	text := strings.TrimSpace(p.field.value())
	if p.kind == inStory {
		look := a.findTyped()
		a.prompt = nil
		a.remember(inStory, text)
		return look
	}
	q, err := query.Parse(p.field.value())
	if err != nil {
		p.problem = inShort(err)
		p.offers = nil
		return nil
	}
	a.prompt = nil
	a.remember(p.kind, text)
	if p.kind == filtering {
		at := place{name: a.place.name, text: text, query: q, filtered: true}
		if at.name != searchName {
			at.name = "Stories"
		}
		if !a.place.filtered {
			a.back = append(a.back, p.before)
		}
		return a.goTo(at)
	}
	if text == "" {
		return a.restore(p.before)
	}
	if p.before.name != searchName {
		a.back = append(a.back, p.before)
	}
	if a.place.name == searchName && a.place.text == text {
		return nil // found already
	}
	return a.goTo(place{name: searchName, text: text, query: q})
}
