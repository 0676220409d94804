package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/spf13/cobra"

	"hearsay/actor"
	"hearsay/news"
	"hearsay/news/clean"
)

// maxEdits is how large the file of edits may be, as any file from an editor.
const maxEdits = 1 << 20

// editsHelp begins a file of edits.
const editsHelp = `# Your own changes of the actors that hearsay knows. They stay on top of the
# program's table and of whatever is imported; the file can be shared.
# Names may be written in any spelling. Take the "#" away to use an example.

# A group that is missing, or more names for one that is there. kind: apt,
# ransomware, crime, hacktivist or unknown. match says what the names need:
# always, case-sensitive, needs-context (a word such as "group" near them) or
# never-alone (right beside them); without it ordinary words need context.
#[[add]]
#name = "Grey Otter"
#kind = "apt"
#country = "RU"
#aliases = ["Mud Heron", "UNC99999"]
#match = "always"

# Another name to be shown; the earlier one stays an alias, tags stay as they are.
#[[rename]]
#actor = "APT29"
#name = "Midnight Blizzard"

# Two actors are one.
#[[merge]]
#actor = "Andariel"
#into = "Lazarus Group"

# One actor is two: these names are another's.
#[[split]]
#actor = "Lazarus Group"
#name = "Moonstone Sleet"
#aliases = ["Storm-1789"]

# A name that is marked wrongly; without actor it is nobody's name.
#[[hide]]
#alias = "Snake"
#actor = "Turla"
`

// editsFile is the file of edits.
type editsFile struct {
	Add []struct {
		Name    string   `toml:"name"`
		Kind    string   `toml:"kind"`
		Country string   `toml:"country"`
		Sponsor string   `toml:"sponsor"`
		Aliases []string `toml:"aliases"`
		Match   string   `toml:"match"`
	} `toml:"add"`
	Rename []struct {
		Actor string `toml:"actor"`
		Name  string `toml:"name"`
	} `toml:"rename"`
	Merge []struct {
		Actor string `toml:"actor"`
		Into  string `toml:"into"`
	} `toml:"merge"`
	Split []struct {
		Actor   string   `toml:"actor"`
		Name    string   `toml:"name"`
		Kind    string   `toml:"kind"`
		Country string   `toml:"country"`
		Aliases []string `toml:"aliases"`
	} `toml:"split"`
	Hide []struct {
		Alias string `toml:"alias"`
		Actor string `toml:"actor"`
	} `toml:"hide"`
}

// readEdits reads the file of edits; a missing one has none. Errors name file
// and line.
func readEdits(path string) ([]actor.Edit, error) {
	data, err := readSmall(path, maxEdits)
	if err != nil || len(data) == 0 {
		return nil, err
	}
	return parseEdits(path, data)
}

func parseEdits(path string, data []byte) ([]actor.Edit, error) {
	var f editsFile
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&f); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) && len(strict.Errors) > 0 {
			line, _ := strict.Errors[0].Position()
			return nil, fmt.Errorf("%s:%d: unknown key %q; the tables are add, rename, merge, split and hide, with the keys name, kind, country, "+
				"sponsor, aliases, match, actor, into, alias", path, line, strings.Join(strict.Errors[0].Key(), "."))
		}
		return nil, describeTOML(path, err)
	}
	at := lineOf(data)
	edits := f.edits(at)
	for _, e := range edits {
		if err := checkEdit(e); err != nil {
			return nil, fmt.Errorf("%s:%d: %s: %w", path, e.Line, e.Do, err)
		}
	}
	return edits, nil
}

// edits is the content of the file as the catalogue understands it.
func (f *editsFile) edits(line func(actor.Deed, int) int) []actor.Edit {
	var out []actor.Edit
	for i, e := range f.Add {
		out = append(out, actor.Edit{Do: actor.Add, Line: line(actor.Add, i), Entry: actor.Entry{Name: clean.Line(e.Name), Kind: e.Kind,
			Country: strings.ToUpper(e.Country), Sponsor: clean.Line(e.Sponsor), Aliases: aliasesOf(e.Aliases), Match: e.Match}})
	}
	for i, e := range f.Rename {
		out = append(out, actor.Edit{Do: actor.Rename, Line: line(actor.Rename, i), Actor: string(clean.Line(e.Actor)), Entry: actor.Entry{Name: clean.Line(e.Name)}})
	}
	for i, e := range f.Merge {
		out = append(out, actor.Edit{Do: actor.Merge, Line: line(actor.Merge, i), Actor: string(clean.Line(e.Actor)), Into: string(clean.Line(e.Into))})
	}
	for i, e := range f.Split {
		out = append(out, actor.Edit{Do: actor.Split, Line: line(actor.Split, i), Actor: string(clean.Line(e.Actor)),
			Entry: actor.Entry{Name: clean.Line(e.Name), Kind: e.Kind, Country: strings.ToUpper(e.Country), Aliases: aliasesOf(e.Aliases)}})
	}
	for i, e := range f.Hide {
		out = append(out, actor.Edit{Do: actor.Hide, Line: line(actor.Hide, i), Alias: string(clean.Line(e.Alias)), Actor: string(clean.Line(e.Actor))})
	}
	return out
}

