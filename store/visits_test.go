package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hearsay/news"
)

func TestStoryUnderANewGuidIsTheSameStory(t *testing.T) {
	s, f, ids := shelf(t, 2)
	renamed := story(0)
	renamed.Key = "guid:new"
	if kept := keep(t, s, f, renamed, story(1)); kept.New+kept.Changed != 0 {
		t.Errorf("a new guid: kept %+v", kept)
	}
	if got := full(t, s, ids[0]); got.Key != "guid:new" || got.UUID != news.NameUUID("story|"+address+"|guid:0") {
		t.Errorf("key %q, uuid %q", got.Key, got.UUID)
	}
	if kept := keep(t, s, f, renamed, story(0)); kept.New != 1 {
		t.Errorf("both guids in one document are two stories: %+v", kept)
	}
	if got := list(t, s); len(got) != 3 {
		t.Errorf("%d stories", len(got))
	}
}

func TestSharedAddressIdentifiesNothing(t *testing.T) {
	s := open(t)
	f := subscribe(t, s, address)
	one, two, three := story(1), story(2), story(3)
	one.Link, two.Link, three.Link = "https://wire.example/", "https://wire.example/", "https://wire.example/"
	if kept := keep(t, s, f, one, two, one); kept.New != 2 {
		t.Errorf("kept %+v", kept)
	}
	if kept := keep(t, s, f, three); kept.New != 1 {
		t.Errorf("a third story of the address: %+v", kept)
	}
}

func TestDroppedStoryDoesNotComeBack(t *testing.T) {
	s := open(t)
	f := subscribe(t, s, address)
	if _, err := s.write.Exec(`insert into tombstone(feed, key, link, at) values (?, 'guid:0', ?, 0)`, f.ID, story(0).Link); err != nil {
		t.Fatal(err)
	}
	renamed := story(0)
	renamed.Key = "guid:other"
	if kept := keep(t, s, f, story(0), renamed, story(1)); kept.New != 1 {
		t.Errorf("kept %+v", kept)
	}
}

