package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/feed"
	"hearsay/news"
	"hearsay/news/clean"
)

func feedsCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feeds",
		Short: "List, add and remove feeds",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return listFeeds(cmd.Context(), s) },
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list", Short: "List feeds with their health", Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return listFeeds(cmd.Context(), s) }},
		addFeedCommand(s),
		&cobra.Command{Use: "rm FEED ...", Short: "Remove feeds; stories with notes, tags or stars stay", Args: cobra.MinimumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return removeFeeds(cmd.Context(), s, args) }},
		setFeedCommand(s),
		catalogueCommand(s),
		checkFeedCommand(s),
		exportFeedsCommand(s),
		opmlCommand(s, "Add the feeds of an OPML file"),
	)
	return cmd
}

func listFeeds(ctx context.Context, s *session) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	feeds, err := shelf.Feeds(ctx)
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if s.json {
			if err := s.printJSON(health(f)); err != nil {
				return err
			}
			continue
		}
		state := string(f.State)
		if f.State == news.FeedNew {
			state = "never fetched"
		}
		line := fmt.Sprintf("%s  %-28s  %13s  %-13s  last %s  %s", shortID(f.UUID), f.Title, plural(f.Stories, "story", "stories"), state,
			stamp(f.LastSuccess), feed.Masked(f.URL))
		if f.Error != "" {
			line += fmt.Sprintf("\n          %s", f.Error)
		}
		fmt.Fprintln(s.out, line)
	}
	if len(feeds) == 0 && !s.json {
		fmt.Fprintln(s.Err, "No feeds yet. Add one with: hearsay feeds add URL, or see: hearsay feeds catalogue")
	}
	return nil
}

// feedHealth is the record of a feed with what is known of its health.
type feedHealth struct {
	export.Feed
	Status      string    `json:"status"`
	HTTP        int       `json:"http"`
	Error       news.Text `json:"error"`
	Failures    int       `json:"failures"`
	LastTry     *string   `json:"last_try"`
	LastSuccess *string   `json:"last_success"`
	NextDue     *string   `json:"next_due"`
	Stories     int       `json:"stories"`
	Unread      int       `json:"unread"`
}

func health(f news.Feed) feedHealth {
	record := export.FeedRecord(f)
	return feedHealth{record, string(f.State), f.HTTP, f.Error, f.Failures, stampJSON(f.LastTry), stampJSON(f.LastSuccess),
		stampJSON(f.NextDue), f.Stories, f.Unread}
}

