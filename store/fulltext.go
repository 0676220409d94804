package store

import (
	"strings"
	"unicode"

	"hearsay/store/query"
)

// The language of FTS5's MATCH is never shown what was typed: each word or
// phrase goes into a string of it, with the quotes doubled, and the operators
// between strings are ours.

// Column filters of story_text.
const (
	inTitleOrBody = `{title body} : `
	inTitle       = `title : `
	inBody        = `body : `
	inAuthors     = `authors : `
)

// ftsString is text as a string of MATCH.
func ftsString(text string, prefix bool) string {
	s := `"` + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", " "), `"`, `""`) + `"`
	if prefix {
		s += ` *`
	}
	return s
}

// hasToken reports whether the tokenizer finds a word in s.
func hasToken(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// unspaced reports whether s is of a script that writes no blanks between words.
// The index takes a whole sentence of it for one word.
func unspaced(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	})
}

// textMatch is a word or phrase in title or body; "" when there is no word in it.
func textMatch(t query.Text) string {
	if !hasToken(t.Value) {
		return ""
	}
	return inTitleOrBody + ftsString(t.Value, t.Prefix)
}

// matching asks the full-text index of the stories.
func matching(match string) condition {
	return condition{sql: `s.id in (select rowid from story_text where story_text match ?)`, args: []any{match}}
}

func textCondition(t query.Text) condition {
	if unspaced(t.Value) {
		return some([]condition{titleLike(t.Value), bodyLike(t.Value)})
	}
	if m := textMatch(t); m != "" {
		return matching(m)
	}
	return condition{}
}

func titleLike(text string) condition {
	return condition{sql: `s.title like ? escape '\'`, args: []any{like(text, false)}, slow: true}
}

func bodyLike(text string) condition {
	return condition{sql: `exists (select 1 from body b where b.story = s.id and b.text like ? escape '\')`,
		args: []any{like(text, false)}, slow: true}
}

// words is a value of title:, body: or note: for the index; "*" at its end
// lets the last word go on.
func words(v query.Value) string {
	text, prefix := v.Text, false
	if !v.Phrase {
		text, prefix = strings.CutSuffix(text, "*")
	}
	if !hasToken(text) {
		return ""
	}
	return ftsString(text, prefix)
}

// like is a pattern of LIKE that finds text anywhere; with globs, "*" and "?"
// in it stand for letters.
func like(text string, globs bool) string { return "%" + likePart(text, globs) + "%" }

func likePart(text string, globs bool) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '%' || r == '_' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case globs && r == '*':
			b.WriteByte('%')
		case globs && r == '?':
			b.WriteByte('_')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// titleValue, bodyValue and authorValue are conditions of one value.
func titleValue(v query.Value) condition {
	switch {
	case v.Regex:
		return condition{sql: `s.title regexp ?`, args: []any{expression(v)}, slow: true}
	case unspaced(v.Text):
		return titleLike(v.Text)
	}
	return inColumn(inTitle, v)
}

func bodyValue(v query.Value) condition {
	switch {
	case v.Regex:
		return condition{sql: `exists (select 1 from body b where b.story = s.id and b.text regexp ?)`, args: []any{expression(v)}, slow: true}
	case unspaced(v.Text):
		return bodyLike(v.Text)
	}
	return inColumn(inBody, v)
}

func inColumn(column string, v query.Value) condition {
	if w := words(v); w != "" {
		return matching(column + w)
	}
	return condition{}
}

// authorValue finds the beginning of a name's part: "doe" and "jane d" find
// "Jane Doe". Patterns are looked for in the names themselves.
func authorValue(v query.Value) condition {
	if !v.Regex && !unspaced(v.Text) && (v.Phrase || !strings.ContainsAny(v.Text, "*?")) {
		if !hasToken(v.Text) {
			return condition{}
		}
		return matching(inAuthors + ftsString(v.Text, true))
	}
	pattern := expression(v)
	if !v.Regex {
		pattern = `(?im)` + globExpression(v)
	}
	return condition{sql: `exists (select 1 from body b where b.story = s.id and b.authors regexp ?)`, args: []any{pattern}, slow: true}
}

// noteValue looks at the reader's notes, their quotes and their tags.
func (c *compiler) noteValue(v query.Value) condition {
	const note = `s.id in (select n.story from note n where n.story is not null and n.owner = ? and n.deleted is null and `
	switch {
	case v.Regex:
		return condition{sql: note + `(n.body regexp ? or n.quote regexp ?))`, args: []any{c.owner, expression(v), expression(v)}}
	case unspaced(v.Text):
		text := like(v.Text, false)
		return condition{sql: note + `(n.body like ? escape '\' or n.quote like ? escape '\'))`, args: []any{c.owner, text, text}}
	}
	w := words(v)
	if w == "" {
		return condition{}
	}
	return condition{sql: note + `n.id in (select rowid from note_text where note_text match ?))`, args: []any{c.owner, w}}
}
