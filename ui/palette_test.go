package ui

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// everything gives the program all functions, so that it has all its keys.
func everything(o *Options) {
	o.Drafts = &boxDrafts{}
	o.Fetch = func(context.Context, []news.ID, bool) <-chan Progress { return nil }
	o.Export = func(context.Context, ExportJob) (news.Text, error) { return "", nil }
	o.Open = func(context.Context, string) error { return nil }
	o.Editor = func(p string) *exec.Cmd { return exec.Command("true", p) }
	o.Formats = []string{"markdown"}
}

// paletteOf is the palette that is open, nil for none.
func paletteOf(p *player) *palette {
	if all := app(p).overlays; len(all) > 0 {
		box, _ := all[len(all)-1].(*palette)
		return box
	}
	return nil
}

// Everything that has a key is in the palette with it; what cannot be done with
// these options is neither there nor among the keys.
func TestPaletteHasEveryCommand(t *testing.T) {
	p := start(t, newsroom(), 120, 36, everything)
	p.keys("enter / 'ruritania' enter v :")
	for _, c := range keys.contexts() {
		if c.dialog() {
			continue
		}
		for _, b := range c.bindings {
			found := b.Help() == keys.Palette.Help()
			for _, cmd := range paletteOf(p).all {
				found = found || cmd.shown == b.Help().Key && cmd.name == commandName(c.name, b)
			}
			if !found {
				t.Errorf("no %s (%s)", b.Help().Desc, b.Help().Key)
			}
		}
	}

	p = start(t, newsroom(), 120, 60)
	p.keys(":")
	for _, cmd := range paletteOf(p).all {
		for _, gone := range []string{"Fetch", "Export", "Open in", "unfinished", "Confirm", "Select by"} {
			if strings.Contains(cmd.name, gone) {
				t.Errorf("there is %q", cmd.name)
			}
		}
	}
	p.keys("esc ?")
	help := boxText(app(p).overlays[0], 92, 300)
	for _, gone := range []string{"fetch all", "export", "open in browser", "unfinished", "editor"} {
		if strings.Contains(help, gone) {
			t.Errorf("the help has %q", gone)
		}
	}
}

func TestPaletteFindsWhatFitsBest(t *testing.T) {
	tests := []struct{ typed, first string }{
		{"'denials'", "Go to denials"},
		{"'nextden'", "Next denial"},
		{"'nxcl'", "Next claim"},
		{"'gd'", "Go to denials"},
		{"'T'", "Tag with its actors"},
		{"'redo'", "Redo"},
		{"'star'", "Star"},
		{"'browser'", "Open in browser"},
		{"'EXPORT'", "Export"},
		{"'zzz'", ""},
	}
	for _, tt := range tests {
		p := start(t, newsroom(), 80, 24, everything)
		p.keys(": " + tt.typed)
		box, first := paletteOf(p), ""
		if len(box.found) > 0 {
			first = box.found[0].name
		}
		if first != tt.first {
			t.Errorf("%s finds %q, want %q", tt.typed, first, tt.first)
		}
	}
}

func TestPaletteRunsWhatTheKeyDoes(t *testing.T) {
	shelf := newsroom()
	p := start(t, shelf, 80, 24, everything)
	p.keys("j ctrl+p 'star' enter")
	if !shelf.find(98).Starred || len(app(p).overlays) != 0 {
		t.Error("star was not run on the story under the cursor")
	}
	p.expect("1 story marked star, u undoes")
	p.keys(": 'tag' enter")
	p.expect("Tag 1 story")
	p.keys("esc : 'go_to_den' enter")
	p.expect("Denials", "has:denial")
	p.keys(": 'all_stories' enter")
	p.expect("Stories: all", "12 of 12")
	p.keys(": ctrl+r")
	if got := paletteOf(p).typed.value(); got != "Show all stories" {
		t.Errorf("ctrl+r brings back %q", got)
	}
	p.keys("ctrl+r")
	if got := paletteOf(p).typed.value(); got != "Go to denials" {
		t.Errorf("ctrl+r twice brings back %q", got)
	}
	p.keys("ctrl+u 'nex_cl' tab enter")
	if !app(p).reading || app(p).reader.stop.kind != onClaim {
		t.Error("next claim did not open the story there")
	}
	p.keys(": 'quit_at_once' enter")
	if !p.quit {
		t.Error("quit did not leave")
	}
}

func TestPaletteShowsTheLastCommandsFirst(t *testing.T) {
	p := start(t, newsroom(), 80, 24, everything)
	p.keys(": 'star' enter : 'undo' enter :")
	if box := paletteOf(p); box.found[0].name != "Undo" || box.found[1].name != "Star" {
		t.Errorf("first are %q and %q", box.found[0].name, box.found[1].name)
	}
	p.keys("down enter")
	p.expect("marked star")
	p.keys(": 'undo' 'zzz'")
	p.expect("no command does that")
	p.keys("enter") // nothing to run
	p.expect("no command does that")
	p.play(tea.PasteMsg{Content: "pasted"})
	p.keys("esc")
	p.play(pass(messageStays))
	p.expect(": commands")
}

func TestPaletteFrames(t *testing.T) {
	for _, size := range [][2]int{{120, 36}, {80, 24}, {50, 20}, {40, 10}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			p := start(t, newsroom(), size[0], size[1], everything)
			p.keys(": 'den'")
			golden(t, p.screen())
		})
	}
}
