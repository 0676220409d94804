package news

// Class is what kind of party an actor is.
type Class string

// Classes of actors; the words are those of the JSON.
const (
	Group        Class = "group"    // a threat group: espionage, crime, hacktivism
	State        Class = "state"    // a state or bloc, under its names, capital and seats
	Agency       Class = "agency"   // a body of a state
	Official     Class = "official" // a person: officials, executives, the accused
	Organisation Class = "organisation"
)

// Letter marks the class behind a name where there is no colour (screens.md).
func (c Class) Letter() string {
	switch c {
	case Group:
		return "g"
	case State:
		return "s"
	case Official:
		return "o"
	}
	return "n"
}

// TagPrefix is the first level of the tag for actors of this class.
func (c Class) TagPrefix() string {
	switch c {
	case Group:
		return "actor"
	case State:
		return "state"
	case Official:
		return "person"
	}
	return "org"
}

// Alias is a name that somebody uses for an actor.
type Alias struct {
	Name Text
	By   Text // who uses it, "" when unknown
}

// Ref is an actor's entry in a public catalogue.
type Ref struct {
	Source, ID, URL string
}

// Actor is a party that stories name. Slug identifies it: lower-case ASCII
// letters, digits and "-", unique within its class and stable across versions.
type Actor struct {
	Slug    string
	Class   Class
	Kind    string // finer: apt, ransomware, hacktivist, intelligence, person, …
	Name    Text
	Aliases []Alias
	Country string // ISO 3166-1 alpha-2, or ""
	Sponsor Text   // agency or unit as publicly named, or ""
	Role    Text   // of officials: "Kremlin spokesman"
	Refs    []Ref
}

// Tag is the tag that stands for this actor: "actor/apt29", "state/russia".
func (a Actor) Tag() string { return a.Class.TagPrefix() + "/" + a.Slug }

// Field says which text of a story a span lies in.
type Field string

// The fields that are analysed.
const (
	InTitle Field = "title"
	InText  Field = "text"
)

// Status is what the reader thinks of something the program found.
type Status string

// The states of a finding.
const (
	Suggested Status = "suggested"
	Confirmed Status = "confirmed"
	Rejected  Status = "rejected"
)

// Mention is a place where a text names an actor.
type Mention struct {
	Slug       string // of the actor, within Class
	Actor      Text   // its name
	Class      Class
	Field      Field
	Start, End int  // bytes of the field, on rune borders
	Text       Text // the words
	Unsure     bool // a shared or weak alias: shown dim, not counted as sure
	Status     Status
	ByUser     bool // the reader marked it
}

// Tag is the tag that stands for the mentioned actor.
func (m Mention) Tag() string { return m.Class.TagPrefix() + "/" + m.Slug }
