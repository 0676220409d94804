package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/news/clean"
	"hearsay/store"
)

func tagCommand(s *session) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:     "tag QUERY -- +ADD ... -REMOVE ...",
		Short:   "Change the tags of all stories that match",
		Example: "hearsay tag actor:apt29 -- +actor/apt29 -unsorted",
		RunE: func(cmd *cobra.Command, args []string) error {
			at := cmd.ArgsLenAtDash()
			if at < 1 || at == len(args) {
				return usagef("tags stand behind --, as in: hearsay tag actor:apt29 -- +actor/apt29 -unsorted")
			}
			add, remove, err := tagChanges(args[at:])
			if err != nil {
				return err
			}
			shelf, ids, err := s.matching(cmd.Context(), args[:at])
			if err != nil {
				return err
			}
			if dry {
				would := plural(len(ids), "story", "stories") + " would be changed"
				return s.report(would, map[string]any{"changed": 0, "said": would})
			}
			change, err := shelf.Tag(cmd.Context(), ids, add, remove)
			if err != nil {
				return err
			}
			return s.said(change, "nothing to change: no story matches, or all have these tags already")
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say how many stories match")
	return cmd
}

// tagChanges sorts "+add" and "-remove"; a "#" before the name is taken off.
func tagChanges(words []string) (add, remove []string, err error) {
	for _, word := range words {
		name := strings.TrimPrefix(strings.TrimLeft(word, "+-"), "#")
		if name = string(clean.Line(name)); name == "" || strings.ContainsAny(name, " \t,") {
			return nil, nil, usagef("%q is no tag: it needs + or - and a name without blanks", clean.Line(word))
		}
		switch word[0] {
		case '+':
			add = append(add, name)
		case '-':
			remove = append(remove, name)
		default:
			return nil, nil, usagef("%q: a tag to add begins with +, one to remove with -", clean.Line(word))
		}
	}
	return add, remove, nil
}

func tagsCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tags",
		Short: "List your tags with how many stories carry them",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			tags, err := shelf.Tags(cmd.Context())
			if err != nil {
				return err
			}
			for _, t := range tags {
				if s.json {
					if err := s.printJSON(map[string]any{"record": "tag", "tag": t.Tag, "count": t.Count}); err != nil {
						return err
					}
					continue
				}
				fmt.Fprintf(s.out, "%6d  %s\n", t.Count, t.Tag)
			}
			return nil
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "rename OLD NEW",
		Short: "Rename a tag; an existing NEW is merged with it",
		Args:  cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			add, _, err := tagChanges([]string{"+" + args[1]})
			if err != nil {
				return err
			}
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			change, err := shelf.RenameTag(cmd.Context(), strings.TrimPrefix(args[0], "#"), add[0])
			if errors.Is(err, store.ErrGone) {
				return fmt.Errorf("no story carries the tag %q; see: hearsay tags", clean.Line(args[0]))
			}
			if err != nil {
				return err
			}
			return s.said(change, "the tag has this name already")
		},
	})
	return cmd
}
