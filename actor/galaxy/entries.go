package galaxy

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay/actor"
	"hearsay/news"
	"hearsay/news/clean"
)

// attackID is the number of an ATT&CK group; MISP lists it among the synonyms.
var attackID = regexp.MustCompile(`^G\d{4}$`)

// notActors are galaxies of things, not of groups.
const notActors = "it describes no groups: galaxy %q"

// cluster reads an entry of a MISP galaxy.
func (in *reader) cluster(raw json.RawMessage) (Item, bool) {
	var c struct {
		Value json.RawMessage            `json:"value"`
		UUID  string                     `json:"uuid"`
		Meta  map[string]json.RawMessage `json:"meta"`
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return Item{Err: wrongType(err)}, true
	}
	item := Item{ID: string(clean.LineMax(c.UUID, 64))}
	name, err := nameOf(c.Value)
	if err != nil {
		item.Err = err
		return item, true
	}
	// ATT&CK's groups stand in MISP as "APT29 - G0016".
	if before, id, ok := strings.Cut(string(name), " - "); ok && attackID.MatchString(id) {
		name = news.Text(before)
		item.Entry.Refs = append(item.Entry.Refs, news.Ref{Source: "mitre-attack", ID: id})
	}
	item.Entry.Name = name
	if !in.groups() {
		item.Out = fmt.Sprintf(notActors, clean.LineMax(in.galaxy, 64))
		return item, true
	}
	ransom := in.galaxy == "ransomware"
	if ransom && !leaks(c.Meta) {
		item.Out = "a ransomware without a leak site, so no gang"
		return item, true
	}
	for _, id := range texts(c.Meta["external_id"]) {
		if attackID.MatchString(id) {
			item.Entry.Refs = append(item.Entry.Refs, news.Ref{Source: "mitre-attack", ID: id})
		}
	}
	addNames(&item.Entry, texts(c.Meta["synonyms"]))
	if uuid.MatchString(c.UUID) && in.galaxy != "" {
		item.Entry.Refs = append(item.Entry.Refs, news.Ref{Source: "misp-galaxy:" + slug(in.galaxy), ID: strings.ToLower(c.UUID)})
	}
	item.Entry.Country = country(c.Meta)
	item.Entry.Kind = kindOf(c.Meta, item.Entry.Country)
	if ransom {
		item.Entry.Kind = "ransomware"
	}
	return item, true
}

var uuid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// groups says that the galaxy is one of groups, as far as it says what it is.
func (in *reader) groups() bool {
	return in.galaxy == "" || in.sort == "" || in.sort == "actor" || in.galaxy == "ransomware" || in.galaxy == "threat-actor" ||
		strings.HasSuffix(in.galaxy, "intrusion-set")
}

// leaks says that a ransomware has a leak site, or is followed as a gang.
func leaks(meta map[string]json.RawMessage) bool {
	for _, ref := range slices.Concat(texts(meta["links"]), texts(meta["refs"])) {
		if strings.Contains(ref, ".onion") || strings.Contains(ref, "ransomlook") {
			return true
		}
	}
	return false
}

// object reads an object of a bundle; only groups are about a group.
func (in *reader) object(raw json.RawMessage) (Item, bool) {
	var kind struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return Item{Err: wrongType(err)}, true
	}
	if kind.Type != "intrusion-set" && kind.Type != "threat-actor" {
		return Item{}, false
	}
	item := Item{ID: string(clean.LineMax(kind.ID, 80))}
	var o struct {
		Name       json.RawMessage `json:"name"`
		Aliases    json.RawMessage `json:"aliases"`
		Revoked    bool            `json:"revoked"`
		Deprecated bool            `json:"x_mitre_deprecated"`
		Refs       []struct {
			Source string `json:"source_name"`
			ID     string `json:"external_id"`
		} `json:"external_references"`
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		item.Err = wrongType(err)
		return item, true
	}
	name, err := nameOf(o.Name)
	if err != nil {
		item.Err = err
		return item, true
	}
	item.Entry.Name = name
	switch {
	case o.Revoked:
		item.Out = "revoked"
		return item, true
	case o.Deprecated:
		item.Out = "deprecated"
		return item, true
	}
	addNames(&item.Entry, texts(o.Aliases))
	for _, ref := range o.Refs {
		if ref.Source == "mitre-attack" && attackID.MatchString(ref.ID) {
			item.Entry.Refs = append(item.Entry.Refs, news.Ref{Source: "mitre-attack", ID: ref.ID})
		}
	}
	return item, true
}

// wrongType says in words of the file what a field should have been.
func wrongType(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		if wrong.Field == "" {
			return fmt.Errorf("a %s, not an object", wrong.Value)
		}
		return fmt.Errorf("its field %q is a %s", wrong.Field, wrong.Value)
	}
	return err
}

func nameOf(raw json.RawMessage) (news.Text, error) {
	var s string
	if len(raw) == 0 {
		return "", errors.New("it has no name")
	}
	if json.Unmarshal(raw, &s) != nil {
		return "", errors.New("its name is no text")
	}
	name := clean.Line(s)
	if name == "" {
		return "", errors.New("its name is empty")
	}
	return name, nil
}

// addNames takes the aliases of an entry: each once, numbers of ATT&CK as what
// they are.
func addNames(e *actor.Entry, names []string) {
	seen := map[string]bool{strings.ToLower(string(e.Name)): true}
	for _, s := range names {
		name := clean.Line(s)
		if attackID.MatchString(string(name)) {
			e.Refs = append(e.Refs, news.Ref{Source: "mitre-attack", ID: string(name)})
			continue
		}
		if low := strings.ToLower(string(name)); name != "" && !seen[low] && len(e.Aliases) < maxNames && utf8.ValidString(low) {
			seen[low] = true
			e.Aliases = append(e.Aliases, news.Alias{Name: name, By: news.Text(actor.Scheme(string(name)))})
		}
	}
}

// country is the ISO 3166 code that an entry gives, or that of the state it
// suspects.
func country(meta map[string]json.RawMessage) string {
	for _, code := range texts(meta["country"]) {
		if code = strings.ToUpper(strings.TrimSpace(code)); len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' {
			return code
		}
	}
	for _, name := range texts(meta["cfr-suspected-state-sponsor"]) {
		for _, a := range actor.Default().Lookup(name) {
			if a.Class == news.State && len(a.Country) == 2 {
				return a.Country
			}
		}
	}
	return ""
}

// kindOf is what an entry says of its motive, "" when it does not.
func kindOf(meta map[string]json.RawMessage, country string) string {
	said := strings.ToLower(strings.Join(slices.Concat(texts(meta["cfr-type-of-incident"]), texts(meta["motive"]),
		texts(meta["threat-actor-classification"])), " "))
	switch {
	case strings.Contains(said, "hacktiv"):
		return "hacktivist"
	case strings.Contains(said, "financ"), strings.Contains(said, "crime"):
		return "crime"
	case strings.Contains(said, "espionage"), strings.Contains(said, "sabotage"), country != "":
		return "apt"
	}
	return ""
}

// slug keeps what may stand in a reference.
func slug(s string) string { return actor.Slug(string(clean.LineMax(s, 64))) }
