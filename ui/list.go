package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

// list is the pane of headlines. It holds the IDs of all stories of a listing
// and the rows around the screen.
type list struct {
	work   *work
	styles *styles
	rect   rect
	wide   bool // rows of several lines
	narrow bool // no source column
	days   bool // headings of days
	focus  bool
	now    time.Time
	zone   *time.Location

	listing int // number of the newest question; answers to older ones are dropped
	cancel  context.CancelFunc
	ctx     context.Context // of the listing
	waiting bool            // the answer to a new question is not here yet
	query   query.Query
	ids     []news.ID
	rows    map[news.ID]*item
	asked   map[int]bool // pages that were asked for
	cursor  int
	top     int // first story on the screen
}

// item is a row with the lines that it was drawn as.
type item struct {
	row   news.Row
	lines []string // nil: to be drawn again
}

// listedMsg answers the question what stories there are.
type listedMsg struct {
	listing int
	ids     []news.ID
	merged  bool      // new stories were put among those that were shown
	fresh   []news.ID // the new ones among ids, in order
	err     error
}

// rowsReadMsg brings the rows of one page.
type rowsReadMsg struct {
	listing int
	asked   []news.ID
	rows    []news.Row
	err     error
}

func newList(w *work, s *styles, zone *time.Location) *list {
	return &list{work: w, styles: s, zone: zone, rows: map[news.ID]*item{}, asked: map[int]bool{}, focus: true}
}

func (l *list) resize(f frame) {
	l.rect, l.wide, l.narrow, l.days = f.list, f.wide, f.narrow, f.days
	l.forget()
	l.settle()
}

// forget makes all rows be drawn again: the width, the looks or the time are
// others.
func (l *list) forget() {
	for _, it := range l.rows {
		it.lines = nil
	}
}

// ask begins a new listing; the one before is called off.
func (l *list) ask(q query.Query) tea.Cmd {
	l.query = q
	l.renew()
	l.waiting = true
	return listStories(l.ctx, l.work.shelf, l.listing, q)
}

// askAgain looks for stories that have come since. Those shown stay, also when
// they match no more: nothing vanishes under the reader's hands.
func (l *list) askAgain() tea.Cmd {
	if l.waiting {
		return nil
	}
	l.renew()
	return mergeStories(l.ctx, l.work.shelf, l.listing, l.query, l.ids)
}

func (l *list) renew() {
	if l.cancel != nil {
		l.cancel()
	}
	l.listing++
	l.ctx, l.cancel = context.WithCancel(l.work.ctx)
	clear(l.asked)
}

// update takes answers. Keys arrive by the methods below.
func (l *list) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case listedMsg:
		if msg.listing == l.listing && msg.err == nil {
			l.take(msg)
			return l.want()
		}
	case rowsReadMsg:
		if msg.listing == l.listing && msg.err == nil {
			l.fill(msg)
			return l.want() // other heights may show other rows
		}
	}
	return nil
}

// take shows a new listing. The cursor stays on its story, at its height on
// the screen, when new ones arrive; otherwise a new question begins at the top.
func (l *list) take(msg listedMsg) {
	l.waiting = false
	at, ok := l.current()
	above := l.cursor - l.top
	l.ids = msg.ids
	clear(l.asked)
	l.cursor, l.top = 0, 0
	if msg.merged && ok {
		if i := slices.Index(l.ids, at); i >= 0 {
			l.cursor, l.top = i, max(i-above, 0)
		}
	}
	l.settle()
}

// fill keeps the rows of a page. Stories that are gone leave the list.
func (l *list) fill(msg rowsReadMsg) {
	for i := range msg.rows {
		l.rows[msg.rows[i].ID] = &item{row: msg.rows[i]}
	}
	if len(msg.rows) < len(msg.asked) {
		gone := map[news.ID]bool{}
		for _, id := range msg.asked {
			gone[id] = true
		}
		for i := range msg.rows {
			delete(gone, msg.rows[i].ID)
		}
		l.remove(gone)
	}
	if len(l.rows) > pagesKept*page {
		l.thin()
	}
	l.settle()
}

// remove takes stories off the list.
func (l *list) remove(gone map[news.ID]bool) {
	kept := make([]news.ID, 0, len(l.ids))
	cursor := l.cursor
	for i, id := range l.ids {
		if !gone[id] {
			kept = append(kept, id)
		} else if i < l.cursor {
			cursor--
		}
	}
	l.ids, l.cursor = kept, cursor
	clear(l.asked)
	l.settle()
}

