package export

import (
	"slices"
	"strings"
	"time"

	"hearsay/news"
	"hearsay/news/clean"
)

// Version of the records. Keys may be added within a version, never renamed
// or retyped.
const Version = 1

// The records of JSON Lines and JSON. All keys are always there: null when
// unknown, words of a text "". Offsets are Unicode code points.
type (
	// Header is the first record of an export.
	Header struct {
		Record   string         `json:"record"`
		Format   string         `json:"format"`
		Version  int            `json:"version"`
		Producer ProducerRecord `json:"producer"`
		TLP      news.TLP       `json:"tlp"`
		Query    string         `json:"query"`
		Counts   Counts         `json:"counts"`
		Stamp    *string        `json:"stamp"`
	}
	// ProducerRecord is who made the export.
	ProducerRecord struct {
		ID   *string   `json:"id"`
		Name news.Text `json:"name"`
	}
	// Feed is a subscription. Credentials in its address are left out.
	Feed struct {
		Record   string    `json:"record"`
		ID       string    `json:"id"`
		Title    news.Text `json:"title"`
		URL      *string   `json:"url"`
		Site     *string   `json:"site"`
		Lang     *string   `json:"lang"`
		Category string    `json:"category"`
	}
	// Story is a story without what was found in it.
	Story struct {
		Record         string      `json:"record"`
		ID             string      `json:"id"`
		FeedID         *string     `json:"feed_id"`
		Source         news.Text   `json:"source"`
		Title          news.Text   `json:"title"`
		URL            *string     `json:"url"`
		OriginalURL    *string     `json:"original_url"`
		Author         []news.Text `json:"author"`
		Published      *string     `json:"published"`
		PublishedGuess *string     `json:"published_guess"`
		Updated        *string     `json:"updated"`
		Fetched        *string     `json:"fetched"`
		Lang           *string     `json:"lang"`
		Summary        news.Text   `json:"summary"`
		Text           *news.Text  `json:"text"`
		Read           bool        `json:"read"`
		Starred        bool        `json:"starred"`
		Hidden         bool        `json:"hidden"`
		Tags           []string    `json:"tags"`
		SameAs         []string    `json:"same_as"`
	}
	// Actor is a party that stories name.
	Actor struct {
		Record  string      `json:"record"`
		ID      string      `json:"id"`
		Slug    string      `json:"slug"`
		Class   news.Class  `json:"class"`
		Kind    string      `json:"kind"`
		Name    news.Text   `json:"name"`
		Aliases []AliasItem `json:"aliases"`
		Country *string     `json:"country"`
		Role    *news.Text  `json:"role"`
		Refs    []RefItem   `json:"refs"`
	}
	// AliasItem is a name and who uses it.
	AliasItem struct {
		Name news.Text `json:"name"`
		By   news.Text `json:"by"`
	}
	// RefItem is an actor's entry in a public catalogue.
	RefItem struct {
		Source string  `json:"source"`
		ID     string  `json:"id"`
		URL    *string `json:"url"`
	}
	// Mention is a place where a story names an actor.
	Mention struct {
		Record  string      `json:"record"`
		StoryID string      `json:"story_id"`
		ActorID string      `json:"actor_id"`
		Actor   news.Text   `json:"actor"`
		Class   news.Class  `json:"class"`
		Field   news.Field  `json:"field"`
		Start   int         `json:"start"`
		End     int         `json:"end"`
		Text    news.Text   `json:"text"`
		Unsure  bool        `json:"unsure"`
		Status  news.Status `json:"status"`
		By      string      `json:"by"`
	}
	// Claim is something somebody is reported to have said.
	Claim struct {
		Record       string         `json:"record"`
		ID           string         `json:"id"`
		StoryID      string         `json:"story_id"`
		Kind         news.ClaimKind `json:"kind"`
		Sub          string         `json:"sub"`
		Speaker      news.Text      `json:"speaker"`
		SpeakerActor news.Text      `json:"speaker_actor"`
		SpeakerID    *string        `json:"speaker_id"`
		Target       news.Text      `json:"target"`
		TargetID     *string        `json:"target_id"`
		Quote        news.Text      `json:"quote"`
		Cue          news.Text      `json:"cue"`
		Field        news.Field     `json:"field"`
		Start        int            `json:"start"`
		End          int            `json:"end"`
		Hedge        string         `json:"hedge"`
		ReportedBy   news.Text      `json:"reported_by"`
		SaidOn       *string        `json:"said_on"`
		Answers      *string        `json:"answers"`
		Weak         bool           `json:"weak"`
		Status       news.Status    `json:"status"`
		By           string         `json:"by"`
		Confidence   *string        `json:"confidence"`
	}
	// Note is what the reader wrote. It repeats title and link of its story,
	// which may be gone.
	Note struct {
		Record     string        `json:"record"`
		ID         string        `json:"id"`
		StoryID    *string       `json:"story_id"`
		StoryTitle news.Text     `json:"story_title"`
		StoryURL   *string       `json:"story_url"`
		Source     news.Text     `json:"source"`
		ClaimID    *string       `json:"claim_id"`
		Kind       news.NoteKind `json:"kind"`
		Author     news.Text     `json:"author"`
		Created    *string       `json:"created"`
		Modified   *string       `json:"modified"`
		Body       news.Text     `json:"body"`
		TLP        news.TLP      `json:"tlp"`
		Tags       []string      `json:"tags"`
		Anchor     *AnchorItem   `json:"anchor"`
	}
	// AnchorItem ties a note to a quote. Start and End are null when the quote
	// or the story is gone.
	AnchorItem struct {
		Field  news.Field       `json:"field"`
		Quote  news.Text        `json:"quote"`
		Prefix news.Text        `json:"prefix"`
		Suffix news.Text        `json:"suffix"`
		Start  *int             `json:"start"`
		End    *int             `json:"end"`
		State  news.AnchorState `json:"state"`
	}
)

