package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// View is a query saved under a name, "@name" in other queries.
type View struct {
	Name, Query string
}

// Views lists the saved queries by name.
func (s *Store) Views(ctx context.Context) ([]View, error) {
	rows, err := s.read.QueryContext(ctx, `select name, query from view where owner = ? order by name`, s.owner)
	if err != nil {
		return nil, fmt.Errorf("list views: %w", explain(err))
	}
	defer rows.Close()
	var views []View
	for rows.Next() {
		var v View
		if err := rows.Scan(&v.Name, &v.Query); err != nil {
			return nil, fmt.Errorf("list views: %w", explain(err))
		}
		views = append(views, v)
	}
	return views, explain(rows.Err())
}

// SaveView keeps a query under a name, in place of one of that name.
func (s *Store) SaveView(ctx context.Context, v View) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `insert into view(owner, name, query) values (?, ?, ?)
			on conflict (owner, name) do update set query = excluded.query`, s.owner, v.Name, v.Query)
		return err
	})
	if err != nil {
		return fmt.Errorf("save view %q: %w", v.Name, err)
	}
	return nil
}

// DropView forgets a saved query; ErrGone when there is none of this name.
func (s *Store) DropView(ctx context.Context, name string) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `delete from view where owner = ? and name = ?`, s.owner, name)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrGone)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("drop view %q: %w", name, err)
	}
	return nil
}

// Visited writes down that a session of the reader begins now. LastVisit answers
// the session before it from then on, in this process.
func (s *Store) Visited(ctx context.Context) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `insert into reader(name, visited) values (?, ?)
			on conflict (name) do update set before = visited, visited = excluded.visited`, s.owner, s.now().Unix())
		return err
	})
	if err != nil {
		return fmt.Errorf("write down the visit: %w", err)
	}
	s.visited.Store(true)
	return nil
}

// LastVisit is when the reader's last session began, not counting one of this
// process. Zero: there was none.
func (s *Store) LastVisit(ctx context.Context) (time.Time, error) {
	var visited, before sql.NullInt64
	err := s.read.QueryRowContext(ctx, `select visited, before from reader where name = ?`, s.owner).Scan(&visited, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last visit: %w", explain(err))
	}
	if s.visited.Load() {
		return moment(before), nil
	}
	return moment(visited), nil
}
