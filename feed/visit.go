package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hearsay/news"
	"hearsay/news/clean"
)

// How often a feed is called on.
const (
	leastInterval = 15 * time.Minute
	mostInterval  = 24 * time.Hour
	usualInterval = 30 * time.Minute
	leastRetry    = time.Minute // Retry-After is honoured within this and mostInterval
	// Validators older than this are dropped: some servers say 304 for ever.
	maxValidated = 8 * 24 * time.Hour
)

// Visit calls on a feed and answers what it brought. It never panics and always
// answers the feed with its health; the reason of a failure is in Visit.Err, in
// the words of Feed.Error, without secrets, and wrapping its cause. The call is
// conditional, also with force: force only reads a body again whose bytes are
// known. Whether the feed is due is the caller's business. When ctx is cancelled
// the feed comes back as it was.
func (c *Client) Visit(ctx context.Context, f news.Feed, force bool) (v news.Visit) {
	now := c.options.Now()
	began := time.Now()
	before := f
	defer func() {
		if p := recover(); p != nil {
			v = news.Visit{Feed: before}
			c.failed(&v, answer{}, fmt.Errorf("makes the reader fail: %v", p), now)
		}
		v.Took = time.Since(began)
	}()
	v.Feed, v.Feed.LastTry = f, now
	a, err := c.fetch(ctx, f.URL, validators(f, now), f.Typed)
	v.Feed.HTTP = a.status
	if err == nil {
		err = statusError(a, f)
	}
	switch {
	case errors.Is(err, context.Canceled):
		v.Feed, v.Err = before, err // the reader left; the feed did nothing wrong
	case err != nil:
		c.failed(&v, a, err, now)
	case a.status == http.StatusNotModified:
		c.unchanged(&v, a, now)
	default:
		c.read(&v, a, force, now)
	}
	return v
}

// validators are the headers that make a call conditional.
func validators(f news.Feed, now time.Time) http.Header {
	h := http.Header{}
	if now.Sub(f.Validated) > maxValidated {
		return h
	}
	if f.ETag != "" {
		h.Set("If-None-Match", f.ETag)
	}
	if f.LastModified != "" {
		h.Set("If-Modified-Since", f.LastModified)
	}
	return h
}

// statusError is nil for the answers that bring or spare a body.
func statusError(a answer, f news.Feed) error {
	switch a.status {
	case http.StatusOK:
		return nil
	case http.StatusNotModified:
		if f.ETag != "" || f.LastModified != "" {
			return nil
		}
	}
	return statusProblem(a.status)
}

// read parses a body and fills in what it brought.
func (c *Client) read(v *news.Visit, a answer, force bool, now time.Time) {
	sum := sha256.Sum256(a.body)
	hash := hex.EncodeToString(sum[:])
	if hash == v.Feed.BodyHash && !force && !a.cut {
		v.Feed.Validated = now
		c.unchanged(v, a, now)
		return
	}
	doc, err := parse(a.body, a.header.Get("Content-Type"), a.address, v.Feed.URL, now)
	if err != nil {
		if a.cut {
			err = fmt.Errorf("%w; %w", errCut, err)
		}
		c.failed(v, a, err, now)
		return
	}
	if a.cut && doc.Damaged == nil {
		doc.Damaged = errCut
	}
	f := &v.Feed
	c.move(f, a)
	if f.Title == "" || f.Title == hostOf(f.URL) { // nothing better was known
		f.Title = doc.Title
	}
	if f.Title == "" {
		f.Title = hostOf(f.URL)
	}
	f.Site = first(doc.Site, f.Site)
	f.Lang = first(f.Lang, doc.Lang)
	for i := range doc.Stories {
		doc.Stories[i].Feed, doc.Stories[i].Source = f.ID, f.Title
	}
	v.Stories, v.Damaged, v.Skipped = doc.Stories, doc.Damaged, doc.Skipped
	c.succeeded(f, a, doc.ttl, now)
	f.State, f.Error = news.FeedOK, ""
	f.BodyHash, f.Validated = hash, now
	f.ETag, f.LastModified = header(a, "Etag"), header(a, "Last-Modified")
	if doc.Damaged != nil {
		f.State, f.Error = news.FeedDamaged, failure(f.URL, doc.Damaged)
		// Nothing to compare with: the whole of it may come next time.
		f.BodyHash, f.ETag, f.LastModified = "", "", ""
	}
}

