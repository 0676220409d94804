package claim

import "hearsay/news"

// Ways to find a speaker, in the words that explain them.
const (
	isSubject   = "subject of the cue"
	inQuotation = "says the quotation"
	goesOn      = "goes on speaking"
	forIssuer   = "speaks for the issuer"
	byAgent     = "named by the passive"
	wasAsked    = "was asked"
	nobody      = "nobody is named"
)

// speaker finds who makes the claim of a hit. ok is false when the rule wants
// a source and there is none: then the newspaper itself is speaking.
func (r *reading) speaker(w *scope) (np span, why string, ok bool) {
	p, s := w.page, w.s
	switch w.rule.speaker {
	case saidBy:
		np, why = r.source(p, s, w.hit)
		return np, why, true
	case by:
		return r.bySpeaker(w)
	case subject, subjectBy:
		if w.passive {
			return r.bySpeaker(w)
		}
		return r.subjectSpeaker(w)
	case to:
		return r.asSpeaker(w)
	case subjectSaid:
		if r.canSpeak(p, w.subject) {
			return w.subject, isSubject, true
		}
	}
	if np, why = r.source(p, s, w.hit); !np.empty() {
		return np, why, true
	}
	switch {
	case w.rule.speaker == saidSubject && r.canSpeak(p, w.subject),
		w.rule.speaker == subjectSaid && !w.subject.empty() && !w.subjects.has(r.g.c.techsubj):
		return w.subject, isSubject, true
	}
	quoted := p.tokens[w.cueFrom].quote > 0
	if quoted && r.lastSpeaker.words != "" {
		return span{}, goesOn, true
	}
	if !quoted && p.gather(s.from, s.to).has(r.g.c.we) {
		return span{}, forIssuer, true
	}
	return span{}, "", false
}

// bySpeaker is the agent of a passive; some rules fall back on a source.
func (r *reading) bySpeaker(w *scope) (np span, why string, ok bool) {
	if np := r.agent(w.page, w.s, w.rule, w.agentFrom()); !np.empty() {
		return np, byAgent, true
	}
	if w.rule.speaker == subjectBy {
		if np, why = r.source(w.page, w.s, w.hit); !np.empty() {
			return np, why, true
		}
	}
	return span{}, nobody, true
}

// subjectSpeaker is the subject of an active cue; "I" and "we" within a
// quotation are its speaker.
func (r *reading) subjectSpeaker(w *scope) (np span, why string, ok bool) {
	if w.subject.empty() {
		if np, why = r.source(w.page, w.s, w.hit); !np.empty() {
			return np, why, true
		}
		return span{}, nobody, w.s.title || w.rule.kind != news.Accusation
	}
	if t := &w.page.tokens[w.subject.from]; t.quote != 0 && t.classes.has(r.g.c.we) {
		if np, _ := r.quoteSource(w.page, int(t.quote-1)); !np.empty() {
			return np, inQuotation, true
		}
		if r.lastSpeaker.words != "" {
			return span{}, goesOn, true
		}
	}
	return w.subject, isSubject, true
}

// asSpeaker is who was written to: "emails to the firm went unanswered".
func (r *reading) asSpeaker(w *scope) (np span, why string, ok bool) {
	p := w.page
	for k := w.s.from; k < w.to; k++ {
		if !p.tokens[k].classes.has(r.g.c.to) {
			continue
		}
		np := r.phraseAt(p, w.s, k+1, min(w.s.to, k+10))
		for j := np.from; j < np.to; j++ {
			t := &p.tokens[j]
			if t.classes.has(r.g.c.harm) && t.forms&past != 0 || t.word != 0 && t.word == r.g.went {
				np.to = j
			}
		}
		return np, wasAsked, true
	}
	return span{}, nobody, true
}

// canSpeak reports whether a subject can be the one who takes the stand: "the
// firm has no evidence", not "there is no evidence" or "the attack left no
// trace".
func (r *reading) canSpeak(p *page, np span) bool {
	if np.empty() {
		return false
	}
	w := p.gather(np.from, r.headEnd(p, np))
	c := &r.g.c
	if w.has(c.we) {
		return true
	}
	if w.has(c.isS) && np.to-np.from == 1 && !w.has(c.third) {
		return false
	}
	if w.has(c.techsubj) && !w.has(c.orgnoun) && !w.has(c.person) {
		return false
	}
	return r.isParty(p, np) && (!w.has(c.event) || w.has(c.orgnoun) || w.has(c.person)) && !w.has(c.crewstrong)
}

