// Package claim finds who is said to have done what, and who denies it: text
// to mentions and claims. It knows words, sentences and a few hundred small
// rules (data/en); it never says what happened, only what somebody is reported
// to have said. Answers depend on the text alone and take linear time.
package claim

import (
	"cmp"
	"slices"
	"sync"

	"hearsay/actor"
	"hearsay/news"
)

// Version grows when answers change; what an older one found is found anew.
const Version = 1

// Engine analyses stories. It is safe for concurrent use.
type Engine struct {
	actors *actor.Catalogue
	states map[string]news.Actor // by country
	pool   sync.Pool
}

// New makes an engine that knows the actors of the catalogue.
func New(actors *actor.Catalogue) *Engine {
	states := map[string]news.Actor{}
	for _, a := range actors.All() {
		if a.Class == news.State {
			states[a.Country] = a
		}
	}
	return &Engine{actors: actors, states: states, pool: sync.Pool{New: func() any { return &reading{g: english()} }}}
}

// Analyse finds the mentions and claims of a story: title and text, without
// folded blocks. Spans are byte offsets. Of the story it reads Title, Text,
// Blocks, Source, Lang and Published.
func (e *Engine) Analyse(s *news.Story) news.Analysis {
	var out news.Analysis
	out.Mentions, out.Actors = e.actors.Story(s.Title, s.Text)
	if s.Lang != "" && !isEnglish(s.Lang) {
		return out
	}
	r := e.pool.Get().(*reading)
	defer e.pool.Put(r)
	r.actors, r.states, r.lookup = out.Actors, e.state, e.actors.Lookup
	out.Claims = r.read(s, out.Mentions)
	return out
}

// state is the state with a country code.
func (e *Engine) state(country string) (news.Actor, bool) {
	a, ok := e.states[country]
	return a, ok
}

// isEnglish reports whether a BCP 47 tag is English: "en", "en-GB".
func isEnglish(tag string) bool {
	return len(tag) >= 2 && (tag[0]|0x20) == 'e' && (tag[1]|0x20) == 'n' && (len(tag) == 2 || tag[2] == '-' || tag[2] == '_')
}

// reading is the work on one story; its slices are used again for the next.
type reading struct {
	g           *grammar
	story       *news.Story
	mentions    []news.Mention
	actors      []news.Actor
	states      func(country string) (news.Actor, bool)
	lookup      func(name string) []news.Actor
	title, body page
	hits        []hit
	hidden      []bool
	folded      []news.Block
	parties     []party
	issuer      *party
	lastSpeaker party // of the last quotation
	secure      bool  // the story is about security
	other       bool  // the story names another subject
	claims      []found
}

// found is a claim on its way to becoming a record.
type found struct {
	news.Claim
	sentence int
	cue      span
	party    party
	rank     int
	rule     int
	page     *page
}

// read finds the claims of a story.
func (r *reading) read(s *news.Story, mentions []news.Mention) []news.Claim {
	r.story, r.mentions = s, mentions
	r.parties, r.issuer, r.lastSpeaker = r.parties[:0], nil, party{}
	r.claims = r.claims[:0]
	r.folded = r.folded[:0]
	for _, b := range s.Blocks {
		if b.Kind == news.Folded || b.Kind == news.Code {
			r.folded = append(r.folded, b)
		}
	}
	r.title.read(r.g, string(s.Title), news.InTitle, nil)
	r.body.read(r.g, string(s.Text), news.InText, r.folded)
	if !r.title.alive() && !r.body.alive() {
		return nil
	}
	r.mark(&r.title)
	r.mark(&r.body)
	r.other = r.otherTopic()
	r.secure = r.aboutSecurity()
	r.findIssuer()
	r.walk(&r.body)
	r.walk(&r.title)
	return r.records()
}

func (p *page) alive() bool {
	for i := range p.sentences {
		if p.sentences[i].live {
			return true
		}
	}
	return false
}

// mark notes on the tokens which mention covers them.
func (r *reading) mark(p *page) {
	i := 0
	for i < len(r.mentions) && r.mentions[i].Field != p.field {
		i++
	}
	for k := range p.tokens {
		t := &p.tokens[k]
		for i < len(r.mentions) && r.mentions[i].Field == p.field && r.mentions[i].End <= int(t.start) {
			i++
		}
		t.before = int32(i)
		if i < len(r.mentions) && r.mentions[i].Field == p.field && r.mentions[i].Start < int(t.end) {
			t.mention = int32(i + 1)
			if r.mentions[i].Class == news.State {
				t.classes.add(r.g.c.nation)
			}
		}
	}
}

