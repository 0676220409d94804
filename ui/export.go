package ui

import (
	"context"
	"path/filepath"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

const exportWidth = 76 // cells of the dialog

// exportPart is a part of the dialog that can have the focus.
type exportPart int

const (
	exportFormat exportPart = iota
	exportWhat
	exportPath
	exportLevel
	exportParts
)

// exportScope is something that can be exported.
type exportScope struct {
	name  string
	ids   []news.ID   // nil: what query asks for
	query query.Query // zero with nil ids: whatever has notes or tags
}

// exportScopes are the things that the dialog offers: the stories under the
// cursor or selected, those of the list, and all that the reader worked on.
func exportScopes(chosen, list []news.ID, q query.Query) []exportScope {
	var scopes []exportScope
	switch {
	case len(chosen) == 1:
		scopes = append(scopes, exportScope{name: "this story", ids: chosen})
	case len(chosen) > 1:
		scopes = append(scopes, exportScope{name: digits(len(chosen)) + " selected", ids: chosen})
	}
	if len(list) > 0 {
		scopes = append(scopes, exportScope{name: "this list (" + digits(len(list)) + ")", ids: list, query: q})
	}
	return append(scopes, exportScope{name: "all noted or tagged"})
}

// exportDialog asks what to export, as what, and where to.
type exportDialog struct {
	styles *styles
	run    func(context.Context, ExportJob) (news.Text, error)
	screen screenSize

	formats []string
	scopes  []exportScope
	folder  string // that paths are proposed in
	format  int
	scope   int
	level   int // in news.TLPs: notes that are stricter are left out
	path    *field
	own     bool // the reader wrote the path
	focus   exportPart

	cancel  context.CancelFunc // of the export that runs; nil: none
	problem string
}

// newExportDialog is a dialog on these scopes, of which there is one or more.
func newExportDialog(st *styles, opt Options, scopes []exportScope) *exportDialog {
	d := &exportDialog{styles: st, run: opt.Export, formats: opt.Formats, scopes: scopes, folder: opt.ExportTo,
		level: len(news.TLPs) - 1, path: newField("")}
	if len(d.formats) == 0 {
		d.formats = []string{"markdown"}
	}
	d.propose()
	return d
}

// propose writes the usual path for the format, unless the reader wrote one.
func (d *exportDialog) propose() {
	if d.own {
		return
	}
	name := "hearsay-notes"
	if f := d.formats[d.format]; f != "markdown" {
		name = "hearsay." + f
	}
	d.path.set(filepath.Join(d.folder, name))
}

func (d *exportDialog) resize(width, height int) { d.screen = screenSize{width, height} }

// What became of an export.
type (
	exportedMsg    struct{ said news.Text } // how much, and where it is
	notExportedMsg struct{ err error }
)

func (d *exportDialog) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case exportedMsg:
		return nil, d.cancel != nil
	case notExportedMsg:
		if d.cancel != nil {
			d.cancel()
			d.cancel, d.problem = nil, plain(msg.err.Error())
		}
	case tea.PasteMsg:
		if d.focus == exportPath && d.cancel == nil {
			d.write(tea.PasteMsg{Content: strings.TrimSpace(msg.Content)})
		}
	case tea.KeyPressMsg:
		return d.press(msg)
	}
	return nil, false
}

// press answers a key. While an export runs only esc does: it stops it.
func (d *exportDialog) press(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	switch {
	case key.Matches(msg, keys.Cancel):
		if d.cancel != nil {
			d.cancel()
			return nil, false // its answer says that it was stopped
		}
		return nil, true
	case d.cancel != nil:
		return nil, false
	}
	d.problem = ""
	switch {
	case key.Matches(msg, keys.Apply):
		return d.start(), false
	case key.Matches(msg, keys.NextField), key.Matches(msg, keys.DialogDown):
		d.step(+1)
	case key.Matches(msg, keys.PrevField), key.Matches(msg, keys.DialogUp):
		d.step(-1)
	case d.focus == exportPath:
		d.write(msg)
	case key.Matches(msg, keys.Toggle), msg.Code == tea.KeyRight:
		d.choose(+1)
	case msg.Code == tea.KeyLeft:
		d.choose(-1)
	}
	return nil, false
}

func (d *exportDialog) step(by int) {
	d.focus = (d.focus + exportPart(by) + exportParts) % exportParts
	d.path.focus(d.focus == exportPath)
}

// choose changes the part with the focus to its next value.
func (d *exportDialog) choose(by int) {
	turn := func(at *int, n int) { *at = (*at + by + n) % n }
	switch d.focus {
	case exportFormat:
		turn(&d.format, len(d.formats))
		d.propose()
	case exportWhat:
		turn(&d.scope, len(d.scopes))
	case exportLevel:
		turn(&d.level, len(news.TLPs))
	}
}

func (d *exportDialog) write(msg tea.Msg) {
	before := d.path.value()
	d.path.update(msg)
	d.own = d.own || d.path.value() != before
}

// start begins the export.
func (d *exportDialog) start() tea.Cmd {
	path := strings.TrimSpace(d.path.value())
	if path == "" {
		d.problem = "where to? write the path of a file or folder"
		return nil
	}
	scope := d.scopes[d.scope]
	job := ExportJob{IDs: scope.ids, Query: scope.query, Format: d.formats[d.format], Path: path}
	if d.level < len(news.TLPs)-1 {
		job.MaxTLP = news.TLPs[d.level]
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	return exportStories(ctx, d.run, job)
}

// exportStories runs an export.
func exportStories(ctx context.Context, run func(context.Context, ExportJob) (news.Text, error), job ExportJob) tea.Cmd {
	return func() tea.Msg {
		said, err := run(ctx, job)
		if err != nil {
			return notExportedMsg{err}
		}
		return exportedMsg{said}
	}
}

func (d *exportDialog) view() []string {
	inner := d.screen.inner(exportWidth)
	names := make([]string, len(d.scopes))
	for i, s := range d.scopes {
		names[i] = s.name
	}
	level := strings.TrimPrefix(news.TLPs[d.level].Label(), "TLP:")
	if d.level == len(news.TLPs)-1 {
		level += ", all notes"
	}
	pathLabel := d.label("to", exportPath)
	lines := []string{
		radio(d.styles, "as  ", d.formats, d.format, d.focus == exportFormat, inner),
		radio(d.styles, "what", names, d.scope, d.focus == exportWhat, inner),
		pathLabel + blank(4) + d.path.view(max(inner-6, 1)),
		d.label("notes up to TLP", exportLevel) + "  " + chosen(d.styles, "< "+level+" >", d.focus == exportLevel),
	}
	if len(lines)+1 < d.screen.rows() {
		lines = append(lines, "")
	}
	return drawBox(d.styles, "Export", append(lines, d.foot(inner)...), exportWidth, d.screen)
}

func (d *exportDialog) label(name string, part exportPart) string {
	return partLabel(d.styles, name, d.focus == part)
}

// foot is what went wrong, on two lines when it is long, else the keys.
func (d *exportDialog) foot(width int) []string {
	switch {
	case d.problem != "":
		lines := brokenUp(d.problem, width, 2)
		for i := range lines {
			lines[i] = d.styles.Error.Render(lines[i])
		}
		return lines
	case d.cancel != nil:
		return []string{d.styles.Dim.Render("exporting "+d.styles.marks.ellipsis) + "  " + tips(d.styles, width, tip{"esc", "stop"})}
	}
	return []string{tips(d.styles, width, tip{"enter", "export"}, tip{"tab", "next"}, tip{"space", "change"}, tip{"esc", "cancel"})}
}
