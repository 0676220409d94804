// Package cli is the command line: it reads flags and configuration, opens what
// a command needs, and hands it on. One file holds one command.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"hearsay/news/clean"
)

// Version is the version of the program, also told to servers.
const Version = "0.1.0"

// Exit statuses; scripts rely on them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3
)

// Streams are what a run reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// usageError is a wrong call: unknown command, flag or argument.
type usageError struct{ error }

// partlyError says that some of the work was done and the rest named.
type partlyError struct{ error }

// usagef makes a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Run runs one command and returns the exit status: 0 done, 1 failed, 2 wrong
// usage, 3 done in part. An error is one line on Err.
func Run(ctx context.Context, args []string, streams Streams) int {
	s := &session{Streams: streams}
	root := rootCommand(s)
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	err := fang.Execute(ctx, root,
		fang.WithVersion(Version),
		fang.WithErrorHandler(func(w io.Writer, _ fang.Styles, err error) { complain(w, err) }),
	)
	if errors.Is(err, syscall.EPIPE) {
		err = nil // who read the output has seen enough
	}
	if closing := s.close(); closing != nil && err == nil && !errors.Is(closing, syscall.EPIPE) {
		complain(streams.Err, closing)
		err = closing
	}
	return status(err)
}

func status(err error) int {
	var usage usageError
	var partly partlyError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &partly):
		return exitPartly
	case errors.Is(err, context.Canceled): // the user's own interrupt
		return exitFailed
	case isCobraUsage(err):
		return exitUsage
	}
	return exitFailed
}

// isCobraUsage tells the errors that cobra and pflag make for wrong calls; they
// have no type in common.
func isCobraUsage(err error) bool {
	for _, beginning := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs an argument",
		"invalid argument", "accepts ", "requires at least", "required flag", "bad flag syntax", "if any flags in the group",
		"at least one of the flags in the group"} {
		if strings.HasPrefix(err.Error(), beginning) {
			return true
		}
	}
	return false
}

// maxComplaint keeps an error on a line that can be read; it may quote a server.
const maxComplaint = 600

// complain prints an error as one clean line: it may quote a feed or a file.
func complain(w io.Writer, err error) {
	if errors.Is(err, syscall.EPIPE) {
		return // who read the output has seen enough
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "hearsay: stopped")
		return
	}
	hint := ""
	if isCobraUsage(err) {
		hint = "; see: hearsay --help"
	}
	fmt.Fprintf(w, "hearsay: %s%s\n", clean.LineMax(err.Error(), maxComplaint), hint)
}

// rootCommand is hearsay itself: without a command it opens the reader.
func rootCommand(s *session) *cobra.Command {
	root := &cobra.Command{
		Use:   "hearsay",
		Short: "Read cybersecurity news: who accuses, who denies",
		Long: "hearsay reads cybersecurity feeds in the terminal, marks the actors they name and who denies what, " +
			"and keeps your tags and notes. Without a command it opens the reader.",
		SilenceUsage: true,
		Args:         cobra.NoArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return s.begin(cmd)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !s.onTerminal() {
				return list(cmd.Context(), s, "", listLimit)
			}
			return openReader(cmd.Context(), s)
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&s.storePath, "store", os.Getenv("HEARSAY_STORE"), "the store FILE (HEARSAY_STORE)")
	flags.StringVar(&s.configPath, "config", os.Getenv("HEARSAY_CONFIG"), "the configuration FILE (HEARSAY_CONFIG)")
	flags.StringVar(&s.nowFlag, "now", "", "the clock, as RFC 3339 TIME, for reproducible output")
	flags.BoolVar(&s.json, "json", false, "machine-readable output")
	flags.StringVar(&s.color, "color", "auto", "colour: auto, always or never (NO_COLOR is honoured)")
	mouseFlag(root, s)
	root.AddCommand(
		fetchCommand(s), listCommand(s), showCommand(s), tagCommand(s), tagsCommand(s), noteCommand(s), notesCommand(s),
		markCommand(s), openCommand(s), claimsCommand(s), actorsCommand(s), scanCommand(s), exportCommand(s),
		importCommand(s), feedsCommand(s), queryCommand(s), viewsCommand(s), statsCommand(s), schemaCommand(s),
		configCommand(s), demoCommand(s),
	)
	strictTopics(root)
	return root
}

// strictTopics makes "help" and "completion" refuse what they do not know:
// cobra prints a help page and calls that done.
func strictTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Run, cmd.RunE = nil, func(_ *cobra.Command, args []string) error {
				topic, rest, err := root.Find(args)
				if err != nil || len(rest) > 0 {
					return usagef("there is no command %q; see: hearsay --help", strings.Join(args, " "))
				}
				return topic.Help()
			}
		case "completion":
			cmd.RunE = func(*cobra.Command, []string) error {
				return usagef("which shell? bash, fish, powershell or zsh, as in: hearsay completion bash")
			}
		}
	}
}

// mouseFlag is for the commands that open the reader.
func mouseFlag(cmd *cobra.Command, s *session) {
	cmd.Flags().BoolVar(&s.noMouse, "no-mouse", false, "leave the mouse to the terminal")
}
