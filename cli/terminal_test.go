package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience is how long the screen may take to show something; a pass takes a
// fraction of it.
const patience = 30 * time.Second

// person sits at a terminal that runs the program.
type person struct {
	t      *testing.T
	cmd    *exec.Cmd
	pty    *os.File
	screen *glass
	sent   record // what the program wrote
	ended  chan error
}

// record keeps what is written to it.
type record struct {
	mu  sync.Mutex
	all []byte
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, p...)
	return len(p), nil
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return string(r.all)
}

// sitDown starts the program in a pseudo terminal of 120 by 36.
func sitDown(t *testing.T, binary string, env []string, args ...string) *person {
	t.Helper()
	p := &person{t: t, cmd: exec.Command(binary, args...), screen: newGlass(120, 36), ended: make(chan error, 1)}
	p.cmd.Env = append(os.Environ(), env...)
	terminal, err := pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 36, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	p.pty = terminal
	go func() { _, _ = io.Copy(io.MultiWriter(&p.sent, p.screen), terminal) }() // ends when the program does
	go func() { _, _ = io.Copy(terminal, p.screen) }()                          // what a terminal answers
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = terminal.Close()
	})
	return p
}

func (p *person) press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		if _, err := p.pty.WriteString(k); err != nil {
			p.t.Fatalf("press %q: %v", k, err)
		}
	}
}

// see waits until the screen shows all of these words.
func (p *person) see(words ...string) {
	p.t.Helper()
	p.until(func(screen string) bool {
		for _, w := range words {
			if !strings.Contains(screen, w) {
				return false
			}
		}
		return true
	}, strings.Join(words, ", "))
}

// gone waits until the screen no longer shows these words.
func (p *person) gone(words string) {
	p.t.Helper()
	p.until(func(screen string) bool { return !strings.Contains(screen, words) }, "no "+words)
}

func (p *person) until(ok func(screen string) bool, what string) {
	p.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-tick.C {
		if ok(p.screen.String()) {
			return
		}
	}
	p.t.Fatalf("the screen never showed %s:\n%s", what, p.screen.String())
}

// leaves waits for the program to end well and the terminal to be itself again.
func (p *person) leaves() {
	p.t.Helper()
	select {
	case err := <-p.ended:
		if err != nil {
			p.t.Fatalf("the program ended with %v:\n%s", err, p.screen.String())
		}
	case <-time.After(patience):
		p.t.Fatalf("the program did not end:\n%s", p.screen.String())
	}
	p.until(func(string) bool { return !p.screen.IsAltScreen() }, "the shell's own screen again")
}

const wire = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Loopback Wire</title><link>http://127.0.0.1/</link><description>d</description>
<item><title>Kremlin denies role in intrusion at Northgate Ports</title><link>https://news.example/1</link><guid>1</guid>
<pubDate>Fri, 20 Nov 2026 08:10:00 GMT</pubDate>
<description>&lt;p&gt;Kremlin spokesman Dmitry Peskov said Russia had nothing to do with the intrusion.&lt;/p&gt;&lt;p&gt;On Thursday Kestrel Labs attributed it to APT29.&lt;/p&gt;</description></item>
</channel></rss>`

// From first start over a feed on loopback to an exported note, as a person
// would do it.
func TestFromFirstStartToAnExportedNote(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, wire)
	}))
	defer server.Close()
	home := t.TempDir()
	binary := filepath.Join(home, "hearsay")
	if out, err := exec.Command("go", "build", "-o", binary, "hearsay").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	env := []string{"HOME=" + home, "XDG_DATA_HOME=" + home + "/data", "XDG_STATE_HOME=" + home + "/state",
		"XDG_CONFIG_HOME=" + home + "/config", "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "HEARSAY_STORE=", "HEARSAY_CONFIG="}

	first := sitDown(t, binary, env)
	first.see("No feeds yet", "Starter set")
	first.press("q")
	first.leaves()

	add := exec.Command(binary, "feeds", "add", server.URL+"/wire.xml")
	add.Env = append(os.Environ(), env...)
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("feeds add: %v: %s", err, out)
	}

	p := sitDown(t, binary, env)
	p.see("Stories")
	p.press("R")
	p.see("Kremlin denies role in intrusion at Northgate", "¬")
	p.press("\r")
	p.see("Dmitry Peskov", "nothing to do with")
	p.press("]", "d", "v", "n") // past the title, where the cursor stands
	p.see("Note on a quote")
	p.press("Compare with their statement.")
	p.see("Compare with their statement.")
	p.press("\x13") // ctrl+s
	p.gone("Note on a quote")
	p.see("note 1", "Compare with their statement.")
	p.press("T")
	p.see("actor/apt29")
	p.press("e")
	p.see("Export")
	p.press("\x1b")
	p.gone("esc cancel")
	p.press("\x03") // ctrl+c
	p.leaves()

	out := filepath.Join(home, "out.jsonl")
	export := exec.Command(binary, "export", "--format", "jsonl", "-o", out)
	export.Env = append(os.Environ(), env...)
	if msg, err := export.CombinedOutput(); err != nil {
		t.Fatalf("export: %v: %s", err, msg)
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	checkExportedNote(t, written)
}

func checkExportedNote(t *testing.T, written []byte) {
	t.Helper()
	notes, tagged := 0, false
	for line := range bytes.Lines(written) {
		var r struct {
			Record, Body string
			Tags         []string
			Anchor       *struct{ Quote, State string }
		}
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("exported line %q: %v", line, err)
		}
		switch r.Record {
		case "note":
			notes++
			if r.Body != "Compare with their statement." || r.Anchor == nil || r.Anchor.State != "exact" ||
				!strings.Contains(r.Anchor.Quote, "nothing to do with the intrusion") {
				t.Errorf("exported note is %s", line)
			}
		case "story":
			tagged = strings.Contains(strings.Join(r.Tags, " "), "actor/apt29")
		}
	}
	if notes != 1 || !tagged {
		t.Errorf("exported %d notes, want 1; tagged %v, want true:\n%s", notes, tagged, written)
	}
}
