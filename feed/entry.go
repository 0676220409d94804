package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// source is a feed as its parser gave it, the three formats brought together.
type source struct {
	title, link, lang string
	authors           []string // for entries without
	ttl               time.Duration
	entries           []entry
}

// entry is one item as its feed gave it, the three formats brought together.
type entry struct {
	guid, about              string
	permalink                bool // guid may be the address
	link                     string
	title                    string
	plainTitle               bool
	body, lead               string // HTML, unless plain
	plain                    bool
	plainLead                bool
	authors                  []string
	tags                     []string
	published                string
	updated                  string
	lang                     string
	base, linkBase, bodyBase string // xml:base of the entry, of its link and its body
}

// ofRSS takes RSS 0.9x, 1.0 and 2.0. gofeed's translator fills in from the
// Dublin Core, iTunes and Atom elements.
func ofRSS(f *rss.Feed) (source, error) {
	translator := gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	u, err := translator.Translate(f)
	if err != nil {
		return source{}, err
	}
	s := source{title: u.Title, link: u.Link, lang: u.Language}
	if m, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && m > 0 {
		s.ttl = time.Duration(min(m, maxTTLMinutes)) * time.Minute
	}
	for i, item := range f.Items {
		s.entries = append(s.entries, rssEntry(item, u.Items[i]))
	}
	return s, nil
}

// ofAtom takes Atom 0.3 and 1.0.
func ofAtom(f *atom.Feed) source {
	s := source{title: f.Title, link: bestLink(f.Links), lang: f.Language}
	for _, p := range f.Authors {
		s.authors = append(s.authors, first(p.Name, p.Email))
	}
	for _, e := range f.Entries {
		s.entries = append(s.entries, atomEntry(e))
	}
	return s
}

// ofJSON takes JSON Feed 1.0 and 1.1.
func ofJSON(f *json.Feed) source {
	s := source{title: f.Title, link: f.HomePageURL, lang: f.Language, authors: jsonAuthors(f.Authors, f.Author)}
	for _, item := range f.Items {
		if item != nil {
			s.entries = append(s.entries, jsonEntry(item))
		}
	}
	return s
}

func rssEntry(item *rss.Item, u *gofeed.Item) entry {
	e := entry{link: item.Link, title: u.Title, tags: u.Categories, published: u.Published, updated: extension(u, "atom", "updated")}
	if e.updated == "" && item.PubDate != "" {
		e.updated = u.Updated // dc:date beside pubDate
	}
	if item.GUID != nil {
		e.guid = item.GUID.Value
		e.permalink = !strings.EqualFold(strings.TrimSpace(item.GUID.IsPermalink), "false")
	}
	e.link = first(extension(u, "feedburner", "origLink"), e.link, atomLink(u))
	e.body = first(u.Content, item.Custom["encoded"], item.Custom["fullitem"], item.Custom["body"])
	e.lead = first(u.Description, extension(u, "media", "description"), group(u, "description"), extension(u, "itunes", "summary"))
	if e.title == "" {
		e.title = first(extension(u, "media", "title"), group(u, "title"))
	}
	if item.Author != "" {
		e.authors = append(e.authors, personName(item.Author))
	}
	if u.DublinCoreExt != nil {
		e.authors = append(e.authors, u.DublinCoreExt.Creator...)
		if len(u.DublinCoreExt.Language) > 0 {
			e.lang = u.DublinCoreExt.Language[0]
		}
	}
	if len(e.authors) == 0 && u.Author != nil {
		e.authors = []string{first(u.Author.Name, u.Author.Email)}
	}
	return e
}

