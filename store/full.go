package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"hearsay/news"
)

// storyColumns are those that scanStory reads, of story s, feed f and body b.
const storyColumns = `s.id, s.uuid, s.feed, case when f.named <> '' then f.named when f.title <> '' then f.title else f.url end,
	s.key, s.title, b.summary, b.text, b.blocks, b.links, s.link, b.original, b.authors, b.tags, s.lang,
	s.published, s.updated, s.seen, s.changed`

func scanStory(scan func(...any) error, more ...any) (story news.Story, err error) {
	var blocks, links, authors, tags string
	var published, updated, seen, changed sql.NullInt64
	dest := []any{&story.ID, &story.UUID, &story.Feed, &story.Source, &story.Key, &story.Title, &story.Summary, &story.Text, &blocks, &links,
		&story.Link, &story.Original, &authors, &tags, &story.Lang, &published, &updated, &seen, &changed}
	if err := scan(append(dest, more...)...); err != nil {
		return story, err
	}
	story.Source = sourceName(story.Source)
	story.Blocks, story.Links = unpackBlocks(blocks), unpackLinks(links)
	story.Authors, story.Tags = lines[news.Text](authors), lines[news.Text](tags)
	story.Published, story.Updated, story.Seen, story.Changed = moment(published), moment(updated), moment(seen), moment(changed)
	return story, nil
}

// sourceName shows the host of a feed that has no title: its address may hold a
// secret, which never leaves the store as a name.
func sourceName(name news.Text) news.Text {
	if strings.HasPrefix(string(name), "http://") || strings.HasPrefix(string(name), "https://") {
		return hostOf(string(name))
	}
	return name
}

// Full reads all that is known of a story. It answers ErrGone when the story was
// dropped after it was listed.
func (s *Store) Full(ctx context.Context, id news.ID) (news.Full, error) {
	full, err := s.full(ctx, id)
	if err != nil {
		return news.Full{}, fmt.Errorf("read story %d: %w", id, gone(err))
	}
	return full, nil
}

func (s *Store) full(ctx context.Context, id news.ID) (full news.Full, err error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // all parts of one moment
	if err != nil {
		return full, err
	}
	defer tx.Rollback()
	var same int64
	full.Story, err = scanStory(tx.QueryRowContext(ctx, `select `+storyColumns+`,
		exists (select 1 from read where reader = ?1 and story = s.id),
		exists (select 1 from mark where owner = ?1 and kind = 'starred' and story = s.id),
		exists (select 1 from mark where owner = ?1 and kind = 'hidden' and story = s.id), s.same
		from story s join feed f on f.id = s.feed join body b on b.story = s.id where s.id = ?2`, s.owner, id).Scan,
		&full.Read, &full.Starred, &full.Hidden, &same)
	if err != nil {
		return full, err
	}
	full.Blocks = slices.DeleteFunc(full.Blocks, func(b news.Block) bool { return !within(b.Start, b.End, full.Text) })
	full.Links = slices.DeleteFunc(full.Links, func(l news.Link) bool { return !within(l.Start, l.End, full.Text) })
	if full.Mentions, err = mentionsOf(ctx, tx, id, full.Title, full.Text); err != nil {
		return full, err
	}
	if full.Claims, err = claimsOf(ctx, tx, id); err != nil {
		return full, err
	}
	full.Claims = slices.DeleteFunc(full.Claims, func(c news.Claim) bool {
		text := fieldText(c.Field, full.Title, full.Text)
		return !within(c.Start, c.End, text) || !within(c.CueStart, c.CueEnd, text)
	})
	if full.Tags, err = tagsOf(ctx, tx, s.owner, id); err != nil {
		return full, err
	}
	if full.Notes, err = notesOf(ctx, tx, s.owner, id); err != nil {
		return full, err
	}
	if full.SameAs, err = s.sameAs(ctx, tx, &full.Story, same); err != nil {
		return full, err
	}
	full.Revisions, err = revisionsOf(ctx, tx, id)
	return full, err
}

// mentionsOf reads the mentions of a story that fit its fields, the title's
// first. With text "" only the title's are checked; the others come unchecked.
func mentionsOf(ctx context.Context, from querier, id news.ID, title, text news.Text) ([]news.Mention, error) {
	rows, err := from.QueryContext(ctx, `select a.slug, a.name, a.class, m.field, m.start, m.stop, m.text, m.unsure, m.status, m.by_user
		from mention m join actor a on a.id = m.actor where m.story = ? order by m.field, m.start`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var mentions []news.Mention
	for rows.Next() {
		var m news.Mention
		var field int64
		if err := rows.Scan(&m.Slug, &m.Actor, &m.Class, &field, &m.Start, &m.End, &m.Text, &m.Unsure, &m.Status, &m.ByUser); err != nil {
			return nil, err
		}
		m.Field = fieldName(field)
		if (m.Field == news.InTitle || text != "") && !within(m.Start, m.End, fieldText(m.Field, title, text)) {
			continue
		}
		mentions = append(mentions, m)
	}
	return mentions, rows.Err()
}

// topActors ranks the actors that are surely meant, the most mentioned first,
// then the first mentioned; and picks the mentions to mark in the title.
func topActors(mentions []news.Mention) (names []news.Text, marks []news.Mention) {
	type rank struct {
		name         news.Text
		count, first int
	}
	ranks := make(map[string]*rank)
	for i, m := range mentions {
		if m.Status == news.Rejected {
			continue
		}
		if m.Field == news.InTitle {
			marks = append(marks, m)
		}
		if m.Unsure && m.Status != news.Confirmed {
			continue
		}
		if ranks[m.Tag()] == nil {
			ranks[m.Tag()] = &rank{m.Actor, 0, i}
		}
		ranks[m.Tag()].count++
	}
	sorted := make([]*rank, 0, len(ranks))
	for _, r := range ranks {
		sorted = append(sorted, r)
	}
	slices.SortFunc(sorted, func(a, b *rank) int { return cmp.Or(b.count-a.count, a.first-b.first) })
	for _, r := range sorted {
		names = append(names, r.name)
	}
	return names, marks
}

func revisionsOf(ctx context.Context, from querier, id news.ID) ([]news.Revision, error) {
	rows, err := from.QueryContext(ctx, `select title, text, until from revision where story = ? order by until, seq`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var revisions []news.Revision
	for rows.Next() {
		var r news.Revision
		var until sql.NullInt64
		if err := rows.Scan(&r.Title, &r.Text, &until); err != nil {
			return nil, err
		}
		r.Until = moment(until)
		revisions = append(revisions, r)
	}
	return revisions, rows.Err()
}

// Find is the story whose UUID begins with prefix. It answers ErrGone when there
// is none and ErrAmbiguous when there are several.
func (s *Store) Find(ctx context.Context, prefix string) (news.ID, error) {
	ids, err := s.ids(ctx, `select id from story where uuid >= ?1 and uuid < ?2 limit 2`, prefixRange(prefix)...)
	if err == nil {
		err = only(len(ids))
	}
	if err != nil {
		return 0, fmt.Errorf("find story %q: %w", prefix, err)
	}
	return ids[0], nil
}

// prefixRange are the borders of the UUIDs that begin with prefix: "g" sorts
// after all digits and "-". An empty prefix means none rather than all.
func prefixRange(prefix string) []any {
	prefix = strings.ToLower(prefix)
	if prefix == "" {
		return []any{"g", "g"}
	}
	return []any{prefix, prefix + "g"}
}

func only(found int) error {
	switch found {
	case 0:
		return ErrGone
	case 1:
		return nil
	}
	return ErrAmbiguous
}
