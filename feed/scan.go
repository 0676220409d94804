package feed

import (
	"bytes"
	"fmt"
	"strings"
)

// Limits of one document. A survey of live feeds found at most depth 9, 9
// prefixes and 100 items; gofeed copies the map of prefixes at every tag, so
// that 300 KB with 3,000 prefixes keep it busy for a minute. Hence they are
// counted before gofeed sees anything.
const (
	maxDepth      = 256
	maxAttributes = 256
	maxPrefixes   = 64
	maxJSONDepth  = 64
	maxItems      = 2000
)

// limitError says which limit a document broke.
type limitError struct{ what string }

func (e limitError) Error() string { return "is refused: " + e.what }

// entryFact is what gofeed does not tell of an item.
type entryFact struct {
	about string // rdf:about
	lang  string // xml:lang in force
	base  string // xml:base in force, possibly relative
	plain bool   // the Atom title is of type text

	linkBase, bodyBase string // xml:base of these elements themselves, or ""
}

// scanned is what the counting pass found.
type scanned struct {
	root    string // local name of the root element, lower case
	start   int    // offset of the root: junk before it is cut
	entries []entryFact
	skipped int    // entries beyond maxItems
	keep    int    // the document up to here holds the first maxItems entries
	closing string // end tags that are missing there
	base    string // xml:base of root
	lang    string // xml:lang of root or channel
	plain   bool   // the title of an Atom feed is of type text
	bases   []int  // offsets of "xml:base" in start tags
}

// element is an open element.
type element struct {
	name, base, lang string
}

// scan counts once through an XML document in UTF-8 without building anything,
// and refuses one beyond the limits. It accepts anything else: whether it is
// well formed is for the parser to say. Linear.
func scan(doc []byte) (scanned, error) {
	var s scanned
	s.keep = len(doc)
	s.start = -1
	var open []element
	prefixes := map[string]bool{}
	for t := newTokens(doc); t.next(); {
		switch t.kind {
		case startTag:
			if s.start < 0 {
				s.start, s.root = t.at, strings.ToLower(local(t.name))
			}
			e, fact, err := s.attributes(t, open, prefixes)
			if err != nil {
				return s, err
			}
			s.note(t, e, fact, open)
			if !t.empty && !void[strings.ToLower(t.name)] {
				if len(open) == maxDepth {
					return s, limitError{fmt.Sprintf("elements are nested deeper than %d", maxDepth)}
				}
				open = append(open, e)
			}
		case endTag:
			open = closeElement(open, t.name)
		}
	}
	if s.start < 0 {
		s.start = 0
	}
	return s, nil
}

// note keeps what gofeed will not tell of an element, by its name and place.
func (s *scanned) note(t *tokens, e element, fact entryFact, open []element) {
	depth := len(open)
	if depth == 0 {
		s.base, s.lang = e.base, e.lang
		return
	}
	name := strings.ToLower(local(t.name))
	if isEntry(name) && depth <= 2 {
		switch {
		case len(s.entries) < maxItems:
			s.entries = append(s.entries, fact)
		case s.skipped == 0:
			s.keep, s.closing = t.at, closing(open)
			fallthrough
		default:
			s.skipped++
		}
		return
	}
	if name == "channel" && depth == 1 {
		s.base, s.lang = e.base, first(e.lang, s.lang)
		return
	}
	plain := false
	if name == "title" && s.root == "feed" {
		kind, _ := attribute(t.attrs, "type")
		plain = kind == "" || kind == "text"
	}
	if depth == 1 && name == "title" {
		s.plain = plain
	}
	if s.skipped > 0 || len(s.entries) == 0 || !isEntry(strings.ToLower(local(open[depth-1].name))) {
		return
	}
	last := &s.entries[len(s.entries)-1]
	own := ""
	if e.base != last.base {
		own = e.base
	}
	switch name {
	case "title":
		last.plain = plain
	case "link":
		last.linkBase = first(last.linkBase, own)
	case "content", "summary", "description", "encoded":
		last.bodyBase = first(own, last.bodyBase)
	}
}

// closeElement pops up to the element that name closes, if there is one.
func closeElement(open []element, name string) []element {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].name == name {
			return open[:i]
		}
	}
	return open
}

