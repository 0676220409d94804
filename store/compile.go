package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay/store/query"
)

// Outcomes of a query that is well written and still has no answer.
var (
	// ErrNotBuilt says that a field cannot be asked yet. A wrong answer would
	// be worse than none.
	ErrNotBuilt = errors.New("not built yet")
	// ErrNoView says that "@name" is not saved.
	ErrNoView = errors.New("there is no such saved query")
	// ErrLoop says that a saved query asks for itself, and so has no end.
	ErrLoop = errors.New("a saved query asks for itself")
)

// selection is a query as SQL, to stand after "from story s".
type selection struct {
	where string // a condition on s, never "": it leaves the hidden out
	args  []any  // of where
	order string // after "order by", "" for newest first: "s.id desc"
	limit int    // 0: none
	all   bool   // q asks for everything: where and limit leave out nothing but the hidden
}

// maxConditions bounds what saved queries unfold to, below the depth of
// expressions that SQLite takes (1,000).
const maxConditions = 800

// compile makes SQL of q; relative times count from at, whole days are days of
// its zone. What was typed stands in the arguments alone. Stories that the
// reader hid are left out unless q asks for is:hidden. The errors are ErrNotBuilt,
// ErrNoView, ErrLoop and those of reading saved queries and the last visit.
func (s *Store) compile(ctx context.Context, q query.Query, at time.Time) (selection, error) {
	c := compiler{owner: s.owner, clock: query.Clock{Now: at}}
	var err error
	if asks(q.Where, isSaved) {
		if err = c.load(ctx, s); err != nil {
			return selection{}, err
		}
		c.adopt(&q)
	}
	if c.views != nil || asks(q.Where, isSinceVisit) {
		if c.clock.LastVisit, err = s.LastVisit(ctx); err != nil {
			return selection{}, err
		}
	}
	where, err := c.compile(q.Where)
	if err != nil {
		return selection{}, err
	}
	sel := selection{limit: q.Limit, order: order(q.Sort), all: where.sql == "" && q.Limit == 0}
	if !c.hidden {
		shown := condition{sql: `not exists (select 1 from mark where owner = ? and kind = 'hidden' and story = s.id)`, args: []any{c.owner}}
		where = all([]condition{shown, where})
	}
	if where.sql == "" {
		where.sql = "true"
	}
	sel.where, sel.args = where.sql, where.args
	return sel, nil
}

// compiler turns one query into a condition on s, a row of story.
type compiler struct {
	owner  string
	clock  query.Clock
	views  map[string]view // saved queries by name in lower case; nil when none is asked for
	inside []string        // names of those that are being compiled
	hidden bool            // is:hidden was asked
	count  int             // of conditions
}

// condition is a boolean expression that is never null, with its arguments.
// Without text it says nothing, and what joins conditions leaves it out: so a
// half-typed "(…)" or a word without letters restricts nothing.
type condition struct {
	sql  string
	args []any
	slow bool // looks at texts one by one: comes after what an index answers
}

// never is the condition that no story meets.
var never = condition{sql: "false"}

func all(list []condition) condition  { return joinConditions(list, " and ") }
func some(list []condition) condition { return joinConditions(list, " or ") }

func joinConditions(list []condition, with string) condition {
	list = slices.DeleteFunc(slices.Clone(list), func(c condition) bool { return c.sql == "" })
	if len(list) == 0 {
		return condition{}
	}
	if len(list) == 1 {
		return list[0]
	}
	slices.SortStableFunc(list, func(a, b condition) int {
		switch {
		case a.slow == b.slow:
			return 0
		case a.slow:
			return 1
		}
		return -1
	})
	var joined condition
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = c.sql
		joined.args = append(joined.args, c.args...)
		joined.slow = joined.slow || c.slow
	}
	joined.sql = "(" + strings.Join(parts, with) + ")"
	return joined
}

func negated(c condition) condition {
	if c.sql != "" {
		c.sql = "not (" + c.sql + ")"
	}
	return c
}

func (c *compiler) compile(n query.Node) (condition, error) {
	if c.count++; c.count > maxConditions {
		return condition{}, fmt.Errorf("the query has more than %d terms with what is saved: shorten it", maxConditions)
	}
	switch n := n.(type) {
	case query.And:
		return c.and(n.Terms)
	case query.Or:
		return c.or(n.Terms)
	case query.Not:
		hidden := c.hidden
		term, err := c.compile(n.Term)
		c.hidden = hidden // "-is:hidden" does not ask for them
		return negated(term), err
	case query.Text:
		return textCondition(n), nil
	case query.Tag:
		return c.tag(query.Value{Text: n.Name}), nil
	case query.Saved:
		return c.saved(n.Name)
	case query.Field:
		if claimField(n.Name) {
			return c.claims([]query.Field{n}), nil
		}
		return c.field(n)
	}
	return condition{}, nil
}

