package export

import (
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay/news"
)

func TestOffsetsCountCodePoints(t *testing.T) {
	for _, text := range []string{"", "ascii", "äöü港口👩‍👩‍👧x", strings.Repeat("港a👩", 300), strings.Repeat("x", step), strings.Repeat("ä", step/2), strings.Repeat("x", step-1) + "港"} {
		o := NewOffsets("", news.Text(text))
		for at := 0; at <= len(text); at++ {
			if at < len(text) && !utf8.RuneStart(text[at]) {
				continue
			}
			want := utf8.RuneCountInString(text[:at])
			if got := o.Points(news.InText, at); got != want {
				t.Fatalf("%d bytes of %.20q are %d code points, want %d", at, text, got, want)
			}
			if got := o.Bytes(news.InText, want); got != at {
				t.Fatalf("code point %d of %.20q is byte %d, want %d", want, text, got, at)
			}
		}
		if o.Points(news.InText, -1) != 0 || o.Points(news.InText, len(text)+9) != utf8.RuneCountInString(text) || o.Bytes(news.InText, 1<<30) != len(text) {
			t.Error("an offset outside the text is not its end")
		}
	}
}

func BenchmarkOffsets(b *testing.B) {
	text := news.Text(strings.Repeat("Die Häfen 港口 ", 1<<15)) // linear: half a MiB in about a millisecond
	for b.Loop() {
		o := NewOffsets("", text)
		for at := 0; at < len(text); at += 1000 {
			o.Points(news.InText, at)
		}
	}
}

func TestPublicURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://u:p@a.example/x?b=1&Token=2&a=%20": "https://a.example/x?b=1&a=%20", "http://a.example?api%5Fkey=1": "http://a.example",
		"ftp://a.example/": "", "javascript:alert(1)": "", "": "", "https:///x": "", "https://a.example/?q=token": "https://a.example/?q=token",
	} {
		if got, _ := PublicURL(in); got != want {
			t.Errorf("PublicURL(%q) = %q, want %q", in, got, want)
		}
	}
}
