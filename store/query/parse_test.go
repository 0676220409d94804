package query

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// dump writes a tree without the freedom of its canonical text.
func dump(n Node) string {
	if n == nil {
		return "all"
	}
	return strings.NewReplacer("query.", "", "[]Node", "", "[]Value", "").Replace(fmt.Sprintf("%T%+v", n, n))
}

func TestParse(t *testing.T) {
	word := func(s string) Node { return Text{Value: s} }
	phrase := func(s string) Node { return Text{Value: s, Phrase: true} }
	field := func(name string, values ...Value) Node { return Field{Name: name, Values: values} }
	tests := []struct {
		name, in string
		want     Node
		canon    string
	}{
		{"nothing", "  ", nil, ""},
		{"a word", "phishing", word("phishing"), "phishing"},
		{"blank means and", "a  b", And{[]Node{word("a"), word("b")}}, "a b"},
		{"AND in words", "a AND b", And{[]Node{word("a"), word("b")}}, "a b"},
		{"or binds less", "a b OR c", Or{[]Node{And{[]Node{word("a"), word("b")}}, word("c")}}, "a b OR c"},
		{"parentheses", "a (b OR c)", And{[]Node{word("a"), Or{[]Node{word("b"), word("c")}}}}, "a (b OR c)"},
		{"needless parentheses", "((a) (b))", And{[]Node{word("a"), word("b")}}, "a b"},
		{"dash", "-a", Not{word("a")}, "-a"},
		{"NOT", "NOT a", Not{word("a")}, "-a"},
		{"not of a group", "-(a OR b)", Not{Or{[]Node{word("a"), word("b")}}}, "-(a OR b)"},
		{"twice not", "NOT -a", word("a"), "a"},
		{"dash within", "zero-day", word("zero-day"), "zero-day"},
		{"lone dash", "a - b", And{[]Node{word("a"), word("b")}}, "a b"},
		{"flag", "--json", word("--json"), "--json"},
		{"not a flag", "NOT --json", Not{word("--json")}, "NOT --json"},
		{"phrase", `"cozy  bear"`, phrase("cozy bear"), `"cozy bear"`},
		{"curly quotes", `“cozy bear”`, phrase("cozy bear"), `"cozy bear"`},
		{"escapes", `"say \"no\" \\"`, phrase(`say "no" \`), `"say \"no\" \\"`},
		{"open quote", `a "cozy be`, And{[]Node{word("a"), phrase("cozy be")}}, `a "cozy be"`},
		{"lone quote", `a "`, word("a"), "a"},
		{"quote within", `5" disk`, And{[]Node{word(`5"`), word("disk")}}, `5" disk`},
		{"beginning", "ransom*", Text{Value: "ransom", Prefix: true}, "ransom*"},
		{"beginning of a phrase", `"cozy be"*`, Text{Value: "cozy be", Phrase: true, Prefix: true}, `"cozy be"*`},
		{"star", "*", word("*"), "*"},
		{"open parenthesis", "(a OR b", Or{[]Node{word("a"), word("b")}}, "a OR b"},
		{"stray parenthesis", "a) b", And{[]Node{word("a"), word("b")}}, "a b"},
		{"empty parentheses", "a () b", And{[]Node{word("a"), word("b")}}, "a b"},
		{"parentheses in a word", "foo(bar)", word("foo(bar)"), "foo(bar)"},
		{"parentheses in a word in a group", "(foo(bar) OR x)", Or{[]Node{word("foo(bar)"), word("x")}}, "foo(bar) OR x"},
		{"open parenthesis in a word", "foo(bar", phrase("foo(bar"), `"foo(bar"`},
		{"dangling or", "a OR", word("a"), "a"},
		{"leading or", "OR a", word("a"), "a"},
		{"dangling not", "a NOT", word("a"), "a"},
		{"not before or", "a -OR b", Or{[]Node{word("a"), word("b")}}, "a OR b"},
		{"quoted operator", `"OR"`, phrase("OR"), `"OR"`},
		{"small or", "a or b", And{[]Node{word("a"), word("or"), word("b")}}, "a or b"},
		{"address", "https://x.example/a?b=1", word("https://x.example/a?b=1"), "https://x.example/a?b=1"},
		{"clock", "12:30", word("12:30"), "12:30"},
		{"name space", "std::string", word("std::string"), "std::string"},
		{"drive", `C:\Windows`, word(`C:\Windows`), `C:\Windows`},
		{"headline", "FBI: no comment", And{[]Node{word("FBI:"), word("no"), word("comment")}}, "FBI: no comment"},
		{"path", "/etc/passwd", word("/etc/passwd"), "/etc/passwd"},
		{"field", "feed:krebs", field("feed", Value{Text: "krebs"}), "feed:krebs"},
		{"field in capitals", "Feed:Krebs", field("feed", Value{Text: "Krebs"}), "feed:Krebs"},
		{"any of", `actor:apt28,"Cozy Bear"`, field("actor", Value{Text: "apt28"}, Value{Text: "Cozy Bear", Phrase: true}), `actor:apt28,"Cozy Bear"`},
		{"comma at the end", "feed:a, b", And{[]Node{field("feed", Value{Text: "a"}), word("b")}}, "feed:a b"},
		{"field in parentheses", "(feed:a)", field("feed", Value{Text: "a"}), "feed:a"},
		{"not field", "-is:read", Not{field("is", Value{Text: "read"})}, "-is:read"},
		{"closed in capitals", "has:Denial", field("has", Value{Text: "denial"}), "has:denial"},
		{"finer kind", "claim:claim-rejected", field("claim", Value{Text: "claim-rejected"}), "claim:claim-rejected"},
		{"expression", `title:/zero.?day|0\/day/i`, field("title", Value{Text: "zero.?day|0/day", Regex: true, Fold: true}), `title:/zero.?day|0\/day/i`},
		{"path as a value", "url:/blog/2026", field("url", Value{Text: "/blog/2026"}), "url:/blog/2026"},
		{"one slash", "url:/blog", field("url", Value{Text: "/blog", Phrase: true}), `url:"/blog"`},
		{"one slash and a star", "url:/blog*", field("url", Value{Text: "*/blog*"}), "url:*/blog*"},
		{"compared number", "outlets:>=3", Field{"outlets", AtLeast, []Value{{Text: "3"}}}, "outlets:>=3"},
		{"range of days", "date:2026-11-01..2026-11-20", field("date", Value{Range: true, Lo: "2026-11-01", Hi: "2026-11-20"}), "date:2026-11-01..2026-11-20"},
		{"open range", "seen:last-visit..", field("seen", Value{Range: true, Lo: "last-visit"}), "seen:last-visit.."},
		{"minute", "date:2026-11-20T10:30", field("date", Value{Text: "2026-11-20t10:30"}), "date:2026-11-20t10:30"},
		{"months", "changed:6MO", field("changed", Value{Text: "6mo"}), "changed:6mo"},
		{"tag", "#actor/apt29", Tag{"actor/apt29"}, "#actor/apt29"},
		{"tags", "#a,#b", field("tag", Value{Text: "a"}, Value{Text: "b"}), "tag:a,b"},
		{"tag with a blank", `#"to do"`, field("tag", Value{Text: "to do", Phrase: true}), `tag:"to do"`},
		{"lone number sign", "a #", word("a"), "a"},
		{"saved", "@morning", Saved{"morning"}, "@morning"},
		{"saved with a blank", `@"my view"`, Saved{"my view"}, `@"my view"`},
		{"lone at", "@", nil, ""},
		{"not utf-8", "a\xff", word("a?"), "a?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := Parse(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(q.Where, tt.want) {
				t.Errorf("Parse(%q) = %s, want %s", tt.in, dump(q.Where), dump(tt.want))
			}
			if q.String() != tt.canon {
				t.Errorf("String = %q, want %q", q.String(), tt.canon)
			}
		})
	}
}