// ActorID is the UUID of an actor, "" without a slug.
func ActorID(class news.Class, slug string) string {
	if slug == "" {
		return ""
	}
	return news.NameUUID("actor|" + string(class) + "|" + slug)
}

// FeedRecord is the record of a feed.
func FeedRecord(f news.Feed) Feed {
	address, _ := PublicURL(f.URL)
	site, _ := PublicURL(f.Site)
	return Feed{
		Record: "feed", ID: f.UUID, Title: f.Title, URL: known(address), Site: known(site),
		Lang: knownLine(f.Lang), Category: line(f.Category),
	}
}

// StoryRecord is the record of a story; feed is the UUID of its feed.
func StoryRecord(f *news.Full, feed string, withText bool) Story {
	s := Story{
		Record: "story", ID: f.UUID, FeedID: known(feed), Source: f.Source, Title: f.Title,
		URL: link(f.Link), OriginalURL: link(f.Original), Author: list(f.Authors),
		Published: stamp(f.Published), Updated: stamp(f.Updated), Fetched: stamp(f.Seen),
		Lang: knownLine(f.Lang), Summary: first(f.Summary, maxSummary),
		Read: f.Read, Starred: f.Starred, Hidden: f.Hidden, Tags: tags(f.Tags), SameAs: []string{},
	}
	if f.Published.IsZero() {
		s.PublishedGuess = stamp(f.Seen)
	}
	if withText {
		s.Text = &f.Text
	}
	for _, same := range f.SameAs {
		s.SameAs = append(s.SameAs, same.UUID)
	}
	slices.Sort(s.SameAs)
	return s
}

// ActorRecord is the record of an actor.
func ActorRecord(a news.Actor) Actor {
	rec := Actor{
		Record: "actor", ID: ActorID(a.Class, a.Slug), Slug: line(a.Slug), Class: a.Class, Kind: line(a.Kind),
		Name: a.Name, Aliases: []AliasItem{}, Country: known(a.Country), Refs: []RefItem{},
	}
	if a.Role != "" {
		rec.Role = &a.Role
	}
	for _, alias := range a.Aliases {
		rec.Aliases = append(rec.Aliases, AliasItem(alias))
	}
	slices.SortFunc(rec.Aliases, func(a, b AliasItem) int { return strings.Compare(string(a.Name), string(b.Name)) })
	for _, ref := range a.Refs {
		rec.Refs = append(rec.Refs, RefItem{line(ref.Source), line(ref.ID), link(ref.URL)})
	}
	return rec
}

