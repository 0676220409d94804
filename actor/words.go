package actor

import (
	"unicode"
	"unicode/utf8"
)

// sep says what stands between a word and the one before it.
type sep uint8

// The separators that matter for recognition. Those up to mark may stand
// inside a name; the others end it.
const (
	joined sep = iota // nothing: "APT|29"
	hyphen            // one hyphen or dash without blanks: "APT-29"
	gap               // blanks of one line: "APT 29"
	apos              // an apostrophe without blanks: "People's"
	mark              // one of . / & _ + without blanks, or an ampersand between blanks
	comma             // a comma, then a blank
	quote             // a quotation mark or bracket, with or without blanks or comma
	other             // dashes between blanks, semicolons, colons, …
	stop              // the end of a sentence
	line              // the end of a line: the next block begins
)

// shape describes how a word is written.
type shape uint8

// The shapes; a word can have several.
const (
	upper  shape = 1 << iota // begins with a capital
	caps                     // capitals only
	digits                   // digits only
	wide                     // holds runes beyond ASCII
	points                   // an initialism with points: "U.S."
	lowers                   // holds a small letter
)

// word is a run of letters, or of digits, or an initialism with points.
type word struct {
	hash       uint64 // of the folded word, never 0
	start, end int32  // bytes
	role       role   // of the word in the lexicon
	id         uint16 // in the lexicon, 0 when unknown
	shape      shape
	sep        sep
}

// byte classes
const (
	cOther = iota
	cLetter
	cDigit
	cBlank
	cHigh // part of a rune beyond ASCII
)

var classes = func() (c [256]uint8) {
	for b := range c {
		switch {
		case 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z':
			c[b] = cLetter
		case '0' <= b && b <= '9':
			c[b] = cDigit
		case b == ' ' || b == '\t':
			c[b] = cBlank
		case b >= 0x80:
			c[b] = cHigh
		}
	}
	return c
}()

// FNV-1a, 64 bits: so long that words are compared by it alone.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

// split appends the words of text to words and returns them. Letters and digits
// are folded for the hash only (case, full width), so that offsets are those of
// text. Text that is not valid UTF-8 gives words too, on rune borders.
func split(words []word, text string) []word {
	sep := line
	for at := 0; at < len(text); {
		switch classes[text[at]] {
		case cLetter, cDigit:
		case cHigh:
			r, size := utf8.DecodeRuneInString(text[at:])
			if kindOf(r) == cOther {
				sep = joint(sep, r)
				at += size
				continue
			}
		case cBlank:
			if sep == joined {
				sep = gap
			} else {
				sep = blank(sep)
			}
			at++
			continue
		default:
			sep = joint(sep, rune(text[at]))
			at++
			continue
		}
		w := next(text, at)
		w.sep = settle(sep, w.shape)
		words = append(words, w)
		at = int(w.end)
		sep = joined
	}
	return words
}

// next reads the word that begins at at, where a letter or digit stands.
func next(text string, at int) word {
	if w, ok := asciiWord(text, at); ok {
		return w
	}
	if end := initialism(text, at); end > 0 {
		return initials(text, at, end)
	}
	begin, h := at, uint64(hashStart)
	var shape shape
	first, kind := true, uint8(0)
	for at < len(text) {
		b := text[at]
		size := 1
		c := classes[b]
		if c == cHigh {
			var r rune
			r, size = utf8.DecodeRuneInString(text[at:])
			if c = kindOf(r); c == cOther {
				break
			}
			shape |= wide
			if folded := narrow(r); folded < utf8.RuneSelf {
				b = byte(folded)
			} else {
				if c != kind && !first {
					break
				}
				h, shape = foldRune(h, r, first, shape)
				kind, first = c, false
				at += size
				continue
			}
		}
		if c == cOther || c == cBlank {
			if b == '$' && !first && kind == cLetter { // LAPSUS$
				h = (h ^ uint64(b)) * hashPrime
				at++
			}
			break
		}
		if !first && c != kind {
			break
		}
		if c == cLetter {
			if b&0x20 == 0 {
				b |= 0x20
				if first {
					shape |= upper
				}
			} else {
				shape |= lowers
			}
		}
		kind, first = c, false
		h = (h ^ uint64(b)) * hashPrime
		at += size
	}
	return word{start: int32(begin), end: int32(at), hash: h, shape: whole(shape, kind)}
}

// whole adds to the shape of a word what only its end tells.
func whole(s shape, kind uint8) shape {
	switch {
	case kind == cDigit:
		return s | digits
	case s&(upper|lowers) == upper:
		return s | caps
	}
	return s
}

// initials is a word of letters with a point behind each: "U.S.".
func initials(text string, at, end int) word {
	h := uint64(hashStart)
	for _, b := range []byte(text[at:end]) {
		h = (h ^ uint64(b|0x20)) * hashPrime
	}
	return word{start: int32(at), end: int32(end), hash: h, shape: upper | caps | points}
}

