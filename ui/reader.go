package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// reader is the pane of the open story.
type reader struct {
	work   *work
	styles *styles
	rect   rect
	narrow bool
	status int // rows at the bottom that belong to the claim under the cursor
	focus  bool
	zone   *time.Location

	number int      // of the newest question
	asked  news.ID  // the story that is being read, 0 for none
	wanted news.ID  // the story that should be shown
	art    *article // what is shown; nil before the first
	top    int      // first line on the screen
	stop   stop     // where the last jump went
	pick   *picking // selected text, nil when nothing is
	find   *finding // a search in the story, nil for none
}

// wideStatus is a blank row, the claim under the cursor, and its keys.
const wideStatus = 3

// stop is a place in a story that the cursor stands on.
type stop struct {
	kind stopKind
	at   int // index in article.claims, article.mentions or full.Notes
}

type stopKind int

const (
	nowhere stopKind = iota
	onClaim
	onMention
	onNote
)

// setting is what a story is set for.
type setting struct {
	styles *styles
	width  int
	narrow bool
	zone   *time.Location
}

func (s setting) typeset(f *news.Full, now time.Time) *article {
	return typeset(f, s.styles, s.width, s.narrow, now, s.zone)
}

func (r *reader) setting() setting { return setting{r.styles, r.rect.w, r.narrow, r.zone} }

// lines are those of the article, none when nothing is open.
func (r *reader) lines() []artLine {
	if r.art == nil {
		return nil
	}
	return r.art.lines
}

// resize gives the pane its place; what is shown is set anew for another width
// or other looks.
func (r *reader) resize(f frame, restyled bool) tea.Cmd {
	same := r.rect.w == f.reader.w && r.narrow == f.narrow && !restyled
	r.rect, r.narrow, r.status = f.reader, f.narrow, 0
	if f.wide {
		r.status = min(wideStatus, f.reader.h/2)
	}
	if r.art == nil || r.rect.w == 0 || same {
		r.settle()
		return nil
	}
	r.number++
	return setStory(r.work, r.number, r.art.full, r.setting())
}

// show asks for a story. One is read at a time: while the cursor runs through
// the list, those in between are left out.
func (r *reader) show(id news.ID) tea.Cmd {
	r.wanted = id
	if id == 0 {
		r.art, r.pick, r.find, r.stop = nil, nil, nil, stop{}
		return nil
	}
	if r.asked != 0 || r.art != nil && r.art.full.ID == id {
		return nil
	}
	return r.reload()
}

// reload reads the wanted story again: something about it changed.
func (r *reader) reload() tea.Cmd {
	if r.wanted == 0 {
		return nil
	}
	r.number++
	r.asked = r.wanted
	return readStory(r.work, r.number, r.wanted, r.setting())
}

// update takes answers.
func (r *reader) update(msg tea.Msg) tea.Cmd {
	set, ok := msg.(storySetMsg)
	if !ok || set.number != r.number {
		return nil
	}
	r.asked = 0
	if set.err == nil && (set.id == r.wanted || r.art == nil) {
		r.take(set.art)
	}
	if set.id != r.wanted {
		return r.reload()
	}
	if r.art != nil && r.art.full.ID == r.wanted && r.art.width != r.rect.w && r.rect.w > 0 {
		r.number++
		return setStory(r.work, r.number, r.art.full, r.setting())
	}
	return nil
}

// take shows an article. The same story keeps its place: the line at the top
// stays at the top also when the width is another.
func (r *reader) take(art *article) {
	old := r.art
	r.art = art
	if old == nil || old.full.ID != art.full.ID {
		r.top, r.stop, r.pick, r.find = 0, stop{}, nil, nil
		r.settle()
		return
	}
	if r.top > 0 && r.top < len(old.lines) {
		for i := r.top; i < len(old.lines); i++ {
			if l := old.lines[i]; l.field != "" {
				r.top = art.lineOf(l.field, l.start) - (i - r.top)
				break
			}
		}
	}
	r.pick = nil
	if old.full.Text != art.full.Text || old.full.Title != art.full.Title {
		r.find = nil // its places are of the earlier text
	}
	if len(old.full.Notes) != len(art.full.Notes) || len(old.claims) != len(art.claims) || len(old.mentions) != len(art.mentions) {
		r.stop = stop{} // numbers mean other things now
	}
	r.settle()
}

// full is the story that is shown, nil for none.
func (r *reader) full() *news.Full {
	if r.art == nil {
		return nil
	}
	return r.art.full
}

