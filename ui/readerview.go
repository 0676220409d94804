package ui

import (
	"fmt"
	"strings"

	"hearsay/news"
)

// span is a part of a field that is drawn in another look.
type span struct {
	field      news.Field
	start, end int
	look       look
}

// view draws exactly height lines of exactly width cells.
func (r *reader) view() []string {
	lines := make([]string, 0, r.rect.h)
	if r.art != nil {
		here := r.here()
		over := r.overlaid(here)
		for i := r.top; i < len(r.art.lines) && len(lines) < r.page(); i++ {
			lines = append(lines, r.draw(&r.art.lines[i], here, over))
		}
	}
	for len(lines) < r.page() {
		lines = append(lines, blank(r.rect.w))
	}
	if r.status > 0 {
		lines = append(lines, blank(r.rect.w))
		lines = append(lines, r.claimLines(r.rect.w, r.status-1)...)
	}
	return lines[:r.rect.h]
}

// overlaid is what is drawn differently now: the name or the claim that the
// cursor stands on, and selected text.
func (r *reader) overlaid(here stop) []span {
	var over []span
	switch here.kind {
	case onMention:
		m := &r.art.full.Mentions[r.art.mentions[here.at]]
		over = append(over, span{m.Field, m.Start, m.End, r.styles.Here})
	case onClaim:
		c := &r.art.full.Claims[r.art.claims[here.at]]
		over = append(over, span{c.Field, c.CueStart, c.CueEnd, r.styles.Here})
	}
	over = append(over, r.hitSpans()...)
	if r.pick != nil {
		over = append(over, span{r.pick.field, r.pick.start, r.pick.end, r.styles.Select})
	}
	return over
}

// draw draws one line of the article in the width of the pane.
func (r *reader) draw(l *artLine, here stop, over []span) string {
	var b strings.Builder
	w := r.rect.w
	margin := min(markMargin, l.pad)
	mark := l.look
	if here.kind == onClaim && l.field != "" {
		if c := &r.art.full.Claims[r.art.claims[here.at]]; c.Field == l.field && c.End > l.start && c.Start < l.end {
			mark = r.styles.Here.over(mark)
		}
	}
	if here.kind == onNote && l.note == here.at+1 {
		mark = r.styles.Note
		b.WriteString(blank(l.pad-margin) + mark.Render(">") + blank(margin-1))
	} else {
		b.WriteString(blank(l.pad - margin))
		text := clip(l.mark, margin)
		b.WriteString(mark.Render(text))
		b.WriteString(blank(margin - cellWidth(text)))
	}
	used := l.pad
	for _, one := range l.runs {
		for _, part := range overlay1(one, l.field, over) {
			n := cellWidth(part.text)
			if used+n > w {
				part.text = clip(part.text, w-used)
				n = cellWidth(part.text)
			}
			b.WriteString(part.look.Render(part.text))
			used += n
		}
	}
	b.WriteString(blank(w - used))
	return b.String()
}

// overlay1 cuts a run where spans begin and end, and gives the parts inside
// their look.
func overlay1(r run, field news.Field, over []span) []run {
	if r.at < 0 || field == "" {
		return []run{r}
	}
	parts := []run{r}
	for _, s := range over {
		if s.field != field {
			continue
		}
		var next []run
		for _, p := range parts {
			from := border(p.text, s.start-p.at)
			to := max(border(p.text, s.end-p.at), from)
			if from == to {
				next = append(next, p)
				continue
			}
			if from > 0 {
				next = append(next, run{p.text[:from], p.look, p.at})
			}
			next = append(next, run{p.text[from:to], s.look.over(p.look), p.at + from})
			if to < len(p.text) {
				next = append(next, run{p.text[to:], p.look, p.at + to})
			}
		}
		parts = next
	}
	return parts
}

