package news

import "time"

// FeedState is what became of the last call on a feed.
type FeedState string

// States of a feed, as "hearsay fetch --json" names them.
const (
	FeedNew       FeedState = ""          // never fetched
	FeedOK        FeedState = "ok"        // read
	FeedUnchanged FeedState = "unchanged" // 304, or the same bytes
	FeedDamaged   FeedState = "damaged"   // read in part: ill-formed or cut short
	FeedFailed    FeedState = "failed"    // nothing could be read
)

// Feed is a subscription, with what its server said last.
type Feed struct {
	ID       ID
	UUID     string // version 5 over "feed|address" as first added
	URL      string // http or https; may hold a secret: show Masked, not this
	Title    Text   // the reader's name for it, else the feed's own, else the host
	Site     string // http or https address of the page behind it, or ""
	Lang     string
	Category string // path, levels joined with "/"
	Typed    bool   // the reader typed the address: private hosts are allowed
	Added    time.Time

	// What the server said, to be sent back or compared.
	ETag, LastModified string
	Validated          time.Time // when the validators came; they are dropped after eight days
	BodyHash           string    // of the decompressed body

	// Health.
	State       FeedState
	HTTP        int  // last status code, 0 when there was no answer
	Error       Text // why the last call failed or is damaged, in words
	LastTry     time.Time
	LastSuccess time.Time
	NextDue     time.Time // zero: now
	Failures    int       // in a row
	Gone        bool      // 410: not asked again

	Stories, Unread int // filled by listings only
}

// Visit is what one call on a feed brought. Err is a field, not a second
// result: a round over sixty feeds goes on when one of them is down.
type Visit struct {
	Feed    Feed // with the validators, title and health to keep
	Stories []Story
	Same    bool          // 304, or the body hashed as before; Stories is nil
	Damaged error         // nil, or why the feed could be read only in part
	Skipped int           // entries beyond the limit, or with nothing to show
	Took    time.Duration // network included
	Err     error         // nil, or why Stories is empty
}

// Kept is what the store made of a visit.
type Kept struct {
	New, Changed int
	IDs          []ID // of the new and changed stories
}
