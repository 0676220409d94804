package export

import (
	"fmt"
	"slices"
	"strings"

	"hearsay/news"
)

// indexID marks the index of a vault as ours.
var indexID = news.NameUUID("vault|index")

// actor writes the file of one actor.
func (v *vault) actor(p *page) error {
	a := p.actor
	v.report.Counts.Actor++
	m := actorMatter{
		ID: ActorID(a.Class, a.Slug), Title: string(a.Name), Aliases: []string{}, Class: string(a.Class), Kind: line(a.Kind),
		Country: line(a.Country), Role: string(a.Role), Refs: []string{}, Stories: len(p.stories),
	}
	m.Tags, _ = vaultTags(nil, a.Tag())
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", escape(a.Name), describe(a))
	if len(a.Aliases) > 0 {
		names := make([]string, 0, len(a.Aliases))
		for _, alias := range a.Aliases {
			m.Aliases = append(m.Aliases, string(alias.Name))
			name := escape(alias.Name)
			if alias.By != "" {
				name += " (" + escape(alias.By) + ")"
			}
			names = append(names, name)
		}
		slices.Sort(m.Aliases)
		slices.Sort(names)
		fmt.Fprintf(&b, "\nAlso: %s\n", strings.Join(names, ", "))
	}
	for _, ref := range a.Refs {
		if address, _ := PublicURL(ref.URL); address != "" {
			m.Refs = append(m.Refs, address)
		}
		fmt.Fprintf(&b, "\nReference: %s\n", mdLink(escape(news.Text(line(ref.Source+" "+ref.ID))), ref.URL))
	}
	b.WriteString("\n## Stories\n\n")
	for _, at := range p.stories {
		b.WriteString(v.stories[at].item())
	}
	front, err := matter(m)
	if err != nil {
		return err
	}
	return v.place(actorFolder+"/"+p.file+".md", m.ID, front, b.String())
}

// describe says in words what an actor is. Who it is said to work for is a
// claim of others and is named as such.
func describe(a news.Actor) string {
	words := map[news.Class]string{
		news.Group: "threat group", news.State: "state", news.Agency: "agency", news.Official: "person", news.Organisation: "organisation",
	}[a.Class]
	if a.Role != "" {
		words += " · " + escape(a.Role)
	}
	if a.Kind != "" {
		words += " · " + escape(news.Text(line(a.Kind)))
	}
	if a.Country != "" {
		words += " · " + escape(news.Text(line(a.Country)))
	}
	if a.Sponsor != "" {
		words += " · said to work for " + escape(a.Sponsor)
	}
	return words
}

// item is the line of a story in a list.
func (s storyLine) item() string {
	var found []string
	for i, one := range []string{"accusation", "denial"} {
		if n := s.claims[i]; n > 0 {
			found = append(found, plural(n, one))
		}
	}
	if s.notes > 0 {
		found = append(found, plural(s.notes, "note"))
	}
	text := fmt.Sprintf("- %s %s · %s", s.day, wiki(s.file, s.title), escape(s.source))
	if found != nil {
		text += " · " + strings.Join(found, ", ")
	}
	return text + "\n"
}

// plural is a number with its word.
func plural(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case strings.HasSuffix(one, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(one, "y"))
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// index writes the file that leads to the others, with the notes whose story
// is gone.
func (v *vault) index(actors []news.Actor) error {
	orphans := v.opt.notes(v.sel.Orphans, &v.report)
	v.report.Counts.Note += len(orphans)
	counts := v.report.Counts
	m := indexMatter{
		ID: indexID, Title: "hearsay", Query: line(v.sel.Query), Stories: counts.Story, Notes: counts.Note, TLP: string(v.report.TLP),
	}
	m.Tags, _ = vaultTags(nil)
	if v.opt.Stamp {
		if s := stamp(v.opt.Now); s != nil {
			m.Stamp = *s
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# hearsay\n\n%s, %s, %s, %s · %s\n", plural(counts.Story, "story"), plural(counts.Actor, "actor"),
		plural(counts.Claim, "claim"), plural(counts.Note, "note"), v.report.TLP.Label())
	if m.Query != "" {
		fmt.Fprintf(&b, "\nSelected by: %s\n", escape(news.Text(m.Query)))
	}
	if len(v.stories) > 0 {
		b.WriteString("\n## Stories\n\n")
		for _, s := range v.stories {
			b.WriteString(s.item())
		}
	}
	if len(actors) > 0 {
		b.WriteString("\n## Actors\n\n")
		for _, a := range actors {
			p := v.pages[actorKey{a.Class, a.Slug}]
			fmt.Fprintf(&b, "- %s · %s · %s\n", wiki(p.file, a.Name), describe(a), plural(len(p.stories), "story"))
		}
	}
	if len(orphans) > 0 {
		b.WriteString("\n## Notes whose story is gone\n")
		for _, n := range orphans {
			fmt.Fprintf(&b, "\n%s\n", orphanLine(n))
			writeNote(&b, n)
		}
	}
	front, err := matter(m)
	if err != nil {
		return err
	}
	return v.place(indexFile, indexID, front, b.String())
}

// orphanLine says which story a note was written on.
func orphanLine(n news.Note) string {
	title := escape(n.StoryTitle)
	if title == "" {
		title = "story"
	}
	text := "On " + mdLink(title, n.StoryLink)
	if n.Source != "" {
		text += " · " + escape(n.Source)
	}
	return text
}
