package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Completion is a way to go on typing: put Text in place of bytes Start to End.
type Completion struct {
	Start, End int
	Text       string // "feed:", a value with the quotes it needs, "#tag", "@name"
	About      string // one line, "" when the text says it all
}

// SavedNames is the field under which Complete asks for names of saved queries.
const SavedNames = "view"

// times are offered for fields of Time.
var times = []string{"today", "yesterday", LastVisit, "24h", "7d", "3w", "6mo"}

// Complete lists ways to go on at byte cursor of s: names of fields once a
// letter stands there, values after a colon, "#" or "@". values answers those
// of a field that begin with prefix, the most frequent first; it may be nil.
// In the middle of a word there is nothing to complete.
func Complete(s string, cursor int, values func(field, prefix string) []string) []Completion {
	s = valid(s)
	if cursor < 0 || cursor > len(s) || !utf8.ValidString(s[:cursor]) || !endsTerm(s[cursor:]) {
		return nil
	}
	items := lex(s[:cursor])
	if len(items) == 0 {
		return nil
	}
	it := items[len(items)-1]
	if it.end != cursor || closedQuote(s[it.pos:cursor]) {
		return nil
	}
	if values == nil {
		values = func(string, string) []string { return nil }
	}
	switch it.kind {
	case itemText:
		return completeName(it, cursor)
	case itemField:
		return completeValue(s, it, cursor, values)
	case itemTag:
		return offer(used(it, cursor), current(it, cursor), cursor, "", values("tag", current(it, cursor).Text))
	case itemSaved:
		p := part{pos: it.pos + 1}
		return offer(nil, p, cursor, "", values(SavedNames, it.text))
	}
	return nil
}

// endsTerm reports whether nothing of a word follows the cursor.
func endsTerm(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == 0 || r == ')' || unicode.IsSpace(r)
}

// closedQuote reports whether the text ends with a phrase that is complete.
func closedQuote(s string) bool {
	open := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && open:
			i++
		case s[i] == '"':
			open = !open
		}
	}
	return !open && strings.HasSuffix(s, `"`)
}

func completeName(it item, cursor int) []Completion {
	typed := strings.ToLower(it.text)
	if it.phrase || it.prefix || strings.Trim(typed, "abcdefghijklmnopqrstuvwxyz") != "" {
		return nil
	}
	var list []Completion
	for _, f := range fields {
		if strings.HasPrefix(f.Name, typed) {
			list = append(list, Completion{it.pos, cursor, f.Name + ":", f.About})
		}
	}
	return list
}

func completeValue(s string, it item, cursor int, values func(field, prefix string) []string) []Completion {
	info, ok := Lookup(strings.ToLower(it.text))
	if !ok {
		return nil
	}
	p := current(it, cursor)
	sign := ""
	switch info.Kind {
	case Number:
		return nil
	case Closed:
		return offer(used(it, cursor), p, cursor, "", beginning(info.Values, p.Text))
	case Order:
		if strings.HasPrefix(p.Text, "-") {
			sign, p.Text = "-", p.Text[1:]
		}
		return offer(used(it, cursor), p, cursor, sign, beginning(info.Values, p.Text))
	case Time:
		if at := strings.LastIndex(s[p.pos:cursor], ".."); at >= 0 {
			p.pos += at + len("..")
			p.Text = s[p.pos:cursor]
		}
		return offer(nil, p, cursor, "", beginning(times, p.Text))
	}
	if p.Regex || strings.HasPrefix(p.Text, "/") {
		return nil
	}
	return offer(used(it, cursor), p, cursor, "", values(info.Name, p.Text))
}

// current is the value that the cursor is at the end of; an empty one behind a
// colon or a comma.
func current(it item, cursor int) part {
	if n := len(it.values); n > 0 && it.values[n-1].end == cursor {
		return it.values[n-1]
	}
	return part{pos: cursor, end: cursor}
}

// used are the values that stand there already.
func used(it item, cursor int) []string {
	var words []string
	for _, v := range it.values {
		if v.end != cursor {
			words = append(words, v.Text)
		}
	}
	return words
}

func beginning(words []string, prefix string) []string {
	var some []string
	for _, w := range words {
		if strings.HasPrefix(w, strings.ToLower(prefix)) {
			some = append(some, w)
		}
	}
	return some
}

// offer makes completions of words for the value p, those in taken left out.
func offer(taken []string, p part, cursor int, sign string, words []string) []Completion {
	var list []Completion
	for _, w := range words {
		if w != "" && !slices.Contains(taken, w) {
			list = append(list, Completion{Start: p.pos, End: cursor, Text: sign + Quote(w)})
		}
	}
	return list
}
