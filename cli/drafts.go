package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay/news"
	"hearsay/news/clean"
)

// drafts keeps unfinished notes as files in the state folder until they are in
// the store, so that neither a crash nor ctrl+c loses a word.
type drafts struct{ dir string }

// maxDraft is how large a file an editor may hand back.
const maxDraft = 1 << 20

// openDrafts makes the folder, private.
func openDrafts(state string) (drafts, error) {
	dir := filepath.Join(state, "drafts")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return drafts{}, fmt.Errorf("make the folder for drafts: %w", err)
	}
	return drafts{dir}, nil
}

// path is the file of a note's draft: one for each note being edited, else one
// for each story and quote.
func (d drafts) path(n news.Note, ending string) string {
	key := "note|" + n.UUID
	if n.UUID == "" {
		key = "story|" + n.StoryUUID + "|" + n.Claim
		if n.Anchor != nil {
			key += fmt.Sprintf("|%s|%d|%s", n.Anchor.Field, n.Anchor.Start, n.Anchor.Quote)
		}
	}
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(d.dir, hex.EncodeToString(sum[:12])+ending)
}

// Keep writes the draft to disk, over an earlier one of the same note. The
// file is complete at every moment.
func (d drafts) Keep(n news.Note) error {
	data, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	return d.replace(d.path(n, ".json"), data)
}

func (d drafts) replace(path string, data []byte) error {
	f, err := os.CreateTemp(d.dir, "new-*") // mode 0600, never an existing file
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("keep draft: %w", err)
	}
	return nil
}

// body is the text of a note's draft, "" for none.
func (d drafts) body(n news.Note) news.Text {
	data, err := os.ReadFile(d.path(n, ".json"))
	var draft news.Note
	if err != nil || json.Unmarshal(data, &draft) != nil {
		return ""
	}
	return clean.Block(string(draft.Body))
}

// Drop forgets the draft of a note; none is no error.
func (d drafts) Drop(n news.Note) error {
	if err := os.Remove(d.path(n, ".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("drop draft: %w", err)
	}
	return nil
}

// All lists the drafts that were left, oldest first. A file that is none is
// passed over.
func (d drafts) All() ([]news.Note, error) {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil, fmt.Errorf("read drafts: %w", err)
	}
	type aged struct {
		at   int64
		note news.Note
	}
	var left []aged
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || filepath.Ext(e.Name()) != ".json" || info.Size() > 2*maxDraft {
			continue
		}
		data, err := os.ReadFile(filepath.Join(d.dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read draft: %w", err)
		}
		var n news.Note
		if json.Unmarshal(data, &n) == nil {
			n.Body = clean.Block(string(n.Body))
			left = append(left, aged{info.ModTime().UnixNano(), n})
		}
	}
	slices.SortFunc(left, func(a, b aged) int { return int(a.at - b.at) })
	notes := make([]news.Note, len(left))
	for i := range left {
		notes[i] = left[i].note
	}
	return notes, nil
}

// The quote stands in the editor's file between these, and is taken out again.
const quoteBegins, quoteEnds = "<!-- quote: ", " -->"

// ForEditor writes the note's text, with its quote as a comment, to a file. What
// an editor left there that failed or was killed stands before it.
func (d drafts) ForEditor(n news.Note) (string, error) {
	path := d.path(n, ".md")
	body := string(n.Body)
	left, err := d.read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if left != "" && left != n.Body {
		body = strings.TrimSpace(string(left) + "\n\n" + body)
	}
	text := body + "\n"
	if n.Anchor != nil {
		text += "\n" + quoteBegins + strings.ReplaceAll(string(n.Anchor.Quote), "--", "- -") + quoteEnds + "\n"
	}
	return path, d.replace(path, []byte(text))
}

// FromEditor reads the text back without the quote and removes the file. When
// it cannot, the file stays.
func (d drafts) FromEditor(path string) (news.Text, error) {
	body, err := d.read(path)
	if err != nil {
		return "", err
	}
	return body, os.Remove(path)
}

// read is the text in an editor's file, without the quote.
func (d drafts) read(path string) (news.Text, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxDraft {
		err = fmt.Errorf("larger than %d KiB", maxDraft>>10)
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return "", fmt.Errorf("read the edited note %s: %w", path, err)
	}
	text := string(data)
	if from := strings.LastIndex(text, quoteBegins); from >= 0 {
		if to := strings.Index(text[from:], quoteEnds); to >= 0 {
			text = text[:from] + text[from+to+len(quoteEnds):]
		}
	}
	return news.Text(strings.TrimSpace(string(clean.Block(text)))), nil
}
