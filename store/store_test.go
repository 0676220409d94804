package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

const address = "https://wire.example/feed"

// subscribe adds a feed of this address.
func subscribe(t testing.TB, s *Store, address string) news.Feed {
	t.Helper()
	f, added, err := s.AddFeed(t.Context(), news.Feed{URL: address})
	if err != nil || !added {
		t.Fatalf("AddFeed: added %v, %v", added, err)
	}
	return f
}

// story is the n-th of a feed, an hour older than the one before.
func story(n int) news.Story {
	return news.Story{
		Key: fmt.Sprintf("guid:%d", n), Title: news.Text(fmt.Sprintf("Northgate says group %d is behind the breach", n)),
		Text: news.Text(fmt.Sprintf("Northgate said on Friday that APT29 broke in.\nMoscow denied any role in incident %d.", n)),
		Link: fmt.Sprintf("https://wire.example/%d", n), Authors: []news.Text{"Ada Quill"},
		Blocks: []news.Block{{Start: 0, End: 9, Kind: news.Quoted}}, Links: []news.Link{{Start: 0, End: 9, URL: "https://northgate.example/a?b=c"}},
		Published: noon.Add(-time.Duration(n) * time.Hour), Seen: noon,
	}
}

// keep keeps a visit with these stories.
func keep(t testing.TB, s *Store, f news.Feed, stories ...news.Story) news.Kept {
	t.Helper()
	kept, err := s.KeepVisit(t.Context(), news.Visit{Feed: f, Stories: stories})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// shelf is a store with n stories of one feed; the ids are newest first.
func shelf(t testing.TB, n int) (*Store, news.Feed, []news.ID) {
	t.Helper()
	s := open(t)
	f := subscribe(t, s, address)
	var stories []news.Story
	for i := range n {
		stories = append(stories, story(i))
	}
	keep(t, s, f, stories...)
	return s, f, list(t, s)
}

func list(t testing.TB, s *Store) []news.ID {
	t.Helper()
	ids, err := s.List(t.Context(), query.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func full(t testing.TB, s *Store, id news.ID) news.Full {
	t.Helper()
	f, err := s.Full(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// must is for methods whose outcome is not what a test is about.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestVisitIsKeptAndListedNewestFirst(t *testing.T) {
	s, _, ids := shelf(t, 3)
	rows := must(s.Rows(t.Context(), ids))(t)
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, r := range rows {
		want := story(i)
		if r.Title != want.Title || !r.Published.Equal(want.Published) || r.Source != "wire.example" || r.Read {
			t.Errorf("row %d is %+v", i, r)
		}
	}
	got := full(t, s, ids[1])
	want := story(1)
	if got.Text != want.Text || !slices.Equal(got.Blocks, want.Blocks) || !slices.Equal(got.Links, want.Links) ||
		!slices.Equal(got.Authors, want.Authors) || got.Link != want.Link || got.UUID != news.NameUUID("story|"+address+"|guid:1") {
		t.Errorf("full story is %+v", got.Story)
	}
	if id := must(s.Find(t.Context(), strings.ToUpper(got.UUID[:8])))(t); id != ids[1] {
		t.Errorf("Find answers %d, want %d", id, ids[1])
	}
	if _, err := s.Find(t.Context(), ""); !errors.Is(err, ErrGone) {
		t.Errorf("Find of nothing: %v", err)
	}
	reversed := slices.Clone(ids)
	slices.Reverse(reversed)
	reversed = append(reversed, 1, ids[0])
	var order []news.ID
	for _, r := range must(s.Rows(t.Context(), reversed))(t) {
		order = append(order, r.ID)
	}
	if want := []news.ID{ids[2], ids[1], ids[0], ids[0]}; !slices.Equal(order, want) {
		t.Errorf("rows in order %v, want %v", order, want)
	}
}

func TestSecondVisitChangesNothing(t *testing.T) {
	s, f, _ := shelf(t, 3)
	if kept := keep(t, s, f, story(0), story(1), story(2)); kept.New+kept.Changed != 0 {
		t.Errorf("kept %+v", kept)
	}
	c := must(s.Counts(t.Context()))(t)
	if c.Stories != 3 || c.Unread != 3 || c.Feeds != 1 {
		t.Errorf("counts %+v", c)
	}
}

// Opening a story is no change that undo would take back before the one that
// the reader made.
func TestOpeningIsNotUndone(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 2)
	must(s.Tag(ctx, ids[:1], []string{"todo"}, nil))(t)
	if change := must(s.Mark(ctx, ids[1:], news.MarkOpened))(t); change.Journal != 0 || change.Stories != 1 {
		t.Errorf("change %+v", change)
	}
	must(s.Undo(ctx))(t)
	if c := must(s.Counts(ctx))(t); c.Unread != 1 {
		t.Errorf("%d unread, want the opened story to stay read", c.Unread)
	}
	if tags := must(s.Tags(ctx))(t); len(tags) != 0 {
		t.Errorf("undo left the tag: %v", tags)
	}
}

func TestTagMarkUndoRedo(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 3)
	change := must(s.Tag(ctx, ids[:2], []string{"#Ransom"}, nil))(t)
	if change.Said != "tagged 2 stories #ransom" || change.Stories != 2 || change.Journal == 0 {
		t.Errorf("change %+v", change)
	}
	if change := must(s.Mark(ctx, ids, news.MarkRead))(t); change.Said != "3 stories marked read" {
		t.Errorf("change %+v", change)
	}
	if change := must(s.Mark(ctx, ids, news.MarkRead))(t); change.Journal != 0 {
		t.Errorf("a change of nothing is in the journal: %+v", change)
	}
	must(s.Undo(ctx))(t)
	if c := must(s.Counts(ctx))(t); c.Unread != 3 {
		t.Errorf("%d unread after undo", c.Unread)
	}
	must(s.Undo(ctx))(t)
	if tags := must(s.Tags(ctx))(t); len(tags) != 0 {
		t.Errorf("tags after undo: %v", tags)
	}
	if _, err := s.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("undo of nothing: %v", err)
	}
	if change := must(s.Redo(ctx))(t); change.Said != "redone: tagged 2 stories #ransom" {
		t.Errorf("redo said %q", change.Said)
	}
	if tags := must(s.Tags(ctx))(t); !slices.Equal(tags, []news.TagCount{{Tag: "ransom", Count: 2}}) {
		t.Errorf("tags after redo: %v", tags)
	}
	must(s.Mark(ctx, ids[:1], news.MarkStar))(t)
	if _, err := s.Redo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("redo after another change: %v", err)
	}
}

