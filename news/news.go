// Package news holds the nouns of hearsay: feeds, stories, the actors and claims
// found in them, and what the reader adds: tags, notes, states. Values and their
// small pure methods only; nothing here does input or output.
package news

import "time"

// Text is text that was cleaned at the border (package news/clean): valid UTF-8
// in NFC, no control characters but \n and \t, no bidirectional or invisible
// formatting. It is the only type that screens, logs and files accept. All
// spans are byte offsets into exactly such a text.
type Text string

// ID names a row in one store. It never leaves that store: exports and the
// command line use UUIDs. Zero names nothing. Story IDs grow with time.
type ID int64

// Link is a hyperlink of a story's text.
type Link struct {
	Start, End int    // bytes in Story.Text
	URL        string // http or https, re-encoded by feed
}

// BlockKind says what a block of text was in its source.
type BlockKind byte

// Kinds of blocks. A paragraph needs no entry in Story.Blocks.
const (
	Paragraph BlockKind = iota
	Heading
	Item    // an item of a list
	Quoted  // inside a blockquote
	Code    // preformatted: not wrapped at words
	Folded  // boilerplate of the site: shown dim, kept out of claims
	Caption // a caption, or the words for a picture
)

// Block gives a line of Story.Text that is not a plain paragraph its kind.
// Blocks of a text are separated by one "\n"; markers such as bullets are
// never part of the text.
type Block struct {
	Start, End int // bytes in Story.Text
	Kind       BlockKind
}

// Story is one entry of one feed, cleaned.
type Story struct {
	ID     ID
	UUID   string // version 5 over "story|feed address|Key" as first seen
	Feed   ID
	Source Text // title of the feed

	// Key is the identity within the feed: "guid:", "about:", "link:" or
	// "hash:" and the value.
	Key      string
	Title    Text // one line, never empty
	Summary  Text // one line, at most 300 characters
	Text     Text // blocks separated by "\n"
	Blocks   []Block
	Links    []Link
	Link     string // canonical address, "" when there is none that may be opened
	Original string // the address as the feed gave it, made absolute
	Authors  []Text
	Tags     []Text // the feed's own categories, not the reader's tags
	Lang     string // BCP 47, "" when unknown

	Published time.Time // zero when the feed gives none that can be believed
	Updated   time.Time // zero when the feed gives none
	Seen      time.Time // first fetched
	Changed   time.Time // last fetched with another text; zero when never
}

// When is the time that stories are sorted by: published, else first seen.
func (s *Story) When() time.Time {
	if !s.Published.IsZero() {
		return s.Published
	}
	return s.Seen
}

// Revision is an earlier state of a story that its feed has edited since.
type Revision struct {
	Title, Text Text
	Until       time.Time // when the next state was fetched
}

// Row is what a list shows of a story.
type Row struct {
	ID              ID
	UUID            string
	Feed            ID
	Source, Title   Text
	Published, Seen time.Time
	Read, Starred   bool
	Hidden          bool
	Notes           int
	Claims          ClaimSet
	Unsure          bool     // every claim in Claims is a suggestion of low confidence
	Actors          []Text   // names, most mentioned first, at most RowActors
	MoreActors      int      // how many were left out
	Tags            []string // the reader's
	Marks           []Mention
	// Marks are the mentions in the title, in order, for highlighting.
}

// RowActors is how many names a row carries: no list has room for more.
const RowActors = 4

// When is the time that rows are sorted by.
func (r *Row) When() time.Time {
	if !r.Published.IsZero() {
		return r.Published
	}
	return r.Seen
}

// Full is one story with all that is known of it: what the open story shows.
type Full struct {
	Story
	Read, Starred, Hidden bool
	Mentions              []Mention // of title and text, ordered by field and start
	Claims                []Claim   // ordered by field and start, title first
	Tags                  []string  // the reader's, sorted
	Notes                 []Note    // oldest first
	SameAs                []Row     // the same report in other feeds
	Revisions             []Revision
}
