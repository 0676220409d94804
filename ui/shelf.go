package ui

import (
	"context"
	"io"
	"os/exec"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// Shelf is what the reader needs of the store. Every method may be called from
// any goroutine and ends soon when its context does.
type Shelf interface {
	List(ctx context.Context, q query.Query) ([]news.ID, error)
	Rows(ctx context.Context, ids []news.ID) ([]news.Row, error)
	Full(ctx context.Context, id news.ID) (news.Full, error)
	Counts(ctx context.Context) (Counts, error)
	Values(ctx context.Context, field, prefix string, limit int) []string
	Visited(ctx context.Context) error

	Tags(ctx context.Context) ([]news.TagCount, error)
	Tag(ctx context.Context, ids []news.ID, add, remove []string) (news.Change, error)
	Mark(ctx context.Context, ids []news.ID, mark news.Mark) (news.Change, error)
	SaveNote(ctx context.Context, n news.Note) (news.Note, error)
	DeleteNote(ctx context.Context, uuid string) (news.Change, error)
	JudgeClaim(ctx context.Context, uuid string, status news.Status) (news.Change, error)
	Undo(ctx context.Context) (news.Change, error)
	Redo(ctx context.Context) (news.Change, error)

	Feeds(ctx context.Context) ([]news.Feed, error)
	AddFeed(ctx context.Context, f news.Feed) (news.Feed, bool, error)
}

// Counts is the state of the whole store that the first row shows.
type Counts struct {
	Feeds, Failing  int
	Stories, Unread int
	LastFetch       time.Time // zero: never
}

// Drafts keeps notes that are not saved yet, so that leaving never asks and a
// crash loses nothing. A draft belongs to the story and the anchor of its note,
// or to the note's UUID when one is being edited; the methods may be called
// from any goroutine.
type Drafts interface {
	Keep(n news.Note) error    // writes it to disk, over the draft of the same note
	Drop(n news.Note) error    // after it was saved, or emptied
	All() ([]news.Note, error) // those that were left, oldest first
	ForEditor(n news.Note) (path string, err error)
	FromEditor(path string) (body news.Text, err error) // without the comment lines; removes the file
}

// Progress is one step of a round over the feeds.
type Progress struct {
	Feed        news.Feed // with its health after the visit
	Done, Total int
	New         int
	Changed     int
	Err         error // why this feed failed; the round goes on
}

// ExportJob says what to export, as what, and where to.
type ExportJob struct {
	IDs      []news.ID   // the stories, or nil for all of Query
	Query    query.Query // used when IDs is nil
	Format   string      // one of Options.Formats
	Path     string      // file or folder, as typed
	WithText bool
	MaxTLP   news.TLP // "" is no limit
}

// Starter is a feed of the catalogue that the first run offers.
type Starter struct {
	Title    news.Text
	URL      string
	Site     string
	Category string
	Lang     string
	Starter  bool // part of the starter set
	Verified bool // its address was seen to work
}

// Options are all that the reader is given. A nil function leaves out whatever
// needs it, with its keys and hints.
type Options struct {
	Shelf  Shelf
	Drafts Drafts

	// Fetch makes a round over these feeds (nil: all) and closes the channel at
	// its end; force asks also feeds that are not due. The next feed is worked
	// on only when a step was taken.
	Fetch  func(ctx context.Context, feeds []news.ID, force bool) <-chan Progress
	Export func(ctx context.Context, job ExportJob) (said news.Text, err error)
	Open   func(ctx context.Context, url string) error // in the browser
	Editor func(path string) *exec.Cmd
	Import func(ctx context.Context, path string) (said news.Text, err error) // OPML, newsboat urls
	// Samples fills the store with sample stories, for the first run.
	Samples func(ctx context.Context) (said news.Text, err error)

	Catalogue []Starter
	Formats   []string // of Export, the usual one first
	ExportTo  string   // folder that the export dialog proposes
	Store     string   // path of the store, shown on the first run
	Found     string   // a newsboat urls file found on this machine, or ""

	Query  string        // the filter at the start, "" for is:unread
	Author news.Text     // of new notes
	TLP    news.TLP      // of new notes, "" for amber+strict
	Every  time.Duration // between rounds in the background, 0 for none
	Now    func() time.Time
	Zone   *time.Location // nil for local time

	Marks      Marks
	Background Background
	ASCII      bool // no character beyond ASCII of our own
	NoMouse    bool
	Colour     Colour

	Input  io.Reader // nil for the terminal
	Output io.Writer
	Env    []string // nil for the process's own

	desk *desk // where the program writes notes
}

// Marks says when names of actors carry the letter of their class.
type Marks int

// When letters are shown.
const (
	MarksAuto Marks = iota // only without colour
	MarksAlways
	MarksNever
)

// Background says what the looks are made for.
type Background int

// Backgrounds.
const (
	BackgroundAuto Background = iota // as the terminal answers
	BackgroundLight
	BackgroundDark
)

// Colour says whether colours are used.
type Colour int

// Uses of colour; attributes such as bold stay in all of them.
const (
	ColourAuto Colour = iota // as the terminal and NO_COLOR say
	ColourAlways
	ColourNever
)
