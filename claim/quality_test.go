package claim

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay/actor"
	"hearsay/news"
)

// item is a labelled story: what is there and what must be found in it.
type item struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Text   string   `json:"text"`
	Claims []record `json:"claims"`
}

// record is a claim of the gold or of the engine. Fields of the gold may hold
// alternatives, parted by "|". Offsets count code points.
type record struct {
	Kind     string `json:"kind"`
	Sub      string `json:"sub"`
	Speaker  string `json:"speaker"`
	Actor    string `json:"speaker_actor"`
	Target   string `json:"target"`
	Quote    string `json:"quote"`
	Cue      string `json:"cue,omitempty"`
	Field    string `json:"field"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Optional bool   `json:"optional,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Why      string `json:"why,omitempty"`
}

func readItems(t testing.TB, path string) []item {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var items []item
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if len(strings.TrimSpace(sc.Text())) == 0 {
			continue
		}
		var it item
		if err := json.Unmarshal(sc.Bytes(), &it); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		items = append(items, it)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return items
}

// predict runs the engine on an item.
func predict(e *Engine, it item) []record {
	a := e.Analyse(&news.Story{Title: news.Text(it.Title), Text: news.Text(it.Text)})
	out := []record{}
	for _, c := range a.Claims {
		text := it.Text
		if c.Field == news.InTitle {
			text = it.Title
		}
		out = append(out, record{
			Kind: string(c.Kind), Sub: c.Sub, Speaker: string(c.Speaker), Actor: string(c.SpeakerActor), Target: string(c.Target),
			Quote: string(c.Quote), Cue: string(c.Cue), Field: string(c.Field), Rule: c.Rule, Why: c.Why,
			Start: utf8.RuneCountInString(text[:c.Start]), End: utf8.RuneCountInString(text[:c.End]),
		})
	}
	return out
}

// TestWritePredictions scores nothing: with HEARSAY_ITEMS and HEARSAY_OUT set
// it writes what the engine finds in other items, one a line.
func TestWritePredictions(t *testing.T) {
	path := os.Getenv("HEARSAY_ITEMS")
	if path == "" {
		t.Skip("HEARSAY_ITEMS is not set")
	}
	out, err := os.Create(os.Getenv("HEARSAY_OUT"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	e := New(actor.Default())
	for _, it := range readItems(t, path) {
		line, err := json.Marshal(map[string]any{"id": it.ID, "claims": predict(e, it)})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "%s\n", line)
	}
}

// floors of a labelled set. They are set a little below what was measured:
// all but blind-b were written before the rules that pass them, so they say
// what later changes may not break, not how well unseen text is read.
type floors struct {
	f1, precision, denialF1, strict, actor, target, sub, alarms float64
}

// TestQuality measures the engine on the labelled sets and prints the table.
func TestQuality(t *testing.T) {
	e := New(actor.Default())
	for _, set := range []struct {
		file string
		floors
	}{
		{"press", floors{.90, .92, .90, .88, .80, .70, .88, 5}},
		{"rare", floors{.80, .88, .85, .75, .65, .70, .85, 60}}, // two clean items only
		{"clean", floors{alarms: 4}},
		{"blind-a", floors{.74, .92, .75, .70, .66, .50, .92, 3}},
		// Nobody looks at blind-b: it tells how rare turns of phrase are read
		// that the rules have not seen. Measure on it, never tune on it.
		{"blind-b", floors{.44, .84, .45, .78, .58, .44, .82, 9}},
	} {
		items := readItems(t, "testdata/"+set.file+".jsonl")
		s := score(items, func(it item) []record { return predict(e, it) })
		fmt.Printf("\n%s: %d items\n", set.file, len(items))
		s.print(os.Stdout)
		if testing.Verbose() {
			for _, line := range s.errors {
				fmt.Println(line)
			}
		}
		all := s.kinds["all"]
		for _, f := range []struct {
			name       string
			got, floor float64
		}{
			{"F1", all.f1(), set.f1}, {"precision", all.precision(), set.precision}, {"F1 of denials", s.kinds["denial"].f1(), set.denialF1},
			{"strict speaker", rate(all.strict, all.speakers), set.strict}, {"resolved speaker", rate(all.actorRight, all.actors), set.actor},
			{"target", rate(all.targetRight, all.targets), set.target}, {"sub-kind", rate(all.subRight, all.hit), set.sub},
		} {
			if set.f1 > 0 && f.got < f.floor {
				t.Errorf("%s: %s is %.3f, floor %.2f", set.file, f.name, f.got, f.floor)
			}
		}
		if s.alarmsPer100() > set.alarms {
			t.Errorf("%s: %.1f false alarms per 100 clean items, at most %.0f", set.file, s.alarmsPer100(), set.alarms)
		}
	}
}
