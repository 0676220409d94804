package feed

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"hearsay/news"
	"hearsay/news/clean"
)

// failure says in one line what is wrong with a feed, where, and what to do.
// It is cleaned, at most 200 characters, and without the secrets of the address.
func failure(address string, err error) news.Text {
	where := Masked(address)
	// The rest must have room beside a long address.
	return clean.LineMax(string(clean.Cut(where, 90))+" "+reason(address, err), maxErrorText)
}

// reason is the failure in words that a reader can act on.
func reason(address string, err error) string {
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var record tls.RecordHeaderError
	var op *net.OpError
	var call *url.Error
	if errors.As(err, &call) {
		err = call.Err // without the address, which may hold secrets
	}
	switch {
	case errors.Is(err, ErrPage):
		return "is a web page, not a feed; try: hearsay feeds add " + string(clean.Cut(Masked(address), 80))
	case errors.Is(err, errPrivate), errors.Is(err, errForbidden):
		return inner(err, errPrivate, errForbidden).Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return "has no such host: check the spelling and the network"
	case errors.As(err, &dns):
		return "cannot be looked up: check the network"
	case errors.As(err, &unknown), errors.As(err, &invalid), errors.As(err, &host):
		return "has a certificate that cannot be trusted: " + err.Error()
	case errors.As(err, &record):
		return "does not speak TLS there; try http or another port"
	case errors.Is(err, errSlow), errors.Is(err, errSilent), errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), timedOut(err):
		return "did not answer in time; it is tried again later"
	case errors.As(err, &op) && op.Op == "dial":
		return "cannot be reached (" + op.Err.Error() + "); it is tried again later"
	case call != nil && strings.Contains(err.Error(), "malformed"):
		return "sends an answer that is not HTTP (" + err.Error() + ")"
	}
	return err.Error()
}

func timedOut(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// inner is the sentinel that err wraps.
func inner(err error, sentinels ...error) error {
	for _, s := range sentinels {
		if errors.Is(err, s) {
			return s
		}
	}
	return err
}

// statusProblem says what an HTTP status means for a feed.
func statusProblem(status int) error {
	advice := ""
	switch status {
	case http.StatusUnauthorized:
		advice = "asks for a name and password; add the address with them in it"
	case http.StatusForbidden:
		advice = "refuses to answer us; open its site and look for another address"
	case http.StatusNotFound:
		advice = "is not there any more; look for its new address with: hearsay feeds add SITE"
	case http.StatusGone:
		advice = "is gone for good and not asked again; remove it with: hearsay feeds rm"
	case http.StatusTooManyRequests:
		advice = "asks us to come less often; we will"
	case http.StatusNotModified:
		advice = "says that nothing changed though nothing was known"
	default:
		advice = "answers with an error; it is tried again later"
		if status >= 500 {
			advice = "is out of order; it is tried again later"
		}
	}
	return fmt.Errorf("%s (HTTP %d)", advice, status)
}
