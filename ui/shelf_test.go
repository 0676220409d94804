package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"hearsay/news"
	"hearsay/store/query"
)

// testNow is the time in all tests of screens.
var testNow = time.Date(2026, 11, 20, 10, 10, 0, 0, time.UTC)

// fakeShelf is a store in memory that can fail. It knows the few queries that
// the tests ask.
type fakeShelf struct {
	mu      sync.Mutex
	stories []*news.Full
	feeds   []news.Feed
	fail    error
	marks   []string // what was done, in words
	undone  []func()
	saved   []news.Note
	listed  int
	valued  int // questions for values
}

func (f *fakeShelf) List(ctx context.Context, q query.Query) ([]news.ID, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.listed++
	if f.fail != nil {
		return nil, f.fail
	}
	var ids []news.ID
	for _, s := range f.stories {
		if !s.Hidden && matches(s, q.Where) {
			ids = append(ids, s.ID)
		}
	}
	return ids, ctx.Err()
}

func matches(s *news.Full, n query.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case query.And:
		for _, t := range n.Terms {
			if !matches(s, t) {
				return false
			}
		}
		return true
	case query.Text:
		return strings.Contains(strings.ToLower(string(s.Title+s.Text)), strings.ToLower(n.Value))
	case query.Field:
		switch n.Name {
		case "since":
			return true
		case "is":
			return !s.Read
		case "has":
			return rowOf(s).Claims.Has(news.HasDenial)
		}
	}
	return false
}

func rowOf(s *news.Full) news.Row {
	r := news.Row{ID: s.ID, UUID: s.UUID, Feed: s.Feed, Source: s.Source, Title: s.Title, Published: s.Published, Seen: s.Seen,
		Read: s.Read, Starred: s.Starred, Hidden: s.Hidden, Notes: len(s.Notes), Tags: s.Tags}
	for _, c := range s.Claims {
		r.Claims |= c.Kind.Set()
		r.Unsure = c.Weak
	}
	for _, n := range namedIn(s) {
		if len(r.Actors) == news.RowActors {
			r.MoreActors++
			continue
		}
		r.Actors = append(r.Actors, n.name)
	}
	for _, m := range s.Mentions {
		if m.Field == news.InTitle {
			r.Marks = append(r.Marks, m)
		}
	}
	return r
}

func (f *fakeShelf) Rows(_ context.Context, ids []news.ID) ([]news.Row, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var rows []news.Row
	for _, id := range ids {
		if s := f.find(id); s != nil {
			rows = append(rows, rowOf(s))
		}
	}
	return rows, f.fail
}

