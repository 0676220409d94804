package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/actor"
	"hearsay/export"
	"hearsay/store"
)

func actorsCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "actors [NAME]",
		Short: "List the actors of your stories, or show one under any of its names",
		RunE: func(cmd *cobra.Command, args []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			name := strings.Join(args, " ")
			found, err := shelf.Actors(cmd.Context(), name)
			if err != nil {
				return err
			}
			if name != "" && len(found) == 0 {
				return fmt.Errorf("no story in the store names %q, under this or another name", name)
			}
			for _, a := range found {
				if err := s.printActor(a, name != ""); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (s *session) printActor(a store.ActorCount, whole bool) error {
	if known, ok := actor.Default().Actor(a.Class, a.Slug); ok {
		a.Actor = known // with all its names
	}
	if s.json {
		record := export.ActorRecord(a.Actor)
		return s.printJSON(struct {
			export.Actor
			Stories int `json:"stories"`
			Accused int `json:"accused"`
			Denials int `json:"denials"`
		}{record, a.Stories, a.Accused, a.Denials})
	}
	fmt.Fprintf(s.out, "%6d  %-12s  %s", a.Stories, a.Class, a.Name)
	if a.Accused+a.Denials > 0 {
		fmt.Fprintf(s.out, "  (accused %d, denials %d)", a.Accused, a.Denials)
	}
	if whole {
		for i, alias := range a.Aliases {
			if i == 0 {
				fmt.Fprint(s.out, "\n        also: ")
			} else {
				fmt.Fprint(s.out, ", ")
			}
			fmt.Fprint(s.out, alias.Name)
		}
		if a.Country != "" {
			fmt.Fprintf(s.out, "\n        country: %s", a.Country)
		}
		fmt.Fprintf(s.out, "\n        stories: hearsay list 'actor:%q'", string(a.Name))
	}
	_, err := fmt.Fprintln(s.out)
	return err
}
