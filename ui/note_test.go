package ui

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// noteBox is a note dialog, with its shelf and drafts.
func noteBox(t *testing.T, n news.Note, drafts *boxDrafts) (*noteDialog, *boxShelf) {
	shelf := &boxShelf{}
	opt := Options{Shelf: shelf, Drafts: drafts, Editor: func(p string) *exec.Cmd { return exec.Command("true", p) }}
	d := newNoteDialog(newStyles(terminal{}, MarksAuto), opt, n, "denial")
	d.resize(80, 24)
	boxPlay(t, d, d.open()())
	return d, shelf
}

func TestNoteIsSavedAsTheReaderSaid(t *testing.T) {
	tests := []struct {
		name string
		keys string
		want func(n *news.Note)
	}{
		{"as it opens", "", func(*news.Note) {}},
		{"lines", "enter 'b'", func(n *news.Note) { n.Body = "a\nb" }},
		{"tags", "tab '#filing,_ports'", func(n *news.Note) { n.Tags = []string{"filing", "ports"} }},
		{"stricter", "tab tab right", func(n *news.Note) { n.TLP = news.AmberStrict }},
		{"wider", "tab tab left", func(n *news.Note) { n.TLP = news.Green }},
		{"on the quote", "tab tab tab space", func(n *news.Note) { n.Claim = "" }},
		{"on the whole story", "tab tab tab space space", func(n *news.Note) { n.Claim, n.Anchor = "", nil }},
		{"a contradiction", "shift+tab left", func(n *news.Note) { n.Kind = news.Contradiction }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			drafts := &boxDrafts{}
			d, shelf := noteBox(t, dialogNote(), drafts)
			if !boxPlay(t, d, boxKeys("'a' "+tt.keys+" ctrl+s")...) {
				t.Fatal("the dialog did not go after saving")
			}
			want := dialogNote()
			want.Body, want.Kind = "a", news.Comment
			tt.want(&want)
			got := shelf.saved[0]
			if got.Body != want.Body || got.Kind != want.Kind || got.TLP != want.TLP || got.Claim != want.Claim ||
				(got.Anchor == nil) != (want.Anchor == nil) || !slices.Equal(got.Tags, want.Tags) {
				t.Errorf("saved %+v, want %+v", got, want)
			}
			if len(drafts.kept) != 0 {
				t.Errorf("drafts left: %+v", drafts.kept)
			}
		})
	}
}

