package ui

import (
	"strings"

	"hearsay/news"
)

// strip is what stands over the last row of a screen without a reader beside
// the list: the preview of a story, or the claim in the open one.
func (a *App) strip() []string {
	rows := a.frame.strip.h
	if rows == 0 {
		return nil
	}
	if a.reading {
		return a.reader.claimLines(a.width, rows)
	}
	return a.preview(rows)
}

// preview tells of the story under the cursor: its actors, its claims, and as
// much of its text as there is room for.
func (a *App) preview(rows int) []string {
	s, w := a.styles, a.width-2
	var lines []string
	id, _ := a.list.current()
	if f := a.reader.full(); f != nil && f.ID == id {
		claims := previewClaims(s, f, w, max(rows-1, 1))
		if names := previewActors(s, f, w); names != "" && (rows > 1 || len(claims) == 0) {
			lines = append(lines, names)
		}
		lines = append(lines, claims...)
		if len(lines) < rows {
			text := string(f.Summary)
			if text == "" {
				text = oneLine(f.Text)
			}
			for _, part := range brokenUp(text, w, rows-len(lines)) {
				lines = append(lines, s.Dim.Render(part))
			}
		}
	}
	for len(lines) < rows {
		lines = append(lines, "")
	}
	lines = lines[:rows]
	for i := range lines {
		lines[i] = fit(" "+lines[i], a.width)
	}
	return lines
}

// previewActors names the actors by kind in words: "Tidal Heron (group),
// Ruritania, Freedonia (states)".
func previewActors(s *styles, f *news.Full, w int) string {
	all := namedIn(f)
	var runs []run
	for _, k := range kinds {
		n := 0
		for _, actor := range all {
			if !k.is(actor.class) {
				continue
			}
			if len(runs) > 0 {
				runs = append(runs, run{", ", look{}, -1})
			}
			runs = append(runs, run{string(actor.name), s.actor(actor.class), -1})
			n++
		}
		if word := k.one; n > 0 && word != "organisation" {
			if n > 1 {
				word = k.label
			}
			runs = append(runs, run{" (" + word + ")", s.Dim, -1})
		}
	}
	return drawRuns(cutRuns(runs, w, look{}), min(cellWidth(joined(runs)), w), look{})
}

// previewClaims quotes at most rows claims: the first accusation and the first
// denial before others, and the denial alone when there is room for one.
func previewClaims(s *styles, f *news.Full, w, rows int) []string {
	var first, others []*news.Claim
	seen := map[news.ClaimKind]bool{}
	for i := range f.Claims {
		c := &f.Claims[i]
		switch {
		case c.Status == news.Rejected:
		case !seen[c.Kind] && (c.Kind == news.Denial || c.Kind == news.Accusation && rows > 1):
			first = append(first, c)
			seen[c.Kind] = true
		default:
			others = append(others, c)
		}
	}
	var lines []string
	for _, c := range append(first, others...) {
		if len(lines) == rows {
			break
		}
		mark := s.mark(c.Kind)
		text := speakerOf(c) + ": " + quoted(c.Quote)
		lines = append(lines, s.claim(c.Kind).Render(mark)+" "+clip(text, w-cellWidth(mark)-1))
	}
	return lines
}

// quoted puts a text on one line into quotes; those that it has are enough.
func quoted(text news.Text) string {
	line := oneLine(text)
	if strings.ContainsAny(line, "\"“”„«") {
		return line
	}
	return "“" + line + "”"
}
