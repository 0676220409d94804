package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"hearsay/news"
)

// strangeStories are stories of foreign, wide and combining text with findings
// at random places, some of which are nonsense.
func strangeStories(t *rapid.T) *fakeShelf {
	shelf := &fakeShelf{}
	for i := range rapid.IntRange(0, 12).Draw(t, "stories") {
		title := strings.TrimSpace(text(t, "title", 30)) + "x"
		body := text(t, "text", 60)
		if rapid.Bool().Draw(t, "blocks") {
			body += "\n" + text(t, "more", 60) + "\n" + text(t, "end", 20)
		}
		s := tell(news.ID(100-i), text(t, "source", 8)+"s", title, body, time.Duration(i*7)*time.Hour).full
		s.Read = rapid.Bool().Draw(t, "read")
		for j := range rapid.IntRange(0, 4).Draw(t, "mentions") {
			a, b := place2(t, body)
			s.Mentions = append(s.Mentions, news.Mention{Slug: fmt.Sprint(j), Actor: news.Text("Äctor外" + fmt.Sprint(j)), Class: []news.Class{news.Group,
				news.State, news.Official, news.Agency}[j], Field: news.InText, Start: a, End: b, Unsure: j == 2})
		}
		for j := range rapid.IntRange(0, 4).Draw(t, "claims") {
			a, b := place2(t, body)
			s.Claims = append(s.Claims, news.Claim{UUID: fmt.Sprint(i, j), Kind: []news.ClaimKind{news.Accusation, news.Denial, news.NoComment, news.Denial}[j],
				Quote: news.Text(body[a:b]), Field: news.InText, Start: a, End: b, CueStart: a, CueEnd: b, Weak: j == 3, Speaker: "外交部外交部外交部外交部"})
		}
		if rapid.Bool().Draw(t, "note") {
			a, b := place2(t, body)
			s.Notes = append(s.Notes, news.Note{UUID: fmt.Sprint(i), Story: s.ID, Body: news.Text(text(t, "note", 40)), TLP: news.Red,
				Anchor: &news.Anchor{Field: news.InText, Quote: news.Text(body[a:b]), Start: a, End: b, State: news.Exact}})
		}
		if len(body) > 3 {
			a, b := place2(t, body)
			s.Blocks = []news.Block{{Start: 0, End: strings.IndexByte(body+"\n", '\n'), Kind: news.BlockKind(rapid.IntRange(0, 6).Draw(t, "kind"))}}
			s.Links = []news.Link{{Start: a, End: b, URL: "https://example.org/" + strings.Repeat("long/", 30)}}
		}
		shelf.stories = append(shelf.stories, s)
	}
	return shelf
}

// place2 are two places in a text on borders of characters, in order.
func place2(t *rapid.T, s string) (a, b int) {
	var borders []int
	for i := range s {
		borders = append(borders, i)
	}
	borders = append(borders, len(s))
	i := rapid.IntRange(0, len(borders)-1).Draw(t, "from")
	j := rapid.IntRange(i, len(borders)-1).Draw(t, "to")
	return borders[i], borders[j]
}

// checkFrame reports what is wrong with the frame, "" for nothing.
func checkFrame(a *App) string {
	lines := strings.Split(a.View().Content, "\n")
	if len(lines) != a.height {
		return fmt.Sprintf("%d lines on a screen of %d", len(lines), a.height)
	}
	for i, line := range lines {
		if w := method().StringWidth(line); w != a.width {
			return fmt.Sprintf("line %d is %d cells on a screen of %d: %q", i, w, a.width, line)
		}
	}
	foot := a.footLine()
	if a.term.ascii {
		foot = toASCII.Replace(foot)
	}
	if !a.frame.tooSmall && len(a.overlays) == 0 && lines[len(lines)-1] != foot {
		return "the last row is " + lines[len(lines)-1]
	}
	return ""
}

// Whatever is pressed, on whatever screen, with whatever text: every frame has
// the size of the screen and the row of keys is its last.
func TestEveryFrameFits(t *testing.T) {
	size := rapid.Custom(func(t *rapid.T) tea.WindowSizeMsg {
		return tea.WindowSizeMsg{Width: rapid.IntRange(1, 170).Draw(t, "w"), Height: rapid.IntRange(1, 60).Draw(t, "h")}
	})
	pressed := rapid.SampledFrom(strings.Fields("j j j k J K enter enter esc q tab h l space N M s y Y t T n e / f v v o i a x u ctrl+r r R ? D " +
		"g G ] [ c d a n u ctrl+d ctrl+u ctrl+f ctrl+b 1 3 E backspace up down left right : ctrl+p tab / 'e' enter n 'den' 'feed:' 'is:read' 'bogus:x' '外é'"))
	defer perRune.Store(false)
	rapid.Check(t, func(rt *rapid.T) {
		perRune.Store(rapid.Bool().Draw(rt, "rune by rune"))
		first := size.Draw(rt, "size")
		p := start(t, strangeStories(rt), first.Width, first.Height, func(o *Options) {
			o.Query = "since:2026"
			o.Colour = Colour(rapid.IntRange(0, 2).Draw(rt, "colour"))
			o.ASCII = rapid.Bool().Draw(rt, "ascii")
		})
		check := func(after string) {
			if wrong := checkFrame(app(p)); wrong != "" {
				rt.Fatalf("after %s: %s", after, wrong)
			}
		}
		check("start")
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 12).Draw(rt, "what") {
			case 0:
				msg := size.Draw(rt, "size")
				p.play(msg)
				check(fmt.Sprint(msg))
			case 1:
				p.play(pass(time.Second))
				check("a second")
			case 2:
				p.play(tea.MouseClickMsg{X: rapid.IntRange(0, 120).Draw(rt, "x"), Y: rapid.IntRange(0, 40).Draw(rt, "y"), Button: tea.MouseLeft})
				p.play(tea.MouseWheelMsg{X: rapid.IntRange(0, 120).Draw(rt, "x"), Y: rapid.IntRange(0, 40).Draw(rt, "y"), Button: tea.MouseWheelDown})
				check("mouse")
			default:
				key := pressed.Draw(rt, "key")
				p.keys(key)
				check(key)
			}
			if p.quit {
				p.quit = false
			}
		}
	})
}
