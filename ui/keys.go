package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
)

// chord is what the hands did: one key, or a prefix and the key after it, as
// "j", "ctrl+d", "g g", "] c". It is what bindings are matched against.
type chord string

func (c chord) String() string { return string(c) }

// keyMap holds every key of the program.
type keyMap struct {
	// Everywhere.
	Back, Escape, Interrupt, Help, Palette, Undo, Redo, Redraw, Suspend key.Binding
	// Moving.
	Down, Up, HalfDown, HalfUp, PageDown, PageUp, Top, Bottom, Tab, Left, Right key.Binding
	// Places.
	Headlines, Denials, WriteOn key.Binding
	// Next, back.
	NextClaim, PrevClaim, NextDenial, PrevDenial, NextActor, PrevActor key.Binding
	NextNote, PrevNote, NextUnread, PrevUnread, NextStory, PrevStory   key.Binding
	// List.
	Enter, Search, Filter, Hide key.Binding
	// Story, its row or open.
	ReadOn, Read, AllRead, Star, Tag, TagActors, Note, Open, CopyLink, CopyQuote key.Binding
	Export, Fetch, FetchAll                                                      key.Binding
	// Open story.
	FindIn, NextHit, PrevHit               key.Binding
	Select, OtherEnd, EditNote, DeleteNote key.Binding
	// Claim under the cursor.
	Confirm, Reject, Why key.Binding
	// Dialogs.
	Apply, Save, Editor, Complete, NextField, PrevField, Toggle, All, Cancel, History key.Binding
	DialogDown, DialogUp                                                              key.Binding
}

// bind makes a binding from its keys, separated by commas or, for sequences,
// written with a blank: "ctrl+d", "j,down", "g g".
func bind(pressed, shown, does string) key.Binding {
	return key.NewBinding(key.WithKeys(strings.Split(pressed, ",")...), key.WithHelp(shown, does))
}

// keys are the default bindings. In one context no key means two things; the
// narrower context wins over the wider.
var keys = keyMap{
	Back:      bind("q", "q", "back; quit on the first screen"),
	Escape:    bind("esc", "esc", "end selection or search, else back"),
	Interrupt: bind("ctrl+c", "ctrl+c", "quit at once"),
	Help:      bind("?,f1", "?", "keys"),
	Palette:   bind(":,ctrl+p", ":", "commands"),
	Undo:      bind("u", "u", "undo"),
	Redo:      bind("ctrl+r", "ctrl+r", "redo"),
	Redraw:    bind("ctrl+l", "ctrl+l", "redraw"),
	Suspend:   bind("ctrl+z", "ctrl+z", "suspend"),

	Down:     bind("j,down", "j", "down"),
	Up:       bind("k,up", "k", "up"),
	HalfDown: bind("ctrl+d", "ctrl+d", "half a page down"),
	HalfUp:   bind("ctrl+u", "ctrl+u", "half a page up"),
	PageDown: bind("ctrl+f,pgdown", "ctrl+f", "page down"),
	PageUp:   bind("ctrl+b,pgup", "ctrl+b", "page up"),
	Top:      bind("g g,home", "gg", "top"),
	Bottom:   bind("G,end", "G", "end"),
	Tab:      bind("tab", "tab", "other pane"),
	Left:     bind("h,left", "h", "to the list"),
	Right:    bind("l,right", "l", "to the story"),

	Headlines: bind("g h", "gh", "headlines"),
	Denials:   bind("g d", "gd", "denials"),
	WriteOn:   bind("g w", "gw", "unfinished note"),

	NextClaim:  bind("] c", "]c", "next claim"),
	PrevClaim:  bind("[ c", "[c", "previous claim"),
	NextDenial: bind("] d", "]d", "next denial"),
	PrevDenial: bind("[ d", "[d", "previous denial"),
	NextActor:  bind("] a", "]a", "next actor"),
	PrevActor:  bind("[ a", "[a", "previous actor"),
	NextNote:   bind("] n", "]n", "next note"),
	PrevNote:   bind("[ n", "[n", "previous note"),
	NextUnread: bind("] u", "]u", "next unread story"),
	PrevUnread: bind("[ u", "[u", "previous unread story"),
	NextStory:  bind("J", "J", "next story"),
	PrevStory:  bind("K", "K", "previous story"),

	Enter:  bind("enter", "enter", "read"),
	Search: bind("/", "/", "search"),
	Filter: bind("f", "f", "filter"),
	Hide:   bind("D", "D", "hide story"),

	ReadOn:    bind("space", "space", "read on, then next unread"),
	Read:      bind("N", "N", "read on/off"),
	AllRead:   bind("M", "M", "mark all listed read"),
	Star:      bind("s", "s", "star"),
	Tag:       bind("t", "t", "tag"),
	TagActors: bind("T", "T", "tag with its actors"),
	Note:      bind("n", "n", "note"),
	Open:      bind("o", "o", "open in browser"),
	CopyLink:  bind("y", "y", "copy link"),
	CopyQuote: bind("Y", "Y", "copy quote with citation"),
	Export:    bind("e", "e", "export"),
	Fetch:     bind("r", "r", "fetch this feed"),
	FetchAll:  bind("R", "R", "fetch all"),

	FindIn:     bind("/", "/", "search in the story"),
	NextHit:    bind("n", "n", "next match"),
	PrevHit:    bind("N", "N", "previous match"),
	Select:     bind("v", "v", "select by sentence, again freely"),
	OtherEnd:   bind("o", "o", "other end of a free selection"),
	EditNote:   bind("E", "E", "edit the note at the cursor"),
	DeleteNote: bind("D", "D", "delete the note at the cursor, else hide"),

	Confirm: bind("a", "a", "confirm"),
	Reject:  bind("x", "x", "reject"),
	Why:     bind("i", "i", "why it is marked"),

	Apply:      bind("enter", "enter", "apply"),
	Save:       bind("ctrl+s", "ctrl+s", "save"),
	Editor:     bind("ctrl+o", "ctrl+o", "editor"),
	Complete:   bind("tab", "tab", "complete"),
	NextField:  bind("tab", "tab", "next field"),
	PrevField:  bind("shift+tab", "shift+tab", "previous field"),
	Toggle:     bind("space", "space", "toggle"),
	All:        bind("ctrl+y", "ctrl+y", "all"),
	Cancel:     bind("esc", "esc", "cancel"),
	History:    bind("ctrl+r", "ctrl+r", "history"),
	DialogDown: bind("down,ctrl+n", "down", "down"),
	DialogUp:   bind("up,ctrl+p", "up", "up"),
}

