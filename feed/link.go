package feed

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"hearsay/news"
	"hearsay/news/clean"
)

// Longest addresses, in bytes.
const (
	maxLink = 4096
	maxBase = 2048
)

// Address checks and normalises an address that the reader typed: http or https
// only, https when no scheme was typed (http for this machine). A name and
// password stay in it; Masked hides them.
func Address(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", errors.New("no address: give one like https://example.org/feed")
	}
	if !strings.Contains(s, "://") {
		if scheme, _, found := strings.Cut(s, ":"); found && slices.Contains(refusedSchemes, strings.ToLower(scheme)) {
			return "", errors.New(string(clean.LineMax(scheme, 20)) + ": addresses cannot be read; hearsay reads http and https")
		}
		host, _, _ := strings.Cut(s, "/")
		if isLoopback(hostname(host)) {
			s = "http://" + s
		} else {
			s = "https://" + s
		}
	}
	u, err := checkURL(s)
	if err != nil {
		return "", errors.New(string(Masked(s)) + " " + err.Error())
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// plainHost is a host name in ASCII. Underscores are no part of host names by
// RFC 952, yet blogs are found under such.
var plainHost = regexp.MustCompile(`^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$`)

// toASCII converts other names as browsers do (UTS 46).
var toASCII = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false))

// maxHost is the longest name of the DNS (RFC 1035, 2.3.4).
const maxHost = 253

// refusedSchemes would otherwise be taken for hosts with a port.
var refusedSchemes = []string{"file", "ftp", "data", "unix", "exec", "filter", "pipe", "javascript", "mailto", "feed", "gopher", "about"}

// checkURL parses an http or https address and normalises its host: lower case,
// ASCII, no default port. Controls, blanks, backslashes, an empty host and a bad
// port are refused.
func checkURL(s string) (*url.URL, error) {
	if len(s) > maxLink {
		return nil, errors.New("is too long")
	}
	if strings.IndexFunc(s, unfit) >= 0 {
		return nil, errors.New("has blanks, controls or backslashes in it")
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, errors.New("is not an address")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" {
		return nil, errors.New("is neither http nor https")
	}
	host := strings.ToLower(strings.TrimRight(u.Hostname(), "."))
	if host == "" || strings.ContainsAny(host, "%/") {
		return nil, errors.New("has no host")
	}
	if _, err := netip.ParseAddr(host); err != nil {
		if !plainHost.MatchString(host) {
			host, _ = toASCII.ToASCII(host)
		}
		if len(host) > maxHost || !plainHost.MatchString(host) {
			return nil, errors.New("has a bad host name")
		}
	}
	u.RawQuery = encodeQuery(u.RawQuery)
	port := u.Port()
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) {
		return nil, errors.New("has a bad port")
	}
	if u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	return u, nil
}

// unfit are the characters that no address may have in it.
func unfit(r rune) bool {
	return r <= ' ' || r == '\\' || r >= 0x7f && (r == unicode.ReplacementChar || unicode.In(r, unicode.C, unicode.Z))
}

