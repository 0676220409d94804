package feed

import (
	"context"

	"golang.org/x/time/rate"
)

// Manners: what one server bears without noticing us. This machine itself may
// be asked as fast as it answers.
const (
	perHost     = 2 // calls at a time
	perLoopback = 8
	perSecond   = 1 // calls begun, a host
)

// host is the queue before one server.
type host struct {
	places chan struct{}
	pace   *rate.Limiter // nil: none
}

// enter waits for a place and for the pace; leave must be called after the
// answer was read.
func (c *Client) enter(ctx context.Context, name string) (leave func(), err error) {
	h := c.host(name)
	select {
	case h.places <- struct{}{}:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	leave = func() { <-h.places }
	if h.pace != nil {
		if err := h.pace.Wait(ctx); err != nil {
			leave()
			return nil, err
		}
	}
	return leave, nil
}

func (c *Client) host(name string) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[name]
	if h == nil {
		h = &host{places: make(chan struct{}, perHost), pace: rate.NewLimiter(perSecond, 1)}
		if isLoopback(name) {
			h = &host{places: make(chan struct{}, perLoopback)}
		}
		c.hosts[name] = h
	}
	return h
}
