package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/news"
)

// listLimit stands for no limit of the command's own; the query may have one.
const listLimit = 0

// page is how many rows are read at a time: the first lines show at once and
// a closed pipe stops the rest.
const page = 200

func listCommand(s *session) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "list [QUERY]",
		Short:   "List stories, newest first",
		Example: "hearsay list has:denial since:7d\nhearsay list 'actor:\"Cozy Bear\"' --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 0 {
				return usagef("--limit %d: must be 1 or more", limit)
			}
			return list(cmd.Context(), s, strings.Join(args, " "), limit)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", listLimit, "at most N stories")
	return cmd
}

func list(ctx context.Context, s *session, words string, limit int) error {
	shelf, ids, err := s.stories(ctx, []string{words})
	if err != nil {
		return err
	}
	if limit > 0 {
		ids = ids[:min(limit, len(ids))]
	}
	for len(ids) > 0 {
		n := min(page, len(ids))
		rows, err := shelf.Rows(ctx, ids[:n])
		if err != nil {
			return err
		}
		for i := range rows {
			if err := s.printRow(ctx, &rows[i]); err != nil {
				return err
			}
		}
		if err := s.out.Flush(); err != nil {
			return fmt.Errorf("write to standard output: %w", err)
		}
		ids = ids[n:]
	}
	return nil
}

// printRow writes a story as one line, or as its record.
func (s *session) printRow(ctx context.Context, r *news.Row) error {
	if s.json {
		full, err := s.store.Full(ctx, r.ID)
		if err != nil {
			return err
		}
		feed, err := s.feedUUID(ctx, r.Feed)
		if err != nil {
			return err
		}
		return s.printJSON(export.StoryRecord(&full, feed, false))
	}
	state := "*"
	if r.Read {
		state = " "
	}
	if r.Notes > 0 {
		state += "n"
	} else {
		state += " "
	}
	_, err := fmt.Fprintf(s.out, "%s  %s  %s%s  %-18s  %s\n", shortID(r.UUID), stamp(r.When()), state, claimMarks(r.Claims),
		r.Source, lettered(r.Title, r.Marks))
	return err
}

// lettered writes the class letter of screens without colour behind each name.
func lettered(text news.Text, marks []news.Mention) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(string(text[at:m.End]))
		b.WriteByte('[')
		b.WriteString(m.Class.Letter())
		if m.Unsure {
			b.WriteByte('?')
		}
		b.WriteByte(']')
		at = m.End
	}
	b.WriteString(string(text[at:]))
	return b.String()
}
