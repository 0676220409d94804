package feed

import (
	"bytes"
	"html"
	"strings"
)

// repair writes an ill-formed document anew so that an XML parser takes it: stray
// "&" and "<" become text, end tags are added or dropped, unfinished CDATA
// sections end with their element, attributes are quoted, declarations go. An
// entry that the document ends in is dropped: only whole ones are kept. Linear.
func repair(doc []byte) []byte {
	r := repairer{tokens: newTokens(doc), inItem: -1}
	r.out.Grow(len(doc) + len(doc)/16)
	for r.tokens.next() {
		if !r.step() {
			break
		}
	}
	if r.inItem >= 0 {
		r.out.Truncate(r.itemAt)
		r.open = r.open[:r.inItem]
	}
	r.close(0)
	return r.out.Bytes()
}

// repairer is the state of one repair.
type repairer struct {
	tokens *tokens
	out    bytes.Buffer
	open   []string
	inItem int // index in open of the entry that is open, or -1
	itemAt int // where it begins in out
}

// step writes one token; false when the document ends inside it.
func (r *repairer) step() bool {
	t := r.tokens
	switch t.kind {
	case text:
		if len(r.open) > 0 {
			writeText(&r.out, t.doc[t.at:t.end])
		}
	case cdata:
		return r.cdata()
	case startTag:
		if r.inLeaf() && !isEntry(t.name) {
			writeText(&r.out, t.doc[t.at:t.end])
			return !t.cut
		}
		return r.start()
	case endTag:
		for i := len(r.open) - 1; i >= 0; i-- {
			if r.open[i] == t.name {
				r.close(i)
				return true
			}
		}
		if r.inLeaf() {
			writeText(&r.out, t.doc[t.at:t.end])
		}
	}
	return true
}

// leaves are elements that hold text only; tags in them are markup that nobody
// escaped, or words.
var leaves = map[string]bool{"title": true, "description": true, "content:encoded": true, "guid": true, "pubDate": true, "category": true, "dc:creator": true, "dc:date": true}

// inLeaf reports whether the innermost element is one of leaves.
func (r *repairer) inLeaf() bool {
	return len(r.open) > 0 && leaves[r.open[len(r.open)-1]]
}

// void are elements of HTML that have no end tag, met in content that nobody
// escaped. "link" is not among them: in feeds it has content.
var void = map[string]bool{"br": true, "hr": true, "img": true, "input": true, "meta": true, "wbr": true}

func (r *repairer) start() bool {
	t := r.tokens
	if t.cut {
		return false
	}
	if isEntry(t.name) && len(r.open) <= 3 && r.inItem >= 0 {
		r.close(r.inItem) // the one before was never closed
	}
	if isEntry(t.name) && r.inItem < 0 && !t.empty {
		r.inItem, r.itemAt = len(r.open), r.out.Len()
	}
	r.out.WriteByte('<')
	r.out.WriteString(t.name)
	for rest := t.attrs; len(rest) > 0; {
		var name, value string
		name, value, rest = nextAttribute(rest)
		if name == "" || !isNameStart(name[0]) || nameLen([]byte(name)) != len(name) {
			continue
		}
		r.out.WriteString(" " + name + `="`)
		writeText(&r.out, []byte(strings.ReplaceAll(value, `"`, "&#34;")))
		r.out.WriteByte('"')
	}
	if t.empty || void[strings.ToLower(t.name)] {
		r.out.WriteString("/>")
		return true
	}
	r.out.WriteByte('>')
	if len(r.open) < maxDepth {
		r.open = append(r.open, t.name)
	}
	return true
}

// cdata writes a CDATA section. One that has no end, or whose end belongs to a
// later section or entry, ends with its element.
func (r *repairer) cdata() bool {
	t := r.tokens
	if len(r.open) == 0 {
		return true
	}
	begin, end := t.at+len("<![CDATA["), t.end
	if !t.cut {
		end -= len("]]>")
	}
	limit := end
	for _, mark := range []string{"<![CDATA[", "</item>", "</entry>"} {
		limit = min(limit, t.find(mark, begin))
	}
	if t.cut || limit < end {
		n := bytes.Index(t.doc[begin:limit], []byte("</"+r.open[len(r.open)-1]))
		if n < 0 && t.cut {
			return false
		}
		if n >= 0 {
			end = begin + n
			t.pos = end
		}
	}
	r.out.WriteString("<![CDATA[")
	r.out.Write(t.doc[begin:end])
	r.out.WriteString("]]>")
	return true
}

// close writes the end tags of the elements from the innermost to index to.
func (r *repairer) close(to int) {
	for i := len(r.open) - 1; i >= to; i-- {
		r.out.WriteString("</" + r.open[i] + ">")
	}
	r.open = r.open[:to]
	if r.inItem >= to {
		r.inItem = -1
	}
}

func isEntry(name string) bool { return name == "item" || name == "entry" }

// writeText writes character data; what is no reference or not allowed in XML is
// escaped or, for references to controls, written as decode would have.
func writeText(out *bytes.Buffer, b []byte) {
	if bytes.Contains(b, []byte("&#")) {
		b = withoutControls(controlReference(b))
	}
	for len(b) > 0 {
		n := bytes.IndexAny(b, "&<>")
		if n < 0 {
			out.Write(b)
			return
		}
		out.Write(b[:n])
		switch c := b[n]; {
		case c == '<':
			out.WriteString("&lt;")
		case c == '>':
			out.WriteString("&gt;")
		case reference(b[n:]) > 0:
			out.WriteByte('&')
		default:
			out.WriteString("&amp;")
		}
		b = b[n+1:]
	}
}

// controlReference replaces references to characters that XML does not have,
// such as C0 controls, NUL and surrogates, by what HTML makes of them.
func controlReference(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '&' {
			if n := reference(b[i:]); n > 2 && b[i+1] == '#' {
				if s := html.UnescapeString(string(b[i : i+n])); len(s) == 1 && s[0] < ' ' || s == "\ufffd" || s == "\ufffe" || s == "\uffff" {
					out = append(out, s...)
					i += n - 1
					continue
				}
			}
		}
		out = append(out, b[i])
	}
	return out
}

// reference measures the character or entity reference at the start of b, 0
// when there is none. The longest name of HTML has 31 letters.
func reference(b []byte) int {
	for i := 1; i < len(b) && i < 34; i++ {
		c := b[i]
		switch {
		case c == ';' && i > 1:
			return i + 1
		case c == '#' && i == 1:
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		default:
			return 0
		}
	}
	return 0
}

// unescape decodes the references of an attribute.
func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}
