package claim

import (
	"time"

	"hearsay/news"
)

// settle leaves one claim a speaker, kind and sentence, the most specific, and
// drops cues inside what another claim of the sentence denies.
func (r *reading) settle(first int) {
	list := r.claims[first:]
	for i := range list {
		for j := range list {
			if i == j || list[i].rank < 0 || list[j].rank < 0 {
				continue
			}
			if r.covers(&list[i], &list[j], i < j) {
				list[j].rank = -1
			}
		}
	}
	kept := list[:0]
	for _, f := range list {
		if f.rank >= 0 {
			kept = append(kept, f)
		}
	}
	r.claims = r.claims[:first+len(kept)]
}

// covers reports whether claim a makes claim b of the same sentence redundant.
func (r *reading) covers(a, b *found, earlier bool) bool {
	overlap := a.cue.from < b.cue.to && b.cue.from < a.cue.to
	sameSpeaker := a.Speaker == b.Speaker && a.SpeakerActor == b.SpeakerActor || overlap || a.SpeakerActor == b.SpeakerActor && a.SpeakerActor != ""
	if a.Kind == b.Kind && a.cue.from < b.cue.from && b.party.nouns.has(r.g.c.third) && !a.party.nouns.has(r.g.c.third) {
		sameSpeaker = true // "which it said": the speaker goes on
	}
	if a.Kind == b.Kind && (a.Speaker == "" || b.Speaker == "") && a.Target == b.Target {
		sameSpeaker = true
	}
	switch {
	case a.Kind == b.Kind && sameSpeaker:
		return a.rank < b.rank || a.rank == b.rank && (earlier || a.cue.to-a.cue.from > b.cue.to-b.cue.from && overlap)
	case a.Kind == news.Nondenial && b.Kind == news.Denial:
		return overlap || a.Sub == "reversed" && sameSpeaker || sameSpeaker && (a.Sub == "neither-nor" || a.Sub == "not-denied")
	case a.Kind == news.Nondenial && b.Kind == news.NoComment:
		return overlap || sameSpeaker && a.Sub == "neither-nor"
	case a.Kind == news.NoComment && b.Kind == news.Denial:
		return overlap || sameSpeaker && b.Sub == "knowledge-denied"
	case a.Kind == news.Denial && b.Kind == news.Accusation && sameSpeaker && r.g.rules[b.rule].speaker == said:
		return true // the charge stands in what is denied
	case a.Kind == news.Denial && b.Kind == news.Accusation:
		// what is denied is not at the same time claimed
		return b.cue.from >= a.cue.from && b.cue.from-a.cue.to < 16 && (b.Sub != "charged" || sameSpeaker) && sameClause(a, b)
	case a.Kind == news.Deflection && b.Kind == news.Accusation, a.Kind == news.NoComment && b.Kind == news.Accusation, a.Kind == news.Nondenial && b.Kind == news.Accusation:
		return overlap || a.Kind != news.Deflection && b.cue.from > a.cue.from || a.Kind == news.Deflection && sameSpeaker && b.Sub != "blamed"
	case a.Kind == news.Denial && b.Kind == news.Deflection:
		return overlap || b.Sub != "blame-shift" && sameClause(a, b)
	}
	return false
}

// sameClause reports whether no verb of saying of its own parts two cues.
func sameClause(a, b *found) bool {
	for k := a.cue.to; k < b.cue.from; k++ {
		if a.page.tokens[k].kind == semicolon || a.page.tokens[k].kind == closing && a.page.tokens[a.cue.from].quote == 0 {
			return false
		}
	}
	return true
}

// cutClauses gives each of several claims in one sentence its own clause, so
// that their quotes do not overlap.
func (r *reading) cutClauses() {
	for i := 0; i+1 < len(r.claims); i++ {
		a, b := &r.claims[i], &r.claims[i+1]
		if a.Field != b.Field || a.sentence != b.sentence {
			continue
		}
		p := a.page
		at := -1
		for k := b.cue.from - 1; k >= a.cue.to; k-- {
			t := &p.tokens[k]
			if t.kind == semicolon || t.kind == comma || t.kind == dash || t.kind == inWord && (t.classes.has(r.g.c.but) || t.classes.has(r.g.c.and) || t.classes.has(r.g.c.sub) && !t.classes.has(r.g.c.prep)) {
				at = k
				if t.kind == inWord {
					break
				}
				if t.kind != comma {
					at = k + 1
				}
				break
			}
		}
		if at <= a.cue.to-1 || at > b.cue.from {
			if b.Start < a.Start { // both stay in the clause that was cut for the first
				b.Start = a.Start
				b.Quote = news.Text(p.text[b.Start:b.End])
			}
			continue
		}
		left := at
		if p.tokens[at].kind == comma && at+1 <= b.cue.from {
			at++
		}
		for left > a.cue.to && p.tokens[left-1].kind == comma {
			left--
		}
		a.End = int(p.tokens[left-1].end)
		b.Start = int(p.tokens[at].start)
		a.Quote, b.Quote = news.Text(p.text[a.Start:a.End]), news.Text(p.text[b.Start:b.End])
	}
}

