package cli

import (
	"context"
	"fmt"
	"iter"
	"time"

	"hearsay/export"
	"hearsay/indicator"
	"hearsay/news"
	"hearsay/news/clean"
	"hearsay/store"
)

// printJSON writes one record as one line.
func (s *session) printJSON(record any) error {
	if err := export.Encode(s.out, record); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// feedUUID is the id of a feed as records carry it; feeds are read once a run.
func (s *session) feedUUID(ctx context.Context, id news.ID) (string, error) {
	if s.feedIDs == nil {
		feeds, err := s.store.Feeds(ctx)
		if err != nil {
			return "", err
		}
		s.feedIDs = make(map[news.ID]string, len(feeds))
		for _, f := range feeds {
			s.feedIDs[f.ID] = f.UUID
		}
	}
	return s.feedIDs[id], nil
}

// shownStory is the JSON of "show": the story record and all that hangs on it.
type shownStory struct {
	export.Story
	Mentions   []export.Mention `json:"mentions"`
	Claims     []export.Claim   `json:"claims"`
	Notes      []export.Note    `json:"notes"`
	Indicators []foundIndicator `json:"indicators"`
}

func (s *session) shown(ctx context.Context, f *news.Full) (shownStory, error) {
	feed, err := s.feedUUID(ctx, f.Feed)
	if err != nil {
		return shownStory{}, err
	}
	at := export.NewOffsets(f.Title, f.Text)
	out := shownStory{export.StoryRecord(f, feed, true), []export.Mention{}, []export.Claim{}, []export.Note{},
		indicatorRecords(f.Title, f.Text, at)}
	for _, m := range f.Mentions {
		out.Mentions = append(out.Mentions, export.MentionRecord(m, f.UUID, at))
	}
	for _, c := range f.Claims {
		out.Claims = append(out.Claims, export.ClaimRecord(c, f.UUID, f.Source, at))
	}
	for _, n := range f.Notes {
		out.Notes = append(out.Notes, export.NoteRecord(n, at))
	}
	return out, nil
}

// offsets counts characters in stories that come in groups, as claims and
// notes do: the story read last is kept.
type offsets struct {
	shelf *store.Store
	id    news.ID
	at    *export.Offsets
}

// of is nil for a story that is gone.
func (o *offsets) of(ctx context.Context, id news.ID) (*export.Offsets, error) {
	if id == 0 {
		return nil, nil
	}
	if o.at == nil || o.id != id {
		f, err := o.shelf.Full(ctx, id)
		if err != nil {
			return nil, err
		}
		o.id, o.at = id, export.NewOffsets(f.Title, f.Text)
	}
	return o.at, nil
}

// scanned is the answer of "scan".
type scanned struct {
	ID         any              `json:"id,omitempty"`
	Mentions   []foundMention   `json:"mentions"`
	Claims     []foundClaim     `json:"claims"`
	Indicators []foundIndicator `json:"indicators"`
}

// foundMention and foundClaim are findings in a text that no store knows.
type foundMention struct {
	Actor news.Text  `json:"actor"`
	Class news.Class `json:"class"`
	Field news.Field `json:"field"`
	Start int        `json:"start"`
	End   int        `json:"end"`
	Text  news.Text  `json:"text"`
}

type foundClaim struct {
	Kind         news.ClaimKind `json:"kind"`
	Sub          string         `json:"sub"`
	Speaker      news.Text      `json:"speaker"`
	SpeakerActor news.Text      `json:"speaker_actor"`
	Target       news.Text      `json:"target"`
	Cue          news.Text      `json:"cue"`
	Quote        news.Text      `json:"quote"`
	Field        news.Field     `json:"field"`
	Start        int            `json:"start"`
	End          int            `json:"end"`
	Hedge        string         `json:"hedge"`
	Explain      []string       `json:"explain,omitempty"`
}

func scannedRecord(id any, story *news.Story, a news.Analysis, explain func(news.Claim) []string) scanned {
	at := export.NewOffsets(story.Title, story.Text)
	out := scanned{id, make([]foundMention, 0, len(a.Mentions)), make([]foundClaim, 0, len(a.Claims)),
		indicatorRecords(story.Title, story.Text, at)}
	for _, m := range a.Mentions {
		out.Mentions = append(out.Mentions, foundMention{m.Actor, m.Class, m.Field, at.Points(m.Field, m.Start), at.Points(m.Field, m.End), m.Text})
	}
	for _, c := range a.Claims {
		found := foundClaim{c.Kind, c.Sub, c.Speaker, c.SpeakerActor, c.Target, c.Cue, c.Quote, c.Field,
			at.Points(c.Field, c.Start), at.Points(c.Field, c.End), c.Hedge, nil}
		if explain != nil {
			found.Explain = explain(c)
		}
		out.Claims = append(out.Claims, found)
	}
	return out
}

// foundIndicator is a vulnerability's number or an indicator of compromise. Its
// value is canonical, and written so that nothing makes a link of it.
type foundIndicator struct {
	Kind  indicator.Kind `json:"kind"`
	Value news.Text      `json:"value"`
	Field news.Field     `json:"field"`
	Start int            `json:"start"`
	End   int            `json:"end"`
}

func indicatorRecords(title, text news.Text, at *export.Offsets) []foundIndicator {
	out := []foundIndicator{}
	for field, words := range fieldsOf(title, text) {
		for _, i := range indicator.Find(words) {
			out = append(out, foundIndicator{i.Kind, clean.Line(i.Defang()), field, at.Points(field, i.Start), at.Points(field, i.End)})
		}
	}
	return out
}

// fieldsOf gives the fields of a story that are analysed, the title first.
func fieldsOf(title, text news.Text) iter.Seq2[news.Field, news.Text] {
	return func(yield func(news.Field, news.Text) bool) {
		_ = yield(news.InTitle, title) && yield(news.InText, text)
	}
}

// printIndicators lists each number and indicator of a story once.
func (s *session) printIndicators(title, text news.Text) {
	seen, begun := map[string]bool{}, false
	for _, words := range fieldsOf(title, text) {
		for _, i := range indicator.Find(words) {
			value := i.Defang()
			if seen[value] {
				continue
			}
			if seen[value] = true; !begun {
				fmt.Fprintln(s.out, "\nindicators")
				begun = true
			}
			fmt.Fprintf(s.out, "  %-7s %s\n", i.Kind, clean.Line(value))
		}
	}
}

// stampJSON is a time as records carry it: UTC to the second, null when unknown.
func stampJSON(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Truncate(time.Second).Format(time.RFC3339)
	return &text
}
