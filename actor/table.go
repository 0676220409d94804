package actor

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// table is the embedded form of the facts: a lexicon with roles, a trie of names
// over the words of the lexicon, and the actors as text. Compile writes it.
//
// Layout, little-endian: the magic word, ten section lengths in bytes as uint32,
// then the sections in the order of the fields below.
type table struct {
	keys    []uint64 // open addressing over the folded words' hashes; 0 is free
	ids     []uint16 // word of the slot
	roles   []role   // of each word
	first   []uint16 // node that the word leads to from the root, 0 for none
	kids    []uint32 // edges of node n are edges[kids[n]:kids[n+1]], sorted by word
	edges   []edge
	at      []uint32 // senses of node n are senses[at[n]:at[n+1]]
	senses  []sense
	schemes []scheme
	records string   // one actor a line, tab-separated
	lines   []uint32 // where each record begins, and the end
}

// edge leads from a node to another by a word.
type edge struct{ word, node uint16 }

// sense is what a name may mean.
type sense struct {
	actor uint16 // index of the record; swallowed for a phrase that names nobody
	rule  rule
	ctx   ctx
	caps  uint16 // bit i: word i must begin with a capital
	exact bool   // all capitals as written ("US", "SEA")
	well  bool   // the actor's own name
}

// swallowed marks a phrase that consumes its words: "Cobalt Strike".
const swallowed = 0xFFFF

// rule says what a name needs to be taken for its actor.
type rule uint8

const (
	always    rule = iota // nothing, in any case
	cased                 // the capitals of the name, or all capitals
	context               // and a word of its context within about six words
	adjacent              // and a word of its context right beside it
	weak                  // shared or doubtful: shown, never sure
	person                // a full name of a well-known person
	bare                  // a family name that is enough alone
	people                // "Russian": only when they act
	seat                  // a seat that is no place: the Kremlin
	capital               // a capital that mostly stands for its state
	place                 // a capital that is mostly a place
	trap                  // a state whose name has other bearers: Georgia
	agencyish             // a short name: needs a sign of its country or trade
	careful               // an ordinary word as a company's name
)

// ctx is the kind of words that a name needs beside it.
type ctx uint8

const (
	noCtx ctx = iota
	ransomCtx
	hackCtx
	groupCtx
)

// scheme is an open numbering scheme of group names.
type scheme struct {
	word       uint16 // first word of the prefix
	word2      uint16 // second word, or 0
	least      uint8  // digits
	most       uint8
	seps       uint8 // bit sep: allowed before the number
	kind       uint8 // index in schemeKinds
	exactUpper bool  // the prefix in capitals only
}

var schemeKinds = []string{"unknown", "apt", "crime"}

// role is a set of the roles of lexicon.tsv.
type role uint64

const (
	isTitle role = 1 << iota
	isTitleMod
	isSpeech
	isAct
	isAux
	isHead
	isCrimeHead
	isMod
	isNoMod
	isRansom
	isHack
	isGroup
	isAgency
	isGang
	isGangMod
	isGangSign
	isOrgNoun
	isOrgOf
	isOrgHead
	isOrgTail
	isOrgMod
	isPlacePrep
	isPlaceTail
	isCalendar
	isAbbrev
	isHonorific
	isParticle
	isFamily
	isGiven
	isCommon
	isScheme
	isState // part of a state's name or of a people's
	isWeakTitle
	isSeatOf
	isArticle
	isArrest
	isHandle
	isCalls
	isGoes
	isFollow
	isLink
	isSaid
	isOrgFront
	isGeo
	isAliasCue
)

var roleNames = map[string]role{
	"title": isTitle, "titlemod": isTitleMod, "speech": isSpeech, "act": isAct, "aux": isAux, "head": isHead,
	"crimehead": isCrimeHead, "mod": isMod, "nomod": isNoMod, "ransom": isRansom, "hack": isHack, "group": isGroup,
	"agency": isAgency, "gang": isGang, "gangmod": isGangMod, "gangsign": isGangSign, "orgnoun": isOrgNoun,
	"orgof": isOrgOf, "orghead": isOrgHead, "orgtail": isOrgTail, "orgmod": isOrgMod, "placeprep": isPlacePrep,
	"placetail": isPlaceTail, "calendar": isCalendar, "abbrev": isAbbrev, "honorific": isHonorific,
	"particle": isParticle, "family": isFamily,
	"weaktitle": isWeakTitle, "seatof": isSeatOf, "article": isArticle, "arrest": isArrest, "handle": isHandle, "calls": isCalls, "goes": isGoes, "follow": isFollow, "link": isLink, "said": isSaid, "orgfront": isOrgFront, "geo": isGeo, "aliascue": isAliasCue, "function": 0,
}

const magic = "hearsay actors 1\n"

// section sizes per element, in the order of the sections
const (
	sKeys = iota
	sIDs
	sRoles
	sFirst
	sKids
	sEdges
	sAt
	sSenses
	sSchemes
	sLines
	sRecords
	sections
)

