package store

import (
	"context"
	"database/sql"
	"strings"

	"hearsay/news"
)

// edit brings a stored story up to what its feed says now. It reports whether
// the title or the text is another: only then is there a revision, and only then
// are its spans found anew. Other differences are written without a word.
func (in *intake) edit(ctx context.Context, have *known, story *news.Story) (changed bool, err error) {
	if in.damaged && len(story.Text) < len(have.text) && strings.HasPrefix(string(have.text), string(story.Text)) {
		return false, nil // the document ended in the middle of this entry
	}
	changed = have.title != story.Title || have.text != story.Text
	same := !changed && have.summary == story.Summary && have.blocks == packBlocks(story.Blocks) && have.links == packLinks(story.Links) &&
		have.authors == joined(story.Authors) && have.original == story.Original
	again := story.Updated.IsZero() || story.Updated.Unix() == have.updated
	if same && again && have.key == story.Key && (story.Link == "" || have.link == story.Link) {
		return false, nil
	}
	_, err = in.tx.ExecContext(ctx, `update story set key = ?2, link = case when ?3 = '' then link else ?3 end, title = ?4, same = ?5,
		updated = coalesce(?6, updated) where id = ?1`,
		have.id, story.Key, story.Link, story.Title, sameness(story.Title), unix(story.Updated))
	if err != nil {
		return false, err
	}
	if !same {
		if err := in.write(ctx, have.id, story); err != nil {
			return false, err
		}
	}
	if !changed {
		return false, nil
	}
	return true, in.revise(ctx, have, story)
}

// revise keeps the earlier state and takes all spans along to the new text.
func (in *intake) revise(ctx context.Context, have *known, story *news.Story) error {
	_, err := in.tx.ExecContext(ctx, `insert into revision(story, until, seq, title, text)
		select ?1, ?2, count(*), ?3, ?4 from revision where story = ?1 and until = ?2`, have.id, in.now.Unix(), have.title, have.text)
	if err != nil {
		return err
	}
	_, err = in.tx.ExecContext(ctx, `update story set changed = ?, analysed = 0 where id = ?`, in.now.Unix(), have.id)
	if err != nil {
		return err
	}
	if err := moveNotes(ctx, in.tx, have.id, story.Title, story.Text); err != nil {
		return err
	}
	if err := moveFindings(ctx, in.tx, have.id, story.Title, story.Text); err != nil {
		return err
	}
	return summarise(ctx, in.tx, have.id)
}

// moveFindings drops what the engine found in the earlier text; it looks again.
// What the reader has judged moves to where its quote stands now. A judged claim
// whose quote is gone is dropped; the verdict on it is kept.
func moveFindings(ctx context.Context, tx *sql.Tx, story news.ID, title, text news.Text) error {
	for _, statement := range []string{
		`delete from mention where story = ?`,
		`delete from claim where story = ? and status = 'suggested' and by_user = 0`,
	} {
		if _, err := tx.ExecContext(ctx, statement, story); err != nil {
			return err
		}
	}
	claims, err := claimsOf(ctx, tx, story)
	if err != nil {
		return err
	}
	for _, c := range claims {
		at := find(fieldText(c.Field, title, text), news.Anchor{Quote: c.Quote, Start: c.Start, End: c.End})
		if at.State == news.Lost {
			if _, err := tx.ExecContext(ctx, `delete from claim where uuid = ?`, c.UUID); err != nil {
				return err
			}
			continue
		}
		by := at.Start - c.Start
		_, err := tx.ExecContext(ctx, `update claim set start = ?, stop = ?, cue_start = ?, cue_end = ? where uuid = ?`,
			at.Start, at.End, c.CueStart+by, c.CueEnd+by, c.UUID)
		if err != nil {
			return err
		}
	}
	return nil
}

func fieldText(f news.Field, title, text news.Text) news.Text {
	if f == news.InTitle {
		return title
	}
	return text
}
