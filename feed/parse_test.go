package feed

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay/news"
	"hearsay/news/clean"
)

// load parses a saved feed as if it came from https://from.example/dir/feed.
func load(t testing.TB, name string) Document {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse(b, "", "https://from.example/dir/feed", noon)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	sound(t, doc)
	return doc
}

// sound is what must hold for any document: the oracle of the fuzz targets.
func sound(t testing.TB, doc Document) {
	t.Helper()
	line := func(what string, s news.Text, max int) {
		if string(clean.Line(string(s))) != string(s) || utf8.RuneCountInString(string(s)) > max {
			t.Fatalf("%s is not a clean line of at most %d characters: %+q", what, max, s)
		}
	}
	link := func(what, s string) {
		if s == "" {
			return
		}
		if u, err := checkURL(s); err != nil || u.User != nil || u.String() != s {
			t.Fatalf("%s may not be opened: %+q %v", what, s, err)
		}
	}
	line("title of the feed", doc.Title, maxTitle)
	link("site", doc.Site)
	keys := map[string]bool{}
	for _, s := range doc.Stories {
		line("title", s.Title, maxTitle)
		line("summary", s.Summary, maxSummary)
		link("link", s.Link)
		link("original", s.Original)
		if s.Title == "" || s.Key == "" || keys[s.Key] || len(s.UUID) != 36 || !utf8.ValidString(s.Key) {
			t.Fatalf("identity or title is missing or twice there: %+v", s)
		}
		keys[s.Key] = true
		for _, a := range s.Authors {
			line("author", a, maxAuthor)
		}
		for _, tag := range s.Tags {
			line("tag", tag, maxTag)
		}
		if clean.Block(string(s.Text)) != s.Text {
			t.Fatalf("text is not clean: %+q", s.Text)
		}
		soundSpans(t, s)
		if s.Published.After(noon.Add(24*time.Hour)) || !s.Published.IsZero() && s.Published.Year() < 1970 {
			t.Fatalf("published %s", s.Published)
		}
	}
}

// soundSpans: blocks are whole lines in order, links lie in one line on rune
// borders.
func soundSpans(t testing.TB, s news.Story) {
	t.Helper()
	text := string(s.Text)
	if strings.HasPrefix(text, "\n") || strings.HasSuffix(text, "\n") || strings.Contains(text, "\n\n") {
		t.Fatalf("blocks are not separated by one line end: %+q", text)
	}
	at := 0
	for _, b := range s.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(text) || b.Start > 0 && text[b.Start-1] != '\n' ||
			b.End < len(text) && text[b.End] != '\n' || strings.Contains(text[b.Start:b.End], "\n") {
			t.Fatalf("block %+v of %+q", b, text)
		}
		at = b.End
	}
	at = 0
	for _, l := range s.Links {
		if l.Start < at || l.End <= l.Start || l.End > len(text) || strings.Contains(text[l.Start:l.End], "\n") {
			t.Fatalf("link %+v of %+q", l, text)
		}
		if !utf8.RuneStart(text[l.Start]) || l.End < len(text) && !utf8.RuneStart(text[l.End]) {
			t.Fatalf("link %+v inside a character of %+q", l, text)
		}
		if !strings.HasPrefix(l.URL, "http://") && !strings.HasPrefix(l.URL, "https://") {
			t.Fatalf("link to %q", l.URL)
		}
		at = l.End
	}
}

// marked writes a text with its blocks and links visible.
func marked(s news.Story) string {
	names := map[news.BlockKind]string{news.Heading: "H", news.Item: "I", news.Quoted: "Q", news.Code: "C", news.Folded: "F", news.Caption: "P"}
	kinds := map[int]string{}
	for _, b := range s.Blocks {
		kinds[b.Start] = names[b.Kind] + " "
	}
	var out strings.Builder
	for i := 0; i <= len(s.Text); i++ {
		for _, l := range s.Links {
			if l.End == i {
				out.WriteString("](" + l.URL + ")")
			}
		}
		if i == 0 || s.Text[i-1] == '\n' {
			out.WriteString(kinds[i])
		}
		for _, l := range s.Links {
			if l.Start == i {
				out.WriteString("[")
			}
		}
		if i < len(s.Text) {
			out.WriteByte(s.Text[i])
		}
	}
	return out.String()
}

