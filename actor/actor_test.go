package actor

import (
	"testing"

	"hearsay/news"
)

func TestOneGroupUnderItsNames(t *testing.T) {
	for _, text := range []string{"APT29", "APT 29", "apt-29", "Cozy Bear", "COZY BEAR", "Midnight Blizzard", "ＡＰＴ２９", "APT\u00a029"} {
		mentions, actors := Default().Story("", "Mail was read by "+(textOf(text))+"'s people.")
		if len(mentions) != 1 || mentions[0].Slug != "apt29" || string(mentions[0].Text) != text || len(actors) != 1 {
			t.Errorf("%q: %+v", text, mentions)
		}
	}
}

func textOf(s string) news.Text { return news.Text(s) }
