package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// openStory gives the keys to the story under the cursor, which is then read.
func (a *App) openStory() tea.Cmd {
	if _, ok := a.list.current(); !ok || a.reading {
		return nil
	}
	a.reading = true
	return tea.Batch(a.resize(false), a.follow(), a.markRead())
}

// closeStory gives the keys back to the list.
func (a *App) closeStory() tea.Cmd {
	if !a.reading {
		return nil
	}
	a.reading = false
	a.reader.pick, a.reader.find = nil, nil
	return a.resize(false)
}

// markRead marks the story under the cursor as read, without a word.
func (a *App) markRead() tea.Cmd {
	id, ok := a.list.current()
	if row := a.list.row(); !ok || row != nil && row.Read {
		return nil
	}
	return mark(a.work, []news.ID{id}, news.MarkOpened, true)
}

// listKeys are the keys of the list alone.
func (a *App) listKeys(c chord, _ int) (tea.Cmd, bool) {
	if a.reading {
		return nil, false
	}
	if is(c, keys.Enter) {
		return a.openStory(), true
	}
	return nil, false
}

// storyKeys act on the story under the cursor, in the list or open.
func (a *App) storyKeys(c chord, _ int) (tea.Cmd, bool) {
	id, ok := a.list.current()
	switch {
	case is(c, keys.FetchAll):
		return a.startFetch(nil, true), true
	case is(c, keys.Export):
		return a.export(), true
	case is(c, keys.AllRead):
		if len(a.list.ids) == 0 {
			return nil, true
		}
		return mark(a.work, a.list.ids, news.MarkRead, false), true
	case !ok:
		return nil, false
	case is(c, keys.ReadOn):
		return a.readOn(), true
	case is(c, keys.TagActors):
		return tagActors(a.work, id), true
	case is(c, keys.Hide):
		return mark(a.work, []news.ID{id}, news.MarkHide, false), true
	}
	if row := a.list.row(); row != nil {
		if cmd, done := a.rowKeys(c, row); done {
			return cmd, true
		}
	}
	if f := a.reader.full(); f != nil && f.ID == id {
		return a.fullKeys(c, f)
	}
	return nil, false
}

// rowKeys are the keys that need to know the row of a story.
func (a *App) rowKeys(c chord, row *news.Row) (tea.Cmd, bool) {
	ids := []news.ID{row.ID}
	switch {
	case is(c, keys.Read) && row.Read:
		return mark(a.work, ids, news.MarkUnread, false), true
	case is(c, keys.Read):
		return mark(a.work, ids, news.MarkRead, false), true
	case is(c, keys.Star) && row.Starred:
		return mark(a.work, ids, news.MarkUnstar, false), true
	case is(c, keys.Star):
		return mark(a.work, ids, news.MarkStar, false), true
	case is(c, keys.Fetch):
		return a.startFetch([]news.ID{row.Feed}, true), true
	}
	return nil, false
}

// fullKeys are the keys that need the whole story.
func (a *App) fullKeys(c chord, f *news.Full) (tea.Cmd, bool) {
	switch {
	case is(c, keys.Open):
		return a.browse(f.Link), true
	case is(c, keys.CopyLink):
		if f.Link == "" {
			return a.say("this story has no link"), true
		}
		return tea.Batch(tea.SetClipboard(f.Link), a.say("link copied: "+plain(f.Link))), true
	case is(c, keys.CopyQuote):
		text := citation(f, a.quote(), a.opt.Zone)
		return tea.Batch(tea.SetClipboard(text), a.say("quote copied with its source")), true
	case is(c, keys.Tag):
		have := map[string]int{}
		for _, tag := range f.Tags {
			have[tag] = 1
		}
		return a.push(newTagDialog(a.styles, a.work.shelf, []news.ID{f.ID}, have, suggestTags(f))), true
	case is(c, keys.Note):
		return a.writeNote(f), true
	}
	return nil, false
}

// readOn scrolls on; at the end of the story it goes to the next unread one.
func (a *App) readOn() tea.Cmd {
	if !a.reading && !a.frame.wide {
		return a.openStory()
	}
	if !a.reader.atEnd() {
		a.reader.turn(1)
		return a.markRead()
	}
	return tea.Batch(a.markRead(), a.toUnread(1, a.reading))
}

// browse opens an address.
func (a *App) browse(url string) tea.Cmd {
	switch {
	case a.opt.Open == nil:
		return nil
	case !strings.HasPrefix(url, "http"):
		return a.say("this story has no link")
	}
	return openLink(a.work, a.opt.Open, url)
}

