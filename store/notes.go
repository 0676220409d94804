package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"hearsay/news"
	"hearsay/store/query"
)

// noteColumns are those that scanNote reads, of a table called n.
const noteColumns = `n.uuid, coalesce(n.story, 0), n.story_uuid, n.story_title, n.story_link, n.source, n.claim, n.kind, n.author,
	n.created, n.modified, n.body, n.tlp, n.tags, n.field, n.quote, n.prefix, n.suffix, coalesce(n.start, 0), coalesce(n.stop, 0), n.state`

func scanNote(scan func(...any) error) (n news.Note, err error) {
	var created, modified, field sql.NullInt64
	var tags string
	var a news.Anchor
	err = scan(&n.UUID, &n.Story, &n.StoryUUID, &n.StoryTitle, &n.StoryLink, &n.Source, &n.Claim, &n.Kind, &n.Author,
		&created, &modified, &n.Body, &n.TLP, &tags, &field, &a.Quote, &a.Prefix, &a.Suffix, &a.Start, &a.End, &a.State)
	n.Created, n.Modified, n.Tags = moment(created), moment(modified), lines[string](tags)
	if field.Valid {
		a.Field = fieldName(field.Int64)
		if a.State == news.Lost {
			a.Start, a.End = 0, 0
		}
		n.Anchor = &a
	}
	return n, err
}

func readNotes(ctx context.Context, from querier, statement string, args ...any) ([]news.Note, error) {
	rows, err := from.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var notes []news.Note
	for rows.Next() {
		n, err := scanNote(rows.Scan)
		if err != nil {
			return nil, explain(err)
		}
		notes = append(notes, n)
	}
	return notes, explain(rows.Err())
}

func notesOf(ctx context.Context, from querier, owner string, story news.ID) ([]news.Note, error) {
	return readNotes(ctx, from, `select `+noteColumns+` from note n where n.story = ? and n.owner = ? and n.deleted is null
		order by n.created, n.id`, story, owner)
}

// Note is the note whose UUID begins with prefix; ErrGone, ErrAmbiguous.
func (s *Store) Note(ctx context.Context, prefix string) (news.Note, error) {
	n, err := s.note(ctx, s.read, prefix)
	if err != nil {
		return news.Note{}, fmt.Errorf("find note %q: %w", prefix, err)
	}
	return n, nil
}

func (s *Store) note(ctx context.Context, from querier, prefix string) (news.Note, error) {
	notes, err := readNotes(ctx, from, `select `+noteColumns+` from note n where n.uuid >= ? and n.uuid < ? and n.owner = ?
		and n.deleted is null limit 2`, append(prefixRange(prefix), s.owner)...)
	if err == nil {
		err = only(len(notes))
	}
	if err != nil {
		return news.Note{}, err
	}
	return notes[0], nil
}

// Notes lists the notes on the stories that q asks for, newest first; all notes,
// also those whose story is gone, when q asks for everything.
func (s *Store) Notes(ctx context.Context, q query.Query) ([]news.Note, error) {
	sel, err := s.compile(ctx, q, s.clock())
	if err != nil {
		return nil, err
	}
	on, args := "true", []any(nil)
	if !sel.all {
		on, args = `n.story in (select s.id from story s`+sel.tail()+`)`, sel.args
	}
	notes, err := readNotes(ctx, s.read, `select `+noteColumns+` from note n where `+on+` and n.owner = ? and n.deleted is null
		order by n.created desc, n.id desc`, append(args[:len(args):len(args)], s.owner)...)
	if err != nil {
		return nil, fmt.Errorf("list notes: %w", err)
	}
	return notes, nil
}