func TestRSS(t *testing.T) {
	doc := load(t, "rss20.xml")
	if doc.Title != "Harbour Wire & Co" || doc.Site != "https://harbour.example/" || doc.Lang != "en-US" || doc.ttl != 2*time.Hour || doc.Skipped != 1 || doc.Damaged != nil {
		t.Errorf("document: %+v", doc)
	}
	s := doc.Stories[0]
	want := `The authority of [Port Ebb](https://from.example/ebb) said on Friday that nothing was taken.
H What is claimed
I Cargo lists
I Crew names
Q “We deny it,” a spokeswoman said.
C $ sha256sum list.csv
C 	0000  list.csv
P The harbour at night
F Follow us on Mastodon and LinkedIn for more.
F The post [Port authority denies breach](https://harbour.example/2026/denies) appeared first on [Harbour Wire](https://harbour.example).`
	if got := marked(s); got != want {
		t.Errorf("text:\n%s\nwant:\n%s", got, want)
	}
	if s.Title != "Port authority ‘categorically’ denies breach" || s.Summary != "The authority of Port Ebb said that nothing was taken." || s.Key != "guid:harbour-7" {
		t.Errorf("story: %+v", s)
	}
	if s.Link != "https://harbour.example/2026/denies?id=7" || s.Original != "https://harbour.example/2026/denies?utm_source=rss&utm_medium=feed&id=7" {
		t.Errorf("links: %s %s", s.Link, s.Original)
	}
	if !s.Published.Equal(time.Date(2026, 11, 21, 8, 30, 0, 0, time.UTC)) || !s.Seen.Equal(noon) {
		t.Errorf("times: %s %s", s.Published, s.Seen)
	}
	if !slices.Equal(s.Authors, []news.Text{"Mara Lind"}) || !slices.Equal(s.Tags, []news.Text{"Breaches", "Ports & Ships"}) {
		t.Errorf("authors %q, tags %q", s.Authors, s.Tags)
	}
	s = doc.Stories[1]
	if s.Title != "No title here, but words enough to make one of." || s.Link != "https://harbour.example/2026/untitled" || !s.Published.IsZero() {
		t.Errorf("story without a title: %+v", s)
	}
	s = doc.Stories[2]
	if s.Text != "First paragraph goes on here.\nSecond paragraph, AT&T included." || s.Link != "https://from.example/2026/plain" || s.Key != "link:https://from.example/2026/plain" ||
		!slices.Equal(s.Authors, []news.Text{"Night Desk"}) || !s.Published.Equal(time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC)) {
		t.Errorf("plain story: %+v", s)
	}
}

func TestAtom(t *testing.T) {
	doc := load(t, "atom.xml")
	if doc.Title != "Tide & Time" || doc.Site != "https://tide.example/blog/" || doc.Lang != "en" {
		t.Errorf("document: %+v", doc)
	}
	s := doc.Stories[0]
	if s.Title != "Why <script> in a title is text" || s.Link != "https://tide.example/blog/posts/one.html" {
		t.Errorf("story: %+v", s)
	}
	if got, want := marked(s), "See the [second](https://tide.example/blog/posts/two.html) part.\nDone."; got != want {
		t.Errorf("text: %s", got)
	}
	if !slices.Equal(s.Authors, []news.Text{"Ola Brandt", "second@tide.example"}) || !slices.Equal(s.Tags, []news.Text{"Industrial control"}) {
		t.Errorf("authors %q, tags %q", s.Authors, s.Tags)
	}
	if s.Published.Day() != 20 || s.Updated.Hour() != 10 || s.Lang != "en" {
		t.Errorf("times: %s %s", s.Published, s.Updated)
	}
	s = doc.Stories[1]
	if s.Title != "Zweiter Eintrag" || s.Link != "" || s.Lang != "de" || s.Authors[0] != "The Crew" || s.Published.Day() != 18 || s.Text != "Kurz." {
		t.Errorf("second story: %+v", s)
	}
}

