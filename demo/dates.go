package demo

import (
	"regexp"
	"time"
)

// newest is the time of the newest sample as it stands in the files.
var newest = time.Date(2026, 11, 20, 15, 20, 0, 0, time.UTC)

// fresh is how old the newest sample is when it is served.
const fresh = 40 * time.Minute

// history is how long before the newest a date must lie to be that of a public
// event, which stays as it is.
const history = 200 * 24 * time.Hour

// dates finds the dates of items in the formats that the samples use: RSS,
// Atom, Dublin Core and JSON Feed.
var dates = regexp.MustCompile(`(<pubDate>|<lastBuildDate>|<published>|<updated>|<dc:date>|"date_published": "|"date_modified": ")([^<"]+)`)

// layouts are those of dates in feeds: RFC 822 with a year of four digits, and
// RFC 3339.
var layouts = []string{time.RFC1123, time.RFC1123Z, time.RFC3339}

// moved is a feed file with all its dates but those of history moved by the
// same time, so that the newest sample was published a while before now.
func moved(file []byte, now time.Time) []byte {
	by := now.Add(-fresh).Truncate(time.Minute).Sub(newest)
	return dates.ReplaceAllFunc(file, func(found []byte) []byte {
		part := dates.FindSubmatch(found)
		for _, layout := range layouts {
			t, err := time.Parse(layout, string(part[2]))
			if err != nil || newest.Sub(t) > history {
				continue
			}
			// "GMT" would be lost in the name of another zone.
			return append(part[1], t.In(time.FixedZone("GMT", 0)).Add(by).Format(utc(layout))...)
		}
		return found
	})
}

// utc writes the zone of RFC 3339 as "Z" when it is none.
func utc(layout string) string {
	if layout == time.RFC3339 {
		return "2006-01-02T15:04:05Z"
	}
	return layout
}
