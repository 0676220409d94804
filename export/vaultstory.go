package export

import (
	"fmt"
	"strings"
	"time"

	"hearsay/news"
)

// story writes the file of one story and notes what the others say of it.
func (v *vault) story(f *news.Full) error {
	v.opt.pick(f, &v.report)
	v.report.Counts.Story++
	v.report.Counts.Mention += len(f.Mentions)
	v.report.Counts.Claim += len(f.Claims)
	v.report.Counts.Note += len(f.Notes)

	name, err := v.storyName(&f.Story)
	if err != nil {
		return err
	}
	row := storyLine{file: name, day: day(f.When()), title: f.Title, source: f.Source, notes: len(f.Notes)}
	for _, c := range f.Claims {
		switch c.Kind {
		case news.Accusation:
			row.claims[0]++
		case news.Denial:
			row.claims[1]++
		}
	}
	v.stories = append(v.stories, row)
	named := v.named(f)
	front, err := matter(v.storyMatter(f, named, row))
	if err != nil {
		return err
	}
	body := v.storyBody(f, named)
	return v.place(storyFolder+"/"+name+".md", f.UUID, front, body)
}

// named is the pages of the actors that a story mentions, by name. Each is
// told of the story that was added last.
func (v *vault) named(f *news.Full) []*page {
	seen := map[actorKey]news.Actor{}
	for _, m := range f.Mentions {
		key := actorKey{m.Class, m.Slug}
		if _, known := seen[key]; known || m.Slug == "" {
			continue
		}
		p := v.pages[key]
		if p == nil {
			p = &page{actor: v.sel.actor(m.Class, m.Slug, m.Actor), file: v.sel.actorFile(m.Class, m.Slug)}
			p.actor.Class, p.actor.Slug = m.Class, m.Slug
			v.pages[key] = p
		}
		seen[key] = p.actor
		p.stories = append(p.stories, len(v.stories)-1)
	}
	pages := make([]*page, 0, len(seen))
	for _, a := range sortedActors(seen) {
		pages = append(pages, v.pages[actorKey{a.Class, a.Slug}])
	}
	return pages
}

func (v *vault) storyMatter(f *news.Full, named []*page, row storyLine) storyMatter {
	m := storyMatter{
		ID: f.UUID, Title: string(f.Title), Aliases: []string{}, Source: string(f.Source), Author: texts(f.Authors), Lang: line(f.Lang),
		Actors: []string{}, Accusations: row.claims[0], Denials: row.claims[1], TLP: string(news.Clear),
	}
	m.URL, _ = PublicURL(f.Link)
	if !f.Published.IsZero() {
		m.Published = localTime(f.Published.UTC().Format("2006-01-02T15:04:05"))
	}
	var found []string
	for _, p := range named {
		found = append(found, p.actor.Tag())
		m.Actors = append(m.Actors, wiki(p.file, p.actor.Name))
	}
	for _, c := range f.Claims {
		found = append(found, string(c.Kind))
	}
	m.Tags, m.HearsayTags = vaultTags(f.Tags, found...)
	for _, n := range f.Notes { // their levels are known ones since pick
		if n.TLP.Rank() > news.TLP(m.TLP).Rank() {
			m.TLP = string(n.TLP)
		}
	}
	return m
}

// storyBody is a story in Markdown.
func (v *vault) storyBody(f *news.Full, named []*page) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", escape(f.Title), sourceLine(f))
	for _, class := range classes {
		var links []string
		for _, p := range named {
			if p.actor.Class == class {
				links = append(links, wiki(p.file, p.actor.Name))
			}
		}
		if links != nil {
			fmt.Fprintf(&b, "\n%s: %s\n", classWords[class], strings.Join(links, ", "))
		}
	}
	if f.Summary != "" {
		fmt.Fprintf(&b, "\n%s\n", escape(first(f.Summary, maxSummary)))
	}
	v.claims(&b, f)
	if len(f.Notes) > 0 {
		b.WriteString("\n## Notes\n")
		for _, n := range f.Notes {
			writeNote(&b, n)
		}
	}
	writeQuotes(&b, f.Notes)
	if v.opt.WithText && f.Text != "" {
		b.WriteString("\n## Text\n")
		writeText(&b, &f.Story)
	}
	return b.String()
}

// classWords names the actors of a class.
var classWords = map[news.Class]string{
	news.Group: "Groups", news.State: "States", news.Agency: "Agencies", news.Official: "People", news.Organisation: "Organisations",
}

// sourceLine says where a story was published, by whom and when.
func sourceLine(f *news.Full) string {
	source := escape(f.Source)
	if source == "" {
		source = "source"
	}
	parts := []string{mdLink(source, f.Link)}
	for _, a := range f.Authors {
		parts = append(parts, escape(a))
	}
	if f.Published.IsZero() {
		parts = append(parts, "undated, fetched "+minute(f.Seen))
	} else {
		parts = append(parts, minute(f.Published))
	}
	return strings.Join(parts, " · ")
}

// kindWords is the callout and the name of each kind of claim. Only a denial
// is called one.
var kindWords = map[news.ClaimKind]string{
	news.Accusation: "[!danger] Accusation", news.Denial: "[!question] Denial", news.Nondenial: "[!info] Neither confirmed nor denied",
	news.NoComment: "[!info] No comment", news.Deflection: "[!info] Deflection",
}

