package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// hugeShelf has a hundred thousand stories, made when they are asked for.
type hugeShelf struct {
	*fakeShelf
	size int
}

func (h hugeShelf) List(context.Context, query.Query) ([]news.ID, error) {
	ids := make([]news.ID, h.size)
	for i := range ids {
		ids[i] = news.ID(h.size - i)
	}
	return ids, nil
}

func (h hugeShelf) story(id news.ID) *news.Full {
	return tell(id, "Harbour Wire", fmt.Sprintf("Tidal Heron breaks into port %d and Ruritania denies that it had a hand in it", id),
		strings.Repeat("Ruritania denies it. Tidal Heron is silent about the 外交部 and the rest of it.\n", 20), time.Duration(h.size-int(id))*7*time.Minute).
		names("Tidal Heron", "tidal-heron", news.Group).names("Ruritania", "ruritania", news.State).
		claims(news.Denial, "Ruritania", "", "Ruritania denies it.", "denies").full
}

func (h hugeShelf) Rows(_ context.Context, ids []news.ID) ([]news.Row, error) {
	rows := make([]news.Row, len(ids))
	for i, id := range ids {
		rows[i] = rowOf(h.story(id))
	}
	return rows, nil
}

func (h hugeShelf) Full(_ context.Context, id news.ID) (news.Full, error) { return *h.story(id), nil }

// Budget: 1 ms for a key press with its frame, at 120×50 with 100,000 stories.
// Reading rows and setting the story happen in commands and are not counted.
func BenchmarkKeyToFrame(b *testing.B) {
	for _, pressed := range []string{"j", "ctrl+f", "G", "]"} {
		b.Run(pressed, func(b *testing.B) {
			p := start(b, hugeShelf{&fakeShelf{}, 100_000}, 120, 50)
			a := app(p)
			msg := press(pressed)
			b.ReportAllocs()
			for b.Loop() {
				_, cmd := a.Update(msg)
				_ = a.View()
				b.StopTimer()
				if pressed == "ctrl+f" && a.list.cursor > 90_000 {
					p.keys("g g")
				}
				if cmd != nil {
					p.deliver(cmd())
				}
				b.StartTimer()
			}
		})
	}
}

// Budget: 10 ms for a story of 20 KB with 600 findings.
func BenchmarkTypeset(b *testing.B) {
	s := tell(1, "The Ledger", "A long read", strings.Repeat("Tidal Heron, Ruritania and the others of the port of Northgate denied it.\n", 300), time.Hour).
		names("Tidal Heron", "tidal-heron", news.Group).names("Ruritania", "ruritania", news.State).full
	st := newStyles(terminal{colour: true}, MarksAuto)
	b.ReportAllocs()
	for b.Loop() {
		typeset(s, st, 80, false, testNow, time.UTC)
	}
}
