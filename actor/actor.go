// Package actor knows the parties of cybersecurity news by their names: threat
// groups, states with capitals and seats, agencies, officials, organisations.
// It says where a text names them. It never says what anybody did.
//
// Recognition is a pure function of the text and takes linear time: one pass
// splits the text into words, one walks a trie of some ten thousand names over
// them, a few more look at the neighbours of what was found. Rules and names are
// data (data/README.md); "go generate ./actor" makes the embedded table of them.
package actor

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"hearsay/news"
)

//go:generate go run ./gen

//go:embed table.bin
var embedded string

// Catalogue is the table of actors. It is safe for concurrent use.
type Catalogue struct {
	t      *table
	stamp  int // of the overlay, 0 without one
	small  smallWords
	actors []atomic.Pointer[news.Actor] // decoded when first asked for
	pool   sync.Pool                    // of *scan
}

// Default is the catalogue that the program carries, decoded on first use: about
// a millisecond.
var Default = sync.OnceValue(func() *Catalogue {
	c, err := open(embedded)
	if err != nil {
		panic(err) // our own table, checked by a test
	}
	return c
})

func open(data string) (*Catalogue, error) {
	t, err := readTable(data)
	if err != nil {
		return nil, err
	}
	return catalogueOf(t), nil
}

func catalogueOf(t *table) *Catalogue {
	c := &Catalogue{t: t, small: smallWordsOf(t), actors: make([]atomic.Pointer[news.Actor], len(t.lines)-1)}
	c.pool.New = func() any { return &scan{c: c, t: t, keys: map[uint64]int32{}, bySlug: map[string]uint16{}} }
	return c
}

// Stamp tells catalogues apart: 0 for the table that the program carries alone,
// else a number that changes with what is laid over it.
func (c *Catalogue) Stamp() int { return c.stamp }

// actor decodes a record once.
func (c *Catalogue) actor(at uint16) *news.Actor {
	if a := c.actors[at].Load(); a != nil {
		return a
	}
	f := strings.Split(strings.TrimSuffix(c.t.records[c.t.lines[at]:c.t.lines[at+1]], "\n"), "\t")
	a := &news.Actor{Slug: f[0], Class: news.Class(f[1]), Kind: f[2], Name: news.Text(f[3]), Country: f[4],
		Sponsor: news.Text(f[5]), Role: news.Text(f[6])}
	for _, alias := range list(f[7]) {
		name, by, _ := strings.Cut(alias, usedBy)
		a.Aliases = append(a.Aliases, news.Alias{Name: news.Text(name), By: news.Text(by)})
	}
	for _, ref := range list(f[8]) {
		a.Refs = append(a.Refs, reference(ref))
	}
	c.actors[at].Store(a)
	return a
}

// usedBy stands in a record between an alias and who uses it.
const usedBy = "\x1f"

// reference reads "attack:G0016" or "misp:threat-actor:<uuid>".
func reference(s string) news.Ref {
	source, id, _ := strings.Cut(s, ":")
	switch source {
	case "attack":
		return news.Ref{Source: "mitre-attack", ID: id, URL: "https://attack.mitre.org/groups/" + id + "/"}
	case "misp":
		cluster, uuid, _ := strings.Cut(id, ":")
		return news.Ref{Source: "misp-galaxy:" + cluster, ID: uuid}
	}
	return news.Ref{Source: source, ID: id}
}

// country is the country of a record, without decoding it.
func (c *Catalogue) country(at uint16) string {
	if at == swallowed {
		return ""
	}
	return c.actor(at).Country
}

// Lookup gives the actors that go by a name, folded as in recognition: case, and
// blanks or hyphens between words. Nil when nobody does.
func (c *Catalogue) Lookup(name string) []news.Actor {
	words := c.t.splitInto(nil, name)
	if len(words) == 0 {
		return nil
	}
	node := c.t.first[words[0].id]
	for _, w := range words[1:] {
		if node != 0 && w.id != 0 {
			node = c.t.next(node, w.id)
		} else {
			node = 0
		}
	}
	if node == 0 {
		return nil
	}
	var out []news.Actor
	for _, s := range c.t.sensesOf(node) {
		if s.actor != swallowed && s.rule != people {
			out = append(out, *c.actor(s.actor))
		}
	}
	return out
}

// All gives every actor, sorted by name.
func (c *Catalogue) All() []news.Actor {
	all := make([]news.Actor, len(c.actors))
	for i := range all {
		all[i] = *c.actor(uint16(i))
	}
	slices.SortStableFunc(all, func(a, b news.Actor) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return all
}

// Actor gives the actor of a class by its slug. Persons and organisations that a
// story names and the table does not know are not found here.
func (c *Catalogue) Actor(class news.Class, slug string) (news.Actor, bool) {
	prefix := slug + "\t" + string(class) + "\t"
	for at := range c.actors {
		if strings.HasPrefix(c.t.records[c.t.lines[at]:], prefix) {
			return *c.actor(uint16(at)), true
		}
	}
	return news.Actor{}, false
}
