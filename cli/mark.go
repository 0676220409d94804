package cli

import (
	"github.com/spf13/cobra"

	"hearsay/news"
)

func markCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "mark QUERY --read|--unread|--star|--unstar|--hide|--unhide",
		Short:   "Set states of all stories that match",
		Example: "hearsay mark until:7d --read\nhearsay mark actor:apt29 --star",
		Args:    cobra.MinimumNArgs(1),
	}
	marks := []news.Mark{news.MarkRead, news.MarkUnread, news.MarkStar, news.MarkUnstar, news.MarkHide, news.MarkUnhide}
	chosen := make(map[news.Mark]*bool)
	var names []string
	for _, m := range marks {
		chosen[m] = cmd.Flags().Bool(string(m), false, "mark as "+string(m))
		names = append(names, string(m))
	}
	cmd.MarkFlagsOneRequired(names...)
	cmd.MarkFlagsMutuallyExclusive("read", "unread")
	cmd.MarkFlagsMutuallyExclusive("star", "unstar")
	cmd.MarkFlagsMutuallyExclusive("hide", "unhide")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		shelf, ids, err := s.matching(cmd.Context(), args)
		if err != nil {
			return err
		}
		for _, m := range marks {
			if !*chosen[m] {
				continue
			}
			change, err := shelf.Mark(cmd.Context(), ids, m)
			if err != nil {
				return err
			}
			if err := s.said(change, "nothing to mark: no story matches, or all are "+string(m)+" already"); err != nil {
				return err
			}
		}
		return nil
	}
	return cmd
}
