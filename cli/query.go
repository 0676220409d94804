package cli

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"hearsay/news/clean"
	"hearsay/store"
	"hearsay/store/query"
)

func queryCommand(s *session) *cobra.Command {
	var explain bool
	cmd := &cobra.Command{
		Use:   "query QUERY",
		Short: "Show how a query is understood",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := ask(args)
			if err != nil {
				return err
			}
			if err := s.report(q.String(), map[string]string{"query": q.String()}); err != nil || !explain || s.json {
				return err
			}
			fmt.Fprint(s.out, q.Tree())
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			n, err := shelf.Count(cmd.Context(), q)
			if err != nil {
				return err
			}
			fmt.Fprintln(s.out, plural(n, "story", "stories"))
			return nil
		},
	}
	cmd.Flags().BoolVar(&explain, "explain", false, "the tree of the query and how many stories it finds")
	return cmd
}

// notInName tells characters that would end the name of a view in a query.
func notInName(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
}

func viewsCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "views",
		Short: "List saved queries; @NAME uses one",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			views, err := shelf.Views(cmd.Context())
			if err != nil {
				return err
			}
			for _, v := range views {
				if s.json {
					if err := s.printJSON(map[string]string{"name": v.Name, "query": v.Query}); err != nil {
						return err
					}
					continue
				}
				fmt.Fprintf(s.out, "@%-16s %s\n", v.Name, v.Query)
			}
			return nil
		},
	}
	cmd.AddCommand(saveViewCommand(s), &cobra.Command{
		Use:   "rm NAME",
		Short: "Forget a saved query",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			err = shelf.DropView(cmd.Context(), args[0])
			if errors.Is(err, store.ErrGone) {
				return fmt.Errorf("no view is called %q; see: hearsay views", clean.Line(args[0]))
			}
			return err
		},
	})
	return cmd
}

func saveViewCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "save NAME QUERY",
		Short: "Save a query under a name",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := ask(args[1:])
			if err != nil {
				return err
			}
			if _, err := query.Parse("@" + args[0]); err != nil || strings.ContainsFunc(args[0], notInName) {
				return usagef("%q cannot be the name of a view: letters, digits, - and _", args[0])
			}
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			return shelf.SaveView(cmd.Context(), store.View{Name: args[0], Query: q.String()})
		},
	}
}
