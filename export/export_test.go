package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay/news"
	"hearsay/news/clean"
)

var now = time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC)

// span is where words stand in a text.
func span(text news.Text, words string) (int, int) {
	at := strings.Index(string(text), words)
	if at < 0 {
		panic("no " + words)
	}
	return at, at + len(words)
}

// sample is a selection with something in every field.
func sample() Selection {
	title := news.Text("Ruritania “denies” breach of Übersee-Häfen 港口")
	text := news.Text("The FNCC said the group Tidal Heron broke in.\n外交部: \"We had nothing to do with it,\" said Ivana Petra.")
	q := news.Text("\"We had nothing to do with it,\" said Ivana Petra.")
	as, ae := span(text, "The FNCC said the group Tidal Heron broke in.")
	ds, de := span(text, string(q))
	gs, ge := span(text, "Tidal Heron")
	ps, pe := span(text, "Ivana Petra")
	ts, te := span(title, "Übersee-Häfen")
	accusation := news.NameUUID("claim|1")
	full := news.Full{
		Story: news.Story{
			ID: 7, UUID: news.NameUUID("story|1"), Feed: 1, Source: "The Ledger", Title: title, Text: text, Summary: "A summary.",
			Link: "https://ledger.example/story?id=1", Original: "https://ledger.example/story?id=1&utm_source=x",
			Authors: []news.Text{"A. Writer"}, Lang: "en", Published: now.Add(-time.Hour), Updated: now, Seen: now,
			Blocks: []news.Block{{Start: 0, End: 45, Kind: news.Quoted}},
		},
		Read: true, Starred: true, Tags: []string{"ports", "actor/tidal-heron", "2026"},
		Mentions: []news.Mention{
			{Slug: "uebersee", Actor: "Übersee-Häfen", Class: news.Organisation, Field: news.InTitle, Start: ts, End: te, Text: "Übersee-Häfen"},
			{Slug: "tidal-heron", Actor: "Tidal Heron", Class: news.Group, Field: news.InText, Start: gs, End: ge, Text: "Tidal Heron", Status: news.Confirmed},
			{Slug: "ivana-petra", Actor: "Ivana Petra", Class: news.Official, Field: news.InText, Start: ps, End: pe, Text: "Ivana Petra", Unsure: true},
			{Slug: "nobody", Actor: "Nobody", Class: news.Group, Field: news.InText, Start: ps, End: pe, Text: "Ivana Petra", Status: news.Rejected},
		},
		Claims: []news.Claim{
			{UUID: accusation, Kind: news.Accusation, Sub: "attributed", Speaker: "The FNCC", Target: "Tidal Heron", TargetSlug: "tidal-heron",
				TargetClass: news.Group, Quote: "The FNCC said the group Tidal Heron broke in.", Cue: "said", Field: news.InText, Start: as, End: ae,
				Hedge: "none", Status: news.Confirmed},
			{UUID: news.NameUUID("claim|2"), Kind: news.Denial, Sub: "involvement-denied", Speaker: "Ivana Petra", SpeakerActor: "Ivana Petra",
				SpeakerSlug: "ivana-petra", SpeakerClass: news.Official, Quote: q, Cue: "nothing to do with", Field: news.InText, Start: ds, End: de,
				SaidOn: now, Answers: accusation, Weak: true, Confidence: "moderate"},
		},
		Notes: []news.Note{
			{UUID: "b8c1f5a2-1111-4111-8111-111111111111", Story: 7, StoryUUID: news.NameUUID("story|1"), StoryTitle: title,
				StoryLink: "https://ledger.example/story?id=1", Source: "The Ledger", Kind: news.Contradiction, Author: "you", Created: now, Modified: now,
				Body: "Compare with *June*.\n\n- one `<b>`", TLP: news.Amber, Tags: []string{"filing"},
				Anchor: &news.Anchor{Field: news.InText, Quote: q, Prefix: "外交部: ", Start: ds, End: de, State: news.Exact}},
			{UUID: "c8c1f5a2-1111-4111-8111-111111111111", Story: 7, StoryUUID: news.NameUUID("story|1"), Created: now, Modified: now, Body: "for us only", TLP: news.Red},
		},
	}
	plain := news.Full{Story: news.Story{ID: 8, UUID: news.NameUUID("story|2"), Feed: 1, Title: "Undated", Seen: now}}
	return Selection{
		Query: `has:denial OR "port"`,
		Feeds: []news.Feed{
			{ID: 1, UUID: news.NameUUID("feed|1"), URL: "https://me:pw@ledger.example/feed?token=abc&x=1", Title: "The Ledger", Category: "News"},
			{ID: 2, UUID: news.NameUUID("feed|2"), URL: "https://unused.example/", Title: "Unused"},
		},
		Actors: func(class news.Class, slug string) (news.Actor, bool) {
			if class != news.Group || slug != "tidal-heron" {
				return news.Actor{}, false
			}
			return news.Actor{Slug: slug, Class: class, Kind: "apt", Name: "Tidal Heron", Country: "XX", Sponsor: "Ruritania",
				Aliases: []news.Alias{{Name: "UNC-77", By: "FNCC"}, {Name: "Storm-9001"}},
				Refs:    []news.Ref{{Source: "mitre-attack", ID: "G9999", URL: "https://attack.mitre.org/groups/G9999/"}}}, true
		},
		Stories: stories(full, plain),
		Orphans: []news.Note{{UUID: "d8c1f5a2-1111-4111-8111-111111111111", StoryUUID: news.NameUUID("story|9"), StoryTitle: "Gone",
			Created: now, Modified: now, Body: "still here", Anchor: &news.Anchor{Field: news.InText, Quote: "lost", State: news.Lost}}},
	}
}