func atomEntry(a *atom.Entry) entry {
	e := entry{guid: a.ID, title: a.Title, lead: a.Summary, published: a.Published, updated: a.Updated}
	if a.Content != nil {
		e.body = a.Content.Value
		kind := strings.ToLower(a.Content.Type)
		e.plain = kind == "text" || kind == "text/plain"
	}
	if e.body == "" {
		e.body = nested(a, "media", "group", "description")
	}
	e.link = bestLink(a.Links)
	if e.link == "" && a.Content != nil {
		e.link = a.Content.Src
	}
	if ex := a.Extensions["feedburner"]["origLink"]; len(ex) > 0 && ex[0].Value != "" {
		e.link = ex[0].Value
	}
	e.permalink = e.link == ""
	for _, p := range a.Authors {
		e.authors = append(e.authors, first(p.Name, p.Email))
	}
	if len(e.authors) == 0 && a.Source != nil {
		for _, p := range a.Source.Authors {
			e.authors = append(e.authors, first(p.Name, p.Email))
		}
	}
	if ex := a.Extensions["dc"]["creator"]; len(e.authors) == 0 && len(ex) > 0 {
		e.authors = []string{ex[0].Value}
	}
	for _, c := range a.Categories {
		e.tags = append(e.tags, first(c.Label, c.Term))
	}
	return e
}

func jsonEntry(item *json.Item) entry {
	e := entry{guid: item.ID, link: first(item.URL, item.ExternalURL), title: item.Title, plainTitle: true,
		body: item.ContentHTML, lead: item.Summary, plainLead: true, tags: item.Tags,
		published: item.DatePublished, updated: item.DateModified, lang: item.Language}
	if e.body == "" {
		e.body, e.plain = item.ContentText, true
	}
	e.permalink = e.link == ""
	e.authors = jsonAuthors(item.Authors, item.Author)
	return e
}

// atomLink is an atom:link inside an RSS item.
func atomLink(u *gofeed.Item) string {
	for _, prefix := range []string{"atom", "atom10", "atom03"} {
		for _, l := range u.Extensions[prefix]["link"] {
			if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}

func extension(u *gofeed.Item, prefix, name string) string {
	if ex := u.Extensions[prefix][name]; len(ex) > 0 {
		return ex[0].Value
	}
	return ""
}

// group is a value inside media:group.
func group(u *gofeed.Item, name string) string {
	for _, g := range u.Extensions["media"]["group"] {
		if c := g.Children[name]; len(c) > 0 {
			return c[0].Value
		}
	}
	return ""
}

func nested(a *atom.Entry, prefix, outer, inner string) string {
	for _, g := range a.Extensions[prefix][outer] {
		if c := g.Children[inner]; len(c) > 0 {
			return c[0].Value
		}
	}
	return ""
}

// personName is the name in "mail@example.org (Name)" and "Name <mail@…>".
func personName(s string) string {
	s = strings.TrimSpace(s)
	if open := strings.IndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") && strings.Contains(s[:open], "@") {
		return s[open+1 : len(s)-1]
	}
	if open := strings.IndexByte(s, '<'); open > 0 && strings.HasSuffix(s, ">") && strings.Contains(s[open:], "@") {
		return strings.TrimSpace(s[:open])
	}
	return s
}

// bestLink is the page that an entry or feed of Atom is about: an alternate in
// HTML, any alternate, else what is related.
func bestLink(links []*atom.Link) string {
	best, href := 0, ""
	for _, l := range links {
		rank := 0
		switch {
		case l.Rel == "alternate" && (l.Type == "" || strings.Contains(l.Type, "html")):
			rank = 3
		case l.Rel == "alternate":
			rank = 2
		case l.Rel == "related", l.Rel == "via":
			rank = 1
		}
		if rank > best && l.Href != "" {
			best, href = rank, l.Href
		}
	}
	return href
}

// jsonAuthors reads the authors of version 1.1, else the one of 1.0.
func jsonAuthors(authors []*json.Author, author *json.Author) []string {
	if len(authors) == 0 && author != nil {
		authors = []*json.Author{author}
	}
	var out []string
	for _, a := range authors {
		if a != nil {
			out = append(out, a.Name)
		}
	}
	return out
}
