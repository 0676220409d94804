package claim

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay/news"
)

// kind says what a token is.
type kind uint8

const (
	inWord kind = iota
	inNumber
	comma
	stop // . ? !
	colon
	semicolon
	dash
	opening // of a quotation
	closing
	bracket
	ellipsis
)

// token is a word or a mark of the text.
type token struct {
	start, end uint32 // bytes of the field
	classes    set
	word       uint16 // in the lexicon, 0 when unknown
	forms      uint8
	kind       kind
	capital    bool
	mark       byte   // of a stop: . ? or !
	quote      uint16 // 1 + index of the quotation around it, 0 for none
	before     int32  // how many mentions of the story begin before it
	mention    int32  // 1 + index of the mention that covers it, 0 for none
}

// sentence is a run of tokens; its bytes go from its first to its last token.
type sentence struct {
	from, to  int // tokens
	paragraph int // number of the block of text
	title     bool
	live      bool // holds a word that may begin a rule
	asks      bool // ends with a question mark
}

// quotation is what stands between two quotation marks, in tokens. The marks
// themselves are open and shut; shut is the last token when it never closes.
type quotation struct {
	open, shut int
}

// page is one field of a story, cut into tokens, sentences and quotations.
type page struct {
	text       string
	field      news.Field
	tokens     []token
	sentences  []sentence
	quotations []quotation
	titled     bool // a title with capitals on every word
}

// read cuts text into tokens. folded are blocks to be left out, in order.
func (p *page) read(g *grammar, text string, field news.Field, folded []news.Block) {
	p.text, p.field = text, field
	p.tokens, p.sentences, p.quotations = slices.Grow(p.tokens[:0], len(text)/5), p.sentences[:0], p.quotations[:0]
	c := cutter{g: g, page: p, first: 0}
	for i := 0; i < len(text); {
		if len(folded) > 0 && i >= folded[0].Start {
			if folded[0].End > i {
				c.paragraphEnds()
				i = folded[0].End
				c.glued = false
			}
			folded = folded[1:]
			continue
		}
		i = c.next(i)
	}
	c.paragraphEnds()
	p.titled = field == news.InTitle && p.capitals()
}

// capitals reports whether most longer words begin with a capital, as titles
// in America do; then capitals do not mark names.
func (p *page) capitals() bool {
	long, capital := 0, 0
	for i := range p.tokens {
		if t := &p.tokens[i]; t.kind == inWord && t.end-t.start > 4 {
			long++
			if t.capital {
				capital++
			}
		}
	}
	return long > 4 && capital*4 > long*3
}

// cutter is the state of one reading.
type cutter struct {
	g         *grammar
	page      *page
	first     int  // first token of the sentence
	open      int  // 1 + index of the open quotation
	single    bool // it was opened by a single mark
	glued     bool // no blank since the last token
	paragraph int
	live      bool
	ended     bool // a stop was seen: the next word may begin a sentence
}

// next reads one token or blank at byte i and returns the byte after it.
func (c *cutter) next(i int) int {
	text := c.page.text
	b := text[i]
	switch {
	case b == ' ' || b == '\t' || b == '\r':
		c.glued = false
		return i + 1
	case b == '\n':
		c.paragraphEnds()
		return i + 1
	case isASCIIWord(b):
		return c.word(i)
	case b < utf8.RuneSelf:
		return c.sign(i, rune(b), 1)
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return c.word(i)
	case unicode.IsSpace(r):
		c.glued = false
		return i + size
	}
	return c.sign(i, r, size)
}

func isASCIIWord(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}

