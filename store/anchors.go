package store

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"hearsay/news"
)

// around is how many code points an anchor keeps of the text on each side.
const around = 32

// find looks for the quote of an anchor in text. Of several places it takes the
// one with the most of the prefix and suffix around it, then the nearest to where
// the quote was. State is Lost when the quote is not there (the offsets are then
// those of before), Moved when it begins elsewhere than a.Start or had moved
// before, else Exact. The cost grows with the text times its places.
func find(text news.Text, a news.Anchor) news.Anchor {
	best, bestScore := -1, -1
	for from := 0; a.Quote != ""; {
		i := strings.Index(string(text[from:]), string(a.Quote))
		if i < 0 {
			break
		}
		at := from + i
		score := commonSuffix(text[:at], a.Prefix) + commonPrefix(text[at+len(a.Quote):], a.Suffix)
		if score > bestScore || score == bestScore && distance(at, a.Start) < distance(best, a.Start) {
			best, bestScore = at, score
		}
		_, size := utf8.DecodeRuneInString(string(text[at:]))
		from = at + size
	}
	if best < 0 {
		a.State = news.Lost
		return a
	}
	if best != a.Start || a.State == news.Moved || a.State == news.Lost {
		a.State = news.Moved
	} else {
		a.State = news.Exact
	}
	a.Start, a.End = best, best+len(a.Quote)
	return a
}

// anchor places a new anchor: where it says, when the quote stands there, else the
// first place in its field, else in the other one. It answers ErrNoQuote when
// there is none. Prefix and Suffix are taken from the text.
func anchor(a news.Anchor, title, text news.Text) (news.Anchor, error) {
	a.Quote = news.Text(strings.TrimSpace(string(a.Quote)))
	if a.Quote == "" {
		return a, ErrNoQuote
	}
	fields := []news.Field{news.InTitle, news.InText}
	if a.Field == news.InText {
		fields = []news.Field{news.InText, news.InTitle}
	}
	for _, field := range fields {
		in := fieldText(field, title, text)
		if a.Field != field && a.Field != "" {
			a.Start, a.End = 0, 0
		}
		a.State = news.Exact
		found := find(in, a)
		if found.State == news.Lost {
			words := asWritten(in, a.Quote)
			if words == "" {
				continue
			}
			found.Quote, found.State = words, news.Exact
			found = find(in, found)
		}
		found.Field, found.State = field, news.Exact
		found.Prefix, found.Suffix = surroundings(in, found.Start, found.End)
		return found, nil
	}
	return a, ErrNoQuote
}

// asWritten finds a quote that was copied from a wrapped screen: its words in
// order, with any blanks between them. It answers the words as the text has them,
// "" when they are not there.
func asWritten(text, quote news.Text) news.Text {
	words := strings.Fields(string(quote))
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	loose, err := regexp.Compile(strings.Join(words, `[\s\p{Z}]+`))
	if err != nil { // too long a quote for an expression: it has to be exact
		return ""
	}
	return news.Text(loose.FindString(string(text)))
}

// surroundings are up to 32 code points before and after a span.
func surroundings(text news.Text, start, stop int) (before, after news.Text) {
	from := start
	for range around {
		_, size := utf8.DecodeLastRuneInString(string(text[:from]))
		from -= size
	}
	to := stop
	for range around {
		_, size := utf8.DecodeRuneInString(string(text[to:]))
		to += size
	}
	return text[from:start], text[stop:to]
}

func commonPrefix(a, b news.Text) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func commonSuffix(a, b news.Text) (n int) {
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func distance(a, b int) int { return max(a-b, b-a) }

// replace finds an anchor again in the present text of its story: in its own
// field, else in the other one.
func replace(a news.Anchor, title, text news.Text) news.Anchor {
	found := find(fieldText(a.Field, title, text), a)
	if found.State != news.Lost {
		return found
	}
	other := a
	if other.Field = news.InTitle; a.Field == news.InTitle {
		other.Field = news.InText
	}
	other.State = news.Moved
	if elsewhere := find(fieldText(other.Field, title, text), other); elsewhere.State != news.Lost {
		return elsewhere
	}
	return found
}
