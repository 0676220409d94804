package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"hearsay/store/query"
)

const (
	paletteWidth = 62 // cells of the box
	paletteRows  = 12 // commands shown at a time
	recentLength = 20 // commands that ctrl+r goes back through
)

// command is something that the program can do.
type command struct {
	name  string // "Go to denials"
	shown string // its keys, "" for none
	where string // the place where its keys hold, looked through too
	run   func() tea.Cmd
}

// commands are all that can be done here, those of the place where the reader
// is first. They are made from the key map, and run as their keys do.
func (a *App) commands() []command {
	var all []command
	for _, c := range inOrder(a.opt.contexts(), a.narrowest()) {
		if c.dialog() || !a.holds(c.name) {
			continue
		}
		for _, b := range c.bindings {
			if b.Help() == keys.Palette.Help() {
				continue
			}
			pressed := chord(b.Keys()[0])
			all = append(all, command{commandName(c.name, b), b.Help().Key, c.name, func() tea.Cmd { return a.chord(pressed) }})
		}
	}
	for _, p := range keyless {
		all = append(all, command{name: p.does, where: "go to", run: func() tea.Cmd {
			q, _ := query.Parse(p.text)
			return tea.Batch(a.closeStory(), a.enter(place{name: "Stories", text: p.text, query: q}))
		}})
	}
	return all
}

// keyless are listings that have no key of their own.
var keyless = []struct{ does, text string }{
	{"Show all stories", ""},
	{"Show starred stories", "is:starred"},
	{"Show stories with notes", "has:note"},
	{"Show stories with an accusation", "has:accusation"},
	{"Show stories since yesterday", "since:yesterday"},
}

// holds reports whether the keys of a place do something now.
func (a *App) holds(context string) bool {
	switch context {
	case "open story", "claim under the cursor":
		return a.reading
	case "search in the story":
		return a.reader.find != nil
	case "selected text":
		return a.reader.pick != nil
	case "list":
		return !a.reading || a.frame.wide
	}
	return true
}

// commandName is what a key does, as a name.
func commandName(context string, b key.Binding) string {
	name := b.Help().Desc
	if context == "go to" {
		return "Go to " + name
	}
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// palette finds a command by its name and runs it.
type palette struct {
	styles *styles
	screen screenSize
	all    []command
	recent []string // names, the last first
	back   int      // steps that ctrl+r has gone back in them
	run    func(command) tea.Cmd
	typed  *field
	found  []command
	at     int
}

// openPalette shows the commands, those that ran last before the others.
func (a *App) openPalette() tea.Cmd {
	p := &palette{styles: a.styles, all: a.commands(), recent: a.recent, typed: newField("")}
	p.run = func(c command) tea.Cmd {
		a.recent = slices.Insert(slices.DeleteFunc(slices.Clone(a.recent), func(s string) bool { return s == c.name }), 0, c.name)
		a.recent = a.recent[:min(len(a.recent), recentLength)]
		return tea.Batch(c.run(), a.follow())
	}
	p.typed.focus(true)
	p.find()
	return a.push(p)
}

func (p *palette) resize(width, height int) { p.screen = screenSize{width, height} }

func (p *palette) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		p.write(msg)
	case tea.KeyPressMsg:
		return p.press(msg)
	}
	return nil, false
}

// press answers a key; done when a command runs or the reader has enough.
func (p *palette) press(msg tea.KeyPressMsg) (cmd tea.Cmd, done bool) {
	switch {
	case key.Matches(msg, keys.Cancel):
		return nil, true
	case key.Matches(msg, keys.Apply):
		if len(p.found) == 0 {
			return nil, false
		}
		return p.run(p.found[p.at]), true
	case key.Matches(msg, keys.Complete):
		if len(p.found) > 0 {
			p.typed.set(p.found[p.at].name)
			p.find()
		}
	case key.Matches(msg, keys.History):
		p.last()
	case key.Matches(msg, keys.DialogDown):
		p.at = min(p.at+1, max(len(p.found)-1, 0))
	case key.Matches(msg, keys.DialogUp):
		p.at = max(p.at-1, 0)
	default:
		p.write(msg)
	}
	return nil, false
}

