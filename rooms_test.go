package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms says which of our packages each package may import; "*" is all.
var rooms = map[string][]string{
	".":            {"cli"},
	"news":         {},
	"news/clean":   {"news"},
	"feed":         {"news", "news/clean"},
	"actor":        {"news"},
	"actor/gen":    {"actor"},
	"actor/galaxy": {"news", "news/clean", "actor"},
	"indicator":    {"news"},
	"claim":        {"news", "actor"},
	"store/query":  {"news"},
	"store":        {"news", "store/query"},
	"gather":       {"news", "claim"},
	"export":       {"news", "news/clean"},
	"demo":         {"news"},
	"docs/picture": {},
	"ui":           {"news", "store/query"},
	"cli":          {"*"},
}

// The table of docs/architecture.md holds: no room knows more than it may.
// Tests may import what they need to be real.
func TestRoomsKeepToTheirDoors(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		room := filepath.ToSlash(filepath.Dir(path))
		may, known := rooms[room]
		if !known {
			t.Errorf("%s: the room %q is not in the table", path, room)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			ours, found := strings.CutPrefix(name, "hearsay/")
			if found && !slices.Contains(may, ours) && !slices.Contains(may, "*") {
				t.Errorf("%s imports %s, which the table does not allow to %q", path, name, room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
