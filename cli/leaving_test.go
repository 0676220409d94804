package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
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

var modeSet = regexp.MustCompile(`\x1b\[\?([0-9]+)([hl])`)

// leftOn lists what the program switched on in the terminal and not off again.
func leftOn(sent string) []string {
	state := map[string]string{}
	for _, m := range modeSet.FindAllStringSubmatch(sent, -1) {
		state[m[1]] = m[2]
	}
	var on []string
	for mode, is := range state {
		usually := mode == "7" || mode == "25" // the cursor, and lines that wrap
		if (is == "h") != usually {
			on = append(on, "mode "+mode)
		}
	}
	if pushed := regexp.MustCompile(`\x1b\[>[0-9]+u`).FindAllString(sent, -1); strings.Count(sent, "\x1b[<1u") != len(pushed) {
		on = append(on, "the kitty keyboard")
	}
	if at := strings.LastIndex(sent, "\x1b[>4"); at >= 0 && !strings.HasPrefix(sent[at:], "\x1b[>4m") {
		on = append(on, "modified keys")
	}
	if at := strings.LastIndex(sent, "\x1b]2;"); at >= 0 && !strings.HasPrefix(sent[at:], "\x1b]2;\a") {
		on = append(on, "the title")
	}
	return on
}

// ctrl+z gives the terminal back to the shell, clean; fg takes it again.
func TestSuspendAndComeBack(t *testing.T) {
	binary, env := house(t)
	p := sitDown(t, "/bin/sh", append(env, "PS1=ready> ", "ENV="), "-i")
	shell := func() {
		t.Helper()
		p.until(func(screen string) bool { return !p.screen.IsAltScreen() && strings.Contains(screen, "ready>") }, "the prompt")
		if on := leftOn(p.sent.String()); len(on) > 0 {
			t.Errorf("at the prompt of the shell there is still on: %v", on)
		}
	}
	reader := func(words ...string) {
		t.Helper()
		p.until(func(screen string) bool { return p.screen.IsAltScreen() }, "the reader")
		p.see(words...)
	}
	shell()
	p.press(binary + "\r")
	reader("Kremlin denies role", "? keys")
	p.press("\x1a") // ctrl+z
	shell()
	p.press("echo still $((40 + 2)) here\r")
	p.see("still 42 here")
	p.press("fg\r")
	reader("Kremlin denies role", "? keys")
	p.press("n")
	reader("Note on a story")
	p.press("half a note")
	reader("half a note")
	p.press("\x1a") // in a dialog it does nothing, and loses nothing
	p.press("\x1b")
	p.gone("Note on a story")
	p.press("q")
	shell()
	p.press("exit\r")
	p.leaves()
}

// A window may change its size at any time, and has a mouse.
func TestResizeAndMouseInATerminal(t *testing.T) {
	binary, env := house(t)
	p := sitDown(t, binary, env)
	p.see("Kremlin denies role", "enter read")
	click := "\x1b[<0;20;5M\x1b[<0;20;5m"
	p.press(click, click) // the second opens
	p.see("esc back", "v select")
	p.press("n")
	p.see("Note on a story")
	p.press("half a note")
	p.see("half a note")
	for _, size := range [][2]int{{50, 20}, {40, 10}, {20, 4}, {80, 24}, {120, 36}} {
		p.screen.Resize(size[0], size[1])
		if err := pty.Setsize(p.pty, &pty.Winsize{Cols: uint16(size[0]), Rows: uint16(size[1])}); err != nil {
			t.Fatal(err)
		}
		if size[0] < 40 {
			p.see("needs 40×10")
		} else {
			p.see("half a note", "ctrl+s")
		}
	}
	p.press("\x1b")
	p.gone("half a note")
	p.press("\x1b[<65;90;10M", "\x1b[<64;90;10M", "\x1b[<65;10;10M") // the wheel, over both panes
	p.press("\x03")
	p.leaves()
	if on := leftOn(p.sent.String()); len(on) > 0 {
		t.Errorf("left on: %v", on)
	}
}
