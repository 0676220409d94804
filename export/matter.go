package export

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"hearsay/news"
)

// The front matter of the vault's files. It is flat, for Obsidian shows no
// nested properties, and only the YAML library writes it.
type (
	storyMatter struct {
		ID          string    `yaml:"id"`
		Title       string    `yaml:"title"`
		Aliases     []string  `yaml:"aliases"`
		URL         string    `yaml:"url,omitempty"`
		Source      string    `yaml:"source"`
		Author      []string  `yaml:"author"`
		Published   localTime `yaml:"published,omitempty"`
		Lang        string    `yaml:"lang,omitempty"`
		Tags        []string  `yaml:"tags"`
		HearsayTags []string  `yaml:"hearsay_tags,omitempty"`
		Actors      []string  `yaml:"actors"`
		Accusations int       `yaml:"accusations"`
		Denials     int       `yaml:"denials"`
		TLP         string    `yaml:"tlp"`
	}
	actorMatter struct {
		ID      string   `yaml:"id"`
		Title   string   `yaml:"title"`
		Aliases []string `yaml:"aliases"`
		Class   string   `yaml:"class"`
		Kind    string   `yaml:"kind,omitempty"`
		Country string   `yaml:"country,omitempty"`
		Role    string   `yaml:"role,omitempty"`
		Refs    []string `yaml:"refs"`
		Tags    []string `yaml:"tags"`
		Stories int      `yaml:"stories"`
	}
	indexMatter struct {
		ID      string   `yaml:"id"`
		Title   string   `yaml:"title"`
		Query   string   `yaml:"query"`
		Tags    []string `yaml:"tags"`
		Stories int      `yaml:"stories"`
		Notes   int      `yaml:"notes"`
		TLP     string   `yaml:"tlp"`
		Stamp   string   `yaml:"stamp,omitempty"`
	}
)

// localTime is a time as Obsidian's properties hold it: without a zone, here
// always UTC. Quotes would make it a text.
type localTime string

// MarshalYAML writes the time plain.
func (t localTime) MarshalYAML() (any, error) {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: string(t)}, nil
}

// matter is the front matter of a file.
func matter(v any) (string, error) {
	var b strings.Builder
	b.WriteString("---\n")
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(v); err != nil {
		return "", fmt.Errorf("write front matter: %w", err)
	}
	if err := e.Close(); err != nil {
		return "", fmt.Errorf("write front matter: %w", err)
	}
	b.WriteString("---\n")
	return b.String(), nil
}

// matterOf splits a file into its front matter, without the lines of dashes,
// and the rest; found is false when it has none.
func matterOf(file []byte) (front, body []byte, found bool) {
	for at, row := 0, 0; at < len(file); row++ {
		end := bytes.IndexByte(file[at:], '\n')
		next := at + end + 1
		if end < 0 {
			next = len(file)
		}
		rule := string(bytes.TrimRight(file[at:next], "\r\n")) == "---"
		switch {
		case row == 0 && !rule:
			return nil, file, false
		case row == 0:
			front = file[next:]
		case rule:
			return front[:len(front)-(len(file)-at)], file[next:], true
		}
		at = next
	}
	return nil, file, false
}

// idOf is the id in the front matter of a file, "" when there is none.
func idOf(file []byte) string {
	front, _, found := matterOf(file)
	if !found {
		return ""
	}
	var m struct {
		ID string `yaml:"id"`
	}
	if yaml.Unmarshal(front, &m) != nil {
		return ""
	}
	return m.ID
}

// The markers around the part of a file that belongs to the reader.
const (
	keepOpen  = "<!-- hearsay:keep -->"
	keepClose = "<!-- /hearsay:keep -->"
)

// errKeep says that the reader's part cannot be told from ours.
var errKeep = errors.New("the line " + keepOpen + " is missing before " + keepClose + ": put it back, or use --force to lose that part")

// keptPart is the reader's part of a file, as it stands between the markers. A
// marker begins a line: what we write ourselves never puts one there. Nothing
// is lost when the closing marker is: then the part reaches to the end.
func keptPart(file []byte) (string, error) {
	_, body, _ := matterOf(file)
	open := lineIndex(body, keepOpen)
	if open < 0 {
		if lineIndex(body, keepClose) >= 0 {
			return "\n\n", errKeep
		}
		return "\n\n", nil
	}
	rest := body[open+len(keepOpen):]
	end := bytes.LastIndex(rest, []byte("\n"+keepClose))
	if end >= 0 {
		return string(rest[:end+1]), nil
	}
	if end = bytes.Index(rest, []byte(keepClose)); end >= 0 { // after words on its line
		return string(rest[:end]), nil
	}
	return strings.TrimRight(string(rest), "\n") + "\n", nil
}

// lineIndex is where the first line begins that begins with words, or -1.
func lineIndex(b []byte, words string) int {
	if bytes.HasPrefix(b, []byte(words)) {
		return 0
	}
	at := bytes.Index(b, []byte("\n"+words))
	if at < 0 {
		return -1
	}
	return at + 1
}

// vaultTags is the tags of a file, and those of the reader's that Obsidian
// would not take as they are.
func vaultTags(own []string, found ...string) (all, changed []string) {
	for _, t := range tags(own) {
		o := obsidianTag(t)
		if o != t {
			changed = append(changed, t)
		}
		found = append(found, o)
	}
	for i, t := range found {
		found[i] = obsidianTag(t)
	}
	for _, t := range tags(found) {
		if t != "hearsay" {
			all = append(all, t)
		}
	}
	return append([]string{"hearsay"}, all...), changed
}

// texts is a list of cleaned texts as strings, never nil.
func texts(all []news.Text) []string {
	out := make([]string, len(all))
	for i, t := range all {
		out[i] = string(t)
	}
	return out
}
