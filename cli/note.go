package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/export"
	"hearsay/news"
	"hearsay/news/clean"
)

func noteCommand(s *session) *cobra.Command {
	var quote, tlp, kind string
	cmd := &cobra.Command{
		Use:     "note ID [TEXT]",
		Short:   "Write a note on a story, or on a quote of it",
		Long:    "Without TEXT the note is written in $VISUAL or $EDITOR; an empty text writes nothing.",
		Example: "hearsay note 5b1f0c4e \"Compare with the filing.\" --quote \"no ransom was paid\"",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			level, err := levelOf(tlp, s.config.TLP)
			if err != nil {
				return err
			}
			if !slices.Contains([]news.NoteKind{news.Comment, news.Question, news.Contradiction}, news.NoteKind(kind)) {
				return usagef("--kind %q: must be comment, question or contradiction", kind)
			}
			n := news.Note{Kind: news.NoteKind(kind), TLP: level}
			if quote != "" {
				n.Anchor = &news.Anchor{Quote: clean.Block(quote)}
			}
			n.Body = clean.Block(strings.Join(args[1:], " "))
			return s.addNote(cmd.Context(), args[0], n, len(args) == 1)
		},
	}
	cmd.Flags().StringVar(&quote, "quote", "", "the WORDS of the story that the note is about: their first place")
	cmd.Flags().StringVar(&tlp, "tlp", "", "TLP LEVEL: clear, green, amber, amber+strict, red")
	cmd.Flags().StringVar(&kind, "kind", string(news.Comment), "comment, question or contradiction")
	cmd.AddCommand(editNoteCommand(s), removeNoteCommand(s))
	return cmd
}

func levelOf(flag, otherwise string) (news.TLP, error) {
	if flag == "" {
		flag = otherwise
	}
	level := news.TLP(strings.ToLower(strings.TrimPrefix(strings.ToLower(flag), "tlp:")))
	if !slices.Contains(news.TLPs, level) {
		return "", usagef("TLP level %q: must be one of clear, green, amber, amber+strict, red", flag)
	}
	return level, nil
}

func (s *session) addNote(ctx context.Context, id string, n news.Note, inEditor bool) error {
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	if n.Story, err = shelf.Find(ctx, id); err != nil {
		return err
	}
	rows, err := shelf.Rows(ctx, []news.ID{n.Story})
	if err != nil {
		return err
	}
	if len(rows) == 1 { // dropped meanwhile: saving says so
		n.StoryUUID = rows[0].UUID
	}
	n.Author = clean.Line(s.author())
	saved, err := s.saveComposed(ctx, n, inEditor, "the note is empty; nothing was saved")
	if err != nil {
		return err
	}
	return s.printSaved(ctx, saved)
}

// saveComposed saves a note, written in an editor first when asked to. The
// text is a draft until it is in the store, and offered again when it is not.
func (s *session) saveComposed(ctx context.Context, n news.Note, inEditor bool, empty string) (news.Note, error) {
	if !inEditor {
		if strings.TrimSpace(string(n.Body)) == "" {
			return n, errors.New(empty)
		}
		return s.store.SaveNote(ctx, n)
	}
	kept, err := s.drafts()
	if err != nil {
		return n, err
	}
	draft := n
	if n.Body, err = s.compose(ctx, kept, n); err != nil {
		return n, err
	}
	if strings.TrimSpace(string(n.Body)) == "" {
		return n, errors.New(empty)
	}
	saved, err := s.store.SaveNote(ctx, n)
	if err != nil {
		return n, fmt.Errorf("%w; the text is kept as a draft and offered in the reader", err)
	}
	_ = kept.Drop(draft) // the note is saved; a draft too many does no harm
	return saved, nil
}

// printSaved says that a note is on disk, with its id.
func (s *session) printSaved(ctx context.Context, n news.Note) error {
	if s.json {
		at, err := (&offsets{shelf: s.store}).of(ctx, n.Story)
		if err != nil {
			return err
		}
		return s.printJSON(export.NoteRecord(n, at))
	}
	fmt.Fprintf(s.out, "saved note %s on %q\n", shortID(n.UUID), n.StoryTitle)
	return nil
}

func editNoteCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "edit NOTE [TEXT]",
		Short: "Change a note; the earlier text is kept as a revision",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			n, err := shelf.Note(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if len(args) > 1 {
				n.Body = clean.Block(strings.Join(args[1:], " "))
			}
			saved, err := s.saveComposed(cmd.Context(), n, len(args) == 1,
				"the note would be empty; it stays as it was (to delete it: hearsay note rm)")
			if err != nil {
				return err
			}
			return s.printSaved(cmd.Context(), saved)
		},
	}
}

func removeNoteCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "rm NOTE",
		Short: "Delete a note; undo in the reader brings it back",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			n, err := shelf.Note(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			change, err := shelf.DeleteNote(cmd.Context(), n.UUID)
			if err != nil {
				return err
			}
			return s.said(change, "no such note")
		},
	}
}

// compose lets the user write in an editor, and keeps the text as a draft of
// the note. When the editor fails its file stays; the next edit begins with it.
func (s *session) compose(ctx context.Context, kept drafts, n news.Note) (news.Text, error) {
	if os.Getenv("VISUAL")+os.Getenv("EDITOR") == "" && !isTerminal(s.In) {
		return "", usagef("there is no terminal to write in: give the text, or set EDITOR")
	}
	if draft := kept.body(n); draft != "" {
		n.Body = draft // the reader left it unfinished
	}
	path, err := kept.ForEditor(n)
	if err != nil {
		return "", err
	}
	command := editor(ctx, path)
	command.Stdin, command.Stdout, command.Stderr = s.In, s.Out, s.Err
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("editor %s: %w; what was written is in %s and comes back with the next edit", command.Path, err, path)
	}
	if n.Body, err = kept.read(path); err != nil {
		return "", err
	}
	if n.Body != "" {
		if err := kept.Keep(n); err != nil {
			return "", err
		}
	}
	return n.Body, os.Remove(path)
}

// drafts is the folder of drafts, made when missing.
func (s *session) drafts() (drafts, error) {
	state, err := s.stateDir()
	if err != nil {
		return drafts{}, err
	}
	return openDrafts(state)
}

// editor is the user's editor on a file. The variable is split at blanks and
// nothing in it is expanded: no shell is involved.
func editor(ctx context.Context, path string) *exec.Cmd {
	words := strings.Fields(os.Getenv("VISUAL"))
	if len(words) == 0 {
		words = strings.Fields(os.Getenv("EDITOR"))
	}
	if len(words) == 0 {
		words = []string{"vi"}
	}
	return exec.CommandContext(ctx, words[0], append(words[1:], path)...)
}

func notesCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "notes [QUERY]",
		Short: "List your notes with their quotes and stories",
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := ask(args)
			if err != nil {
				return err
			}
			shelf, err := s.shelf(cmd.Context())
			if err != nil {
				return err
			}
			notes, err := shelf.Notes(cmd.Context(), q)
			if err != nil {
				return err
			}
			at := &offsets{shelf: shelf}
			for _, n := range notes {
				if s.json {
					points, err := at.of(cmd.Context(), n.Story)
					if err != nil {
						return err
					}
					if err := s.printJSON(export.NoteRecord(n, points)); err != nil {
						return err
					}
					continue
				}
				if err := s.printNote(n); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func (s *session) printNote(n news.Note) error {
	fmt.Fprintf(s.out, "+ %s  %s  %s  %s  %s\n", shortID(n.UUID), stamp(n.Created), n.Author, n.TLP.Label(), n.Kind)
	story := "story gone"
	if n.StoryUUID != "" {
		story = shortID(n.StoryUUID)
	}
	fmt.Fprintf(s.out, "  on %s  %s  %s\n", story, n.Source, n.StoryTitle)
	if a := n.Anchor; a != nil {
		lost := ""
		if a.State == news.Lost {
			lost = "  (no longer in the story)"
		}
		fmt.Fprintf(s.out, "  [[%s]]%s\n", a.Quote, lost)
	}
	for line := range strings.SplitSeq(string(n.Body), "\n") {
		fmt.Fprintf(s.out, "    %s\n", line)
	}
	_, err := fmt.Fprintln(s.out)
	return err
}
