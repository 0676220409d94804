package actor

import (
	"strings"

	"hearsay/news"
)

// longest name of a person, in words.
const maxPerson = 6

// mayBeName says that word i may be part of a person's name.
func (s *scan) mayBeName(i int) bool {
	w := &s.words[i]
	if w.shape&upper == 0 || w.shape&digits != 0 || s.taken[i] != 0 && !s.isPersonHit(i) {
		return false
	}
	if w.role&(isCalendar|isState|isOrgTail) != 0 && w.role&isGiven == 0 {
		return false
	}
	if s.headline(i) && w.role&(isCommon|isSpeech|isAux|isAct) != 0 {
		return false
	}
	if w.role&(isTitle|isHonorific|isCommon|isSpeech|isAux|isTitleMod) != 0 && w.role&(isGiven|isFamily) == 0 {
		return false
	}
	return w.shape&caps == 0 || w.end-w.start == 1 || w.shape&points != 0
}

// mayBeFamily says that word i, an ordinary word with a capital, may be the
// family name after the given name at before: "Kate Brown".
func (s *scan) mayBeFamily(before, i int) bool {
	w := &s.words[i]
	return s.words[before].role&isGiven != 0 && s.words[before].role&isCommon == 0 && !s.headline(i) && w.shape&(upper|lowers|digits) == upper|lowers &&
		w.role&isCommon != 0 && w.role&(isTitle|isHonorific|isSpeech|isAct|isAux|isCalendar|isOrgHead|isOrgTail|isState|isArticle) == 0 && s.taken[i] == 0
}

func (s *scan) isPersonHit(i int) bool {
	n := s.taken[i]
	return n > 0 && (s.hits[n-1].rule == person || s.hits[n-1].rule == bare)
}

// persons finds people that the table does not know by what stands beside them:
// an office, an age, a verb of speech, an arrest.
func (s *scan) persons() {
	for i := 0; i < len(s.words); {
		if s.taken[i] != 0 || s.words[i].shape&upper == 0 || !s.mayBeName(i) {
			i++
			continue
		}
		to := s.nameRun(i)
		if s.isPerson(i, to) {
			s.keepPerson(i, to)
		}
		i = to
	}
	for _, h := range s.hits {
		if !h.dead && (h.rule == person || h.rule == bare) {
			s.introduceSurnames(h)
		}
	}
}

// nameRun returns the end of the words that may be one name from i on.
func (s *scan) nameRun(i int) int {
	to := i + 1
	for to < len(s.words) && to != s.split && to < i+maxPerson {
		w := &s.words[to]
		if w.sep > apos || s.taken[to] != 0 {
			break
		}
		if w.sep == hyphen && w.shape&upper == 0 && w.end-w.start < 6 && s.words[i].role&isFamily != 0 && to > i+1 {
			to++ // "Hsu Li-wen"
			continue
		}
		if w.sep == apos && (w.shape&upper == 0 || w.end-w.start < 2) {
			break // a possessive
		}
		if w.role&isParticle != 0 && w.shape&upper == 0 {
			if to+1 < len(s.words) && s.words[to+1].sep <= gap && s.mayBeName(to+1) {
				to += 2
				continue
			}
			if to+2 < len(s.words) && s.words[to+1].role&isParticle != 0 && s.words[to+2].sep <= gap && s.mayBeName(to+2) {
				to += 3
				continue
			}
			break
		}
		if !s.mayBeName(to) && !(to == i+1 && s.mayBeFamily(i, to)) {
			break
		}
		to++
	}
	return to
}

// isPerson weighs what stands beside the run of capitals from, to.
func (s *scan) isPerson(from, to int) bool {
	full := to-from >= 2
	given := s.words[from].role&isGiven != 0
	family := s.words[from].role&isFamily != 0 && to-from <= 3
	if s.looksLikeFirm(from, to) || s.inAddress(from) {
		return false
	}
	if s.headline(from) && !given {
		return false
	}
	if s.titleBefore(from, full, given) {
		return true
	}
	if !full {
		return false
	}
	if s.describedAfter(to) || s.agedAfter(to) {
		return true
	}
	if (given || family) && s.speaksAfter(to) {
		return true
	}
	if given && s.words[from].sep == comma && to < len(s.words) && to != s.split && s.words[to].sep == comma {
		return true // "a researcher there, Jane Doe, said"
	}
	if b := s.before(from); b != nil && s.words[from].sep == gap {
		if given && (b.role&isArrest != 0 || b.id == s.c.small.old) {
			return true
		}
		if (given || s.verbOfSpeech(to)) && b.id == s.c.small.and && from > 1 && s.isPersonHit(from-2) {
			return true // "charges John Roe and Jane Doe"
		}
		// "…," said Jane Doe
		sep := s.words[from-1].sep
		if b.role&isSpeech != 0 && b.shape&upper == 0 && (sep == quote || sep == comma) && (given || family || s.endsPlainly(to)) {
			return true
		}
	}
	return false
}

