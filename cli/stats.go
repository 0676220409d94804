package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"hearsay/news"
)

func statsCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Print the numbers of the store",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			n, err := shelf.Stats(cmd.Context())
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(n)
			}
			for _, line := range []struct {
				what  string
				value any
			}{
				{"store", n.Path}, {"schema", n.Schema}, {"bytes", n.Bytes},
				{"feeds", n.Feeds}, {"failing", n.Failing}, {"stories", n.Stories}, {"unread", n.Unread}, {"starred", n.Starred},
				{"hidden", n.Hidden}, {"revisions", n.Revisions}, {"oldest", stamp(n.Oldest)}, {"newest", stamp(n.Newest)},
				{"last fetch", stamp(n.LastFetch)}, {"analysed", n.Analysed}, {"actors", n.Actors}, {"mentions", n.Mentions},
				{"accusations", n.Claims[news.Accusation]}, {"denials", n.Claims[news.Denial]}, {"non-denials", n.Claims[news.Nondenial]},
				{"no comment", n.Claims[news.NoComment]}, {"deflections", n.Claims[news.Deflection]},
				{"confirmed", n.Confirmed}, {"rejected", n.Rejected},
				{"tags", n.Tags}, {"tagged stories", n.Tagged}, {"notes", n.Notes}, {"saved views", n.Views},
			} {
				fmt.Fprintf(s.out, "%-15s %v\n", line.what, line.value)
			}
			return nil
		},
	}
}
