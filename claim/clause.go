package claim

// span is a run of tokens.
type span struct{ from, to int }

func (s span) empty() bool { return s.to <= s.from }

// lookBack bounds how far left a subject or source is looked for, so that a
// sentence without end costs linear time.
const lookBack = 80

// sayVerb reports whether token i is a finite verb of saying rather than a
// noun such as "the report" or "his comments".
func (r *reading) sayVerb(p *page, s sentence, i int) bool {
	if i < s.from || i >= s.to {
		return false
	}
	c, t := &r.g.c, &p.tokens[i]
	if !t.classes.has(c.say) {
		return false
	}
	if t.mention != 0 || t.capital && !p.titled && i > s.from && p.tokens[i-1].kind != opening && !s.title {
		return false // "the United States"
	}
	if t.classes.has(c.sayadj) {
		return i > s.from && i+1 < s.to && p.tokens[i+1].classes.has(c.that) && p.tokens[i-1].classes.has(c.be)
	}
	if t.forms&(past|third|base) == 0 && t.forms != plain {
		return false
	}
	if i == s.from && t.forms&past == 0 {
		return false
	}
	if t.classes.has(c.findv) && i > s.from && p.tokens[i-1].classes.has(c.be) {
		return false // "was found"
	}
	if i > s.from && p.tokens[i-1].classes.has(c.be) && !t.classes.has(c.told) {
		return false // "it is said", "was reported"
	}
	if !t.classes.has(c.nounverb) || i == s.from {
		return true
	}
	before := &p.tokens[i-1]
	if before.classes.has(c.det) && !before.classes.has(c.that) || before.classes.has(c.prep) || before.classes.has(c.genitive) ||
		before.classes.has(c.alleg) || before.classes.has(c.nation) && t.forms&past == 0 || before.classes.has(c.falsew) {
		return false
	}
	return true
}

// groupStart is the first token of the verb group that ends at v: auxiliaries,
// negations and adverbs before the verb belong to it.
func (r *reading) groupStart(p *page, s sentence, v int) int {
	c := &r.g.c
	for v > s.from {
		t := &p.tokens[v-1]
		if t.kind == opening || t.kind == closing {
			if v-1 > s.from && (p.tokens[v-2].classes.has(c.aux) || p.tokens[v-2].classes.has(c.adv) || p.tokens[v-2].classes.has(c.not)) {
				v--
				continue
			}
			break
		}
		if t.kind > inWord || !t.classes.has(c.aux) && !t.classes.has(c.adv) && !t.classes.has(c.not) && !t.classes.has(c.carry) &&
			!(t.classes.has(c.to) && v-1 > s.from && p.tokens[v-2].classes.has(c.carry)) || t.classes.has(c.time) && t.capital {
			break
		}
		v--
	}
	return v
}

// subjectOf finds the noun phrase that the verb at v belongs to. Empty when
// the sentence has none.
func (r *reading) subjectOf(p *page, s sentence, v int) span {
	c := &r.g.c
	g := r.groupStart(p, s, v)
	if g == s.from {
		return span{}
	}
	before := &p.tokens[g-1]
	var np span
	switch {
	case before.classes.has(c.rel):
		end := g - 1
		if end > s.from && p.tokens[end-1].kind == comma {
			end--
		}
		np = r.antecedent(p, s, end)
	case before.kind == comma && p.tokens[v].forms&ing != 0:
		// ", denouncing it": the subject of the main verb
	case before.kind == comma:
		np = r.apposed(p, s, g-1)
	default:
		np = span{r.nounStart(p, s, g), g}
	}
	np = r.trim(p, np)
	if np.empty() {
		np = r.sharedSubject(p, s, g)
	}
	return np
}

// antecedent is the noun phrase before a relative pronoun.
func (r *reading) antecedent(p *page, s sentence, end int) span {
	c := &r.g.c
	k := end
	for k > s.from && end-k < lookBack {
		t := &p.tokens[k-1]
		if t.kind > inNumber || t.classes.has(c.aux) || r.sayVerb(p, s, k-1) || t.classes.has(c.sub) {
			break
		}
		k--
		if t.classes.has(c.det) && (k == s.from || !p.tokens[k-1].classes.has(c.genitive)) {
			break
		}
	}
	return span{k, end}
}

