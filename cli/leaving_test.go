package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// house is a home folder with the program and a feed that was fetched.
func house(t *testing.T) (binary string, env []string) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the program")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, wire)
	}))
	defer server.Close()
	home := t.TempDir()
	binary = filepath.Join(home, "hearsay")
	if out, err := exec.Command("go", "build", "-o", binary, "hearsay").CombinedOutput(); err != nil {
		t.Fatalf("build: %v: %s", err, out)
	}
	env = []string{"HOME=" + home, "XDG_DATA_HOME=" + home + "/data", "XDG_STATE_HOME=" + home + "/state",
		"XDG_CONFIG_HOME=" + home + "/config", "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "HEARSAY_STORE=", "HEARSAY_CONFIG="}
	for _, args := range [][]string{{"feeds", "add", server.URL + "/wire.xml"}, {"fetch"}} {
		run := exec.Command(binary, args...)
		run.Env = append(os.Environ(), env...)
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	return binary, env
}

// However the program is ended, a note that is half written is there again.
func TestHalfWrittenNotesSurvive(t *testing.T) {
	binary, env := house(t)
	ends := []struct {
		name string
		end  func(*person)
	}{
		{"ctrl+c", func(p *person) { p.press("\x03") }},
		{"hang-up", func(p *person) { _ = p.cmd.Process.Signal(syscall.SIGHUP) }},
		{"terminate", func(p *person) { _ = p.cmd.Process.Signal(syscall.SIGTERM) }},
	}
	typed := ""
	for i, e := range ends {
		t.Run(e.name, func(t *testing.T) {
			p := sitDown(t, binary, env)
			if i > 0 {
				p.see("unfinished note on")
				p.press("g", "w")
				p.see("your draft is back", typed)
			} else {
				p.see("Kremlin denies role")
				p.press("n")
			}
			p.see("Note on a story")
			more := "Half" + string(rune('a'+i))
			p.press(more)
			typed += more
			p.see(typed)
			// The last words and the end arrive together.
			p.press("ZYX")
			typed += "ZYX"
			if i > 0 {
				p.see(typed) // a signal overtakes keys that were not read yet
			}
			e.end(p)
			p.leaves()
		})
	}
	p := sitDown(t, binary, env)
	p.see("unfinished note on")
	p.press("g", "w")
	p.see("Note on a story", "your draft is back", typed)
	p.press("\x13") // ctrl+s
	p.see("note saved")
	p.press("\x03")
	p.leaves()
}
