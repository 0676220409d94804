package query

import (
	"slices"
	"strconv"
	"strings"
)

// String is the canonical text: Parse gives the same query again.
func (q Query) String() string {
	var parts []string
	if q.Where != nil {
		parts = append(parts, show(q.Where))
	}
	if len(q.Sort) > 0 {
		keys := make([]string, len(q.Sort))
		for i, s := range q.Sort {
			keys[i] = s.String()
		}
		parts = append(parts, "sort:"+strings.Join(keys, ","))
	}
	if q.Limit > 0 {
		parts = append(parts, "limit:"+strconv.Itoa(q.Limit))
	}
	return strings.Join(parts, " ")
}

// String is the key as it is typed.
func (s Sort) String() string {
	if s.Down {
		return "-" + s.Key
	}
	return s.Key
}

// Show is the canonical text of a part of a tree.
func Show(n Node) string { return show(n) }

func show(n Node) string {
	switch n := n.(type) {
	case And:
		parts := make([]string, len(n.Terms))
		for i, term := range n.Terms {
			parts[i] = show(term)
			if _, or := term.(Or); or {
				parts[i] = "(" + parts[i] + ")"
			}
		}
		return strings.Join(parts, " ")
	case Or:
		parts := make([]string, len(n.Terms))
		for i, term := range n.Terms {
			parts[i] = show(term)
		}
		return strings.Join(parts, " OR ")
	case Not:
		return showNot(n)
	case Text:
		return showText(n)
	case Field:
		parts := make([]string, len(n.Values))
		for i, v := range n.Values {
			parts[i] = v.String()
		}
		return n.Name + ":" + string(n.Op) + strings.Join(parts, ",")
	case Tag:
		return "#" + n.Name
	case Saved:
		if s := "@" + n.Name; bareSaved(s) {
			return s
		}
		return "@" + quote(n.Name)
	}
	return ""
}

func showNot(n Not) string {
	s := show(n.Term)
	switch n.Term.(type) {
	case And, Or:
		return "-(" + s + ")"
	}
	if strings.HasPrefix(s, "-") {
		return "NOT " + s // "--x" is a word
	}
	return "-" + s
}

func showText(t Text) string {
	s := t.Value
	if t.Phrase {
		s = quote(s)
	}
	if t.Prefix {
		s += "*"
	}
	return s
}

// String is the value as it is typed.
func (v Value) String() string {
	switch {
	case v.Range:
		return v.Lo + ".." + v.Hi
	case v.Regex:
		s := "/" + slashed(v.Text) + "/"
		if v.Fold {
			s += "i"
		}
		return s
	case v.Phrase:
		return quote(v.Text)
	}
	return v.Text
}

// Quote writes a value so that it is read back as it is: with quotes only
// where it cannot stand without them. Completion and "filter by this" use it.
func Quote(value string) string {
	literal := value == "" || strings.ContainsAny(value, "*?")
	if literal || !bareValue(value) {
		return quote(value)
	}
	return value
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// slashed escapes the slashes of an expression.
func slashed(expr string) string {
	var b strings.Builder
	for i := 0; i < len(expr); i++ {
		switch {
		case expr[i] == '\\' && i+1 < len(expr):
			b.WriteString(expr[i : i+2])
			i++
		case expr[i] == '/':
			b.WriteString(`\/`)
		default:
			b.WriteByte(expr[i])
		}
	}
	return b.String()
}

// bareText reports whether t without quotes is read back as it is, inside
// parentheses too.
func bareText(t Text) bool {
	t.Phrase = false
	items := lex(showText(t))
	return len(items) == 1 && items[0].kind == itemText && !items[0].phrase &&
		items[0].text == t.Value && items[0].prefix == t.Prefix && balanced(t.Value)
}

// bareValue is the same for the value of a field.
func bareValue(s string) bool {
	if s[0] == '/' && strings.Count(s, "/") == 1 {
		return false // a slash further on would make it an expression
	}
	items := lex("title:" + s)
	return len(items) == 1 && items[0].op == NoOp && len(items[0].values) == 1 &&
		slices.Equal(valuesOf(items[0]), []Value{{Text: s}}) && balanced(s)
}

func valuesOf(it item) []Value {
	values := make([]Value, len(it.values))
	for i, v := range it.values {
		values[i] = v.Value
	}
	return values
}

func bareSaved(s string) bool {
	items := lex(s)
	return len(items) == 1 && items[0].kind == itemSaved && "@"+items[0].text == s && balanced(s)
}

// balanced reports whether every "(" is closed within s.
func balanced(s string) bool {
	return strings.Count(s, "(") == strings.Count(s, ")")
}
