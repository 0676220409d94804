package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay/news"
	"hearsay/news/clean"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// client has a fixed clock and the patience of a test.
func client(t *testing.T) *Client {
	t.Helper()
	limits := patience
	limits.again = 0
	c := open(Options{Version: "test", Now: func() time.Time { return noon }}, limits)
	t.Cleanup(func() {
		c.open.CloseIdleConnections()
		c.strict.CloseIdleConnections()
	})
	return c
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// rssOf is a small feed with the given titles.
func rssOf(titles ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>`)
	for i, title := range titles {
		fmt.Fprintf(&b, `<item><title>%s</title><guid>g%d</guid><link>https://wire.example/%d</link><description>Text of it.</description></item>`, title, i, i)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

func TestConditionalVisits(t *testing.T) {
	var heads []http.Header
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		heads = append(heads, r.Header.Clone())
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=7200")
		fmt.Fprint(w, rssOf("One", "Two"))
	})
	c := client(t)
	v := c.Visit(context.Background(), news.Feed{ID: 7, URL: address + "/feed", Typed: true}, false)
	if v.Err != nil || len(v.Stories) != 2 || v.Feed.State != news.FeedOK || v.Feed.HTTP != 200 {
		t.Fatalf("first visit: %+v", v)
	}
	if s := v.Stories[0]; s.Feed != 7 || s.Source != "Wire" || s.UUID != news.NameUUID("story|"+address+"/feed|guid:g0") {
		t.Errorf("story: %+v", s)
	}
	if f := v.Feed; f.Title != "Wire" || f.Site != "https://wire.example/" || !f.LastSuccess.Equal(noon) || !f.NextDue.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("feed: %+v", f)
	}
	v = c.Visit(context.Background(), v.Feed, false)
	if v.Err != nil || !v.Same || v.Stories != nil || v.Feed.State != news.FeedUnchanged || v.Feed.HTTP != 304 || v.Feed.ETag != `"v1"` {
		t.Fatalf("second visit: %+v", v)
	}
	if got := heads[1].Get("If-Modified-Since"); got != "Sat, 21 Nov 2026 10:00:00 GMT" {
		t.Errorf("If-Modified-Since: %q", got)
	}
	for _, name := range []string{"Cookie", "Referer", "Authorization"} {
		if heads[1].Get(name) != "" {
			t.Errorf("%s was sent", name)
		}
	}
	if got := heads[0].Get("User-Agent"); !strings.HasPrefix(got, "hearsay/test (+") {
		t.Errorf("User-Agent: %q", got)
	}
	old := v.Feed
	old.Validated = noon.Add(-9 * 24 * time.Hour)
	if v = c.Visit(context.Background(), old, false); heads[2].Get("If-None-Match") != "" || !v.Same {
		t.Errorf("validators of nine days ago were sent, or the same bytes read again: %+v", v)
	}
}

func TestFailures(t *testing.T) {
	bomb := packed(bytes.Repeat([]byte{' '}, 20<<20))
	tests := []struct {
		name    string
		handler http.HandlerFunc
		err     string // part of Feed.Error
		due     time.Duration
	}{
		{"gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, "gone for good", 0},
		{"missing", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, "HTTP 404", 0},
		{"too many calls", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}, "less often", time.Hour},
		{"a hasty Retry-After", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(503)
		}, "HTTP 503", time.Minute},
		{"an endless Retry-After", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "99999999999999")
			w.WriteHeader(503)
		}, "HTTP 503", 24 * time.Hour},
		{"a web page", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "<!DOCTYPE html><html><head><title>x</title></head><body><p>Hi")
		}, "is a web page, not a feed; try: hearsay feeds add http", 0},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, "is empty", 0},
		{"something else", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }, "is not a feed", 0},
		{"endless redirects", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/x"+r.URL.Path, http.StatusFound) }, "redirects more than 5 times", 0},
		{"redirect to a file", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(302)
		}, "redirects to nowhere", 0},
		{"redirect to metadata", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
		}, "never called", 0},
		{"redirect to another loopback name", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://localhost:1/", http.StatusFound)
		}, "private address", 0},
		{"gzip bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}, "unfolds too far", 0},
		{"an encoding of its own", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "xxxx")
		}, "not asked for", 0},
		{"broken gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "no gzip at all")
		}, "undo gzip", 0},
		{"a header without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", maxHeader))
		}, "", 0},
		{"hostile words in the error", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "\u009b31m\u202e"+strings.Repeat("z", 300))
		}, "not asked for", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, tt.handler)
			v := client(t).Visit(context.Background(), news.Feed{URL: address + "/feed?token=hush", Typed: true, Failures: 1}, false)
			f := v.Feed
			if v.Err == nil || f.State != news.FeedFailed || f.Failures != 2 || !f.LastTry.Equal(noon) || v.Stories != nil {
				t.Fatalf("visit: %+v", v)
			}
			text := string(f.Error)
			if !strings.Contains(text, tt.err) || strings.Contains(text, "hush") || utf8.RuneCountInString(text) > 200 || string(clean.Line(text)) != text {
				t.Errorf("error: %q", text)
			}
			if tt.due != 0 && !f.NextDue.Equal(noon.Add(tt.due)) {
				t.Errorf("next due in %s, want %s", f.NextDue.Sub(noon), tt.due)
			}
			if wait := f.NextDue.Sub(noon); tt.due == 0 && (wait < 30*time.Minute || wait > 35*time.Minute) {
				t.Errorf("next due in %s after the second failure", wait)
			}
			if f.Gone != (tt.name == "gone") {
				t.Errorf("gone: %v", f.Gone)
			}
		})
	}
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func TestPackedBodies(t *testing.T) {
	body := packed([]byte(rssOf("Packed")))
	for _, encoding := range []string{"gzip", "x-gzip", ""} {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Accept-Encoding") != "gzip" {
				t.Error("gzip was not asked for")
			}
			w.Header().Set("Content-Type", "application/rss+xml")
			if encoding != "" {
				w.Header().Set("Content-Encoding", encoding)
			}
			_, _ = w.Write(body)
		})
		v := client(t).Visit(context.Background(), news.Feed{URL: address, Typed: true}, false)
		if v.Err != nil || len(v.Stories) != 1 || v.Stories[0].Title != "Packed" {
			t.Errorf("Content-Encoding %q: %+v", encoding, v)
		}
	}
}

