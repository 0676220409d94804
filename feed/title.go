package feed

import (
	"html"
	"regexp"
	"strings"

	"hearsay/news"
	"hearsay/news/clean"
)

// knownTags are the elements that may stand in a title. Others are words of it:
// a title may speak of <vendor> or of a C++ template.
var knownTags = regexp.MustCompile(`(?i)</?(?:a|abbr|acronym|b|bdi|bdo|big|blockquote|body|br|center|cite|code|del|div|em|embed|figure|font|form|h[1-6]|hr|html|i|iframe|img|input|ins|kbd|li|link|mark|math|meta|object|ol|p|pre|q|s|samp|script|small|span|strike|strong|style|sub|sup|svg|table|td|tr|tt|u|ul|var|video|audio|wbr)(?:[\s/][^<>]*)?>`)

// lineOf makes one line of a title or name that may hold markup. Text that is
// known to be plain loses only its second layer of references.
func lineOf(s string, plain bool, max int) news.Text {
	if len(s) > 64*max {
		s = strings.ToValidUTF8(s[:64*max], "")
	}
	if !plain && strings.IndexByte(s, '<') >= 0 && knownTags.MatchString(s) {
		return clean.LineMax(wordsOf(s), max)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
		if entity.MatchString(s) {
			s = html.UnescapeString(s)
		}
		if !plain && knownTags.MatchString(s) {
			s = wordsOf(s)
		}
	}
	return clean.LineMax(s, max)
}

// wordsOf is the text of a title with markup in it.
func wordsOf(s string) string {
	p := newProse(nil)
	p.literal = true
	p.read(s)
	return p.text.String()
}
