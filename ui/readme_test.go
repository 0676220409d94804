package ui

import (
	"os"
	"strings"
	"testing"
)

const readme = "../README.md"

// The table of keys in the README is made from the key map.
func TestREADMEHasTheKeys(t *testing.T) {
	written, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	const begins, ends = "<!-- keys: written by go test ./ui -update -->\n", "<!-- /keys -->"
	before, rest, found := strings.Cut(string(written), begins)
	_, after, closed := strings.Cut(rest, ends)
	if !found || !closed {
		t.Fatalf("%s has no place for the keys", readme)
	}
	want := before + begins + keyTable() + ends + after
	if want == string(written) {
		return
	}
	if !*update {
		t.Fatalf("%s does not show the keys as they are; go test ./ui -update writes them", readme)
	}
	if err := os.WriteFile(readme, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// keyTable is a row for each context: its keys and what they do.
func keyTable() string {
	var b strings.Builder
	b.WriteString("| where | keys |\n|---|---|\n")
	for _, context := range keys.contexts() {
		b.WriteString("| " + context.name + " |")
		for i, k := range context.bindings {
			if i > 0 {
				b.WriteString(" ·")
			}
			b.WriteString(" `" + k.Help().Key + "` " + k.Help().Desc)
		}
		b.WriteString(" |\n")
	}
	return b.String()
}
