package export

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"hearsay/news"
)

// JSONLines writes one record a line: the header, feeds and actors by name,
// then each story with its mentions, claims and notes, then notes whose story
// is gone. It reads the selection once and keeps no stories in memory.
func JSONLines(ctx context.Context, w io.Writer, sel Selection, opt Options) (Report, error) {
	return records(ctx, w, sel, opt, frame{after: "\n", end: "\n"})
}

// JSON writes the same records as one object, {"header":…,"records":[…]}, a
// record a line.
func JSON(ctx context.Context, w io.Writer, sel Selection, opt Options) (Report, error) {
	return records(ctx, w, sel, opt, frame{
		before: `{"header":`, after: ",\"records\":[", between: ",", line: "\n", tail: "\n]}\n",
	})
}

// frame is what stands around records.
type frame struct {
	before, after string // of the header
	line, between string // before each record, and before each but the first
	end, tail     string // after each record, after all
}

// records writes an export. The header counts what follows and the actors
// stand before the stories that name them, so stories go to a spool first.
func records(ctx context.Context, w io.Writer, sel Selection, opt Options, f frame) (Report, error) {
	stories := &spool{}
	defer stories.close()
	out := &recorder{frame: f, w: stories}
	g := gatherer{sel: sel, opt: opt, feeds: byID(sel.Feeds), used: map[news.ID]bool{}, actors: map[actorKey]news.Actor{}}
	g.report.TLP = news.Clear
	if err := g.stories(ctx, out); err != nil {
		return g.report, err
	}

	var head bytes.Buffer
	first := &recorder{frame: f, w: &head}
	if err := g.names(first); err != nil {
		return g.report, err
	}
	header, err := encode(g.header())
	if err != nil {
		return g.report, fmt.Errorf("encode header: %w", err)
	}
	parts := []string{f.before, string(header), f.after, head.String()}
	if first.n > 0 && out.n > 0 {
		parts = append(parts, f.between)
	}
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			return g.report, fmt.Errorf("write export: %w", err)
		}
	}
	if err := stories.copyTo(w); err != nil {
		return g.report, fmt.Errorf("write export: %w", err)
	}
	if _, err := io.WriteString(w, f.tail); err != nil {
		return g.report, fmt.Errorf("write export: %w", err)
	}
	return g.report, nil
}

// recorder writes records with what belongs between them.
type recorder struct {
	frame frame
	w     io.Writer
	n     int
}

func (r *recorder) write(record any) error {
	b, err := encode(record)
	if err != nil {
		return fmt.Errorf("encode record: %w", err)
	}
	lead := r.frame.line
	if r.n > 0 {
		lead = r.frame.between + lead
	}
	r.n++
	b = append(append([]byte(lead), b...), r.frame.end...)
	if _, err := r.w.Write(b); err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return nil
}

// actorKey names an actor.
type actorKey struct {
	class news.Class
	slug  string
}

// gatherer turns stories into records and remembers what goes before them.
type gatherer struct {
	sel    Selection
	opt    Options
	feeds  map[news.ID]news.Feed
	used   map[news.ID]bool
	actors map[actorKey]news.Actor
	report Report
}

// stories writes the records of all stories and of the notes without one.
func (g *gatherer) stories(ctx context.Context, out *recorder) error {
	if g.sel.Stories != nil {
		for story, err := range g.sel.Stories {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("read stories to export: %w", err)
			}
			if err := g.story(&story, out); err != nil {
				return err
			}
		}
	}
	for _, n := range g.opt.notes(g.sel.Orphans, &g.report) {
		if err := g.note(n, nil, out); err != nil {
			return err
		}
	}
	return nil
}

