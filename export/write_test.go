package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jsonl")
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
	}
	boom := errors.New("boom")
	steps := []struct {
		name  string
		force bool
		write func(io.Writer) error
		err   error
		want  string
	}{
		{"new", false, text("one"), nil, "one"},
		{"there", false, text("two"), ErrExists, "one"},
		{"forced", true, text("two"), nil, "two"},
		{"failing", true, func(w io.Writer) error { fmt.Fprint(w, "half"); return boom }, boom, "two"},
	}
	for _, s := range steps {
		err := WriteFile(path, s.force, s.write)
		if b, _ := os.ReadFile(path); !errors.Is(err, s.err) || string(b) != s.want {
			t.Errorf("%s: %q, %v", s.name, b, err)
		}
		if err != nil && !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v names no file", s.name, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
		t.Errorf("%v, %v", info, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := WriteFile(dir, true, text("x")); err == nil {
		t.Error("wrote over a folder")
	}
	if err := WriteFile(filepath.Join(dir, "none", "x"), true, text("x")); err == nil {
		t.Error("wrote into a folder that is not there")
	}
}

func TestWriteFileReplacesALink(t *testing.T) {
	dir := t.TempDir()
	aim, path := filepath.Join(dir, "aim"), filepath.Join(dir, "out")
	if err := os.WriteFile(aim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(aim, path); err != nil {
		t.Skip(err)
	}
	write := func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }
	if err := WriteFile(path, false, write); !errors.Is(err, ErrExists) {
		t.Errorf("error %v", err)
	}
	if err := WriteFile(path, true, write); err != nil {
		t.Error(err)
	}
	if b, _ := os.ReadFile(aim); string(b) != "mine" {
		t.Errorf("followed the link: %q", b)
	}
}

func TestAbandonedTemporaryFileIsNoHindrance(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf(".hearsay-%d-0.tmp", os.Getpid())), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "x"), false, func(io.Writer) error { return nil }); err != nil {
		t.Error(err)
	}
}