// thin drops the rows that are far from the cursor.
func (l *list) thin() {
	near := pagesKept * page / 4
	kept := make(map[news.ID]*item, 2*near)
	first, last := max(l.cursor-near, 0), min(l.cursor+near, len(l.ids))
	for _, id := range l.ids[first:last] {
		if it := l.rows[id]; it != nil {
			kept[id] = it
		}
	}
	l.rows = kept
	for p := range l.asked {
		if (p+1)*page <= first || p*page >= last {
			delete(l.asked, p)
		}
	}
}

// reread asks again for the rows on the screen: something about them changed.
func (l *list) reread() tea.Cmd {
	clear(l.asked)
	return l.want()
}

// want asks for the visible pages that are not here, and their neighbours.
func (l *list) want() tea.Cmd {
	if len(l.ids) == 0 || l.rect.h == 0 {
		return nil
	}
	first := max(l.top-page/4, 0) / page
	last := min(l.top+l.rect.h+page/4, len(l.ids)-1) / page
	var cmds []tea.Cmd
	for p := first; p <= last; p++ {
		if !l.asked[p] {
			l.asked[p] = true
			ids := l.ids[p*page : min((p+1)*page, len(l.ids))]
			cmds = append(cmds, readRows(l.ctx, l.work.shelf, l.listing, ids))
		}
	}
	return tea.Batch(cmds...)
}

// current is the story under the cursor.
func (l *list) current() (news.ID, bool) {
	if l.cursor < 0 || l.cursor >= len(l.ids) {
		return 0, false
	}
	return l.ids[l.cursor], true
}

// row is the row under the cursor, nil when it is not read yet.
func (l *list) row() *news.Row {
	id, ok := l.current()
	if it := l.rows[id]; ok && it != nil {
		return &it.row
	}
	return nil
}

// move takes the cursor n stories down, or up.
func (l *list) move(n int) tea.Cmd {
	l.cursor += n
	l.settle()
	return l.want()
}

// jump takes the cursor to a place in the list.
func (l *list) jump(to int) tea.Cmd { return l.move(to - l.cursor) }

// turn moves screen and cursor together by so many screens.
func (l *list) turn(part float64) tea.Cmd {
	n := int(part * float64(max(l.visible()-1, 1)))
	if n == 0 {
		n = 1
		if part < 0 {
			n = -1
		}
	}
	l.top = min(max(l.top+n, 0), max(len(l.ids)-1, 0))
	return l.move(n)
}

// scroll moves the screen by n stories; the cursor is pushed along.
func (l *list) scroll(n int) tea.Cmd {
	bottom := len(l.ids) - l.visible()
	if n > 0 && l.top >= bottom {
		return nil
	}
	l.top = min(max(l.top+n, 0), max(len(l.ids)-1, 0))
	last := l.top + l.visible() - 1
	l.cursor = min(max(l.cursor, l.top), max(last, l.top))
	l.settle()
	return l.want()
}

// settle keeps the cursor in the list and on the screen.
func (l *list) settle() {
	l.cursor = max(min(l.cursor, len(l.ids)-1), 0)
	l.top = max(min(l.top, l.cursor), 0)
	if l.rect.h == 0 {
		return
	}
	if l.cursor-l.top > l.rect.h {
		l.top = l.cursor - l.rect.h
	}
	for l.top < l.cursor && l.cells(l.top, l.cursor+1) > l.rect.h {
		l.top++
	}
}

// cells is how many lines the stories from first to last (not included) take
// when first is the top of the screen.
func (l *list) cells(first, last int) int {
	n := 0
	for i := first; i < last && n <= l.rect.h; i++ {
		if l.headed(i, first) {
			n++
		}
		n += l.height(i)
	}
	return n
}

// visible is how many stories stand on the screen.
func (l *list) visible() int {
	n, i := 0, l.top
	for ; i < len(l.ids); i++ {
		if l.headed(i, l.top) {
			n++
		}
		if n += l.height(i); n > l.rect.h {
			break
		}
	}
	return max(i-l.top, 1)
}

// headed reports whether a heading with the day stands over story i when top is
// the first on the screen. The first always has one.
func (l *list) headed(i, top int) bool {
	if !l.days {
		return false
	}
	it := l.rows[l.ids[i]]
	if it == nil {
		return false
	}
	if i == top {
		return true
	}
	before := l.rows[l.ids[i-1]]
	return before != nil && l.day(before) != l.day(it)
}

// day is the day of a story in the reader's zone, as a number.
func (l *list) day(it *item) int {
	when := it.row.When().In(l.zone)
	return when.Year()*1000 + when.YearDay()
}

// at is the story on line y of the pane, -1 for none.
func (l *list) at(y int) int {
	n := 0
	for i := l.top; i < len(l.ids) && n <= y; i++ {
		if l.headed(i, l.top) {
			n++
		}
		if n += l.height(i); y < n {
			return i
		}
	}
	return -1
}
