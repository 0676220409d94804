package store

import (
	"slices"
	"strings"
	"testing"

	"hearsay/news"
)

// analysed is what an engine would find in story n of this text.
func analysed(s news.Full) news.Analysed {
	span := func(field news.Field, words string) (news.Text, int, int) {
		at := strings.Index(string(fieldText(field, s.Title, s.Text)), words)
		if at < 0 {
			panic("the text has no " + words)
		}
		return news.Text(words), at, at + len(words)
	}
	mention := func(field news.Field, words, slug string, name news.Text, class news.Class) news.Mention {
		m := news.Mention{Field: field, Slug: slug, Actor: name, Class: class}
		m.Text, m.Start, m.End = span(field, words)
		return m
	}
	claim := func(kind news.ClaimKind, quote, cue string) news.Claim {
		c := news.Claim{Kind: kind, Field: news.InText, Speaker: "Northgate", Hedge: "none"}
		c.Quote, c.Start, c.End = span(news.InText, quote)
		c.Cue, c.CueStart, c.CueEnd = span(news.InText, cue)
		return c
	}
	accusation := claim(news.Accusation, "Northgate said on Friday that APT29 broke in.", "said")
	accusation.Target, accusation.TargetSlug, accusation.TargetClass = "APT29", "apt29", news.Group
	denial := claim(news.Denial, "Moscow denied any role", "denied")
	denial.Speaker, denial.SpeakerActor, denial.SpeakerSlug, denial.SpeakerClass, denial.AnswersAt = "Moscow", "Russia", "russia", news.State, 1
	return news.Analysed{ID: s.ID, Analysis: news.Analysis{
		Mentions: []news.Mention{
			mention(news.InTitle, "Northgate", "northgate", "Northgate", news.Organisation),
			mention(news.InText, "APT29", "apt29", "APT29", news.Group),
			mention(news.InText, "Moscow", "russia", "Russia", news.State),
		},
		Claims: []news.Claim{accusation, denial},
		Actors: []news.Actor{{Slug: "apt29", Class: news.Group, Name: "APT29", Country: "RU", Aliases: []news.Alias{{Name: "Cozy Bear"}}}},
	}}
}

// examine keeps that analysis for every story.
func examine(t testing.TB, s *Store, ids []news.ID) {
	t.Helper()
	var all []news.Analysed
	for _, id := range ids {
		all = append(all, analysed(full(t, s, id)))
	}
	if err := s.KeepAnalyses(t.Context(), 1, all); err != nil {
		t.Fatal(err)
	}
}

func TestAnalysisShowsOnTheRowAndInTheStory(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 2)
	if got := must(s.Unanalysed(ctx, 1, 10))(t); len(got) != 2 || got[0].ID != ids[0] || got[0].Text != story(0).Text {
		t.Fatalf("unanalysed %+v", got)
	}
	examine(t, s, ids[:1])
	if got := must(s.Unanalysed(ctx, 1, 10))(t); len(got) != 1 || got[0].ID != ids[1] {
		t.Errorf("unanalysed after one: %+v", got)
	}
	if got := must(s.Unanalysed(ctx, 2, 10))(t); len(got) != 1 {
		t.Errorf("for a newer engine, the new story first: %+v", got)
	}
	row := must(s.Rows(ctx, ids[:1]))(t)[0]
	if row.Claims != news.HasAccusation|news.HasDenial || row.Unsure || !slices.Equal(row.Actors, []news.Text{"Northgate", "APT29", "Russia"}) ||
		len(row.Marks) != 1 || row.Marks[0].Text != "Northgate" {
		t.Errorf("row %+v", row)
	}
	got := full(t, s, ids[0])
	if len(got.Mentions) != 3 || got.Mentions[1].Tag() != "actor/apt29" || len(got.Claims) != 2 {
		t.Fatalf("story %+v", got)
	}
	if got.Claims[1].Answers != got.Claims[0].UUID || got.Claims[1].SpeakerActor != "Russia" {
		t.Errorf("denial %+v", got.Claims[1])
	}
	actors := must(s.Actors(ctx, "cozy-bear"))(t)
	if len(actors) != 1 || actors[0].Stories != 1 || actors[0].Accused != 1 || actors[0].Name != "APT29" {
		t.Errorf("actors %+v", actors)
	}
	if v := s.Values(ctx, "actor", "ap", 5); !slices.Equal(v, []string{"APT29"}) {
		t.Errorf("values %v", v)
	}
	for field := range values {
		_ = s.Values(ctx, field, "", 3)
		if _, err := s.tally(ctx, "select value, n from ("+values[field]+") where ?1 <> ''", s.owner); err != nil {
			t.Errorf("values of %s: %v", field, err)
		}
	}
	if st := must(s.Stats(ctx))(t); st.Claims[news.Denial] != 1 || st.Mentions != 3 || st.Bytes == 0 || st.Schema != newest() {
		t.Errorf("stats %+v", st)
	}
}

