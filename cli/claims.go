package cli

import (
	"fmt"
	"sort"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/news"
	"hearsay/store"
)

func claimsCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "claims [QUERY]",
		Short: "The ledger: accusations and what answers them",
		Long: "Claims lists accusations with the denials, non-denials and refusals that answer them, oldest answer first. " +
			"It shows what somebody is reported to have said, never what happened.",
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := ask(args)
			if err != nil {
				return err
			}
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			rows, err := shelf.Claims(cmd.Context(), q)
			if err != nil {
				return err
			}
			at := &offsets{shelf: shelf}
			for _, row := range byAccusation(rows) {
				if s.json {
					points, err := at.of(cmd.Context(), row.Story)
					if err != nil {
						return err
					}
					if err := s.printJSON(export.ClaimRecord(row.Claim, row.StoryUUID, row.Source, points)); err != nil {
						return err
					}
					continue
				}
				if err := s.printClaim(row); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// byAccusation orders claims for reading: newest accusation first, each with
// its answers, oldest first; what answers nothing stands on its own.
func byAccusation(rows []store.ClaimRow) []store.ClaimRow {
	answers := make(map[string][]store.ClaimRow)
	there := make(map[string]bool)
	for _, row := range rows {
		there[row.UUID] = true
	}
	var heads []store.ClaimRow
	for _, row := range rows {
		if row.Answers != "" && there[row.Answers] {
			answers[row.Answers] = append(answers[row.Answers], row)
		} else {
			heads = append(heads, row)
		}
	}
	older := func(rows []store.ClaimRow, i, j int) bool {
		if a, b := rows[i].Published, rows[j].Published; !a.Equal(b) {
			return a.Before(b)
		}
		return rows[i].Start < rows[j].Start
	}
	sort.SliceStable(heads, func(i, j int) bool { return heads[i].Published.After(heads[j].Published) })
	ordered := make([]store.ClaimRow, 0, len(rows))
	for _, head := range heads {
		ordered = append(ordered, head)
		under := answers[head.UUID]
		sort.SliceStable(under, func(i, j int) bool { return older(under, i, j) })
		ordered = append(ordered, under...)
	}
	return ordered
}

func (s *session) printClaim(row store.ClaimRow) error {
	indent := ""
	if row.Answers != "" {
		indent = "  "
	}
	_, err := fmt.Fprintf(s.out, "%s%s %s  %s  %s  %q  %s  %s\n", indent, row.Kind.Mark(), stamp(row.Published), who(row.Claim), row.Sub,
		string(row.Quote), row.Status, shortID(row.StoryUUID))
	return err
}

// who says of whom, in the words of the ledger.
func who(c news.Claim) string {
	speaker := c.SpeakerActor
	if speaker == "" {
		speaker = c.Speaker
	}
	if speaker == "" {
		speaker = "(nobody named)"
	}
	if c.Target == "" {
		return string(speaker)
	}
	return string(speaker) + " on " + string(c.Target)
}
