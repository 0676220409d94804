package ui

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

func (s *boxShelf) AddFeed(_ context.Context, f news.Feed) (news.Feed, bool, error) {
	if s.fail != nil {
		return f, false, s.fail
	}
	f.ID = news.ID(len(s.added) + 1)
	s.added = append(s.added, f)
	return f, true, nil
}

var testCatalogue = []Starter{
	{Title: "The Ledger", URL: "https://ledger.example/feed", Category: "news", Starter: true, Verified: true},
	{Title: "Harbour Wire", URL: "https://harbour.example/feed", Category: "news", Starter: true, Verified: true},
	{Title: "Kestrel Labs", URL: "https://kestrel.example/feed", Category: "vendor", Starter: true, Verified: true},
	{Title: "Unseen", URL: "https://unseen.example/feed", Category: "vendor", Starter: true},
	{Title: "外交部", URL: "https://cert.example/feed", Category: "government"},
}

func firstBox(shelf Shelf) *firstRun {
	opt := Options{Shelf: shelf, Catalogue: testCatalogue, Store: "~/.local/share/hearsay/hearsay.db",
		Import:  func(context.Context, string) (news.Text, error) { return "2 added", nil },
		Samples: func(context.Context) (news.Text, error) { return "60 stories", nil }}
	r := newFirstRun(newStyles(terminal{}, MarksAuto), opt)
	r.resize(80, 24)
	return r
}

func TestFirstRunAddsWhatIsChosen(t *testing.T) {
	tests := []struct {
		name, keys, want string
	}{
		{"nothing before enter", "down up down", ""},
		{"starter set has only verified addresses", "enter", "The Ledger, Harbour Wire, Kestrel Labs"},
		{"a category", "j enter down space enter", "Kestrel Labs, Unseen"},
		{"all categories", "j enter ctrl+y enter", "The Ledger, Harbour Wire, Kestrel Labs, Unseen, 外交部"},
		{"the current category when none is ticked", "j enter enter", "The Ledger, Harbour Wire"},
		{"back from the categories", "j enter space esc up enter", "The Ledger, Harbour Wire, Kestrel Labs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shelf := &boxShelf{}
			r := firstBox(shelf)
			if boxPlay(t, r, boxKeys(tt.keys)...) {
				t.Error("it went")
			}
			var got []string
			for _, f := range shelf.added {
				got = append(got, string(f.Title))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("added %q, want %q", got, tt.want)
			}
		})
	}
}

func TestFirstRunShowsWhatBecomesOfFeeds(t *testing.T) {
	shelf := &boxShelf{}
	r := firstBox(shelf)
	boxPlay(t, r, boxKeys("enter")...)
	if got := boxText(r, 80, 24); strings.Count(got, "waiting") != 3 || !strings.Contains(got, "0 of 3 feeds") {
		t.Errorf("no rows in\n%s", got)
	}
	boxPlay(t, r,
		fetchedMsg{step: Progress{Feed: news.Feed{ID: 3, Title: "Kestrel Labs"}, New: 34}},
		fetchedMsg{step: Progress{Feed: news.Feed{ID: 2, Title: "Harbour Wire"}, Err: &url.Error{Op: "Get", URL: "https://harbour.example/feed",
			Err: &net.DNSError{Err: "no such host", Name: "harbour.example"}}}},
		fetchedMsg{step: Progress{Feed: news.Feed{ID: 1, Title: "The Ledger"}, Err: errors.New("403 \x1b[1mthis site refuses feed readers")}})
	got := boxText(r, 80, 24)
	for _, want := range []string{"3 of 3 feeds, 34 stories, 2 failed", "34 new", "failed: 403", "failed: no such host"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	boxPlay(t, r, fetchEndedMsg{})
	if got := boxText(r, 80, 24); !strings.Contains(got, "enter read") {
		t.Errorf("the end is not told:\n%s", got)
	}
	if !boxPlay(t, r, boxKeys("enter")...) {
		t.Error("enter did not lead to the list")
	}
}

func TestFirstRunLeavesOutWhatIsNotThere(t *testing.T) {
	r := newFirstRun(newStyles(terminal{}, MarksAuto), Options{Shelf: &boxShelf{}, Catalogue: testCatalogue})
	got := boxText(r, 80, 24)
	for _, not := range []string{"OPML", "newsboat", "Look around"} {
		if strings.Contains(got, not) {
			t.Errorf("%q in\n%s", not, got)
		}
	}
}

func TestFirstRunImports(t *testing.T) {
	path := ""
	r := firstBox(&boxShelf{})
	r.opt.Import = func(_ context.Context, p string) (news.Text, error) {
		path = p
		return "", fmt.Errorf("%s: no outlines", p)
	}
	boxPlay(t, r, boxKeys("j j enter enter")...)
	if !strings.Contains(r.problem, "write the path") {
		t.Errorf("problem %q", r.problem)
	}
	boxPlay(t, r, tea.PasteMsg{Content: "/tmp/feeds.opml\n"}, press("enter"))
	if path != "/tmp/feeds.opml" || !strings.Contains(boxText(r, 80, 24), "no outlines") {
		t.Errorf("imported %q:\n%s", path, boxText(r, 80, 24))
	}
	r.opt.Import = func(context.Context, string) (news.Text, error) { return "2 added", nil }
	boxPlay(t, r, press("enter"))
	if r.step != firstFetching {
		t.Error("no round follows")
	}
}

func TestFirstRunHelpAndLeaving(t *testing.T) {
	r := firstBox(&boxShelf{})
	boxPlay(t, r, press("?"))
	if !strings.Contains(boxText(r, 80, 24), "everywhere") {
		t.Error("? shows no keys")
	}
	if boxPlay(t, r, press("esc")) || r.help != nil {
		t.Error("esc did not end the help alone")
	}
	if cmd, _ := r.update(press("q")); cmd == nil || cmd() != tea.Quit() {
		t.Error("q does not quit")
	}
	if !boxPlay(t, r, press("esc")) {
		t.Error("esc does not leave")
	}
	if r = firstBox(&boxShelf{}); !boxPlay(t, r, boxKeys("j j j enter")...) {
		t.Error("it stays after the samples were made")
	}
}