// answer joins a denial to the accusation of the story whose target denies
// it, or to the only accusation there is.
func (r *reading) answer(claims []news.Claim) {
	var accusations []int
	for i := range claims {
		if claims[i].Kind == news.Accusation && claims[i].Sub != "claimed" && len(accusations) < maxAnswered {
			accusations = append(accusations, i)
		}
	}
	for i := range claims {
		c := &claims[i]
		if c.Kind == news.Accusation || len(accusations) == 0 {
			continue
		}
		for _, j := range accusations {
			a := &claims[j]
			if a.Speaker == c.Speaker && a.SpeakerActor == c.SpeakerActor {
				continue
			}
			if a.Target != "" && (a.Target == c.Target || a.Target == c.SpeakerActor || a.Target == c.Speaker) {
				c.AnswersAt = j + 1
				break
			}
		}
		if only := accusations[0]; c.AnswersAt == 0 && len(accusations) == 1 && c.Kind == news.Denial && c.SpeakerActor != claims[only].SpeakerActor {
			c.AnswersAt = only + 1
		}
	}
}

// maxAnswered is how many accusations of a story are tried for each denial.
const maxAnswered = 64

// weekdays by their position in the week of package time.
var weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// saidOn is the day of the first weekday that the sentence names outside of
// quotations, counted back from publication; zero when there is none.
func (r *reading) saidOn(p *page, s sentence) time.Time {
	pub := r.story.Published
	if pub.IsZero() {
		return time.Time{}
	}
	for k := s.from; k < s.to; k++ {
		t := &p.tokens[k]
		if t.quote != 0 || !t.classes.has(r.g.c.weekday) {
			continue
		}
		name := lower(p.text[t.start:t.end])
		for d, w := range weekdays {
			if w == name {
				back := (int(pub.Weekday()) - d + 7) % 7
				y, m, day := pub.Date()
				return time.Date(y, m, day-back, 0, 0, 0, 0, time.UTC)
			}
		}
	}
	return time.Time{}
}

// confidence notes how sure an accuser is: as stated, or by hedging words.
func (r *reading) confidence(p *page, s sentence, f *found) {
	for k := s.from; k+1 < s.to; k++ {
		if p.tokens[k+1].word != r.g.confidence || r.g.confidence == 0 {
			continue
		}
		switch lower(p.text[p.tokens[k].start:p.tokens[k].end]) {
		case "high":
			f.Confidence = "high"
		case "moderate", "medium":
			f.Confidence = "moderate"
		case "low":
			f.Confidence = "low"
		}
	}
	switch {
	case f.Confidence != "":
		f.Hedge = f.Confidence + "-confidence"
	case f.Hedge != "" || p.gather(max(s.from, f.cue.from-6), min(s.to, f.cue.to+6)).has(r.g.c.hedge):
		f.Hedge = "hedged"
	default:
		f.Hedge = "none"
	}
	if f.Hedge == "hedged" && f.Sub == "attributed" {
		f.Sub = "suspected"
	}
}

// Explain says in words why a claim was found: for "scan --explain".
func Explain(c news.Claim) []string {
	out := []string{"rule " + c.Rule + ": " + example(c.Rule), "cue: " + string(c.Cue), "scope: " + string(c.Quote)}
	switch {
	case c.Speaker == "" && c.SpeakerActor == "":
		out = append(out, "speaker: nobody ("+c.Why+")")
	case c.SpeakerActor != "" && c.SpeakerActor != c.Speaker:
		out = append(out, "speaker: "+string(c.Speaker)+" = "+string(c.SpeakerActor)+" ("+c.Why+")")
	default:
		out = append(out, "speaker: "+string(c.Speaker)+" ("+c.Why+")")
	}
	if c.Target != "" {
		out = append(out, "target: "+string(c.Target))
	}
	if c.Weak {
		out = append(out, "a weak rule: shown as unsure")
	}
	return out
}

// example is the sentence that made a rule necessary.
func example(id string) string {
	for i := range english().rules {
		if english().rules[i].id == id {
			return english().rules[i].example
		}
	}
	return "unknown"
}
