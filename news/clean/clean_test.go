package clean

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay/news"
)

func TestLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Vendor denies breach", "Vendor denies breach"},
		{"empty", "", ""},
		{"white space", " \t a \r\n b  c\u2028d\u2029e f\vg ", "a b c d e f g"},
		{"invalid bytes", "a\xffb\xc3", "a\ufffdb\ufffd"},
		{"a surrogate as three bytes", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"noncharacters", "a\ufffeb\ufdd0c\U0001ffffd", "a\ufffdb\ufffdc\ufffdd"},
		{"controls", "a\x00b\x07c\x08d\x7fe\u0080f", "abcdef"},
		{"colour", "a\x1b[31;1mb\x1b[0m", "ab"},
		{"colour by C1", "a\u009b31mb", "ab"},
		{"control sequence without its end", "a\x1b[31", "a31"},
		{"control sequence cut by a line end", "a\x1b[31\nm", "a31 m"},
		{"title by BEL", "a\x1b]0;evil\x07b", "ab"},
		{"title by ST", "a\x1b]0;evil\x1b\\b", "ab"},
		{"title by C1", "a\u009d0;evil\u009cb", "ab"},
		{"title without its end", "a\x1b]0;kept", "a0;kept"},
		{"title aborted by another", "a\x1b]0;kept\x1b]0;gone\x07b", "a0;keptb"},
		{"clipboard", "x\x1b]52;c;cm0gLXJm\x07y", "xy"},
		{"link", "\x1b]8;;http://evil.example\x1b\\text\x1b]8;;\x1b\\", "text"},
		{"device control", "a\x1bP1$r0m\x1b\\b\u0090q\u009cc", "abc"},
		{"application, privacy and other strings", "a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"},
		{"the same by C1", "a\u009fx\u009cb\u009ey\u009cc\u0098z\u009cd", "abcd"},
		{"short ones", "a\x1bcb\x1b(Bc\x1b7d", "abcd"},
		{"ESC at the end", "a\x1b", "a"},
		{"ESC before a letter that ends nothing", "a\x1bé", "aé"},
		{"bidi", "user\u202egnp.exe\u202c\u2066x\u2069\u200e\u200f\u061c", "usergnp.exex"},
		{"zero width", "A\u200bP\u2060T\ufeff2\u00ad9\u180e", "APT29"},
		{"fillers", "a\u115f\u1160\u3164\uffa0b", "ab"},
		{"interlinear and other format", "a\ufff9b\ufffac\ufffb\u206ad\U0001d173\u034f", "abcd"},
		{"tags hide text", "a\U000e0041\U000e0042\U000e007fb", "ab"},
		{"a complete flag", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"},
		{"a flag without its end", "\U0001f3f4\U000e0067\U000e0062\U000e0065!", "\U0001f3f4!"},
		{"joiner in Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"joiner in Sinhala", "ශ්\u200dරී", "ශ්\u200dරී"},
		{"joiner in Latin", "A\u200dP\u200cT", "APT"},
		{"joiner at the ends", "\u200dم\u200d \u200d", "م"},
		{"family", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		{"heart", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"endless family", strings.Repeat("👨\u200d", 5) + "👨", "👨\u200d👨\u200d👨\u200d👨👨\u200d👨"},
		{"marks", "e" + strings.Repeat("\u0316", 50) + "x", "e\u0316\u0316\u0316\u0316x"},
		{"selectors", "a\ufe00\ufe01\ufe02\U000e0100b", "a\ufe00\ufe01b"},
		{"composed", "e\u0301 A\u030a", "é Å"},
		{"composed after a removal", "e\u200b\u0301", "é"},
		{"never compatible", "ﬁ ² Ａ", "ﬁ ² Ａ"},
		{"composition exclusion with marks", "\u0958\u0941\u0941\u0941\u0941", "\u0915\u093c\u0941\u0941\u0941"},
		{"number sign of Arabic", "\u0600\u0661", "\u0600\u0661"},
		{"blank before what is removed", "a \u200b b", "a b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Line(tt.in); string(got) != tt.want {
				t.Errorf("Line(%+q) = %+q, want %+q", tt.in, got, tt.want)
			}
		})
	}
}

func TestBlock(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"kept", "a\n\tb  c \n", "a\n\tb  c \n"},
		{"line ends", "a\r\nb\rc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"},
		{"other controls", "a\vb\fc\x00", "abc"},
		{"colour", "a\x1b[31m\nb", "a\nb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Block(tt.in); string(got) != tt.want {
				t.Errorf("Block(%+q) = %+q, want %+q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLineMax(t *testing.T) {
	tests := []struct {
		name, in string
		max      int
		want     string
	}{
		{"fits", "héllo", 5, "héllo"},
		{"one too long", "hélloo", 5, "héll…"},
		{"blank before the cut", "one two", 5, "one…"},
		{"never inside a grapheme", "ab👨\u200d👩\u200d👧c", 4, "ab…"},
		{"a grapheme that just fits", "ab👨\u200d👩\u200d👧", 7, "ab👨\u200d👩\u200d👧"},
		{"one", "abc", 1, "…"},
		{"none", "abc", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := LineMax(tt.in, tt.max); string(got) != tt.want {
				t.Errorf("LineMax(%+q, %d) = %+q, want %+q", tt.in, tt.max, got, tt.want)
			}
		})
	}
}