// SaveNote writes a note and answers it as it is kept; it is on disk then. With
// UUID "" it is new: Story or StoryUUID says on which story, the anchor is sought
// by its quote (ErrNoQuote), kind and level have defaults. With a UUID the body,
// kind, claim, author, level, tags and anchor of that note change, and its earlier
// body is kept; ErrGone when there is no such note.
func (s *Store) SaveNote(ctx context.Context, n news.Note) (news.Note, error) {
	var err error
	if n.Tags, err = tagNames(n.Tags); err != nil {
		return news.Note{}, err
	}
	var saved news.Note
	_, err = s.do(ctx, func(tx *sql.Tx) (deed, error) {
		var before *news.Note
		if n.UUID != "" {
			old, err := s.note(ctx, tx, n.UUID)
			if err != nil {
				return deed{}, err
			}
			before = &old
		}
		after, err := s.compose(ctx, tx, before, n)
		saved = after
		return deed{Notes: []noteDeed{{before, &after}}}, err
	}, func(d *deed) string {
		if d.Notes[0].Before != nil {
			return fmt.Sprintf("note changed on %q", d.Notes[0].After.StoryTitle)
		}
		return fmt.Sprintf("note added to %q", d.Notes[0].After.StoryTitle)
	})
	if err != nil {
		return news.Note{}, fmt.Errorf("save note: %w", err)
	}
	return saved, nil
}

// compose is the note as it will be kept.
func (s *Store) compose(ctx context.Context, tx *sql.Tx, before *news.Note, n news.Note) (news.Note, error) {
	at := s.now()
	if before == nil {
		if err := s.copyStory(ctx, tx, &n); err != nil {
			return n, err
		}
		n.UUID, n.Created = uuid.NewString(), at
	} else {
		n.UUID, n.Created, n.Story, n.StoryUUID = before.UUID, before.Created, before.Story, before.StoryUUID
		n.StoryTitle, n.StoryLink, n.Source = before.StoryTitle, before.StoryLink, before.Source
	}
	n.Modified = at
	if n.Kind == "" {
		n.Kind = news.Comment
	}
	if n.TLP == "" {
		n.TLP = news.AmberStrict // nobody else's business until the reader says so
	}
	if n.TLP.Rank() >= len(news.TLPs) {
		return n, fmt.Errorf("%q is not a TLP level: clear, green, amber, amber+strict or red", n.TLP)
	}
	if n.Anchor == nil || before != nil && before.Anchor != nil && before.Anchor.Quote == n.Anchor.Quote && before.Anchor.Start == n.Anchor.Start {
		if n.Anchor != nil {
			n.Anchor = before.Anchor
		}
		return n, nil
	}
	title, text, err := textOf(ctx, tx, n.Story)
	if err != nil {
		return n, err
	}
	placed, err := anchor(*n.Anchor, title, text)
	n.Anchor = &placed
	return n, err
}

// copyStory fills in what a note carries of its story.
func (s *Store) copyStory(ctx context.Context, tx *sql.Tx, n *news.Note) error {
	err := tx.QueryRowContext(ctx, `select s.id, s.uuid, s.title, s.link,
		case when f.named <> '' then f.named when f.title <> '' then f.title else f.url end
		from story s join feed f on f.id = s.feed where s.id = ? or ? = 0 and s.uuid = ?`, n.Story, n.Story, n.StoryUUID).
		Scan(&n.Story, &n.StoryUUID, &n.StoryTitle, &n.StoryLink, &n.Source)
	n.Source = sourceName(n.Source)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrGone
	}
	return err
}

// textOf reads the fields that are anchored in; ErrGone when the story is gone.
func textOf(ctx context.Context, tx *sql.Tx, story news.ID) (title, text news.Text, err error) {
	err = tx.QueryRowContext(ctx, `select s.title, b.text from story s join body b on b.story = s.id where s.id = ?`, story).Scan(&title, &text)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrGone
	}
	return title, text, err
}

