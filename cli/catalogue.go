package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hearsay/actor"
	"hearsay/claim"
	"hearsay/gather"
	"hearsay/news"
	"hearsay/news/clean"
)

// catalogue is the actors that the program knows: its own table, what was
// imported, the reader's edits; and the engine that works with them.
type catalogue struct {
	mu      sync.Mutex
	seen    [2]fileMark
	actors  *actor.Catalogue
	engine  *claim.Engine
	trouble []string // what could not be read or done, each a line
}

// fileMark tells one state of a file from another.
type fileMark struct {
	size  int64
	since time.Time
}

func markOf(path string) fileMark {
	info, err := os.Stat(path)
	if err != nil {
		return fileMark{}
	}
	return fileMark{info.Size(), info.ModTime()}
}

// editsPath is the file of the reader's own edits: plain, to be shared.
func (s *session) editsPath() string { return filepath.Join(filepath.Dir(s.configPath), "actors.toml") }

// importsPath is the file of what was imported, beside the store.
func (s *session) importsPath() string {
	return filepath.Join(filepath.Dir(s.storePath), "actors.jsonl")
}

// actors gives the catalogue, read once. What is wrong with the files does not
// stop anybody: it is left out, and said by the commands about actors.
func (s *session) actors() *actor.Catalogue {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	s.readActors()
	return s.known.actors
}

// analyst gives the engine, made once.
func (s *session) analyst() *claim.Engine {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	s.readActors()
	if s.known.engine == nil {
		s.known.engine = claim.New(s.known.actors)
	}
	return s.known.engine
}

// readActors reads the catalogue unless it is known. known.mu is held.
func (s *session) readActors() {
	k := &s.known
	if k.actors != nil {
		return
	}
	k.actors = actor.Default()
	if s.samples {
		return // the samples look the same for everybody
	}
	k.seen = [2]fileMark{markOf(s.importsPath()), markOf(s.editsPath())}
	if k.seen == ([2]fileMark{}) {
		return
	}
	imported, bad, err := readImported(s.importsPath())
	k.note(err)
	if bad > 0 {
		k.note(fmt.Errorf("%s: %s cannot be read and left out", s.importsPath(), plural(bad, "line", "lines")))
	}
	edits, err := readEdits(s.editsPath())
	k.note(err)
	actors, failed, err := actor.Load(actor.Overlay{Imported: imported, Edits: edits})
	for _, f := range failed {
		k.note(fmt.Errorf("%s:%d: %w", s.editsPath(), f.Edit.Line, f))
	}
	if k.note(err); err == nil {
		k.actors = actors
	}
}

func (k *catalogue) note(err error) {
	if err != nil {
		k.trouble = append(k.trouble, string(cleanError(err)))
	}
}

// lookAgain lets the next user of the catalogue read it again when its files
// have changed: a reader may stay open for days.
func (s *session) lookAgain() {
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	if !s.samples && s.known.seen != [2]fileMark{markOf(s.importsPath()), markOf(s.editsPath())} {
		s.known.actors, s.known.engine, s.known.trouble = nil, nil, nil
	}
}

// warnOfActors says what is wrong with the reader's files.
func (s *session) warnOfActors() {
	s.actors()
	for _, line := range s.known.trouble {
		fmt.Fprintf(s.Err, "hearsay: warning: %s; it is left out\n", line)
	}
}

// importedActor is a line of the file of imports.
type importedActor struct {
	Name    string          `json:"name"`
	Kind    string          `json:"kind,omitempty"`
	Country string          `json:"country,omitempty"`
	Aliases []importedAlias `json:"aliases,omitempty"`
	Refs    []importedRef   `json:"refs,omitempty"`
}

type importedAlias struct {
	Name string `json:"name"`
	By   string `json:"by,omitempty"`
}

type importedRef struct {
	Source string `json:"source"`
	ID     string `json:"id"`
}

// maxImported is how large the file of imports may be: four times what all
// public catalogues together give.
const maxImported = 32 << 20

// readImported reads what was imported, and how many lines cannot be read. A
// missing file is no error.
func readImported(path string) (entries []actor.Entry, bad int, err error) {
	data, err := readSmall(path, maxImported)
	if err != nil {
		return nil, 0, err
	}
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var from importedActor
		if json.Unmarshal(line, &from) != nil || clean.Line(from.Name) == "" {
			bad++
			continue
		}
		e := actor.Entry{Name: clean.Line(from.Name), Kind: string(clean.Line(from.Kind)), Country: string(clean.Line(from.Country))}
		for _, a := range from.Aliases {
			e.Aliases = append(e.Aliases, news.Alias{Name: clean.Line(a.Name), By: clean.Line(a.By)})
		}
		for _, r := range from.Refs {
			e.Refs = append(e.Refs, news.Ref{Source: string(clean.Line(r.Source)), ID: string(clean.Line(r.ID))})
		}
		entries = append(entries, e)
	}
	return entries, bad, nil
}

// readSmall reads a file of at most limit bytes; a missing one is empty.
func readSmall(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read actors: %w", err)
	}
	if info.Size() > limit || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file of at most %d MiB", path, limit>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read actors: %w", err)
	}
	return data, nil
}

// keepImported writes the file of imports, whole or not at all.
func keepImported(path string, entries []actor.Entry) error {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	lines.SetEscapeHTML(false)
	for _, e := range entries {
		to := importedActor{Name: string(e.Name), Kind: e.Kind, Country: e.Country}
		for _, a := range e.Aliases {
			to.Aliases = append(to.Aliases, importedAlias{string(a.Name), string(a.By)})
		}
		for _, r := range e.Refs {
			to.Refs = append(to.Refs, importedRef{r.Source, r.ID})
		}
		if err := lines.Encode(to); err != nil {
			return err
		}
	}
	return replaceFile(path, b.Bytes())
}

// replaceFile puts data in place of a file: a crash leaves the old or the new.
func replaceFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, ".actors-*") // mode 0600, never an existing file
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone already when all went well
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// analyseAgain looks at the stories of the store with the changed catalogue, if
// there is a store. Stopped, it goes on with the next fetch.
func (s *session) analyseAgain(ctx context.Context) error {
	s.lookAgain()
	if _, err := os.Stat(s.storePath); err != nil {
		return nil
	}
	shelf, err := s.shelf(ctx)
	if err != nil {
		return err
	}
	progress, total := isTerminal(s.Err), 0
	err = gather.Analyse(ctx, shelf, s.analyst(), func(done int) {
		if total = done; progress {
			fmt.Fprintf(s.Err, "\r\x1b[K%d stories looked at again", done)
		}
	})
	if progress && total > 0 {
		fmt.Fprint(s.Err, "\r\x1b[K")
	}
	if err != nil {
		return fmt.Errorf("look at the stories again: %w; the next fetch goes on with it", err)
	}
	if total > 0 && !s.json {
		fmt.Fprintf(s.out, "%s looked at again\n", plural(total, "story", "stories"))
	}
	return nil
}

// quoted writes names in a row for a message.
func quoted(names []news.Text) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return strings.Join(out, ", ")
}
