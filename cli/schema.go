package cli

import (
	"github.com/spf13/cobra"

	"hearsay/export"
)

func schemaCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the records in JSON exports",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(export.Schema())
			return err
		},
	}
}
