package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

const (
	tagComplete = 6 // completions shown under what is typed
	tagOften    = 5 // often used tags offered while nothing is typed
)

// tagDialog changes the tags of one story or of several. What the text
// suggests comes unticked; the reader ticks, types or takes away.
type tagDialog struct {
	styles  *styles
	shelf   Shelf
	screen  screenSize
	ids     []news.ID
	have    map[string]int // tags of the stories, and how many of them carry it
	suggest []suggestion
	used    []news.TagCount // of the whole store, the most used first, once they are read
	known   []news.TagCount // those and the suggested ones: what completion offers

	typed   *field
	want    map[string]bool // what the reader ticked or unticked
	rows    []tagRow
	at      int  // in rows: the current one, never a heading
	from    int  // first row shown
	moved   bool // the reader chose the current row
	saving  bool
	problem string // why the last attempt did nothing
}

// tagRow is a row of the list: a heading, a tag, or the offer of a new tag.
type tagRow struct {
	heading string
	tag     string
	info    string
	fresh   bool
}

// newTagDialog is a dialog on the tags of these stories. have says how many of
// them carry a tag.
func newTagDialog(st *styles, shelf Shelf, ids []news.ID, have map[string]int, suggest []suggestion) *tagDialog {
	d := &tagDialog{styles: st, shelf: shelf, ids: ids, have: have, suggest: suggest,
		typed: newField(""), want: map[string]bool{}}
	d.typed.focus(true)
	d.learn(nil)
	d.fill()
	return d
}

// open reads the tags of the store, for completion.
func (d *tagDialog) open() tea.Cmd { return readTags(d.shelf) }

// tagsReadMsg brings the tags of the whole store.
type tagsReadMsg struct{ tags []news.TagCount }

// What became of a change of tags.
type (
	taggedMsg    struct{ change news.Change }
	notTaggedMsg struct{ err error }
)

// tagStories puts tags on stories and takes others off.
func tagStories(shelf Shelf, ids []news.ID, add, remove []string) tea.Cmd {
	return func() tea.Msg {
		change, err := shelf.Tag(context.Background(), ids, add, remove)
		if err != nil {
			return notTaggedMsg{err}
		}
		return taggedMsg{change}
	}
}

// readTags asks for all tags. Without an answer there is only no completion.
func readTags(shelf Shelf) tea.Cmd {
	return func() tea.Msg {
		tags, err := shelf.Tags(context.Background())
		if err != nil {
			return nil
		}
		return tagsReadMsg{tags}
	}
}

func (d *tagDialog) resize(width, height int) { d.screen = screenSize{width, height} }

func (d *tagDialog) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tagsReadMsg:
		d.learn(msg.tags)
		d.fill()
	case taggedMsg:
		return nil, d.saving
	case notTaggedMsg:
		if d.saving {
			d.saving, d.problem = false, "not saved: "+plain(msg.err.Error())
		}
	case tea.PasteMsg:
		d.edit(tea.PasteMsg{Content: tagOf(msg.Content)})
	case tea.KeyPressMsg:
		d.problem = ""
		return d.press(msg)
	}
	return nil, false
}

// press answers a key.
func (d *tagDialog) press(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, keys.Cancel):
		return nil, true
	case d.saving:
	case key.Matches(msg, keys.Apply):
		return d.apply(), false
	case key.Matches(msg, keys.DialogDown):
		d.move(+1)
	case key.Matches(msg, keys.DialogUp):
		d.move(-1)
	case key.Matches(msg, keys.Toggle):
		d.toggle()
	case key.Matches(msg, keys.All):
		d.toggleSuggested()
	case key.Matches(msg, keys.Complete):
		if tag := d.rows[d.at].tag; tag != "" {
			d.retype(tag)
		}
	case msg.Text == "/":
		d.retype(levelDown(d.typed.value(), d.rows[d.at].tag))
	default:
		d.edit(msg)
	}
	return nil, false
}

// edit hands a message to the text field and looks for completions again.
func (d *tagDialog) edit(msg tea.Msg) {
	before := d.typed.value()
	d.typed.update(msg)
	if d.typed.value() != before {
		d.moved = false
		d.fill()
		d.choose()
	}
}

// retype replaces what is typed.
func (d *tagDialog) retype(s string) {
	d.typed.set(s)
	d.moved = false
	d.fill()
	d.choose()
}

// state says on how many of the stories tag will be: all, none, or those that
// carry it now.
func (d *tagDialog) state(tag string) (all, some bool) {
	if want, said := d.want[tag]; said {
		return want, want
	}
	return d.have[tag] == len(d.ids) && len(d.ids) > 0, d.have[tag] > 0
}

// toggle ticks the current row, or unticks it. What was typed is used up.
func (d *tagDialog) toggle() {
	row := d.rows[d.at]
	if row.tag == "" {
		return
	}
	all, _ := d.state(row.tag)
	d.want[row.tag] = !all
	if d.typed.value() != "" {
		d.retype("")
	} else {
		d.fill()
	}
	d.goTo(row.tag)
	d.moved = true
}

// toggleSuggested ticks all that the text suggests; if all are, it unticks them.
func (d *tagDialog) toggleSuggested() {
	missing := slices.ContainsFunc(d.suggest, func(s suggestion) bool {
		all, _ := d.state(s.tag)
		return !all
	})
	for _, s := range d.suggest {
		d.want[s.tag] = missing
	}
	d.fill()
}

