package query

import (
	"maps"
	"slices"
	"strings"

	"hearsay/news"
)

// Kind says what the values of a field are.
type Kind byte

// Kinds of fields.
const (
	Words  Kind = iota // words and phrases, or an expression
	Name               // a name, which may hold "*" and "?", or an expression
	Closed             // one of FieldInfo.Values
	Time               // a time or a range of times
	Number             // a whole number or a range
	Order              // keys of SortKeys, "-" for the other way round
)

// FieldInfo describes a field: for help, completion and errors.
type FieldInfo struct {
	Name    string
	Kind    Kind
	About   string   // one line
	Example string   // a whole query
	Values  []string // of Closed and Order, all there are
	Regex   bool     // takes /expressions/
}

// SortKeys are what sort: knows.
var SortKeys = []string{"date", "seen", "changed", "feed", "title"}

// Subs lists the sub-kinds of each kind of claim.
var Subs = map[news.ClaimKind][]string{
	news.Accusation: {"attributed", "blamed", "charged", "claimed", "suspected"},
	news.Denial: {"claim-rejected", "claim-retracted", "event-denied", "evidence-challenged",
		"impact-denied", "involvement-denied", "knowledge-denied"},
	news.Nondenial:  {"neither-nor", "not-denied", "not-ruled-out", "reversed"},
	news.NoComment:  {"declined", "no-response", "withheld"},
	news.Deflection: {"blame-shift", "motive", "whataboutism"},
}

var kinds = []news.ClaimKind{news.Accusation, news.Denial, news.Nondenial, news.NoComment, news.Deflection}

func claimWords() []string {
	var words []string
	for _, kind := range kinds {
		words = append(words, string(kind))
	}
	for _, kind := range kinds {
		words = append(words, Subs[kind]...)
	}
	return words
}

// Fields lists every field, in the order in which help shows them. The slice
// is shared: do not change it.
func Fields() []FieldInfo { return fields }

