package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay/news"
)

// state is all that the reader wrote, as text to compare.
func state(t testing.TB, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, statement := range []string{
		`select owner || name || story, 0 from tag order by 1`, `select owner || kind || story, 0 from mark order by 1`,
		`select reader || story, 0 from read order by 1`, `select uuid || status, 0 from claim order by 1`,
		`select claim || status, 0 from verdict order by 1`, `select id || ' ' || claims || ' ' || unsure, 0 from story order by 1`,
		`select uuid || kind || body || tlp || tags || quote || coalesce(start, '') || state, 0 from note where deleted is null order by 1`,
		`select n.uuid, 0 from note_text t join note n on n.id = t.rowid where note_text match 'body' order by 1`,
	} {
		fmt.Fprintln(&b, must(s.tally(t.Context(), statement))(t))
	}
	return b.String()
}

// Whatever the reader does, undoing all of it leads back, step by step, and
// redoing forth again; also after the store was closed in between.
func TestUndoLeadsBackAndRedoForth(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 8)
	examine(t, s, ids)
	random := rand.New(rand.NewPCG(7, 8))
	some := func() []news.ID {
		return slices.DeleteFunc(slices.Clone(ids), func(news.ID) bool { return random.IntN(2) == 0 })
	}
	one := func(list []string) string { return list[random.IntN(len(list))] }
	var notes []string
	act := func() (news.Change, error) {
		switch random.IntN(7) {
		case 0:
			return s.Tag(ctx, some(), []string{one([]string{"a", "b", "a/c"})}, []string{one([]string{"a", "b", "a/c"})})
		case 1:
			return s.RenameTag(ctx, one([]string{"a", "b"}), one([]string{"b", "d/e"}))
		case 2:
			claims := full(t, s, ids[random.IntN(len(ids))]).Claims
			return s.JudgeClaim(ctx, claims[random.IntN(len(claims))].UUID, news.Status(one([]string{"confirmed", "rejected", "suggested"})))
		case 3:
			n, err := s.SaveNote(ctx, news.Note{Story: ids[random.IntN(len(ids))], Body: "body", Anchor: &news.Anchor{Quote: "Moscow"}})
			notes = append(notes, n.UUID)
			return news.Change{Journal: 1}, err
		case 4:
			if len(notes) == 0 {
				return news.Change{}, ErrGone
			}
			return s.DeleteNote(ctx, one(notes))
		case 5:
			if len(notes) == 0 {
				return news.Change{}, ErrGone
			}
			n, err := s.Note(ctx, one(notes))
			if err == nil {
				n.Body += " and more"
				n.Tags = []string{"x"}
				_, err = s.SaveNote(ctx, n)
			}
			return news.Change{Journal: 1}, err
		}
		return s.Mark(ctx, some(), news.Mark(one([]string{"read", "unread", "star", "unstar", "hide", "unhide"})))
	}
	states := []string{state(t, s)}
	for len(states) < 80 {
		change, err := act()
		if err != nil && !errors.Is(err, ErrGone) {
			t.Fatal(err)
		}
		if err == nil && change.Journal != 0 {
			states = append(states, state(t, s))
		}
	}
	for i := len(states) - 2; i >= 0; i-- {
		must(s.Undo(ctx))(t)
		if i == len(states)/2 { // a session ends here
			s.Close()
			again := must(Open(ctx, s.path, Options{Now: s.clock}))(t)
			s.read, s.write = again.read, again.write
		}
		if got := state(t, s); got != states[i] {
			t.Fatalf("state %d after undo is\n%s\nwant\n%s", i, got, states[i])
		}
	}
	if _, err := s.Undo(ctx); !errors.Is(err, ErrNothing) {
		t.Errorf("more was undone than done: %v", err)
	}
	for i := 1; i < len(states); i++ {
		must(s.Redo(ctx))(t)
		if got := state(t, s); got != states[i] {
			t.Fatalf("state %d after redo is\n%s\nwant\n%s", i, got, states[i])
		}
	}
}

