package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/sahilm/fuzzy"
	"github.com/spf13/cobra"

	"hearsay/news"
	"hearsay/news/clean"
)

// config is the file config.toml. Every key has a default; a missing file is
// no error. The comments of settings stand in docs/configuration.md.
type config struct {
	Store  string `toml:"store" help:"the store; empty: the default place"`
	Author string `toml:"author" help:"whose name your notes carry; empty: your login name"`
	TLP    string `toml:"tlp" help:"level of new notes: clear, green, amber, amber+strict, red"`
	Fetch  struct {
		Every string `toml:"every" help:"rounds in the background while the reader is open: 30m, 2h; empty: none"`
	} `toml:"fetch"`
	UI struct {
		Theme string `toml:"theme" help:"auto, light or dark"`
		Marks string `toml:"marks" help:"letters after names: auto (without colour), always, never"`
		ASCII bool   `toml:"ascii" help:"only ASCII in lines and marks"`
		Mouse bool   `toml:"mouse" help:"mouse in the reader"`
	} `toml:"ui"`
	Export struct {
		Folder string `toml:"folder" help:"where the reader exports to; empty: the folder it was started in"`
	} `toml:"export"`
}

func defaultConfig() config {
	var c config
	c.TLP = string(news.AmberStrict)
	c.UI.Theme, c.UI.Marks, c.UI.Mouse = "auto", "auto", true
	return c
}

// readConfig reads the file over the defaults. On an error the defaults come
// back with it: a slip in the file never locks the reader out.
func readConfig(path string) (config, error) {
	c := defaultConfig()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("read configuration: %w", err)
	}
	if err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&c); err != nil {
		return defaultConfig(), describeTOML(path, err)
	}
	if err := c.check(); err != nil {
		return defaultConfig(), fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// check refuses values that a setting does not know.
func (c config) check() error {
	for _, s := range []struct{ key, value, allowed string }{
		{"tlp", c.TLP, "clear green amber amber+strict red"},
		{"ui.theme", c.UI.Theme, "auto light dark"},
		{"ui.marks", c.UI.Marks, "auto always never"},
	} {
		if !strings.Contains(" "+s.allowed+" ", " "+s.value+" ") || s.value == "" {
			return fmt.Errorf("%s = %q: must be one of: %s", s.key, s.value, strings.ReplaceAll(s.allowed, " ", ", "))
		}
	}
	if _, err := c.every(); err != nil {
		return err
	}
	return nil
}

// minEvery is the shortest time between two rounds: no site should mind us.
const minEvery = 15 * time.Minute

// every is the time between rounds in the background, 0 for none.
func (c config) every() (time.Duration, error) {
	if c.Fetch.Every == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(c.Fetch.Every)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("fetch.every = %q: must be a time like 30m or 2h, or empty", c.Fetch.Every)
	}
	return max(d, minEvery), nil
}

// describeTOML says in one line which file, line and key is wrong, and which
// key was probably meant.
func describeTOML(path string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := strict.Errors[0]
		line, _ := first.Position()
		name := strings.Join(first.Key(), ".")
		return fmt.Errorf("%s:%d: unknown key %q%s", path, line, name, nearestKey(name))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		return fmt.Errorf("%s:%d:%d: %s", path, line, column, strings.TrimPrefix(decode.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", path, err)
}

func nearestKey(name string) string {
	var keys []string
	for _, s := range defaultConfig().settings() {
		keys = append(keys, s.key)
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	for n := len(last); n > 1; n-- { // the longest beginning that fits something
		if found := fuzzy.Find(last[:n], keys); len(found) > 0 {
			return fmt.Sprintf("; nearest is %q", found[0].Str)
		}
	}
	return "; known keys: " + strings.Join(keys, ", ")
}

// setting is one key of the configuration with its value.
type setting struct {
	key, help string
	value     reflect.Value
}

// settings lists all keys in the order of the struct.
func (c config) settings() []setting {
	var all []setting
	var walk func(prefix string, v reflect.Value)
	walk = func(prefix string, v reflect.Value) {
		for i := range v.NumField() {
			field := v.Type().Field(i)
			key := prefix + field.Tag.Get("toml")
			if field.Type.Kind() == reflect.Struct {
				walk(key+".", v.Field(i))
				continue
			}
			all = append(all, setting{key, field.Tag.Get("help"), v.Field(i)})
		}
	}
	walk("", reflect.ValueOf(c))
	return all
}

// toml is the value as it stands in the file.
func (s setting) toml() string {
	if s.value.Kind() == reflect.String {
		return strconv.Quote(s.value.String())
	}
	return fmt.Sprint(s.value.Interface())
}

func configCommand(s *session) *cobra.Command {
	var fresh bool
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show where files are, and every setting with its value and origin",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if fresh {
				printDefaultConfig(s)
				return nil
			}
			c, err := readConfig(s.configPath)
			if err != nil {
				return err
			}
			state, err := s.stateDir()
			if err != nil {
				return err
			}
			return s.printConfig(c, state)
		},
	}
	cmd.Flags().BoolVar(&fresh, "default", false, "print a commented file with all defaults")
	return cmd
}

func printDefaultConfig(s *session) {
	table := ""
	for _, set := range defaultConfig().settings() {
		key := set.key
		if name, rest, nested := strings.Cut(key, "."); nested {
			if name != table {
				table = name
				fmt.Fprintf(s.out, "\n[%s]\n", table)
			}
			key = rest
		}
		fmt.Fprintf(s.out, "# %s\n%s = %s\n", set.help, key, set.toml())
	}
}

func (s *session) printConfig(c config, state string) error {
	defaults := defaultConfig().settings()
	type row struct {
		Key    string `json:"key"`
		Value  any    `json:"value"`
		Origin string `json:"origin"`
	}
	rows := []row{{"file.config", s.configPath, "path"}, {"file.store", s.storePath, "path"}, {"file.state", state, "path"}}
	for i, set := range c.settings() {
		origin := "default"
		if set.toml() != defaults[i].toml() {
			origin = s.configPath
		}
		rows = append(rows, row{set.key, set.value.Interface(), origin})
	}
	for _, r := range rows {
		if s.json {
			if err := s.printJSON(r); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(s.out, "%-18s %-40v %s\n", r.Key, clean.Line(fmt.Sprint(r.Value)), clean.Line(r.Origin))
	}
	return nil
}
