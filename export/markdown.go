package export

import (
	"net/url"
	"strings"

	"hearsay/news"
	"hearsay/news/clean"
)

// special are the characters that mean something in Markdown or Obsidian: each
// is ASCII punctuation, for which CommonMark allows a backslash (section 2.4).
const special = "\\`*_[]<>#|~=^{}%$&"

// escape makes text of a stranger mean nothing but itself in one line of
// Markdown: no HTML, links, tags, comments, templates or fields.
func escape(t news.Text) string {
	s := strings.Join(strings.Fields(string(t)), " ")
	var b strings.Builder
	b.Grow(len(s) + len(s)/16)
	for i := range len(s) {
		c := s[i]
		if strings.IndexByte(special, c) >= 0 || c == ':' && i > 0 && s[i-1] == ':' {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return atLineStart(b.String())
}

// atLineStart keeps escaped text from being read as a list, a rule or the end
// of front matter when a line begins with it.
func atLineStart(s string) string {
	if s == "" {
		return s
	}
	if s[0] == '-' || s[0] == '+' {
		return `\` + s
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && (s[digits] == '.' || s[digits] == ')') {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}

// harmless lets the reader's own Markdown stand but takes HTML out of it: notes
// are shown by programs that run what HTML says. Code spans on one line stay
// as they are.
func harmless(body news.Text) string {
	lines := strings.Split(string(body), "\n")
	for i, l := range lines {
		lines[i] = harmlessLine(l)
	}
	return strings.Join(lines, "\n")
}

func harmlessLine(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			b.WriteString(s[i : i+2])
			i += 2
			continue
		case s[i] == '`':
			n := codeSpan(s[i:])
			b.WriteString(s[i : i+n])
			i += n
			continue
		case s[i] == '<':
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// codeSpan is the length of the code span that s begins with, or of its run of
// backticks when no run of that length follows (CommonMark section 6.1).
func codeSpan(s string) int {
	run := len(s) - len(strings.TrimLeft(s, "`"))
	for at := run; at < len(s); {
		if s[at] != '`' {
			at++
			continue
		}
		n := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		at += n
		if n == run {
			return at
		}
	}
	return run
}

// quoted puts the marker of a block quote before every line.
func quoted(s string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(s, "\n") {
		if l == "" {
			b.WriteString(">\n")
			continue
		}
		b.WriteString("> " + l + "\n")
	}
	return b.String()
}

// mdLink is a link on text that is escaped already, or the text alone when the
// address may not be opened.
func mdLink(text, address string) string {
	safe, _ := PublicURL(address)
	if u, err := url.Parse(safe); err != nil || safe == "" || strings.ContainsAny(u.Host, "()<>[] \\") {
		return text
	}
	return "[" + text + "](" + destination.Replace(safe) + ")"
}

// destination writes what would end a link's address by its number (RFC 3986,
// section 2.1).
var destination = strings.NewReplacer(
	"(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "[", "%5B", "]", "%5D", `\`, "%5C", "|", "%7C",
	" ", "%20", "`", "%60", `"`, "%22", "&", "&amp;",
)

// wiki is a link to another file of the vault. What would end it is taken out
// of the text, which knows no escapes.
func wiki(file string, text news.Text) string {
	return "[[" + file + "|" + wikiText(text) + "]]"
}

// wikiText is text for the inside of a wiki link, never empty.
func wikiText(t news.Text) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(special, r) && r != '&' || r == '!' {
			return ' '
		}
		return r
	}, string(t))
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "…"
	}
	return s
}

// shortened is text on one line of at most n characters.
func shortened(t news.Text, n int) news.Text { return clean.LineMax(string(t), n) }
