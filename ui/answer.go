package ui

import (
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// What is not an answer to a pane.
type (
	tickMsg struct{}                // the clock goes on
	nowMsg  struct{ now time.Time } // what it shows
)

// answer takes the facts that concern the whole program.
func (a *App) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case hushMsg:
		if msg.number == a.message.number {
			a.message.text, a.message.bad = "", false
		}
	case hintMsg:
		a.hinted = a.waiting == msg.prefix && a.waiting != ""
	case unclickMsg:
		a.clicked = 0
	case tickMsg:
		return tea.Batch(readClock(a.work), after(clockTick, tickMsg{}))
	case nowMsg:
		a.now, a.list.now = msg.now, msg.now
		a.list.forget()
	case searchMsg:
		if a.prompt != nil && a.prompt.typed == msg.typed {
			return a.rested()
		}
	case hitsMsg:
		a.reader.findings(msg)
	case completedMsg:
		return a.completed(msg)
	case countedMsg:
		return a.counted(msg)
	case listedMsg:
		return a.listed(msg)
	case unreadFoundMsg:
		return a.found(msg)
	case failedMsg:
		return a.complain(plain(fmt.Sprintf("%s: %v", msg.doing, msg.err)))
	case rowsReadMsg:
		if msg.err != nil && msg.listing == a.list.listing {
			return a.complain(plain("read stories: " + msg.err.Error()))
		}
	case storySetMsg:
		if msg.err != nil && msg.number == a.reader.number {
			return a.complain(plain(msg.err.Error()))
		}
	case draftsLeftMsg:
		return a.draftsLeft(msg)
	case saidMsg:
		return a.say(msg.text)
	case feedsAddedMsg:
		return tea.Batch(a.startFetch(msg.ids(), true), readCounts(a.work, false), a.say(keys.Help.Help().Key+" shows keys"))
	case samplesTakenMsg:
		return tea.Batch(a.goTo(a.place), readCounts(a.work, false), a.say(plain(string(msg.said))+"; "+keys.Help.Help().Key+" shows keys"))
	case exportedMsg:
		return a.say(plain(string(msg.said)))
	case changedMsg:
		return a.changed(msg)
	case taggedMsg:
		return a.changed(changedMsg{change: msg.change})
	case noteSavedMsg:
		return a.changed(changedMsg{change: news.Change{Journal: 1, Stories: 1, Said: "note saved"}})
	}
	return a.fetchAnswer(msg)
}

// readClock tells what time it is.
func readClock(w *work) tea.Cmd {
	return func() tea.Msg { return nowMsg{w.now()} }
}

// counted shows the state of the store; the first count decides what the first
// screen is and when the first round in the background begins.
func (a *App) counted(msg countedMsg) tea.Cmd {
	a.counts, a.now, a.list.now = msg.counts, msg.now, msg.now
	if !msg.first {
		return nil
	}
	if msg.counts.Feeds == 0 && msg.counts.Stories == 0 {
		return a.push(newFirstRun(a.styles, a.opt))
	}
	if a.opt.Every <= 0 {
		return nil
	}
	return after(max(a.opt.Every-msg.now.Sub(msg.counts.LastFetch), settleIn), fetchDueMsg{})
}

// listed tells where new stories are, or what was wrong with the question.
func (a *App) listed(msg listedMsg) tea.Cmd {
	if msg.listing != a.list.listing {
		return nil
	}
	if msg.err != nil {
		a.list.waiting = false
		if a.prompt != nil {
			a.prompt.problem = plain(msg.err.Error())
			return nil
		}
		return a.complain(plain("list stories: " + msg.err.Error()))
	}
	if len(msg.fresh) == 0 || !msg.merged {
		return nil
	}
	at, _ := a.list.current()
	new := make(map[news.ID]bool, len(msg.fresh))
	for _, id := range msg.fresh {
		new[id] = true
	}
	above := 0
	for _, id := range msg.ids {
		if id == at {
			break
		}
		if new[id] {
			above++
		}
	}
	if above == 0 || at == 0 {
		return a.say(fmt.Sprintf("%d new", len(msg.fresh)))
	}
	return a.say(fmt.Sprintf("%d new, %d above", len(msg.fresh), above))
}

// found goes to the unread story that was looked for.
func (a *App) found(msg unreadFoundMsg) tea.Cmd {
	i := slices.Index(a.list.ids, msg.id)
	if msg.listing != a.list.listing || msg.id == 0 || i < 0 {
		return a.say("no more unread stories in this list")
	}
	cmd := a.list.jump(i)
	if !msg.open {
		return cmd
	}
	return tea.Batch(cmd, a.openStory(), a.markRead())
}

// changed shows what an action did: the rows and the open story are read again.
func (a *App) changed(msg changedMsg) tea.Cmd {
	cmds := []tea.Cmd{readCounts(a.work, false)}
	if msg.hidden {
		gone := map[news.ID]bool{}
		for _, id := range msg.ids {
			gone[id] = true
		}
		a.list.remove(gone)
	}
	if msg.relist {
		cmds = append(cmds, a.list.askAgain())
	}
	cmds = append(cmds, a.list.reread())
	if msg.ids == nil || slices.Contains(msg.ids, a.reader.wanted) {
		cmds = append(cmds, a.reader.reload())
	}
	switch {
	case msg.quiet:
	case msg.change.Journal == 0 && msg.change.Said == "":
		cmds = append(cmds, a.say("nothing changed"))
	case msg.relist || msg.change.Journal == 0:
		cmds = append(cmds, a.say(plain(string(msg.change.Said))))
	default:
		cmds = append(cmds, a.say(plain(string(msg.change.Said))))
		a.message.undo = true
	}
	return tea.Batch(cmds...)
}

// help shows the keys, those of this place first.
func (a *App) help() overlay {
	return newHelp(a.styles, inOrder(a.opt.contexts(), a.narrowest()))
}

// narrowest are the places whose keys hold here and say most about it.
func (a *App) narrowest() []string {
	if a.reading {
		first := []string{"open story", "claim under the cursor", "story, its row or open"}
		if a.reader.find != nil {
			first = append([]string{"search in the story"}, first...)
		}
		if a.reader.pick != nil {
			first = append([]string{"selected text"}, first...)
		}
		return first
	}
	return []string{"list", "story, its row or open"}
}
