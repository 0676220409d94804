package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"hearsay/news"
)

// engineBits is the half of a version that counts engines; what stands above it
// tells which actors the engine knew.
const engineBits = 0xFFFF

// Unanalysed reads up to limit stories that need an analysis of this version,
// with what an engine reads: ID, UUID, Feed, Source, Title, Text, Blocks, Link,
// Lang and times. Those are the stories that an older engine has seen, or one of
// the same age that knew other actors; what a newer engine found is left alone.
// Stories never analysed come first; the newest first.
func (s *Store) Unanalysed(ctx context.Context, version, limit int) ([]news.Story, error) {
	// Nearly all stories have the version: the index passes over them in two ranges.
	rows, err := s.read.QueryContext(ctx, `select `+storyColumns+` from story s join feed f on f.id = s.feed join body b on b.story = s.id
		where s.analysed = (select min(old) from (
			select (select analysed from story where analysed < ?1 and analysed & ?2 <= ?1 & ?2 order by analysed limit 1) as old
			union all select (select analysed from story where analysed > ?1 and analysed & ?2 <= ?1 & ?2 order by analysed limit 1)))
		order by s.id desc limit ?3`, version, engineBits, limit)
	if err != nil {
		return nil, fmt.Errorf("read stories to analyse: %w", explain(err))
	}
	defer rows.Close()
	var stories []news.Story
	for rows.Next() {
		story, err := scanStory(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("read stories to analyse: %w", explain(err))
		}
		stories = append(stories, story)
	}
	return stories, explain(rows.Err())
}

// KeepAnalyses writes what an engine found, in one transaction. Findings that the
// reader has confirmed, rejected or changed stay; a new finding of the same kind
// on the same words takes their place, and keeps their status. A story that was
// dropped meanwhile is passed over.
func (s *Store) KeepAnalyses(ctx context.Context, version int, done []news.Analysed) error {
	err := s.change(ctx, func(tx *sql.Tx) error {
		c := &cast{tx: tx, ids: make(map[string]int64)}
		for i := range done {
			if err := s.keepAnalysis(ctx, tx, c, version, &done[i]); err != nil {
				return fmt.Errorf("story %d: %w", done[i].ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep analyses: %w", err)
	}
	return nil
}

func (s *Store) keepAnalysis(ctx context.Context, tx *sql.Tx, c *cast, version int, a *news.Analysed) error {
	var of subject
	err := tx.QueryRowContext(ctx, `select s.uuid, s.title, b.text from story s join body b on b.story = s.id where s.id = ?`, a.ID).
		Scan(&of.uuid, &of.title, &of.text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	of.id = a.ID
	for _, actor := range a.Actors {
		if _, err := c.id(ctx, actor); err != nil {
			return err
		}
	}
	if err := keepMentions(ctx, tx, c, of, a.Mentions); err != nil {
		return fmt.Errorf("mentions: %w", err)
	}
	if err := s.keepClaims(ctx, tx, of, a.Claims); err != nil {
		return fmt.Errorf("claims: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `update story set analysed = ? where id = ?`, version, a.ID); err != nil {
		return err
	}
	return summarise(ctx, tx, a.ID)
}

// subject is the story that findings are of.
type subject struct {
	id          news.ID
	uuid        string
	title, text news.Text
}

// holds reports whether a span is one of the story as it is now: it may have been
// edited while the engine was looking at it.
func (of subject) holds(f news.Field, start, stop int, words news.Text) bool {
	text := fieldText(f, of.title, of.text)
	return within(start, stop, text) && text[start:stop] == words
}

// keepMentions replaces the suggested mentions; a new one that overlaps with what
// the reader has judged is left out.
func keepMentions(ctx context.Context, tx *sql.Tx, c *cast, of subject, mentions []news.Mention) error {
	if _, err := tx.ExecContext(ctx, `delete from mention where story = ? and status = 'suggested' and by_user = 0`, of.id); err != nil {
		return err
	}
	judged, err := mentionsOf(ctx, tx, of.id, of.title, of.text)
	if err != nil {
		return err
	}
	rows := [][]any{}
	for _, m := range mentions {
		if !of.holds(m.Field, m.Start, m.End, m.Text) || slices.ContainsFunc(judged, func(old news.Mention) bool {
			return old.Field == m.Field && old.Start < m.End && m.Start < old.End
		}) {
			continue
		}
		id, err := c.id(ctx, news.Actor{Class: m.Class, Slug: m.Slug, Name: m.Actor})
		if err != nil {
			return err
		}
		rows = append(rows, []any{fieldNumber(m.Field), m.Start, m.End, id, m.Text, m.Unsure})
	}
	_, err = tx.ExecContext(ctx, `insert or ignore into mention(story, field, start, stop, actor, text, unsure, status, by_user)
		select ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, 'suggested', 0 from json_each(?)`,
		of.id, packJSON(rows))
	return err
}

// summarise writes on the narrow row what lists show of a story's findings.
func summarise(ctx context.Context, tx *sql.Tx, id news.ID) error {
	var title news.Text
	if err := tx.QueryRowContext(ctx, `select title from story where id = ?`, id).Scan(&title); err != nil {
		return err
	}
	mentions, err := mentionsOf(ctx, tx, id, title, "")
	if err != nil {
		return err
	}
	claims, err := claimsOf(ctx, tx, id)
	if err != nil {
		return err
	}
	var set news.ClaimSet
	unsure := true
	for _, c := range claims {
		if c.Status != news.Rejected {
			set |= c.Kind.Set()
			unsure = unsure && c.Weak && c.Status == news.Suggested
		}
	}
	names, marks := topActors(mentions)
	_, err = tx.ExecContext(ctx, `update story set claims = ?, unsure = ?, actors = ?, more = ?, marks = ? where id = ?`,
		set, set != 0 && unsure, joined(names[:min(len(names), news.RowActors)]), max(0, len(names)-news.RowActors), packMarks(marks), id)
	return err
}
