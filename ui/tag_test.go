package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// tagBox is a tag dialog on a story, with its shelf.
func tagBox(t *testing.T, ids []news.ID, have map[string]int) (*tagDialog, *boxShelf) {
	shelf := &boxShelf{tags: dialogTags}
	d := newTagDialog(newStyles(terminal{}, MarksAuto), shelf, ids, have, suggestTags(dialogStory()))
	d.resize(80, 24)
	boxPlay(t, d, d.open()())
	return d, shelf
}

func TestTagDialogChanges(t *testing.T) {
	one := map[string]int{"ports": 1}
	tests := []struct {
		name    string
		ids     int
		have    map[string]int
		keys    string
		add     string
		remove  string
		stays   bool
		problem string
	}{
		{name: "suggestions are not ticked", ids: 1, have: one, keys: "enter", stays: true, problem: "nothing to change"},
		{name: "space ticks the first suggestion", ids: 1, have: one, keys: "space enter", add: "actor/tidal-heron"},
		{name: "twice is not at all", ids: 1, have: one, keys: "space space enter", stays: true, problem: "nothing to change"},
		{name: "enter on a row moved to", ids: 1, have: one, keys: "down down enter", add: "state/ruritania"},
		{name: "all suggestions", ids: 1, have: one, keys: "ctrl+y enter",
			add: "actor/storm actor/tidal-heron org/fncc person/ivana-petra state/ruritania"},
		{name: "all and none", ids: 1, have: one, keys: "ctrl+y ctrl+y enter", stays: true, problem: "nothing to change"},
		{name: "enter takes the best completion", ids: 1, have: one, keys: "'ran' enter", add: "ransom"},
		{name: "level by its beginning", ids: 1, have: one, keys: "'tidal' enter", add: "actor/tidal-heron"},
		{name: "new tag", ids: 1, have: one, keys: "'harbour' enter", add: "harbour"},
		{name: "new tag that is only like another", ids: 1, have: one, keys: "'pirates' enter", add: "pirates"},
		{name: "number sign and blanks", ids: 1, have: one, keys: "'#harbour' enter", add: "harbour"},
		{name: "known tag in other letters", ids: 1, have: one, keys: "'RANSOM' enter", add: "ransom"},
		{name: "tab completes", ids: 1, have: one, keys: "'ran' down tab 'x' enter", add: "ransomwarex"},
		{name: "down one level", ids: 1, have: one, keys: "'act' / 'gl' enter", add: "actor/glass-otter"},
		{name: "wide", ids: 1, have: one, keys: "'行业' / enter", add: "行业/港口"},
		{name: "several, ticked one by one", ids: 1, have: one, keys: "'ransom' space 'fran' space enter", add: "frankreich ransom"},
		{name: "untick what is there", ids: 1, have: one, keys: "'ports' space enter", remove: "ports"},
		{name: "several stories: on all", ids: 3, have: map[string]int{"ports": 2}, keys: "'ports' space enter", add: "ports"},
		{name: "several stories: on none", ids: 3, have: map[string]int{"ports": 2}, keys: "'ports' space 'ports' space enter", remove: "ports"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, shelf := tagBox(t, make([]news.ID, tt.ids), tt.have)
			done := boxPlay(t, d, boxKeys(tt.keys)...)
			if done == tt.stays {
				t.Errorf("done = %v", done)
			}
			if got := strings.Join(shelf.add, " "); got != tt.add {
				t.Errorf("added %q, want %q", got, tt.add)
			}
			if got := strings.Join(shelf.remove, " "); got != tt.remove {
				t.Errorf("removed %q, want %q", got, tt.remove)
			}
			if !strings.Contains(d.problem, tt.problem) {
				t.Errorf("problem %q, want %q", d.problem, tt.problem)
			}
		})
	}
}

