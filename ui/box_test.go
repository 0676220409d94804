package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"hearsay/news"
	"hearsay/store/query"
)

// boxShelf is a shelf for dialogs alone: it remembers what it was asked to keep
// and fails when told to.
type boxShelf struct {
	Shelf
	tags        []news.TagCount
	fail        error
	add, remove []string
	saved       []news.Note
	added       []news.Feed
	tagged      int
}

func (s *boxShelf) Tags(context.Context) ([]news.TagCount, error) { return s.tags, s.fail }

func (s *boxShelf) Tag(_ context.Context, ids []news.ID, add, remove []string) (news.Change, error) {
	if s.fail != nil {
		return news.Change{}, s.fail
	}
	s.add, s.remove, s.tagged = add, remove, len(ids)
	return news.Change{Journal: 1, Stories: len(ids), Said: "tagged"}, nil
}

func (s *boxShelf) SaveNote(_ context.Context, n news.Note) (news.Note, error) {
	if s.fail != nil {
		return news.Note{}, s.fail
	}
	s.saved = append(s.saved, n)
	return n, nil
}

// boxDrafts keeps drafts in memory.
type boxDrafts struct {
	kept   []news.Note
	writes int
	fail   error
	file   news.Text
}

func (d *boxDrafts) Keep(n news.Note) error {
	if d.fail != nil {
		return d.fail
	}
	d.writes++
	_ = d.Drop(n)
	d.kept = append(d.kept, n)
	return nil
}

func (d *boxDrafts) Drop(n news.Note) error {
	d.kept = slices.DeleteFunc(d.kept, func(k news.Note) bool { return sameNote(k, n) })
	return nil
}

func (d *boxDrafts) All() ([]news.Note, error)                 { return slices.Clone(d.kept), nil }
func (d *boxDrafts) ForEditor(news.Note) (string, error)       { return "/tmp/note.md", d.fail }
func (d *boxDrafts) FromEditor(path string) (news.Text, error) { return d.file, nil }

var errDisk = errors.New("disk\x1b[2J is full")

// boxPlay gives messages to an overlay, and the answers to its commands, until
// it is still; it says whether the overlay is done.
func boxPlay(t *testing.T, o overlay, msgs ...tea.Msg) (done bool) {
	t.Helper()
	for len(msgs) > 0 && !done {
		msg := msgs[0]
		msgs = msgs[1:]
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, cmd := range batch {
				msgs = answer(cmd, msgs)
			}
			continue
		}
		if msg == nil {
			continue
		}
		var cmd tea.Cmd
		cmd, done = o.update(msg)
		msgs = answer(cmd, msgs)
	}
	return done
}

// answer puts the answer to a command before the messages that follow.
func answer(cmd tea.Cmd, msgs []tea.Msg) []tea.Msg {
	if cmd == nil {
		return msgs
	}
	return append([]tea.Msg{cmd()}, msgs...)
}

