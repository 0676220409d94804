package indicator

import "strings"

// How far words of context may stand from a plain address, in bytes.
const (
	contextBefore = 64
	contextAfter  = 32
)

// signs are words that say that a plain address is an indicator. Those of a
// domain are fewer: host names stand in news for many reasons.
var (
	addressSigns = []string{"ip address", "ip-address", "ips ", "ip ", "ips:", "ip:", "c2", "c&c", "command-and-control", "command and control",
		"server at", "servers at", "indicator", "ioc", "connects to", "connected to", "connections to", "connection to", "connections from", "traffic from", "traffic to",
		"originat", "beacon", "scanning from", "attacks from", "hosted at", "hosted on", "resolves to", "resolved to", "callback", "exfiltrat", "reverse shell", "ipv6", "ipv4"}
	domainSigns = []string{"c2", "c&c", "command-and-control", "command and control", "malicious domain", "phishing domain", "phishing site",
		"attacker-controlled", "attacker domain", "indicator", "ioc", "beacon", "resolves to", "lookalike domain", "typosquat", "malicious site", "leak site at",
		"malicious server", "staging server", "malicious url", "malicious address"}
	emailSigns = []string{"phishing", "sent from", "sender", "indicator", "ioc", "attacker", "malicious", "ransom note", "extortion", "contact address", "contact email"}
	// versions are words before a number of four parts that is no address.
	versions = []string{"version", "versions", " v", "build", "release", "firmware", "chrome", "firefox", "edge", "browser", "update", "upgrade", "patch",
		"before", "prior to", "earlier than", "fixed in", "oid", "section", "driver", "software"}
	// later follow a version.
	later = []string{"and earlier", "and later", "and prior", "or later", "or earlier", "and below", "and above", "or newer"}
)

// inContext says that the words around a plain address call it an indicator. An
// address alone on its line is one in a list.
func inContext(s string, start, end int, kind Kind) bool {
	end = min(max(end, start), len(s))
	from := max(0, start-contextBefore)
	if at := strings.LastIndexByte(s[from:start], '\n'); at >= 0 {
		from += at + 1
	}
	to := min(len(s), end+contextAfter)
	if at := strings.IndexByte(s[end:to], '\n'); at >= 0 {
		to = end + at
	}
	before, after := strings.ToLower(s[from:start]), strings.ToLower(s[end:to])
	switch kind {
	case IPv6:
		return true // nothing else looks so
	case IPv4:
		if hasAny(before[max(0, len(before)-24):], versions) || hasAny(after, later) {
			return false
		}
		alone := strings.Trim(before, " \t-*•") == "" && strings.Trim(after, " \t") == ""
		return alone && strings.Count(s[max(0, start-contextBefore):start], "\n") > 0 || hasAny(before, addressSigns) || hasAny(after, addressSigns)
	case Domain:
		return strings.HasSuffix(strings.ToLower(s[start:end]), ".onion") || hasAny(before, domainSigns)
	case Email:
		return hasAny(before, emailSigns)
	}
	return false
}

func hasAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
