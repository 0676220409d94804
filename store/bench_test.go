package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// many is the size that the budgets of these benchmarks are for.
const many = 100_000

// shelves are folders to remove when the run ends.
var shelves []string

// library is the path of a store with many analysed stories, made once a run.
var library = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "hearsay-bench-")
	if err != nil {
		return "", err
	}
	shelves = append(shelves, dir)
	path := filepath.Join(dir, "hearsay.db")
	ctx := context.Background()
	s, err := Open(ctx, path, Options{Now: func() time.Time { return noon }})
	if err != nil {
		return "", err
	}
	defer s.Close()
	random := rand.New(rand.NewPCG(1, 2))
	const feeds = 50
	for n := range feeds {
		f, _, err := s.AddFeed(ctx, news.Feed{URL: fmt.Sprintf("https://wire%d.example/feed", n), Title: news.Text(fmt.Sprintf("Wire %d", n))})
		if err != nil {
			return "", err
		}
		stories := make([]news.Story, many/feeds)
		for i := range stories {
			stories[i] = sample(random, n, i)
		}
		kept, err := s.KeepVisit(ctx, news.Visit{Feed: f, Stories: stories})
		if err != nil {
			return "", err
		}
		if err := s.KeepAnalyses(ctx, 1, findings(random, stories, kept.IDs)); err != nil {
			return "", err
		}
	}
	ids, err := s.List(ctx, query.Query{})
	if err != nil {
		return "", err
	}
	for _, tag := range []string{"ransom", "actor/apt29", "todo"} {
		if _, err := s.Tag(ctx, ids[random.IntN(1000):][:500], []string{tag}, nil); err != nil {
			return "", err
		}
	}
	_, err = s.Mark(ctx, ids[len(ids)/3:], news.MarkRead)
	return path, err
})

// sample is a story of some 700 bytes whose words are as frequent as words are.
func sample(random *rand.Rand, feed, n int) news.Story {
	word := func() string { return fmt.Sprintf("w%x", int(random.ExpFloat64()*random.ExpFloat64()*600)) }
	words := func(count int) string {
		list := make([]string, count)
		for i := range list {
			list[i] = word()
		}
		return strings.Join(list, " ")
	}
	return news.Story{Key: fmt.Sprintf("guid:%d", n), Link: fmt.Sprintf("https://wire%d.example/%d", feed, n),
		Title: news.Text("APT29 " + words(9)), Summary: news.Text(words(30)), Text: news.Text("Moscow denied " + words(120)),
		Published: noon.Add(-time.Duration(random.IntN(3*365*24*3600)) * time.Second), Seen: noon}
}

// findings are one mention and one claim a story.
func findings(random *rand.Rand, stories []news.Story, ids []news.ID) []news.Analysed {
	list := make([]news.Analysed, len(ids))
	for i, id := range ids {
		list[i] = news.Analysed{ID: id, Analysis: news.Analysis{
			Mentions: []news.Mention{
				{Slug: "apt29", Actor: "APT29", Class: news.Group, Field: news.InTitle, End: 5, Text: "APT29"},
				{Slug: "russia", Actor: "Russia", Class: news.State, Field: news.InText, End: 6, Text: "Moscow"},
			},
		}}
		if random.IntN(5) == 0 {
			list[i].Claims = []news.Claim{{Kind: news.Denial, Speaker: "Moscow", SpeakerActor: "Russia", SpeakerSlug: "russia",
				Quote: "Moscow denied", Field: news.InText, End: 13}}
		}
	}
	return list
}

