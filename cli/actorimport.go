package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"hearsay/actor"
	"hearsay/actor/galaxy"
	"hearsay/news"
	"hearsay/news/clean"
)

func importActorsCommand(s *session) *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take groups from a MISP galaxy cluster file or an ATT&CK STIX bundle",
		Long: "The kind of file is recognised. A group goes to the actor of its name, else of its ATT&CK number, else to the one that alone " +
			"has its name as an alias; a name that another actor has stays there and is reported. Your own edits (actors edit) stay on top.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.importActors(cmd.Context(), args[0], dry)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would be done")
	return cmd
}

// takenActor is what became of one entry: a line of the report.
type takenActor struct {
	Entry   int            `json:"entry"` // place in the file's list, from 1
	Name    news.Text      `json:"name"`
	Status  string         `json:"status"` // new, merged, same, left-out, skipped
	Actor   news.Text      `json:"actor"`  // whom it is now
	Aliases []news.Text    `json:"aliases"`
	Kept    []keptByOthers `json:"kept_by_others"`
	Reason  news.Text      `json:"reason"`
}

// keptByOthers is a name that stays with its owner.
type keptByOthers struct {
	Name  news.Text `json:"name"`
	Owner news.Text `json:"owner"`
}

// Further states of takenActor.
const leftOut = "left-out" // on purpose: revoked, no group

func (s *session) importActors(ctx context.Context, path string, dry bool) error {
	in, closeIn, err := s.open(path)
	if err != nil {
		return err
	}
	defer closeIn()
	before, bad, err := readImported(s.importsPath())
	if err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%s: %s cannot be read; mend or remove the file first", s.importsPath(), plural(bad, "line", "lines"))
	}
	to, count := actor.Importing(before), map[string]int{}
	kind, broken := galaxy.Read(in, func(item galaxy.Item) error {
		line := takeItem(to, item)
		count[line.Status]++
		count["kept"] += len(line.Kept)
		return s.printTaken(line)
	})
	if kind == "" {
		return fmt.Errorf("read %s: %w", path, broken)
	}
	if count[actor.IsNew]+count[actor.IsMerged] > 0 {
		// The whole is tried before anything is kept.
		if _, _, err := actor.Load(actor.Overlay{Imported: to.Entries()}); err != nil {
			return fmt.Errorf("%w; nothing was imported", err)
		}
		if !dry {
			if err := keepImported(s.importsPath(), to.Entries()); err != nil {
				return err
			}
		}
	}
	if !s.json {
		would := ""
		if dry {
			would = "dry run: "
		}
		fmt.Fprintf(s.out, "%s%s: %d new, %d merged, %d without news, %d left out, %d skipped; names that stay with their owners: %d\n", would, kind,
			count[actor.IsNew], count[actor.IsMerged], count[actor.IsSame], count[leftOut], count[actor.IsSkipped], count["kept"])
	}
	if !dry {
		if err := s.analyseAgain(ctx); err != nil {
			return err
		}
	}
	switch {
	case broken != nil:
		return partlyError{fmt.Errorf("read %s: %w; what stands before was read", path, broken)}
	case count[actor.IsSkipped] > 0:
		return partlyError{fmt.Errorf("%s skipped", plural(count[actor.IsSkipped], "entry", "entries"))}
	}
	return nil
}

// takeItem takes one entry of a file.
func takeItem(to *actor.Import, item galaxy.Item) takenActor {
	line := takenActor{Entry: item.Number, Name: clean.LineMax(string(item.Entry.Name), 100), Aliases: []news.Text{}, Kept: []keptByOthers{}}
	if line.Name == "" {
		line.Name = clean.Line(item.ID)
	}
	switch {
	case item.Err != nil:
		line.Status, line.Reason = actor.IsSkipped, cleanError(item.Err)
		return line
	case item.Out != "":
		line.Status, line.Reason = leftOut, clean.Line(item.Out)
		return line
	}
	out := to.Take(item.Entry)
	line.Status, line.Actor, line.Reason = out.State, out.Actor, clean.Line(out.Why)
	line.Aliases = append(line.Aliases, out.Taken...)
	for _, c := range out.Kept {
		line.Kept = append(line.Kept, keptByOthers{c.Name, c.Owner})
	}
	return line
}

// printTaken prints a line of the report; entries without news are only counted.
func (s *session) printTaken(line takenActor) error {
	if s.json {
		return s.printJSON(line)
	}
	switch line.Status {
	case actor.IsSkipped:
		fmt.Fprintf(s.Err, "hearsay: entry %d %q: %s; skipped\n", line.Entry, line.Name, line.Reason)
		return nil
	case leftOut:
		fmt.Fprintf(s.out, "left out  %s: %s\n", line.Name, line.Reason)
	case actor.IsNew:
		fmt.Fprintf(s.out, "new       %s", line.Name)
	case actor.IsMerged:
		fmt.Fprintf(s.out, "merged    %s", line.Name)
		if line.Actor != line.Name {
			fmt.Fprintf(s.out, " into %s", line.Actor)
		}
	}
	if line.Status == actor.IsNew || line.Status == actor.IsMerged {
		if len(line.Aliases) > 0 {
			fmt.Fprintf(s.out, ": %s", quoted(line.Aliases))
		}
		fmt.Fprintln(s.out)
	}
	for _, c := range line.Kept {
		owner := fmt.Sprintf("stays with %s", c.Owner)
		if c.Owner == "" {
			owner = "is no actor's name"
		}
		fmt.Fprintf(s.out, "          %s: %q %s\n", line.Name, c.Name, owner)
	}
	return nil
}
