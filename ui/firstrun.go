package ui

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// firstStep is a page of the first run.
type firstStep int

const (
	firstMenu       firstStep = iota
	firstCategories           // tick categories of the catalogue
	firstPath                 // write the path of a file to import
	firstFetching             // a row for each feed
)

// firstRun is shown while there are no feeds. It has the whole screen. Nothing
// is fetched before the reader has chosen; then a round is App's work, which
// goes on when the reader leaves this page.
type firstRun struct {
	styles *styles
	opt    Options
	screen screenSize
	help   *help // over the page, when asked for

	step    firstStep
	choices []firstChoice
	groups  []feedGroup
	at      int // the current row of menu or categories
	from    int
	path    *field
	busy    string // what is awaited, in words
	problem string

	rows    []feedRow // those that have answered first, in their order
	ended   int       // how many have answered
	fresh   int       // new stories so far
	failing int
	over    bool // the round has ended
}

// firstChoice is a row of the menu.
type firstChoice struct {
	name, about string
	choose      func() tea.Cmd
}

// feedRow is what became of a feed.
type feedRow struct {
	id    news.ID
	title news.Text
	state string
	wrong bool
	ended bool
}

// newFirstRun offers what opt has: a way without its function is left out.
func newFirstRun(st *styles, opt Options) *firstRun {
	r := &firstRun{styles: st, opt: opt, path: newField("")}
	r.groups = byCategory(opt.Catalogue)
	add := func(name, about string, choose func() tea.Cmd) {
		r.choices = append(r.choices, firstChoice{name, about, choose})
	}
	starters := starterSet(opt.Catalogue)
	if len(starters) > 0 {
		add("Starter set", count(len(starters), "feed", "feeds")+": "+inWords(byCategory(starters)), func() tea.Cmd { return r.subscribe(starters) })
	}
	if len(r.groups) > 0 {
		add("Choose by category", fmt.Sprintf("%s in %s", count(len(opt.Catalogue), "feed", "feeds"),
			count(len(r.groups), "category", "categories")), func() tea.Cmd { return r.turn(firstCategories) })
	}
	if opt.Import != nil {
		add("Import OPML", "a file from Feedly, Inoreader, FreshRSS, Miniflux "+st.marks.ellipsis, func() tea.Cmd { return r.turn(firstPath) })
		if opt.Found != "" {
			add("Import from newsboat", "found: "+plain(opt.Found), func() tea.Cmd { return r.imported(opt.Found) })
		}
	}
	if opt.Samples != nil {
		add("Look around first", "sample stories, no network", func() tea.Cmd {
			r.busy = "making sample stories"
			return takeSamples(opt.Samples)
		})
	}
	return r
}

func (r *firstRun) resize(width, height int) {
	r.screen = screenSize{width, height}
	if r.help != nil {
		r.help.resize(width, height)
	}
}

func (r *firstRun) update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case feedsAddedMsg:
		r.added(msg.feeds)
	case notAddedMsg:
		r.busy, r.problem = "", plain(msg.err.Error())
	case samplesTakenMsg:
		return nil, true
	case fetchedMsg:
		r.fetched(msg.step)
	case fetchEndedMsg:
		r.end()
	case tea.PasteMsg:
		if r.step == firstPath && r.help == nil {
			r.path.update(tea.PasteMsg{Content: strings.TrimSpace(msg.Content)})
		}
	case tea.KeyPressMsg:
		return r.press(msg)
	}
	return nil, false
}

// added shows a row for each new feed.
func (r *firstRun) added(feeds []news.Feed) {
	r.busy, r.step, r.from = "", firstFetching, 0
	r.rows = make([]feedRow, len(feeds))
	for i, f := range feeds {
		r.rows[i] = feedRow{id: f.ID, title: f.Title, state: "waiting"}
	}
}

// fetched writes what became of a feed, behind those that have answered.
func (r *firstRun) fetched(step Progress) {
	if r.step != firstFetching || step.Feed.ID == 0 {
		return
	}
	row := feedRow{id: step.Feed.ID, title: step.Feed.Title, ended: true, state: digits(step.New) + " new"}
	if step.Err != nil {
		row.state, row.wrong = "failed: "+plain(reason(step.Err)), true
		r.failing++
	}
	r.fresh += step.New
	at := slices.IndexFunc(r.rows, func(have feedRow) bool { return have.id == row.id })
	if at >= 0 && r.rows[at].ended {
		return
	}
	if at >= 0 {
		r.rows = slices.Delete(r.rows, at, at+1)
	}
	r.rows = slices.Insert(r.rows, r.ended, row)
	r.ended++
}

