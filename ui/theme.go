package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"hearsay/news"
)

// look is a style compiled to the sequence that starts it, for lines that are
// drawn after every message. The zero look changes nothing.
type look struct {
	open string
	bare string // the same without colours
}

// resetLook ends every look.
const resetLook = "\x1b[m"

// Render draws s, one line, in this look.
func (l look) Render(s string) string {
	if l.open == "" || s == "" {
		return s
	}
	return l.open + s + resetLook
}

// over is this look on top of another: what it does not say, the other says.
func (l look) over(under look) look { return look{under.open + l.open, under.bare + l.bare} }

// mono is this look without colours, for text that stands in reverse: colours
// would turn into a patchwork of backgrounds.
func (l look) mono() look { return look{l.bare, l.bare} }

// compile takes the sequence from a Lip Gloss style.
func compile(s lipgloss.Style) look {
	open, _, _ := strings.Cut(s.Render("x"), "x")
	bare, _, _ := strings.Cut(s.UnsetForeground().UnsetBackground().Render("x"), "x")
	return look{open, bare}
}

// styles are the looks of the program, by what they mean.
type styles struct {
	// Actors, by class.
	Group, State, Official, Org look
	// Claims: the margin mark and the cue. DenialText is the underlined quote.
	Accusation, Denial, Neighbour look
	DenialText                    look
	// What the reader wrote: the margin mark and tags; a quote under a note.
	Note, Quote look

	Title     look // of the open story
	Program   look // the name of the program
	Unread    look // the mark of an unread row
	Cursor    look // the current row
	Elsewhere look // the current row while another pane has the keys
	Select    look // selected text
	Found     look // what a search in the story found, but for the current place
	Here      look // the claim, actor or note that the cursor stands on
	Day       look // headings of days
	Heading   look // headings in a story
	Rule      look
	Dim       look // what is less important, or sure
	Key       look // a key in hints
	Message   look
	Error     look
	Box       look // border of dialogs and notes
	BoxName   look // title of a box
	Field     look // a text field
	Choice    look // the row of a dialog that the cursor is on

	marks   marks
	letters bool // names carry the letter of their class
}

// marks are the characters of our own that are not ASCII everywhere.
type marks struct {
	accusation, denial, neighbour, note        string
	rule, wall, tee, foot                      string // lines between panes
	topLeft, topRight, bottomLeft, bottomRight string
	dot, ellipsis                              string
}

var (
	unicodeMarks = marks{"»", "¬", "~", "+", "─", "│", "┬", "┴", "┌", "┐", "└", "┘", "·", "…"}
	asciiMarks   = marks{">>", "!", "~", "+", "-", "|", "+", "+", "+", "+", "+", "+", "-", "..."}
)

// terminal is what is known of the terminal that looks depend on.
type terminal struct {
	light  bool // its background
	colour bool
	curly  bool // knows curly underlines
	ascii  bool
}

// newStyles makes the default theme: the 16 colours of the terminal's own
// palette, so that it decides what they look like. Colour only decorates:
// every role differs from its neighbours by an attribute, a mark or a word.
func newStyles(t terminal, letters Marks) *styles {
	plain := lipgloss.NewStyle()
	bold, italic, faint := plain.Bold(true), plain.Italic(true), plain.Faint(true)
	colour := func(s lipgloss.Style, dark, light string) lipgloss.Style {
		switch {
		case !t.colour:
			return s
		case t.light:
			return s.Foreground(lipgloss.Color(light))
		}
		return s.Foreground(lipgloss.Color(dark))
	}
	line := lipgloss.UnderlineSingle
	if t.curly {
		line = lipgloss.UnderlineCurly
	}
	denied := plain.UnderlineStyle(line)
	if t.colour {
		denied = colour(denied, "14", "6")
	}
	s := &styles{
		Group:      compile(colour(bold, "13", "5")),
		State:      compile(colour(bold, "12", "4")),
		Official:   compile(colour(italic, "10", "2")),
		Org:        compile(italic),
		Accusation: compile(colour(bold, "9", "1")),
		Denial:     compile(colour(bold, "14", "6")),
		Neighbour:  compile(colour(plain, "7", "8")),
		DenialText: compile(denied),
		Note:       compile(colour(bold, "10", "2")),
		Quote:      compile(plain.Reverse(true)),
		Title:      compile(bold),
		Program:    compile(bold),
		Unread:     compile(colour(bold, "11", "4")),
		Cursor:     compile(plain.Reverse(true)),
		Elsewhere:  compile(bold),
		Select:     compile(plain.Reverse(true)),
		Found:      compile(bold.Underline(true)),
		Here:       compile(bold.Reverse(true)),
		Day:        compile(bold),
		Heading:    compile(bold),
		Rule:       compile(faint),
		Dim:        compile(faint),
		Key:        compile(bold),
		Message:    compile(bold),
		Error:      compile(colour(bold, "9", "1")),
		Box:        compile(faint),
		BoxName:    compile(bold),
		Field:      compile(plain),
		Choice:     compile(plain.Reverse(true)),
		marks:      unicodeMarks,
		letters:    letters == MarksAlways || letters == MarksAuto && !t.colour,
	}
	if t.ascii {
		s.marks = asciiMarks
	}
	return s
}

// actor is the look of a name of this class.
func (s *styles) actor(c news.Class) look {
	switch c {
	case news.Group:
		return s.Group
	case news.State:
		return s.State
	case news.Official:
		return s.Official
	}
	return s.Org
}

// claim is the look of the mark and the cue of this kind of claim.
func (s *styles) claim(k news.ClaimKind) look {
	switch k {
	case news.Accusation:
		return s.Accusation
	case news.Denial:
		return s.Denial
	}
	return s.Neighbour
}

// mark is the sign of this kind of claim.
func (s *styles) mark(k news.ClaimKind) string {
	switch k {
	case news.Accusation:
		return s.marks.accusation
	case news.Denial:
		return s.marks.denial
	}
	return s.marks.neighbour
}

// learn takes from the environment what the terminal can do. A terminal that
// is not known to draw curly underlines gets plain ones, and a locale that is
// not UTF-8 gets ASCII.
func (t *terminal) learn(env func(string) string) {
	program, name := env("TERM_PROGRAM"), env("TERM")
	for _, known := range []string{"kitty", "ghostty", "wezterm", "foot", "alacritty", "contour", "rio"} {
		if strings.Contains(name, known) || strings.EqualFold(program, known) {
			t.curly = true
		}
	}
	if program == "iTerm.app" || program == "WezTerm" || env("WT_SESSION") != "" || env("VTE_VERSION") >= "5200" {
		t.curly = true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(env(name)); locale != "" {
			t.ascii = !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
			break
		}
	}
}
