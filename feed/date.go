package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// iso is ISO 8601 and W3CDTF with what feeds make of them: parts missing from
// the end, a blank for the T, a comma in the fraction, no colon in the zone.
var iso = regexp.MustCompile(`^(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?:[Tt\s]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*([A-Za-z]{1,5}|(?:[A-Za-z]{3})?[+-]\d{2}:?\d{0,2})?$`)

// parseDate reads a date in the shapes that feeds really use: RFC 822 with its
// oddities (no weekday, full names, two-digit years, no seconds, named zones,
// names of months in a dozen languages), ISO 8601, W3CDTF, Unix seconds, dates
// with dots and slashes (day first with dots, month first with slashes unless
// that cannot be). Without a zone it is UTC. Dates before 1970 or more than a
// day after now, and what is not understood, are absent: false.
func parseDate(s string, now time.Time) (time.Time, bool) {
	if len(s) > 100 {
		return time.Time{}, false
	}
	s = strings.Join(strings.Fields(s), " ")
	t, ok := isoDate(s)
	if !ok {
		t, ok = unixDate(s)
	}
	if !ok {
		t, ok = wordDate(s)
	}
	if !ok || t.Unix() < 0 || t.After(now.Add(24*time.Hour)) {
		return time.Time{}, false
	}
	return t.UTC(), true
}

func isoDate(s string) (time.Time, bool) {
	m := iso.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	month, day := 1, 1
	if m[2] != "" {
		month = number(m[2])
	}
	if m[3] != "" {
		day = number(m[3])
	}
	offset, ok := zone(m[7])
	if !ok && m[7] != "" {
		offset = 0
	}
	return civil(number(m[1]), month, day, number(m[4]), number(m[5]), number(m[6]), offset)
}

// unixDate reads seconds or milliseconds since 1970.
func unixDate(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return time.Time{}, false
	case len(s) == 10:
		return time.Unix(n, 0), true
	case len(s) == 13:
		return time.UnixMilli(n), true
	}
	return time.Time{}, false
}

// written collects the parts of a date in words.
type written struct {
	year, month, day     int
	hour, minute, second int
	offset               int // seconds east of Greenwich
	pm, am, timed        bool
	numbers              []int // that were not placed yet, in order
}

// wordDate reads everything that has words or points, token by token.
func wordDate(s string) (time.Time, bool) {
	var w written
	tokens := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '(' || r == ')' })
	if len(tokens) == 0 || len(tokens) > 12 {
		return time.Time{}, false
	}
	for i, token := range tokens {
		if !w.take(token, i > 0) {
			return time.Time{}, false
		}
	}
	return w.time()
}

// take places one token; false when it makes the date unreadable.
func (w *written) take(token string, later bool) bool {
	low := strings.ToLower(strings.Trim(token, ".,;"))
	if strings.Contains(token, ":") && token[0] != '+' && token[0] != '-' {
		return w.clock(low)
	}
	if offset, ok := zone(token); ok && later {
		w.offset = offset
		return true
	}
	switch low {
	case "am", "a.m":
		w.am = true
		return true
	case "pm", "p.m":
		w.pm = true
		return true
	case "年", "月", "日", "de", "of", "at", "um", "del", "t", "":
		return true
	}
	if parts := strings.FieldsFunc(low, func(r rune) bool { return r == '-' || r == '/' || r == '.' }); len(parts) == 3 {
		return w.dashed(parts, low)
	}
	if n := number(ordinal(low)); n > 0 || low == "00" {
		w.numbers = append(w.numbers, n)
		if len(ordinal(low)) == 4 && w.year == 0 {
			w.year = n
			w.numbers = w.numbers[:len(w.numbers)-1]
		}
		return true
	}
	if m := monthOf(low); m > 0 && w.month == 0 {
		w.month = m
	}
	return true // a weekday, or a word that says nothing
}

// clock reads "15:04", "15:04:05.99", "3:04pm", "15:04:05Z", "15:04:05+02:00".
func (w *written) clock(s string) bool {
	if rest, ok := strings.CutSuffix(s, "pm"); ok {
		w.pm, s = true, rest
	} else if rest, ok := strings.CutSuffix(s, "am"); ok {
		w.am, s = true, rest
	}
	if at := strings.IndexAny(s, "z+-"); at > 0 {
		if offset, ok := zone(strings.ToUpper(s[at:])); ok {
			w.offset = offset
		}
		s = s[:at]
	}
	parts := strings.Split(s, ":")
	if w.timed || len(parts) > 3 {
		return false
	}
	w.timed = true
	w.hour, w.minute = number(parts[0]), number(parts[1])
	if len(parts) == 3 {
		w.second = number(strings.FieldsFunc(parts[2]+".", func(r rune) bool { return r == '.' || r == ',' })[0])
	}
	return true
}

