package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"go.yaml.in/yaml/v3"

	"hearsay/news"
)

// vaultOf exports to a folder and gives its files by name.
func vaultOf(t *testing.T, dir string, sel Selection, opt Options) (map[string]string, Report) {
	t.Helper()
	report, err := Vault(context.Background(), dir, sel, opt)
	if err != nil {
		t.Fatal(err)
	}
	return files(t, dir), report
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// parsed splits a file into its front matter, by the YAML library, and what
// goldmark sees in its body: headings, links, and HTML, which must not be.
func parsed(t *testing.T, name, file string) (map[string]any, []string, []string) {
	t.Helper()
	front, body, found := matterOf([]byte(file))
	if !found {
		t.Fatalf("%s has no front matter", name)
	}
	var m map[string]any
	if err := yaml.Unmarshal(front, &m); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for key, v := range m {
		if reflect.TypeOf(v) != nil && reflect.TypeOf(v).Kind() == reflect.Map {
			t.Errorf("%s: property %s is nested", name, key)
		}
	}
	body = []byte(strings.NewReplacer(keepOpen, "", keepClose, "").Replace(string(body)))
	var headings, links []string
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(body))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Image, *ast.ThematicBreak:
			if !inNote(n, body) {
				t.Errorf("%s: %s in\n%s", name, n.Kind(), body)
			}
		case *ast.RawHTML, *ast.HTMLBlock:
			t.Errorf("%s: %s in\n%s", name, n.Kind(), body)
		case *ast.Heading:
			if inNote(n, body) {
				break
			}
			headings = append(headings, strings.Repeat("#", n.Level)+" "+string(n.Lines().Value(body)))
		case *ast.Link:
			links = append(links, string(n.Destination))
		}
		return ast.WalkContinue, nil
	})
	return m, headings, links
}

// inNote reports whether a node stands in what the reader wrote.
func inNote(n ast.Node, body []byte) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() != ast.KindBlockquote {
			continue
		}
		if p := n.FirstChild(); p != nil && p.Kind() == ast.KindParagraph && strings.HasPrefix(string(p.Lines().Value(body)), "[!note]") {
			return true
		}
	}
	return false
}

func TestVaultHoldsEverything(t *testing.T) {
	all, report := vaultOf(t, t.TempDir(), sample(), Options{WithText: true})
	name := "stories/2026-11-22-ruritania-denies-breach-of-ubersee-hafen-" + short(news.NameUUID("story|1")) + ".md"
	want := []string{"actors/ivana-petra.md", "actors/tidal-heron.md", "actors/uebersee.md", "index.md", name, "stories/2026-11-22-undated-" + short(news.NameUUID("story|2")) + ".md"}
	if got := slices.Sorted(maps.Keys(all)); !slices.Equal(got, want) {
		t.Fatalf("files %q, want %q", got, want)
	}
	if report.Files != 6 || report.Counts != (Counts{Actor: 3, Story: 2, Mention: 3, Claim: 2, Note: 3}) || report.TLP != news.Red {
		t.Errorf("report = %+v", report)
	}
	m, headings, links := parsed(t, name, all[name])
	wantMatter := map[string]any{
		"id": news.NameUUID("story|1"), "title": "Ruritania “denies” breach of Übersee-Häfen 港口", "aliases": []any{}, "url": "https://ledger.example/story?id=1",
		"source": "The Ledger", "author": []any{"A. Writer"}, "published": "2026-11-22T15:00:00", "lang": "en",
		"tags": []any{"hearsay", "_2026", "accusation", "actor/tidal-heron", "denial", "org/uebersee", "person/ivana-petra", "ports"}, "hearsay_tags": []any{"2026"},
		"actors": []any{"[[ivana-petra|Ivana Petra]]", "[[tidal-heron|Tidal Heron]]", "[[uebersee|Übersee-Häfen]]"}, "accusations": 1, "denials": 1, "tlp": "red",
	}
	if d := cmp.Diff(wantMatter, m); d != "" {
		t.Error(d)
	}
	if !strings.Contains(all[name], "\npublished: 2026-11-22T15:00:00\n") {
		t.Error("Obsidian reads a quoted time as text")
	}
	if d := cmp.Diff([]string{"# Ruritania “denies” breach of Übersee-Häfen 港口", "## Claims", "## Notes", "## Quotes", "## Text"}, headings); d != "" {
		t.Error(d)
	}
	if !slices.Contains(links, "https://ledger.example/story?id=1") {
		t.Errorf("links %q", links)
	}
	for _, part := range []string{
		"> [!danger] Accusation\n> The FNCC said the group Tidal Heron broke in.\n>\n> — The FNCC on [[tidal-heron|Tidal Heron]], reported by The Ledger, 2026-11-22 15:00 UTC · confirmed\n",
		"> [!question] Denial\n", "· suggested, unsure\n", "> Compare with *June*.\n", "\n^note-b8c1f5a2\n", "TLP:AMBER\n", "> #filing\n",
		"> …外交部: ==\"We had nothing to do with it,\" said Ivana Petra.==\n", "[[#^note-b8c1f5a2|note]]",
	} {
		if !strings.Contains(all[name], part) {
			t.Errorf("%q is not in\n%s", part, all[name])
		}
	}
	if !strings.Contains(all["index.md"], "^note-d8c1f5a2") || !strings.Contains(all["actors/tidal-heron.md"], "2026-11-22-ruritania") {
		t.Errorf("%s\n%s", all["index.md"], all["actors/tidal-heron.md"])
	}
}

