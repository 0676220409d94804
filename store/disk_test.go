//go:build linux

package store

import (
	"context"
	"fmt"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"hearsay/news"
	"hearsay/store/query"
)

// fileLimit is where the disk of the child ends, in bytes.
const fileLimit = 1 << 20

// fill writes notes until the disk is full, says which were saved and what the
// error was, and then reads them all again.
func fill(path string) error {
	ctx := context.Background()
	signal.Ignore(syscall.SIGXFSZ) // a full disk sends no signal
	limit := syscall.Rlimit{Cur: fileLimit, Max: fileLimit}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	ids, err := s.List(ctx, query.Query{Limit: 1})
	if err != nil {
		return err
	}
	for n := range 1000 {
		note, err := s.SaveNote(ctx, news.Note{Story: ids[0], Body: news.Text(strings.Repeat("all of it ", 1000))})
		if err != nil {
			fmt.Println("error", err)
			notes, err := s.Notes(ctx, query.Query{})
			if err != nil || len(notes) != n {
				return fmt.Errorf("%d of %d notes can be read: %w", len(notes), n, err)
			}
			return nil
		}
		fmt.Println(note.UUID)
	}
	return fmt.Errorf("the disk does not fill up")
}

func TestFullDiskIsSaidAndLosesNothing(t *testing.T) {
	s, _, _ := shelf(t, 3)
	cmd, said := child(t, "fill", s.path)
	saved := 0
	for said.Scan() {
		if words, found := strings.CutPrefix(said.Text(), "error "); found {
			if !strings.Contains(words, "disk") || !strings.Contains(words, "nothing was changed") {
				t.Errorf("a full disk is called %q", words)
			}
			continue
		}
		saved++
		if n := must(s.Note(t.Context(), said.Text()))(t); len(n.Body) != 10_000 {
			t.Errorf("note of %d bytes", len(n.Body))
		}
	}
	if err := cmd.Wait(); err != nil || saved == 0 {
		t.Errorf("%d notes saved, %v", saved, err)
	}
	sound(t, s)
}
