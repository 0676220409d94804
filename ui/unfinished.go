package ui

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

// desk is where notes are written, one at a time. It closes when the program
// ends: what is being written is waited for, and nothing that a command would
// write later can replace the last words. A nil desk is always open.
type desk struct {
	mu     sync.Mutex
	closed bool
}

// write does the writing, unless the program has ended.
func (d *desk) write(do func()) {
	if d != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.closed {
			return
		}
	}
	do()
}

func (d *desk) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
}

// keepLastWords writes the drafts of the notes that are open when the program
// ends, however it does. No command may change the dialogs any more.
func (a *App) keepLastWords() error {
	a.desk.close()
	if a.opt.Drafts == nil {
		return nil
	}
	var failed []error
	for _, o := range a.overlays {
		d, ok := o.(*noteDialog)
		if !ok {
			continue
		}
		if !d.asked && d.changed { // typed before the older draft was here
			older, _ := a.opt.Drafts.All()
			d.found(older)
		}
		if n, ok := d.draft(); ok {
			failed = append(failed, writeDraft(a.opt.Drafts, n))
		}
	}
	return errors.Join(failed...)
}

// left is a draft of an earlier time and the story that it belongs to.
type left struct {
	draft news.Note
	full  news.Full
}

// draftsLeftMsg names the drafts that were left on stories of this store,
// oldest first.
type draftsLeftMsg struct {
	left []left
	open bool // go on with the last
}

// lookForDrafts finds what was left unfinished. A draft of another store, of
// the samples say, is passed over: the folder of drafts is one for all.
func lookForDrafts(w *work, drafts Drafts, open bool) tea.Cmd {
	if drafts == nil {
		return nil
	}
	return func() tea.Msg {
		all, err := drafts.All()
		if err != nil {
			return failed("look for unfinished notes", err)
		}
		msg := draftsLeftMsg{open: open}
		for _, n := range all {
			if full, err := w.shelf.Full(w.ctx, n.Story); err == nil && full.UUID == n.StoryUUID {
				msg.left = append(msg.left, left{n, full})
			}
		}
		return msg
	}
}

// draftsLeft tells of unfinished notes, or goes on with the last of them.
func (a *App) draftsLeft(msg draftsLeftMsg) tea.Cmd {
	n := len(msg.left)
	switch {
	case n == 0 && msg.open:
		return a.say("no unfinished notes")
	case n == 0:
		return nil
	case msg.open:
		return a.writeOn(msg.left)
	}
	last := msg.left[n-1]
	way := " (" + keys.WriteOn.Help().Key + " goes on)"
	lead := "unfinished note on "
	if n > 1 {
		lead = fmt.Sprintf("%d unfinished notes, the last on ", n)
	}
	return a.say(lead + clip(quoted(last.full.Title), max(a.width-cellWidth(lead+way)-2, leastName)) + way)
}

// writeOn opens the story of the last unfinished note, and the note over it.
func (a *App) writeOn(all []left) tea.Cmd {
	last := all[len(all)-1]
	var cmds []tea.Cmd
	if i := slices.Index(a.list.ids, last.full.ID); i >= 0 {
		cmds = append(cmds, a.list.jump(i))
	} else {
		cmds = append(cmds, a.closeStory())
		a.back = append(a.back, a.here())
		cmds = append(cmds, a.restore(unfinished(all)))
	}
	kind := kindOf(last.full.Claims, last.draft.Claim)
	cmds = append(cmds, a.openStory(), a.push(newNoteDialog(a.styles, a.opt, last.draft, kind)))
	return tea.Batch(cmds...)
}

// unfinished is the place of the stories with unfinished notes, the last first.
func unfinished(all []left) place {
	p := place{name: "Unfinished notes", text: "story:"}
	for i, l := range slices.Backward(all) {
		if slices.Contains(p.ids, l.full.ID) {
			continue
		}
		if i < len(all)-1 {
			p.text += ","
		}
		p.ids = append(p.ids, l.full.ID)
		p.text += l.full.UUID
	}
	p.query, _ = query.Parse(p.text)
	return p
}
