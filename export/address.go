package export

import (
	"net/url"
	"strings"
)

// secrets are names of query parameters that carry a password or token. An
// export goes to other people: these are left out of addresses.
var secrets = []string{
	"access_token", "api-key", "api_key", "apikey", "auth", "auth_token", "authkey", "credential", "key", "passkey",
	"passwd", "password", "pw", "pwd", "secret", "session", "sessionid", "sig", "signature", "token",
}

// PublicURL is an http or https address without user name, password and
// secret parameters; it reports whether something was left out. Anything else
// gives "".
func PublicURL(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	cut := u.User != nil
	u.User = nil
	var keep []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if secret(name) {
			cut = true
			continue
		}
		keep = append(keep, pair)
	}
	u.RawQuery = strings.Join(keep, "&")
	return u.String(), cut
}

func secret(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	for _, s := range secrets {
		if strings.EqualFold(name, s) {
			return true
		}
	}
	return false
}
