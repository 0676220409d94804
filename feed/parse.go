package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"hearsay/news"
)

// maxParse is how long a parser may be busy with one document.
const maxParse = 5 * time.Second

// Document is a feed that was read, cleaned.
type Document struct {
	Title   news.Text
	Site    string // http or https address of the page behind it, or ""
	Lang    string // BCP 47, or ""
	Stories []news.Story
	Damaged error // nil, or why only a part could be read
	Skipped int   // entries beyond the limit, twice there, or with nothing to show

	ttl time.Duration // how long the feed says it stays as it is, or 0
}

// What Parse answers for bytes that are no feed.
var (
	ErrPage    = errors.New("is a web page, not a feed")
	ErrNoFeed  = errors.New("is not a feed: neither RSS, Atom nor JSON Feed")
	ErrEmpty   = errors.New("is empty")
	errTooSlow = errors.New("takes longer than 5 s to parse")
)

// Parse reads a feed without any network. contentType is the header of that
// name or "", address where the bytes came from: relative links are resolved
// against it and stories are named after it. Stories keep the order of the
// document; now is the time they are first seen and bounds their dates. What
// strangers can send never makes it panic.
func Parse(body []byte, contentType, address string, now time.Time) (doc Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = Document{}, fmt.Errorf("makes the parser fail: %v", p)
		}
	}()
	return parse(body, contentType, address, address, now)
}

// parse is Parse with two addresses: the one that the bytes came from, after
// redirects, and the one that names the stories.
func parse(body []byte, contentType, address, name string, now time.Time) (Document, error) {
	if len(body) > maxBody {
		return Document{}, errTooLong
	}
	doc, err := decode(body, contentType)
	if err != nil {
		return Document{}, fmt.Errorf("decode: %w", err)
	}
	if len(doc) == 0 {
		return Document{}, ErrEmpty
	}
	n := normaliser{address: parseBase(address), name: name, now: now}
	if doc[0] == '{' {
		doc, skipped, err := scanJSON(doc)
		if err != nil {
			return Document{}, err
		}
		f, err := parseBytes(doc, "json")
		if err != nil {
			return Document{}, fmt.Errorf("is no JSON Feed: %w", err)
		}
		return n.document(f, scanned{skipped: skipped}), nil
	}
	return parseXML(doc, n)
}

// roots are the beginnings of the three kinds of XML feeds.
var roots = regexp.MustCompile(`<(?:rss|feed|rdf:RDF|RDF)[\s>]`)

// parseXML tries a document as it is, and when the parser refuses it, repaired.
func parseXML(doc []byte, n normaliser) (Document, error) {
	facts, err := scan(doc)
	if err != nil {
		return Document{}, err
	}
	var damaged error
	if !isRoot(facts.root) {
		at := roots.FindIndex(doc)
		if at == nil || isPage(facts.root, doc) && at[0] > junk {
			return Document{}, noFeed(facts.root, doc)
		}
		doc = doc[at[0]:]
		damaged = errors.New("something stands before the feed")
		if facts, err = scan(doc); err != nil {
			return Document{}, err
		}
	}
	f, err := parseBytes(whole(doc, facts), facts.root)
	if errors.Is(err, errTooSlow) {
		return Document{}, err
	}
	if err != nil {
		damaged = err
		doc = repair(doc)
		if facts, err = scan(doc); err != nil {
			return Document{}, err
		}
		if f, err = parseBytes(whole(doc, facts), facts.root); err != nil {
			return Document{}, fmt.Errorf("cannot be read: %w", damaged)
		}
	}
	out := n.document(f, facts)
	if damaged != nil {
		out.Damaged = fmt.Errorf("is damaged (stories that could be read: %d): %w", len(out.Stories), damaged)
	}
	return out, nil
}

// whole is the document from its root, without the entries beyond the limit. No
// xml:base is left in it: gofeed resolves against it in its own way, with a parse
// of all HTML; storyLink does it as RFC 3986 says.
func whole(doc []byte, facts scanned) []byte {
	if facts.skipped == 0 && len(facts.bases) == 0 {
		return doc[facts.start:]
	}
	doc = bytes.Clone(doc[:facts.keep])
	for _, at := range facts.bases {
		if at < len(doc)-len("xml:base") {
			doc[at+len("xml")] = '-'
		}
	}
	return append(doc[facts.start:], facts.closing...)
}

// junk is how many bytes before the root are looked over when they hold HTML: a
// page that only quotes a feed is a page.
const junk = 2048

func isRoot(root string) bool { return root == "rss" || root == "feed" || root == "rdf" }

// isPage reports whether a document is HTML.
func isPage(root string, doc []byte) bool {
	if root == "html" || root == "head" || root == "body" || root == "meta" || root == "script" {
		return true
	}
	head := strings.ToLower(string(doc[:min(len(doc), 1024)]))
	return strings.Contains(head, "<!doctype html") || strings.Contains(head, "<html")
}

func noFeed(root string, doc []byte) error {
	if isPage(root, doc) {
		return ErrPage
	}
	return ErrNoFeed
}

// parseBytes gives a document to the parser of gofeed for its root, under
// recover: a panic there is the feed's failure.
func parseBytes(doc []byte, root string) (s source, err error) {
	defer func() {
		if caught := recover(); caught != nil {
			s, err = source{}, fmt.Errorf("the parser fails: %v", caught)
		}
	}()
	r := &watched{Reader: bytes.NewReader(doc), until: time.Now().Add(maxParse)}
	switch root {
	case "json":
		f, err := (&json.Parser{}).Parse(r)
		if err != nil {
			return source{}, err
		}
		return ofJSON(f), nil
	case "feed":
		f, err := (&atom.Parser{}).Parse(r)
		if err != nil {
			return source{}, err
		}
		return ofAtom(f), nil
	}
	f, err := (&rss.Parser{}).Parse(r)
	if err != nil {
		return source{}, err
	}
	return ofRSS(f)
}

// watched ends the reading of a parser that is at it for too long. gofeed reads
// 4 KiB at a time, and what is between two reads is bounded by the limits.
type watched struct {
	io.Reader
	until time.Time
}

func (w *watched) Read(b []byte) (int, error) {
	if time.Now().After(w.until) {
		return 0, errTooSlow
	}
	return w.Reader.Read(b)
}
