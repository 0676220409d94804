package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"hearsay/news"
	"hearsay/store/query"
)

// List answers the ids of the stories that q asks for, newest first unless it
// says otherwise. Nothing but ids is read: the rows are asked for by screenfuls.
func (s *Store) List(ctx context.Context, q query.Query) ([]news.ID, error) {
	sel, err := s.compile(ctx, q, s.clock())
	if err != nil {
		return nil, err
	}
	ids, err := s.ids(ctx, `select s.id from story s`+sel.tail(), sel.args...)
	if err != nil {
		return nil, fmt.Errorf("list stories: %w", err)
	}
	return ids, nil
}

// Count is how many stories List would answer.
func (s *Store) Count(ctx context.Context, q query.Query) (int, error) {
	sel, err := s.compile(ctx, q, s.clock())
	if err != nil {
		return 0, err
	}
	var n int
	if sel.all {
		err = s.read.QueryRowContext(ctx, `select coalesce(sum(stories), 0)
			- (select count(*) from mark where owner = ? and kind = 'hidden') from feed`, s.owner).Scan(&n)
	} else {
		err = s.read.QueryRowContext(ctx, `select count(*) from (select s.id from story s`+sel.tail()+`)`, sel.args...).Scan(&n)
	}
	if err != nil {
		return 0, fmt.Errorf("count stories: %w", explain(err))
	}
	return n, nil
}

// tail is what follows "from story s".
func (sel selection) tail() string {
	var b strings.Builder
	b.WriteString(" where " + sel.where)
	order := sel.order
	if order == "" {
		order = "s.id desc"
	}
	b.WriteString(" order by " + order)
	if sel.limit > 0 {
		fmt.Fprintf(&b, " limit %d", sel.limit)
	}
	return b.String()
}

// ids reads one column of ids.
func (s *Store) ids(ctx context.Context, statement string, args ...any) ([]news.ID, error) {
	return readIDs(ctx, s.read, statement, args...)
}

// readIDs reads one column of ids. SQLite puts them into one text: handing over
// 100,000 rows one by one takes longer than finding them.
func readIDs(ctx context.Context, from querier, statement string, args ...any) ([]news.ID, error) {
	var list sql.RawBytes
	rows, err := from.QueryContext(ctx, `select json_group_array(id) from (`+statement+`)`, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var ids []news.ID
	for rows.Next() {
		if err := rows.Scan(&list); err != nil {
			return nil, explain(err)
		}
		ids = unpackIDs(list)
	}
	return ids, explain(rows.Err())
}

// unpackIDs reads a list of numbers such as [3,2,1].
func unpackIDs(list []byte) []news.ID {
	ids := make([]news.ID, 0, len(list)/15+1) // an id of this century has 15 digits
	var id news.ID
	digits := false
	for _, c := range list {
		if '0' <= c && c <= '9' {
			id, digits = id*10+news.ID(c-'0'), true
		} else if digits {
			ids = append(ids, id)
			id, digits = 0, false
		}
	}
	return ids
}

// rowColumns are those that scanRow reads, of story s and feed f; ?1 is the owner.
const rowColumns = `s.id, s.uuid, s.feed, case when f.named <> '' then f.named when f.title <> '' then f.title else f.url end,
	s.title, s.published, s.seen, exists (select 1 from read where reader = ?1 and story = s.id),
	exists (select 1 from mark where owner = ?1 and kind = 'starred' and story = s.id),
	exists (select 1 from mark where owner = ?1 and kind = 'hidden' and story = s.id),
	(select count(*) from note where story = s.id and owner = ?1 and deleted is null), s.claims, s.unsure, s.actors, s.more, s.marks,
	(select group_concat(name, char(10)) from (select name from tag where owner = ?1 and story = s.id order by name))`

func scanRow(scan func(...any) error) (r news.Row, err error) {
	var actors, marks string
	var tags sql.NullString
	var published, seen sql.NullInt64
	err = scan(&r.ID, &r.UUID, &r.Feed, &r.Source, &r.Title, &published, &seen, &r.Read, &r.Starred, &r.Hidden, &r.Notes,
		&r.Claims, &r.Unsure, &actors, &r.MoreActors, &marks, &tags)
	if err != nil {
		return r, err
	}
	r.Source = sourceName(r.Source)
	r.Published, r.Seen = moment(published), moment(seen)
	r.Actors, r.Tags = lines[news.Text](actors), lines[string](tags.String)
	r.Marks = unpackMarks(marks, r.Title)
	return r, nil
}

// Rows reads what a list shows of these stories, in the order asked; those that
// were dropped since are left out. Made for screenfuls: 64 rows in a millisecond.
func (s *Store) Rows(ctx context.Context, ids []news.ID) ([]news.Row, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.rows(ctx, s.read, `select `+rowColumns+` from json_each(?2) j cross join story s on s.id = j.value
		join feed f on f.id = s.feed order by j.key`, s.owner, packIDs(ids))
	if err != nil {
		return nil, fmt.Errorf("read %d rows: %w", len(ids), err)
	}
	return rows, nil
}

func (s *Store) rows(ctx context.Context, from querier, statement string, args ...any) ([]news.Row, error) {
	rows, err := from.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var list []news.Row
	for rows.Next() {
		r, err := scanRow(rows.Scan)
		if err != nil {
			return nil, explain(err)
		}
		list = append(list, r)
	}
	return list, explain(rows.Err())
}

const (
	// sameWithin is how far apart two outlets carry the same report, in
	// seconds: beyond a week an equal title is another event.
	sameWithin = 7 * 24 * 3600
	// sameMost keeps a report that everybody copies from filling the screen.
	sameMost = 50
)

// sameAs reads the stories of other feeds with the same address or the same
// title, oldest first.
func (s *Store) sameAs(ctx context.Context, from querier, story *news.Story, same int64) ([]news.Row, error) {
	reach := news.ID(sameWithin) << sequenceBits
	return s.rows(ctx, from, `select `+rowColumns+` from story s join feed f on f.id = s.feed
		where s.id in (select id from story where same = ?2 and same <> 0 union select id from story where link = ?3 and link <> '')
		and s.feed <> ?4 and s.id between ?5 and ?6 order by s.id limit ?7`,
		s.owner, same, story.Link, story.Feed, story.ID-reach, story.ID+reach, sameMost)
}

// packJSON is v as JSON; v is one of our own structures.
func packJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our structures can always be encoded
	}
	return string(b)
}
