module hearsay

go 1.26.0

require (
	charm.land/bubbles/v2 v2.2.1 // key bindings and the text area of notes
	charm.land/bubbletea/v2 v2.1.1 // the program loop of the reader
	charm.land/fang/v2 v2.0.1 // help pages, manual and completion of the command line
	charm.land/lipgloss/v2 v2.0.6 // styles of the reader
	github.com/adrg/xdg v0.5.3 // where files belong on each system
	github.com/charmbracelet/colorprofile v0.4.3 // which colours the terminal has
	github.com/charmbracelet/ultraviolet v0.0.0-20261008173134-6b8d4baf91b4 // cells of the emulated screen, in tests and for the picture
	github.com/charmbracelet/x/ansi v0.11.9 // cutting and measuring styled text
	github.com/charmbracelet/x/vt v0.0.0-20260305213658-fe36e8c10185 // the emulated terminal of tests; has no release, so pinned
	github.com/cli/browser v1.3.0 // opens links in the user's browser
	github.com/clipperhouse/displaywidth v0.11.0 // cells that a text takes
	github.com/clipperhouse/uax29/v2 v2.7.0 // where a character ends (UAX 29)
	github.com/creack/pty v1.1.24 // a pseudo terminal, for tests and the picture
	github.com/google/go-cmp v0.7.0 // differences in tests
	github.com/google/uuid v1.6.0 // random ids of notes
	github.com/mmcdole/gofeed v1.4.2 // parses RSS, Atom and JSON Feed
	github.com/pelletier/go-toml/v2 v2.4.3 // the configuration
	github.com/rogpeppe/go-internal v1.16.0 // tests of the command line that read like a session
	github.com/sahilm/fuzzy v0.1.3 // fuzzy completion
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // checks exports against their schemas, in tests
	github.com/spf13/cobra v1.10.2 // the command line
	github.com/yuin/goldmark v1.8.7 // reads exported Markdown back, in tests
	go.yaml.in/yaml/v3 v3.0.6 // front matter of exported notes
	golang.org/x/net v0.62.0 // HTML tokens and charsets
	golang.org/x/sync v0.24.0 // bounded parallel fetching
	golang.org/x/term v0.47.0 // is this a terminal
	golang.org/x/text v0.43.0 // encodings and NFC
	golang.org/x/time v0.16.0 // one request a second for each host
	modernc.org/sqlite v1.61.1 // the store, without cgo
	pgregory.net/rapid v1.3.0 // property tests
)

require (
	github.com/atotto/clipboard v0.1.4 // indirect
	github.com/charmbracelet/x/exp/charmtone v0.0.0-20250603201427-c31516f43444 // indirect
	github.com/charmbracelet/x/exp/ordered v0.1.0 // indirect
	github.com/charmbracelet/x/term v0.2.2 // indirect
	github.com/charmbracelet/x/termios v0.1.1 // indirect
	github.com/charmbracelet/x/windows v0.2.2 // indirect
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/lucasb-eyer/go-colorful v1.4.1 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mattn/go-runewidth v0.0.30 // indirect
	github.com/mmcdole/goxpp/v2 v2.0.0 // indirect
	github.com/muesli/cancelreader v0.2.2 // indirect
	github.com/muesli/mango v0.1.0 // indirect
	github.com/muesli/mango-cobra v1.2.0 // indirect
	github.com/muesli/mango-pflag v0.1.0 // indirect
	github.com/muesli/roff v0.1.0 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/spf13/pflag v1.1.0 // indirect
	github.com/xo/terminfo v1.0.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
