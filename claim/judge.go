package claim

import (
	"hearsay/news"
)

// scope is what the rules look at around a hit.
type scope struct {
	hit
	rule    *rule
	page    *page
	at      int // of the sentence
	s       sentence
	end     int  // token where the content ends
	subject span // of the cue
	passive bool

	verb     set // classes of the verb group before the cue
	content  set // of the cue and what follows it
	beyond   set // of what follows the cue
	subjects set // of the subject
}

// judge decides whether a hit is a claim and, if so, whose and about whom.
func (r *reading) judge(p *page, at int, h hit) {
	s := p.sentences[at]
	rl := &r.g.rules[h.rule]
	if rl.title && !s.title || r.supposed(p, s, h) {
		return
	}
	group := r.groupStart(p, s, h.from)
	w := scope{hit: h, rule: rl, page: p, at: at, s: s, verb: p.gather(group, h.from)}
	w.passive = w.verb.has(r.g.c.be) && p.tokens[h.from].forms&part != 0 || rl.passive
	if !r.asserted(p, rl, group, h, w.verb) || rl.active && (w.passive || !r.acts(p, s, h, w.verb)) {
		return
	}
	w.end = r.clauseEnd(p, s, h.cueTo)
	w.content = p.gather(h.cueFrom, max(w.end, h.to))
	w.beyond = p.gather(h.cueTo, max(w.end, h.to))
	w.subject = r.subjectOf(p, s, h.verb)
	w.subjects = p.gather(w.subject.from, w.subject.to)
	if r.fits(&w) {
		r.claim(&w)
	}
}

// fits checks what a rule asks of subject and content.
func (r *reading) fits(w *scope) bool {
	p, rl, subj, c := w.page, w.rule, w.subject, &r.g.c
	if rl.kind == news.Accusation && !subj.empty() && (p.tokens[subj.from].classes.has(c.none) || p.tokens[subj.from].classes.has(c.no)) {
		return false // "no service has ever used it"
	}
	if rl.kind == news.Denial && rl.speaker == subject && subj.from > w.s.from && p.tokens[subj.from-1].word == r.g.what {
		return false // "what she called smears" is said in passing
	}
	if rl.kind == news.Denial && rl.speaker == subject && !subj.empty() && p.tokens[subj.from].classes.has(c.nobody) {
		return false // "nobody in the room objected"
	}
	if r.elsewhere(w) || r.workTitle(w) || rl.kind == news.Accusation && w.listed() {
		return false
	}
	if !r.objectFits(p, rl, w.hit, w.end, w.content, w.beyond, w.subjects, w.passive) {
		return false
	}
	words := r.g.security
	if r.other {
		words = r.g.attack // a story of sport or politics needs plain words
	}
	secure := w.content.meets(words)
	to := max(w.end, w.to)
	switch {
	case rl.before != (set{}) && !w.subjects.meets(rl.before),
		rl.barSubj != (set{}) && r.isTool(p, subj, rl.barSubj),
		rl.scope && !r.secure && !(r.small() && !r.other) && !secure && !w.subjects.meets(words),
		w.content.has(c.offtopic) && !secure,
		rl.actor && !r.actorIn(p, w.cueFrom, to, false) && !(w.passive && r.actorIn(p, subj.from, subj.to, false)),
		rl.actorSubject && !r.actorIn(p, subj.from, subj.to, rl.named),
		rl.self && w.verb.has(c.be), // "was never hacked" is about harm, not about an act
		rl.pair && !r.actorIn(p, subj.from, to, true),
		rl.party && !r.isParty(p, subj):
		return false
	}
	return true
}

