package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// input gives keys and pastes to the top dialog, else to the line that is
// typed, else to the program.
func (a *App) input(msg tea.Msg) tea.Cmd {
	press, isKey := msg.(tea.KeyPressMsg)
	if isKey && key.Matches(press, keys.Interrupt) {
		return tea.Quit // Run keeps what is half written
	}
	if top := len(a.overlays) - 1; top >= 0 {
		o := a.overlays[top]
		cmd, done := o.update(msg)
		if done {
			a.overlays = without(a.overlays, o)
		}
		return cmd
	}
	if a.prompt != nil {
		return tea.Batch(a.typeInto(msg), a.follow())
	}
	if isKey {
		return tea.Batch(a.press(press), a.follow())
	}
	return nil
}

func without(all []overlay, gone overlay) []overlay {
	kept := all[:0:0]
	for _, o := range all {
		if o != gone {
			kept = append(kept, o)
		}
	}
	return kept
}

// follow shows the story under the cursor of the list.
func (a *App) follow() tea.Cmd {
	id, _ := a.list.current()
	if id == a.reader.wanted {
		return nil
	}
	return a.reader.show(id)
}

// hintMsg says that a prefix key has waited long enough for its hint.
type hintMsg struct{ prefix string }

// press collects digits and prefix keys until it is clear what is meant.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	name := msg.String()
	prefix := a.waiting
	a.waiting, a.hinted = "", false
	if prefix != "" {
		if key.Matches(msg, keys.Escape) {
			return nil
		}
		return a.chord(chord(prefix + " " + name))
	}
	if len(name) == 1 && name[0] >= '0' && name[0] <= '9' && (name != "0" || a.count > 0) {
		a.count = min(a.count*10+int(name[0]-'0'), countMax)
		return nil
	}
	if keys.prefixes(name) {
		a.waiting = name
		return after(hintWait, hintMsg{name})
	}
	return a.chord(chord(name))
}

// chord does what the keys say: the narrower context has the first word.
func (a *App) chord(c chord) tea.Cmd {
	n := a.count
	a.count = 0
	for _, context := range []func(chord, int) (tea.Cmd, bool){
		a.pickKeys, a.findKeys, a.claimKeys, a.openKeys, a.listKeys, a.storyKeys, a.jumpKeys, a.moveKeys, a.anyKeys,
	} {
		if cmd, done := context(c, n); done {
			return cmd
		}
	}
	return nil
}

// is reports whether the keys are those of a binding.
func is(c chord, b key.Binding) bool { return key.Matches(c, b) }

// anyKeys are the keys that hold everywhere.
func (a *App) anyKeys(c chord, _ int) (tea.Cmd, bool) {
	switch {
	case is(c, keys.Escape):
		return a.escape(), true
	case is(c, keys.Back):
		if cmd, left := a.leave(); left {
			return cmd, true
		}
		return tea.Quit, true
	case is(c, keys.Interrupt): // from the palette
		return tea.Quit, true
	case is(c, keys.Palette):
		return a.openPalette(), true
	case is(c, keys.Help):
		return a.push(a.help()), true
	case is(c, keys.Undo):
		return turnBack("undo", a.work.shelf.Undo, a.work.ctx), true
	case is(c, keys.Redo):
		return turnBack("redo", a.work.shelf.Redo, a.work.ctx), true
	case is(c, keys.Redraw):
		return tea.ClearScreen, true
	case is(c, keys.Suspend):
		return tea.Suspend, true
	case is(c, keys.Headlines):
		a.back = nil
		return tea.Batch(a.closeStory(), a.goTo(headlines(a.opt.Query))), true
	case is(c, keys.WriteOn) && a.opt.Drafts != nil:
		return lookForDrafts(a.work, a.opt.Drafts, true), true
	case is(c, keys.Denials):
		return tea.Batch(a.closeStory(), a.enter(denials())), true
	case is(c, keys.Search):
		return a.openPrompt(searching), true
	case is(c, keys.Filter):
		return a.openPrompt(filtering), true
	}
	return nil, false
}

// escape ends what is narrowest: a selection, the open story, a place, at last
// a round over the feeds. It never leaves the program.
func (a *App) escape() tea.Cmd {
	if cmd, left := a.leave(); left {
		return cmd
	}
	if a.fetch != nil {
		return a.stopFetch()
	}
	return nil
}

