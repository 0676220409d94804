// Package indicator finds vulnerabilities' numbers and indicators of compromise
// in texts: addresses, host names, hashes, written plainly or made harmless
// ("hxxps://evil[.]example"). Pure functions of the text, in linear time.
//
// A wrong find costs more than a missed one. What is written harmless is meant as
// an indicator. A plain IP address or host name needs words such as "C2" or
// "IP address" near it: version numbers and file names look the same.
package indicator

import (
	"strings"

	"hearsay/news"
)

// Kind is what an indicator is.
type Kind string

// Kinds of indicators; the words are those of the JSON.
const (
	CVE    Kind = "cve"
	IPv4   Kind = "ipv4"
	IPv6   Kind = "ipv6"
	Domain Kind = "domain"
	URL    Kind = "url"
	Email  Kind = "email"
	MD5    Kind = "md5"
	SHA1   Kind = "sha1"
	SHA256 Kind = "sha256"
)

// Indicator is a place where a text gives one.
type Indicator struct {
	Kind       Kind
	Value      string // canonical: as it works, in the usual capitals; never shown
	Start, End int    // bytes of the text
}

// longestChunk bounds what one address may take; browsers take no more.
const longestChunk = 2048

// byte classes
const (
	ends    = 1 << iota // parts chunks: blanks, quotes, commas, all beyond ASCII
	digit               // 0-9
	special             // . @ : [ ( { that may be inside an indicator
)

var classes = func() (c [256]uint8) {
	for b := range c {
		switch {
		case b <= ' ' || b >= 0x7F || strings.IndexByte("\"'`<>|,;", byte(b)) >= 0:
			c[b] = ends
		case '0' <= b && b <= '9':
			c[b] = digit
		case strings.IndexByte(".@:[({", byte(b)) >= 0:
			c[b] = special
		}
	}
	return c
}()

// Find gives the indicators of a text in order, never overlapping; nil for none.
func Find(text news.Text) []Indicator {
	var found []Indicator
	s := string(text)
	for at := 0; at < len(s); {
		start, seen := at, uint8(0)
		for at < len(s) && classes[s[at]]&ends == 0 {
			// A special byte at the end of a word is mere punctuation.
			if c := classes[s[at]]; c&digit != 0 || c&special != 0 && at+1 < len(s) && classes[s[at+1]]&ends == 0 {
				seen |= c
			}
			at++
		}
		if seen != 0 && at-start >= 4 {
			found = chunk(found, s, start, at)
		}
		at++
	}
	return found
}

// chunk looks at the bytes between two blanks.
func chunk(found []Indicator, s string, start, end int) []Indicator {
	before := len(found)
	if found = cves(found, s, start, end); len(found) > before {
		return found
	}
	if end-start >= 32 {
		if found = hashes(found, s, start, end); len(found) > before {
			return found
		}
	}
	if end-start > longestChunk {
		return found
	}
	start, end = trim(s, start, end)
	if end-start < 4 || !strings.ContainsAny(s[start:end], ".:@[({") {
		return found
	}
	if i, ok := address(s, start, end); ok {
		found = append(found, i)
	}
	return found
}

// cves finds the numbers of the CVE list: the year, then four to nineteen
// digits, as a word of its own. ASCII letters, digits and "_" make words.
func cves(found []Indicator, s string, start, end int) []Indicator {
	for at := start; at+13 <= end; at++ {
		if s[at]|0x20 != 'c' || s[at+1]|0x20 != 'v' || s[at+2]|0x20 != 'e' || s[at+3] != '-' || at > 0 && inWord(s[at-1]) {
			continue
		}
		year := digitsAt(s, at+4, end)
		if year != 4 || s[at+8] != '-' {
			continue
		}
		n := digitsAt(s, at+9, end)
		to := at + 9 + n
		if n < 4 || n > 19 || to < len(s) && inWord(s[to]) {
			continue
		}
		found = append(found, Indicator{CVE, strings.ToUpper(s[at:to]), at, to})
		at = to - 1
	}
	return found
}

func digitsAt(s string, at, end int) int {
	n := 0
	for at+n < end && '0' <= s[at+n] && s[at+n] <= '9' {
		n++
	}
	return n
}

func inWord(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b|0x20 && b|0x20 <= 'z' || b == '_'
}

var hashKinds = map[int]Kind{32: MD5, 40: SHA1, 64: SHA256}

// hashes finds hexadecimal words of the lengths of hashes. Digits alone, or
// letters alone, are something else; so is a part of a path or of a UUID.
func hashes(found []Indicator, s string, start, end int) []Indicator {
	for at := start; at < end; {
		from := at
		hex, letters, digits := true, false, false
		for at < end && (inWord(s[at]) || s[at] == '-') {
			switch b := s[at]; {
			case '0' <= b && b <= '9':
				digits = true
			case 'a' <= b|0x20 && b|0x20 <= 'f' && b != '-':
				letters = true
			default:
				hex = false
			}
			at++
		}
		kind, ok := hashKinds[at-from]
		if ok && hex && letters && digits && !(from > start && s[from-1] == '/') && !committed(s, from) {
			found = append(found, Indicator{kind, strings.ToLower(s[from:at]), from, at})
		}
		at++
	}
	return found
}

// committed says that the word before names a version of source code.
func committed(s string, at int) bool {
	before := strings.ToLower(s[max(0, at-12):at])
	return strings.Contains(before, "commit") || strings.Contains(before, "revision")
}

// trim takes brackets and punctuation off the ends of a chunk. A bracket that
// was opened inside stays.
func trim(s string, start, end int) (int, int) {
	for start < end && strings.IndexByte("([{*-_=~", s[start]) >= 0 {
		start++
	}
	for start < end {
		switch b := s[end-1]; {
		case strings.IndexByte(".!?:*=~-_", b) >= 0:
		case strings.IndexByte(")]}", b) >= 0 && closes(s[start:end]):
		default:
			return start, end
		}
		end--
	}
	return start, end
}

// closes says that the bracket at the end was not opened inside: the longest
// marks that matter, such as "[dot]", are short.
func closes(s string) bool {
	open := map[byte]byte{')': '(', ']': '[', '}': '{'}[s[len(s)-1]]
	return strings.LastIndexByte(s[max(0, len(s)-6):], open) < 0
}

// Defang writes an indicator so that nothing makes a link of it; numbers and
// hashes need that not.
func (i Indicator) Defang() string {
	switch i.Kind {
	case IPv4, Domain:
		return strings.ReplaceAll(i.Value, ".", "[.]")
	case IPv6:
		return strings.ReplaceAll(i.Value, ":", "[:]")
	case Email:
		return strings.ReplaceAll(strings.Replace(i.Value, "@", "[@]", 1), ".", "[.]")
	case URL:
		scheme, rest, ok := strings.Cut(i.Value, "://")
		if !ok {
			scheme, rest = "", i.Value
		}
		host, path := rest, ""
		if at := strings.IndexAny(rest, "/?#"); at >= 0 {
			host, path = rest[:at], rest[at:]
		}
		host = strings.ReplaceAll(host, ".", "[.]")
		if scheme == "" {
			return host + path
		}
		return strings.Replace(scheme, "tt", "xx", 1) + "://" + host + path
	}
	return i.Value
}
