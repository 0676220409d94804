package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

// ClaimRow is a claim with what the ledger shows of its story.
type ClaimRow struct {
	news.Claim
	StoryUUID       string
	Title, Source   news.Text
	Link            string
	Published, Seen time.Time
}

// Claims lists the claims of the stories that q asks for, rejected ones
// included, by the time of the story and the place in it, oldest first.
func (s *Store) Claims(ctx context.Context, q query.Query) ([]ClaimRow, error) {
	sel, err := s.compile(ctx, q, s.clock())
	if err != nil {
		return nil, err
	}
	on := sel.where
	if sel.limit > 0 {
		on = `s.id in (select s.id from story s` + sel.tail() + `)`
	}
	rows, err := s.read.QueryContext(ctx, `select `+claimColumns+`, s.uuid, s.title,
		case when f.named <> '' then f.named when f.title <> '' then f.title else f.url end, s.link, s.published, s.seen
		from claim c join story s on s.id = c.story join feed f on f.id = s.feed where `+on+` order by c.story, c.field, c.start, c.id`, sel.args...)
	if err != nil {
		return nil, fmt.Errorf("list claims: %w", explain(err))
	}
	defer rows.Close()
	var list []ClaimRow
	for rows.Next() {
		var r ClaimRow
		var published, seen sql.NullInt64
		if r.Claim, err = scanClaim(rows.Scan, &r.StoryUUID, &r.Title, &r.Source, &r.Link, &published, &seen); err != nil {
			return nil, fmt.Errorf("list claims: %w", explain(err))
		}
		r.Source, r.Published, r.Seen = sourceName(r.Source), moment(published), moment(seen)
		list = append(list, r)
	}
	return list, explain(rows.Err())
}