// story writes one story and what belongs to it.
func (g *gatherer) story(f *news.Full, out *recorder) error {
	g.opt.pick(f, &g.report)
	at := NewOffsets(f.Title, f.Text)
	feed := g.feeds[f.Feed]
	g.used[f.Feed] = true
	g.report.Counts.Story++
	if err := out.write(StoryRecord(f, feed.UUID, g.opt.WithText)); err != nil {
		return err
	}
	for _, m := range f.Mentions {
		g.name(m.Class, m.Slug, m.Actor)
		g.report.Counts.Mention++
		if err := out.write(MentionRecord(m, f.UUID, at)); err != nil {
			return err
		}
	}
	for _, c := range f.Claims {
		g.name(c.SpeakerClass, c.SpeakerSlug, c.SpeakerActor)
		g.name(c.TargetClass, c.TargetSlug, c.Target)
		g.report.Counts.Claim++
		rec := ClaimRecord(c, f.UUID, f.Source, at)
		if !g.opt.WithText {
			rec.Quote = first(rec.Quote, maxQuote)
		}
		if err := out.write(rec); err != nil {
			return err
		}
	}
	for _, n := range f.Notes {
		if err := g.note(n, at, out); err != nil {
			return err
		}
	}
	return nil
}

func (g *gatherer) note(n news.Note, at *Offsets, out *recorder) error {
	g.report.Counts.Note++
	rec := NoteRecord(n, at)
	if rec.Anchor != nil && !g.opt.WithText {
		rec.Anchor.Quote = first(rec.Anchor.Quote, maxQuote)
	}
	return out.write(rec)
}

// name remembers an actor that a record refers to.
func (g *gatherer) name(class news.Class, slug string, name news.Text) {
	key := actorKey{class, slug}
	if _, seen := g.actors[key]; !seen && slug != "" {
		g.actors[key] = g.sel.actor(class, slug, name)
	}
}

// actor is what is known of an actor, at least its name.
func (s *Selection) actor(class news.Class, slug string, name news.Text) news.Actor {
	if s.Actors != nil {
		if a, found := s.Actors(class, slug); found {
			return a
		}
	}
	return news.Actor{Class: class, Slug: slug, Name: name}
}

// names writes the feeds and actors that the stories refer to.
func (g *gatherer) names(out *recorder) error {
	feeds := make([]news.Feed, 0, len(g.used))
	for _, f := range g.feeds {
		if g.used[f.ID] {
			feeds = append(feeds, f)
		}
	}
	slices.SortFunc(feeds, func(a, b news.Feed) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.UUID, b.UUID))
	})
	for _, f := range feeds {
		g.report.Counts.Feed++
		if err := out.write(FeedRecord(f)); err != nil {
			return err
		}
	}
	for _, a := range sortedActors(g.actors) {
		g.report.Counts.Actor++
		if err := out.write(ActorRecord(a)); err != nil {
			return err
		}
	}
	return nil
}

// sortedActors is the actors by name, in code-point order.
func sortedActors(all map[actorKey]news.Actor) []news.Actor {
	actors := make([]news.Actor, 0, len(all))
	for _, a := range all {
		actors = append(actors, a)
	}
	slices.SortFunc(actors, func(a, b news.Actor) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Slug, b.Slug))
	})
	return actors
}

func (g *gatherer) header() Header {
	h := Header{
		Record: "header", Format: "hearsay", Version: Version, TLP: g.report.TLP, Query: line(g.sel.Query), Counts: g.report.Counts,
		Producer: ProducerRecord{known(g.opt.Producer.ID), g.opt.Producer.Name},
	}
	if g.opt.Stamp {
		h.Stamp = stamp(g.opt.Now)
	}
	return h
}

// byID finds feeds by the number that stories carry.
func byID(feeds []news.Feed) map[news.ID]news.Feed {
	m := make(map[news.ID]news.Feed, len(feeds))
	for _, f := range feeds {
		m[f.ID] = f
	}
	return m
}

// encode is the JSON of a record on one line, with < > & as they are: the
// output is no part of a web page.
func encode(record any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(record); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Encode writes a record as one line of JSON, as the exports do.
func Encode(w io.Writer, record any) error {
	b, err := encode(record)
	if err != nil {
		return fmt.Errorf("encode record: %w", err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