// apposed is the noun phrase before a parenthesis that ends with the comma at
// end: "The seller, who calls himself Moth, says", with the parenthesis.
func (r *reading) apposed(p *page, s sentence, end int) span {
	if !r.sayVerb(p, s, end-1) {
		first := max(s.from, end-lookBack)
		for k := end - 1; k > first; k-- {
			if t := &p.tokens[k]; t.kind == closing || t.kind == opening || t.kind == dash {
				first = k
			}
		}
		for k := first + 1; k < end-1; k++ { // the first comma before any verb
			t := &p.tokens[k]
			if t.kind == comma {
				if np := r.trim(p, span{r.nounStart(p, s, k), k}); !np.empty() && !p.tokens[np.from].classes.has(r.g.c.prep) {
					return span{np.from, end}
				}
				continue
			}
			if t.kind >= comma || t.classes.has(r.g.c.aux) || r.sayVerb(p, s, k) {
				break
			}
		}
	}
	for k := end - 1; k > s.from && end-k < lookBack; k-- {
		switch p.tokens[k].kind {
		case comma:
			if k+1 < end && r.sayVerb(p, s, end-1) { // "Beijing, it added, would"
				return span{r.nounStart(p, s, k), k}
			}
			return span{r.nounStart(p, s, k), end}
		case semicolon, colon, dash, opening, closing:
			return span{}
		}
	}
	return span{}
}

// nounStart walks left from end to the border of the clause.
func (r *reading) nounStart(p *page, s sentence, end int) int {
	c := &r.g.c
	for k := end - 1; k >= s.from && end-k < lookBack; k-- {
		t := &p.tokens[k]
		switch {
		case t.kind >= comma:
			return k + 1
		case t.classes.has(c.rel) && !t.classes.has(c.that):
			continue
		case t.classes.has(c.that) && k+1 < end && k > s.from:
			return k + 1
		case t.classes.has(c.wh) && !t.classes.has(c.rel) && k+1 < end:
			return k + 1
		case t.classes.has(c.sub), t.classes.has(c.but), t.classes.has(c.cond):
			return k + 1
		case t.classes.has(c.aux), t.classes.has(c.deny), r.sayVerb(p, s, k):
			return k + 1
		case t.classes.has(c.and):
			if r.hasVerb(p, s, max(s.from, k-lookBack), k) {
				return k + 1
			}
		}
	}
	return max(s.from, end-lookBack)
}

// hasVerb reports whether a verb that we know stands between from and to.
func (r *reading) hasVerb(p *page, s sentence, from, to int) bool {
	c := &r.g.c
	for k := from; k < to; k++ {
		t := &p.tokens[k]
		if t.classes.has(c.aux) || t.classes.has(c.deny) || t.classes.has(c.rejectv) && t.forms&(past|third) != 0 ||
			(t.classes.has(c.harm) || t.classes.has(c.attackv)) && t.forms&past != 0 && !t.classes.has(c.nation) || r.sayVerb(p, s, k) {
			return true
		}
	}
	return false
}

// trim cuts what is no part of the noun phrase itself: leading adverbials,
// trailing relative clauses and times.
func (r *reading) trim(p *page, np span) span {
	c := &r.g.c
	for !np.empty() {
		t := &p.tokens[np.from]
		switch {
		case t.kind >= comma, t.classes.has(c.and), t.classes.has(c.but), t.classes.has(c.adv) && !t.classes.has(c.no):
			np.from++
			continue
		case t.classes.has(c.lead) || t.classes.has(c.prep) && !t.classes.has(c.that):
			np.from = r.pastAdverbial(p, np)
			continue
		}
		break
	}
	for k := np.from + 1; k < np.to; k++ {
		t := &p.tokens[k]
		timed := t.classes.has(c.prep) && k+1 < np.to && p.tokens[k+1].classes.has(c.time)
		if timed || t.classes.has(c.time) && t.capital && k+1 == np.to {
			np.to = k
		}
	}
	for !np.empty() && (p.tokens[np.to-1].kind >= comma || p.tokens[np.to-1].classes.has(c.adv)) {
		np.to--
	}
	return np
}

