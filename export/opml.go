package export

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay/news"
	"hearsay/news/clean"
)

type (
	opmlOut struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   news.Text `xml:"head>title"`
		Body    []outline `xml:"body>outline"`
	}
	outline struct {
		Type     string    `xml:"type,attr,omitempty"`
		Text     string    `xml:"text,attr"`
		Title    string    `xml:"title,attr,omitempty"`
		XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
		HTMLURL  string    `xml:"htmlUrl,attr,omitempty"`
		Language string    `xml:"language,attr,omitempty"`
		Category string    `xml:"category,attr,omitempty"`
		Outlines []outline `xml:"outline"`
	}
)

// OPML writes a list of feeds as OPML 2.0 (opml.org/spec2.opml): those without
// a category first, then a folder for each category, by name. Credentials in
// addresses are left out (PublicURL).
func OPML(w io.Writer, feeds []news.Feed, title string) error {
	doc := opmlOut{Version: "2.0", Title: clean.Line(title)}
	folder := map[string]int{} // where in doc.Body
	sorted := slices.SortedFunc(slices.Values(feeds), func(a, b news.Feed) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Title, b.Title), cmp.Compare(a.URL, b.URL))
	})
	for _, f := range sorted {
		o := feedOutline(f)
		category := line(f.Category)
		if category == "" {
			doc.Body = append(doc.Body, o)
			continue
		}
		at, known := folder[category]
		if !known {
			at = len(doc.Body)
			folder[category] = at
			doc.Body = append(doc.Body, outline{Text: category})
		}
		doc.Body[at].Outlines = append(doc.Body[at].Outlines, o)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write OPML: %w", err)
	}
	return nil
}

// feedOutline is the outline of a feed. Its type is "rss" for Atom too: other
// readers take no other word.
func feedOutline(f news.Feed) outline {
	address, _ := PublicURL(f.URL)
	site, _ := PublicURL(f.Site)
	o := outline{Type: "rss", Text: string(f.Title), Title: string(f.Title), XMLURL: address, HTMLURL: site, Language: line(f.Lang)}
	if o.Text == "" {
		o.Text = address
	}
	if c := line(f.Category); c != "" {
		o.Category = "/" + strings.Trim(c, "/")
	}
	return o
}
