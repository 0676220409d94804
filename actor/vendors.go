package actor

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed data/vendors.tsv
var vendors string

// naming is how a vendor names groups.
type naming struct {
	vendor string
	form   *regexp.Regexp
}

var namings = sync.OnceValue(func() []naming {
	var out []naming
	for line := range strings.Lines(vendors) {
		vendor, form, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if ok && line[0] != '#' {
			out = append(out, naming{vendor, regexp.MustCompile(`^(?:` + form + `)$`)})
		}
	}
	return out
})

// Scheme is the vendor by whose scheme a name is made, "" when it shows none:
// "Microsoft" for "Salt Typhoon", "CrowdStrike" for "FANCY BEAR".
func Scheme(name string) string {
	for _, n := range namings() {
		if n.form.MatchString(name) {
			return n.vendor
		}
	}
	return ""
}
