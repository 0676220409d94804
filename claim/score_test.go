package claim

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// tally counts what a scoring run found for one kind of claim, or for all.
type tally struct {
	hit, wrong, missed                       int
	speakers, speakerRight, strict           int
	actors, actorRight, targets, targetRight int
	subRight                                 int
}

// scores is the outcome of one labelled set.
type scores struct {
	kinds               map[string]*tally
	clean, alarms, free int // clean items, false alarms in them, optional matches
	errors              []string
}

var scoredKinds = []string{"all", "denial", "accusation", "nondenial", "nocomment", "deflection"}

// titles are words that do not tell one party from another; generic ones may
// be missing in a lenient comparison.
var (
	titles  = wordSet("mr mrs ms dr sir sen rep gen gov prof the a an its his her their our inc corp ltd llc plc co gmbh ag sa")
	generic = wordSet("spokesman spokeswoman spokesperson representative company group gang officials official government ministry minister foreign embassy statement chief executive ceo ciso cto director president senior security firm agency department office of for and at in to state researchers analysts police prosecutors authorities bank hackers crew lawyer lawyers cyber service team national general head vendor operators actor actors people party university hospital city council media press secretary intelligence defence defense")
	states  = map[string]string{"moscow": "russia", "kremlin": "russia", "russian": "russia", "beijing": "china", "chinese": "china", "us": "unitedstates",
		"washington": "unitedstates", "american": "unitedstates", "tehran": "iran", "iranian": "iran", "pyongyang": "northkorea", "uk": "unitedkingdom",
		"british": "unitedkingdom", "kyiv": "ukraine", "ukrainian": "ukraine", "belarusian": "belarus", "minsk": "belarus", "vietnamese": "vietnam", "hanoi": "vietnam"}
	pronouns = wordSet("he she it they we i you him her them us our his its their who")
)

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// canon folds a party to its telling words.
func canon(s string) []string {
	s = strings.NewReplacer("’s", "", "'s", "", "United States", "unitedstates", "United Kingdom", "unitedkingdom", "North Korea", "northkorea").Replace(s)
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if titles[w] {
			continue
		}
		if state, ok := states[w]; ok {
			w = state
		}
		out = append(out, w)
	}
	return out
}

// same reports whether two names mean one party: equal, or (lenient) the
// telling words of one within the other's.
func same(a, b string, lenient bool) bool {
	x, y := canon(a), canon(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if slices.Equal(x, y) {
		return true
	}
	if !lenient {
		return false
	}
	x, y = telling(x), telling(y)
	return len(x) > 0 && len(y) > 0 && (within(x, y) || within(y, x))
}

func telling(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return generic[w] })
}

