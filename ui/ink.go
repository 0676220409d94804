package ui

import (
	"sort"
	"strings"

	"hearsay/news"
)

// ink is what is known of one byte of a text that changes how it looks.
type ink struct {
	mention int32 // index in Full.Mentions plus one, 0 for none
	cue     int8  // 1 accusation, 2 denial, 3 what is neither
	denied  bool  // part of a denial: underlined
	quoted  bool  // a note stands on it
	weak    bool  // of a finding of low confidence
}

// inkField says for every byte of one field of a story how it looks; nil when
// nothing is marked in it. Rejected findings leave no ink.
func inkField(f *news.Full, field news.Field) []ink {
	size := len(f.Text)
	if field == news.InTitle {
		size = len(f.Title)
	}
	inks := make([]ink, size)
	each := func(start, end int, change func(*ink)) {
		for i := max(start, 0); i < min(end, size); i++ {
			change(&inks[i])
		}
	}
	for i := range f.Claims {
		c := &f.Claims[i]
		if c.Field != field || c.Status == news.Rejected {
			continue
		}
		if c.Kind == news.Denial {
			each(c.Start, c.End, func(k *ink) { k.denied = true })
		}
		cue := int8(3)
		switch c.Kind {
		case news.Accusation:
			cue = 1
		case news.Denial:
			cue = 2
		}
		each(c.CueStart, c.CueEnd, func(k *ink) { k.cue, k.weak = cue, c.Weak })
	}
	for i := range f.Mentions {
		m := &f.Mentions[i]
		if m.Field == field && m.Status != news.Rejected {
			each(m.Start, m.End, func(k *ink) { k.mention, k.weak = int32(i+1), m.Unsure })
		}
	}
	for i := range f.Notes {
		if a := f.Notes[i].Anchor; a != nil && a.Field == field && a.State != news.Lost {
			each(a.Start, a.End, func(k *ink) { k.quoted = true })
		}
	}
	return inks
}

// look is how text with this ink is drawn on top of the base look.
func (k ink) look(s *styles, f *news.Full, base look) look {
	l := base
	if k.denied {
		l = s.DenialText.over(l)
	}
	switch k.cue {
	case 1:
		l = s.Accusation.over(l)
	case 2:
		l = s.Denial.over(l)
	case 3:
		l = s.Neighbour.over(l)
	}
	if k.mention > 0 {
		l = s.actor(f.Mentions[k.mention-1].Class).over(l)
	}
	if k.weak {
		l = s.Dim.over(l)
	}
	if k.quoted {
		l = s.Quote.over(l)
	}
	return l
}

// run is a stretch of one look on a line.
type run struct {
	text string
	look look
	at   int // its first byte in the field; -1: put in by us
}

// inkRuns cuts the bytes start to end of a field into runs, with the letter of
// its class behind each name where names carry letters, and the number of its
// address behind the words of each link.
func (t *typesetter) inkRuns(field news.Field, start, end int, base look) []run {
	text, inks := t.field(field)
	var runs []run
	links := t.linkEnds(field, start, end)
	for at := start; at < end; {
		next := at + 1
		for next < end && inks[next] == inks[at] && !hasInt(links, next) {
			next++
		}
		next = min(border(text, next), end)
		k := inks[at]
		runs = append(runs, run{text[at:next], k.look(t.styles, t.full, base), at})
		if k.mention > 0 && (next == end || inks[next].mention != k.mention) {
			if mark := t.letter(&t.full.Mentions[k.mention-1]); mark != "" {
				runs = append(runs, run{mark, t.styles.Dim.over(base), -1})
			}
		}
		if i := sort.SearchInts(links, next); i < len(links) && links[i] == next {
			runs = append(runs, run{t.linkMark(next), t.styles.Dim.over(base), -1})
		}
		at = next
	}
	return runs
}

func hasInt(sorted []int, n int) bool {
	i := sort.SearchInts(sorted, n)
	return i < len(sorted) && sorted[i] == n
}

// letter is what stands behind a name: "[g]", "[g?]" when unsure, or nothing.
func (t *typesetter) letter(m *news.Mention) string {
	switch {
	case !t.styles.letters:
		return ""
	case m.Unsure:
		return "[" + m.Class.Letter() + "?]"
	}
	return "[" + m.Class.Letter() + "]"
}

// slice is the part of runs from byte start to end of their joined text.
func slice(runs []run, start, end int) []run {
	var part []run
	at := 0
	for _, r := range runs {
		from, to := max(start-at, 0), min(end-at, len(r.text))
		at += len(r.text)
		if from >= to {
			continue
		}
		if r.at >= 0 {
			r.at += from
		}
		r.text = r.text[from:to]
		part = append(part, r)
		if at >= end {
			break
		}
	}
	return part
}

// joined is the text of runs without looks.
func joined(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.text)
	}
	return b.String()
}