func TestRenamingATagMergesIt(t *testing.T) {
	ctx := t.Context()
	s, _, ids := shelf(t, 4)
	must(s.Tag(ctx, ids[:2], []string{"ransom"}, nil))(t)
	must(s.Tag(ctx, ids[1:3], []string{"ransomware"}, nil))(t)
	must(s.Tag(ctx, ids[3:], []string{"ransom/lockbit"}, nil))(t)
	note := must(s.SaveNote(ctx, news.Note{Story: ids[0], Body: "Who?", Tags: []string{"ransom", "ransomware", "todo"}}))(t)
	change := must(s.RenameTag(ctx, "#Ransom", "ransomware"))(t)
	if change.Said != "#ransom is #ransomware now, on 3 stories" {
		t.Errorf("said %q", change.Said)
	}
	if got := must(s.Note(ctx, note.UUID))(t).Tags; !slices.Equal(got, []string{"ransomware", "todo"}) {
		t.Errorf("tags of the note %v", got)
	}
	want := []news.TagCount{{Tag: "ransomware", Count: 3}, {Tag: "ransomware/lockbit", Count: 1}}
	if got := must(s.Tags(ctx))(t); !slices.Equal(got, want) {
		t.Errorf("tags %v, want %v", got, want)
	}
	must(s.Undo(ctx))(t)
	want = []news.TagCount{{Tag: "ransom", Count: 2}, {Tag: "ransom/lockbit", Count: 1}, {Tag: "ransomware", Count: 2}}
	if got := must(s.Tags(ctx))(t); !slices.Equal(got, want) {
		t.Errorf("tags after undo %v, want %v", got, want)
	}
	if _, err := s.RenameTag(ctx, "nowhere", "x"); !errors.Is(err, ErrGone) {
		t.Errorf("renamed a tag that nothing carries: %v", err)
	}
}

func TestTagNames(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"#Ransom", "ransom"}, {" actor/APT29 ", "actor/apt29"}, {"/x/", "x"}, {"сеть", "сеть"}, {"c++", "c++"},
		{"two words", ""}, {"", ""}, {"#", ""}, {"a//b", ""}, {"a'b", ""}, {"a\x1bb", ""}, {strings.Repeat("x", 101), ""},
	} {
		got, err := TagName(tt.typed)
		if got != tt.want || (err != nil) != (tt.want == "") || err != nil && !errors.Is(err, ErrTag) {
			t.Errorf("TagName(%q) = %q, %v", tt.typed, got, err)
		}
	}
}

func TestLastVisitIsTheSessionBefore(t *testing.T) {
	ctx := t.Context()
	now := noon
	s := open(t)
	s.clock = func() time.Time { return now }
	if last := must(s.LastVisit(ctx))(t); !last.IsZero() {
		t.Errorf("last visit %v before the first", last)
	}
	for _, hours := range []time.Duration{0, 5} {
		now = noon.Add(hours * time.Hour)
		if err := s.Visited(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if last := must(s.LastVisit(ctx))(t); !last.Equal(noon) {
		t.Errorf("within a session the last visit is %v", last)
	}
	another := must(Open(ctx, s.path, Options{}))(t)
	defer another.Close()
	if last := must(another.LastVisit(ctx))(t); !last.Equal(now) {
		t.Errorf("for another process the last visit is %v", last)
	}
}

func TestViewsAreSavedAndDropped(t *testing.T) {
	ctx := t.Context()
	s := open(t)
	for _, v := range []View{{"morning", "is:unread"}, {"denials", "has:denial"}, {"morning", "since:24h"}} {
		if err := s.SaveView(ctx, v); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(s.Views(ctx))(t); !slices.Equal(got, []View{{"denials", "has:denial"}, {"morning", "since:24h"}}) {
		t.Errorf("views %v", got)
	}
	if err := s.DropView(ctx, "denials"); err != nil {
		t.Fatal(err)
	}
	if err := s.DropView(ctx, "denials"); !errors.Is(err, ErrGone) {
		t.Errorf("dropped twice: %v", err)
	}
}
