package feed

import (
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"example.org", "https://example.org/"},
		{" example.org/feed ", "https://example.org/feed"},
		{"HTTP://Example.ORG:80/Feed?a=1#top", "http://example.org/Feed?a=1"},
		{"https://example.org:8443/", "https://example.org:8443/"},
		{"localhost:8080/feed", "http://localhost:8080/feed"},
		{"127.0.0.1:80/x", "http://127.0.0.1/x"},
		{"http://[::1]:9/x", "http://[::1]:9/x"},
		{"https://bücher.example/feed", "https://xn--bcher-kva.example/feed"},
		{"https://me:secret@example.org/feed", "https://me:secret@example.org/feed"},

		{"", ""},
		{"ftp://example.org/feed", ""},
		{"file:///etc/passwd", ""},
		{"file:/etc/passwd", ""},
		{"javascript:alert(1)", ""},
		{"data:text/xml,x", ""},
		{"exec:ls", ""},
		{"https://", ""},
		{"https://example.org:99999/", ""},
		{"https://exa mple.org/", ""},
		{"https://example.org\\@evil.example/", ""},
		{"https://example.org/\x1b[31m", ""},
		{"https://example.org/\u202e", ""},
	}
	for _, tt := range tests {
		got, err := Address(tt.in)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("Address(%q) = %q, %v; want %q", tt.in, got, err, tt.want)
		}
	}
}

func TestStoryLink(t *testing.T) {
	base := parseBase("https://from.example/dir/feed")
	tests := []struct{ in, canonical, original string }{
		{"https://a.example/x?utm_source=rss&id=1&fbclid=z", "https://a.example/x?id=1", "https://a.example/x?utm_source=rss&id=1&fbclid=z"},
		{"https://a.example/x?utm_medium=feed", "https://a.example/x", "https://a.example/x?utm_medium=feed"},
		{"https://a.example/x?b=2&a=1", "https://a.example/x?b=2&a=1", "https://a.example/x?b=2&a=1"},
		{"../y", "https://from.example/y", "https://from.example/y"},
		{"//other.example/z", "https://other.example/z", "https://other.example/z"},
		{" HTTPS://A.Example:443/a b\n", "https://a.example/a%20b", "https://a.example/a%20b"},
		{"https://a.example/ä", "https://a.example/%C3%A4", "https://a.example/%C3%A4"},
		{"", "", ""},
		{"javascript:alert(1)", "", ""},
		{"JaVaScRiPt:alert(1)", "", ""},
		{"java\nscript:alert(1)", "", ""},
		{"data:text/html,x", "", ""},
		{"mailto:a@b.example", "", ""},
		{"https://good.example@evil.example/", "", ""},
		{"https://a.example\\@evil.example/", "", ""},
		{"https://a.example/\x07", "", ""},
		{"https:///x", "", ""},
		{"https://a.example/" + strings.Repeat("x", maxLink), "", ""},
	}
	for _, tt := range tests {
		canonical, original := storyLink(base, tt.in)
		if canonical != tt.canonical || original != tt.original {
			t.Errorf("storyLink(%q) = %q, %q; want %q, %q", tt.in, canonical, original, tt.canonical, tt.original)
		}
	}
}

func TestMasked(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://example.org/feed?lang=en&author=ann", "https://example.org/feed?lang=en&author=ann"},
		{"https://me:secret@example.org/feed", "https://***@example.org/feed"},
		{"https://example.org/feed?token=abc&x=1", "https://example.org/feed?token=***&x=1"},
		{"https://example.org/feed?api_key=abc", "https://example.org/feed?api_key=***"},
		{"https://example.org/feed?u=0123456789abcdef0123", "https://example.org/feed?u=***"},
		{"https://example.org/private/0123456789abcdef0123456789abcdef/rss", "https://example.org/private/***/rss"},
		{"https://example.org/2026/11/a-long-title-of-a-story-with-words/feed", "https://example.org/2026/11/a-long-title-of-a-story-with-words/feed"},
		{"https://me:secret@bad host/", "https://***@bad host/"},
		{"not an address\x1b[31m", "not an address"},
	}
	for _, tt := range tests {
		if got := string(Masked(tt.in)); got != tt.want {
			t.Errorf("Masked(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{"https://a.example/x?utm_source=1", "//x", "java\tscript:x", "http://[::1%25eth0]/", "https://a@b", "http://ß.example", "\\\\x"} {
		f.Add(s)
	}
	base := parseBase("https://from.example/dir/feed")
	f.Fuzz(func(t *testing.T, s string) {
		for _, link := range linksOf(storyLink(base, s)) {
			u, err := checkURL(link)
			if err != nil || u.User != nil || u.String() != link || !strings.HasPrefix(link, "http") {
				t.Fatalf("storyLink(%q) = %q: %v", s, link, err)
			}
			for _, r := range link {
				if r <= ' ' || r > '~' {
					t.Fatalf("storyLink(%q) = %q", s, link)
				}
			}
		}
		if a, err := Address(s); err == nil {
			if again, err := Address(a); err != nil || again != a {
				t.Fatalf("Address(%q) = %q, then %q, %v", s, a, again, err)
			}
		}
	})
}

func linksOf(a, b string) []string {
	if a == "" && b == "" {
		return nil
	}
	return []string{a, b}
}
