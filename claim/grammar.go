package claim

import (
	"fmt"
	"path"
	"strings"
	"sync"
)

// grammar is what is known of one language: words, phrases that are no cues,
// rules. It is read-only once built and shared by all engines.
type grammar struct {
	words *lexicon
	rules []rule
	// starts lists, for every word of the lexicon, the rules that may begin
	// with it; negative numbers are phrases that consume (-1-index).
	starts   [][]int16
	begins   []bool // the word begins some rule
	phrases  []rule
	c        classes
	security set // words that put a sentence in scope
	attack   set // words for an attack, its harm or its author

	according, on, by, from, of, confidence, went, as, what uint16 // words that the code itself asks for
}

// classes are the word classes that the code itself asks for.
type classes struct {
	not, no, none, nobody, det, poss, pron, we, third, be, have, modal, can, aux, cond, sub, and, but, rel, that, to, prep,
	time, weekday, adv, lead, carry, say, told, deny, rejectv, alleg, involve, evidence, falsew, groundless, innocent,
	breakin, harm, take, safe, attackv, attackstrong, event, strongevent, data, thing, techsubj, sec, crew, crewstrong, nation, statelink, title,
	person, orgnoun, govnoun, plural, benign, offtopic, abbreviation, genitive, isS, hedge, nounverb, knowledge,
	responsible, findv, saycolon, claimant, naming, sayadj, badact, wh, press, benignsubj, offobject class
}

// english is built once: it costs some milliseconds.
var english = sync.OnceValue(func() *grammar {
	g, err := newGrammar("en")
	if err != nil {
		panic("claim: " + err.Error()) // our own embedded tables
	}
	return g
})

// newGrammar reads the tables of a language.
func newGrammar(lang string) (*grammar, error) {
	read := func(name string) string {
		b, err := data.ReadFile(path.Join("data", lang, name))
		if err != nil {
			panic("claim: " + err.Error())
		}
		return string(b)
	}
	l, err := newLexicon(read("words.tsv"))
	if err != nil {
		return nil, fmt.Errorf("%s/words.tsv: %w", lang, err)
	}
	byText := make(map[string]uint16, len(l.words))
	for id := 1; id < len(l.words); id++ {
		byText[l.words[id].text] = uint16(id)
	}
	g := &grammar{words: l}
	if g.rules, err = parseRules(l, byText, read("rules.tsv")); err != nil {
		return nil, fmt.Errorf("%s/rules.tsv: %w", lang, err)
	}
	if g.phrases, err = parsePhrases(l, byText, read("phrases.tsv")); err != nil {
		return nil, fmt.Errorf("%s/phrases.tsv: %w", lang, err)
	}
	l.index() // the rules added words
	g.nameClasses()
	g.according, g.on, g.by, g.from, g.of = byText["according"], byText["on"], byText["by"], byText["from"], byText["of"]
	g.confidence, g.went = byText["confidence"], byText["went"]
	g.as, g.what = byText["as"], byText["what"]
	for _, c := range []class{g.c.event, g.c.breakin, g.c.attackstrong, g.c.harm, g.c.sec, g.c.crewstrong, g.c.data, g.c.badact} {
		g.security.add(c)
	}
	for _, c := range []class{g.c.strongevent, g.c.breakin, g.c.attackstrong, g.c.crewstrong, g.c.badact} {
		g.attack.add(c)
	}
	g.adverbs()
	g.indexRules()
	return g, nil
}

// parsePhrases reads phrases.tsv: pattern, why.
func parsePhrases(l *lexicon, byText map[string]uint16, table string) ([]rule, error) {
	var out []rule
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		pattern, why, _ := strings.Cut(line, "\t")
		p, err := parsePattern(l, byText, pattern)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		out = append(out, rule{id: pattern, pattern: p, example: why})
	}
	return out, nil
}