// claim makes a claim of a hit that fits, unless its speaker does not.
func (r *reading) claim(w *scope) {
	p, s, rl, h := w.page, w.s, w.rule, w.hit
	f := found{sentence: w.at, cue: span{h.cueFrom, h.cueTo}, page: p, rule: h.rule}
	f.Kind, f.Sub, f.Rule, f.Weak, f.Hedge, f.Field = rl.kind, rl.sub, rl.id, rl.weak, rl.hedge, p.field
	np, why, ok := r.speaker(w)
	if !ok || rl.kind == news.Accusation && r.asked(p, s, h) {
		return
	}
	f.party = r.party(p, np)
	r.sameSentence(p, s, np, &f.party)
	switch {
	case np.empty() && why == forIssuer && r.issuer != nil:
		f.party = *r.issuer
		f.party.words = "we"
	case np.empty() && why == goesOn:
		f.party = r.lastSpeaker
	}
	if rl.crewish && !r.boasts(&f.party) || rl.self && !r.ownAct(p, w.subject, &f.party) {
		return
	}
	f.Speaker, f.SpeakerActor = news.Text(f.party.words), news.Text(f.party.name)
	f.SpeakerSlug, f.SpeakerClass = f.party.slug, f.party.class
	f.Why = why
	if f.Sub == "" {
		f.Sub = r.contentSub(p, rl, h, w.end, w.content, w.beyond, w.subjects)
	}
	r.aim(p, s, rl, h, w.end, w.subject, w.passive, &f)
	r.finish(p, s, h, &f)
	f.rank = rank(rl, f.Sub)
	r.claims = append(r.claims, f)
	if p.tokens[h.cueFrom].quote != 0 || why == inQuotation {
		r.lastSpeaker = f.party
	}
}

// finish fills the spans, the hedge and the day.
func (r *reading) finish(p *page, s sentence, h hit, f *found) {
	first, last := &p.tokens[s.from], &p.tokens[s.to-1]
	f.Start, f.End = int(first.start), int(last.end)
	f.Quote = news.Text(p.text[f.Start:f.End])
	f.CueStart, f.CueEnd = int(p.tokens[h.cueFrom].start), int(p.tokens[h.cueTo-1].end)
	f.Cue = news.Text(p.text[f.CueStart:f.CueEnd])
	f.SaidOn = r.saidOn(p, s)
	f.Status = news.Suggested
	if f.Kind == news.Accusation {
		r.confidence(p, s, f)
	}
}

// supposed reports whether the cue stands in a condition or a question.
func (r *reading) supposed(p *page, s sentence, h hit) bool {
	c := &r.g.c
	quote := p.tokens[h.cueFrom].quote
	if s.asks && (quote == 0 || p.quotations[quote-1].shut >= s.to-3) {
		return true
	}
	for k := h.from; k < s.to && k < h.from+40; k++ { // "Mossad behind it? Israel silent" in a title
		if p.tokens[k].kind == stop && p.tokens[k].mark == '?' {
			return true
		}
	}
	if r.ifInverted(p, s, h) {
		return true
	}
	for k := h.from - 1; k >= s.from && h.from-k < 12; k-- {
		t := &p.tokens[k]
		if t.kind == semicolon || t.kind == colon || t.kind == closing || t.kind == opening || t.kind == dash {
			return false
		}
		if t.kind == comma && k > s.from && !p.tokens[s.from].classes.has(c.cond) {
			return false
		}
		if t.classes.has(c.say) && r.sayVerb(p, s, k) {
			return false
		}
		if t.classes.has(c.cond) {
			return p.tokens[k].capital || k == s.from || h.from-k < 8
		}
	}
	return false
}

// ifInverted reports whether the cue stands in a condition without "if":
// "Should Tehran reject the finding, …".
func (r *reading) ifInverted(p *page, s sentence, h hit) bool {
	first := &p.tokens[s.from]
	if first.kind != inWord || !(first.classes.has(r.g.c.modal) || first.classes.has(r.g.c.have) || first.classes.has(r.g.c.be)) || h.from == s.from {
		return false
	}
	for k := s.from + 1; k < h.from; k++ {
		if p.tokens[k].kind >= comma {
			return false
		}
	}
	return true
}

// asked reports whether the sentence only passes on a question: "Asked whether
// X had carried out the attack".
func (r *reading) asked(p *page, s sentence, h hit) bool {
	for k := h.from - 1; k >= s.from && h.from-k < 10; k-- {
		if t := &p.tokens[k]; t.classes.has(r.g.c.cond) && t.kind == inWord {
			return true
		}
	}
	return false
}

