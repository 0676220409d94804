package claim

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed data
var data embed.FS

// maxClasses bounds the word classes of a language: they are bits of a set.
const maxClasses = 192

// set is a set of word classes.
type set [3]uint64

func (s set) has(c class) bool { return s[c>>6]&(1<<(c&63)) != 0 }
func (s set) meets(o set) bool { return s[0]&o[0]|s[1]&o[1]|s[2]&o[2] != 0 }
func (s *set) add(c class)     { s[c>>6] |= 1 << (c & 63) }
func (s *set) join(o set)      { s[0] |= o[0]; s[1] |= o[1]; s[2] |= o[2] }

// class is a word class, a number within one lexicon.
type class uint8

// Forms that a word can have; one spelling often has several.
const (
	base uint8 = 1 << iota
	third
	past
	part
	ing
	plain = 0
)

var formNames = map[string]uint8{"base": base, "s": third, "past": past, "part": part, "ing": ing, "fin": past | third}

// word is an entry of the lexicon.
type word struct {
	text    string
	classes set
	forms   uint8
}

// lexicon knows the words of one language. It is read-only once built.
type lexicon struct {
	words   []word // word 0 is the unknown word
	slots   []uint16
	classes map[string]class
}

// newLexicon reads the word classes of a language.
func newLexicon(table string) (*lexicon, error) {
	l := &lexicon{words: make([]word, 1, 8192), classes: map[string]class{}}
	byText := map[string]uint16{}
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			return nil, fmt.Errorf("line %d: %d columns, want class, kind and words", n+1, len(cols))
		}
		c, err := l.class(cols[0])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		for _, item := range strings.Fields(cols[2]) {
			for _, f := range inflect(cols[1], item) {
				l.put(byText, f.text, c, f.form)
			}
		}
	}
	l.index()
	return l, nil
}

func (l *lexicon) class(name string) (class, error) {
	c, ok := l.classes[name]
	if !ok {
		if len(l.classes) == maxClasses {
			return 0, fmt.Errorf("class %s: more than %d classes", name, maxClasses)
		}
		c = class(len(l.classes))
		l.classes[name] = c
	}
	return c, nil
}

// need is the number of a class that the code asks for; a table without it is
// broken, which a test shows.
func (l *lexicon) need(name string) class {
	c, ok := l.classes[name]
	if !ok {
		panic("claim: no word class " + name)
	}
	return c
}

func (l *lexicon) put(byText map[string]uint16, text string, c class, form uint8) {
	id, ok := byText[text]
	if !ok {
		id = uint16(len(l.words))
		byText[text] = id
		l.words = append(l.words, word{text: text})
	}
	l.words[id].classes.add(c)
	l.words[id].forms |= form
}

// index fills the open-addressed table that find probes.
func (l *lexicon) index() {
	size := 1
	for size < 3*len(l.words) {
		size *= 2
	}
	l.slots = make([]uint16, size)
	for id := 1; id < len(l.words); id++ {
		h := hashSeed
		for i := 0; i < len(l.words[id].text); i++ {
			h = (h ^ uint32(l.words[id].text[i])) * hashPrime
		}
		at := mix(h) & uint32(size-1)
		for l.slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		l.slots[at] = uint16(id)
	}
}

// FNV-1a, 32 bits: one multiplication a byte.
const (
	hashSeed  uint32 = 2166136261
	hashPrime uint32 = 16777619
)

// mix spreads the high bits, for the table is indexed by the low ones.
func mix(h uint32) uint32 { return h ^ h>>15 }

// find is the number of the word whose folded hash is h and that s spells,
// or 0.
func (l *lexicon) find(h uint32, s string) uint16 {
	mask := uint32(len(l.slots) - 1)
	for at := mix(h) & mask; l.slots[at] != 0; at = (at + 1) & mask {
		if id := l.slots[at]; folds(s, l.words[id].text) {
			return id
		}
	}
	return 0
}

// folds reports whether s spells want but for case and curly apostrophes.
func folds(s, want string) bool {
	j := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x99 {
			c = '\''
			i += 2
		} else if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if j == len(want) || want[j] != c {
			return false
		}
		j++
	}
	return j == len(want)
}

// inflected is a form of a word.
type inflected struct {
	text string
	form uint8
}

// inflect makes the forms of an entry of the word table. The regular rules of
// spelling do; what they get wrong stands in the table as base/past/participle
// or singular/plural.
func inflect(kind, item string) []inflected {
	switch kind {
	case "n":
		one, many, ok := strings.Cut(item, "/")
		if !ok {
			many = addS(one)
		}
		return []inflected{{one, plain}, {many, plain}}
	case "v":
		double := strings.HasSuffix(item, "*")
		forms := strings.Split(strings.TrimSuffix(item, "*"), "/")
		b := forms[0]
		stem := b
		if double {
			stem += b[len(b)-1:]
		}
		out := []inflected{{b, base}, {addS(b), third}, {addIng(stem, double), ing}}
		if len(forms) == 3 {
			return append(out, inflected{forms[1], past}, inflected{forms[2], part})
		}
		return append(out, inflected{addEd(stem), past | part})
	}
	return []inflected{{item, plain}}
}

func addS(w string) string {
	switch {
	case strings.HasSuffix(w, "y") && len(w) > 1 && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w[:len(w)-1] + "ies"
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	}
	return w + "s"
}

func addEd(w string) string {
	switch {
	case strings.HasSuffix(w, "e"):
		return w + "d"
	case strings.HasSuffix(w, "y") && !strings.ContainsRune("aeiou", rune(w[len(w)-2])):
		return w[:len(w)-1] + "ied"
	}
	return w + "ed"
}

func addIng(w string, doubled bool) string {
	if !doubled && strings.HasSuffix(w, "e") && !strings.HasSuffix(w, "ee") {
		return w[:len(w)-1] + "ing"
	}
	return w + "ing"
}
