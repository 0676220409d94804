package export

import (
	"hearsay/news"
	"hearsay/news/clean"
)

// The shapes that the command line prints besides the records of an export.
type (
	// Shown is one story with all that belongs to it.
	Shown struct {
		Story
		Mentions []Mention `json:"mentions"`
		Claims   []Claim   `json:"claims"`
		Notes    []Note    `json:"notes"`
	}
	// Scan is the analysis of a text that is in no store. Unknown is "".
	Scan struct {
		ID       string        `json:"id,omitempty"`
		Mentions []ScanMention `json:"mentions"`
		Claims   []ScanClaim   `json:"claims"`
	}
	// ScanMention is a place where the text names an actor.
	ScanMention struct {
		Actor news.Text  `json:"actor"`
		Class news.Class `json:"class"`
		Field news.Field `json:"field"`
		Start int        `json:"start"`
		End   int        `json:"end"`
		Text  news.Text  `json:"text"`
	}
	// ScanClaim is a claim of the text. Rule and Why only when asked for.
	ScanClaim struct {
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
		Rule         string         `json:"rule,omitempty"`
		Why          string         `json:"why,omitempty"`
	}
	// Tag is a tag of the reader's and how many stories carry it.
	Tag struct {
		Record  string `json:"record"`
		Tag     string `json:"tag"`
		Stories int    `json:"stories"`
	}
	// CountedActor is an actor with how often stories name, accuse and quote
	// it with a denial.
	CountedActor struct {
		Actor
		Stories int `json:"stories"`
		Accused int `json:"accused"`
		Denials int `json:"denials"`
	}
	// FeedHealth is a feed with what its server said last.
	FeedHealth struct {
		Feed
		State       news.FeedState `json:"state"`
		HTTP        *int           `json:"http"`
		Error       news.Text      `json:"error"`
		Failures    int            `json:"failures"`
		Gone        bool           `json:"gone"`
		LastTry     *string        `json:"last_try"`
		LastSuccess *string        `json:"last_success"`
		NextDue     *string        `json:"next_due"`
		Stories     int            `json:"stories"`
		Unread      int            `json:"unread"`
	}
)

// ShowRecord is a story with its text, mentions, claims and notes; feed is the
// UUID of its feed. Rejected findings are left out.
func ShowRecord(f *news.Full, feed string) Shown {
	at := NewOffsets(f.Title, f.Text)
	s := Shown{Story: StoryRecord(f, feed, true), Mentions: []Mention{}, Claims: []Claim{}, Notes: []Note{}}
	var all Options
	for _, m := range all.mentions(f.Mentions) {
		s.Mentions = append(s.Mentions, MentionRecord(m, f.UUID, at))
	}
	for _, c := range all.claims(f.Claims) {
		s.Claims = append(s.Claims, ClaimRecord(c, f.UUID, f.Source, at))
	}
	for _, n := range f.Notes {
		s.Notes = append(s.Notes, NoteRecord(n, at))
	}
	return s
}

// ScanRecord is the analysis of a title and text; explain adds which rule
// found a claim and how its speaker and target were chosen.
func ScanRecord(id string, title, text news.Text, a news.Analysis, explain bool) Scan {
	at := NewOffsets(title, text)
	s := Scan{ID: line(id), Mentions: []ScanMention{}, Claims: []ScanClaim{}}
	for _, m := range a.Mentions {
		s.Mentions = append(s.Mentions, ScanMention{m.Actor, m.Class, m.Field, at.Points(m.Field, m.Start), at.Points(m.Field, m.End), m.Text})
	}
	for _, c := range a.Claims {
		item := ScanClaim{
			Kind: c.Kind, Sub: c.Sub, Speaker: c.Speaker, SpeakerActor: c.SpeakerActor, Target: c.Target, Cue: c.Cue, Quote: c.Quote,
			Field: c.Field, Start: at.Points(c.Field, c.Start), End: at.Points(c.Field, c.End), Hedge: c.Hedge,
		}
		if explain {
			item.Rule, item.Why = c.Rule, c.Why
		}
		s.Claims = append(s.Claims, item)
	}
	return s
}

// TagRecord is the record of a tag.
func TagRecord(t news.TagCount) Tag { return Tag{"tag", string(clean.Line(t.Tag)), t.Count} }

// CountedActorRecord is the record of an actor with its counts.
func CountedActorRecord(a news.Actor, stories, accused, denials int) CountedActor {
	return CountedActor{ActorRecord(a), stories, accused, denials}
}

// FeedHealthRecord is the record of a feed with its health.
func FeedHealthRecord(f news.Feed) FeedHealth {
	h := FeedHealth{
		Feed: FeedRecord(f), State: f.State, Error: f.Error, Failures: f.Failures, Gone: f.Gone, LastTry: stamp(f.LastTry),
		LastSuccess: stamp(f.LastSuccess), NextDue: stamp(f.NextDue), Stories: f.Stories, Unread: f.Unread,
	}
	if f.HTTP != 0 {
		h.HTTP = &f.HTTP
	}
	return h
}
