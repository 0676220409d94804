package store

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay/news"
	"hearsay/store/query"
)

const day = 24 * time.Hour

// stocked is a store with six stories that differ in all that a query can ask.
func stocked(t testing.TB) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "hearsay.db"), Options{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ctx := t.Context()
	wire, _, err := s.AddFeed(ctx, news.Feed{URL: "https://wire.example/feed", Title: "Wire Service", Category: "press/agencies"})
	check(t, err)
	labs, _, err := s.AddFeed(ctx, news.Feed{URL: "https://blog.northgate.example/rss?token=krypton", Title: "Northgate Labs", Category: "vendors"})
	check(t, err)
	keep(t, s, wire,
		news.Story{Key: "guid:alder", Title: "Cozy Bear blamed for the Alder breach", Lang: "en-GB", Authors: []news.Text{"Ada Quill"},
			Text: "Northgate said APT29 broke in through CVE-2026-12345.\nMoscow denied any role.", Link: "https://wire.example/2026/alder",
			Published: noon.Add(-time.Hour)},
		news.Story{Key: "guid:hidden", Title: "Hidden ransomware report", Lang: "en", Published: noon.Add(-2 * time.Hour), Link: "https://wire.example/2026/hidden"},
		news.Story{Key: "guid:roundup", Title: "Weekly roundup", Lang: "en", Authors: []news.Text{"Jörg Müller", "Bo Vance"},
			Text: "A quiet week: 100% uptime. The CVE programme is funded.", Link: "https://wire.example/2026/round_up",
			Published: noon.Add(-10 * day), Seen: noon.Add(-9 * day)},
		news.Story{Key: "guid:chinese", Title: "中国外交部否认指控", Lang: "zh", Text: "外交部发言人说。"},
	)
	ransom := news.Story{Key: "guid:ransom", Title: "Ransomware hits a hospital", Lang: "de", Authors: []news.Text{"Bo Vance"},
		Text: "The hospital would neither confirm nor deny it. A zero-day was used.", Link: "https://blog.northgate.example/ransom",
		Published: noon.Add(-26 * time.Hour)}
	keep(t, s, labs, ransom,
		news.Story{Key: "guid:peskov", Title: "Kremlin spokesman Dmitry Peskov answers", Lang: "en",
			Text: "Dmitry Peskov denied it. The US was not amused.", Published: noon.Add(-40 * day), Seen: noon.Add(-40 * day)})
	ransom.Text += " Files are back."
	keep(t, s, labs, ransom)
	examined(t, s)
	annotate(t, s)
	return s
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shelved are the ids by name.
func shelved(t testing.TB, s *Store) map[string]news.ID {
	t.Helper()
	ids := make(map[string]news.ID)
	rows, err := s.read.Query(`select id, key from story`)
	check(t, err)
	defer rows.Close()
	for rows.Next() {
		var id news.ID
		var key string
		check(t, rows.Scan(&id, &key))
		ids[strings.TrimPrefix(key, "guid:")] = id
	}
	check(t, rows.Err())
	return ids
}

func examined(t testing.TB, s *Store) {
	t.Helper()
	ids := shelved(t, s)
	apt29 := news.Actor{Slug: "apt29", Class: news.Group, Name: "APT29", Aliases: []news.Alias{{Name: "Cozy Bear"}, {Name: "Midnight Blizzard"}}}
	russia := news.Actor{Slug: "russia", Class: news.State, Name: "Russia", Aliases: []news.Alias{{Name: "Moscow"}, {Name: "Kremlin"}}}
	peskov := news.Actor{Slug: "dmitry-peskov", Class: news.Official, Name: "Dmitry Peskov"}
	mention := func(id news.ID, field news.Field, words string, a news.Actor) news.Mention {
		story := full(t, s, id)
		at := strings.Index(string(fieldText(field, story.Title, story.Text)), words)
		return news.Mention{Field: field, Start: at, End: at + len(words), Text: news.Text(words), Slug: a.Slug, Class: a.Class, Actor: a.Name}
	}
	claim := func(id news.ID, quote string, c news.Claim) news.Claim {
		at := strings.Index(string(full(t, s, id).Text), quote)
		c.Field, c.Start, c.End, c.CueStart, c.CueEnd = news.InText, at, at+len(quote), at, at+len(quote)
		c.Quote, c.Cue, c.Hedge = news.Text(quote), news.Text(quote), "none"
		return c
	}
	alder, ransom, answers := ids["alder"], ids["ransom"], ids["peskov"]
	check(t, s.KeepAnalyses(t.Context(), 1, []news.Analysed{
		{ID: alder, Analysis: news.Analysis{
			Actors:   []news.Actor{apt29, russia},
			Mentions: []news.Mention{mention(alder, news.InTitle, "Cozy Bear", apt29), mention(alder, news.InText, "Moscow", russia)},
			Claims: []news.Claim{
				claim(alder, "Northgate said APT29 broke in", news.Claim{Kind: news.Accusation, Sub: "attributed", Speaker: "Northgate",
					Target: "APT29", TargetSlug: "apt29", TargetClass: news.Group}),
				claim(alder, "Moscow denied any role", news.Claim{Kind: news.Denial, Sub: "involvement-denied", Speaker: "Moscow",
					SpeakerActor: "Russia", SpeakerSlug: "russia", SpeakerClass: news.State, Target: "Russia", TargetSlug: "russia", TargetClass: news.State}),
			}}},
		{ID: ransom, Analysis: news.Analysis{Claims: []news.Claim{
			claim(ransom, "would neither confirm nor deny it", news.Claim{Kind: news.Nondenial, Sub: "neither-nor", Speaker: "The hospital"})}}},
		{ID: answers, Analysis: news.Analysis{
			Actors:   []news.Actor{peskov},
			Mentions: []news.Mention{mention(answers, news.InTitle, "Dmitry Peskov", peskov)},
			Claims: []news.Claim{
				claim(answers, "Dmitry Peskov denied it", news.Claim{Kind: news.Denial, Sub: "claim-rejected", Speaker: "Dmitry Peskov",
					SpeakerActor: "Dmitry Peskov", SpeakerSlug: "dmitry-peskov", SpeakerClass: news.Official}),
				claim(answers, "The US was not amused", news.Claim{Kind: news.Deflection, Sub: "motive", Speaker: "The US"}),
			}}},
	}))
}

func annotate(t testing.TB, s *Store) {
	t.Helper()
	ctx, ids := t.Context(), shelved(t, s)
	for _, c := range full(t, s, ids["peskov"]).Claims {
		if c.Kind == news.Denial {
			_, err := s.JudgeClaim(ctx, c.UUID, news.Rejected)
			check(t, err)
		}
	}
	for _, c := range full(t, s, ids["alder"]).Claims {
		if c.Kind == news.Denial {
			_, err := s.JudgeClaim(ctx, c.UUID, news.Confirmed)
			check(t, err)
		}
	}
	tag := func(name string, tags ...string) {
		_, err := s.Tag(ctx, []news.ID{ids[name]}, tags, nil)
		check(t, err)
	}
	tag("alder", "actor/apt29", "todo")
	tag("ransom", "todo")
	tag("roundup", "actor/apt28")
	mark := func(name string, m news.Mark) {
		_, err := s.Mark(ctx, []news.ID{ids[name]}, m)
		check(t, err)
	}
	mark("roundup", news.MarkRead)
	mark("ransom", news.MarkStar)
	mark("hidden", news.MarkHide)
	note := func(name, body, quote string) news.Note {
		n := news.Note{Story: ids[name], Body: news.Text(body)}
		if quote != "" {
			n.Anchor = &news.Anchor{Quote: news.Text(quote)}
		}
		n, err := s.SaveNote(ctx, n)
		check(t, err)
		return n
	}
	note("alder", "Ask the vendor for logs", "Moscow denied any role")
	note("roundup", "nothing new", "")
	_, err := s.DeleteNote(ctx, note("ransom", "a mistaken thought", "").UUID)
	check(t, err)
	for name, text := range map[string]string{
		"morning": "is:unread date:3d", "again": "@morning OR #todo", "loop": "@loop2", "loop2": "x @loop", "last": "sort:date limit:2", "bad": "nosuch:x",
	} {
		check(t, s.SaveView(ctx, View{Name: name, Query: text}))
	}
}

// asked are the names of the stories that a query finds, in its order.
func asked(t testing.TB, s *Store, text string) []string {
	t.Helper()
	q, err := query.Parse(text)
	check(t, err)
	found, err := s.List(t.Context(), q)
	if err != nil {
		t.Fatalf("List(%q): %v", text, err)
	}
	names := make(map[news.ID]string)
	for name, id := range shelved(t, s) {
		names[id] = name
	}
	var list []string
	for _, id := range found {
		list = append(list, names[id])
	}
	return list
}

func TestQueries(t *testing.T) {
	s := stocked(t)
	const everything = "chinese alder ransom roundup peskov"
	tests := []struct{ query, want string }{
		{"", everything},
		// words
		{"breach", "alder"},
		{"BREACH alder", "alder"},
		{"breach hospital", ""},
		{"breach OR hospital", "alder ransom"},
		{`"cozy bear"`, "alder"},
		{`"bear cozy"`, ""},
		{"ransom", ""},
		{"ransom*", "ransom"},
		{`"hits a hosp"*`, "ransom"},
		{"zero-day", "ransom"},
		{"-breach", "chinese ransom roundup peskov"},
		{"denied -moscow", "peskov"},
		{"-(breach OR hospital)", "chinese roundup peskov"},
		{"Quill", ""}, // an author is in neither title nor body
		{"外交部", "chinese"},
		{"外交部 OR breach", "chinese alder"},
		{"...", everything},
		{"-...", everything},
		{"breach ...", "alder"},
		{"(", everything},
		{`"`, everything},
		{"12:30", ""},
		// texts
		{"title:bear", "alder"},
		{"title:moscow", ""},
		{`title:"cozy bear","weekly roundup"`, "alder roundup"},
		{"title:round*", "roundup"},
		{`title:/^(weekly|RANSOM)/`, ""},
		{`title:/^(weekly|RANSOM)/i`, "ransom roundup"},
		{"title:外交", "chinese"},
		{"body:moscow", "alder"},
		{"body:bear", ""},
		{`body:/APT\d+/`, "alder"},
		{"body:发言人", "chinese"},
		{"author:quill", "alder"},
		{`author:"ada q"`, "alder"},
		{"author:muller", "roundup"},
		{"author:Q*l", "alder"},
		{"author:/^Bo/", "ransom"},
		{"url:wire.example/2026", "alder roundup"},
		{"url:round_up", "roundup"},
		{"url:roundXup", ""},
		{"url:blog.*/ran", "ransom"},
		{`url:"blog.*/ran"`, ""},
		{`url:/\d{4}\/a/`, "alder"},
		{"lang:en", "alder roundup peskov"},
		{"lang:EN-gb", "alder"},
		{"lang:de,zh", "chinese ransom"},
		// feeds
		{"feed:wire", "chinese alder roundup"},
		{"feed:labs", "ransom peskov"},
		{"feed:NORTHGATE", "ransom peskov"},
		{"feed:blog.northgate", "ransom peskov"},
		{"feed:krypton", ""}, // a secret of the address
		{"feed:w*ice", "chinese alder roundup"},
		{"feed:/^wire/i", "chinese alder roundup"},
		{"cat:press", "chinese alder roundup"},
		{"cat:press/agencies", "chinese alder roundup"},
		{"cat:pre", ""},
		{"cat:v*", "ransom peskov"},
		{"cat:Vendors,press", everything},
		// states
		{"is:unread", "chinese alder ransom peskov"},
		{"is:read", "roundup"},
		{"-is:read", "chinese alder ransom peskov"},
		{"is:starred", "ransom"},
		{"is:read,starred", "ransom roundup"},
		{"is:updated", "ransom"},
		{"is:hidden", "hidden"},
		{"-is:hidden", everything},
		{"report", ""},
		{"report is:hidden", "hidden"},
		{"is:hidden OR breach", "alder hidden"},
		{"has:note", "alder roundup"},
		{"has:quote", "alder"},
		{"has:tag", "alder ransom roundup"},
		{"has:actor", "alder peskov"},
		{"has:accusation", "alder"},
		{"has:denial", "alder"},
		{"-has:denial", "chinese ransom roundup peskov"},
		{"has:nondenial", "ransom"},
		{"has:deflection", "peskov"},
		{"has:nocomment", ""},
		{"has:claim", "alder ransom peskov"},
		{"has:cve", "alder"},
		{"cve:CVE-2026-12345", "alder"},
		{"cve:2026-12345", "alder"},
		{"cve:CVE-2026-1234", ""},
		{"cve:2026-*", "alder"},
		// the reader's
		{"#todo", "alder ransom"},
		{"#TODO", "alder ransom"},
		{"tag:actor/*", "alder roundup"},
		{`tag:"actor/*"`, ""},
		{"tag:actor", ""},
		{"tag:*apt2?", "alder roundup"},
		{"tag:/29$/", "alder"},
		{"#todo,actor/apt28", "alder ransom roundup"},
		{"-#todo", "chinese roundup peskov"},
		{`note:"the vendor"`, "alder"},
		{"note:ven*", "alder"},
		{"note:moscow", "alder"}, // in the quote
		{"note:mistaken", ""},    // deleted
		{"-note:vendor", "chinese ransom roundup peskov"},
		{"note:/^nothing/", "roundup"},
		// actors
		{`actor:"Midnight Blizzard"`, "alder"},
		{"actor:apt-29", "alder"},
		{`actor:"APT 29"`, "alder"},
		{"actor:cozy", "alder"},
		{"actor:apt2*", "alder"},
		{"actor:apt28", ""},
		{"actor:kremlin", "alder"},
		{"actor:Peskov", "peskov"},
		{"actor:Pesko", ""},
		{"actor:apt29,peskov", "alder peskov"},
		{"-actor:russia", "chinese ransom roundup peskov"},
		{"class:state", "alder"},
		{"class:official,group", "alder peskov"},
		// claims
		{"claim:denial", "alder"},
		{"claim:neither-nor", "ransom"},
		{"claim:claim-rejected", ""},
		{"claim:accusation,nondenial", "alder ransom"},
		{"claim:denial claim:accusation", "alder"},
		{"speaker:northgate", "alder"},
		{"speaker:hospital", "ransom"},
		{"speaker:hosp", ""},
		{"speaker:US", "peskov"},
		{"-speaker:US", "chinese alder ransom roundup"},
		{`target:"Cozy Bear"`, "alder"},
		{"accuser:northgate", "alder"},
		{"accuser:moscow", ""},
		{"accused:apt29", "alder"},
		{"accused:russia", ""},
		{"denier:kremlin", "alder"},
		{"denier:peskov", ""}, // rejected
		{"denier:peskov status:rejected", "peskov"},
		{"denies:russia", "alder"},
		{"denies:/^rus/i", "alder"},
		{"status:confirmed", "alder"},
		{"status:rejected", "peskov"},
		{"claim:accusation status:confirmed", ""},
		{"claim:denial status:confirmed", "alder"},
		{"speaker:northgate target:russia", ""}, // not of one claim
		{"speaker:northgate speaker:moscow", "alder"},
		{"accuser:northgate denier:russia", "alder"},
		{"claim:denial OR claim:nondenial", "alder ransom"},
		{"-claim:denial has:claim", "ransom peskov"},
		// times; noon is Friday 2026-11-20 12:00 UTC
		{"date:24h", "chinese alder"},
		{"date:today", "chinese alder"},
		{"date:yesterday", "ransom"},
		{"date:2026-11-19", "ransom"},
		{"date:2026-10", "peskov"},
		{"date:2026-11-10..2026-11-19", "ransom roundup"},
		{"date:..2026-11-10", "roundup peskov"},
		{"date:3w..3d", "roundup"},
		{"date:>2026-11-19", "chinese alder"},
		{"date:>=2026-11-19", "chinese alder ransom"},
		{"date:<2026-11-10", "peskov"},
		{"date:<=2026-11-10", "roundup peskov"},
		{"-date:today", "ransom roundup peskov"},
		{"since:yesterday", "chinese alder ransom"},
		{"until:2026-11-10", "roundup peskov"},
		{"since:1mo until:7d", "roundup"},
		{"seen:today", "chinese alder ransom"},
		{"seen:2026-11-11", "roundup"},
		{"seen:last-visit..", everything}, // there was none
		{"changed:today", "ransom"},
		{"-changed:today", "chinese alder roundup peskov"},
		{"changed:..yesterday", ""},
		// order
		{"sort:date", "peskov roundup ransom alder chinese"},
		{"sort:-date limit:2", "chinese alder"},
		{"sort:title", "alder peskov ransom roundup chinese"},
		{"sort:feed,date", "peskov ransom roundup alder chinese"},
		{"sort:-changed limit:1", "ransom"},
		{"sort:-seen,date limit:1", "ransom"},
		// saved
		{"@morning", "chinese alder ransom"},
		{"@Morning breach", "alder"},
		{"-@morning", "roundup peskov"},
		{"@again", "chinese alder ransom"},
		{"@last", "peskov roundup"},
		{"@last limit:1", "peskov"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			if got := strings.Join(asked(t, s, tt.query), " "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStoryIsFoundByItsID(t *testing.T) {
	s := stocked(t)
	uuid := full(t, s, shelved(t, s)["alder"]).UUID
	for _, text := range []string{"story:" + uuid, "story:" + strings.ToUpper(uuid[:12])} {
		if got := asked(t, s, text); !slices.Equal(got, []string{"alder"}) {
			t.Errorf("%s: %q", text, got)
		}
	}
	if got := asked(t, s, "story:zzz"); got != nil {
		t.Errorf("story:zzz: %q", got)
	}
}

func TestEveryFieldIsAskedOrSaidToBeMissing(t *testing.T) {
	s := stocked(t)
	for _, f := range query.Fields() {
		q, err := query.Parse(f.Example)
		check(t, err)
		_, err = s.List(t.Context(), q)
		if missing := f.Name == "outlets" || f.Name == "copies"; missing != errors.Is(err, ErrNotBuilt) || !missing && err != nil {
			t.Errorf("%s: %v", f.Example, err)
		}
	}
}

func TestSavedQueriesThatCannotBeAsked(t *testing.T) {
	s := stocked(t)
	tests := []struct {
		query, says string
		is          error
	}{
		{"@mornin", "@morning", ErrNoView},
		{"x -@nosuch", "@nosuch", ErrNoView},
		{"@loop", "@loop", ErrLoop},
		{"x @loop2", "@loop2", ErrLoop},
		{"@bad", "nosuch", nil},
	}
	for _, tt := range tests {
		q, err := query.Parse(tt.query)
		check(t, err)
		_, err = s.List(t.Context(), q)
		if err == nil || !strings.Contains(err.Error(), tt.says) || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v", tt.query, err)
		}
	}
}

func TestDaysAreDaysOfTheReadersZone(t *testing.T) {
	s := stocked(t)
	tokyo := noon.In(time.FixedZone("UTC+9", 9*3600)) // 21:00; today began at 15:00 UTC yesterday
	q, err := query.Parse("date:2026-11-19")
	check(t, err)
	sel, err := s.compile(t.Context(), q, tokyo.AddDate(0, 0, 1))
	check(t, err)
	ids, err := s.ids(t.Context(), `select s.id from story s`+sel.tail(), sel.args...)
	check(t, err)
	if want := []news.ID{shelved(t, s)["ransom"]}; !reflect.DeepEqual(ids, want) { // 2026-11-19 10:00 UTC
		t.Errorf("got %v, want %v", ids, want)
	}
	q, err = query.Parse("date:2026-11-20T21:00..")
	check(t, err)
	sel, err = s.compile(t.Context(), q, tokyo)
	check(t, err)
	ids, err = s.ids(t.Context(), `select s.id from story s`+sel.tail(), sel.args...)
	check(t, err)
	if want := []news.ID{shelved(t, s)["chinese"]}; !reflect.DeepEqual(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}

func TestNotesAndClaimsFollowTheQuery(t *testing.T) {
	s := stocked(t)
	ctx := t.Context()
	for text, want := range map[string]int{"": 2, "has:quote": 1, "hospital": 0, "limit:1 sort:date": 0} {
		q, err := query.Parse(text)
		check(t, err)
		notes, err := s.Notes(ctx, q)
		check(t, err)
		if len(notes) != want {
			t.Errorf("Notes(%q): %d, want %d", text, len(notes), want)
		}
	}
	q, err := query.Parse("actor:apt29")
	check(t, err)
	if claims, err := s.Claims(ctx, q); err != nil || len(claims) != 2 {
		t.Errorf("Claims: %d, %v", len(claims), err)
	}
	if n, err := s.Count(ctx, query.Query{}); err != nil || n != 5 {
		t.Errorf("Count: %d, %v", n, err)
	}
}

// hostile is what somebody types who wants to speak to the database instead.
var hostile = []string{
	`"`, `""`, `'`, `'; drop table story; --`, `a" OR title : "b`, `NEAR(a b, 5)`, `NEAR`, `^a`, `{title} : a`, `title : a`, `a + b`, `*`, `"a"*`,
	`"a""b"`, `\`, `\"`, `%`, `_`, `a\x00b`, "a\x00b", "\xff", `title:"a"" AND b"`, `note:"x"" OR "y"`, `tag:a'b`, `tag:%`, `author:"*`,
	`url:%_\`, `feed:(`, `feed:[a`, `cat:\`, `speaker:(.*`, `actor:%`, `actor:'`, `cve:*`, `cve:CVE-(`, `story:%`, `title:/\x00/`, `lang:'`, `@'`, `#'`,
	`"AND"`, `"OR" "NOT"`, "\u200b", "🦔", `note:🦔`, `author:🦔`, `actor:🦔`, strings.Repeat("a ", 300), strings.Repeat("(", 50) + "a",
	strings.Repeat("a OR ", 300) + "b", "tag:" + strings.Repeat("a,", 300), strings.Repeat("is:read ", 300), strings.Repeat("-", 300) + "x",
}

func FuzzList(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	s := stocked(f)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			return
		}
		_, err = s.List(context.Background(), q)
		if err != nil && !errors.Is(err, ErrNotBuilt) && !errors.Is(err, ErrNoView) && !errors.Is(err, ErrLoop) && !strings.Contains(text, "@") {
			t.Errorf("%q: %v", text, err)
		}
	})
}