var fields = []FieldInfo{
	{Name: "title", Kind: Words, Regex: true, About: "words of the title", Example: `title:ransomware`},
	{Name: "body", Kind: Words, Regex: true, About: "words of the text below the title", Example: `body:"supply chain"`},
	{Name: "author", Kind: Name, Regex: true, About: "part of an author's name", Example: `author:doe`},
	{Name: "url", Kind: Name, Regex: true, About: "part of the story's address", Example: `url:example.org/blog`},
	{Name: "lang", Kind: Name, About: "language of the story", Example: `lang:de,fr`},
	{Name: "feed", Kind: Name, Regex: true, About: "part of the feed's title or host", Example: `feed:krebs`},
	{Name: "cat", Kind: Name, Regex: true, About: "category of the feed, with those below it", Example: `cat:vendors`},
	{Name: "is", Kind: Closed, About: "state of the story", Example: `is:unread,starred`,
		Values: []string{"unread", "read", "starred", "hidden", "updated"}},
	{Name: "has", Kind: Closed, About: "what the story has", Example: `has:denial`,
		Values: []string{"note", "quote", "tag", "actor", "accusation", "denial", "nondenial", "nocomment", "deflection", "claim", "cve"}},
	{Name: "tag", Kind: Name, Regex: true, About: "your tag; the same as #tag", Example: `tag:actor/*`},
	{Name: "note", Kind: Words, Regex: true, About: "words of your notes and their quotes", Example: `note:"ask the vendor"`},
	{Name: "actor", Kind: Name, About: "an actor under any of its names", Example: `actor:"Cozy Bear"`},
	{Name: "class", Kind: Closed, About: "class of an actor that is named", Example: `class:state`,
		Values: []string{string(news.Group), string(news.State), string(news.Agency), string(news.Official), string(news.Organisation)}},
	{Name: "claim", Kind: Closed, About: "kind or finer kind of a claim", Example: `claim:involvement-denied`, Values: claimWords()},
	{Name: "speaker", Kind: Name, Regex: true, About: "who makes a claim", Example: `speaker:Kremlin`},
	{Name: "target", Kind: Name, Regex: true, About: "whom or what a claim is about", Example: `target:Russia`},
	{Name: "status", Kind: Closed, About: "what you said of a claim", Example: `status:confirmed`,
		Values: []string{string(news.Suggested), string(news.Confirmed), string(news.Rejected)}},
	{Name: "accuser", Kind: Name, Regex: true, About: "who accuses", Example: `accuser:Microsoft`},
	{Name: "accused", Kind: Name, Regex: true, About: "who is accused", Example: `accused:Russia`},
	{Name: "denier", Kind: Name, Regex: true, About: "who denies", Example: `denier:Kremlin`},
	{Name: "denies", Kind: Name, Regex: true, About: "whose part or what is denied", Example: `denies:Russia`},
	{Name: "cve", Kind: Name, About: "a vulnerability's number", Example: `cve:CVE-2021-44228`},
	{Name: "story", Kind: Name, About: "beginning of a story's id", Example: `story:1af95f54`},
	{Name: "outlets", Kind: Number, About: "how many independent outlets report it", Example: `outlets:>=3`},
	{Name: "copies", Kind: Number, About: "how many copies of the report there are", Example: `copies:>=3`},
	{Name: "date", Kind: Time, About: "when it was published", Example: `date:2026-11`},
	{Name: "seen", Kind: Time, About: "when it was first fetched", Example: `seen:last-visit..`},
	{Name: "changed", Kind: Time, About: "when its feed changed it", Example: `changed:7d`},
	{Name: "since", Kind: Time, About: "published then or later", Example: `since:yesterday`},
	{Name: "until", Kind: Time, About: "published then or earlier", Example: `until:2026-11-20`},
	{Name: "sort", Kind: Order, About: "order of the list", Example: `sort:-date,feed`, Values: SortKeys},
	{Name: "limit", Kind: Number, About: "at most so many stories", Example: `limit:50`},
}

// Lookup finds a field by its name, in lower case.
func Lookup(name string) (FieldInfo, bool) {
	at := slices.IndexFunc(fields, func(f FieldInfo) bool { return f.Name == name })
	if at < 0 {
		return FieldInfo{}, false
	}
	return fields[at], true
}

// meant are words that people try where a field has another name.
var meant = map[string]string{
	"source": "feed", "site": "feed", "from": "feed", "category": "cat", "folder": "cat",
	"text": "body", "content": "body", "by": "author", "link": "url", "host": "url",
	"language": "lang", "in": "feed", "label": "tag", "tags": "tag", "notes": "note",
	"group": "actor", "apt": "actor", "kind": "claim", "type": "claim", "who": "speaker",
	"published": "date", "when": "date", "after": "since", "before": "until",
	"fetched": "seen", "order": "sort", "id": "story", "uuid": "story", "subject": "title",
}

// nearestField is the field that somebody who typed name most likely meant.
func nearestField(name string) string {
	if field, ok := meant[name]; ok {
		return field
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	near := nearest(name, append(names, slices.Sorted(maps.Keys(meant))...))
	if field, ok := meant[near]; ok {
		return field
	}
	return near
}

// Nearest is the word of words that is spelt most like word; "" for no words.
func Nearest(word string, words []string) string { return nearest(word, words) }

// nearest is the word of words with the smallest distance from word, the first
// of several. A beginning counts as near.
func nearest(word string, words []string) string {
	best, least := "", 1<<30
	for _, w := range words {
		d := 2 * distance(word, w)
		if word != "" && strings.HasPrefix(w, word) {
			d = 1
		}
		if d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to insert, drop, change or swap with their
// neighbour to turn a into b (optimal string alignment). The words are short.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > maxWord {
		s = s[:maxWord]
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}

// maxWord bounds the work of distance: no field or value is longer.
const maxWord = 40
