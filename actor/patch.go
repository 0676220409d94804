package actor

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay/news"
)

// patch is a table taken apart again, to be changed and put together.
type patch struct {
	compiler
	recs   [][recordFields]string
	gone   []bool
	attack map[string]uint16 // ATT&CK group id to its record
}

// fields of a record
const (
	rSlug = iota
	rClass
	rKind
	rName
	rCountry
	rSponsor
	rOffice
	rAliases
	rRefs
	recordFields
)

// Limits of what an overlay may say.
const (
	longestName = 100 // characters; the longest of the table has 62
	mostActors  = local - 1
)

func patchOf(t *table) *patch {
	p := &patch{compiler: compiler{
		t:     &table{roles: slices.Clone(t.roles), schemes: t.schemes},
		words: make(map[uint64]uint16, len(t.roles)), nodes: make([]map[uint16]uint16, len(t.kids)-1),
		meant: make(map[uint16][]sense, len(t.senses)), slugs: make(map[string]string, len(t.lines)), index: map[string]uint16{},
	}, attack: map[string]uint16{}}
	for i, hash := range t.keys {
		if hash != 0 {
			p.words[hash] = t.ids[i]
		}
	}
	p.nodes[1] = make(map[uint16]uint16, len(t.first))
	for word, node := range t.first {
		if node != 0 {
			p.nodes[1][uint16(word)] = node
		}
	}
	for n := range p.nodes {
		for _, e := range t.edges[t.kids[n]:t.kids[n+1]] {
			if p.nodes[n] == nil {
				p.nodes[n] = map[uint16]uint16{}
			}
			p.nodes[n][e.word] = e.node
		}
		if senses := t.sensesOf(uint16(n)); len(senses) > 0 {
			p.meant[uint16(n)] = slices.Clone(senses)
		}
	}
	for line := range strings.Lines(t.records) {
		p.keep([recordFields]string(strings.Split(strings.TrimSuffix(line, "\n"), "\t")))
	}
	return p
}

// keep adds a record as it is.
func (p *patch) keep(rec [recordFields]string) uint16 {
	at := uint16(len(p.recs))
	p.recs, p.gone = append(p.recs, rec), append(p.gone, false)
	p.slugs[rec[rClass]+"/"+rec[rSlug]] = rec[rName]
	if rec[rClass] == string(news.Group) {
		p.index[rec[rSlug]] = at
	}
	p.number(at, list(rec[rRefs]))
	return at
}

// number remembers the ATT&CK ids among references.
func (p *patch) number(at uint16, refs []string) {
	for _, ref := range refs {
		if id, ok := strings.CutPrefix(ref, "attack:"); ok {
			p.attack[id] = at
		}
	}
}

