// Package galaxy reads groups from the catalogues that others publish: cluster
// files of MISP galaxies and ATT&CK bundles in STIX 2. Which of them a file is
// shows in its content. Entries are read one by one, so that memory does not
// grow with the file; what is wrong with one is said and the rest goes on.
package galaxy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"hearsay/actor"
)

// Limits. The largest public catalogue has 100 MB and 30,000 objects; the
// largest entry 200 kB.
const (
	maxFile  = 512 << 20
	maxEntry = 4 << 20
	maxDepth = 64     // nesting of one entry
	maxNamed = 20_000 // groups in one file
	maxNames = 500    // aliases of one group
)

// Kinds of files.
const (
	MISP = "MISP galaxy"
	STIX = "STIX bundle"
)

// Item is one entry of a file that is about a group, or ought to be.
type Item struct {
	Number int    // place in its list, from 1
	ID     string // as the file gives it, cleaned, for messages
	Entry  actor.Entry
	Out    string // not empty: left out on purpose, and why (revoked, for example)
	Err    error  // not nil: the entry cannot be read
}

// ErrNotKnown says that a file is neither kind.
var ErrNotKnown = errors.New(`neither a MISP galaxy cluster ("values") nor a STIX bundle ("objects")`)

// Read reads a file and hands on each group. It returns the kind of file. After
// an error in the JSON itself nothing more can be read: what was handed on before
// stands, and the error says where it ended. An error of take ends the reading.
func Read(r io.Reader, take func(Item) error) (kind string, err error) {
	in := &reader{limited: &limited{r: r, left: maxEntry, total: maxFile}, take: take}
	in.dec = json.NewDecoder(in.limited)
	err = in.file()
	if err != nil && in.failed == nil {
		err = fmt.Errorf("byte %d: %w", in.dec.InputOffset(), plainly(err))
	}
	return in.kind, err
}

type reader struct {
	*limited
	dec    *json.Decoder
	kind   string
	galaxy string // "type" of a MISP galaxy
	sort   string // "category" of a MISP galaxy
	taken  int
	take   func(Item) error
	failed error // of take
}

// file reads the object that both kinds of files are.
func (in *reader) file() error {
	if t, err := in.dec.Token(); err != nil {
		return err
	} else if t != json.Delim('{') {
		return ErrNotKnown
	}
	for in.dec.More() {
		in.left = maxEntry
		key, err := in.dec.Token()
		if err != nil {
			return err
		}
		switch key {
		case "values":
			in.kind = MISP
			err = in.list(in.cluster)
		case "objects":
			in.kind = STIX
			err = in.list(in.object)
		case "type":
			in.galaxy, err = in.word()
		case "category":
			in.sort, err = in.word()
		default:
			var skipped json.RawMessage
			err = in.dec.Decode(&skipped)
		}
		if err != nil {
			return err
		}
	}
	if _, err := in.dec.Token(); err != nil {
		return err
	}
	if in.kind == "" {
		return ErrNotKnown
	}
	return nil
}

// word reads a string; anything else is passed over.
func (in *reader) word() (string, error) {
	var raw json.RawMessage
	if err := in.dec.Decode(&raw); err != nil {
		return "", err
	}
	var s string
	_ = json.Unmarshal(raw, &s)
	return s, nil
}

// list reads the entries of the list; each gives an item, or none.
func (in *reader) list(read func(json.RawMessage) (Item, bool)) error {
	if t, err := in.dec.Token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return errors.New("the list of entries is no list")
	}
	for number := 1; in.dec.More(); number++ {
		in.left = maxEntry
		var raw json.RawMessage
		if err := in.dec.Decode(&raw); err != nil {
			return fmt.Errorf("entry %d: %w", number, err)
		}
		item, about := Item{Err: fmt.Errorf("nested deeper than %d levels", maxDepth)}, true
		if depth(raw) <= maxDepth {
			item, about = read(raw)
		}
		if !about {
			continue
		}
		item.Number = number
		if in.taken++; in.taken > maxNamed {
			return fmt.Errorf("more than %d groups", maxNamed)
		}
		if err := in.take(item); err != nil {
			in.failed = err
			return err
		}
	}
	_, err := in.dec.Token()
	return err
}

// depth is how deep arrays and objects are nested in valid JSON.
func depth(raw []byte) int {
	now, most, quoted := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '{' || b == '[':
			now++
			most = max(most, now)
		case b == '}' || b == ']':
			now--
		}
	}
	return most
}

// limited ends the reading when one entry, or the file, is too large.
type limited struct {
	r     io.Reader
	left  int // for this entry
	total int
}

var (
	errLargeEntry = fmt.Errorf("an entry is larger than %d MiB", maxEntry>>20)
	errLargeFile  = fmt.Errorf("the file is larger than %d MiB", maxFile>>20)
)

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLargeEntry
	}
	if l.total <= 0 {
		return 0, errLargeFile
	}
	n, err := l.r.Read(p[:min(len(p), l.total)])
	l.left -= n
	l.total -= n
	return n, err
}

// plainly says what io means.
func plainly(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends in the middle")
	}
	return err
}

// texts reads a list of strings, or one string; what is no string is left out.
func texts(raw json.RawMessage) []string {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		all = []json.RawMessage{raw}
	}
	var out []string
	for _, one := range all {
		var s string
		if len(bytes.TrimSpace(one)) > 0 && json.Unmarshal(one, &s) == nil && s != "" {
			out = append(out, s)
		}
	}
	return out
}
