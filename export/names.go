package export

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hearsay/news"
)

// maxSlug keeps file names short enough for every file system and for eyes.
const maxSlug = 60

// slug is lower-case ASCII letters, digits and "-" made from a text, "" when
// it has none. Letters lose their marks; other scripts are left out.
func slug(t news.Text) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(string(t)) {
		r = unicode.ToLower(r)
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			gap = true
		}
		if b.Len() >= maxSlug {
			break
		}
	}
	s := b.String()
	return strings.Trim(s[:min(len(s), maxSlug)], "-")
}

// short is the first eight digits of an id, which stand in file names.
func short(id string) string {
	const n = 8
	if len(id) < n || strings.Trim(id[:n], "0123456789abcdef") != "" {
		id = news.NameUUID("file|" + id)
	}
	return id[:n]
}

// storyFile is the name, without ".md", of a story's file.
func storyFile(s *news.Story) string {
	day := "undated"
	if when := s.When(); !when.IsZero() {
		day = when.UTC().Format("2006-01-02")
	}
	name := slug(s.Title)
	if name == "" {
		name = "story"
	}
	return day + "-" + name + "-" + short(s.UUID)
}

// devices are names that Windows keeps for itself, with any extension.
var devices = []string{"con", "prn", "aux", "nul", "conin", "conout"}

// device reports whether a slug is one of them; COM1 and LPT1 have a digit.
func device(s string) bool {
	port := len(s) == 4 && (s[:3] == "com" || s[:3] == "lpt")
	return port || slices.Contains(devices, s)
}

// classes in the order in which they may have a plain file name.
var classes = []news.Class{news.Group, news.State, news.Agency, news.Official, news.Organisation}

// actorFile is the name, without ".md", of an actor's file: its slug, with the
// class where another actor has that slug too.
func (s *Selection) actorFile(class news.Class, actor string) string {
	name := slug(news.Text(actor))
	if name == "" {
		name = short(ActorID(class, actor))
	}
	taken := device(name) || name != actor
	for _, c := range classes {
		if c == class || taken || s.Actors == nil {
			break
		}
		_, taken = s.Actors(c, actor)
	}
	if name != actor { // two slugs may look alike in a file name
		name += "-" + short(ActorID(class, actor))
	}
	if taken {
		name += "-" + string(class)
	}
	return name
}

// obsidianTag is a tag as Obsidian allows it: letters, digits, "_", "-" and "/",
// not digits alone (help.obsidian.md/tags). It is "" when nothing is left.
func obsidianTag(t string) string {
	var b strings.Builder
	other := false
	for _, r := range t {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || r == '_' || r == '-' || r == '/':
			other = true
			b.WriteRune(r)
		case unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte('-')
			other = true
		}
	}
	s := b.String()
	if s != "" && !other {
		s = "_" + s
	}
	if strings.Trim(s, "-/") == "" {
		return ""
	}
	return strings.Trim(s, "/")
}
