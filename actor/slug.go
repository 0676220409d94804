package actor

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters without a decomposition into an ASCII letter and a mark.
var plain = strings.NewReplacer("ı", "i", "ø", "o", "Ø", "o", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d",
	"ß", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "þ", "th", "ð", "d", "ħ", "h")

// Slug names an actor in tags and files: lower-case ASCII letters and digits,
// anything else one "-". Accents are dropped. A name without any letter or
// digit that can be kept gives "unnamed".
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(plain.Replace(name)) {
		r = unicode.ToLower(r)
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			gap = true
		}
	}
	if b.Len() == 0 {
		return "unnamed"
	}
	return b.String()
}