func TestNoteStaysWithItsTextWhenSavingFails(t *testing.T) {
	drafts := &boxDrafts{}
	d, shelf := noteBox(t, dialogNote(), drafts)
	shelf.fail = errDisk
	if boxPlay(t, d, boxKeys("'Compare_with_June' ctrl+s")...) {
		t.Fatal("the dialog went although nothing was saved")
	}
	got := boxText(d, 80, 24)
	for _, want := range []string{"Compare with June", "not saved, the text is still here: disk"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if len(drafts.kept) != 1 || drafts.kept[0].Body != "Compare with June" {
		t.Errorf("drafts: %+v", drafts.kept)
	}
	shelf.fail = nil
	if !boxPlay(t, d, press("ctrl+s")) || len(shelf.saved) != 1 || shelf.saved[0].Body != "Compare with June" {
		t.Errorf("second try saved %+v", shelf.saved)
	}
}

func TestNoteWithoutTextIsNotSaved(t *testing.T) {
	d, shelf := noteBox(t, dialogNote(), &boxDrafts{})
	if boxPlay(t, d, boxKeys("space enter ctrl+s")...) || len(shelf.saved) != 0 || d.problem == "" {
		t.Errorf("saved %v, problem %q", shelf.saved, d.problem)
	}
}

func TestDraftComesBack(t *testing.T) {
	drafts := &boxDrafts{}
	d, _ := noteBox(t, dialogNote(), drafts)
	if !boxPlay(t, d, boxKeys("'half_a_th' tab 'filing' esc")...) {
		t.Fatal("esc did not leave")
	}
	d, shelf := noteBox(t, dialogNote(), drafts)
	if got := boxText(d, 80, 24); !strings.Contains(got, "half a th") || !strings.Contains(got, "your draft is back") ||
		!strings.Contains(got, "#filing") {
		t.Errorf("no draft in\n%s", got)
	}
	boxPlay(t, d, boxKeys("'ought' ctrl+s")...)
	if len(shelf.saved) != 1 || shelf.saved[0].Body != "half a thought" || len(drafts.kept) != 0 {
		t.Errorf("saved %+v, drafts %+v", shelf.saved, drafts.kept)
	}
}

func TestDraftOfAnotherQuoteIsLeftAlone(t *testing.T) {
	other := dialogNote()
	other.Anchor = &news.Anchor{Field: news.InTitle, Quote: "Northgate"}
	other.Body = "something else"
	drafts := &boxDrafts{kept: []news.Note{other}}
	d, _ := noteBox(t, dialogNote(), drafts)
	boxPlay(t, d, boxKeys("'mine' esc")...)
	if len(drafts.kept) != 2 || drafts.kept[0].Body != "something else" || drafts.kept[1].Body != "mine" {
		t.Errorf("drafts %+v", drafts.kept)
	}
}

func TestTypingBeforeTheDraftIsReadLosesNeither(t *testing.T) {
	old := dialogNote()
	old.Body = "old"
	drafts := &boxDrafts{kept: []news.Note{old}}
	d := newNoteDialog(newStyles(terminal{}, MarksAuto), Options{Shelf: &boxShelf{}, Drafts: drafts}, dialogNote(), "denial")
	read := d.open()() // the answer is on its way
	boxPlay(t, d, boxKeys("'new'")...)
	if drafts.kept[0].Body != "old" {
		t.Fatalf("the old draft is gone: %+v", drafts.kept)
	}
	boxPlay(t, d, read)
	if d.text.Value() != "old\nnew" || drafts.kept[0].Body != "old\nnew" {
		t.Errorf("text %q, drafts %+v", d.text.Value(), drafts.kept)
	}
}

// Keys that come while a draft is being written make one more write, not many,
// and the last state is what stays.
func TestDraftsAreCoalesced(t *testing.T) {
	drafts := &boxDrafts{}
	d, _ := noteBox(t, dialogNote(), drafts)
	first, _ := d.update(press("a"))
	for _, msg := range boxKeys("'bcdef'") {
		if cmd, _ := d.update(msg); cmd != nil {
			for _, msg := range []tea.Msg{cmd()} {
				if _, kept := msg.(draftKeptMsg); kept {
					t.Fatal("a second write began before the first ended")
				}
			}
		}
	}
	if n, unsaved := d.draft(); !unsaved || n.Body != "abcdef" {
		t.Errorf("the program would end with %q, %v", n.Body, unsaved)
	}
	boxPlay(t, d, first())
	if drafts.writes != 2 || drafts.kept[0].Body != "abcdef" {
		t.Errorf("%d writes, drafts %+v", drafts.writes, drafts.kept)
	}
	if _, unsaved := d.draft(); unsaved {
		t.Error("still unsaved")
	}
}

func TestNoteThatCannotKeepItsDraftSaysSo(t *testing.T) {
	drafts := &boxDrafts{fail: errDisk}
	d, shelf := noteBox(t, dialogNote(), drafts)
	boxPlay(t, d, press("a"))
	if !strings.Contains(d.problem, "draft could not be kept") {
		t.Errorf("problem %q", d.problem)
	}
	if boxPlay(t, d, press("esc")) || !strings.Contains(d.problem, "esc again loses the text") {
		t.Errorf("it went, or says only %q", d.problem)
	}
	if boxPlay(t, d, press("b")); d.text.Value() != "ab" {
		t.Errorf("text %q", d.text.Value())
	}
	if !boxPlay(t, d, press("ctrl+s")) || shelf.saved[0].Body != "ab" {
		t.Error("a note cannot be saved without a draft")
	}
}

func TestEscTwiceLeavesWithoutADraft(t *testing.T) {
	d, _ := noteBox(t, dialogNote(), &boxDrafts{fail: errDisk})
	if !boxPlay(t, d, boxKeys("'a' esc esc")...) {
		t.Error("the reader is locked in")
	}
}

func TestEditorBringsItsText(t *testing.T) {
	drafts := &boxDrafts{file: "from the editor"}
	d, _ := noteBox(t, dialogNote(), drafts)
	boxPlay(t, d, boxKeys("'typed' ")...)
	cmd, _ := d.update(press("ctrl+o"))
	if ready, ok := cmd().(editorReadyMsg); !ok || ready.path != "/tmp/note.md" {
		t.Fatalf("no file for the editor: %#v", ready)
	}
	d.update(press("x")) // keys wait for the editor
	boxPlay(t, d, editedMsg{body: drafts.file})
	if d.text.Value() != "from the editor" || drafts.kept[0].Body != "from the editor" {
		t.Errorf("text %q, drafts %+v", d.text.Value(), drafts.kept)
	}
	boxPlay(t, d, editedMsg{err: errDisk})
	if d.text.Value() != "from the editor" || !strings.Contains(d.problem, "editor: disk") {
		t.Errorf("after a failure: text %q, problem %q", d.text.Value(), d.problem)
	}
}

func TestExistingNoteIsChanged(t *testing.T) {
	n := dialogNote()
	n.UUID, n.Body, n.Kind, n.Tags = "n1", "before", news.Question, []string{"filing"}
	d, shelf := noteBox(t, n, &boxDrafts{})
	if strings.Contains(boxText(d, 80, 24), "about") {
		t.Error("what an existing note is about can be changed")
	}
	boxPlay(t, d, boxKeys("'_and_after' ctrl+s")...)
	got := shelf.saved[0]
	if got.UUID != "n1" || got.Body != "before and after" || got.Kind != news.Question || got.Anchor == nil ||
		!slices.Equal(got.Tags, n.Tags) {
		t.Errorf("saved %+v", got)
	}
}

// Budget: 1 ms for a key and the box, in a note of some 150 words.
func BenchmarkNoteDialog(b *testing.B) {
	d := newNoteDialog(newStyles(terminal{colour: true}, MarksAuto), Options{Shelf: &boxShelf{}}, dialogNote(), "denial")
	d.resize(120, 50)
	d.update(tea.PasteMsg{Content: strings.Repeat("Compare with their June filing. ", 25)})
	for b.Loop() {
		d.update(press("a"))
		d.view()
		d.update(press("backspace"))
		d.view()
	}
}
