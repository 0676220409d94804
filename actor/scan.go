package actor

import (
	"cmp"
	"slices"

	"hearsay/news"
)

// reach is how many words on each side count as the context of a name.
const reach = 6

// longest is how many words a name of the table may have.
const longest = 16

// scan is the state of one story's recognition. It is kept and used again.
type scan struct {
	c     *Catalogue
	t     *table
	texts [2]string // title, text
	words []word    // of both
	split int       // words before it are the title's
	title bool      // the title is written in headline capitals

	hits   []hit
	taken  []int32 // of each word: index of the hit that holds it, plus one; -1 swallowed
	late   []hit   // names that need something else of the story
	found  []news.Actor
	said   []saidAlias
	cues   []int32           // words that may give a group a name
	bySlug map[string]uint16 // class/slug of what was found to its number
	keys   map[uint64]int32  // first word of what the story itself introduced: index in short, plus one
	short  []shortName
}

// hit is a place where an actor is named.
type hit struct {
	from, to int    // words
	actor    uint16 // record, or local + index in scan.found
	node     uint16 // of the name, 0 when it was found by a pattern
	rule     rule
	unsure   bool
	dead     bool // swallowed by a longer one
}

// local is the first number for actors that the story itself introduces.
const local = 0xC000

// maxFound bounds what one story may introduce; a text that names more is no story.
const maxFound = 0x2000

// smallWords are the function words that rules ask for.
type smallWords struct {
	and, between, by, against, towards, of, the, in, at, from, which, who, on, pro, anti, non, s, based, known, as, called, named,
	calling, itself, dubbed, forWord, with, to, ransomware, old, or uint16
}

func smallWordsOf(t *table) smallWords {
	id := func(s string) uint16 {
		if n := t.word(split(nil, s)[0].hash); n != 0 {
			return n
		}
		return 0xFFFF // not in the table: equals no word, not even an unknown one
	}
	return smallWords{and: id("and"), between: id("between"), by: id("by"), against: id("against"), towards: id("towards"),
		of: id("of"), the: id("the"), in: id("in"), at: id("at"), from: id("from"), which: id("which"), who: id("who"), on: id("on"),
		pro: id("pro"), anti: id("anti"), non: id("non"), s: id("s"), based: id("based"), known: id("known"), as: id("as"),
		called: id("called"), named: id("named"), calling: id("calling"), itself: id("itself"), dubbed: id("dubbed"),
		forWord: id("for"), with: id("with"), to: id("to"), ransomware: id("ransomware"), old: id("old"), or: id("or")}
}

// Story finds the actors that a story names: the mentions of title and text, title
// first, then by start, never overlapping; and the actors mentioned, each once, in
// the order of their first mention. One sure mention of a doubtful alias makes the
// others of the story sure. Time is linear in the length of the texts.
func (c *Catalogue) Story(title, text news.Text) ([]news.Mention, []news.Actor) {
	s := c.pool.Get().(*scan)
	defer c.pool.Put(s)
	s.read(string(title), string(text))
	s.names()
	s.persons()
	s.settle()
	s.organisations()
	s.alsoKnown()
	s.acronyms()
	s.remember()
	return s.result(title, text)
}

func (s *scan) read(title, text string) {
	s.texts = [2]string{title, text}
	s.words = s.t.splitInto(s.words[:0], title)
	s.split = len(s.words)
	s.words = s.t.splitInto(s.words, text)
	s.taken = slices.Grow(s.taken[:0], len(s.words))[:len(s.words)]
	clear(s.taken)
	s.hits, s.late, s.found, s.short, s.said = s.hits[:0], s.late[:0], nil, s.short[:0], nil
	s.cues = s.cues[:0]
	clear(s.keys)
	clear(s.bySlug)
	s.title = s.inHeadlineCapitals()
}

// inHeadlineCapitals says that capitals in the title tell nothing.
func (s *scan) inHeadlineCapitals() bool {
	high, low := 0, 0
	for _, w := range s.words[:s.split] {
		switch {
		case w.end-w.start < 4 || w.shape&digits != 0:
		case w.shape&upper != 0:
			high++
		default:
			low++
		}
	}
	return high > 2*low && high >= 3
}

// headline says that word i stands in a headline whose capitals tell nothing.
func (s *scan) headline(i int) bool { return i < s.split && s.title }

// first says that word i begins a sentence, so that its capital tells nothing.
func (s *scan) first(i int) bool { return s.words[i].sep >= stop || i == s.split }

// ends says that nothing follows word i-1 within its field and block: i is past
// the end or begins another sentence.
func (s *scan) ends(i int) bool {
	return i >= len(s.words) || i == s.split || s.words[i].sep >= stop
}

// text gives the words from, to as they are written.
func (s *scan) text(from, to int) string {
	f := 0
	if from >= s.split {
		f = 1
	}
	return s.texts[f][s.words[from].start:s.words[to-1].end]
}

// role gives the role of word i, 0 beyond the sentence that begins or ends there.
func (s *scan) roleAfter(i int) role {
	if s.ends(i) {
		return 0
	}
	return s.words[i].role
}

// before gives the word before i when only a blank or hyphen stands between.
func (s *scan) before(i int) *word {
	if i == 0 || i == s.split || s.words[i].sep > gap {
		return nil
	}
	return &s.words[i-1]
}

// after gives word i when only a blank or hyphen stands before it.
func (s *scan) after(i int) *word {
	if i >= len(s.words) || i == s.split || s.words[i].sep > gap {
		return nil
	}
	return &s.words[i]
}

// add keeps a hit and marks its words.
func (s *scan) add(h hit) {
	for i := h.from; i < h.to; i++ {
		if n := s.taken[i]; n > 0 {
			s.hits[n-1].dead = true
		}
	}
	s.hits = append(s.hits, h)
	for i := h.from; i < h.to; i++ {
		s.taken[i] = int32(len(s.hits))
	}
}

// free says that none of the words from, to belongs to a hit.
func (s *scan) free(from, to int) bool {
	for i := from; i < to; i++ {
		if s.taken[i] != 0 {
			return false
		}
	}
	return true
}

// actorOf gives the actor of a hit.
func (s *scan) actorOf(n uint16) *news.Actor {
	if n >= local {
		return &s.found[n-local]
	}
	return s.c.actor(n)
}

// result turns the hits into mentions.
func (s *scan) result(title, text news.Text) ([]news.Mention, []news.Actor) {
	live := s.hits[:0]
	for _, h := range s.hits {
		if !h.dead && !s.isLabel(h) {
			live = append(live, h)
		}
	}
	if len(live) == 0 {
		return nil, nil
	}
	slices.SortFunc(live, func(a, b hit) int { return cmp.Compare(a.from, b.from) })
	mentions := make([]news.Mention, 0, len(live))
	var actors []news.Actor
	seen := map[uint16]bool{}
	for i, h := range live {
		if i > 0 && h.from < live[i-1].to {
			continue
		}
		a := s.actorOf(h.actor)
		field, from := news.InTitle, title
		if h.from >= s.split {
			field, from = news.InText, text
		}
		start, end := int(s.words[h.from].start), int(s.words[h.to-1].end)
		mentions = append(mentions, news.Mention{Slug: a.Slug, Actor: a.Name, Class: a.Class, Field: field,
			Start: start, End: end, Text: from[start:end], Unsure: h.unsure, Status: news.Suggested})
		if !seen[h.actor] {
			seen[h.actor] = true
			actors = append(actors, *a)
			if len(s.said) > 0 {
				actors[len(actors)-1] = s.withSaid(h.actor, *a)
			}
		}
	}
	return mentions, actors
}