// Places are given as "[" and "]" in the text.
func TestLineAt(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "see [this] now", "see [this] now"},
		{"after white space", "see  \n [this] \t now", "see [this] now"},
		{"removed before", "\x1b[1msee\u200b [th\u00adis]\u200b.", "see [this]."},
		{"composed before", "cafe\u0301 [e\u0301te\u0301] x", "café [été] x"},
		{"border inside a composition", "x[e]\u0301y", "x[é]y"},
		{"at the ends", "[  a  ]", "[a]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// A "[" after ESC belongs to the sequence.
			start := strings.LastIndex(tt.in, "[")
			in := tt.in[:start] + tt.in[start+1:]
			end := strings.LastIndex(in, "]")
			in = in[:end] + in[end+1:]
			got, at := LineAt(in, []int{start, end})
			marked := string(got[:at[0]]) + "[" + string(got[at[0]:at[1]]) + "]" + string(got[at[1]:])
			if marked != tt.want {
				t.Errorf("LineAt(%+q) = %+q, want %+q", tt.in, marked, tt.want)
			}
		})
	}
}

// check is the oracle: what must hold for any text of this package.
func check(t *testing.T, in string, got news.Text, line bool) {
	t.Helper()
	s := string(got)
	if !utf8.ValidString(s) {
		t.Fatalf("invalid UTF-8 from %+q: %+q", in, s)
	}
	if !norm.NFC.IsNormalString(s) {
		t.Fatalf("not NFC from %+q: %+q", in, s)
	}
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			if line {
				t.Fatalf("%U on a line from %+q", r, in)
			}
		case r < ' ', 0x7f <= r && r < 0xa0, isNoncharacter(r), r == 0x2028, r == 0x2029,
			r == 0xad, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f, r == 0x200b,
			r == 0x200e, r == 0x200f, r == 0x61c, r == 0xfeff, r == 0x180e, r == 0x115f, r == 0x1160,
			r == 0x3164, r == 0xffa0, 0xfff9 <= r && r <= 0xfffb:
			t.Fatalf("%U left from %+q: %+q", r, in, s)
		}
	}
	if line && (strings.TrimFunc(s, unicode.IsSpace) != s || strings.Contains(s, "  ")) {
		t.Fatalf("white space left from %+q: %+q", in, s)
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"plain", "a\x1b[31mb\x1b]0;x\x07", "e\u0301\u0301\u0301\u0301\u0301\u0301", "👨\u200d👩\u200d👧\u200d👦",
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f", "می\u200cخواهم", "\u0958\u0941\ufe0f", "a \u200d b\r\n", "ශ්\u200dරී",
		"\u1100\u1161\u11a8", "\xff\xfe\u009b31m", "\u0344\u0344\u0344\u0344\u0344",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, place int) {
		line, block := Line(s), Block(s)
		check(t, s, line, true)
		check(t, s, block, false)
		if again := Line(string(line)); again != line {
			t.Fatalf("Line twice: %+q, %+q, %+q", s, line, again)
		}
		if again := Block(string(block)); again != block {
			t.Fatalf("Block twice: %+q, %+q, %+q", s, block, again)
		}
		if cut := LineMax(s, 5); utf8.RuneCountInString(string(cut)) > 5 || LineMax(string(cut), 5) != cut {
			t.Fatalf("LineMax(%+q) = %+q", s, cut)
		}
		at := []int{min(max(0, place), len(s)), len(s)}
		mapped, went := LineAt(s, at)
		if mapped != line || len(went) != 2 || went[0] > went[1] || went[1] != len(line) {
			t.Fatalf("LineAt(%+q, %v) = %+q %v", s, at, mapped, went)
		}
		if went[0] < len(line) && !utf8.RuneStart(line[went[0]]) {
			t.Fatalf("LineAt(%+q, %v) inside a character: %v", s, at, went)
		}
	})
}

// Twice the input, twice the steps: each of these was quadratic in some cleaner.
func BenchmarkHostile(b *testing.B) {
	for name, piece := range map[string]string{
		"strings": "\x1b]", "controls": "\x1b[1", "marks": "\u0301", "joiners": "\u200d", "flags": "\U0001f3f4\U000e0067", "C1": "\u009d",
	} {
		in := strings.Repeat(piece, 1<<20/len(piece))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				Block(in)
			}
		})
	}
}
