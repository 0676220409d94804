package ui

import (
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"hearsay/news"
)

// article is an open story, marked and wrapped for one width. It is made in a
// command and never changed: drawing only slices it.
type article struct {
	full     *news.Full
	width    int // of the pane
	lines    []artLine
	claims   []int      // indices in full.Claims that are shown, in reading order
	claimAt  []int      // first line of each of them
	mentions []int      // indices in full.Mentions, in reading order
	namedAt  []int      // line of each of them
	noteAt   []int      // first line of the box of each note of full.Notes
	parts    []sentence // in reading order
	links    []string   // addresses by number, from 1
	body     int        // first line below the header
}

// sentence is a part of a field that the reader can select.
type sentence struct {
	field      news.Field
	start, end int
}

// artLine is one line of an article.
type artLine struct {
	pad   int    // cells before the text, the margin included
	mark  string // in the margin, at most two cells
	look  look   // of the mark
	runs  []run
	field news.Field // "" for lines that are not text of the story
	start int        // bytes of the field on this line
	end   int
	note  int // index of the note whose box this is, plus one
}

// typesetter sets one story.
type typesetter struct {
	full   *news.Full
	styles *styles
	width  int  // of the pane
	narrow bool // a small screen: short header, small margins
	now    time.Time
	zone   *time.Location

	title, text []ink
	ends        map[int]string // marks of links by the byte where their words end
	endList     []int
	art         *article
}

// typeset marks and wraps a story. The time it takes grows with the length of
// the text and the number of findings; a story of 20 KB takes a few ms.
func typeset(f *news.Full, s *styles, width int, narrow bool, now time.Time, zone *time.Location) *article {
	t := &typesetter{full: f, styles: s, width: width, narrow: narrow, now: now, zone: zone,
		art: &article{full: f, width: width, noteAt: make([]int, len(f.Notes))}}
	t.title, t.text = inkField(f, news.InTitle), inkField(f, news.InText)
	t.numberLinks()
	t.header()
	t.art.body = len(t.art.lines)
	for i := range f.Notes {
		if a := f.Notes[i].Anchor; a == nil || a.State == news.Lost || a.Field == news.InTitle {
			t.noteBox(i)
		}
	}
	t.blocks()
	t.footer()
	t.index()
	return t.art
}

// field is the text of a field with its ink.
func (t *typesetter) field(field news.Field) (string, []ink) {
	if field == news.InTitle {
		return string(t.full.Title), t.title
	}
	return string(t.full.Text), t.text
}

// Margins: the header stands at head, story text at head plus the two cells
// that belong to marks.
func (t *typesetter) head() int {
	if t.narrow {
		return 1
	}
	return 2
}

func (t *typesetter) bodyPad() int { return t.head() + markMargin }

// measure is the width of lines that begin at pad: one cell stays free at the
// right, and a long line is never longer than textMax.
func (t *typesetter) measure(pad int) int {
	return max(min(t.width-pad-1, textMax), 4)
}

func (t *typesetter) add(l artLine) { t.art.lines = append(t.art.lines, l) }

// own adds a line of ours at pad.
func (t *typesetter) own(pad int, runs ...run) { t.add(artLine{pad: pad, runs: runs}) }

// gap adds an empty line, never two in a row.
func (t *typesetter) gap() {
	if n := len(t.art.lines); n > 0 && len(t.art.lines[n-1].runs) > 0 {
		t.add(artLine{})
	}
}

// block is one line of the text with its kind.
type block struct {
	start, end int
	kind       news.BlockKind
}

// blocksOf cuts the text at its line breaks and gives each part its kind.
func blocksOf(s *news.Story) []block {
	var all []block
	text, next := string(s.Text), 0
	for at := 0; at <= len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		b := block{start: at, end: end}
		for next < len(s.Blocks) && s.Blocks[next].End <= at && s.Blocks[next].Start < at {
			next++
		}
		if next < len(s.Blocks) && s.Blocks[next].Start <= at && s.Blocks[next].End >= end {
			b.kind = s.Blocks[next].Kind
		}
		all = append(all, b)
		at = end + 1
	}
	return all
}

// blocks sets the text, with the boxes of notes after the block where their
// quote ends.
func (t *typesetter) blocks() {
	before := news.Paragraph
	for i, b := range blocksOf(&t.full.Story) {
		together := b.kind == before && (b.kind == news.Item || b.kind == news.Code)
		if i == 0 || !together && before != news.Heading {
			t.gap()
		}
		before = b.kind
		if b.end > b.start {
			t.block(b)
		} else if b.kind == news.Code {
			t.add(artLine{})
		}
		for j := range t.full.Notes {
			a := t.full.Notes[j].Anchor
			if a != nil && a.Field == news.InText && a.State != news.Lost && a.End > b.start && a.End <= b.end+1 {
				t.noteBox(j)
			}
		}
	}
}

// block sets one block.
func (t *typesetter) block(b block) {
	s, pad := t.styles, t.bodyPad()
	var base look
	first, rest := "", ""
	switch b.kind {
	case news.Heading:
		base = s.Heading
	case news.Item:
		first, rest = "- ", "  "
	case news.Quoted:
		first, rest = s.marks.wall+" ", s.marks.wall+" "
	case news.Folded, news.Caption:
		base = s.Dim
	case news.Code:
		pad += 2
	}
	runs := t.inkRuns(news.InText, b.start, b.end, base)
	var cuts []cut
	if b.kind == news.Code {
		runs, cuts = codeLines(runs, t.measure(pad))
	} else {
		cuts = wrap(joined(runs), t.measure(pad)-len([]rune(first)))
	}
	at := b.start
	for i, c := range cuts {
		line := artLine{pad: pad, field: news.InText, start: at, runs: slice(runs, c.start, c.end)}
		line.end = sourceEnd(line.runs, at)
		if i == len(cuts)-1 {
			line.end = b.end
		}
		at = line.end
		if prefix := first; prefix != "" {
			if i > 0 {
				prefix = rest
			}
			line.runs = append([]run{{prefix, s.Dim, -1}}, line.runs...)
		}
		t.add(line)
	}
}

