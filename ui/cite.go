package ui

import (
	"strings"
	"time"

	"hearsay/news"
)

// citation is a quote of a story with where it is from, as plain text for the
// clipboard:
//
//	"no ransom was paid"
//	— The Ledger, "Freedonia accuses Tidal Heron", 20 Nov 2026, https://…
//
// Without a quote it is the source alone.
func citation(f *news.Full, quote *news.Anchor, zone *time.Location) string {
	var b strings.Builder
	if quote != nil {
		b.WriteString("“" + oneLine(quote.Quote) + "”\n— ")
	}
	b.WriteString(string(f.Source))
	for i, author := range f.Authors {
		if i == 0 {
			b.WriteString(" (")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(string(author))
		if i == len(f.Authors)-1 {
			b.WriteString(")")
		}
	}
	b.WriteString(", “" + string(f.Title) + "”, " + f.When().In(zone).Format("2 Jan 2006"))
	if f.Link != "" {
		b.WriteString(", " + f.Link)
	}
	return b.String()
}
