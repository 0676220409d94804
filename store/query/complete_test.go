package query

import (
	"reflect"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	values := func(field, prefix string) []string {
		all := map[string][]string{
			"feed": {"Krebs", "Kernel news", "Ars"}, "tag": {"actor/apt29", "actor/apt28", "todo"},
			"actor": {"APT29", "Apricot Weasel"}, SavedNames: {"morning", "my view"},
		}
		var some []string
		for _, v := range all[field] {
			if strings.HasPrefix(strings.ToLower(v), strings.ToLower(prefix)) {
				some = append(some, v)
			}
		}
		return some
	}
	tests := []struct {
		name, in string // "|" is the cursor
		want     []string
	}{
		{"nothing typed", "|", nil},
		{"after a blank", "a |", nil},
		{"a letter", "d|", []string{"denier:|", "denies:|", "date:|"}},
		{"capital", "De|", []string{"denier:|", "denies:|"}},
		{"behind a dash", "-de|", []string{"-denier:|", "-denies:|"}},
		{"in parentheses", "(a OR fe|)", []string{"(a OR feed:|)"}},
		{"in the middle of a word", "fe|ed", nil},
		{"phrase", `"fe|`, nil},
		{"closed field", "is:|", []string{"is:unread|", "is:read|", "is:starred|", "is:hidden|", "is:updated|"}},
		{"second of a closed field", "is:unread,u|", []string{"is:unread,updated|"}},
		{"sort", "sort:-da|", []string{"sort:-date|"}},
		{"time", "date:y|", []string{"date:yesterday|"}},
		{"end of a range", "date:7d..y|", []string{"date:7d..yesterday|"}},
		{"value", "feed:k|", []string{"feed:Krebs|", `feed:"Kernel news"|`}},
		{"value in quotes", `feed:"ke|`, []string{`feed:"Kernel news"|`}},
		{"complete phrase", `feed:"Kernel news"|`, nil},
		{"second value", "feed:Ars,|", []string{"feed:Ars,Krebs|", `feed:Ars,"Kernel news"|`}},
		{"tag", "#to|", []string{"#todo|"}},
		{"tag by its field", "tag:actor|", []string{"tag:actor/apt29|", "tag:actor/apt28|"}},
		{"saved", "@m|", []string{"@morning|", `@"my view"|`}},
		{"unknown field", "xx:a|", nil},
		{"number", "limit:|", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cursor := strings.Index(tt.in, "|")
			in := tt.in[:cursor] + tt.in[cursor+1:]
			var got []string
			for _, c := range Complete(in, cursor, values) {
				got = append(got, in[:c.Start]+c.Text+"|"+in[c.End:])
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Complete(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCompleteNeverFails(t *testing.T) {
	for _, in := range []string{"", "é", "日", "\xff", `feed:"`, "#", "@", "a:", "-", "date:..", "title:/x"} {
		for cursor := -1; cursor <= len(in)+1; cursor++ {
			Complete(in, cursor, nil)
		}
	}
}

func TestTree(t *testing.T) {
	q, err := Parse(`breach (feed:krebs,ars OR -has:denial) #todo date:>2026-11 title:/a/ @v "x y"* sort:-seen,title limit:5`)
	if err != nil {
		t.Fatal(err)
	}
	want := `all of
  title or body has the word "breach"
  any of
    feed has "krebs" or "ars"
    not
      story has denial
  tag is "todo"
  published after 2026-11
  title has what matches /a/
  what is saved as "v"
  title or body has the beginning of a phrase "x y"
sorted by seen downwards, then title, at most 5
`
	if got := q.Tree(); got != want {
		t.Errorf("Tree = %s", got)
	}
	if got := (Query{}).Tree(); got != "every story\nnewest first\n" {
		t.Errorf("Tree of nothing = %q", got)
	}
}

func TestEveryFieldHasWordsAndAWorkingExample(t *testing.T) {
	for _, f := range Fields() {
		q, err := Parse(f.Example)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Kind != Order && f.Name != "limit" && asked[f.Name] == "" {
			t.Errorf("%s: no words for it", f.Name)
		}
		if q.String() != f.Example {
			t.Errorf("%s: %q is not canonical", f.Name, f.Example)
		}
	}
}