// asserted checks negation and modality of the verb group before the cue.
func (r *reading) asserted(p *page, rl *rule, group int, h hit, verb set) bool {
	c := &r.g.c
	t := &p.tokens[h.from]
	if !rl.negated && (verb.has(c.not) || group > 0 && p.tokens[group-1].kind == inWord && p.tokens[group-1].classes.has(c.none)) {
		if !t.classes.has(c.not) {
			return false
		}
	}
	if group >= 2 && !rl.negated && p.tokens[group-2].classes.has(c.no) && !t.classes.has(c.not) && p.tokens[group-2].classes.has(c.not) {
		return false
	}
	if h.cueTo < len(p.tokens) && h.cueTo-h.cueFrom == 1 && p.tokens[h.cueTo].classes.has(c.none) {
		return false // "denied nothing", "accuses nobody"
	}
	if rl.infinite {
		return true
	}
	explicit := rl.speaker == subject || rl.speaker == by
	if explicit && t.forms&base != 0 && group == h.from && group >= 2 && p.tokens[group-1].classes.has(c.and) {
		for k := group - 2; k >= 0 && k > group-7; k-- { // "users can allow or deny it"
			if p.tokens[k].classes.has(c.modal) || p.tokens[k].classes.has(c.to) {
				return false
			}
		}
	}
	if explicit && t.forms == ing && h.from > 0 && p.tokens[h.from-1].kind == inWord && (p.tokens[h.from-1].classes.has(c.prep) || p.tokens[h.from-1].classes.has(c.det)) {
		return false // "warns against blaming"
	}
	if explicit && verb.has(c.modal) {
		return false
	}
	if explicit && h.from > 0 && p.tokens[h.from-1].classes.has(c.to) && !verb.has(c.carry) {
		if g := r.groupStart(p, sentence{from: max(0, h.from-6), to: h.to}, h.from-1); g >= h.from-1 {
			return false
		}
	}
	return true
}

// acts reports whether the cue is an active verb rather than a noun or a bare
// participle: "leak" and "attacks" are verbs only right behind an actor.
func (r *reading) acts(p *page, s sentence, h hit, verb set) bool {
	c := &r.g.c
	t := &p.tokens[h.from]
	if t.forms&past != 0 && !verb.has(c.be) {
		return true
	}
	if t.forms&part != 0 && verb.has(c.have) || verb.has(c.modal) || t.forms&ing != 0 && verb.has(c.be) {
		return true
	}
	if t.forms&(base|third) == 0 || h.from == s.from {
		return false
	}
	b := &p.tokens[h.from-1]
	if b.classes.has(c.be) || b.classes.has(c.det) || b.classes.has(c.prep) || b.kind >= comma || b.classes.has(c.to) {
		return false
	}
	return b.capital && b.word == 0 && t.forms&base == 0 && !t.classes.has(c.event) && !t.classes.has(c.thing) || b.classes.has(c.crewstrong) || b.classes.has(c.crew) || b.mention != 0 && (!t.classes.has(c.event) || r.mentions[b.mention-1].Class == news.Group)
}

// firstNoun is how far behind a verb its object may begin.
const firstNoun = 5

// objectFits is the object test: generic verbs count only with an object of
// the right class, and never with a request, bail or a certificate.
func (r *reading) objectFits(p *page, rl *rule, h hit, end int, content, beyond, subj set, passive bool) bool {
	c := &r.g.c
	if rl.bar != (set{}) {
		if passive && !rl.passive && !subj.meets(rl.need) && !subj.has(c.pron) {
			return false // "one log-in in six was denied"
		}
		if passive && subj.meets(rl.bar) && !subj.has(c.alleg) && !subj.has(c.strongevent) {
			return false
		}
		for k := h.cueTo; k < end && k < h.cueTo+firstNoun; k++ {
			t := &p.tokens[k]
			if t.classes.has(c.alleg) || t.classes.has(c.involve) || t.classes.has(c.strongevent) || t.classes.has(c.that) && k+1 < end && p.tokens[k+1].kind == inWord {
				break
			}
			if t.classes.meets(rl.bar) {
				return false
			}
		}
	}
	if rl.need == (set{}) {
		return true
	}
	if rl.bare {
		first := h.cueTo
		for first < end && p.tokens[first].classes.has(c.adv) {
			first++
		}
		if first >= end || p.tokens[first].kind >= comma || end-first <= 5 && p.tokens[first].classes.has(c.pron) {
			return true
		}
	}
	if rl.object {
		for k := h.cueTo; k < end && k < h.cueTo+8; k++ {
			t := &p.tokens[k]
			if t.classes.meets(rl.need) {
				return true
			}
		}
		return false
	}
	if r.g.words.words[p.tokens[h.cueFrom].word].classes.has(c.deny) && h.cueTo < end {
		n := h.cueTo
		for n < end && p.tokens[n].classes.has(c.adv) {
			n++
		}
		if n < end && p.tokens[n].kind == inWord {
			w := p.text[p.tokens[n].start:p.tokens[n].end]
			if len(w) > 4 && w[len(w)-3:] == "ing" && !p.tokens[n].classes.has(c.benign) && !p.tokens[n].classes.has(c.have) {
				return true
			}
		}
	}
	return beyond.meets(rl.need) || rl.kind != news.Denial && content.meets(rl.need) || !rl.bare && content.meets(rl.need)
}