// and puts words into one search of the full-text index, and fields that ask
// about a claim into one question, so that they are about the same claim.
func (c *compiler) and(terms []query.Node) (condition, error) {
	var list []condition
	var claims []query.Field
	var match []string
	for _, term := range terms {
		if text, ok := term.(query.Text); ok && !unspaced(text.Value) {
			if m := textMatch(text); m != "" {
				match = append(match, m)
			}
			continue
		}
		if f, ok := term.(query.Field); ok && claimField(f.Name) {
			claims = append(claims, f)
			continue
		}
		one, err := c.compile(term)
		if err != nil {
			return condition{}, err
		}
		list = append(list, one)
	}
	for _, group := range claimGroups(claims) {
		list = append(list, c.claims(group))
	}
	if len(match) > 0 {
		list = append(list, matching(strings.Join(match, " AND ")))
	}
	return all(list), nil
}

// or puts words into one search of the full-text index.
func (c *compiler) or(terms []query.Node) (condition, error) {
	var list []condition
	var match []string
	for _, term := range terms {
		if text, ok := term.(query.Text); ok && !unspaced(text.Value) {
			if m := textMatch(text); m != "" {
				match = append(match, m)
			}
			continue
		}
		one, err := c.compile(term)
		if err != nil {
			return condition{}, err
		}
		list = append(list, one)
	}
	if len(match) > 0 {
		list = append(list, matching(strings.Join(match, " OR ")))
	}
	return some(list), nil
}

// load reads the saved queries. One that this version cannot read is an error
// only when it is asked for.
func (c *compiler) load(ctx context.Context, s *Store) error {
	views, err := s.Views(ctx)
	if err != nil {
		return err
	}
	c.views = make(map[string]view, len(views))
	for _, v := range views {
		q, err := query.Parse(v.Query)
		c.views[strings.ToLower(v.Name)] = view{q, err}
	}
	return nil
}

// view is a saved query, or why it cannot be read.
type view struct {
	query query.Query
	err   error
}

// adopt gives a query that is nothing but a saved one its order and limit.
func (c *compiler) adopt(q *query.Query) {
	for range len(c.views) {
		saved, ok := q.Where.(query.Saved)
		if !ok {
			return
		}
		view := c.views[strings.ToLower(saved.Name)].query
		if len(q.Sort) == 0 {
			q.Sort = view.Sort
		}
		if q.Limit == 0 {
			q.Limit = view.Limit
		}
		if _, ok := view.Where.(query.Saved); !ok {
			return // compiled under its name, so that errors can say it
		}
		q.Where = view.Where
	}
}

func (c *compiler) saved(name string) (condition, error) {
	key := strings.ToLower(name)
	view, ok := c.views[key]
	if !ok {
		return condition{}, c.noView(name)
	}
	if view.err != nil {
		return condition{}, fmt.Errorf("saved query @%s: %w", name, view.err)
	}
	if slices.Contains(c.inside, key) {
		return condition{}, fmt.Errorf("%w: @%s", ErrLoop, name)
	}
	c.inside = append(c.inside, key)
	where, err := c.compile(view.query.Where)
	c.inside = c.inside[:len(c.inside)-1]
	return where, err
}

func (c *compiler) noView(name string) error {
	var names []string
	for view := range c.views {
		names = append(names, view)
	}
	if len(names) == 0 {
		return fmt.Errorf("@%s: %w; none is saved", name, ErrNoView)
	}
	slices.Sort(names)
	return fmt.Errorf("@%s: %w; the nearest is @%s", name, ErrNoView, query.Nearest(strings.ToLower(name), names))
}

// asks reports whether some node of the tree is such.
func asks(n query.Node, such func(query.Node) bool) bool {
	among := func(terms []query.Node) bool {
		return slices.ContainsFunc(terms, func(n query.Node) bool { return asks(n, such) })
	}
	switch n := n.(type) {
	case query.And:
		return among(n.Terms)
	case query.Or:
		return among(n.Terms)
	case query.Not:
		return asks(n.Term, such)
	}
	return n != nil && such(n)
}

func isSaved(n query.Node) bool {
	_, saved := n.(query.Saved)
	return saved
}

// isSinceVisit reports whether a field counts from the reader's last visit.
func isSinceVisit(n query.Node) bool {
	f, ok := n.(query.Field)
	return ok && slices.ContainsFunc(f.Values, func(v query.Value) bool {
		return v.Text == query.LastVisit || v.Lo == query.LastVisit || v.Hi == query.LastVisit
	})
}

// orders are the columns of the keys of sort:. Names of feeds and titles are
// sorted without regard to the case of ASCII letters.
var orders = map[string]string{
	"date":    `s.id`,
	"seen":    `s.seen`,
	"changed": `s.changed`,
	"title":   `s.title collate nocase`,
	"feed": `(select case when f.named <> '' then f.named when f.title <> '' then f.title else f.url end
		from feed f where f.id = s.feed) collate nocase`,
}

// order is what stands after "order by"; equals are newest first, and what has
// no such time comes last.
func order(keys []query.Sort) string {
	if len(keys) == 0 {
		return ""
	}
	var parts []string
	for _, key := range keys {
		column, ok := orders[key.Key]
		if !ok {
			continue
		}
		if key.Down {
			column += " desc"
		}
		if key.Key == "changed" {
			column += " nulls last"
		}
		parts = append(parts, column)
		if key.Key == "date" {
			return strings.Join(parts, ", ") // no two stories have one place
		}
	}
	return strings.Join(append(parts, "s.id desc"), ", ")
}
