package claim

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay/actor"
	"hearsay/news"
)

// analyse runs a fresh engine over a title and a text.
func analyse(title, text string) []news.Claim {
	return New(actor.Default()).Analyse(&news.Story{Title: news.Text(title), Text: news.Text(text)}).Claims
}

// brief names kind, resolved speaker and target of each claim.
func brief(claims []news.Claim) []string {
	var out []string
	for _, c := range claims {
		who := c.SpeakerActor
		if who == "" {
			who = c.Speaker
		}
		out = append(out, string(c.Kind)+"/"+c.Sub+" "+string(who)+" > "+string(c.Target))
	}
	return out
}

func TestPseudoCuesAreNoClaims(t *testing.T) {
	for _, text := range []string{
		"The botnet launched a denial of service attack.",
		"Users saw access denied errors after the breach.",
		"The judge denied bail to the hacker.",
		"If Minsk denies the hack, the council will publish the logs.",
		"Did Minsk deny the hack?",
		"No one has claimed responsibility for the attack.",
		"The outage was blamed on an expired certificate.",
		"The browser rejects certificates signed by the hacked authority.",
	} {
		if got := analyse("", text); got != nil {
			t.Errorf("%s\ngave %q", text, brief(got))
		}
	}
}

// A story in which an official denies in the title and three ways in the
// text, while a paper names the group: one record a sentence.
func TestDenialsAndAccusationOfOneStory(t *testing.T) {
	title := "President's Spokesman Said Moscow Not Involved in The Cyber Attack on a Party Archive"
	text := "On Thursday, Kremlin spokesman Dmitry Peskov told reporters that the attack on the archive had nothing to do with Moscow.\n" +
		"“We don’t know what was copied there, but it has nothing to do with Moscow,” the Kremlin spokesman told reporters.\n" +
		"He stressed that his side “does not have any precise information on this matter.”\n" +
		"On Wednesday, Reuters reported that the archive had been opened by strangers. As noted by journalists, it was hackers from a group known as APT 29 or Cozy Bear.\n" +
		"Peskov noted that there have been many publications about attacks."
	claims := analyse(title, text)
	denials, group := 0, false
	for _, c := range claims {
		switch c.Kind {
		case news.Denial:
			denials++
			if !strings.Contains(string(c.SpeakerActor)+string(c.Speaker), "Peskov") && c.SpeakerSlug != "russia" && c.Field == news.InText {
				t.Errorf("denial by %q (%q): %s", c.Speaker, c.SpeakerActor, c.Quote)
			}
		case news.Accusation:
			group = group || c.Target == "APT29"
		}
	}
	if denials != 4 || !group || claims[0].Field != news.InTitle {
		t.Errorf("%d denials, APT29 accused: %v\n%s", denials, group, strings.Join(brief(claims), "\n"))
	}
}

func TestSpeakersAndTargets(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Reuters reported that Volna denied the breach.", "denial/event-denied Volna > Volna"},
		{"The allegation was rejected by the council.", "denial/claim-rejected the council > the council"},
		{"The intrusion has been attributed to Lazarus Group.", "accusation/attributed  > Lazarus Group"},
		{"\"Our mail was never hacked,\" said treasurer Ida Roth.", "denial/event-denied Ida Roth > Ida Roth"},
		{"Volna Bank was breached in May. The bank said no accounts were emptied and no cards were stolen.", "denial/impact-denied Volna Bank > Volna Bank"},
	} {
		if got := brief(analyse("", tt.text)); len(got) != 1 || got[0] != tt.want {
			t.Errorf("%s\ngave %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestFoldedBlocksAndOtherLanguagesAreLeftOut(t *testing.T) {
	text := "The firm denied the breach.\nThe firm denied the hack."
	s := &news.Story{Title: "Notes", Text: news.Text(text), Blocks: []news.Block{{Start: 28, End: len(text), Kind: news.Folded}}}
	e := New(actor.Default())
	if got := e.Analyse(s).Claims; len(got) != 1 || got[0].Start != 0 {
		t.Errorf("with a folded block: %q", brief(got))
	}
	s.Lang = "sv"
	if got := e.Analyse(s).Claims; got != nil {
		t.Errorf("in Swedish: %q", brief(got))
	}
}

func TestDayAndAnswer(t *testing.T) {
	s := &news.Story{
		Text:      "Poland accused Belarus of hacking its news agency. On Tuesday Minsk denied any involvement in the hack.",
		Published: time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC), // a Thursday
	}
	claims := New(actor.Default()).Analyse(s).Claims
	if len(claims) != 2 {
		t.Fatalf("claims: %q", brief(claims))
	}
	if want := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC); !claims[1].SaidOn.Equal(want) {
		t.Errorf("SaidOn = %v, want %v", claims[1].SaidOn, want)
	}
	if claims[1].AnswersAt != 1 {
		t.Errorf("the denial answers %d, want the first claim", claims[1].AnswersAt)
	}
}

func TestTwoClaimsOfASentenceDoNotOverlap(t *testing.T) {
	claims := analyse("", "Riga accused Moscow of hacking its port, but the Kremlin denied any involvement.")
	if len(claims) != 2 || claims[0].End > claims[1].Start {
		t.Errorf("claims: %q", brief(claims))
	}
}

func TestExplainNamesRuleCueAndSpeaker(t *testing.T) {
	claims := analyse("", "Volna denied the breach.")
	if len(claims) != 1 {
		t.Fatal(brief(claims))
	}
	lines := strings.Join(Explain(claims[0]), "\n")
	for _, want := range []string{"rule deny", "cue: denied", "scope: Volna denied", "speaker: Volna"} {
		if !strings.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, lines)
		}
	}
}

// Every rule carries the sentence that made it necessary; the engine must find
// a claim of the rule's kind there, by this rule or by a stronger one.
func TestEveryRuleFindsItsExample(t *testing.T) {
	var failed []string
	seen := map[string]bool{}
	e := New(actor.Default())
	for _, r := range english().rules {
		if seen[r.id] {
			t.Errorf("two rules are called %s", r.id)
		}
		seen[r.id] = true
		s := &news.Story{Text: news.Text(r.example)}
		if r.title {
			s = &news.Story{Title: news.Text(r.example)}
		}
		if !slices.ContainsFunc(e.Analyse(s).Claims, func(c news.Claim) bool { return c.Kind == r.kind }) {
			failed = append(failed, r.id+": "+r.example)
		}
	}
	if len(failed) > 0 {
		t.Errorf("%d rules do not find their example:\n%s", len(failed), strings.Join(failed, "\n"))
	}
}
