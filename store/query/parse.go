package query

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Limits on what is typed or saved: far beyond any real query, and within what
// a database takes as one expression.
const (
	maxLength = 16 << 10 // bytes
	maxTerms  = 400      // terms and values
	maxDepth  = 60       // parentheses
)

// Parse reads a query. The error is an *Error.
func Parse(s string) (Query, error) {
	s = valid(s)
	p := parser{in: s}
	if len(s) > maxLength {
		return Query{}, wrong(s, 0, "", "", "shorten it", "more than %d bytes", maxLength)
	}
	p.items = lex(s)
	terms := len(p.items)
	for _, it := range p.items {
		terms += len(it.values)
	}
	if terms > maxTerms {
		return Query{}, wrong(s, 0, "", "", "shorten it", "more than %d terms", maxTerms)
	}
	where := p.or(0)
	if p.err != nil {
		return Query{}, p.err
	}
	p.query.Where = simplify(where)
	return p.query, nil
}

type parser struct {
	in    string
	items []item
	at    int
	query Query // sort and limit, wherever they stand
	err   *Error
}

// or reads terms up to the ")" of this depth, or to the end.
func (p *parser) or(depth int) Node {
	var some []Node
	for {
		some = append(some, p.and(depth))
		if p.err != nil || p.at == len(p.items) || p.items[p.at].kind != itemOr {
			return Or{some}
		}
		p.at++
	}
}

func (p *parser) and(depth int) Node {
	var all []Node
	for p.err == nil && p.at < len(p.items) {
		switch p.items[p.at].kind {
		case itemOr:
			return And{all}
		case itemClose:
			if depth > 0 {
				return And{all}
			}
			p.at++ // closes nothing
			continue
		}
		all = append(all, p.term(depth, false))
	}
	return And{all}
}

// term reads one term; nil when there is nothing to it.
func (p *parser) term(depth int, negated bool) Node {
	it := p.items[p.at]
	if it.kind == itemOr || it.kind == itemClose {
		return nil // after a "-" that was typed too early
	}
	p.at++
	switch it.kind {
	case itemNot:
		not := true
		for p.at < len(p.items) && p.items[p.at].kind == itemNot {
			not = !not
			p.at++
		}
		if p.at == len(p.items) {
			return nil
		}
		term := p.term(depth, true)
		if !not || term == nil {
			return term
		}
		return Not{term}
	case itemOpen:
		if depth == maxDepth {
			p.err = wrong(p.in, it.pos, "(", "", "take some away", "more than %d parentheses inside each other", maxDepth)
			return nil
		}
		group := p.or(depth + 1)
		if p.at < len(p.items) && p.items[p.at].kind == itemClose {
			p.at++
		}
		return group
	case itemField:
		return p.field(it, negated)
	case itemTag:
		return tagNode(it)
	case itemSaved:
		return Saved{it.text}
	}
	return textNode(it)
}

// textNode keeps a bare word bare only when it can be written so anywhere.
func textNode(it item) Node {
	t := Text{Value: it.text, Phrase: it.phrase, Prefix: it.prefix}
	t.Phrase = t.Phrase || !bareText(t)
	return t
}

func tagNode(it item) Node {
	values := make([]Value, len(it.values))
	for i, v := range it.values {
		values[i] = plain(v.Value)
	}
	if v := values[0]; len(values) == 1 && !v.Phrase && !v.Regex {
		return Tag{v.Text}
	}
	return Field{Name: "tag", Values: values}
}

// plain puts quotes around a value that cannot be written without. In quotes a
// "*" would be no pattern any more, so "/blog*", which may be read as the
// beginning of an expression, becomes "*/blog*" instead.
func plain(v Value) Value {
	if !v.Phrase && !v.Regex && v.Text[0] == '/' && strings.ContainsAny(v.Text, "*?") && !bareValue(v.Text) {
		v.Text = "*" + v.Text
	}
	v.Phrase = v.Phrase || !v.Regex && !bareValue(v.Text)
	return v
}

