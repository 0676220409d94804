package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"hearsay/news"
)

// AddFeed subscribes to f.URL; Title, Category, Site, Lang and Typed are used
// when given. A feed that is subscribed already, now or first under this
// address, is answered as it is with added false.
func (s *Store) AddFeed(ctx context.Context, f news.Feed) (feed news.Feed, added bool, err error) {
	f.UUID = news.NameUUID("feed|" + f.URL)
	err = s.change(ctx, func(tx *sql.Tx) error {
		var id news.ID
		var removed bool
		err := tx.QueryRowContext(ctx, `select id, removed is not null from feed where url = ? or uuid = ?
			order by url = ? desc limit 1`, f.URL, f.UUID, f.URL).Scan(&id, &removed)
		switch {
		case err == nil && removed:
			added = true
			_, err = tx.ExecContext(ctx, `update feed set removed = null, named = ?, category = ?, next_due = null, gone = 0,
				failures = 0, etag = '', last_modified = '', body_hash = '' where id = ?`, f.Title, f.Category, id)
		case errors.Is(err, sql.ErrNoRows):
			added = true
			err = tx.QueryRowContext(ctx, `insert into feed(uuid, url, title, named, site, lang, category, typed, added)
				values (?, ?, '', ?, ?, ?, ?, ?, ?) returning id`,
				f.UUID, f.URL, f.Title, f.Site, f.Lang, f.Category, f.Typed, s.now().Unix()).Scan(&id)
		}
		if err != nil {
			return err
		}
		feed, err = oneFeed(ctx, tx, id)
		return err
	})
	if err != nil {
		return news.Feed{}, false, fmt.Errorf("add a feed: %w", err) // the address may hold a secret
	}
	return feed, added, nil
}

// SetFeed changes what the reader may change: title ("" for the feed's own),
// category, address and whether private hosts are allowed.
func (s *Store) SetFeed(ctx context.Context, f news.Feed) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		have, err := oneFeed(ctx, tx, f.ID)
		if err != nil {
			return err
		}
		var own string
		if err := tx.QueryRowContext(ctx, "select title from feed where id = ?", f.ID).Scan(&own); err != nil {
			return err
		}
		named := f.Title
		if string(named) == own || named == hostOf(f.URL) {
			named = "" // follow the feed when it changes its name
		}
		_, err = tx.ExecContext(ctx, `update feed set named = ?, category = ?, url = ?, typed = ? where id = ?`,
			named, f.Category, f.URL, f.Typed, f.ID)
		if err == nil && have.URL != f.URL { // what another server said means nothing here
			_, err = tx.ExecContext(ctx, `update feed set etag = '', last_modified = '', body_hash = '', validated = null,
				next_due = null, failures = 0, gone = 0 where id = ?`, f.ID)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("change feed %d: %w", f.ID, err)
	}
	return nil
}

// RemoveFeed ends a subscription and drops its stories, except those that the
// reader tagged, starred, noted or judged: they stay under the feed's name.
func (s *Store) RemoveFeed(ctx context.Context, id news.ID) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		if _, err := oneFeed(ctx, tx, id); err != nil {
			return err
		}
		if err := dropStories(ctx, tx, `select id from story where feed = ?`, id); err != nil {
			return err
		}
		for _, statement := range []string{
			`delete from tombstone where feed = ?1`, // subscribed again, all may come back
			`update feed set removed = ?2, stories = (select count(*) from story where feed = ?1) where id = ?1`,
			`delete from feed where id = ?1 and stories = 0`,
		} {
			if _, err := tx.ExecContext(ctx, statement, id, s.now().Unix()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove feed %d: %w", id, err)
	}
	return nil
}

