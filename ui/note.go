package ui

import (
	"os/exec"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"hearsay/news"
)

// notePart is a part of the dialog that can have the focus.
type notePart int

const (
	partText notePart = iota
	partTags
	partTLP
	partAbout
	partKind
	noteParts
)

// noteAbout is what a note is about.
type noteAbout int

const (
	aboutClaim noteAbout = iota
	aboutQuote
	aboutStory
)

// noteDialog writes a note or changes one. What is typed is kept as a draft
// after every key; the dialog goes when the note is saved, not before.
type noteDialog struct {
	styles *styles
	shelf  Shelf
	drafts Drafts                   // nil: no drafts
	editor func(p string) *exec.Cmd // nil: no editor
	desk   *desk
	screen screenSize

	note  news.Note // as the dialog was opened: what draft and note are known by
	claim string    // kind of the claim that it may be about, "" for none
	// claims are those of the story, one of which an older draft may be about.
	claims []news.Claim
	text   textarea.Model
	tags   *field
	kind   int // in noteKinds
	tlp    int // in news.TLPs
	about  noteAbout
	focus  notePart

	asked   bool // the drafts were read; before, none is written
	restore bool // the text is a draft from before
	keeping bool // a draft is being written
	changed bool // since the draft that is being written, or was
	unkept  bool // leaving loses the text, and the reader knows
	then    func() (tea.Cmd, bool)
	busy    string // what is awaited, in words; keys but esc wait
	problem string
}

var noteKinds = []news.NoteKind{news.Comment, news.Question, news.Contradiction}

// newNoteDialog is a dialog on n: a new note when n has no UUID, with the
// story, anchor, claim, author and TLP level that it shall have. claim is the kind
// of n.Claim.
func newNoteDialog(st *styles, opt Options, n news.Note, claim string) *noteDialog {
	d := &noteDialog{styles: st, shelf: opt.Shelf, drafts: opt.Drafts, editor: opt.Editor, desk: opt.desk,
		note: n, claim: claim, text: newArea(), tags: newField(tagLine(n.Tags)), asked: opt.Drafts == nil}
	d.take(n)
	if all := d.abouts(); len(all) > 0 {
		d.about = all[0]
	}
	d.text.Focus()
	return d
}

// newArea is an empty text area without keys that start programs, without
// limits but that of the file which an editor may bring.
func newArea() textarea.Model {
	area := textarea.New()
	area.Prompt, area.ShowLineNumbers = "", false
	area.CharLimit, area.MaxHeight = maxNote, 0
	area.KeyMap.Paste.Unbind()
	looks := textarea.StyleState{Selection: lipgloss.NewStyle().Reverse(true)}
	area.SetStyles(textarea.Styles{Focused: looks, Blurred: looks})
	return area
}

// maxNote is the most characters of a note: what an editor's file may hold.
const maxNote = 1 << 20

// take shows what n holds.
func (d *noteDialog) take(n news.Note) {
	d.text.SetValue(typed(string(n.Body)))
	d.tags.set(tagLine(n.Tags))
	d.kind = max(slices.Index(noteKinds, n.Kind), 0)
	d.tlp = slices.Index(news.TLPs, n.TLP)
	if d.tlp < 0 {
		d.tlp = slices.Index(news.TLPs, news.AmberStrict) // a mistake never widens the audience
	}
}

// tagLine writes tags as the reader would: "#ports #ransom".
func tagLine(tags []string) string {
	if len(tags) == 0 {
		return ""
	}
	return "#" + strings.Join(tags, " #")
}

