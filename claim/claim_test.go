package claim

import (
	"testing"

	"hearsay/actor"
	"hearsay/news"
)

// kinds lists kind/sub-kind and speaker of what the engine finds, in order.
func kinds(s *news.Story) []string {
	var out []string
	for _, c := range New(actor.Default()).Analyse(s).Claims {
		out = append(out, string(c.Kind)+"/"+c.Sub+": "+string(c.Quote))
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
		if got := kinds(&news.Story{Text: news.Text(text)}); got != nil {
			t.Errorf("%s\ngave %q", text, got)
		}
	}
}