func TestVerdictsSurviveTheNextAnalysis(t *testing.T) {
	ctx := t.Context()
	s, f, ids := shelf(t, 1)
	examine(t, s, ids)
	before := full(t, s, ids[0]).Claims
	if change := must(s.JudgeClaim(ctx, before[0].UUID, news.Rejected))(t); change.Said != "claim rejected" || change.Journal == 0 {
		t.Errorf("change %+v", change)
	}
	must(s.JudgeClaim(ctx, before[1].UUID, news.Confirmed))(t)
	if row := must(s.Rows(ctx, ids))(t)[0]; row.Claims != news.HasDenial {
		t.Errorf("a rejected claim is shown: %v", row.Claims)
	}
	examine(t, s, ids)
	after := full(t, s, ids[0]).Claims
	if len(after) != 2 || after[0].Status != news.Rejected || after[1].Status != news.Confirmed || after[0].UUID != before[0].UUID {
		t.Errorf("claims after another analysis: %+v", after)
	}

	edited := story(0)
	edited.Text = "Correction: the first report was wrong.\n" + edited.Text
	if kept := keep(t, s, f, edited); kept.Changed != 1 {
		t.Fatalf("kept %+v", kept)
	}
	moved := full(t, s, ids[0])
	if len(moved.Claims) != 2 || moved.Text[moved.Claims[1].Start:moved.Claims[1].End] != "Moscow denied any role" {
		t.Errorf("claims after an edit: %+v", moved.Claims)
	}
	examine(t, s, ids)
	if c := full(t, s, ids[0]).Claims; len(c) != 2 || c[0].Status != news.Rejected || c[1].Answers != c[0].UUID {
		t.Errorf("claims after an edit and an analysis: %+v", c)
	}

	must(s.Undo(ctx))(t)
	if c := full(t, s, ids[0]).Claims; c[1].Status != news.Suggested || c[0].Status != news.Rejected {
		t.Errorf("claims after undo: %+v", c)
	}
}

func TestAnalysisOfAnEarlierTextIsNotCutIntoThisOne(t *testing.T) {
	s, f, ids := shelf(t, 1)
	stale := analysed(full(t, s, ids[0]))
	edited := story(0)
	edited.Text = "Short."
	keep(t, s, f, edited)
	if err := s.KeepAnalyses(t.Context(), 1, []news.Analysed{stale, {ID: 12345}}); err != nil {
		t.Fatal(err)
	}
	if got := full(t, s, ids[0]); len(got.Claims) != 0 || len(got.Mentions) != 1 {
		t.Errorf("kept spans of another text: %+v %+v", got.Claims, got.Mentions)
	}
}

func TestEditKeepsTheEarlierTextAndMovesAnchors(t *testing.T) {
	ctx := t.Context()
	s, f, ids := shelf(t, 1)
	quote := func(words news.Text) news.Note {
		return must(s.SaveNote(ctx, news.Note{Story: ids[0], Anchor: &news.Anchor{Quote: words}}))(t)
	}
	stays, moves, goes := quote("Northgate said"), quote("Moscow denied"), quote("on Friday")
	edited := story(0)
	edited.Text = "Northgate said that APT29 broke in twice, on Monday.\nMoscow denied any role."
	edited.Published = noon // a feed that bumps its dates does not bump the story
	keep(t, s, f, edited)
	got := full(t, s, ids[0])
	if len(got.Revisions) != 1 || got.Revisions[0].Text != story(0).Text || !got.Changed.Equal(noon) || !got.Published.Equal(story(0).Published) {
		t.Errorf("revisions %+v", got.Revisions)
	}
	for _, tt := range []struct {
		note  news.Note
		state news.AnchorState
	}{{stays, news.Exact}, {moves, news.Moved}, {goes, news.Lost}} {
		a := must(s.Note(ctx, tt.note.UUID))(t).Anchor
		if a.State != tt.state || tt.state != news.Lost && got.Title+got.Text == "" {
			t.Errorf("anchor on %q is %s, want %s", a.Quote, a.State, tt.state)
		}
		if a.State != news.Lost && fieldText(a.Field, got.Title, got.Text)[a.Start:a.End] != a.Quote {
			t.Errorf("anchor on %q points elsewhere: %+v", a.Quote, a)
		}
	}
	keep(t, s, f, story(0)) // and back
	if a := must(s.Note(ctx, goes.UUID))(t).Anchor; a.State != news.Moved || a.Start == 0 {
		t.Errorf("anchor of a quote that came back: %+v", a)
	}
}

// An analysis counts until a newer engine comes, or one that knows other actors.
func TestOtherActorsMakeAnalysesStale(t *testing.T) {
	s, _, _ := shelf(t, 3)
	ctx := t.Context()
	const actors, others = 7 << 16, 5 << 16
	ids := list(t, s)
	var all []news.Analysed
	for _, id := range ids {
		all = append(all, analysed(full(t, s, id)))
	}
	for version, some := range map[int][]news.Analysed{actors | 1: all[:2], 1: all[2:]} {
		if err := s.KeepAnalyses(ctx, version, some); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		version int
		want    []news.ID
	}{
		{actors | 1, ids[2:]},
		{1, ids[:2]},
		{others | 1, ids[2:]}, // those of one version at a time
		{actors | 2, ids[2:]},
		{actors, nil}, // an older engine leaves them alone
	} {
		var got []news.ID
		for _, story := range must(s.Unanalysed(ctx, tt.version, 10))(t) {
			got = append(got, story.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("version %x: %v, want %v", tt.version, got, tt.want)
		}
	}
}
