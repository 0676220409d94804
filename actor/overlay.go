package actor

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"

	"hearsay/news"
)

// Overlay is what is laid over the table of the program: entries that were
// imported from public catalogues, then the reader's own edits.
type Overlay struct {
	Imported []Entry
	Edits    []Edit
}

// Entry is a group as an import or the reader describes it. All texts are clean.
type Entry struct {
	Name    news.Text
	Kind    string // apt, ransomware, crime, hacktivist, or "" when unknown
	Country string // ISO 3166-1 alpha-2, or ""
	Sponsor news.Text
	Aliases []news.Alias
	Refs    []news.Ref
	Match   string // what its names need to be taken for it; "" is a careful guess
}

// Matches are the words for Entry.Match: as in data/ambiguous.tsv.
var Matches = []string{"always", "case-sensitive", "needs-context", "never-alone"}

// Kinds of groups.
var Kinds = []string{"apt", "ransomware", "crime", "hacktivist", "unknown"}

// Deed is what an edit does.
type Deed string

// The deeds, in the order in which they are done whatever their order in a file.
const (
	Add    Deed = "add"    // Entry, or more names for the actor that has its name
	Split  Deed = "split"  // takes Entry.Aliases from Actor and makes Entry of them
	Merge  Deed = "merge"  // Actor goes into Into
	Rename Deed = "rename" // Actor is called Entry.Name; the earlier name stays an alias
	Hide   Deed = "hide"   // Alias is no name of Actor, or of anybody when Actor is ""
)

var deeds = []Deed{Add, Split, Merge, Rename, Hide}

// Edit is one change that the reader wants of the catalogue.
type Edit struct {
	Do    Deed
	Actor string // under any name that is its alone
	Into  string
	Alias string
	Entry Entry
	Line  int // of the file, for messages
}

// EditError says which edit cannot be done and why.
type EditError struct {
	Edit Edit
	Err  error
}

func (e EditError) Error() string { return fmt.Sprintf("%s: %s", e.Edit.Do, e.Err) }

// Load lays an overlay over the table of the program. An empty overlay gives
// Default. Edits that cannot be done are left out and returned; the catalogue is
// sound all the same. The error says that the whole does not fit. It takes some
// ten milliseconds.
func Load(o Overlay) (*Catalogue, []EditError, error) {
	if len(o.Imported) == 0 && len(o.Edits) == 0 {
		return Default(), nil, nil
	}
	p := patchOf(Default().t)
	for _, e := range o.Imported {
		p.take(e)
	}
	var failed []EditError
	for _, do := range deeds {
		for _, edit := range o.Edits {
			if edit.Do != do {
				continue
			}
			if err := p.edit(edit); err != nil {
				failed = append(failed, EditError{edit, err})
			}
		}
	}
	t, err := p.table()
	if err != nil {
		return nil, failed, fmt.Errorf("lay imports and edits over the actors: %w", err)
	}
	c := catalogueOf(t)
	c.stamp = o.stamp()
	return c, failed, nil
}

// stamp is a hash of the overlay, never 0. The lines of edits do not count.
func (o Overlay) stamp() int {
	edits := make([]Edit, len(o.Edits))
	for i, e := range o.Edits {
		e.Line = 0
		edits[i] = e
	}
	h := fnv.New32a()
	_ = json.NewEncoder(h).Encode(Overlay{o.Imported, edits}) // a hash takes everything
	return int(h.Sum32()>>1) | 1
}

func (p *patch) edit(e Edit) error {
	switch e.Do {
	case Add:
		return p.add(e.Entry)
	case Split:
		return p.split(e)
	case Merge:
		return p.merge(e.Actor, e.Into)
	case Rename:
		return p.rename(e.Actor, e.Entry.Name)
	case Hide:
		return p.hide(e.Alias, e.Actor)
	}
	return fmt.Errorf("%q is no change that is known", e.Do)
}

