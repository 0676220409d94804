package claim

import (
	"strings"

	"hearsay/news"
)

// party is somebody who spoke or acted in the story so far.
type party struct {
	words  string // as the text has them
	name   string // the resolved name, "" when the words name nobody
	slug   string
	class  news.Class
	nouns  set  // classes of the words
	person bool // he or she
	plural bool
	heads  [4]uint16 // nouns of the words, to find "the exchange" again
	body   string    // whom a person speaks for, when its words say so
	page   *page
	at     int // first token
}

// maxMentions is how many earlier mentions are searched for "the department".
const maxMentions = 40

// maxParties is how many earlier parties are remembered for pronouns.
const maxParties = 24

// party makes a party of a noun phrase and resolves it by mentions, by its own
// proper name, or by what was said before.
func (r *reading) party(p *page, np span) party {
	out := party{page: p, at: np.from}
	if np.empty() {
		return out
	}
	c := &r.g.c
	out.words = p.words(np)
	out.nouns = p.gather(np.from, np.to)
	if np.to-np.from <= 1 && p.tokens[np.from].classes.has(c.pron) || np.to-np.from == 2 && p.tokens[np.from].classes.has(c.pron) && p.tokens[np.from+1].classes.has(c.aux) {
		r.pronoun(p, np, &out)
		return out
	}
	n := 0
	for k := np.from; k < np.to && n < len(out.heads); k++ {
		t := &p.tokens[k]
		if t.word != 0 && (t.classes.has(c.orgnoun) || t.classes.has(c.person) || t.classes.has(c.crew) || t.classes.has(c.claimant)) {
			out.heads[n] = t.word
			n++
		}
	}
	out.person = out.nouns.has(c.person) && !out.nouns.has(c.genitive) || out.nouns.has(c.person)
	out.plural = out.nouns.has(c.plural) || out.nouns.has(c.and)
	r.resolve(p, np, &out)
	out.body = r.bodyBefore(p, np)
	return out
}

// bodyBefore is the name before a title, "Volna" in "Volna spokeswoman Ana
// Ruiz": whom the person speaks for.
func (r *reading) bodyBefore(p *page, np span) string {
	from := np.from
	for from < np.to && (p.tokens[from].kind != inWord || !p.tokens[from].capital) && !p.tokens[from].classes.has(r.g.c.title) {
		from++
	}
	to := from
	for to < np.to && r.nameWord(p, np, to) {
		to++
	}
	next := to
	if next < np.to && p.tokens[next].classes.has(r.g.c.genitive) {
		next++
	}
	for next < np.to && p.tokens[next].kind == inWord && !p.tokens[next].capital && !p.tokens[next].classes.has(r.g.c.title) {
		next++
	}
	if to == from || next >= np.to || p.titled || !p.tokens[next].classes.has(r.g.c.title) || p.tokens[next].capital {
		return ""
	}
	return p.words(span{from, to})
}

// resolve finds the name that a noun phrase stands for.
func (r *reading) resolve(p *page, np span, out *party) {
	c := &r.g.c
	head := r.headEnd(p, np)
	if m := r.bestMention(p, np, head); m >= 0 {
		mention := &r.mentions[m]
		out.name, out.slug, out.class = string(mention.Actor), mention.Slug, mention.Class
		out.person = out.person || mention.Class == news.Official
		return
	}
	if name := r.properName(p, np, head); name != "" {
		out.name = name
		return
	}
	if r.seat(p, np, head, out) {
		return
	}
	if out.nouns.has(c.press) && np.to-np.from <= 2 {
		r.last(out, func(q *party) bool {
			return q.name != "" && !q.person && q.class != news.State && q.class != news.Group
		})
		return
	}
	first := &p.tokens[np.from]
	if first.classes.has(c.poss) || first.classes.has(c.det) || p.field == news.InTitle {
		r.description(p, np, out)
	}
}

// seat takes a capital that stands alone for its state, "London fingers …",
// which without a verb of its trade the catalogue leaves unmarked.
func (r *reading) seat(p *page, np span, head int, out *party) bool {
	t := &p.tokens[np.from]
	if head-np.from != 1 || !t.capital || !t.classes.has(r.g.c.nation) || r.lookup == nil {
		return false
	}
	for _, a := range r.lookup(p.text[t.start:t.end]) {
		if a.Class == news.State {
			out.name, out.slug, out.class = string(a.Name), a.Slug, a.Class
			return true
		}
	}
	return false
}

// headEnd is where the noun phrase proper ends and a relative clause begins.
func (r *reading) headEnd(p *page, np span) int {
	for k := np.from + 1; k < np.to; k++ {
		t := &p.tokens[k]
		if t.classes.has(r.g.c.rel) && t.kind == inWord {
			// "who calls himself Moth": the name in the clause is the party's own
			if k+1 < np.to && p.tokens[k+1].classes.has(r.g.c.naming) {
				return np.to
			}
			return k
		}
	}
	return np.to
}

