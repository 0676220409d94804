package cli

import (
	"sync"

	"github.com/charmbracelet/x/vt"
)

// glass is the screen of an emulated terminal that may be looked at while the
// program draws; the emulator's own locks leave out some of what is asked here.
type glass struct {
	mu       sync.Mutex
	emulator *vt.Emulator
}

func newGlass(columns, rows int) *glass { return &glass{emulator: vt.NewEmulator(columns, rows)} }

// Write draws what the program sent.
func (g *glass) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.emulator.Write(p)
}

// Read gives what the terminal answers. It waits in a pipe that needs no lock,
// and must not hold ours: drawing waits for its answers to be taken.
func (g *glass) Read(p []byte) (int, error) { return g.emulator.Read(p) }

func (g *glass) String() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.emulator.String()
}

func (g *glass) IsAltScreen() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.emulator.IsAltScreen()
}

func (g *glass) Resize(columns, rows int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.emulator.Resize(columns, rows)
}