// keyContext is a place where a set of keys holds.
type keyContext struct {
	name     string
	within   []string // wider contexts that hold there too
	bindings []key.Binding
}

// dialog reports whether the keys act on what is typed or ticked in a dialog.
func (c keyContext) dialog() bool { return c.within == nil && c.name != "everywhere" }

// contexts lists all keys by the place where they hold, in the order of the
// help screen.
func (k *keyMap) contexts() []keyContext {
	return []keyContext{
		{"everywhere", nil, []key.Binding{k.Back, k.Escape, k.Interrupt, k.Help, k.Palette, k.Undo, k.Redo, k.Redraw, k.Suspend}},
		{"moving", []string{"everywhere"}, []key.Binding{k.Down, k.Up, k.HalfDown, k.HalfUp, k.PageDown, k.PageUp,
			k.Top, k.Bottom, k.Tab, k.Left, k.Right}},
		{"go to", []string{"everywhere"}, []key.Binding{k.Headlines, k.Denials, k.WriteOn}},
		{"next, back", []string{"everywhere", "moving", "go to"}, []key.Binding{k.NextClaim, k.PrevClaim, k.NextDenial, k.PrevDenial,
			k.NextActor, k.PrevActor, k.NextNote, k.PrevNote, k.NextUnread, k.PrevUnread, k.NextStory, k.PrevStory}},
		{"list", []string{"everywhere", "moving", "go to", "next, back"}, []key.Binding{k.Enter, k.Search, k.Filter, k.Hide}},
		{"story, its row or open", []string{"everywhere", "moving", "go to", "next, back"}, []key.Binding{k.ReadOn, k.Read, k.AllRead,
			k.Star, k.Tag, k.TagActors, k.Note, k.Open, k.CopyLink, k.CopyQuote, k.Export, k.Fetch, k.FetchAll}},
		{"open story", []string{"everywhere", "moving", "go to", "next, back", "story, its row or open"},
			[]key.Binding{k.FindIn, k.Select, k.EditNote, k.DeleteNote}},
		{"search in the story", []string{"open story"}, []key.Binding{k.NextHit, k.PrevHit}},
		{"selected text", []string{"open story"}, []key.Binding{k.OtherEnd}},
		{"claim under the cursor", []string{"open story"}, []key.Binding{k.Confirm, k.Reject, k.Why}},
		{"filter, search, commands", nil, []key.Binding{k.DialogDown, k.DialogUp, k.Complete, k.History, k.Apply, k.Cancel}},
		{"tag dialog", nil, []key.Binding{k.DialogDown, k.DialogUp, k.Toggle, k.All, k.Complete, k.Apply, k.Cancel}},
		{"note dialog", nil, []key.Binding{k.Save, k.Editor, k.NextField, k.PrevField, k.Toggle, k.Cancel}},
	}
}

// contexts lists the keys of what these options allow: a function that was not
// given takes its keys with it.
func (o *Options) contexts() []keyContext {
	gone := map[key.Help]bool{}
	leave := func(without bool, bindings ...key.Binding) {
		for _, b := range bindings {
			gone[b.Help()] = gone[b.Help()] || without
		}
	}
	leave(o.Fetch == nil, keys.Fetch, keys.FetchAll)
	leave(o.Export == nil, keys.Export)
	leave(o.Open == nil, keys.Open)
	leave(o.Drafts == nil, keys.WriteOn)
	leave(o.Drafts == nil || o.Editor == nil, keys.Editor)
	all := keys.contexts()
	for i := range all {
		all[i].bindings = slices.DeleteFunc(all[i].bindings, func(b key.Binding) bool { return gone[b.Help()] })
	}
	return all
}

// inOrder puts the contexts with these names before the others.
func inOrder(all []keyContext, first []string) []keyContext {
	ordered := make([]keyContext, 0, len(all))
	for _, name := range first {
		for _, c := range all {
			if c.name == name {
				ordered = append(ordered, c)
			}
		}
	}
	for _, c := range all {
		if !slices.Contains(first, c.name) {
			ordered = append(ordered, c)
		}
	}
	return ordered
}

// waiting answers the bindings that go on after the prefix key, "g" or "]".
func waiting(all []keyContext, prefix string) []key.Binding {
	var found []key.Binding
	for _, c := range all {
		for _, b := range c.bindings {
			for _, seq := range b.Keys() {
				if strings.HasPrefix(seq, prefix+" ") {
					found = append(found, b)
				}
			}
		}
	}
	return found
}

// prefixes reports whether a longer sequence begins with the key.
func (k *keyMap) prefixes(pressed string) bool { return len(waiting(k.contexts(), pressed)) > 0 }
