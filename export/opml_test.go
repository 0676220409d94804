package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"hearsay/news"
	"hearsay/news/clean"
)

func TestOPMLRoundTrip(t *testing.T) {
	feeds := []news.Feed{
		{URL: "https://b.example/feed?x=1&y=2", Title: `B <"&'> 港`, Site: "https://b.example/", Lang: "en", Category: "Security/Vendors"},
		{URL: "https://a.example/feed", Title: "A", Category: "News"},
		{URL: "https://c.example/feed", Title: "C"},
	}
	var b bytes.Buffer
	if err := OPML(&b, feeds, "My <feeds>"); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	want := Outlines{Title: "My <feeds>", Feeds: []news.Feed{feeds[2], feeds[1], feeds[0]}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s in\n%s", d, b.String())
	}
}

func TestOPMLLeavesCredentialsOut(t *testing.T) {
	var b bytes.Buffer
	if err := OPML(&b, []news.Feed{{URL: "https://me:pw@a.example/feed?token=abc&x=1", Title: "A"}}, ""); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "pw") || strings.Contains(s, "abc") || !strings.Contains(s, `xmlUrl="https://a.example/feed?x=1"`) {
		t.Error(s)
	}
}

func TestOPMLWithstandsHostileText(t *testing.T) {
	var feeds []news.Feed
	for i, h := range hostile {
		feeds = append(feeds, news.Feed{URL: fmt.Sprintf("https://x.example/%d", i), Title: clean.Line(h), Site: h, Lang: h, Category: h})
	}
	var a, b bytes.Buffer
	for _, w := range []io.Writer{&a, &b} {
		if err := OPML(w, feeds, strings.Join(hostile, " ")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("a second run differs")
	}
	var doc opmlOut
	if err := xml.Unmarshal(a.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadOPML(&b); err != nil || len(got.Feeds) != len(hostile) {
		t.Errorf("%d feeds, %v", len(got.Feeds), err)
	}
	a.Reset()
	if err := OPML(&a, nil, ""); err != nil || xml.Unmarshal(a.Bytes(), &doc) != nil {
		t.Errorf("empty: %v\n%s", err, a.String())
	}
}

func TestReadOPML(t *testing.T) {
	latin, _ := charmap.Windows1251.NewEncoder().String(`<?xml version="1.0" encoding="windows-1251"?><opml><body><outline text="Новости" xmlUrl="https://a.example/"/></body></opml>`)
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?><opml><body><outline text="Ä" xmlUrl="https://a.example/"/></body></opml>`)
	tests := []struct {
		name, file string
		want       []news.Feed
	}{
		{"Feedly: folders, text and title", `<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>subscriptions in feedly Cloud</title></head><body>
<outline text="Security" title="Security"><outline type="rss" text="A" title="A" xmlUrl="https://a.example/f" htmlUrl="https://a.example"/></outline></body></opml>`,
			[]news.Feed{{URL: "https://a.example/f", Title: "A", Site: "https://a.example", Category: "Security"}}},
		{"newsboat: flat", `<opml version="1.0"><body><outline type="rss" xmlUrl="https://a.example/f" htmlUrl="" title="A"/></body></opml>`,
			[]news.Feed{{URL: "https://a.example/f", Title: "A"}}},
		{"nested", `<opml><body><outline text="a"><outline text="b"><outline text="F" xmlUrl="http://a.example"/></outline></outline></body></opml>`,
			[]news.Feed{{URL: "http://a.example", Title: "F", Category: "a/b"}}},
		{"category of its own, letter case", `<OPML><BODY><OUTLINE TEXT="F" XMLURL="http://a.example/" CATEGORY="/x/y,/z"/></BODY></OPML>`,
			[]news.Feed{{URL: "http://a.example/", Title: "F", Category: "x/y"}}},
		{"HTML entities and a DTD", `<!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml><body><outline text="a&nbsp;b" xmlUrl="feed://a.example/"/></body></opml>`,
			[]news.Feed{{URL: "http://a.example/", Title: "a b"}}},
		{"bare ampersands, an entity of its own", `<!DOCTYPE opml [<!ENTITY e "x">]><opml><body><outline text="A & B &e;" xmlUrl="https://a.example/?a=1&b=2"/></body></opml>`,
			[]news.Feed{{URL: "https://a.example/?a=1&b=2", Title: "A & B &e;"}}},
		{"windows-1251", latin, []news.Feed{{URL: "https://a.example/", Title: "Новости"}}},
		{"UTF-16", wide, []news.Feed{{URL: "https://a.example/", Title: "Ä"}}},
		{"byte-order mark", "\ufeff" + `<opml><body><outline text="F" xmlUrl="https://a.example/"/></body></opml>`, []news.Feed{{URL: "https://a.example/", Title: "F"}}},
		{"feed that holds feeds", `<opml><body><outline text="F" xmlUrl="https://a.example/"><outline text="G" xmlUrl="https://b.example/"/></outline></body></opml>`,
			[]news.Feed{{URL: "https://a.example/", Title: "F"}, {URL: "https://b.example/", Title: "G"}}},
		{"nothing", `<opml><body/></opml>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadOPML(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got.Feeds); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReadOPMLReports(t *testing.T) {
	got, err := ReadOPML(strings.NewReader(`<opml><body>
<outline text="ok" xmlUrl="https://a.example/feed"/>
<outline text="again" xmlUrl="HTTPS://A.example:443/feed#x"/>
<outline text="page" type="link" url="https://a.example/"/>
<outline text="run" xmlUrl="exec:/bin/sh"/>
<outline text="local" xmlUrl="file:///etc/passwd"/>
<outline text="no host" xmlUrl="https:///x"/>
<outline text="broken" xmlUrl="http://a b/"/>
</body></opml>`))
	if err != nil {
		t.Fatal(err)
	}
	want := Outlines{
		Feeds:   []news.Feed{{URL: "https://a.example/feed", Title: "ok"}},
		Skipped: []Refused{{3, "again", "HTTPS://A.example:443/feed#x", "stands there twice"}, {4, "page", "", "no feed: an outline of type link"}},
		Invalid: []Refused{
			{5, "run", "exec:/bin/sh", "only http and https addresses are followed"}, {6, "local", "file:///etc/passwd", "only http and https addresses are followed"},
			{7, "no host", "https:///x", "the address names no host"}, {8, "broken", "http://a b/", "not a well-formed address"},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestBrokenOPML(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"cut short", "<opml><body>\n<outline text=\"a\"", "read OPML: line 2, column 18: unexpected EOF"},
		{"cut between elements", "<opml><body>\n", "read OPML: line 2, column 1: unexpected EOF"},
		{"empty", "", "read OPML: line 1, column 1: there is nothing in it"},
		{"text", "hello", "read OPML: line 1, column 6: this is no OPML: it holds no elements"},
		{"a web page", "<!doctype html><html><body>", "read OPML: line 1, column 22: this is no OPML: it begins with <html>"},
		{"not well-formed", "<opml>\n<body></head>", "read OPML: line 2, column 14: unexpected end element </head>"},
		{"deep", "<opml><body>" + strings.Repeat("<outline text='x'>", 40), "read OPML: line 1, column 607: outlines nested more than 32 deep"},
		{"long", "<opml><body>" + strings.Repeat("<outline/>", 10_001), "read OPML: line 1, column 100023: more than 10000 outlines"},
		{"large", "<opml>" + strings.Repeat(" ", 5<<20), "read OPML: larger than 4 MiB"},
		{"unknown charset", `<?xml version="1.0" encoding="klingon"?><opml/>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadOPML(strings.NewReader(tt.file))
			if err == nil || tt.want != "" && err.Error() != tt.want || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func FuzzReadOPML(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="windows-1251"?><opml><head><title>t</title></head><body><outline text="a"><outline xmlUrl="http://a.example/"/></outline></body></opml>`))
	f.Add([]byte("\xff\xfe<\x00o\x00"))
	for _, h := range hostile {
		f.Add([]byte("<opml><body><outline text=\"" + h + "\" xmlUrl='http://x.example/" + h + "'>"))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := ReadOPML(bytes.NewReader(b))
		if err != nil && strings.ContainsAny(err.Error(), "\n\x1b\x00") {
			t.Errorf("error text %q", err)
		}
		seen := map[string]bool{}
		for _, feed := range got.Feeds {
			if !strings.HasPrefix(feed.URL, "http://") && !strings.HasPrefix(feed.URL, "https://") || seen[canonical(feed.URL)] {
				t.Errorf("feed %q", feed.URL)
			}
			seen[canonical(feed.URL)] = true
			if feed.Title != clean.Line(string(feed.Title)) {
				t.Errorf("title %q is not clean", feed.Title)
			}
		}
		if err := OPML(io.Discard, got.Feeds, string(got.Title)); err != nil {
			t.Error(err)
		}
	})
}
