package actor

// span of the longest phrase from a people to its head: "Russian state-sponsored
// military intelligence officers".
const maxPeople = 7

// peopleActs takes "Russian hackers", "Iranian officials", "the Chinese embassy":
// a people with a head that acts. "Russian salad" names no state, nor does
// "Russian-speaking", "pro-Russian", or an office before a person's name.
func (s *scan) peopleActs(h hit) int {
	if b := s.before(h.from); b != nil && s.words[h.from].sep == hyphen &&
		(b.id == s.c.small.pro || b.id == s.c.small.anti || b.id == s.c.small.non) {
		return 0
	}
	end, mods, gang := 0, 0, false
	for i := h.to; i < h.from+maxPeople; i++ {
		w := s.after(i)
		if w == nil || s.after(i+1) != nil && s.words[i+1].sep == joined {
			break // the end, or "APT28"
		}
		if w.role&isNoMod != 0 && w.sep == hyphen {
			return 0
		}
		switch {
		case w.role&isCrimeHead != 0:
			h.unsure = true
			end = i + 1
		case w.role&isHead != 0 && (w.role&isGang == 0 || mods > 0):
			gang = gang || w.role&isGang != 0
			end = i + 1
		case (w.id == s.c.small.or || w.id == s.c.small.and) && mods > 0:
		case w.role&isMod == 0:
			i = h.from + maxPeople
		}
		if w.role&(isMod|isHead) != 0 {
			mods++
		}
	}
	if end == 0 {
		return 0
	}
	if w := s.after(end); w != nil && s.words[end-1].role&isTitle != 0 && s.words[end].sep == gap && s.mayBeName(end) && !s.headline(end) {
		return 0
	}
	h.to = end
	s.add(h)
	return end - h.from
}

// capitalActs takes a capital when it stands for its state: with a verb of
// speech or attack, a possessive, or a partner ("between Moscow and
// Washington"). Moscow and its like do unless they are plainly a place.
func (s *scan) capitalActs(h hit) int {
	if s.isSeat(h.from, h.to, h.rule == capital) {
		s.add(h)
		return h.to - h.from
	}
	return 0
}

func (s *scan) isSeat(from, to int, strong bool) bool {
	k := &s.c.small
	next, b := s.after(to), s.before(from)
	if next != nil && s.words[to].sep == hyphen {
		return next.role&isMod != 0 || next.role&isState != 0 // "Tehran-backed", "Moscow-Beijing"
	}
	possessive := to+1 < len(s.words) && s.words[to].sep == apos && s.words[to].id == k.s && !s.ends(to+1)
	if strong && possessive && s.words[to+1].shape&upper == 0 {
		return true
	}
	if s.isDateline(from, to) {
		return false
	}
	after := s.roleAfter(to)
	gapAfter := next != nil
	if gapAfter && after&isPlaceTail != 0 {
		return false
	}
	acts := gapAfter && s.verbAt(to)
	if gapAfter && next.shape&upper != 0 && !acts && !s.headline(to) {
		return false
	}
	if b != nil && b.role&isPlacePrep != 0 {
		bb := s.before(from - 1)
		return bb != nil && bb.role&isSeatOf != 0
	}
	if acts || strong && !s.inPlaceList(from) {
		return true
	}
	if next != nil && next.id == k.and && s.isCapitalName(to+1) && s.verbAt(to+2) {
		return true // "Vilnius and Warsaw accused"
	}
	if strong {
		return false
	}
	if possessive {
		return s.words[to+1].shape&upper == 0 && s.words[to+1].role&isPlaceTail == 0
	}
	if to+1 < len(s.words) && s.words[to].sep == comma && s.words[to].id == k.which {
		return s.verbAt(to + 1)
	}
	if b == nil {
		return next != nil && next.id == k.and && s.isStrong(to+1)
	}
	if b.role&isSpeech != 0 || b.id == k.by || b.id == k.against || b.id == k.towards || b.role&isArticle == 0 && s.callsOn(from) {
		return true
	}
	return b.id == k.and && from > 1 && s.isStrong(from-2) || next != nil && next.id == k.and && s.isStrong(to+1)
}

// verbAt says that a verb of speech or attack stands at i, auxiliaries before it
// aside.
func (s *scan) verbAt(i int) bool { return s.verbOf(i, isSpeech|isAct) }

// callsOn says that the words before i are "called on", "blamed it on".
func (s *scan) callsOn(i int) bool {
	b := s.before(i)
	if b == nil || b.id != s.c.small.on || i < 2 {
		return false
	}
	bb := s.before(i - 1)
	return bb != nil && bb.role&isSpeech != 0
}

// isStrong says that word i is a name, seat or strong capital of a state.
func (s *scan) isStrong(i int) bool {
	if i < 0 || i >= len(s.words) {
		return false
	}
	if n := s.taken[i]; n > 0 {
		r := s.hits[n-1].rule
		return s.hits[n-1].actor < local && (r == capital || r == seat)
	}
	node := s.t.first[s.words[i].id]
	if node == 0 {
		return false
	}
	for _, m := range s.t.sensesOf(node) {
		if m.rule == capital || m.rule == seat {
			return s.words[i].shape&upper != 0
		}
	}
	return false
}

// inPlaceList says that the name is listed with places: "offices in Paris,
// Moscow and Beijing".
func (s *scan) inPlaceList(i int) bool {
	for n := 0; n < reach && i > 0 && i != s.split && s.words[i].sep <= comma; n++ {
		i--
		w := &s.words[i]
		if w.role&isPlacePrep != 0 {
			return n > 0
		}
		if w.shape&upper == 0 && w.id != s.c.small.and {
			return false
		}
	}
	return false
}

// isCapitalName says that word i is a capital or seat of the table.
func (s *scan) isCapitalName(i int) bool {
	if i >= len(s.words) || s.words[i].shape&upper == 0 {
		return false
	}
	if node := s.t.first[s.words[i].id]; node != 0 {
		for _, m := range s.t.sensesOf(node) {
			if m.rule == place || m.rule == capital || m.rule == seat {
				return true
			}
		}
	}
	return false
}
