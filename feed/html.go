package feed

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hearsay/news"
	"hearsay/news/clean"
)

// Limits of one story.
const (
	maxContent = 1 << 20 // bytes of a body, and of its text
	maxLinks   = 2000
	maxNesting = 128 // of lists and quotes
)

// prose is a story's text under construction. Every block is cleaned before it
// is appended, with the places of its links carried along, so that all offsets
// are those of the final text.
type prose struct {
	text   strings.Builder
	blocks []news.Block
	links  []news.Link
	base   *url.URL

	raw   strings.Builder // the block that is being read
	spans []span          // its links, in raw
	href  string          // link that is open, "" for none
	from  int             // where it begins in raw

	heading, quote, pre, caption int    // open elements of each kind
	items                        []bool // of every open list: an item is open; the first is for none
	cells                        int    // of the table row that is open
	tagged                       bool
	literal                      bool // tags that HTML does not know are words
	dropped                      bool // beyond maxContent
}

// span is a link in a raw block.
type span struct {
	start, end int
	href       string
}

// escapedTags are tags of HTML that was escaped once too often.
var escapedTags = regexp.MustCompile(`(?i)</?(?:p|br|div|span|a|li|ul|ol|h[1-6]|strong|em|b|i|img|blockquote)(?:\s[^<>]{0,300})?/?>`)

// entity is a reference that is left after decoding: a second layer.
var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// proseOf turns HTML into text, blocks and links. It reads tokens, never a tree:
// scripts and styles go with their content, every other tag without it; no
// attribute but href is looked at. Text without any tag keeps the paragraphs that
// blank lines make.
func proseOf(body string, base *url.URL) *prose {
	if len(body) > maxContent {
		body = strings.ToValidUTF8(body[:maxContent], "")
	}
	p := newProse(base)
	p.read(body)
	if p.tagged {
		return p
	}
	plain := html.UnescapeString(body)
	if escapedTags.MatchString(plain) {
		p = newProse(base)
		p.read(plain)
		return p
	}
	return plainProse(plain)
}

// plainProse makes paragraphs of plain text: blank lines part them, and lines
// stay lines when each is short enough to be one on purpose.
func plainProse(s string) *prose {
	p := newProse(nil)
	if len(s) > maxContent {
		s = strings.ToValidUTF8(s[:maxContent], "")
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for part := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(part) == "" {
			p.flush()
			continue
		}
		p.word(part + "\n")
	}
	p.flush()
	return p
}

func newProse(base *url.URL) *prose { return &prose{base: base, items: make([]bool, 1, 8)} }

// read feeds all tokens of HTML.
func (p *prose) read(body string) {
	z := nethtml.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			p.flush()
			return
		case nethtml.TextToken:
			p.word(string(z.Text()))
		case nethtml.StartTagToken:
			name, attrs := z.TagName()
			tag := tagOf(name)
			if tag == atom.Script || tag == atom.Style {
				p.tagged = true
				skipRaw(z, tag)
				continue
			}
			if tag == 0 && p.literal {
				p.word(string(z.Raw()))
				continue
			}
			// An iframe that is never closed must not swallow the story.
			z.NextIsNotRawText()
			p.start(tag, z, attrs)
		case nethtml.SelfClosingTagToken:
			name, attrs := z.TagName()
			tag := tagOf(name)
			if tag == 0 && p.literal {
				p.word(string(z.Raw()))
				continue
			}
			p.start(tag, z, attrs)
			p.end(tag)
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			tag := tagOf(name)
			if tag == 0 && p.literal {
				p.word(string(z.Raw()))
				continue
			}
			p.end(tag)
		}
	}
}

// tagOf is the element of HTML that a name means, without the prefix that XHTML
// in a feed may have; 0 when there is none.
func tagOf(name []byte) atom.Atom {
	if colon := bytes.IndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	return atom.Lookup(name)
}

// skipRaw drops the content of a script or style.
func skipRaw(z *nethtml.Tokenizer, tag atom.Atom) {
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return
		case nethtml.EndTagToken:
			if name, _ := z.TagName(); tagOf(name) == tag {
				return
			}
		}
	}
}

// word appends text. HTML has decoded its references; those that are left were
// escaped twice by the feed.
func (p *prose) word(s string) {
	if strings.IndexByte(s, '&') >= 0 && entity.MatchString(s) {
		s = html.UnescapeString(s)
	}
	if p.pre == 0 {
		p.raw.WriteString(s)
		return
	}
	for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			p.flush()
		}
		p.raw.WriteString(line)
	}
}

// start opens an element.
func (p *prose) start(tag atom.Atom, z *nethtml.Tokenizer, attrs bool) {
	p.tagged = true
	switch tag {
	case atom.A:
		p.endLink()
		if href := hrefOf(z, attrs); href != "" {
			p.href, p.from = href, p.raw.Len()
		}
		return
	case atom.Td, atom.Th:
		if p.cells++; p.cells > 1 && strings.TrimSpace(p.raw.String()) != "" {
			p.raw.WriteString(" | ")
		}
		return
	}
	if !breaks(tag) {
		return
	}
	p.flush()
	if tag != atom.Br {
		p.heading = 0 // a heading that was never closed ends here
	}
	switch tag {
	case atom.Ul, atom.Ol:
		if len(p.items) < maxNesting {
			p.items = append(p.items, false)
		}
	case atom.Li:
		p.items[len(p.items)-1] = true
	case atom.P, atom.Div:
		p.items[0] = false
	case atom.Tr:
		p.cells = 0
	}
	if n := p.nesting(tag); n != nil && *n < maxNesting {
		*n++
	}
}

