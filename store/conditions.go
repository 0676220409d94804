package store

import (
	"fmt"
	"math"
	"strings"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// field is the condition of one field: any of its values.
func (c *compiler) field(f query.Field) (condition, error) {
	one := c.values(f)
	if one == nil {
		return condition{}, fmt.Errorf("%s: is %w: leave it out of the query", f.Name, ErrNotBuilt)
	}
	list := make([]condition, len(f.Values))
	for i, v := range f.Values {
		list[i] = one(v)
	}
	return some(list), nil
}

// values answers what makes a condition of one value of the field; nil for a
// field that is not built.
func (c *compiler) values(f query.Field) func(query.Value) condition {
	switch f.Name {
	case "title":
		return titleValue
	case "body":
		return bodyValue
	case "author":
		return authorValue
	case "url":
		return urlValue
	case "lang":
		return langValue
	case "feed":
		return feedValue
	case "cat":
		return catValue
	case "is":
		return c.is
	case "has":
		return c.has
	case "tag":
		return c.tag
	case "note":
		return c.noteValue
	case "actor":
		return actorValue
	case "class":
		return classValue
	case "cve":
		return cveValue
	case "story":
		return storyValue
	case "date", "seen", "changed", "since", "until":
		return func(v query.Value) condition { return c.time(f.Name, f.Op, v) }
	}
	return nil // outlets, copies: reports are not grouped yet
}

// urlValue finds a part of the address that opens the story. Addresses are
// ASCII, where LIKE ignores case.
func urlValue(v query.Value) condition {
	if v.Regex {
		return condition{sql: `s.link regexp ?`, args: []any{expression(v)}, slow: true}
	}
	return condition{sql: `s.link like ? escape '\'`, args: []any{like(v.Text, !v.Phrase)}, slow: true}
}

// langValue finds a language with its regional forms: "en" also "en-GB".
func langValue(v query.Value) condition {
	tag := strings.ToLower(v.Text)
	if strings.Contains(tag, "-") {
		return condition{sql: `lower(s.lang) = ?`, args: []any{tag}, slow: true}
	}
	return condition{sql: `(s.lang = ? or s.lang >= ? and s.lang < ?)`, args: []any{tag, tag + "-", tag + "."}} // "." follows "-"
}

// feedValue finds feeds by a part of their name or of their host, or by the
// beginning of their UUID. An address may hold a secret: its path is not asked.
func feedValue(v query.Value) condition {
	part := partOf(v)
	name := `case when f.named <> '' then f.named when f.title <> '' then f.title else '' end`
	where, args := name+` regexp ?`, []any{part}
	if !v.Regex {
		where += ` or f.url regexp ? or f.site regexp ?`
		args = append(args, hostOfAddress(v), hostOfAddress(v))
	}
	if uuidPrefix(v.Text) {
		where += ` or f.uuid >= ? and f.uuid < ?`
		args = append(args, prefixRange(v.Text)...)
	}
	return condition{sql: `s.feed in (select f.id from feed f where ` + where + `)`, args: args}
}

// minUUID is how much of a UUID a name is taken for one: less would be a word.
const minUUID = 8

func uuidPrefix(s string) bool {
	return len(s) >= minUUID && strings.Trim(strings.ToLower(s), "0123456789abcdef-") == ""
}

func catValue(v query.Value) condition {
	return condition{sql: `s.feed in (select f.id from feed f where f.category regexp ?)`, args: []any{levelsOf(v)}}
}

// is answers a state. read is the reader's, the other marks the owner's.
func (c *compiler) is(v query.Value) condition {
	const read = `exists (select 1 from read where reader = ? and story = s.id)`
	const mark = `s.id in (select story from mark where owner = ? and kind = ?)`
	switch v.Text {
	case "read":
		return condition{sql: read, args: []any{c.owner}}
	case "unread":
		return condition{sql: `not ` + read, args: []any{c.owner}}
	case "starred":
		return condition{sql: mark, args: []any{c.owner, "starred"}}
	case "hidden":
		c.hidden = true
		return condition{sql: mark, args: []any{c.owner, "hidden"}}
	case "updated":
		return condition{sql: `s.changed is not null`}
	}
	return never
}

// has answers what a story has. What the reader rejected is not there.
func (c *compiler) has(v query.Value) condition {
	const note = `s.id in (select n.story from note n where n.story is not null and n.owner = ? and n.deleted is null`
	switch v.Text {
	case "note":
		return condition{sql: note + `)`, args: []any{c.owner}}
	case "quote":
		return condition{sql: note + ` and n.quote <> '')`, args: []any{c.owner}}
	case "tag":
		return condition{sql: `exists (select 1 from tag where story = s.id and owner = ?)`, args: []any{c.owner}}
	case "actor":
		return condition{sql: `s.actors <> ''`}
	case "claim":
		return condition{sql: `s.claims <> 0`}
	case "cve":
		return condition{sql: `exists (select 1 from cve where story = s.id)`}
	}
	// The first half is what the partial index of claims needs to see.
	return condition{sql: `(s.claims <> 0 and s.claims & ? <> 0)`, args: []any{int64(news.ClaimKind(v.Text).Set())}}
}

// tag finds a tag of the reader; "*" and "?" stand for letters.
func (c *compiler) tag(v query.Value) condition {
	const tagged = `s.id in (select story from tag where owner = ? and `
	name := strings.ToLower(strings.Trim(v.Text, "#/"))
	if v.Regex {
		return condition{sql: tagged + `name regexp ?)`, args: []any{c.owner, expression(v)}}
	}
	where, args := named(name, v.Phrase)
	return condition{sql: tagged + where + `)`, args: append([]any{c.owner}, args...)}
}

// storyValue finds stories by the beginning of their UUID.
func storyValue(v query.Value) condition {
	return condition{sql: `(s.uuid >= ? and s.uuid < ?)`, args: prefixRange(v.Text)}
}

// time compares one of the story's times. The place of a story is its date (when
// it was published, else first seen; never later than seen), so date:, since:
// and until: are ranges of ids.
func (c *compiler) time(name string, op query.Op, v query.Value) condition {
	column, unit := `s.id`, int64(1)<<sequenceBits
	switch name {
	case "seen", "changed":
		column, unit = `s.`+name, 1
	case "since":
		op = query.AtLeast
	case "until":
		op = query.AtMost
	}
	from, to := c.bounds(op, v)
	var list []condition
	if name == "changed" {
		list = append(list, condition{sql: `s.changed is not null`})
	}
	if from != math.MinInt64 {
		list = append(list, condition{sql: column + ` >= ?`, args: []any{from * unit}})
	}
	if to != math.MaxInt64 {
		list = append(list, condition{sql: column + ` < ?`, args: []any{to * unit}})
	}
	return all(list)
}

// bounds are the seconds from (inclusive) and to (exclusive) that a value with
// an operator means; the extremes of int64 are open.
func (c *compiler) bounds(op query.Op, v query.Value) (from, to int64) {
	from, to = math.MinInt64, math.MaxInt64
	if v.Range {
		if v.Lo != "" {
			from, _ = c.span(v.Lo)
		}
		if v.Hi != "" {
			_, to = c.span(v.Hi)
		}
		return from, to
	}
	begin, end := c.span(v.Text)
	switch op {
	case query.Greater:
		from = end
	case query.AtLeast:
		from = begin
	case query.Less:
		to = begin
	case query.AtMost:
		to = end
	default:
		from = begin
		if _, until, _ := c.clock.Span(v.Text); !until.IsZero() {
			to = end // a day, a month; "24h" goes on to now
		}
	}
	return from, to
}

// span is the beginning of a time and the first second after it.
func (c *compiler) span(s string) (begin, end int64) {
	from, until, _ := c.clock.Span(s)
	if until.IsZero() {
		until = from.Truncate(time.Second).Add(time.Second)
	}
	return from.Unix(), until.Unix()
}