// word reads a word: letters and digits, with inner hyphens, apostrophes and
// the dots of abbreviations and host names.
func (c *cutter) word(i int) int {
	text := c.page.text
	h := hashSeed
	start, apostrophe := i, -1
	hashAt := hashSeed // hash before the apostrophe
	digits := true
scan:
	for i < len(text) {
		b := text[i]
		switch {
		case 'a' <= b && b <= 'z':
			digits = false
			h = (h ^ uint32(b)) * hashPrime
			i++
		case 'A' <= b && b <= 'Z':
			digits = false
			h = (h ^ uint32(b+'a'-'A')) * hashPrime
			i++
		case '0' <= b && b <= '9':
			h = (h ^ uint32(b)) * hashPrime
			i++
		case b == '-' || b == '&' || b == '.' || b == ',':
			if i+1 >= len(text) || !isASCIIWord(text[i+1]) || !joins(b, text, start, i) {
				break scan
			}
			h = (h ^ uint32(b)) * hashPrime
			i++
		case apostropheSize(text, i) > 0:
			size := apostropheSize(text, i)
			if i+size >= len(text) || !isLower(text[i+size]) || apostrophe >= 0 {
				break scan
			}
			apostrophe, hashAt = i, h
			h = (h ^ '\'') * hashPrime
			i += size
		case b < utf8.RuneSelf:
			break scan
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
				break scan
			}
			digits = false
			for end := i + size; i < end; i++ {
				h = (h ^ uint32(text[i])) * hashPrime
			}
		}
	}
	if i < len(text) && text[i] == '.' && initials(text[start:i]) {
		h = (h ^ '.') * hashPrime
		i++
	}
	c.beginWord(start)
	if apostrophe > start {
		c.split(start, apostrophe, i, hashAt)
		return i
	}
	c.add(start, i, h, digits)
	return i
}

// apostropheSize is the length of the apostrophe at i, 0 for none: ' or ’.
func apostropheSize(text string, i int) int {
	switch {
	case text[i] == '\'':
		return 1
	case text[i] == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2] == 0x99:
		return len("’")
	}
	return 0
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' }

// joins reports whether the mark at i joins two halves of one word: a hyphen
// always, a dot in host names, versions and initials, a comma in numbers.
func joins(b byte, text string, start, i int) bool {
	next := text[i+1]
	switch b {
	case '.':
		return next >= 'a' && next <= 'z' || next >= '0' && next <= '9' || i-start == 1 || i >= 2 && text[i-2] == '.'
	case ',':
		return text[i-1] >= '0' && text[i-1] <= '9' && next >= '0' && next <= '9'
	}
	return true
}

// initials reports whether s is like U.S or e.g: single letters and dots.
func initials(s string) bool {
	if len(s) < 3 || len(s)%2 == 0 {
		return false
	}
	for k := 0; k < len(s); k++ {
		if k%2 == 1 && s[k] != '.' || k%2 == 0 && !isLower(s[k]) {
			return false
		}
	}
	return true
}

// split adds a word with an apostrophe as two tokens: does|n't, we|'ve, X|'s.
// A name like O'Brien stays whole.
func (c *cutter) split(start, apostrophe, end int, hashAt uint32) {
	text := c.page.text
	tail := text[apostrophe:end]
	mark := 1
	if tail[0] != '\'' {
		mark = 3
	}
	letters := tail[mark:]
	switch {
	case letters == "t" && text[apostrophe-1] == 'n' && apostrophe-1 > start:
		c.addHashed(start, apostrophe-1)
		c.addHashed(apostrophe-1, end)
	case len(letters) <= 2:
		c.add(start, apostrophe, hashAt, false)
		c.addHashed(apostrophe, end)
		c.possessive()
	default:
		c.addHashed(start, end)
	}
}

// possessive turns a last token 's into the mark of possession unless it
// stands for "is" behind a pronoun.
func (c *cutter) possessive() {
	t := c.page.tokens
	last := &t[len(t)-1]
	before := t[len(t)-2]
	if last.end-last.start >= 2 && c.page.text[last.end-1] == 's' && !before.classes.has(c.g.c.pron) && !before.classes.has(c.g.c.isS) {
		last.classes = set{}
		last.classes.add(c.g.c.genitive)
		last.forms = plain
	}
}

func (c *cutter) addHashed(start, end int) {
	h := hashSeed
	s := c.page.text[start:end]
	for i := 0; i < len(s); i++ {
		b := s[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		} else if b == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] == 0x99 {
			b = '\''
			i += 2
		}
		h = (h ^ uint32(b)) * hashPrime
	}
	c.add(start, end, h, false)
}

// add appends a word.
func (c *cutter) add(start, end int, h uint32, digits bool) {
	t := token{start: uint32(start), end: uint32(end), quote: uint16(c.open)}
	s := c.page.text[start:end]
	t.word = c.g.words.find(h, s)
	if t.word != 0 {
		w := &c.g.words.words[t.word]
		t.classes, t.forms = w.classes, w.forms
		c.live = c.live || c.g.begins[t.word]
	} else {
		c.g.guess(&t, s)
	}
	if digits {
		t.kind = inNumber
	}
	b := s[0]
	t.capital = 'A' <= b && b <= 'Z'
	if b >= utf8.RuneSelf {
		r, _ := utf8.DecodeRuneInString(s)
		t.capital = unicode.IsUpper(r)
	}
	c.page.tokens = append(c.page.tokens, t)
	c.glued = true
}

