package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/news"
	"hearsay/news/clean"
	"hearsay/store"
	"hearsay/store/query"
)

// formats are what "export --format" takes, with what they are for.
var formats = []struct{ name, help string }{
	{"markdown", "a folder of notes for Obsidian: stories, actors, an index"},
	{"jsonl", "JSON Lines, the reference form: one record a line"},
	{"json", "the same records as one object"},
	{"opml", "the list of feeds"},
}

// noted selects what an export without a query is about, hidden or not.
const noted = "(has:note OR tag:*) (is:hidden OR -is:hidden)"

func exportCommand(s *session) *cobra.Command {
	var format, out, maxTLP string
	var listFormats bool
	var opt export.Options
	cmd := &cobra.Command{
		Use:   "export [QUERY] --format F [-o FILE|DIR|-]",
		Short: "Export stories with your notes and tags",
		Long: "Export writes the stories that match, or without a query those that have notes or tags. " +
			"What the program found and you have not judged is marked as suggested; --confirmed leaves it out.",
		Example: "hearsay export --format markdown -o vault\nhearsay export tag:actor/apt29 --format jsonl -o apt29.jsonl",
		RunE: func(cmd *cobra.Command, args []string) error {
			if listFormats {
				for _, f := range formats {
					fmt.Fprintf(s.out, "%-10s %s\n", f.name, f.help)
				}
				return nil
			}
			if maxTLP != "" {
				level, err := levelOf(maxTLP, "")
				if err != nil {
					return err
				}
				opt.MaxTLP = level
			}
			words := strings.Join(args, " ")
			q, err := ask(args)
			if err != nil {
				return err
			}
			report, err := s.export(cmd.Context(), exportJob{format: format, out: out, words: words, query: q, options: opt})
			if err != nil {
				return err
			}
			if report.said != "" {
				fmt.Fprintln(s.Err, report.said)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", "", "one of: "+formatNames())
	flags.StringVarP(&out, "output", "o", "-", "FILE, folder, or - for standard output")
	flags.StringVar(&maxTLP, "max-tlp", "", "leave out notes stricter than LEVEL")
	flags.BoolVar(&opt.Confirmed, "confirmed", false, "only what you confirmed")
	flags.BoolVar(&opt.WithText, "with-text", false, "whole article texts, which belong to their publishers")
	flags.BoolVar(&opt.Stamp, "stamp", false, "write when the export was made")
	flags.BoolVar(&opt.Force, "force", false, "overwrite files that are not from hearsay")
	flags.BoolVar(&listFormats, "list", false, "list the formats")
	return cmd
}

func formatNames() string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

// exportJob is what to export, as what, and where to.
type exportJob struct {
	format, out, words string
	query              query.Query
	ids                []news.ID // instead of the query, when not nil
	options            export.Options
}

// exported is what became of it: the report, and the same in words.
type exported struct {
	export.Report
	said string
}

func (s *session) export(ctx context.Context, job exportJob) (exported, error) {
	if !slices.ContainsFunc(formats, func(f struct{ name, help string }) bool { return f.name == job.format }) {
		return exported{}, usagef("--format %q: must be one of: %s", job.format, formatNames())
	}
	if job.format == "opml" {
		return exported{}, exportOPML(ctx, s, job.out, job.options.Force)
	}
	sel, err := s.selection(ctx, job)
	if err != nil {
		return exported{}, err
	}
	job.options.Now = s.now()
	job.options.Producer.Name = clean.Line(s.author())
	if job.options.Producer.ID, err = s.store.Producer(ctx); err != nil {
		return exported{}, err
	}
	report, err := write(ctx, s, job, sel)
	if err != nil {
		return exported{}, err
	}
	return exported{report, describeExport(job, report)}, nil
}

// write runs the writer of the format on a folder, a file or standard output.
func write(ctx context.Context, s *session, job exportJob, sel export.Selection) (export.Report, error) {
	if job.format == "markdown" {
		if job.out == "-" {
			return export.Report{}, usagef("markdown is a folder of files: give it with -o FOLDER")
		}
		return export.Vault(ctx, job.out, sel, job.options)
	}
	stream := export.JSONLines
	if job.format == "json" {
		stream = export.JSON
	}
	if job.out == "-" {
		return stream(ctx, s.out, sel, job.options)
	}
	var report export.Report
	err := export.WriteFile(job.out, job.options.Force, func(w io.Writer) error {
		var err error
		report, err = stream(ctx, w, sel, job.options)
		return err
	})
	return report, err
}

func describeExport(job exportJob, r export.Report) string {
	said := fmt.Sprintf("%s, %s", plural(r.Counts.Story, "story", "stories"), plural(r.Counts.Note, "note", "notes"))
	if r.Counts.Note > 0 {
		said += ", " + r.TLP.Label()
	}
	if job.out != "-" {
		where, err := filepath.Abs(job.out)
		if err != nil {
			where = job.out
		}
		said += " in " + where
	}
	if r.LeftOut > 0 {
		said += fmt.Sprintf("; %s stricter than %s left out", plural(r.LeftOut, "note", "notes"), job.options.MaxTLP.Label())
	}
	if r.Counts.Story == 0 {
		said += "; nothing matched"
	}
	return said
}

// selection reads the stories of an export one by one while it is written.
func (s *session) selection(ctx context.Context, job exportJob) (export.Selection, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return export.Selection{}, err
	}
	feeds, err := shelf.Feeds(ctx)
	if err != nil {
		return export.Selection{}, err
	}
	ids := job.ids
	var orphans []news.Note
	if ids == nil {
		q := job.query
		if job.words == "" {
			if q, err = query.Parse(noted); err != nil {
				return export.Selection{}, err
			}
			if orphans, err = orphaned(ctx, shelf); err != nil {
				return export.Selection{}, err
			}
		}
		if ids, err = shelf.List(ctx, q); err != nil {
			return export.Selection{}, err
		}
	}
	if ids, err = oldestFirst(ctx, shelf, ids); err != nil {
		return export.Selection{}, err
	}
	return export.Selection{
		Query:   job.words,
		Feeds:   feeds,
		Actors:  s.actors().Actor,
		Stories: fullStories(ctx, shelf, ids),
		Orphans: orphans,
	}, nil
}

// orphaned lists the notes whose story is gone.
func orphaned(ctx context.Context, shelf *store.Store) ([]news.Note, error) {
	all, err := shelf.Notes(ctx, query.Query{})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(n news.Note) bool { return n.Story != 0 }), nil
}

// oldestFirst orders stories as exports are ordered: by time, then UUID.
func oldestFirst(ctx context.Context, shelf *store.Store, ids []news.ID) ([]news.ID, error) {
	type place struct {
		when int64
		uuid string
		id   news.ID
	}
	places := make([]place, 0, len(ids))
	for chunk := range slices.Chunk(ids, page) {
		rows, err := shelf.Rows(ctx, chunk)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			places = append(places, place{rows[i].When().Unix(), rows[i].UUID, rows[i].ID})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.when, b.when), strings.Compare(a.uuid, b.uuid))
	})
	ordered := make([]news.ID, len(places))
	for i, p := range places {
		ordered[i] = p.id
	}
	return ordered, nil
}

// fullStories reads the stories in order. One that was dropped meanwhile is
// left out; any other error ends the export.
func fullStories(ctx context.Context, shelf *store.Store, ids []news.ID) iter.Seq2[news.Full, error] {
	return func(yield func(news.Full, error) bool) {
		for _, id := range ids {
			f, err := shelf.Full(ctx, id)
			if errors.Is(err, store.ErrGone) {
				continue
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}