func TestSortAndLimitAreLifted(t *testing.T) {
	q, err := Parse("sort:-date,feed (a limit:20 OR b)")
	if err != nil {
		t.Fatal(err)
	}
	want := Query{
		Where: Or{[]Node{Text{Value: "a"}, Text{Value: "b"}}},
		Sort:  []Sort{{"date", true}, {"feed", false}}, Limit: 20,
	}
	if !reflect.DeepEqual(q, want) {
		t.Errorf("got %+v", q)
	}
	if got := q.String(); got != "a OR b sort:-date,feed limit:20" {
		t.Errorf("String = %q", got)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name, in, word, nearest string
		column                  int
	}{
		{"unknown field", "a fede:krebs", "fede", "feed:", 3},
		{"unknown field after wide letters", "日本 fede:krebs", "fede", "feed:", 4},
		{"unknown field with another name here", "source:krebs", "source", "feed:", 1},
		{"misspelt other name", "sorce:krebs", "sorce", "feed:", 1},
		{"misspelt field before a blank", "titel: x", "titel", "title:", 1},
		{"no value", "feed:", "feed", "", 1},
		{"empty value", `tag:""`, "tag", "", 1},
		{"state", "is:unraed", "unraed", "unread", 4},
		{"has", "has:denail", "denail", "denial", 5},
		{"class", "class:states", "states", "state", 7},
		{"claim", "claim:denied", "denied", "denial", 7},
		{"finer kind", "claim:involvement", "involvement", "involvement-denied", 7},
		{"status", "status:sure", "sure", "suggested", 8},
		{"time", "date:tomorow", "tomorow", "", 6},
		{"day that is none", "date:2026-02-30", "2026-02-30", "", 6},
		{"empty range", "date:..", "..", "", 6},
		{"half a range", "date:x..2026", "x..2026", "", 6},
		{"range in since", "since:7d..1d", "7d..1d", "", 7},
		{"number", "copies:many", "many", "", 8},
		{"no limit", "limit:0", "0", "", 7},
		{"compared words", "title:>a", ">", "", 7},
		{"sort", "sort:-daet", "-daet", "-date", 6},
		{"negated sort", "-sort:date", "sort", "", 2},
		{"expression", "title:/a(/", "/a(/", "", 7},
		{"expression in a closed field", "is:/re/", "/re/", "", 4},
		{"second value", "is:read,hiden", "hiden", "hidden", 9},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.in)
			var wrong *Error
			if !errors.As(err, &wrong) {
				t.Fatalf("Parse(%q): %v", tt.in, err)
			}
			if wrong.Word != tt.word || wrong.Nearest != tt.nearest || wrong.Column != tt.column {
				t.Errorf("word %q nearest %q column %d, want %q %q %d", wrong.Word, wrong.Nearest, wrong.Column, tt.word, tt.nearest, tt.column)
			}
			if !strings.HasPrefix(tt.in[wrong.Pos:], wrong.Word) {
				t.Errorf("no %q at byte %d", wrong.Word, wrong.Pos)
			}
			if text := wrong.Error(); strings.Contains(text, "\n") || text == "" {
				t.Errorf("message %q", text)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	for name, in := range map[string]string{
		"length": strings.Repeat("x", maxLength+1),
		"terms":  strings.Repeat("x ", maxTerms+1),
		"values": "tag:x" + strings.Repeat(",x", maxTerms),
		"depth":  strings.Repeat("(", maxDepth+1) + "x",
	} {
		if _, err := Parse(in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// words are what random queries are made of: plain, and what is hard to write.
var words = rapid.OneOf(
	rapid.SampledFrom([]string{"a", "apt29", "OR", "NOT", "AND", "-", "--", "-x", "*", "x*", `"`, `\`, "(", ")", "f(x)", ",", "a,b",
		"/x/", "/x", "#t", "@s", "is:read", "x:y", "https://x", "12:30", ">", ">=3", "..", "1..2", "“x”", "a b", "日本", "\u00a0"}),
	rapid.StringMatching(`[a-z"()*,:/\\ -]{1,6}`),
)

func values(info FieldInfo) *rapid.Generator[Value] {
	return rapid.Custom(func(t *rapid.T) Value {
		switch info.Kind {
		case Closed:
			return Value{Text: rapid.SampledFrom(info.Values).Draw(t, "value")}
		case Time:
			return bound(t, info, []string{"2026-11-22", "2026-11", "24h", "7d", "3w", "6mo", "today", "yesterday", "last-visit"})
		case Number:
			return bound(t, info, []string{"0", "3", "17"})
		}
		if info.Regex && rapid.Bool().Draw(t, "regex") {
			return Value{Text: rapid.SampledFrom([]string{"a", "a/b", `\d+ x`, `a\\`, "a,b"}).Draw(t, "expr"), Regex: true, Fold: rapid.Bool().Draw(t, "fold")}
		}
		text := strings.Join(strings.Fields(words.Draw(t, "text")), " ")
		if text == "" {
			text = "x"
		}
		return plain(Value{Text: text, Phrase: rapid.Bool().Draw(t, "phrase")})
	})
}

func bound(t *rapid.T, info FieldInfo, some []string) Value {
	one := rapid.SampledFrom(some)
	if info.Name == "since" || info.Name == "until" || rapid.Bool().Draw(t, "one") {
		return Value{Text: one.Draw(t, "at")}
	}
	return Value{Range: true, Lo: one.Draw(t, "lo"), Hi: rapid.SampledFrom(append([]string{""}, some...)).Draw(t, "hi")}
}

func nodes(depth int) *rapid.Generator[Node] {
	return rapid.Custom(func(t *rapid.T) Node {
		kind := rapid.IntRange(0, 6).Draw(t, "kind")
		if depth == 0 {
			kind %= 4
		}
		text := strings.Join(strings.Fields(words.Draw(t, "text")), " ")
		if text == "" {
			text = "x"
		}
		switch kind {
		case 0:
			return textNode(item{text: text, phrase: rapid.Bool().Draw(t, "phrase"), prefix: rapid.Bool().Draw(t, "prefix")})
		case 1:
			info := rapid.SampledFrom(fields[:len(fields)-2]).Draw(t, "field")
			return Field{Name: info.Name, Values: rapid.SliceOfN(values(info), 1, 3).Draw(t, "values")}
		case 2:
			return tagNode(item{values: []part{{Value: Value{Text: "t" + text}}}})
		case 3:
			return Saved{text}
		case 4:
			return Not{nodes(depth-1).Draw(t, "term")}
		case 5:
			return And{rapid.SliceOfN(nodes(depth-1), 0, 4).Draw(t, "terms")}
		}
		return Or{rapid.SliceOfN(nodes(depth-1), 0, 4).Draw(t, "terms")}
	})
}

func TestPrintedQueryIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Query{Where: simplify(nodes(3).Draw(t, "where")), Limit: rapid.IntRange(0, 3).Draw(t, "limit")}
		for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom(SortKeys), 0, 2, rapid.ID).Draw(t, "sort") {
			q.Sort = append(q.Sort, Sort{key, rapid.Bool().Draw(t, "down")})
		}
		got, err := Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", q.String(), err)
		}
		if !reflect.DeepEqual(got, q) {
			t.Fatalf("%q is read back as %s, was %s", q.String(), dump(got.Where), dump(q.Where))
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a b OR -c", `title:"x y",/z/i #t @v`, "(a (b", `“x`, "date:7d..", "x:y", "\xff\"", "NOT NOT --x", "sort:-date limit:3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Pos < 0 || wrong.Pos > len(s) || err.Error() == "" {
				t.Fatalf("Parse(%q): %v", s, err)
			}
			return
		}
		text := q.String()
		again, err := Parse(text)
		if err != nil {
			if len(text) > maxLength { // quotes were added at the limit
				return
			}
			t.Fatalf("Parse(%q) prints %q: %v", s, text, err)
		}
		if again.String() != text || !reflect.DeepEqual(again, q) {
			t.Fatalf("%q prints %q, then %q", s, text, again.String())
		}
	})
}
