package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay/news"
	"hearsay/news/clean"
)

// errNoStory says that a record belongs to a story that does not precede it.
var errNoStory = errors.New("its story does not precede it")

// span is code points of the open story as bytes, 0 and 0 where they do not
// hold these words.
func (in *lineReader) span(field news.Field, start, end int, words news.Text) (int, int) {
	text := in.story.Story.Text
	if field == news.InTitle {
		text = in.story.Story.Title
	}
	from, to := in.at.Bytes(field, start), in.at.Bytes(field, end)
	if from > to || len(text[from:to]) < len(words) || text[from:from+len(words)] != words || words == "" {
		return 0, 0
	}
	return from, to
}

func (in *lineReader) mention(l []byte) error {
	var m Mention
	if err := json.Unmarshal(l, &m); err != nil {
		return err
	}
	f := in.story.Story
	if f == nil || f.UUID != m.StoryID {
		return errNoStory
	}
	if err := fit(m.ActorID, m.Class, m.Field, ""); err != nil {
		return err
	}
	mention := news.Mention{
		Slug: in.actors[m.ActorID].slug, Actor: clean.Line(string(m.Actor)), Class: m.Class, Field: m.Field, Text: clean.Block(string(m.Text)),
		Unsure: m.Unsure, Status: judged(m.Status), ByUser: m.By == "user",
	}
	mention.Start, mention.End = in.span(m.Field, m.Start, m.End, mention.Text)
	f.Mentions = append(f.Mentions, mention)
	return nil
}

func (in *lineReader) claim(l []byte) error {
	var c Claim
	if err := json.Unmarshal(l, &c); err != nil {
		return err
	}
	f := in.story.Story
	if f == nil || f.UUID != c.StoryID {
		return errNoStory
	}
	if err := fit(c.ID, "", c.Field, string(c.Kind)); err != nil {
		return err
	}
	speaker, target := in.actors[words(c.SpeakerID)], in.actors[words(c.TargetID)]
	claim := news.Claim{
		SpeakerSlug: speaker.slug, SpeakerClass: speaker.class, TargetSlug: target.slug, TargetClass: target.class,
		UUID: line(c.ID), Kind: c.Kind, Sub: line(c.Sub), Speaker: clean.Line(string(c.Speaker)), SpeakerActor: clean.Line(string(c.SpeakerActor)),
		Target: clean.Line(string(c.Target)), Quote: clean.Block(string(c.Quote)), Cue: clean.Block(string(c.Cue)), Field: c.Field,
		Hedge: line(c.Hedge), Answers: words(c.Answers), Weak: c.Weak, Status: judged(c.Status), ByUser: c.By == "user", Confidence: words(c.Confidence),
	}
	if c.SaidOn != nil {
		claim.SaidOn, _ = time.Parse(time.DateOnly, *c.SaidOn)
	}
	claim.Start, claim.End = in.span(c.Field, c.Start, c.End, claim.Quote)
	f.Claims = append(f.Claims, claim)
	return nil
}

// note takes a note of the open story, or of one that is not in the file.
func (in *lineReader) note(l []byte) error {
	var n Note
	if err := json.Unmarshal(l, &n); err != nil {
		return err
	}
	if err := fit(n.ID, "", "", string(n.Kind)); err != nil {
		return err
	}
	note := news.Note{
		UUID: line(n.ID), StoryUUID: words(n.StoryID), StoryTitle: clean.Line(string(n.StoryTitle)), StoryLink: web(n.StoryURL),
		Source: clean.Line(string(n.Source)), Claim: words(n.ClaimID), Kind: n.Kind, Author: clean.Line(string(n.Author)),
		Created: moment(n.Created), Modified: moment(n.Modified), Body: clean.Block(string(n.Body)), TLP: level(n.TLP), Tags: tags(n.Tags),
	}
	f := in.story.Story
	here := f != nil && f.UUID == note.StoryUUID
	if a := n.Anchor; a != nil {
		if err := fit(n.ID, "", a.Field, string(a.State)); err != nil {
			return err
		}
		note.Anchor = &news.Anchor{
			Field: a.Field, Quote: clean.Block(string(a.Quote)), Prefix: clean.Block(string(a.Prefix)), Suffix: clean.Block(string(a.Suffix)), State: a.State,
		}
		if here && a.Start != nil && a.End != nil {
			note.Anchor.Start, note.Anchor.End = in.span(a.Field, *a.Start, *a.End, note.Anchor.Quote)
		}
	}
	if here {
		f.Notes = append(f.Notes, note)
		return nil
	}
	if err := in.flush(); err != nil {
		return err
	}
	return in.give(Item{Note: &note})
}

// words is a text that may be null.
func words(s *string) string {
	if s == nil {
		return ""
	}
	return line(*s)
}

// web is an address that may be null and may be opened.
func web(s *string) string {
	if s == nil {
		return ""
	}
	address, _ := PublicURL(*s)
	return address
}

// moment is a time that may be null; what is no time counts as null.
func moment(s *string) time.Time {
	if s == nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339, *s)
	return t.UTC()
}

// kinds are the words that records may say they are: kinds of claims and of
// notes, and states of anchors.
var kinds = []string{
	string(news.Accusation), string(news.Denial), string(news.Nondenial), string(news.NoComment), string(news.Deflection),
	string(news.Comment), string(news.Question), string(news.Contradiction), string(news.Exact), string(news.Moved), string(news.Lost),
}

// fit checks what must be one of a few words, "" being none, and the id.
func fit(id string, class news.Class, field news.Field, kind string) error {
	switch {
	case len(id) != 36 || strings.Trim(id, "0123456789abcdef-") != "":
		return errors.New("its id is no UUID")
	case class != "" && !slices.Contains(classes, class):
		return fmt.Errorf("unknown class %q", class)
	case field != "" && field != news.InTitle && field != news.InText:
		return fmt.Errorf("unknown field %q", field)
	case kind != "" && !slices.Contains(kinds, kind):
		return fmt.Errorf("unknown kind or state %q", kind)
	}
	return nil
}

// judged is a status that an export may hold.
func judged(s news.Status) news.Status {
	if s == news.Confirmed {
		return s
	}
	return news.Suggested
}
