package query

import (
	"fmt"
	"unicode/utf8"
)

// Error says what is wrong with a query, where, and what was probably meant.
type Error struct {
	Pos     int    // byte of the query at which Word begins
	Word    string // the part that is wrong, as typed
	Msg     string // what is wrong
	Nearest string // what was probably meant, as it must be typed; may be ""
	Do      string // what to do besides; may be ""
	Column  int    // of Pos in characters, from 1
}

// Error is one line: what, where, what to do.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s at character %d of the query", e.Msg, e.Column)
	if e.Nearest != "" {
		s += fmt.Sprintf("; the nearest is %s", e.Nearest)
	}
	if e.Do != "" {
		s += "; " + e.Do
	}
	return s
}

// wrong makes the error for word at byte pos of in.
func wrong(in string, pos int, word, nearest, do, format string, args ...any) *Error {
	return &Error{Pos: pos, Word: word, Msg: fmt.Sprintf(format, args...), Nearest: nearest, Do: do,
		Column: utf8.RuneCountInString(in[:pos]) + 1}
}