func addFeedCommand(s *session) *cobra.Command {
	var title, category string
	var starter bool
	cmd := &cobra.Command{
		Use:     "add URL|NAME ...",
		Short:   "Add feeds: by address, by the page they belong to, or by name from the catalogue",
		Example: "hearsay feeds add https://example.org/feed.xml\nhearsay feeds add --starter",
		RunE: func(cmd *cobra.Command, args []string) error {
			if starter == (len(args) > 0) {
				return usagef("give addresses, or --starter alone")
			}
			if starter {
				for _, e := range feed.Catalogue() {
					if e.Starter {
						args = append(args, e.URL)
					}
				}
			}
			return addFeeds(cmd.Context(), s, args, clean.Line(title), category)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "your own name for the feed")
	cmd.Flags().StringVar(&category, "category", "", "its category")
	cmd.Flags().BoolVar(&starter, "starter", false, "add the starter set of the catalogue")
	return cmd
}

func addFeeds(ctx context.Context, s *session, args []string, title news.Text, category string) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	var wrong []error
	for _, arg := range args {
		f, err := subscription(ctx, s, arg)
		if err == nil {
			if title != "" {
				f.Title = title
			}
			if category != "" {
				f.Category = string(clean.Line(category))
			}
			var added bool
			if f, added, err = shelf.AddFeed(ctx, f); err == nil {
				word := "added"
				if !added {
					word = "already there:"
				}
				line := fmt.Sprintf("%s %s  %s  %s", word, shortID(f.UUID), f.Title, feed.Masked(f.URL))
				if err := s.report(line, health(f)); err != nil {
					return err
				}
				continue
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wrong = append(wrong, err)
		fmt.Fprintf(s.Err, "hearsay: %s\n", cleanError(err))
	}
	switch {
	case len(wrong) == 0:
		return nil
	case len(wrong) == len(args):
		return fmt.Errorf("no feed was added")
	}
	return partlyError{fmt.Errorf("%d of %d feeds were not added", len(wrong), len(args))}
}

// subscription makes a feed of what was typed: the name of an entry of the
// catalogue, or an address. A page is searched for its feed; an address that
// cannot be reached now is taken as it is, for it may be back tomorrow.
func subscription(ctx context.Context, s *session, arg string) (news.Feed, error) {
	for _, e := range feed.Catalogue() {
		if strings.EqualFold(arg, e.Name) || arg == e.URL {
			return fromCatalogue(e), nil
		}
	}
	address, err := feed.Address(arg)
	if err != nil {
		return news.Feed{}, err
	}
	f := news.Feed{URL: address, Typed: true} // the feed brings its title
	found, err := s.fetcher().Discover(ctx, address)
	switch {
	case errors.Is(err, feed.ErrNothing):
		return f, err
	case ctx.Err() != nil:
		return f, ctx.Err()
	case err != nil:
		fmt.Fprintf(s.Err, "hearsay: warning: %s; the address is added as it is\n", cleanError(err))
		return f, nil
	}
	f.URL, f.Typed = found[0].URL, found[0].Typed
	if found[0].Title != "" {
		f.Title = found[0].Title
	}
	for _, other := range found[1:] {
		fmt.Fprintf(s.Err, "hearsay: also found there: %s  %s\n", other.Title, feed.Masked(other.URL))
	}
	return f, nil
}

func fromCatalogue(e feed.Entry) news.Feed {
	return news.Feed{URL: e.URL, Title: news.Text(e.Name), Site: e.Site, Lang: e.Lang, Category: e.Category}
}

func removeFeeds(ctx context.Context, s *session, names []string) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	all, err := shelf.Feeds(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		chosen, err := chooseFeeds(all, []string{name})
		if err != nil {
			return err
		}
		if len(chosen) > 1 {
			return fmt.Errorf("%q fits %d feeds; use the id of one: hearsay feeds", clean.Line(name), len(chosen))
		}
		if f := chosen[0]; !strings.HasPrefix(f.UUID, strings.ToLower(name)) && f.URL != name && !strings.EqualFold(string(f.Title), name) {
			// Its stories go with it: a part of a title is too little to go by.
			return fmt.Errorf("%q is only a part of %q; give the whole title, or the id: %s", clean.Line(name), f.Title, shortID(f.UUID))
		}
		if err := shelf.RemoveFeed(ctx, chosen[0].ID); err != nil {
			return err
		}
		line := fmt.Sprintf("removed %s; stories with notes, tags or stars were kept", chosen[0].Title)
		if err := s.report(line, health(chosen[0])); err != nil {
			return err
		}
	}
	return nil
}

func setFeedCommand(s *session) *cobra.Command {
	var title, category, address string
	cmd := &cobra.Command{
		Use:   "set FEED [--title T] [--category C] [--url URL]",
		Short: "Change a feed's title, category or address",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if title == "" && address == "" && !cmd.Flags().Changed("category") {
				return usagef("say what to change: --title, --category or --url")
			}
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			all, err := shelf.Feeds(cmd.Context())
			if err != nil {
				return err
			}
			chosen, err := chooseFeeds(all, args)
			if err != nil {
				return err
			}
			if len(chosen) > 1 {
				return fmt.Errorf("%q fits %d feeds; use the id of one: hearsay feeds", clean.Line(args[0]), len(chosen))
			}
			f := chosen[0]
			if title != "" {
				f.Title = clean.Line(title)
			}
			if cmd.Flags().Changed("category") {
				f.Category = string(clean.Line(category))
			}
			if address != "" {
				if f.URL, err = feed.Address(address); err != nil {
					return err
				}
			}
			return shelf.SetFeed(cmd.Context(), f)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "your own name for it")
	cmd.Flags().StringVar(&category, "category", "", "its category")
	cmd.Flags().StringVar(&address, "url", "", "its new address")
	return cmd
}

func catalogueCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "catalogue [WORD]",
		Short: "List the feeds that hearsay knows; s marks the starter set",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, e := range feed.Catalogue() {
				if len(args) > 0 && !strings.Contains(strings.ToLower(e.Name+" "+e.Category+" "+e.URL+" "+e.Lang), strings.ToLower(args[0])) {
					continue
				}
				if s.json {
					if err := s.printJSON(map[string]any{"name": e.Name, "url": e.URL, "site": e.Site, "lang": e.Lang,
						"category": e.Category, "verified": e.Verified, "starter": e.Starter}); err != nil {
						return err
					}
					continue
				}
				mark, sure := " ", ""
				if e.Starter {
					mark = "s"
				}
				if !e.Verified {
					sure = "  (not verified)"
				}
				fmt.Fprintf(s.out, "%s %-12s %-3s %-40s %s%s\n", mark, e.Category, e.Lang, e.Name, e.URL, sure)
			}
			return nil
		},
	}
}