// closing is the end tags of the open elements.
func closing(open []element) string {
	var b strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteString("</" + open[i].name + ">")
	}
	return b.String()
}

// attributes counts those of a start tag and reads what an entry needs.
func (s *scanned) attributes(t *tokens, open []element, prefixes map[string]bool) (element, entryFact, error) {
	e := element{name: t.name}
	if n := len(open); n > 0 {
		e.base, e.lang = open[n-1].base, open[n-1].lang
	}
	fact := entryFact{}
	count := 0
	for rest := t.attrs; len(rest) > 0; {
		var name, value string
		before := len(t.attrs) - len(rest)
		name, value, rest = nextAttribute(rest)
		if name == "" {
			continue
		}
		if count++; count > maxAttributes {
			return e, fact, limitError{fmt.Sprintf("an element has more than %d attributes", maxAttributes)}
		}
		switch {
		case strings.HasPrefix(name, "xmlns:"):
			prefixes[name] = true
			if len(prefixes) > maxPrefixes {
				return e, fact, limitError{fmt.Sprintf("more than %d namespace prefixes", maxPrefixes)}
			}
		case name == "xml:base":
			e.base = joinBase(e.base, value)
			s.bases = append(s.bases, t.at+1+len(t.name)+before+bytes.Index(t.attrs[before:], []byte(name)))
		case name == "xml:lang":
			e.lang = value
		case name == "rdf:about":
			fact.about = unescape(value)
		}
	}
	fact.base, fact.lang = e.base, e.lang
	return e, fact, nil
}

// attribute finds one attribute of a start tag.
func attribute(attrs []byte, want string) (string, bool) {
	for len(attrs) > 0 {
		var name, value string
		name, value, attrs = nextAttribute(attrs)
		if name == want {
			return value, true
		}
	}
	return "", false
}

// nextAttribute reads one attribute; the name is "" for stray characters.
func nextAttribute(b []byte) (name, value string, rest []byte) {
	b = bytes.TrimLeft(b, " \t\r\n/")
	end := bytes.IndexAny(b, "= \t\r\n")
	if end < 0 {
		return string(b), "", nil
	}
	name = string(b[:end])
	b = bytes.TrimLeft(b[end:], " \t\r\n")
	if len(b) == 0 || b[0] != '=' {
		return name, "", b
	}
	b = bytes.TrimLeft(b[1:], " \t\r\n")
	if len(b) == 0 {
		return name, "", nil
	}
	if q := b[0]; q == '"' || q == '\'' {
		if end = bytes.IndexByte(b[1:], q); end >= 0 {
			return name, string(b[1 : end+1]), b[end+2:]
		}
		return name, string(b[1:]), nil
	}
	if end = bytes.IndexAny(b, " \t\r\n"); end < 0 {
		return name, string(b), nil
	}
	return name, string(b[:end]), b[end:]
}

// scanJSON refuses JSON nested too deeply, and cuts the array "items" of the
// document after the first maxItems: it answers what to parse and how many items
// were cut. Linear.
func scanJSON(doc []byte) (keep []byte, skipped int, err error) {
	depth, items, cut := 0, 0, -1
	key, inItems := "", false // the last string of the outermost object
	for i := 0; i < len(doc); i++ {
		switch doc[i] {
		case '"':
			end := endOfString(doc, i)
			if depth == 1 && end-i < 16 {
				key = string(doc[i+1 : end])
			}
			i = end
		case '{', '[':
			if depth++; depth > maxJSONDepth {
				return nil, 0, limitError{fmt.Sprintf("JSON is nested deeper than %d", maxJSONDepth)}
			}
			if depth == 2 {
				inItems = doc[i] == '[' && key == "items"
			}
			if depth == 3 && inItems {
				if items++; items == maxItems+1 {
					cut = i
				}
			}
		case '}', ']':
			depth--
		}
	}
	if cut < 0 {
		return doc, 0, nil
	}
	keep = append(bytes.TrimRight(doc[:cut:cut], ", \t\r\n"), "]}"...)
	return keep, items - maxItems, nil
}

// endOfString is where the string of JSON that begins at i ends.
func endOfString(doc []byte, i int) int {
	for i++; i < len(doc) && doc[i] != '"'; i++ {
		if doc[i] == '\\' {
			i++
		}
	}
	return min(i, len(doc)-1)
}

func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }
