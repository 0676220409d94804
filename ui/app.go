// Package ui is the reader in the terminal: panes, dialogs, keys, looks.
//
// App is the only model. A pane is a plain struct that owns its state; App
// routes messages to panes and dialogs. A message is a fact: what a command,
// which runs on a goroutine of its own, has read or changed. Update and View
// touch neither store nor network, file nor clock.
package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"hearsay/news"
)

// App is the program on the screen.
type App struct {
	opt    Options
	work   *work
	desk   *desk
	styles *styles
	term   terminal
	now    time.Time
	counts Counts

	width, height int
	frame         frame
	list          *list
	reader        *reader
	reading       bool // the open story has the keys
	overlays      []overlay
	prompt        *prompt                 // nil: nothing is typed in the last row
	history       map[promptKind][]string // of lines that were applied, oldest first

	place   place
	back    []place // where esc goes
	waiting string  // a prefix key, "" for none
	hinted  bool    // its continuations are shown
	count   int     // digits typed before a key
	clicked news.ID // a second click soon opens it

	recent  []string // commands that ran from the palette, the last first
	message message
	fetch   *fetching // nil: no round goes on
	rounds  int       // begun so far
}

// New is the program, for Run and for tests.
func New(opt Options) *App {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Zone == nil {
		opt.Zone = time.Local
	}
	if opt.Query == "" {
		opt.Query = unreadQuery
	}
	opt.desk = &desk{}
	a := &App{opt: opt, desk: opt.desk, now: opt.Now(), term: terminal{light: opt.Background == BackgroundLight, colour: opt.Colour != ColourNever, ascii: opt.ASCII}}
	a.work = &work{ctx: context.Background(), shelf: opt.Shelf, now: opt.Now}
	a.styles = newStyles(a.term, opt.Marks)
	a.list = newList(a.work, a.styles, opt.Zone)
	a.list.now = a.now
	a.reader = &reader{work: a.work, styles: a.styles, zone: opt.Zone}
	return a
}

// Run shows the program until the reader leaves it or ctx ends, and restores
// the terminal. A note that is open then, and a note that is being saved, are
// on disk when it returns. Other commands that are still at work see their
// context end; the caller waits for its own before it closes the store.
func Run(ctx context.Context, opt Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := New(opt)
	a.work.ctx = ctx
	perRune.Store(true) // until the terminal says otherwise
	with := []tea.ProgramOption{tea.WithContext(ctx)}
	if opt.Input != nil {
		with = append(with, tea.WithInput(opt.Input))
	}
	if opt.Output != nil {
		with = append(with, tea.WithOutput(opt.Output))
	}
	if opt.Env != nil {
		with = append(with, tea.WithEnvironment(opt.Env))
	}
	switch opt.Colour {
	case ColourNever:
		with = append(with, tea.WithColorProfile(colorprofile.ASCII))
	case ColourAlways:
		with = append(with, tea.WithColorProfile(colorprofile.ANSI))
	}
	_, err := tea.NewProgram(a, with...).Run()
	if ctx.Err() != nil || errors.Is(err, tea.ErrInterrupted) {
		err = nil // asked to end
	}
	return errors.Join(err, a.keepLastWords())
}

// Init asks for all that the first screen needs.
func (a *App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.goTo(headlines(a.opt.Query)), readCounts(a.work, true),
		after(clockTick, tickMsg{}), visited(a.work), lookForDrafts(a.work, a.opt.Drafts, false))
}

// Update routes. What a message does stands in the pane that knows it.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		return a, a.resize(false)
	case tea.BackgroundColorMsg:
		if a.opt.Background == BackgroundAuto {
			a.term.light = !msg.IsDark()
		}
		return a, a.restyle()
	case tea.ColorProfileMsg:
		a.term.colour = msg.Profile > colorprofile.ASCII && a.opt.Colour != ColourNever
		return a, a.restyle()
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && msg.Value != ansi.ModeNotRecognized && msg.Value != ansi.ModePermanentlyReset {
			perRune.Store(false)
			return a, a.resize(true)
		}
		return a, nil
	case tea.EnvMsg:
		a.term.learn(msg.Getenv)
		a.term.ascii = a.term.ascii || a.opt.ASCII
		return a, a.restyle()
	case tea.KeyPressMsg, tea.PasteMsg:
		return a, a.input(msg)
	case tea.MouseMsg:
		return a, a.mouse(msg)
	}
	return a, tea.Batch(a.answer(msg), a.list.update(msg), a.reader.update(msg), a.updateOverlays(msg), a.follow())
}

