package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

// schemas holds the steps from an empty file to the newest schema; step n is
// named 00n.sql and leaves user_version n.
//
//go:embed schema/*.sql
var schemas embed.FS

// ErrNewer says that the store was written by a newer program. It was not
// changed.
var ErrNewer = errors.New("the store was written by a newer hearsay: update hearsay, or choose another store with --store")

// newest is the number of the last step, the schema this program works with.
func newest() int {
	steps, err := schemas.ReadDir("schema")
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	return len(steps)
}

// migrate brings the file to the newest schema, one transaction a step. An
// existing store is copied to "<path>.before-<version>" first.
func (s *Store) migrate(ctx context.Context) error {
	var have int
	if err := s.write.QueryRowContext(ctx, "pragma user_version").Scan(&have); err != nil {
		return err
	}
	want := newest()
	if have > 0 && have < want {
		if err := s.copyBefore(ctx, have); err != nil {
			return fmt.Errorf("copy the store before migrating it: %w", err)
		}
	}
	for step := have + 1; step <= want; step++ {
		if err := s.step(ctx, step); err != nil {
			return fmt.Errorf("migrate to schema %d: %w", step, err)
		}
	}
	return nil
}

// step runs one migration; it does nothing when another process was first.
func (s *Store) step(ctx context.Context, step int) error {
	text, err := schemas.ReadFile(path.Join("schema", fmt.Sprintf("%03d.sql", step)))
	if err != nil {
		return err
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, "pragma user_version").Scan(&have); err != nil {
			return err
		}
		if have >= step {
			return nil
		}
		if _, err := tx.ExecContext(ctx, string(text)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("pragma user_version = %d", step))
		return err
	})
}

// copyBefore writes a copy of the whole store beside it, on disk before the
// migration begins. It takes the place of a copy from an attempt that failed.
func (s *Store) copyBefore(ctx context.Context, have int) error {
	if _, err := s.write.ExecContext(ctx, "pragma wal_checkpoint(truncate)"); err != nil {
		return err
	}
	to := fmt.Sprintf("%s.before-%d", s.path, have+1)
	// The transaction keeps other writers out while the bytes are copied.
	return s.change(ctx, func(*sql.Tx) error { return copyFile(s.path, to) })
}

// copyFile copies by way of a temporary file, so that a copy is whole or absent.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(to), ".copy-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(out.Name()) }() // gone already when all went well
	if _, err = io.Copy(out, in); err == nil {
		err = out.Sync()
	}
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(out.Name(), to)
}
