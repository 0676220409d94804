package indicator

import (
	"net/netip"
	"strings"
)

// address reads a trimmed chunk as an address of some kind.
func address(s string, start, end int) (Indicator, bool) {
	a := refang(s[start:end])
	i, ok := a.read()
	if !ok || !a.harmless && !inContext(s, start, start+a.raw(len(i.Value)), i.Kind) {
		return Indicator{}, false
	}
	i.Start, i.End = start, start+a.raw(i.End)
	return i, true
}

// written is an address as it works, and where each byte of it stood.
type written struct {
	text     string
	at       []int // of each byte, and the end
	harmless bool  // it was written so that it does not work
}

// raw is where a byte of the working form stood.
func (w *written) raw(at int) int { return w.at[min(at, len(w.at)-1)] }

// marks are the harmless spellings, the longer before the shorter.
var marks = []struct{ as, is string }{
	{"[.]", "."}, {"(.)", "."}, {"{.}", "."}, {"[dot]", "."}, {"(dot)", "."}, {"{dot}", "."}, {"[.", "."}, {".]", "."},
	{"[:]", ":"}, {"[://]", "://"}, {"[@]", "@"}, {"[at]", "@"}, {"(at)", "@"}, {"(@)", "@"}, {"[/]", "/"},
	{"\\.", "."},
}

// refang undoes the harmless spelling.
func refang(s string) written {
	w := written{at: make([]int, 0, len(s)+1)}
	var b strings.Builder
	for at := 0; at < len(s); {
		is, size := s[at:at+1], 1
		if strings.IndexByte("[({.\\", s[at]) >= 0 {
			for _, m := range marks {
				if len(s)-at >= len(m.as) && strings.EqualFold(s[at:at+len(m.as)], m.as) {
					is, size, w.harmless = m.is, len(m.as), true
					break
				}
			}
		}
		b.WriteString(is)
		for range len(is) {
			w.at = append(w.at, at)
		}
		at += size
	}
	w.at = append(w.at, len(s))
	w.text = b.String()
	return w
}

// schemes of addresses, with those that make them harmless.
var schemes = []struct {
	as, is   string
	harmless bool
}{
	{"hxxps://", "https://", true}, {"hxxp://", "http://", true}, {"hxxps:\\\\", "https://", true}, {"hxxp:\\\\", "http://", true},
	{"hxtps://", "https://", true}, {"hxtp://", "http://", true}, {"h**ps://", "https://", true}, {"h**p://", "http://", true},
	{"fxp://", "ftp://", true}, {"https://", "https://", false}, {"http://", "http://", false}, {"ftp://", "ftp://", false},
}

// read says what the text is. End counts in the working form; Value may be longer.
func (w *written) read() (Indicator, bool) {
	t := w.text
	for _, scheme := range schemes {
		if len(t) > len(scheme.as) && strings.EqualFold(t[:len(scheme.as)], scheme.as) {
			w.harmless = w.harmless || scheme.harmless
			rest := t[len(scheme.as):]
			host, path := cutHost(rest)
			name, port := cutPort(host)
			if !w.harmless || kindOf(name, true) == "" { // a plain link is a reference
				return Indicator{}, false
			}
			return Indicator{Kind: URL, Value: scheme.is + strings.ToLower(name) + port + path, End: len(t)}, true
		}
	}
	if user, host, ok := strings.Cut(t, "@"); ok {
		host = strings.ToLower(host)
		if user == "" || strings.Trim(strings.ToLower(user), "abcdefghijklmnopqrstuvwxyz0123456789._+-") != "" || kindOf(host, w.harmless) != Domain {
			return Indicator{}, false
		}
		return Indicator{Kind: Email, Value: user + "@" + host, End: len(t)}, true
	}
	if six, err := netip.ParseAddr(t); err == nil && six.Is6() && six.Zone() == "" && !six.Is4In6() {
		if strings.Count(t, ":") < 3 || len(t) < 8 || six.IsLoopback() || six.IsUnspecified() {
			return Indicator{}, false
		}
		return Indicator{Kind: IPv6, Value: six.String(), End: len(t)}, true
	}
	host, path := cutHost(t)
	name, _ := cutPort(host)
	kind := kindOf(name, w.harmless)
	switch {
	case kind == "":
		return Indicator{}, false
	case len(path) > 1 && w.harmless && !(kind == IPv4 && isMask(path)):
		return Indicator{Kind: URL, Value: strings.ToLower(host) + path, End: len(t)}, true
	case path != "" && kind == Domain && !w.harmless:
		return Indicator{}, false // "example.com/about": a reference
	}
	return Indicator{Kind: kind, Value: strings.ToLower(name), End: len(name)}, true
}

func cutHost(s string) (host, path string) {
	if at := strings.IndexAny(s, "/?#"); at >= 0 {
		return s[:at], s[at:]
	}
	return s, ""
}

func cutPort(host string) (name, port string) {
	at := strings.LastIndexByte(host, ':')
	if at < 0 || at == len(host)-1 || len(host)-at > 6 || strings.Trim(host[at+1:], "0123456789") != "" {
		return host, ""
	}
	return host[:at], host[at:]
}

// isMask says that a path is the size of a network: "/24".
func isMask(path string) bool { return len(path) <= 3 && strings.Trim(path[1:], "0123456789") == "" }

// kindOf says whether a name is an IPv4 address or a host name, "" for neither.
// A name that was not written harmless must end as host names mostly do.
func kindOf(name string, harmless bool) Kind {
	if four, err := netip.ParseAddr(name); err == nil && four.Is4() {
		if four.IsUnspecified() || four.IsLoopback() || four == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
			return ""
		}
		return IPv4
	}
	labels := strings.Split(name, ".")
	if len(labels) < 2 || len(name) > 253 {
		return ""
	}
	for _, label := range labels {
		if !isLabel(label) {
			return ""
		}
	}
	last := strings.ToLower(labels[len(labels)-1])
	switch {
	case last == "onion":
		if n := len(labels[len(labels)-2]); n == 16 || n == 56 {
			return Domain
		}
		return ""
	case files[last], len(last) < 2, strings.ContainsAny(last, "0123456789_-") && !strings.HasPrefix(last, "xn--"):
		return ""
	case harmless || usual[last]:
		return Domain
	}
	return ""
}

func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if !inWord(s[i]) && s[i] != '-' {
			return false
		}
	}
	return true
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

var (
	// usual are the ends of host names that no file has.
	usual = set(`com net org info biz ru cn su ir kp top xyz online site club live shop store io co me cc pw tk ml ga cf gq cloud
		app dev space website tech link click icu cyou monster buzz fun life work today news pro uk de fr nl eu us in br ua by kz pk vn tw hk jp kr ch it es cz ro tr ae il example test`)
	// files are the ends of file names, also where a top-level domain has them.
	files = set(`exe dll sys bat cmd vbs vbe jse wsf hta msi msix scr lnk pif cpl ocx jar apk ipa dmg pkg deb rpm elf bin dat tmp log ini cfg conf
		json xml yaml yml toml txt rtf csv doc docx docm xls xlsx xlsm ppt pptx pptm pdf html htm php asp aspx jsp js ts css png jpg jpeg gif svg ico bmp
		rar gz tgz iso img vhd vhdx cab so ko dylib class java cs cpp hpp rb lua go ps1 psm1 sh bak old db sqlite pem key crt cer pcap yar yara onepub one`)
)