// apply saves what was ticked and unticked. When nothing was, the row that the
// reader typed for or moved to is meant.
func (d *tagDialog) apply() tea.Cmd {
	row := d.rows[d.at]
	if row.tag != "" && (d.typed.value() != "" || d.moved && len(d.want) == 0) {
		d.want[row.tag] = true
	}
	add, remove := d.changes()
	if len(add)+len(remove) == 0 {
		d.problem = "nothing to change: space ticks a tag, esc leaves"
		return nil
	}
	d.saving = true
	return tagStories(d.shelf, d.ids, add, remove)
}

// changes are the tags to be put on all stories and to be taken off all,
// sorted.
func (d *tagDialog) changes() (add, remove []string) {
	for tag, want := range d.want {
		switch {
		case want && d.have[tag] < len(d.ids):
			add = append(add, tag)
		case !want && d.have[tag] > 0:
			remove = append(remove, tag)
		}
	}
	slices.Sort(add)
	slices.Sort(remove)
	return add, remove
}

// fill makes the rows anew: completions of what is typed and the offer of a
// new tag, what the text suggests, what the stories carry, what is often used.
func (d *tagDialog) fill() {
	shown := map[string]bool{}
	d.rows = d.rows[:0]
	list := func(heading string, rows []tagRow) {
		if heading != "" && len(rows) > 0 {
			d.rows = append(d.rows, tagRow{heading: heading})
		}
		d.rows = append(d.rows, rows...)
	}
	add := func(rows []tagRow, r tagRow) []tagRow {
		if shown[r.tag] {
			return rows
		}
		shown[r.tag] = true
		return append(rows, r)
	}

	var fits, suggested, on, often []tagRow
	if typed := tagOf(d.typed.value()); typed != "" {
		for _, c := range completions(d.typed.value(), d.known) {
			if len(fits) < tagComplete {
				fits = add(fits, tagRow{tag: c.Tag, info: d.info(c)})
			}
		}
		if _, known := d.find(typed); !known && !strings.HasSuffix(d.typed.value(), "/") {
			fits = add(fits, tagRow{tag: typed, fresh: true})
		}
	}
	for _, s := range d.suggest {
		suggested = add(suggested, tagRow{tag: s.tag, info: s.why})
	}
	for _, tag := range d.carried() {
		on = add(on, tagRow{tag: tag, info: d.carriedBy(tag)})
	}
	if len(fits) == 0 {
		for _, u := range d.used[:min(len(d.used), tagOften)] {
			often = add(often, tagRow{tag: u.Tag, info: d.info(u)})
		}
	}
	list("", fits)
	list("suggested from the text", suggested)
	list(d.onThese(), on)
	list("often used", often)
	if len(d.rows) == 0 {
		d.rows = append(d.rows, tagRow{heading: "type a tag"})
	}
	d.at = min(d.at, len(d.rows)-1)
	if d.rows[d.at].tag == "" {
		d.at = d.next(d.at, +1)
	}
}

// learn takes the tags of the store, for completion.
func (d *tagDialog) learn(tags []news.TagCount) {
	d.used = slices.SortedFunc(slices.Values(tags), mostUsed)
	d.known = slices.Clone(d.used)
	for _, s := range d.suggest {
		if !slices.ContainsFunc(d.used, func(k news.TagCount) bool { return k.Tag == s.tag }) {
			d.known = append(d.known, news.TagCount{Tag: s.tag})
		}
	}
}

// find is the known tag that differs from tag at most in letter case.
func (d *tagDialog) find(tag string) (string, bool) {
	for _, k := range d.known {
		if strings.EqualFold(k.Tag, tag) {
			return k.Tag, true
		}
	}
	return "", false
}

// carried are the tags on the stories and those that the reader ticked, sorted.
func (d *tagDialog) carried() []string {
	var tags []string
	for tag := range d.have {
		tags = append(tags, tag)
	}
	for tag := range d.want {
		if _, also := d.have[tag]; !also {
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

func (d *tagDialog) carriedBy(tag string) string {
	if n := d.have[tag]; len(d.ids) > 1 && n > 0 && n < len(d.ids) {
		return fmt.Sprintf("on %d of %d", n, len(d.ids))
	}
	return ""
}

func (d *tagDialog) onThese() string {
	if len(d.ids) == 1 {
		return "on this story"
	}
	return "on these stories"
}

// info says how often a tag is used, or else why the text suggests it.
func (d *tagDialog) info(c news.TagCount) string {
	for _, s := range d.suggest {
		if s.tag == c.Tag {
			return s.why
		}
	}
	return "used " + count(c.Count, "time", "times")
}

// choose makes that row current which enter should mean after typing: the
// first completion when it, or a level of it, begins with what is typed, else
// the offer of a new tag. So a new tag is never lost to a distant likeness.
func (d *tagDialog) choose() {
	typed := strings.ToLower(strings.TrimLeft(d.typed.value(), "#"))
	d.at = d.next(-1, +1)
	if typed == "" || nearness(typed, strings.ToLower(d.rows[d.at].tag)) < 3 {
		return
	}
	for i, r := range d.rows {
		if r.fresh {
			d.at = i
		}
	}
}

// goTo makes the row with this tag current.
func (d *tagDialog) goTo(tag string) {
	for i, r := range d.rows {
		if r.tag == tag {
			d.at = i
			return
		}
	}
}

func (d *tagDialog) move(by int) {
	d.at = d.next(d.at, by)
	d.moved = true
}

// next is the next row from at, in this direction, that is no heading; at
// itself when there is none.
func (d *tagDialog) next(at, by int) int {
	for i := at + by; i >= 0 && i < len(d.rows); i += by {
		if d.rows[i].tag != "" {
			return i
		}
	}
	return max(at, 0)
}
