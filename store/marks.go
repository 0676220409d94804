package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hearsay/news"
)

// marking is how a state is kept, and what is said of setting it.
type marking struct {
	kind     string // of table mark; "" for the read state
	set      bool
	said     string
	opposite news.Mark
}

var markings = map[news.Mark]marking{
	news.MarkRead:   {"", true, "marked read", news.MarkUnread},
	news.MarkUnread: {"", false, "marked unread", news.MarkRead},
	news.MarkStar:   {"starred", true, "starred", news.MarkUnstar},
	news.MarkUnstar: {"starred", false, "unstarred", news.MarkStar},
	news.MarkHide:   {"hidden", true, "hidden", news.MarkUnhide},
	news.MarkUnhide: {"hidden", false, "shown again", news.MarkHide},
}

// Mark sets a state of stories. It says how many were not so before.
func (s *Store) Mark(ctx context.Context, ids []news.ID, mark news.Mark) (news.Change, error) {
	if mark == news.MarkOpened {
		return s.opened(ctx, ids)
	}
	m, known := markings[mark]
	if !known {
		return news.Change{}, fmt.Errorf("mark stories: %q is not a state", mark)
	}
	change, err := s.do(ctx, func(*sql.Tx) (deed, error) {
		return deed{Marks: []markDeed{{mark, ids}}}, nil
	}, func(d *deed) string {
		if d.empty() {
			return "nothing to change: already " + m.said
		}
		return counted(d.stories(), "story", "stories") + " " + m.said
	})
	if err != nil {
		return news.Change{}, fmt.Errorf("mark %s %s: %w", counted(len(ids), "story", "stories"), mark, err)
	}
	return change, nil
}

// opened marks stories read without an entry of the journal.
func (s *Store) opened(ctx context.Context, ids []news.ID) (news.Change, error) {
	d := markDeed{news.MarkRead, ids}
	err := s.change(ctx, func(tx *sql.Tx) error { return s.playMark(ctx, tx, &d, true) })
	if err != nil {
		return news.Change{}, fmt.Errorf("mark stories read: %w", err)
	}
	return news.Change{Stories: len(d.Stories)}, nil
}

func (s *Store) playMark(ctx context.Context, tx *sql.Tx, d *markDeed, forward bool) (err error) {
	m, known := markings[d.Mark]
	if !known {
		return fmt.Errorf("%q is not a state", d.Mark)
	}
	set, list := m.set == forward, packIDs(d.Stories)
	switch {
	case m.kind == "" && set:
		d.Stories, err = changed(ctx, tx, `insert or ignore into read(reader, story, at) select ?, id, ? from story
			where id in (select value from json_each(?)) returning story`, s.owner, s.now().Unix(), list)
	case m.kind == "":
		d.Stories, err = changed(ctx, tx, `delete from read where reader = ? and story in (select value from json_each(?)) returning story`,
			s.owner, list)
	case set:
		d.Stories, err = changed(ctx, tx, `insert or ignore into mark(owner, kind, story, at) select ?, ?, id, ? from story
			where id in (select value from json_each(?)) returning story`, s.owner, m.kind, s.now().Unix(), list)
		if err == nil && m.kind == "starred" {
			err = s.keepCopies(ctx, tx, list)
		}
	default:
		d.Stories, err = changed(ctx, tx, `delete from mark where owner = ? and kind = ? and story in (select value from json_each(?)) returning story`,
			s.owner, m.kind, list)
	}
	return err
}

// JudgeClaim says what the reader thinks of a claim: confirmed, rejected, or
// suggested again. uuid may be a beginning that only one claim has.
func (s *Store) JudgeClaim(ctx context.Context, uuid string, status news.Status) (news.Change, error) {
	said := map[news.Status]string{news.Confirmed: "claim confirmed", news.Rejected: "claim rejected", news.Suggested: "claim not judged any more"}[status]
	if said == "" {
		return news.Change{}, fmt.Errorf("judge claim %s: %q is not a verdict", uuid, status)
	}
	change, err := s.do(ctx, func(tx *sql.Tx) (deed, error) {
		ids, err := readIDs(ctx, tx, `select id from claim where uuid >= ? and uuid < ? limit 2`, prefixRange(uuid)...)
		if err == nil {
			err = only(len(ids))
		}
		if err != nil {
			return deed{}, err
		}
		c := claimDeed{To: status}
		err = tx.QueryRowContext(ctx, `select uuid, story, status from claim where id = ?`, ids[0]).Scan(&c.UUID, &c.Story, &c.From)
		return deed{Claims: []claimDeed{c}}, err
	}, func(*deed) string { return said })
	if err != nil {
		return news.Change{}, fmt.Errorf("judge claim %s: %w", uuid, err)
	}
	return change, nil
}

// playClaim sets a claim's status. A claim that an edit of its story has taken
// away keeps its verdict all the same.
func (s *Store) playClaim(ctx context.Context, tx *sql.Tx, d *claimDeed, forward bool) error {
	to := d.To
	if !forward {
		to = d.From
	}
	if to == news.Suggested {
		if _, err := tx.ExecContext(ctx, `delete from verdict where owner = ? and claim = ?`, s.owner, d.UUID); err != nil {
			return err
		}
	} else if _, err := tx.ExecContext(ctx, `insert into verdict(owner, claim, story_uuid, kind, field, quote, status, at)
		select ?1, c.uuid, s.uuid, c.kind, c.field, c.quote, ?3, ?4 from claim c join story s on s.id = c.story where c.uuid = ?2
		on conflict (owner, claim) do update set status = excluded.status, at = excluded.at`,
		s.owner, d.UUID, to, s.now().Unix()); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `update claim set status = ? where uuid = ?`, to, d.UUID); err != nil {
		return err
	}
	if err := s.keepCopies(ctx, tx, packIDs([]news.ID{d.Story})); err != nil {
		return err
	}
	if err := summarise(ctx, tx, d.Story); !errors.Is(err, sql.ErrNoRows) { // no row: the story was dropped
		return err
	}
	return nil
}
