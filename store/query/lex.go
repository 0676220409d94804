package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// itemKind is what an item is.
type itemKind byte

const (
	itemText itemKind = iota
	itemField
	itemTag
	itemSaved
	itemOpen
	itemClose
	itemOr
	itemNot
)

// item is one term or mark of the text, with its place.
type item struct {
	kind     itemKind
	pos, end int    // bytes of the query
	text     string // of itemText, itemTag, itemSaved; the name of itemField as typed
	phrase   bool
	prefix   bool
	op       Op
	opAt     int
	values   []part
}

// part is one value after a colon or "#".
type part struct {
	Value
	pos, end int
}

// lexer cuts a query into items. It accepts every text; what is wrong with a
// field is the parser's business.
type lexer struct {
	in  string // valid UTF-8
	pos int
}

// valid replaces each byte that is not UTF-8, so that positions stay true.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			b[i] = '?'
		}
		i += size
	}
	return string(b)
}

// lex returns the items of s, which is valid UTF-8.
func lex(s string) []item {
	l := lexer{in: s}
	var items []item
	for {
		it, ok := l.next()
		if !ok {
			return items
		}
		items = append(items, it)
	}
}

func (l *lexer) rest() string { return l.in[l.pos:] }

func (l *lexer) peek() rune {
	r, size := utf8.DecodeRuneInString(l.rest())
	if size == 0 {
		return 0
	}
	return r
}

func (l *lexer) blanks() {
	l.pos = len(l.in) - len(strings.TrimLeftFunc(l.rest(), unicode.IsSpace))
}

// next returns the next item; false at the end.
func (l *lexer) next() (item, bool) {
	for {
		l.blanks()
		if l.pos == len(l.in) {
			return item{}, false
		}
		it := item{pos: l.pos}
		kept := l.scan(&it)
		it.end = l.pos
		if kept {
			return it, true
		}
	}
}

// scan reads one item at a place that is not blank. It reports false for what
// says nothing: "AND", a lone dash, an empty phrase.
func (l *lexer) scan(it *item) bool {
	switch c := l.in[l.pos]; {
	case c == '(':
		l.pos++
		it.kind = itemOpen
		return true
	case c == ')':
		l.pos++
		it.kind = itemClose
		return true
	case c == '-' && !strings.HasPrefix(l.rest(), "--"):
		l.pos++
		it.kind = itemNot
		return l.pos < len(l.in) && !unicode.IsSpace(l.peek())
	case opensQuote(l.rest()):
		it.text, it.phrase = l.quoted(), true
		if it.prefix = l.peek() == '*'; it.prefix {
			l.pos++
		}
		return it.text != ""
	case c == '#':
		return l.tag(it)
	case c == '@':
		return l.saved(it)
	}
	return l.term(it)
}

// opensQuote reports whether a phrase begins here: with a straight quote, or
// with the curly one that comes from a web page.
func opensQuote(s string) bool {
	return strings.HasPrefix(s, `"`) || strings.HasPrefix(s, "“")
}

