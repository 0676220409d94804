package actor

import (
	"fmt"
	"slices"
	"strings"

	"hearsay/news"
)

// Outcome is what became of an imported entry.
type Outcome struct {
	State string      // one of the states below
	Actor news.Text   // whom it is now: the name of the catalogue
	Taken []news.Text // names that are new
	Kept  []Conflict  // names that stay with their owner
	Why   string      // of Skipped
}

// States of an Outcome.
const (
	IsNew     = "new"
	IsMerged  = "merged"  // an actor that was there has something new
	IsSame    = "same"    // nothing in it is new
	IsSkipped = "skipped" // it cannot be taken; Why says the reason
)

// Conflict is a name that somebody else has.
type Conflict struct {
	Name, Owner news.Text
	Class       news.Class // of the owner; "" when it is the name of no actor
}

// Import lays entries over the table and what was imported before, one by one.
type Import struct {
	p    *patch
	have []Entry
}

// Importing begins an import. Edits of the reader play no part: they are laid on
// top of whatever was imported.
func Importing(before []Entry) *Import {
	im := &Import{p: patchOf(Default().t)}
	for _, e := range before {
		im.p.take(e)
		im.have = append(im.have, e)
	}
	return im
}

// Take takes one entry: into the actor of its name, else of its ATT&CK number,
// else into the one that alone has its name as an alias, else into the one that
// has at least two of its aliases while nobody else has any; else it is new. A
// name that another actor has stays there.
func (im *Import) Take(e Entry) Outcome {
	out := im.p.take(e)
	if out.State != IsNew && out.State != IsMerged {
		return out
	}
	kept := e
	kept.Name = out.Actor
	kept.Aliases = nil
	for _, name := range out.Taken {
		i := slices.IndexFunc(e.Aliases, func(a news.Alias) bool { return a.Name == name })
		if i >= 0 {
			kept.Aliases = append(kept.Aliases, e.Aliases[i])
		} else if name != out.Actor {
			kept.Aliases = append(kept.Aliases, news.Alias{Name: name})
		}
	}
	im.have = append(im.have, kept)
	return out
}

// Entries are all entries to be kept: those of before and what was new since.
func (im *Import) Entries() []Entry { return im.have }

// take is Take on the patch.
func (p *patch) take(e Entry) Outcome {
	if err := checkName(e.Name); err != nil {
		return Outcome{State: IsSkipped, Why: err.Error()}
	}
	at, known := p.place(e)
	if !known {
		if c, taken := p.conflict(swallowed, string(e.Name)); taken {
			return Outcome{State: IsSkipped, Why: fmt.Sprintf("its name is %s", c)}
		}
		var err error
		if at, err = p.create(e); err != nil {
			return Outcome{State: IsSkipped, Why: err.Error()}
		}
		out := Outcome{State: IsNew, Actor: e.Name}
		p.takeNames(at, e, e.Aliases, &out)
		return out
	}
	out := Outcome{State: IsSame, Actor: news.Text(p.recs[at][rName])}
	before := p.recs[at]
	p.describe(at, e)
	p.takeNames(at, e, append([]news.Alias{{Name: e.Name}}, e.Aliases...), &out)
	if p.recs[at] != before {
		out.State = IsMerged
	}
	return out
}

func (p *patch) takeNames(at uint16, e Entry, names []news.Alias, out *Outcome) {
	for _, alias := range names {
		name := string(alias.Name)
		if checkName(alias.Name) != nil || p.goesBy(at, name) || name == p.recs[at][rName] {
			continue
		}
		if c, taken := p.conflict(at, name); taken {
			out.Kept = append(out.Kept, c)
			continue
		}
		if slices.ContainsFunc(list(p.recs[at][rAliases]), func(a string) bool { return bareAlias(a) == name }) {
			continue // for reading only
		}
		p.give(at, alias, e.Match)
		out.Taken = append(out.Taken, alias.Name)
	}
}

// place finds the actor that an entry is.
func (p *patch) place(e Entry) (uint16, bool) {
	name := string(e.Name)
	if at, ok := p.named(name); ok {
		return at, true
	}
	for _, ref := range references(e.Refs) {
		if id, ok := strings.CutPrefix(ref, "attack:"); ok {
			if at, ok := p.attack[id]; ok && !p.gone[at] {
				return at, true
			}
		}
	}
	if at, ok := p.only(name); ok {
		return at, true
	}
	count := map[uint16]int{}
	for _, alias := range e.Aliases {
		for _, at := range p.owners(string(alias.Name)) {
			count[at]++
		}
	}
	for at, n := range count {
		if len(count) == 1 && n >= 2 && at != swallowed && p.recs[at][rClass] == string(news.Group) {
			return at, true
		}
	}
	return 0, false
}

// only is the group that alone goes by a name.
func (p *patch) only(name string) (uint16, bool) {
	owners := p.owners(name)
	if len(owners) != 1 || owners[0] == swallowed || p.recs[owners[0]][rClass] != string(news.Group) {
		return 0, false
	}
	return owners[0], true
}

// conflict says who else than at has a name.
func (p *patch) conflict(at uint16, name string) (Conflict, bool) {
	owners := p.owners(name)
	for _, s := range p.meant[p.node(name)] {
		if s.rule == people {
			owners = append(owners, s.actor)
		}
	}
	for _, other := range owners {
		if other == swallowed {
			return Conflict{Name: news.Text(name)}, true
		}
		if other != at {
			rec := p.recs[other]
			return Conflict{news.Text(name), news.Text(rec[rName]), news.Class(rec[rClass])}, true
		}
	}
	return Conflict{}, false
}

// String says whose the name is.
func (c Conflict) String() string {
	if c.Class == "" {
		return "the name of something that is no actor"
	}
	return fmt.Sprintf("a name of the %s %q", c.Class, c.Owner)
}