// checkedItem is one story of "feeds check --json".
type checkedItem struct {
	ID        string      `json:"id"`
	Title     news.Text   `json:"title"`
	Link      string      `json:"link"`
	Published *string     `json:"published"`
	Updated   *string     `json:"updated"`
	Author    []news.Text `json:"author"`
	Summary   news.Text   `json:"summary"`
	Content   news.Text   `json:"content"`
}

func checkFeedCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "check URL|FILE",
		Short: "Parse a feed without storing it",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			doc, err := readFeed(cmd.Context(), s, args[0])
			if err != nil {
				return err
			}
			if doc.Damaged != nil {
				fmt.Fprintf(s.Err, "hearsay: warning: %s %s\n", named(args[0]), cleanError(doc.Damaged))
			}
			if s.json {
				items := make([]checkedItem, 0, len(doc.Stories))
				for i := range doc.Stories {
					items = append(items, checked(&doc.Stories[i]))
				}
				return s.printJSON(map[string]any{"title": doc.Title, "link": doc.Site, "items": items})
			}
			fmt.Fprintf(s.out, "%s  %s\n%s\n", doc.Title, doc.Site, plural(len(doc.Stories), "story", "stories"))
			for _, story := range doc.Stories {
				fmt.Fprintf(s.out, "%s  %s\n", stamp(story.Published), story.Title)
			}
			return nil
		},
	}
}

func checked(story *news.Story) checkedItem {
	_, id, _ := strings.Cut(story.Key, ":")
	link := story.Original
	if link == "" {
		link = story.Link
	}
	authors := story.Authors
	if authors == nil {
		authors = []news.Text{}
	}
	return checkedItem{id, story.Title, link, stampJSON(story.Published), stampJSON(story.Updated), authors, story.Summary, story.Text}
}

// maxFeedFile is the limit for the body of a feed.
const maxFeedFile = 32 << 20

func readFeed(ctx context.Context, s *session, name string) (feed.Document, error) {
	if !strings.HasPrefix(name, "http://") && !strings.HasPrefix(name, "https://") {
		body, err := s.readAll(name, maxFeedFile)
		if err != nil {
			return feed.Document{}, err
		}
		doc, err := feed.Parse(body, "", "", s.now())
		if err != nil {
			return doc, fmt.Errorf("%s %w", named(name), err)
		}
		return doc, nil
	}
	address, err := feed.Address(name)
	if err != nil {
		return feed.Document{}, err
	}
	visit := s.fetcher().Visit(ctx, news.Feed{URL: address, Typed: true}, true)
	return feed.Document{Title: visit.Feed.Title, Site: visit.Feed.Site, Lang: visit.Feed.Lang, Stories: visit.Stories,
		Damaged: visit.Damaged, Skipped: visit.Skipped}, visit.Err
}

func exportFeedsCommand(s *session) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "export FILE|-",
		Short: "Write the feeds as OPML",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return exportOPML(cmd.Context(), s, args[0], force)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "overwrite a file that is there")
	return cmd
}

// named is a feed's address without its secrets, or the file it was read from.
func named(what string) string {
	switch {
	case what == "-":
		return "standard input"
	case strings.Contains(what, "://"):
		return string(feed.Masked(what))
	}
	return filepath.Base(what)
}

func exportOPML(ctx context.Context, s *session, name string, force bool) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	feeds, err := shelf.Feeds(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(feeds, func(a, b news.Feed) int { return strings.Compare(a.Category, b.Category) })
	if name == "-" {
		return export.OPML(s.out, feeds, "hearsay")
	}
	return export.WriteFile(name, force, func(w io.Writer) error { return export.OPML(w, feeds, "hearsay") })
}
