package actor

import "hearsay/news"

// words that a pattern for organisations may reach to the left or right.
const maxOrg = 5

// organisations finds organisations and gangs that the table does not know by
// the shape of their names and by the noun beside them. What the title writes in
// headline capitals is left to memory.
func (s *scan) organisations() {
	for i := 0; i < len(s.words); i++ {
		w := &s.words[i]
		const patterns = isOrgTail | isOrgOf | isOrgHead | isGang | isOrgNoun | isHandle | isLink | isOrgFront
		if w.role&(patterns|isAliasCue) == 0 || s.headline(i) {
			continue
		}
		if w.role&isAliasCue != 0 && s.givesName(i) {
			s.cues = append(s.cues, int32(i))
		}
		if w.role&patterns == 0 {
			continue
		}
		switch {
		case w.role&isOrgTail != 0 && w.shape&upper != 0 || w.role&isOrgTail != 0 && w.sep == gap && s.isCapital(i-1):
			s.tailed(i)
		case w.role&isOrgOf != 0 && w.shape&upper != 0 && s.prefixed(i):
		case w.role&isOrgFront != 0 && w.shape&upper != 0 && s.taken[i] == 0:
			if to := s.properRight(i+1, false); to > i+1 && s.words[i+1].sep == gap {
				s.keepOrg(i, to, s.spelled(i, to), "organisation", news.Organisation)
			}
		case w.role&isOrgHead != 0 && w.shape&upper != 0:
			s.headed(i)
		case w.role&isGang != 0 && w.shape&upper == 0:
			s.gang(i)
		}
		if w.shape&upper == 0 {
			s.afterNoun(i)
			s.handle(i)
		}
	}
}

// isCapital says that word i is capitalised.
func (s *scan) isCapital(i int) bool { return i >= 0 && s.words[i].shape&upper != 0 }

// properLeft walks left from i over capitalised words and returns the first. A
// word that begins the sentence counts only when it is no ordinary word.
func (s *scan) properLeft(i int) int {
	from := i
	for from > 0 && i-from < maxOrg && from != s.split {
		if s.words[from].sep > mark {
			break
		}
		b := &s.words[from-1]
		if b.id == s.c.small.s && b.sep == apos && from > 1 && s.words[from].sep == gap && s.isCapital(from-2) && s.taken[from-2] == 0 {
			from -= 2 // "St. Brigid's Hospital"
			continue
		}
		if b.id == s.c.small.and && b.sep == gap && from > 1 && from < i && s.isCapital(from-2) && s.taken[from-2] == 0 && s.words[from-2].role&isCommon != 0 &&
			!s.first(from-2) && s.words[i].role&isOrgHead != 0 {
			from -= 2 // "Economic and Security Review Commission"
			continue
		}
		if b.shape&upper == 0 || s.taken[from-1] < 0 || b.role&isCalendar != 0 && b.role&isGiven == 0 ||
			s.first(from-1) && b.role&isCommon != 0 {
			break
		}
		if s.taken[from-1] > 0 && s.hits[s.taken[from-1]-1].rule != place && s.hits[s.taken[from-1]-1].rule != cased {
			break
		}
		from--
	}
	for from < i && s.words[from].role&(isArticle|isAux|isPlacePrep) != 0 {
		from++
	}
	if from < i && from > 1 && from != s.split && s.words[from].sep == gap && s.words[from-1].id == s.c.small.of && s.words[from-1].sep == gap &&
		s.words[from-2].role&isOrgOf != 0 && s.isCapital(from-2) {
		from -= 2 // "Department of Defense Cyber Crime Center"
	}
	return from
}

// distinct says that one of the words is no ordinary one.
func (s *scan) distinct(from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i].role&(isCommon|isOrgMod|isOrgHead|isOrgTail|isTitle|isTitleMod|isMod|isHead) == 0 && s.words[i].end-s.words[i].start > 1 {
			return true
		}
	}
	return false
}

