package feed

import (
	"strings"
	"testing"

	"hearsay/news"
)

// storyOf is the text that a body becomes.
func storyOf(body string) news.Story {
	p := proseOf(body, parseBase("https://from.example/dir/feed"))
	text, blocks := fold(p.text.String(), p.blocks)
	return news.Story{Text: news.Text(text), Blocks: blocks, Links: p.links}
}

func TestHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs", "<p>One\n two</p><p> Three </p>", "One two\nThree"},
		{"line breaks", "One<br>two<br/><br />three", "One\ntwo\nthree"},
		{"words across tags", "f<b>oo</b>b<i>a</i>r", "foobar"},
		{"references", "A&amp;B &lt;x&gt; &#8220;q&#8221; &nbsp;&hellip;", "A&B <x> “q” …"},
		{"a second layer", "<p>Don&amp;#8217;t &amp;amp; do</p>", "Don’t & do"},
		{"escaped once too often", "&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two &lt;a href=\"/x\"&gt;link&lt;/a&gt;&lt;/p&gt;", "One\nTwo [link](https://from.example/x)"},
		{"script and style", "a<script>if (1 < 2) { document.write('<p>x</p>') }</script>b<style>p { color: red }</style>c", "abc"},
		{"script with a prefix", "a<x:script>bad()</x:script>b", "ab"},
		{"script that never ends", "a<script>bad()", "a"},
		{"iframe that never ends", `a<iframe src="https://evil.example"><p>b</p>`, "a\nb"},
		{"object and noscript that never end", "a<object><noscript><p>b", "a\nb"},
		{"textarea and title hold markup", "<textarea><p>a</p></textarea><title>b</title>", "a\nb"},
		{"comments", "a<!-- <p>no</p> -->b<!doctype x>c<![CDATA[d]]>", "abc"},
		{"event attributes", `<p onclick="x()" style="y">a</p><img src=x onerror=alert(1)>`, "a"},
		{"heading", "<h2>Head</h2>text", "H Head\ntext"},
		{"heading never closed", "<h2>Head<p>text</p>more", "H Head\ntext\nmore"},
		{"list", "<ul><li>one<li>two <ul><li>deep</ul><li>three</ul>end", "I one\nI two\nI deep\nI three\nend"},
		{"item without a list", "<li>one</li><p>two</p>", "I one\ntwo"},
		{"quote", "<blockquote><p>one</p><p>two</p></blockquote>three", "Q one\nQ two\nthree"},
		{"code", "<pre>a  b\n\n\tc</pre>d  e", "C a  b\nC \tc\nd e"},
		{"table", "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", "A | B\n1 | 2"},
		{"links", `see <a href="/a"> this one </a>, <a href='https://b.example/?utm_source=x'>that</a>.`, "see [this one](https://from.example/a) , [that](https://b.example/)."},
		{"link over blocks", `<a href="/a"><h3>Head</h3><p>Text</p></a>`, "H [Head](https://from.example/a)\nText"},
		{"link never closed", `<p><a href="/a">one</p><p>two</p>`, "[one](https://from.example/a)\ntwo"},
		{"link in a link", `<a href="/a">x<a href="/b">y</a>`, "[x](https://from.example/a)[y](https://from.example/b)"},
		{"links that may not be opened", `<a href="javascript:alert(1)">x</a> <a href="data:,">y</a> <a>z</a> <a href="#top"> </a>`, "x y z"},
		{"link with invisible characters around", "a\u200b <a href=/x>\u202eb\u00ad c\u0301</a>\u200b d", "a [b ć](https://from.example/x) d"},
		{"mark at the border of a link", "e<a href=/x>\u0301f</a>", "é[f](https://from.example/x)"},
		{"escape sequences", "a\u009b31mb&#27;[0mc<b>\u009d0;t\u009c</b>d", "abcd"},
		{"a sequence across tags is not swallowed", "a&#27;]0;<b>kept</b>", "a0;kept"},
		{"only blanks", "<p> &nbsp; </p><div>\u200b</div>", ""},
		{"caption", "<figure><img><figcaption>Below</figcaption></figure>after", "P Below\nafter"},
		{"unknown tags", "<foo-bar>a</foo-bar><marquee>b</marquee>", "ab"},
		{"less than", "1 < 2 and <3", "1 < 2 and <3"},
		{"plain text", "One\ngoes on.\n\nTwo & more", "One goes on.\nTwo & more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := storyOf(tt.in)
			soundSpans(t, s)
			if got := marked(s); got != tt.want {
				t.Errorf("%q becomes\n%s\nwant\n%s", tt.in, got, tt.want)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	tests := []struct {
		in    string
		plain bool
		want  string
	}{
		{"A <b>bold</b> claim", false, "A bold claim"},
		{"Fix for <vendor> and vector<int>", false, "Fix for <vendor> and vector<int>"},
		{"<i>Both</i> <vendor> kinds", false, "Both <vendor> kinds"},
		{"<script>alert(1)</script>Title", false, "Title"},
		{"&lt;b&gt;Twice&lt;/b&gt; escaped", false, "Twice escaped"},
		{"AT&amp;T &amp;#8211; x", false, "AT&T – x"},
		{"How <script> works", true, "How <script> works"},
		{"R&D; Q&A", false, "R&D; Q&A"},
		{" \n ", false, ""},
	}
	for _, tt := range tests {
		if got := lineOf(tt.in, tt.plain, maxTitle); string(got) != tt.want {
			t.Errorf("lineOf(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestBoilerplate(t *testing.T) {
	for _, s := range []string{
		"The post Port denies breach appeared first on Harbour Wire.",
		"Der Beitrag Hafen dementiert erschien zuerst auf Hafenbote.",
		"L’article Le port dément est apparu en premier sur Le Quai.",
		"La entrada El puerto lo niega se publicó primero en Muelle.",
		"L'articolo Il porto smentisce proviene da Molo.",
		"Subscribe to our newsletter",
		"Sign up for our weekly briefing here.",
		"Follow us on Twitter and LinkedIn to read more exclusive content we post.",
		"Join our Telegram channel",
		"Found this article interesting? Follow us on LinkedIn.",
		"Donate",
		"Support our work on Patreon",
		"Share this article",
		"Read more",
		"Continue reading the full story at Harbour Wire",
		"Original Source",
		"Original Source: https://harbour.example/x",
		"Discord",
		"Twitter | Facebook | LinkedIn",
		"Leave a comment",
		"Advertisement",
	} {
		if !isBoilerplate(s) {
			t.Errorf("not folded: %q", s)
		}
	}
	for _, s := range []string{
		"The port authority denied on Friday that anything was taken.",
		"The post office said that nobody was affected.",
		"Subscribers of the service were told to change passwords.",
		"Discord denies that it was breached.",
		"Twitter said that the post appeared first in a forum; the company declined to comment.",
		"Share prices fell after the breach.",
		"Source code was stolen, the company said.",
		"Follow the money, an official said.",
		"Support for the product ends in May.",
		"X",
		"Reading the report, one finds no denial.",
		"Join the attackers, the message said.",
	} {
		if isBoilerplate(s) {
			t.Errorf("folded: %q", s)
		}
	}
	s := storyOf("<p>It denies it. The post Port <a href=/x>denies</a> breach appeared first on Wire.</p><p>The end.</p>")
	soundSpans(t, s)
	if got, want := marked(s), "It denies it.\nF The post Port [denies](https://from.example/x) breach appeared first on Wire.\nThe end."; got != want {
		t.Errorf("a last sentence:\n%s", got)
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<p>One <a href='/x'>two</a></p>", "<ul><li>a<li>b</ul>", "<pre>a\n\tb</pre>", "<a href=/x>e<b>\u0301</a>\u200d",
		"&amp;lt;p&amp;gt;", "&lt;p&gt;x&lt;/p&gt;", "a\u009b31m<b>m</b>", "<table><tr><td>a<td>b", "x. The post y appeared first on z.",
		"<script><!--<script></script>x", "<blockquote><h1>x", "\xff<a href=/\xff>\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		s := storyOf(body)
		sound(t, Document{Stories: []news.Story{{Title: "t", Key: "k", UUID: strings.Repeat("u", 36), Text: s.Text, Blocks: s.Blocks, Links: s.Links}}})
	})
}
