package actor

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay/news"
)

// found lists the mentions of a story as "words=slug", with "?" when unsure.
func found(title, text string) []string {
	mentions, _ := Default().Story(news.Text(title), news.Text(text))
	var out []string
	for _, m := range mentions {
		s := string(m.Text) + "=" + m.Slug
		if m.Unsure {
			s += "?"
		}
		out = append(out, s)
	}
	return out
}

func TestOneGroupUnderItsNames(t *testing.T) {
	for _, name := range []string{"APT29", "APT 29", "apt-29", "Cozy Bear", "COZY BEAR", "Midnight Blizzard", "ＡＰＴ２９", "APT\u00a029", "APT‑29", "Nobelium"} {
		for _, after := range []string{"'s people", "’s people", " again", ", it said", "."} {
			if got, want := found("", "Mail was read by the group "+name+after), []string{name + "=apt29"}; !slices.Equal(got, want) {
				t.Errorf("%q%q: %q", name, after, got)
			}
		}
	}
}

// Each sentence stands for a rule; the first of a pair is named, the second not.
func TestRules(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"capitals only", "The US denied it. Join us.", "US=united-states"},
		{"initialism", "A U.S. official spoke.", "U.S.=united-states"},
		{"people that act", "Russian hackers read it.", "Russian hackers=russia"},
		{"people that do not", "They ate Russian salad.", ""},
		{"a language", "A Chinese-speaking group sold it.", ""},
		{"a stance", "The pro-Russian hackers sold it.", ""},
		{"several words between", "Iranian state-sponsored or affiliated threat actors came.", "Iranian state-sponsored or affiliated threat actors=iran"},
		{"a group, not its country alone", "The Chinese group Lumo makes lamps.", ""},
		{"a seat", "The Kremlin denied it.", "Kremlin=russia"},
		{"a capital that speaks", "London accused the group.", "London=united-kingdom"},
		{"a capital that is a place", "A museum in London closed.", ""},
		{"a capital that owns", "The attack on Brussels's ministries.", "Brussels=belgium"},
		{"a pair of capitals", "Talks between Moscow and Washington went on.", "Moscow=russia Washington=united-states"},
		{"a list of places", "It has offices in Paris, Moscow and Beijing.", ""},
		{"officials in a capital", "Officials in Kyiv blamed no one.", "Kyiv=ukraine"},
		{"an embassy in a capital", "The embassy in Oslo blamed no one.", ""},
		{"a dateline", "KYIV — The power failed. SINGAPORE shone.", "SINGAPORE=singapore"},
		{"based in a capital", "The Moscow-based maker of locks closed.", ""},
		{"backed by a capital", "The Tehran-backed group left.", "Tehran=iran"},
		{"a paper, not the capital", "The Washington Post reported it.", "Washington Post=washington-post"},
		{"the US state", "The governor of Georgia spoke in Atlanta, Georgia.", ""},
		{"the country", "Russia shelled Georgia.", "Russia=russia Georgia=georgia"},
		{"swallowed", "Cobalt Strike came by Google Play.", ""},
		{"an ordinary word", "Everest is a mountain, and fog is fog.", ""},
		{"in context", "The Everest ransomware gang came.", "Everest=everest"},
		{"a longer name", "The ransomware group Hive Mind came.", "Hive Mind=hive-mind"},
		{"remembered", "The Play gang came. Then Play left.", "Play=play Play=play"},
		{"inside a word", "Log4Shell and the shellcode met.", ""},
		{"a host name", "It calls news.microsoft.com and kremlin.example.", ""},
		{"malware", "A file holds the LockBit ransomware.", "LockBit=lockbit?"},
		{"the gang", "The LockBit ransomware gang claimed it.", "LockBit=lockbit"},
		{"unknown number", "UNC9999, UNC 98765 and UAC-0999 met.", "UNC9999=unc9999 UNC 98765=unc98765 UAC-0999=uac-0999"},
		{"too many digits", "UNC99999999 and STORM-1 met.", ""},
		{"an ordinary company", "Apple said no.", "Apple=apple"},
		{"an ordinary word", "Apple pie is good. The target was missed.", ""},
		{"office before", "The Kremlin spokesman Igor Pavlenko spoke.", "Kremlin=russia Igor Pavlenko=igor-pavlenko"},
		{"office after", "Ivana Petra, a spokeswoman of the ministry, spoke.", "Ivana Petra=ivana-petra"},
		{"office with its field", "So said head of IT Linnea Berg.", "Linnea Berg=linnea-berg"},
		{"an age", "Rory Quade, 34, of Leeds, was charged.", "Rory Quade=rory-quade"},
		{"family name later", "Mayor Ada Quill spoke. Quill left.", "Ada Quill=ada-quill Quill=ada-quill"},
		{"initial", "So said Attorney General Merrick B. Garland.", "Merrick B. Garland=merrick-garland"},
		{"another bearer", "He met Hunter Biden at the Trump Tower.", ""},
		{"well known", "Peskov said no.", "Peskov=dmitry-peskov"},
		{"handle", "A hacker who goes by Fluffy Duck wrote.", "Fluffy Duck=fluffy-duck"},
		{"also known as", "The hacking group Velvet Heron, also known as Sly Otter, came. Sly Otter left.", "Velvet Heron=velvet-heron Sly Otter=velvet-heron Sly Otter=velvet-heron"},
		{"tracked as", "APT29, which Microsoft tracks as Marsh Heron, came. Marsh Heron left.", "APT29=apt29 Microsoft=microsoft Marsh Heron=apt29 Marsh Heron=apt29"},
		{"dubbed", "A new threat actor dubbed Marsh Kite came. Marsh Kite left.", "Marsh Kite=marsh-kite Marsh Kite=marsh-kite"},
		{"a list of names", "UNC9999 (aka Blue Gannet, SlyKoel and TA9999) came. SlyKoel left.", "UNC9999=unc9999 Blue Gannet=unc9999 SlyKoel=unc9999 TA9999=ta9999 SlyKoel=unc9999"},
		{"a program that is dubbed", "APT29 used a back door dubbed GoldKoel. GoldKoel is small.", "APT29=apt29"},
		{"a campaign that is called", "APT29 ran a campaign called Long Koel. It is known as Long Koel.", "APT29=apt29"},
		{"a speaker after the name", "APT29, also known as Marsh Heron, Microsoft said, left.", "APT29=apt29 Marsh Heron=apt29 Microsoft=microsoft"},
		{"legal form", "They sued Acme Widgets Inc. on Monday. Acme paid.", "Acme Widgets Inc=acme-widgets Acme=acme-widgets"},
		{"head of a name", "St. Brigid's Hospital closed.", "St. Brigid's Hospital=st-brigids-hospital"},
		{"after its noun", "The insurer Medisure paid.", "Medisure=medisure"},
		{"acronym in brackets", "The Harbour Safety Board (HSB) met. The HSB left.", "Harbour Safety Board=harbour-safety-board HSB=harbour-safety-board HSB=harbour-safety-board"},
		{"defined otherwise", "A Cyber Safety Advice (CSA) told agencies. The CSA law agency.", ""},
		{"a stranger speaks", "By noon Lovelane said no.", "Lovelane=lovelane?"},
		{"button", "Read on.\nDiscord\nThe end.", ""},
		{"follow us", "Follow us on Twitter and LinkedIn.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(found("", tt.text), " "); got != tt.want {
				t.Errorf("%q\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestTitleKnowsWhatTheTextKnows(t *testing.T) {
	got := found("Quill Denies Talks With Northwind", "The minister, Ada Quill, met the lender Northwind Credit on Monday.")
	want := []string{"Quill=ada-quill", "Northwind=northwind-credit", "Ada Quill=ada-quill", "Northwind Credit=northwind-credit"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestHeadlineCapitalsTellNothing(t *testing.T) {
	if got := found("Chaos Erupts As Hacker Group Leaves Target Bank With No Oracle", ""); got != nil {
		t.Errorf("got %q", got)
	}
}

func TestActorsCarryTheNamesThatTheStoryGives(t *testing.T) {
	before, _ := Default().Actor(news.Group, "apt29")
	_, actors := Default().Story("", "APT29, which Microsoft tracks as Marsh Heron, left.")
	if len(actors) == 0 || len(actors[0].Aliases) == 0 || actors[0].Aliases[0] != (news.Alias{Name: "Marsh Heron", By: "Microsoft"}) {
		t.Errorf("%+v", actors)
	}
	if after, _ := Default().Actor(news.Group, "apt29"); len(after.Aliases) != len(before.Aliases) {
		t.Error("one story changed the table")
	}
}

func TestOfficialsCarryOfficeAndCountry(t *testing.T) {
	_, actors := Default().Story("", "The Polish interior minister Jan Testowy spoke.")
	i := slices.IndexFunc(actors, func(a news.Actor) bool { return a.Slug == "jan-testowy" })
	if i < 0 {
		t.Fatalf("not found among %+v", actors)
	}
	if a := actors[i]; a.Role != "Polish interior minister" || a.Country != "PL" || a.Class != news.Official {
		t.Errorf("%+v", a)
	}
}

func TestLookupFoldsNames(t *testing.T) {
	for name, slug := range map[string]string{"apt 29": "apt29", "MIDNIGHT BLIZZARD": "apt29", "midnight-blizzard": "apt29", "kremlin": "russia",
		"putin": "vladimir-putin", "rnc": "republican-national-committee", "gru": "main-directorate-of-the-general-staff"} {
		got := Default().Lookup(name)
		if len(got) == 0 || got[0].Slug != slug {
			t.Errorf("Lookup(%q) = %+v", name, got)
		}
	}
	for _, name := range []string{"", "nobody of that name", "Cobalt Strike"} {
		if got := Default().Lookup(name); got != nil {
			t.Errorf("Lookup(%q) = %+v", name, got)
		}
	}
}

func TestActorsAreFoundBySlug(t *testing.T) {
	all := Default().All()
	if !slices.IsSortedFunc(all, func(a, b news.Actor) int { return strings.Compare(string(a.Name), string(b.Name)) }) {
		t.Error("not sorted by name")
	}
	for _, a := range all {
		if got, ok := Default().Actor(a.Class, a.Slug); !ok || got.Name != a.Name {
			t.Fatalf("Actor(%s, %s) = %q, %v", a.Class, a.Slug, got.Name, ok)
		}
	}
	if _, ok := Default().Actor(news.Group, "nobody"); ok {
		t.Error("nobody is found")
	}
}

func TestSlugs(t *testing.T) {
	for name, want := range map[string]string{"Dmitry Peskov": "dmitry-peskov", "Jan Lipavský": "jan-lipavsky", "Jonas Gahr Støre": "jonas-gahr-store",
		"AT&T": "at-t", "LAPSUS$": "lapsus", "Let's Encrypt": "lets-encrypt", "外交部": "unnamed"} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	items := readLabelled(t, "testdata/labelled.jsonl")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, item := range items {
				first, _ := Default().Story(news.Text(item.Title), news.Text(item.Text))
				again, _ := Default().Story(news.Text(item.Title), news.Text(item.Text))
				if !slices.Equal(first, again) {
					t.Errorf("%s: not the same answer twice", item.ID)
				}
			}
		})
	}
	all.Wait()
}
