package feed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strings"
	"syscall"
	"time"
)

const (
	maxRedirects     = 5
	maxInformational = 5
	accept           = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)

var (
	errRedirects = errors.New("redirects more than 5 times")
	errNowhere   = errors.New("redirects to nowhere that may be called")
	errDowngrade = errors.New("redirects from https to http, which is refused")
	errSlow      = errors.New("took too long to answer")
	errHints     = errors.New("sends too many informational answers")
)

// answer is what a server said at the end of all redirects.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	address string // where the body came from
	moved   string // the address after permanent redirects alone, "" when there were none
	cut     bool   // the body ended too early
}

// fetch gets an address. head is what to send besides the usual, meant for the
// first host; typed lets that host, and no other, be in a private network.
// Bodies are read of answers with status 200 only.
func (c *Client) fetch(ctx context.Context, address string, head http.Header, typed bool) (answer, error) {
	u, err := checkURL(address)
	if err != nil {
		return answer{}, err
	}
	first := *u
	left := c.limits.whole
	var a answer
	permanent := true
	for hop := 0; ; hop++ {
		client := c.strict
		if typed && u.Hostname() == first.Hostname() {
			client = c.open
		}
		began := time.Now()
		next, err := c.persist(ctx, client, u, c.head(head, &first, u), left, &a)
		left -= time.Since(began)
		if err != nil {
			return a, err
		}
		if next == nil {
			return a, nil
		}
		if hop == maxRedirects {
			return a, errRedirects
		}
		if u.Scheme == "https" && next.Scheme == "http" {
			return a, errDowngrade
		}
		if next.User == nil && next.Host == u.Host && next.Scheme == u.Scheme {
			next.User = u.User
		}
		permanent = permanent && (a.status == http.StatusMovedPermanently || a.status == http.StatusPermanentRedirect)
		if permanent {
			a.moved = next.String()
		}
		u = next
	}
}

// maxRetries of one hop, when a connection broke or a server between us and the
// feed's had a bad moment. Whoever says when to come back is not asked again now.
const maxRetries = 2

// persist is hop with retries. Pauses differ between feeds.
func (c *Client) persist(ctx context.Context, client *http.Client, u *url.URL, head http.Header, left time.Duration, a *answer) (*url.URL, error) {
	for try := 0; ; try++ {
		next, err := c.hop(ctx, client, u, head, left, a)
		if try == maxRetries || !transient(err, a) {
			return next, err
		}
		pause := c.limits.again << try
		select {
		case <-time.After(pause + spread(u.String(), pause)):
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// transient reports whether the same question may get another answer at once.
func transient(err error, a *answer) bool {
	if err != nil {
		return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.EOF)
	}
	return (a.status == http.StatusBadGateway || a.status == http.StatusGatewayTimeout) && a.header.Get("Retry-After") == ""
}

// head is the header of one hop. Validators and whatever else was given go to
// the first host only; Authorization comes from the address itself, and Cookie
// and Referer are never sent.
func (c *Client) head(given http.Header, first, u *url.URL) http.Header {
	h := http.Header{
		"User-Agent":      {c.userAgent()},
		"Accept":          {accept},
		"Accept-Encoding": {"gzip"},
	}
	if u.Host == first.Host {
		for name, values := range given {
			h[name] = values
		}
	}
	return h
}

// hop asks one server. It answers the next address for a redirect, else nil
// with a filled in.
func (c *Client) hop(ctx context.Context, client *http.Client, u *url.URL, head http.Header, left time.Duration, a *answer) (*url.URL, error) {
	leave, err := c.enter(ctx, u.Hostname())
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	whole := time.AfterFunc(left, func() { cancel(errSlow) })
	defer whole.Stop()

	request, err := http.NewRequestWithContext(withFewHints(ctx), http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header = head
	response, err := client.Do(request)
	if err != nil {
		return nil, because(ctx, err)
	}
	defer response.Body.Close()
	a.status, a.header, a.address = response.StatusCode, response.Header, u.String()
	if next, err := redirect(response, u); next != nil || err != nil {
		return next, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, nil
	}
	quiet, stop := listen(response.Body, c.limits.silence, cancel)
	defer stop()
	a.body, err = readBody(quiet, response.Header.Get("Content-Encoding"))
	if errors.Is(err, errCut) {
		a.cut, err = true, nil
	}
	return nil, because(ctx, err)
}

// redirect is where an answer sends us, nil when it does not.
func redirect(r *http.Response, from *url.URL) (*url.URL, error) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	_, _ = io.CopyN(io.Discard, r.Body, 4<<10) // a short body read, the connection can be used again
	ref, err := url.Parse(strings.TrimSpace(r.Header.Get("Location")))
	if err != nil || r.Header.Get("Location") == "" {
		return nil, errNowhere
	}
	base := *from
	base.User = nil
	next, err := checkURL(base.ResolveReference(ref).String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNowhere, err)
	}
	next.Fragment, next.RawFragment = "", ""
	return next, nil
}

// withFewHints ends a call whose server sends 1xx answers without end.
func withFewHints(ctx context.Context) context.Context {
	seen := 0
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			if seen++; seen > maxInformational {
				return errHints
			}
			return nil
		},
	})
}

// because prefers the reason why we cancelled to what the connection made of it.
func because(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