func (f *fakeShelf) find(id news.ID) *news.Full {
	for _, s := range f.stories {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (f *fakeShelf) Full(_ context.Context, id news.ID) (news.Full, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.find(id)
	if s == nil || f.fail != nil {
		return news.Full{}, errors.Join(errors.New("the story is gone"), f.fail)
	}
	full := *s
	full.Claims, full.Notes = slices.Clone(s.Claims), slices.Clone(s.Notes)
	return full, nil
}

func (f *fakeShelf) Counts(context.Context) (Counts, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := Counts{Feeds: 30, Failing: 2, Stories: len(f.stories), LastFetch: testNow.Add(-4 * time.Minute)}
	for _, s := range f.stories {
		if !s.Read {
			c.Unread++
		}
	}
	return c, nil
}

func (f *fakeShelf) change(said string, stories int, undo func()) (news.Change, error) {
	if f.fail != nil {
		return news.Change{}, f.fail
	}
	f.marks = append(f.marks, said)
	f.undone = append(f.undone, undo)
	return news.Change{Journal: news.ID(len(f.marks)), Stories: stories, Said: news.Text(said)}, nil
}

func (f *fakeShelf) Mark(_ context.Context, ids []news.ID, m news.Mark) (news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail == nil {
		for _, id := range ids {
			f.set(id, m)
		}
	}
	if m == news.MarkOpened && f.fail == nil {
		return news.Change{Stories: len(ids)}, nil
	}
	opposite := map[news.Mark]news.Mark{news.MarkRead: news.MarkUnread, news.MarkUnread: news.MarkRead, news.MarkStar: news.MarkUnstar,
		news.MarkUnstar: news.MarkStar, news.MarkHide: news.MarkUnhide}
	return f.change(fmt.Sprintf("%s marked %s", count(len(ids), "story", "stories"), m), len(ids), func() {
		for _, id := range ids {
			f.set(id, opposite[m])
		}
	})
}

func (f *fakeShelf) set(id news.ID, m news.Mark) {
	s := f.find(id)
	switch m {
	case news.MarkRead, news.MarkUnread, news.MarkOpened:
		s.Read = m != news.MarkUnread
	case news.MarkStar, news.MarkUnstar:
		s.Starred = m == news.MarkStar
	case news.MarkHide, news.MarkUnhide:
		s.Hidden = m == news.MarkHide
	}
}

func (f *fakeShelf) Tag(_ context.Context, ids []news.ID, add, remove []string) (news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range ids {
		s := f.find(id)
		s.Tags = append(slices.DeleteFunc(s.Tags, func(t string) bool { return slices.Contains(remove, t) }), add...)
	}
	return f.change(fmt.Sprintf("tagged %s #%s", count(len(ids), "story", "stories"), strings.Join(add, " #")), len(ids), func() {})
}

func (f *fakeShelf) JudgeClaim(_ context.Context, uuid string, status news.Status) (news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.stories {
		for i := range s.Claims {
			if s.Claims[i].UUID == uuid {
				was := s.Claims[i].Status
				s.Claims[i].Status = status
				return f.change(fmt.Sprintf("%s %s", s.Claims[i].Kind, status), 1, func() { s.Claims[i].Status = was })
			}
		}
	}
	return news.Change{}, errors.New("no such claim")
}

func (f *fakeShelf) Undo(context.Context) (news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.undone) == 0 {
		return news.Change{}, errors.New("nothing to undo")
	}
	last := len(f.undone) - 1
	f.undone[last]()
	f.undone = f.undone[:last]
	return news.Change{Journal: 1, Stories: 1, Said: "undone: " + news.Text(f.marks[last])}, nil
}

func (f *fakeShelf) Redo(context.Context) (news.Change, error) {
	return news.Change{}, errors.New("nothing to do again")
}

func (f *fakeShelf) SaveNote(_ context.Context, n news.Note) (news.Note, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return n, f.fail
	}
	if n.UUID == "" {
		n.UUID, n.Created = fmt.Sprintf("note-%d", len(f.saved)+1), testNow
		f.find(n.Story).Notes = append(f.find(n.Story).Notes, n)
	}
	f.saved = append(f.saved, n)
	return n, nil
}

func (f *fakeShelf) DeleteNote(_ context.Context, uuid string) (news.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.stories {
		s.Notes = slices.DeleteFunc(s.Notes, func(n news.Note) bool { return n.UUID == uuid })
	}
	return f.change("note deleted", 1, func() {})
}

func (f *fakeShelf) Tags(context.Context) ([]news.TagCount, error) {
	return []news.TagCount{{Tag: "ransom", Count: 31}, {Tag: "ransomware", Count: 12}, {Tag: "ports", Count: 3}}, nil
}
func (f *fakeShelf) Values(_ context.Context, field, prefix string, limit int) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.valued++
	all := map[string][]string{"feed": {"The Ledger", "Harbour Wire", "Netwatch Weekly", "Kestrel Labs"}, "tag": {"ransom", "ransomware", "ports"},
		"actor": {"Tidal Heron", "Ruritania", "Glass Otter"}}[field]
	var some []string
	for _, v := range all {
		if strings.Contains(" "+strings.ToLower(v), " "+strings.ToLower(prefix)) {
			some = append(some, v)
		}
	}
	return some[:min(len(some), limit)]
}
func (f *fakeShelf) Visited(context.Context) error              { return nil }
func (f *fakeShelf) Feeds(context.Context) ([]news.Feed, error) { return f.feeds, nil }
func (f *fakeShelf) AddFeed(_ context.Context, feed news.Feed) (news.Feed, bool, error) {
	f.feeds = append(f.feeds, feed)
	return feed, true, nil
}

// told is a story being told: its text, and where in it what was found stands.
type told struct{ full *news.Full }

// tell begins a story that came so long before now.
func tell(id news.ID, source, title, text string, before time.Duration) told {
	when := testNow.Add(-before)
	return told{&news.Full{Story: news.Story{ID: id, UUID: fmt.Sprintf("story-%d", id), Feed: 1, Source: news.Text(source),
		Title: news.Text(title), Text: news.Text(text), Link: fmt.Sprintf("https://example.org/%d", id), Lang: "en",
		Published: when, Seen: when}}}
}

// in finds words in the title or the text.
func (t told) in(words string) (news.Field, int, int) {
	if i := strings.Index(string(t.full.Text), words); i >= 0 {
		return news.InText, i, i + len(words)
	}
	i := strings.Index(string(t.full.Title), words)
	if i < 0 {
		panic("no such words: " + words)
	}
	return news.InTitle, i, i + len(words)
}

