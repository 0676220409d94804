package actor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ruling is a line of ambiguous.tsv.
type ruling struct {
	rule   rule
	ctx    ctx
	shared []string // actors, when several go by the name
}

var rulings = map[string]rule{"always": always, "case-sensitive": cased, "needs-context": context, "never-alone": adjacent}
var contexts = map[string]ctx{"": noCtx, "ransom": ransomCtx, "hacktivist": hackCtx, "group": groupCtx}

func (c *compiler) ambiguous() (map[string]ruling, error) {
	out := map[string]ruling{}
	err := c.rows("ambiguous.tsv", 4, func(f []string) error {
		r, ok := rulings[f[1]]
		x, known := contexts[f[2]]
		if !ok || !known {
			return fmt.Errorf("rule %q with context %q is unknown", f[1], f[2])
		}
		out[f[0]] = ruling{r, x, list(f[3])}
		return nil
	})
	return out, err
}

// groups reads the threat groups and the rules of their names.
func (c *compiler) groups() error {
	rules, err := c.ambiguous()
	if err != nil {
		return err
	}
	var later []func() error // names shared with actors that come later
	err = c.rows("actors.tsv", 7, func(f []string) error {
		aliases := list(f[5])
		refs := list(f[4])
		for i, id := range refs {
			refs[i] = "attack:" + id
		}
		at, err := c.record("group", f[1], f[0], f[2], f[3], "", withUsers(aliases), append(refs, list(f[6])...))
		if err != nil {
			return err
		}
		c.index[f[0]] = at
		for i, name := range append([]string{f[0]}, aliases...) {
			s := sense{actor: at, rule: always, well: i == 0, exact: acronym(name)}
			r, ruled := rules[name]
			if ruled {
				s.rule, s.ctx = r.rule, r.ctx
			} else if plainWord(name) {
				s.rule, s.ctx = context, groupCtx
				if f[1] == "ransomware" {
					s.ctx = ransomCtx
				}
			}
			if len(r.shared) > 1 && !slices.Contains(r.shared[:1], name) {
				s.rule = weak
			}
			if f[1] == "ransomware" {
				s.ctx = ransomCtx
			}
			if s.rule == always && (s.exact || !anyCase(name)) {
				s.rule = cased
			}
			later = append(later, func() error { return c.name(name, s) })
			if len(r.shared) > 1 && !slices.Contains(r.shared, name) {
				for _, other := range r.shared {
					later = append(later, func() error {
						s := s
						s.actor = c.index[other]
						return c.name(name, s)
					})
				}
			}
		}
		return nil
	})
	for _, do := range later {
		if err == nil {
			err = do()
		}
	}
	return err
}

// withUsers adds to each alias whose scheme it follows.
func withUsers(aliases []string) []string {
	out := make([]string, len(aliases))
	for i, alias := range aliases {
		if out[i] = alias; Scheme(alias) != "" {
			out[i] += usedBy + Scheme(alias)
		}
	}
	return out
}

// acronym says that a name is so short that only its own capitals will do.
func acronym(name string) bool {
	return len(name) <= 4 && strings.ToUpper(name) == name
}

// anyCase says that a name is found in small letters too: one word, or one with
// a number. "salt typhoon" and "big panda" need their capitals.
func anyCase(name string) bool {
	words := split(nil, name)
	return len(words) == 1 || words[len(words)-1].shape&digits != 0
}

// plainWord says that a name without a ruling is still too plain: four letters
// or fewer, or beginning with a digit.
func plainWord(name string) bool {
	words := split(nil, name)
	digit := words[0].shape&digits != 0
	return len(words) == 1 && len(name) <= 4 || digit && len(words) <= 2 && len(name) <= 7
}

// unmark takes the mark off a name: what it needs.
func unmark(name string, marks map[byte]rule, otherwise rule) (string, rule) {
	if r, ok := marks[name[0]]; ok {
		return name[1:], r
	}
	return name, otherwise
}

// bareName is a name without the addition that tells it from its namesakes:
// "Georgia (country)".
func bareName(name string) string {
	bare, _, _ := strings.Cut(name, " (")
	return bare
}