// maxSentence cuts sentences that have no end: lists, tables and hostile text.
// Work on one sentence may grow faster than its length; with a border the work
// on a text cannot. Sentences of the press have up to some 100 tokens.
const maxSentence = 250

// beginWord ends the sentence before the word at start when a stop came
// before it and the word looks like a beginning.
func (c *cutter) beginWord(start int) {
	if n := len(c.page.tokens); n-c.first >= maxSentence {
		c.endSentence(n)
	}
	if !c.ended {
		return
	}
	c.ended = false
	b := c.page.text[start]
	if 'a' <= b && b <= 'z' || c.glued && !c.lastIsQuote() {
		return
	}
	// an opening quotation mark right before belongs to the new sentence
	n := len(c.page.tokens)
	cut := n
	for cut > c.first && (c.page.tokens[cut-1].kind == opening || c.page.tokens[cut-1].kind == bracket && c.page.text[c.page.tokens[cut-1].start] == '(') {
		cut--
	}
	c.endSentence(cut)
}

func (c *cutter) lastIsQuote() bool {
	n := len(c.page.tokens)
	return n > 0 && (c.page.tokens[n-1].kind == opening || c.page.tokens[n-1].kind == closing)
}

// endSentence closes the sentence whose tokens end before cut.
func (c *cutter) endSentence(cut int) {
	p := c.page
	if cut <= c.first {
		return
	}
	s := sentence{from: c.first, to: cut, paragraph: c.paragraph, title: p.field == news.InTitle, live: c.live}
	for k := cut - 1; k >= c.first; k-- {
		if p.tokens[k].kind == stop {
			s.asks = p.tokens[k].mark == '?'
			break
		}
		if p.tokens[k].kind != closing && p.tokens[k].kind != bracket {
			break
		}
	}
	p.sentences = append(p.sentences, s)
	c.first, c.live = cut, false
}

// paragraphEnds closes sentence and quotation at the end of a block. A speech
// that goes on in the next block opens its marks again there.
func (c *cutter) paragraphEnds() {
	c.endSentence(len(c.page.tokens))
	if c.open > 0 {
		c.page.quotations[c.open-1].shut = len(c.page.tokens) - 1
		c.open = 0
	}
	c.ended, c.glued = false, false
	c.paragraph++
}

// sign adds a mark.
func (c *cutter) sign(i int, r rune, size int) int {
	t := token{start: uint32(i), end: uint32(i + size), quote: uint16(c.open)}
	switch r {
	case ',':
		t.kind = comma
	case ':':
		t.kind = colon
	case ';':
		t.kind = semicolon
	case '—', '–', '―', '-', '|':
		t.kind = dash
		if r == '-' && c.glued {
			t.kind = bracket
		}
	case '.', '?', '!':
		t.kind, t.mark = stop, byte(r)
		if r != '.' || !c.abbreviation(i) {
			c.ended = true
		} else {
			return i + size
		}
	case '…':
		t.kind = ellipsis
	case '"', '“', '”', '„', '«', '»':
		return c.quoteMark(i, r, size, t)
	case '\'', '‘', '’':
		if !c.singleMark(i, r, size) {
			c.glued = true
			return i + size
		}
		return c.quoteMark(i, r, size, t)
	default:
		t.kind = bracket
	}
	c.page.tokens = append(c.page.tokens, t)
	c.glued = true
	return i + size
}

// abbreviation reports whether the dot at i belongs to the word before it, by
// the list of the lexicon and, for those that may end a sentence, by what
// follows.
func (c *cutter) abbreviation(i int) bool {
	n := len(c.page.tokens)
	if n == 0 || !c.glued {
		return false
	}
	last := c.page.tokens[n-1]
	if int(last.end) != i || last.kind > inNumber {
		return false
	}
	if last.end-last.start == 1 && last.capital && c.open == 0 {
		return true // an initial: J. Doe
	}
	return last.capital && last.classes.has(c.g.c.abbreviation)
}