func openLibrary(b *testing.B) *Store {
	b.Helper()
	path, err := library()
	if err != nil {
		b.Fatal(err)
	}
	s, err := Open(b.Context(), path, Options{Now: func() time.Time { return noon }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	b.ResetTimer()
	return s
}

// Budget: 50 ms for all ids of 100,000 stories, off the screen's loop.
func BenchmarkList(b *testing.B) {
	s := openLibrary(b)
	for b.Loop() {
		ids, err := s.List(b.Context(), query.Query{})
		if err != nil || len(ids) != many {
			b.Fatal(len(ids), err)
		}
	}
}

// Budget: 1 ms for the 64 rows around the screen, wherever it is.
func BenchmarkRows(b *testing.B) {
	s := openLibrary(b)
	ids, err := s.List(b.Context(), query.Query{})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for b.Loop() {
		at := random.IntN(len(ids) - 64)
		rows, err := s.Rows(b.Context(), ids[at:at+64])
		if err != nil || len(rows) != 64 {
			b.Fatal(len(rows), err)
		}
	}
}

// Budget: 2 ms for an open story.
func BenchmarkFull(b *testing.B) {
	s := openLibrary(b)
	ids, err := s.List(b.Context(), query.Query{})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for b.Loop() {
		if _, err := s.Full(b.Context(), ids[random.IntN(len(ids))]); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 5 ms, for the status line asks after every change.
func BenchmarkCounts(b *testing.B) {
	s := openLibrary(b)
	for b.Loop() {
		if _, err := s.Counts(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 60 ms for a visit with 100 new stories into 100,000, and the same again
// with nothing new in 10 ms.
func BenchmarkKeepVisit(b *testing.B) {
	s := openLibrary(b)
	feeds, err := s.Feeds(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	visit := func(from int) news.Visit {
		v := news.Visit{Feed: feeds[0]}
		for i := range 100 {
			v.Stories = append(v.Stories, sample(random, 0, from+i))
		}
		return v
	}
	b.Run("new", func(b *testing.B) {
		for n := many; b.Loop(); n += 100 {
			v := visit(n + random.IntN(1<<40)*100)
			if kept, err := s.KeepVisit(b.Context(), v); err != nil || kept.New != 100 {
				b.Fatal(kept, err)
			}
		}
	})
	b.Run("known", func(b *testing.B) {
		v := visit(1 << 50)
		for b.Loop() {
			if kept, err := s.KeepVisit(b.Context(), v); err != nil || kept.Changed != 0 {
				b.Fatal(kept, err)
			}
		}
	})
}

// Budget: 100 ms for the findings of 100 stories, as a round keeps them.
func BenchmarkKeepAnalyses(b *testing.B) {
	s := openLibrary(b)
	ids, err := s.List(b.Context(), query.Query{Limit: 100})
	if err != nil {
		b.Fatal(err)
	}
	var all []news.Analysed
	for _, id := range ids {
		f, err := s.Full(b.Context(), id)
		if err != nil {
			b.Fatal(err)
		}
		a := news.Analysed{ID: id}
		for i, at := 0, 0; i < 8; i++ { // eight actors and two claims in the text
			end := at + strings.IndexByte(string(f.Text[at:]), ' ')
			a.Mentions = append(a.Mentions, news.Mention{Slug: fmt.Sprint("actor", i), Actor: news.Text(fmt.Sprint("Actor ", i)), Class: news.Group,
				Field: news.InText, Start: at, End: end, Text: f.Text[at:end]})
			at = end + 1
			if i%4 == 0 {
				a.Claims = append(a.Claims, news.Claim{Kind: news.Accusation, Field: news.InText, Start: at, End: at + 9, Quote: f.Text[at : at+9]})
			}
		}
		all = append(all, a)
	}
	for b.Loop() {
		if err := s.KeepAnalyses(b.Context(), 1, all); err != nil {
			b.Fatal(err)
		}
	}
}

// Budget: 20 ms for a completion as it is typed, 200 ms for a page of totals.
func BenchmarkTotals(b *testing.B) {
	s := openLibrary(b)
	for _, of := range []struct{ field, prefix string }{{"actor", "a"}, {"actor", ""}, {"speaker", ""}, {"tag", ""}, {"lang", ""}} {
		b.Run("values of "+of.field+" "+of.prefix, func(b *testing.B) {
			for b.Loop() {
				if s.Values(b.Context(), of.field, of.prefix, 10) == nil {
					b.Log("none")
				}
			}
		})
	}
	for _, total := range []struct {
		name string
		read func() error
	}{
		{"actors", func() error { _, err := s.Actors(b.Context(), ""); return err }},
		{"stats", func() error { _, err := s.Stats(b.Context()); return err }},
		{"feeds", func() error { _, err := s.Feeds(b.Context()); return err }},
		{"claims", func() error { _, err := s.Claims(b.Context(), query.Query{}); return err }},
	} {
		b.Run(total.name, func(b *testing.B) {
			for b.Loop() {
				if err := total.read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
