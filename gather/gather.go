// Package gather makes one round over feeds: fetch, keep, analyse, report.
//
// Feeds are fetched side by side, for the time goes into waiting; keeping and
// analysing is one line of work, for the store has one writer. A report is
// given when the stories of a visit are kept and analysed, and the next is
// worked on only when it was taken: a slow screen slows the round instead of
// filling a queue.
package gather

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"hearsay/claim"
	"hearsay/news"
)

// parallel is how many feeds are fetched at once, over all hosts.
const parallel = 8

// batch is how many stories are analysed between two writes: small enough
// that the reader sees marks soon, large enough that a write is worth it.
const batch = 100

// Fetcher asks the server of one feed. The error is inside the visit.
type Fetcher interface {
	Visit(ctx context.Context, f news.Feed, force bool) news.Visit
}

// Shelf is where stories are kept. A story counts as not analysed until an
// analysis of the given version, or of a newer engine, is kept for it: see
// claim.Engine.Version.
type Shelf interface {
	KeepVisit(ctx context.Context, v news.Visit) (news.Kept, error)
	Unanalysed(ctx context.Context, version, limit int) ([]news.Story, error)
	KeepAnalyses(ctx context.Context, version int, done []news.Analysed) error
}

// Report is what became of one feed in a round.
type Report struct {
	Visit news.Visit // without its stories
	Kept  news.Kept
	Err   error // of the store; the visit's own error is in Visit.Err
}

// Round visits feeds and sends one report for each; the channel is closed when
// all are done, or when ctx is: what was kept by then stays kept.
func Round(ctx context.Context, from Fetcher, to Shelf, engine *claim.Engine, feeds []news.Feed, force bool) <-chan Report {
	visits := fetchAll(ctx, from, feeds, force)
	reports := make(chan Report)
	go func() {
		defer close(reports)
		for v := range visits {
			r := keep(ctx, to, engine, v)
			select {
			case reports <- r:
			case <-ctx.Done():
				for range visits { // let the fetchers end
				}
				return
			}
		}
	}()
	return reports
}

// fetchAll runs the visits, a few at a time, and closes the channel when all of
// them have ended.
func fetchAll(ctx context.Context, from Fetcher, feeds []news.Feed, force bool) <-chan news.Visit {
	visits := make(chan news.Visit)
	go func() {
		defer close(visits)
		var fetchers errgroup.Group
		fetchers.SetLimit(parallel)
		for _, f := range feeds {
			fetchers.Go(func() error {
				if ctx.Err() != nil {
					return nil
				}
				v := from.Visit(ctx, f, force)
				if ctx.Err() != nil {
					return nil // an interrupted call says nothing about the feed
				}
				select {
				case visits <- v:
				case <-ctx.Done():
				}
				return nil
			})
		}
		_ = fetchers.Wait() // errors are inside the visits
	}()
	return visits
}

// keep stores one visit and analyses what is new in it.
func keep(ctx context.Context, to Shelf, engine *claim.Engine, v news.Visit) Report {
	kept, err := to.KeepVisit(ctx, v)
	if err == nil && kept.New+kept.Changed > 0 {
		err = Analyse(ctx, to, engine, nil)
	}
	v.Stories = nil
	return Report{Visit: v, Kept: kept, Err: err}
}

// Analyse works through all stories that have no analysis by this version of
// the engine and these actors, newest first, and says after each batch how many it has done so
// far. It can be stopped at any time and goes on where it was.
func Analyse(ctx context.Context, to Shelf, engine *claim.Engine, said func(done int)) error {
	for done := 0; ; {
		stories, err := to.Unanalysed(ctx, engine.Version(), batch)
		if err != nil {
			return fmt.Errorf("read stories to analyse: %w", err)
		}
		if len(stories) == 0 {
			return nil
		}
		found := make([]news.Analysed, len(stories))
		for i := range stories {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			found[i] = news.Analysed{ID: stories[i].ID, Analysis: engine.Analyse(&stories[i])}
		}
		if err := to.KeepAnalyses(ctx, engine.Version(), found); err != nil {
			return fmt.Errorf("keep %d analyses: %w", len(found), err)
		}
		if done += len(found); said != nil {
			said(done)
		}
	}
}
