package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"hearsay/news"
	"hearsay/store"
)

// counted is the JSON of "stats".
type counted struct {
	Path      string                 `json:"path"`
	Schema    int                    `json:"schema"`
	Bytes     int64                  `json:"bytes"`
	Feeds     int                    `json:"feeds"`
	Failing   int                    `json:"failing"`
	Stories   int                    `json:"stories"`
	Unread    int                    `json:"unread"`
	Starred   int                    `json:"starred"`
	Hidden    int                    `json:"hidden"`
	Revisions int                    `json:"revisions"`
	Dropped   int                    `json:"dropped"`
	Oldest    *string                `json:"oldest"`
	Newest    *string                `json:"newest"`
	LastFetch *string                `json:"last_fetch"`
	Analysed  int                    `json:"analysed"`
	Actors    int                    `json:"actors"`
	Mentions  int                    `json:"mentions"`
	Claims    map[news.ClaimKind]int `json:"claims"`
	Confirmed int                    `json:"confirmed"`
	Rejected  int                    `json:"rejected"`
	Tags      int                    `json:"tags"`
	Tagged    int                    `json:"tagged"`
	Notes     int                    `json:"notes"`
	Noted     int                    `json:"noted"`
	Views     int                    `json:"views"`
	Undoable  int                    `json:"undoable"`
}

func statsRecord(n store.Stats) counted {
	for _, kind := range []news.ClaimKind{news.Accusation, news.Denial, news.Nondenial, news.NoComment, news.Deflection} {
		n.Claims[kind] += 0 // also the kinds that there are none of
	}
	return counted{
		Path: n.Path, Schema: n.Schema, Bytes: n.Bytes, Feeds: n.Feeds, Failing: n.Failing,
		Stories: n.Stories, Unread: n.Unread, Starred: n.Starred, Hidden: n.Hidden, Revisions: n.Revisions, Dropped: n.Dropped,
		Oldest: stampJSON(n.Oldest), Newest: stampJSON(n.Newest), LastFetch: stampJSON(n.LastFetch),
		Analysed: n.Analysed, Actors: n.Actors, Mentions: n.Mentions, Claims: n.Claims, Confirmed: n.Confirmed, Rejected: n.Rejected,
		Tags: n.Tags, Tagged: n.Tagged, Notes: n.Notes, Noted: n.Noted, Views: n.Views, Undoable: n.Changes,
	}
}

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
				return s.printJSON(statsRecord(n))
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
