package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"hearsay/news"
	"hearsay/news/clean"
)

// Limits of OPML files: they come from strangers, and no list of feeds that a
// person can follow is larger.
const (
	maxOPML     = 4 << 20
	maxDepth    = 32
	maxOutlines = 10_000
	maxAddress  = 4096 // bytes
	maxName     = 200  // characters
)

// Outlines is what an OPML file holds.
type Outlines struct {
	Title   news.Text
	Feeds   []news.Feed // URL, Title, Site, Lang and Category set; each address once
	Skipped []Refused   // no feeds, or feeds that stand there twice
	Invalid []Refused   // addresses that cannot be followed
}

// Refused is an outline that is not among the feeds.
type Refused struct {
	Line    int // in the file
	Title   news.Text
	Address news.Text
	Why     news.Text
}

// ReadOPML reads the feed lists of other readers, in any declared charset.
// Entities that a file declares are not expanded. An error names the line and
// column; the feeds before it are in the result.
func ReadOPML(r io.Reader) (Outlines, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxOPML+1))
	if err != nil {
		return Outlines{}, fmt.Errorf("read OPML: %w", err)
	}
	if len(b) > maxOPML {
		return Outlines{}, fmt.Errorf("read OPML: larger than %d MiB", maxOPML>>20)
	}
	in := &opmlReader{known: map[string]bool{}}
	// A byte-order mark outdoes the declaration, and encoding/xml knows no UTF-16.
	utf8 := transform.NewReader(bytes.NewReader(b), unicode.BOMOverride(transform.Nop))
	marked := bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) || bytes.HasPrefix(b, []byte("\xfe\xff")) || bytes.HasPrefix(b, []byte("\xff\xfe"))
	in.d = xml.NewDecoder(utf8)
	in.d.Entity = xml.HTMLEntity
	in.d.Strict = false // addresses with a bare "&" are common
	in.d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if marked {
			return r, nil
		}
		return charset.NewReaderLabel(label, r)
	}
	err = in.document()
	return in.out, err
}

// opmlReader walks through the elements of one file.
type opmlReader struct {
	d     *xml.Decoder
	out   Outlines
	path  []string // names of the open folders; "" for an outline that is none
	head  bool
	seen  int
	known map[string]bool // canonical addresses
}

// document reads to the end of the file.
func (in *opmlReader) document() error {
	depth, title := 0, false
	for {
		token, err := in.d.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return in.empty()
		}
		if err != nil {
			return in.broken(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if depth == 1 && !strings.EqualFold(t.Name.Local, "opml") {
				return in.broken(fmt.Errorf("this is no OPML: it begins with <%s>", clean.LineMax(t.Name.Local, 40)))
			}
			title = depth == 3 && strings.EqualFold(t.Name.Local, "title")
			if err := in.open(t); err != nil {
				return in.broken(err)
			}
		case xml.EndElement:
			depth--
			title = false
			if strings.EqualFold(t.Name.Local, "outline") && len(in.path) > 0 {
				in.path = in.path[:len(in.path)-1]
			}
		case xml.CharData:
			if title && in.out.Title == "" {
				in.out.Title = clean.LineMax(string(t), maxName)
			}
		}
	}
}

// empty refuses a file without any element.
func (in *opmlReader) empty() error {
	switch {
	case in.head:
		return nil
	case in.d.InputOffset() == 0:
		return in.broken(errors.New("there is nothing in it"))
	}
	return in.broken(errors.New("this is no OPML: it holds no elements"))
}

// broken says where in the file something is wrong.
func (in *opmlReader) broken(err error) error {
	var syntax *xml.SyntaxError
	why := err.Error()
	if errors.As(err, &syntax) {
		why = syntax.Msg
	}
	row, column := in.d.InputPos()
	return fmt.Errorf("read OPML: line %d, column %d: %s", row, column, clean.LineMax(why, maxName))
}

