package table

import (
	"unicode"
	"unicode/utf8"
)

// Sep says what stands between a word and the one before it.
type Sep uint8

// The separators that matter for recognition. Those up to Mark may stand
// inside a name; the others end it.
const (
	Joined Sep = iota // nothing: "APT|29"
	Hyphen            // one hyphen or dash without blanks: "APT-29"
	Blank             // blanks of one line: "APT 29"
	Apos              // an apostrophe without blanks: "People's"
	Mark              // one of . / & _ + without blanks, or an ampersand between blanks
	Comma             // a comma, then a blank
	Quote             // a quotation mark or bracket, with or without blanks or comma
	Other             // dashes between blanks, semicolons, colons, …
	Stop              // the end of a sentence
	Line              // the end of a line: the next block begins
)

// Shape describes how a word is written.
type Shape uint8

// The shapes; a word can have several.
const (
	Upper  Shape = 1 << iota // begins with a capital
	Caps                     // capitals only
	Digits                   // digits only
	Wide                     // holds runes beyond ASCII
	Points                   // an initialism with points: "U.S."
	Lowers                   // holds a small letter
)

// Word is a run of letters, or of digits, or an initialism with points.
type Word struct {
	Start, End int32  // bytes
	Hash       uint32 // of the folded word
	ID         int32  // in the lexicon of a table, -1 when unknown; set by Table.Words
	Shape      Shape
	Sep        Sep
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

// FNV-1a, 32 bits: short, and good enough for words.
const (
	hashStart = 2166136261
	hashPrime = 16777619
)

// Split appends the words of text to words and returns them. Letters and digits
// are folded for the hash only (case, full width), so that offsets are those of
// text. Text that is not valid UTF-8 gives words too, on rune borders.
func Split(words []Word, text string) []Word {
	sep := Line
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
			sep = blank(sep)
			at++
			continue
		default:
			sep = joint(sep, rune(text[at]))
			at++
			continue
		}
		w := next(text, at)
		w.Sep = settle(sep, w.Shape)
		words = append(words, w)
		at = int(w.End)
		sep = Joined
	}
	return words
}

// next reads the word that begins at at, where a letter or digit stands.
func next(text string, at int) Word {
	w := Word{Start: int32(at), ID: -1}
	if end := initialism(text, at); end > 0 {
		h := uint32(hashStart)
		for _, b := range []byte(text[at:end]) {
			h = (h ^ uint32(b|0x20)) * hashPrime
		}
		w.End, w.Hash, w.Shape = int32(end), h, Upper|Caps|Points
		return w
	}
	h := uint32(hashStart)
	var shape Shape
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
			shape |= Wide
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
				h = (h ^ uint32(b)) * hashPrime
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
					shape |= Upper
				}
			} else {
				shape |= Lowers
			}
		}
		kind, first = c, false
		h = (h ^ uint32(b)) * hashPrime
		at += size
	}
	if kind == cDigit {
		shape |= Digits
	} else if shape&(Upper|Lowers) == Upper {
		shape |= Caps
	}
	w.End, w.Hash, w.Shape = int32(at), h, shape
	return w
}

// foldRune adds a letter beyond ASCII to the hash.
func foldRune(h uint32, r rune, first bool, shape Shape) (uint32, Shape) {
	low := unicode.ToLower(r)
	if low != r {
		if first {
			shape |= Upper
		}
	} else {
		shape |= Lowers
	}
	var buf [utf8.UTFMax]byte
	for _, b := range buf[:utf8.EncodeRune(buf[:], low)] {
		h = (h ^ uint32(b)) * hashPrime
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
	pointed  Sep = 100 + iota // a point, no blank yet
	queried                   // a question or exclamation mark
	commaed                   // a comma, no blank yet
	hyphened                  // a hyphen, no blank yet
	marked                    // / & _ + without blanks
	aposed                    // an apostrophe without blanks
	blankAmp                  // " &"
)

// blank extends the separator so far by a blank.
func blank(sep Sep) Sep {
	switch sep {
	case Joined:
		return Blank
	case pointed, queried:
		return Stop
	case commaed:
		return Comma
	case hyphened, marked:
		return Other
	case aposed:
		return Quote
	}
	return sep
}

// joint extends the separator so far by a rune that is neither word nor blank.
func joint(sep Sep, r rune) Sep {
	if sep == Line || r == '\n' || r == '\r' {
		return Line
	}
	switch r {
	case '\u00A0', '\u202F', '\u2009', '\u2007', '\u3000':
		return blank(sep)
	case '.', '…', '。', '．':
		return point(sep, pointed)
	case '?', '!', '？', '！':
		return point(sep, queried)
	case ',', '，':
		if sep == Joined {
			return commaed
		}
	case '-', '\u2010', '\u2011', '\u2012', '\u2013', '－':
		if sep == Joined {
			return hyphened
		}
	case '/', '&', '_', '+', '@':
		if sep == Joined {
			return marked
		}
		if sep == Blank && r == '&' {
			return blankAmp
		}
	case '\'', '’', '‘', '`', '´', '＇':
		if sep == Joined {
			return aposed
		}
		if sep == Stop || sep == pointed || sep == queried {
			return sep
		}
		return Quote
	case '"', '“', '”', '„', '«', '»', '(', ')', '[', ']', '{', '}':
		switch sep {
		case Stop, pointed, queried:
			return sep // the mark closes or opens at the sentence's end
		}
		return Quote
	}
	if sep == Stop || sep == pointed || sep == queried {
		return Stop
	}
	return Other
}

// point is the separator after a mark that can end a sentence.
func point(sep, with Sep) Sep {
	if sep == Joined {
		return with
	}
	return Stop
}

// settle names the separator before a word of the given shape.
func settle(sep Sep, shape Shape) Sep {
	switch sep {
	case pointed, marked, commaed:
		return Mark
	case queried:
		return Stop
	case hyphened:
		return Hyphen
	case aposed:
		return Apos
	case blankAmp:
		return Mark
	case Stop:
		if shape&(Upper|Digits|Wide) == 0 {
			return Other // "approx. ten", "Inc. said"
		}
	}
	return sep
}