// aboutSecurity reports whether a story speaks of security events at all. In a
// story that names another subject only plain words count: "password" and
// "cyber" stand in many a report on a budget.
func (r *reading) aboutSecurity() bool {
	for _, p := range []*page{&r.title, &r.body} {
		for i := range p.tokens {
			t := &p.tokens[i]
			if t.classes.has(r.g.c.strongevent) || t.classes.has(r.g.c.sec) && !r.other || t.classes.has(r.g.c.badact) || t.mention != 0 && r.mentions[t.mention-1].Class == news.Group {
				return true
			}
		}
	}
	return false
}

// walk goes through the sentences of a field in order: parties are remembered,
// hits become claims.
func (r *reading) walk(p *page) {
	m := matcher{g: r.g, p: p}
	for i := range p.sentences {
		s := p.sentences[i]
		r.hits = r.hits[:0]
		if s.live {
			n := s.to - s.from
			r.hidden = slices.Grow(r.hidden[:0], n)[:n]
			clear(r.hidden)
			r.hits = m.hits(s, r.hidden, r.hits)
		}
		first := len(r.claims)
		for _, h := range r.hits {
			r.judge(p, i, h)
		}
		r.settle(first)
		r.notice(p, s)
	}
}

// notice remembers the parties that a sentence leaves for later pronouns: the
// subject of its first verb, then whoever speaks in it.
func (r *reading) notice(p *page, s sentence) {
	c := &r.g.c
	end := min(s.to, s.from+lookBack)
	was := len(r.parties)
	quoted := false
	for k := s.from; k < s.to; k++ {
		quoted = quoted || p.tokens[k].quote != 0
	}
	for k := s.from; k < end; k++ {
		t := &p.tokens[k]
		if t.kind != inWord || t.quote != 0 {
			end = min(s.to, end+1) // long quotations do not hide their speaker
			continue
		}
		speaks := r.sayVerb(p, s, k)
		acts := t.forms&(past|third) != 0 && (t.classes.has(c.deny) || t.classes.has(c.rejectv) || t.classes.has(c.attackv)) || t.classes.has(c.aux)
		if !speaks && (!acts || len(r.parties) > was) {
			continue
		}
		np := r.subjectOf(p, s, k)
		if np.empty() && speaks {
			np = r.inverted(p, s, k)
		}
		if np.empty() || len(r.parties) > 0 && r.parties[len(r.parties)-1].page == p && r.parties[len(r.parties)-1].at == np.from {
			continue
		}
		q := r.party(p, np)
		r.remember(q)
		if speaks && quoted {
			r.lastSpeaker = q
		}
		if len(r.parties)-was > 3 {
			return
		}
	}
}

// findIssuer settles who "we" is: the party before a colon in the title, else
// the first subject of the text.
func (r *reading) findIssuer() {
	for _, p := range []*page{&r.title, &r.body} {
		if len(p.sentences) == 0 {
			continue
		}
		s := p.sentences[0]
		np := r.labelled(p, s, hit{cueFrom: s.to, cueTo: s.to})
		if np.empty() && p == &r.body {
			for k := s.from; k < min(s.to, s.from+12); k++ {
				if p.tokens[k].classes.has(r.g.c.aux) || r.sayVerb(p, s, k) {
					np = r.subjectOf(p, s, k)
					break
				}
			}
		}
		if np.empty() {
			continue
		}
		if q := r.party(p, np); q.name != "" && !q.person {
			r.issuer = &q
			return
		}
	}
}

// records orders the claims and cuts the sentences that carry two.
func (r *reading) records() []news.Claim {
	if len(r.claims) == 0 {
		return nil
	}
	slices.SortStableFunc(r.claims, func(a, b found) int {
		if a.Field != b.Field {
			if a.Field == news.InTitle {
				return -1
			}
			return 1
		}
		return cmp.Or(a.sentence-b.sentence, a.CueStart-b.CueStart)
	})
	r.cutClauses()
	out := make([]news.Claim, len(r.claims))
	for i := range r.claims {
		out[i] = r.claims[i].Claim
	}
	r.answer(out)
	return out
}
