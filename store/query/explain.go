package query

import (
	"fmt"
	"strings"
)

// Tree says in words how the query was understood: a term a line, what belongs
// together indented under what joins it.
func (q Query) Tree() string {
	var b strings.Builder
	if q.Where == nil {
		b.WriteString("every story\n")
	} else {
		branch(&b, q.Where, "")
	}
	switch {
	case len(q.Sort) == 0:
		b.WriteString("newest first")
	default:
		keys := make([]string, len(q.Sort))
		for i, s := range q.Sort {
			keys[i] = s.Key
			if s.Down {
				keys[i] += " downwards"
			}
		}
		b.WriteString("sorted by " + strings.Join(keys, ", then "))
	}
	if q.Limit > 0 {
		fmt.Fprintf(&b, ", at most %d", q.Limit)
	}
	b.WriteString("\n")
	return b.String()
}

// branch writes one node, each line after indent.
func branch(b *strings.Builder, n Node, indent string) {
	say := func(head string, terms []Node) {
		b.WriteString(indent + head + "\n")
		for _, term := range terms {
			branch(b, term, indent+"  ")
		}
	}
	switch n := n.(type) {
	case And:
		say("all of", n.Terms)
	case Or:
		say("any of", n.Terms)
	case Not:
		say("not", []Node{n.Term})
	case Text:
		say(textInWords(n), nil)
	case Tag:
		say(fmt.Sprintf("tag is %q", n.Name), nil)
	case Saved:
		say(fmt.Sprintf("what is saved as %q", n.Name), nil)
	case Field:
		say(fieldInWords(n), nil)
	}
}

func textInWords(t Text) string {
	kind := "word"
	if t.Phrase {
		kind = "phrase"
	}
	if t.Prefix {
		kind = "beginning of a " + kind
	}
	return fmt.Sprintf("title or body has the %s %q", kind, t.Value)
}

// asked are the fields whose name alone says what is compared.
var asked = map[string]string{
	"title": "title has", "body": "body has", "author": "an author has", "url": "address has", "lang": "language is",
	"feed": "feed has", "cat": "category of the feed is", "is": "story is", "has": "story has", "tag": "tag is",
	"note": "a note has", "actor": "an actor is", "class": "an actor is a", "claim": "a claim is",
	"speaker": "speaker of a claim is", "target": "target of a claim is", "status": "status of a claim is",
	"accuser": "accuser is", "accused": "accused is", "denier": "denier is", "denies": "what is denied is about",
	"cve": "title or body names", "story": "id begins with", "outlets": "outlets are", "copies": "copies are",
	"date": "published", "seen": "first fetched", "changed": "changed", "since": "published since", "until": "published until",
}

// compared are the operators in words.
var compared = map[Op]string{Greater: "after", AtLeast: "from", Less: "before", AtMost: "up to"}

func fieldInWords(f Field) string {
	info, _ := Lookup(f.Name)
	parts := make([]string, len(f.Values))
	for i, v := range f.Values {
		parts[i] = valueInWords(v, info.Kind)
	}
	op := ""
	switch {
	case f.Op != NoOp && info.Kind == Number:
		op = " " + string(f.Op)
	case f.Op != NoOp:
		op = " " + compared[f.Op]
	}
	return asked[f.Name] + op + " " + strings.Join(parts, " or ")
}

func valueInWords(v Value, kind Kind) string {
	switch {
	case v.Range && v.Lo == "":
		return "up to " + v.Hi
	case v.Range && v.Hi == "":
		return "from " + v.Lo
	case v.Range:
		return "from " + v.Lo + " to " + v.Hi
	case v.Regex:
		return "what matches " + v.String()
	case kind == Words || kind == Name:
		return fmt.Sprintf("%q", v.Text)
	}
	return v.Text
}
