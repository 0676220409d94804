package clean

import (
	"unicode"
	"unicode/utf8"
)

// Caps per character and per emoji: real text stays far below them, and
// terminals lose count of cells above them.
const (
	maxMarks     = 4
	maxSelectors = 2
	maxEmoji     = 8 // scalar values; the longest flag has 8
)

const (
	zwnj      = '\u200c'
	zwj       = '\u200d'
	blackFlag = '\U0001f3f4' // base of the flags of regions
	tagEnd    = '\U000e007f'
)

// filter is one pass over a string. A blank and a joiner wait for the character
// after them, which decides whether they stay.
type filter struct {
	in   string
	line bool
	out  []byte

	at, went []int // places asked for, and where they went so far

	blank   bool // of a line: white space came, nothing after it yet
	joiner  rune // ZWJ or ZWNJ that waits, or 0
	joinsAt int  // its offset

	base       rune // last character that is no mark, 0 at the start
	last       rune // last character written
	marks      int  // on base
	selectors  int  // on base
	emoji      int  // scalar values in the emoji sequence that ends in last, or 0
	afterEmoji bool // last may be joined to another emoji
}

// run filters the whole input.
func (f *filter) run() {
	for i := 0; i < len(f.in); {
		if n := f.copyPlain(i); n > 0 {
			i += n
			continue
		}
		r, size := rune(f.in[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(f.in[i:])
		}
		if r == 0x1b || 0x80 <= r && r < 0xa0 {
			if n := escape(f.in[i:]); n > 0 {
				i += n
				continue
			}
		}
		if r == '\r' && !f.line && i+1 < len(f.in) && f.in[i+1] == '\n' {
			i++ // its \n follows
			continue
		}
		if 0xe0000 <= r && r <= 0xe007f {
			size = f.tag(i, size)
		} else {
			f.take(r, i)
		}
		i += size
	}
	f.mark(len(f.in))
}

// copyPlain copies printable ASCII, single blanks between included, in one go:
// most of all text. It answers how many bytes are done, fewer where a place is
// asked for.
func (f *filter) copyPlain(i int) int {
	if f.blank || f.joiner != 0 {
		return 0
	}
	limit := len(f.in)
	if k := len(f.went); k < len(f.at) {
		if f.at[k] <= i {
			return 0
		}
		limit = min(limit, f.at[k])
	}
	end := i
	for end < limit {
		c := f.in[end]
		if c == ' ' && end > i && end+1 < limit && isGraph(f.in[end+1]) {
			end++
			continue
		}
		if !isGraph(c) {
			break
		}
		end++
	}
	if end == i {
		return 0
	}
	f.out = append(f.out, f.in[i:end]...)
	f.last = rune(f.in[end-1])
	f.base, f.marks, f.selectors, f.emoji, f.afterEmoji = f.last, 0, 0, 0, false
	return end - i
}

func isGraph(c byte) bool { return ' ' < c && c < 0x7f }

// take decides about one character at offset i.
func (f *filter) take(r rune, i int) {
	switch {
	case ' ' < r && r < 0x7f:
		f.write(r, i)
	case r == ' ' || isSpace(r):
		f.space(r, i)
	case r < ' ' || 0x7f <= r && r < 0xa0:
	case r < 0x300 && r != 0xad:
		f.write(r, i)
	case r == zwj || r == zwnj:
		f.joiner, f.joinsAt = r, i
	case isNoncharacter(r):
		f.write(utf8.RuneError, i)
	case isInvisible(r):
	default:
		f.write(r, i)
	}
}

// space takes white space: on a line it waits, in a block it stays or becomes
// the \n that it means.
func (f *filter) space(r rune, i int) {
	f.joiner = 0
	if f.line {
		if !f.blank {
			f.mark(i)
			f.blank = len(f.out) > 0
		}
		return
	}
	switch r {
	case '\r', 0x85, 0x2028, 0x2029:
		r = '\n'
	case '\v', '\f':
		return
	}
	f.write(r, i)
}

// tag takes the tag character at offset i and answers how many bytes are done:
// a complete flag stays, all other tags are a way to hide text.
func (f *filter) tag(i, size int) int {
	if f.last != blackFlag || f.emoji != 1 || f.joiner != 0 || f.blank {
		return size
	}
	end, letters := i, 0
	for end < len(f.in) && letters <= 6 {
		r, n := utf8.DecodeRuneInString(f.in[end:])
		end += n
		if r == tagEnd && letters >= 3 {
			f.mark(i)
			f.out = append(f.out, f.in[i:end]...)
			f.last, f.emoji, f.afterEmoji = tagEnd, letters+2, true
			return end - i
		}
		if c := r - 0xe0000; 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			letters++
			continue
		}
		return size
	}
	return size
}

// write puts a visible character, or a mark that is not one too many, after
// what waits.
func (f *filter) write(r rune, i int) {
	if f.blank {
		f.blank = false
		f.out = append(f.out, ' ')
		f.base, f.last, f.marks, f.selectors, f.emoji, f.afterEmoji = ' ', ' ', 0, 0, 0, false
	}
	joined := f.joiner != 0 && f.joins(r)
	if joined {
		f.mark(f.joinsAt)
		f.out = utf8.AppendRune(f.out, f.joiner)
		f.last = f.joiner
	}
	f.joiner = 0
	if !f.count(r, joined) {
		return
	}
	f.mark(i)
	f.out = utf8.AppendRune(f.out, r)
	f.last = r
}

// joins reports whether the waiting joiner may stand between what was written
// and r.
func (f *filter) joins(r rune) bool {
	if f.joiner == zwj && f.afterEmoji && isPictograph(r) {
		return f.emoji+2 <= maxEmoji
	}
	return needsJoiner(f.base) && needsJoiner(r)
}

// count keeps the numbers of marks and emoji up to date and reports whether r
// is below the caps.
func (f *filter) count(r rune, joined bool) bool {
	switch {
	case isSelector(r):
		if f.selectors == maxSelectors || f.emoji == maxEmoji {
			return false
		}
		f.selectors++
		if f.emoji > 0 {
			f.emoji++
		}
	case isMark(r):
		if f.marks == maxMarks {
			return false
		}
		f.marks++
		f.emoji, f.afterEmoji = 0, false
	case isSkin(r) && f.afterEmoji && isPictograph(f.base):
		if f.emoji == maxEmoji {
			return false
		}
		f.emoji++
		f.base, f.marks, f.selectors = r, 0, 0
	case isPictograph(r):
		if joined {
			f.emoji += 2
		} else {
			f.emoji = 1
		}
		f.base, f.marks, f.selectors, f.afterEmoji = r, 0, 0, true
	default:
		f.base, f.marks, f.selectors, f.emoji, f.afterEmoji = r, 0, 0, 0, false
	}
	return true
}

// mark answers the places up to offset i: they are where the text ends now.
func (f *filter) mark(i int) {
	for len(f.went) < len(f.at) && f.at[len(f.went)] <= i {
		f.went = append(f.went, len(f.out))
	}
}

func isSpace(r rune) bool {
	return r <= '\r' && r >= '\t' || r == 0x85 || r >= 0xa0 && unicode.IsSpace(r)
}