// updateOverlays gives an answer to every dialog; those that are done go.
func (a *App) updateOverlays(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	kept := a.overlays[:0:0]
	for _, o := range a.overlays {
		cmd, done := o.update(msg)
		cmds = append(cmds, cmd)
		if !done {
			kept = append(kept, o)
		}
	}
	a.overlays = kept
	return tea.Batch(cmds...)
}

// push puts a dialog on top. One that has something to read says so in open.
func (a *App) push(o overlay) tea.Cmd {
	o.resize(a.width, a.height)
	a.overlays = append(a.overlays, o)
	if opener, ok := o.(interface{ open() tea.Cmd }); ok {
		return opener.open()
	}
	return nil
}

// resize gives every part its place; restyled says that looks changed too.
func (a *App) resize(restyled bool) tea.Cmd {
	a.frame = layout(a.width, a.height, a.reading)
	a.list.focus = !a.reading
	a.list.resize(a.frame)
	a.reader.focus = a.reading
	for _, o := range a.overlays {
		o.resize(a.width, a.height)
	}
	return tea.Batch(a.reader.resize(layout(a.width, a.height, true), restyled), a.list.want())
}

// restyle makes the looks anew, for another background, say.
func (a *App) restyle() tea.Cmd {
	fresh := newStyles(a.term, a.opt.Marks)
	if *fresh == *a.styles {
		return nil
	}
	*a.styles = *fresh // dialogs and panes hold the pointer
	return a.resize(true)
}

// size is the screen in cells, for tests.
func (a *App) size() (width, height int) { return a.width, a.height }

// View draws the screen from memory alone: height lines of width cells.
func (a *App) View() tea.View {
	text := strings.Join(a.lines(), "\n")
	if a.term.ascii {
		text = toASCII.Replace(text)
	}
	view := tea.NewView(text)
	view.AltScreen = true
	view.WindowTitle = "hearsay"
	if !a.opt.NoMouse {
		view.MouseMode = tea.MouseModeCellMotion
	}
	return view
}

// toASCII writes typographic characters, of ours and of stories, with those of
// ASCII that are as wide.
var toASCII = strings.NewReplacer("…", ".", "·", "-", "“", "\"", "”", "\"", "„", "\"", "’", "'", "‘", "'", "–", "-", "—", "-", "×", "x", "\u00a0", " ")

// lines are the rows of the screen, dialogs on top.
func (a *App) lines() []string {
	f := a.frame
	if f.tooSmall || a.width < 1 || a.height < 1 {
		return a.tooSmall()
	}
	s, lines := a.styles, make([]string, 0, a.height)
	rule := s.Rule.Render(strings.Repeat(s.marks.rule, a.width))
	lines = append(lines, a.headLine())
	if f.query.h > 0 {
		lines = append(lines, a.queryLine())
	}
	if f.wide {
		lines = append(lines, a.ruleWith(s.marks.tee))
		left, right, wall := a.list.view(a.empty()), a.reader.view(), s.Rule.Render(s.marks.wall)
		for i := range left {
			lines = append(lines, left[i]+wall+right[i])
		}
		lines = append(lines, a.ruleWith(s.marks.foot))
	} else {
		lines = append(lines, rule)
		if a.reading {
			lines = append(lines, a.reader.view()...)
		} else {
			lines = append(lines, a.list.view(a.empty())...)
		}
		lines = append(lines, rule)
		lines = append(lines, a.strip()...)
	}
	lines = append(lines, a.footLine())
	for _, o := range a.overlays {
		if box := o.view(); len(box) > 0 {
			lines = splice(lines, box, (a.width-cellWidth(box[0]))/2, (a.height-len(box))/2, a.width)
		}
	}
	if box, x := a.offersBox(); len(box) > 0 {
		lines = splice(lines, box, x, a.height-1-len(box), a.width)
	}
	if a.hinted {
		if box := pendingBox(a.styles, a.opt.contexts(), a.waiting, screenSize{a.width, a.height}); len(box) > 0 {
			lines = splice(lines, box, 1, a.height-2-len(box), a.width)
		}
	}
	return lines
}

// ruleWith is a rule with a joint where the wall between the panes meets it.
func (a *App) ruleWith(joint string) string {
	dash, at := a.styles.marks.rule, a.frame.wall.x
	return a.styles.Rule.Render(strings.Repeat(dash, at) + joint + strings.Repeat(dash, a.width-at-1))
}

// tooSmall is the screen of a window that holds nothing.
func (a *App) tooSmall() []string {
	lines := make([]string, max(a.height, 0))
	for i := range lines {
		lines[i] = blank(a.width)
	}
	if len(lines) > 0 {
		lines[0] = fit("needs 40×10", a.width)
	}
	return lines
}
