package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"hearsay/news"
)

// KeepVisit writes down what a visit brought, all of it or nothing: the feed's
// health, its new stories, and new texts of stories it has edited, whose earlier
// state becomes a revision. Those count as not analysed. A story that was
// dropped does not come back. A feed that was removed meanwhile keeps nothing.
func (s *Store) KeepVisit(ctx context.Context, v news.Visit) (news.Kept, error) {
	var kept news.Kept
	err := s.change(ctx, func(tx *sql.Tx) error {
		f, err := oneFeed(ctx, tx, v.Feed.ID)
		if errors.Is(err, ErrGone) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := keepHealth(ctx, tx, f, v.Feed); err != nil {
			return fmt.Errorf("health: %w", err)
		}
		if len(v.Stories) == 0 {
			return nil
		}
		in := &intake{tx: tx, feed: f, now: s.now(), damaged: v.Damaged != nil}
		kept, err = in.keep(ctx, v.Stories)
		return err
	})
	if err != nil {
		return news.Kept{}, fmt.Errorf("keep a visit to feed %d: %w", v.Feed.ID, err)
	}
	return kept, nil
}

// keepHealth writes what the server said. The reader's own title, category and
// permissions are not the visit's to change; neither is an address that is
// another subscription's by now.
func keepHealth(ctx context.Context, tx *sql.Tx, have, said news.Feed) error {
	own := said.Title
	if own == hostOf(have.URL) || own == hostOf(said.URL) {
		own = ""
	}
	_, err := tx.ExecContext(ctx, `update feed set
		title = case when ?2 = '' or ?2 = named then title else ?2 end,
		site = case when ?3 = '' then site else ?3 end, lang = case when ?4 = '' then lang else ?4 end,
		etag = ?5, last_modified = ?6, validated = ?7, body_hash = ?8, state = ?9, http = ?10, error = ?11,
		last_try = ?12, last_success = ?13, next_due = ?14, failures = ?15, gone = ?16 where id = ?1`,
		have.ID, own, said.Site, said.Lang, said.ETag, said.LastModified, unix(said.Validated), said.BodyHash,
		said.State, said.HTTP, said.Error, unix(said.LastTry), unix(said.LastSuccess), unix(said.NextDue), said.Failures, said.Gone)
	if err != nil || said.URL == "" || said.URL == have.URL {
		return err
	}
	_, err = tx.ExecContext(ctx, `update feed set url = ?2 where id = ?1 and not exists (select 1 from feed where url = ?2)`, have.ID, said.URL)
	return err
}

// intake is one visit on its way into the tables.
type intake struct {
	tx      *sql.Tx
	feed    news.Feed
	now     time.Time
	damaged bool // the document was cut short

	known   map[string]*known // by key
	byLink  map[string]*known
	dropped map[string]bool // keys and links of tombstones
}

// known is what is compared of a story that is stored already.
type known struct {
	id                               news.ID
	key, link                        string
	updated                          int64
	title, summary, text             news.Text
	blocks, links, authors, original string
}

func (in *intake) keep(ctx context.Context, stories []news.Story) (news.Kept, error) {
	var kept news.Kept
	stories = unique(stories)
	if err := in.load(ctx, stories); err != nil {
		return kept, fmt.Errorf("read known stories: %w", err)
	}
	var fresh []news.Story
	for i := range stories {
		story := &stories[i]
		have := in.match(story)
		switch {
		case have != nil:
			changed, err := in.edit(ctx, have, story)
			if err != nil {
				return kept, fmt.Errorf("change story %d: %w", have.id, err)
			}
			if changed {
				kept.Changed++
				kept.IDs = append(kept.IDs, have.id)
			}
		case in.dropped[story.Key], story.Link != "" && in.dropped[story.Link]:
		default:
			fresh = append(fresh, *story)
		}
	}
	added, err := in.add(ctx, fresh)
	kept.New = len(added)
	kept.IDs = append(kept.IDs, added...)
	return kept, err
}

// unique leaves the first of several entries with one key, as feeds list the
// newest first.
func unique(stories []news.Story) []news.Story {
	seen := make(map[string]bool, len(stories))
	out := make([]news.Story, 0, len(stories))
	for _, story := range stories {
		if !seen[story.Key] {
			seen[story.Key] = true
			out = append(out, story)
		}
	}
	return out
}

// load reads the stored stories that the visit's may be.
func (in *intake) load(ctx context.Context, stories []news.Story) error {
	var keys, links []string
	uses := make(map[string]int)
	for i := range stories {
		keys = append(keys, stories[i].Key)
		if link := stories[i].Link; link != "" {
			uses[link]++
			links = append(links, link)
		}
	}
	in.known, in.byLink, in.dropped = make(map[string]*known), make(map[string]*known), make(map[string]bool)
	rows, err := in.tx.QueryContext(ctx, `select s.id, s.key, s.link, coalesce(s.updated, 0), s.title, b.summary, b.text, b.blocks,
		b.links, b.authors, b.original from story s join body b on b.story = s.id where s.feed = ?1 and s.id in (
		select id from story where feed = ?1 and key in (select value from json_each(?2))
		union select id from story where feed = ?1 and link <> '' and link in (select value from json_each(?3)))`,
		in.feed.ID, packStrings(keys), packStrings(links))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		k := &known{}
		if err := rows.Scan(&k.id, &k.key, &k.link, &k.updated, &k.title, &k.summary, &k.text, &k.blocks,
			&k.links, &k.authors, &k.original); err != nil {
			return err
		}
		in.known[k.key] = k
		uses[k.link+" stored"]++
		in.byLink[k.link] = k
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for link := range in.byLink { // an address that several stories share identifies none
		if link == "" || uses[link] > 1 || uses[link+" stored"] > 1 {
			delete(in.byLink, link)
		}
	}
	for i := range stories { // a story that is still listed keeps its own entry
		if k := in.known[stories[i].Key]; k != nil {
			delete(in.byLink, k.link)
		}
	}
	return in.loadDropped(ctx, keys, links)
}

func (in *intake) loadDropped(ctx context.Context, keys, links []string) error {
	rows, err := in.tx.QueryContext(ctx, `select key, link from tombstone where feed = ?1 and (key in (select value from json_each(?2))
		or link <> '' and link in (select value from json_each(?3)))`, in.feed.ID, packStrings(keys), packStrings(links))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key, link string
		if err := rows.Scan(&key, &link); err != nil {
			return err
		}
		in.dropped[key] = true
		if link != "" {
			in.dropped[link] = true
		}
	}
	return rows.Err()
}

// match is the stored story that an entry is: by key, else by an address that
// no other entry has (some feeds give a story a new guid with every edit).
func (in *intake) match(story *news.Story) *known {
	if k := in.known[story.Key]; k != nil {
		return k
	}
	if story.Link == "" {
		return nil
	}
	return in.byLink[story.Link]
}
