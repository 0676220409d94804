package demo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"path"
	"sync/atomic"
	"time"
)

// edit is how a feed changes its mind after it was fetched once: the reader
// keeps the earlier text and shows what changed.
type edit struct{ old, new string }

// edits are made in the files with these names from the second full answer on.
var edits = map[string][]edit{
	"harbour-wire.atom": {
		{"Exchange denies it was hacked, then closes for maintenance", "Exchange admits theft it had denied"},
		{"<updated>2026-11-19T06:15:00Z</updated>", "<updated>2026-11-20T15:00:00Z</updated>"},
		{
			`Withdrawals were paused an hour later, for maintenance.&lt;/p&gt;`,
			`Withdrawals were paused an hour later, for maintenance.&lt;/p&gt;
&lt;p&gt;&lt;b&gt;Update:&lt;/b&gt; The founder reversed course and admitted the breach that he had denied. An intruder had obtained the key of a colleague "who was interviewed for a job that did not exist", he wrote.&lt;/p&gt;`,
		},
	},
}

// types are the content types by file name.
var types = map[string]string{
	".xml": "application/rss+xml; charset=utf-8", ".atom": "application/atom+xml; charset=utf-8",
	".rdf": "application/rdf+xml; charset=utf-8", ".json": "application/feed+json",
}

// Serve answers requests for the samples on the loopback interface until stop
// is called or ctx is done. Base is the address for Feeds. Dates are such that
// the newest story was published 40 minutes before now.
func Serve(ctx context.Context, now time.Time) (base string, stop func(), err error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("serve samples: %w", err)
	}
	mux := http.NewServeMux()
	for _, s := range sources {
		file, err := FS.ReadFile(path.Join("feeds", s.file))
		if err != nil {
			_ = listener.Close()
			return "", nil, fmt.Errorf("serve samples: %w", err)
		}
		mux.Handle("GET /"+s.file, newSample(s.file, file, now))
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends with ErrServerClosed
	}()
	undo := context.AfterFunc(ctx, func() { _ = server.Close() })
	return "http://" + listener.Addr().String(), func() {
		undo()
		_ = server.Close()
		<-done
	}, nil
}

// sample is one feed and its later state.
type sample struct {
	contentType string
	states      [][]byte
	tags        []string
	answered    atomic.Bool // in full, once
}

func newSample(name string, file []byte, now time.Time) *sample {
	s := &sample{contentType: types[path.Ext(name)]}
	if name == "foreign-ministry.xml" { // declares another charset itself
		s.contentType = "application/rss+xml"
	}
	s.add(moved(file, now))
	if changes := edits[name]; changes != nil {
		later := file
		for _, e := range changes {
			later = bytes.Replace(later, []byte(e.old), []byte(e.new), 1)
		}
		s.add(moved(later, now))
	}
	return s
}

func (s *sample) add(state []byte) {
	sum := sha256.Sum256(state)
	s.states = append(s.states, state)
	s.tags = append(s.tags, `"`+hex.EncodeToString(sum[:8])+`"`)
}

// ServeHTTP answers with the feed, or 304 to one who has its present state.
func (s *sample) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := 0
	if s.answered.Swap(true) {
		at = len(s.states) - 1
	}
	w.Header().Set("Content-Type", s.contentType)
	w.Header().Set("ETag", s.tags[at])
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(s.states[at]))
}