// DeleteNote deletes a note; it can be undone. uuid may be a beginning.
func (s *Store) DeleteNote(ctx context.Context, uuid string) (news.Change, error) {
	change, err := s.do(ctx, func(tx *sql.Tx) (deed, error) {
		n, err := s.note(ctx, tx, uuid)
		return deed{Notes: []noteDeed{{&n, nil}}}, err
	}, func(d *deed) string { return fmt.Sprintf("note deleted from %q", d.Notes[0].Before.StoryTitle) })
	if err != nil {
		return news.Change{}, fmt.Errorf("delete note %q: %w", uuid, err)
	}
	return change, nil
}

func (s *Store) playNote(ctx context.Context, tx *sql.Tx, d *noteDeed, forward bool) error {
	have, want := d.Before, d.After
	if !forward {
		have, want = want, have
	}
	if want != nil {
		return s.putNote(ctx, tx, want)
	}
	_, err := tx.ExecContext(ctx, `update note set deleted = ? where uuid = ?`, s.now().Unix(), have.UUID)
	if err == nil {
		_, err = tx.ExecContext(ctx, `delete from note_text where rowid = (select id from note where uuid = ?)`, have.UUID)
	}
	return err
}

// putNote writes a note whether it is new, changed or deleted. An earlier body is
// kept as a revision. The anchor is placed anew when the story's text is another
// than when the note was written down.
func (s *Store) putNote(ctx context.Context, tx *sql.Tx, n *news.Note) error {
	_, err := tx.ExecContext(ctx, `insert into note_revision(note, until, seq, body)
		select n.id, ?1, (select count(*) from note_revision r where r.note = n.id and r.until = ?1), n.body
		from note n where n.uuid = ?2 and n.body <> ?3`, s.now().Unix(), n.UUID, n.Body)
	if err != nil {
		return fmt.Errorf("keep the earlier body: %w", err)
	}
	var field, start, stop any
	var a news.Anchor
	if n.Anchor != nil {
		a = *n.Anchor
		if title, text, err := textOf(ctx, tx, n.Story); err == nil {
			a = replace(a, title, text)
		} else if !errors.Is(err, ErrGone) {
			return err
		}
		field, start, stop = fieldNumber(a.Field), a.Start, a.End
	}
	var id int64
	err = tx.QueryRowContext(ctx, `insert into note(uuid, owner, story, story_uuid, story_title, story_link, source, claim, kind, author,
		created, modified, body, tlp, tags, field, quote, prefix, suffix, start, stop, state)
		values (?1, ?2, (select id from story where id = ?3), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
		on conflict (uuid) do update set claim = ?8, kind = ?9, author = ?10, modified = ?12, body = ?13, tlp = ?14, tags = ?15,
		field = ?16, quote = ?17, prefix = ?18, suffix = ?19, start = ?20, stop = ?21, state = ?22, deleted = null returning id`,
		n.UUID, s.owner, n.Story, n.StoryUUID, n.StoryTitle, n.StoryLink, n.Source, n.Claim, n.Kind, n.Author,
		n.Created.Unix(), n.Modified.Unix(), n.Body, n.TLP, joined(n.Tags), field, a.Quote, a.Prefix, a.Suffix, start, stop, a.State).Scan(&id)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `insert or replace into note_text(rowid, body, quote, tags) values (?, ?, ?, ?)`,
		id, n.Body, a.Quote, strings.Join(n.Tags, " "))
	return err
}

// moveNotes takes the anchors of a story's notes to where their quotes stand in
// its new text, also those of deleted notes: they may come back.
func moveNotes(ctx context.Context, tx *sql.Tx, story news.ID, title, text news.Text) error {
	notes, err := readNotes(ctx, tx, `select `+noteColumns+` from note n where n.story = ? and n.field is not null`, story)
	if err != nil {
		return err
	}
	for _, n := range notes {
		a := replace(*n.Anchor, title, text)
		_, err := tx.ExecContext(ctx, `update note set field = ?, start = ?, stop = ?, state = ? where uuid = ?`,
			fieldNumber(a.Field), a.Start, a.End, a.State, n.UUID)
		if err != nil {
			return err
		}
	}
	return nil
}