// readTable decodes the embedded form. The cost is one pass over the numbers.
func readTable(data string) (*table, error) {
	if !strings.HasPrefix(data, magic) {
		return nil, fmt.Errorf("read table of actors: not of this version; run go generate ./actor")
	}
	data = data[len(magic):]
	var part [sections]string
	rest := data[4*sections:]
	for i := range part {
		n := int(u32(data, 4*i))
		if n > len(rest) {
			return nil, fmt.Errorf("read table of actors: section %d is cut short", i)
		}
		part[i], rest = rest[:n], rest[n:]
	}
	t := &table{records: part[sRecords]}
	t.keys = numbers(part[sKeys], 8, func(s string, i int) uint64 { return uint64(u32(s, i)) | uint64(u32(s, i+4))<<32 })
	t.roles = numbers(part[sRoles], 8, func(s string, i int) role { return role(u32(s, i)) | role(u32(s, i+4))<<32 })
	t.ids = numbers(part[sIDs], 2, u16)
	t.first = numbers(part[sFirst], 2, u16)
	t.kids = numbers(part[sKids], 4, u32)
	t.at = numbers(part[sAt], 4, u32)
	t.lines = numbers(part[sLines], 4, u32)
	t.edges = numbers(part[sEdges], 4, func(s string, i int) edge { return edge{u16(s, i), u16(s, i+2)} })
	t.senses = numbers(part[sSenses], 8, func(s string, i int) sense {
		return sense{actor: u16(s, i), rule: rule(s[i+2]), ctx: ctx(s[i+3]), caps: u16(s, i+4), exact: s[i+6] != 0, well: s[i+7] != 0}
	})
	t.schemes = numbers(part[sSchemes], 9, func(s string, i int) scheme {
		return scheme{u16(s, i), u16(s, i+2), s[i+4], s[i+5], s[i+6], s[i+7], s[i+8] != 0}
	})
	return t, nil
}

func u16(s string, i int) uint16 { return uint16(s[i]) | uint16(s[i+1])<<8 }

func u32(s string, i int) uint32 {
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

func numbers[T any](s string, size int, read func(string, int) T) []T {
	out := make([]T, len(s)/size)
	for i := range out {
		out[i] = read(s, i*size)
	}
	return out
}

// bytes is the embedded form.
func (t *table) bytes() []byte {
	le := binary.LittleEndian
	var part [sections][]byte
	for _, k := range t.keys {
		part[sKeys] = le.AppendUint64(part[sKeys], k)
	}
	for _, r := range t.roles {
		part[sRoles] = le.AppendUint64(part[sRoles], uint64(r))
	}
	for _, e := range t.edges {
		part[sEdges] = le.AppendUint16(le.AppendUint16(part[sEdges], e.word), e.node)
	}
	for _, s := range t.senses {
		b := le.AppendUint16(part[sSenses], s.actor)
		b = le.AppendUint16(append(b, byte(s.rule), byte(s.ctx)), s.caps)
		part[sSenses] = append(b, bit(s.exact), bit(s.well))
	}
	for _, s := range t.schemes {
		b := le.AppendUint16(le.AppendUint16(part[sSchemes], s.word), s.word2)
		part[sSchemes] = append(b, s.least, s.most, s.seps, s.kind, bit(s.exactUpper))
	}
	for n, list := range map[int][]uint16{sIDs: t.ids, sFirst: t.first} {
		for _, x := range list {
			part[n] = le.AppendUint16(part[n], x)
		}
	}
	for n, list := range map[int][]uint32{sKids: t.kids, sAt: t.at, sLines: t.lines} {
		for _, x := range list {
			part[n] = le.AppendUint32(part[n], x)
		}
	}
	part[sRecords] = []byte(t.records)
	out := []byte(magic)
	for _, p := range part {
		out = le.AppendUint32(out, uint32(len(p)))
	}
	for _, p := range part {
		out = append(out, p...)
	}
	return out
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// word gives the id of a folded word, or 0.
func (t *table) word(hash uint64) uint16 {
	mask := uint64(len(t.keys) - 1)
	for i := hash >> 17 & mask; ; i = (i + 1) & mask {
		switch t.keys[i] {
		case hash:
			return t.ids[i]
		case 0:
			return 0
		}
	}
}

// next follows the edge of a node by a word; 0 when there is none.
func (t *table) next(node, word uint16) uint16 {
	lo, hi := t.kids[node], t.kids[node+1]
	for lo < hi {
		mid := (lo + hi) / 2
		switch e := t.edges[mid]; {
		case e.word == word:
			return e.node
		case e.word < word:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0
}

// sensesOf are the meanings of the name that ends at a node.
func (t *table) sensesOf(node uint16) []sense { return t.senses[t.at[node]:t.at[node+1]] }

// splitInto splits text and looks every word up. It mends the separators that
// only look like the end of a sentence: "Gen. Smith", "John F. Kennedy".
func (t *table) splitInto(words []word, text string) []word {
	from := len(words)
	words = split(words, text)
	for i := from; i < len(words); i++ {
		w := &words[i]
		w.id = t.word(w.hash)
		w.role = t.roles[w.id]
		if w.sep == stop && i > from && abbreviated(&words[i-1]) {
			w.sep = gap
		}
	}
	return words
}

// abbreviated says that the point after a word ends no sentence: "Gen.", or an
// initial.
func abbreviated(w *word) bool {
	return w.role&isAbbrev != 0 && w.shape&upper != 0 || w.shape&caps != 0 && w.end-w.start == 1 && (w.sep == gap || w.start == 0)
}
