package ui

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"hearsay/news"
)

// wordsPerMinute is a common reading speed for prose on a screen.
const wordsPerMinute = 220

// header sets title, source and what was found, by kind in words: nobody needs
// to learn the letters.
func (t *typesetter) header() {
	runs := t.inkRuns(news.InTitle, 0, len(t.full.Title), t.styles.Title)
	at := 0
	cuts := wrap(joined(runs), t.measure(t.head()))
	for i, c := range cuts {
		l := artLine{pad: t.head(), field: news.InTitle, start: at, runs: slice(runs, c.start, c.end)}
		l.end = sourceEnd(l.runs, at)
		if i == len(cuts)-1 {
			l.end = len(t.full.Title)
		}
		at = l.end
		t.add(l)
	}
	t.own(t.head(), run{clip(t.byline(), t.width-t.head()-1), t.styles.Dim, -1})
	if t.narrow {
		t.brief()
	} else {
		t.table()
	}
	t.gap()
}

// byline is source, authors, date, reading time and language; what is least
// needed goes first when the line is short.
func (t *typesetter) byline() string {
	f, dot := t.full, " "+t.styles.marks.dot+" "
	when := f.When().In(t.zone)
	date := when.Format("Mon 2 Jan 2006 15:04 MST")
	short := when.Format("2 Jan 15:04")
	if f.Published.IsZero() {
		date, short = "fetched "+date, "fetched "+short
	}
	words := strings.Count(string(f.Text), " ") + 1
	rest := fmt.Sprintf("%d min", max(1, (words+wordsPerMinute/2)/wordsPerMinute))
	if f.Starred {
		rest += dot + "starred"
	}
	if len(f.Revisions) > 0 {
		rest += dot + "edited"
	}
	authors := ""
	for i, a := range f.Authors {
		if i == 2 {
			authors += fmt.Sprintf(" +%d", len(f.Authors)-2)
			break
		}
		authors += dot + string(a)
	}
	long := string(f.Source) + authors + dot + date + dot + rest
	if f.Lang != "" {
		long += dot + plain(f.Lang)
	}
	room := t.width - t.head() - 1
	if !t.narrow && cellWidth(long) <= room {
		return long
	}
	if !t.narrow && cellWidth(string(f.Source)+authors+dot+short+dot+rest) <= room {
		return string(f.Source) + authors + dot + short + dot + rest
	}
	tail := dot + short + dot + rest
	return clip(string(f.Source), room-cellWidth(tail)) + tail
}

// named is an actor of the story with how often it is named.
type named struct {
	name   news.Text
	class  news.Class
	times  int
	unsure bool // every mention is
}

// namedIn lists the actors of a story, the most named first.
func namedIn(f *news.Full) []named {
	var all []named
	place := map[string]int{}
	for i := range f.Mentions {
		m := &f.Mentions[i]
		if m.Status == news.Rejected {
			continue
		}
		id := m.Tag()
		n, known := place[id]
		if !known {
			n = len(all)
			place[id] = n
			all = append(all, named{name: m.Actor, class: m.Class, unsure: true})
		}
		all[n].times++
		all[n].unsure = all[n].unsure && m.Unsure
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].times > all[j].times })
	return all
}

// kinds are the columns of the header: the classes in words. An agency is a
// body like any other here.
var kinds = []struct {
	label, one string
	is         func(news.Class) bool
}{
	{"groups", "group", func(c news.Class) bool { return c == news.Group }},
	{"states", "state", func(c news.Class) bool { return c == news.State }},
	{"people", "person", func(c news.Class) bool { return c == news.Official }},
	{"organis.", "organisation", func(c news.Class) bool { return c == news.Organisation || c == news.Agency }},
}

// entry is a label of the header with what belongs to it.
type entry struct {
	label string
	runs  []run // names and the commas between them
}

func (e entry) cells() int { return cellWidth(joined(e.runs)) }

// Widths of the labels in the two columns of the header.
const leftLabel, rightLabel = 9, 11

// table sets actors, claims and tags in two columns; what is too long for its
// column gets lines of its own.
func (t *typesetter) table() {
	var entries []entry
	all := namedIn(t.full)
	for _, k := range kinds {
		e := entry{label: k.label}
		for _, n := range all {
			if !k.is(n.class) {
				continue
			}
			if len(e.runs) > 0 {
				e.runs = append(e.runs, run{", ", look{}, -1})
			}
			l := t.styles.actor(n.class)
			if n.unsure {
				l = t.styles.Dim.over(l)
			}
			e.runs = append(e.runs, run{string(n.name), l, -1})
		}
		if len(e.runs) > 0 {
			entries = append(entries, e)
		}
	}
	if words := claimCounts(t.full); words != "" {
		entries = append(entries, entry{"claims", []run{{words, look{}, -1}}})
	}
	if len(t.full.Tags) > 0 {
		entries = append(entries, entry{"tags", []run{{"#" + strings.Join(t.full.Tags, " #"), t.styles.Note, -1}}})
	}
	half := (t.measure(t.head()) - 1) / 2
	for i := 0; i < len(entries); i++ {
		e := entries[i]
		if i+1 < len(entries) && e.cells() <= half-leftLabel-1 && entries[i+1].cells() <= half-rightLabel {
			t.pair(e, entries[i+1], half)
			i++
			continue
		}
		t.alone(e)
	}
}

// pair sets two entries side by side.
func (t *typesetter) pair(left, right entry, half int) {
	runs := []run{{fit(left.label, leftLabel), t.styles.Dim, -1}}
	runs = append(runs, left.runs...)
	runs = append(runs, run{blank(half - leftLabel - left.cells()), look{}, -1},
		run{fit(right.label, rightLabel), t.styles.Dim, -1})
	t.own(t.head(), append(runs, right.runs...)...)
}

