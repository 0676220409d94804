package ui

import (
	tea "charm.land/bubbletea/v2"
)

// wheelLines is how far a notch of the wheel scrolls.
const wheelLines = 3

// unclickMsg says that a second click comes too late to open.
type unclickMsg struct{}

// mouse does what a click or the wheel says: click selects, a second click
// opens, the wheel scrolls the pane under the pointer.
func (a *App) mouse(msg tea.MouseMsg) tea.Cmd {
	if len(a.overlays) > 0 || a.prompt != nil {
		return nil
	}
	m, f := msg.Mouse(), a.frame
	overStory := (f.wide || a.reading) && f.reader.has(m.X, m.Y)
	overList := (f.wide || !a.reading) && f.list.has(m.X, m.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		n := wheelLines
		if m.Button == tea.MouseWheelUp {
			n = -wheelLines
		} else if m.Button != tea.MouseWheelDown {
			return nil
		}
		switch {
		case overStory:
			a.reader.scroll(n)
		case overList && f.wide:
			return tea.Batch(a.list.scroll(n/wheelLines), a.follow())
		case overList:
			return tea.Batch(a.list.scroll(n), a.follow())
		}
	case tea.MouseClickMsg:
		if m.Button != tea.MouseLeft {
			return nil
		}
		if overStory && !a.reading {
			return a.openStory()
		}
		if overList {
			return a.click(m.Y - f.list.y)
		}
	}
	return nil
}

// click selects the story on a line of the list, or opens it the second time.
func (a *App) click(y int) tea.Cmd {
	i := a.list.at(y)
	if i < 0 {
		return nil
	}
	id := a.list.ids[i]
	if id == a.clicked {
		a.clicked = 0
		return a.openStory()
	}
	a.clicked = id
	return tea.Batch(a.closeStory(), a.list.jump(i), a.follow(), after(doubleClick, unclickMsg{}))
}
