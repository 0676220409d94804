package store

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// The test binary is also the second process of the tests: with childJob set it
// works on the store at childStore until it is done or killed.
const (
	childJob   = "HEARSAY_TEST_JOB"
	childStore = "HEARSAY_TEST_STORE"
)

func TestMain(m *testing.M) {
	if job := os.Getenv(childJob); job != "" {
		if err := work(job, os.Getenv(childStore)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	for _, dir := range shelves {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// visitSize is how many stories each visit of the child brings.
const visitSize = 40

// work does one kind of change again and again and says on standard output what
// it was told is saved, a line each.
func work(job, path string) error {
	if job == "fill" {
		return fill(path)
	}
	ctx := context.Background()
	s, err := Open(ctx, path, Options{Now: func() time.Time { return noon }})
	if err != nil {
		return err
	}
	defer s.Close()
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return err
	}
	ids, err := s.List(ctx, query.Query{Limit: 10})
	if err != nil {
		return err
	}
	for n := range 200 {
		switch job {
		case "notes":
			note, err := s.SaveNote(ctx, news.Note{Story: ids[n%len(ids)], Body: news.Text(fmt.Sprintf("note %d", n)), Anchor: &news.Anchor{Quote: "APT29"}})
			if err != nil {
				return err
			}
			fmt.Println(note.UUID)
		case "analyses":
			var all []news.Analysed
			for _, id := range ids {
				story, err := s.Full(ctx, id)
				if err != nil {
					return err
				}
				all = append(all, analysed(story))
			}
			if err := s.KeepAnalyses(ctx, n+1, all); err != nil {
				return err
			}
			fmt.Println(n + 1)
		case "visits":
			v := news.Visit{Feed: feeds[0]}
			for i := range visitSize {
				one := story(os.Getpid()*1_000_000 + n*visitSize + i)
				one.Published = noon.Add(-time.Duration(i) * time.Hour)
				v.Stories = append(v.Stories, one)
			}
			kept, err := s.KeepVisit(ctx, v)
			if err != nil {
				return err
			}
			fmt.Println(kept.New)
		}
	}
	return nil
}
