package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// fieldLimit is the most characters that a one-line field takes: longer than
// any path, address or list of tags that is meant.
const fieldLimit = 2000

// field is a line of text that the reader edits.
type field struct {
	input textinput.Model
}

// newField is a field without the keys that would read the clipboard with a
// program of the system: the terminal pastes.
func newField(value string) *field {
	f := &field{input: textinput.New()}
	f.input.Prompt = ""
	f.input.CharLimit = fieldLimit
	f.input.KeyMap.Paste.Unbind()
	f.input.KeyMap.AcceptSuggestion.Unbind()
	f.input.KeyMap.NextSuggestion.Unbind()
	f.input.KeyMap.PrevSuggestion.Unbind()
	f.input.SetStyles(textinput.Styles{}) // the cursor is reverse and still
	f.set(value)
	return f
}

// set replaces the text and puts the cursor at its end.
func (f *field) set(s string) {
	f.input.SetValue(typed(s))
	f.input.CursorEnd()
}

// value is the text as it stands.
func (f *field) value() string { return f.input.Value() }

// setAt replaces the text and puts the cursor behind so many bytes of it.
func (f *field) setAt(s string, at int) {
	f.input.SetValue(s)
	f.input.SetCursor(utf8.RuneCountInString(s[:min(max(at, 0), len(s))]))
}

// cursor is the byte of the text that the cursor stands before.
func (f *field) cursor() int {
	n := f.input.Position()
	for i := range f.input.Value() {
		if n == 0 {
			return i
		}
		n--
	}
	return len(f.input.Value())
}

// focus says whether the field has the cursor.
func (f *field) focus(on bool) {
	if on {
		f.input.Focus()
	} else {
		f.input.Blur()
	}
}

// update answers a key or a paste; every other message changes nothing.
func (f *field) update(msg tea.Msg) {
	if msg = typedMsg(msg); msg != nil {
		f.input, _ = f.input.Update(msg)
	}
}

// view is the field in exactly width cells.
func (f *field) view(width int) string {
	f.input.SetWidth(max(width-1, 1)) // one cell for the cursor behind the text
	return fit(f.input.View(), width)
}

// typedMsg is a key or a paste with nothing in it that a terminal would obey,
// or nil when it is neither or nothing is left.
func typedMsg(msg tea.Msg) tea.Msg {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		clean := typed(msg.Text)
		if msg.Text != "" && clean == "" {
			return nil
		}
		msg.Text = clean
		return msg
	case tea.PasteMsg:
		return tea.PasteMsg{Content: typed(msg.Content)}
	}
	return nil
}

// typed is what of s the reader may have meant: lines end with "\n", and there
// is no control or format character but the joiners of scripts and emoji. The
// border of the store cleans it again by stricter rules.
func typed(s string) string {
	if ascii(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, s)
}
