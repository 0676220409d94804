package ui

import (
	"strings"
	"testing"
)

func helpBox() *help {
	return newHelp(newStyles(terminal{}, MarksAuto), inOrder(keys.contexts(), []string{"list"}))
}

// Every binding of the key map is on the help screen, by its own words.
func TestHelpShowsEveryKey(t *testing.T) {
	h := helpBox()
	all := boxText(h, 60, 400)
	for _, c := range keys.contexts() {
		if !strings.Contains(all, c.name) {
			t.Errorf("no context %q", c.name)
		}
		for _, b := range c.bindings {
			if !strings.Contains(all, b.Help().Key) || !strings.Contains(all, b.Help().Desc[:min(len(b.Help().Desc), 30)]) {
				t.Errorf("no %q (%s) of %q", b.Help().Key, b.Help().Desc, c.name)
			}
		}
	}
	if !strings.HasPrefix(strings.Split(all, "\n")[2], "│ list") {
		t.Error("the place where the reader is does not come first")
	}
}

func TestHelpIsSearched(t *testing.T) {
	tests := []struct{ typed, has, hasNot string }{
		{"'denial'", "next denial", "undo"},
		{"'T'", "tag with its actors", "undo"},
		{"'browser'", "open in browser", "star"},
		{"'zzz'", "no key does that", "undo"},
	}
	for _, tt := range tests {
		h := helpBox()
		boxPlay(t, h, boxKeys(tt.typed)...)
		got := boxText(h, 80, 24)
		if !strings.Contains(got, tt.has) || strings.Contains(got, tt.hasNot) {
			t.Errorf("typed %s: want %q, not %q:\n%s", tt.typed, tt.has, tt.hasNot, got)
		}
	}
}

func TestHelpScrollsToItsEndAndGoes(t *testing.T) {
	h := helpBox()
	h.resize(40, 10)
	boxPlay(t, h, boxKeys(strings.Repeat("ctrl+f ", 60))...)
	if got := boxText(h, 40, 10); !strings.Contains(got, "cancel") {
		t.Errorf("not at the end:\n%s", got)
	}
	boxPlay(t, h, boxKeys(strings.Repeat("up ", 300))...)
	if got := boxText(h, 40, 10); !strings.Contains(got, "list") {
		t.Errorf("not at the start:\n%s", got)
	}
	if boxPlay(t, h, boxKeys("'den' esc")...) {
		t.Error("esc left although there was a search to end")
	}
	for _, away := range []string{"esc", "q", "?"} {
		if !boxPlay(t, helpBox(), boxKeys(away)...) {
			t.Errorf("%s did not leave", away)
		}
	}
}
