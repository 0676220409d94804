package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"

	"hearsay/news"
)

// Stats are the numbers of a store.
type Stats struct {
	Feeds, Failing, Stories, Unread, Starred, Hidden int
	Revisions, Dropped, Analysed                     int
	Actors, Mentions                                 int
	Claims                                           map[news.ClaimKind]int // without the rejected
	Confirmed, Rejected                              int                    // claims that the reader judged
	Tags, Tagged, Notes, Noted, Views, Changes       int                    // Tagged, Noted: stories; Changes: that can be undone
	Oldest, Newest, LastFetch                        time.Time
	Bytes                                            int64 // of the file and its log
	Schema                                           int
	Path                                             string
}

// Stats counts everything. It walks tables: some 50 ms at 100,000 stories.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	c, err := s.Counts(ctx)
	if err != nil {
		return Stats{}, err
	}
	st := Stats{Feeds: c.Feeds, Failing: c.Failing, Stories: c.Stories, Unread: c.Unread, LastFetch: c.LastFetch,
		Path: s.path, Claims: make(map[news.ClaimKind]int)}
	var oldest, newest sql.NullInt64
	err = s.read.QueryRowContext(ctx, `select
		(select count(*) from mark where owner = ?1 and kind = 'starred'), (select count(*) from mark where owner = ?1 and kind = 'hidden'),
		(select count(*) from revision), (select count(*) from tombstone), (select count(*) from story where analysed > 0),
		(select count(*) from actor), (select count(*) from mention),
		(select count(*) from claim where status = 'confirmed'), (select count(*) from claim where status = 'rejected'),
		(select count(distinct name) from tag where owner = ?1), (select count(distinct story) from tag where owner = ?1),
		(select count(*) from note where owner = ?1 and deleted is null),
		(select count(distinct story_uuid) from note where owner = ?1 and deleted is null),
		(select count(*) from view where owner = ?1), (select count(*) from journal where owner = ?1 and undone = 0),
		(select min(id) >> 16 from story), (select max(id) >> 16 from story), (select user_version from pragma_user_version)`, s.owner).
		Scan(&st.Starred, &st.Hidden, &st.Revisions, &st.Dropped, &st.Analysed, &st.Actors, &st.Mentions, &st.Confirmed, &st.Rejected,
			&st.Tags, &st.Tagged, &st.Notes, &st.Noted, &st.Views, &st.Changes, &oldest, &newest, &st.Schema)
	if err != nil {
		return Stats{}, fmt.Errorf("count everything: %w", explain(err))
	}
	st.Oldest, st.Newest = moment(oldest), moment(newest)
	kinds, err := s.tally(ctx, `select kind, count(*) from claim where status <> 'rejected' group by kind`)
	if err != nil {
		return Stats{}, err
	}
	for _, k := range kinds {
		st.Claims[news.ClaimKind(k.Tag)] = k.Count
	}
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(s.path + end); err == nil {
			st.Bytes += info.Size()
		}
	}
	return st, nil
}

// tally reads names with counts.
func (s *Store) tally(ctx context.Context, statement string, args ...any) ([]news.TagCount, error) {
	rows, err := s.read.QueryContext(ctx, statement, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var list []news.TagCount
	for rows.Next() {
		var t news.TagCount
		if err := rows.Scan(&t.Tag, &t.Count); err != nil {
			return nil, explain(err)
		}
		list = append(list, t)
	}
	return list, explain(rows.Err())
}

// party lists whom claims are made by or about; %s is the side and a condition.
const party = `select case when %[1]s_name <> '' then %[1]s_name else %[1]s end as value, count(*) as n from
	(select speaker, speaker_name, target, target as target_name from claim where status <> 'rejected' and %[2]s) group by value`

// values are the selects of value and n behind each field that has values of
// its own in the store; ?1 is the owner.
var values = map[string]string{
	"feed": `select case when named <> '' then named else title end as value, stories as n from feed where removed is null`,
	"cat":  `select category as value, sum(stories) as n from feed where removed is null group by category`,
	"tag":  `select name as value, count(*) as n from tag where owner = ?1 group by name`,
	"lang": `select lang as value, count(*) as n from story group by lang`,
	"cve":  `select name as value, count(*) as n from cve group by name`,
	"actor": `select a.name as value, (select count(distinct story) from mention where actor = a.id and status <> 'rejected') as n
		from actor a`,
	"view":    `select name as value, 1 as n from view where owner = ?1`,
	"speaker": fmt.Sprintf(party, "speaker", "true"),
	"target":  fmt.Sprintf(party, "target", "true"),
	"accuser": fmt.Sprintf(party, "speaker", "kind = 'accusation'"),
	"accused": fmt.Sprintf(party, "target", "kind = 'accusation'"),
	"denier":  fmt.Sprintf(party, "speaker", "kind = 'denial'"),
	"denies":  fmt.Sprintf(party, "target", "kind = 'denial'"),
}

// Values are up to limit values of a field of the query language that begin
// with prefix, or have a word that does, the most frequent first. nil for a field
// whose values the store does not know, and when they cannot be read: completion
// is a courtesy.
func (s *Store) Values(ctx context.Context, field, prefix string, limit int) []string {
	from, known := values[field]
	if !known {
		return nil
	}
	like := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(prefix)
	// ?1 is named so that every statement has all four arguments.
	rows, err := s.tally(ctx, `select value, n from (`+from+`) where ?1 <> '' and value <> ''
		and (value like ?2 || '%' escape '\' or value like '% ' || ?2 || '%' escape '\' or value like '%/' || ?2 || '%' escape '\')
		order by n desc, value limit ?3`, s.owner, like, limit)
	if err != nil {
		return nil
	}
	list := make([]string, len(rows))
	for i, row := range rows {
		list[i] = row.Tag
	}
	return list
}
