package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"hearsay/news"
)

// ErrTag says that words cannot be a tag.
var ErrTag = errors.New(`a tag is made of letters, digits and - _ . / with no blank: "ransomware", "actor/apt29"`)

// TagName is a tag as it is kept: lower case, without "#", levels joined with
// "/". It answers ErrTag for what cannot be one.
func TagName(tag string) (string, error) {
	tag = strings.ToLower(strings.Trim(strings.TrimSpace(tag), "#/"))
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("-_./+&", r)
	}
	if tag == "" || len(tag) > maxTag || strings.ContainsFunc(tag, bad) || strings.Contains(tag, "//") {
		return "", fmt.Errorf("tag %q: %w", tag, ErrTag)
	}
	return tag, nil
}

// maxTag is how long a tag may be, in bytes: it has to fit a line.
const maxTag = 100

func tagNames(tags []string) ([]string, error) {
	var names []string
	for _, tag := range tags {
		name, err := TagName(tag)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// Tag adds tags to stories and takes others away. It says how many were changed.
func (s *Store) Tag(ctx context.Context, ids []news.ID, add, remove []string) (news.Change, error) {
	add, err := tagNames(add)
	if err != nil {
		return news.Change{}, err
	}
	remove, err = tagNames(remove)
	if err != nil {
		return news.Change{}, err
	}
	remove = slices.DeleteFunc(remove, func(name string) bool { return slices.Contains(add, name) })
	change, err := s.do(ctx, func(tx *sql.Tx) (deed, error) {
		var d deed
		for _, name := range add {
			d.Tags = append(d.Tags, tagDeed{Name: name, Add: true, Stories: ids})
		}
		for _, name := range remove {
			d.Tags = append(d.Tags, tagDeed{Name: name, Stories: ids})
		}
		return d, nil
	}, func(d *deed) string { return saidTags(d, add, remove) })
	if err != nil {
		return news.Change{}, fmt.Errorf("tag %s: %w", counted(len(ids), "story", "stories"), err)
	}
	return change, nil
}

// saidTags says what was done: "tagged 2 stories #ransom, took #old off 1".
func saidTags(d *deed, add, remove []string) string {
	put, off := make(map[news.ID]bool), make(map[news.ID]bool)
	for _, t := range d.Tags {
		for _, id := range t.Stories {
			if t.Add {
				put[id] = true
			} else {
				off[id] = true
			}
		}
	}
	var parts []string
	if len(put) > 0 {
		parts = append(parts, fmt.Sprintf("tagged %s %s", counted(len(put), "story", "stories"), hashed(add)))
	}
	if len(off) > 0 {
		parts = append(parts, fmt.Sprintf("took %s off %s", hashed(remove), counted(len(off), "story", "stories")))
	}
	if len(parts) == 0 {
		return "nothing to change: the tags are so already"
	}
	return strings.Join(parts, ", ")
}

func hashed(names []string) string { return "#" + strings.Join(names, " #") }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Tags lists the reader's tags by name, with how many stories carry each.
func (s *Store) Tags(ctx context.Context) ([]news.TagCount, error) {
	rows, err := s.read.QueryContext(ctx, `select name, count(*) from tag where owner = ? group by name order by name`, s.owner)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", explain(err))
	}
	defer rows.Close()
	var tags []news.TagCount
	for rows.Next() {
		var t news.TagCount
		if err := rows.Scan(&t.Tag, &t.Count); err != nil {
			return nil, fmt.Errorf("list tags: %w", explain(err))
		}
		tags = append(tags, t)
	}
	return tags, explain(rows.Err())
}

// RenameTag renames a tag and the levels below it, on stories and notes; those
// that carry the new name already are left with one of it. ErrGone when nothing
// carries the old.
func (s *Store) RenameTag(ctx context.Context, old, to string) (news.Change, error) {
	old, err := TagName(old)
	if err != nil {
		return news.Change{}, err
	}
	if to, err = TagName(to); err != nil {
		return news.Change{}, err
	}
	change, err := s.do(ctx, func(tx *sql.Tx) (deed, error) { return s.renaming(ctx, tx, old, to) },
		func(d *deed) string {
			return fmt.Sprintf("#%s is #%s now, on %s", old, to, counted(d.stories(), "story", "stories"))
		})
	if err != nil {
		return news.Change{}, fmt.Errorf("rename tag %q: %w", old, err)
	}
	return change, nil
}

// renaming takes off every old name and puts on its new one.
func (s *Store) renaming(ctx context.Context, tx *sql.Tx, old, to string) (d deed, err error) {
	if old == to {
		return d, nil
	}
	// "0" follows "/" in ASCII, so this is the range of names below old.
	names, err := readStrings(ctx, tx, `select distinct name from tag where owner = ?1 and (name = ?2 or name >= ?2 || '/' and name < ?2 || '0')`,
		s.owner, old)
	if err != nil {
		return d, err
	}
	for _, name := range names {
		ids, err := readIDs(ctx, tx, `select story as id from tag where owner = ? and name = ?`, s.owner, name)
		if err != nil {
			return d, err
		}
		d.Tags = append(d.Tags, tagDeed{Name: name, Stories: ids},
			tagDeed{Name: to + strings.TrimPrefix(name, old), Add: true, Stories: ids})
	}
	if d.Notes, err = s.renamingNotes(ctx, tx, old, to); err == nil && d.empty() {
		err = ErrGone
	}
	return d, err
}

// renamingNotes is the same for the tags of notes.
func (s *Store) renamingNotes(ctx context.Context, tx *sql.Tx, old, to string) (deeds []noteDeed, err error) {
	notes, err := readNotes(ctx, tx, `select `+noteColumns+` from note n where n.owner = ? and n.deleted is null and n.tags <> ''`, s.owner)
	if err != nil {
		return nil, err
	}
	for _, before := range notes {
		after := before
		after.Tags = nil
		for _, name := range before.Tags {
			if name == old || strings.HasPrefix(name, old+"/") {
				name = to + strings.TrimPrefix(name, old)
			}
			if !slices.Contains(after.Tags, name) {
				after.Tags = append(after.Tags, name)
			}
		}
		if !slices.Equal(before.Tags, after.Tags) {
			deeds = append(deeds, noteDeed{&before, &after})
		}
	}
	return deeds, nil
}

func readStrings(ctx context.Context, from querier, statement string, args ...any) ([]string, error) {
	rows, err := from.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, explain(err)
		}
		list = append(list, text)
	}
	return list, explain(rows.Err())
}

func tagsOf(ctx context.Context, from querier, owner string, story news.ID) ([]string, error) {
	return readStrings(ctx, from, `select name from tag where owner = ? and story = ? order by name`, owner, story)
}
