package indicator

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay/news"
)

// found lists what a text gives as "kind value".
func found(text string) []string {
	var out []string
	for _, i := range Find(news.Text(text)) {
		out = append(out, fmt.Sprintf("%s %s", i.Kind, i.Defang()))
	}
	return out
}

const (
	md5    = "d41d8cd98f00b204e9800998ecf8427e"
	sha1   = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
	sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func TestFind(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"a vulnerability", "It is cve-2026-12345, a bug.", []string{"cve CVE-2026-12345"}},
		{"two in one word", "(CVE-2026-1234/CVE-2026-5678)", []string{"cve CVE-2026-1234", "cve CVE-2026-5678"}},
		{"not quite", "CVE-2026-123, CVE-26-1234, XCVE-2026-1234, CVE-2026-1234a", nil},
		{"harmless domain", "It calls evil[.]example.", []string{"domain evil[.]example"}},
		{"in brackets", "Its server (evil(.)example) is gone.", []string{"domain evil[.]example"}},
		{"the word dot", "It calls cdn.evil[dot]example daily.", []string{"domain cdn[.]evil[.]example"}},
		{"harmless link", "See hxxps://Evil[.]example/Gate.php?id=1.", []string{"url hxxps://evil[.]example/Gate.php?id=1"}},
		{"half harmless link", "See hxxp://evil.example:8080/a", []string{"url hxxp://evil[.]example:8080/a"}},
		{"harmless colon", "See https[:]//evil[.]example", []string{"url hxxps://evil[.]example"}},
		{"path without scheme", "See evil[.]example/a/b.exe now", []string{"url evil[.]example/a/b.exe"}},
		{"a plain link", "See https://example.com/report for more.", nil},
		{"harmless address", "It calls 203[.]0[.]113[.]7, then 203.0.113[.]8:443.", []string{"ipv4 203[.]0[.]113[.]7", "ipv4 203[.]0[.]113[.]8"}},
		{"a network", "Block 203[.]0[.]113[.]0/24 at once", []string{"ipv4 203[.]0[.]113[.]0"}},
		{"plain address in context", "The C2 server at 203.0.113.7 answered.", []string{"ipv4 203[.]0[.]113[.]7"}},
		{"addresses in a list", "Hosts:\n203.0.113.7\n203.0.113.8\n", []string{"ipv4 203[.]0[.]113[.]7", "ipv4 203[.]0[.]113[.]8"}},
		{"a version", "Chrome 120.0.60.109 and firmware version 10.0.1.4 fix it.", nil},
		{"a version with context", "Traffic to the IP phone before version 10.0.1.4 leaks.", nil},
		{"a version with followers", "The server runs 4.2.1.7 and earlier.", nil},
		{"no context", "It scored 1.2.3.4 in all.", nil},
		{"not an address", "203[.]0[.]113[.]999 or 01[.]2[.]3[.]4", nil},
		{"this machine", "It listens on IP 127.0.0.1 and 0.0.0.0.", nil},
		{"six", "From 2001:db8:0:1::7 and 2001[:]db8[:]0[:]1[:][:]8.", []string{"ipv6 2001[:]db8[:]0[:]1[:][:]7", "ipv6 2001[:]db8[:]0[:]1[:][:]8"}},
		{"a time", "At 10:20:30 the std::vector ended: see a::b.", nil},
		{"hashes", md5 + " " + strings.ToUpper(sha1) + "\nSHA256:" + sha256, []string{"md5 " + md5, "sha1 " + sha1, "sha256 " + sha256}},
		{"a version of code", "It came with commit " + sha1 + " last week, see https://example.com/x/" + sha1, nil},
		{"digits alone", strings.Repeat("12345678", 4) + " " + strings.Repeat("abcdefab", 4), nil},
		{"a longer word", md5 + "0 x" + md5 + " 1234-" + md5, nil},
		{"harmless mail", "From bad[@]evil[.]example today", []string{"email bad[@]evil[.]example"}},
		{"mail in context", "The phishing mails came from bad@evil.example today", []string{"email bad[@]evil[.]example"}},
		{"mail of the press", "Write to press@vendor.com for more.", nil},
		{"plain domain", "Our domain is example.com, says Vendor.com.", nil},
		{"plain domain in context", "Its C2 domain was evil.example for years", []string{"domain evil[.]example"}},
		{"a file in context", "The malicious domain served setup.exe and a.ps1", nil},
		{"a harmless file", "It drops invoice[.]exe there.", nil},
		{"onion", "Its site is " + strings.Repeat("abcdefg2", 7) + ".onion now", []string{"domain " + strings.Repeat("abcdefg2", 7) + "[.]onion"}},
		{"plain words", "e.g. this, i.e. that; U.S.A. and A.B. [sic] (a) note: [1].", nil},
		{"wide", "外交部evil[.]example。", []string{"domain evil[.]example"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("%q\n got %q\nwant %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestSpansHoldTheWrittenForm(t *testing.T) {
	text := "At (hxxp://evil[.]example/a), 203[.]0[.]113[.]7:443 and bad[at]evil[.]example."
	var got []string
	for _, i := range Find(news.Text(text)) {
		got = append(got, text[i.Start:i.End])
	}
	if want := []string{"hxxp://evil[.]example/a", "203[.]0[.]113[.]7", "bad[at]evil[.]example"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// written is how the store finds the numbers that "cve:" asks for.
var inStore = regexp.MustCompile(`(?i)\bcve-\d{4}-\d{4,19}\b`)

func FuzzFind(f *testing.F) {
	for _, s := range []string{"hxxps://evil[.]example/a", "2001[:]db8::1", "CVE-2026-1234", "a[at]b[.]c", "((((a.b))))", md5, "[.[.[.", "\xff[.]\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var numbers []string
		for _, i := range Find(news.Text(text)) {
			if i.Start < end || i.End <= i.Start || i.End > len(text) {
				t.Fatalf("%+v after %d of %d bytes", i, end, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[i.Start:i.End]) {
				t.Fatalf("%+v cuts a rune", i)
			}
			if i.Value == "" || strings.ContainsAny(i.Value, " \n\x1b") {
				t.Fatalf("%+v", i)
			}
			if end = i.End; i.Kind == CVE {
				numbers = append(numbers, i.Value)
			}
		}
		var want []string
		for _, s := range inStore.FindAllString(text, -1) {
			want = append(want, strings.ToUpper(s))
		}
		if !slices.Equal(numbers, want) {
			t.Errorf("numbers %q, the store has %q", numbers, want)
		}
	})
}

// Twice the text may take little more than twice the time; only a square is
// looked for.
func TestTimeIsLinear(t *testing.T) {
	for _, unit := range []string{"[.]", "a.", "a[.]b ", "1.2.3.4 ", "(((", "a@", "cve-", "hxxp://", "2001:", md5, "a", "\n1.2.3.4", ")]}"} {
		measure := func(size int) time.Duration {
			text := news.Text(strings.Repeat(unit, size/len(unit)))
			best := time.Hour
			for range 3 {
				start := time.Now()
				Find(text)
				best = min(best, time.Since(start))
			}
			return best
		}
		var times float64
		for range 4 {
			if times = float64(measure(1<<20)) / float64(measure(1<<19)); times < 3 {
				break
			}
		}
		if times >= 3 {
			t.Errorf("%q: 1 MB takes %.1f times as long as half of it", unit, times)
		}
	}
}

// Ordinary news: most of it holds no indicator. Budget: 400 MB/s.
func BenchmarkFind(b *testing.B) {
	text := news.Text(strings.Repeat("The intruders used a custom back door, e.g. one that hides its traffic in 2026. "+
		"They copied documents related to trade talks (and kept their access for almost 2 years).\n", 400) + "See evil[.]example and CVE-2026-1234.")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Find(text)
	}
}
