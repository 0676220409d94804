// Package store keeps everything in one SQLite file: feeds, stories, what the
// engine found in them, and what the reader wrote. Every statement of SQL of
// the program stands here.
//
// A store has two handles on its file: one connection that writes, and a pool
// that only reads and never waits for the writer. Other processes may use the
// same file at the same time. Every change is one transaction that is on disk
// (synchronous=FULL) when the method returns: what was returned as saved
// survives the end of the process and of the power.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Outcomes that a caller may expect.
var (
	ErrGone      = errors.New("there is nothing with this id: it was dropped, or the id is wrong; hearsay list and hearsay notes show ids")
	ErrAmbiguous = errors.New("more than one id begins like this: give more of it")
	ErrNothing   = errors.New("nothing to undo or redo")
	ErrNoQuote   = errors.New("the quote is not in the story: copy it from the title or the text")
)

const (
	// busyTimeout is how long a change waits for another process's: ten
	// seconds are more than any of our transactions takes.
	busyTimeout = 10 * time.Second
	// readers is how many reads run at once: the screen, a count, a search
	// that is about to be dropped.
	readers = 4
	// cache is how much of the file a connection keeps in memory, in KiB.
	cache = 8 << 10
	// defaultOwner is who the reader is when nothing else is said.
	defaultOwner = "me"
)

// Options says who uses the store, and the clock.
type Options struct {
	Owner string           // "" stands for "me"
	Now   func() time.Time // nil: time.Now
}

// Store is an open store. Its methods may be used from several goroutines.
type Store struct {
	path    string
	owner   string
	clock   func() time.Time
	write   *sql.DB     // one connection, transactions begin immediate
	read    *sql.DB     // read-only
	visited atomic.Bool // Visited was called by this process
}

// Open opens the store at path, and makes it with its folder when it is missing
// (folder 0700, files 0600). A file that is damaged, is not a store or is newer
// (ErrNewer) is left as it is, and the error says which file and why.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	s := &Store{path: path, owner: opt.Owner, clock: opt.Now}
	if s.owner == "" {
		s.owner = defaultOwner
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if err := s.prepare(ctx); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, explain(err))
	}
	if err := s.connect(ctx); err != nil {
		_ = s.Close() // the reason is the first error
		return nil, fmt.Errorf("open store %s: %w", path, explain(err))
	}
	return s, nil
}

// prepare makes the folder and the file with their modes, unless the file is
// there and not ours. SQLite gives -wal and -shm the mode of the file.
func (s *Store) prepare(ctx context.Context) error {
	if info, err := os.Stat(s.path); err == nil {
		if info.IsDir() {
			return errors.New("it is a folder: name a file")
		}
		if err := s.inspect(ctx); err != nil {
			return err
		}
	}
	folder := filepath.Dir(s.path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		return f.Chmod(0o600) // what the reader notes is nobody else's business
	}
	return nil
}

// inspect looks at an existing file without changing a byte of it: a writing
// connection would already turn on the log.
func (s *Store) inspect(ctx context.Context) error {
	db, err := sql.Open("sqlite", s.address("ro", "deferred"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // nothing was written
	tx, err := db.BeginTx(ctx, nil)   // another process may be making the store
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var have, tables int
	var table string
	err = tx.QueryRowContext(ctx, `select (select user_version from pragma_user_version), count(*), coalesce(min(name), '')
		from sqlite_schema`).Scan(&have, &tables, &table)
	switch {
	case err != nil:
		return err
	case have > newest():
		return fmt.Errorf("%w (its schema is %d, this program knows %d)", ErrNewer, have, newest())
	case have == 0 && tables > 0:
		return fmt.Errorf("it is a database of another program (it has a table %q)", table)
	}
	return nil
}

// connect opens both handles and brings the schema up to date.
func (s *Store) connect(ctx context.Context) (err error) {
	if s.write, err = sql.Open("sqlite", s.address("rw", "immediate")); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if s.read, err = sql.Open("sqlite", s.address("ro", "deferred")); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	return s.read.PingContext(ctx)
}

// address is the connection string of a handle. The pragmas are set on every
// connection that it opens.
func (s *Store) address(mode, lock string) string {
	q := url.Values{"mode": {mode}, "_txlock": {lock}}
	q.Add("_pragma", fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()))
	q.Add("_pragma", "foreign_keys(1)")
	q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", cache))
	q.Add("_pragma", "temp_store(memory)") // what is sorted is nobody else's business either
	if mode == "ro" {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Add("_pragma", "journal_mode(wal)")
		q.Add("_pragma", "synchronous(full)")
	}
	return (&url.URL{Scheme: "file", Path: s.path, RawQuery: q.Encode()}).String()
}

// Close ends both handles; the last process to close folds the log into the file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Path is where the store is.
func (s *Store) Path() string { return s.path }

// now is the time to write down, in whole seconds as the tables keep it.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Second) }

// change runs do in one transaction on the writing connection. Nothing of it
// stays when do answers an error.
func (s *Store) change(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback() // nothing after a commit
	if err := do(tx); err != nil {
		return explain(err)
	}
	return explain(tx.Commit())
}

// explain adds to an error of SQLite or of a path what it means for the reader.
func explain(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return fmt.Errorf("%w: choose a place that you may write to with --store", err)
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	advice := ""
	switch e.Code() & 0xff { // the low byte is the kind, the rest the detail
	case sqlite3.SQLITE_NOTADB:
		advice = "the file is not a store of hearsay; it was left as it is"
	case sqlite3.SQLITE_CORRUPT:
		advice = "the file is damaged; it was left as it is: restore a backup, or move it away to start anew"
	case sqlite3.SQLITE_FULL:
		advice = "the disk is full: nothing was changed"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		advice = "the store cannot be written: check the rights of the file and its folder"
	case sqlite3.SQLITE_BUSY:
		advice = "another process is writing for too long: try again"
	case sqlite3.SQLITE_IOERR:
		advice = "the disk answers with errors, or is full: nothing was changed"
	default:
		return err
	}
	return fmt.Errorf("%s (%w)", advice, err)
}
