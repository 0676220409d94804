// Package demo holds sample stories and serves them on the loopback interface,
// so that they go through the real pipeline: feeds are fetched, parsed, cleaned,
// stored and analysed as those of the world are.
//
// The stories are ours. Most are fiction: their people, companies and events
// are invented, some states and groups are too. The feed "The Record Room"
// retells public events in our own words, under the dates on which they
// happened.
package demo

import (
	"embed"
	"strings"

	"hearsay/news"
)

// FS holds the feed files, in the folder "feeds".
//
//go:embed feeds
var FS embed.FS

// sources are the feeds, in the order in which a list shows them.
var sources = []struct{ file, title, category string }{
	{"the-ledger.xml", "The Ledger", "News"},
	{"harbour-wire.atom", "Harbour Wire", "News"},
	{"netwatch-weekly.xml", "Netwatch Weekly", "News"},
	{"vestnik.xml", "Вестник сети · 网络观察", "News/World"},
	{"kestrel-labs.json", "Kestrel Labs", "Vendors"},
	{"cert-freedonia.rdf", "CERT bulletin", "Government"},
	{"foreign-ministry.xml", "Ruritania: Foreign Ministry press room", "Government"},
	{"record-room.xml", "The Record Room", "History"},
}

// Feeds is the subscriptions to the samples on a server that Serve started at
// base, such as "http://127.0.0.1:4711". They count as typed by the reader: a
// feed from the network may not send hearsay to a private address.
func Feeds(base string) []news.Feed {
	feeds := make([]news.Feed, 0, len(sources))
	for _, s := range sources {
		feeds = append(feeds, news.Feed{URL: strings.TrimSuffix(base, "/") + "/" + s.file, Title: news.Text(s.title), Category: s.category, Typed: true})
	}
	return feeds
}
