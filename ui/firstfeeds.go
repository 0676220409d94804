package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
)

// feedGroup is a category of the catalogue.
type feedGroup struct {
	name   string
	feeds  []Starter
	unsure int // addresses that were not seen to work
	ticked bool
}

// starterSet is the feeds to begin with: only those that were seen to work.
func starterSet(all []Starter) []Starter {
	var set []Starter
	for _, s := range all {
		if s.Starter && s.Verified {
			set = append(set, s)
		}
	}
	return set
}

// byCategory sorts feeds into their categories, the largest first.
func byCategory(all []Starter) []feedGroup {
	var groups []feedGroup
	at := map[string]int{}
	for _, s := range all {
		i, known := at[s.Category]
		if !known {
			i = len(groups)
			at[s.Category] = i
			groups = append(groups, feedGroup{name: s.Category})
		}
		groups[i].feeds = append(groups[i].feeds, s)
		if !s.Verified {
			groups[i].unsure++
		}
	}
	slices.SortStableFunc(groups, func(a, b feedGroup) int {
		return cmp.Or(cmp.Compare(len(b.feeds), len(a.feeds)), cmp.Compare(a.name, b.name))
	})
	return groups
}

// inWords counts the feeds of the three largest groups, and of the rest.
func inWords(groups []feedGroup) string {
	var parts []string
	other := 0
	for i, g := range groups {
		if i < 3 {
			parts = append(parts, fmt.Sprintf("%s %d", g.name, len(g.feeds)))
		} else {
			other += len(g.feeds)
		}
	}
	if other > 0 {
		parts = append(parts, fmt.Sprintf("other %d", other))
	}
	return strings.Join(parts, ", ")
}

// What the reader's choice led to. App answers feedsAddedMsg with a round over
// these feeds, all of them when feeds is nil; samplesTakenMsg with a new list.
type (
	feedsAddedMsg   struct{ feeds []news.Feed }
	samplesTakenMsg struct{ said news.Text }
	notAddedMsg     struct{ err error }
)

// ids are the feeds to be fetched, nil for all.
func (m feedsAddedMsg) ids() []news.ID {
	var ids []news.ID
	for _, f := range m.feeds {
		ids = append(ids, f.ID)
	}
	return ids
}

// addFeeds subscribes to feeds of the catalogue. Some that cannot be added do
// not stop the others; only when none can, that is the answer.
func addFeeds(shelf Shelf, chosen []Starter) tea.Cmd {
	return func() tea.Msg {
		var added []news.Feed
		var wrong error
		for _, s := range chosen {
			f, _, err := shelf.AddFeed(context.Background(), news.Feed{URL: s.URL, Title: s.Title, Site: s.Site, Lang: s.Lang, Category: s.Category})
			if err != nil {
				wrong = err
				continue
			}
			added = append(added, f)
		}
		if len(added) == 0 {
			return notAddedMsg{cmp.Or(wrong, errors.New("no feed was chosen"))}
		}
		return feedsAddedMsg{added}
	}
}

// importFeeds subscribes to the feeds of a file.
func importFeeds(read func(context.Context, string) (news.Text, error), path string) tea.Cmd {
	return func() tea.Msg {
		if _, err := read(context.Background(), path); err != nil {
			return notAddedMsg{err}
		}
		return feedsAddedMsg{}
	}
}

// takeSamples fills the store with sample stories.
func takeSamples(fill func(context.Context) (news.Text, error)) tea.Cmd {
	return func() tea.Msg {
		said, err := fill(context.Background())
		if err != nil {
			return notAddedMsg{err}
		}
		return samplesTakenMsg{said}
	}
}
