package store

import (
	"context"
	"errors"
	"time"

	"hearsay/store/query"
)

// selection is a query as SQL, to stand after "from story s".
type selection struct {
	where string // a condition on s, "" for all; regular expressions by a registered SQL function, last
	args  []any  // of where
	order string // after "order by", "" for newest first: "s.id desc"
	limit int    // 0: none
}

// compile makes SQL of q; relative times count from at.
func (s *Store) compile(ctx context.Context, q query.Query, at time.Time) (selection, error) {
	if q.Where == nil && q.Sort == nil {
		return selection{limit: q.Limit}, nil
	}
	return selection{}, errors.New("queries are not compiled yet")
}