func stories(all ...news.Full) iter.Seq2[news.Full, error] {
	return func(yield func(news.Full, error) bool) {
		for _, f := range all {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// hostile are strings that break formats which are put together by hand.
var hostile = []string{
	`]]>`, `</script>`, `<!-- hearsay:keep -->`, `<!-- /hearsay:keep -->`, `=cmd|' /C calc'!A0`, `../../x`, `..\..\x`, `!!python/object:x`,
	`\input{/etc/passwd}`, "\x00\x1b[31mred\x1b]0;t\x07", "\u202eevil\u202c", "👩‍👩‍👧‍👦🇺🇦", `"'&<>`, "---\nid: x\n---", "# h\n## h2", "- a\n1. b", "[[x|y]] %%c%% {{t}} <% tp %>",
	"![i](http://t.example/i.png)", "`code` ``` ```", "con", "CON.md", "~~~", "null", "no", "1e3", "2026-11-19", "key:: value", "==x== ^id #tag @x", "$x$", "\u2028\u2029\r\n\t",
	"&lt;b&gt;&#60;", "\xff\xfe", "<svg/onload=x>", "http://x.example/[a](b)", strings.Repeat("ä", 1<<12),
}

// hostileSample has such a string in every field that a stranger fills.
func hostileSample() Selection {
	var all []news.Full
	for i, h := range hostile {
		id := news.NameUUID(fmt.Sprint("story|", i))
		l, b := clean.Line(h), clean.Block(h)
		l = clean.Cut(l, 500)
		title := l
		if title == "" {
			title = "empty"
		}
		raw := l
		all = append(all, news.Full{
			Story: news.Story{ID: news.ID(i + 1), UUID: id, Feed: 1, Source: raw, Title: title, Text: b, Summary: raw, Link: "https://x.example/" + h,
				Original: h, Authors: []news.Text{raw}, Lang: h, Published: now.Add(time.Duration(i) * time.Minute), Seen: now},
			Tags:     []string{h},
			Mentions: []news.Mention{{Slug: string(title), Actor: raw, Class: classes[i%len(classes)], Field: news.InText, End: len(b), Text: b}},
			Claims: []news.Claim{{UUID: news.NameUUID(fmt.Sprint("claim|", i)), Kind: news.Denial, Sub: "event-denied", Speaker: raw, SpeakerActor: raw, Target: raw,
				Quote: b, Cue: raw, Field: news.InText, End: len(b)}},
			Notes: []news.Note{{UUID: fmt.Sprintf("%08x-1111-4111-8111-111111111111", i), StoryUUID: id, StoryTitle: raw, StoryLink: h, Source: raw,
				Author: raw, Created: now, Modified: now, Body: b, TLP: news.TLPs[i%5], Tags: []string{h},
				Anchor: &news.Anchor{Field: news.InText, Quote: b, Prefix: raw, Suffix: raw, End: len(b)}}},
		})
	}
	return Selection{
		Query:   strings.Join(hostile, " "),
		Feeds:   []news.Feed{{ID: 1, UUID: news.NameUUID("feed|1"), URL: "javascript:alert(1)", Title: clean.Line(hostile[0]), Category: hostile[1], Lang: hostile[2]}},
		Stories: stories(all...),
		Orphans: all[3].Notes,
	}
}

// validator checks records against our own schema.
func validator(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// lines writes an export and gives its records, all valid.
func lines(t *testing.T, sel Selection, opt Options) ([]map[string]any, Report) {
	t.Helper()
	var b bytes.Buffer
	report, err := JSONLines(context.Background(), &b, sel, opt)
	if err != nil {
		t.Fatal(err)
	}
	s := validator(t)
	var all []map[string]any
	for l := range strings.Lines(b.String()) {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(l))
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		if err := s.Validate(doc); err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		var m map[string]any
		if err := json.Unmarshal([]byte(l), &m); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all, report
}

func of(all []map[string]any, record string) []map[string]any {
	var some []map[string]any
	for _, m := range all {
		if m["record"] == record {
			some = append(some, m)
		}
	}
	return some
}

func TestJSONLinesHoldEverything(t *testing.T) {
	all, report := lines(t, sample(), Options{Producer: Producer{Name: "desk"}, Now: now})
	want := Counts{Feed: 1, Actor: 3, Story: 2, Mention: 3, Claim: 2, Note: 3}
	if report.Counts != want || report.TLP != news.Red {
		t.Errorf("report = %+v, want %+v at red", report, want)
	}
	head := all[0]
	if head["record"] != "header" || head["tlp"] != "red" || head["stamp"] != nil || head["counts"].(map[string]any)["note"] != 3.0 {
		t.Errorf("header = %v", head)
	}
	if got := of(all, "feed")[0]["url"]; got != "https://ledger.example/feed?x=1" {
		t.Errorf("feed address = %v: credentials must stay here", got)
	}
	story := of(all, "story")[0]
	if story["text"] != nil || story["published_guess"] != nil || story["published"] != "2026-11-22T15:00:00Z" {
		t.Errorf("story = %v", story)
	}
	if got := of(all, "story")[1]; got["published"] != nil || got["published_guess"] != "2026-11-22T16:00:00Z" || got["url"] != nil {
		t.Errorf("undated story = %v", got)
	}
	denial := of(all, "claim")[1]
	if denial["start"] != 51.0 || denial["end"] != 100.0 {
		t.Errorf("denial at %v-%v, want code points 51-100", denial["start"], denial["end"])
	}
	for _, m := range of(all, "mention") {
		if m["actor"] == "Nobody" {
			t.Error("a rejected mention was written")
		}
	}
	if a := of(all, "note")[2]["anchor"].(map[string]any); a["start"] != nil || a["state"] != "lost" {
		t.Errorf("anchor of a note without story = %v", a)
	}
}

func TestSecondRunIsTheSame(t *testing.T) {
	for name, sel := range map[string]Selection{"sample": sample(), "hostile": hostileSample()} {
		var a, b bytes.Buffer
		for _, w := range []*bytes.Buffer{&a, &b} {
			if _, err := JSONLines(context.Background(), w, sel, Options{WithText: true, Now: now}); err != nil {
				t.Fatal(err)
			}
			if _, err := JSON(context.Background(), w, sel, Options{Now: now}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two exports differ", name)
		}
	}
}

func TestConfirmedLeavesSuggestionsOut(t *testing.T) {
	all, report := lines(t, sample(), Options{Confirmed: true})
	if report.Counts.Claim != 1 || report.Counts.Mention != 1 {
		t.Errorf("report = %+v", report)
	}
	for _, m := range all {
		if s, has := m["status"]; has && s != "confirmed" {
			t.Errorf("%v", m)
		}
	}
}

func TestStricterNotesNeverLeak(t *testing.T) {
	for _, most := range news.TLPs {
		all, report := lines(t, hostileSample(), Options{MaxTLP: most})
		notes := of(all, "note")
		for _, n := range notes {
			if news.TLP(n["tlp"].(string)).Rank() > most.Rank() {
				t.Errorf("a note at %v in an export up to %s", n["tlp"], most)
			}
		}
		if len(notes)+report.LeftOut != len(hostile)+1 {
			t.Errorf("%d notes and %d left out of %d", len(notes), report.LeftOut, len(hostile)+1)
		}
		if news.TLP(all[0]["tlp"].(string)).Rank() > most.Rank() {
			t.Errorf("header at %v", all[0]["tlp"])
		}
	}
}

func TestEmptySelectionIsValid(t *testing.T) {
	all, report := lines(t, Selection{}, Options{Stamp: true, Now: now})
	if len(all) != 1 || all[0]["tlp"] != "clear" || all[0]["stamp"] != "2026-11-22T16:00:00Z" || report.Counts != (Counts{}) {
		t.Errorf("%v %+v", all, report)
	}
	var b bytes.Buffer
	if _, err := JSON(context.Background(), &b, Selection{}, Options{}); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("%s: %v", b.String(), err)
	}
}

func TestJSONHasTheSameRecords(t *testing.T) {
	all, _ := lines(t, sample(), Options{})
	var b bytes.Buffer
	if _, err := JSON(context.Background(), &b, sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Header  map[string]any
		Records []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Records) != len(all)-1 || doc.Header["record"] != "header" {
		t.Errorf("%d records, want %d", len(doc.Records), len(all)-1)
	}
}

func TestBrokenSelectionEndsTheExport(t *testing.T) {
	boom := errors.New("boom")
	sel := Selection{Stories: func(yield func(news.Full, error) bool) { yield(news.Full{}, boom) }}
	var b bytes.Buffer
	if _, err := JSONLines(context.Background(), &b, sel, Options{}); !errors.Is(err, boom) || b.Len() > 0 {
		t.Errorf("wrote %q, %v", b.String(), err)
	}
}

func TestLargeExportTakesToTheDisk(t *testing.T) {
	big := news.Full{Story: news.Story{UUID: news.NameUUID("big"), Title: "big", Text: news.Text(strings.Repeat("word ", 1<<20)), Seen: now}}
	t.Setenv("TMPDIR", t.TempDir())
	all, _ := lines(t, Selection{Stories: stories(big, big, big)}, Options{WithText: true})
	if len(all) != 4 || len(all[3]["text"].(string)) != 5<<20 {
		t.Errorf("%d records", len(all))
	}
}