func TestVaultWithstandsHostileText(t *testing.T) {
	outer := t.TempDir()
	all, _ := vaultOf(t, filepath.Join(outer, "vault"), hostileSample(), Options{WithText: true})
	ours := regexp.MustCompile(`^(index|actors/[a-z0-9-]{1,90}|stories/2026-11-22-[a-z0-9-]{1,75})\.md$`)
	allowed := regexp.MustCompile(`^## (Claims|Notes|Quotes|Text|Stories|Actors|Notes whose story is gone)$`)
	for name, file := range all {
		if !ours.MatchString(name) || len(filepath.Base(name)) > 100 {
			t.Errorf("file name %q", name)
		}
		m, headings, links := parsed(t, name, file)
		if strings.Count(file, "\n"+keepOpen) != 1 || strings.Count(file, "\n"+keepClose) != 1 {
			t.Errorf("%s: the marker stands more than once:\n%s", name, file)
		}
		if m["id"] == "x" {
			t.Errorf("%s: a title wrote the front matter", name)
		}
		for i, h := range headings {
			if i == 0 != strings.HasPrefix(h, "# ") || i > 0 && !allowed.MatchString(h) {
				t.Errorf("%s: heading %q in\n%s", name, h, file)
			}
		}
		for _, l := range links {
			if !strings.HasPrefix(l, "https://x.example/") && !strings.HasPrefix(l, "http://x.example/") && !strings.HasPrefix(l, "http://t.example/") {
				t.Errorf("%s: link to %q", name, l)
			}
		}
		for _, r := range file {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x202e {
				t.Errorf("%s: control character %U", name, r)
			}
		}
	}
	if got := files(t, outer); len(got) != len(all) {
		t.Errorf("%d files outside the vault", len(got)-len(all))
	}
}