// quoted reads a phrase; without its closing quote it goes to the end. A
// backslash takes the meaning from a quote or a backslash. Blanks count once.
func (l *lexer) quoted() string {
	end := l.peek()
	if end == '“' {
		end = '”'
	}
	l.pos += utf8.RuneLen(l.peek())
	var b strings.Builder
	for l.pos < len(l.in) {
		r := l.peek()
		l.pos += utf8.RuneLen(r)
		if r == end {
			break
		}
		if next := l.peek(); r == '\\' && (next == '"' || next == '\\') {
			l.pos++
			r = next
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// word reads to the next blank, or to a byte of stops, or to a ")" that closes
// nothing in the word itself.
func (l *lexer) word(stops string) string {
	start, open := l.pos, 0
	for l.pos < len(l.in) {
		r := l.peek()
		switch {
		case unicode.IsSpace(r), r < utf8.RuneSelf && strings.ContainsRune(stops, r), r == ')' && open == 0:
			return l.in[start:l.pos]
		case r == '(':
			open++
		case r == ')':
			open--
		}
		l.pos += utf8.RuneLen(r)
	}
	return l.in[start:l.pos]
}

// tag reads "#name" or "#name,name".
func (l *lexer) tag(it *item) bool {
	l.pos++
	it.kind = itemTag
	it.values = l.values("#")
	return len(it.values) > 0
}

// saved reads "@name".
func (l *lexer) saved(it *item) bool {
	l.pos++
	it.kind = itemSaved
	if opensQuote(l.rest()) {
		it.text = l.quoted()
	} else {
		it.text = l.word("")
	}
	return it.text != ""
}

// term reads a field, an operator in words, or a bare word.
func (l *lexer) term(it *item) bool {
	if name, ok := fieldName(l.rest()); ok {
		it.kind, it.text = itemField, name
		l.pos += len(name) + 1
		it.opAt = l.pos
		for _, op := range []Op{AtLeast, AtMost, Greater, Less} {
			if strings.HasPrefix(l.rest(), string(op)) {
				it.op = op
				l.pos += len(op)
				break
			}
		}
		it.values = l.values("")
		return true
	}
	w := l.word("")
	switch w {
	case "AND":
		return false
	case "OR":
		it.kind = itemOr
		return true
	case "NOT":
		it.kind = itemNot
		return true
	}
	if cut, ok := strings.CutSuffix(w, "*"); ok && cut != "" {
		w, it.prefix = cut, true
	}
	it.text = w
	return true
}

// fieldName returns the name before a colon when the text begins with a field.
// "https://", "std::" and "12:30" do not; nor does an unknown word with
// nothing after its colon, as in a headline ("FBI: …"), unless it is spelt
// much like a field.
func fieldName(s string) (string, bool) {
	n := 0
	for n < len(s) && ('a' <= s[n]|0x20 && s[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 || n == len(s) || s[n] != ':' {
		return "", false
	}
	name, after := s[:n], s[n+1:]
	lower := strings.ToLower(name)
	if _, known := Lookup(lower); known {
		return name, true
	}
	if strings.HasPrefix(after, "//") || strings.HasPrefix(after, ":") || strings.HasPrefix(after, `\`) {
		return "", false
	}
	if r, size := utf8.DecodeRuneInString(after); size == 0 || unicode.IsSpace(r) || r == ')' {
		return name, name == lower && distance(name, nearestField(name)) <= 1
	}
	return name, true
}

// values reads what stands after a colon: values with commas between them. A
// comma with nothing behind it is left out. skip may stand before each value, any number of times.
func (l *lexer) values(skip string) []part {
	var parts []part
	for {
		for skip != "" && strings.HasPrefix(l.rest(), skip) {
			l.pos += len(skip)
		}
		p := part{pos: l.pos}
		if l.value(&p) {
			p.end = l.pos
			parts = append(parts, p)
		}
		if !strings.HasPrefix(l.rest(), ",") {
			return parts
		}
		l.pos++
	}
}

// value reads one value; false when there is none.
func (l *lexer) value(p *part) bool {
	if opensQuote(l.rest()) {
		p.Text, p.Phrase = l.quoted(), true
		return p.Text != ""
	}
	if expr, fold, size, ok := regex(l.rest()); ok {
		l.pos += size
		p.Text, p.Regex, p.Fold = expr, true, fold
		return true
	}
	p.Text = l.word(",")
	return p.Text != ""
}

// regex reads "/expression/" or "/expression/i" that ends where a value ends.
// "\/" stands for a slash. A path such as "/blog/2026" is none.
func regex(s string) (expr string, fold bool, size int, ok bool) {
	if !strings.HasPrefix(s, "/") {
		return "", false, 0, false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			if s[i+1] != '/' {
				b.WriteByte('\\')
			}
			i++
			b.WriteByte(s[i])
		case s[i] == '/':
			end := i + 1
			fold := strings.HasPrefix(s[end:], "i")
			if fold {
				end++
			}
			return b.String(), fold, end, b.Len() > 0 && endsValue(s[end:])
		default:
			b.WriteByte(s[i])
		}
	}
	return "", false, 0, false
}

func endsValue(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == 0 || r == ',' || r == ')' || unicode.IsSpace(r)
}