// looksLikeFirm says that the run is, or goes on to, a name of an organisation.
func (s *scan) looksLikeFirm(from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i].role&(isOrgHead|isOrgTail) != 0 && s.words[i].role&isGiven == 0 {
			return true
		}
	}
	w := s.after(to)
	return w != nil && w.shape&upper != 0 && w.role&(isOrgHead|isOrgTail|isOrgOf) != 0 ||
		to < len(s.words) && to != s.split && s.words[to].sep == mark
}

func (s *scan) endsPlainly(to int) bool {
	return s.ends(to) || s.words[to].sep >= comma || s.words[to].shape&upper == 0
}

// titleBefore says that an office stands right before the name: "spokeswoman
// Maria Z.", "the clerk, Rosa Delgado,". A family name alone needs an honorific.
func (s *scan) titleBefore(from int, full, given bool) bool {
	if from == 0 || s.first(from) {
		return false
	}
	b := &s.words[from-1]
	switch s.words[from].sep {
	case gap:
		if b.role&isHonorific != 0 && b.shape&upper != 0 {
			return full || b.role&isWeakTitle == 0
		}
		if b.role&isTitle != 0 {
			return full
		}
		if full && given && b.role&isWeakTitle != 0 {
			return true
		}
	case comma:
		if full && b.role&isTitle != 0 && (given || b.shape&upper == 0) {
			return true
		}
	}
	if full && given && b.id == s.c.small.forWord && from > 1 && b.sep == gap && s.words[from-2].role&isTitle != 0 && s.words[from].sep == gap {
		return true // "a lawyer for John Roe"
	}
	return full && s.words[from].sep <= comma && s.titleOf(from, given)
}

// titleOf says that an office with its field stands before: "head of IT", "the
// minister of state,".
func (s *scan) titleOf(from int, given bool) bool {
	for i := from - 1; i > 1 && i > from-4 && s.words[i].sep == gap && s.words[i-1].sep == gap; i-- {
		if s.words[i-1].id == s.c.small.of {
			return s.words[i-2].role&isTitle != 0 && (given || s.words[i].shape&upper == 0 || s.words[i].shape&caps != 0)
		}
		if s.words[i].shape&upper != 0 && s.words[i].shape&caps == 0 {
			return false
		}
	}
	return false
}

// describedAfter says that an office follows: "Jane Doe, a spokeswoman of …",
// "John Roe, chief executive of …".
func (s *scan) describedAfter(to int) bool {
	if to >= len(s.words) || to == s.split || s.words[to].sep != comma {
		return false
	}
	if s.words[to].id == s.c.small.who {
		return true
	}
	for i, n := to, 0; n < 6 && !s.ends(i); i, n = i+1, n+1 {
		w := &s.words[i]
		if i > to && w.sep > quote-1 {
			return false
		}
		if w.role&isTitle != 0 {
			return true
		}
		if w.role&(isTitleMod|isArticle|isMod|isState|isHead|isHonorific) == 0 && s.taken[i] <= 0 && w.id != s.c.small.who {
			if w.role&isOrgNoun != 0 || n > 2 || w.shape&upper != 0 && n == 0 {
				return false
			}
		}
	}
	return false
}

// agedAfter says that an age follows: "John Roe, 34, of Leeds".
func (s *scan) agedAfter(to int) bool {
	if to >= len(s.words) || to == s.split || s.words[to].sep != comma {
		return false
	}
	w := &s.words[to]
	if w.shape&digits == 0 || w.end-w.start != 2 {
		return false
	}
	return to+1 == len(s.words) || s.words[to+1].sep >= comma || s.words[to+1].sep == gap && s.words[to+1].shape&upper == 0 &&
		s.words[to+1].role&isCalendar == 0
}

