// Package export writes what the reader selected to files that other tools
// read, and reads back what we wrote. A format is a small writer over one
// Selection, which is read in order while it is written; it adds no facts of
// its own, and the same selection and options give the same bytes.
//
// A claim is something somebody said: every format carries who said it, where,
// and the quote, and marks what the reader has not judged. Claims and mentions
// that the reader rejected are never written.
package export

import (
	"cmp"
	"iter"
	"slices"
	"time"
	"unicode/utf8"

	"hearsay/news"
)

// Selection is what an export is made from.
type Selection struct {
	Query string      // the filter as typed, "" for everything
	Feeds []news.Feed // at least those of the stories

	// Actors looks an actor up; nil, or false, when no more is known of it
	// than what a mention says.
	Actors func(class news.Class, slug string) (news.Actor, bool)

	// Stories gives the stories ordered by publication (first seen where there
	// is none) and then UUID, oldest first. The first error ends the export.
	Stories iter.Seq2[news.Full, error]

	Orphans []news.Note // selected notes whose story is gone, oldest first
}

// Options are the choices that all formats share.
type Options struct {
	Now       time.Time // written only with Stamp
	Stamp     bool      // write when the export was made
	Confirmed bool      // leave out what the reader has not judged
	WithText  bool      // write whole texts, which belong to their publishers
	MaxTLP    news.TLP  // leave out notes that are stricter; "" for no limit
	Force     bool      // overwrite files that are not ours
	Producer  Producer
}

// Producer is the person or desk that makes the export.
type Producer struct {
	ID   string // UUID, "" when not set
	Name news.Text
}

// Report says what an export wrote.
type Report struct {
	Counts  Counts
	TLP     news.TLP // the strictest level among what was written
	LeftOut int      // notes that MaxTLP kept back

	// Of formats with many files.
	Files     int // written
	Unchanged int // already there with the same contents
	Kept      int // files in which a part of the reader's own was kept
}

// Counts is how many records of each kind were written.
type Counts struct {
	Feed    int `json:"feed"`
	Actor   int `json:"actor"`
	Story   int `json:"story"`
	Mention int `json:"mention"`
	Claim   int `json:"claim"`
	Note    int `json:"note"`
}

// NoteTLP is the level of notes for which the reader chose none.
const NoteTLP = news.AmberStrict

// Quotes of claims and notes are cut at this length and summaries at the other
// unless whole texts are asked for (both in code points).
const (
	maxQuote   = 500
	maxSummary = 300
)

// pick reduces a story to what the options let out. It counts in r the notes
// that were kept back and raises the level of r to that of the others.
func (o Options) pick(f *news.Full, r *Report) {
	f.Mentions = o.mentions(f.Mentions)
	f.Claims = o.claims(f.Claims)
	f.Notes = o.notes(f.Notes, r)
}

// notes is those notes that may leave, with their level made explicit.
func (o Options) notes(all []news.Note, r *Report) []news.Note {
	kept := make([]news.Note, 0, len(all))
	for _, n := range all {
		n.TLP = level(n.TLP)
		if o.MaxTLP != "" && n.TLP.Rank() > o.MaxTLP.Rank() {
			r.LeftOut++
			continue
		}
		if n.TLP.Rank() > r.TLP.Rank() || r.TLP == "" {
			r.TLP = n.TLP
		}
		kept = append(kept, n)
	}
	return kept
}

// shows reports whether a finding of this status is written. A finding without
// a status was never judged.
func (o Options) shows(s news.Status) bool {
	return s == news.Confirmed || s != news.Rejected && !o.Confirmed
}

// level is the level to write: the default where none was chosen, the
// strictest for a word that is no level.
func level(t news.TLP) news.TLP {
	switch {
	case t == "":
		return NoteTLP
	case t.Rank() >= len(news.TLPs):
		return news.Red
	}
	return t
}

// claims is the claims that may be written, title first and by place. What
// answered an accusation that is left out answers nothing in this export; an
// accusation of another story may be in it, so such a reference stays.
func (o Options) claims(all []news.Claim) []news.Claim {
	kept, gone := make([]news.Claim, 0, len(all)), map[string]bool{}
	for _, c := range all {
		if o.shows(c.Status) {
			kept = append(kept, c)
		} else {
			gone[c.UUID] = true
		}
	}
	for i := range kept {
		if gone[kept[i].Answers] {
			kept[i].Answers = ""
		}
	}
	slices.SortStableFunc(kept, func(a, b news.Claim) int {
		return cmp.Or(inOrder(a.Field, a.Start, b.Field, b.Start), cmp.Compare(a.UUID, b.UUID))
	})
	return kept
}

// mentions is the mentions that may be written, title first and by place.
func (o Options) mentions(all []news.Mention) []news.Mention {
	kept := make([]news.Mention, 0, len(all))
	for _, m := range all {
		if o.shows(m.Status) {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b news.Mention) int { return inOrder(a.Field, a.Start, b.Field, b.Start) })
	return kept
}

// inOrder compares two places of a story.
func inOrder(f news.Field, at int, g news.Field, bt int) int {
	if f != g {
		if f == news.InTitle {
			return -1
		}
		return 1
	}
	return cmp.Compare(at, bt)
}

// first is the first n code points of s.
func first(s news.Text, n int) news.Text {
	if len(s) <= n {
		return s
	}
	at := 0
	for range n {
		if at == len(s) {
			return s
		}
		_, size := utf8.DecodeRuneInString(string(s[at:]))
		at += size
	}
	return s[:at]
}
