package claim

import "hearsay/news"

// aim finds whom a claim is about.
func (r *reading) aim(p *page, s sentence, rl *rule, h hit, end int, subj span, passive bool, f *found) {
	switch rl.target {
	case ofSelf:
		f.target(&f.party)
	case ofObject:
		r.targetPhrase(p, s, h.cueTo-1, end, f)
	case ofSubject:
		q := r.party(p, subj)
		f.target(&q)
	case ofClause:
		r.targetOfDenial(p, s, rl, h, end, subj, f)
	case ofAccusing:
		r.targetOfAccusation(p, s, rl, h, end, subj, passive, f)
	}
}

func (f *found) target(q *party) {
	f.Target, f.TargetSlug, f.TargetClass = news.Text(q.name), q.slug, q.class
	if f.Target == "" {
		f.Target = news.Text(q.words)
	}
}

// targetPhrase takes the first noun phrase between from and to.
func (r *reading) targetPhrase(p *page, s sentence, from, to int, f *found) {
	if np := r.phraseAt(p, s, from, to); !np.empty() {
		q := r.party(p, np)
		f.target(&q)
	}
}

// phraseAt is the noun phrase that begins at or after from: up to a
// preposition other than "of" within a name, a verb or a mark.
func (r *reading) phraseAt(p *page, s sentence, from, to int) span {
	c := &r.g.c
	for from < to && (p.tokens[from].kind >= comma || p.tokens[from].classes.has(c.prep) || p.tokens[from].classes.has(c.adv) ||
		p.tokens[from].classes.has(c.that) || p.tokens[from].classes.has(c.to)) {
		from++
	}
	k := from
	for ; k < to; k++ {
		t := &p.tokens[k]
		if t.kind >= comma || t.classes.has(c.aux) || k > from && (t.classes.has(c.prep) || t.classes.has(c.sub) || t.classes.has(c.rel) ||
			t.forms&(past|third) != 0 && (t.classes.has(c.attackv) || t.classes.has(c.say)) && !t.capital) {
			break
		}
	}
	return span{from, k}
}

// mentionTarget takes the first mention of a possible culprit in the tokens
// that is not the speaker.
func (r *reading) mentionTarget(p *page, from, to int, f *found) bool {
	best := -1
	for k := from; k < to; k++ {
		n := p.tokens[k].mention
		if n == 0 {
			continue
		}
		m := &r.mentions[n-1]
		if m.Slug == f.SpeakerSlug && m.Class == f.SpeakerClass && m.Slug != "" {
			continue
		}
		if best < 0 {
			best = int(n - 1)
		}
		if m.Class == news.Group || m.Class == news.Agency {
			best = int(n - 1)
			break
		}
	}
	if best < 0 {
		return false
	}
	m := &r.mentions[best]
	f.Target, f.TargetSlug, f.TargetClass = m.Actor, m.Slug, m.Class
	return true
}

// targetOfAccusation finds the accused: behind the cue, before it in the
// passive and with "was behind".
func (r *reading) targetOfAccusation(p *page, s sentence, rl *rule, h hit, end int, subj span, passive bool, f *found) {
	accused := passive && (rl.sub == "charged" || rl.accused || rl.direct && p.tokens[min(h.cueTo, s.to-1)].word != r.g.on)
	if rl.actorSubject || accused || passive && !r.actorIn(p, h.cueTo, end, false) {
		if !r.mentionTarget(p, subj.from, subj.to, f) {
			q := r.party(p, subj)
			f.target(&q)
		}
		return
	}
	from := h.cueTo
	for k := h.from + 1; rl.onto != "" && k < end && k < h.from+14; k++ {
		t := &p.tokens[k]
		if rl.onto == "on" && t.word == r.g.on || rl.onto == "to" && t.classes.has(r.g.c.to) {
			from = k + 1
			break
		}
		if rl.direct && (t.classes.has(r.g.c.prep) || t.kind >= comma) {
			break
		}
	}
	np := r.phraseAt(p, s, from, end)
	if !r.mentionTarget(p, np.from, np.to, f) {
		if g := r.groupIn(p, np.to, end); g != nil && p.gather(np.from, np.to).has(r.g.c.crew) {
			f.Target, f.TargetSlug, f.TargetClass = g.Actor, g.Slug, g.Class
			return
		}
		if r.actorIn(p, np.from, np.to, false) {
			q := r.party(p, np)
			f.target(&q)
			return
		}
		if !r.mentionTarget(p, h.cueFrom, end, f) && !r.mentionTarget(p, s.from, h.cueFrom, f) && !np.empty() {
			q := r.party(p, np)
			f.target(&q)
		}
	}
}