// leave goes back one step, if there is one.
func (a *App) leave() (tea.Cmd, bool) {
	switch {
	case a.reading:
		return a.closeStory(), true
	case len(a.back) > 0:
		return a.goBack(), true
	}
	return nil, false
}

// moveKeys move in the pane that has the keys.
func (a *App) moveKeys(c chord, n int) (tea.Cmd, bool) {
	times := max(n, 1)
	switch {
	case is(c, keys.Tab):
		if a.reading {
			return a.closeStory(), true
		}
		return a.openStory(), true
	case is(c, keys.Right):
		if a.reading {
			return nil, true
		}
		return a.openStory(), true
	case is(c, keys.Left):
		return a.closeStory(), true
	}
	if a.reading {
		return nil, a.readerMoves(c, n)
	}
	l := a.list
	switch {
	case is(c, keys.Down):
		return l.move(times), true
	case is(c, keys.Up):
		return l.move(-times), true
	case is(c, keys.HalfDown):
		return l.turn(0.5 * float64(times)), true
	case is(c, keys.HalfUp):
		return l.turn(-0.5 * float64(times)), true
	case is(c, keys.PageDown):
		return l.turn(float64(times)), true
	case is(c, keys.PageUp):
		return l.turn(-float64(times)), true
	case is(c, keys.Top):
		return l.jump(n - 1), true
	case is(c, keys.Bottom):
		if n > 0 {
			return l.jump(n - 1), true
		}
		return l.jump(len(l.ids) - 1), true
	}
	return nil, false
}

// readerMoves scrolls the open story.
func (a *App) readerMoves(c chord, n int) bool {
	r, times := a.reader, max(n, 1)
	switch {
	case is(c, keys.Down):
		r.scroll(times)
	case is(c, keys.Up):
		r.scroll(-times)
	case is(c, keys.HalfDown):
		r.turn(0.5 * float64(times))
	case is(c, keys.HalfUp):
		r.turn(-0.5 * float64(times))
	case is(c, keys.PageDown):
		r.turn(float64(times))
	case is(c, keys.PageUp):
		r.turn(-float64(times))
	case is(c, keys.Top):
		r.top = 0
	case is(c, keys.Bottom):
		r.scroll(len(r.lines()))
	default:
		return false
	}
	return true
}

// jumpKeys go to the next or the last of something.
func (a *App) jumpKeys(c chord, n int) (tea.Cmd, bool) {
	times := max(n, 1)
	switch {
	case is(c, keys.NextStory):
		return a.another(times), true
	case is(c, keys.PrevStory):
		return a.another(-times), true
	case is(c, keys.NextUnread):
		return a.toUnread(1, a.reading), true
	case is(c, keys.PrevUnread):
		return a.toUnread(-1, a.reading), true
	}
	r := a.reader
	jumps := []struct {
		next, prev key.Binding
		kind       stopKind
		wanted     func(int) bool
		none       string
	}{
		{keys.NextClaim, keys.PrevClaim, onClaim, nil, "no more claims in this story"},
		{keys.NextDenial, keys.PrevDenial, onClaim, r.isDenial, "no more denials in this story"},
		{keys.NextActor, keys.PrevActor, onMention, nil, "no more actors in this story"},
		{keys.NextNote, keys.PrevNote, onNote, nil, "no more notes on this story"},
	}
	for _, j := range jumps {
		step := times
		switch {
		case is(c, j.next):
		case is(c, j.prev):
			step = -times
		default:
			continue
		}
		if !r.next(j.kind, step, j.wanted) {
			return a.say(j.none), true
		}
		if !a.reading {
			return a.openStory(), true
		}
		return nil, true
	}
	return nil, false
}

// another goes to the story n places on in the list; an open story stays open.
func (a *App) another(n int) tea.Cmd {
	at := a.list.cursor
	cmd := a.list.move(n)
	if a.list.cursor == at {
		return a.say("no more stories in this list")
	}
	if a.reading {
		return tea.Batch(cmd, a.markRead())
	}
	return cmd
}

// toUnread looks for the next unread story in a direction.
func (a *App) toUnread(step int, open bool) tea.Cmd {
	l := a.list
	ids := l.ids[min(l.cursor+1, len(l.ids)):]
	if step < 0 {
		ids = l.ids[:l.cursor]
	}
	return findUnread(l.ctx, a.work.shelf, l.listing, ids, step < 0, open)
}