// sourceEnd is the byte of the field behind the last run that comes from it.
func sourceEnd(runs []run, start int) int {
	for i := len(runs) - 1; i >= 0; i-- {
		if runs[i].at >= 0 {
			return runs[i].at + len(runs[i].text)
		}
	}
	return start
}

// codeLines breaks preformatted text only where it must, with tabs as blanks.
func codeLines(runs []run, width int) ([]run, []cut) {
	var flat []run
	for _, r := range runs {
		offset := 0
		for i, part := range strings.Split(r.text, "\t") {
			if i > 0 {
				flat = append(flat, run{"    ", r.look, -1})
			}
			if part != "" && r.at >= 0 {
				flat = append(flat, run{part, r.look, r.at + offset})
			} else if part != "" {
				flat = append(flat, run{part, r.look, -1})
			}
			offset += len(part) + 1
		}
	}
	text := joined(flat)
	var cuts []cut
	start, cells := 0, 0
	for i := 0; i < len(text); {
		size, w := grapheme(text[i:])
		if cells+w > width && i > start {
			cuts = append(cuts, cut{start, i})
			start, cells = i, 0
		}
		i, cells = i+size, cells+w
	}
	return flat, append(cuts, cut{start, len(text)})
}

// numberLinks gives each address a number, in order of appearance.
func (t *typesetter) numberLinks() {
	t.ends = map[int]string{}
	numbers := map[string]int{}
	for _, l := range t.full.Links {
		if l.URL == "" || l.End <= l.Start || l.End > len(t.full.Text) {
			continue
		}
		n, known := numbers[l.URL]
		if !known {
			t.art.links = append(t.art.links, l.URL)
			n = len(t.art.links)
			numbers[l.URL] = n
		}
		if t.ends[l.End] == "" {
			t.endList = append(t.endList, l.End)
		}
		t.ends[l.End] = fmt.Sprintf("[%d]", n)
	}
	sort.Ints(t.endList)
}

// linkEnds are the bytes of the field, between start and end, behind links.
func (t *typesetter) linkEnds(field news.Field, start, end int) []int {
	if field != news.InText {
		return nil
	}
	from := sort.SearchInts(t.endList, start+1)
	return t.endList[from:sort.SearchInts(t.endList, end+1)]
}

func (t *typesetter) linkMark(at int) string { return t.ends[at] }

// index finds the line of every claim, mention and note, puts the marks into
// the margin, and cuts the text into sentences.
func (t *typesetter) index() {
	a := t.art
	for i := range a.full.Claims {
		c := &a.full.Claims[i]
		if c.Status == news.Rejected {
			continue
		}
		a.claims = append(a.claims, i)
		a.claimAt = append(a.claimAt, a.lineOf(c.Field, c.Start))
	}
	for i := range a.full.Mentions {
		m := &a.full.Mentions[i]
		if m.Status != news.Rejected {
			a.mentions = append(a.mentions, i)
			a.namedAt = append(a.namedAt, a.lineOf(m.Field, m.Start))
		}
	}
	for i := range a.lines {
		t.markLine(&a.lines[i])
	}
	if len(a.full.Title) > 0 {
		a.parts = append(a.parts, sentence{news.InTitle, 0, len(a.full.Title)})
	}
	for _, b := range blocksOf(&a.full.Story) {
		at := b.start
		for parts := sentences.FromString(string(a.full.Text[b.start:b.end])); parts.Next(); {
			part := parts.Value()
			if end := at + len(strings.TrimRight(part, " ")); end > at {
				a.parts = append(a.parts, sentence{news.InText, at, end})
			}
			at += len(part)
		}
	}
}

// markLine puts the mark of the strongest finding on a line into its margin:
// denial, accusation, what is neither, note.
func (t *typesetter) markLine(l *artLine) {
	if l.field == "" || l.end <= l.start {
		return
	}
	best := 0
	for i := range t.full.Claims {
		c := &t.full.Claims[i]
		if c.Status == news.Rejected || c.Field != l.field || c.End <= l.start || c.Start >= l.end {
			continue
		}
		rank := 2
		switch c.Kind {
		case news.Denial:
			rank = 4
		case news.Accusation:
			rank = 3
		}
		if rank > best {
			best = rank
			l.mark, l.look = t.styles.mark(c.Kind), t.styles.claim(c.Kind)
			if c.Weak && c.Status != news.Confirmed {
				first, _ := utf8.DecodeRuneInString(l.mark)
				l.mark, l.look = string(first)+"?", t.styles.Dim
			}
		}
	}
	if best > 0 {
		return
	}
	for i := range t.full.Notes {
		a := t.full.Notes[i].Anchor
		if a != nil && a.State != news.Lost && a.Field == l.field && a.End > l.start && a.Start < l.end {
			l.mark, l.look = t.styles.marks.note, t.styles.Note
			return
		}
	}
}

// lineOf is the line on which a byte of a field stands.
func (a *article) lineOf(field news.Field, at int) int {
	found := 0
	for i := range a.lines {
		if l := &a.lines[i]; l.field == field {
			if at < l.end {
				return i
			}
			found = i
		}
	}
	return found
}