func TestCutAnswersKeepWholeStories(t *testing.T) {
	whole := rssOf("One", "Two", "Three")
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
		w.Header().Set("ETag", `"whole"`)
		fmt.Fprint(w, whole[:strings.Index(whole, "Three")])
	})
	v := client(t).Visit(context.Background(), news.Feed{URL: address, Typed: true}, false)
	if v.Err != nil || v.Damaged == nil || len(v.Stories) != 2 || v.Feed.State != news.FeedDamaged || v.Feed.Error == "" {
		t.Fatalf("visit: %+v", v)
	}
	if v.Feed.ETag != "" || v.Feed.BodyHash != "" {
		t.Error("the rest would never be asked for")
	}
}

func TestMovedFeeds(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		moves  bool
	}{
		{"permanent", 301, rssOf("One"), true},
		{"permanent, new way", 308, rssOf("One"), true},
		{"for now", 302, rssOf("One"), false},
		{"permanent to a page", 301, "<html>sorry", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			address := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/new" {
					fmt.Fprint(w, tt.body)
					return
				}
				http.Redirect(w, r, "/new", tt.status)
			})
			v := client(t).Visit(context.Background(), news.Feed{URL: address + "/old", Typed: true}, false)
			if got := v.Feed.URL == address+"/new"; got != tt.moves {
				t.Errorf("address: %s", v.Feed.URL)
			}
			if len(v.Stories) > 0 && v.Stories[0].UUID != news.NameUUID("story|"+address+"/old|guid:g0") {
				t.Error("stories are not named after the address as first known")
			}
		})
	}
}

func TestRedirectsKeepSecrets(t *testing.T) {
	var got http.Header
	other := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	var auth bool
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _, auth = r.BasicAuth()
		http.Redirect(w, r, other+"/x", http.StatusFound)
	})
	address = strings.Replace(address, "http://", "http://me:hush@", 1)
	v := client(t).Visit(context.Background(), news.Feed{URL: address, Typed: true, ETag: `"v"`, Validated: noon}, false)
	if !auth {
		t.Error("the name and password of the address were not sent to its own host")
	}
	for _, name := range []string{"Authorization", "Cookie", "Referer", "If-None-Match"} {
		if got.Get(name) != "" {
			t.Errorf("%s went to another host", name)
		}
	}
	if strings.Contains(string(v.Feed.Error), "hush") {
		t.Errorf("error: %q", v.Feed.Error)
	}
}

func TestSilenceAndSlowness(t *testing.T) {
	quit := make(chan struct{})
	stop := func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-quit:
		case <-r.Context().Done():
		}
	}
	defer close(quit)
	for name, tt := range map[string]struct {
		limits  func(*timeouts)
		handler http.HandlerFunc
	}{
		"no header": {func(l *timeouts) { l.header = 20 * time.Millisecond }, stop},
		"silence": {func(l *timeouts) { l.silence = 20 * time.Millisecond }, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, rssOf("One")[:50])
			w.(http.Flusher).Flush()
			stop(w, r)
		}},
		"whole": {func(l *timeouts) { l.whole = 20 * time.Millisecond }, stop},
	} {
		t.Run(name, func(t *testing.T) {
			limits := patience
			tt.limits(&limits)
			c := open(Options{}, limits)
			defer c.open.CloseIdleConnections()
			v := c.Visit(context.Background(), news.Feed{URL: serve(t, tt.handler), Typed: true}, false)
			if v.Err == nil || !strings.Contains(string(v.Feed.Error), "in time") {
				t.Errorf("visit: %v, %q", v.Err, v.Feed.Error)
			}
		})
	}
}

