package ui

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// timerMsg stands in tests for a timer that has not run out. play keeps them;
// pass(d) lets time go by.
type timerMsg struct {
	left time.Duration
	msg  tea.Msg
}

// passMsg is time that goes by while the program is played.
type passMsg time.Duration

func pass(d time.Duration) tea.Msg { return passMsg(d) }

func TestMain(m *testing.M) {
	after = func(d time.Duration, msg tea.Msg) tea.Cmd {
		return func() tea.Msg { return timerMsg{d, msg} }
	}
	os.Exit(m.Run())
}

// player plays messages into a program without a terminal.
type player struct {
	t      testing.TB
	model  tea.Model
	timers []timerMsg
	quit   bool
	copied []string    // what went to the clipboard
	shelf  sync.Locker // held while Update and View run: who reads the store there waits for ever
}

// play delivers messages, and the answers to the commands they start, until
// the program is still.
func (p *player) play(msgs ...tea.Msg) {
	p.t.Helper()
	for _, msg := range msgs {
		if d, ok := msg.(passMsg); ok {
			p.pass(time.Duration(d))
			continue
		}
		p.deliver(msg)
	}
}

// deliver handles one message and everything that follows from it.
func (p *player) deliver(msg tea.Msg) {
	queue := []tea.Msg{msg}
	for steps := 0; len(queue) > 0; steps++ {
		if steps > 100_000 {
			p.t.Fatal("the program does not come to rest")
		}
		msg := queue[0]
		queue = queue[1:]
		switch msg := msg.(type) {
		case nil:
			continue
		case timerMsg:
			p.timers = append(p.timers, msg)
			continue
		case tea.QuitMsg:
			p.quit = true
			continue
		case tea.BatchMsg:
			for _, cmd := range msg {
				if cmd != nil {
					queue = append(queue, cmd())
				}
			}
			continue
		}
		v := reflect.ValueOf(msg)
		if v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() { // a sequence
			for i := range v.Len() {
				if cmd := v.Index(i).Interface().(tea.Cmd); cmd != nil {
					queue = append(queue, cmd())
				}
			}
			continue
		}
		if v.Type().String() == "tea.setClipboardMsg" {
			p.copied = append(p.copied, v.String())
			continue
		}
		if p.shelf != nil {
			p.shelf.Lock()
		}
		var cmd tea.Cmd
		p.model, cmd = p.model.Update(msg)
		_ = p.model.View()
		if p.shelf != nil {
			p.shelf.Unlock()
		}
		if cmd != nil {
			queue = append(queue, cmd())
		}
	}
}

// pass lets time go by: timers that have run out are delivered in order.
func (p *player) pass(d time.Duration) {
	for {
		first := -1
		for i, timer := range p.timers {
			if timer.left <= d && (first < 0 || timer.left < p.timers[first].left) {
				first = i
			}
		}
		if first < 0 {
			break
		}
		timer := p.timers[first]
		p.timers = append(p.timers[:first], p.timers[first+1:]...)
		for i := range p.timers {
			p.timers[i].left -= timer.left
		}
		d -= timer.left
		p.deliver(timer.msg)
	}
	for i := range p.timers {
		p.timers[i].left -= d
	}
}