// end closes an element.
func (p *prose) end(tag atom.Atom) {
	p.tagged = true
	if tag == atom.A {
		p.endLink()
		return
	}
	if !breaks(tag) {
		return
	}
	p.flush()
	switch tag {
	case atom.P, atom.Li, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Tr:
		p.href = "" // a link that was never closed ends with its block
	}
	if n := p.nesting(tag); n != nil && *n > 0 {
		*n--
	}
	switch tag {
	case atom.Ul, atom.Ol:
		if len(p.items) > 1 {
			p.items = p.items[:len(p.items)-1]
		}
	case atom.Li:
		p.items[len(p.items)-1] = false
	case atom.Table:
		p.cells = 0
	}
}

// nesting is the counter of a kind of block, nil for others.
func (p *prose) nesting(tag atom.Atom) *int {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return &p.heading
	case atom.Blockquote:
		return &p.quote
	case atom.Pre, atom.Listing, atom.Xmp:
		return &p.pre
	case atom.Figcaption, atom.Caption:
		return &p.caption
	}
	return nil
}

// breaks reports whether an element stands on lines of its own.
func breaks(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Br, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd, atom.Blockquote, atom.Pre,
		atom.Listing, atom.Xmp, atom.Hr, atom.Table, atom.Tr, atom.Caption, atom.Thead, atom.Tbody,
		atom.Figure, atom.Figcaption, atom.Section, atom.Article, atom.Header, atom.Footer,
		atom.Aside, atom.Nav, atom.Main, atom.Address, atom.Form, atom.Fieldset, atom.Details,
		atom.Summary, atom.Center, atom.Iframe, atom.Object, atom.Video, atom.Audio, atom.Body, atom.Title:
		return true
	}
	return false
}

// hrefOf finds the only attribute that is read.
func hrefOf(z *nethtml.Tokenizer, more bool) string {
	for n := 0; more && n < maxAttributes; n++ {
		var key, value []byte
		if key, value, more = z.TagAttr(); string(key) == "href" {
			return string(value)
		}
	}
	return ""
}

// endLink ends the link that is open.
func (p *prose) endLink() {
	if p.href != "" && p.raw.Len() > p.from {
		p.spans = append(p.spans, span{p.from, p.raw.Len(), p.href})
	}
	p.href = ""
}

// flush ends the block: it is cleaned and appended unless nothing is left of it.
// A link that is open goes on in the next one.
func (p *prose) flush() {
	href := p.href
	p.endLink()
	if p.raw.Len() > 0 && !p.dropped {
		p.append(p.raw.String(), p.kind())
	}
	p.raw.Reset()
	p.spans = p.spans[:0]
	p.href, p.from = href, 0
}

// kind is what the open elements make of a block.
func (p *prose) kind() news.BlockKind {
	switch {
	case p.pre > 0:
		return news.Code
	case p.heading > 0:
		return news.Heading
	case p.caption > 0:
		return news.Caption
	case p.quote > 0:
		return news.Quoted
	case slices.Contains(p.items, true):
		return news.Item
	}
	return news.Paragraph
}

// append cleans one block and puts it at the end of the text.
func (p *prose) append(raw string, kind news.BlockKind) {
	at := make([]int, 0, 2*len(p.spans))
	for _, s := range p.spans {
		at = append(at, s.start, s.end)
	}
	var cleaned news.Text
	if kind == news.Code {
		cleaned, at = clean.BlockAt(strings.TrimRight(raw, " \t\r"), clamp(at, len(strings.TrimRight(raw, " \t\r"))))
		cleaned = news.Text(strings.ReplaceAll(string(cleaned), "\n", " "))
	} else {
		cleaned, at = clean.LineAt(raw, at)
	}
	if strings.Trim(string(cleaned), " \t|") == "" {
		return
	}
	if p.text.Len()+len(cleaned) > maxContent {
		p.dropped = true
		return
	}
	if p.text.Len() > 0 {
		p.text.WriteByte('\n')
	}
	start := p.text.Len()
	p.text.WriteString(string(cleaned))
	if kind != news.Paragraph {
		p.blocks = append(p.blocks, news.Block{Start: start, End: p.text.Len(), Kind: kind})
	}
	for i, s := range p.spans {
		p.link(start, cleaned, at[2*i], at[2*i+1], s.href)
	}
}

// link adds a link of a block that begins at start, without blanks at its ends.
func (p *prose) link(start int, block news.Text, from, to int, href string) {
	for from < to && block[from] == ' ' {
		from++
	}
	for from < to && block[to-1] == ' ' {
		to--
	}
	if from == to || len(p.links) == maxLinks {
		return
	}
	if address, _ := storyLink(p.base, href); address != "" {
		p.links = append(p.links, news.Link{Start: start + from, End: start + to, URL: address})
	}
}

func clamp(at []int, end int) []int {
	at = slices.Clone(at)
	for i := range at {
		at[i] = min(at[i], end)
	}
	return at
}
