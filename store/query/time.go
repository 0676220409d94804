package query

import (
	"strconv"
	"strings"
	"time"
)

// Clock is what relative times are resolved against. The zone of Now is the
// reader's: "today" and whole days are days there.
type Clock struct {
	Now       time.Time
	LastVisit time.Time // zero: never
}

// LastVisit is the word for the beginning of the reader's last session.
const LastVisit = "last-visit"

// layouts of absolute times, with the step from their beginning to their end.
var layouts = []struct {
	layout              string
	years, months, days int
	step                time.Duration
}{
	{layout: "2006-01-02", days: 1},
	{layout: "2006-01", months: 1},
	{layout: "2006", years: 1},
	{layout: "2006-01-02T15:04", step: time.Minute},
	{layout: "2006-01-02T15:04:05", step: time.Second},
	{layout: time.RFC3339, step: time.Second},
}

// Span resolves a time to the beginning it names and, for a day, a month or
// the like, to its end (exclusive). An instant such as "24h" (24 hours ago)
// or "last-visit" has a zero end. ok is false when s is no time.
func (c Clock) Span(s string) (from, to time.Time, ok bool) {
	switch s {
	case "today":
		from = midnight(c.Now, 0)
		return from, midnight(c.Now, 1), true
	case "yesterday":
		return midnight(c.Now, -1), midnight(c.Now, 0), true
	case "now":
		return c.Now, time.Time{}, true
	case LastVisit:
		return c.LastVisit, time.Time{}, true
	}
	if at, ok := c.ago(s); ok {
		return at, time.Time{}, true
	}
	for _, l := range layouts {
		at, err := time.ParseInLocation(l.layout, strings.ToUpper(s), c.Now.Location())
		if err == nil {
			return at, at.AddDate(l.years, l.months, l.days).Add(l.step), true
		}
	}
	return time.Time{}, time.Time{}, false
}

// midnight begins the local day that is days after t's. Where a change of the
// clock skips midnight, it is the first instant of the day.
func midnight(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, t.Location())
}

// ago reads "30min", "24h", "7d", "3w", "6mo", "1y". Days and longer keep the
// time of the local clock.
func (c Clock) ago(s string) (time.Time, bool) {
	unit := strings.TrimLeft(s, "0123456789")
	digits := s[:len(s)-len(unit)]
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > maxAgo {
		return time.Time{}, false
	}
	switch unit {
	case "min":
		return c.Now.Add(-time.Duration(n) * time.Minute), true
	case "h":
		return c.Now.Add(-time.Duration(n) * time.Hour), true
	case "d":
		return c.Now.AddDate(0, 0, -n), true
	case "w":
		return c.Now.AddDate(0, 0, -7*n), true
	case "mo":
		return c.Now.AddDate(0, -n, 0), true
	case "y":
		return c.Now.AddDate(-n, 0, 0), true
	}
	return time.Time{}, false
}

// maxAgo digits keep every unit within what time.Duration holds.
const maxAgo = 5

func validTime(s string) bool {
	_, _, ok := Clock{Now: time.Unix(0, 0).UTC()}.Span(s)
	return ok
}