func TestPrivateAddresses(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, rssOf("One")) })
	if v := client(t).Visit(context.Background(), news.Feed{URL: address}, false); !errors.Is(v.Err, errPrivate) {
		t.Errorf("loopback that nobody typed: %v", v.Err)
	}
	for ip, want := range map[string]reach{
		"8.8.8.8": public, "2606:4700::1111": public, "127.0.0.1": ours, "::1": ours, "10.1.2.3": ours,
		"192.168.0.1": ours, "172.31.0.1": ours, "100.64.0.1": ours, "fd12::1": ours, "::ffff:10.0.0.1": ours,
		"169.254.169.254": never, "::ffff:169.254.169.254": never, "fe80::1": never, "fe80::1%eth0": never,
		"fd00:ec2::254": never, "0.0.0.0": never, "255.255.255.255": never, "224.0.0.1": never, "ff02::1": never,
		"64:ff9b::a9fe:a9fe": never, "64:ff9b::7f00:1": ours, "::": never, "100.100.100.200": never, "::7f00:1": never,
	} {
		at := net.JoinHostPort(ip, "80")
		err := checkDial(at, true)
		err2 := checkDial(at, false)
		got := public
		if err != nil {
			got = never
		} else if err2 != nil {
			got = ours
		}
		if got != want {
			t.Errorf("%s: %d, want %d", ip, got, want)
		}
	}
}

func TestBadMomentsAreRetried(t *testing.T) {
	calls := 0
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		calls++
		switch calls {
		case 1:
			panic(http.ErrAbortHandler) // the connection breaks
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(w, rssOf("One"))
		}
	})
	v := client(t).Visit(context.Background(), news.Feed{URL: address, Typed: true}, false)
	if v.Err != nil || len(v.Stories) != 1 || calls != 3 {
		t.Errorf("after %d calls: %+v", calls, v)
	}
}

func TestAReaderWhoLeavesBlamesNobody(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	address := serve(t, func(http.ResponseWriter, *http.Request) { cancel() })
	f := news.Feed{URL: address, Typed: true, Failures: 3, State: news.FeedOK}
	if v := client(t).Visit(ctx, f, false); !errors.Is(v.Err, context.Canceled) && v.Feed.Failures != 3 {
		t.Errorf("visit: %+v", v)
	}
}

// One call a second and two at a time for a public host: seen on the queue
// itself, for time must not pass in tests.
func TestHostsAreQueuedFor(t *testing.T) {
	c := client(t)
	if h := c.host("example.org"); cap(h.places) != perHost || h.pace == nil || h.pace.Limit() != perSecond || h.pace.Burst() != 1 {
		t.Errorf("public host: %+v", h)
	}
	if h := c.host("127.0.0.1"); cap(h.places) != perLoopback || h.pace != nil {
		t.Errorf("loopback: %+v", h)
	}
	full, cancel := context.WithCancel(context.Background())
	for range perLoopback {
		if _, err := c.enter(full, "localhost"); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if _, err := c.enter(full, "localhost"); !errors.Is(err, context.Canceled) {
		t.Errorf("one too many came in: %v", err)
	}
}

func TestTLSIsNotLeft(t *testing.T) {
	called := false
	plain := serve(t, func(http.ResponseWriter, *http.Request) { called = true })
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, plain, http.StatusFound)
	}))
	defer s.Close()
	c := client(t)
	if v := c.Visit(context.Background(), news.Feed{URL: s.URL, Typed: true}, false); !strings.Contains(string(v.Feed.Error), "certificate") {
		t.Errorf("a certificate of nobody: %q", v.Feed.Error)
	}
	c.open.Transport.(*http.Transport).TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	if v := c.Visit(context.Background(), news.Feed{URL: s.URL, Typed: true}, false); !errors.Is(v.Err, errDowngrade) || called {
		t.Errorf("visit: %v", v.Err)
	}
}

// The reader typed one host; a server may not make that a leave for another.
func TestTypedEndsWithTheHost(t *testing.T) {
	for moved, typed := range map[string]bool{"http://127.0.0.1:9/new": true, "http://intranet.example/feed": false, "": true} {
		f := news.Feed{URL: "http://127.0.0.1:8/feed", Typed: true}
		client(t).move(&f, answer{moved: moved})
		if f.Typed != typed || moved != "" && f.URL != moved {
			t.Errorf("moved to %q: %+v", moved, f)
		}
	}
}
