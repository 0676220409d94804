package query

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every first cell of a table in the manual is a query that is read as it is
// shown, every field and value stands there, and the error is the one it shows.
func TestManual(t *testing.T) {
	b, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	manual := string(b)
	cells := regexp.MustCompile("(?m)^\\| `(.+?)` \\|").FindAllStringSubmatch(manual, -1)
	if len(cells) < 50 {
		t.Errorf("only %d examples", len(cells))
	}
	half := manual[strings.Index(manual, "## Typed halfway"):]
	for _, cell := range cells {
		q, err := Parse(cell[1])
		if err != nil {
			t.Errorf("%s: %v", cell[1], err)
		}
		if got := q.String(); !strings.EqualFold(got, cell[1]) && !strings.Contains(half, cell[0]) {
			t.Errorf("%s: canonical is %s", cell[1], got)
		}
	}
	for _, f := range Fields() {
		if !strings.Contains(manual, "`"+f.Name+":") && !strings.Contains(manual, " "+f.Name+":") {
			t.Errorf("nothing about %s:", f.Name)
		}
		for _, v := range f.Values {
			if !regexp.MustCompile("[`: ]" + regexp.QuoteMeta(v) + "[` ]").MatchString(manual) {
				t.Errorf("nothing about %s:%s", f.Name, v)
			}
		}
	}
	for _, run := range regexp.MustCompile(`(?m)^\$ hearsay list (.*)\n(.*)$`).FindAllStringSubmatch(manual, -1) {
		if _, err := Parse(run[1]); err == nil || err.Error() != run[2] {
			t.Errorf("%s: %v", run[1], err)
		}
	}
	var takes []string
	for _, f := range Fields() {
		if f.Regex {
			takes = append(takes, f.Name)
		}
	}
	for _, name := range takes {
		line := manual[strings.Index(manual, "They work in `"):]
		line = line[:strings.Index(line, "\n")]
		if !regexp.MustCompile(`\b` + name + `\b`).MatchString(line) {
			t.Errorf("%s takes expressions", name)
		}
	}
}