// checkEdit finds what is missing, or is a word that is not known.
func checkEdit(e actor.Edit) error {
	empty := func(key, value string) error {
		if value == "" {
			return fmt.Errorf("%s is missing", key)
		}
		return nil
	}
	var missing error
	switch e.Do {
	case actor.Add:
		missing = empty("name", string(e.Entry.Name))
	case actor.Rename, actor.Split:
		missing = errors.Join(empty("actor", e.Actor), empty("name", string(e.Entry.Name)))
	case actor.Merge:
		missing = errors.Join(empty("actor", e.Actor), empty("into", e.Into))
	case actor.Hide:
		missing = empty("alias", e.Alias)
	}
	if missing != nil {
		return missing
	}
	if e.Entry.Kind != "" && !slices.Contains(actor.Kinds, e.Entry.Kind) {
		return fmt.Errorf("kind %q: must be one of %s", e.Entry.Kind, strings.Join(actor.Kinds, ", "))
	}
	if e.Entry.Match != "" && !slices.Contains(actor.Matches, e.Entry.Match) {
		return fmt.Errorf("match %q: must be one of %s", e.Entry.Match, strings.Join(actor.Matches, ", "))
	}
	if c := e.Entry.Country; c != "" && (len(c) != 2 || strings.Trim(c, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return fmt.Errorf("country %q: must be two letters as in ISO 3166, such as \"RU\"", c)
	}
	return nil
}

func aliasesOf(names []string) []news.Alias {
	var out []news.Alias
	for _, n := range names {
		if name := clean.Line(n); name != "" {
			out = append(out, news.Alias{Name: name, By: news.Text(actor.Scheme(string(name)))})
		}
	}
	return out
}

// lineOf says on which line the nth table of a deed begins, 1 when it is not
// written as [[table]].
func lineOf(data []byte) func(actor.Deed, int) int {
	lines := map[actor.Deed][]int{}
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		if e.Kind != unstable.ArrayTable {
			continue
		}
		if key := e.Key(); key.Next() {
			do := actor.Deed(key.Node().Data)
			lines[do] = append(lines[do], p.Shape(key.Node().Raw).Start.Line)
		}
	}
	return func(do actor.Deed, n int) int {
		if n < len(lines[do]) {
			return lines[do][n]
		}
		return 1
	}
}

func editActorsCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "edit",
		Short: "Change actors: add, rename, merge, split, hide a name",
		Long: "The file is opened in $VISUAL or $EDITOR and checked before it counts: with a mistake in it the earlier one stays in force, " +
			"and the next \"actors edit\" goes on with your text.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.editActors(cmd.Context())
		},
	}
}

// editActors opens a draft of the file in an editor; the draft takes the file's
// place when all that it asks for can be done.
func (s *session) editActors(ctx context.Context) error {
	if os.Getenv("VISUAL")+os.Getenv("EDITOR") == "" && !isTerminal(s.In) {
		return usagef("there is no terminal to write in: set EDITOR, or write %s", s.editsPath())
	}
	state, err := s.stateDir()
	if err != nil {
		return err
	}
	draft := filepath.Join(state, "actors.toml")
	now, err := readSmall(s.editsPath(), maxEdits)
	if err != nil {
		return err
	}
	if _, err := os.Stat(draft); errors.Is(err, fs.ErrNotExist) {
		text := now
		if len(text) == 0 {
			text = []byte(editsHelp)
		}
		if err := replaceFile(draft, text); err != nil {
			return err
		}
	}
	command := editor(ctx, draft)
	command.Stdin, command.Stdout, command.Stderr = s.In, s.Out, s.Err
	if err := command.Run(); err != nil {
		return fmt.Errorf("editor %s: %w; what was written is in %s and comes back with the next edit", command.Path, err, draft)
	}
	edits, err := s.checkDraft(draft)
	if err != nil {
		return fmt.Errorf("%w; nothing was changed, \"hearsay actors edit\" goes on with your text", err)
	}
	text, err := readSmall(draft, maxEdits)
	if err != nil {
		return err
	}
	if bytes.Equal(text, now) || len(now) == 0 && string(text) == editsHelp {
		fmt.Fprintln(s.out, "nothing was changed")
		return os.Remove(draft)
	}
	if err := replaceFile(s.editsPath(), text); err != nil {
		return err
	}
	if err := os.Remove(draft); err != nil {
		return fmt.Errorf("remove the draft: %w", err)
	}
	fmt.Fprintf(s.out, "%s in %s\n", plural(len(edits), "change", "changes"), clean.Line(s.editsPath()))
	return s.analyseAgain(ctx)
}

// checkDraft says all that is wrong with a draft: the first mistake of the
// language, or every change that cannot be done.
func (s *session) checkDraft(draft string) ([]actor.Edit, error) {
	edits, err := readEdits(draft)
	if err != nil {
		return nil, err
	}
	imported, _, err := readImported(s.importsPath())
	if err != nil {
		return nil, err
	}
	_, failed, err := actor.Load(actor.Overlay{Imported: imported, Edits: edits})
	if err != nil {
		return nil, err
	}
	for i, f := range failed {
		if i == len(failed)-1 {
			return nil, fmt.Errorf("%s:%d: %w", draft, f.Edit.Line, f)
		}
		fmt.Fprintf(s.Err, "hearsay: %s:%d: %s\n", clean.Line(draft), f.Edit.Line, cleanError(f))
	}
	return edits, nil
}