// unchanged notes that the feed has nothing new.
func (c *Client) unchanged(v *news.Visit, a answer, now time.Time) {
	v.Same = true
	f := &v.Feed
	c.move(f, a)
	if etag := header(a, "Etag"); etag != "" {
		f.ETag = etag
	}
	if modified := header(a, "Last-Modified"); modified != "" {
		f.LastModified = modified
	}
	c.succeeded(f, a, 0, now)
	f.State, f.Error = news.FeedUnchanged, ""
}

// move gives a feed the address that permanent redirects led to, now that the
// answer there was good. A new host was not typed by the reader, so it may not
// be in a private network.
func (c *Client) move(f *news.Feed, a answer) {
	if a.moved == "" {
		return
	}
	from, err := url.Parse(f.URL)
	to, err2 := url.Parse(a.moved)
	if err != nil || err2 != nil {
		return
	}
	if from.Hostname() != to.Hostname() {
		f.Typed = false
	}
	f.URL = a.moved
}

// succeeded updates the health after a good answer.
func (c *Client) succeeded(f *news.Feed, a answer, ttl time.Duration, now time.Time) {
	f.LastSuccess, f.Failures, f.Gone = now, 0, false
	wait := max(c.options.Every, ttl, maxAge(a.header))
	if after, ok := retryAfter(a.header, now); ok {
		wait = max(wait, after)
	}
	wait = min(max(wait, leastInterval), mostInterval)
	f.NextDue = now.Add(wait)
}

// failed updates the health after a bad one: each failure in a row doubles the
// pause.
func (c *Client) failed(v *news.Visit, a answer, err error, now time.Time) {
	f := &v.Feed
	f.State, f.Error, f.LastTry = news.FeedFailed, failure(f.URL, err), now
	v.Err, v.Stories, v.Same = spoken{f.Error, err}, nil, false
	f.Failures++
	f.Gone = a.status == http.StatusGone
	wait := leastInterval << min(f.Failures-1, 7)
	wait += spread(f.URL, wait/8)
	if after, ok := retryAfter(a.header, now); ok {
		wait = after
	}
	f.NextDue = now.Add(min(wait, mostInterval))
}

// spread is a part of d that differs between feeds, so that those which failed
// together are not asked together again.
func spread(address string, d time.Duration) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(address))
	return time.Duration(uint64(d) * uint64(h.Sum32()) >> 32)
}

// retryAfter reads the header of that name (RFC 9110, 10.2.3), clamped.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if s == "" {
		return 0, false
	}
	wait := mostInterval
	if seconds, err := strconv.ParseUint(s, 10, 64); err == nil {
		if seconds < uint64(mostInterval/time.Second) {
			wait = time.Duration(seconds) * time.Second
		}
	} else if at, err := http.ParseTime(s); err == nil {
		wait = at.Sub(now)
	} else {
		return 0, false
	}
	return min(max(wait, leastRetry), mostInterval), true
}

// maxAge is how long Cache-Control says that an answer stays good (RFC 9111,
// 5.2.2.1), 0 when it does not.
func maxAge(h http.Header) time.Duration {
	for part := range strings.SplitSeq(strings.ToLower(h.Get("Cache-Control")), ",") {
		value, found := strings.CutPrefix(strings.TrimSpace(part), "max-age=")
		if seconds, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 32); found && err == nil {
			return time.Duration(seconds) * time.Second
		}
	}
	return 0
}

// header is a header to be sent back, "" when it is too long or not printable.
func header(a answer, name string) string {
	s := a.header.Get(name)
	if len(s) > 1024 || string(clean.Line(s)) != s {
		return ""
	}
	return s
}

func hostOf(address string) news.Text {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return Masked(address)
	}
	return clean.LineMax(u.Hostname(), maxTitle)
}
