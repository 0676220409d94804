package actor

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"hearsay/news"
)

func TestShow(t *testing.T) {
	name := os.Getenv("SHOW")
	if name == "" {
		t.Skip()
	}
	f, _ := os.Open(name)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var d struct{ ID, Title, Text string }
		json.Unmarshal(sc.Bytes(), &d)
		ms, _ := Default().Story(news.Text(d.Title), news.Text(d.Text))
		fmt.Printf("%s %s | %s\n", d.ID, mark1(d.Title, ms, news.InTitle), mark1(d.Text, ms, news.InText))
	}
}

func mark1(s string, ms []news.Mention, f news.Field) string {
	out, at := "", 0
	for _, m := range ms {
		if m.Field != f {
			continue
		}
		u := ""
		if m.Unsure {
			u = "?"
		}
		extra := ""
		if string(m.Actor) != string(m.Text) {
			extra = "=" + string(m.Actor)
		}
		out += s[at:m.Start] + "[" + s[m.Start:m.End] + "|" + string(m.Class[:2]) + u + extra + "]"
		at = m.End
	}
	return out + s[at:]
}