// claimLines tell of the claim under the cursor, with its keys: rows lines.
func (r *reader) claimLines(width, rows int) []string {
	lines := make([]string, 0, rows)
	switch c, at := r.claim(); {
	case r.pick != nil:
		lines = append(lines, " "+r.pick.words()+" selected")
		lines = append(lines, " "+r.styles.Dim.Render(clip(oneLine(r.pick.quote()), width-2)))
	case r.find != nil:
		lines = append(lines, " "+clip(r.findWords(), width-2))
	case c != nil:
		lines = append(lines, " "+r.claimWords(c, at, rows == 1, width-2))
		lines = append(lines, " "+fitting(r.styles, width-2, r.claimHints()))
	case r.art != nil && len(r.art.claims) > 0:
		lines = append(lines, r.styles.Dim.Render(" "+claimCounts(r.art.full)+" in this story"))
	}
	for len(lines) < rows {
		lines = append(lines, "")
	}
	lines = lines[:rows]
	for i := range lines {
		lines[i] = fit(lines[i], width)
	}
	return lines
}

// claimWords is a claim in a line: "claim 2 of 3 · denial · Ivana Petra answers
// FNCC · suggested". Names give way when there is little room.
func (r *reader) claimWords(c *news.Claim, at int, short bool, width int) string {
	dot := " " + r.styles.marks.dot + " "
	n := fmt.Sprintf("claim %d of %d", at+1, len(r.art.claims))
	if short {
		n = fmt.Sprintf("claim %d/%d", at+1, len(r.art.claims))
	}
	status := string(c.Status)
	if status == "" {
		status = string(news.Suggested)
	}
	if c.Weak && c.Status != news.Confirmed {
		status += ", low confidence"
	}
	mark := r.styles.mark(c.Kind)
	lead, tail := " "+n+dot+claimWord(c.Kind)+dot, dot+status
	room := width - cellWidth(mark) - cellWidth(lead) - cellWidth(tail)
	text := lead + clip(who(r.art.full, c), max(room, leastName)) + tail
	if also := r.alsoHere(c); len(also) > 0 {
		more := dot + "here too: " + strings.Join(also, ", ")
		if cellWidth(mark)+cellWidth(text)+cellWidth(more) > width {
			more = fmt.Sprintf("%s+%d", dot, len(also))
		}
		text += more
	}
	return r.styles.claim(c.Kind).Render(mark) + clip(text, width-cellWidth(mark))
}

// leastName is how much of a name is shown before what follows it is cut.
const leastName = 12

// claimWord is a kind of claim in a word.
func claimWord(k news.ClaimKind) string {
	switch k {
	case news.Nondenial:
		return "no clear denial"
	case news.NoComment:
		return "no comment"
	}
	return string(k)
}

// who tells who speaks, and about or to whom.
func who(f *news.Full, c *news.Claim) string {
	speaker := speakerOf(c)
	switch {
	case c.Kind == news.Accusation && c.Target != "":
		return speaker + " accuses " + string(c.Target)
	case c.Kind == news.Accusation:
		return speaker
	}
	if c.Answers != "" {
		for i := range f.Claims {
			if a := &f.Claims[i]; a.UUID == c.Answers {
				return speaker + " answers " + speakerOf(a)
			}
		}
	}
	if c.Target != "" && c.Kind == news.Denial && c.Target != c.SpeakerActor {
		return speaker + " about " + string(c.Target)
	}
	return speaker
}

// speakerOf names who makes a claim.
func speakerOf(c *news.Claim) string {
	switch {
	case c.SpeakerActor != "":
		return string(c.SpeakerActor)
	case c.Speaker != "":
		return string(c.Speaker)
	}
	return "nobody named"
}

// alsoHere names the other marks on the line where a claim begins: the margin
// has room for one.
func (r *reader) alsoHere(c *news.Claim) []string {
	i := r.art.lineOf(c.Field, c.Start)
	if i >= len(r.art.lines) {
		return nil
	}
	l, words := &r.art.lines[i], []string(nil)
	touches := func(field news.Field, start, end int) bool {
		return field == l.field && end > l.start && start < l.end
	}
	for j := range r.art.full.Claims {
		if o := &r.art.full.Claims[j]; o != c && o.Status != news.Rejected && touches(o.Field, o.Start, o.End) {
			words = append(words, claimWord(o.Kind))
		}
	}
	for j := range r.art.full.Notes {
		if a := r.art.full.Notes[j].Anchor; a != nil && a.State != news.Lost && touches(a.Field, a.Start, a.End) {
			words = append(words, fmt.Sprintf("note %d", j+1))
		}
	}
	return words
}
