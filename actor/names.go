package actor

import "hearsay/news"

// names walks the trie from every word and takes the longest name whose rule
// holds. Names that need something else of the story wait in s.late.
func (s *scan) names() {
	for i := 0; i < len(s.words); {
		w := &s.words[i]
		if n := s.nameAt(i, w); n > 0 {
			i += n
			continue
		}
		if w.role&isScheme != 0 {
			if n := s.numbered(i); n > 0 {
				i += n
				continue
			}
		}
		i++
	}
}

// nameAt looks for a name at word i and returns how many words it took.
func (s *scan) nameAt(i int, w *word) int {
	node := s.t.first[w.id]
	if node == 0 || w.sep == joined || s.inAddress(i) {
		return 0
	}
	var ends [longest]uint16
	n := 1
	ends[0] = node
	for n < longest && i+n < len(s.words) && i+n != s.split {
		next := &s.words[i+n]
		if next.sep > mark || next.id == 0 {
			break
		}
		if node = s.t.next(node, next.id); node == 0 {
			break
		}
		ends[n] = node
		n++
	}
	for ; n > 0; n-- {
		if i+n < len(s.words) && s.words[i+n].sep == joined {
			continue // "Log4Shell" is one word
		}
		for _, sense := range s.t.sensesOf(ends[n-1]) {
			if took := s.try(i, i+n, ends[n-1], sense); took > 0 {
				return took
			}
		}
	}
	return 0
}

// inAddress says that word i is part of a host name, path, mail address or
// identifier: "news.microsoft.com", "lockbit_v3", "@kremlin".
func (s *scan) inAddress(i int) bool {
	w := s.words[i]
	text := s.texts[0]
	if i >= s.split {
		text = s.texts[1]
	}
	if w.start > 0 {
		switch b := text[w.start-1]; b {
		case '@', '_', '\\', '#':
			return true
		case '.', '/':
			if w.start > 1 && (classes[text[w.start-2]] == cLetter || classes[text[w.start-2]] == cDigit || text[w.start-2] == '/') {
				if b == '/' && w.shape&upper != 0 {
					return false // "Kremlin/GRU"
				}
				return b == '/' || w.shape&upper == 0
			}
		}
	}
	if at := int(w.end); at+1 < len(text) && classes[text[at+1]] == cLetter {
		switch text[at] {
		case '_', '@':
			return true
		case '.':
			return 'a' <= text[at+1] && text[at+1] <= 'z' && w.shape&points == 0
		}
	}
	return false
}

// try decides whether the words from, to mean what a sense says. It returns how
// many words were taken: 0 when they do not, or when that is decided later.
func (s *scan) try(from, to int, node uint16, m sense) int {
	if !s.written(from, to, m) {
		return 0
	}
	h := hit{from: from, to: to, actor: m.actor, node: node, rule: m.rule}
	if m.actor == swallowed {
		for i := from; i < to; i++ {
			s.taken[i] = -1
		}
		return to - from
	}
	ok := true
	switch m.rule {
	case cased:
		ok = !s.isShouted(from, to) && !s.isDateline(from, to)
	case always:
		ok = !s.isPlaceName(to)
	case context:
		ok = !s.goesOn(to) && s.inContext(from, to, m)
	case adjacent:
		ok = !s.goesOn(to) && s.besideContext(from, to, m)
	case weak:
		h.unsure = true
	case people:
		return s.peopleActs(h)
	case bare:
		ok = s.standsAlone(from, to)
	case capital, place:
		return s.capitalActs(h)
	case trap, agencyish:
		s.late = append(s.late, h)
		return 0
	case careful:
		ok = s.isCompany(from, to)
	}
	if !ok {
		if (m.rule == context || m.rule == adjacent) && !s.goesOn(to) {
			s.late = append(s.late, h)
		}
		return 0
	}
	if m.ctx == ransomCtx && m.rule != adjacent {
		h.unsure = h.unsure || s.isMalware(from, to)
	}
	s.add(h)
	return to - from
}

