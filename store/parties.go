package store

import (
	"slices"
	"strings"

	"hearsay/news"
	"hearsay/store/query"
)

// Conditions on who is named and who said what.

// actorIDs is a subquery for the actors that a name means: those that have it as
// one of their names in any spelling ("APT-29"), persons of whose name it is a
// word ("Peskov"), and, with beginnings, when nobody has it, those with a name
// that begins so. "*" and "?" stand for letters.
func actorIDs(v query.Value, beginnings bool) (sql string, args []any) {
	if !v.Phrase && strings.ContainsAny(v.Text, "*?") {
		var pattern strings.Builder
		for _, r := range v.Text {
			switch r {
			case '*':
				pattern.WriteByte('%')
			case '?':
				pattern.WriteByte('_')
			default:
				pattern.WriteString(fold(string(r)))
			}
		}
		return `select actor from actor_name where name like ?`, []any{pattern.String()}
	}
	name := fold(v.Text)
	sql, args = `select actor from actor_name where name = ?`, []any{name}
	if hasToken(v.Text) {
		sql += ` union select id from actor where class = 'official' and ' ' || name || ' ' like ? escape '\'`
		args = append(args, like(" "+strings.TrimSpace(v.Text)+" ", false))
	}
	if beginnings && name != "" {
		sql += ` union select actor from actor_name where name > ? and name < ?
			and not exists (select 1 from actor_name where name = ?)`
		args = append(args, name, name+string(highest), name)
	}
	return sql, args
}

// actorValue finds the stories that mention an actor, under whatever name.
func actorValue(v query.Value) condition {
	ids, args := actorIDs(v, true)
	return condition{sql: `s.id in (select m.story from mention m where m.actor in (` + ids + `) and m.status <> 'rejected')`, args: args}
}

// classValue finds the stories that surely mention an actor of a class.
func classValue(v query.Value) condition {
	return condition{sql: `exists (select 1 from mention m join actor a on a.id = m.actor
		where m.story = s.id and a.class = ? and m.status <> 'rejected' and (m.unsure = 0 or m.status = 'confirmed'))`, args: []any{v.Text}}
}

// cveValue finds a vulnerability by its number, with or without "CVE-" before it;
// "*" and "?" stand for digits.
func cveValue(v query.Value) condition {
	name := strings.ToUpper(v.Text)
	if !strings.HasPrefix(name, "CVE") {
		name = "CVE-" + name
	}
	where, args := named(name, v.Phrase)
	return condition{sql: `s.id in (select story from cve where ` + where + `)`, args: args}
}

// named compares the column name with a name, or with a pattern unless it was in
// quotes. The index finds what begins as the pattern does.
func named(name string, quoted bool) (where string, args []any) {
	at := strings.IndexAny(name, "*?")
	if quoted || at < 0 {
		return `name = ?`, []any{name}
	}
	return `name >= ? and name < ? and name like ? escape '\'`, []any{name[:at], name[:at] + string(highest), likePart(name, true)}
}

// highest sorts after every letter that a name holds.
const highest = '\U0010ffff'

// role says which claims a field asks about, and what of them.
type role struct {
	kind   news.ClaimKind // "" for any
	column string         // speaker or target; "" for the claim itself
}

var roles = map[string]role{
	"claim":   {},
	"status":  {},
	"speaker": {column: "speaker"},
	"target":  {column: "target"},
	"accuser": {news.Accusation, "speaker"},
	"accused": {news.Accusation, "target"},
	"denier":  {news.Denial, "speaker"},
	"denies":  {news.Denial, "target"},
}

func claimField(name string) bool {
	_, ok := roles[name]
	return ok
}

// claimGroups groups fields that can be about one claim: "denier:Kremlin
// denies:Russia" asks for one denial. A field that stands there already, or
// that asks for another kind, begins the next claim.
func claimGroups(fields []query.Field) [][]query.Field {
	var groups [][]query.Field
	for _, f := range fields {
		last := len(groups) - 1
		if last < 0 || !fits(groups[last], f) {
			groups = append(groups, []query.Field{f})
			continue
		}
		groups[last] = append(groups[last], f)
	}
	return groups
}

func fits(group []query.Field, f query.Field) bool {
	mine := kindsOf(f)
	return !slices.ContainsFunc(group, func(g query.Field) bool {
		return g.Name == f.Name || kindsOf(g)&mine == 0
	})
}

// anyKind is the set of all kinds.
const anyKind = news.HasAccusation | news.HasDenial | news.HasNondenial | news.HasNoComment | news.HasDeflection

// kindsOf are the kinds of claims that a field can be true of.
func kindsOf(f query.Field) news.ClaimSet {
	if f.Name == "claim" {
		var set news.ClaimSet
		for _, v := range f.Values {
			set |= kindOf(v.Text).Set()
		}
		return set
	}
	if kind := roles[f.Name].kind; kind != "" {
		return kind.Set()
	}
	return anyKind
}

// kindOf is the kind that a word of claim: names, or to which its sub-kind belongs.
func kindOf(word string) news.ClaimKind {
	for kind, subs := range query.Subs {
		if string(kind) == word || slices.Contains(subs, word) {
			return kind
		}
	}
	return ""
}

// claims asks for one claim of the story of which all fields are true. A rejected
// one counts only where status: asks for it.
func (c *compiler) claims(fields []query.Field) condition {
	set, rejected := anyKind, false
	list := []condition{}
	for _, f := range fields {
		set &= kindsOf(f)
		if f.Name == "status" {
			rejected = true
		}
		list = append(list, claimCondition(f))
	}
	if !rejected {
		list = append(list, condition{sql: `c.status <> 'rejected'`})
	}
	about := all(list)
	found := condition{sql: `exists (select 1 from claim c where c.story = s.id and ` + about.sql + `)`, args: about.args, slow: true}
	if rejected {
		return found // the story's own set leaves them out
	}
	return all([]condition{{sql: `s.claims <> 0`}, {sql: `s.claims & ? <> 0`, args: []any{int64(set)}}, found})
}

// claimCondition is what one field asks of claim c.
func claimCondition(f query.Field) condition {
	r := roles[f.Name]
	list := make([]condition, len(f.Values))
	for i, v := range f.Values {
		switch {
		case f.Name == "claim":
			list[i] = condition{sql: `(c.kind = ? or c.sub = ?)`, args: []any{v.Text, v.Text}}
		case f.Name == "status":
			list[i] = condition{sql: `c.status = ?`, args: []any{v.Text}}
		default:
			list[i] = partyIs(r.column, v)
		}
	}
	which := condition{}
	if r.kind != "" {
		which = condition{sql: `c.kind = ?`, args: []any{string(r.kind)}}
	}
	return all([]condition{which, some(list)})
}

// partyIs compares the speaker or the target of claim c: the actor they stand for,
// under any of its names, or the words of the text.
func partyIs(column string, v query.Value) condition {
	words := wordsOf(v)
	list := []condition{{sql: `c.` + column + ` regexp ?`, args: []any{words}, slow: true}}
	if column == "speaker" {
		list = append(list, condition{sql: `c.speaker_name regexp ?`, args: []any{words}, slow: true})
	}
	if !v.Regex {
		ids, args := actorIDs(v, false)
		list = append(list, condition{sql: `(c.` + column + `_slug, c.` + column + `_class) in
			(select a.slug, a.class from actor a where a.id in (` + ids + `))`, args: args})
	}
	return some(list)
}