func TestSecondVaultIsTheSame(t *testing.T) {
	for name, sel := range map[string]Selection{"sample": sample(), "hostile": hostileSample(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			before, first := vaultOf(t, dir, sel, Options{})
			after, second := vaultOf(t, dir, sel, Options{})
			if d := cmp.Diff(before, after); d != "" {
				t.Error(d)
			}
			if second.Files != 0 || second.Unchanged != first.Files {
				t.Errorf("first %+v, second %+v", first, second)
			}
			fresh, _ := vaultOf(t, t.TempDir(), sel, Options{})
			if d := cmp.Diff(before, fresh); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReadersPartIsKept(t *testing.T) {
	dir := t.TempDir()
	sel := sample()
	before, _ := vaultOf(t, dir, sel, Options{})
	mine := "\nMy own words.\r\n\n## With heading\n"
	for name, file := range before {
		file = strings.Replace(file, keepOpen+"\n\n"+keepClose, keepOpen+mine+keepClose, 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(file, "\n# ", "\n# changed ", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	after, report := vaultOf(t, dir, sel, Options{})
	for name, file := range after {
		if want := strings.Replace(before[name], keepOpen+"\n\n"+keepClose, keepOpen+mine+keepClose, 1); file != want {
			t.Errorf("%s: %s", name, cmp.Diff(want, file))
		}
	}
	if report.Kept != len(before) {
		t.Errorf("report %+v", report)
	}
}

func TestChangedTitleKeepsTheFile(t *testing.T) {
	dir := t.TempDir()
	story := news.Full{Story: news.Story{UUID: news.NameUUID("story|1"), Title: "First title", Published: now}}
	before, _ := vaultOf(t, dir, Selection{Stories: stories(story)}, Options{})
	story.Title = "Second title"
	after, _ := vaultOf(t, dir, Selection{Stories: stories(story)}, Options{})
	if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
		t.Errorf("files %q, then %q", slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
	}
}

func TestOthersFilesAreLeftAlone(t *testing.T) {
	story := "stories/" + storyFile(&news.Story{UUID: news.NameUUID("story|2"), Title: "Undated", Seen: now}) + ".md"
	for _, name := range []string{"index.md", "actors/tidal-heron.md", story} {
		for what, text := range map[string]string{
			"text": "mine\n", "front matter": "---\ntitle: mine\n---\nmine\n", "another id": "---\nid: mine\n---\n", "broken front matter": "---\nid: [\n---\n",
		} {
			t.Run(name+" with "+what, func(t *testing.T) {
				if what == "another id" && name == story {
					t.Skip("has the same short id and gives the story a longer name")
				}
				dir := t.TempDir()
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				_, err := Vault(context.Background(), dir, sample(), Options{})
				if !errors.Is(err, ErrExists) || !strings.Contains(err.Error(), name) {
					t.Errorf("error %v", err)
				}
				if b, _ := os.ReadFile(path); string(b) != text {
					t.Errorf("the file is now %q", b)
				}
				if _, report := vaultOf(t, dir, sample(), Options{Force: true}); report.Files == 0 {
					t.Error("not forced")
				}
			})
		}
	}
}

func TestLinksLeadNowhere(t *testing.T) {
	outside := t.TempDir()
	for name, target := range map[string]string{"stories": outside, "actors": outside, "index.md": filepath.Join(outside, "x")} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
				t.Skip(err)
			}
			if _, err := Vault(context.Background(), dir, sample(), Options{Force: true}); err == nil {
				t.Error("wrote through a link")
			}
			if got := files(t, outside); len(got) > 0 {
				t.Errorf("wrote outside: %v", got)
			}
		})
	}
}

func TestSameShortIDs(t *testing.T) {
	a := news.Full{Story: news.Story{UUID: "11111111-0000-5000-8000-000000000001", Title: "One", Published: now}}
	b := news.Full{Story: news.Story{UUID: "11111111-0000-5000-8000-000000000002", Title: "One", Published: now}}
	dir := t.TempDir()
	first, _ := vaultOf(t, dir, Selection{Stories: stories(a, b)}, Options{})
	second, _ := vaultOf(t, dir, Selection{Stories: stories(a, b)}, Options{})
	if len(first) != 3 || cmp.Diff(first, second) != "" {
		t.Errorf("%d files: %s", len(first), cmp.Diff(first, second))
	}
}

func TestDamagedMarkers(t *testing.T) {
	dir := t.TempDir()
	all, _ := vaultOf(t, dir, Selection{}, Options{})
	path := filepath.Join(dir, "index.md")
	if err := os.WriteFile(path, []byte(strings.Replace(all["index.md"], keepClose, "mine to the end", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, _ := vaultOf(t, dir, Selection{}, Options{}); !strings.Contains(got["index.md"], "mine to the end\n"+keepClose) {
		t.Errorf("lost the reader's part:\n%s", got["index.md"])
	}
	if err := os.WriteFile(path, []byte(strings.Replace(all["index.md"], keepOpen, "mine", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Vault(context.Background(), dir, Selection{}, Options{}); err == nil {
		t.Error("no error when the reader's part cannot be told")
	}
}

func TestStricterNotesNeverReachTheVault(t *testing.T) {
	for _, most := range news.TLPs {
		all, report := vaultOf(t, t.TempDir(), hostileSample(), Options{MaxTLP: most})
		for name, file := range all {
			for _, level := range news.TLPs {
				if level.Rank() > most.Rank() && (strings.Contains(file, level.Label()+"\n") || strings.Contains(file, "tlp: "+string(level)+"\n")) {
					t.Errorf("%s holds %s in a vault up to %s", name, level, most)
				}
			}
		}
		if report.Counts.Note+report.LeftOut != len(hostile)+1 {
			t.Errorf("%+v", report)
		}
	}
}

func TestFileNames(t *testing.T) {
	tests := []struct{ title, want string }{
		{"Hello, World", "hello-world"}, {"../../etc/passwd", "etc-passwd"}, {"Äpfel & Öl", "apfel-ol"}, {"港口", ""}, {"--", ""},
		{strings.Repeat("ab ", 50), strings.TrimSuffix(strings.Repeat("ab-", 20), "-")},
	}
	for _, tt := range tests {
		if got := slug(news.Text(tt.title)); got != tt.want {
			t.Errorf("slug(%q) = %q, want %q", tt.title, got, tt.want)
		}
	}
	sel := Selection{Actors: func(c news.Class, s string) (news.Actor, bool) { return news.Actor{}, s == "shared" && c == news.Group }}
	for _, tt := range []struct {
		class      news.Class
		slug, want string
	}{
		{news.Group, "shared", "shared"}, {news.State, "shared", "shared-state"}, {news.Group, "con", "con-group"}, {news.Official, "plain", "plain"},
	} {
		if got := sel.actorFile(tt.class, tt.slug); got != tt.want {
			t.Errorf("file of %s %s = %q, want %q", tt.class, tt.slug, got, tt.want)
		}
	}
}

func TestObsidianTags(t *testing.T) {
	for in, want := range map[string]string{"a b": "a-b", "2026": "_2026", "actor/apt29": "actor/apt29", "#x!": "-x-", "ü-港": "ü-港", "//": "", "/a/": "a"} {
		if got := obsidianTag(in); got != want {
			t.Errorf("obsidianTag(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"a <b>c</b>": `a \<b>c\</b>`, "`<b>` <i>": "`<b>` \\<i>", "`<b>": "`\\<b>", "\\`<b>`": "\\`\\<b>`", "``<`<``<": "``<`<``\\<", `\<b>`: `\<b>`,
	} {
		if got := harmless(news.Text(in)); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parsed(t, "title", fmt.Sprintf("---\nid: x\n---\n# %s\n\n%s\n", escape(news.Text(s)), escape(news.Text(s))))
		parsed(t, "note", "---\nid: x\n---\n"+quoted("[!note]\n\n"+harmless(news.Text(s))))
	})
}
