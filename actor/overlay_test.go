package actor

import (
	"slices"
	"strings"
	"testing"

	"hearsay/news"
)

func aliases(names ...string) []news.Alias {
	var out []news.Alias
	for _, n := range names {
		out = append(out, news.Alias{Name: news.Text(n)})
	}
	return out
}

// named lists the slugs that a catalogue finds in a text, "?" when unsure.
func named(c *Catalogue, text string) string {
	mentions, _ := c.Story("", news.Text(text))
	var out []string
	for _, m := range mentions {
		s := m.Slug
		if m.Unsure {
			s += "?"
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func load(t *testing.T, o Overlay) *Catalogue {
	t.Helper()
	c, failed, err := Load(o)
	if err != nil || len(failed) > 0 {
		t.Fatalf("Load: %v, %v", failed, err)
	}
	return c
}

func TestNoOverlayIsTheTable(t *testing.T) {
	if c := load(t, Overlay{}); c != Default() || c.Stamp() != 0 {
		t.Error("an empty overlay costs another table")
	}
}

// Taking the table apart and putting it together changes nothing.
func TestPatchKeepsTheTable(t *testing.T) {
	again, err := patchOf(Default().t).table()
	if err != nil {
		t.Fatal(err)
	}
	c := catalogueOf(again)
	if again.records != Default().t.records {
		t.Error("the records differ")
	}
	for _, item := range readLabelled(t, "testdata/labelled.jsonl") {
		want, _ := Default().Story(news.Text(item.Title), news.Text(item.Text))
		got, _ := c.Story(news.Text(item.Title), news.Text(item.Text))
		if !slices.Equal(got, want) {
			t.Errorf("%s: other mentions", item.ID)
		}
	}
}

func TestEdits(t *testing.T) {
	tests := []struct {
		name       string
		edit       Edit
		text, want string
	}{
		{"add a group", Edit{Do: Add, Entry: Entry{Name: "Grey Otter", Kind: "apt", Country: "RU", Aliases: aliases("RiverMoss")}},
			"Grey Otter read mail. RiverMoss left.", "grey-otter grey-otter"},
		{"add a name", Edit{Do: Add, Entry: Entry{Name: "APT29", Aliases: aliases("Pale Heron")}}, "Pale Heron read mail.", "apt29"},
		{"an ordinary word waits for context", Edit{Do: Add, Entry: Entry{Name: "Grey Otter", Aliases: aliases("Lantern")}},
			"The Lantern is lit.", ""},
		{"an ordinary word in context", Edit{Do: Add, Entry: Entry{Name: "Grey Otter", Aliases: aliases("Lantern")}},
			"The hacking group Lantern came.", "grey-otter"},
		{"a match that is asked for", Edit{Do: Add, Entry: Entry{Name: "Grey Otter", Aliases: aliases("Lantern"), Match: "always"}},
			"The lantern is lit.", "grey-otter"},
		{"a name that another has is shared", Edit{Do: Add, Entry: Entry{Name: "Grey Otter", Aliases: aliases("Cozy Bear")}},
			"Cozy Bear came.", "apt29?"},
		{"rename", Edit{Do: Rename, Actor: "apt 29", Entry: Entry{Name: "Pale Heron"}}, "Pale Heron and APT29 met.", "apt29 apt29"},
		{"merge", Edit{Do: Merge, Actor: "Sandworm", Into: "APT29"}, "Sandworm and Cozy Bear met.", "apt29 apt29"},
		{"split", Edit{Do: Split, Actor: "APT29", Entry: Entry{Name: "Pale Heron", Aliases: aliases("Cozy Bear")}},
			"Cozy Bear and APT29 met.", "pale-heron apt29"},
		{"hide", Edit{Do: Hide, Alias: "cozy bear"}, "Cozy Bear and APT29 met.", "apt29"},
		{"hide for one", Edit{Do: Hide, Alias: "Cozy Bear", Actor: "APT29"}, "Cozy Bear came.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t, Overlay{Edits: []Edit{tt.edit}})
			if got := named(c, tt.text); got != tt.want {
				t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
			}
			if c.Stamp() == 0 {
				t.Error("the stamp is that of no overlay")
			}
		})
	}
}

func TestEditsChangeTheRecord(t *testing.T) {
	c := load(t, Overlay{Edits: []Edit{
		{Do: Rename, Actor: "APT29", Entry: Entry{Name: "Pale Heron"}},
		{Do: Merge, Actor: "Turla", Into: "APT29"}, // done before the renaming
		{Do: Hide, Alias: "Cozy Bear"},
	}})
	a, ok := c.Actor(news.Group, "apt29")
	names := map[string]bool{}
	for _, alias := range a.Aliases {
		names[string(alias.Name)] = true
	}
	if !ok || a.Name != "Pale Heron" || !names["APT29"] || !names["Turla"] || names["Cozy Bear"] {
		t.Errorf("%+v", a)
	}
	if _, still := c.Actor(news.Group, "turla"); still {
		t.Error("what was merged is still an actor of its own")
	}
	if len(c.All()) != len(Default().All())-1 {
		t.Errorf("%d actors", len(c.All()))
	}
}

func TestEditsThatCannotBeDone(t *testing.T) {
	edits := []Edit{
		{Do: Rename, Actor: "Nobody At All", Entry: Entry{Name: "X-Ray Otter"}, Line: 3},
		{Do: Rename, Actor: "APT29", Entry: Entry{Name: "Sandworm"}},
		{Do: Merge, Actor: "Cozy Bear", Into: "APT29"},
		{Do: Merge, Actor: "Russia", Into: "APT29"},
		{Do: Split, Actor: "APT29", Entry: Entry{Name: "Sandworm"}},
		{Do: Hide, Alias: "Nobody At All"},
		{Do: Hide, Alias: "Sandworm", Actor: "APT29"},
		{Do: Add, Entry: Entry{Name: "…"}},
		{Do: Add, Entry: Entry{Name: "Grey|Otter"}},
	}
	c, failed, err := Load(Overlay{Edits: edits})
	if err != nil || len(failed) != len(edits) {
		t.Fatalf("%d of %d failed: %v, %v", len(failed), len(edits), failed, err)
	}
	if failed[1].Edit.Line != 3 && failed[0].Edit.Line != 3 && !slices.ContainsFunc(failed, func(e EditError) bool { return e.Edit.Line == 3 }) {
		t.Error("the line is lost")
	}
	if got := named(c, "Cozy Bear and Sandworm met."); got != "apt29 sandworm" {
		t.Errorf("got %q", got)
	}
}

func TestImportMergesByTheRulesOfTheTable(t *testing.T) {
	attack := func(id string) []news.Ref { return []news.Ref{{Source: "mitre-attack", ID: id}} }
	tests := []struct {
		name  string
		entry Entry
		want  Outcome
	}{
		{"new", Entry{Name: "Grey Otter", Aliases: aliases("Mud Heron")}, Outcome{State: IsNew, Actor: "Grey Otter", Taken: []news.Text{"Mud Heron"}}},
		{"by name", Entry{Name: "apt-29", Aliases: aliases("Mud Heron")}, Outcome{State: IsMerged, Actor: "APT29", Taken: []news.Text{"Mud Heron"}}},
		{"by number", Entry{Name: "Mud Heron", Refs: attack("G0016")}, Outcome{State: IsMerged, Actor: "APT29", Taken: []news.Text{"Mud Heron"}}},
		{"by an alias of one actor", Entry{Name: "Cozy Bear", Aliases: aliases("Mud Heron")}, Outcome{State: IsMerged, Actor: "APT29", Taken: []news.Text{"Mud Heron"}}},
		{"by clear overlap", Entry{Name: "Mud Heron", Aliases: aliases("Cozy Bear", "Midnight Blizzard")},
			Outcome{State: IsMerged, Actor: "APT29", Taken: []news.Text{"Mud Heron"}}},
		{"nothing new", Entry{Name: "APT29", Aliases: aliases("COZY BEAR")}, Outcome{State: IsSame, Actor: "APT29"}},
		{"an alias of another stays", Entry{Name: "Mud Heron", Aliases: aliases("Cozy Bear")},
			Outcome{State: IsNew, Actor: "Mud Heron", Kept: []Conflict{{"Cozy Bear", "APT29", news.Group}}}},
		{"an organisation", Entry{Name: "Microsoft"}, Outcome{State: IsSkipped, Why: `its name is a name of the organisation "Microsoft"`}},
		{"a program", Entry{Name: "Cobalt Strike"}, Outcome{State: IsSkipped, Why: "its name is the name of something that is no actor"}},
		{"no name", Entry{}, Outcome{State: IsSkipped, Why: "a name is empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			im := Importing(nil)
			got := im.Take(tt.entry)
			if got.State != tt.want.State || got.Actor != tt.want.Actor || !slices.Equal(got.Taken, tt.want.Taken) ||
				!slices.Equal(got.Kept, tt.want.Kept) || got.Why != tt.want.Why {
				t.Errorf("got %+v\nwant %+v", got, tt.want)
			}
			// Doing it again brings nothing new.
			again := Importing(im.Entries())
			if got := again.Take(tt.entry); got.State == IsNew || got.State == IsMerged {
				t.Errorf("again: %+v", got)
			}
			c := load(t, Overlay{Imported: im.Entries()})
			for _, name := range got.Taken {
				if found := c.Lookup(string(name)); len(found) != 1 || found[0].Name != got.Actor {
					t.Errorf("Lookup(%q) = %+v", name, found)
				}
			}
		})
	}
}

func TestEditsStayOnTopOfImports(t *testing.T) {
	edits := []Edit{{Do: Hide, Alias: "Mud Heron"}, {Do: Rename, Actor: "Grey Otter", Entry: Entry{Name: "Brown Otter"}}}
	im := Importing(nil)
	im.Take(Entry{Name: "Grey Otter", Aliases: aliases("Mud Heron")})
	c := load(t, Overlay{Imported: im.Entries(), Edits: edits})
	if got := named(c, "Mud Heron, then Brown Otter came."); got != "grey-otter" {
		t.Errorf("got %q", got)
	}
	if other := load(t, Overlay{Imported: im.Entries()}); other.Stamp() == c.Stamp() {
		t.Error("two overlays have one stamp")
	}
}

func BenchmarkLoad(b *testing.B) {
	o := Overlay{Edits: []Edit{{Do: Add, Entry: Entry{Name: "Grey Otter"}}}}
	for b.Loop() {
		if _, _, err := Load(o); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAliasesSayWhoUsesThem(t *testing.T) {
	for name, want := range map[string]string{"Salt Typhoon": "Microsoft", "FANCY BEAR": "CrowdStrike", "UNC4210": "Mandiant", "TA450": "Proofpoint",
		"Boggy Serpens": "Unit 42", "Turla": "", "UAC-0003": "CERT-UA"} {
		if got := Scheme(name); got != want {
			t.Errorf("Scheme(%q) = %q, want %q", name, got, want)
		}
	}
	a, _ := Default().Actor(news.Group, "apt29")
	if !slices.Contains(a.Aliases, news.Alias{Name: "Midnight Blizzard", By: "Microsoft"}) || !slices.Contains(a.Aliases, news.Alias{Name: "The Dukes"}) {
		t.Errorf("%+v", a.Aliases)
	}
}
