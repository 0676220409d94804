package feed

import "bytes"

// tokenKind is a kind of XML token.
type tokenKind byte

const (
	text tokenKind = iota
	startTag
	endTag
	cdata
	other // comments, instructions, declarations
)

// tokens cuts XML in UTF-8 into tokens by the shape of its tags alone, never
// failing: a "<" that begins none is text. It serves the counting pass and the
// repair of ill-formed documents. Linear: what looks for an end that is missing
// looks only once.
type tokens struct {
	doc []byte
	pos int

	kind    tokenKind
	at, end int // of the token
	name    string
	attrs   []byte // of a start tag
	empty   bool   // <name/>
	cut     bool   // the document ends inside this token

	noDoctypeEnd bool           // searched for, not there
	found        map[string]int // answers of find
}

func newTokens(doc []byte) *tokens { return &tokens{doc: doc, found: map[string]int{}} }

// find is where mark stands next at or after from, or the end of the document.
// It remembers the last answer, so that going forward costs one pass in all even
// when what was found is given back.
func (t *tokens) find(mark string, from int) int {
	if at, known := t.found[mark]; known && at >= from {
		return at
	}
	at := len(t.doc)
	if n := bytes.Index(t.doc[min(from, at):], []byte(mark)); n >= 0 {
		at = from + n
	}
	t.found[mark] = at
	return at
}

// next moves to the next token; false at the end.
func (t *tokens) next() bool {
	if t.pos >= len(t.doc) {
		return false
	}
	t.at, t.cut, t.empty, t.name, t.attrs = t.pos, false, false, "", nil
	if t.doc[t.pos] != '<' || !t.markup() {
		t.kind = text
		n := bytes.IndexByte(t.doc[t.pos+1:], '<')
		if n < 0 {
			t.pos = len(t.doc)
		} else {
			t.pos += 1 + n
		}
	}
	t.end = t.pos
	return true
}

// markup reads a token that begins with "<", and reports whether it is one.
func (t *tokens) markup() bool {
	rest := t.doc[t.pos:]
	if len(rest) < 2 {
		return false
	}
	switch c := rest[1]; {
	case c == '!':
		return t.declaration(rest)
	case c == '?':
		t.kind = other
		t.skipTo(2, "?>")
		return true
	case c == '/':
		if len(rest) < 3 || !isNameStart(rest[2]) {
			return false
		}
		n := nameLen(rest[2:])
		t.kind, t.name = endTag, string(rest[2:2+n])
		end := bytes.IndexAny(rest[2+n:], "<>")
		if end < 0 {
			t.cut, t.pos = true, len(t.doc)
			return true
		}
		t.pos += 2 + n + end
		if rest[2+n+end] == '>' {
			t.pos++
		}
		return true
	case isNameStart(c):
		return t.start(rest)
	}
	return false
}

// start reads a start tag. Quotes may hold ">"; a quote that is never closed
// does not swallow the document, for a "<" in it ends the tag as cut.
func (t *tokens) start(rest []byte) bool {
	n := nameLen(rest[1:])
	t.kind, t.name = startTag, string(rest[1:1+n])
	quote := byte(0)
	for i := 1 + n; i < len(rest); i++ {
		switch c := rest[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0 && c != '<':
		case c == '<':
			return false // the tag was never finished: its "<" is text
		case c == '"' || c == '\'':
			if before := bytes.TrimRight(rest[1+n:i], " \t\r\n"); len(before) > 0 && before[len(before)-1] == '=' {
				quote = c
			}
		case c == '>':
			t.attrs = rest[1+n : i]
			if k := len(t.attrs); k > 0 && t.attrs[k-1] == '/' {
				t.empty, t.attrs = true, t.attrs[:k-1]
			}
			t.pos += i + 1
			return true
		}
	}
	t.cut, t.pos = true, len(t.doc)
	return true
}

// declaration reads comments, CDATA sections and <!DOCTYPE …>.
func (t *tokens) declaration(rest []byte) bool {
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		t.kind = other
		t.skipTo(4, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		t.kind = cdata
		t.skipTo(9, "]]>")
	case len(rest) > 2 && isNameStart(rest[2]):
		t.kind = other
		t.doctype(rest)
	default:
		return false
	}
	return true
}

// skipTo ends the token after mark, or where the document ends.
func (t *tokens) skipTo(begin int, mark string) {
	at := t.find(mark, t.pos+begin)
	t.cut = at == len(t.doc)
	t.pos = min(at+len(mark), len(t.doc))
}

// doctype skips a declaration with its internal subset, in which entities are
// declared: nobody here ever reads those.
func (t *tokens) doctype(rest []byte) {
	depth, quote := 0, byte(0)
	for i, c := range rest {
		if t.noDoctypeEnd {
			break
		}
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				t.pos += i + 1
				return
			}
		}
	}
	t.noDoctypeEnd = true
	if end := bytes.IndexByte(rest, '>'); end >= 0 {
		t.pos += end + 1
		return
	}
	t.cut, t.pos = true, len(t.doc)
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

// nameLen measures a name of an element.
func nameLen(b []byte) int {
	for i, c := range b {
		if isNameStart(c) || '0' <= c && c <= '9' || c == '-' || c == '.' {
			continue
		}
		return i
	}
	return len(b)
}
