package export

import "hearsay/news"

// step is how many bytes lie between two entries of a table of code points: a
// look-up walks at most so far, and the table stays small beside the text.
const step = 256

// Offsets turns byte offsets in the title and text of one story into Unicode
// code points, which is what exports count in. Making it costs one pass over
// the text, a look-up is constant; nil is of no use.
type Offsets struct {
	title, text points
}

// NewOffsets is the table for a story.
func NewOffsets(title, text news.Text) *Offsets {
	return &Offsets{title: newPoints(title), text: newPoints(text)}
}

// Points is the number of code points before byte at of the field. An offset
// outside the field counts as its nearer end.
func (o *Offsets) Points(field news.Field, at int) int { return o.of(field).before(at) }

// Bytes is the byte offset of code point at of the field.
func (o *Offsets) Bytes(field news.Field, at int) int { return o.of(field).byte(at) }

func (o *Offsets) of(field news.Field) *points {
	if field == news.InTitle {
		return &o.title
	}
	return &o.text
}

// points counts the code points of one string.
type points struct {
	s   news.Text
	cum []int // cum[i] code points begin before byte i*step
}

func newPoints(s news.Text) points {
	p := points{s: s, cum: make([]int, 1, len(s)/step+1)}
	for i := step; i <= len(s); i += step {
		p.cum = append(p.cum, p.cum[len(p.cum)-1]+begins(s[i-step:i]))
	}
	return p
}

// before is the number of code points that begin before byte at.
func (p *points) before(at int) int {
	at = min(max(at, 0), len(p.s))
	return p.cum[at/step] + begins(p.s[at/step*step:at])
}

// byte is where code point n begins.
func (p *points) byte(n int) int {
	if n <= 0 {
		return 0
	}
	lo, hi := 0, len(p.cum) // cum[lo] <= n < cum[hi]
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.cum[mid] <= n {
			lo = mid
		} else {
			hi = mid
		}
	}
	seen := p.cum[lo]
	for i := lo * step; i < len(p.s); i++ {
		if p.s[i]&0xc0 == 0x80 {
			continue
		}
		if seen == n {
			return i
		}
		seen++
	}
	return len(p.s)
}

// begins is the number of code points that begin in s: bytes that are no
// continuation bytes.
func begins(s news.Text) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}
