package claim

// source says who is given as the source of the words at cue, by the sentence
// or by the quotation around it. why names the way it was found.
func (r *reading) source(p *page, s sentence, h hit) (np span, why string) {
	if q := p.tokens[h.cueFrom].quote; q > 0 {
		if np, _ := r.quoteSource(p, int(q-1)); !np.empty() {
			return np, inQuotation
		}
	}
	if np := r.accordingTo(p, s); !np.empty() {
		return np, "named after according to"
	}
	if np, _ := r.leftSource(p, s, h.cueFrom, p.tokens[h.cueFrom].quote); !np.empty() {
		return np, "says it, before the cue"
	}
	if np, _ := r.rightSource(p, s, h.cueTo); !np.empty() {
		return np, "says it, behind the cue"
	}
	if np := r.labelled(p, s, h); !np.empty() {
		return np, "stands before the colon"
	}
	return span{}, ""
}

// leftSource is the subject of the nearest verb of saying left of i: the
// innermost of nested speakers.
func (r *reading) leftSource(p *page, s sentence, i int, quote uint16) (span, int) {
	for k := i - 1; k >= s.from && i-k < lookBack; k-- {
		t := &p.tokens[k]
		if t.kind == semicolon {
			break
		}
		if t.kind != inWord || t.quote != 0 && t.quote != quote {
			continue
		}
		if r.sayVerb(p, s, k) && !t.classes.has(r.g.c.findv) {
			if np := r.subjectOf(p, s, k); !np.empty() {
				return np, k
			}
			if np := r.inverted(p, s, k); !np.empty() {
				return np, k
			}
		}
	}
	return span{}, -1
}

// rightSource is the speaker behind the words: ", said X" or ", X said".
func (r *reading) rightSource(p *page, s sentence, i int) (span, int) {
	for k := i; k < s.to; k++ {
		t := &p.tokens[k]
		if t.kind == semicolon {
			break
		}
		if t.kind != inWord || t.quote != 0 || !r.sayVerb(p, s, k) || t.classes.has(r.g.c.findv) {
			continue
		}
		if k > 0 && (p.tokens[k-1].kind == comma || p.tokens[k-1].kind == closing || p.tokens[k-1].kind == dash) {
			if np := r.inverted(p, s, k); !np.empty() {
				return np, k
			}
		}
		if np := r.subjectOf(p, s, k); !np.empty() && np.from > i && p.tokens[np.from-1].kind >= comma {
			return np, k
		}
	}
	return span{}, -1
}

// inverted is the noun phrase behind a verb of saying: "said the mayor".
func (r *reading) inverted(p *page, s sentence, v int) span {
	c := &r.g.c
	k := v + 1
	if k >= s.to || p.tokens[k].kind != inWord || p.tokens[k].classes.has(c.that) || p.tokens[k].classes.has(c.adv) {
		return span{}
	}
	if t := &p.tokens[k]; t.classes.has(c.prep) && !t.capital {
		return span{}
	}
	from := k
	for ; k < s.to && k < v+24; k++ {
		t := &p.tokens[k]
		if t.kind == comma && k+1 < s.to && p.tokens[k+1].capital && p.tokens[k+1].word == 0 && !p.tokens[k-1].capital {
			continue // "said her lawyer, Ana Ruiz"
		}
		if t.kind >= comma || t.classes.has(c.sub) && (!t.classes.has(c.prep) || s.title) || t.classes.has(c.rel) || t.classes.has(c.aux) ||
			t.classes.has(c.time) || t.classes.has(c.prep) && k+1 < s.to && p.tokens[k+1].classes.has(c.time) {
			break
		}
	}
	return span{from, k}
}

// accordingTo is the party behind "according to".
func (r *reading) accordingTo(p *page, s sentence) span {
	for k := s.from; k+2 < s.to; k++ {
		noted := p.tokens[k+1].word == r.g.by && k > s.from && p.tokens[k-1].word == r.g.as && p.tokens[k].classes.has(r.g.c.say)
		if !noted && (p.tokens[k].word != r.g.according || !p.tokens[k+1].classes.has(r.g.c.to)) {
			continue // neither "according to X" nor "as noted by X"
		}
		np := r.inverted(p, s, k+1)
		if np.empty() {
			return np
		}
		words := p.gather(np.from, np.to)
		if words.has(r.g.c.alleg) && !words.has(r.g.c.genitive) && !r.named(p, np) {
			return span{} // a document without an author
		}
		return np
	}
	return span{}
}

func (r *reading) named(p *page, np span) bool {
	for k := np.from; k < np.to; k++ {
		if p.tokens[k].mention != 0 || p.tokens[k].capital && p.tokens[k].word == 0 {
			return true
		}
	}
	return false
}

// labelWords is how long the name before a colon may be.
const labelWords = 7

// labelled is the party of "X: no data was taken", and in titles of
// "No data was taken: X".
func (r *reading) labelled(p *page, s sentence, h hit) span {
	c := &r.g.c
	for k := s.from; k < s.to; k++ {
		t := &p.tokens[k]
		if t.kind != colon && !(t.kind == dash && s.title) {
			continue
		}
		label := span{s.from, k}
		if k >= h.cueTo {
			if !s.title || s.to-k-1 > 4 {
				return span{}
			}
			label = span{k + 1, s.to}
		} else if k > h.cueFrom {
			return span{}
		}
		if label.empty() || label.to-label.from > labelWords {
			return span{}
		}
		words := p.gather(label.from, label.to)
		if words.has(c.aux) || words.has(c.event) && !words.has(c.crew) && !words.has(c.govnoun) && !words.has(c.orgnoun) {
			return span{}
		}
		if t.kind == dash && !s.title {
			return span{}
		}
		label = r.aboutCut(p, label)
		return label
	}
	return span{}
}

// aboutCut drops what a label is about: "Envoy on the leak: baseless".
func (r *reading) aboutCut(p *page, np span) span {
	for k := np.from + 1; k < np.to; k++ {
		if p.tokens[k].classes.has(r.g.c.prep) && k > np.from && p.tokens[k].word == r.g.on {
			np.to = k
		}
	}
	return np
}

// quoteSource is the speaker of a quotation: named right behind it, right
// before it, or between its parts.
func (r *reading) quoteSource(p *page, q int) (span, int) {
	quote := &p.quotations[q]
	s := p.sentences[p.sentenceAt(quote.shut)]
	// behind: … ," X said / said X
	end := quote.shut + 1
	for k := end; k < s.to && k < end+30; k++ {
		t := &p.tokens[k]
		if t.kind == opening || t.kind == semicolon {
			break
		}
		if t.kind != inWord || !r.sayVerb(p, s, k) {
			continue
		}
		if k == end || k == end+1 && p.tokens[end].kind >= comma {
			if np := r.inverted(p, s, k); !np.empty() {
				return np, k
			}
		}
		if np := r.subjectOf(p, s, k); !np.empty() && np.from >= end && np.from <= end+1 {
			return np, k
		}
		break
	}
	// before: X said, "…" or X called it "…"
	if np, v := r.leftSource(p, p.sentences[p.sentenceAt(quote.open)], quote.open, 0); !np.empty() {
		return np, v
	}
	return span{}, -1
}
