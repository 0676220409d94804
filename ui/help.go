package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"
)

const (
	helpWidth  = 92 // cells of the box
	helpKeyCol = 11 // cells for a key and the gap behind it
	helpAiry   = 20 // rows of the screen, from which a blank line stands between groups
)

// help shows all keys by the place where they hold. It is made from the key
// map, so it cannot differ from what the keys do; typing searches it.
type help struct {
	styles *styles
	screen screenSize
	groups []keyContext
	typed  *field
	from   int // first line shown
}

// newHelp shows the keys of these contexts, in their order.
func newHelp(st *styles, contexts []keyContext) *help {
	h := &help{styles: st, groups: contexts, typed: newField("")}
	h.typed.focus(true)
	return h
}

func (h *help) resize(width, height int) { h.screen = screenSize{width, height} }

func (h *help) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		h.search(msg)
	case tea.KeyPressMsg:
		return nil, h.press(msg)
	}
	return nil, false
}

// press answers a key; done when the help is to go.
func (h *help) press(msg tea.KeyPressMsg) (done bool) {
	searching := h.typed.value() != ""
	page := max(h.rows()-1, 1)
	switch {
	case key.Matches(msg, keys.Cancel):
		if !searching {
			return true
		}
		h.typed.set("")
		h.from = 0
	case !searching && (key.Matches(msg, keys.Back) || key.Matches(msg, keys.Help)):
		return true
	case key.Matches(msg, keys.Apply):
		return true
	case key.Matches(msg, keys.DialogDown):
		h.from++
	case key.Matches(msg, keys.DialogUp):
		h.from--
	case key.Matches(msg, keys.PageDown), key.Matches(msg, keys.HalfDown):
		h.from += page
	case key.Matches(msg, keys.PageUp), !searching && key.Matches(msg, keys.HalfUp):
		h.from -= page
	default:
		h.search(msg)
	}
	return false
}

func (h *help) search(msg tea.Msg) {
	before := h.typed.value()
	if h.typed.update(msg); h.typed.value() != before {
		h.from = 0
	}
}

// rows is how many lines of keys are shown at a time.
func (h *help) rows() int { return max(h.screen.rows()-2, 1) }

func (h *help) view() []string {
	inner := h.screen.inner(helpWidth)
	lines := h.lines(inner)
	room := h.rows()
	h.from = max(0, min(h.from, len(lines)-room))
	shown := []string{h.styles.Dim.Render("find ") + h.typed.view(max(inner-5, 1))}
	shown = append(shown, lines[h.from:min(h.from+room, len(lines))]...)
	foot := []tip{{"type", "to find"}}
	if len(lines) > room {
		foot = append(foot, tip{"down", "more"})
	}
	return drawBox(h.styles, "Keys", append(shown, tips(h.styles, inner, append(foot, tip{"esc", "back"})...)), helpWidth, h.screen)
}

// lines are the headings and keys that fit what is typed. Keys stand in two
// columns where every key of the group has room.
func (h *help) lines(width int) []string {
	var lines []string
	for _, g := range h.groups {
		var found []key.Help
		column := (width - 2) / 2
		for _, b := range g.bindings {
			if shown := b.Help(); b.Enabled() && h.fits(g.name, shown) {
				found = append(found, shown)
				if helpKeyCol+cellWidth(shown.Desc) > column {
					column = width
				}
			}
		}
		if len(found) == 0 {
			continue
		}
		if len(lines) > 0 && h.screen.height >= helpAiry {
			lines = append(lines, "")
		}
		lines = append(lines, h.styles.Day.Render(clip(g.name, width)))
		cells := make([]string, len(found))
		for i, shown := range found {
			cells[i] = helpCell(h.styles, shown, column)
		}
		lines = append(lines, inColumns(cells, width/column)...)
	}
	if len(lines) == 0 {
		lines = append(lines, h.styles.Dim.Render(clip("no key does that; esc shows all", width)))
	}
	return lines
}

// fits reports whether a key is among what is looked for. One character or two
// name a key; more are part of what it does or of its group, or their letters
// stand close together in order.
func (h *help) fits(group string, shown key.Help) bool {
	typed := strings.TrimSpace(h.typed.value())
	if len([]rune(typed)) < 3 {
		return strings.Contains(shown.Key, typed)
	}
	typed = strings.ToLower(typed)
	if shown.Key == typed || strings.Contains(strings.ToLower(group+" "+shown.Desc), typed) {
		return true
	}
	for _, m := range fuzzy.Find(typed, []string{strings.ToLower(shown.Desc)}) {
		return near(typed, m) && m.MatchedIndexes[len(m.MatchedIndexes)-1]-m.MatchedIndexes[0] < 2*len(typed)
	}
	return false
}

// helpCell is a key and what it does, in width cells.
func helpCell(st *styles, shown key.Help, width int) string {
	pressed := clip(shown.Key, helpKeyCol-1)
	return st.Key.Render(pressed) + blank(helpKeyCol-cellWidth(pressed)) + fit(shown.Desc, width-helpKeyCol)
}

// inColumns sets cells of equal width in n columns, read downwards.
func inColumns(cells []string, n int) []string {
	if n < 2 {
		return cells
	}
	rows := (len(cells) + n - 1) / n
	lines := make([]string, rows)
	for i, cell := range cells {
		if i >= rows {
			lines[i%rows] += "  "
		}
		lines[i%rows] += cell
	}
	return lines
}