// add makes an actor, or gives more names to the one that has this name. The
// reader's word stands: a name that others have too is shared from then on.
func (p *patch) add(e Entry) error {
	if err := checkName(e.Name); err != nil {
		return err
	}
	at, known := p.named(string(e.Name))
	if !known {
		var err error
		if at, err = p.create(e); err != nil {
			return err
		}
	} else {
		p.describe(at, e)
	}
	for _, alias := range e.Aliases {
		if err := checkName(alias.Name); err != nil {
			return err
		}
		p.give(at, alias, e.Match)
	}
	return nil
}

// split makes an actor of some of another's names. It has that one's kind and
// country unless the edit gives others.
func (p *patch) split(e Edit) error {
	from, err := p.resolve(e.Actor)
	if err != nil {
		return err
	}
	if err := checkName(e.Entry.Name); err != nil {
		return err
	}
	if at, known := p.named(string(e.Entry.Name)); known {
		return fmt.Errorf("%q is already the name of %s %q", e.Entry.Name, p.recs[at][rClass], p.recs[at][rName])
	}
	names := append([]news.Alias{{Name: e.Entry.Name}}, e.Entry.Aliases...)
	for _, alias := range names {
		if err := checkName(alias.Name); err != nil {
			return err
		}
		if p.goesBy(from, string(alias.Name)) {
			p.strip(from, string(alias.Name))
		}
	}
	if e.Entry.Kind == "" {
		e.Entry.Kind = p.recs[from][rKind]
	}
	if e.Entry.Country == "" {
		e.Entry.Country = p.recs[from][rCountry]
	}
	at, err := p.create(e.Entry)
	if err != nil {
		return err
	}
	for _, alias := range e.Entry.Aliases {
		p.give(at, alias, e.Entry.Match)
	}
	return nil
}

func (p *patch) merge(name, into string) error {
	from, err := p.resolve(name)
	if err != nil {
		return err
	}
	to, err := p.resolve(into)
	if err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("%q and %q are the same actor already", name, into)
	}
	if p.recs[from][rClass] != p.recs[to][rClass] {
		return fmt.Errorf("%q is of class %s and %q of class %s", name, p.recs[from][rClass], into, p.recs[to][rClass])
	}
	p.redirect(from, to)
	p.note(to, news.Alias{Name: news.Text(p.recs[from][rName])})
	for _, alias := range list(p.recs[from][rAliases]) {
		name, by, _ := strings.Cut(alias, usedBy)
		p.note(to, news.Alias{Name: news.Text(name), By: news.Text(by)})
	}
	p.refer(to, list(p.recs[from][rRefs]))
	for _, field := range []int{rCountry, rSponsor, rOffice} {
		if p.recs[to][field] == "" {
			p.recs[to][field] = p.recs[from][field]
		}
	}
	p.gone[from] = true
	return nil
}

// rename keeps the slug, so that tags and exports still mean the same actor.
func (p *patch) rename(name string, to news.Text) error {
	at, err := p.resolve(name)
	if err != nil {
		return err
	}
	if err := checkName(to); err != nil {
		return err
	}
	for _, other := range p.owners(string(to)) {
		if other != at && other != swallowed {
			return fmt.Errorf("%q is already a name of %q; merge them, or hide it there first", to, p.recs[other][rName])
		}
	}
	old := p.recs[at][rName]
	if old == string(to) {
		return nil
	}
	p.forget(at, string(to))
	p.recs[at][rName] = string(to)
	p.note(at, news.Alias{Name: news.Text(old)})
	p.give(at, news.Alias{Name: to}, "")
	p.own(at, string(to))
	return nil
}

// errNoActor says that nobody goes by a name.
var errNoActor = errors.New("no actor goes by this name")

func (p *patch) hide(alias, actor string) error {
	from := p.owners(alias)
	if len(from) == 0 {
		return fmt.Errorf("%q: %w", alias, errNoActor)
	}
	if actor != "" {
		at, err := p.resolve(actor)
		if err != nil {
			return err
		}
		if !p.goesBy(at, alias) {
			return fmt.Errorf("%q is no name of %q", alias, actor)
		}
		from = []uint16{at}
	}
	for _, at := range from {
		if at != swallowed {
			p.strip(at, alias)
		}
	}
	return nil
}