func TestRDF(t *testing.T) {
	doc := load(t, "rdf.xml")
	s := doc.Stories[0]
	if s.Title != "製品に脆弱性" || s.Key != "about:https://isle.example/a1" || s.Lang != "ja" || s.Published.Hour() != 3 || s.Authors[0] != "Isle CERT" {
		t.Errorf("story: %+v", s)
	}
	if !doc.Stories[1].Published.IsZero() {
		t.Errorf("a date in the future was believed: %s", doc.Stories[1].Published)
	}
}

func TestJSONFeed(t *testing.T) {
	doc := load(t, "feed.json")
	if doc.Title != "Quay <Notes>" || doc.Site != "https://quay.example/" || doc.Lang != "en-GB" {
		t.Errorf("document: %+v", doc)
	}
	if s := doc.Stories[0]; s.Key != "guid:42" || s.Title != "Forty-two & more" || s.Text != "Rich text." || s.Authors[0] != "Quay Staff" {
		t.Errorf("story: %+v", s)
	}
	s := doc.Stories[1]
	if s.Text != "Plain text with <angle> brackets.\nAnd a second paragraph." || s.Link != "https://quay.example/43" || s.Authors[0] != "Guest" || s.Published.Day() != 21 {
		t.Errorf("second story: %+v", s)
	}
}

func TestOtherEncodings(t *testing.T) {
	doc := load(t, "windows1251.xml")
	if s := doc.Stories[0]; doc.Title != "Вестник причала" || s.Title != "В порту опровергли взлом" || s.Text != "«Мы это отрицаем», — сказал представитель." || s.Published.Hour() != 7 {
		t.Errorf("windows-1251: %q %+v", doc.Title, s)
	}
	doc = load(t, "utf16.xml")
	if s := doc.Stories[0]; doc.Title != "Weite Wörter" || s.Title != "Größe in zwei Bytes" || s.Text != "Ein Satz – mit Strich." {
		t.Errorf("UTF-16: %q %+v", doc.Title, s)
	}
}

func TestDamagedFeedsKeepWholeStories(t *testing.T) {
	doc := load(t, "damaged.xml")
	if doc.Damaged == nil || doc.Title != "Torn & Worn" {
		t.Errorf("document: %+v", doc)
	}
	var got []string
	for _, s := range doc.Stories {
		got = append(got, s.Key+" "+string(s.Title)+" / "+strings.ReplaceAll(string(s.Text), "\n", " "))
	}
	want := []string{
		"guid:t1 Ships & <boats> at 3 < 4 / An unfinished section about R&D",
		"guid:t2 Stray tags / One two three four ]]> five",
		"guid:t3 Never closed before / Fine here",
		"guid:t4 Whole & last / ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("stories:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestHostileFeedIsTextOnly(t *testing.T) {
	doc := load(t, "hostile.xml")
	if doc.Title != "Hostile Feed" || doc.Site != "" || len(doc.Stories) != 5 {
		t.Fatalf("document: %+v", doc)
	}
	if s := doc.Stories[0]; s.Title != "Every control: end" || s.Link != "" {
		t.Errorf("controls: %+q %q", s.Title, s.Link)
	}
	if s := doc.Stories[1]; s.Title != "red clip link end" || s.Link != "" {
		t.Errorf("sequences: %+q %q", s.Title, s.Link)
	}
	s := doc.Stories[2]
	if s.Title != "bidi txt.exe zerowidth tags end" || s.Key != "guid:h3" {
		t.Errorf("invisible: %+q %+q", s.Title, s.Key)
	}
	if got, want := marked(s), "js user [fine](https://fine.example/x)\nframe\nafter frame"; got != want {
		t.Errorf("text: %+q", got)
	}
	if s := doc.Stories[3]; s.Title != "é\u0301\u0301\u0301" || !strings.HasPrefix(string(s.Text), "&a;") {
		t.Errorf("marks: %+q %+q", s.Title, s.Text)
	}
	if s := doc.Stories[4]; len(s.Key) > 100 || !strings.HasSuffix(string(s.Title), "…") {
		t.Errorf("lengths: %d %d", len(s.Key), len(s.Title))
	}
}

// References to what is no character of XML cost that character, not the feed.
func TestReferencesToNoCharacter(t *testing.T) {
	for _, ref := range []string{"&#0;", "&#x0;", "&#x1b;", "&#7;", "&#xD800;", "&#xFFFE;", "&#99999999999;"} {
		doc, err := Parse([]byte(`<rss version="2.0"><channel><title>t</title><item><title>a`+ref+`b</title></item></channel></rss>`), "", "", time.Now())
		if err != nil || len(doc.Stories) != 1 {
			t.Errorf("%s: %d stories, %v", ref, len(doc.Stories), err)
			continue
		}
		if got := doc.Stories[0].Title; got != "ab" && got != "a\ufffdb" {
			t.Errorf("%s: title %q", ref, got)
		}
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"empty", " \n", "is empty"},
		{"page", "<!doctype html><title>x</title>", "web page"},
		{"page that quotes a feed", "<html><body>" + strings.Repeat("x", junk) + "<rss ></rss>", "web page"},
		{"other XML", `<?xml version="1.0"?><urlset><url/></urlset>`, "neither RSS, Atom nor JSON"},
		{"text", "hello", "neither RSS, Atom nor JSON"},
		{"deep elements", "<rss>" + strings.Repeat("<a>", 300), "nested deeper than 256"},
		{"deep JSON", strings.Repeat(`{"a":`, 100), "nested deeper than 64"},
		{"prefixes", "<rss " + manyPrefixes(100) + "></rss>", "more than 64 namespace prefixes"},
		{"attributes", "<rss " + strings.Repeat("a='' ", 300) + "></rss>", "more than 256 attributes"},
		{"broken JSON", `{"items":[`, "no JSON Feed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Parse([]byte(tt.body), "", "https://x.example/", noon)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, %+v", err, doc)
			}
		})
	}
}