// bestMention picks the actor that a noun phrase stands for: a person before a
// body before the state behind it. A state counts only when the phrase is the
// state itself or one of its bodies.
func (r *reading) bestMention(p *page, np span, head int) int {
	best, rank := -1, 0
	c := &r.g.c
	last := int32(0)
	for k := np.from; k < head; k++ {
		t := &p.tokens[k]
		if t.mention == 0 || t.mention == last {
			continue
		}
		last = t.mention
		m := &r.mentions[t.mention-1]
		rk := 0
		switch m.Class {
		case news.Official:
			rk = 6
		case news.Group:
			rk = 5
		case news.Agency:
			rk = 4
		case news.Organisation:
			rk = 4
		case news.State:
			if out := p.gather(np.from, head); head-np.from <= 2 || out.has(c.govnoun) || out.has(c.crew) {
				rk = 2
			}
			if r.ownName(p, np, head, k) {
				rk = 0
			}
		}
		if rk > rank {
			best, rank = int(t.mention-1), rk
		}
	}
	return best
}

// ownName reports whether the phrase holds a proper name besides the mention.
func (r *reading) ownName(p *page, np span, head, at int) bool {
	run := 0
	for k := np.from; k < head; k++ {
		t := &p.tokens[k]
		if t.capital && t.word == 0 && t.mention == 0 && t.kind == inWord && !t.classes.has(r.g.c.statelink) {
			run++
		}
	}
	return run > 0 && at >= 0
}

// properName is the last run of capitalised words of the phrase that are no
// titles: in "chairman Dirk Aumann" and "Its head, Ines Okoro" the person.
func (r *reading) properName(p *page, np span, head int) string {
	c := &r.g.c
	best := span{}
	if p.titled && p.gather(np.from, head).has(c.title) {
		return ""
	}
	for k := np.from; k < head; {
		t := &p.tokens[k]
		if t.kind > inNumber || !r.nameWord(p, np, k) {
			k++
			continue
		}
		from := k
		unknown := false
		for k < head && (r.nameWord(p, np, k) || k+1 < head && k > from && r.inName(p, k) && r.nameWord(p, np, k+1)) {
			unknown = unknown || p.tokens[k].word == 0 || k > from
			k++
		}
		run := span{from, k}
		if k < head && p.tokens[k].classes.has(c.genitive) && k+1 < head && best.empty() {
			best = run // the possessor, unless a name follows
			continue
		}
		if unknown {
			best = run
		}
	}
	if best.empty() {
		return ""
	}
	return p.words(best)
}

// nameWord reports whether token k may be part of a proper name.
func (r *reading) nameWord(p *page, np span, k int) bool {
	t := &p.tokens[k]
	if !t.capital || t.kind > inNumber || t.mention != 0 && r.mentions[t.mention-1].Class == news.State {
		return false
	}
	c := &r.g.c
	if t.classes.has(c.title) || t.classes.has(c.person) || t.classes.has(c.det) || t.classes.has(c.time) || t.classes.has(c.statelink) || t.classes.has(c.pron) || t.classes.has(c.nation) {
		return false
	}
	if t.word != 0 && k == np.from && (k+1 >= np.to || !p.tokens[k+1].capital) {
		return false // "Hospital says", "Researchers at X"
	}
	return true
}

// inName reports whether the small word at k may join two parts of a name.
func (r *reading) inName(p *page, k int) bool {
	s := p.text[p.tokens[k].start:p.tokens[k].end]
	return s == "of" || s == "de" || s == "van" || s == "von" || s == "der" || s == "del" || s == "la" || s == "al" || s == "bin" || s == "the" || s == "'s" || s == "’s" && r != nil
}

// pronoun resolves he, she, it, they and we.
func (r *reading) pronoun(p *page, np span, out *party) {
	c := &r.g.c
	t := &p.tokens[np.from]
	switch word := lower(p.text[t.start:t.end]); {
	case t.classes.has(c.we):
		if r.issuer != nil {
			out.adopt(r.issuer)
		}
		out.nouns.add(c.we)
	case word == "he" || word == "she" || word == "him" || word == "her":
		out.person = true
		r.last(out, func(q *party) bool { return q.person && !q.plural })
	case word == "it":
		r.last(out, func(q *party) bool { return !q.person && !q.plural })
	case word == "they" || word == "them":
		if !r.last(out, func(q *party) bool { return q.plural }) {
			r.last(out, func(q *party) bool { return true })
		}
	}
}

