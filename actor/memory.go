package actor

import "hearsay/news"

// shortName is what a story may call somebody whom it has introduced: a family
// name, the first word of a firm, an acronym.
type shortName struct {
	actor    uint16
	next     int32 // index in scan.short plus one: another with the same first word
	rule     rule
	only     bool   // capitals only
	whole    bool   // only together with the rest of its name
	from, to int    // words of the whole name where it was introduced; equal for none
	given    uint64 // given name that may stand before a family name
	unsure   bool
}

// maxShort bounds the chain of namesakes that are looked through.
const maxShort = 4

// shortenAs remembers that a word stands for an actor.
func (s *scan) shortenAs(word uint64, n shortName) {
	head := s.keys[word]
	for at, k := head, 0; at != 0 && k < maxShort; at, k = s.short[at-1].next, k+1 {
		if s.short[at-1].actor == n.actor {
			return
		}
	}
	n.next = head
	s.short = append(s.short, n)
	s.keys[word] = int32(len(s.short))
}

// introduceSurnames remembers the family name of a person who was named in full.
func (s *scan) introduceSurnames(h hit) {
	if h.to-h.from < 2 {
		return
	}
	first, last := &s.words[h.from], &s.words[h.to-1]
	n := shortName{actor: h.actor, rule: bare, given: first.hash}
	if last.role&(isCommon|isGiven) == 0 || last.role&isCommon == 0 || last.end-last.start > 2 {
		s.shortenAs(last.hash, n)
	}
	if first.role&isFamily != 0 && h.to-h.from <= 3 && first.role&isGiven == 0 {
		s.shortenAs(first.hash, shortName{actor: h.actor, rule: bare})
	}
}

// shorten remembers the first word of an organisation or gang, when it is no
// ordinary word.
func (s *scan) shorten(a uint16, from, to int) {
	w := &s.words[from]
	n := shortName{actor: a, rule: cased, from: from, to: to}
	if w.role&(isCommon|isGiven|isState|isOrgMod|isOrgHead|isTitleMod|isTitle|isGang) != 0 || w.end-w.start < 3 || w.shape&digits != 0 {
		n.whole = true
	}
	s.shortenAs(w.hash, n)
}

// settle decides the names that waited for the rest of the story.
func (s *scan) settle() {
	countries := map[string]bool{}
	sure := map[uint16]bool{}  // nodes
	named := map[uint16]bool{} // actors
	for _, h := range s.hits {
		if h.dead || h.unsure {
			continue
		}
		if h.node != 0 && (h.rule == context || h.rule == adjacent) {
			sure[h.node] = true
		}
		if a := s.actorOf(h.actor); a.Class != news.Organisation && a.Country != "" {
			countries[a.Country] = true
		}
		named[h.actor] = true
	}
	other := s.definedOtherwise()
	for _, h := range s.late {
		if !s.free(h.from, h.to) || other[h.node] {
			continue
		}
		ok := false
		switch h.rule {
		case context, adjacent:
			ok = (sure[h.node] || named[h.actor]) && !(s.headline(h.from) && s.words[h.from].role&isCommon != 0)
			if ok && h.to-h.from == 1 && s.first(h.from) && s.words[h.from].role&isCommon != 0 {
				ok = s.verbAt(h.to)
			}
		case agencyish:
			ok = countries[s.c.country(h.actor)] || named[h.actor] || s.near(h.from, h.to, isAgency)
		case trap:
			ok = s.isTrapState(h, countries)
		}
		if ok {
			s.add(h)
			named[h.actor] = true
		}
	}
	for i := range s.hits {
		if h := &s.hits[i]; !h.dead && h.rule == weak {
			s.settleShared(h, named)
		}
	}
}

