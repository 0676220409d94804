package cli

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/feed"
	"hearsay/news/clean"
)

// maxOPML is how large a list of feeds may be.
const maxOPML = 4 << 20

func importCommand(s *session) *cobra.Command {
	return opmlCommand(s, "Read feeds from an OPML file")
}

func opmlCommand(s *session, short string) *cobra.Command {
	var dry, private bool
	cmd := &cobra.Command{
		Use:   "import FILE|-",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := s.addOutlines(cmd.Context(), args[0], dry, private)
			if err != nil {
				return err
			}
			for _, line := range result.added {
				if !s.json {
					fmt.Fprintln(s.out, line)
				}
			}
			for _, line := range result.refused {
				fmt.Fprintln(s.Err, "hearsay: "+line)
			}
			if err := s.report(result.String(), map[string]int{"added": result.news, "known": result.known,
				"skipped": result.skipped, "invalid": result.invalid}); err != nil {
				return err
			}
			if result.invalid > 0 {
				return partlyError{fmt.Errorf("%s of %s could not be used", plural(result.invalid, "address", "addresses"), clean.Line(args[0]))}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would be added")
	cmd.Flags().BoolVar(&private, "allow-private", false, "let these feeds reach hosts of your own network, as if you had typed each")
	return cmd
}

// imported counts what became of the outlines of a file.
type imported struct {
	added, refused                []string // a line each
	known, skipped, invalid, news int
}

// String is the report in one line.
func (r imported) String() string {
	return fmt.Sprintf("%d added, %d known, %d skipped, %d invalid", r.news, r.known, r.skipped, r.invalid)
}

// addOutlines adds the feeds of an OPML file. Unless private is set they are
// not as if typed: an address that came in a file reaches no private host.
func (s *session) addOutlines(ctx context.Context, name string, dry, private bool) (imported, error) {
	var result imported
	data, err := s.readAll(name, maxOPML)
	if err != nil {
		return result, err
	}
	outlines, err := export.ReadOPML(bytes.NewReader(data))
	if err != nil {
		return result, fmt.Errorf("%s: %w", clean.Line(name), err)
	}
	shelf, err := s.shelf(ctx)
	if err != nil {
		return result, err
	}
	feeds, err := shelf.Feeds(ctx)
	if err != nil {
		return result, err
	}
	known := make(map[string]bool, len(feeds))
	for _, f := range feeds {
		known[f.URL] = true
	}
	for _, r := range outlines.Skipped {
		result.skipped++
		result.refused = append(result.refused, refusal("skipped", r))
	}
	for _, r := range outlines.Invalid {
		result.invalid++
		result.refused = append(result.refused, refusal("invalid", r))
	}
	for _, f := range outlines.Feeds {
		address, err := feed.Address(f.URL)
		switch {
		case err != nil:
			result.invalid++
			result.refused = append(result.refused, fmt.Sprintf("invalid: %s", cleanError(err)))
			continue
		case known[address]:
			result.known++
			continue
		}
		known[address] = true
		result.news++
		f.URL, f.Typed = address, private
		word := "added"
		if dry {
			word = "would add"
		} else if _, _, err := shelf.AddFeed(ctx, f); err != nil {
			return result, err
		}
		result.added = append(result.added, fmt.Sprintf("%s %s  %s", word, f.Title, feed.Masked(address)))
	}
	return result, nil
}

func refusal(what string, r export.Refused) string {
	return fmt.Sprintf("%s: line %d: %s %s: %s", what, r.Line, r.Title, r.Address, r.Why)
}
