package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
	"golang.org/x/text/language"

	"hearsay/news"
	"hearsay/news/clean"
)

// Limits of a story's fields, in characters unless it says bytes.
const (
	maxTitle      = 500
	maxMadeTitle  = 120 // of a title made from the text
	maxSummary    = 300
	maxAuthor     = 200
	maxAuthors    = 10
	maxTag        = 64
	maxTags       = 20
	maxID         = 2048 // bytes
	maxErrorText  = 200
	maxTTLMinutes = 7 * 24 * 60
)

// entry is one item as its feed gave it, the three formats brought together.
type entry struct {
	guid, about string
	permalink   bool // guid may be the address
	link        string
	title       string
	plainTitle  bool
	body, lead  string // HTML, unless plain
	plain       bool
	plainLead   bool
	authors     []string
	tags        []string
	published   string
	updated     string
	lang, base  string
}

// normaliser makes stories of entries.
type normaliser struct {
	address *url.URL // relative links are resolved against it
	name    string   // address that names the stories
	now     time.Time
	lang    string
	authors []string // of the feed, for entries without
}

// document makes a Document of what the parser answered.
func (n normaliser) document(f *gofeed.Feed, facts scanned) Document {
	n.lang = bcp47(first(f.Language, facts.lang))
	base := n.base(facts.base)
	doc := Document{
		Title:   lineOf(f.Title, false, maxTitle),
		Lang:    n.lang,
		Skipped: facts.skipped,
	}
	doc.Site, _ = storyLink(base, f.Link)
	if r, ok := f.OriginalFeed().(*rss.Feed); ok {
		if m, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && m > 0 {
			doc.ttl = time.Duration(min(m, maxTTLMinutes)) * time.Minute
		}
	} else {
		for _, p := range f.Authors {
			n.authors = append(n.authors, first(p.Name, p.Email))
		}
	}
	entries := entriesOf(f)
	known := map[string]bool{}
	for i, e := range entries {
		if i == maxItems {
			doc.Skipped += len(entries) - i
			break
		}
		if len(facts.entries) == len(entries) {
			e.about, e.base = facts.entries[i].about, facts.entries[i].base
			e.lang = first(e.lang, facts.entries[i].lang)
			e.plainTitle = e.plainTitle || facts.entries[i].plain
		}
		s, ok := n.story(e)
		if !ok || known[s.Key] {
			doc.Skipped++
			continue
		}
		known[s.Key] = true
		doc.Stories = append(doc.Stories, s)
	}
	return doc
}

// entriesOf brings the items of the three formats together.
func entriesOf(f *gofeed.Feed) []entry {
	var entries []entry
	switch original := f.OriginalFeed().(type) {
	case *rss.Feed:
		for i, item := range original.Items {
			entries = append(entries, rssEntry(item, f.Items[i]))
		}
	case *atom.Feed:
		for _, e := range original.Entries {
			entries = append(entries, atomEntry(e))
		}
	case *json.Feed:
		for _, item := range original.Items {
			if item != nil {
				entries = append(entries, jsonEntry(item))
			}
		}
	}
	return entries
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
	best := 0
	for _, l := range a.Links {
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
			best, e.link = rank, l.Href
		}
	}
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
	authors := item.Authors
	if len(authors) == 0 && item.Author != nil {
		authors = []*json.Author{item.Author}
	}
	for _, a := range authors {
		if a != nil {
			e.authors = append(e.authors, a.Name)
		}
	}
	return e
}