// definedOtherwise gives the short names that the story introduces, in brackets,
// as something else: "Cybersecurity Advisory (CSA)".
func (s *scan) definedOtherwise() map[uint16]bool {
	var out map[uint16]bool
	for _, h := range s.late {
		if h.rule != agencyish || h.from == 0 || h.from == s.split || s.words[h.from].sep != quote || s.words[h.from].shape&caps == 0 ||
			h.to >= len(s.words) || s.words[h.to].sep != quote && s.words[h.to].sep != other && s.words[h.to].sep != stop {
			continue
		}
		if !s.opens(h.from) {
			continue
		}
		if n := s.taken[h.from-1]; n <= 0 || s.hits[n-1].actor != h.actor {
			if out == nil {
				out = map[uint16]bool{}
			}
			out[h.node] = true
		}
	}
	return out
}

// opens says that a bracket opens right before word i.
func (s *scan) opens(i int) bool {
	text, at := s.texts[0], s.words[i].start
	if i >= s.split {
		text = s.texts[1]
	}
	return at > 0 && text[at-1] == '('
}

// isLabel says that an organisation stands alone on its line: the name of a
// button or a source, not of a party.
func (s *scan) isLabel(h hit) bool {
	if s.actorOf(h.actor).Class != news.Organisation {
		return false
	}
	for i, n := h.from, 0; n < reach && i > 0 && i != s.split && s.words[i].sep < stop; n++ {
		i--
		if s.words[i].role&isFollow != 0 && s.words[i].role&isSpeech == 0 {
			return true // "Follow us on …"
		}
	}
	return h.from >= s.split && s.words[h.from].sep == line && (h.to >= len(s.words) || s.words[h.to].sep == line)
}

// settleShared gives a shared alias to the actor that the story names surely
// under another name.
func (s *scan) settleShared(h *hit, named map[uint16]bool) {
	for _, m := range s.t.sensesOf(h.node) {
		if m.actor != swallowed && named[m.actor] {
			h.actor, h.unsure = m.actor, false
			return
		}
	}
}

// isTrapState says that Georgia is the country, Jordan no first name: another
// sign of the region, or it speaks; never beside a name or a US city.
func (s *scan) isTrapState(h hit, countries map[string]bool) bool {
	if w := s.after(h.to); w != nil && w.shape&upper != 0 && s.words[h.to].sep == gap && !s.headline(h.to) {
		return false
	}
	if b := s.before(h.from); b != nil && b.shape&upper != 0 && !s.headline(h.from) && b.role&isCommon == 0 {
		return false
	}
	if s.words[h.from].sep == comma && h.from > 0 && h.from != s.split && s.isCapital(h.from-1) && s.taken[h.from-1] == 0 {
		return false // "Atlanta, Georgia"
	}
	country := s.c.country(h.actor)
	if country == "GE" {
		return countries["GE"] || countries["RU"] && !s.near(h.from, h.to, isCalendar) || countries["AM"] || countries["AZ"]
	}
	return countries[country] || countries["IL"] || countries["SY"] || countries["IQ"] || s.verbAt(h.to)
}

// acronyms remembers "(FIR)" after a name.
func (s *scan) acronyms() {
	for _, h := range s.hits {
		if h.dead || h.to >= len(s.words) || h.to == s.split || h.to-h.from < 2 {
			continue
		}
		a := s.actorOf(h.actor)
		if a.Class != news.Organisation && a.Class != news.Agency {
			continue
		}
		w := &s.words[h.to]
		if h.to+1 < len(s.words) && s.words[h.to+1].sep == joined {
			continue
		}
		if w.sep == quote && s.opens(h.to) && w.shape&caps != 0 && w.end-w.start >= 2 && w.end-w.start <= 8 && w.role&(isState|isCalendar) == 0 {
			s.shortenAs(w.hash, shortName{actor: h.actor, rule: cased, only: true})
		}
	}
}

// remember finds the short names of those whom the story has introduced, then
// the strangers that speak.
func (s *scan) remember() {
	if len(s.short) > 0 {
		s.recall()
	}
	if s.strangers() {
		s.recall()
	}
}

