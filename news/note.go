package news

import "time"

// TLP is a Traffic Light Protocol 2.0 level (first.org/tlp).
type TLP string

// The levels, from the widest to the strictest.
const (
	Clear       TLP = "clear"
	Green       TLP = "green"
	Amber       TLP = "amber"
	AmberStrict TLP = "amber+strict"
	Red         TLP = "red"
)

// TLPs lists the levels from the widest to the strictest.
var TLPs = []TLP{Clear, Green, Amber, AmberStrict, Red}

// Rank orders levels; a higher rank may be shown to fewer people. An unknown
// level ranks above all, so that a mistake never widens the audience.
func (t TLP) Rank() int {
	for i, level := range TLPs {
		if t == level {
			return i
		}
	}
	return len(TLPs)
}

// Label is the level as it must be written: "TLP:AMBER+STRICT".
func (t TLP) Label() string {
	b := []byte("TLP:" + string(t))
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// NoteKind is what a note does.
type NoteKind string

// Kinds of notes.
const (
	Comment       NoteKind = "comment"
	Question      NoteKind = "question"
	Contradiction NoteKind = "contradiction"
)

// AnchorState says where the quote of a note stands now.
type AnchorState string

// States of an anchor.
const (
	Exact AnchorState = "exact" // where it was put
	Moved AnchorState = "moved" // elsewhere in the text
	Lost  AnchorState = "lost"  // not found after the story changed
)

// Anchor ties a note to a quote. Prefix and Suffix are up to 32 characters of
// text around it, so that the quote is found again when the text moves.
type Anchor struct {
	Field                 Field
	Quote, Prefix, Suffix Text
	Start, End            int // bytes of the field when State is not Lost
	State                 AnchorState
}

// Note is what the reader wrote on a story or on a quote. It carries a copy of
// its story's title and link and outlives the story.
type Note struct {
	UUID              string // version 4
	Story             ID     // 0 when the story is gone
	StoryUUID         string
	StoryTitle        Text
	StoryLink         string
	Source            Text
	Claim             string // UUID of the claim it is about, or ""
	Kind              NoteKind
	Author            Text
	Created, Modified time.Time
	Body              Text // Markdown
	TLP               TLP
	Tags              []string
	Anchor            *Anchor // nil: about the whole story
}

// TagCount is a tag and how many stories carry it.
type TagCount struct {
	Tag   string
	Count int
}

// Mark is a state of a story that the reader can set.
type Mark string

// The states that can be set, and their opposites.
const (
	MarkRead   Mark = "read"
	MarkUnread Mark = "unread"
	MarkStar   Mark = "star"
	MarkUnstar Mark = "unstar"
	MarkHide   Mark = "hide"
	MarkUnhide Mark = "unhide"

	// MarkOpened is read because it was opened: nothing that the reader asked
	// for, so nothing to undo.
	MarkOpened Mark = "opened"
)

// Change says what an action of the reader did, so that it can be shown and
// undone.
type Change struct {
	Journal ID   // entry of the undo journal, 0 when nothing changed
	Stories int  // how many were touched
	Said    Text // in words: "3 stories marked read"
}