// end says what is known of feeds that have not answered.
func (r *firstRun) end() {
	r.over = r.step == firstFetching
	for i := range r.rows {
		if !r.rows[i].ended {
			r.rows[i].state = "not asked now"
		}
	}
}

// reason is why a feed failed without its address, which the row names already.
func reason(err error) string {
	var dns *net.DNSError
	var asked *url.Error
	switch {
	case errors.As(err, &dns):
		return dns.Err
	case errors.As(err, &asked):
		return asked.Err.Error()
	}
	return err.Error()
}

// press answers a key.
func (r *firstRun) press(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if r.help != nil {
		if _, done := r.help.update(msg); done {
			r.help = nil
		}
		return nil, false
	}
	if r.busy != "" {
		return nil, false
	}
	r.problem = ""
	if r.step == firstFetching {
		return nil, r.pressFetching(msg)
	}
	switch {
	case key.Matches(msg, keys.Cancel):
		if r.step == firstMenu {
			return nil, true
		}
		return r.turn(firstMenu), false
	case key.Matches(msg, keys.Apply):
		return r.choose(), false
	case r.step == firstPath:
		r.path.update(msg)
	case key.Matches(msg, keys.Help):
		r.help = newHelp(r.styles, r.opt.contexts())
		r.help.resize(r.screen.width, r.screen.height)
	case key.Matches(msg, keys.Back):
		if r.step == firstMenu {
			return tea.Quit, false
		}
		return r.turn(firstMenu), false
	case key.Matches(msg, keys.DialogDown), key.Matches(msg, keys.Down):
		r.at = min(r.at+1, max(r.count()-1, 0))
	case key.Matches(msg, keys.DialogUp), key.Matches(msg, keys.Up):
		r.at = max(r.at-1, 0)
	case r.step == firstCategories && key.Matches(msg, keys.Toggle):
		r.groups[r.at].ticked = !r.groups[r.at].ticked
	case r.step == firstCategories && key.Matches(msg, keys.All):
		missing := slices.ContainsFunc(r.groups, func(g feedGroup) bool { return !g.ticked })
		for i := range r.groups {
			r.groups[i].ticked = missing
		}
	}
	return nil, false
}

// pressFetching answers a key while feeds are fetched: done leaves for the
// list, and the round goes on.
func (r *firstRun) pressFetching(msg tea.KeyPressMsg) (done bool) {
	switch {
	case key.Matches(msg, keys.DialogDown), key.Matches(msg, keys.Down):
		r.from++
	case key.Matches(msg, keys.DialogUp), key.Matches(msg, keys.Up):
		r.from--
	case key.Matches(msg, keys.Cancel), key.Matches(msg, keys.Apply), key.Matches(msg, keys.Back):
		return true
	}
	return false
}

// turn goes to another page.
func (r *firstRun) turn(to firstStep) tea.Cmd {
	r.step, r.at, r.from = to, 0, 0
	r.path.focus(to == firstPath)
	return nil
}

// count is how many rows the page has to choose from.
func (r *firstRun) count() int {
	if r.step == firstCategories {
		return len(r.groups)
	}
	return len(r.choices)
}

// choose does what enter means on this page.
func (r *firstRun) choose() tea.Cmd {
	switch r.step {
	case firstCategories:
		var chosen []Starter
		for _, g := range r.groups {
			if g.ticked {
				chosen = append(chosen, g.feeds...)
			}
		}
		if len(chosen) == 0 {
			chosen = r.groups[r.at].feeds
		}
		return r.subscribe(chosen)
	case firstPath:
		path := strings.TrimSpace(r.path.value())
		if path == "" {
			r.problem = "write the path of an OPML file, or drop the file here"
			return nil
		}
		return r.imported(path)
	}
	if len(r.choices) == 0 {
		return nil
	}
	return r.choices[r.at].choose()
}

func (r *firstRun) subscribe(chosen []Starter) tea.Cmd {
	r.busy = "adding " + count(len(chosen), "feed", "feeds")
	return addFeeds(r.opt.Shelf, chosen)
}

func (r *firstRun) imported(path string) tea.Cmd {
	r.busy = "reading " + plain(path)
	return importFeeds(r.opt.Import, path)
}
