package feed

import (
	"bytes"
	"errors"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// declaration is the XML declaration with its encoding, at the very start.
var declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})`)

var errTooLong = errors.New("is longer than 32 MiB; hearsay reads no feed that long")

// decode makes UTF-8 of a body: a byte order mark decides, else the charset of
// the Content-Type header, else the XML declaration, else UTF-8 when it is valid,
// else windows-1252. A label that the bytes contradict is not believed: bytes
// that are valid UTF-8 beyond ASCII are UTF-8, and a UTF-8 label on bytes that
// mostly are not falls to the next rule. Single bad bytes become U+FFFD. The
// answer has no byte order mark and no XML declaration.
func decode(body []byte, contentType string) ([]byte, error) {
	enc, rest := byMark(body)
	if enc == nil {
		enc = byLabel(rest, contentType)
	}
	text := rest
	if enc != nil {
		var err error
		if text, err = enc.NewDecoder().Bytes(rest); err != nil {
			return nil, err
		}
	}
	if len(text) > maxBody {
		return nil, errTooLong
	}
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\ufffd"))
	}
	return withoutDeclaration(withoutControls(text)), nil
}

// withoutControls writes the control sequences of C0 as their equals in C1
// (ECMA-48, 5.3) and drops all other controls that XML forbids. Parsers would
// drop a bare ESC, and the rest of its sequence would stay as text; so cleaning
// still sees where a sequence begins and ends.
func withoutControls(b []byte) []byte {
	if bytes.IndexFunc(b, forbidden) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/8)
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c == 0x07:
			out = append(out, 0xc2, 0x9c) // BEL ends strings like ST
		case c == 0x1b && i+1 < len(b) && bytes.IndexByte([]byte("[]P_^X\\"), b[i+1]) >= 0:
			out = append(out, 0xc2, b[i+1]+0x40)
			i++
		case c < ' ' && !isBlank(c):
		case c == 0xef && i+2 < len(b) && b[i+1] == 0xbf && b[i+2] >= 0xbe:
			out = append(out, "\ufffd"...)
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// forbidden are the characters that XML 1.0 forbids (2.2).
func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// byMark recognises byte order marks, and UTF-16 and UTF-32 without one by the
// zero bytes around the "<" of XML or the "{" of JSON. The encoding is nil for
// UTF-8; the rest is the body without a UTF-8 mark.
func byMark(b []byte) (encoding.Encoding, []byte) {
	utf16LE := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16BE := unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		return encoding.Nop, b[3:]
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(b, []byte{'<', 0, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), b
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}), bytes.HasPrefix(b, []byte{0, 0, 0, '<'}):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM), b
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{'<', 0}), bytes.HasPrefix(b, []byte{'{', 0}):
		return utf16LE, b
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}), bytes.HasPrefix(b, []byte{0, '<'}), bytes.HasPrefix(b, []byte{0, '{'}):
		return utf16BE, b
	}
	return nil, b
}

// byLabel chooses between header, declaration and the bytes; nil is UTF-8.
func byLabel(b []byte, contentType string) encoding.Encoding {
	beyond, bad := utf8Shape(b)
	if bad == 0 && beyond > 0 {
		return nil
	}
	var labels []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		labels = append(labels, params["charset"])
	}
	if m := declaration.FindSubmatch(b); m != nil {
		labels = append(labels, string(m[1]))
	}
	for _, label := range labels {
		enc, name := charset.Lookup(label)
		switch {
		case enc == nil, name == "replacement", name == "utf-16le", name == "utf-16be":
			// Unknown, unsafe, or contradicted by the bytes seen so far.
		case name == "utf-8":
			if bad == 0 || beyond > bad {
				return nil
			}
		default:
			return enc
		}
	}
	if bad == 0 || beyond > 3*bad {
		return nil
	}
	return charmap.Windows1252
}

// utf8Shape counts the valid sequences beyond ASCII and the bytes that belong
// to none.
func utf8Shape(b []byte) (beyond, bad int) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			beyond++
		}
		b = b[n:]
	}
	return beyond, bad
}

// withoutDeclaration drops white space, marks and the XML declaration from the
// start, so that nobody decodes a second time.
func withoutDeclaration(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n\x00\ufeff")
	if bytes.HasPrefix(b, []byte("<?xml")) && len(b) > 5 && isBlank(b[5]) {
		if end := bytes.Index(b, []byte("?>")); end >= 0 && end < 1024 {
			b = bytes.TrimLeft(b[end+2:], " \t\r\n")
		}
	}
	return b
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
