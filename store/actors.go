package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"hearsay/news"
)

// fold makes the names of an actor equal however they are written: lower case,
// letters and digits only, so that "APT 29", "APT-29" and "apt29" are one.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Mn, r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// cast keeps actors and remembers their ids for one batch of analyses.
type cast struct {
	tx  *sql.Tx
	ids map[string]int64 // by class and slug
}

// id is the actor's row. The first actor of a batch that is not known in full is
// made from the mention alone.
func (c *cast) id(ctx context.Context, a news.Actor) (int64, error) {
	name := string(a.Class) + "/" + a.Slug
	if id, known := c.ids[name]; known {
		return id, nil
	}
	var id int64
	err := c.tx.QueryRowContext(ctx, `insert into actor(uuid, class, slug, name, kind, country, role) values (?, ?, ?, ?, ?, ?, ?)
		on conflict (class, slug) do update set name = excluded.name,
			kind = case when excluded.kind = '' then kind else excluded.kind end,
			country = case when excluded.country = '' then country else excluded.country end,
			role = case when excluded.role = '' then role else excluded.role end returning id`,
		news.NameUUID("actor|"+string(a.Class)+"|"+a.Slug), a.Class, a.Slug, a.Name, a.Kind, a.Country, a.Role).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("actor %s: %w", name, err)
	}
	names := []string{fold(string(a.Name)), fold(a.Slug)}
	for _, alias := range a.Aliases {
		names = append(names, fold(string(alias.Name)))
	}
	_, err = c.tx.ExecContext(ctx, `insert or ignore into actor_name(name, actor) select value, ? from json_each(?) where value <> ''`,
		id, packStrings(names))
	if err != nil {
		return 0, err
	}
	c.ids[name] = id
	return id, nil
}

// ActorCount is an actor and in how many stories it stands.
type ActorCount struct {
	news.Actor
	UUID             string
	Stories          int // that name it, rejected mentions aside
	Accused, Denials int // claims that accuse it; denials that it, or someone for it, made
}

// Actors lists the actors that stories name, the most named first; with a name
// only those that have it, in any spelling (aliases included), exactly or, when
// there is none, as a beginning. Aliases are those of the catalogue: not filled.
func (s *Store) Actors(ctx context.Context, name string) ([]ActorCount, error) {
	const list = `select a.uuid, a.class, a.slug, a.name, a.kind, a.country, a.role,
		(select count(distinct story) from mention where actor = a.id and status <> 'rejected') as stories,
		(select count(*) from claim where kind = 'accusation' and target_slug = a.slug and target_slug <> ''
			and target_class = a.class and status <> 'rejected'),
		(select count(*) from claim where kind = 'denial' and speaker_slug = a.slug and speaker_slug <> ''
			and speaker_class = a.class and status <> 'rejected')
		from actor a where %s order by stories desc, a.name, a.id`
	folded := fold(name)
	if name == "" {
		return s.actors(ctx, fmt.Sprintf(list, "true"))
	}
	found, err := s.actors(ctx, fmt.Sprintf(list, "a.id in (select actor from actor_name where name = ?)"), folded)
	if err == nil && len(found) == 0 && folded != "" {
		found, err = s.actors(ctx, fmt.Sprintf(list, "a.id in (select actor from actor_name where name >= ? and name < ?)"),
			folded, folded+"\U0010ffff")
	}
	return found, err
}

func (s *Store) actors(ctx context.Context, statement string, args ...any) (list []ActorCount, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("list actors: %w", explain(err))
		}
	}()
	rows, err := s.read.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a ActorCount
		if err := rows.Scan(&a.UUID, &a.Class, &a.Slug, &a.Name, &a.Kind, &a.Country, &a.Role, &a.Stories, &a.Accused, &a.Denials); err != nil {
			return nil, err
		}
		if a.Stories+a.Accused+a.Denials > 0 {
			list = append(list, a)
		}
	}
	return list, rows.Err()
}

// gone turns "no row" into ErrGone.
func gone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrGone
	}
	return explain(err)
}