func TestTagDialogStaysWhenItCannotSave(t *testing.T) {
	d, shelf := tagBox(t, []news.ID{7}, nil)
	shelf.fail = errDisk
	if boxPlay(t, d, boxKeys("space enter")...) {
		t.Fatal("the dialog went although nothing was saved")
	}
	if got := boxText(d, 80, 24); !strings.Contains(got, "not saved: disk [2J is full") && !strings.Contains(got, "not saved: disk") {
		t.Errorf("no reason in\n%s", got)
	}
	shelf.fail = nil
	if !boxPlay(t, d, boxKeys("enter")...) || !slices.Equal(shelf.add, []string{"actor/tidal-heron"}) {
		t.Errorf("the second try added %q", shelf.add)
	}
}

func TestTagDialogCancelChangesNothing(t *testing.T) {
	d, shelf := tagBox(t, []news.ID{7}, nil)
	if !boxPlay(t, d, boxKeys("space 'new' esc")...) || shelf.tagged != 0 {
		t.Error("cancel tagged, or did not leave")
	}
}

func TestTagDialogTakesPastedText(t *testing.T) {
	d, shelf := tagBox(t, []news.ID{7}, nil)
	boxPlay(t, d, tea.PasteMsg{Content: " #supply \n chain\x1b "}, press("enter"))
	if !slices.Equal(shelf.add, []string{"supply-chain"}) {
		t.Errorf("added %q", shelf.add)
	}
}

func TestActorTagsAreThoseNamedForSure(t *testing.T) {
	want := []string{"actor/tidal-heron", "state/ruritania", "person/ivana-petra", "org/fncc"}
	if got := actorTags(dialogStory()); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSuggestionsSayWhy(t *testing.T) {
	want := []suggestion{{"actor/tidal-heron", "4 mentions"}, {"actor/storm", "unsure, 1 mention"},
		{"state/ruritania", "accused, denies"}, {"person/ivana-petra", "2 mentions"}, {"org/fncc", "accuses"}}
	if got := suggestTags(dialogStory()); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTagOf(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"ransom", "ransom"}, {" #ransom ", "ransom"}, {"supply chain", "supply-chain"}, {"/a//b/", "a/b"},
		{"行业", "行业"}, {"#", ""}, {"", ""}, {"a\u202eb\x00", "ab"}, {strings.Repeat("港", 70), strings.Repeat("港", 33)},
		{"Ransom (new), 2026!", "ransom-new-2026"}, {"CVE-2026_1.2", "cve-2026_1.2"},
	}
	for _, tt := range tests {
		if got := tagOf(tt.typed); got != tt.want {
			t.Errorf("tagOf(%q) = %q, want %q", tt.typed, got, tt.want)
		}
	}
}

func TestLevelDown(t *testing.T) {
	tests := []struct{ typed, tag, want string }{
		{"act", "actor/tidal-heron", "actor/"},
		{"", "actor/tidal-heron", "actor/"},
		{"actor/ti", "actor/tidal/heron", "actor/tidal/"},
		{"actor/", "actor/tidal-heron", "actor/"},
		{"new", "", "new/"},
		{"ran", "ransom", "ran/"},
	}
	for _, tt := range tests {
		if got := levelDown(tt.typed, tt.tag); got != tt.want {
			t.Errorf("levelDown(%q, %q) = %q, want %q", tt.typed, tt.tag, got, tt.want)
		}
	}
}

// Budget: 1 ms for a key and the box, with 3,000 tags in the store.
func BenchmarkTagDialog(b *testing.B) {
	d := newTagDialog(newStyles(terminal{}, MarksAuto), &boxShelf{}, []news.ID{7}, nil, suggestTags(dialogStory()))
	d.resize(120, 50)
	tags := make([]news.TagCount, 3000)
	for i := range tags {
		tags[i] = news.TagCount{Tag: fmt.Sprint("actor/name-", i), Count: i}
	}
	d.learn(tags)
	for b.Loop() {
		d.update(press("r"))
		d.view()
		d.update(press("backspace"))
		d.view()
	}
}