// boxKeys are key presses written as in player.keys.
func boxKeys(pressed string) []tea.Msg {
	var msgs []tea.Msg
	for _, word := range strings.Fields(pressed) {
		if len(word) > 2 && word[0] == '\'' {
			for _, r := range strings.ReplaceAll(strings.Trim(word, "'"), "_", " ") {
				msgs = append(msgs, tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		msgs = append(msgs, press(word))
	}
	return msgs
}

// boxText is an overlay as it reads on a screen of this size.
func boxText(o overlay, width, height int) string {
	o.resize(width, height)
	return ansi.Strip(strings.Join(o.view(), "\n")) + "\n"
}

// boxes are all overlays, filled, by name.
func boxes() map[string]func() overlay {
	st := newStyles(terminal{colour: true}, MarksAuto)
	full := dialogStory()
	return map[string]func() overlay{
		"tag": func() overlay {
			d := newTagDialog(st, nil, []news.ID{7}, map[string]int{"ports": 1}, suggestTags(full))
			d.update(tagsReadMsg{dialogTags})
			return d
		},
		"note": func() overlay { return newNoteDialog(st, Options{Drafts: &boxDrafts{}}, dialogNote(), "denial") },
		"export": func() overlay {
			return newExportDialog(st, Options{Formats: []string{"markdown", "jsonl", "json"}, ExportTo: "~/Documents"},
				exportScopes([]news.ID{7}, make([]news.ID, 4318), query.Query{}))
		},
		"first run": func() overlay {
			r := firstBox(&boxShelf{})
			r.styles = st
			return r
		},
		"first run, fetching": func() overlay {
			r := firstBox(&boxShelf{})
			r.added([]news.Feed{{ID: 1, Title: "The Ledger"}, {ID: 2, Title: "外交部外交部外交部外交部外交部外交部外交部"}, {ID: 3, Title: "Kestrel Labs"}})
			r.fetched(Progress{Feed: news.Feed{ID: 3, Title: "Kestrel Labs"}, New: 34})
			r.fetched(Progress{Feed: news.Feed{ID: 1, Title: "The Ledger"}, Err: errors.New("403 this site refuses feed readers")})
			return r
		},
		"help": func() overlay { return newHelp(st, inOrder(keys.contexts(), []string{"list"})) },
	}
}

var dialogTags = []news.TagCount{{Tag: "ransom", Count: 31}, {Tag: "ransomware", Count: 12}, {Tag: "行业/港口", Count: 5},
	{Tag: "actor/tidal-heron", Count: 3}, {Tag: "actor/glass-otter", Count: 2}, {Tag: "frankreich", Count: 1}}

// dialogStory is a story with actors and claims.
func dialogStory() *news.Full {
	f := &news.Full{Story: news.Story{ID: 7, UUID: "u7", Link: "https://ledger.example/7",
		Title: "Freedonia accuses Tidal Heron of port breach; Ruritania calls it fiction"}}
	name := func(slug string, c news.Class, n int, unsure bool) {
		for range n {
			f.Mentions = append(f.Mentions, news.Mention{Slug: slug, Class: c, Unsure: unsure, Status: news.Suggested})
		}
	}
	name("ivana-petra", news.Official, 2, false)
	name("fncc", news.Agency, 2, false)
	name("ruritania", news.State, 3, false)
	name("storm", news.Group, 1, true)
	name("tidal-heron", news.Group, 4, false)
	f.Claims = []news.Claim{
		{UUID: "c1", Kind: news.Accusation, SpeakerSlug: "fncc", SpeakerClass: news.Agency,
			TargetSlug: "ruritania", TargetClass: news.State, Status: news.Suggested},
		{UUID: "c2", Kind: news.Denial, SpeakerSlug: "ruritania", SpeakerClass: news.State, Status: news.Suggested},
		{UUID: "c3", Kind: news.Accusation, TargetSlug: "ivana-petra", TargetClass: news.Official, Status: news.Rejected},
	}
	return f
}

func dialogNote() news.Note {
	return news.Note{Story: 7, StoryUUID: "u7", StoryTitle: "Northgate Ports denies paying ransom", Claim: "c2", TLP: news.Amber,
		Anchor: &news.Anchor{Field: news.InText, Quote: "外交部 in June but said that no ransom was paid."}}
}

// No box is larger than the screen, whatever its size and what is in it, and
// its lines are of one width: also where cells are counted rune by rune.
func TestBoxesFit(t *testing.T) {
	defer perRune.Store(perRune.Load())
	for name, open := range boxes() {
		t.Run(name, func(t *testing.T) {
			for i, pressed := range []string{"", "'外交部_ran_and_on_and_on' tab 'more'", "down down down tab tab tab right",
				"'⚠️_👨‍👩‍👧_क्षि_é'"} {
				perRune.Store(i%2 == 1)
				o := open()
				for _, msg := range boxKeys(pressed) {
					o.update(msg)
				}
				for height := 1; height <= 50; height += 1 + 2*i {
					for width := 1; width <= 130; width += 1 + 3*i {
						checkBox(t, o, width, height)
					}
				}
			}
		})
	}
}

func checkBox(t *testing.T, o overlay, width, height int) {
	t.Helper()
	o.resize(width, height)
	box := o.view()
	if len(box) > height || len(box) == 0 {
		t.Fatalf("%d lines on a screen of %d×%d", len(box), width, height)
	}
	first := cellWidth(box[0])
	for _, line := range box {
		if w := cellWidth(line); w > width || w != first {
			t.Fatalf("line of %d cells in a box of %d on a screen of %d×%d: %q", w, first, width, height, line)
		}
		if strings.ContainsAny(line, "\n\t\r") {
			t.Fatalf("a control character in %q", line)
		}
	}
}

// What a terminal would obey, typed or pasted, is never drawn.
func TestBoxesDrawNoControlCharacters(t *testing.T) {
	hostile := "a\x1b]0;x\x07b\u202ec\u0085d\u200be\rf\tg"
	for name, open := range boxes() {
		t.Run(name, func(t *testing.T) {
			o := open()
			o.update(tea.PasteMsg{Content: hostile})
			o.update(tea.KeyPressMsg{Code: 'x', Text: hostile})
			o.resize(100, 30)
			for _, line := range o.view() {
				for _, r := range ansi.Strip(line) {
					if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u202e' || r == '\u200b' {
						t.Fatalf("%U in %q", r, line)
					}
				}
			}
		})
	}
}

func TestBoxFrames(t *testing.T) {
	var b strings.Builder
	open := boxes()
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range open {
			if !yield(name) {
				return
			}
		}
	}) {
		for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}, {40, 10}} {
			fmt.Fprintf(&b, "%s %d×%d\n%s\n", name, size[0], size[1], boxText(open[name](), size[0], size[1]))
		}
	}
	golden(t, b.String())
}
