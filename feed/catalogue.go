package feed

import (
	_ "embed"
	"strings"
)

// Entry is a feed worth reading, of the catalogue.
type Entry struct {
	Name, Site, URL string
	Lang, Category  string
	Verified        bool // the address was seen to work; of others it is only recalled
	Starter         bool // offered to a new reader; always verified
}

// catalogue.tsv has a line of names, then a feed a line. url_status is "seen"
// for addresses that were observed, "recall" and "unsure" for others.
//
//go:embed catalogue.tsv
var catalogue string

// Catalogue lists the feeds that hearsay knows, in a fixed order: news first.
func Catalogue() []Entry {
	var entries []Entry
	for i, line := range strings.Split(strings.TrimRight(catalogue, "\n"), "\n") {
		f := strings.Split(line, "\t")
		if i == 0 || len(f) != 7 {
			continue
		}
		seen := f[5] == "seen"
		entries = append(entries, Entry{
			Name: f[0], Site: f[1], URL: f[2], Lang: f[3], Category: f[4],
			Verified: seen, Starter: seen && f[6] == "y",
		})
	}
	return entries
}