// speaksAfter says that a verb of speech follows, perhaps after "of Emsafe" or
// an adverb.
func (s *scan) speaksAfter(to int) bool {
	if s.ends(to) {
		return false
	}
	if s.words[to].sep == gap && s.verbOfSpeech(to) {
		return true
	}
	if w := s.after(to); w != nil && (w.id == s.c.small.of || w.id == s.c.small.from || w.id == s.c.small.at) {
		for i, n := to+1, 0; n < 6 && !s.ends(i); i, n = i+1, n+1 {
			if s.words[i].sep > gap {
				return n > 0 && s.verbOfSpeech(i)
			}
			if n > 0 && s.words[i].role&isSpeech != 0 {
				return true
			}
			if s.words[i].shape&upper == 0 && s.words[i].role&(isArticle|isHead|isOrgNoun|isMod) == 0 && s.words[i].id != s.c.small.of {
				return false
			}
		}
	}
	return false
}

// verbOfSpeech is verbAt for speech alone.
func (s *scan) verbOfSpeech(i int) bool { return s.verbOf(i, isSpeech) }

// verbOf says that a verb with the role stands at i, auxiliaries before it aside.
func (s *scan) verbOf(i int, verb role) bool {
	for n := 0; n < 4; n++ {
		r := s.roleAfter(i)
		if r&verb != 0 {
			return true
		}
		if r&isAux == 0 {
			return false
		}
		i++
	}
	return false
}

// keepPerson introduces the person of a run, with office and country.
func (s *scan) keepPerson(from, to int) {
	if a, ok := s.known(from, to); ok {
		s.add(hit{from: from, to: to, actor: a, rule: person})
		return
	}
	name := s.spelled(from, to)
	office, country := s.office(from)
	a, ok := s.introduce(news.Official, "person", name, country, office)
	if !ok {
		return
	}
	h := hit{from: from, to: to, actor: a, rule: person}
	if to-from == 1 {
		h.rule = bare
	}
	s.add(h)
}

// spelled is the text of a run with single blanks between its words.
func (s *scan) spelled(from, to int) string {
	return strings.Join(strings.Fields(s.text(from, to)), " ")
}

// maxOffice is how many words back an office may begin.
const maxOffice = 10

// office reads the office that stands before a name, and its country:
// "Kremlin spokesman", "the press secretary of the President of the Russian
// Federation".
func (s *scan) office(from int) (string, string) {
	if s.first(from) || from == s.split || s.words[from].sep != gap && s.words[from].sep != comma {
		return "", ""
	}
	at, country, headed := from, "", false
	for i := from - 1; i >= 0 && i >= from-maxOffice; i-- {
		w := &s.words[i]
		named := s.taken[i] > 0
		switch {
		case w.role&(isTitle|isHonorific|isWeakTitle) != 0:
			headed, at = true, i
		case named:
			h := s.hits[s.taken[i]-1]
			if a := s.actorOf(h.actor); country == "" && a.Class != news.Group && a.Class != news.Official {
				country = a.Country
			}
			at = i
		case w.role&(isTitleMod|isMod|isHead|isState) != 0:
			at = i
		case w.id == s.c.small.of || w.id == s.c.small.the && i < from-1 || w.id == s.c.small.s && w.sep == apos:
		default:
			i = -1
			continue
		}
		if country == "" && w.role&isState != 0 {
			country = s.countryOf(i)
		}
		if i == s.split || w.sep > gap && w.sep != apos {
			break
		}
	}
	if !headed || at == from {
		return "", ""
	}
	for at < from-1 && s.words[at].id == s.c.small.the {
		at++
	}
	return s.spelled(at, from), country
}

// countryOf is the country whose name or people is the single word i.
func (s *scan) countryOf(i int) string {
	if node := s.t.first[s.words[i].id]; node != 0 {
		for _, m := range s.t.sensesOf(node) {
			if m.rule == people || m.rule == cased {
				return s.c.country(m.actor)
			}
		}
	}
	return ""
}

// known gives the well-known person whose family name ends the run and whose
// given name begins with the same letter: "Merrick B. Garland", "Dimitri
// Khoroshev".
func (s *scan) known(from, to int) (uint16, bool) {
	if to-from < 2 {
		return 0, false
	}
	node := s.t.first[s.words[from].id]
	if node != 0 && s.words[to-1].id != 0 {
		if node = s.t.next(node, s.words[to-1].id); node != 0 {
			for _, m := range s.t.sensesOf(node) {
				if m.rule == person {
					return m.actor, true
				}
			}
		}
	}
	if node = s.t.first[s.words[to-1].id]; node != 0 {
		for _, m := range s.t.sensesOf(node) {
			if m.rule == bare && s.text(from, from+1)[0] == s.c.actor(m.actor).Name[0] {
				return m.actor, true
			}
		}
	}
	return 0, false
}
