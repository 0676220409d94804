package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"hearsay/news"
)

// The folders of a vault.
const (
	storyFolder = "stories"
	actorFolder = "actors"
	indexFile   = "index.md"
)

// maxFile is the largest file that is read to find out whose it is.
const maxFile = 32 << 20

// Vault writes a folder for Obsidian: a file for each story and each actor, and
// an index. A second export to the folder changes what we wrote and keeps what
// the reader wrote between the markers; a file that is not ours is an error,
// ErrExists, unless Options.Force. Nothing is written outside dir.
func Vault(ctx context.Context, dir string, sel Selection, opt Options) (Report, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Report{}, fmt.Errorf("export to %s: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, fmt.Errorf("export to %s: %w", dir, err)
	}
	defer func() { _ = root.Close() }()
	v := &vault{root: root, sel: sel, opt: opt, pages: map[actorKey]*page{}}
	v.report.TLP = news.Clear
	if err := v.write(ctx); err != nil {
		return v.report, fmt.Errorf("export to %s: %w", dir, err)
	}
	return v.report, nil
}

// vault is one export to one folder.
type vault struct {
	root    *os.Root
	sel     Selection
	opt     Options
	report  Report
	there   map[string][]string // files of stories that were there, by the short id in their name
	stories []storyLine
	pages   map[actorKey]*page
}

// storyLine is what other files say of a story.
type storyLine struct {
	file, day string
	title     news.Text
	source    news.Text
	claims    [2]int // accusations, denials
	notes     int
}

// page is what an actor's file is made from.
type page struct {
	actor   news.Actor
	file    string
	stories []int // in vault.stories
}

func (v *vault) write(ctx context.Context) error {
	if err := v.prepare(); err != nil {
		return err
	}
	if v.sel.Stories != nil {
		for story, err := range v.sel.Stories {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return fmt.Errorf("read stories to export: %w", err)
			}
			if err := v.story(&story); err != nil {
				return err
			}
		}
	}
	actors := make(map[actorKey]news.Actor, len(v.pages))
	for key, p := range v.pages {
		actors[key] = p.actor
	}
	order := sortedActors(actors)
	for _, a := range order {
		if err := v.actor(v.pages[actorKey{a.Class, a.Slug}]); err != nil {
			return err
		}
	}
	if err := v.index(order); err != nil {
		return err
	}
	for _, folder := range []string{storyFolder, actorFolder, "."} {
		if err := syncFolder(v.root, folder); err != nil {
			return err
		}
	}
	return nil
}

// prepare makes the folders and looks for what would stop the export later.
func (v *vault) prepare() error {
	for _, folder := range []string{storyFolder, actorFolder} {
		if err := v.root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if info, err := v.root.Lstat(folder); err != nil {
			return err
		} else if !info.IsDir() {
			return fmt.Errorf("%s is no folder", folder)
		}
	}
	if old, err := v.read(indexFile); err != nil {
		return err
	} else if old != nil && idOf(old) != indexID && !v.opt.Force {
		return fmt.Errorf("write %s: %w", indexFile, ErrExists)
	}
	d, err := v.root.Open(storyFolder)
	if err != nil {
		return err
	}
	defer d.Close()
	entries, err := d.ReadDir(-1)
	if err != nil {
		return err
	}
	v.there = map[string][]string{}
	for _, e := range entries {
		name, found := strings.CutSuffix(e.Name(), ".md")
		if cut := strings.LastIndexByte(name, '-'); found && cut >= 0 {
			v.there[name[cut+1:]] = append(v.there[name[cut+1:]], name)
		}
	}
	return nil
}

// read is the contents of a file, nil when there is none. What is no regular
// file is an error: a link could lead anywhere.
func (v *vault) read(name string) ([]byte, error) {
	info, err := v.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, fmt.Errorf("write %s: it is no file of hearsay's", name)
	}
	b, err := v.root.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return bytes.Clone(b), nil
}

// storyName is the name under which a story is written: the one it already
// has in this folder, also when its title has changed since, so that the
// reader's links to it hold.
func (v *vault) storyName(s *news.Story) (string, error) {
	for _, name := range v.there[short(s.UUID)] {
		old, err := v.read(storyFolder + "/" + name + ".md")
		if err != nil {
			return "", err
		}
		if idOf(old) == s.UUID {
			return name, nil
		}
	}
	name := storyFile(s)
	old, err := v.read(storyFolder + "/" + name + ".md")
	if err != nil {
		return "", err
	}
	if other := idOf(old); other != "" && other != s.UUID { // eight digits can be alike
		name = strings.TrimSuffix(name, short(s.UUID)) + slug(news.Text(s.UUID))
	}
	return name, nil
}

// place writes a file of ours, with the reader's part of the old one.
func (v *vault) place(name, id, front, body string) error {
	old, err := v.read(name)
	if err != nil {
		return err
	}
	if old != nil && idOf(old) != id && !v.opt.Force {
		return fmt.Errorf("write %s: %w", name, ErrExists)
	}
	keep, err := keptPart(old)
	if err != nil && !v.opt.Force {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if strings.TrimSpace(keep) != "" {
		v.report.Kept++
	}
	text := front + "\n" + body + "\n" + keepOpen + keep + keepClose + "\n"
	if old != nil && string(old) == text {
		v.report.Unchanged++
		return nil
	}
	err = replace(v.root, name, old != nil, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	v.report.Files++
	return nil
}