// groupIn is the first threat group that the tokens name.
func (r *reading) groupIn(p *page, from, to int) *news.Mention {
	for k := from; k < to; k++ {
		if n := p.tokens[k].mention; n != 0 && r.mentions[n-1].Class == news.Group {
			return &r.mentions[n-1]
		}
	}
	return nil
}

// targetOfDenial finds the subject of what is denied: the victim when harm is
// denied, else who stands accused; mostly the speaker itself.
func (r *reading) targetOfDenial(p *page, s sentence, rl *rule, h hit, end int, subj span, f *found) {
	if rl.speaker != subject && r.targetSubject(p, subj, f) {
		return
	}
	switch f.Sub {
	case "involvement-denied", "claim-rejected", "evidence-challenged":
		if r.innerSubject(p, h.cueTo, end, f) {
			return // a third party: "no proof that Russia was behind the hoax"
		}
		own := f.SpeakerClass == news.State || f.SpeakerClass == news.Official || f.SpeakerClass == news.Agency || f.SpeakerClass == news.Group
		if rl.speaker != subject && !own && r.mentionTarget(p, h.cueTo, end, f) {
			return
		}
		f.Target, f.TargetSlug, f.TargetClass = "", "", ""
	}
	q := f.party
	if q.class == news.Official && q.slug != "" {
		if a, ok := r.stateOf(q.slug); ok {
			f.Target, f.TargetSlug, f.TargetClass = a.Name, a.Slug, a.Class
			return
		}
	}
	if q.body != "" && q.body != q.name {
		f.Target, f.TargetSlug, f.TargetClass = news.Text(q.body), "", ""
		return
	}
	if q.person {
		if o, ok := r.employer(); ok {
			f.target(&o)
			return
		}
	}
	f.target(&q)
}

// innerSubject takes an actor that a clause of the content is about: it stands
// right before a verb.
func (r *reading) innerSubject(p *page, from, to int, f *found) bool {
	c := &r.g.c
	for k := from; k < to; k++ {
		n := p.tokens[k].mention
		if n == 0 || k+1 < to && p.tokens[k+1].mention == n {
			continue
		}
		m := &r.mentions[n-1]
		if m.Class == news.Organisation || m.Class == news.Official {
			continue
		}
		for j := k + 1; j < to && j < k+4; j++ {
			t := &p.tokens[j]
			if t.classes.has(c.alleg) || t.kind >= comma || t.classes.has(c.prep) || t.classes.has(c.genitive) {
				break
			}
			if t.classes.has(c.aux) || t.classes.has(c.attackv) && t.forms&past != 0 {
				f.Target, f.TargetSlug, f.TargetClass = m.Actor, m.Slug, m.Class
				return true
			}
		}
	}
	return false
}

// targetSubject takes the subject of what is denied when it names a party:
// "Moscow is not involved", "Volna was not hacked".
func (r *reading) targetSubject(p *page, subj span, f *found) bool {
	if subj.empty() || !r.named(p, subj) {
		return false
	}
	q := r.party(p, subj)
	if q.name == "" || q.nouns.has(r.g.c.event) || q.nouns.has(r.g.c.alleg) {
		return false
	}
	f.target(&q)
	return true
}

// stateOf is the state that an official of the story speaks for.
func (r *reading) stateOf(slug string) (news.Actor, bool) {
	for i := range r.actors {
		if a := &r.actors[i]; a.Slug == slug && a.Class == news.Official && a.Country != "" {
			if r.states != nil {
				return r.states(a.Country)
			}
		}
	}
	return news.Actor{}, false
}

// employer is the body that a person without an office in the catalogue most
// likely speaks for: the last body named.
func (r *reading) employer() (party, bool) {
	for i := len(r.parties) - 1; i >= 0; i-- {
		if q := &r.parties[i]; q.name != "" && !q.person && q.class != news.Group {
			return *q, true
		}
	}
	return party{}, false
}
