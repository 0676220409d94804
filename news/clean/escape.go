package clean

import "unicode/utf8"

// escape measures the escape sequence at the start of s, in bytes (ECMA-48 and
// what xterm makes of it). Without its end only the introducer counts; a lone C1
// control is its own. U+0085 is white space here and answers 0.
func escape(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == 0x1b {
		if len(s) == 1 {
			return 1
		}
		switch s[1] {
		case '[':
			return control(s, 2)
		case ']', 'P', '_', '^', 'X':
			return controlString(s, 2)
		}
		return short(s)
	}
	switch r {
	case 0x85:
		return 0
	case 0x9b:
		return control(s, n)
	case 0x9d, 0x90, 0x9f, 0x9e, 0x98:
		return controlString(s, n)
	}
	return n
}

// control measures a control sequence whose introducer has n bytes: parameters,
// intermediates, one final byte.
func control(s string, n int) int {
	i := n
	for i < len(s) && 0x30 <= s[i] && s[i] <= 0x3f {
		i++
	}
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && 0x40 <= s[i] && s[i] <= 0x7e {
		return i + 1
	}
	return n
}

// controlString measures a string that BEL or ST (ESC \ or U+009C) ends. Any
// other introducer inside aborts it, as in terminals; so no byte is looked at
// twice however many strings are begun.
func controlString(s string, n int) int {
	for i := n; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0x07:
			return i + 1
		case c == 0x1b:
			if i+1 < len(s) && s[i+1] == '\\' {
				return i + 2
			}
			return n
		case c == 0xc2 && i+1 < len(s) && 0x80 <= s[i+1] && s[i+1] < 0xa0:
			if s[i+1] == 0x9c {
				return i + 2
			}
			return n
		}
	}
	return n
}

// short measures ESC, intermediates and a final byte: "ESC c", "ESC ( B".
func short(s string) int {
	i := 1
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x2f {
		i++
	}
	if i < len(s) && 0x30 <= s[i] && s[i] <= 0x7e {
		return i + 1
	}
	return 1
}
