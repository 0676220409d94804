package demo

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

var now = time.Date(2027, 3, 1, 9, 7, 30, 0, time.UTC)

// get fetches with a validator and gives status, ETag and body.
func get(t *testing.T, address, tag string) (int, string, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if tag != "" {
		req.Header.Set("If-None-Match", tag)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("ETag"), string(body)
}

var markup = regexp.MustCompile(`<[^>]*>`)

// Every sample is a feed that a parser which is not ours reads, with stories
// that are worth reading and dates that fit the day.
func TestSamplesAreFeeds(t *testing.T) {
	base, stop, err := Serve(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	total, recent := 0, time.Time{}
	kinds := map[string]bool{}
	for i, f := range Feeds(base) {
		_, _, body := get(t, f.URL, "")
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			t.Fatalf("%s: %v", f.URL, err)
		}
		kinds[feed.FeedType+feed.FeedVersion] = true
		if feed.Title != string(f.Title) {
			t.Errorf("%s calls itself %q, not %q", sources[i].file, feed.Title, f.Title)
		}
		for _, item := range feed.Items {
			total++
			text := item.Content
			if text == "" {
				text = item.Description
			}
			words := len(strings.Fields(markup.ReplaceAllString(text, " ")))
			if words < 70 || words > 700 {
				t.Errorf("%s: %q has %d words", sources[i].file, item.Title, words)
			}
			when := item.PublishedParsed
			if when == nil {
				when = item.UpdatedParsed
			}
			if when == nil || item.Title == "" || item.GUID == "" && item.Link == "" {
				t.Errorf("%s: %q lacks a date, a title or an identity", sources[i].file, item.Title)
				continue
			}
			if when.After(recent) {
				recent = *when
			}
			if age := now.Sub(*when); f.Category != "History" && (age < fresh || age > 20*24*time.Hour) {
				t.Errorf("%s: %q is %s old", sources[i].file, item.Title, age)
			}
		}
	}
	if total < 58 || total > 65 {
		t.Errorf("%d samples", total)
	}
	if want := now.Add(-fresh).Truncate(time.Minute); !recent.Equal(want) {
		t.Errorf("the newest is of %s, want %s", recent, want)
	}
	if len(kinds) < 4 {
		t.Errorf("kinds of feeds: %v", kinds)
	}
}

func TestServerSaysWhenNothingChanged(t *testing.T) {
	base, stop, err := Serve(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	status, tag, _ := get(t, base+"/the-ledger.xml", "")
	if again, _, body := get(t, base+"/the-ledger.xml", tag); status != 200 || again != 304 || body != "" {
		t.Errorf("%d, then %d with %d bytes", status, again, len(body))
	}
	if status, _, _ := get(t, base+"/", ""); status != 404 {
		t.Errorf("status %d", status)
	}
}

func TestOneStoryIsEdited(t *testing.T) {
	base, stop, err := Serve(context.Background(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	_, tag, before := get(t, base+"/harbour-wire.atom", "")
	status, tag, after := get(t, base+"/harbour-wire.atom", tag)
	if status != 200 || before == after || !strings.Contains(before, "Exchange denies") || !strings.Contains(after, "Exchange admits") {
		t.Errorf("status %d", status)
	}
	for name, changes := range edits {
		file, err := FS.ReadFile(path.Join("feeds", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range changes {
			if bytes.Count(file, []byte(e.old)) != 1 {
				t.Errorf("%s does not hold %q once", name, e.old)
			}
		}
	}
	if status, _, _ := get(t, base+"/harbour-wire.atom", tag); status != 304 {
		t.Errorf("third answer %d", status)
	}
}

func TestWeekdaysFitTheirDates(t *testing.T) {
	for _, s := range sources {
		file, err := FS.ReadFile(path.Join("feeds", s.file))
		if err != nil {
			t.Fatal(err)
		}
		for _, state := range [][]byte{file, moved(file, now)} {
			for _, found := range dates.FindAllSubmatch(state, -1) {
				day, _, comma := strings.Cut(string(found[2]), ",")
				if !comma {
					continue
				}
				when, err := time.Parse(time.RFC1123, string(found[2]))
				if err != nil {
					when, err = time.Parse(time.RFC1123Z, string(found[2]))
				}
				if err != nil || when.Format("Mon") != day {
					t.Errorf("%s: %s: %v", s.file, found[2], err)
				}
			}
		}
	}
}

func TestServerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	base, stop, err := Serve(ctx, now)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	stop()
	if _, err := http.Get(base + "/the-ledger.xml"); err == nil {
		t.Error("still there")
	}
}