// agent is the party behind "by" that follows the cue of a passive.
func (r *reading) agent(p *page, s sentence, rl *rule, i int) span {
	for k := i; k < s.to && k < i+8; k++ {
		t := &p.tokens[k]
		if t.kind >= comma {
			break
		}
		if t.classes.has(r.g.c.prep) && t.word != r.g.by && (t.word != r.g.from || rl.kind == news.Accusation) || t.forms == past|part {
			break // another phrase begins
		}
		if t.word == r.g.by || t.word == r.g.from {
			np := r.inverted(p, s, k)
			for j := np.from + 1; j < np.to; j++ {
				if p.tokens[j].classes.has(r.g.c.prep) && !p.tokens[j].classes.has(r.g.c.genitive) && p.tokens[j].word != r.g.of {
					np.to = j
				}
			}
			return np
		}
	}
	return span{}
}

// contentSub finds the finer kind of a denial by what is denied: first that
// somebody took part, that it happened, that harm was done, then that there is
// proof, then the report as such.
func (r *reading) contentSub(p *page, rl *rule, h hit, end int, content, beyond, subj set) string {
	c := &r.g.c
	explicit := rl.speaker == subject
	if r.callsGroundless(p, h.cueFrom, max(end, h.to), explicit) && (explicit || rl.speaker == said) {
		return "evidence-challenged"
	}
	w := beyond
	if !explicit {
		w = content
		w.join(subj)
	}
	next := h.cueTo
	for next < end && (p.tokens[next].classes.has(c.adv) || p.tokens[next].kind >= comma) {
		next++
	}
	gerund := explicit && next < end && p.tokens[next].kind == inWord && p.tokens[next].end-p.tokens[next].start > 4 &&
		p.text[p.tokens[next].end-3:p.tokens[next].end] == "ing" && !p.tokens[next].capital
	if rl.harmed { // the participle decides: hacked or taken
		cue := p.gather(h.cueFrom, h.cueTo)
		if cue.has(c.breakin) && !subj.has(c.data) && !cue.has(c.data) {
			return "event-denied"
		}
		return "impact-denied"
	}
	broken := w.has(c.breakin) || w.has(c.event)
	taken := w.has(c.data) && w.has(c.harm) || w.has(c.take) && (w.has(c.data) || w.has(c.thing)) && !w.has(c.breakin)
	switch {
	case explicit && w.has(c.that) && w.has(c.crewstrong) && w.has(c.involve) && !w.has(c.nation) && !w.has(c.statelink):
		return "event-denied" // "denied that hackers were involved"
	case gerund && !p.tokens[next].classes.has(c.be) || w.has(c.involve) || w.has(c.responsible) && !w.has(c.evidence):
		if rl.proof {
			return "evidence-challenged"
		}
		return "involvement-denied"
	case gerund && w.has(c.responsible):
		return "involvement-denied"
	case rl.proof && w.has(c.crewstrong) && !w.has(c.take) && !broken:
		return "evidence-challenged"
	case taken:
		return "impact-denied"
	case r.passiveAt(p, h.cueTo, end) && broken, !explicit && broken:
		return "event-denied"
	case w.has(c.take) && !explicit:
		return "impact-denied"
	case explicit && w.has(c.that) && w.has(c.attackstrong):
		return "involvement-denied"
	case explicit && w.has(c.strongevent) && !w.has(c.alleg):
		return "event-denied"
	case content.has(c.evidence) && !explicit:
		return "evidence-challenged"
	case explicit && broken && w.has(c.alleg) && rl.reported:
		return "event-denied"
	}
	return "claim-rejected"
}

// callsGroundless reports whether the tokens call something unproven; nouns
// such as "speculation" count only outside of what is denied.
func (r *reading) callsGroundless(p *page, from, to int, explicit bool) bool {
	for k := from; k < to; k++ {
		if t := &p.tokens[k]; t.classes.has(r.g.c.groundless) && !(explicit && t.classes.has(r.g.c.alleg)) {
			return true
		}
	}
	return false
}

// passiveAt reports whether a passive verb of harm stands in the tokens.
func (r *reading) passiveAt(p *page, from, to int) bool {
	for k := from; k < to; k++ {
		t := &p.tokens[k]
		if t.classes.has(r.g.c.be) && k+1 < to {
			for j := k + 1; j < to && j < k+4; j++ {
				if p.tokens[j].classes.has(r.g.c.harm) && p.tokens[j].forms&part != 0 {
					return true
				}
			}
		}
	}
	return false
}

// rank orders the claims of one speaker in one sentence: the more specific
// sub-kind wins.
func rank(rl *rule, sub string) int {
	order := 9
	switch sub {
	case "involvement-denied":
		order = 0
	case "event-denied":
		order = 1
	case "impact-denied":
		order = 2
	case "evidence-challenged":
		order = 3
	case "claim-retracted":
		order = 1
	case "claim-rejected":
		order = 5
	case "knowledge-denied":
		order = 6
	case "reversed", "neither-nor", "claimed", "charged", "blamed":
		order = 1
	case "attributed", "no-response", "not-denied":
		order = 2
	case "suspected", "withheld", "not-ruled-out":
		order = 3
	}
	if rl.weak {
		order += 10
	}
	return order
}