func manyPrefixes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("xmlns:p" + strings.Repeat("x", i) + "='u' ")
	}
	return b.String()
}

func TestLimitsAndIdentity(t *testing.T) {
	many := make([]string, maxItems+5)
	for i := range many {
		many[i] = "Title"
	}
	doc, err := Parse([]byte(rssOf(many...)), "", "https://x.example/", noon)
	if err != nil || len(doc.Stories) != maxItems || doc.Skipped != 5 || doc.Damaged != nil {
		t.Errorf("%d stories, %d skipped, %v, %v", len(doc.Stories), doc.Skipped, doc.Damaged, err)
	}
	breaks := `<rss><channel><item><title>t</title><description>a` + strings.Repeat("<br>", 300) + `b</description></item></channel></rss>`
	if doc, err = Parse([]byte(breaks), "", "https://x.example/", noon); err != nil || len(doc.Stories) != 1 || doc.Stories[0].Text != "a\nb" {
		t.Errorf("elements of HTML that never end: %+v, %v", doc, err)
	}
	json := `{"title":"t","x":[{},{}],"items":[` + strings.Repeat(`{"id":1,"title":"a \" [{"},`, maxItems) + `{"id":2,"title":"b"}],"y":[{}]}`
	doc, err = Parse([]byte(json), "", "https://x.example/", noon)
	if err != nil || len(doc.Stories) != 1 || doc.Skipped != maxItems {
		t.Errorf("JSON: %d stories, %d skipped, %v", len(doc.Stories), doc.Skipped, err)
	}
	same := `<rss><channel><item><title>A</title><guid>site</guid><link>https://x.example/a</link></item>
		<item><title>B</title><guid>site</guid><link>https://x.example/b</link></item>
		<item><title>B again</title><guid>site</guid><link>https://x.example/b</link></item>
		<item><title>No link</title></item></channel></rss>`
	doc, err = Parse([]byte(same), "", "https://x.example/", noon)
	if err != nil || len(doc.Stories) != 3 || doc.Skipped != 1 || doc.Stories[1].Key != "link:https://x.example/b" || !strings.HasPrefix(doc.Stories[2].Key, "hash:") {
		t.Errorf("an id that all share: %+v, %v", doc, err)
	}
}