// field checks a field; sort: and limit: go to the query itself.
func (p *parser) field(it item, negated bool) Node {
	name := strings.ToLower(it.text)
	info, ok := Lookup(name)
	if !ok {
		near := nearestField(name)
		p.err = wrong(p.in, it.pos, it.text, near+":", "put quotes around it to look for the words themselves",
			"there is no field %s:", it.text)
		return nil
	}
	if len(it.values) == 0 {
		p.err = wrong(p.in, it.pos, it.text, "", "write for example "+info.Example, "%s: needs a value", name)
		return nil
	}
	if it.op != NoOp && (info.Kind != Time && info.Kind != Number || name == "limit" || name == "since" || name == "until") {
		p.err = wrong(p.in, it.opAt, string(it.op), "", "write for example "+info.Example, "%s: cannot be compared with %s", name, it.op)
		return nil
	}
	f := Field{Name: name, Op: it.op}
	for _, part := range it.values {
		v, err := p.value(info, it.op, part)
		if err != nil {
			p.err = err
			return nil
		}
		f.Values = append(f.Values, v)
	}
	if name == "sort" || name == "limit" {
		if negated {
			p.err = wrong(p.in, it.pos, it.text, "", "leave the - out", "%s: cannot be negated", name)
			return nil
		}
		p.lift(f)
		return nil
	}
	return f
}

// lift keeps the last sort: and the last limit: of the query.
func (p *parser) lift(f Field) {
	if f.Name == "limit" {
		p.query.Limit, _ = strconv.Atoi(f.Values[len(f.Values)-1].Text)
		return
	}
	p.query.Sort = nil
	for _, v := range f.Values {
		key, down := strings.CutPrefix(v.Text, "-")
		p.query.Sort = append(p.query.Sort, Sort{key, down})
	}
}

// value checks one value and gives it its canonical form.
func (p *parser) value(info FieldInfo, op Op, v part) (Value, *Error) {
	word := p.in[v.pos:v.end]
	if v.Regex && !info.Regex {
		return Value{}, wrong(p.in, v.pos, word, "", "write for example "+info.Example, "%s: takes no expression", info.Name)
	}
	switch info.Kind {
	case Closed, Order:
		return p.closed(info, v)
	case Time:
		return p.bounds(info, op, v, validTime, "a time is 2026-11-22, 2026-11, 24h, 7d, 3w, 6mo, today, yesterday or last-visit")
	case Number:
		return p.bounds(info, op, v, validNumber, "write for example "+info.Example)
	}
	if v.Regex {
		if _, err := regexp.Compile(v.Text); err != nil {
			return Value{}, wrong(p.in, v.pos, word, "", "the syntax is RE2, \\/ is a slash", "the expression is wrong (%s)", reason(err))
		}
	}
	return plain(v.Value), nil
}

// reason leaves out the words that every error of package regexp begins with.
func reason(err error) string {
	return strings.TrimPrefix(err.Error(), "error parsing regexp: ")
}

func (p *parser) closed(info FieldInfo, v part) (Value, *Error) {
	text := strings.ToLower(v.Text)
	key, sign := text, ""
	if info.Kind == Order && strings.HasPrefix(text, "-") {
		key, sign = text[1:], "-"
	}
	if !slices.Contains(info.Values, key) {
		return Value{}, wrong(p.in, v.pos, v.Text, sign+nearest(key, info.Values), "",
			"%s: knows no %q", info.Name, v.Text)
	}
	return Value{Text: text}, nil
}

// bounds checks a time or a number, or a range of them.
func (p *parser) bounds(info FieldInfo, op Op, v part, ok func(string) bool, do string) (Value, *Error) {
	text := strings.ToLower(v.Text)
	lo, hi, isRange := strings.Cut(text, "..")
	switch {
	case isRange && (op != NoOp || info.Name == "limit" || info.Name == "since" || info.Name == "until"):
		return Value{}, wrong(p.in, v.pos, v.Text, "", do, "%s: takes no range here", info.Name)
	case isRange && (lo != "" || hi != "") && (lo == "" || ok(lo)) && (hi == "" || ok(hi)):
		return Value{Range: true, Lo: lo, Hi: hi}, nil
	case !isRange && info.Name == "limit" && ok(text) && strings.Trim(text, "0") != "":
		n, _ := strconv.Atoi(text)
		return Value{Text: strconv.Itoa(n)}, nil
	case !isRange && info.Name != "limit" && ok(text):
		return Value{Text: text}, nil
	}
	return Value{}, wrong(p.in, v.pos, v.Text, "", do, "%s: cannot be %q", info.Name, v.Text)
}

// maxDigits keeps numbers within 32 bits; nobody counts further.
const maxDigits = 9

func validNumber(s string) bool {
	return s != "" && len(s) <= maxDigits && strings.Trim(s, "0123456789") == ""
}