// tagsIn are the tags in such a line, each once.
func tagsIn(line string) []string {
	var tags []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' }) {
		if tag := tagOf(word); tag != "" && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// open reads the drafts: one of this note is put before the reader.
func (d *noteDialog) open() tea.Cmd {
	if d.drafts == nil {
		return nil
	}
	return readDrafts(d.drafts)
}

// draft is the note as it stands, under the story and anchor that its draft is
// known by; ok is false when there is nothing that is not saved yet. The last
// word is kept with it when the program ends with the dialog open.
func (d *noteDialog) draft() (n news.Note, ok bool) {
	n = d.note
	n.Body = news.Text(typed(d.text.Value()))
	n.Tags, n.Kind, n.TLP = tagsIn(d.tags.value()), noteKinds[d.kind], news.TLPs[d.tlp]
	return n, d.asked && (d.changed || d.keeping)
}

// finished is the note to be saved: about what the reader chose.
func (d *noteDialog) finished() news.Note {
	n, _ := d.draft()
	n.Body = news.Text(strings.TrimSpace(string(n.Body)))
	if d.note.UUID != "" {
		return n // what an existing note is about does not change
	}
	switch d.about {
	case aboutQuote:
		n.Claim = ""
	case aboutStory:
		n.Claim, n.Anchor = "", nil
	}
	return n
}

func (d *noteDialog) resize(width, height int) { d.screen = screenSize{width, height} }

func (d *noteDialog) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case draftsReadMsg:
		return d.found(msg.drafts), false
	case draftKeptMsg:
		return d.kept(msg)
	case noteSavedMsg:
		return nil, d.busy == saving
	case noteNotSavedMsg:
		d.busy, d.problem = "", "not saved, the text is still here: "+plain(msg.err.Error())
	case editorReadyMsg:
		return d.edit(msg.path), false
	case editedMsg:
		return d.edited(msg), false
	case editorFailedMsg:
		d.busy, d.problem = "", plain(msg.err.Error())
	case tea.PasteMsg:
		if d.busy == "" {
			return d.typing(msg), false
		}
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return nil, false
}

// What the dialog may be waiting for.
const (
	saving  = "saving"
	closing = "keeping the draft"
	editing = "waiting for the editor"
)

// press answers a key.
func (d *noteDialog) press(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, keys.Cancel):
		if d.busy == closing || d.unkept {
			return nil, true // it was said that the draft could not be kept
		}
		if d.busy == "" {
			return d.leave()
		}
		return nil, false
	case d.busy != "":
		return nil, false
	}
	d.problem, d.unkept = "", false
	switch {
	case key.Matches(msg, keys.Save):
		return d.save()
	case key.Matches(msg, keys.Editor) && d.editor != nil && d.drafts != nil:
		n, _ := d.draft()
		d.busy = editing
		return prepareEditor(d.drafts, n), false
	case key.Matches(msg, keys.NextField):
		d.step(+1)
	case key.Matches(msg, keys.PrevField):
		d.step(-1)
	case d.focus == partText || d.focus == partTags:
		return d.typing(msg), false
	case key.Matches(msg, keys.Toggle), msg.Code == tea.KeyRight, msg.Code == tea.KeyDown:
		return d.choose(+1), false
	case msg.Code == tea.KeyLeft, msg.Code == tea.KeyUp:
		return d.choose(-1), false
	}
	return nil, false
}

// step moves the focus to the next part that is there, or back.
func (d *noteDialog) step(by int) {
	for {
		d.focus = (d.focus + notePart(by) + noteParts) % noteParts
		if d.focus != partAbout || len(d.abouts()) > 1 {
			break
		}
	}
	d.tags.focus(d.focus == partTags)
	if d.focus == partText {
		d.text.Focus()
	} else {
		d.text.Blur()
	}
}

// abouts are the things that the note may be about.
func (d *noteDialog) abouts() []noteAbout {
	var all []noteAbout
	if d.note.UUID != "" {
		return nil
	}
	if d.note.Claim != "" && d.claim != "" {
		all = append(all, aboutClaim)
	}
	if d.note.Anchor != nil {
		all = append(all, aboutQuote)
	}
	return append(all, aboutStory)
}

// choose changes the part with the focus to its next value.
func (d *noteDialog) choose(by int) tea.Cmd {
	switch d.focus {
	case partKind:
		d.kind = (d.kind + by + len(noteKinds)) % len(noteKinds)
	case partTLP:
		d.tlp = (d.tlp + by + len(news.TLPs)) % len(news.TLPs)
	case partAbout:
		all := d.abouts()
		at := slices.Index(all, d.about)
		d.about = all[(at+by+len(all))%len(all)]
	}
	d.changed = true
	return d.keep()
}

