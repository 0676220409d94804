package store

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay/news"
)

// noon is the time on the clock of every test.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// open makes a store in a folder of its own, with a clock that stands still.
func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "hearsay", "hearsay.db"), Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Older versions of SQLite can damage a log that two connections write.
func TestSQLiteIsNewEnough(t *testing.T) {
	s := open(t)
	var enough bool
	err := s.read.QueryRow(`with v(text) as (select sqlite_version()),
		p(major, minor, patch) as (select cast(text as int),
			cast(substr(text, instr(text, '.') + 1) as int),
			cast(substr(text, instr(substr(text, instr(text, '.') + 1), '.') + instr(text, '.') + 1) as int) from v)
		select (major, minor, patch) >= (3, 51, 3) from p`).Scan(&enough)
	if err != nil || !enough {
		t.Errorf("SQLite is older than 3.51.3 (%v)", err)
	}
}

func TestFilesAreNobodyElsesBusiness(t *testing.T) {
	s, _, _ := shelf(t, 1)
	for path, want := range map[string]os.FileMode{
		filepath.Dir(s.path): 0o700, s.path: 0o600, s.path + "-wal": 0o600, s.path + "-shm": 0o600,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", filepath.Base(path), info.Mode().Perm(), want, err)
		}
	}
}

// What cannot be opened is named and left as it is.
func TestStrangeFilesAreLeftAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, bytes []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	database := func(name, statements string) string {
		path := filepath.Join(dir, name)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(statements); err != nil {
			t.Fatal(err)
		}
		return path
	}
	store := database("whole.db", "create table t(x); pragma user_version = 1")
	whole, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(whole)
	for i := 100; i < len(damaged); i++ {
		damaged[i] ^= 0x5a
	}
	for _, tt := range []struct{ name, path, want string }{
		{"text", file("notes.txt", []byte(strings.Repeat("my own notes\n", 1000))), "not a store of hearsay"},
		{"damaged", file("damaged.db", damaged), "damaged"},
		{"of another program", database("places.sqlite", "create table moz_places(x)"), "moz_places"},
		{"newer", database("newer.db", "create table t(x); pragma user_version = 99"), "newer hearsay"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, err := os.ReadFile(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), tt.path, Options{})
			if err == nil {
				s.Close()
				t.Fatal("it was opened")
			}
			if said := err.Error(); !strings.Contains(said, tt.path) || !strings.Contains(said, tt.want) || strings.Contains(said, "\n") {
				t.Errorf("error is %q", said)
			}
			if after, err := os.ReadFile(tt.path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed (%v)", err)
			}
		})
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "newer.db"), Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer store: %v", err)
	}
	for _, path := range []string{filepath.Join(dir, "notes.txt", "hearsay.db"), dir} {
		if _, err := Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "\n") {
			t.Errorf("opening %s: %v", path, err)
		}
	}
}

// A page that was overwritten makes reading fail with words, not with an empty
// list, and the rest of the bytes stay.
func TestDamageInTheMiddleIsSaid(t *testing.T) {
	s, _, ids := shelf(t, 200)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096 * 3; i < len(whole); i++ {
		whole[i] ^= 0x5a
	}
	if err := os.WriteFile(s.path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(t.Context(), s.path, Options{})
	if err == nil {
		defer s.Close()
		_, err = s.Rows(t.Context(), ids)
	}
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("reading a damaged store: %v", err)
	}
}

func TestManyMakeTheStoreAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "hearsay.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			if _, _, err := s.AddFeed(t.Context(), news.Feed{URL: address}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// The copy that a migration makes first is a whole store.
func TestCopyBeforeMigrationIsWhole(t *testing.T) {
	s, _, ids := shelf(t, 5)
	if err := s.copyBefore(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	copied := must(Open(t.Context(), s.path+".before-2", Options{}))(t)
	defer copied.Close()
	if got := list(t, copied); !slices.Equal(got, ids) {
		t.Errorf("the copy has %v, want %v", got, ids)
	}
	sound(t, copied)
	if info, err := os.Stat(copied.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v (%v)", info.Mode().Perm(), err)
	}
}