func (g *grammar) nameClasses() {
	need := g.words.need
	g.c = classes{
		not: need("not"), no: need("no"), none: need("none"), nobody: need("nobody"), det: need("det"), poss: need("poss"),
		pron: need("pron"), we: need("we"), third: need("third"), be: need("be"), have: need("have"), modal: need("modal"),
		can: need("can"), aux: need("aux"), cond: need("cond"), sub: need("sub"), and: need("and"), but: need("but"),
		rel: need("rel"), that: need("that"), to: need("to"), prep: need("prep"), time: need("time"), weekday: need("weekday"),
		adv: need("adv"), lead: need("lead"), carry: need("carry"), say: need("say"), told: need("told"), deny: need("deny"),
		rejectv: need("rejectv"), alleg: need("alleg"), involve: need("involve"), evidence: need("evidence"),
		falsew: need("falsew"), groundless: need("groundless"), innocent: need("innocent"), breakin: need("breakin"),
		harm: need("harm"), take: need("take"), safe: need("safe"), attackv: need("attackv"), attackstrong: need("attackstrong"),
		event: need("event"), strongevent: need("strongevent"), data: need("data"), thing: need("thing"),
		techsubj: need("techsubj"), sec: need("sec"), crew: need("crew"), crewstrong: need("crewstrong"),
		nation: need("nation"), statelink: need("statelink"), title: need("title"), person: need("person"),
		orgnoun: need("orgnoun"), govnoun: need("govnoun"), plural: need("plural"), benign: need("benign"),
		offtopic: need("offtopic"), abbreviation: need("abbreviation"), genitive: need("genitive"), isS: need("isS"),
		hedge: need("hedge"), nounverb: need("nounverb"), knowledge: need("knowledge"),
		responsible: need("responsible"), findv: need("findv"), saycolon: need("saycolon"), claimant: need("claimant"), naming: need("naming"), sayadj: need("sayadj"), wh: need("wh"), press: need("press"), benignsubj: need("benignsubj"), badact: need("badact"), offobject: need("offobject"),
	}
}

// indexRules lists for each word the rules and phrases that it may begin.
func (g *grammar) indexRules() {
	g.starts = make([][]int16, len(g.words.words))
	g.begins = make([]bool, len(g.words.words))
	add := func(e element, n int16) {
		for _, w := range e.words {
			g.starts[w] = append(g.starts[w], n)
		}
		for id := 1; id < len(g.words.words); id++ {
			w := &g.words.words[id]
			if w.classes.meets(e.classes) && (e.forms == 0 || w.forms == 0 || w.forms&e.forms != 0) {
				g.starts[id] = append(g.starts[id], n)
			}
		}
	}
	each := func(rules []rule, number func(int) int16) {
		for i := range rules {
			for _, e := range rules[i].pattern {
				if e.open || e.close || e.begin || e.not || e.verb {
					continue
				}
				add(e, number(i))
				if !e.option {
					break
				}
			}
		}
	}
	each(g.phrases, func(i int) int16 { return int16(-1 - i) })
	each(g.rules, func(i int) int16 { return int16(i) })
	for id := range g.starts {
		for _, n := range g.starts[id] {
			g.begins[id] = g.begins[id] || n >= 0
		}
	}
}

// adverbs gives every known word in -ly the class of adverbs.
func (g *grammar) adverbs() {
	for id := 1; id < len(g.words.words); id++ {
		w := &g.words.words[id]
		if len(w.text) > 5 && strings.HasSuffix(w.text, "ly") && w.forms == plain && !w.classes.has(g.c.thing) {
			w.classes.add(g.c.adv)
		}
	}
}

// guess gives classes to words that the lexicon does not hold: compounds such
// as China-linked and cyber-attack.
func (g *grammar) guess(t *token, s string) {
	at := strings.IndexByte(s, '-')
	if at <= 0 {
		if len(s) > 4 && (strings.HasSuffix(s, "ly")) {
			t.classes.add(g.c.adv)
		}
		return
	}
	tail := s[at+1:]
	switch tail {
	case "linked", "backed", "sponsored", "aligned", "nexus", "affiliated", "speaking", "run", "controlled", "based", "affiliate", "associated":
		t.classes.add(g.c.statelink)
		return
	}
	if strings.EqualFold(s[:at], "cyber") || strings.EqualFold(s[:at], "data") {
		h := hashSeed
		for i := 0; i < len(tail); i++ {
			b := tail[i]
			if 'A' <= b && b <= 'Z' {
				b += 'a' - 'A'
			}
			h = (h ^ uint32(b)) * hashPrime
		}
		if id := g.words.find(h, tail); id != 0 {
			t.classes, t.forms = g.words.words[id].classes, g.words.words[id].forms
		}
	}
}
