package feed

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestDiscover(t *testing.T) {
	page := `<!doctype html><html><head><base href="/blog/"><title>x</title>
		<link rel="stylesheet" href="s.css"><link rel="alternate" hreflang="de" href="/de/">
		<link REL="Alternate" type="application/rss+xml" title="Main &amp; all" href="main.xml">
		<link rel="alternate" type="application/atom+xml" href="/missing.atom">
		<link rel="alternate" type="application/rss+xml" href="javascript:x"></head><body>Hi</body></html>`
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, page)
		case "/plain/":
			fmt.Fprint(w, "<html><body>no links</body></html>")
		case "/blog/main.xml", "/feed.xml":
			fmt.Fprint(w, rssOf("One", "Two"))
		default:
			http.NotFound(w, r)
		}
	})
	c := client(t)
	ctx := context.Background()
	found, err := c.Discover(ctx, address)
	if err != nil || len(found) != 1 || found[0] != (Candidate{URL: address + "/blog/main.xml", Title: "Wire", Stories: 2, Checked: true, Typed: true}) {
		t.Errorf("a page with links: %+v, %v", found, err)
	}
	found, err = c.Discover(ctx, address+"/feed.xml")
	if err != nil || len(found) != 1 || found[0].URL != address+"/feed.xml" || !found[0].Checked {
		t.Errorf("a feed: %+v, %v", found, err)
	}
	found, err = c.Discover(ctx, address+"/plain/")
	if err != nil || len(found) != 1 || found[0].URL != address+"/feed.xml" {
		t.Errorf("a common path: %+v, %v", found, err)
	}
	_, err = c.Discover(ctx, address+"/nowhere?token=hush")
	if err == nil || !strings.Contains(err.Error(), "404") || strings.Contains(err.Error(), "hush") {
		t.Errorf("a missing page: %v", err)
	}
	if _, err = c.Discover(ctx, "ftp://x.example/"); err == nil {
		t.Error("ftp was called")
	}
	nothing := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "<html>x")
	})
	if _, err = c.Discover(ctx, nothing); !errors.Is(err, ErrNothing) {
		t.Errorf("a page without feeds: %v", err)
	}
}

func TestCatalogue(t *testing.T) {
	entries := Catalogue()
	if len(entries) < 150 {
		t.Fatalf("%d entries", len(entries))
	}
	starters, seen := 0, map[string]bool{}
	for _, e := range entries {
		if address, err := Address(e.URL); err != nil || seen[address] {
			t.Errorf("%s: %q is no address or twice there: %v", e.Name, e.URL, err)
		} else {
			seen[address] = true
		}
		if e.Name == "" || e.Category == "" || bcp47(e.Lang) == "" {
			t.Errorf("incomplete: %+v", e)
		}
		if e.Starter {
			starters++
			if !e.Verified {
				t.Errorf("%s is offered though nobody saw it work", e.Name)
			}
		}
	}
	if starters < 15 || starters > 30 {
		t.Errorf("%d starters", starters)
	}
}