// story cleans one entry; false when nothing of it can be shown.
func (n normaliser) story(e entry) (news.Story, bool) {
	s := news.Story{Seen: n.now, Lang: first(bcp47(e.lang), n.lang)}
	base := n.base(e.base)
	s.Link, s.Original = storyLink(base, e.link)
	if s.Link == "" && e.permalink {
		s.Link, s.Original = storyLink(nil, e.guid)
	}
	n.body(&s, e, base)
	s.Title = lineOf(e.title, e.plainTitle, maxTitle)
	if s.Title == "" {
		s.Title = madeTitle(&s)
	}
	if s.Title == "" {
		return s, false
	}
	if t, ok := parseDate(e.published, n.now); ok {
		s.Published = t
	}
	if t, ok := parseDate(e.updated, n.now); ok {
		s.Updated = t
		if s.Published.IsZero() {
			s.Published = t
		}
	}
	s.Authors = names(e.authors, maxAuthor, maxAuthors)
	if len(s.Authors) == 0 {
		s.Authors = names(n.authors, maxAuthor, maxAuthors)
	}
	s.Tags = names(e.tags, maxTag, maxTags)
	s.Key = key(e, &s)
	s.UUID = news.NameUUID("story|" + n.name + "|" + s.Key)
	return s, true
}

// body fills text, blocks, links and summary: the full content before the
// description, and the description as the summary of it.
func (n normaliser) body(s *news.Story, e entry, base *url.URL) {
	lead := convert(e.lead, e.plainLead, base)
	full := lead
	if strings.TrimSpace(e.body) != "" {
		if full = convert(e.body, e.plain, base); full.text.Len() == 0 {
			full = lead
		}
	}
	text, blocks := fold(full.text.String(), full.blocks)
	s.Text, s.Blocks, s.Links = news.Text(text), blocks, full.links
	s.Summary = summary(text, blocks)
	if full != lead && lead.text.Len() > 0 {
		if short := summary(fold(lead.text.String(), lead.blocks)); short != "" {
			s.Summary = short
		}
	}
}

func convert(s string, plain bool, base *url.URL) *prose {
	if plain {
		return plainProse(s)
	}
	return proseOf(s, base)
}

// summary is the beginning of a text on one line, without headings, captions,
// code and boilerplate.
func summary(text string, blocks []news.Block) news.Text {
	kinds := map[int]news.BlockKind{}
	for _, b := range blocks {
		kinds[b.Start] = b.Kind
	}
	var line strings.Builder
	for start := 0; start < len(text) && line.Len() < 4*maxSummary; {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		switch kinds[start] {
		case news.Paragraph, news.Item, news.Quoted:
			line.WriteString(text[start:end] + " ")
		}
		start = end + 1
	}
	return clean.LineMax(line.String(), maxSummary)
}

// madeTitle is a title for a story without one: from its text, else its link.
func madeTitle(s *news.Story) news.Text {
	if s.Summary != "" {
		return clean.Cut(s.Summary, maxMadeTitle)
	}
	if line, _, _ := strings.Cut(string(s.Text), "\n"); line != "" {
		return clean.LineMax(line, maxMadeTitle)
	}
	return clean.LineMax(s.Link, maxMadeTitle)
}

// key is the identity of an entry in its feed: guid, else rdf:about, else link,
// else a hash of title and date. A value beyond the limit is hashed.
func key(e entry, s *news.Story) string {
	for _, k := range []struct{ kind, value string }{{"guid:", e.guid}, {"about:", e.about}, {"link:", s.Original}} {
		if len(k.value) > maxID {
			return k.kind + digest(k.value)
		}
		if v := string(clean.Line(k.value)); v != "" {
			return k.kind + v
		}
	}
	return "hash:" + digest(string(s.Title)+"\n"+e.published)
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// names cleans authors or tags: no empty and no double ones.
func names(raw []string, max, most int) []news.Text {
	var out []news.Text
	seen := map[news.Text]bool{}
	for _, r := range raw {
		if t := lineOf(r, false, max); t != "" && !seen[t] && len(out) < most {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
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

// base is the base of relative links: xml:base, itself relative to the address.
func (n normaliser) base(xmlBase string) *url.URL {
	if xmlBase == "" {
		return n.address
	}
	u, err := url.Parse(xmlBase)
	if err != nil {
		return n.address
	}
	if n.address != nil {
		u = n.address.ResolveReference(u)
	}
	if u.Host == "" {
		return n.address
	}
	return u
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

// bcp47 is a language tag in its canonical form, "" when it is none.
func bcp47(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 35 {
		return ""
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// first is the first that is not blank.
func first(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}