// written says that the words carry the capitals of the name.
func (s *scan) written(from, to int, m sense) bool {
	for i := from; i < to; i++ {
		w := &s.words[i]
		if w.shape&digits != 0 {
			continue
		}
		if m.exact && w.shape&lowers != 0 {
			return false
		}
		if n := i - from; n < 16 && m.caps>>n&1 == 1 && w.shape&upper == 0 {
			return false
		}
	}
	return true
}

// isShouted says that a short word stands among words in capitals only, where
// "US" may be "us".
func (s *scan) isShouted(from, to int) bool {
	w := s.words[from]
	if to-from > 1 || w.shape&caps == 0 || w.shape&points != 0 || w.end-w.start > 3 {
		return false
	}
	loud := func(w *word) bool { return w != nil && w.shape&caps != 0 && w.end-w.start > 3 && w.role&isCommon != 0 }
	return loud(s.before(from)) && loud(s.after(to))
}

// isDateline says that a place only opens a block: "SINGAPORE — ", "Kyiv
// (Reuters)", "MOSCOW, December 14".
func (s *scan) isDateline(from, to int) bool {
	if from < s.split || s.words[from].sep != line || to >= len(s.words) || s.words[from].role&isState == 0 || s.words[from].end-s.words[from].start < 4 {
		return false
	}
	loud := s.words[from].shape&caps != 0
	switch s.words[to].sep {
	case other, quote, mark:
		return true
	case comma:
		return s.isCapital(to) && (loud || s.words[to].role&isCalendar != 0 || s.words[to].shape&caps != 0)
	}
	return false
}

// isPlaceName says that the name goes on as a place: "the Turla River".
func (s *scan) isPlaceName(to int) bool {
	w := s.after(to)
	return w != nil && w.role&isGeo != 0 && w.shape&(upper|lowers) == upper|lowers && !s.headline(to)
}

// goesOn says that another capitalised word follows, so that the name is only
// the beginning of a longer one: "the Hive Mind group".
func (s *scan) goesOn(to int) bool {
	w := s.after(to)
	return w != nil && s.words[to].sep == gap && w.shape&upper != 0 && w.shape&digits == 0 && !s.headline(to) &&
		w.role&(isRansom|isGang|isHack|isGroup|isHead|isSpeech|isAux|isAct) == 0 && s.t.first[w.id] == 0
}

// near says that a word with the role stands within reach in the sentence.
func (s *scan) near(from, to int, r role) bool {
	for i, n := from, 0; n < reach && i > 0 && i != s.split && s.words[i].sep < stop; n++ {
		i--
		if s.words[i].role&r != 0 {
			return true
		}
	}
	for i, n := to, 0; n < reach && !s.ends(i); n++ {
		if s.words[i].role&r != 0 {
			return true
		}
		i++
	}
	return false
}

var contextRoles = [...]role{noCtx: isGroup | isRansom | isHack, ransomCtx: isRansom, hackCtx: isHack, groupCtx: isGroup}

// inContext says that a word of the name's context is near. Where the capital
// tells nothing, an ordinary word needs it right beside.
func (s *scan) inContext(from, to int, m sense) bool {
	if to-from == 1 && (s.headline(from) || s.first(from) && s.words[from].role&isCommon != 0) {
		return s.besideContext(from, to, m)
	}
	return s.near(from, to, contextRoles[m.ctx])
}

// besideContext says that the name stands right beside a word of its context:
// "Play ransomware", "the ransomware gang Play", "Play's operators".
func (s *scan) besideContext(from, to int, m sense) bool {
	r := contextRoles[m.ctx]
	if w := s.after(to); w != nil && w.role&r != 0 {
		return true
	}
	if to+1 < len(s.words) && s.words[to].sep == apos && s.words[to].id == s.c.small.s && s.roleAfter(to+1)&r != 0 {
		return true
	}
	w := s.before(from)
	return w != nil && s.words[from].sep == gap && w.role&r != 0
}

// isMalware says that the name of a ransomware stands for the program: beside
// the word "ransomware", and nothing near tells of a gang.
func (s *scan) isMalware(from, to int) bool {
	w, b := s.after(to), s.before(from)
	if !(w != nil && w.id == s.c.small.ransomware || b != nil && b.id == s.c.small.ransomware) {
		return false
	}
	return !s.near(from, to, isGangSign)
}

