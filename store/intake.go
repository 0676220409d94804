package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hearsay/news"
)

// sequenceBits are the low bits of a story's id, below its second: 65,536
// stories of one second before the next second's ids are used.
const sequenceBits = 16

// add inserts stories, the oldest first, so that ids of one second are in order
// and the tables grow at their ends.
func (in *intake) add(ctx context.Context, stories []news.Story) ([]news.ID, error) {
	if len(stories) == 0 {
		return nil, nil
	}
	slices.Reverse(stories) // feeds list the newest first
	for i := range stories {
		if stories[i].Seen.IsZero() {
			stories[i].Seen = in.now
		}
	}
	slices.SortStableFunc(stories, func(a, b news.Story) int { return cmp.Compare(place(&a), place(&b)) })
	ids := make([]news.ID, len(stories))
	for i := range stories {
		id, err := in.insert(ctx, &stories[i])
		if err != nil {
			return nil, fmt.Errorf("add story %q: %w", stories[i].Key, err)
		}
		ids[i] = id
	}
	_, err := in.tx.ExecContext(ctx, `update feed set stories = stories + ? where id = ?`, len(ids), in.feed.ID)
	return ids, err
}

// place is the second a story is sorted at: never later than it was seen.
func place(story *news.Story) int64 {
	return max(0, min(story.When().Unix(), story.Seen.Unix()))
}

func (in *intake) insert(ctx context.Context, story *news.Story) (news.ID, error) {
	id, err := freeID(ctx, in.tx, place(story))
	if err != nil {
		return 0, err
	}
	uuid, err := in.freeUUID(ctx, story)
	if err != nil {
		return 0, err
	}
	_, err = in.tx.ExecContext(ctx, `insert into story(id, uuid, feed, key, link, title, lang, published, updated, seen, same)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, uuid, in.feed.ID, story.Key, story.Link, story.Title, story.Lang,
		unix(story.Published), unix(story.Updated), story.Seen.Unix(), sameness(story.Title))
	if err != nil {
		return 0, err
	}
	return id, in.write(ctx, id, story)
}

// write puts the text of a story where it is read and where it is searched.
func (in *intake) write(ctx context.Context, id news.ID, story *news.Story) error {
	_, err := in.tx.ExecContext(ctx, `insert or replace into body(story, summary, text, blocks, links, authors, tags, original)
		values (?, ?, ?, ?, ?, ?, ?, ?)`, id, story.Summary, story.Text, packBlocks(story.Blocks), packLinks(story.Links),
		joined(story.Authors), joined(story.Tags), story.Original)
	if err != nil {
		return err
	}
	_, err = in.tx.ExecContext(ctx, `insert or replace into story_text(rowid, title, body, authors) values (?, ?, ?, ?)`,
		id, story.Title, story.Text, joined(story.Authors))
	if err != nil {
		return err
	}
	return in.keepCVEs(ctx, id, story)
}

// cve is the form of a number in the CVE list: the year, then four digits or more.
var cve = regexp.MustCompile(`(?i)\bcve-\d{4}-\d{4,19}\b`)

func (in *intake) keepCVEs(ctx context.Context, id news.ID, story *news.Story) error {
	if _, err := in.tx.ExecContext(ctx, `delete from cve where story = ?`, id); err != nil {
		return err
	}
	for _, text := range []news.Text{story.Title, story.Text} {
		if !strings.Contains(string(text), "CVE-") && !strings.Contains(string(text), "cve-") {
			continue // most texts: a hundredth of what the expression takes
		}
		for _, name := range cve.FindAllString(string(text), -1) {
			if _, err := in.tx.ExecContext(ctx, `insert or ignore into cve(name, story) values (?, ?)`, strings.ToUpper(name), id); err != nil {
				return err
			}
		}
	}
	return nil
}

// freeID is the next id of a second; when all are used, of one after it.
func freeID(ctx context.Context, tx *sql.Tx, second int64) (news.ID, error) {
	for ; ; second++ {
		base := news.ID(second << sequenceBits)
		end := base + 1<<sequenceBits - 1
		var last sql.NullInt64
		if err := tx.QueryRowContext(ctx, `select max(id) from story where id between ? and ?`, base, end).Scan(&last); err != nil {
			return 0, err
		}
		if !last.Valid {
			return base + 1, nil // never 0
		}
		if news.ID(last.Int64) < end {
			return news.ID(last.Int64) + 1, nil
		}
	}
}

// freeUUID is the story's own, unless another feed's story has it: two
// subscriptions may have had one address at different times.
func (in *intake) freeUUID(ctx context.Context, story *news.Story) (string, error) {
	if story.UUID == "" {
		story.UUID = news.NameUUID("story|" + in.feed.URL + "|" + story.Key)
	}
	for name := "story|" + in.feed.UUID + "|" + story.Key; ; name += "|" {
		var taken bool
		err := in.tx.QueryRowContext(ctx, `select exists (select 1 from story where uuid = ?)`, story.UUID).Scan(&taken)
		if err != nil || !taken {
			return story.UUID, err
		}
		story.UUID = news.NameUUID(name)
	}
}

// sameness is a number that the same report in another feed shares: a hash of
// the title's words, 0 when the title says too little to compare.
func sameness(title news.Text) int64 {
	words := strings.FieldsFunc(strings.ToLower(string(title)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	text := strings.Join(words, " ")
	if len(words) < 4 || len(text) < 20 { // "Weekly threat update" is not one report
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(text))
	return int64(h.Sum64())
}