// names marks every place of a name in title and text.
func (t told) names(name, slug string, class news.Class) told {
	for _, f := range []struct {
		field news.Field
		text  news.Text
	}{{news.InTitle, t.full.Title}, {news.InText, t.full.Text}} {
		for at := 0; ; {
			i := strings.Index(string(f.text[at:]), name)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(name)
			t.full.Mentions = append(t.full.Mentions, news.Mention{Slug: slug, Actor: news.Text(name), Class: class,
				Field: f.field, Start: start, End: at, Text: news.Text(name)})
		}
	}
	slices.SortFunc(t.full.Mentions, func(a, b news.Mention) int {
		if a.Field != b.Field {
			return -strings.Compare(string(a.Field), string(b.Field))
		}
		return a.Start - b.Start
	})
	return t
}

// claims adds a claim that stands on quote.
func (t told) claims(kind news.ClaimKind, speaker, target, quote, cue string) told {
	field, start, end := t.in(quote)
	i := strings.Index(quote, cue)
	t.full.Claims = append(t.full.Claims, news.Claim{UUID: fmt.Sprintf("claim-%d-%d", t.full.ID, len(t.full.Claims)+1), Story: t.full.ID,
		Kind: kind, Speaker: news.Text(speaker), SpeakerActor: news.Text(speaker), Target: news.Text(target), Quote: news.Text(quote),
		Cue: news.Text(cue), Field: field, Start: start, End: end, CueStart: start + i, CueEnd: start + i + len(cue),
		Status: news.Suggested, Rule: "test", Why: "the speaker stands before the verb"})
	return t
}

// noted adds a note, on words of the text or on the whole story.
func (t told) noted(body, quote string) told {
	n := news.Note{UUID: fmt.Sprintf("note-%d-%d", t.full.ID, len(t.full.Notes)+1), Story: t.full.ID, Kind: news.Comment, Author: "you",
		Created: testNow.Add(-40 * time.Minute), Body: news.Text(body), TLP: news.Amber}
	if quote != "" {
		field, start, end := t.in(quote)
		n.Anchor = &news.Anchor{Field: field, Quote: news.Text(quote), Start: start, End: end, State: news.Exact}
	}
	t.full.Notes = append(t.full.Notes, n)
	return t
}

func (t told) read() told { t.full.Read = true; return t }