// page is how many lines of the story are on the screen.
func (r *reader) page() int { return max(r.rect.h-r.status, 0) }

func (r *reader) settle() {
	if r.art == nil {
		r.top = 0
		return
	}
	r.top = max(min(r.top, len(r.art.lines)-r.page()), 0)
}

// atEnd reports whether the last line is on the screen.
func (r *reader) atEnd() bool {
	return r.art == nil || r.top+r.page() >= len(r.art.lines)
}

// scroll moves the text by n lines.
func (r *reader) scroll(n int) {
	r.top += n
	r.settle()
}

// turn moves the text by a part of a screen; two lines stay in sight.
func (r *reader) turn(part float64) {
	n := int(part * float64(max(r.page()-2, 1)))
	if n == 0 {
		n = 1
	}
	r.scroll(n)
}

// bring scrolls a line to a comfortable place when it is not on the screen.
func (r *reader) bring(line int) {
	if line < r.top || line >= r.top+r.page()-1 {
		r.top = line - r.page()/3
	}
	r.settle()
}

// line is where a stop stands.
func (r *reader) line(s stop) int {
	switch s.kind {
	case onClaim:
		return r.art.claimAt[s.at]
	case onMention:
		return r.art.namedAt[s.at]
	case onNote:
		return r.art.noteAt[s.at]
	}
	return r.top
}

// next jumps n stops of a kind on, or back; wanted narrows the kind. It says
// whether there was one. When the cursor stands on none of the kind, it goes by
// what the screen shows.
func (r *reader) next(kind stopKind, n int, wanted func(int) bool) bool {
	if r.art == nil {
		return false
	}
	size := map[stopKind]int{onClaim: len(r.art.claims), onMention: len(r.art.mentions), onNote: len(r.art.noteAt)}[kind]
	step, left := 1, n
	if n < 0 {
		step, left = -1, -n
	}
	here := r.here()
	at := here.at
	if here.kind != kind {
		if at = r.before(kind, size); step < 0 {
			at++
		}
	}
	found := -1
	for i := at + step; i >= 0 && i < size && left > 0; i += step {
		if wanted == nil || wanted(i) {
			found = i
			left--
		}
	}
	if found < 0 {
		if here == r.stop || here.kind != kind || step < 0 || wanted != nil && !wanted(here.at) {
			return false
		}
		found = here.at // the only one: the reader means it
	}
	r.stop = stop{kind, found}
	r.bring(r.line(r.stop))
	return true
}

// here is where the cursor stands: where the last jump went, as long as that is
// on the screen. In an open story it otherwise stands on the first claim that
// the screen shows: the status row tells of it, and the next jump goes on from it.
func (r *reader) here() stop {
	if r.art == nil {
		return stop{}
	}
	if r.stop.kind != nowhere && r.onScreen(r.line(r.stop)) {
		return r.stop
	}
	if r.focus && r.find == nil && (r.stop.kind == nowhere || r.stop.kind == onClaim) {
		for i, line := range r.art.claimAt {
			if r.onScreen(line) {
				return stop{onClaim, i}
			}
		}
	}
	return stop{}
}

// before is the last stop of a kind that stands above the screen.
func (r *reader) before(kind stopKind, size int) int {
	at := -1
	for i := range size {
		if r.line(stop{kind, i}) < r.top {
			at = i
		}
	}
	return at
}

func (r *reader) onScreen(line int) bool { return line >= r.top && line < r.top+r.page() }

// isDenial reports whether the claim at this place of article.claims denies.
func (r *reader) isDenial(i int) bool {
	return r.art.full.Claims[r.art.claims[i]].Kind == news.Denial
}

// claim is the claim under the cursor: the one of the last jump, else the first
// on the screen. at is its place in article.claims.
func (r *reader) claim() (c *news.Claim, at int) {
	if r.art == nil {
		return nil, 0
	}
	if r.stop.kind == onClaim && r.onScreen(r.line(r.stop)) {
		return &r.art.full.Claims[r.art.claims[r.stop.at]], r.stop.at
	}
	for i, line := range r.art.claimAt {
		if r.onScreen(line) {
			return &r.art.full.Claims[r.art.claims[i]], i
		}
	}
	return nil, 0
}

// note is the note under the cursor, nil for none.
func (r *reader) note() *news.Note {
	if r.art == nil || r.stop.kind != onNote || !r.onScreen(r.line(r.stop)) {
		return nil
	}
	return &r.art.full.Notes[r.stop.at]
}
