package claim

import (
	"fmt"
	"strconv"
	"strings"

	"hearsay/news"
)

// speakerMode says where a rule's speaker stands.
type speakerMode uint8

const (
	said        speakerMode = iota // whoever the words are put in the mouth of
	subject                        // the subject of the cue
	saidSubject                    // a source, else the subject
	subjectSaid                    // the subject, else a source
	by                             // behind "by", else nobody
	saidBy                         // a source, else nobody: "is believed to be"
	subjectBy                      // the subject; in the passive the agent, a source, nobody
	to                             // behind "to": "emails to the firm went unanswered"
)

var speakerModes = map[string]speakerMode{"said": said, "subject": subject, "said-subject": saidSubject, "subject-said": subjectSaid, "by": by, "to": to, "said-by": saidBy, "subject-by": subjectBy}

// targetMode says where a rule's target stands.
type targetMode uint8

const (
	noTarget   targetMode = iota
	ofObject              // the noun phrase behind the cue
	ofClause              // the subject of what is denied, else the speaker
	ofSubject             // the subject of the cue
	ofSelf                // the speaker
	ofAccusing            // an actor behind the cue, else before it
)

var targetModes = map[string]targetMode{"none": noTarget, "object": ofObject, "clause": ofClause, "subject": ofSubject, "self": ofSelf, "actor": ofAccusing}

// element is one step of a pattern.
type element struct {
	words   []uint16 // any of these,
	classes set      // or a word of these classes
	forms   uint8    // of classes: in one of these forms, 0 any
	ing     bool     // any word in -ing
	name    bool     // a capitalised word that the lexicon does not know
	actor   bool     // a word inside a mention
	number  bool
	begin   bool  // no word: the beginning of the sentence or quotation
	end     bool  // no word: the end of the sentence or clause
	not     bool  // no word: the next one must not fit
	option  bool  // may be missing
	gap     uint8 // no word: up to so many tokens of any kind
	open    bool  // no word: the cue begins here
	close   bool  // no word: the cue ends here
	verb    bool  // no word: the verb whose subject counts stands here
}

// rule finds one way of claiming. It is a line of rules.tsv.
type rule struct {
	id           string
	kind         news.ClaimKind
	sub          string // "" when the content decides
	pattern      []element
	speaker      speakerMode
	target       targetMode
	content      bool // the sub-kind follows from what is denied
	need         set  // the content must hold a word of these
	before       set  // the subject must hold a word of these
	bar          set  // the content must not begin with a noun of these
	barSubj      set  // the subject must not hold a word of these
	scope        bool // the sentence or story must be about security
	infinite     bool // counts in the infinitive and behind a modal verb as well
	negated      bool // counts with a negation before it
	passive      bool // the cue is a participle in the passive
	pair         bool // a nation and a crew must stand in subject and content
	active       bool // never in the passive
	object       bool // the object comes right behind the cue, as a noun
	bare         bool // nothing behind the cue will do as well
	party        bool // the subject must be a party: a name, person or body
	self         bool // the subject must be the speaker or who is accused
	crewish      bool // the speaker must be of the kind that boasts of attacks
	actor        bool // an actor must stand behind the cue (passive: before it)
	actorSubject bool // the subject must be an actor
	named        bool // and bear a name
	title        bool // in titles only
	weak         bool
	harmed       bool   // the participle of the cue decides: hacked or taken
	proof        bool   // with an actor in what is said, proof is what is missing
	reported     bool   // a report of an event denies the event
	accused      bool   // in the passive the subject is the accused
	direct       bool   // … unless "on" names who is: "was blamed on"
	onto         string // the accused stands behind this word: "on" or "to"
	hedge        string
	example      string
}