// open takes the start of an element.
func (in *opmlReader) open(t xml.StartElement) error {
	in.head = true
	if !strings.EqualFold(t.Name.Local, "outline") {
		return nil
	}
	if in.seen++; in.seen > maxOutlines {
		return fmt.Errorf("more than %d outlines", maxOutlines)
	}
	if len(in.path) >= maxDepth {
		return fmt.Errorf("outlines nested more than %d deep", maxDepth)
	}
	o := readOutline(t.Attr)
	name := ""
	if o.XMLURL == "" {
		name = strings.Trim(o.Text, "/")
	}
	in.path = append(in.path, name)
	in.outline(o)
	return nil
}

// readOutline reads the attributes of an outline, in any letter case.
func readOutline(attrs []xml.Attr) outline {
	var o outline
	for _, a := range attrs {
		value := string(clean.LineMax(a.Value, maxAddress))
		switch strings.ToLower(a.Name.Local) {
		case "type":
			o.Type = strings.ToLower(value)
		case "text":
			o.Text = string(clean.LineMax(value, maxName))
		case "title":
			o.Title = string(clean.LineMax(value, maxName))
		case "xmlurl":
			o.XMLURL = value
		case "htmlurl":
			o.HTMLURL = value
		case "language":
			o.Language = string(clean.LineMax(value, maxName))
		case "category":
			o.Category = value
		}
	}
	if o.Text == "" {
		o.Text = o.Title
	}
	return o
}

// outline sorts an outline into feeds, skipped and invalid. A folder is none
// of these.
func (in *opmlReader) outline(o outline) {
	row, _ := in.d.InputPos()
	refused := Refused{Line: row, Title: news.Text(o.Text), Address: clean.LineMax(o.XMLURL, maxName)}
	switch {
	case o.XMLURL == "" && (o.Type == "" || o.Type == "folder"):
		return
	case o.XMLURL == "" || o.Type == "link" || o.Type == "include":
		refused.Why = "no feed: it has no address of one"
		if o.Type != "" {
			refused.Why = clean.LineMax("no feed: an outline of type "+o.Type, maxName)
		}
		in.out.Skipped = append(in.out.Skipped, refused)
		return
	}
	address, why := followable(o.XMLURL)
	if why != "" {
		refused.Why = news.Text(why)
		in.out.Invalid = append(in.out.Invalid, refused)
		return
	}
	if in.known[canonical(address)] {
		refused.Why = "stands there twice"
		in.out.Skipped = append(in.out.Skipped, refused)
		return
	}
	in.known[canonical(address)] = true
	site, _ := PublicURL(o.HTMLURL)
	in.out.Feeds = append(in.out.Feeds, news.Feed{URL: address, Title: news.Text(o.Text), Site: site, Lang: o.Language, Category: in.category(o)})
}

// category is the path of folders, else the first of the categories that the
// outline itself names.
func (in *opmlReader) category(o outline) string {
	var path []string
	for _, name := range in.path {
		if name != "" {
			path = append(path, name)
		}
	}
	if len(path) > 0 {
		return strings.Join(path, "/")
	}
	first, _, _ := strings.Cut(o.Category, ",")
	return strings.Trim(strings.TrimSpace(first), "/")
}

// followable is the address of a feed, or why there is none.
func followable(s string) (address, why string) {
	s = strings.TrimSpace(s)
	if rest, found := strings.CutPrefix(s, "feed://"); found {
		s = "http://" + rest
	}
	s = strings.TrimPrefix(s, "feed:")
	u, err := url.Parse(s)
	switch {
	case err != nil || strings.ContainsAny(s, " \\"):
		return "", "not a well-formed address"
	case u.Scheme != "http" && u.Scheme != "https":
		return "", "only http and https addresses are followed"
	case u.Hostname() == "":
		return "", "the address names no host"
	}
	u.Fragment = ""
	return u.String(), ""
}

// canonical is the form of a followable address by which feeds are compared.
func canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Host = strings.ToLower(u.Host)
	if u.Scheme == "http" {
		u.Host = strings.TrimSuffix(u.Host, ":80")
	} else {
		u.Host = strings.TrimSuffix(u.Host, ":443")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}