// newsroom is the shelf of the sketches: invented stories of two days.
func newsroom() *fakeShelf {
	hour := time.Hour
	lead := tell(99, "The Ledger", "Freedonia accuses Tidal Heron of port breach; Ruritania calls it fiction",
		"The Freedonian National Cyber Centre said on Friday that hackers working for Ruritania broke into Northgate Ports in June. "+
			"It attributed the intrusion to the group Tidal Heron, also called Storm-9001.\n"+
			"\"We had nothing to do with this fiction,\" said Ivana Petra, a spokeswoman of the foreign ministry. "+
			"She added that Ruritania would ask for evidence.\n"+
			"Northgate Ports confirmed an incident in June but said that no ransom was paid.\n"+
			"Two people familiar with the investigation said the group had been inside the network for five months before anyone noticed.\n"+
			"What is known\n"+
			"The intruders came in through a mail gateway.\n"+
			"Nobody has shown the evidence in public.\n"+
			"Read more of our reporting. Subscribe to the newsletter.", 2*hour).
		names("Tidal Heron", "tidal-heron", news.Group).names("Storm-9001", "tidal-heron", news.Group).
		names("Ruritania", "ruritania", news.State).
		names("Ivana Petra", "ivana-petra", news.Official).names("Freedonian National Cyber Centre", "fncc", news.Agency).
		names("Northgate Ports", "northgate-ports", news.Organisation).
		claims(news.Accusation, "FNCC", "Ruritania", "The Freedonian National Cyber Centre said on Friday that hackers working for Ruritania broke into Northgate Ports in June.", "working for").
		claims(news.Denial, "Ivana Petra", "", "\"We had nothing to do with this fiction,\" said Ivana Petra", "had nothing to do with").
		claims(news.Denial, "Northgate Ports", "", "said that no ransom was paid", "no ransom was paid").
		noted("Compare with their June filing, which says otherwise.", "no ransom was paid")
	f := lead.full
	f.Authors, f.Tags = []news.Text{"A. Writer"}, []string{"ports", "ransom"}
	f.Claims[1].Answers = f.Claims[0].UUID
	for i := range f.Mentions {
		if f.Mentions[i].Text == "Storm-9001" {
			f.Mentions[i].Actor = "Tidal Heron"
		}
		if f.Mentions[i].Class == news.Agency {
			f.Mentions[i].Actor = "FNCC"
		}
	}
	block := func(words string, kind news.BlockKind) {
		_, start, end := lead.in(words)
		f.Blocks = append(f.Blocks, news.Block{Start: start, End: end, Kind: kind})
	}
	block("What is known", news.Heading)
	block("The intruders came in through a mail gateway.", news.Item)
	block("Nobody has shown the evidence in public.", news.Item)
	block("Read more of our reporting. Subscribe to the newsletter.", news.Folded)
	_, start, end := lead.in("mail gateway")
	f.Links = []news.Link{{Start: start, End: end, URL: "https://example.org/gateway"}}
	f.SameAs = []news.Row{{Source: "Netwatch Weekly", Published: testNow.Add(-5 * hour)}, {Source: "Harbour Wire", Published: testNow.Add(-3 * hour)}}
	group := func(t told, name, slug string) told { return t.names(name, slug, news.Group) }
	shelf := &fakeShelf{}
	for _, t := range []told{
		lead,
		tell(98, "Harbour Wire", "Northgate Ports denies paying ransom", "The company denied that it had paid. Glass Otter had claimed so.", 3*hour).
			names("Glass Otter", "glass-otter", news.Group).
			claims(news.Denial, "Northgate Ports", "", "Northgate Ports denies paying ransom", "denies"),
		group(tell(97, "Netwatch Weekly", "Three agencies tie router botnet to Tidal Heron", "The agencies named Tidal Heron. Ruritania and Freedonia said nothing.", 5*hour), "Tidal Heron", "tidal-heron").
			names("Ruritania", "ruritania", news.State).names("Freedonia", "freedonia", news.State).
			claims(news.Accusation, "", "Tidal Heron", "Three agencies tie router botnet to Tidal Heron", "tie"),
		group(tell(96, "Kestrel Labs", "Glass Otter leak site returns under a new name", "It has a new name.", 6*hour), "Glass Otter", "glass-otter").read().noted("Watch this.", ""),
		tell(95, "CERT bulletin", "Patch now: mail gateway flaw used in the wild", "Patch now.", 7*hour),
		tell(94, "The Ledger", "Prosecutors charge two over Northgate intrusion", "Two were charged. Glass Otter was named.", 20*hour).read().
			names("Glass Otter", "glass-otter", news.Group).claims(news.Accusation, "prosecutors", "", "Two were charged.", "charged"),
		tell(93, "Harbour Wire", "Telco declines to comment on outage", "It declined to comment.", 22*hour).
			claims(news.NoComment, "Telco", "", "It declined to comment.", "declined to comment"),
		group(tell(92, "Kestrel Labs", "Hospital group confirms data theft", "Glass Otter is said to be behind it.", 23*hour), "Glass Otter", "glass-otter").read(),
		tell(91, "Netwatch Weekly", "Browser makers plan shorter certificate lifetimes", "Shorter.", 26*hour),
		tell(90, "外電", "外交部否認入侵港口的指控並要求提供證據 — 詳細報道", "外交部否認。", 27*hour),
		tell(89, "The Ledger", "Sanctions list adds Ruritanian firm", "A firm in Ruritania.", 30*hour).read().names("Ruritania", "ruritania", news.State).noted("x", ""),
		tell(88, "Kestrel Labs", "Quarterly report: phishing kits shift to voice calls", "Calls.", 31*hour),
	} {
		shelf.stories = append(shelf.stories, t.full)
	}
	return shelf
}

// start plays the program up to its first frame. all shows all stories.
func start(t testing.TB, shelf Shelf, width, height int, change ...func(*Options)) *player {
	t.Helper()
	opt := Options{Shelf: shelf, Now: func() time.Time { return testNow }, Zone: time.UTC, Author: "you"}
	for _, c := range change {
		c(&opt)
	}
	a := New(opt)
	p := &player{t: t, model: a}
	if f, ok := shelf.(*fakeShelf); ok {
		p.shelf = &f.mu
	}
	p.deliver(tea.WindowSizeMsg{Width: width, Height: height})
	for _, cmd := range a.Init()().(tea.BatchMsg) {
		if msg := cmd(); fmt.Sprintf("%T", msg) != "tea.backgroundColorMsg" {
			p.deliver(msg)
		}
	}
	return p
}

func app(p *player) *App { return p.model.(*App) }