// isCompany says that an ordinary word with a capital is the company: not where
// a capital tells nothing, not before another name, unless it acts or owns.
func (s *scan) isCompany(from, to int) bool {
	if to-from > 1 {
		return true
	}
	acts := s.roleAfter(to)&(isSpeech|isAct|isAux) != 0 || to < len(s.words) && s.words[to].sep == apos
	if s.headline(from) || s.first(from) {
		listed := to+1 < len(s.words) && to != s.split && (s.words[to].id == s.c.small.and && s.isCapital(to+1) || s.words[to].sep == comma && s.isCapital(to))
		return acts || listed && !s.headline(from)
	}
	w, b := s.after(to), s.before(from)
	if w != nil && (w.shape&upper != 0 || s.words[to].sep == hyphen) {
		return acts
	}
	return b == nil || b.shape&upper == 0
}

// standsAlone says that a well-known family name is not a part of another name:
// not "Trump Tower", not "Hunter Biden".
func (s *scan) standsAlone(from, to int) bool {
	if s.first(from) && s.words[from].role&isCommon != 0 && to-from == 1 {
		return false
	}
	if w := s.after(to); w != nil && s.words[to].sep == gap && w.shape&upper != 0 && !s.headline(to) &&
		w.role&(isCommon|isSpeech|isAct|isAux|isCalendar) == 0 {
		return false
	}
	b := s.before(from)
	if b == nil || b.shape&upper == 0 || b.role&(isTitle|isHonorific|isWeakTitle) != 0 {
		return true
	}
	if s.headline(from) {
		return b.role&isGiven == 0 || b.role&isCommon != 0
	}
	return s.first(from-1) && b.role&isCommon != 0 && b.role&isGiven == 0 || s.taken[from-1] > 0
}

// numbered recognises a group by a numbering scheme: "UNC9999", "UAC-0999".
func (s *scan) numbered(i int) int {
	for _, k := range s.t.schemes {
		if k.word != s.words[i].id || s.inAddress(i) || s.words[i].sep == hyphen && i != s.split {
			continue
		}
		to := i + 1
		if k.word2 != 0 {
			if to >= len(s.words) || s.words[to].id != k.word2 || s.words[to].sep != hyphen {
				continue
			}
			to++
		}
		if to >= len(s.words) || to == s.split {
			continue
		}
		n := &s.words[to]
		size := n.end - n.start
		if n.shape&digits == 0 || n.sep > gap || k.seps>>n.sep&1 == 0 || size < int32(k.least) || size > int32(k.most) {
			continue
		}
		if k.exactUpper && s.words[i].shape&lowers != 0 || s.words[i].shape&upper == 0 {
			continue
		}
		if to+1 < len(s.words) && (s.words[to+1].sep == joined || s.words[to+1].sep == mark) {
			continue // "TA505x", "10.0.0.1"
		}
		name := s.text(i, to+1)
		if n.sep == gap {
			name = s.text(i, to) + s.text(to, to+1)
		}
		a, ok := s.introduce(news.Group, schemeKinds[k.kind], name, "", "")
		if !ok {
			return 0
		}
		s.add(hit{from: i, to: to + 1, actor: a})
		return to + 1 - i
	}
	return 0
}

// introduce gives the number of an actor that only the story knows.
func (s *scan) introduce(class news.Class, kind, name, country, office string) (uint16, bool) {
	slug := Slug(name)
	key := string(class) + "/" + slug
	if n, ok := s.bySlug[key]; ok {
		if a := &s.found[n-local]; office != "" && a.Role == "" {
			a.Role, a.Country = news.Text(office), country
		}
		return n, true
	}
	if len(s.found) >= maxFound {
		return 0, false
	}
	s.bySlug[key] = local + uint16(len(s.found))
	s.found = append(s.found, news.Actor{Slug: slug, Class: class, Kind: kind, Name: news.Text(name), Country: country, Role: news.Text(office)})
	return local + uint16(len(s.found)-1), true
}