// table puts everything together again; records that are gone leave no gap.
func (p *patch) table() (*table, error) {
	if len(p.recs) > mostActors {
		return nil, fmt.Errorf("%d actors are more than %d", len(p.recs), mostActors)
	}
	moved := make([]uint16, len(p.recs))
	p.lines = p.lines[:0]
	for at := range p.recs {
		moved[at] = uint16(len(p.lines))
		if !p.gone[at] {
			p.lines = append(p.lines, strings.Join(p.recs[at][:], "\t"))
		}
	}
	for node, senses := range p.meant {
		for i := range senses {
			if s := &p.meant[node][i]; s.actor != swallowed {
				s.actor = moved[s.actor]
			}
		}
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return p.t, nil
}

// node is where a name ends in the trie, 0 when no actor has it.
func (p *patch) node(name string) uint16 {
	words := split(nil, strings.TrimPrefix(name, "the "))
	node := uint16(1)
	for _, w := range words {
		id, known := p.words[w.hash]
		if !known {
			return 0
		}
		if node = p.nodes[node][id]; node == 0 {
			return 0
		}
	}
	if len(words) == 0 {
		return 0
	}
	return node
}

// owners are the actors that go by a name; swallowed among them says that it is
// the name of something else.
func (p *patch) owners(name string) []uint16 {
	var out []uint16
	for _, s := range p.meant[p.node(name)] {
		if s.rule != people && !slices.Contains(out, s.actor) {
			out = append(out, s.actor)
		}
	}
	// Names for reading only are not in the trie.
	if at, ok := p.index[Slug(name)]; ok && !p.gone[at] && len(out) == 0 {
		out = append(out, at)
	}
	return out
}

// named is the group whose own name this is.
func (p *patch) named(name string) (uint16, bool) {
	for _, s := range p.meant[p.node(name)] {
		if s.well && s.actor != swallowed && p.recs[s.actor][rClass] == string(news.Group) {
			return s.actor, true
		}
	}
	at, ok := p.index[Slug(name)]
	return at, ok && !p.gone[at]
}

// resolve finds the one actor that a reader means by a name.
func (p *patch) resolve(name string) (uint16, error) {
	if at, ok := p.named(name); ok {
		return at, nil
	}
	owners := slices.DeleteFunc(p.owners(name), func(at uint16) bool { return at == swallowed })
	switch len(owners) {
	case 0:
		return 0, fmt.Errorf("%q: %w", name, errNoActor)
	case 1:
		return owners[0], nil
	}
	return 0, fmt.Errorf("%q is a name of %q and %q; say which by its own name", name, p.recs[owners[0]][rName], p.recs[owners[1]][rName])
}

func (p *patch) goesBy(at uint16, name string) bool { return slices.Contains(p.owners(name), at) }

// create makes a record with its own name.
func (p *patch) create(e Entry) (uint16, error) {
	slug := Slug(string(e.Name))
	if slug == "unnamed" {
		return 0, fmt.Errorf("%q has no letter or digit that an identifier can be made of", e.Name)
	}
	if other, taken := p.slugs[string(news.Group)+"/"+slug]; taken {
		return 0, fmt.Errorf("%q has the identifier of %q", e.Name, other)
	}
	kind := e.Kind
	if kind == "" {
		kind = "unknown"
	}
	at := p.keep([recordFields]string{rSlug: slug, rClass: string(news.Group), rKind: kind, rName: string(e.Name),
		rCountry: e.Country, rSponsor: string(e.Sponsor), rRefs: strings.Join(references(e.Refs), "|")})
	p.give(at, news.Alias{Name: e.Name}, e.Match)
	p.own(at, string(e.Name))
	return at, nil
}

// describe fills what is not known of an actor yet.
func (p *patch) describe(at uint16, e Entry) {
	rec := &p.recs[at]
	if rec[rKind] == "unknown" && e.Kind != "" {
		rec[rKind] = e.Kind
	}
	if rec[rCountry] == "" {
		rec[rCountry] = e.Country
	}
	if rec[rSponsor] == "" {
		rec[rSponsor] = string(e.Sponsor)
	}
	p.refer(at, references(e.Refs))
}

// refer adds references that are new.
func (p *patch) refer(at uint16, refs []string) {
	have := list(p.recs[at][rRefs])
	for _, ref := range refs {
		if !slices.Contains(have, ref) {
			have = append(have, ref)
		}
	}
	p.recs[at][rRefs] = strings.Join(have, "|")
	p.number(at, refs)
}

// note lists an alias in the record.
func (p *patch) note(at uint16, alias news.Alias) {
	name := string(alias.Name)
	have := list(p.recs[at][rAliases])
	if name == p.recs[at][rName] || slices.ContainsFunc(have, func(a string) bool { return bareAlias(a) == name }) {
		return
	}
	if alias.By != "" {
		name += usedBy + string(alias.By)
	}
	p.recs[at][rAliases] = strings.Join(append(have, name), "|")
}

func bareAlias(s string) string {
	name, _, _ := strings.Cut(s, usedBy)
	return name
}

// give makes a name one of an actor's. A name that others have too is shared.
func (p *patch) give(at uint16, alias news.Alias, match string) {
	p.note(at, alias)
	name := string(alias.Name)
	if p.name(name, p.guess(at, name, match)) != nil {
		return // for reading only: no text can be matched with it
	}
	node := p.node(name)
	senses := p.meant[node]
	senses = slices.DeleteFunc(senses, func(s sense) bool { return s.actor == swallowed })
	p.meant[node] = senses
	if len(senses) > 1 {
		for i := range senses {
			if p.recs[senses[i].actor][rClass] == string(news.Group) {
				senses[i].rule = weak
			}
		}
	}
}

// own marks a name as the actor's own.
func (p *patch) own(at uint16, name string) {
	node := p.node(name)
	for i := range p.meant[node] {
		if s := &p.meant[node][i]; s.actor == at {
			s.well = true
		}
	}
}

// strip takes a name away from an actor. Its own name stays on the record: it
// must be called something.
func (p *patch) strip(at uint16, name string) {
	node := p.node(name)
	p.meant[node] = slices.DeleteFunc(p.meant[node], func(s sense) bool { return s.actor == at })
	if left := p.meant[node]; len(left) == 1 && left[0].rule == weak && left[0].actor != swallowed {
		left[0] = p.restated(left[0], name)
	}
	p.forget(at, name)
}

// restated is the meaning of a name that is no longer shared.
func (p *patch) restated(s sense, name string) sense {
	fresh := p.guess(s.actor, name, "")
	fresh.caps, fresh.well = s.caps, s.well
	return fresh
}

// forget takes an alias off the record.
func (p *patch) forget(at uint16, name string) {
	node := p.node(name)
	have := slices.DeleteFunc(list(p.recs[at][rAliases]), func(a string) bool {
		return bareAlias(a) == name || node != 0 && p.node(bareAlias(a)) == node
	})
	p.recs[at][rAliases] = strings.Join(have, "|")
}

// redirect gives all names of one actor to another.
func (p *patch) redirect(from, to uint16) {
	for node, senses := range p.meant {
		has := slices.ContainsFunc(senses, func(s sense) bool { return s.actor == to })
		for i := 0; i < len(senses); i++ {
			if senses[i].actor != from {
				continue
			}
			if has {
				senses = slices.Delete(senses, i, i+1)
				i--
				continue
			}
			senses[i].actor, senses[i].well, has = to, false, true
		}
		if len(senses) == 1 && senses[0].rule == weak && senses[0].actor == to {
			senses[0].rule = cased // its bearers are one now
		}
		p.meant[node] = senses
	}
}

// guess is the meaning of a name without a ruling of its own, on the careful
// side: nobody has looked whether it is an ordinary word.
func (p *patch) guess(at uint16, name, match string) sense {
	s := sense{actor: at, rule: cased, exact: acronym(name), ctx: groupCtx}
	if p.recs[at][rKind] == "ransomware" {
		s.ctx = ransomCtx
	}
	if r, ok := rulings[match]; ok {
		s.rule = r
		return s
	}
	words := split(nil, name)
	if len(words) == 0 {
		return s
	}
	w := words[0]
	switch {
	case len(words) == 1 && p.t.roles[p.words[w.hash]]&^isScheme != 0:
		s.rule = adjacent // a word that means something else as well
	case plainWord(name):
		s.rule = context
	case len(words) == 1 && !inCamel(name):
		s.rule = context
	case words[len(words)-1].shape&digits != 0 && !s.exact:
		s.rule = always
	}
	return s
}

// inCamel says that one word is written as no ordinary one is: "DarkOtter",
// "LAPSUS$".
func inCamel(name string) bool {
	low, mixed := false, false
	for _, r := range name {
		switch {
		case 'a' <= r && r <= 'z':
			low = true
		case 'A' <= r && r <= 'Z' && low, '0' <= r && r <= '9', r == '$':
			mixed = true
		}
	}
	return mixed
}

// checkName says why a text cannot be an actor's name.
func checkName(name news.Text) error {
	words := split(nil, string(name))
	switch {
	case strings.TrimSpace(string(name)) == "":
		return fmt.Errorf("a name is empty")
	case utf8.RuneCountInString(string(name)) > longestName:
		return fmt.Errorf("the name %.40q… is longer than %d characters", string(name), longestName)
	case len(words) == 0 || len(name) < 2:
		return fmt.Errorf("the name %q is too short to be found in a text", name)
	case len(words) > longest:
		return fmt.Errorf("the name %.40q… has more than %d words", string(name), longest)
	case strings.ContainsAny(string(name), "|\t\n"+usedBy):
		return fmt.Errorf("the name %q holds a line, a tab or \"|\"", name)
	}
	return nil
}

// references are the forms of records: "attack:G0016", "misp:threat-actor:<uuid>".
func references(refs []news.Ref) []string {
	var out []string
	for _, r := range refs {
		switch cluster, galaxy := strings.CutPrefix(r.Source, "misp-galaxy:"); {
		case r.Source == "mitre-attack":
			out = append(out, "attack:"+r.ID)
		case galaxy:
			out = append(out, "misp:"+cluster+":"+r.ID)
		default:
			out = append(out, r.Source+":"+r.ID)
		}
	}
	return out
}
