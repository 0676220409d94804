package claim

// hit is a place where a pattern fits, in tokens of its page.
type hit struct {
	rule           int
	from, to       int // the whole pattern
	cueFrom, cueTo int
	verb           int // the verb whose subject counts
}

// agentFrom is where a passive may name its agent: behind the participle.
func (h hit) agentFrom() int {
	return max(h.cueFrom+1, h.cueTo)
}

// matcher tries patterns on a sentence.
type matcher struct {
	g        *grammar
	p        *page
	from, to int // the sentence
	cueFrom  int
	cueTo    int
	verb     int
}

// at tries a pattern at token i and reports where it ends.
func (m *matcher) at(pattern []element, i int) (end int, ok bool) {
	m.cueFrom, m.cueTo, m.verb = -1, -1, -1
	return m.rest(pattern, i)
}

// rest fits the elements from token i on. Gaps try the shortest way first;
// the work is bounded by the gaps of the pattern, whatever the text.
func (m *matcher) rest(pattern []element, i int) (int, bool) {
	if len(pattern) == 0 {
		return i, true
	}
	e := &pattern[0]
	switch {
	case e.open:
		was := m.cueFrom
		m.cueFrom = m.skip(i)
		if end, ok := m.rest(pattern[1:], i); ok {
			return end, true
		}
		m.cueFrom = was
		return 0, false
	case e.close:
		was := m.cueTo
		m.cueTo = i
		if end, ok := m.rest(pattern[1:], i); ok {
			return end, true
		}
		m.cueTo = was
		return 0, false
	case e.verb:
		m.verb = m.skip(i)
		return m.rest(pattern[1:], i)
	case e.begin:
		if !m.begins(i) {
			return 0, false
		}
		return m.rest(pattern[1:], i)
	case e.end:
		if !m.ends(i) {
			return 0, false
		}
		return m.rest(pattern[1:], i)
	case e.gap > 0:
		return m.gap(pattern, i)
	case e.not:
		if k := m.skip(i); k < m.to && m.fits(e, k) {
			return 0, false
		}
		return m.rest(pattern[1:], i)
	}
	if k := m.skip(i); k < m.to && m.fits(e, k) {
		if end, ok := m.rest(pattern[1:], k+1); ok {
			return end, true
		}
	}
	if e.option {
		return m.rest(pattern[1:], i)
	}
	return 0, false
}

// gap fits the elements behind a gap, which comes first.
func (m *matcher) gap(pattern []element, k int) (int, bool) {
	for n := 0; n <= int(pattern[0].gap); n++ {
		if end, ok := m.rest(pattern[1:], k); ok {
			return end, true
		}
		k = m.skip(k)
		if k >= m.to || m.stops(k) {
			return 0, false
		}
		k++
	}
	return 0, false
}

// skip passes quotation marks: they are no part of any pattern.
func (m *matcher) skip(i int) int {
	for i < m.to && (m.p.tokens[i].kind == opening || m.p.tokens[i].kind == closing) {
		i++
	}
	return i
}

// stops reports whether a gap may not pass token i.
func (m *matcher) stops(i int) bool {
	switch m.p.tokens[i].kind {
	case stop, semicolon, colon, dash, ellipsis:
		return true
	}
	return false
}

func (m *matcher) begins(i int) bool {
	return i == m.from || m.p.tokens[i-1].kind == opening || m.p.tokens[i-1].kind == colon || m.p.tokens[i-1].kind == dash
}

func (m *matcher) ends(i int) bool {
	if i >= m.to {
		return true
	}
	return m.p.tokens[i].kind >= comma
}

// fits reports whether the element fits the token.
func (m *matcher) fits(e *element, i int) bool {
	t := &m.p.tokens[i]
	if t.kind > inNumber {
		return false
	}
	if t.word != 0 {
		for _, w := range e.words {
			if w == t.word {
				return true
			}
		}
	}
	if t.classes.meets(e.classes) && (e.forms == 0 || t.forms == 0 || t.forms&e.forms != 0) {
		return true
	}
	switch {
	case e.ing:
		n := int(t.end - t.start)
		return n > 4 && m.p.text[t.end-3:t.end] == "ing" && !t.capital
	case e.name:
		return t.capital && (t.word == 0 || t.mention != 0)
	case e.actor:
		return t.mention != 0 || t.classes.has(m.g.c.nation) && t.capital
	case e.number:
		return t.kind == inNumber
	}
	return false
}

// hits appends the places of one sentence where a rule fits. A phrase that is
// no cue hides the words that it covers from every rule.
func (m *matcher) hits(s sentence, hidden []bool, out []hit) []hit {
	m.from, m.to = s.from, s.to
	for i := s.from; i < s.to; i++ {
		if w := m.p.tokens[i].word; w != 0 {
			for _, n := range m.g.starts[w] {
				if n >= 0 {
					break // phrases come first
				}
				if end, ok := m.at(m.g.phrases[-1-n].pattern, i); ok {
					for k := i; k < end; k++ {
						hidden[k-s.from] = true
					}
				}
			}
		}
	}
	for i := s.from; i < s.to; i++ {
		w := m.p.tokens[i].word
		if w == 0 || hidden[i-s.from] {
			continue
		}
		for _, n := range m.g.starts[w] {
			if n < 0 {
				continue
			}
			end, ok := m.at(m.g.rules[n].pattern, i)
			if !ok {
				continue
			}
			h := hit{rule: int(n), from: i, to: end, cueFrom: m.cueFrom, cueTo: m.cueTo}
			if h.verb = m.verb; h.verb < 0 {
				h.verb = i
			}
			if h.cueFrom < 0 {
				h.cueFrom = i
			}
			if h.cueTo <= h.cueFrom {
				h.cueTo = end
			}
			if !hidden[h.cueFrom-s.from] {
				out = append(out, h)
			}
		}
	}
	return out
}
