// Package feed turns the bytes that feeds send into clean stories. What comes
// from the network is hostile: it is fetched with caps, decoded to UTF-8, counted
// against limits, parsed by gofeed under recover and a deadline, brought to one
// shape, stripped of markup and cleaned. Only then is it news.
package feed

import (
	"net/http"
	"sync"
	"time"
)

// maxBody is the longest body that is read, decompressed and decoded, in bytes.
// The largest seen in a survey of live feeds had 0.9 MB.
const maxBody = 32 << 20

// Options say how a Client behaves. The zero value is right but for Version.
type Options struct {
	Version string           // for the User-Agent
	Now     func() time.Time // nil: time.Now
	// Every is the least time between two calls on a feed after a success,
	// within 15 min and 24 h; 0 means 30 minutes.
	Every time.Duration
}

// Client calls on feeds. It is safe for concurrent use, keeps no cookies and
// sends nothing that nobody asked for.
type Client struct {
	options Options
	open    *http.Client // may call private addresses
	strict  *http.Client // public addresses only
	limits  timeouts

	mu    sync.Mutex
	hosts map[string]*host
}

// timeouts of one call; tests make them shorter.
type timeouts struct {
	connect, tls, header, silence, whole time.Duration
	again                                time.Duration // before a second try
}

// A server that needs longer is down for a reader who waits.
var patience = timeouts{
	connect: 10 * time.Second,
	tls:     10 * time.Second,
	header:  15 * time.Second,
	silence: 15 * time.Second,
	whole:   30 * time.Second,
	again:   time.Second,
}

// Open makes a client. It holds idle connections only; there is nothing to close.
func Open(o Options) *Client { return open(o, patience) }

func open(o Options, limits timeouts) *Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Version == "" {
		o.Version = "0"
	}
	if o.Every == 0 {
		o.Every = usualInterval
	}
	c := &Client{options: o, limits: limits, hosts: map[string]*host{}}
	c.open = &http.Client{Transport: transport(limits, true), CheckRedirect: lastResponse}
	c.strict = &http.Client{Transport: transport(limits, false), CheckRedirect: lastResponse}
	return c
}

// lastResponse leaves redirects to fetch, which checks every hop.
func lastResponse(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// userAgent names us honestly, so that a site can ask us to behave.
func (c *Client) userAgent() string {
	return "hearsay/" + c.options.Version + " (+https://hearsay.invalid; feed reader)"
}
