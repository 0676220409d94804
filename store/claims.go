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

// claimColumns are those that scanClaim reads, of a table called c.
const claimColumns = `c.uuid, c.story, c.kind, c.sub, c.speaker, c.speaker_name, c.speaker_slug, c.speaker_class, c.target, c.target_slug,
	c.target_class, c.quote, c.cue, c.field, c.start, c.stop, c.cue_start, c.cue_end, c.hedge, c.confidence, c.said_on, c.answers,
	c.weak, c.rule, c.why, c.status, c.by_user`

func scanClaim(scan func(...any) error, more ...any) (c news.Claim, err error) {
	var field int64
	var said sql.NullInt64
	dest := []any{&c.UUID, &c.Story, &c.Kind, &c.Sub, &c.Speaker, &c.SpeakerActor, &c.SpeakerSlug, &c.SpeakerClass, &c.Target, &c.TargetSlug,
		&c.TargetClass, &c.Quote, &c.Cue, &field, &c.Start, &c.End, &c.CueStart, &c.CueEnd, &c.Hedge, &c.Confidence, &said, &c.Answers,
		&c.Weak, &c.Rule, &c.Why, &c.Status, &c.ByUser}
	err = scan(append(dest, more...)...)
	c.Field, c.SaidOn = fieldName(field), moment(said)
	return c, err
}

// claimsOf reads the claims of a story, the title's first, by start.
func claimsOf(ctx context.Context, from querier, story news.ID) ([]news.Claim, error) {
	rows, err := from.QueryContext(ctx, `select `+claimColumns+` from claim c where c.story = ? order by c.field, c.start, c.id`, story)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var claims []news.Claim
	for rows.Next() {
		c, err := scanClaim(rows.Scan)
		if err != nil {
			return nil, err
		}
		claims = append(claims, c)
	}
	return claims, rows.Err()
}

// querier is a transaction or a pool.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// keepClaims replaces the suggestions of a story. Ids are made from what a claim
// is, so that the same analysis gives the same ids again.
func (s *Store) keepClaims(ctx context.Context, tx *sql.Tx, of subject, found []news.Claim) error {
	have, err := claimsOf(ctx, tx, of.id)
	if err != nil {
		return err
	}
	verdicts, err := s.verdictsOf(ctx, tx, of.uuid)
	if err != nil {
		return err
	}
	claims := identify(of, found)
	judged := slices.DeleteFunc(have, func(c news.Claim) bool { return c.Status == news.Suggested && !c.ByUser })
	for i := range claims {
		c := &claims[i]
		if !c.keep {
			continue
		}
		if at := slices.IndexFunc(judged, func(old news.Claim) bool { return sameClaim(old, c.Claim) }); at >= 0 {
			c.adopt(judged[at])
			judged = slices.Delete(judged, at, at+1)
		} else if v, ok := verdicts[verdictKey(c.Kind, c.Field, c.Quote)]; ok {
			c.Status = v
		}
	}
	link(claims)
	if _, err := tx.ExecContext(ctx, `delete from claim where story = ?`, of.id); err != nil {
		return err
	}
	for i := range judged { // no longer found, but the reader's word counts
		claims = append(claims, fresh{Claim: judged[i], keep: true})
	}
	slices.SortStableFunc(claims, func(a, b fresh) int {
		return cmp.Or(cmp.Compare(fieldNumber(a.Field), fieldNumber(b.Field)), cmp.Compare(a.Start, b.Start))
	})
	for i := range claims {
		if !claims[i].keep {
			continue
		}
		if err := putClaim(ctx, tx, of.id, &claims[i].Claim); err != nil {
			return fmt.Errorf("claim at %s %d: %w", claims[i].Field, claims[i].Start, err)
		}
	}
	return nil
}

// fresh is a claim on its way into the tables. Those that do not fit the text are
// not kept, but hold their place: others name them by it.
type fresh struct {
	news.Claim
	keep bool
}

// adopt takes over what the reader has decided; what he changed is not found anew.
func (c *fresh) adopt(old news.Claim) {
	if old.ByUser {
		c.Claim = old
		return
	}
	c.UUID, c.Status = old.UUID, old.Status
}

// identify gives each claim its id.
func identify(of subject, found []news.Claim) []fresh {
	claims := make([]fresh, len(found))
	taken := make(map[string]bool, len(found))
	for i, c := range found {
		name := fmt.Sprintf("claim|%s|%s|%d|%s|%s|%s", of.uuid, c.Field, c.Start, c.Kind, c.Speaker, c.Target)
		for c.UUID = news.NameUUID(name); taken[c.UUID]; c.UUID = news.NameUUID(name) {
			name += "|"
		}
		taken[c.UUID] = true
		c.Status, c.ByUser = news.Suggested, false
		claims[i] = fresh{c, of.holds(c.Field, c.Start, c.End, c.Quote)}
	}
	return claims
}

// link turns places in the analysis into ids.
func link(claims []fresh) {
	for i := range claims {
		if at := claims[i].AnswersAt - 1; at >= 0 && at < len(claims) && claims[at].keep {
			claims[i].Answers = claims[at].UUID
		}
	}
}

// sameClaim reports whether two claims are of one kind on overlapping words.
func sameClaim(a, b news.Claim) bool {
	return a.Kind == b.Kind && a.Field == b.Field && a.Start < b.End && b.Start < a.End
}

func putClaim(ctx context.Context, tx *sql.Tx, story news.ID, c *news.Claim) error {
	_, err := tx.ExecContext(ctx, `insert into claim(uuid, story, kind, sub, speaker, speaker_name, speaker_slug, speaker_class, target,
		target_slug, target_class, quote, cue, field, start, stop, cue_start, cue_end, hedge, confidence, said_on, answers, weak, rule,
		why, status, by_user) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (uuid) do nothing`,
		c.UUID, story, c.Kind, c.Sub, c.Speaker, c.SpeakerActor, c.SpeakerSlug, c.SpeakerClass, c.Target, c.TargetSlug, c.TargetClass,
		c.Quote, c.Cue, fieldNumber(c.Field), c.Start, c.End, c.CueStart, c.CueEnd, c.Hedge, c.Confidence, unix(c.SaidOn), c.Answers,
		c.Weak, c.Rule, c.Why, c.Status, c.ByUser)
	return err
}

func verdictKey(kind news.ClaimKind, field news.Field, quote news.Text) string {
	return strings.Join([]string{string(kind), string(field), string(quote)}, "|")
}

// verdictsOf reads what the reader thought of the claims of a story, by words:
// the text may have been edited away from them and back.
func (s *Store) verdictsOf(ctx context.Context, tx *sql.Tx, storyUUID string) (map[string]news.Status, error) {
	rows, err := tx.QueryContext(ctx, `select kind, field, quote, status from verdict where owner = ? and story_uuid = ?`, s.owner, storyUUID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	verdicts := make(map[string]news.Status)
	for rows.Next() {
		var kind news.ClaimKind
		var field int64
		var quote news.Text
		var status news.Status
		if err := rows.Scan(&kind, &field, &quote, &status); err != nil {
			return nil, err
		}
		verdicts[verdictKey(kind, fieldName(field), quote)] = status
	}
	return verdicts, rows.Err()
}
