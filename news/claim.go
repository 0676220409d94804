package news

import "time"

// ClaimKind is what a claim does.
type ClaimKind string

// Kinds of claims.
const (
	Accusation ClaimKind = "accusation"
	Denial     ClaimKind = "denial"
	Nondenial  ClaimKind = "nondenial"
	NoComment  ClaimKind = "nocomment"
	Deflection ClaimKind = "deflection"
)

// Mark is the sign in the margin (screens.md). Only a denial gets "¬".
func (k ClaimKind) Mark() string {
	switch k {
	case Accusation:
		return "»"
	case Denial:
		return "¬"
	}
	return "~"
}

// ClaimSet is a set of kinds.
type ClaimSet uint8

// The members of a ClaimSet.
const (
	HasAccusation ClaimSet = 1 << iota
	HasDenial
	HasNondenial
	HasNoComment
	HasDeflection
)

// Set is the set that holds only k.
func (k ClaimKind) Set() ClaimSet {
	switch k {
	case Accusation:
		return HasAccusation
	case Denial:
		return HasDenial
	case Nondenial:
		return HasNondenial
	case NoComment:
		return HasNoComment
	case Deflection:
		return HasDeflection
	}
	return 0
}

// Has reports whether all kinds of other are in s.
func (s ClaimSet) Has(other ClaimSet) bool { return s&other == other }

// Claim is something somebody is reported to have said: who accuses whom, who
// denies what. It never states what happened.
type Claim struct {
	UUID  string // kept in the store; "" when fresh from the analysis
	Story ID
	Kind  ClaimKind
	Sub   string // finer kind: "involvement-denied", "attributed", …

	Speaker      Text // the words of the text, "" when nobody is named
	SpeakerActor Text // the party they stand for
	SpeakerSlug  string
	SpeakerClass Class
	Target       Text // the accused, or the subject of what is denied
	TargetSlug   string
	TargetClass  Class

	Quote            Text // the sentence or clause that carries the claim
	Cue              Text // the words that make it a claim
	Field            Field
	Start, End       int // of Quote, bytes of the field
	CueStart, CueEnd int

	Hedge      string    // of accusations: none, hedged, low-, moderate-, high-confidence
	Confidence string    // low, moderate, high as the speaker stated it, or ""
	SaidOn     time.Time // the day, zero when unknown
	Answers    string    // UUID of the accusation that a denial answers, or ""
	Weak       bool      // found by a weak rule: shown dim with "?"
	Rule       string    // which rule found it
	Why        string    // how the speaker and target were chosen, in words
	Status     Status
	ByUser     bool // the reader changed it

	// AnswersAt is the index in Analysis.Claims of the accusation that this
	// claim answers, plus one; 0 for none. The store turns it into Answers.
	AnswersAt int
}

// Analysis is what the engine found in one story.
type Analysis struct {
	Mentions []Mention // ordered by field (title first) and start, never overlapping
	Claims   []Claim   // ordered by field (title first) and start
	Actors   []Actor   // those mentioned, each once: persons are known from the text alone
}

// Analysed is the analysis of the story with this ID, ready to be kept.
type Analysed struct {
	ID ID
	Analysis
}