// encodeQuery writes what url leaves as it is in a query: bytes beyond ASCII and
// quotes of any kind.
func encodeQuery(q string) string {
	var b strings.Builder
	for i := 0; i < len(q); i++ {
		if c := q[i]; c >= 0x7f || strings.IndexByte("\"'<>`{}|^", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// storyLink resolves a link of a feed and answers the address to open, without
// tracking parameters, and the address as given, made absolute. Both are ""
// when it may not be opened: other schemes, and names or passwords in it, which
// show another host than the one that is called.
func storyLink(base *url.URL, s string) (canonical, original string) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxLink {
		return "", ""
	}
	s = strings.Map(func(r rune) rune { // browsers drop line ends inside, too
		if r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, s)
	if strings.IndexByte(s, ' ') >= 0 {
		s = strings.ReplaceAll(s, " ", "%20")
	}
	ref, err := url.Parse(s)
	if err != nil {
		return "", ""
	}
	if base != nil {
		ref = base.ResolveReference(ref)
	}
	u, err := checkURL(ref.String())
	if err != nil || u.User != nil {
		return "", ""
	}
	original = u.String()
	return withoutTracking(u), original
}

// tracking are parameters that say where a reader came from.
var tracking = regexp.MustCompile(`(?i)^(utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|oly_\w+_id|wickedid|ga_source|ga_medium|ga_campaign|at_medium|at_campaign|at_custom\d|sc_cid|ncid|cmpid|wt\.mc|wt_mc|xtor|pk_campaign|pk_kwd|piwik_\w+|mtm_\w+|hss_channel|ref_src)$`)

// withoutTracking drops tracking parameters and leaves the others as they are.
func withoutTracking(u *url.URL) string {
	if u.RawQuery == "" && !strings.HasPrefix(u.Fragment, "utm_") {
		return u.String()
	}
	c := *u
	kept := slices.DeleteFunc(strings.Split(c.RawQuery, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return tracking.MatchString(name)
	})
	c.RawQuery = strings.Join(kept, "&")
	c.ForceQuery = false
	if strings.HasPrefix(c.Fragment, "utm_") {
		c.Fragment, c.RawFragment = "", ""
	}
	return c.String()
}

// parseBase is the base of relative links, nil when s is none.
func parseBase(s string) *url.URL {
	if len(s) > maxBase {
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return nil
	}
	u.User = nil
	return u
}

// joinBase is an inner xml:base within an outer one; both may be relative.
func joinBase(outer, inner string) string {
	inner = strings.TrimSpace(unescape(inner))
	if len(inner) > maxBase {
		return outer
	}
	o, err := url.Parse(outer)
	if err != nil {
		return inner
	}
	i, err := url.Parse(inner)
	if err != nil {
		return outer
	}
	if joined := o.ResolveReference(i).String(); len(joined) <= maxBase {
		return joined
	}
	return outer
}

var (
	secretName  = regexp.MustCompile(`(?i)(token|key$|secret|passw|pwd|^auth$|auth[_-]|^sig|session|credential|license)`)
	secretValue = regexp.MustCompile(`^[A-Za-z0-9_~+/=.-]{20,}$`)
	secretPath  = regexp.MustCompile(`^(?:[0-9a-fA-F]{20,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[A-Za-z0-9_]{28,})$`)
	digit       = regexp.MustCompile(`[0-9]`)
	userinfo    = regexp.MustCompile(`^([a-z]*:?//)?[^/?#@]*@`)
)

// Masked is an address for lists, logs and errors: names with passwords are
// "***", and so are parameters and parts of the path that look like secrets.
func Masked(address string) news.Text {
	const hidden = "***"
	u, err := url.Parse(address)
	if err != nil {
		return clean.LineMax(userinfo.ReplaceAllString(address, "${1}"+hidden+"@"), maxErrorText)
	}
	var b strings.Builder
	if u.Scheme != "" {
		b.WriteString(u.Scheme + ":")
	}
	if u.Host != "" {
		b.WriteString("//")
	}
	if u.User != nil {
		b.WriteString(hidden + "@")
	}
	b.WriteString(u.Host + u.Opaque)
	for i, part := range strings.Split(u.EscapedPath(), "/") {
		if i > 0 {
			b.WriteByte('/')
		}
		if secretPath.MatchString(part) && digit.MatchString(part) {
			part = hidden
		}
		b.WriteString(part)
	}
	if u.RawQuery != "" {
		pairs := strings.Split(u.RawQuery, "&")
		for i, pair := range pairs {
			name, value, _ := strings.Cut(pair, "=")
			if value != "" && (secretName.MatchString(name) || secretValue.MatchString(value) && digit.MatchString(value)) {
				pairs[i] = name + "=" + hidden
			}
		}
		b.WriteString("?" + strings.Join(pairs, "&"))
	}
	return clean.LineMax(b.String(), maxErrorText)
}

// hostname cuts a port and brackets.
func hostname(hostport string) string {
	if host, _, err := net.SplitHostPort(hostport); err == nil {
		return strings.ToLower(host)
	}
	return strings.ToLower(strings.Trim(hostport, "[]"))
}

// isLoopback reports whether a host is this machine by its name alone.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
