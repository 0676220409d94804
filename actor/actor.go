// Package actor knows the parties of cybersecurity news by their names: threat
// groups, states with capitals and seats, agencies, officials, organisations.
// It says where a text names them. It never says what anybody did.
package actor

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"hearsay/news"
)

//go:embed data/actors.tsv
var groupFacts string

//go:embed data/states.tsv
var stateFacts string

//go:embed data/agencies.tsv
var agencyFacts string

//go:embed data/ambiguous.tsv
var ambiguousFacts string

// Catalogue is the table of actors. It is safe for concurrent use.
type Catalogue struct {
	actors []news.Actor
	names  map[uint64]name
	long   int // words of the longest name
}

type name struct {
	actor  int
	strict bool // capitals as written
}

// Default is the catalogue that the program carries.
var Default = sync.OnceValue(build)

func build() *Catalogue {
	c := &Catalogue{names: map[uint64]name{}}
	rules := map[string]string{}
	for f := range rows(ambiguousFacts) {
		rules[f[0]] = f[1]
	}
	for f := range rows(groupFacts) {
		a := news.Actor{Slug: Slug(f[0]), Class: news.Group, Kind: f[1], Name: news.Text(f[0]), Country: f[2], Sponsor: news.Text(f[3])}
		for _, alias := range list(f[5]) {
			a.Aliases = append(a.Aliases, news.Alias{Name: news.Text(alias)})
		}
		c.add(a, rules, append(list(f[5]), f[0]))
	}
	for f := range rows(stateFacts) {
		plain, _, _ := strings.Cut(f[0], " (")
		a := news.Actor{Slug: Slug(plain), Class: news.State, Name: news.Text(plain), Country: f[1]}
		c.add(a, nil, append(list(f[2]), list(f[4])...))
	}
	for f := range rows(agencyFacts) {
		a := news.Actor{Slug: Slug(f[1]), Class: news.Agency, Kind: f[2], Name: news.Text(f[1]), Country: f[0]}
		c.add(a, nil, append(list(f[3]), f[1]))
	}
	return c
}

func (c *Catalogue) add(a news.Actor, rules map[string]string, names []string) {
	c.actors = append(c.actors, a)
	for _, n := range names {
		rule := rules[n]
		if rule == "needs-context" || rule == "never-alone" {
			continue
		}
		words := split(nil, n)
		key := uint64(0)
		for _, w := range words {
			key = key*1099511628211 + uint64(w.hash)
		}
		c.long = max(c.long, len(words))
		if _, taken := c.names[key]; !taken {
			c.names[key] = name{len(c.actors) - 1, a.Class != news.Group || rule != ""}
		}
	}
}

func rows(facts string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(facts) {
			line = strings.TrimSuffix(line, "\n")
			if line != "" && line[0] != '#' && !yield(strings.Split(line, "\t")) {
				return
			}
		}
	}
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}

// Story finds the actors that a story names.
func (c *Catalogue) Story(title, text news.Text) ([]news.Mention, []news.Actor) {
	var mentions []news.Mention
	seen := map[int]bool{}
	var actors []news.Actor
	for _, f := range []struct {
		field news.Field
		text  news.Text
	}{{news.InTitle, title}, {news.InText, text}} {
		words := split(nil, string(f.text))
		for i := 0; i < len(words); {
			n, length := c.longest(words[i:])
			if length == 0 || n.strict && words[i].shape&(upper|digits) == 0 {
				i++
				continue
			}
			a := c.actors[n.actor]
			start, end := int(words[i].start), int(words[i+length-1].end)
			mentions = append(mentions, news.Mention{Slug: a.Slug, Actor: a.Name, Class: a.Class, Field: f.field,
				Start: start, End: end, Text: f.text[start:end], Status: news.Suggested})
			if !seen[n.actor] {
				seen[n.actor] = true
				actors = append(actors, a)
			}
			i += length
		}
	}
	return mentions, actors
}

func (c *Catalogue) longest(words []word) (best name, length int) {
	key := uint64(0)
	for i, w := range words {
		if i == c.long || i > 0 && w.sep > mark {
			break
		}
		key = key*1099511628211 + uint64(w.hash)
		if n, ok := c.names[key]; ok {
			best, length = n, i+1
		}
	}
	return best, length
}

// Lookup gives the actors that go by a name, folded as in recognition.
func (c *Catalogue) Lookup(s string) []news.Actor {
	words := split(nil, s)
	if n, length := c.longest(words); length == len(words) && length > 0 {
		return []news.Actor{c.actors[n.actor]}
	}
	return nil
}

// All gives every actor, sorted by name.
func (c *Catalogue) All() []news.Actor {
	all := slices.Clone(c.actors)
	slices.SortFunc(all, func(a, b news.Actor) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return all
}

// Actor gives the actor of a class by its slug.
func (c *Catalogue) Actor(class news.Class, slug string) (news.Actor, bool) {
	for _, a := range c.actors {
		if a.Class == class && a.Slug == slug {
			return a, true
		}
	}
	return news.Actor{}, false
}
