package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"hearsay/news"
)

// suggestion is a tag that the text of a story proposes, and why.
type suggestion struct {
	tag string
	why string // "accused, denies", else "4 mentions"
}

// actorTags are the tags of the actors that the stories name for sure: in the
// order of suggestTags, each once, with none that rests only on shared or weak
// aliases or on mentions that the reader rejected.
func actorTags(stories ...*news.Full) []string {
	var tags []string
	for _, p := range parties(stories) {
		if p.sure > 0 {
			tags = append(tags, p.tag)
		}
	}
	return tags
}

// suggestTags are the tags of all actors that the stories name: groups first,
// then states, persons and organisations, the most mentioned of each first.
func suggestTags(stories ...*news.Full) []suggestion {
	var out []suggestion
	for _, p := range parties(stories) {
		out = append(out, suggestion{p.tag, p.why()})
	}
	return out
}

// party is an actor in a set of stories.
type party struct {
	tag            string
	class          news.Class
	mentions, sure int
	accused        bool
	does           []string // "accuses", "denies", …: in order of their weight
}

// parties counts the actors of the stories.
func parties(stories []*news.Full) []*party {
	found := map[string]*party{}
	var all []*party
	for _, s := range stories {
		for _, m := range s.Mentions {
			if m.Status == news.Rejected {
				continue
			}
			p := found[m.Tag()]
			if p == nil {
				p = &party{tag: m.Tag(), class: m.Class}
				found[p.tag] = p
				all = append(all, p)
			}
			p.mentions++
			if !m.Unsure {
				p.sure++
			}
		}
		for _, c := range s.Claims {
			if c.Status == news.Rejected {
				continue
			}
			if p := found[c.SpeakerClass.TagPrefix()+"/"+c.SpeakerSlug]; p != nil && c.SpeakerSlug != "" {
				p.add(deeds[c.Kind])
			}
			if p := found[c.TargetClass.TagPrefix()+"/"+c.TargetSlug]; p != nil && c.TargetSlug != "" && c.Kind == news.Accusation {
				p.accused = true
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *party) int {
		return cmp.Or(
			cmp.Compare(classOrder[a.class.TagPrefix()], classOrder[b.class.TagPrefix()]),
			cmp.Compare(b.mentions, a.mentions))
	})
	return all
}

// classOrder is the order of the kinds of actors in every header.
var classOrder = map[string]int{
	news.Group.TagPrefix():        0,
	news.State.TagPrefix():        1,
	news.Official.TagPrefix():     2,
	news.Organisation.TagPrefix(): 3,
}

// deeds says in a word what who makes a claim does with it.
var deeds = map[news.ClaimKind]string{
	news.Accusation: "accuses",
	news.Denial:     "denies",
	news.Nondenial:  "answers",
	news.NoComment:  "no comment",
	news.Deflection: "deflects",
}

func (p *party) add(deed string) {
	if deed != "" && !slices.Contains(p.does, deed) {
		p.does = append(p.does, deed)
	}
}

// why is the party's part in the stories, or how often they name it.
func (p *party) why() string {
	roles := p.does
	if p.accused {
		roles = append([]string{"accused"}, roles...)
	}
	switch {
	case len(roles) > 0:
		return strings.Join(roles, ", ")
	case p.sure == 0:
		return "unsure, " + count(p.mentions, "mention", "mentions")
	}
	return count(p.mentions, "mention", "mentions")
}

// maxTag is the most bytes of a tag that the store takes.
const maxTag = 100

// tagOf is the tag that the reader meant with s: small letters, without "#",
// with "/" only between levels, and with "-" for what no tag may hold; "" when
// nothing is left.
func tagOf(s string) string {
	s = strings.ToLower(strings.TrimLeft(strings.TrimSpace(typed(s)), "#"))
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.Mn) && !strings.ContainsRune("-_./+&", r)
	})
	levels := strings.FieldsFunc(strings.Join(words, "-"), func(r rune) bool { return r == '/' })
	tag := strings.Join(levels, "/")
	for len(tag) > maxTag {
		_, size := utf8.DecodeLastRuneInString(tag)
		tag = tag[:len(tag)-size]
	}
	return strings.TrimRight(tag, "/")
}

// completions are the tags of known that fit typed: those that begin with it,
// then those with a level that does, then those with its letters in order;
// within each the most used first. Typed up to its last "/" must be there as it
// stands, letter case aside.
func completions(typed string, known []news.TagCount) []news.TagCount {
	typed = strings.ToLower(strings.TrimLeft(typed, "#"))
	if typed == "" {
		return nil
	}
	level := typed[:strings.LastIndexByte(typed, '/')+1]
	var fits []news.TagCount
	var rests []string
	for _, k := range known {
		if rest, ok := strings.CutPrefix(strings.ToLower(k.Tag), level); ok && rest != "" {
			fits, rests = append(fits, k), append(rests, rest)
		}
	}
	rest := typed[len(level):]
	if rest == "" {
		slices.SortStableFunc(fits, mostUsed)
		return fits
	}
	found := slices.DeleteFunc(fuzzy.Find(rest, rests), func(m fuzzy.Match) bool { return !near(rest, m) })
	slices.SortStableFunc(found, func(a, b fuzzy.Match) int {
		return cmp.Or(cmp.Compare(nearness(rest, a.Str), nearness(rest, b.Str)), mostUsed(fits[a.Index], fits[b.Index]))
	})
	out := make([]news.TagCount, len(found))
	for i, m := range found {
		out[i] = fits[m.Index]
	}
	return out
}

// near reports whether a match is more than letters strewn over the tag: it has
// what is typed in one piece, or begins with a word of the tag.
func near(typed string, m fuzzy.Match) bool {
	first := m.MatchedIndexes[0]
	return strings.Contains(m.Str, typed) || first == 0 || strings.ContainsRune("/-_.", rune(m.Str[first-1]))
}

// nearness ranks how tag fits typed: 0 is best.
func nearness(typed, tag string) int {
	switch {
	case tag == typed:
		return 0
	case strings.HasPrefix(tag, typed):
		return 1
	case strings.Contains(tag, "/"+typed):
		return 2
	}
	return 3
}

func mostUsed(a, b news.TagCount) int {
	return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Tag, b.Tag))
}

// levelDown is typed after "/" was pressed on tag: the next level of tag below
// what typed names already, "actor/" from "act" on "actor/tidal-heron". When
// tag has no such level the answer is typed with "/" behind it.
func levelDown(typed, tag string) string {
	typed = strings.TrimLeft(typed, "#")
	below := strings.LastIndexByte(typed, '/') + 1
	if strings.HasPrefix(strings.ToLower(tag), strings.ToLower(typed[:below])) {
		if end := strings.IndexByte(tag[below:], '/'); end >= 0 {
			return tag[:below+end+1]
		}
	}
	if typed == "" || strings.HasSuffix(typed, "/") {
		return typed
	}
	return typed + "/"
}