// alone sets one entry over the whole width, broken between names.
func (t *typesetter) alone(e entry) {
	cuts := wrap(joined(e.runs), t.measure(t.head())-leftLabel)
	for i, c := range cuts {
		label := ""
		if i == 0 {
			label = e.label
		}
		t.own(t.head(), append([]run{{fit(label, leftLabel), t.styles.Dim, -1}}, slice(e.runs, c.start, c.end)...)...)
	}
}

// brief is the header of a small screen: "Tidal Heron (group) +4   1 accusation".
func (t *typesetter) brief() {
	all := namedIn(t.full)
	var runs []run
	if len(all) > 0 {
		first := all[0]
		name := clip(string(first.name), t.width/3)
		runs = append(runs, run{name, t.styles.actor(first.class), -1}, run{" (" + classWord(first.class) + ")", t.styles.Dim, -1})
		if len(all) > 1 {
			runs = append(runs, run{fmt.Sprintf(" +%d", len(all)-1), t.styles.Dim, -1})
		}
	}
	if words := claimCounts(t.full); words != "" {
		if len(runs) > 0 {
			words = "   " + strings.ReplaceAll(words, ",", "")
		}
		used := cellWidth(joined(runs))
		runs = append(runs, run{clip(words, t.width-used-2), look{}, -1})
	}
	if len(runs) > 0 {
		t.own(t.head(), runs...)
	}
	if len(t.full.Tags) > 0 {
		t.own(t.head(), run{clip("#"+strings.Join(t.full.Tags, " #"), t.width-2), t.styles.Note, -1})
	}
}

// classWord is the class of an actor in a word.
func classWord(c news.Class) string {
	for _, k := range kinds {
		if k.is(c) {
			return k.one
		}
	}
	return string(c)
}

// claimCounts tells what is claimed in a story: "1 accusation, 2 denials", or
// nothing.
func claimCounts(f *news.Full) string {
	words := []struct {
		kind      news.ClaimKind
		one, many string
	}{
		{news.Accusation, "accusation", "accusations"}, {news.Denial, "denial", "denials"},
		{news.Nondenial, "non-denial", "non-denials"}, {news.NoComment, "no comment", "no comments"},
		{news.Deflection, "deflection", "deflections"},
	}
	var parts []string
	for _, w := range words {
		n := 0
		for i := range f.Claims {
			if f.Claims[i].Kind == w.kind && f.Claims[i].Status != news.Rejected {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, count(n, w.one, w.many))
		}
	}
	return strings.Join(parts, ", ")
}

// noteBox sets the note with this index.
func (t *typesetter) noteBox(i int) {
	n, s := &t.full.Notes[i], t.styles
	pad := t.bodyPad()
	width := t.measure(pad)
	inner := width - 4
	t.art.noteAt[i] = len(t.art.lines)
	who := string(n.Author)
	if who == "" {
		who = "you"
	}
	sep := " " + s.marks.dot + " "
	head := fmt.Sprintf("note %d%s%s%s%s%s%s", i+1, sep, who, sep, n.Created.In(t.zone).Format("2 Jan 15:04"), sep, n.TLP.Label())
	if n.Kind != news.Comment && n.Kind != "" {
		head += sep + string(n.Kind)
	}
	head = clip(head, inner-1)
	line := func(runs ...run) {
		used := cellWidth(joined(runs))
		all := append([]run{{s.marks.wall + " ", s.Box, -1}}, runs...)
		t.add(artLine{pad: pad, note: i + 1, runs: append(all, run{blank(inner-used) + " " + s.marks.wall, s.Box, -1})})
	}
	t.add(artLine{pad: pad, note: i + 1, runs: []run{{s.marks.topLeft + " ", s.Box, -1}, {head, s.Note, -1},
		{" " + strings.Repeat(s.marks.rule, max(inner-cellWidth(head)-1, 0)) + s.marks.rule + s.marks.topRight, s.Box, -1}}})
	if a := n.Anchor; a != nil && a.State == news.Lost {
		for _, c := range wrap("on words that the story no longer has: “"+string(a.Quote)+"”", inner) {
			full := "on words that the story no longer has: “" + string(a.Quote) + "”"
			line(run{full[c.start:c.end], s.Dim, -1})
		}
	}
	for _, part := range strings.Split(string(n.Body), "\n") {
		part = strings.ReplaceAll(part, "\t", "  ")
		for _, c := range wrap(part, inner) {
			line(run{part[c.start:c.end], look{}, -1})
		}
	}
	if len(n.Tags) > 0 {
		line(run{clip("#"+strings.Join(n.Tags, " #"), inner), s.Note, -1})
	}
	t.add(artLine{pad: pad, note: i + 1, runs: []run{{s.marks.bottomLeft + strings.Repeat(s.marks.rule, inner+2) + s.marks.bottomRight, s.Box, -1}}})
}

// footer names the other outlets with the same report, and the links.
func (t *typesetter) footer() {
	pad := t.bodyPad()
	write := func(text string) {
		for _, c := range wrap(text, t.measure(pad)) {
			t.own(pad, run{text[c.start:c.end], t.styles.Dim, -1})
		}
	}
	if len(t.full.SameAs) > 0 {
		t.gap()
		var others []string
		for i := range t.full.SameAs {
			r := &t.full.SameAs[i]
			others = append(others, fmt.Sprintf("%s (%s)", r.Source, age(r.When(), t.now)))
		}
		write("Also reported by: " + strings.Join(others, ", "))
	}
	if len(t.art.links) > 0 {
		t.gap()
	}
	for i, url := range t.art.links {
		text := fmt.Sprintf("[%d] %s", i+1, url)
		if !utf8.ValidString(text) {
			continue
		}
		write(plain(text))
	}
}
