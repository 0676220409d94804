package feed

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	nethtml "golang.org/x/net/html"

	"hearsay/news"
)

// Candidate is a feed that was found behind an address.
type Candidate struct {
	URL     string
	Title   news.Text // of the feed, else what the page calls it, else ""
	Stories int       // when Checked
	Checked bool      // it was read and is a feed
	Typed   bool      // on the host that the reader typed: may be private
}

// maxCandidates of one page are looked at.
const maxCandidates = 20

// ErrNothing says that an address is no feed and leads to none.
var ErrNothing = errors.New("no feed found")

// commonPaths are where sites keep their feeds when they do not say so.
var commonPaths = []string{"/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss", "/feed.json"}

// Discover finds the feeds behind an address that the reader typed: the address
// itself when it is a feed, else those that the page names, else the first at a
// common path. Errors are in words for the reader and hold no secrets.
func (c *Client) Discover(ctx context.Context, address string) ([]Candidate, error) {
	address, err := Address(address)
	if err != nil {
		return nil, err
	}
	a, err := c.fetch(ctx, address, nil, true)
	if err == nil && a.status != http.StatusOK {
		err = statusProblem(a.status)
	}
	if err != nil {
		return nil, spoken{failure(address, err), err}
	}
	found, page, err := c.judge(a, address)
	if found != nil {
		return []Candidate{*found}, nil
	}
	if !errors.Is(err, ErrPage) {
		return nil, spoken{failure(address, err), err}
	}
	if named := c.named(page, a.address, address); len(named) > 0 {
		return c.checked(ctx, named), nil
	}
	if common := c.common(ctx, a.address, address); common != nil {
		return []Candidate{*common}, nil
	}
	return nil, spoken{failure(address, errors.New("is a web page that names no feed; look for RSS on the site and add that address")), ErrNothing}
}

// spoken is an error in words for the reader that still wraps its cause.
type spoken struct {
	words news.Text
	cause error
}

func (s spoken) Error() string { return string(s.words) }
func (s spoken) Unwrap() error { return s.cause }

// judge parses an answer: a feed, or a page with its text.
func (c *Client) judge(a answer, typed string) (*Candidate, []byte, error) {
	doc, err := Parse(a.body, a.header.Get("Content-Type"), a.address, c.options.Now())
	if err != nil {
		return nil, a.body, err
	}
	address := typed
	if a.moved != "" {
		address = a.moved
	}
	return &Candidate{URL: address, Title: doc.Title, Stories: len(doc.Stories), Checked: true, Typed: sameHost(address, typed)}, nil, nil
}

// named lists the feeds that a page declares with <link rel=alternate>.
func (c *Client) named(page []byte, at, typed string) []Candidate {
	base := parseBase(at)
	var found []Candidate
	seen := map[string]bool{}
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	for {
		kind := z.Next()
		if kind == nethtml.ErrorToken || len(found) == maxCandidates {
			return found
		}
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			continue
		}
		token := z.Token()
		attr := func(name string) string {
			for _, a := range token.Attr {
				if a.Key == name {
					return a.Val
				}
			}
			return ""
		}
		switch token.Data {
		case "base":
			if u, err := url.Parse(attr("href")); err == nil && base != nil {
				base = base.ResolveReference(u)
			}
		case "link":
			if !isFeedLink(attr("rel"), attr("type")) {
				continue
			}
			_, address := storyLink(base, attr("href"))
			if address != "" && !seen[address] {
				seen[address] = true
				found = append(found, Candidate{URL: address, Title: lineOf(attr("title"), false, maxTitle), Typed: sameHost(address, typed)})
			}
		}
	}
}

func isFeedLink(rel, kind string) bool {
	kind, _, _ = strings.Cut(strings.ToLower(kind), ";")
	for r := range strings.FieldsSeq(strings.ToLower(rel)) {
		if r == "feed" {
			return true
		}
		if r == "alternate" {
			switch strings.TrimSpace(kind) {
			case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml", "application/xml":
				return true
			}
		}
	}
	return false
}

// mostChecked candidates are read before the reader chooses; more would keep
// both waiting, at one call a second.
const mostChecked = 3

// checked reads the first candidates and drops those that are no feeds, unless
// none would be left.
func (c *Client) checked(ctx context.Context, named []Candidate) []Candidate {
	var out []Candidate
	for i, candidate := range named {
		if i < mostChecked {
			a, err := c.fetch(ctx, candidate.URL, nil, candidate.Typed)
			if err != nil || a.status != http.StatusOK {
				continue
			}
			doc, err := Parse(a.body, a.header.Get("Content-Type"), a.address, c.options.Now())
			if err != nil {
				continue
			}
			candidate.Checked, candidate.Stories = true, len(doc.Stories)
			candidate.Title = news.Text(first(string(doc.Title), string(candidate.Title)))
		}
		out = append(out, candidate)
	}
	if len(out) == 0 {
		return named
	}
	return out
}

// common tries the usual paths of a site, politely one after the other.
func (c *Client) common(ctx context.Context, at, typed string) *Candidate {
	base := parseBase(at)
	if base == nil {
		return nil
	}
	for _, path := range commonPaths {
		_, address := storyLink(base, path)
		a, err := c.fetch(ctx, address, nil, sameHost(address, typed))
		if err != nil || a.status != http.StatusOK {
			continue
		}
		if found, _, _ := c.judge(a, address); found != nil {
			found.Typed = found.Typed && sameHost(found.URL, typed)
			return found
		}
	}
	return nil
}

func sameHost(a, b string) bool {
	u, err := url.Parse(a)
	v, err2 := url.Parse(b)
	return err == nil && err2 == nil && strings.EqualFold(u.Hostname(), v.Hostname())
}
