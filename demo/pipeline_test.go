package demo

import (
	"context"
	"strings"
	"testing"

	"hearsay/actor"
	"hearsay/claim"
	"hearsay/feed"
	"hearsay/news"
	"hearsay/news/clean"
)

// The samples go through the pipeline that the world's feeds go through, and
// show what the program is for.
func TestSamplesShowEveryFeature(t *testing.T) {
	base, stop, err := Serve(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	engine := claim.New(actor.Default())
	kinds, subs, classes, blocks, hedges := map[news.ClaimKind]int{}, map[string]int{}, map[news.Class]int{}, map[news.BlockKind]int{}, map[string]int{}
	stories, links, answers, several := 0, 0, 0, 0
	for _, f := range Feeds(base) {
		_, _, body := get(t, f.URL, "")
		doc, err := feed.Parse([]byte(body), "", f.URL, now)
		if err != nil || doc.Damaged != nil {
			t.Fatalf("%s: %v, %v", f.URL, err, doc.Damaged)
		}
		for _, s := range doc.Stories {
			stories++
			if s.Title != clean.Line(string(s.Title)) || strings.ContainsAny(string(s.Title), "\x1b\u202e\u200b\u00ad") || s.Text == "" {
				t.Errorf("%q is not clean or has no text", s.Title)
			}
			if s.Link != "" && !strings.HasPrefix(s.Link, "https://") {
				t.Errorf("%q links to %q", s.Title, s.Link)
			}
			links += len(s.Links)
			for _, b := range s.Blocks {
				blocks[b.Kind]++
			}
			s.Source = f.Title
			a := engine.Analyse(&s)
			if len(a.Actors) > 3 {
				several++
			}
			for _, m := range a.Mentions {
				classes[m.Class]++
			}
			for _, c := range a.Claims {
				kinds[c.Kind]++
				subs[string(c.Kind)+" "+c.Sub]++
				hedges[c.Hedge]++
				if c.AnswersAt > 0 {
					answers++
				}
			}
		}
	}
	for _, k := range []news.ClaimKind{news.Accusation, news.Denial, news.Nondenial, news.NoComment, news.Deflection} {
		if kinds[k] < 4 {
			t.Errorf("%d claims of kind %s", kinds[k], k)
		}
	}
	for _, sub := range []string{
		"denial involvement-denied", "denial event-denied", "denial impact-denied", "denial knowledge-denied", "denial evidence-challenged",
		"denial claim-rejected", "denial claim-retracted", "nondenial neither-nor", "nondenial not-denied", "nondenial not-ruled-out",
		"nondenial reversed", "nocomment declined", "nocomment no-response", "nocomment withheld", "deflection whataboutism", "deflection motive",
		"deflection blame-shift", "accusation attributed", "accusation blamed", "accusation suspected", "accusation claimed", "accusation charged",
	} {
		if subs[sub] == 0 {
			t.Errorf("no %s", sub)
		}
	}
	for _, c := range []news.Class{news.Group, news.State, news.Agency, news.Official, news.Organisation} {
		if classes[c] == 0 {
			t.Errorf("no mention of class %s", c)
		}
	}
	for _, b := range []news.BlockKind{news.Heading, news.Item, news.Quoted, news.Code, news.Folded} {
		if blocks[b] == 0 {
			t.Errorf("no block of kind %d", b)
		}
	}
	if stories < 58 || links < 8 || answers < 10 || several < 10 || hedges["hedged"] == 0 || hedges["high-confidence"] == 0 || hedges["moderate-confidence"] == 0 {
		t.Errorf("%d stories, %d links, %d answers, %d stories with many actors, hedges %v", stories, links, answers, several, hedges)
	}
}
