package ui

import (
	"context"
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