// sameSentence gives a pronoun the source of its own sentence, which is nearer
// than any earlier party: "The office said that it could not say".
func (r *reading) sameSentence(p *page, s sentence, np span, out *party) {
	if np.empty() || !out.nouns.has(r.g.c.third) || np.to-np.from > 2 || !p.tokens[np.from].classes.has(r.g.c.third) {
		return
	}
	src, _ := r.leftSource(p, s, np.from, p.tokens[np.from].quote)
	if src.empty() || p.tokens[src.from].classes.has(r.g.c.pron) {
		return
	}
	q := r.party(p, src)
	thing := lower(p.text[p.tokens[np.from].start:p.tokens[np.from].end]) == "it"
	if thing && q.person && q.class != news.Official || !thing && !q.person && !q.plural {
		return
	}
	words := out.words
	out.adopt(&q)
	out.words = words
}

// last adopts the last party that fits.
func (r *reading) last(out *party, fits func(*party) bool) bool {
	for i := len(r.parties) - 1; i >= 0; i-- {
		q := &r.parties[i]
		if q.words != "" && !q.nouns.has(r.g.c.we) && fits(q) {
			out.adopt(q)
			return true
		}
	}
	return false
}

// adopt takes over the identity of an earlier party.
func (out *party) adopt(q *party) {
	out.name, out.slug, out.class = q.name, q.slug, q.class
	if out.name == "" {
		out.name = q.words
	}
	out.person, out.plural = q.person, q.plural
	out.heads = q.heads
	out.nouns.join(q.nouns)
}

// description resolves "the company", "the group", "its spokesman", "Hospital"
// to the last party that fits the noun.
func (r *reading) description(p *page, np span, out *party) {
	c := &r.g.c
	for i := len(r.parties) - 1; i >= 0; i-- {
		q := &r.parties[i]
		if q.name != "" && shares(q.heads, out.heads) && q.person == out.person {
			name := out.words
			out.adopt(q)
			out.words = name
			return
		}
	}
	if m := r.namedLike(p, np, out); m != nil {
		out.name, out.slug, out.class = string(m.Actor), m.Slug, m.Class
		return
	}
	possessed := p.tokens[np.from].classes.has(c.poss)
	body := out.nouns.has(c.orgnoun) || out.nouns.has(c.crew)
	if !possessed && (!body || np.to-np.from > 3) && !(p.field == news.InTitle && body) {
		return
	}
	for i := len(r.parties) - 1; i >= 0; i-- {
		q := &r.parties[i]
		if q.name == "" || q.person || q.plural && !out.plural {
			continue
		}
		if q.class == news.State && !out.nouns.has(c.govnoun) {
			continue
		}
		if (q.class == news.Group) != out.nouns.has(c.crew) && q.class != "" && !possessed {
			continue
		}
		person := out.person
		out.name, out.slug, out.class = q.name, q.slug, q.class
		out.person = person
		return
	}
}

// namedLike is the last mention before np whose words hold the head noun of
// np: "the department" after "Department of the Treasury".
func (r *reading) namedLike(p *page, np span, out *party) *news.Mention {
	at := int(p.tokens[np.from].start)
	last := int(p.tokens[np.from].before)
	for i := last - 1; i >= max(0, last-maxMentions); i-- {
		m := &r.mentions[i]
		if m.Field != p.field || m.Start >= at || m.Class == news.State || m.Class == news.Official {
			continue
		}
		for _, h := range out.heads {
			if h != 0 && len(m.Text) > len(r.g.words.words[h].text) && strings.Contains(lower(string(m.Text)), r.g.words.words[h].text) {
				return m
			}
		}
	}
	return nil
}

func shares(a, b [4]uint16) bool {
	for _, x := range a {
		for _, y := range b {
			if x != 0 && x == y {
				return true
			}
		}
	}
	return false
}

// remember keeps a party for later pronouns.
func (r *reading) remember(q party) {
	if q.words == "" {
		return
	}
	if len(r.parties) == maxParties {
		copy(r.parties, r.parties[1:])
		r.parties = r.parties[:maxParties-1]
	}
	r.parties = append(r.parties, q)
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for j := range b {
				if 'A' <= b[j] && b[j] <= 'Z' {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// words is the text of a run of tokens.
func (p *page) words(np span) string {
	for !np.empty() && (p.tokens[np.from].kind >= comma) {
		np.from++
	}
	for !np.empty() && p.tokens[np.to-1].kind >= comma {
		np.to--
	}
	if np.empty() {
		return ""
	}
	return p.text[p.tokens[np.from].start:p.tokens[np.to-1].end]
}

// sentenceAt is the index of the sentence that holds token k.
func (p *page) sentenceAt(k int) int {
	lo, hi := 0, len(p.sentences)
	for lo+1 < hi {
		if mid := (lo + hi) / 2; p.sentences[mid].from <= k {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
