package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hearsay/news"
)

// journalLength is how many changes can be undone. The journal of a bulk change
// names every story, so it may not grow for ever.
const journalLength = 1000

// deed is a change of the reader that can be played forwards and backwards. It
// holds only what really changed: undoing it leaves alone what was so before.
type deed struct {
	Tags   []tagDeed   `json:",omitempty"`
	Marks  []markDeed  `json:",omitempty"`
	Claims []claimDeed `json:",omitempty"`
	Notes  []noteDeed  `json:",omitempty"`
}

// tagDeed puts a tag on stories, or takes it off.
type tagDeed struct {
	Name    string
	Add     bool
	Stories []news.ID
}

// markDeed sets a state of stories.
type markDeed struct {
	Mark    news.Mark
	Stories []news.ID
}

// claimDeed changes what the reader thinks of a claim.
type claimDeed struct {
	UUID     string
	Story    news.ID
	From, To news.Status
}

// noteDeed writes a note. Before nil is a new one, After nil a deleted one.
type noteDeed struct {
	Before, After *news.Note
}

// stories is how many stories the deed touches.
func (d *deed) stories() int {
	touched := make(map[news.ID]bool)
	for _, t := range d.Tags {
		for _, id := range t.Stories {
			touched[id] = true
		}
	}
	for _, m := range d.Marks {
		for _, id := range m.Stories {
			touched[id] = true
		}
	}
	for _, c := range d.Claims {
		touched[c.Story] = true
	}
	for _, n := range d.Notes {
		if note := n.either(); note.Story != 0 {
			touched[note.Story] = true
		}
	}
	return len(touched)
}

// either is the note as it is, or as it was.
func (n noteDeed) either() *news.Note {
	if n.After != nil {
		return n.After
	}
	return n.Before
}

// do makes a deed, plays it, and writes it into the journal, all in one
// transaction. say puts into words what really changed. A deed that changes
// nothing leaves no entry.
func (s *Store) do(ctx context.Context, plan func(*sql.Tx) (deed, error), say func(*deed) string) (news.Change, error) {
	var change news.Change
	err := s.change(ctx, func(tx *sql.Tx) error {
		d, err := plan(tx)
		if err != nil {
			return err
		}
		if err := s.play(ctx, tx, &d, true); err != nil {
			return err
		}
		d.trim()
		change.Said = news.Text(say(&d))
		if d.empty() {
			return nil
		}
		change.Stories = d.stories()
		change.Journal, err = s.enter(ctx, tx, &d, change)
		return err
	})
	if err != nil {
		return news.Change{}, err
	}
	return change, nil
}

// enter writes a journal entry; what was undone cannot be redone after it.
func (s *Store) enter(ctx context.Context, tx *sql.Tx, d *deed, c news.Change) (id news.ID, err error) {
	if _, err := tx.ExecContext(ctx, `delete from journal where owner = ? and undone = 1`, s.owner); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `insert into journal(owner, at, said, stories, deed) values (?, ?, ?, ?, ?) returning id`,
		s.owner, s.now().Unix(), c.Said, c.Stories, packJSON(d)).Scan(&id)
	if err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, `delete from journal where owner = ? and id <= ?`, s.owner, id-journalLength)
	return id, err
}

// trim leaves out what changed nothing.
func (d *deed) trim() {
	d.Tags = slices.DeleteFunc(d.Tags, func(t tagDeed) bool { return len(t.Stories) == 0 })
	d.Marks = slices.DeleteFunc(d.Marks, func(m markDeed) bool { return len(m.Stories) == 0 })
	d.Claims = slices.DeleteFunc(d.Claims, func(c claimDeed) bool { return c.From == c.To })
}

func (d *deed) empty() bool { return len(d.Tags)+len(d.Marks)+len(d.Claims)+len(d.Notes) == 0 }

// Undo takes back the newest change that is not undone yet, of this session or
// an earlier one. ErrNothing when there is none.
func (s *Store) Undo(ctx context.Context) (news.Change, error) {
	change, err := s.replay(ctx, `select id, said, deed from journal where owner = ? and undone = 0 order by id desc limit 1`, false)
	if err != nil {
		return news.Change{}, fmt.Errorf("undo: %w", err)
	}
	change.Said = "undone: " + change.Said
	return change, nil
}

// Redo does again what was undone last. ErrNothing when there is nothing, or when
// something else was changed since.
func (s *Store) Redo(ctx context.Context) (news.Change, error) {
	change, err := s.replay(ctx, `select id, said, deed from journal where owner = ? and undone = 1 order by id limit 1`, true)
	if err != nil {
		return news.Change{}, fmt.Errorf("redo: %w", err)
	}
	change.Said = "redone: " + change.Said
	return change, nil
}

func (s *Store) replay(ctx context.Context, which string, forward bool) (change news.Change, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		var text string
		err := tx.QueryRowContext(ctx, which, s.owner).Scan(&change.Journal, &change.Said, &text)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNothing
		}
		if err != nil {
			return err
		}
		var d deed
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			return fmt.Errorf("read journal entry %d: %w", change.Journal, err)
		}
		change.Stories = d.stories()
		if err := s.play(ctx, tx, &d, forward); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update journal set undone = ? where id = ?`, !forward, change.Journal)
		return err
	})
	return change, err
}

// play does the deed, or takes it back in the opposite order. The lists of
// stories become those that it really changed.
func (s *Store) play(ctx context.Context, tx *sql.Tx, d *deed, forward bool) error {
	steps := make([]func() error, 0, len(d.Tags)+len(d.Marks)+len(d.Claims)+len(d.Notes))
	for i := range d.Tags {
		steps = append(steps, func() error { return s.playTag(ctx, tx, &d.Tags[i], forward) })
	}
	for i := range d.Marks {
		steps = append(steps, func() error { return s.playMark(ctx, tx, &d.Marks[i], forward) })
	}
	for i := range d.Claims {
		steps = append(steps, func() error { return s.playClaim(ctx, tx, &d.Claims[i], forward) })
	}
	for i := range d.Notes {
		steps = append(steps, func() error { return s.playNote(ctx, tx, &d.Notes[i], forward) })
	}
	if !forward {
		slices.Reverse(steps)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) playTag(ctx context.Context, tx *sql.Tx, t *tagDeed, forward bool) (err error) {
	list := packIDs(t.Stories)
	if t.Add == forward {
		t.Stories, err = changed(ctx, tx, `insert or ignore into tag(owner, name, story, at)
			select ?1, ?2, id, ?3 from story where id in (select value from json_each(?4)) returning story`,
			s.owner, t.Name, s.now().Unix(), list)
		if err == nil {
			err = s.keepCopies(ctx, tx, list)
		}
		return err
	}
	t.Stories, err = changed(ctx, tx, `delete from tag where owner = ? and name = ? and story in (select value from json_each(?)) returning story`,
		s.owner, t.Name, list)
	return err
}

// changed reads the ids that a statement with a returning clause touched.
func changed(ctx context.Context, tx *sql.Tx, statement string, args ...any) ([]news.ID, error) {
	rows, err := tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []news.ID
	for rows.Next() {
		var id news.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, rows.Err()
}

// keepCopies writes down what the reader's work is about, once for each story.
func (s *Store) keepCopies(ctx context.Context, tx *sql.Tx, list string) error {
	_, err := tx.ExecContext(ctx, `insert or ignore into kept(story, uuid, title, link, source, since)
		select s.id, s.uuid, s.title, s.link, case when f.named <> '' then f.named else f.title end, ?1
		from story s join feed f on f.id = s.feed where s.id in (select value from json_each(?2))`, s.now().Unix(), list)
	return err
}