// quote is what a note or a citation is about: what is selected, else the claim
// that the last jump went to, else nothing.
func (a *App) quote() *news.Anchor {
	r := a.reader
	if p := r.pick; p != nil {
		return &news.Anchor{Field: p.field, Quote: p.quote(), Start: p.start, End: p.end, State: news.Exact}
	}
	if r.stop.kind == onClaim && a.reading {
		if c, _ := r.claim(); c != nil {
			return &news.Anchor{Field: c.Field, Quote: c.Quote, Start: c.Start, End: c.End, State: news.Exact}
		}
	}
	return nil
}

// writeNote opens the dialog for a new note, or for the one that the cursor
// stands on.
func (a *App) writeNote(f *news.Full) tea.Cmd {
	n := news.Note{Story: f.ID, StoryUUID: f.UUID, StoryTitle: f.Title, StoryLink: f.Link, Source: f.Source,
		Kind: news.Comment, Author: a.opt.Author, TLP: a.opt.TLP, Anchor: a.quote()}
	if n.TLP == "" {
		n.TLP = news.AmberStrict
	}
	kind := ""
	if c, _ := a.reader.claim(); c != nil && n.Anchor != nil && a.reader.pick == nil {
		n.Claim, kind = c.UUID, string(c.Kind)
	}
	a.reader.pick = nil
	d := newNoteDialog(a.styles, a.opt, n, kind)
	d.claims = f.Claims
	return a.push(d)
}

// openKeys are the keys of the open story.
func (a *App) openKeys(c chord, n int) (tea.Cmd, bool) {
	f := a.reader.full()
	if !a.reading || f == nil {
		return nil, false
	}
	r := a.reader
	switch {
	case is(c, keys.Select):
		field, at := news.InText, 0
		if here := r.here(); here.kind == onMention {
			m := &f.Mentions[r.art.mentions[here.at]]
			field, at = m.Field, m.Start
		} else if claim, _ := r.claim(); claim != nil {
			field, at = claim.Field, claim.Start
		} else {
			for _, l := range r.lines()[min(r.top, len(r.lines())):] {
				if l.field != "" {
					field, at = l.field, l.start
					break
				}
			}
		}
		r.pick = pickFrom(r.art, field, at)
		return nil, true
	case is(c, keys.FindIn):
		return a.openPrompt(inStory), true
	case is(c, keys.Enter):
		if n > 0 && n <= len(r.art.links) {
			return a.browse(r.art.links[n-1]), true
		}
		return nil, true
	case is(c, keys.DeleteNote) && r.note() != nil:
		return deleteNote(a.work, f.ID, r.note().UUID), true
	case is(c, keys.EditNote) && r.note() != nil:
		return a.push(newNoteDialog(a.styles, a.opt, *r.note(), "")), true
	}
	return nil, false
}

// claimKeys judge the claim under the cursor.
func (a *App) claimKeys(c chord, _ int) (tea.Cmd, bool) {
	claim, _ := a.reader.claim()
	if !a.reading || claim == nil {
		return nil, false
	}
	story := a.reader.full().ID
	switch {
	case is(c, keys.Confirm):
		return judge(a.work, story, claim.UUID, news.Confirmed), true
	case is(c, keys.Reject):
		return judge(a.work, story, claim.UUID, news.Rejected), true
	case is(c, keys.Why):
		return a.push(newWhy(a.styles, a.reader.full(), claim)), true
	}
	return nil, false
}

// pickKeys are the keys while text is selected.
func (a *App) pickKeys(c chord, n int) (tea.Cmd, bool) {
	p := a.reader.pick
	if p == nil || !a.reading {
		return nil, false
	}
	times := max(n, 1)
	switch {
	case is(c, keys.Escape), is(c, keys.Back):
		a.reader.pick = nil
		return nil, true
	case is(c, keys.Select):
		p.freely = !p.freely
	case is(c, keys.OtherEnd) && p.freely:
		p.atStart = !p.atStart
	case is(c, keys.Down), is(c, keys.Up), is(c, keys.Left), is(c, keys.Right):
		for range times {
			p.steer(is(c, keys.Up) || is(c, keys.Left), is(c, keys.Down) || is(c, keys.Up))
		}
	default:
		return nil, false
	}
	a.reader.bring(a.reader.art.lineOf(p.field, p.edge()))
	return nil, true
}

// export opens the dialog that writes the listed stories.
func (a *App) export() tea.Cmd {
	if a.opt.Export == nil {
		return nil
	}
	var chosen []news.ID
	if id, ok := a.list.current(); ok {
		chosen = []news.ID{id}
	}
	return a.push(newExportDialog(a.styles, a.opt, exportScopes(chosen, a.list.ids, a.place.query)))
}