// The order of a list is that of publication, else of fetching; a date in the
// future does not hold a story at the top.
func TestOrderOfStories(t *testing.T) {
	s := open(t)
	f := subscribe(t, s, address)
	dated := func(n int, published time.Time) news.Story {
		one := story(n)
		one.Published = published
		return one
	}
	keep(t, s, f,
		dated(1, noon.Add(20*time.Hour)), dated(2, time.Time{}), dated(3, noon.Add(-time.Second)),
		dated(4, noon.Add(-time.Second)), dated(5, time.Unix(0, 0)), dated(6, noon.Add(-time.Hour)))
	keep(t, s, f, dated(7, noon.Add(-30*time.Minute)))
	var order []string
	for _, id := range list(t, s) {
		order = append(order, full(t, s, id).Key[len("guid:"):])
	}
	if want := []string{"1", "2", "3", "4", "7", "6", "5"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if got := full(t, s, list(t, s)[1]); !got.Published.IsZero() || !got.When().Equal(noon) {
		t.Errorf("undated story %+v", got.Story)
	}
}

func TestIDsOfAFullSecondGoOnInTheNext(t *testing.T) {
	s, f, _ := shelf(t, 1)
	second := story(0).Published.Unix()
	last := (second+1)<<sequenceBits - 1
	if _, err := s.write.Exec(`update story set id = ?`, last); err == nil {
		t.Fatal("a story with a body may be renumbered")
	}
	if _, err := s.write.Exec(`insert into story(id, uuid, feed, key, link, title, lang, seen, same) values (?, 'x', ?, 'x', '', 'x', '', 0, 0)`, last, f.ID); err != nil {
		t.Fatal(err)
	}
	another := story(0)
	another.Key, another.Link = "guid:another", ""
	if kept := keep(t, s, f, another); kept.New != 1 || int64(kept.IDs[0]) != last+2 {
		t.Errorf("kept %+v after %d", kept, last)
	}
}

func TestTextThatWasCutShortIsNotAnEdit(t *testing.T) {
	s, f, ids := shelf(t, 1)
	cut := story(0)
	cut.Text = cut.Text[:20]
	kept := must(s.KeepVisit(t.Context(), news.Visit{Feed: f, Stories: []news.Story{cut}, Damaged: errors.New("cut")}))(t)
	if kept.Changed != 0 || full(t, s, ids[0]).Text != story(0).Text {
		t.Errorf("kept %+v", kept)
	}
	if kept := keep(t, s, f, cut); kept.Changed != 1 {
		t.Errorf("the same from a whole document: %+v", kept)
	}
}

func TestReportsElsewhereAreFound(t *testing.T) {
	s, _, ids := shelf(t, 2)
	other := subscribe(t, s, "https://other.example/feed")
	copied, linked, old := story(0), story(9), story(0)
	copied.Key, copied.Link = "guid:c", "https://other.example/c"
	linked.Key, linked.Link, linked.Published = "guid:l", story(0).Link, noon
	old.Key, old.Link, old.Published = "guid:o", "https://other.example/o", noon.AddDate(-1, 0, 0)
	keep(t, s, other, copied, linked, old)
	same := full(t, s, ids[0]).SameAs
	if len(same) != 2 || same[0].Title != linked.Title || same[1].Title != copied.Title || same[0].Source != "other.example" {
		t.Errorf("the same report elsewhere: %+v", same)
	}
	if same := full(t, s, ids[1]).SameAs; len(same) != 0 {
		t.Errorf("another report is taken for the same: %+v", same)
	}
}

func TestFeedKeepsWhatItsServerSaid(t *testing.T) {
	ctx := t.Context()
	s := open(t)
	f := subscribe(t, s, address)
	if f.Title != "wire.example" || f.UUID != news.NameUUID("feed|"+address) || !f.Added.Equal(noon) {
		t.Errorf("new feed %+v", f)
	}
	if again, added, err := s.AddFeed(ctx, news.Feed{URL: address}); err != nil || added || again.ID != f.ID {
		t.Errorf("added again: %v %v %+v", added, err, again)
	}
	if due := must(s.Due(ctx, noon))(t); len(due) != 1 {
		t.Errorf("a new feed is not due: %+v", due)
	}
	said := f
	said.Title, said.Site, said.Lang, said.ETag, said.LastModified = "The Wire", "https://wire.example/", "en", `"v1"`, "yesterday"
	said.Validated, said.BodyHash, said.State, said.HTTP, said.Error = noon, "hash", news.FeedDamaged, 200, "cut short"
	said.LastTry, said.LastSuccess, said.NextDue, said.Failures = noon, noon, noon.Add(time.Hour), 2
	said.URL = "https://www.wire.example/feed"
	if _, err := s.KeepVisit(ctx, news.Visit{Feed: said}); err != nil {
		t.Fatal(err)
	}
	if got := must(s.Feeds(ctx))(t); len(got) != 1 || got[0] != said {
		t.Errorf("feeds %+v\nwant %+v", got, said)
	}
	if due := must(s.Due(ctx, noon))(t); len(due) != 0 {
		t.Errorf("due already: %+v", due)
	}
	named := said
	named.Title, named.Category = "Ours", "press/wires"
	if err := s.SetFeed(ctx, named); err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeepVisit(ctx, news.Visit{Feed: said}); err != nil {
		t.Fatal(err)
	}
	if got := must(s.Feeds(ctx))(t); got[0].Title != "Ours" || got[0].Category != "press/wires" || got[0].ETag != `"v1"` {
		t.Errorf("a visit changed the reader's name: %+v", got[0])
	}
	if again, added, err := s.AddFeed(ctx, news.Feed{URL: address}); err != nil || added || again.ID != f.ID {
		t.Errorf("added under its first address: %v %v %+v", added, err, again)
	}
	other := subscribe(t, s, "https://other.example/feed")
	other.URL = said.URL // a redirect to a subscription that is there
	if _, err := s.KeepVisit(ctx, news.Visit{Feed: other}); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveFeed(ctx, other.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveFeed(ctx, other.ID); !errors.Is(err, ErrGone) {
		t.Errorf("removed twice: %v", err)
	}
}