// tailed takes "Acme Widgets Inc." by its last word.
func (s *scan) tailed(i int) {
	from := s.properLeft(i)
	if s.words[i].shape&caps != 0 && s.words[i].end-s.words[i].start > 4 {
		return // shouted: "INCLUDING BUT NOT LIMITED TO"
	}
	if from == i || s.taken[i] != 0 || !s.distinct(from, i) && (i-from < 2 || s.first(from)) || s.words[i].sep > mark && s.words[i].sep != comma {
		return
	}
	s.keepOrg(from, i+1, s.spelled(from, i), "company", news.Organisation)
}

// headed takes "Northwind Bank", "the National Cyber Centre": a capitalised head
// with a proper word before it, or with ordinary ones inside a sentence.
func (s *scan) headed(i int) {
	if s.taken[i] != 0 || s.headline(i) {
		return
	}
	if w := s.after(i + 1); w != nil && w.shape&upper != 0 && w.role&isOrgHead != 0 {
		return // the head comes later
	}
	from := s.properLeft(i)
	if from == i {
		return
	}
	if !s.distinct(from, i) && (i-from < 2 || s.first(from)) {
		return
	}
	if s.titleCase(from, i+1) {
		return
	}
	to := s.fieldOf(i + 1)
	s.keepOrg(from, to, s.spelled(from, to), "organisation", news.Organisation)
}

// fieldOf returns the end of "on Foreign Relations", "for Cyber Security" after
// the head of a name, or i when no such words follow.
func (s *scan) fieldOf(i int) int {
	w, k := s.after(i), &s.c.small
	if w == nil || w.id != k.on && w.id != k.forWord && w.id != k.of {
		return i
	}
	to := i + 1
	for x := s.after(to); x != nil && to < i+maxOrg && x.shape&upper != 0 && x.role&isCalendar == 0; x = s.after(to) {
		to++
	}
	if to == i+1 {
		return i
	}
	return to
}

// titleCase says that the words around are a heading: a capital tells nothing.
func (s *scan) titleCase(from, to int) bool {
	high, low := 0, 0
	for i := from - 1; i >= 0 && i >= from-4 && s.words[i+1].sep < stop; i-- {
		if s.words[i].shape&upper != 0 {
			high++
		} else {
			low++
		}
	}
	for i := to; i < to+4 && !s.ends(i); i++ {
		if s.words[i].shape&upper != 0 {
			high++
		} else {
			low++
		}
	}
	return low == 0 && high > 0 || high > 2*low+1
}

// prefixed takes "University of Leeds", "Ministry of Digital Affairs": the head
// comes first. A ministry of a known state is an agency. It says whether it took
// something.
func (s *scan) prefixed(i int) bool {
	to := i + 1
	if to >= len(s.words) || s.words[to].id != s.c.small.of || s.words[to].sep != gap || s.taken[i] > 0 && s.hits[s.taken[i]-1].to > i+1 {
		return false
	}
	to++
	if w := s.after(to); w != nil && w.id == s.c.small.the {
		to++
	}
	begin := to
	for to < begin+maxOrg {
		w := s.after(to)
		if w == nil || s.words[to].sep != gap && s.words[to].sep != hyphen {
			break
		}
		if w.shape&upper != 0 && w.role&isCalendar == 0 {
			to++
			continue
		}
		if next := s.after(to + 1); w.id == s.c.small.and && to > begin && next != nil && next.shape&upper != 0 && s.taken[to+1] == 0 {
			to += 2
			continue
		}
		break
	}
	if to == begin {
		return false
	}
	from := i
	for from > 0 && s.words[from].sep == gap && from != s.split && s.isCapital(from-1) && s.taken[from-1] == 0 &&
		s.words[from-1].role&(isOrgMod|isOrgHead) != 0 && !s.first(from-1) {
		from--
	}
	name := s.spelled(from, to)
	for j := from - 1; j >= 0 && j >= from-2 && s.words[j+1].sep <= apos; j-- {
		country := s.countryOf(j)
		if n := s.taken[j]; n > 0 && s.actorOf(s.hits[n-1].actor).Class == news.State {
			country = s.actorOf(s.hits[n-1].actor).Country
		}
		if country != "" && s.isCapital(j) {
			if a, ok := s.agencyOf(from, to, country); ok {
				s.add(hit{from: from, to: to, actor: a})
				return true
			}
			s.keepAgency(from, to, name+" ("+country+")", country)
			return true
		}
	}
	s.keepOrg(from, to, name, "organisation", news.Organisation)
	return true
}

