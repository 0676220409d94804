package galaxy

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hearsay/news"
)

const misp = `{"authors":["x"],"category":"actor","description":"ours","name":"Threat Actor","type":"threat-actor","uuid":"u","values":[
 {"value":"Grey Otter","uuid":"11111111-2222-4333-8444-555555555555","description":"x","meta":{"country":"ru","synonyms":["G9001","Mud\u001b[31m Heron","Mud Heron","TA999"],"cfr-type-of-incident":"Espionage"}},
 {"value":"Brown Otter","meta":{"synonyms":"Lone Heron","cfr-suspected-state-sponsor":"Iran (Islamic Republic of)"}},
 {"value":7},
 {"meta":{}},
 "Stray",
 {"value":"Salt Otter - G9002","meta":{"synonyms":[1,null,"Wet Heron"]}}
],"version":3}`

const stix = `{"type":"bundle","id":"bundle--1","objects":[
 {"type":"malware","name":"Not A Group"},
 {"type":"intrusion-set","id":"intrusion-set--1","name":"Grey Otter","aliases":["Grey Otter","Mud Heron"],
  "external_references":[{"source_name":"mitre-attack","external_id":"G9001"},{"source_name":"other","external_id":"G1"}]},
 {"type":"intrusion-set","id":"intrusion-set--2","name":"Old Otter","revoked":true},
 {"type":"intrusion-set","id":"intrusion-set--3","name":"Bad Otter","revoked":"yes"}
]}`

func read(t *testing.T, file string) (kind string, items []Item, err error) {
	t.Helper()
	kind, err = Read(strings.NewReader(file), func(i Item) error { items = append(items, i); return nil })
	return kind, items, err
}

func TestGalaxy(t *testing.T) {
	kind, items, err := read(t, misp)
	if err != nil || kind != MISP || len(items) != 6 {
		t.Fatalf("%s, %d items, %v", kind, len(items), err)
	}
	e := items[0].Entry
	if e.Name != "Grey Otter" || e.Country != "RU" || e.Kind != "apt" || len(e.Aliases) != 2 || e.Aliases[0].Name != "Mud Heron" ||
		e.Aliases[1] != (news.Alias{Name: "TA999", By: "Proofpoint"}) || len(e.Refs) != 2 || e.Refs[0].ID != "G9001" || e.Refs[1].Source != "misp-galaxy:threat-actor" {
		t.Errorf("%+v", e)
	}
	if e := items[1].Entry; len(e.Aliases) != 1 || e.Aliases[0].Name != "Lone Heron" {
		t.Errorf("%+v", e)
	}
	for i, want := range []string{2: "its name is no text", 3: "it has no name", 4: "a string, not an object"} {
		if want != "" && (items[i].Err == nil || items[i].Err.Error() != want || items[i].Number != i+1) {
			t.Errorf("item %d: %+v", i, items[i])
		}
	}
	if e := items[5].Entry; e.Name != "Salt Otter" || e.Refs[0].ID != "G9002" || len(e.Aliases) != 1 {
		t.Errorf("%+v", e)
	}
}

func TestBundle(t *testing.T) {
	kind, items, err := read(t, stix)
	if err != nil || kind != STIX || len(items) != 3 {
		t.Fatalf("%s, %d items, %v", kind, len(items), err)
	}
	if e := items[0].Entry; e.Name != "Grey Otter" || len(e.Aliases) != 1 || len(e.Refs) != 1 || e.Refs[0].ID != "G9001" {
		t.Errorf("%+v", e)
	}
	if items[1].Out != "revoked" || items[2].Err == nil || items[2].ID != "intrusion-set--3" {
		t.Errorf("%+v", items[1:])
	}
}

func TestGalaxiesOfThings(t *testing.T) {
	_, items, err := read(t, `{"category":"tool","type":"backdoor","values":[{"value":"WinDoor"}]}`)
	if err != nil || len(items) != 1 || items[0].Out == "" {
		t.Errorf("%+v, %v", items, err)
	}
	_, items, err = read(t, `{"category":"tool","type":"ransomware","values":[{"value":"Offline"},{"value":"Leaky","meta":{"links":["http://x.onion"]}}]}`)
	if err != nil || len(items) != 2 || items[0].Out == "" || items[1].Out != "" || items[1].Entry.Kind != "ransomware" {
		t.Errorf("%+v, %v", items, err)
	}
}

func TestDamagedFiles(t *testing.T) {
	for name, tt := range map[string]struct {
		file, want string
		items      int
	}{
		"empty":      {"", "byte 0: the file ends in the middle", 0},
		"no object":  {"[]", ErrNotKnown.Error(), 0},
		"neither":    {`{"name":"x"}`, ErrNotKnown.Error(), 0},
		"cut":        {misp[:450], "the file ends in the middle", 2},
		"no list":    {`{"values":{}}`, "the list of entries is no list", 0},
		"bad JSON":   {`{"values":[{"value":"Grey Otter"},{"value":]}`, "entry 2", 1},
		"nested":     {`{"values":[{"value":"a","meta":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}]}`, "", 1},
		"huge entry": {`{"values":[{"value":"` + strings.Repeat("a", 10<<20) + `"}]}`, errLargeEntry.Error(), 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, items, err := read(t, tt.file)
			if tt.want == "" != (err == nil) || err != nil && !strings.Contains(err.Error(), tt.want) || len(items) != tt.items {
				t.Errorf("%d items, %v", len(items), err)
			}
			if name == "nested" && items[0].Err == nil {
				t.Error("the depth is not limited")
			}
		})
	}
}

func TestAnErrorOfTheTakerEndsTheReading(t *testing.T) {
	full := errors.New("full")
	if _, err := Read(strings.NewReader(misp), func(Item) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
}

// many is a bundle of any size that is made as it is read.
type many struct {
	left int
	buf  string
}

func (m *many) Read(p []byte) (int, error) {
	if m.buf == "" {
		switch {
		case m.left < 0:
			return 0, io.EOF
		case m.left == 0:
			m.buf = `{}]}`
		default:
			m.buf = `{"type":"malware","description":"` + strings.Repeat("a", 1<<16) + `"},`
		}
		m.left--
	}
	n := copy(p, m.buf)
	m.buf = m.buf[n:]
	return n, nil
}

// Memory does not grow with the file: 128 MB are read.
func TestLargeFilesAreStreamed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 128 MB")
	}
	in := &many{left: 2000, buf: `{"objects":[`}
	allocated := testing.AllocsPerRun(1, func() {
		in.left, in.buf = 2000, `{"objects":[`
		if _, err := Read(in, func(Item) error { return nil }); err != nil {
			t.Error(err)
		}
	})
	if allocated > 100_000 {
		t.Errorf("%.0f allocations", allocated)
	}
}

// FuzzRead: whatever the file, names are clean and can be taken.
func FuzzRead(f *testing.F) {
	f.Add(misp)
	f.Add(stix)
	f.Fuzz(func(t *testing.T, file string) {
		_, _ = Read(strings.NewReader(file), func(i Item) error {
			if i.Err == nil && i.Out == "" {
				for _, alias := range append(i.Entry.Aliases, news.Alias{Name: i.Entry.Name}) {
					if alias.Name == "" || strings.ContainsAny(string(alias.Name), "\x1b\n\x00") {
						t.Errorf("name %q", alias.Name)
					}
				}
			}
			return nil
		})
	})
}
