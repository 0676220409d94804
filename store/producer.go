package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"
)

// Producer is the random id under which exports of this store are made; it is
// given once and stays.
func (s *Store) Producer(ctx context.Context) (id string, err error) {
	const ask = `select value from meta where key = 'producer'`
	if s.read.QueryRowContext(ctx, ask).Scan(&id) == nil {
		return id, nil
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `insert or ignore into meta(key, value) values ('producer', ?)`, uuid.NewString()); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, ask).Scan(&id) // another process may have been first
	})
	if err != nil {
		return "", fmt.Errorf("read the id of the store: %w", err)
	}
	return id, nil
}
