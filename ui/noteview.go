package ui

import (
	"strings"

	"hearsay/news"
)

const (
	noteWidth    = 68 // cells of the dialog
	noteAreaRows = 8  // rows of the text area at most
	noteTagsMin  = 12 // cells for tags beside the TLP level
	noteFramed   = 5  // rows from which the text area has a frame of its own
)

func (d *noteDialog) view() []string {
	inner := d.screen.inner(noteWidth)
	head := d.head(inner)
	below := append(d.tagsAndLevel(inner), d.aboutLine(inner)...)
	room := min(max(d.screen.rows()-len(head)-len(below)-1, 1), noteAreaRows)
	lines := append(append(head, d.area(inner, room)...), below...)
	if len(lines)+1 < d.screen.rows() {
		lines = append(lines, "")
	}
	return drawBox(d.styles, d.title(), append(lines, d.foot(inner)), noteWidth, d.screen)
}

func (d *noteDialog) title() string {
	switch {
	case d.note.UUID != "":
		return "Change a note"
	case d.note.Anchor != nil:
		return "Note on a quote"
	}
	return "Note on a story"
}

// head is what the note is on, and the kind.
func (d *noteDialog) head(width int) []string {
	text, rows := string(d.note.StoryTitle), 1
	if d.note.Anchor != nil {
		text = strings.ReplaceAll(string(d.note.Anchor.Quote), "\n", " ")
		if !strings.ContainsAny(text, "\"“”„«»") {
			text = `"` + text + `"`
		}
	}
	if d.screen.height >= 14 {
		rows = 2
	}
	lines := brokenUp(text, width, rows)
	if d.note.Anchor == nil {
		for i := range lines {
			lines[i] = d.styles.Title.Render(lines[i])
		}
	}
	kinds := make([]string, len(noteKinds))
	for i, k := range noteKinds {
		kinds[i] = string(k)
	}
	return append(lines, radio(d.styles, "kind", kinds, d.kind, d.focus == partKind, width))
}

// area is the text area in rows lines.
func (d *noteDialog) area(width, rows int) []string {
	m, framed := d.styles.marks, rows >= noteFramed && width > 2*boxEdge
	areaWidth, areaRows := width, rows
	if framed {
		areaWidth, areaRows = width-boxEdge, rows-2
	}
	d.text.SetWidth(max(areaWidth, 1))
	d.text.SetHeight(max(areaRows, 1))
	lines := strings.Split(d.text.View(), "\n")
	lines = lines[:min(len(lines), areaRows)]
	for i, line := range lines {
		lines[i] = fit(line, areaWidth)
		if framed {
			side := d.styles.Box.Render(m.wall)
			lines[i] = side + " " + lines[i] + " " + side
		}
	}
	if !framed {
		return lines
	}
	edge := strings.Repeat(m.rule, width-2)
	lines = append([]string{d.styles.Box.Render(m.topLeft + edge + m.topRight)}, lines...)
	return append(lines, d.styles.Box.Render(m.bottomLeft+edge+m.bottomRight))
}

// tagsAndLevel is the line of tags and TLP level, or a line for each on a
// narrow screen.
func (d *noteDialog) tagsAndLevel(width int) []string {
	label := strings.TrimPrefix(news.TLPs[d.tlp].Label(), "TLP:")
	level := partLabel(d.styles, "TLP", d.focus == partTLP) + "  " + chosen(d.styles, "< "+label+" >", d.focus == partTLP)
	tags := partLabel(d.styles, "tags", d.focus == partTags) + "  "
	left := width - cellWidth(tags) - cellWidth(level) - 2
	if left < noteTagsMin && d.screen.rows() > 7 {
		return []string{tags + d.tags.view(max(width-cellWidth(tags), 1)), level}
	}
	return []string{tags + d.tags.view(max(left, 1)) + "  " + level}
}

// aboutLine says what the note is about, when that can be chosen.
func (d *noteDialog) aboutLine(width int) []string {
	all := d.abouts()
	if len(all) < 2 {
		return nil
	}
	at, claim := 0, d.claim
	if claim != string(news.Denial) && claim != string(news.Accusation) {
		claim = "answer"
	}
	words := make([]string, len(all))
	for i, a := range all {
		words[i] = [...]string{"this " + claim, "the quote", "the whole story"}[a]
		if a == d.about {
			at = i
		}
	}
	return []string{radio(d.styles, "about", words, at, d.focus == partAbout, width)}
}

// foot is what is wrong or going on, else the keys.
func (d *noteDialog) foot(width int) string {
	switch {
	case d.problem != "":
		return d.styles.Error.Render(clip(d.problem, width))
	case d.busy != "":
		return d.styles.Dim.Render(clip(d.busy+" "+d.styles.marks.ellipsis, width))
	case d.restore:
		return d.styles.Message.Render(clip("your draft is back   ctrl+s save  esc keep it for later", width))
	}
	away := tip{"esc", "cancel (keeps a draft)"}
	if d.drafts == nil {
		away.does = "cancel"
	} else if width < 50 {
		away.does = "keep draft"
	}
	all := []tip{{"ctrl+s", "save"}}
	if d.editor != nil && d.drafts != nil {
		all = append(all, tip{"ctrl+o", "editor"})
	}
	return tips(d.styles, width, append(all, tip{"tab", "next"}, away)...)
}