// pastAdverbial is the first token behind an adverbial that begins np, such as
// "On Wednesday" or "In Berlin".
func (r *reading) pastAdverbial(p *page, np span) int {
	c := &r.g.c
	k := np.from + 1
	for k < np.to && (p.tokens[k].classes.has(c.time) || p.tokens[k].kind == inNumber) {
		k++
	}
	if k > np.from+1 || k >= np.to || p.tokens[np.from].classes.has(c.time) {
		return k
	}
	last := -1
	for j := k + 1; j < np.to; j++ { // "in a mail to the port the thieves": the last determiner
		b := &p.tokens[j-1]
		if p.tokens[j].classes.has(c.det) && b.kind == inWord && !b.classes.has(c.prep) && !b.classes.has(c.and) && !b.classes.has(c.det) && !b.classes.has(c.be) {
			last = j
		}
	}
	if last > 0 {
		return last
	}
	for k++; k < np.to; k++ {
		t := &p.tokens[k]
		if t.classes.has(c.det) || t.classes.has(c.pron) || t.capital && !p.tokens[k-1].capital && p.tokens[k-1].kind == inWord &&
			!p.tokens[k-1].classes.has(c.det) && !p.tokens[k-1].classes.has(c.prep) {
			return k
		}
	}
	return np.to
}

// sharedSubject is the subject of the first verb of the clause: the second of
// two joined verbs has none of its own ("X said A but declined to say B").
func (r *reading) sharedSubject(p *page, s sentence, v int) span {
	c := &r.g.c
	quote := p.tokens[v].quote
	for k := s.from; k < v; k++ {
		t := &p.tokens[k]
		if t.kind != inWord || t.quote != quote {
			continue
		}
		finite := t.forms&(past|third) != 0
		if t.classes.has(c.aux) || (t.classes.has(c.deny) || t.classes.has(c.rejectv)) && finite || r.sayVerb(p, s, k) ||
			(t.classes.has(c.harm) || t.classes.has(c.attackv)) && t.forms&past != 0 {
			g := r.groupStart(p, s, k)
			if g == s.from || p.tokens[g-1].classes.has(c.rel) {
				continue
			}
			var np span
			if p.tokens[g-1].kind == comma {
				np = r.apposed(p, s, g-1)
			} else {
				np = span{r.nounStart(p, s, g), g}
			}
			if np = r.trim(p, np); !np.empty() {
				return np
			}
		}
	}
	return r.firstPhrase(p, s, v)
}

// firstPhrase takes the capitalised words or the determined noun that begin
// the sentence when no verb before v is known.
func (r *reading) firstPhrase(p *page, s sentence, v int) span {
	c := &r.g.c
	np := r.trim(p, span{s.from, v})
	for k := np.from; k < np.to; k++ {
		t := &p.tokens[k]
		past := t.word == 0 && !t.capital && t.end-t.start > 4 && p.text[t.end-2:t.end] == "ed"
		if t.kind >= comma || k > np.from && (past || t.classes.has(c.prep) || t.classes.has(c.sub) || t.classes.has(c.and)) {
			return span{np.from, k}
		}
	}
	return np
}

// clauseEnd is where the content that begins at i ends: at a new clause, at
// the end of the quotation, or where the speaker is named behind it.
func (r *reading) clauseEnd(p *page, s sentence, i int) int {
	c := &r.g.c
	for k := i; k < s.to; k++ {
		t := &p.tokens[k]
		switch {
		case t.kind == semicolon, t.kind == stop, t.kind == dash && k > i:
			return k
		case t.kind == closing && t.quote != 0 && p.quotations[t.quote-1].open < i:
			return k
		case k > i && t.classes.has(c.but):
			return k
		case t.kind == comma && k+1 < s.to && (r.sayVerb(p, s, k+1) || r.trailingSource(p, s, k)):
			return k
		}
	}
	return s.to
}

// trailingSource reports whether the words behind the comma at k name the
// source: ", the mission said on Monday".
func (r *reading) trailingSource(p *page, s sentence, k int) bool {
	for j := k + 1; j < s.to && j < k+24; j++ {
		t := &p.tokens[j]
		if t.kind == semicolon || t.kind == opening || t.kind == colon {
			return false
		}
		if r.sayVerb(p, s, j) && j > k+1 {
			return j+1 >= s.to || p.tokens[j+1].kind >= comma || p.tokens[j+1].classes.has(r.g.c.prep) ||
				p.tokens[j+1].classes.has(r.g.c.time) || t.classes.has(r.g.c.told) || p.tokens[j+1].classes.has(r.g.c.adv)
		}
		if t.classes.has(r.g.c.aux) || t.classes.has(r.g.c.and) && t.kind == inWord && j > k+12 {
			return false
		}
	}
	return false
}

// gather joins the word classes of some tokens.
func (p *page) gather(from, to int) set {
	var s set
	for k := from; k < to; k++ {
		s.join(p.tokens[k].classes)
	}
	return s
}
