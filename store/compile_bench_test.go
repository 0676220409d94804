package store

import (
	"testing"

	"hearsay/store/query"
)

// Budgets at 100,000 stories, all ids listed: 50 ms for what an index answers,
// 150 ms for what looks at names. A page of a screen waits for none of them.
func BenchmarkQuery(b *testing.B) {
	s := openLibrary(b)
	for _, text := range []string{
		"", "w5", "w5 w9", "title:w5", "w5 OR w300", "-w5", "is:unread", "is:starred", "#todo", "tag:actor/*", "actor:apt29", "class:group",
		"has:denial", "claim:denial", "denier:russia", "accused:apt29", "date:7d", "seen:today", "feed:wire7", "url:wire7", "sort:title", "sort:feed",
		"w5 title:/w9$/", "title:/w99$/", "has:cve", "is:unread has:denial actor:russia since:30d",
	} {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			found := 0
			for b.Loop() {
				ids, err := s.List(b.Context(), q)
				if err != nil {
					b.Fatal(err)
				}
				found = len(ids)
			}
			b.ReportMetric(float64(found), "stories")
		})
	}
}
