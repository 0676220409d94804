package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"hearsay/demo"
	"hearsay/gather"
)

func demoCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the reader on sample stories, in a throw-away store, without network",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return openDemo(cmd.Context(), s)
		},
	}
	mouseFlag(cmd, s)
	return cmd
}

// openDemo serves the samples on loopback and takes them in like any feeds. The
// store is removed at the end.
func openDemo(ctx context.Context, s *session) (err error) {
	s.samples = true
	dir, err := os.MkdirTemp("", "hearsay-demo-")
	if err != nil {
		return fmt.Errorf("make a throw-away store: %w", err)
	}
	s.storePath = filepath.Join(dir, "demo.db")
	defer func() { err = errors.Join(err, s.closeStore(), os.RemoveAll(dir)) }()
	base, stop, err := demo.Serve(ctx, s.now())
	if err != nil {
		return err
	}
	defer stop()
	if err := s.takeSamples(ctx, base); err != nil {
		return err
	}
	if !s.onTerminal() {
		signal.Ignore(syscall.SIGPIPE) // a closed pipe ends the list, after which the store is removed
		return list(ctx, s, "", listLimit)
	}
	return openReader(ctx, s)
}

// takeSamples fills the store through the real pipeline, in two rounds: the
// second brings the story that its outlet has edited since.
func (s *session) takeSamples(ctx context.Context, base string) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	for _, f := range demo.Feeds(base) {
		if _, _, err := shelf.AddFeed(ctx, f); err != nil {
			return err
		}
	}
	for range 2 {
		feeds, err := shelf.Feeds(ctx)
		if err != nil {
			return err
		}
		for r := range gather.Round(ctx, s.fetcher(), shelf, s.analyst(), feeds, true) {
			if r.Visit.Err != nil || r.Err != nil {
				return fmt.Errorf("read the samples of %s: %w", r.Visit.Feed.Title, errors.Join(r.Visit.Err, r.Err))
			}
		}
	}
	return ctx.Err()
}
