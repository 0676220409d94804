// Command picture makes docs/screen.svg from the program itself: it opens the
// sample stories in a terminal emulator, presses keys, and draws the cells.
//
//	go run ./docs/picture
package main

import (
	"errors"
	"fmt"
	"html"
	"image/color"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Size of the screen in cells, and of a cell in the picture.
const (
	columns, rows = 120, 36
	cellW, cellH  = 8.4, 18
	margin        = 14
)

// patience is how long a screen may take to show what is waited for.
const patience = 30 * time.Second

// Colours of the picture's terminal: the sixteen of the palette, and the two
// that are used when none is asked for.
var (
	foreground = color.RGBA{0xd8, 0xd8, 0xd8, 0xff}
	background = color.RGBA{0x16, 0x18, 0x1d, 0xff}
	palette    = [16]uint32{0x1c1c1c, 0xd75f5f, 0x87af5f, 0xd7af5f, 0x5f87d7, 0xaf87d7, 0x5fafaf, 0xc6c6c6,
		0x6c6c6c, 0xff8787, 0xafd787, 0xffd787, 0x87afff, 0xd7afff, 0x87d7d7, 0xffffff}
)

func main() {
	log.SetFlags(0)
	if err := run(filepath.Join("docs", "screen.svg")); err != nil {
		log.Fatal("picture: ", err)
	}
}

func run(out string) (err error) {
	dir, err := os.MkdirTemp("", "picture")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	binary := filepath.Join(dir, "program")
	if output, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		return fmt.Errorf("build the program: %w: %s", err, output)
	}
	cmd := exec.Command(binary, "demo", "--now", "2026-11-20T12:00:00Z", "--no-mouse")
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=", "NO_COLOR=", "TZ=UTC", "LANG=C.UTF-8",
		"XDG_STATE_HOME="+dir, "XDG_CONFIG_HOME="+dir, "USER=you")
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: rows, Cols: columns})
	if err != nil {
		return fmt.Errorf("start the program: %w", err)
	}
	defer terminal.Close()
	screen := vt.NewSafeEmulator(columns, rows)
	screen.SetBackgroundColor(background)
	screen.SetForegroundColor(foreground)
	for i, c := range palette {
		screen.SetIndexedColor(i, color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff})
	}
	go func() { _, _ = io.Copy(screen, terminal) }() // what the program draws
	go func() { _, _ = io.Copy(terminal, screen) }() // what a terminal answers
	if err := waitFor(screen, "Stories"); err != nil {
		return err
	}
	for _, keys := range os.Args[1:] {
		time.Sleep(300 * time.Millisecond)
		if _, err := terminal.WriteString(keys); err != nil {
			return err
		}
	}
	time.Sleep(time.Second) // the story beside the list is read and set
	picture := draw(screen)
	if err := cmd.Process.Kill(); err != nil {
		return err
	}
	_ = cmd.Wait()
	return os.WriteFile(out, []byte(picture), 0o644)
}

func waitFor(screen *vt.SafeEmulator, text string) error {
	for start := time.Now(); time.Since(start) < patience; time.Sleep(50 * time.Millisecond) {
		if strings.Contains(screen.String(), text) {
			return nil
		}
	}
	return errors.New("the screen never showed " + text + ":\n" + screen.String())
}

// draw writes the cells as text with a rectangle behind each run of another
// background. Every run has its length written out, so that any monospaced
// font keeps the columns.
func draw(screen *vt.SafeEmulator) string {
	var b strings.Builder
	w, h := columns*cellW+2*margin, float64(rows*cellH+2*margin)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img">`+"\n", w, h, w, h)
	b.WriteString("<title>hearsay: headlines on the left, a story with its claims on the right</title>\n")
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", hex(background))
	b.WriteString(`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">` + "\n")
	for y := range rows {
		for x := 0; x < columns; {
			first := screen.CellAt(x, y)
			if first == nil {
				x++
				continue
			}
			style, text, end := first.Style, "", x
			for end < columns {
				c := screen.CellAt(end, y)
				if c == nil || !c.Style.Equal(&style) {
					break
				}
				text += c.Content
				end += max(1, c.Width)
			}
			drawRun(&b, x, y, end-x, text, style)
			x = max(end, x+1)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

func drawRun(b *strings.Builder, x, y, cells int, text string, style uv.Style) {
	fg, bg := color.Color(foreground), color.Color(background)
	if style.Fg != nil {
		fg = style.Fg
	}
	if style.Bg != nil {
		bg = style.Bg
	}
	if style.Attrs&uv.AttrReverse != 0 {
		fg, bg = bg, fg
	}
	left, top, width := margin+float64(x)*cellW, margin+y*cellH, float64(cells)*cellW
	if hex(bg) != hex(background) {
		fmt.Fprintf(b, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, width, cellH, hex(bg))
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	attrs := ""
	if style.Attrs&uv.AttrBold != 0 {
		attrs += ` font-weight="bold"`
	}
	if style.Attrs&uv.AttrItalic != 0 {
		attrs += ` font-style="italic"`
	}
	if style.Attrs&uv.AttrFaint != 0 {
		attrs += ` opacity="0.65"`
	}
	if style.Underline != 0 {
		attrs += ` text-decoration="underline"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f" fill="%s"%s>%s</text>`+"\n", left, top+cellH-5, width, hex(fg), attrs,
		html.EscapeString(text))
}

// hex is the colour in the picture; the sixteen are those of its palette.
func hex(c color.Color) string {
	if basic, ok := c.(ansi.BasicColor); ok {
		return fmt.Sprintf("#%06x", palette[basic])
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
