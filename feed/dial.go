package feed

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// errPrivate refuses an address of the reader's own network.
var errPrivate = errors.New("is at a private address, which only a feed whose address you typed yourself may have")

// errForbidden refuses an address that no feed has a reason to be at.
var errForbidden = errors.New("is at a link-local, metadata, multicast or reserved address, which is never called")

// maxHeader is the longest head of an answer, in bytes.
const maxHeader = 256 << 10

// transport dials with a check of the address that is actually called, after
// the resolver answered, for every connection: a name cannot be checked, for it
// may mean something else at the next question. There are two of them, so that no
// idle connection to a private host serves a call that may not go there.
func transport(limits timeouts, private bool) *http.Transport {
	dialer := &net.Dialer{
		Timeout:   limits.connect,
		KeepAlive: 30 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error {
			return checkDial(address, private)
		},
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    limits.tls,
		ResponseHeaderTimeout:  limits.header,
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // by hand, with caps
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		MaxIdleConns:           32,
		IdleConnTimeout:        30 * time.Second,
	}
}

// checkDial judges "ip:port".
func checkDial(address string, private bool) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errForbidden
	}
	switch kindOf(at.Addr()) {
	case never:
		return errForbidden
	case ours:
		if !private {
			return errPrivate
		}
	}
	return nil
}

// reach is who may be called at an address.
type reach byte

const (
	public reach = iota
	ours         // loopback and private networks
	never
)

// The special-purpose registries of IANA, as far as they matter to a client.
var (
	neverCalled = prefixes("0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"::/128", "fe80::/10", "fec0::/10", "ff00::/8", "fd00:ec2::254/128", "100::/64", "2001::/32", "2002::/16")
	ownNetworks = prefixes("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
		"198.18.0.0/15", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "::1/128", "fc00::/7", "2001:db8::/32")
	metadata = prefixes("100.100.100.200/32")
	nat64    = prefixes("64:ff9b::/96", "64:ff9b:1::/48")
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// kindOf judges an address; IPv4 inside IPv6 is unpacked first.
func kindOf(ip netip.Addr) reach {
	ip = ip.WithZone("").Unmap()
	if in(ip, nat64) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	switch {
	case in(ip, metadata), in(ip, neverCalled), ip.IsMulticast(), ip.IsLinkLocalUnicast():
		return never
	case in(ip, ownNetworks), ip.IsPrivate(), ip.IsLoopback():
		return ours
	case ip.Is6() && ip.As16()[0]&0xe0 != 0x20:
		return never // outside 2000::/3 nothing is assigned; "::1.2.3.4" hides IPv4
	}
	return public
}

func in(ip netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}