// dropStories deletes those of the chosen stories that the reader has done
// nothing with. which is a select of story ids.
func dropStories(ctx context.Context, tx *sql.Tx, which string, args ...any) error {
	_, err := tx.ExecContext(ctx, `create temp table if not exists drop_story(id integer primary key)`)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`delete from drop_story`,
		`insert into drop_story ` + which,
		`delete from drop_story where id in (select story from tag)
			or id in (select story from mark where kind = 'starred')
			or id in (select story from note where deleted is null and story is not null)
			or id in (select s.id from verdict v join story s on s.uuid = v.story_uuid)`,
		`delete from mark where story in (select id from drop_story)`,
		`delete from kept where story in (select id from drop_story)`,
		`delete from story_text where rowid in (select id from drop_story)`,
		`delete from story where id in (select id from drop_story)`,
	} {
		var err error
		if strings.Contains(statement, which) {
			_, err = tx.ExecContext(ctx, statement, args...)
		} else {
			_, err = tx.ExecContext(ctx, statement)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// feedColumns are those that scanFeed reads.
const feedColumns = `id, uuid, url, title, named, site, lang, category, typed, added, etag, last_modified, validated, body_hash,
	state, http, error, last_try, last_success, next_due, failures, gone, stories`

func scanFeed(scan func(...any) error, more ...any) (f news.Feed, err error) {
	var own news.Text
	var added, validated, try, success, due sql.NullInt64
	dest := []any{&f.ID, &f.UUID, &f.URL, &own, &f.Title, &f.Site, &f.Lang, &f.Category, &f.Typed, &added, &f.ETag, &f.LastModified,
		&validated, &f.BodyHash, &f.State, &f.HTTP, &f.Error, &try, &success, &due, &f.Failures, &f.Gone, &f.Stories}
	if err := scan(append(dest, more...)...); err != nil {
		return f, err
	}
	if f.Title == "" {
		f.Title = own
	}
	if f.Title == "" {
		f.Title = hostOf(f.URL)
	}
	f.Added, f.Validated, f.LastTry, f.LastSuccess, f.NextDue = moment(added), moment(validated), moment(try), moment(success), moment(due)
	return f, nil
}

// hostOf names a feed that has no title yet.
func hostOf(address string) news.Text {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "feed"
	}
	return news.Text(u.Hostname())
}

// oneFeed reads a subscribed feed; ErrGone when there is none with this id.
func oneFeed(ctx context.Context, tx *sql.Tx, id news.ID) (news.Feed, error) {
	f, err := scanFeed(tx.QueryRowContext(ctx, `select `+feedColumns+` from feed where id = ? and removed is null`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return f, ErrGone
	}
	return f, err
}

// Feeds lists all subscriptions by category and title, with their counts.
func (s *Store) Feeds(ctx context.Context) ([]news.Feed, error) {
	feeds, err := s.feeds(ctx, `select `+feedColumns+`, stories - (select count(*) from story x where x.feed = feed.id and exists
		(select 1 from read where reader = ? and story = x.id)) from feed where removed is null`, true, s.owner)
	if err != nil {
		return nil, fmt.Errorf("list feeds: %w", explain(err))
	}
	slices.SortFunc(feeds, func(a, b news.Feed) int {
		if c := strings.Compare(a.Category, b.Category); c != 0 {
			return c
		}
		if c := strings.Compare(strings.ToLower(string(a.Title)), strings.ToLower(string(b.Title))); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	return feeds, nil
}

// Due lists the feeds that may be asked again, the longest due first.
func (s *Store) Due(ctx context.Context, now time.Time) ([]news.Feed, error) {
	feeds, err := s.feeds(ctx, `select `+feedColumns+` from feed where removed is null and gone = 0
		and (next_due is null or next_due <= ?) order by next_due, id`, false, now.Unix())
	if err != nil {
		return nil, fmt.Errorf("list feeds that are due: %w", explain(err))
	}
	return feeds, nil
}

func (s *Store) feeds(ctx context.Context, statement string, unread bool, args ...any) ([]news.Feed, error) {
	rows, err := s.read.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var feeds []news.Feed
	for rows.Next() {
		var count int
		var more []any
		if unread {
			more = append(more, &count)
		}
		f, err := scanFeed(rows.Scan, more...)
		if err != nil {
			return nil, err
		}
		f.Unread = count
		feeds = append(feeds, f)
	}
	return feeds, rows.Err()
}

// Counts are the figures of a status line.
type Counts struct {
	Feeds, Failing, Stories, Unread int
	LastFetch                       time.Time // of any feed; zero: never
}

// Counts answers from rows that the writer keeps; it does not walk the stories.
func (s *Store) Counts(ctx context.Context) (c Counts, err error) {
	var last sql.NullInt64
	err = s.read.QueryRowContext(ctx, `select count(*) filter (where removed is null),
		count(*) filter (where removed is null and state = 'failed'), coalesce(sum(stories), 0), max(last_try),
		coalesce(sum(stories), 0) - (select count(*) from read where reader = ?1)
		- (select count(*) from mark m where owner = ?1 and kind = 'hidden'
			and not exists (select 1 from read where reader = ?1 and story = m.story)) from feed`, s.owner).
		Scan(&c.Feeds, &c.Failing, &c.Stories, &last, &c.Unread)
	if err != nil {
		return Counts{}, fmt.Errorf("count stories: %w", explain(err))
	}
	c.LastFetch = moment(last)
	return c, nil
}