// claims writes what was said, by whom, as reported by whom, and whether the
// reader has judged it.
func (v *vault) claims(b *strings.Builder, f *news.Full) {
	if len(f.Claims) > 0 {
		b.WriteString("\n## Claims\n")
	}
	for _, c := range f.Claims {
		words, known := kindWords[c.Kind]
		if !known {
			words = "[!info] Claim"
		}
		who := "speaker not named"
		if c.Speaker != "" || c.SpeakerActor != "" {
			who = v.party(c.Speaker, c.SpeakerActor, c.SpeakerClass, c.SpeakerSlug)
		}
		if c.Kind == news.Accusation && c.Target != "" {
			who += " on " + v.party(c.Target, "", c.TargetClass, c.TargetSlug)
		}
		when := minute(f.When())
		if !c.SaidOn.IsZero() {
			when = day(c.SaidOn)
		}
		state := string(status(c.Status))
		if c.Weak && c.Status != news.Confirmed {
			state += ", unsure"
		}
		text := fmt.Sprintf("%s\n%s\n\n— %s, reported by %s, %s · %s", words, escape(shortened(c.Quote, maxQuote)), who, escape(f.Source), when, state)
		fmt.Fprintf(b, "\n%s", quoted(text))
	}
}

// party is the words of a text for a party, with a link to its file when it
// is named there.
func (v *vault) party(words, name news.Text, class news.Class, slug string) string {
	p := v.pages[actorKey{class, slug}]
	switch {
	case p != nil && (words == "" || alike(words, p.actor.Name)):
		return wiki(p.file, p.actor.Name)
	case p != nil:
		return escape(words) + " (" + wiki(p.file, p.actor.Name) + ")"
	case words == "":
		return escape(name)
	case name == "" || alike(words, name):
		return escape(words)
	}
	return escape(words) + " (" + escape(name) + ")"
}

// alike says that words are the name, apart from an article.
func alike(words, name news.Text) bool {
	bare := func(t news.Text) string { return strings.TrimPrefix(strings.ToLower(string(t)), "the ") }
	return bare(words) == bare(name)
}

// noteWords is the callout and the name of each kind of note.
var noteWords = map[news.NoteKind]string{
	news.Comment: "[!note] Comment", news.Question: "[!help] Question", news.Contradiction: "[!warning] Contradiction",
}

// writeNote writes a note with a block id, so that other notes can link to it.
func writeNote(b *strings.Builder, n news.Note) {
	words, known := noteWords[n.Kind]
	if !known {
		words = noteWords[news.Comment]
	}
	parts := []string{words}
	if n.Author != "" {
		parts = append(parts, escape(n.Author))
	}
	parts = append(parts, minute(n.Modified), level(n.TLP).Label())
	text := strings.Join(parts, " · ")
	if n.Anchor != nil {
		text += "\n> " + escape(shortened(n.Anchor.Quote, maxQuote)) + "\n"
	}
	text += "\n" + harmless(n.Body)
	var own []string
	for _, t := range tags(n.Tags) {
		if o := obsidianTag(t); o != "" {
			own = append(own, "#"+o)
		}
	}
	if own != nil {
		text += "\n\n" + strings.Join(own, " ")
	}
	fmt.Fprintf(b, "\n%s\n^note-%s\n", quoted(text), short(n.UUID))
}

// writeQuotes lists the quotes of notes with the words around them.
func writeQuotes(b *strings.Builder, notes []news.Note) {
	heading := "\n## Quotes\n"
	for _, n := range notes {
		if n.Anchor == nil || strings.TrimSpace(string(n.Anchor.Quote)) == "" {
			continue
		}
		b.WriteString(heading)
		heading = ""
		a := n.Anchor
		words := "==" + escape(shortened(a.Quote, maxQuote)) + "=="
		if before := escape(a.Prefix); before != "" {
			words = "…" + before + blank(a.Prefix[len(a.Prefix)-1]) + words
		}
		if after := escape(a.Suffix); after != "" {
			words += blank(a.Suffix[0]) + after + "…"
		}
		state := ""
		switch a.State {
		case news.Moved:
			state = ", moved since"
		case news.Lost:
			state = ", no longer in the text"
		}
		text := fmt.Sprintf("%s\n\n— [[#^note-%s|note]]%s", words, short(n.UUID), state)
		fmt.Fprintf(b, "\n%s", quoted(text))
	}
}

// blank is a blank where the text has white space.
func blank(c byte) string {
	if c == ' ' || c == '\n' || c == '\t' {
		return " "
	}
	return ""
}

// writeText writes the whole text. What the site repeats on every page is left
// out, as it is on the screen.
func writeText(b *strings.Builder, s *news.Story) {
	kinds := make(map[int]news.BlockKind, len(s.Blocks))
	for _, block := range s.Blocks {
		kinds[block.Start] = block.Kind
	}
	at := 0
	for l := range strings.SplitSeq(string(s.Text), "\n") {
		kind := kinds[at]
		at += len(l) + 1
		text := escape(news.Text(l))
		if text == "" || kind == news.Folded {
			continue
		}
		switch kind {
		case news.Heading:
			text = "**" + text + "**"
		case news.Item:
			text = "- " + text
		case news.Quoted, news.Caption:
			text = "> " + text
		}
		fmt.Fprintf(b, "\n%s\n", text)
	}
}

// day is the date of a time in UTC.
func day(t time.Time) string {
	if t.IsZero() {
		return "undated"
	}
	return t.UTC().Format(time.DateOnly)
}

// minute is a time in UTC for people.
func minute(t time.Time) string {
	if t.IsZero() {
		return "undated"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}
