package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/news"
)

func showCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show one story as text with its marks, claims, tags and notes",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			story, err := s.story(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if s.json {
				record, err := s.shown(cmd.Context(), &story)
				if err != nil {
					return err
				}
				return s.printJSON(record)
			}
			return s.printStory(&story)
		},
	}
}

// story reads one story by the beginning of its id.
func (s *session) story(ctx context.Context, id string) (news.Full, error) {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return news.Full{}, err
	}
	row, err := shelf.Find(ctx, id)
	if err != nil {
		return news.Full{}, err
	}
	return shelf.Full(ctx, row)
}

func (s *session) printStory(f *news.Full) error {
	title := mark(news.InTitle, f.Title, f.Mentions, f.Claims, f.Notes)
	s.printMarked(title)
	var byline []string
	for _, part := range []string{string(f.Source), joined(f.Authors), stamp(f.When()), f.Lang} {
		if part != "" {
			byline = append(byline, part)
		}
	}
	fmt.Fprintln(s.out, strings.Join(byline, " · "))
	if f.Link != "" {
		fmt.Fprintln(s.out, f.Link)
	}
	s.printParties(f.Mentions)
	if len(f.Tags) > 0 {
		fmt.Fprintln(s.out, "tags      #"+strings.Join(f.Tags, " #"))
	}
	fmt.Fprintln(s.out)
	s.printMarked(mark(news.InText, f.Text, f.Mentions, f.Claims, f.Notes))
	if len(f.Claims) > 0 {
		fmt.Fprintln(s.out, "\nclaims")
		s.printFindings(f.Claims)
	}
	s.printIndicators(f.Title, f.Text)
	if len(f.Notes) > 0 {
		fmt.Fprintln(s.out, "\nnotes")
		for i := range f.Notes {
			if err := s.printNote(f.Notes[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