// MentionRecord is the record of a mention in the story with this UUID.
func MentionRecord(m news.Mention, story string, at *Offsets) Mention {
	return Mention{
		Record: "mention", StoryID: story, ActorID: ActorID(m.Class, m.Slug), Actor: m.Actor, Class: m.Class,
		Field: m.Field, Start: at.Points(m.Field, m.Start), End: at.Points(m.Field, m.End),
		Text: m.Text, Unsure: m.Unsure, Status: status(m.Status), By: by(m.ByUser),
	}
}

// ClaimRecord is the record of a claim in the story with this UUID that
// source, an outlet, reported.
func ClaimRecord(c news.Claim, story string, source news.Text, at *Offsets) Claim {
	rec := Claim{
		Record: "claim", ID: c.UUID, StoryID: story, Kind: c.Kind, Sub: c.Sub,
		Speaker: c.Speaker, SpeakerActor: c.SpeakerActor, SpeakerID: known(ActorID(c.SpeakerClass, c.SpeakerSlug)),
		Target: c.Target, TargetID: known(ActorID(c.TargetClass, c.TargetSlug)), Quote: c.Quote, Cue: c.Cue,
		Field: c.Field, Start: at.Points(c.Field, c.Start), End: at.Points(c.Field, c.End),
		Hedge: c.Hedge, ReportedBy: source, Answers: known(c.Answers), Weak: c.Weak,
		Status: status(c.Status), By: by(c.ByUser), Confidence: known(c.Confidence),
	}
	if !c.SaidOn.IsZero() {
		rec.SaidOn = known(c.SaidOn.Format(time.DateOnly))
	}
	return rec
}

// NoteRecord is the record of a note; at is nil when its story is gone.
func NoteRecord(n news.Note, at *Offsets) Note {
	rec := Note{
		Record: "note", ID: n.UUID, StoryID: known(n.StoryUUID), StoryTitle: n.StoryTitle, StoryURL: link(n.StoryLink),
		Source: n.Source, ClaimID: known(n.Claim), Kind: n.Kind, Author: n.Author,
		Created: stamp(n.Created), Modified: stamp(n.Modified), Body: n.Body, TLP: level(n.TLP), Tags: tags(n.Tags),
	}
	if rec.Kind == "" {
		rec.Kind = news.Comment
	}
	if n.Anchor == nil {
		return rec
	}
	a := AnchorItem{Field: n.Anchor.Field, Quote: n.Anchor.Quote, Prefix: n.Anchor.Prefix, Suffix: n.Anchor.Suffix, State: n.Anchor.State}
	if a.State == "" {
		a.State = news.Exact
	}
	if at != nil && a.State != news.Lost {
		start, end := at.Points(a.Field, n.Anchor.Start), at.Points(a.Field, n.Anchor.End)
		a.Start, a.End = &start, &end
	}
	rec.Anchor = &a
	return rec
}

// stamp is a time as exports write it, nil for the zero time.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return known(t.UTC().Truncate(time.Second).Format(time.RFC3339))
}

// known is s, or nil when s is "".
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// line cleans a string that is not news.Text by type.
func line(s string) string { return string(clean.Line(s)) }

func knownLine(s string) *string { return known(line(s)) }

// link is an address that may be shown and opened, else nil.
func link(s string) *string {
	address, _ := PublicURL(s)
	return known(address)
}

// list is all, and never nil: JSON shows an empty list, not null.
func list(all []news.Text) []news.Text {
	if all == nil {
		return []news.Text{}
	}
	return all
}

// tags is the tags cleaned and sorted, each once.
func tags(all []string) []string {
	out := make([]string, 0, len(all))
	for _, t := range all {
		if t = line(t); t != "" {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func status(s news.Status) news.Status {
	if s == "" {
		return news.Suggested
	}
	return s
}

func by(user bool) string {
	if user {
		return "user"
	}
	return "rule"
}
