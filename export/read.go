package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"hearsay/news"
	"hearsay/news/clean"
)

// maxRecord is the longest line that is read: a text of 1 MiB can grow sixfold
// when it is escaped.
const maxRecord = 8 << 20

// ErrFormat says that a file is no export of ours, or one of a later version.
var ErrFormat = errors.New("no export that this version of hearsay reads")

// Item is one thing read from an export; exactly one field is set.
type Item struct {
	Line   int // in the file, where it begins
	Header *Header
	Feed   *news.Feed
	Actor  *news.Actor
	Story  *news.Full // with its mentions, claims and notes; FeedUUID names its feed
	Note   *news.Note // of a story that is not in the file

	FeedUUID string
}

// ReadJSONLines gives what an export in JSON Lines holds, in its order. Offsets
// are bytes again, in a story without its text only those of the title: others
// are 0, and the quote tells where. Every text is cleaned. A line that cannot
// be read gives an error that names it, and the next is read; an error of r or
// ErrFormat in the first line is the last.
func ReadJSONLines(r io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		in := &lineReader{r: bufio.NewReader(r), yield: yield, actors: map[string]actorKey{}}
		in.all()
	}
}

// lineReader collects a story and what follows it until the next.
type lineReader struct {
	r     *bufio.Reader
	yield func(Item, error) bool
	row   int
	story Item // Story is nil when none is open
	at    *Offsets

	actors map[string]actorKey // by id: mentions and claims name no slugs
}

func (in *lineReader) all() {
	for {
		l, err := in.next()
		if len(bytes.TrimSpace(l)) > 0 && !in.record(l) {
			return
		}
		switch {
		case errors.Is(err, io.EOF):
			_ = in.flush() // errStop, at the end anyway
			return
		case errors.Is(err, bufio.ErrTooLong):
			if !in.yield(Item{}, fmt.Errorf("read export: line %d is longer than %d MiB", in.row, maxRecord>>20)) {
				return
			}
		case err != nil:
			in.yield(Item{}, fmt.Errorf("read export: line %d: %w", in.row, err))
			return
		}
	}
}

// next is the next line. One that is too long is skipped whole.
func (in *lineReader) next() ([]byte, error) {
	in.row++
	var l []byte
	long := false
	for {
		part, err := in.r.ReadSlice('\n')
		if long = long || len(l)+len(part) > maxRecord; !long {
			l = append(l, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case long && (err == nil || errors.Is(err, io.EOF)):
			if err != nil {
				in.r.Reset(bytes.NewReader(nil)) // the next call ends it
			}
			return nil, bufio.ErrTooLong
		default:
			return l, err
		}
	}
}

// record takes one line; it reports whether to go on.
func (in *lineReader) record(l []byte) bool {
	var kind struct {
		Record string
		Format string
	}
	err := json.Unmarshal(l, &kind)
	if in.row == 1 && (err != nil || kind.Record != "header" || kind.Format != "hearsay") {
		in.yield(Item{}, fmt.Errorf("read export: line 1: %w", ErrFormat))
		return false
	}
	if err == nil {
		switch kind.Record {
		case "header":
			return in.header(l)
		case "feed":
			err = in.feed(l)
		case "actor":
			err = in.actor(l)
		case "story":
			err = in.open(l)
		case "mention":
			err = in.mention(l)
		case "claim":
			err = in.claim(l)
		case "note":
			err = in.note(l)
		default: // of a later version
		}
	}
	if errors.Is(err, errStop) {
		return false
	}
	if err != nil {
		return in.yield(Item{}, fmt.Errorf("read export: line %d: %s", in.row, clean.LineMax(err.Error(), maxName)))
	}
	return true
}

// errStop says that the one who reads wants no more.
var errStop = errors.New("stop")

func (in *lineReader) give(item Item) error {
	if item.Line == 0 {
		item.Line = in.row
	}
	if !in.yield(item, nil) {
		return errStop
	}
	return nil
}

// flush gives the open story.
func (in *lineReader) flush() error {
	item := in.story
	in.story, in.at = Item{}, nil
	if item.Story == nil {
		return nil
	}
	return in.give(item)
}

func (in *lineReader) header(l []byte) bool {
	var h Header
	if err := json.Unmarshal(l, &h); err != nil || h.Version != Version {
		in.yield(Item{}, fmt.Errorf("read export: line %d: version %d: %w", in.row, h.Version, ErrFormat))
		return false
	}
	h.Query, h.Producer.Name = line(h.Query), clean.Line(string(h.Producer.Name))
	return in.give(Item{Header: &h}) == nil
}

func (in *lineReader) feed(l []byte) error {
	var f Feed
	if err := json.Unmarshal(l, &f); err != nil {
		return err
	}
	if err := fit(f.ID, "", "", ""); err != nil {
		return err
	}
	return in.give(Item{Feed: &news.Feed{
		UUID: line(f.ID), URL: web(f.URL), Title: clean.Line(string(f.Title)), Site: web(f.Site), Lang: words(f.Lang), Category: line(f.Category),
	}})
}

func (in *lineReader) actor(l []byte) error {
	var a Actor
	if err := json.Unmarshal(l, &a); err != nil {
		return err
	}
	if err := fit(a.ID, a.Class, "", ""); err != nil {
		return err
	}
	in.actors[a.ID] = actorKey{a.Class, line(a.Slug)}
	actor := news.Actor{
		Slug: line(a.Slug), Class: a.Class, Kind: line(a.Kind), Name: clean.Line(string(a.Name)), Country: words(a.Country),
	}
	if a.Role != nil {
		actor.Role = clean.Line(string(*a.Role))
	}
	for _, alias := range a.Aliases {
		actor.Aliases = append(actor.Aliases, news.Alias{Name: clean.Line(string(alias.Name)), By: clean.Line(string(alias.By))})
	}
	for _, ref := range a.Refs {
		actor.Refs = append(actor.Refs, news.Ref{Source: line(ref.Source), ID: line(ref.ID), URL: web(ref.URL)})
	}
	return in.give(Item{Actor: &actor})
}

// open begins a story.
func (in *lineReader) open(l []byte) error {
	if err := in.flush(); err != nil {
		return err
	}
	var s Story
	if err := json.Unmarshal(l, &s); err != nil {
		return err
	}
	if err := fit(s.ID, "", "", ""); err != nil {
		return err
	}
	f := &news.Full{Story: news.Story{
		UUID: line(s.ID), Source: clean.Line(string(s.Source)), Title: clean.Line(string(s.Title)), Summary: clean.Line(string(s.Summary)),
		Link: web(s.URL), Original: web(s.OriginalURL), Lang: words(s.Lang),
		Published: moment(s.Published), Updated: moment(s.Updated), Seen: moment(s.Fetched),
	}, Read: s.Read, Starred: s.Starred, Hidden: s.Hidden}
	if s.Text != nil {
		f.Text = clean.Block(string(*s.Text))
	}
	for _, a := range s.Author {
		f.Authors = append(f.Authors, clean.Line(string(a)))
	}
	f.Tags = tags(s.Tags)
	for _, id := range s.SameAs {
		f.SameAs = append(f.SameAs, news.Row{UUID: line(id)})
	}
	in.story = Item{Line: in.row, Story: f, FeedUUID: words(s.FeedID)}
	in.at = NewOffsets(f.Title, f.Text)
	return nil
}
