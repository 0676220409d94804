package ui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// The facts that the dialog waits for.
type (
	draftsReadMsg   struct{ drafts []news.Note }
	draftKeptMsg    struct{ err error }
	noteSavedMsg    struct{ note news.Note }
	noteNotSavedMsg struct{ err error }
	editorReadyMsg  struct{ path string }
	editorFailedMsg struct{ err error }
	editedMsg       struct {
		body news.Text
		err  error
	}
)

// readDrafts asks for the drafts. Unreadable ones are as none: a new draft is
// written all the same.
func readDrafts(drafts Drafts) tea.Cmd {
	return func() tea.Msg {
		all, _ := drafts.All()
		return draftsReadMsg{all}
	}
}

// keepDraft writes the draft n.
func keepDraft(desk *desk, drafts Drafts, n news.Note) tea.Cmd {
	return func() (msg tea.Msg) {
		desk.write(func() { msg = draftKeptMsg{writeDraft(drafts, n)} })
		return msg
	}
}

// writeDraft keeps the draft n, or drops it when nothing is left of it.
func writeDraft(drafts Drafts, n news.Note) error {
	if strings.TrimSpace(string(n.Body)) == "" && n.UUID == "" {
		return drafts.Drop(n)
	}
	return drafts.Keep(n)
}

// saveNote saves a note and then drops its draft. A draft that cannot be
// dropped is no reason to say that the note was not saved: it is offered again.
func saveNote(desk *desk, shelf Shelf, drafts Drafts, n, draft news.Note) tea.Cmd {
	return func() (msg tea.Msg) {
		desk.write(func() {
			saved, err := shelf.SaveNote(context.Background(), n)
			if err != nil {
				msg = noteNotSavedMsg{err}
				return
			}
			if drafts != nil {
				_ = drafts.Drop(draft)
			}
			msg = noteSavedMsg{saved}
		})
		return msg
	}
}

// prepareEditor writes the file that the editor opens.
func prepareEditor(drafts Drafts, n news.Note) tea.Cmd {
	return func() tea.Msg {
		path, err := drafts.ForEditor(n)
		if err != nil {
			return editorFailedMsg{err}
		}
		return editorReadyMsg{path}
	}
}

// found puts the draft of this note before the reader, if there is one. What
// was typed meanwhile stands behind it.
func (d *noteDialog) found(drafts []news.Note) tea.Cmd {
	if d.asked {
		return nil
	}
	d.asked = true
	if draft, ok := d.draftAmong(drafts); ok {
		behind := d.text.Value()
		d.take(draft)
		if d.changed && behind != "" {
			d.text.SetValue(string(draft.Body) + "\n" + behind)
		}
		d.restore = true
	}
	return d.keep()
}

// draftAmong is the newest draft of this note. A new note on a whole story goes
// on with any that was begun on that story: about its quote, if it had one.
func (d *noteDialog) draftAmong(drafts []news.Note) (news.Note, bool) {
	for _, draft := range slices.Backward(drafts) {
		if sameNote(draft, d.note) {
			return draft, true
		}
	}
	if d.note.UUID != "" || d.note.Anchor != nil || d.note.Claim != "" {
		return news.Note{}, false
	}
	for _, draft := range slices.Backward(drafts) {
		if draft.UUID == "" && draft.StoryUUID == d.note.StoryUUID {
			d.note.Anchor, d.note.Claim = draft.Anchor, draft.Claim
			d.claim = kindOf(d.claims, draft.Claim)
			d.about = d.abouts()[0]
			return draft, true
		}
	}
	return news.Note{}, false
}

// kindOf is the kind of the claim with this UUID, "" when it is not there.
func kindOf(claims []news.Claim, uuid string) string {
	for i := range claims {
		if claims[i].UUID == uuid && uuid != "" {
			return string(claims[i].Kind)
		}
	}
	return ""
}

// sameNote reports whether a draft belongs to note n: the same note, or a new
// one on the same story, claim and quote.
func sameNote(draft, n news.Note) bool {
	if draft.UUID != "" || n.UUID != "" {
		return draft.UUID == n.UUID
	}
	if draft.StoryUUID != n.StoryUUID || draft.Claim != n.Claim {
		return false
	}
	if draft.Anchor == nil || n.Anchor == nil {
		return draft.Anchor == n.Anchor
	}
	return draft.Anchor.Field == n.Anchor.Field && draft.Anchor.Quote == n.Anchor.Quote && draft.Anchor.Start == n.Anchor.Start
}
