package feed

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	at := func(year, month, day, hour, minute, second int) time.Time {
		return time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	}
	nine := at(2026, 11, 20, 9, 5, 0)
	day := at(2026, 11, 20, 0, 0, 0)
	tests := []struct {
		in   string
		want time.Time // zero: absent
	}{
		{"Fri, 20 Nov 2026 09:05:00 GMT", nine},
		{"Fri, 20 Nov 2026 09:05:00 +0000", nine},
		{"20 Nov 2026 09:05 Z", nine},
		{"Fri,20 Nov 2026 10:05:00 +0100", nine},
		{"Fri, 20 November 2026 04:05:00 EST", nine},
		{"Fri, 20 Nov 26 02:05:00 MST", nine},
		{"Friday, 20-Nov-26 09:05:00 GMT", nine},
		{"Fri Nov 20 09:05:00 2026", nine},
		{"Fri Nov 20 09:05:00 UTC 2026", nine},
		{"Fri Nov 20 2026 10:05:00 GMT+0100 (CET)", nine},
		{"November 20, 2026 9:05 am", nine},
		{"Nov 20th, 2026 9:05am", nine},
		{"20 Nov 2026 09:05:00 UTC+01", at(2026, 11, 20, 8, 5, 0)},
		{"Fri, 20 Nov 2026 9:5:0 GMT", nine},
		{"Fr, 20 Nov 2026 09:05:00 XYZ", nine},
		{"Fri, 20 Nov 2026", day},
		{"2026-11-20T09:05:00Z", nine},
		{"2026-11-20T09:05:00.123456Z", nine},
		{"2026-11-20T10:05:00+01:00", nine},
		{"2026-11-20T10:05:00+0100", nine},
		{"2026-11-20T10:05+01:00", nine},
		{"2026-11-20 09:05:00", nine},
		{"2026-11-20 09:05:00 UTC", nine},
		{"2026-11-20t09:05:00z", nine},
		{"20261120T090500Z", nine},
		{"2026-11-20", day},
		{"2026/11/20", day},
		{"2026-11", at(2026, 11, 1, 0, 0, 0)},
		{"2025", at(2025, 1, 1, 0, 0, 0)},
		{"11/20/2026", day},
		{"20/11/2026 09:05", nine},
		{"20.11.2026 09:05", nine},
		{"20. November 2026 um 09:05", nine},
		{"20 novembre 2026 09:05:00", nine},
		{"20 de noviembre de 2026 09:05", nine},
		{"пт, 20 ноября 2026 12:05:00 +0300", nine},
		{"20 listopada 2026 09:05", nine},
		{"15 mai 2026", at(2026, 5, 15, 0, 0, 0)},
		{"15 juil. 2026", at(2026, 7, 15, 0, 0, 0)},
		{"Sáb, 15 Ago 2026", at(2026, 8, 15, 0, 0, 0)},
		{"1795165500", at(2026, 11, 20, 9, 5, 0)},
		{"1795165500000", at(2026, 11, 20, 9, 5, 0)},
		{"Fri, 20 Nov 2026 24:00:00 GMT", at(2026, 11, 21, 0, 0, 0)},
		{"Wed, 31 Dec 1998 23:59:60 GMT", at(1998, 12, 31, 23, 59, 59)},
		{"  Fri,  20 Nov 2026\n09:05:00 GMT ", nine},

		{"", time.Time{}},
		{"yesterday", time.Time{}},
		{"Fri, 31 Feb 2026 09:05:00 GMT", time.Time{}},
		{"Fri, 20 Nov 2026 25:05:00 GMT", time.Time{}},
		{"2026-13-20", time.Time{}},
		{"Mon, 01 Jan 1900 00:00:00 GMT", time.Time{}},
		{"0000-00-00 00:00:00", time.Time{}},
		{"Sat, 01 Jan 2028 00:00:00 GMT", time.Time{}}, // more than a day after now
		{"99999999999999999999", time.Time{}},
	}
	for _, tt := range tests {
		got, ok := parseDate(tt.in, noon)
		if ok == tt.want.IsZero() || !got.Equal(tt.want) {
			t.Errorf("parseDate(%q) = %s, %v; want %s", tt.in, got, ok, tt.want)
		}
	}
}