// keys plays key presses written as in keys.go, separated by blanks; "space"
// and "enter" by name. Text to type is written as 'text'.
func (p *player) keys(pressed string) {
	p.t.Helper()
	for _, word := range strings.Fields(pressed) {
		if len(word) > 2 && word[0] == '\'' && word[len(word)-1] == '\'' {
			for _, r := range strings.ReplaceAll(word[1:len(word)-1], "_", " ") {
				p.play(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		p.play(press(word))
	}
}

// press is the message for a key.
func press(name string) tea.KeyPressMsg {
	var k tea.KeyPressMsg
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+"):
			k.Mod |= tea.ModCtrl
			name = name[5:]
			continue
		case strings.HasPrefix(name, "shift+"):
			k.Mod |= tea.ModShift
			name = name[6:]
			continue
		case strings.HasPrefix(name, "alt+"):
			k.Mod |= tea.ModAlt
			name = name[4:]
			continue
		}
		break
	}
	special := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp,
		"down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "f1": tea.KeyF1}
	if code, ok := special[name]; ok {
		k.Code = code
		return k
	}
	if name == "space" {
		k.Code, k.Text = tea.KeySpace, " "
		return k
	}
	r := []rune(name)[0]
	k.Code = r
	if k.Mod == 0 {
		k.Text = name
	}
	return k
}

// text is the screen as it reads, without looks.
func (p *player) text() string {
	text, _ := draw(p.t, p.model)
	return strings.Join(text, "\n")
}

// screen is what the terminal shows: the text, and under it a letter for the
// look of every cell, with what the letters mean.
func (p *player) screen() string {
	text, looks := draw(p.t, p.model)
	var b strings.Builder
	for _, line := range text {
		fmt.Fprintf(&b, "|%s|\n", line)
	}
	letters := map[string]byte{"": '.'}
	var legend []string
	for _, line := range looks {
		b.WriteByte('|')
		for _, l := range line {
			letter, ok := letters[l]
			if !ok {
				letter = byte('a' + len(legend))
				if len(legend) >= 26 {
					letter = byte('A' + len(legend) - 26)
				}
				letters[l] = letter
				legend = append(legend, fmt.Sprintf("%c %s", letter, l))
			}
			b.WriteByte(letter)
		}
		b.WriteString("|\n")
	}
	b.WriteString(strings.Join(legend, "\n") + "\n")
	return b.String()
}

// draw shows the view on a terminal emulator of the program's size.
func draw(t testing.TB, m tea.Model) (text []string, looks [][]string) {
	t.Helper()
	view := m.View()
	lines := strings.Split(view.Content, "\n")
	w, h := 0, len(lines)
	if s, ok := m.(interface{ size() (int, int) }); ok {
		w, h = s.size()
	}
	if w == 0 || h == 0 {
		return nil, nil
	}
	term := vt.NewEmulator(w, h)
	defer term.Close()
	// Lines are placed one by one, so that none can push the next away.
	for y, line := range lines {
		fmt.Fprintf(term, "\x1b[%d;1H%s", y+1, line)
	}
	for y := range h {
		var line strings.Builder
		row := make([]string, 0, w)
		for x := 0; x < w; {
			cell := term.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				line.WriteByte(' ')
				row = append(row, "")
				x++
				continue
			}
			line.WriteString(cell.Content)
			for range cell.Width {
				row = append(row, describe(cell.Style))
			}
			x += cell.Width
		}
		text = append(text, line.String())
		looks = append(looks, row)
	}
	return text, looks
}

// describe puts the look of a cell in words.
func describe(s uv.Style) string {
	var words []string
	for _, a := range []struct {
		bit  uint8
		name string
	}{{uv.AttrBold, "bold"}, {uv.AttrFaint, "faint"}, {uv.AttrItalic, "italic"}, {uv.AttrReverse, "reverse"},
		{uv.AttrStrikethrough, "struck"}} {
		if s.Attrs&a.bit != 0 {
			words = append(words, a.name)
		}
	}
	switch s.Underline {
	case uv.UnderlineNone:
	case uv.UnderlineCurly:
		words = append(words, "curly")
	default:
		words = append(words, "underline")
	}
	if s.Fg != nil {
		words = append(words, fmt.Sprintf("colour %v", s.Fg))
	}
	if s.Bg != nil {
		words = append(words, fmt.Sprintf("on %v", s.Bg))
	}
	return strings.Join(words, " ")
}

// golden compares with the file named after the test under testdata.
func golden(t *testing.T, got string) {
	t.Helper()
	file := filepath.Join("testdata", strings.NewReplacer("/", "-", " ", "_").Replace(t.Name())+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}
