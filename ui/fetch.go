package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// fetching is a round over the feeds that goes on.
type fetching struct {
	number  int
	cancel  context.CancelFunc
	asked   bool // the reader asked for it: the end is told
	shown   bool // it takes long enough to be shown
	last    Progress
	fresh   int // new stories so far
	failed  int
	failure string // the last one, in words
	behind  bool   // stories came that are not in the list yet
}

// What a round tells. Each step carries the channel: the next is taken when
// this one is shown.
type (
	fetchedMsg struct {
		number int
		step   Progress
		rest   <-chan Progress
	}
	fetchEndedMsg struct{ number int }
	fetchShownMsg struct{ number int }
	relistMsg     struct{ number int } // time to put new stories into the list
	fetchDueMsg   struct{}             // time for a round in the background
)

// startFetch begins a round, unless one goes on.
func (a *App) startFetch(feeds []news.ID, asked bool) tea.Cmd {
	if a.opt.Fetch == nil {
		return nil
	}
	if a.fetch != nil {
		if asked {
			return a.say("feeds are being fetched already; esc stops")
		}
		return nil
	}
	ctx, cancel := context.WithCancel(a.work.ctx)
	a.rounds++
	a.fetch = &fetching{number: a.rounds, cancel: cancel, asked: asked}
	number, begin := a.rounds, a.opt.Fetch
	start := func() tea.Msg { return nextStep(number, begin(ctx, feeds, asked))() }
	return tea.Batch(start, after(progressAfter, fetchShownMsg{number}))
}

// nextStep waits for one step of a round.
func nextStep(number int, rest <-chan Progress) tea.Cmd {
	return func() tea.Msg {
		step, ok := <-rest
		if !ok {
			return fetchEndedMsg{number}
		}
		return fetchedMsg{number, step, rest}
	}
}

// stopFetch calls the round off. What was kept by then stays.
func (a *App) stopFetch() tea.Cmd {
	a.fetch.cancel()
	return a.say("fetching stopped; what has come is kept")
}

// fetchAnswer shows what a round tells.
func (a *App) fetchAnswer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case fetchDueMsg:
		return a.startFetch(nil, false)
	case relistMsg:
		return a.relist(msg.number)
	case fetchShownMsg:
		if f := a.fetch; f != nil && f.number == msg.number {
			f.shown = true
		}
	case fetchedMsg:
		f := a.fetch
		if f == nil || f.number != msg.number {
			return drain(msg.rest)
		}
		cmd := nextStep(msg.number, msg.rest)
		f.last = msg.step
		if msg.step.Err != nil {
			f.failed++
			f.failure = fmt.Sprintf("%s: %s", msg.step.Feed.Title, plain(msg.step.Err.Error()))
		}
		if msg.step.New+msg.step.Changed == 0 {
			return cmd
		}
		f.fresh += msg.step.New
		if f.behind {
			return cmd
		}
		f.behind = true
		return tea.Batch(cmd, after(listAgain, relistMsg{msg.number}))
	case fetchEndedMsg:
		if f := a.fetch; f != nil && f.number == msg.number {
			return a.endFetch()
		}
	}
	return nil
}

// drain takes what is left of a round that nobody waits for, so that it ends.
func drain(rest <-chan Progress) tea.Cmd {
	return func() tea.Msg {
		for range rest {
		}
		return nil
	}
}

// relist puts new stories into the list. Steps that come close together are
// answered with one listing.
func (a *App) relist(number int) tea.Cmd {
	if f := a.fetch; f != nil && f.number == number {
		f.behind = false
	}
	return tea.Batch(a.list.askAgain(), readCounts(a.work, false))
}

// endFetch tells what a round brought.
func (a *App) endFetch() tea.Cmd {
	f := a.fetch
	f.cancel()
	a.fetch = nil
	cmds := []tea.Cmd{readCounts(a.work, false)}
	if f.fresh > 0 || f.behind {
		cmds = append(cmds, a.list.askAgain())
	}
	if a.opt.Every > 0 {
		cmds = append(cmds, after(a.opt.Every, fetchDueMsg{}))
	}
	switch {
	case f.failed == 1 && f.last.Total == 1 && f.asked:
		cmds = append(cmds, a.complain(f.failure))
	case f.asked && f.failed > 0:
		cmds = append(cmds, a.say(fmt.Sprintf("%s, %s failed", count(f.fresh, "new story", "new stories"), count(f.failed, "feed", "feeds"))))
	case f.asked && f.fresh == 0:
		cmds = append(cmds, a.say("nothing new"))
	}
	return tea.Batch(cmds...)
}