// dashed reads 02-Jan-2006, 2006-1-2, 1/2/2006 and 2.1.2006.
func (w *written) dashed(parts []string, token string) bool {
	a, b, c := number(parts[0]), number(parts[1]), number(parts[2])
	switch {
	case monthOf(parts[1]) > 0 && b == 0:
		w.day, w.month, w.year = a, monthOf(parts[1]), fullYear(parts[2])
	case len(parts[0]) == 4:
		w.year, w.month, w.day = a, b, c
	case strings.Contains(token, ".") || a > 12 || strings.Contains(token, "-"):
		w.day, w.month, w.year = a, b, fullYear(parts[2])
	default:
		w.month, w.day, w.year = a, b, fullYear(parts[2])
	}
	return true
}

// time puts the parts together; day and year are told apart by their order.
func (w *written) time() (time.Time, bool) {
	for _, n := range w.numbers {
		switch {
		case w.day == 0 && n <= 31:
			w.day = n
		case w.year == 0:
			w.year = fullYear(strconv.Itoa(n))
		}
	}
	if w.month == 0 || w.day == 0 || w.year == 0 {
		return time.Time{}, false
	}
	if w.pm && w.hour < 12 {
		w.hour += 12
	} else if w.am && w.hour == 12 {
		w.hour = 0
	}
	return civil(w.year, w.month, w.day, w.hour, w.minute, w.second, w.offset)
}

// civil is a time when its parts exist: 24:00 is the next midnight and a leap
// second the one before it.
func civil(year, month, day, hour, minute, second, offset int) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60 {
		return time.Time{}, false
	}
	if second == 60 {
		second = 59
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day && hour < 24 {
		return time.Time{}, false // 31 February
	}
	return t.Add(-time.Duration(offset) * time.Second), true
}

// fullYear gives two-digit years their century: 00 to 68 are in this one.
func fullYear(s string) int {
	n := number(s)
	switch {
	case n < 69 && len(s) <= 2:
		return 2000 + n
	case n < 100:
		return 1900 + n
	}
	return n
}

// number is 0 for what is none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// ordinal cuts "1st", "2nd", "3rd", "4th", "1er", "2006年".
func ordinal(s string) string {
	for _, suffix := range []string{"st", "nd", "rd", "th", "er", "º", "年", "月", "日"} {
		if rest, ok := strings.CutSuffix(s, suffix); ok && number(rest) > 0 {
			return rest
		}
	}
	return s
}

// zones are the names that feeds use. Those that mean several zones have their
// most frequent sense; hours of RFC 822 zones are east of Greenwich.
var zones = map[string]float64{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
	"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "AST": -4, "ADT": -3,
	"BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "MSD": 4,
	"SAST": 2, "IST": 5.5, "PKT": 5, "ICT": 7, "WIB": 7, "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9,
	"AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3,
}

// zone reads a name or an offset in seconds: "+0200", "+02:00", "GMT+2", "-05".
func zone(s string) (int, bool) {
	if hours, ok := zones[strings.ToUpper(s)]; ok {
		return int(hours * 3600), true
	}
	up := strings.ToUpper(s)
	up = strings.TrimPrefix(strings.TrimPrefix(up, "GMT"), "UTC")
	if len(up) < 2 || up[0] != '+' && up[0] != '-' {
		return 0, false
	}
	digits := strings.ReplaceAll(up[1:], ":", "")
	if len(digits) > 4 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	hours, minutes := 0, 0
	if len(digits) <= 2 {
		hours = number(digits)
	} else {
		hours, minutes = number(digits[:len(digits)-2]), number(digits[len(digits)-2:])
	}
	if hours > 15 || minutes > 59 {
		return 0, false
	}
	seconds := hours*3600 + minutes*60
	if up[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// months are beginnings of names, lower case, longest first where one begins
// another: English and German, French, Spanish and Portuguese, Italian, Dutch,
// Polish, Swedish, Russian, Ukrainian, Greek.
var months = [12]string{
	"jan ene gen sty янв січ ιαν",
	"feb fév fev févr lut luty фев лют φεβ",
	"mar mär mrz maa märz мар бер μαρ μάρ",
	"apr avr abr kwi апр кві απρ",
	"may mai mag mei maj мая май тра μαϊ μάι",
	"jun juin giu cze июн чер ιουν",
	"jul juil lug lip июл лип ιουλ",
	"aug aoû aou ago sie авг сер αυγ αύγ",
	"sep set wrz сен вер σεπ",
	"oct okt ott out paź окт жов οκτ",
	"nov lis ноя лис νοε νοέ",
	"dec dez déc dic gru дек гру δεκ",
}

// monthOf is 1 to 12, or 0 when s names no month. The longest beginning wins:
// "juil" is July though "jui" would not say.
func monthOf(s string) int {
	s = strings.Trim(s, ".")
	best, month := 0, 0
	for i, names := range months {
		for _, name := range strings.Fields(names) {
			if len(name) > best && strings.HasPrefix(s, name) {
				best, month = len(name), i+1
			}
		}
	}
	return month
}
