package feed

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/mmcdole/gofeed"
)

// FuzzParse: no bytes make Parse panic or give anything but sound stories, and
// what repair writes is no worse the second time.
func FuzzParse(f *testing.F) {
	saved, err := filepath.Glob("testdata/*.*")
	if err != nil || len(saved) == 0 {
		f.Fatal("no saved feeds", err)
	}
	for _, name := range saved {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, "")
		f.Add(b[:len(b)/2], "text/xml; charset=utf-8")
	}
	f.Add([]byte(`<rss><channel><item><title>a<item><title>b</item><description><![CDATA[x`), "")
	f.Add([]byte(`<feed xml:base="x/"><entry xml:base="//y"><link href="z"/><title type="text">&lt;b></title></entry></feed>`), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		doc, err := Parse(body, contentType, "https://from.example/dir/feed", noon)
		if err != nil {
			return
		}
		sound(t, doc)
	})
}

// BenchmarkParse reads a feed of usual size to clean stories. Budget: twice the
// time of BenchmarkBare, gofeed alone on the same bytes.
func BenchmarkParse(b *testing.B) {
	body := usual(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(body, "", "https://from.example/feed", noon); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBare(b *testing.B) {
	body := usual(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil {
			b.Fatal(err)
		}
	}
}

// usual is a feed of 100 items of some 3 KB.
func usual(tb testing.TB) []byte {
	b, err := os.ReadFile("testdata/rss20.xml")
	if err != nil {
		tb.Fatal(err)
	}
	begin, end := bytes.Index(b, []byte("<item>")), bytes.Index(b, []byte("</item>"))+len("</item>")
	var out bytes.Buffer
	out.Write(b[:begin])
	for i := range 100 {
		item := bytes.ReplaceAll(b[begin:end], []byte("harbour-7"), []byte("harbour-"+string(rune('a'+i/26))+string(rune('a'+i%26))))
		long := bytes.Repeat([]byte(`<p>The authority of <a href="/ebb">Port Ebb</a> said &ldquo;nothing&rdquo; was taken, and that’s what a spokeswoman repeated on Friday when she was asked about the cargo lists.</p>`), 10)
		out.Write(bytes.Replace(item, []byte("<pre>"), append(long, "<pre>"...), 1))
	}
	out.WriteString("</channel></rss>")
	return out.Bytes()
}
