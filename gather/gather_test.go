package gather

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"

	"hearsay/actor"
	"hearsay/claim"
	"hearsay/feed"
	"hearsay/news"
	"hearsay/store"
	"hearsay/store/query"
)

const denial = "Kremlin spokesman Dmitry Peskov said Russia had nothing to do with the intrusion."

// open makes a store with these feeds on a loopback server that answers with
// handle.
func open(t testing.TB, handle http.HandlerFunc, feeds int) (*store.Store, []news.Feed) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	shelf, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "hearsay.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shelf.Close() })
	var added []news.Feed
	for i := range feeds {
		f, _, err := shelf.AddFeed(t.Context(), news.Feed{URL: fmt.Sprintf("%s/%d", server.URL, i), Title: news.Text(fmt.Sprint("Wire ", i)), Typed: true})
		if err != nil {
			t.Fatal(err)
		}
		added = append(added, f)
	}
	return shelf, added
}

func answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprintf(w, `<rss version="2.0"><channel><title>Wire</title>`+
		`<item><title>A story of %s</title><guid>%s</guid><description>%s</description></item></channel></rss>`, r.URL.Path, r.URL.Path, denial)
}

func find(t testing.TB, shelf *store.Store, words string) int {
	t.Helper()
	q, err := query.Parse(words)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := shelf.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return len(ids)
}

func TestOneDeadServerDoesNotStopTheRound(t *testing.T) {
	shelf, feeds := open(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/3" {
			http.Error(w, "gone fishing", http.StatusInternalServerError)
			return
		}
		answer(w, r)
	}, 12)
	engine := claim.New(actor.Default())
	failed, fresh := 0, 0
	for r := range Round(t.Context(), feed.Open(feed.Options{}), shelf, engine, feeds, true) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		if r.Visit.Err != nil {
			failed++
		}
		fresh += r.Kept.New
		if r.Visit.Stories != nil {
			t.Error("a report holds on to its stories")
		}
	}
	if failed != 1 || fresh != 11 {
		t.Errorf("%d failed and %d new, want 1 and 11", failed, fresh)
	}
	if got := find(t, shelf, "has:denial actor:peskov"); got != 11 {
		t.Errorf("%d stories carry the denial after the round, want 11", got)
	}
}

// What a crash between keeping and analysing leaves is found and done.
func TestAnalyseGoesOnWhereItWas(t *testing.T) {
	shelf, feeds := open(t, answer, 1)
	v := feed.Open(feed.Options{}).Visit(t.Context(), feeds[0], true)
	if v.Err != nil {
		t.Fatal(v.Err)
	}
	if _, err := shelf.KeepVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if got := find(t, shelf, "has:denial"); got != 0 {
		t.Fatalf("%d stories analysed before the analysis", got)
	}
	total := 0
	if err := Analyse(t.Context(), shelf, claim.New(actor.Default()), func(done int) { total = done }); err != nil {
		t.Fatal(err)
	}
	if got := find(t, shelf, "has:denial"); got != 1 || total != 1 {
		t.Errorf("%d stories carry the denial and %d were counted, want 1 and 1", got, total)
	}
}

// What was analysed with other actors is analysed again, once.
func TestOtherActorsAreLookedForAgain(t *testing.T) {
	shelf, feeds := open(t, answer, 1)
	v := feed.Open(feed.Options{}).Visit(t.Context(), feeds[0], true)
	if _, err := shelf.KeepVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	hidden, _, err := actor.Load(actor.Overlay{Edits: []actor.Edit{{Do: actor.Hide, Alias: "Peskov"}, {Do: actor.Hide, Alias: "Dmitry Peskov"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		actors *actor.Catalogue
		done   int
	}{{actor.Default(), 1}, {actor.Default(), 0}, {hidden, 1}, {hidden, 0}, {actor.Default(), 1}} {
		total := 0
		if err := Analyse(t.Context(), shelf, claim.New(step.actors), func(done int) { total = done }); err != nil {
			t.Fatal(err)
		}
		if total != step.done {
			t.Errorf("%d analysed with actors %x, want %d", total, step.actors.Stamp(), step.done)
		}
	}
}

// stuck is a fetcher that waits until the round is stopped.
type stuck struct{ calls atomic.Int32 }

func (s *stuck) Visit(ctx context.Context, f news.Feed, _ bool) news.Visit {
	if s.calls.Add(1) == 1 {
		f.State = news.FeedOK
		return news.Visit{Feed: f}
	}
	<-ctx.Done()
	return news.Visit{Feed: f, Err: ctx.Err()}
}

func TestStoppedRoundEndsAndBlamesNoFeed(t *testing.T) {
	shelf, feeds := open(t, answer, 20)
	ctx, stop := context.WithCancel(t.Context())
	reports := Round(ctx, &stuck{}, shelf, claim.New(actor.Default()), feeds, true)
	if r := <-reports; r.Err != nil || r.Visit.Err != nil {
		t.Fatalf("first report: %v, %v", r.Err, r.Visit.Err)
	}
	stop()
	for r := range reports { // ends, or the test runs into its deadline
		if r.Err != nil && !errors.Is(r.Err, context.Canceled) {
			t.Error(r.Err)
		}
	}
	kept, err := shelf.Feeds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range kept {
		if f.Failures > 0 {
			t.Errorf("%s is blamed for the interruption: %s", f.Title, f.Error)
		}
	}
}

// A round over 100 feeds of 20 stories each, from empty: fetched over loopback,
// kept, analysed. Budget: 2 s.
func BenchmarkRound(b *testing.B) {
	handle := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `<rss version="2.0"><channel><title>Wire</title>`)
		for i := range 20 {
			fmt.Fprintf(w, `<item><title>Story %d</title><guid>%s-%d</guid><description>%s</description></item>`, i, r.URL.Path, i, denial)
		}
		_, _ = io.WriteString(w, `</channel></rss>`)
	}
	engine := claim.New(actor.Default())
	for b.Loop() {
		b.StopTimer()
		shelf, feeds := open(b, handle, 100)
		b.StartTimer()
		for r := range Round(b.Context(), feed.Open(feed.Options{}), shelf, engine, feeds, true) {
			if r.Err != nil || r.Visit.Err != nil {
				b.Fatal(r.Err, r.Visit.Err)
			}
		}
	}
}
