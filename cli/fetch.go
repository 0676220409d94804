package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/feed"
	"hearsay/gather"
	"hearsay/news"
)

func fetchCommand(s *session) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "fetch [FEED ...]",
		Short: "Fetch the feeds that are due",
		Long: "Fetch makes one polite round over the feeds that are due; naming feeds (by id, title or address) fetches those. " +
			"It exits with 3 when some feeds failed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return fetch(cmd.Context(), s, args, force)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "all feeds, also those that are not due (still conditional)")
	return cmd
}

// fetched is the JSON of one feed's visit.
type fetched struct {
	Feed    news.Text `json:"feed"`
	URL     news.Text `json:"url"`
	Status  string    `json:"status"`
	HTTP    int       `json:"http"`
	New     int       `json:"new"`
	Changed int       `json:"changed"`
	TookMS  int64     `json:"took_ms"`
	Error   news.Text `json:"error"`
	Skipped int       `json:"skipped"` // stories beyond the limit, twice there, or with nothing to show
}

func describe(r gather.Report) fetched {
	f := r.Visit.Feed
	line := fetched{Feed: f.Title, URL: feed.Masked(f.URL), Status: string(f.State), HTTP: f.HTTP,
		New: r.Kept.New, Changed: r.Kept.Changed, TookMS: r.Visit.Took.Milliseconds(), Error: f.Error, Skipped: r.Visit.Skipped}
	if r.Err != nil {
		line.Status, line.Error = string(news.FeedFailed), cleanError(r.Err)
	}
	return line
}

func fetch(ctx context.Context, s *session, names []string, force bool) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	all, err := shelf.Feeds(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("no feeds yet; add one with: hearsay feeds add URL, or see: hearsay feeds catalogue")
	}
	feeds := all
	switch {
	case len(names) > 0:
		if feeds, err = chooseFeeds(all, names); err != nil {
			return err
		}
	case !force:
		if feeds, err = shelf.Due(ctx, s.now()); err != nil {
			return err
		}
	}
	if err := s.round(ctx, feeds, force); err != nil {
		return err
	}
	// Stories that an earlier, interrupted round left without marks.
	return gather.Analyse(ctx, shelf, s.analyst(), nil)
}

// round fetches feeds and prints a line for each as it ends, then a summary.
func (s *session) round(ctx context.Context, feeds []news.Feed, force bool) error {
	progress := isTerminal(s.Err) && !s.json
	fresh, changed, done := 0, 0, 0
	var failed []string
	for r := range gather.Round(ctx, s.fetcher(), s.store, s.analyst(), feeds, force) {
		line := describe(r)
		done, fresh, changed = done+1, fresh+line.New, changed+line.Changed
		if line.Status == string(news.FeedFailed) {
			failed = append(failed, string(nameOf(line)))
		}
		if progress {
			fmt.Fprint(s.Err, "\r\x1b[K")
		}
		if s.json {
			if err := s.printJSON(line); err != nil {
				return err
			}
		} else {
			fmt.Fprintln(s.out, fetchLine(line))
		}
		if err := s.out.Flush(); err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
		if progress && done < len(feeds) {
			const width = 24
			filled := width * done / len(feeds)
			fmt.Fprintf(s.Err, "%s%s %d of %d feeds", strings.Repeat("█", filled), strings.Repeat("·", width-filled), done, len(feeds))
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.json {
		fmt.Fprintf(s.out, "%s, %d new, %d changed, %d failed\n", plural(done, "feed", "feeds"), fresh, changed, len(failed))
		if err := s.out.Flush(); err != nil { // the summary stands before what went wrong
			return fmt.Errorf("write to standard output: %w", err)
		}
	}
	if len(failed) > 0 {
		err := fmt.Errorf("%s failed: %s; see: hearsay feeds", plural(len(failed), "feed", "feeds"), strings.Join(failed, ", "))
		if len(failed) == done {
			return err
		}
		return partlyError{err}
	}
	return nil
}

// nameOf is what a failed feed is called: one that never told its title has
// the name of its host, which other feeds may share.
func nameOf(f fetched) news.Text {
	if strings.Contains(string(f.URL), "//"+string(f.Feed)) {
		return f.URL
	}
	return f.Feed
}

func fetchLine(f fetched) string {
	what := f.Status
	switch {
	case f.Error != "" && f.Status == string(news.FeedDamaged):
		what = fmt.Sprintf("damaged, %d new, %d changed: %s", f.New, f.Changed, f.Error)
	case f.Error != "":
		what = "failed: " + string(f.Error)
	case f.Status == string(news.FeedOK):
		what = fmt.Sprintf("%d new, %d changed", f.New, f.Changed)
	}
	if f.Skipped > 0 && f.Status != string(news.FeedFailed) {
		what += fmt.Sprintf(", %d skipped", f.Skipped)
	}
	return fmt.Sprintf("%-28s %s (%d ms)", f.Feed, what, f.TookMS)
}

// chooseFeeds finds feeds by the beginning of their id, by address, or by a
// part of their title; each name must fit exactly one, or all its title fits.
func chooseFeeds(all []news.Feed, names []string) ([]news.Feed, error) {
	var chosen []news.Feed
	for _, name := range names {
		var fits []news.Feed
		for _, f := range all {
			exact := f.URL == name || strings.EqualFold(string(f.Title), name)
			if exact {
				fits = []news.Feed{f}
				break
			}
			if strings.HasPrefix(f.UUID, strings.ToLower(name)) || strings.Contains(strings.ToLower(string(f.Title)), strings.ToLower(name)) {
				fits = append(fits, f)
			}
		}
		if len(fits) == 0 {
			return nil, fmt.Errorf("no feed is called %q; see: hearsay feeds", name)
		}
		for _, f := range fits {
			if !slices.ContainsFunc(chosen, func(c news.Feed) bool { return c.ID == f.ID }) {
				chosen = append(chosen, f)
			}
		}
	}
	return chosen, nil
}
