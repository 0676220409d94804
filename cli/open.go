package cli

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

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
			return openLink(cmd.Context(), story.Link, &s.Streams)
		},
	}
}

// openLink starts the browser with one argument, never through a shell. Links
// were checked when their story was read; only http and https reach this far,
// and this is the last place to be sure of it. A browser of the terminal gets
// the streams; nil ones are for when the screen is up.
func openLink(ctx context.Context, link string, streams *Streams) error {
	u, err := url.Parse(link)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return fmt.Errorf("only http and https links are opened")
	}
	if words := strings.Fields(os.Getenv("BROWSER")); len(words) > 0 {
		err = runBrowser(ctx, words, u.String(), streams)
	} else {
		browser.Stdout, browser.Stderr = io.Discard, io.Discard // the screen may be up
		err = browser.OpenURL(u.String())
	}
	if err != nil {
		return fmt.Errorf("open %s: %w; set BROWSER to your browser", u.Hostname(), err)
	}
	return nil
}

// browserFails is how long a browser has to say that it cannot start; one with
// windows of its own may run as long as it likes.
const browserFails = time.Second

// runBrowser runs the user's own choice, split at blanks as the editor is. A
// word "%s" stands for the link, which else comes last.
func runBrowser(ctx context.Context, words []string, link string, streams *Streams) error {
	if at := slices.Index(words, "%s"); at > 0 {
		words[at] = link
	} else {
		words = append(words, link)
	}
	if streams != nil {
		command := exec.CommandContext(ctx, words[0], words[1:]...)
		command.Stdin, command.Stdout, command.Stderr = streams.In, streams.Out, streams.Err
		return command.Run()
	}
	command := exec.Command(words[0], words[1:]...) // it outlives the reader
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(browserFails):
		return nil
	}
}
