package store

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"hearsay/news"
)

// child starts a second process that does a job on a store; the lines that it
// prints are what was returned to it as saved.
func child(t *testing.T, job, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childJob+"="+job, childStore+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// sound checks the file, the counters and the full-text index.
func sound(t *testing.T, s *Store) {
	t.Helper()
	// On a connection of its own: the check of FTS5 calls a connection's memory
	// damage when another process has written since (queries know better).
	again := must(Open(t.Context(), s.path, Options{}))(t)
	defer again.Close()
	var said string
	if err := again.read.QueryRow("pragma integrity_check").Scan(&said); err != nil || said != "ok" {
		t.Errorf("integrity: %s %v", said, err)
	}
	var stories, bodies, indexed, counted int
	err := s.read.QueryRow(`select (select count(*) from story), (select count(*) from body),
		(select count(*) from story_text where story_text match 'northgate'), (select sum(stories) from feed)`).Scan(&stories, &bodies, &indexed, &counted)
	if err != nil || stories != bodies || stories != indexed || stories != counted {
		t.Errorf("%d stories, %d bodies, %d indexed, %d counted, %v", stories, bodies, indexed, counted, err)
	}
}

// What the store returned as saved is there after kill -9, and nothing is there
// by half.
func TestKillLosesNothingThatWasSaved(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	s, _, _ := shelf(t, 10)
	notes, stories := 0, 10
	for round := range rounds {
		for _, job := range []string{"notes", "visits"} {
			cmd, said := child(t, job, s.path)
			var lines []string
			for len(lines) < 1+round*3 && said.Scan() {
				lines = append(lines, said.Text())
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			for said.Scan() { // printed before the end
				lines = append(lines, said.Text())
			}
			cmd.Wait()
			for _, line := range lines {
				if job == "notes" {
					notes++
					if n := must(s.Note(t.Context(), line))(t); n.Body == "" || n.Anchor == nil {
						t.Errorf("note %+v", n)
					}
					continue
				}
				n, err := strconv.Atoi(line)
				if err != nil || n != visitSize {
					t.Fatalf("the child said %q", line)
				}
				stories += n
			}
			sound(t, s)
			if have := len(list(t, s)); have < stories || (have-10)%visitSize != 0 {
				t.Errorf("%d stories, %d were returned as kept", have, stories)
			} else {
				stories = have // the last visit may have been kept without a word
			}
		}
	}
	if c := must(s.Counts(t.Context()))(t); c.Stories != stories {
		t.Errorf("%d stories counted, %d are there", c.Stories, stories)
	}
}

// An analysis is kept whole or not at all, and is asked for again when it is not.
func TestKilledAnalysisIsWholeOrAbsent(t *testing.T) {
	s, _, _ := shelf(t, 10)
	for round := range 4 {
		cmd, said := child(t, "analyses", s.path)
		last := ""
		for i := 0; i <= round*3 && said.Scan(); i++ {
			last = said.Text()
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			last = said.Text()
		}
		cmd.Wait()
		sound(t, s)
		var states, version, claims, mentions int
		err := s.read.QueryRow(`select (select count(distinct analysed) from story), (select min(analysed) from story),
			(select count(*) from claim), (select count(*) from mention)`).Scan(&states, &version, &claims, &mentions)
		if err != nil || states != 1 || claims != 20 || mentions != 30 {
			t.Errorf("%d states, %d claims, %d mentions, %v", states, claims, mentions, err)
		}
		if saved, err := strconv.Atoi(last); err != nil || version < saved {
			t.Errorf("version %d is kept, %q was returned as kept", version, last)
		}
	}
}

// Another process annotates while this one fetches, and neither waits in vain.
func TestTwoProcessesWriteAtOnce(t *testing.T) {
	s, f, ids := shelf(t, 10)
	cmd, said := child(t, "notes", s.path)
	written := 0
	for n := 10; said.Scan(); n += 5 {
		must(s.Note(t.Context(), said.Text()))(t)
		written++
		if n < 500 {
			keep(t, s, f, story(n), story(n+1), story(n+2), story(n+3), story(n+4))
			must(s.Tag(t.Context(), ids[:2], []string{"t" + strconv.Itoa(n)}, nil))(t)
		}
	}
	if err := cmd.Wait(); err != nil || written != 200 {
		t.Errorf("the other process wrote %d notes: %v", written, err)
	}
	sound(t, s)
	all := 0
	for _, id := range ids {
		all += len(full(t, s, id).Notes)
	}
	if all != 200 {
		t.Errorf("%d notes on the stories", all)
	}
	if change := must(s.Undo(t.Context()))(t); change.Journal == 0 {
		t.Errorf("undo of the newest change, whoever made it: %+v", change)
	}
}

// The reader's work outlives the subscription.
func TestRemovedFeedLeavesWhatTheReaderTouched(t *testing.T) {
	ctx := t.Context()
	s, f, ids := shelf(t, 6)
	examine(t, s, ids)
	must(s.Tag(ctx, ids[:1], []string{"keep"}, nil))(t)
	must(s.Mark(ctx, ids[1:2], news.MarkStar))(t)
	note := must(s.SaveNote(ctx, news.Note{Story: ids[2], Body: "Call them."}))(t)
	must(s.JudgeClaim(ctx, full(t, s, ids[3]).Claims[0].UUID, news.Confirmed))(t)
	must(s.Mark(ctx, ids[4:], news.MarkHide))(t)
	must(s.Mark(ctx, ids, news.MarkRead))(t)
	if err := s.RemoveFeed(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	left := list(t, s)
	if len(left) != 4 || left[0] != ids[0] || left[3] != ids[3] {
		t.Errorf("left %v of %v", left, ids)
	}
	if got := full(t, s, ids[2]); len(got.Notes) != 1 || got.Notes[0].UUID != note.UUID || got.Source != "wire.example" {
		t.Errorf("noted story %+v", got)
	}
	if feeds := must(s.Feeds(ctx))(t); len(feeds) != 0 {
		t.Errorf("feeds %+v", feeds)
	}
	sound(t, s)
	if kept := keep(t, s, f, story(9)); kept.New != 0 {
		t.Errorf("a visit to a removed feed was kept: %+v", kept)
	}
	for range 6 { // undo on stories that are gone
		must(s.Undo(ctx))(t)
	}
	again := subscribe(t, s, address)
	if again.ID != f.ID {
		t.Errorf("subscribed again as %d, was %d", again.ID, f.ID)
	}
	if kept := keep(t, s, again, story(0), story(5)); kept.New != 1 || kept.Changed != 0 {
		t.Errorf("kept %+v", kept)
	}
	sound(t, s)
	if c := must(s.Counts(ctx))(t); c.Feeds != 1 || c.Stories != 5 {
		t.Errorf("counts %+v", c)
	}
}
