package claim

import (
	"fmt"
	"os"
	"testing"

	"hearsay/actor"
	"hearsay/news"
)

func TestDebug(t *testing.T) {
	text := os.Getenv("DBG")
	if text == "" {
		t.Skip()
	}
	e := New(actor.Default())
	r := e.pool.Get().(*reading)
	s := &news.Story{Text: news.Text(text)}
	ms, _ := e.actors.Story(s.Title, s.Text)
	r.read(s, ms)
	for _, tk := range r.body.tokens {
		fmt.Printf("%s[", text[tk.start:tk.end])
		for name, c := range r.g.words.classes {
			if tk.classes.has(c) {
				fmt.Printf("%s ", name)
			}
		}
		fmt.Printf("f%d m%d q%d] ", tk.forms, tk.mention, tk.quote)
	}
	fmt.Println()
	m := matcher{g: r.g, p: &r.body}
	for _, st := range r.body.sentences {
		hidden := make([]bool, st.to-st.from)
		fmt.Println("SENT live", st.live)
		for _, h := range m.hits(st, hidden, nil) {
			subj := r.subjectOf(&r.body, st, h.verb)
			src, _, why := r.source(&r.body, st, h)
			fmt.Printf("  %s cue=%q subj=%q src=%q %s end=%d/%d\n", r.g.rules[h.rule].id, r.body.words(span{h.cueFrom, h.cueTo}), r.body.words(subj), r.body.words(src), why, r.clauseEnd(&r.body, st, h.cueTo), st.to)
		}
	}
}