// parseRules reads rules.tsv: id, kind, sub, pattern, options, example.
func parseRules(l *lexicon, byText map[string]uint16, table string) ([]rule, error) {
	var rules []rule
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) != 6 {
			return nil, fmt.Errorf("line %d: %d columns, want id, kind, sub, pattern, options and example", n+1, len(cols))
		}
		r := rule{id: cols[0], kind: news.ClaimKind(cols[1]), sub: cols[2], example: cols[5]}
		if r.sub == "content" {
			r.sub, r.content = "", true
		}
		var err error
		if r.pattern, err = parsePattern(l, byText, cols[3]); err != nil {
			return nil, fmt.Errorf("line %d, rule %s: %w", n+1, r.id, err)
		}
		if err = r.options(l, cols[4]); err != nil {
			return nil, fmt.Errorf("line %d, rule %s: %w", n+1, r.id, err)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// options reads the fifth column: words and name=value pairs.
func (r *rule) options(l *lexicon, s string) error {
	r.target = ofClause
	switch r.kind {
	case news.Accusation:
		r.target = ofAccusing
	case news.NoComment, news.Deflection:
		r.target = noTarget
	}
	for _, o := range strings.Fields(s) {
		name, value, valued := strings.Cut(o, "=")
		if !valued {
			if !r.flag(name) {
				return fmt.Errorf("unknown option %q", o)
			}
			continue
		}
		if err := r.set(l, name, value); err != nil {
			return err
		}
	}
	return nil
}

// set takes an option with a value.
func (r *rule) set(l *lexicon, name, value string) (err error) {
	var ok bool
	switch name {
	case "speaker":
		r.speaker, ok = speakerModes[value]
	case "target":
		r.target, ok = targetModes[value]
	case "onto":
		r.onto, ok = value, value == "on" || value == "to"
	case "sub":
		r.sub, ok = value, true
	case "need":
		r.need, err = classSet(l, value)
		return err
	case "before":
		r.before, err = classSet(l, value)
		return err
	case "bar":
		r.bar, err = classSet(l, value)
		return err
	case "bar-subject":
		r.barSubj, err = classSet(l, value)
		return err
	}
	if !ok {
		return fmt.Errorf("unknown option %q", name+"="+value)
	}
	return nil
}

// flag takes an option without a value; false when there is no such.
func (r *rule) flag(name string) bool {
	if name == "hedged" {
		r.hedge = name
		return true
	}
	if name == "named" {
		r.actorSubject = true
	}
	at, ok := map[string]*bool{
		"scope": &r.scope, "object": &r.object, "bare": &r.bare, "party": &r.party, "self": &r.self, "crewish": &r.crewish,
		"actor": &r.actor, "actorsubject": &r.actorSubject, "named": &r.named, "pair": &r.pair, "active": &r.active,
		"infinitive": &r.infinite, "negated": &r.negated, "passive": &r.passive, "title": &r.title, "weak": &r.weak,
		"harmed": &r.harmed, "proof": &r.proof, "reported": &r.reported, "accused": &r.accused, "direct": &r.direct,
	}[name]
	if ok {
		*at = true
	}
	return ok
}

func classSet(l *lexicon, names string) (set, error) {
	var s set
	for _, name := range strings.Split(names, "|") {
		c, ok := l.classes[name]
		if !ok {
			return s, fmt.Errorf("unknown word class %q", name)
		}
		s.add(c)
	}
	return s, nil
}

// parsePattern reads the pattern language:
//
//	word|word   any of these words        [class|class]  a word of these classes
//	[class.form] … in that form           ?x             x may be missing
//	..N         up to N tokens            !x             the next is not x
//	( )         the borders of the cue    ^ $            begin, end
//	@  the next word is the verb whose subject speaks
//	[-ing] [-name] [-actor] [-number]     kinds of words that are no class
func parsePattern(l *lexicon, byText map[string]uint16, s string) ([]element, error) {
	var out []element
	for _, f := range strings.Fields(s) {
		var e element
		switch {
		case f == "(":
			e.open = true
		case f == ")":
			e.close = true
		case f == "@":
			e.verb = true
		case f == "^":
			e.begin = true
		case f == "$":
			e.end = true
		case strings.HasPrefix(f, ".."):
			n, err := strconv.Atoi(f[2:])
			if err != nil || n < 1 || n > maxGap {
				return nil, fmt.Errorf("bad gap %q", f)
			}
			e.gap = uint8(n)
		default:
			var err error
			if e, err = parseElement(l, byText, f); err != nil {
				return nil, err
			}
		}
		out = append(out, e)
	}
	return out, nil
}

// maxGap bounds the work that one start of one pattern can cause.
const maxGap = 16

func parseElement(l *lexicon, byText map[string]uint16, f string) (element, error) {
	var e element
	if f[0] == '?' {
		e.option = true
		f = f[1:]
	} else if f[0] == '!' {
		e.not = true
		f = f[1:]
	}
	if f == "" {
		return e, fmt.Errorf("empty element")
	}
	if f[0] != '[' {
		for _, w := range strings.Split(f, "|") {
			id, ok := byText[w]
			if !ok {
				id = uint16(len(l.words))
				byText[w] = id
				l.words = append(l.words, word{text: w})
			}
			e.words = append(e.words, id)
		}
		return e, nil
	}
	names, form, _ := strings.Cut(strings.Trim(f, "[]"), ".")
	if form != "" {
		for _, name := range strings.Split(form, "|") {
			bits, ok := formNames[name]
			if !ok {
				return e, fmt.Errorf("unknown form %q", name)
			}
			e.forms |= bits
		}
	}
	for _, name := range strings.Split(names, "|") {
		switch name {
		case "-ing":
			e.ing = true
		case "-name":
			e.name = true
		case "-actor":
			e.actor = true
		case "-number":
			e.number = true
		default:
			c, ok := l.classes[name]
			if !ok {
				return e, fmt.Errorf("unknown word class %q", name)
			}
			e.classes.add(c)
		}
	}
	return e, nil
}
