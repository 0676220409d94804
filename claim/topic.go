package claim

import "hearsay/news"

// topicWords is how far behind a cue its object is looked at.
const topicWords = 9

// elsewhere reports whether the object of a generic cue lies outside of
// security: "declined to comment on the election", "did not rule out cuts".
// A word for an attack or a culprit beside it keeps the claim.
func (r *reading) elsewhere(w *scope) bool {
	if w.rule.kind == news.Accusation || w.rule.kind == news.Deflection {
		return false
	}
	off := false
	for k := w.cueFrom; k < w.s.to && k < w.cueTo+topicWords; k++ {
		t := &w.page.tokens[k]
		if t.classes.meets(r.g.attack) || t.mention != 0 && r.mentions[t.mention-1].Class == news.Group {
			return false
		}
		if k >= w.cueTo && (t.kind == stop || t.kind == semicolon || t.kind == closing) {
			break
		}
		off = off || k >= w.cueTo && t.classes.has(r.g.c.offobject)
	}
	return off
}

// workTitle reports whether the cue is the title of a work, written with
// capitals within a sentence: "a show called Not Guilty".
func (r *reading) workTitle(w *scope) bool {
	if w.page.field == news.InTitle || w.cueTo-w.cueFrom < 2 || w.cueFrom == w.s.from {
		return false
	}
	for k := w.cueFrom; k < w.cueTo; k++ {
		if t := &w.page.tokens[k]; !t.capital || t.mention != 0 {
			return false
		}
	}
	before := w.page.tokens[w.cueFrom-1].kind
	return before == inWord || before == opening && w.cueFrom > w.s.from+1 && w.page.tokens[w.cueFrom-2].kind == inWord
}

// listed reports whether a title only strings participles: "Accused,
// Acquitted, Employed".
func (w *scope) listed() bool {
	return w.s.title && w.cueFrom == w.s.from && w.cueTo < w.s.to && w.page.tokens[w.cueTo].kind == comma
}

// otherTopic reports whether a story names something that the press is full
// of and that is no security: sport, courts, kitchens, markets.
func (r *reading) otherTopic() bool {
	for _, p := range []*page{&r.title, &r.body} {
		for i := range p.tokens {
			if t := &p.tokens[i]; t.classes.has(r.g.c.offtopic) || t.classes.has(r.g.c.offobject) {
				return true
			}
		}
	}
	return false
}
