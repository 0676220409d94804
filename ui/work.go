package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

// work is what commands need; it lives as long as the program.
type work struct {
	ctx   context.Context
	shelf Shelf
	now   func() time.Time
}

// failedMsg says that something did not work.
type failedMsg struct {
	doing string // "read story", "copy"
	err   error
}

// failed is the message for an error, or nil when the work was called off.
func failed(doing string, err error) tea.Msg {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return failedMsg{doing, err}
}

// listStories answers which stories match.
func listStories(ctx context.Context, shelf Shelf, listing int, q query.Query) tea.Cmd {
	return func() tea.Msg {
		ids, err := shelf.List(ctx, q)
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return listedMsg{listing: listing, ids: ids, err: err}
	}
}

// mergeLimit is how many stories that match no more are checked before they
// stay in the list; beyond, all of them stay.
const mergeLimit = 2000

// mergeStories answers which stories match now, together with those of old
// that do not any more but are neither hidden nor gone. Each of these stays
// behind the story that it stood behind.
func mergeStories(ctx context.Context, shelf Shelf, listing int, q query.Query, old []news.ID) tea.Cmd {
	return func() tea.Msg {
		ids, err := shelf.List(ctx, q)
		if err != nil {
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return listedMsg{listing: listing, err: err}
		}
		stay := missing(old, ids)
		if len(stay) > 0 && len(stay) <= mergeLimit {
			rows, err := shelf.Rows(ctx, slices.Collect(maps.Keys(stay)))
			if err != nil {
				return failed("list stories", err)
			}
			clear(stay)
			for i := range rows {
				if !rows[i].Hidden {
					stay[rows[i].ID] = true
				}
			}
		}
		merged := merge(old, ids, stay)
		return listedMsg{listing: listing, ids: merged, merged: true, fresh: fresh(old, ids)}
	}
}

// missing is the set of those of old that are not among ids.
func missing(old, ids []news.ID) map[news.ID]bool {
	set := make(map[news.ID]bool, len(old))
	for _, id := range old {
		set[id] = true
	}
	for _, id := range ids {
		delete(set, id)
	}
	return set
}

// fresh is those of ids that are not in old, in order.
func fresh(old, ids []news.ID) []news.ID {
	set := missing(ids, old)
	var found []news.ID
	for _, id := range ids {
		if set[id] {
			found = append(found, id)
		}
	}
	return found
}

// merge puts the members of stay into ids, each behind the story that it stood
// behind in old.
func merge(old, ids []news.ID, stay map[news.ID]bool) []news.ID {
	if len(stay) == 0 {
		return ids
	}
	behind := map[news.ID][]news.ID{} // 0: at the very top
	var anchor news.ID
	known := make(map[news.ID]bool, len(ids))
	for _, id := range ids {
		known[id] = true
	}
	for _, id := range old {
		if known[id] {
			anchor = id
		} else if stay[id] {
			behind[anchor] = append(behind[anchor], id)
		}
	}
	merged := make([]news.ID, 0, len(ids)+len(stay))
	merged = append(merged, behind[0]...)
	for _, id := range ids {
		merged = append(merged, id)
		merged = append(merged, behind[id]...)
	}
	return merged
}

// readRows reads the rows of one page.
func readRows(ctx context.Context, shelf Shelf, listing int, ids []news.ID) tea.Cmd {
	return func() tea.Msg {
		rows, err := shelf.Rows(ctx, ids)
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return rowsReadMsg{listing: listing, asked: ids, rows: rows, err: err}
	}
}

// storySetMsg brings an open story, marked and wrapped.
type storySetMsg struct {
	number int // of the question
	id     news.ID
	art    *article
	err    error
}

// readStory reads a story and sets it.
func readStory(w *work, number int, id news.ID, set setting) tea.Cmd {
	return func() tea.Msg {
		full, err := w.shelf.Full(w.ctx, id)
		if err != nil {
			return storySetMsg{number: number, id: id, err: err}
		}
		return storySetMsg{number: number, id: id, art: set.typeset(&full, w.now())}
	}
}

// setStory sets a story again, for another width or other looks.
func setStory(w *work, number int, full *news.Full, set setting) tea.Cmd {
	return func() tea.Msg {
		return storySetMsg{number: number, id: full.ID, art: set.typeset(full, w.now())}
	}
}

