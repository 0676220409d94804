package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hearsay/news"
)

// back reads an export again, as a selection.
func back(t *testing.T, b []byte) (Selection, *Header) {
	t.Helper()
	var sel Selection
	var head *Header
	var all []news.Full
	actors := map[actorKey]news.Actor{}
	for item, err := range ReadJSONLines(bytes.NewReader(b)) {
		switch {
		case err != nil:
			t.Fatal(err)
		case item.Header != nil:
			head = item.Header
		case item.Feed != nil:
			item.Feed.ID = news.ID(len(sel.Feeds) + 1)
			sel.Feeds = append(sel.Feeds, *item.Feed)
		case item.Actor != nil:
			actors[actorKey{item.Actor.Class, item.Actor.Slug}] = *item.Actor
		case item.Story != nil:
			for _, f := range sel.Feeds {
				if f.UUID == item.FeedUUID {
					item.Story.Feed = f.ID
				}
			}
			all = append(all, *item.Story)
		case item.Note != nil:
			sel.Orphans = append(sel.Orphans, *item.Note)
		}
	}
	sel.Query = head.Query
	sel.Stories = stories(all...)
	sel.Actors = func(class news.Class, slug string) (news.Actor, bool) {
		a, found := actors[actorKey{class, slug}]
		return a, found
	}
	return sel, head
}

func TestExportIsReadBack(t *testing.T) {
	for name, sel := range map[string]Selection{"sample": sample(), "hostile": hostileSample(), "empty": {}} {
		for _, withText := range []bool{true, false} {
			t.Run(fmt.Sprint(name, " with text ", withText), func(t *testing.T) {
				opt := Options{WithText: withText}
				var first, second bytes.Buffer
				if _, err := JSONLines(context.Background(), &first, sel, opt); err != nil {
					t.Fatal(err)
				}
				again, head := back(t, first.Bytes())
				if head.Version != Version {
					t.Errorf("header %+v", head)
				}
				if !withText {
					return
				}
				if _, err := JSONLines(context.Background(), &second, again, opt); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(strings.Split(first.String(), "\n"), strings.Split(second.String(), "\n")); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

func TestStoryIsReadBackAsItWas(t *testing.T) {
	var b bytes.Buffer
	sel := sample()
	if _, err := JSONLines(context.Background(), &b, sel, Options{WithText: true}); err != nil {
		t.Fatal(err)
	}
	again, _ := back(t, b.Bytes())
	one := func(s Selection) (got news.Full) {
		for f := range s.Stories {
			return f
		}
		return
	}
	want, got := one(sel), one(again)
	new(Options).pick(&want, &Report{})
	ignore := []cmp.Option{
		cmpopts.IgnoreFields(news.Story{}, "ID", "Feed", "Blocks", "Key"), cmpopts.IgnoreFields(news.Note{}, "Story"), cmpopts.EquateEmpty(),
		cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".SaidOn" }, cmp.Ignore()), // a day only
		cmpopts.SortSlices(func(a, b string) bool { return a < b }),
		cmp.Transformer("status", func(s news.Status) string { return string(status(s)) }),
		cmp.Transformer("kind", func(k news.NoteKind) string { return strings.Replace(string(k), "comment", "", 1) }),
	}
	if d := cmp.Diff(want, got, ignore...); d != "" {
		t.Error(d)
	}
}

func TestReadingGoesOnAfterABadLine(t *testing.T) {
	head := `{"record":"header","format":"hearsay","version":1}` + "\n"
	id := news.NameUUID("x")
	story := `{"record":"story","id":"` + id + `","title":"ok"}` + "\n"
	tests := []struct{ name, file, wantErr string }{
		{"not JSON", head + "{\n" + story, "line 2"},
		{"of a later version", head + `{"record":"vote"}` + "\n" + story, ""},
		{"another type", head + `{"record":"story","id":7}` + "\n" + story, "line 2"},
		{"mention of another story", head + `{"record":"mention","story_id":"y"}` + "\n" + story, "line 2: its story does not precede it"},
		{"unknown kind", head + story + `{"record":"claim","id":"` + id + `","story_id":"` + id + `","kind":"guess"}` + "\n", `line 3: unknown kind or state "guess"`},
		{"too long", head + `{"record":"` + strings.Repeat("x", maxRecord) + `"}` + "\n" + story, "line 2 is longer than 8 MiB"},
		{"too long at the end", head + story + strings.Repeat("x", maxRecord+1), "line 3 is longer than 8 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stories, errs := 0, ""
			for item, err := range ReadJSONLines(strings.NewReader(tt.file)) {
				if err != nil {
					errs += err.Error()
				}
				if item.Story != nil {
					stories++
				}
			}
			if stories != 1 || !strings.Contains(errs, tt.wantErr) || (tt.wantErr == "") != (errs == "") {
				t.Errorf("%d stories, error %q", stories, errs)
			}
		})
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	for name, file := range map[string]string{"empty line": "\n", "text": "hello", "OPML": "<opml/>", "other JSON": `{"a":1}`, "later version": `{"record":"header","format":"hearsay","version":2}`} {
		n := 0
		for _, err := range ReadJSONLines(strings.NewReader(file)) {
			n++
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n > 1 || n == 0 && strings.TrimSpace(file) != "" {
			t.Errorf("%s: %d answers", name, n)
		}
	}
}

func FuzzReadJSONLines(f *testing.F) {
	id := news.NameUUID("x")
	f.Add([]byte(`{"record":"header","format":"hearsay","version":1}
{"record":"story","id":"` + id + `","title":"ä","text":"港 b"}
{"record":"mention","story_id":"` + id + `","actor_id":"` + id + `","field":"text","start":2,"end":3,"text":"b"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for item := range ReadJSONLines(bytes.NewReader(b)) {
			if s := item.Story; s != nil {
				for _, m := range s.Mentions {
					if m.Start < 0 || m.End < m.Start || m.Field == news.InTitle && m.End > len(s.Title) || m.Field == news.InText && m.End > len(s.Text) {
						t.Errorf("mention %+v", m)
					}
				}
			}
		}
	})
}
