package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/store"
)

func actorsCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "actors [NAME]",
		Short: "List the actors of your stories, or show one under any of its names",
		RunE: func(cmd *cobra.Command, args []string) error {
			s.warnOfActors()
			name := strings.Join(args, " ")
			found, err := s.findActors(cmd.Context(), name)
			if err != nil {
				return err
			}
			if name != "" && len(found) == 0 {
				return fmt.Errorf("nobody is known as %q; to add a group: hearsay actors edit", name)
			}
			for _, a := range found {
				if err := s.printActor(a, name != ""); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.AddCommand(importActorsCommand(s), editActorsCommand(s))
	return cmd
}

// findActors lists the actors that stories name, or all that go by a name: those
// that no story names too. An actor that was merged or renamed away is gone.
func (s *session) findActors(ctx context.Context, name string) ([]store.ActorCount, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	found, err := shelf.Actors(ctx, name)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(a store.ActorCount) bool { return a.Stories+a.Accused+a.Denials == 0 })
	if name == "" {
		return found, nil
	}
	for _, a := range s.actors().Lookup(name) {
		if slices.ContainsFunc(found, func(f store.ActorCount) bool { return f.Class == a.Class && f.Slug == a.Slug }) {
			continue
		}
		counted, err := shelf.Actors(ctx, string(a.Name))
		if err != nil {
			return nil, err
		}
		one := store.ActorCount{Actor: a}
		for _, c := range counted {
			if c.Class == a.Class && c.Slug == a.Slug {
				one = c
			}
		}
		found = append(found, one)
	}
	return found, nil
}

func (s *session) printActor(a store.ActorCount, whole bool) error {
	if known, ok := s.actors().Actor(a.Class, a.Slug); ok {
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
			if alias.By != "" {
				fmt.Fprintf(s.out, " (%s)", alias.By)
			}
		}
		if a.Country != "" {
			fmt.Fprintf(s.out, "\n        country: %s", a.Country)
		}
		fmt.Fprintf(s.out, "\n        stories: hearsay list 'actor:%q'", string(a.Name))
	}
	_, err := fmt.Fprintln(s.out)
	return err
}