// countedMsg brings the state of the store.
type countedMsg struct {
	counts Counts
	first  bool // the count at the start
	now    time.Time
}

// readCounts counts what the first row shows.
func readCounts(w *work, first bool) tea.Cmd {
	return func() tea.Msg {
		c, err := w.shelf.Counts(w.ctx)
		if err != nil {
			return failed("count stories", err)
		}
		return countedMsg{c, first, w.now()}
	}
}

// changedMsg says what an action of the reader did.
type changedMsg struct {
	change news.Change
	ids    []news.ID // the stories it was about, nil for any
	hidden bool      // they leave the list
	relist bool      // others may match now
	quiet  bool      // not worth a message
}

// mark sets a state of stories.
func mark(w *work, ids []news.ID, m news.Mark, quiet bool) tea.Cmd {
	return func() tea.Msg {
		change, err := w.shelf.Mark(w.ctx, ids, m)
		if err != nil {
			return failed(fmt.Sprintf("mark %s", m), err)
		}
		return changedMsg{change: change, ids: ids, hidden: m == news.MarkHide, quiet: quiet}
	}
}

// tagActors tags a story with all actors that it surely names.
func tagActors(w *work, id news.ID) tea.Cmd {
	return func() tea.Msg {
		full, err := w.shelf.Full(w.ctx, id)
		if err != nil {
			return failed("tag story", err)
		}
		tags := slices.DeleteFunc(actorTags(&full), func(tag string) bool { return slices.Contains(full.Tags, tag) })
		if len(tags) == 0 {
			return saidMsg{"no actor to tag it with that it does not have"}
		}
		change, err := w.shelf.Tag(w.ctx, []news.ID{id}, tags, nil)
		if err != nil {
			return failed("tag story", err)
		}
		return changedMsg{change: change, ids: []news.ID{id}}
	}
}

// judge confirms or rejects a claim.
func judge(w *work, story news.ID, uuid string, status news.Status) tea.Cmd {
	return func() tea.Msg {
		change, err := w.shelf.JudgeClaim(w.ctx, uuid, status)
		if err != nil {
			return failed("judge claim", err)
		}
		return changedMsg{change: change, ids: []news.ID{story}}
	}
}

// deleteNote deletes a note.
func deleteNote(w *work, story news.ID, uuid string) tea.Cmd {
	return func() tea.Msg {
		change, err := w.shelf.DeleteNote(w.ctx, uuid)
		if err != nil {
			return failed("delete note", err)
		}
		return changedMsg{change: change, ids: []news.ID{story}}
	}
}

// turnBack undoes the last change, or does again what was undone last.
func turnBack(doing string, turn func(context.Context) (news.Change, error), ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		change, err := turn(ctx)
		if err != nil {
			return failed(doing, err)
		}
		return changedMsg{change: change, relist: true}
	}
}

// saidMsg is something to tell.
type saidMsg struct{ text string }

// openLink opens an address in the browser.
func openLink(w *work, open func(context.Context, string) error, url string) tea.Cmd {
	return func() tea.Msg {
		if err := open(w.ctx, url); err != nil {
			return failed("open link", err)
		}
		return saidMsg{"opened " + plain(url)}
	}
}

// unreadFoundMsg says where the next unread story is.
type unreadFoundMsg struct {
	listing int
	id      news.ID // 0: there is none
	open    bool    // it is to be opened
}

// findUnread looks for the first unread story among ids, or the last.
func findUnread(ctx context.Context, shelf Shelf, listing int, ids []news.ID, last, open bool) tea.Cmd {
	return func() tea.Msg {
		for at := 0; at < len(ids); at += page {
			part := ids[at:min(at+page, len(ids))]
			if last {
				part = slices.Clone(ids[max(len(ids)-at-page, 0) : len(ids)-at])
				slices.Reverse(part)
			}
			rows, err := shelf.Rows(ctx, part)
			if err != nil {
				return failed("find unread story", err)
			}
			for i := range rows {
				if !rows[i].Read && !rows[i].Hidden {
					return unreadFoundMsg{listing, rows[i].ID, open}
				}
			}
		}
		return unreadFoundMsg{listing, 0, open}
	}
}

// visited tells the store that a reader's session has begun.
func visited(w *work) tea.Cmd {
	return func() tea.Msg {
		return failed("note the visit", w.shelf.Visited(w.ctx))
	}
}
