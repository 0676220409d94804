package ui

import (
	"fmt"
	"regexp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// finding is a search inside the open story.
type finding struct {
	text string
	hits []hit // in reading order
	at   int   // the one that the cursor stands on
}

// hit is a place that was found: bytes of a field.
type hit struct {
	field      news.Field
	start, end int
}

// hitsMsg brings what was found in a story.
type hitsMsg struct {
	id   news.ID
	text string
	hits []hit
}

// findInStory looks for a text in title and body, whatever its case.
func findInStory(f *news.Full, text string) tea.Cmd {
	return func() tea.Msg {
		msg := hitsMsg{id: f.ID, text: text}
		if text == "" {
			return msg
		}
		wanted := regexp.MustCompile("(?i)" + regexp.QuoteMeta(text))
		for _, in := range []struct {
			field news.Field
			text  news.Text
		}{{news.InTitle, f.Title}, {news.InText, f.Text}} {
			for _, at := range wanted.FindAllStringIndex(string(in.text), -1) {
				msg.hits = append(msg.hits, hit{in.field, at[0], at[1]})
			}
		}
		return msg
	}
}

// findings shows what was found, from the first that is on the screen or below it.
func (r *reader) findings(msg hitsMsg) {
	if r.art == nil || r.art.full.ID != msg.id {
		return
	}
	r.find = nil
	if msg.text == "" {
		return
	}
	r.find = &finding{text: msg.text, hits: msg.hits}
	for i, h := range msg.hits {
		if r.art.lineOf(h.field, h.start) >= r.top {
			r.find.at = i
			break
		}
	}
	r.bringHit()
}

// nextHit goes n places on, or back, and around at the ends.
func (r *reader) nextHit(n int) {
	if f := r.find; f != nil && len(f.hits) > 0 {
		f.at = ((f.at+n)%len(f.hits) + len(f.hits)) % len(f.hits)
		r.bringHit()
	}
}

func (r *reader) bringHit() {
	if f := r.find; len(f.hits) > 0 {
		r.bring(r.art.lineOf(f.hits[f.at].field, f.hits[f.at].start))
	}
}

// hitSpans are the places on the screen that were found.
func (r *reader) hitSpans() []span {
	var over []span
	if r.find == nil {
		return nil
	}
	last := min(r.top+r.page(), len(r.art.lines))
	from, to := map[news.Field]int{}, map[news.Field]int{}
	for i := r.top; i < last; i++ {
		if l := &r.art.lines[i]; l.field != "" {
			if _, seen := from[l.field]; !seen {
				from[l.field] = l.start
			}
			to[l.field] = l.end
		}
	}
	for i, h := range r.find.hits {
		if h.end <= from[h.field] || h.start >= to[h.field] {
			continue
		}
		as := r.styles.Found
		if i == r.find.at {
			as = r.styles.Here
		}
		over = append(over, span{h.field, h.start, h.end, as})
	}
	return over
}

// findWords tell how the search stands.
func (r *reader) findWords() string {
	f := r.find
	if len(f.hits) == 0 {
		return "nothing found for " + quoted(news.Text(f.text))
	}
	return fmt.Sprintf("match %d of %d for %s", f.at+1, len(f.hits), quoted(news.Text(f.text)))
}

// findHints are the keys while a search in the story goes on.
func findHints() []tip {
	return []tip{tipOf(keys.NextHit, "next match"), tipOf(keys.PrevHit, "previous"), tipOf(keys.FindIn, "search"), tipOf(keys.Escape, "end")}
}

// findKeys are the keys while a search in the open story goes on.
func (a *App) findKeys(c chord, n int) (tea.Cmd, bool) {
	r := a.reader
	if r.find == nil || !a.reading {
		return nil, false
	}
	switch {
	case is(c, keys.NextHit):
		r.nextHit(max(n, 1))
	case is(c, keys.PrevHit):
		r.nextHit(-max(n, 1))
	case is(c, keys.Escape):
		r.find = nil
	default:
		return nil, false
	}
	return nil, true
}

// findTyped looks for what stands in the line.
func (a *App) findTyped() tea.Cmd {
	f := a.reader.full()
	if f == nil {
		return nil
	}
	return findInStory(f, strings.TrimSpace(a.prompt.field.value()))
}
