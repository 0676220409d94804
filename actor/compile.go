package actor

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Compile makes the embedded table from the facts: the files of data/, which its
// README describes. The generator calls it, and a test that the table is fresh.
// The same facts give the same bytes. It refuses facts that contradict each other.
func Compile(facts fs.FS) ([]byte, error) {
	c := compiler{
		facts: facts, words: map[uint64]uint16{}, nodes: []map[uint16]uint16{nil, {}},
		t: &table{roles: []role{0}}, slugs: map[string]string{}, meant: map[uint16][]sense{},
		index: map[string]uint16{},
	}
	for _, step := range []func() error{c.lexicon, c.groups, c.states, c.agencies, c.persons, c.organisations, c.swallow, c.numbering} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := c.finish(); err != nil {
		return nil, err
	}
	return c.t.bytes(), nil
}

// compiler holds the table while it grows. Node 0 is no node, node 1 the root.
type compiler struct {
	facts fs.FS
	t     *table
	words map[uint64]uint16
	nodes []map[uint16]uint16 // edges of each node
	meant map[uint16][]sense
	slugs map[string]string // class/slug to name
	index map[string]uint16 // name of a group to its record
	lines []string
}

// rows reads a file of tab-separated facts and hands on every row.
func (c *compiler) rows(name string, columns int, row func([]string) error) error {
	data, err := fs.ReadFile(c.facts, name)
	if err != nil {
		return fmt.Errorf("read facts: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		for len(f) < columns {
			f = append(f, "")
		}
		if len(f) > columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", name, n, len(f), columns)
		}
		if err := row(f); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

// list splits a column at "|"; blanks around the parts do not count.
func list(column string) []string {
	var out []string
	for part := range strings.SplitSeq(column, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// word gives the id of a folded word, making it when it is new.
func (c *compiler) word(w word) uint16 {
	id, ok := c.words[w.hash]
	if !ok {
		id = uint16(len(c.t.roles))
		c.words[w.hash] = id
		c.t.roles = append(c.t.roles, 0)
	}
	return id
}

// give adds a role to every word of a list.
func (c *compiler) give(words string, r role) {
	for _, w := range split(nil, words) {
		c.t.roles[c.word(w)] |= r
	}
}

// lexicon reads the words with roles. A hyphen joins the parts of one entry; as
// the text is split at hyphens, such an entry gives its last part the role.
func (c *compiler) lexicon() error {
	err := c.rows("lexicon.tsv", 2, func(f []string) error {
		r, ok := roleNames[f[0]]
		if !ok {
			return fmt.Errorf("role %q is unknown", f[0])
		}
		for entry := range strings.FieldsSeq(f[1]) {
			words := split(nil, entry)
			c.t.roles[c.word(words[len(words)-1])] |= r
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.rows("given.txt", 1, func(f []string) error { c.give(f[0], isGiven); return nil }); err != nil {
		return err
	}
	return c.rows("common.txt", 1, func(f []string) error { c.give(f[0], isCommon); return nil })
}

// record adds an actor and returns its index.
func (c *compiler) record(class, kind, name, country, sponsor, office string, aliases, refs []string) (uint16, error) {
	slug := Slug(name)
	if other, taken := c.slugs[class+"/"+slug]; taken {
		return 0, fmt.Errorf("%s %q has the slug of %q", class, name, other)
	}
	c.slugs[class+"/"+slug] = name
	c.lines = append(c.lines, strings.Join([]string{slug, class, kind, name, country, sponsor, office,
		strings.Join(aliases, "|"), strings.Join(refs, "|")}, "\t"))
	return uint16(len(c.lines) - 1), nil
}

// name adds a meaning to a name. Words after the first follow it in the trie. A
// name with brackets or commas is for reading only: no text writes it so.
func (c *compiler) name(name string, s sense) error {
	if s.actor != swallowed && strings.ContainsAny(name, "(,") {
		return nil
	}
	if name != "the Emirates" { // without its article it is an airline
		name = strings.TrimPrefix(name, "the ")
	}
	words := split(nil, name)
	if len(words) == 0 {
		return fmt.Errorf("name %q has no words", name)
	}
	node := uint16(1)
	for i, w := range words {
		words[i].role = c.t.roles[c.words[w.hash]]
		if w.sep == stop && i > 0 && abbreviated(&words[i-1]) {
			w.sep = gap
		}
		if i > 0 && w.sep > mark && s.actor != swallowed && w.sep != comma {
			return fmt.Errorf("name %q cannot be matched: a separator ends it", name)
		}
		if i < 16 && w.shape&upper != 0 && s.rule != always {
			s.caps |= 1 << i
		}
		id := c.word(w)
		child, ok := c.nodes[node][id]
		if !ok {
			child = uint16(len(c.nodes))
			c.nodes = append(c.nodes, nil)
			if c.nodes[node] == nil {
				c.nodes[node] = map[uint16]uint16{}
			}
			c.nodes[node][id] = child
		}
		node = child
	}
	for _, other := range c.meant[node] {
		if other.actor == s.actor {
			return nil
		}
	}
	c.meant[node] = append(c.meant[node], s)
	return nil
}

// finish lays the trie and the lexicon out flat.
func (c *compiler) finish() error {
	t := c.t
	if len(c.nodes) > 0xFFFF || len(t.roles) > 0xFFFF {
		return fmt.Errorf("%d nodes and %d words do not fit in 16 bits", len(c.nodes), len(t.roles))
	}
	t.first = make([]uint16, len(t.roles))
	for id, node := range c.nodes[1] {
		t.first[id] = node
	}
	c.nodes[1] = nil
	for n, kids := range c.nodes {
		t.kids = append(t.kids, uint32(len(t.edges)))
		t.at = append(t.at, uint32(len(t.senses)))
		from := len(t.edges)
		for id, node := range kids {
			t.edges = append(t.edges, edge{id, node})
		}
		slices.SortFunc(t.edges[from:], func(a, b edge) int { return int(a.word) - int(b.word) })
		t.senses = append(t.senses, c.meant[uint16(n)]...)
	}
	t.kids = append(t.kids, uint32(len(t.edges)))
	t.at = append(t.at, uint32(len(t.senses)))

	size := 1 << 10
	for size < 3*len(c.words) { // a third full: a miss ends at once
		size *= 2
	}
	hashes := make([]uint64, 0, len(c.words))
	for h := range c.words {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	t.keys, t.ids = make([]uint64, size), make([]uint16, size)
	for _, h := range hashes {
		i := h >> 17 & uint64(size-1)
		for t.keys[i] != 0 {
			i = (i + 1) & uint64(size-1)
		}
		t.keys[i], t.ids[i] = h, c.words[h]
	}
	var b strings.Builder
	for _, line := range c.lines {
		t.lines = append(t.lines, uint32(b.Len()))
		b.WriteString(line)
		b.WriteByte('\n')
	}
	t.lines = append(t.lines, uint32(b.Len()))
	t.records = b.String()
	return nil
}