// agencyOf gives the agency of a country that goes by exactly these words.
func (s *scan) agencyOf(from, to int, country string) (uint16, bool) {
	node := s.t.first[s.words[from].id]
	for i := from + 1; i < to && node != 0; i++ {
		if s.words[i].id == 0 {
			return 0, false
		}
		node = s.t.next(node, s.words[i].id)
	}
	if node != 0 {
		for _, m := range s.t.sensesOf(node) {
			if s.c.country(m.actor) == country {
				return m.actor, true
			}
		}
	}
	return 0, false
}

func (s *scan) keepAgency(from, to int, name, country string) {
	if a, ok := s.introduce(news.Agency, "ministry", name, country, ""); ok {
		s.add(hit{from: from, to: to, actor: a})
	}
}

// keepOrg introduces what a pattern found and remembers its short names.
func (s *scan) keepOrg(from, to int, name, kind string, class news.Class) {
	if n := s.keys[s.words[from].hash]; n != 0 && to-from == 1 && s.actorOf(s.short[n-1].actor).Class == class {
		s.add(hit{from: from, to: to, actor: s.short[n-1].actor, rule: cased})
		return
	}
	if last := s.words[to-1]; last.role&isOrgTail != 0 && to-from > 1 && len(name) > int(last.end-s.words[from].start)-1 {
		name = s.spelled(from, to-1) // without its legal form
	}
	a, ok := s.introduce(class, kind, name, "", "")
	if !ok {
		return
	}
	s.add(hit{from: from, to: to, actor: a, rule: cased})
	s.shorten(a, from, to)
}

// properRight returns the end of the capitalised words from i on that may be an
// unknown name. Only with ordinary may it begin with an ordinary word.
func (s *scan) properRight(i int, ordinary bool) int {
	to := i
	for to < len(s.words) && to != s.split && to < i+maxOrg {
		w := &s.words[to]
		if to > i && w.sep > gap && w.sep != mark || s.taken[to] != 0 || w.shape&upper == 0 ||
			w.role&isCalendar != 0 || w.role&(isTitle|isHonorific) != 0 {
			break
		}
		if to == i && (w.role&(isState|isArticle|isAux) != 0 || !ordinary && w.role&isCommon != 0 && (w.shape&caps == 0 || w.end-w.start < 3)) {
			break
		}
		to++
		// digits written onto the name belong to it: "Sector17"
		for to < len(s.words) && s.words[to].sep == joined && to != s.split {
			to++
		}
	}
	return to
}

// afterNoun takes what a common noun introduces: "the insurer Medisure",
// "researchers at Watchpoint Labs", "a spokesman for Acme".
func (s *scan) afterNoun(i int) {
	if i+1 >= len(s.words) || i+1 == s.split || s.words[i+1].shape&upper == 0 || s.taken[i+1] != 0 {
		return
	}
	w, k := &s.words[i], &s.c.small
	noun := w.role&isOrgNoun != 0 && (s.words[i+1].sep == gap || s.words[i+1].sep == comma)
	at := s.words[i+1].sep == gap && (w.id == k.at || w.id == k.forWord || w.id == k.of || w.id == k.with) && i > 0 && s.words[i].sep == gap &&
		(s.words[i-1].role&(isTitle|isWeakTitle) != 0 || s.isPlural(i-1) || s.isPersonHit(i-1))
	if !noun && !at {
		return
	}
	to := s.properRight(i+1, false)
	if to == i+1 || !s.distinct(i+1, to) {
		return
	}
	if w := &s.words[i+1]; to == i+2 && w.shape&caps != 0 && w.end-w.start < 6 && !s.verbOfSpeech(to) && (s.ends(to) || s.words[to].sep != comma) {
		return // "a maker of API clients"
	}
	if s.words[i+1].sep == comma && (s.ends(to) || s.words[to].sep != comma) {
		return
	}
	if at && i > 0 && s.isPersonHit(i-1) && !s.verbOfSpeech(to) {
		return // "Jane Doe of Leeds"
	}
	if at && s.words[i+1].role&(isGiven|isFamily) != 0 && to-i > 2 {
		return // "a lawyer for John Roe"
	}
	s.keepOrg(i+1, to, s.spelled(i+1, to), "company", news.Organisation)
}

