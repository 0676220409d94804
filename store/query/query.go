// Package query is the language in which a reader asks for stories: text to
// tree and back to one canonical text, completion, and the tree in words. It
// knows no SQL and no store.
//
//	query  = or ;  or = and { "OR" and } ;  and = term { term }
//	term   = [ "-" | "NOT" ] ( "(" query ")" | field | "#"tag | "@"saved | text )
//	field  = name ":" [ op ] value { "," value }
//	op     = ">" | ">=" | "<" | "<="      value = word | "phrase" | /regex/i | range
//	range  = [lo] ".." [hi]
//
// What is typed is often typed halfway, so a bare word never fails: an open
// quote or parenthesis ends with the text, a stray ")" and an operator without
// a right side are left out, and a colon after something that is not like a
// field name ("https://x", "12:30") is part of a word.
package query

// Query is a parsed query. The zero value asks for everything, newest first.
type Query struct {
	Where Node   // nil: every story
	Sort  []Sort // nil: newest first
	Limit int    // 0: none
}

// Sort is one key of an order.
type Sort struct {
	Key  string // one of SortKeys
	Down bool   // largest or newest first
}

// Node is a part of the tree: And, Or, Not, Text, Field, Tag or Saved.
type Node interface{ node() }

// And matches what all its terms match. It has two terms or more.
type And struct{ Terms []Node }

// Or matches what one of its terms matches. It has two terms or more.
type Or struct{ Terms []Node }

// Not matches what its term does not. Its term is never a Not.
type Not struct{ Term Node }

// Text is a bare word or a phrase, looked for in title and body.
type Text struct {
	Value  string // never empty
	Phrase bool   // was in quotes
	Prefix bool   // a "*" followed: the last word may go on
}

// Field asks something of one field. Name is that of an entry of Fields; a
// comma between values means any of them.
type Field struct {
	Name   string
	Op     Op
	Values []Value // at least one
}

// Tag is "#name" with one unquoted name; everything else is Field{"tag"}.
type Tag struct{ Name string }

// Saved is "@name": the query that was saved under this name.
type Saved struct{ Name string }

func (And) node()   {}
func (Or) node()    {}
func (Not) node()   {}
func (Text) node()  {}
func (Field) node() {}
func (Tag) node()   {}
func (Saved) node() {}

// Op compares with times and numbers. Without one, a time means "in it" (that
// day, the last 24 hours) and a number means "equal to".
type Op string

// Operators.
const (
	NoOp    Op = ""
	Greater Op = ">"
	AtLeast Op = ">="
	Less    Op = "<"
	AtMost  Op = "<="
)

// Value is one value of a field.
type Value struct {
	Text   string // the word, the phrase, or the source of the expression
	Phrase bool   // was in quotes: "*" and "?" stand for themselves
	Regex  bool   // was between slashes: RE2
	Fold   bool   // of a Regex: "i" followed, the case of letters is ignored
	Range  bool   // Lo to Hi, Text is ""
	Lo, Hi string // "" is open
}

// simplify gives the tree its normal form: nil for nothing, no And or Or with
// less than two terms or directly inside its own kind, no double negation.
func simplify(n Node) Node {
	switch n := n.(type) {
	case And:
		return join(n.Terms, func(terms []Node) Node { return And{terms} }, func(n Node) []Node {
			if and, ok := n.(And); ok {
				return and.Terms
			}
			return nil
		})
	case Or:
		return join(n.Terms, func(terms []Node) Node { return Or{terms} }, func(n Node) []Node {
			if or, ok := n.(Or); ok {
				return or.Terms
			}
			return nil
		})
	case Not:
		term := simplify(n.Term)
		if term == nil {
			return nil
		}
		if not, ok := term.(Not); ok {
			return not.Term
		}
		return Not{term}
	}
	return n
}

// join simplifies terms and lifts those that inner takes apart into one list.
func join(terms []Node, outer func([]Node) Node, inner func(Node) []Node) Node {
	var flat []Node
	for _, term := range terms {
		term = simplify(term)
		if term == nil {
			continue
		}
		if parts := inner(term); parts != nil {
			flat = append(flat, parts...)
			continue
		}
		flat = append(flat, term)
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return outer(flat)
}
