package ui

import (
	"slices"
	"strings"
	"testing"
)

// In one place no key means two things, and no key is both a key and the
// beginning of a sequence.
func TestKeysDoNotClash(t *testing.T) {
	for _, c := range keys.contexts() {
		seen := map[string]string{}
		for _, b := range c.bindings {
			for _, k := range b.Keys() {
				if other, twice := seen[k]; twice {
					t.Errorf("%s: %q means %q and %q", c.name, k, other, b.Help().Desc)
				}
				seen[k] = b.Help().Desc
				if keys.prefixes(k) {
					t.Errorf("%s: %q is also the beginning of a sequence", c.name, k)
				}
			}
			if b.Help().Key == "" || b.Help().Desc == "" {
				t.Errorf("%s: %v has no help", c.name, b.Keys())
			}
		}
		for _, wider := range c.within {
			if !slices.ContainsFunc(keys.contexts(), func(c keyContext) bool { return c.name == wider }) {
				t.Errorf("%s lies within %q, which there is not", c.name, wider)
			}
		}
	}
}

// A digit is a count, so no key may be one.
func TestDigitsAreFree(t *testing.T) {
	for _, c := range keys.contexts() {
		for _, b := range c.bindings {
			if strings.ContainsAny(strings.Join(b.Keys(), ""), "0123456789") && b.Help().Key != "?" {
				t.Errorf("%s: %v", c.name, b.Keys())
			}
		}
	}
}
