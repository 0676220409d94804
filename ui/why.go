package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// newWhy tells why a claim was marked.
func newWhy(s *styles, f *news.Full, c *news.Claim) overlay {
	return &why{styles: s, full: f, claim: c}
}

// why is a box that tells what the program thought.
type why struct {
	styles *styles
	full   *news.Full
	claim  *news.Claim
	screen screenSize
}

const whyWidth = 66

func (w *why) resize(width, height int) { w.screen = screenSize{width, height} }

// update goes away with any key.
func (w *why) update(msg tea.Msg) (tea.Cmd, bool) {
	_, pressed := msg.(tea.KeyPressMsg)
	return nil, pressed
}

// view lists what is known of the claim.
func (w *why) view() []string {
	c, s := w.claim, w.styles
	width := w.screen.inner(whyWidth)
	var lines []string
	tell := func(label, text string) {
		if text = oneLine(text); text == "" {
			return
		}
		for i, part := range brokenUp(text, width-10, 4) {
			if i > 0 {
				label = ""
			}
			lines = append(lines, s.Dim.Render(fit(label, 10))+part)
		}
	}
	kind := claimWord(c.Kind)
	if c.Sub != "" {
		kind += " (" + c.Sub + ")"
	}
	speaker := speakerOf(c)
	if c.Speaker != "" && c.Speaker != c.SpeakerActor && c.SpeakerActor != "" {
		speaker += " (“" + string(c.Speaker) + "”)"
	}
	tell("kind", kind)
	tell("speaker", speaker)
	tell("about", string(c.Target))
	tell("words", "“"+string(c.Cue)+"”")
	tell("quote", string(c.Quote))
	tell("because", c.Why)
	tell("rule", c.Rule)
	if c.Weak {
		tell("", "found by a weak rule: low confidence")
	}
	status := string(c.Status)
	if status == "" {
		status = string(news.Suggested)
	}
	if c.ByUser {
		status += " by you"
	}
	tell("status", status)
	lines = append(lines, "", s.Dim.Render("What is reported to have been said, not what happened."), tips(s, width, tip{"esc", "close"}))
	return drawBox(s, fmt.Sprintf("Why this is marked %s", s.mark(c.Kind)), lines, width, w.screen)
}
