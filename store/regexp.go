package store

import (
	"database/sql/driver"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"modernc.org/sqlite"

	"hearsay/store/query"
)

// SQLite has an operator "text regexp pattern" and leaves its meaning to the
// program: here it is RE2, which takes linear time whatever was typed.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("regexp", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		pattern, ok := args[0].(string)
		if !ok {
			return false, nil
		}
		text, ok := args[1].(string)
		if !ok {
			return false, nil
		}
		re, err := compiled(pattern)
		if err != nil {
			return nil, fmt.Errorf("regular expression %q: %w", pattern, err)
		}
		return re.MatchString(text), nil
	})
}

var quoteMeta = regexp.QuoteMeta

// maxExpressions is how many compiled expressions are remembered: more than a
// screen and a command use at once.
const maxExpressions = 64

var expressions = struct {
	sync.Mutex
	m map[string]*regexp.Regexp
}{m: make(map[string]*regexp.Regexp)}

// compiled remembers expressions, for SQLite asks once for every row.
func compiled(pattern string) (*regexp.Regexp, error) {
	expressions.Lock()
	defer expressions.Unlock()
	if re := expressions.m[pattern]; re != nil {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	if len(expressions.m) >= maxExpressions {
		clear(expressions.m)
	}
	expressions.m[pattern] = re
	return re, nil
}

// expression is a value between slashes as it is compiled.
func expression(v query.Value) string {
	if v.Fold {
		return "(?i)" + v.Text
	}
	return v.Text
}

// globExpression is a name as an expression: "*" and "?" stand for letters
// unless they are in quotes, blanks and hyphens are one.
func globExpression(v query.Value) string {
	var b strings.Builder
	gap := false
	for _, r := range v.Text {
		if r == ' ' || r == '-' {
			if !gap {
				b.WriteString(`[\s-]+`)
			}
			gap = true
			continue
		}
		gap = false
		switch {
		case r == '*' && !v.Phrase:
			b.WriteString(`.*`)
		case r == '?' && !v.Phrase:
			b.WriteByte('.')
		default:
			b.WriteString(quoteMeta(string(r)))
		}
	}
	return b.String()
}

// Kinds of names, as expressions that ignore case.

// partOf finds a name anywhere.
func partOf(v query.Value) string {
	if v.Regex {
		return expression(v)
	}
	return `(?is)` + globExpression(v)
}

// wordsOf finds a name that stands as words of its own: "US" not in "Russia".
func wordsOf(v query.Value) string {
	if v.Regex {
		return expression(v)
	}
	return `(?is)(?:^|[^\pL\pN])(?:` + globExpression(v) + `)(?:$|[^\pL\pN])`
}

// levelsOf finds a path and what lies below it.
func levelsOf(v query.Value) string {
	if v.Regex {
		return expression(v)
	}
	return `(?is)^(?:` + globExpression(v) + `)(?:/.*)?$`
}

// hostOfAddress finds a part of the host in an address.
func hostOfAddress(v query.Value) string {
	return `(?is)^[a-z]+://(?:[^/?#@]*@)?[^/?#@]*` + strings.ReplaceAll(globExpression(v), `.*`, `[^/?#@]*`)
}