func TestNoteIsAnchoredEditedDeletedAndRestored(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 1)
	n := must(s.SaveNote(ctx, news.Note{Story: ids[0], Body: "Ask them.", Anchor: &news.Anchor{Quote: "Moscow denied any role"}}))(t)
	if n.Anchor.Field != news.InText || n.Anchor.Start != 46 || n.Anchor.Prefix != " on Friday that APT29 broke in.\n" {
		t.Errorf("anchor %+v", n.Anchor)
	}
	if n.TLP != news.AmberStrict || n.Kind != news.Comment || n.StoryTitle != story(0).Title || n.Source != "wire.example" {
		t.Errorf("note %+v", n)
	}
	if _, err := s.SaveNote(ctx, news.Note{Story: ids[0], Anchor: &news.Anchor{Quote: "London denied"}}); !errors.Is(err, ErrNoQuote) {
		t.Errorf("note on a quote that is not there: %v", err)
	}
	n.Body = "Ask them twice."
	must(s.SaveNote(ctx, n))(t)
	must(s.DeleteNote(ctx, n.UUID[:8]))(t)
	if _, err := s.Note(ctx, n.UUID); !errors.Is(err, ErrGone) {
		t.Errorf("deleted note: %v", err)
	}
	must(s.Undo(ctx))(t)
	if got := must(s.Note(ctx, n.UUID))(t); got.Body != "Ask them twice." {
		t.Errorf("restored body %q", got.Body)
	}
	must(s.Undo(ctx))(t)
	if got := must(s.Note(ctx, n.UUID))(t); got.Body != "Ask them." {
		t.Errorf("body before the edit %q", got.Body)
	}
}

func TestTheProducerStays(t *testing.T) {
	s, _, _ := shelf(t, 0)
	first := must(s.Producer(t.Context()))(t)
	if again := must(s.Producer(t.Context()))(t); first == "" || again != first {
		t.Errorf("producer %q, then %q", first, again)
	}
}
