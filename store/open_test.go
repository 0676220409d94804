package store

import (
	"path/filepath"
	"testing"
	"time"
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
