package actor

import "hearsay/news"

// saidAlias is a name that the story itself gives to an actor.
type saidAlias struct {
	actor uint16
	alias news.Alias
}

// hashesOf is the set of the words of a list.
func hashesOf(words string) map[uint64]bool {
	out := map[uint64]bool{}
	for _, w := range split(nil, words) {
		out[w.hash] = true
	}
	return out
}

var (
	// knownAs are the words before "as" that make it give a name.
	knownAs = hashesOf("known tracked tracks tracking track designated designates identified")
	// groupNouns are those whose bearer may get a name by these words: not
	// "malware", "back door", "campaign".
	groupNouns = hashesOf("group groups actor actors gang gangs crew hackers hacker adversary cluster collective operators outfit")
	// between may stand between a group and the words that give its name.
	between = hashesOf("also which that who whom it they we is are was were has been by the a of activity formerly previously now internally " +
		"and or others publicly company firm vendor researchers known tracked tracks tracking track designated designates identified calls called dubs dubbed names named nicknamed under name as aka")
)

// maxBetween is how many words may stand there.
const maxBetween = 12

// givesName says that a name may follow the cue at word i.
func (s *scan) givesName(i int) bool {
	w := &s.words[i]
	if i+1 >= len(s.words) || i+1 == s.split || w.shape&upper != 0 {
		return false
	}
	if w.id == s.c.small.as && (i == 0 || w.sep > gap || !knownAs[s.words[i-1].hash]) {
		return false
	}
	next := &s.words[i+1]
	return (next.sep == gap || next.sep == quote) && (s.taken[i+1] > 0 || next.shape&upper != 0) && !s.headline(i+1)
}

// alsoKnown takes the names that a text gives to a group: "also known as Sly
// Otter", "which Vendor tracks as Marsh Heron", "a threat actor dubbed Marsh
// Kite".
func (s *scan) alsoKnown() {
	for _, cue := range s.cues {
		if who, by, ok := s.whoIsNamed(int(cue)); ok {
			s.takeAliases(int(cue)+1, who, by)
		}
	}
}

// whoIsNamed looks to the left of a cue for the group that gets a name: one that
// is named there, or none yet (0xFFFF) when only a noun stands for it; and who
// calls it so.
func (s *scan) whoIsNamed(i int) (who uint16, by news.Text, ok bool) {
	for at, n := i, 0; n < maxBetween && at > 0 && at != s.split && s.words[at].sep < stop; n++ {
		at--
		if x := s.taken[at]; x > 0 {
			a := s.actorOf(s.hits[x-1].actor)
			if a.Class == news.Group {
				return s.hits[x-1].actor, by, true
			}
			if a.Class != news.Organisation && a.Class != news.Agency {
				return 0, "", false
			}
			by = a.Name
			at = s.hits[x-1].from
			continue
		}
		w := &s.words[at]
		if groupNouns[w.hash] && w.shape&upper == 0 {
			return s.nounOrName(at), by, true
		}
		if !between[w.hash] {
			return 0, "", false
		}
	}
	return 0, "", false
}

// nobody stands for a group that has no name yet.
const nobody = swallowed

// nounOrName is the group whose name stands right before its noun ("the APT29
// group") or right behind it, else nobody.
func (s *scan) nounOrName(at int) uint16 {
	for _, x := range []int{at - 1, at + 1} {
		if x < 0 || x >= len(s.words) || (x >= s.split) != (at >= s.split) || s.words[max(x, at)].sep > gap {
			continue
		}
		if n := s.taken[x]; n > 0 && s.actorOf(s.hits[n-1].actor).Class == news.Group {
			return s.hits[n-1].actor
		}
	}
	return nobody
}

// takeAliases reads the list of names that begins at word at.
func (s *scan) takeAliases(at int, who uint16, by news.Text) {
	for n := 0; n < 8 && at < len(s.words) && at != s.split; n++ {
		var to int
		if x := s.taken[at]; x > 0 {
			h := s.hits[x-1]
			if h.from != at || s.actorOf(h.actor).Class != news.Group {
				return
			}
			if who == nobody {
				who = h.actor
			}
			to = h.to
		} else if to = s.properRight(at, true); to == at || to > at+4 || !s.properGang(at, to) || s.headline(at) ||
			s.words[to-1].end-s.words[at].start < 4 || n > 0 && s.verbAt(to) {
			return
		} else if who = s.callIt(at, to, who, by); who == nobody {
			return
		}
		switch { // does the list go on?
		case to+1 < len(s.words) && to != s.split && s.words[to].sep <= comma && (s.words[to].id == s.c.small.and || s.words[to].id == s.c.small.or):
			at = to + 1
		case to < len(s.words) && to != s.split && s.words[to].sep == comma:
			at = to
		default:
			return
		}
	}
}

// callIt gives the words from, to as a name to a group, which it makes of them
// when it had none, and returns the group.
func (s *scan) callIt(from, to int, who uint16, by news.Text) uint16 {
	name := s.spelled(from, to)
	if who == nobody {
		made, ok := s.introduce(news.Group, "unknown", name, "", "")
		if !ok {
			return nobody
		}
		who = made
	} else if len(s.said) < maxFound {
		if by == "" {
			by = news.Text(Scheme(name))
		}
		s.said = append(s.said, saidAlias{who, news.Alias{Name: news.Text(name), By: by}})
	}
	s.add(hit{from: from, to: to, actor: who, rule: cased})
	s.shortenAs(s.words[from].hash, shortName{actor: who, rule: cased, from: from, to: to, whole: to-from > 1})
	return who
}

// withSaid is an actor with the names that the story gave it.
func (s *scan) withSaid(at uint16, a news.Actor) news.Actor {
	var own []news.Alias
	for _, said := range s.said {
		if said.actor == at {
			own = append(own, said.alias)
		}
	}
	if own != nil {
		a.Aliases = append(own, a.Aliases...) // a slice of its own: the record is shared
	}
	return a
}