func (c *compiler) states() error {
	return c.rows("states.tsv", 5, func(f []string) error {
		title := bareName(f[0])
		kind := "state"
		if slices.Contains([]string{"EU", "XN", "XU", "XF"}, f[1]) {
			kind = "bloc"
		}
		var aliases []string
		for _, n := range slices.Concat(list(f[2]), list(f[4])) {
			aliases = append(aliases, strings.TrimLeft(n, "~^@"))
		}
		at, err := c.record("state", kind, title, f[1], "", "", aliases, nil)
		if err != nil {
			return err
		}
		add := func(names []string, otherwise rule) error {
			for _, n := range names {
				n, r := unmark(n, map[byte]rule{'~': trap, '^': capital, '@': place}, otherwise)
				upper := strings.ToUpper(n) == n && (len(n) <= 3 || len(n) == 5) // but "Nato" is in use
				if err := c.name(n, sense{actor: at, rule: r, exact: upper, well: n == title}); err != nil {
					return err
				}
				c.give(n, isState)
			}
			return nil
		}
		if err := add(list(f[2]), cased); err != nil {
			return err
		}
		if err := add(list(f[3]), people); err != nil {
			return err
		}
		return add(list(f[4]), seat)
	})
}

func (c *compiler) agencies() error {
	return c.rows("agencies.tsv", 4, func(f []string) error {
		var aliases []string
		names := list(f[3])
		if !slices.Contains(names, "~"+f[1]) {
			names = append([]string{bareName(f[1])}, names...)
			if bareName(f[1]) != f[1] {
				names[0] = "~" + names[0]
			}
		}
		for _, n := range list(f[3]) {
			if n = strings.TrimLeft(n, "~@"); n != f[1] {
				aliases = append(aliases, n)
			}
		}
		at, err := c.record("agency", f[2], f[1], f[0], "", "", aliases, nil)
		if err != nil {
			return err
		}
		for _, n := range names {
			n, r := unmark(n, map[byte]rule{'~': agencyish, '@': place}, cased)
			short := strings.ToUpper(n) == n && len(n) <= 6
			if err := c.name(n, sense{actor: at, rule: r, exact: short, well: n == f[1]}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *compiler) persons() error {
	return c.rows("people.tsv", 4, func(f []string) error {
		var aliases []string
		for _, n := range list(f[3]) {
			aliases = append(aliases, strings.TrimPrefix(n, "!"))
		}
		at, err := c.record("official", "person", f[0], f[2], "", f[1], aliases, nil)
		if err != nil {
			return err
		}
		for i, n := range append([]string{f[0]}, list(f[3])...) {
			n, r := unmark(n, map[byte]rule{'!': bare}, person)
			if r == person && len(split(nil, n)) == 1 {
				continue // found as the family name of somebody already named
			}
			if err := c.name(n, sense{actor: at, rule: r, well: i == 0}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *compiler) organisations() error {
	return c.rows("organisations.tsv", 3, func(f []string) error {
		for entry := range strings.SplitSeq(f[2], ";") {
			name, others, _ := strings.Cut(strings.TrimSpace(entry), "=")
			name, r := unmark(name, map[byte]rule{'~': careful}, cased)
			country := f[1]
			if country == "XX" {
				country = ""
			}
			at, err := c.record("organisation", f[0], name, country, "", "", list(others), nil)
			if err != nil {
				return err
			}
			for i, n := range append([]string{name}, list(others)...) {
				s := sense{actor: at, rule: cased, well: i == 0, exact: strings.ToUpper(n) == n && len(n) <= 5}
				if i == 0 {
					s.rule = r
				} else {
					n = strings.TrimPrefix(n, "The ")
				}
				if err := c.name(n, s); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (c *compiler) swallow() error {
	return c.rows("swallow.txt", 1, func(f []string) error {
		return c.name(f[0], sense{actor: swallowed, rule: cased})
	})
}

func (c *compiler) numbering() error {
	return c.rows("schemes.tsv", 6, func(f []string) error {
		words := split(nil, f[0])
		if len(words) > 2 {
			return fmt.Errorf("prefix %q has more than two words", f[0])
		}
		s := scheme{word: c.word(words[0]), exactUpper: strings.ToUpper(f[0]) == f[0]}
		if len(words) == 2 {
			s.word2 = c.word(words[1])
		}
		least, err := strconv.Atoi(f[1])
		most, err2 := strconv.Atoi(f[2])
		if err != nil || err2 != nil || least > most {
			return fmt.Errorf("digits %q to %q are no range", f[1], f[2])
		}
		s.least, s.most = uint8(least), uint8(most)
		for x := range strings.FieldsSeq(f[3]) {
			s.seps |= map[string]uint8{"-": 1 << hyphen, "blank": 1 << gap, "none": 1 << joined}[x]
		}
		s.kind = uint8(max(0, slices.Index(schemeKinds, f[4])))
		c.t.roles[s.word] |= isScheme
		c.t.schemes = append(c.t.schemes, s)
		return nil
	})
}
