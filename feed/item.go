package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

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

// normaliser makes stories of entries.
type normaliser struct {
	address *url.URL // relative links are resolved against it
	name    string   // address that names the stories
	now     time.Time
	lang    string
	authors []string // of the feed, for entries without
}

// document makes a Document of what a parser answered.
func (n normaliser) document(f source, facts scanned) Document {
	n.lang = bcp47(first(f.lang, facts.lang))
	n.authors = f.authors
	doc := Document{
		Title:   lineOf(f.title, facts.plain, maxTitle),
		Lang:    n.lang,
		Skipped: facts.skipped,
		ttl:     f.ttl,
	}
	doc.Site, _ = storyLink(n.base(facts.base), f.link)
	entries := f.entries
	if len(entries) > maxItems {
		doc.Skipped += len(entries) - maxItems
		entries = entries[:maxItems]
	}
	if len(facts.entries) == len(entries) {
		for i, fact := range facts.entries {
			entries[i].know(fact)
		}
	}
	shared := sharedIDs(entries)
	known := map[string]bool{}
	for _, e := range entries {
		if shared[e.guid] {
			e.guid = ""
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

// know adds what the counting pass saw of an entry.
func (e *entry) know(f entryFact) {
	e.about, e.base, e.linkBase, e.bodyBase = f.about, f.base, f.linkBase, f.bodyBase
	e.lang = first(e.lang, f.lang)
	e.plainTitle = e.plainTitle || f.plain
}

// sharedIDs are the ids that entries with different links have in common: some
// feeds give every item the id of the site. They identify nothing.
func sharedIDs(entries []entry) map[string]bool {
	links := map[string]string{}
	shared := map[string]bool{}
	for _, e := range entries {
		if e.guid == "" {
			continue
		}
		if link, known := links[e.guid]; known && link != e.link {
			shared[e.guid] = true
		}
		links[e.guid] = e.link
	}
	return shared
}

// story cleans one entry; false when nothing of it can be shown.
func (n normaliser) story(e entry) (news.Story, bool) {
	s := news.Story{Seen: n.now, Lang: first(bcp47(e.lang), n.lang)}
	s.Link, s.Original = storyLink(n.base(first(e.linkBase, e.base)), e.link)
	if s.Link == "" && e.permalink {
		s.Link, s.Original = storyLink(nil, e.guid)
	}
	n.body(&s, e, n.base(first(e.bodyBase, e.base)))
	s.Title = lineOf(e.title, e.plainTitle, maxTitle)
	if s.Title == "" {
		s.Title = madeTitle(&s, first(e.guid, e.about))
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
	// Pieces of clean text joined by blanks are clean.
	return clean.Cut(news.Text(strings.TrimSuffix(line.String(), " ")), maxSummary)
}

// madeTitle is a title for a story without one: from its text, else its link,
// else its id.
func madeTitle(s *news.Story, id string) news.Text {
	if s.Summary != "" {
		return clean.Cut(s.Summary, maxMadeTitle)
	}
	line, _, _ := strings.Cut(string(s.Text), "\n")
	return clean.LineMax(first(line, s.Link, id), maxMadeTitle)
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
