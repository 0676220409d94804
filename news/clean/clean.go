// Package clean makes news.Text out of any bytes. It is the border: what comes
// out is valid UTF-8 in NFC with nothing in it that a terminal would obey or
// that a reader cannot see. The rules, in order:
//
//  1. Invalid UTF-8 and noncharacters become U+FFFD. Escape sequences (CSI, OSC,
//     DCS, APC, PM, SOS and the short ones, begun by ESC or by a C1 control) go
//     whole; one without its end loses only its introducer.
//  2. C0 and C1 controls and DEL go, except \n and \t in blocks.
//  3. Format characters go: bidirectional, zero-width, tags, fillers. Joiners
//     stay between letters of scripts that need them and inside emoji, tag
//     characters in complete flags.
//  4. At most 4 combining marks and 2 variation selectors stand on one
//     character, at most 8 scalar values in one emoji sequence.
//  5. NFC, never NFKC: an analyst must see what was written.
//
// Every function is linear in its input, and cleaning twice changes nothing.
package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"

	"hearsay/news"
)

// Line is s on one line: every run of white space, line ends included, becomes
// one blank, and none is left at the ends.
func Line(s string) news.Text {
	t, _ := scrub(s, true, nil)
	return t
}

// LineMax is Line with at most max characters (scalar values). A longer one is
// cut between graphemes and ends in "…", which counts.
func LineMax(s string, max int) news.Text { return Cut(Line(s), max) }

// Block keeps \n and \t. CR LF, CR, NEL and the line and paragraph separators
// become \n.
func Block(s string) news.Text {
	t, _ := scrub(s, false, nil)
	return t
}

// LineAt is Line that also says where places of s went. The offsets at are in
// bytes and ascending; the answers are ascending rune borders of the text.
func LineAt(s string, at []int) (news.Text, []int) { return scrub(s, true, at) }

// BlockAt is Block that also says where places of s went, like LineAt.
func BlockAt(s string, at []int) (news.Text, []int) { return scrub(s, false, at) }

// Cut shortens a text to at most max characters (scalar values), between
// graphemes, with "…" at its end when something was cut. It costs no more than
// the part that is kept.
func Cut(t news.Text, max int) news.Text {
	if len(t) <= max {
		return t
	}
	if max <= 0 {
		return ""
	}
	end, fits := 0, 0 // bytes kept if cut; characters seen
	clusters := graphemes.FromString(string(t))
	for clusters.Next() {
		fits += utf8.RuneCountInString(clusters.Value())
		if fits > max {
			return news.Text(strings.TrimRight(string(t[:end]), " \n\t\u200c\u200d")) + "…"
		}
		if fits < max {
			end = clusters.End()
		}
	}
	return t
}

// scrub applies all rules.
func scrub(s string, line bool, at []int) (news.Text, []int) {
	if plain(s, line) {
		return news.Text(s), at
	}
	f := filter{in: s, line: line, out: make([]byte, 0, len(s)), at: at}
	if at != nil {
		f.went = make([]int, 0, len(at))
	}
	f.run()
	if norm.NFC.IsNormal(f.out) {
		return news.Text(f.out), f.went
	}
	composed, went := compose(f.out, f.went)
	// Some characters fall into a letter and marks even in NFC.
	again := filter{in: string(composed), line: line, out: f.out[:0], at: went}
	if at != nil {
		again.went = make([]int, 0, len(at))
	}
	again.run()
	return news.Text(again.out), again.went
}

// plain reports whether s is printable ASCII that needs no change.
func plain(s string, line bool) bool {
	if line && s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < 0x7f:
		case c == ' ' && (!line || s[i-1] != ' '):
		case !line && (c == '\n' || c == '\t'):
		default:
			return false
		}
	}
	return true
}

// compose is NFC of b. Offsets inside a group of characters that compose move
// to the group's end.
func compose(b []byte, at []int) ([]byte, []int) {
	if len(at) == 0 {
		return norm.NFC.Bytes(b), nil
	}
	out := make([]byte, 0, len(b))
	went := make([]int, 0, len(at))
	var iter norm.Iter
	iter.Init(norm.NFC, b)
	for !iter.Done() {
		for len(went) < len(at) && at[len(went)] <= iter.Pos() {
			went = append(went, len(out))
		}
		out = append(out, iter.Next()...)
	}
	for len(went) < len(at) {
		went = append(went, len(out))
	}
	return out, went
}