// recall goes over the words once for short names.
func (s *scan) recall() {
	for i := range s.words {
		w := &s.words[i]
		if w.shape&upper == 0 || s.taken[i] != 0 || w.sep == joined || s.inAddress(i) {
			continue
		}
		at := s.keys[w.hash]
		for k := 0; at != 0 && k < maxShort; k++ {
			n := s.short[at-1]
			if from, to := s.isShort(i, n); to > from {
				s.add(hit{from: from, to: to, actor: n.actor, rule: n.rule, unsure: n.unsure})
				break
			}
			at = n.next
		}
	}
}

// strangers takes a name that nothing in the table or the story explains when it
// is the subject of a verb of speech: "Lovelane said". It is never sure.
func (s *scan) strangers() (any bool) {
	for i := 0; i < len(s.words); i++ {
		w := &s.words[i]
		if w.id != 0 || w.shape&(upper|lowers) != upper|lowers || s.taken[i] != 0 || w.end-w.start < 4 || s.headline(i) || s.inAddress(i) {
			continue
		}
		if b := s.before(i); b != nil && (b.shape&upper != 0 || b.role&isPlacePrep != 0 || b.id == s.c.small.from || b.id == s.c.small.of ||
			b.id == s.c.small.to || b.id == s.c.small.forWord || b.id == s.c.small.with || b.id == s.c.small.and) || w.sep == apos {
			continue
		}
		to := s.properRight(i, false)
		if to == i || to > i+3 || to >= len(s.words) || to == s.split || s.first(i) && to == i+1 {
			continue
		}
		speaks := s.words[to].sep == gap && s.verbOf(to, isSaid)
		described := s.words[to].sep == comma && s.words[to].id == s.c.small.which && to > i+1
		if !speaks && !described {
			continue
		}
		if a, ok := s.introduce(news.Organisation, "unknown", s.spelled(i, to), "", ""); ok {
			s.add(hit{from: i, to: to, actor: a, rule: weak, unsure: true})
			s.shortenAs(w.hash, shortName{actor: a, rule: weak, unsure: true, from: i, to: to})
			any = true
		}
	}
	return any
}

// isShort gives the words around word i that are a short name, or the whole name
// again, rather than a part of another name; a given name before it belongs to
// it. Equal numbers mean none.
func (s *scan) isShort(i int, n shortName) (from, to int) {
	w := &s.words[i]
	if n.to > n.from+1 && s.repeats(i, n.from, n.to) {
		return i, i + n.to - n.from
	}
	if n.whole || n.only && w.shape&caps == 0 || i+1 < len(s.words) && s.words[i+1].sep == joined {
		return 0, 0
	}
	plain := w.role&isCommon != 0
	if plain && (s.headline(i) || s.first(i)) && !s.verbAt(i+1) {
		return 0, 0
	}
	if next := s.after(i + 1); next != nil && next.shape&upper != 0 && !s.headline(i+1) && s.words[i+1].sep == gap &&
		next.role&(isSpeech|isAct|isAux|isCalendar|isCommon) == 0 {
		return 0, 0
	}
	b := s.before(i)
	if b == nil || b.shape&upper == 0 || s.words[i].sep != gap {
		return i, i + 1
	}
	if n.given != 0 && b.hash == n.given && s.taken[i-1] == 0 {
		return i - 1, i + 1
	}
	if b.role&(isTitle|isHonorific|isTitleMod) != 0 || s.taken[i-1] > 0 && !s.isPersonHit(i-1) || s.headline(i) && b.role&isGiven == 0 ||
		b.role&isCommon != 0 && b.role&isGiven == 0 {
		return i, i + 1
	}
	return 0, 0
}

// repeats says that the words from i on are those from, to again.
func (s *scan) repeats(i, from, to int) bool {
	if i == from || i+to-from > len(s.words) || i < s.split && i+to-from > s.split || !s.free(i, i+to-from) {
		return false
	}
	for k := 1; k < to-from; k++ {
		if s.words[i+k].hash != s.words[from+k].hash || s.words[i+k].sep > mark {
			return false
		}
	}
	return true
}