// small reports whether the story is too short to tell what it is about.
func (r *reading) small() bool {
	return len(r.title.tokens)+len(r.body.tokens) < 40
}

// isTool reports whether the head of the subject is a machine or office whose
// denying means something else.
func (r *reading) isTool(p *page, np span, bar set) bool {
	head := r.headEnd(p, np)
	for k := head - 1; k >= np.from; k-- {
		t := &p.tokens[k]
		if t.kind != inWord || t.classes.has(r.g.c.adv) {
			continue
		}
		if t.classes.has(r.g.c.prep) {
			continue
		}
		if t.classes.meets(bar) && t.mention == 0 && (t.classes.has(r.g.c.benignsubj) || !t.classes.has(r.g.c.orgnoun) && !t.classes.has(r.g.c.govnoun)) {
			return true
		}
		return p.tokens[np.from].classes.has(r.g.c.techsubj) && p.gather(np.from, head).meets(bar)
	}
	return false
}

// actorIn reports whether the tokens name somebody who could be behind an
// attack. A nationality is enough with hackers, spies or a service; strict asks
// for a group, a state body, or such a pair.
func (r *reading) actorIn(p *page, from, to int, strict bool) bool {
	c := &r.g.c
	nation, crew := false, false
	for k := from; k < to; k++ {
		t := &p.tokens[k]
		if t.mention != 0 {
			switch m := &r.mentions[t.mention-1]; m.Class {
			case news.Group, news.Agency:
				return true
			case news.State:
				nation = true
			case news.Official:
				if !strict {
					return true
				}
			}
		}
		nation = nation || t.classes.has(c.nation) && t.kind == inWord
		crew = crew || t.classes.has(c.crewstrong) || t.classes.has(c.statelink) || t.classes.has(c.crew) || t.classes.has(c.govnoun)
		if !strict && (t.classes.has(c.crewstrong) || t.classes.has(c.statelink) || t.capital && t.word == 0 && k > 0 && t.kind == inWord) {
			return true
		}
	}
	if strict {
		return nation && crew
	}
	return nation || crew
}

// isParty reports whether a noun phrase is somebody rather than something.
func (r *reading) isParty(p *page, np span) bool {
	c := &r.g.c
	w := p.gather(np.from, np.to)
	return w.has(c.orgnoun) || w.has(c.person) || w.has(c.title) || w.has(c.govnoun) || w.has(c.pron) || w.has(c.plural) || w.has(c.nation) || r.named(p, np)
}

// boasts reports whether a party is of the kind that claims attacks.
func (r *reading) boasts(q *party) bool {
	c := &r.g.c
	return q.nouns.has(c.claimant) || q.class == news.Group || q.nouns.has(c.crewstrong) || q.nouns.has(c.we) ||
		q.class == "" && q.name != "" && !q.nouns.has(c.orgnoun) && !q.nouns.has(c.govnoun) && !q.nouns.has(c.title) && !q.nouns.has(c.person)
}

// ownAct reports whether the subject of an act is the speaker or somebody who
// could stand accused, not an intruder or a program.
func (r *reading) ownAct(p *page, np span, q *party) bool {
	c := &r.g.c
	w := p.gather(np.from, np.to)
	return !w.has(c.crewstrong) && !w.has(c.event) && !w.has(c.techsubj) && !w.has(c.data)
}
