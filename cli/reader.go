package cli

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"hearsay/export"
	"hearsay/feed"
	"hearsay/gather"
	"hearsay/news"
	"hearsay/news/clean"
	"hearsay/store"
	"hearsay/ui"
)

// readerShelf is the store as the reader sees it: the same methods, but for a
// type that is the reader's own, and text that people typed is cleaned first.
type readerShelf struct{ *store.Store }

func (r readerShelf) Counts(ctx context.Context) (ui.Counts, error) {
	c, err := r.Store.Counts(ctx)
	return ui.Counts(c), err
}

func (r readerShelf) SaveNote(ctx context.Context, n news.Note) (news.Note, error) {
	n.Body = clean.Block(string(n.Body))
	n.Tags = cleanTags(n.Tags)
	return r.Store.SaveNote(ctx, n)
}

func (r readerShelf) Tag(ctx context.Context, ids []news.ID, add, remove []string) (news.Change, error) {
	return r.Store.Tag(ctx, ids, cleanTags(add), remove)
}

func cleanTags(tags []string) []string {
	out := make([]string, 0, len(tags))
	for _, t := range tags {
		if t = string(clean.Line(t)); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// openReader runs the screens until the user leaves. On the first run the user
// may look at the samples instead; they are shown in a store of their own.
func openReader(ctx context.Context, s *session) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	kept, err := s.drafts()
	if err != nil {
		return err
	}
	screens, leave := context.WithCancel(ctx)
	defer leave()
	options := s.readerOptions(shelf, kept)
	lookAround := false
	if !s.samples {
		options.Samples = func(context.Context) (news.Text, error) {
			lookAround = true
			leave()
			return "", nil
		}
	}
	if err := ui.Run(screens, options); err != nil || !lookAround {
		return err
	}
	if err := s.closeStore(); err != nil {
		return err
	}
	return openDemo(ctx, s)
}

func (s *session) readerOptions(shelf *store.Store, kept drafts) ui.Options {
	o := ui.Options{
		Shelf:     readerShelf{shelf},
		Drafts:    kept,
		Fetch:     s.readerFetch,
		Export:    s.readerExport,
		Open:      func(ctx context.Context, link string) error { return openLink(ctx, link, nil) },
		Editor:    func(path string) *exec.Cmd { return editor(context.Background(), path) },
		Import:    s.readerImport,
		Catalogue: starters(),
		ExportTo:  s.config.Export.Folder,
		Store:     s.storePath,
		Author:    clean.Line(s.author()),
		TLP:       news.TLP(s.config.TLP),
		Now:       s.now,
		ASCII:     s.config.UI.ASCII || !utf8Locale(),
		NoMouse:   s.noMouse || !s.config.UI.Mouse,
	}
	for _, f := range formats {
		if f.name != "opml" {
			o.Formats = append(o.Formats, f.name)
		}
	}
	o.Every, _ = s.config.every() // was checked when it was read
	theme := os.Getenv("HEARSAY_THEME")
	if theme == "" {
		theme = s.config.UI.Theme
	}
	switch theme {
	case "light":
		o.Background = ui.BackgroundLight
	case "dark":
		o.Background = ui.BackgroundDark
	}
	switch s.config.UI.Marks {
	case "always":
		o.Marks = ui.MarksAlways
	case "never":
		o.Marks = ui.MarksNever
	}
	switch s.color {
	case "always":
		o.Colour = ui.ColourAlways
	case "never":
		o.Colour = ui.ColourNever
	}
	return o
}

// starters is the catalogue as the first run offers it.
func starters() []ui.Starter {
	var all []ui.Starter
	for _, e := range feed.Catalogue() {
		all = append(all, ui.Starter{Title: news.Text(e.Name), URL: e.URL, Site: e.Site, Category: e.Category, Lang: e.Lang,
			Starter: e.Starter, Verified: e.Verified})
	}
	return all
}

// readerFetch makes a round for the reader. The channel holds nothing: the
// next feed is worked on when the screen has taken this one.
func (s *session) readerFetch(ctx context.Context, ids []news.ID, force bool) <-chan ui.Progress {
	steps := make(chan ui.Progress)
	s.working.Go(func() {
		defer close(steps)
		feeds, err := s.wanted(ctx, ids, force)
		if err != nil {
			send(ctx, steps, ui.Progress{Err: err})
			return
		}
		s.lookAgain()
		done := 0
		for r := range gather.Round(ctx, s.fetcher(), s.store, s.analyst(), feeds, force) {
			done++
			step := ui.Progress{Feed: r.Visit.Feed, Done: done, Total: len(feeds), New: r.Kept.New, Changed: r.Kept.Changed, Err: r.Visit.Err}
			if r.Err != nil {
				step.Err = r.Err
			}
			if !send(ctx, steps, step) {
				return
			}
		}
		if err := gather.Analyse(ctx, s.store, s.analyst(), nil); err != nil && ctx.Err() == nil {
			send(ctx, steps, ui.Progress{Done: done, Total: len(feeds), Err: err})
		}
	})
	return steps
}

// wanted are the named feeds, all of them, or those that are due.
func (s *session) wanted(ctx context.Context, ids []news.ID, force bool) ([]news.Feed, error) {
	if len(ids) == 0 && !force {
		return s.store.Due(ctx, s.now())
	}
	all, err := s.store.Feeds(ctx)
	if err != nil || len(ids) == 0 {
		return all, err
	}
	chosen := make([]news.Feed, 0, len(ids))
	for _, f := range all {
		for _, id := range ids {
			if f.ID == id {
				chosen = append(chosen, f)
			}
		}
	}
	return chosen, nil
}

func send(ctx context.Context, steps chan<- ui.Progress, step ui.Progress) bool {
	select {
	case steps <- step:
		return true
	case <-ctx.Done():
		return false
	}
}

// readerExport writes what the export dialog asks for and says where it is.
func (s *session) readerExport(ctx context.Context, job ui.ExportJob) (news.Text, error) {
	out, err := s.export(ctx, exportJob{format: job.Format, out: job.Path, words: job.Query.String(), query: job.Query, ids: job.IDs,
		options: export.Options{WithText: job.WithText, MaxTLP: job.MaxTLP}})
	return clean.Line(out.said), err
}

func (s *session) readerImport(ctx context.Context, path string) (news.Text, error) {
	result, err := s.addOutlines(ctx, path, false, false)
	if err != nil {
		return "", err
	}
	return clean.Line(result.String()), nil
}

// utf8Locale reports whether the terminal is said to take UTF-8 (POSIX: LC_ALL
// wins over LC_CTYPE, which wins over LANG). With none set it is assumed.
func utf8Locale() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := os.Getenv(name); value != "" {
			value = strings.ToLower(value)
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return true
}
