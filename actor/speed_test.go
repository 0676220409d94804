package actor

import (
	"strings"
	"testing"
	"time"

	"hearsay/news"
)

// plainNews is ordinary news text of about the given size.
func plainNews(tb testing.TB, size int) news.Text {
	var b strings.Builder
	items := readLabelled(tb, "testdata/labelled.jsonl")
	for b.Len() < size {
		for _, item := range items {
			for _, s := range strings.Split(item.Text, "[") {
				words, rest, marked := strings.Cut(s, "](")
				b.WriteString(words)
				if marked {
					_, rest, _ = strings.Cut(rest, ")")
					b.WriteString(rest)
				}
			}
			b.WriteString("\n")
			b.WriteString(quiet)
		}
	}
	return news.Text(b.String()[:size])
}

// quiet is what most of an article is: words that name nobody.
const quiet = `The intruders used a custom back door that hides its traffic in requests to a cloud storage service. They copied documents related to trade talks, and kept their access for almost two years before an administrator saw the odd log line.
Victims should rotate all passwords, check the list of trusted devices and look for scheduled tasks with random names. The report describes three versions of the loader; the newest one checks for a debugger and does nothing if it finds one.
`

// BenchmarkStory measures ordinary news on one core. Goal: 50 to 100 MB/s.
func BenchmarkStory(b *testing.B) {
	c := Default()
	text := plainNews(b, 64<<10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c.Story("Agency names Cozy Bear in mail theft", text)
	}
}

// BenchmarkArticle measures one article of usual length, allocations included.
func BenchmarkArticle(b *testing.B) {
	c := Default()
	text := plainNews(b, 4<<10)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c.Story("Agency names Cozy Bear in mail theft", text)
	}
}

// BenchmarkQuiet measures text that names nobody.
func BenchmarkQuiet(b *testing.B) {
	c := Default()
	text := news.Text(strings.Repeat(quiet, 64<<10/len(quiet)))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		c.Story("", text)
	}
}

// BenchmarkOpen measures the table's decoding. Budget: 15 ms and 10 MB.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := open(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// hostile texts, as the unit that is repeated: each once made some recogniser of
// names quadratic.
var hostile = map[string]string{
	"capitals":     "Aa Bb Cc Dd ",
	"one word":     "Anna ",
	"no breaks":    "Annaannaanna",
	"persons":      "spokesman Ivan Petrov, ",
	"organisation": "Acme Widgets Inc. ",
	"gangs":        "the hacking group Tidal Heron ",
	"late names":   "Chaos SEC Georgia ",
	"places":       "London and Paris, ",
	"quotes":       "\"'“”",
	"points":       "U.S.A.B.",
	"digits":       "UNC1 ",
	"marks":        "a.b/c_d@",
	"the":          "the of the ",
	"wide":         "外交部Ａ",
	"prefix":       "North Korean North Korean ",
	"surnames":     "Jane Doe, 34, of Leeds. Doe Doe Doe ",
	"acronyms":     "Bank of Tarn (BOT) ",
	"handles":      "known as Xyzzy calls himself Qux ",
}

// TestTimeIsLinear doubles a hostile text and compares: twice the text may not
// take much more than twice the time. The best of a few runs counts, and the
// bound is loose, because only a square is looked for.
func TestTimeIsLinear(t *testing.T) {
	const size = 1 << 19
	measure := func(unit string, size int) time.Duration {
		text := news.Text(strings.Repeat(unit, size/len(unit)))
		best := time.Hour
		for range 3 {
			start := time.Now()
			Default().Story("", text)
			best = min(best, time.Since(start))
		}
		return best
	}
	for name, unit := range hostile {
		t.Run(name, func(t *testing.T) {
			var times float64
			for range 4 { // a busy machine disturbs a measurement, a square all of them
				one, two := measure(unit, size), measure(unit, 2*size)
				if times = float64(two) / float64(one); times < 3 {
					return
				}
			}
			t.Errorf("1 MB takes %.1f times as long as half of it", times)
		})
	}
}