func within(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

func anyOf(want string, got []string, lenient bool) bool {
	for alternative := range strings.SplitSeq(want, "|") {
		for _, g := range got {
			if same(alternative, g, lenient) {
				return true
			}
		}
	}
	return false
}

func (want record) speaker(got record, lenient bool) bool {
	names := want.Actor
	if want.Speaker != "" && !pronouns[strings.ToLower(want.Speaker)] {
		names += "|" + want.Speaker
	}
	return anyOf(names, []string{got.Speaker, got.Actor}, lenient)
}

func isOneOf(list, s string) bool { return slices.Contains(strings.Split(list, "|"), s) }

// overlap is the share of the shorter of two spans that the other covers.
func overlap(a, b record) float64 {
	if a.Field != b.Field {
		return 0
	}
	return float64(min(a.End, b.End)-max(a.Start, b.Start)) / float64(max(1, min(a.End-a.Start, b.End-b.Start)))
}

// score compares what the engine finds with the labels. A claim is found when
// one of its kind covers at least half of the shorter span, one to one; a
// label that is optional costs nothing either way.
func score(items []item, predict func(item) []record) scores {
	out := scores{kinds: map[string]*tally{}}
	for _, k := range scoredKinds {
		out.kinds[k] = &tally{}
	}
	for _, it := range items {
		got := predict(it)
		if len(it.Claims) == 0 {
			out.clean++
			out.alarms += len(got)
		}
		out.match(it, got)
	}
	return out
}

func (s *scores) match(it item, got []record) {
	usedGold, usedGot := map[int]bool{}, map[int]bool{}
	// firm labels first, then those whose speaker fits
	for pass := range 4 {
		for i, want := range it.Claims {
			for j, g := range got {
				if usedGold[i] || usedGot[j] || want.Optional != (pass >= 2) || !isOneOf(want.Kind, g.Kind) || overlap(want, g) < 0.5 ||
					pass%2 == 0 && !want.speaker(g, true) {
					continue
				}
				usedGold[i], usedGot[j] = true, true
				if want.Optional {
					s.free++
					continue
				}
				s.judge(want, g)
			}
		}
	}
	for i, want := range it.Claims {
		if !usedGold[i] && !want.Optional {
			s.kinds["all"].missed++
			s.kinds[first(want.Kind)].missed++
			s.errors = append(s.errors, fmt.Sprintf("missed %s %s/%s: %s", it.ID, want.Kind, want.Sub, want.Quote))
		}
	}
	for j, g := range got {
		if !usedGot[j] {
			s.kinds["all"].wrong++
			s.kinds[g.Kind].wrong++
			s.errors = append(s.errors, fmt.Sprintf("false  %s %s/%s (%s): %s", it.ID, g.Kind, g.Sub, g.Rule, g.Quote))
		}
	}
}

func first(s string) string { k, _, _ := strings.Cut(s, "|"); return k }

func (s *scores) judge(want, got record) {
	for _, k := range []string{"all", first(want.Kind)} {
		t := s.kinds[k]
		t.hit++
		if want.Actor != "" || want.Speaker != "" && !pronouns[strings.ToLower(want.Speaker)] {
			t.speakers++
			t.speakerRight += one(want.speaker(got, true))
			t.strict += one(want.speaker(got, false))
		}
		if want.Actor != "" {
			t.actors++
			t.actorRight += one(anyOf(want.Actor, []string{got.Actor, got.Speaker}, true))
		}
		if want.Target != "" {
			t.targets++
			t.targetRight += one(anyOf(want.Target, []string{got.Target}, true))
		}
		t.subRight += one(isOneOf(want.Sub, got.Sub))
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func rate(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func (t *tally) precision() float64 { return rate(t.hit, t.hit+t.wrong) }
func (t *tally) recall() float64    { return rate(t.hit, t.hit+t.missed) }
func (t *tally) f1() float64 {
	p, r := t.precision(), t.recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// alarmsPer100 is the number of false alarms per 100 items without a claim.
func (s *scores) alarmsPer100() float64 { return 100 * rate(s.alarms, s.clean) }

func (s *scores) print(w io.Writer) {
	fmt.Fprintf(w, "%-11s %4s %4s %4s  %5s %5s %5s  %5s %6s %5s %6s %5s\n", "kind", "tp", "fp", "fn", "prec", "rec", "f1", "speak", "strict", "actor", "target", "sub")
	for _, k := range scoredKinds {
		t := s.kinds[k]
		fmt.Fprintf(w, "%-11s %4d %4d %4d  %5.3f %5.3f %5.3f  %5.3f %6.3f %5.3f %6.3f %5.3f\n", k, t.hit, t.wrong, t.missed, t.precision(), t.recall(), t.f1(),
			rate(t.speakerRight, t.speakers), rate(t.strict, t.speakers), rate(t.actorRight, t.actors), rate(t.targetRight, t.targets), rate(t.subRight, t.hit))
	}
	fmt.Fprintf(w, "clean items %d, false alarms %d (%.1f per 100), optional matches %d\n", s.clean, s.alarms, s.alarmsPer100(), s.free)
}