func (p *palette) write(msg tea.Msg) {
	before := p.typed.value()
	if p.typed.update(msg); p.typed.value() != before {
		p.back = 0
		p.find()
	}
}

// last writes the command that ran last, again the one before it.
func (p *palette) last() {
	for ; p.back < len(p.recent); p.back++ {
		name := p.recent[p.back]
		if slices.ContainsFunc(p.all, func(c command) bool { return c.name == name }) {
			p.back++
			p.typed.set(name)
			p.find()
			return
		}
	}
}

// find lists the commands that fit what is typed, the most fitting first. One
// character or two may also be a key.
func (p *palette) find() {
	p.at, p.found = 0, nil
	typed := strings.TrimSpace(p.typed.value())
	if typed == "" {
		for _, name := range p.recent {
			p.add(p.all, func(c command) bool { return c.name == name })
		}
		p.add(p.all, func(command) bool { return true })
		return
	}
	lower := strings.ToLower(typed)
	p.add(p.all, func(c command) bool { return strings.ToLower(c.name) == lower })
	p.add(p.all, func(c command) bool { return c.shown == typed })
	p.add(p.all, func(c command) bool { return beginsWord(c.name, lower) })
	names := make([]string, len(p.all))
	for i, c := range p.all {
		names[i] = strings.ToLower(c.name)
	}
	for _, m := range fuzzy.Find(lower, names) {
		if atWord(m) && m.MatchedIndexes[len(m.MatchedIndexes)-1]-m.MatchedIndexes[0] < 3*len(lower) {
			p.add(p.all[m.Index:m.Index+1], func(command) bool { return true })
		}
	}
	p.add(p.all, func(c command) bool { return beginsWord(c.where, lower) })
}

// add finds those that fit and were not found yet.
func (p *palette) add(from []command, fits func(command) bool) {
	for _, c := range from {
		if fits(c) && !slices.ContainsFunc(p.found, func(f command) bool { return f.name == c.name && f.shown == c.shown }) {
			p.found = append(p.found, c)
		}
	}
}

// atWord reports whether a match begins where a word does.
func atWord(m fuzzy.Match) bool {
	first := m.MatchedIndexes[0]
	return first == 0 || m.Str[first-1] == ' '
}

// beginsWord reports whether a word of name begins with typed, in lower case.
func beginsWord(name, typed string) bool {
	return strings.Contains(" "+strings.ToLower(name), " "+typed)
}

func (p *palette) view() []string {
	inner := p.screen.inner(paletteWidth)
	rows := min(paletteRows, max(p.screen.rows()-2, 1))
	from := scroll(0, p.at, rows, len(p.found))
	lines := []string{p.typed.view(inner)}
	for i := from; i < len(p.found) && i < from+rows; i++ {
		c := p.found[i]
		name := clip(c.name, inner-2-max(cellWidth(c.shown)+2, 0))
		lines = append(lines, choiceRow(p.styles, spread(name, p.styles.Key.Render(c.shown)+" ", inner-2), i == p.at, inner))
	}
	if len(p.found) == 0 {
		lines = append(lines, p.styles.Dim.Render(clip("no command does that; esc and ? show the keys", inner)))
	}
	for len(lines) < rows+1 {
		lines = append(lines, "")
	}
	number := fmt.Sprintf("%d of %d", len(p.found), len(p.all))
	ways := tips(p.styles, inner-cellWidth(number)-3, tip{"enter", "run"}, tip{"tab", "complete"}, tip{"ctrl+r", "last"}, tip{"esc", "back"})
	return drawBox(p.styles, ":", append(lines, p.styles.Dim.Render(number)+"   "+ways), paletteWidth, p.screen)
}
