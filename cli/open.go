package cli

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/cli/browser"
	"github.com/spf13/cobra"
)

func openCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "open ID",
		Short: "Open the story's link in $BROWSER or the system's browser",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			story, err := s.story(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if story.Link == "" {
				return fmt.Errorf("story %s has no link that may be opened", shortID(story.UUID))
			}
			return openLink(cmd.Context(), story.Link)
		},
	}
}

// openLink starts the browser with one argument, never through a shell. Links
// were checked when their story was read; only http and https reach this far,
// and this is the last place to be sure of it.
func openLink(_ context.Context, link string) error {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return fmt.Errorf("only http and https links are opened")
	}
	browser.Stdout, browser.Stderr = io.Discard, io.Discard // the screen may be up
	if err := browser.OpenURL(u.String()); err != nil {
		return fmt.Errorf("open %s: %w; set BROWSER to your browser", u.Hostname(), err)
	}
	return nil
}