// typing hands a key or a paste to the field with the focus.
func (d *noteDialog) typing(msg tea.Msg) tea.Cmd {
	msg = typedMsg(msg)
	if msg == nil {
		return nil
	}
	text, tags := d.text.Value(), d.tags.value()
	var cmd tea.Cmd
	switch d.focus {
	case partText:
		d.text, cmd = d.text.Update(msg)
	case partTags:
		d.tags.update(msg)
	}
	if d.text.Value() == text && d.tags.value() == tags {
		return cmd
	}
	d.changed, d.restore = true, false
	return tea.Batch(cmd, d.keep())
}

// keep writes the draft. While one is being written it waits: its answer asks
// again, so that many keys make few writes and the last is what stays.
func (d *noteDialog) keep() tea.Cmd {
	if d.keeping || !d.changed || !d.asked || d.drafts == nil {
		return nil
	}
	n, _ := d.draft()
	d.keeping, d.changed = true, false
	return keepDraft(d.desk, d.drafts, n)
}

// kept goes on after a draft was written.
func (d *noteDialog) kept(msg draftKeptMsg) (tea.Cmd, bool) {
	d.keeping = false
	if msg.err != nil {
		d.problem = "the draft could not be kept: " + plain(msg.err.Error())
		if d.unkept = d.busy == closing; d.unkept {
			d.problem = "esc again loses the text: " + plain(msg.err.Error())
		}
		then := d.then
		d.busy, d.then, d.changed = "", nil, true
		if then != nil && !d.unkept { // saving needs no draft
			d.busy = saving
			return then()
		}
		return nil, false
	}
	if d.changed {
		return d.keep(), false
	}
	if then := d.then; then != nil {
		d.then = nil
		return then()
	}
	return nil, false
}

// afterKeeping does something when the draft is on disk, at once if it is.
func (d *noteDialog) afterKeeping(then func() (tea.Cmd, bool)) (tea.Cmd, bool) {
	cmd := d.keep()
	if d.keeping {
		d.then = then
		return cmd, false
	}
	return then()
}

// leave closes the dialog; the draft stays.
func (d *noteDialog) leave() (tea.Cmd, bool) {
	d.busy = closing
	return d.afterKeeping(func() (tea.Cmd, bool) { return nil, true })
}

// save saves the note, after the last draft, so that none is written behind it.
func (d *noteDialog) save() (tea.Cmd, bool) {
	if strings.TrimSpace(d.text.Value()) == "" {
		d.problem = "nothing is written yet"
		return nil, false
	}
	d.busy = saving
	return d.afterKeeping(func() (tea.Cmd, bool) {
		return saveNote(d.desk, d.shelf, d.drafts, d.finished(), d.note), false
	})
}

// edit starts the editor on the file that was prepared.
func (d *noteDialog) edit(path string) tea.Cmd {
	desk, drafts := d.desk, d.drafts
	n, _ := d.draft()
	return tea.ExecProcess(d.editor(path), func(failed error) tea.Msg {
		body, err := drafts.FromEditor(path) // also after a failure: what was written counts
		if n.Body = body; err == nil && body != "" {
			// The file is gone, and the program may be ending: nobody would hear the answer.
			desk.write(func() { err = drafts.Keep(n) })
		}
		if err == nil {
			err = failed
		}
		return editedMsg{body, err}
	})
}

// edited takes what the editor brought.
func (d *noteDialog) edited(msg editedMsg) tea.Cmd {
	d.busy = ""
	if msg.err != nil {
		d.problem = "editor: " + plain(msg.err.Error())
	}
	if body := typed(string(msg.body)); body != "" && body != d.text.Value() {
		d.text.SetValue(body)
		d.changed, d.restore = true, false
		if kept, brought := d.text.LineCount(), 1+strings.Count(body, "\n"); kept < brought {
			d.problem = "only the first " + digits(kept) + " lines fit into a note"
		}
	}
	return d.keep()
}
