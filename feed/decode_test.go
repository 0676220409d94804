package feed

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func TestDecode(t *testing.T) {
	in := func(e encoding.Encoding, s string) string {
		b, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	tests := []struct{ name, body, contentType, want string }{
		{"UTF-8", "<a>é</a>", "", "<a>é</a>"},
		{"UTF-8 with a mark", "\ufeff<a>é</a>", "text/xml; charset=iso-8859-1", "<a>é</a>"},
		{"UTF-8 under a wrong header", "<a>é</a>", "text/xml; charset=iso-8859-1", "<a>é</a>"},
		{"UTF-8 under a wrong declaration", `<?xml version="1.0" encoding="windows-1251"?><a>é</a>`, "", "<a>é</a>"},
		{"header", in(charmap.Windows1251, "<a>да</a>"), "text/xml; charset=windows-1251", "<a>да</a>"},
		{"declaration", in(charmap.KOI8R, `<?xml version="1.0" encoding="koi8-r"?><a>да</a>`), "text/xml", "<a>да</a>"},
		{"header before declaration", in(charmap.Windows1251, `<?xml version="1.0" encoding="koi8-r"?><a>да</a>`), "text/xml; charset=windows-1251", "<a>да</a>"},
		{"unknown header, good declaration", in(korean.EUCKR, `<?xml version="1.0" encoding="euc-kr"?><a>한국</a>`), "text/xml; charset=nonsense", "<a>한국</a>"},
		{"Shift JIS", in(japanese.ShiftJIS, `<?xml version='1.0' encoding='Shift_JIS' ?><a>製品</a>`), "", "<a>製品</a>"},
		{"nothing said", "<a>caf\xe9 \x93q\x94</a>", "", "<a>café “q”</a>"},
		{"said to be UTF-8, but is not", "<a>caf\xe9</a>", "text/xml; charset=utf-8", "<a>café</a>"},
		{"UTF-8 with one bad byte", "<a>ééééé\xff</a>", "text/xml; charset=utf-8", "<a>ééééé\ufffd</a>"},
		{"UTF-16 little end first", in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "<a>é</a>"), "", "<a>é</a>"},
		{"UTF-16 big end first", in(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "<a>é</a>"), "", "<a>é</a>"},
		{"UTF-16 without a mark", in(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "<a>é</a>"), "", "<a>é</a>"},
		{"UTF-16 cut in a character", in(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "<a>é</a>") + "x", "", "<a>é</a>\ufffd"},
		{"UTF-32", in(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "<a>é</a>"), "", "<a>é</a>"},
		{"controls", "<a>\x00b\x1b[1mc\x07d\x0be\uffff</a>", "", "<a>b\u009b1mc\u009cde\ufffd</a>"},
		{"blanks before the declaration", "\r\n <?xml version=\"1.0\"?>\n<a/>", "", "<a/>"},
		{"a style sheet is no declaration", "<?xml-stylesheet href='x'?><a/>", "", "<?xml-stylesheet href='x'?><a/>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode([]byte(tt.body), tt.contentType)
			if err != nil || string(got) != tt.want {
				t.Errorf("decode = %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<?xml version='1.0' encoding='koi8-r'?><a>\xc4</a>"), "text/xml; charset=utf-8")
	f.Add([]byte("\xff\xfe<\x00a\x00"), "")
	f.Add([]byte("\x1b]0;x\x07{\"a\":1}"), "application/json")
	f.Add([]byte("\x00\x00\x00<"), "a;b")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		got, err := decode(body, contentType)
		if err != nil {
			return
		}
		if !utf8.Valid(got) {
			t.Fatalf("invalid UTF-8 from %q", body)
		}
		for _, r := range string(got) {
			if forbidden(r) {
				t.Fatalf("%U left from %q", r, body)
			}
		}
	})
}
