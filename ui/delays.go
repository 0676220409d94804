package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Delays: what the eye and the hand are used to.
const (
	searchWait    = 80 * time.Millisecond  // after the last key of a search, before it is asked
	hintWait      = 400 * time.Millisecond // a prefix key waits: its continuations are shown
	messageStays  = 5 * time.Second        // a message replaces the hints
	progressAfter = 200 * time.Millisecond // work that ends sooner shows no progress
	doubleClick   = 400 * time.Millisecond // between two clicks that open
	listAgain     = 500 * time.Millisecond // new stories arrive: between two listings
	settleIn      = 2 * time.Second        // the first screen stands before a round begins
	clockTick     = 30 * time.Second       // ages of stories are told anew
)

// Sizes of the screen in cells.
const (
	minWidth, minHeight = 40, 10 // below: one line that says so
	wideFrom            = 110    // list and reader side by side
	midFrom             = 60     // below: no source column, no row 2
	listShare           = 38     // per cent of a wide screen for the list
	listMax             = 60     // cells of the list beside the reader
	roomForHints        = 48     // below: none beside a line that is typed
	textMax             = 76     // cells of a line of story text: longer ones tire the eye
	markMargin          = 2      // cells left of story text, for marks
	previewMin          = 3      // rows of the preview under the list
	previewMax          = 8
)

// Sizes of what is held in memory.
const (
	page      = 64 // rows read at a time: more than a screen, 0.2 ms
	pagesKept = 32 // pages held around the cursor; the farthest go
	countMax  = 9999
)

// after answers msg when d has gone by. Tests put their own time in its place.
var after = func(d time.Duration, msg tea.Msg) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}