// asciiWord reads the most frequent kind of word, ASCII letters only, and says
// whether it was one.
func asciiWord(text string, at int) (word, bool) {
	h := uint64(hashStart)
	low := byte(0) // collects the bit of small letters
	i := at
	for ; i < len(text); i++ {
		b := text[i]
		if classes[b] != cLetter {
			if b >= utf8.RuneSelf || b == '$' || i == at+1 && b == '.' {
				return word{}, false
			}
			break
		}
		low |= b & 0x20
		h = (h ^ uint64(b|0x20)) * hashPrime
	}
	if i == at {
		return word{}, false
	}
	w := word{start: int32(at), end: int32(i), hash: h}
	if text[at]&0x20 == 0 {
		w.shape = upper
	}
	if low != 0 {
		w.shape |= lowers
	} else {
		w.shape |= caps
	}
	return w, true
}

// foldRune adds a letter beyond ASCII to the hash.
func foldRune(h uint64, r rune, first bool, shape shape) (uint64, shape) {
	low := unicode.ToLower(r)
	if low != r {
		if first {
			shape |= upper
		}
	} else {
		shape |= lowers
	}
	var buf [utf8.UTFMax]byte
	for _, b := range buf[:utf8.EncodeRune(buf[:], low)] {
		h = (h ^ uint64(b)) * hashPrime
	}
	return h, shape
}

// kindOf is the class of a rune beyond ASCII. Combining marks belong to words.
func kindOf(r rune) uint8 {
	switch {
	case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
		return cLetter
	case unicode.IsDigit(r):
		return cDigit
	}
	return cOther
}

// narrow maps full-width forms to ASCII.
func narrow(r rune) rune {
	if 0xFF01 <= r && r <= 0xFF5E {
		return r - 0xFEE0
	}
	return r
}

// initialism returns the end of two or more capitals with points ("U.S.",
// "F.S.B.") that begin at at, or 0.
func initialism(text string, at int) int {
	end, letters := at, 0
	for end+1 < len(text) && 'A' <= text[end] && text[end] <= 'Z' && text[end+1] == '.' {
		end += 2
		letters++
	}
	if letters < 2 || end < len(text) && classes[text[end]] == cLetter {
		return 0
	}
	return end
}

// pending separators while the bytes between two words are read. They extend
// the exported ones and are settled when the next word begins.
const (
	pointed  sep = 100 + iota // a point, no blank yet
	queried                   // a question or exclamation mark
	commaed                   // a comma, no blank yet
	hyphened                  // a hyphen, no blank yet
	marked                    // / & _ + without blanks
	aposed                    // an apostrophe without blanks
	blankAmp                  // " &"
)

// blank extends the separator so far by a blank.
func blank(sep sep) sep {
	switch sep {
	case joined:
		return gap
	case pointed, queried:
		return stop
	case commaed:
		return comma
	case hyphened, marked:
		return other
	case aposed:
		return quote
	}
	return sep
}

// joint extends the separator so far by a rune that is neither word nor blank.
func joint(sep sep, r rune) sep {
	if sep == line || r == '\n' || r == '\r' {
		return line
	}
	switch r {
	case '\u00A0', '\u202F', '\u2009', '\u2007', '\u3000':
		return blank(sep)
	case '.', '…', '。', '．':
		return point(sep, pointed)
	case '?', '!', '？', '！':
		return point(sep, queried)
	case ',', '，':
		if sep == joined {
			return commaed
		}
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '－':
		if sep == joined {
			return hyphened
		}
	case '/', '&', '_', '+', '@', '#':
		if sep == joined {
			return marked
		}
		if sep == gap && r == '&' {
			return blankAmp
		}
	case '\'', '’', '‘', '`', '´', '＇':
		if sep == joined {
			return aposed
		}
		if sep == stop || sep == pointed || sep == queried {
			return sep
		}
		return quote
	case '"', '“', '”', '„', '«', '»', '(', ')', '[', ']', '{', '}':
		switch sep {
		case stop, pointed, queried:
			return sep // the mark closes or opens at the sentence's end
		}
		return quote
	}
	if sep == stop || sep == pointed || sep == queried {
		return stop
	}
	return other
}

// point is the separator after a mark that can end a sentence.
func point(sep, with sep) sep {
	if sep == joined {
		return with
	}
	return stop
}

// settle names the separator before a word of the given shape.
func settle(sep sep, shape shape) sep {
	switch sep {
	case pointed, marked, commaed:
		return mark
	case queried:
		return stop
	case hyphened:
		return hyphen
	case aposed:
		return apos
	case blankAmp:
		return mark
	case stop:
		if shape&(upper|digits|wide) == 0 {
			return other // "approx. ten", "Inc. said"
		}
	}
	return sep
}
