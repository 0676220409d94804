package ui

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/words"

	"hearsay/news"
)

// picking is text that the reader selects: by sentence, then freely.
type picking struct {
	art        *article
	field      news.Field
	start, end int  // bytes of the field
	first      int  // sentence where a selection by sentence begins
	last       int  // and ends
	freely     bool // one end moves by words
	atStart    bool // it is the first end that moves
}

// pickFrom begins a selection with the sentence at a byte of a field.
func pickFrom(art *article, field news.Field, at int) *picking {
	for i, s := range art.parts {
		if s.field == field && at < s.end {
			p := &picking{art: art}
			p.sentences(i, i)
			return p
		}
	}
	return nil
}

// sentences selects from one sentence to another, of the same field.
func (p *picking) sentences(first, last int) {
	a, b := p.art.parts[first], p.art.parts[last]
	p.first, p.last = first, last
	p.field, p.start, p.end = a.field, a.start, b.end
}

// move selects the sentence n before or behind.
func (p *picking) move(n int) {
	to := min(max(p.first+n, 0), len(p.art.parts)-1)
	p.sentences(to, to)
}

// grow makes a selection by sentence longer or shorter.
func (p *picking) grow(n int) {
	to := min(max(p.last+n, p.first), len(p.art.parts)-1)
	for p.art.parts[to].field != p.field {
		to--
	}
	p.sentences(p.first, to)
}

// text is the whole field.
func (p *picking) text() string {
	if p.field == news.InTitle {
		return string(p.art.full.Title)
	}
	return string(p.art.full.Text)
}

// quote is what is selected.
func (p *picking) quote() news.Text { return news.Text(p.text()[p.start:p.end]) }

// step moves the free end by a word, and keeps at least one selected.
func (p *picking) step(back bool) {
	text := p.text()
	if p.atStart {
		if back {
			p.start = wordBefore(text, p.start)
		} else if next := wordAfter(text, p.start); next < p.end {
			p.start = next
		}
		p.start += len(text[p.start:p.end]) - len(strings.TrimLeft(text[p.start:p.end], " \n\t"))
		return
	}
	if !back {
		p.end = wordAfter(text, p.end)
	} else if next := wordBefore(text, p.end); next > p.start {
		p.end = next
	}
	p.end = p.start + len(strings.TrimRight(text[p.start:p.end], " \n\t"))
}

// wordAfter is the byte behind the next word, blanks before it included.
func wordAfter(text string, at int) int {
	for it := words.FromString(text[at:]); it.Next(); {
		if strings.TrimSpace(it.Value()) != "" {
			return at + it.End()
		}
	}
	return len(text)
}

// lookBack is how far a word can reach back: longer ones are cut.
const lookBack = 256

// wordBefore is the byte where the word before begins.
func wordBefore(text string, at int) int {
	from := max(at-lookBack, 0)
	for from > 0 && text[from]&0xc0 == 0x80 {
		from--
	}
	found := from
	for it := words.FromString(text[from:at]); it.Next(); {
		if strings.TrimSpace(it.Value()) != "" {
			found = from + it.Start()
		}
	}
	return found
}

// words tells how much is selected.
func (p *picking) words() string {
	return count(len(strings.Fields(string(p.quote()))), "word", "words")
}

// edge is the byte that moves, which must stay in sight.
func (p *picking) edge() int {
	if p.atStart || !p.freely && p.first == p.last {
		return p.start
	}
	return max(p.end-1, p.start)
}

// steer moves a selection: by sentence, j and k (far) go to the next sentence
// and h and l make the selection shorter and longer; freely, h and l move an end
// by a word, j and k by a line.
func (p *picking) steer(back, far bool) {
	n := 1
	if back {
		n = -1
	}
	switch {
	case !p.freely && far:
		p.move(n)
	case !p.freely:
		p.grow(n)
	case !far:
		p.step(back)
	default:
		p.line(n)
	}
}

// line moves the free end to the end of the line before or behind, or its start.
func (p *picking) line(n int) {
	i := p.art.lineOf(p.field, p.edge())
	for i += n; i >= 0 && i < len(p.art.lines); i += n {
		l := &p.art.lines[i]
		switch {
		case l.field != p.field || l.end <= l.start:
			continue
		case p.atStart:
			p.start = min(l.start, max(p.end-1, 0))
			for p.start > 0 && p.text()[p.start]&0xc0 == 0x80 {
				p.start--
			}
		case l.end > p.start:
			p.end = p.start + len(strings.TrimRight(p.text()[p.start:l.end], " \n\t"))
		}
		return
	}
}