// isPlural says that the word is a trade in the plural: researchers, analysts.
func (s *scan) isPlural(i int) bool {
	w := &s.words[i]
	text := s.text(i, i+1)
	return (w.shape&upper == 0 || s.first(i)) && w.end-w.start > 6 && text[len(text)-1] == 's' && (len(text) > 3 && (text[len(text)-3:] == "ers" || text[len(text)-3:] == "sts" || text[len(text)-3:] == "rts"))
}

// gang takes a group that the table does not know: "the hacking group Tidal
// Heron", "a gang calling itself X", "the Black Quill ransomware group".
func (s *scan) gang(i int) {
	w, k := &s.words[i], &s.c.small
	b := s.before(i)
	trade := b != nil && b.role&isGangMod != 0
	sure := trade || w.role&isHead == 0 // "gang", "collective": not "group", "team"
	at := i + 1
	called := false
	for n := 0; n < 2; n++ {
		if x := s.after(at); x != nil && (x.id == k.called || x.id == k.named || x.id == k.calling || x.id == k.itself || x.id == k.known || x.id == k.as || x.id == k.dubbed) {
			at++
			called = true
		}
	}
	if (sure || called) && at < len(s.words) && at != s.split && (s.words[at].sep == gap || called && s.words[at].sep == quote) {
		to := s.properRight(at, trade || called)
		if to > at && s.properGang(at, to) {
			s.keepOrg(at, to, s.spelled(at, to), "unknown", news.Group)
			return
		}
	}
	if !sure {
		return
	}
	end := i
	for end > 0 && end != s.split && s.words[end].sep <= gap && s.words[end-1].role&isGangMod != 0 && s.words[end-1].shape&upper == 0 {
		end--
	}
	if end == 0 || end == s.split || s.words[end].sep != gap || s.taken[end-1] != 0 {
		return
	}
	from := s.properLeft(end)
	if from < end && s.free(from, end) && s.properGang(from, end) {
		s.keepOrg(from, end, s.spelled(from, end), "unknown", news.Group)
	}
}

// properGang says that the words can be the name of a group: not a people, not
// one ordinary word where its capital tells nothing.
func (s *scan) properGang(from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i].role&isState != 0 {
			return false
		}
	}
	return s.distinct(from, to) || to-from > 1 && !s.first(from)
}

// handle takes the name that somebody goes by: "a hacker who goes by Fluffy
// Duck", "using the handle gr3mlin".
func (s *scan) handle(i int) {
	w, k := &s.words[i], &s.c.small
	goes := w.id == k.by && i > 0 && s.words[i].sep == gap && s.words[i-1].role&isGoes != 0
	if !goes && (w.role&isHandle == 0 || i == 0 || s.words[i].sep != gap || s.words[i-1].role&(isCalls|isArticle) == 0) || i+1 >= len(s.words) || i+1 == s.split {
		return
	}
	if sep := s.words[i+1].sep; sep != gap && sep != quote {
		return
	}
	to := i + 1
	for to < len(s.words) && to != s.split && to < i+4 && (to == i+1 || s.words[to].sep <= gap) && s.words[to].shape&upper != 0 && s.taken[to] == 0 {
		to++
		for to < len(s.words) && s.words[to].sep == joined && to != s.split {
			to++
		}
	}
	if to == i+1 || s.words[i+1].role&(isState|isArticle|isAux) != 0 {
		return
	}
	if a, ok := s.introduce(news.Official, "handle", s.spelled(i+1, to), "", ""); ok {
		s.add(hit{from: i + 1, to: to, actor: a, rule: cased})
		if s.words[i+1].role&isCommon == 0 {
			s.shortenAs(s.words[i+1].hash, shortName{actor: a, rule: bare})
		}
	}
}
