package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"hearsay/feed"
	"hearsay/news"
	"hearsay/news/clean"
	"hearsay/store"
	"hearsay/store/query"
)

// session is one run of the program: its flags, and what commands open on
// demand, so that a command pays only for what it uses.
type session struct {
	Streams
	storePath, configPath, nowFlag, color string
	json, noMouse                         bool
	samples                               bool // the store holds the samples and is thrown away

	config config
	store  *store.Store
	// Made once, on first use, also from several goroutines.
	fetcher func() *feed.Client
	known   catalogue

	out   *bufio.Writer // standard output, flushed by close
	clock time.Time     // --now, or zero

	feedIDs map[news.ID]string // UUIDs of feeds, read on demand
	working sync.WaitGroup     // rounds of the reader: the store stays open until they end
}

// begin reads the flags that concern every command.
func (s *session) begin(cmd *cobra.Command) error {
	s.out = bufio.NewWriterSize(s.Out, 64<<10)
	s.fetcher = sync.OnceValue(func() *feed.Client { return feed.Open(feed.Options{Version: Version, Now: s.now}) })
	if s.nowFlag != "" {
		at, err := time.Parse(time.RFC3339, s.nowFlag)
		if err != nil {
			return usagef("--now %q: not a time like 2026-11-22T09:30:00Z", s.nowFlag)
		}
		s.clock = at
	}
	switch s.color {
	case "auto", "always", "never":
	default:
		return usagef("--color %q: must be auto, always or never", s.color)
	}
	if s.configPath == "" && homeKnown("XDG_CONFIG_HOME") {
		s.configPath = filepath.Join(xdg.ConfigHome, "hearsay", "config.toml")
	}
	var err error
	if s.config, err = readConfig(s.configPath); err != nil && cmd.Name() != "config" {
		fmt.Fprintf(s.Err, "hearsay: warning: %s; its defaults are used\n", cleanError(err))
	}
	if s.storePath == "" {
		s.storePath = s.config.Store
	}
	if s.storePath == "" && homeKnown("XDG_DATA_HOME") {
		s.storePath = filepath.Join(xdg.DataHome, "hearsay", "hearsay.db")
	}
	return nil
}

// homeKnown reports whether the user has a place for files: without HOME the
// library would take the root of the file system.
func homeKnown(variable string) bool {
	_, err := os.UserHomeDir()
	return err == nil || filepath.IsAbs(os.Getenv(variable))
}

// close ends the run: output first, then the store.
func (s *session) close() error {
	var err error
	if s.out != nil {
		if flushed := s.out.Flush(); flushed != nil {
			err = fmt.Errorf("write to standard output: %w", flushed)
		}
	}
	if closed := s.closeStore(); err == nil {
		err = closed
	}
	return err
}

// closeStore waits for rounds that are still writing and closes the store.
func (s *session) closeStore() error {
	s.working.Wait()
	if s.store == nil {
		return nil
	}
	err := s.store.Close()
	s.store = nil
	if err != nil {
		return fmt.Errorf("close store %s: %w", s.storePath, err)
	}
	return nil
}

// now is the one clock of the program.
func (s *session) now() time.Time {
	if !s.clock.IsZero() {
		return s.clock
	}
	return time.Now()
}

// shelf opens the store, once.
func (s *session) shelf(ctx context.Context) (*store.Store, error) {
	if s.store != nil {
		return s.store, nil
	}
	if s.storePath == "" {
		return nil, errors.New("no place for the store: HOME is not set; set it, or name a file with --store")
	}
	opened, err := store.Open(ctx, s.storePath, store.Options{Now: s.now})
	if err != nil {
		return nil, err
	}
	s.store = opened
	return opened, nil
}

// author is whose notes these are: the configured name, else the user's.
func (s *session) author() string {
	if s.config.Author != "" {
		return s.config.Author
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "you"
}

// stateDir is where drafts and the log live; made when missing, private.
func (s *session) stateDir() (string, error) {
	if s.samples { // goes with the throw-away store
		return filepath.Dir(s.storePath), nil
	}
	if !homeKnown("XDG_STATE_HOME") {
		return "", errors.New("no place for drafts and the log: HOME is not set; set it, or XDG_STATE_HOME")
	}
	dir := filepath.Join(xdg.StateHome, "hearsay")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make the state folder: %w", err)
	}
	return dir, nil
}

// ask parses the words of a query. NOT is the query's own word for "-".
func ask(words []string) (query.Query, error) {
	q, err := query.Parse(strings.Join(words, " "))
	if err != nil {
		return q, usageError{err}
	}
	return q, nil
}

// stories lists what a query finds.
func (s *session) stories(ctx context.Context, words []string) (*store.Store, []news.ID, error) {
	q, err := ask(words)
	if err != nil {
		return nil, nil, err
	}
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, nil, err
	}
	ids, err := shelf.List(ctx, q)
	return shelf, ids, err
}

// matching lists what a change is about. Words that ask for nothing, as a lone
// bracket does, find everything when listed; here that would be a disaster.
func (s *session) matching(ctx context.Context, words []string) (*store.Store, []news.ID, error) {
	q, err := ask(words)
	if err == nil && q.String() == "" && strings.TrimSpace(strings.Join(words, "")) != "" {
		err = usagef("%q asks for nothing: give words, or \"\" for all stories", clean.Line(strings.Join(words, " ")))
	}
	if err != nil {
		return nil, nil, err
	}
	return s.stories(ctx, words)
}

// onTerminal reports whether standard output is a terminal.
func (s *session) onTerminal() bool { return isTerminal(s.Out) }

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// readAll reads standard input or a file, at most limit bytes.
func (s *session) readAll(name string, limit int64) ([]byte, error) {
	in, closeIn, err := s.open(name)
	if err != nil {
		return nil, err
	}
	defer closeIn()
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", clean.Line(name), inside(err))
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s is larger than %d MiB; nothing was read", name, limit>>20)
	}
	return data, nil
}

// open gives standard input for "-", else the file.
func (s *session) open(name string) (io.Reader, func(), error) {
	if name == "" || name == "-" {
		return s.In, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err // it says what and where
	}
	return f, func() { f.Close() }, nil
}

// inside is what is wrong with a file, without its name, which the caller says.
func inside(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
