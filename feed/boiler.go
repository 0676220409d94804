package feed

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hearsay/news"
)

// boilerplate are the sentences that sites put under or over every story; each
// must match a whole block. Rules are about sentences, not topics: a story that
// says who subscribed to what is a story.
var boilerplate = []*regexp.Regexp{
	// WordPress and its translations.
	regexp.MustCompile(`(?i)^(the )?(post|article|entry) .{0,300}\b(first )?appeared( first)? (on|at|in) .{1,120}$`),
	regexp.MustCompile(`(?i)^der beitrag .{0,300} erschien zuerst (auf|bei) .{1,120}$`),
	regexp.MustCompile(`(?i)^l[’'](article|entrée) .{0,300} est apparue? en premier sur .{1,120}$`),
	regexp.MustCompile(`(?i)^la entrada .{0,300} (se publicó primero|aparece primero|apareció primero) en .{1,120}$`),
	regexp.MustCompile(`(?i)^l[’']articolo .{0,300} proviene da .{1,120}$`),
	regexp.MustCompile(`(?i)^(o post|artigo|o artigo) .{0,300} apareceu primeiro em .{1,120}$`),
	regexp.MustCompile(`(?i)^het bericht .{0,300} (verscheen eerst op|is geplaatst op) .{1,120}$`),
	regexp.MustCompile(`(?i)^(artykuł|post) .{0,300} pochodzi z serwisu .{1,120}$`),
	regexp.MustCompile(`(?i)^сообщение .{0,300} появил(ось|ись) сначала на .{1,120}$`),
	// Calls to do something with the site.
	regexp.MustCompile(`(?i)^((please )?(subscribe|sign up|register)( now| today| here)? (to|for|here|on)\b|(join|follow|find|like) (us|our|me)\b.{0,40}\b(on|channel|server|group|community|newsletter|discord|telegram|twitter|facebook|linkedin|mastodon|slack|x\b)).{0,200}$`),
	regexp.MustCompile(`(?i)^(found|find|like|enjoyed?) (this|the) (article|post|story) ?(interesting|useful|helpful)?[?.!,].{0,200}(follow|subscribe|share|join).{0,200}$`),
	regexp.MustCompile(`(?i)^(please )?(donate|support (us|our work|this (site|blog|channel))|become a (patron|member|supporter)|buy (us|me) a coffee)\b.{0,160}$`),
	regexp.MustCompile(`(?i)^(share (this|on|via|with)|tweet this|pin it|email this|print this|spread the word)\b.{0,100}$`),
	regexp.MustCompile(`(?i)^(click here to )?(read|continue|view|see) (more|the (full|rest|whole|original|complete)|reading|full)\b.{0,120}$`),
	regexp.MustCompile(`(?i)^(leave a (comment|reply)|(view |post a |[0-9]+ )?comments?( \([0-9]+\))?|add a comment|discuss this|related (articles|posts|stories|reading|content)|you (may|might) also like|advertisement|sponsored( content)?|permalink)[:.…]?$`),
	// Where it came from.
	regexp.MustCompile(`(?i)^(original )?(source|link)( link)?:? ?(https?://\S+)?$`),
	regexp.MustCompile(`(?i)^original source\b.{0,160}$`),
	regexp.MustCompile(`(?i)^(discord|telegram|twitter|facebook|linkedin|whatsapp|reddit|mastodon|bluesky|youtube|instagram|rss|e-?mail|newsletter|print|share|tweet|pocket|pinterest|tumblr|hacker ?news)( ?[|/,·•&] ?(discord|telegram|twitter|facebook|linkedin|whatsapp|reddit|mastodon|bluesky|youtube|instagram|rss|e-?mail|newsletter|print|share|tweet|x|pocket|pinterest|tumblr|hacker ?news))*$`),
}

// longestBoilerplate bounds the blocks that are looked at, in bytes.
const longestBoilerplate = 500

// opening are the first words of all sentences above: a block that begins with
// another is not looked at. The test of the rules keeps this list complete.
var opening = words(`the post article entry der l la o artigo het artykuł сообщение
	please subscribe sign register join follow find like found enjoy enjoyed
	donate support become buy share tweet pin email print spread click read continue view see
	leave comments comment add discuss related you advertisement sponsored permalink
	original source link discord telegram twitter facebook linkedin whatsapp reddit mastodon
	bluesky youtube instagram rss e newsletter pocket pinterest tumblr hacker hackernews
	0 1 2 3 4 5 6 7 8 9`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// isBoilerplate reports whether a block is the site's, not the story's.
func isBoilerplate(block string) bool {
	if len(block) > longestBoilerplate || block == "" {
		return false
	}
	end := strings.IndexFunc(block, func(r rune) bool { return !unicode.IsLetter(r) })
	switch {
	case end < 0:
		end = len(block)
	case end == 0:
		end = 1 // a digit
	}
	word := strings.ToLower(block[:end])
	if !opening[word] || word == "the" && !strings.Contains(block, "appeared") {
		return false
	}
	return slices.ContainsFunc(boilerplate, func(r *regexp.Regexp) bool { return r.MatchString(block) })
}

// appeared finds WordPress's last sentence behind others in one block.
var appeared = regexp.MustCompile(`[.!?…”"\])] (The (post|article) [^\n]{1,300} appeared first on [^\n]{1,120})$`)

// fold gives the blocks of boilerplate their kind. Headings and code are never
// folded. A last sentence that is boilerplate becomes a block by turning the
// blank before it into "\n", which moves no offset.
func fold(text string, blocks []news.Block) (string, []news.Block) {
	kinds := map[int]news.Block{}
	for _, b := range blocks {
		kinds[b.Start] = b
	}
	var out []news.Block
	var cut []int // blanks that become "\n"
	for start := 0; start <= len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		b, has := kinds[start]
		switch {
		case has && (b.Kind == news.Heading || b.Kind == news.Code):
			out = append(out, b)
		case isBoilerplate(text[start:end]):
			out = append(out, news.Block{Start: start, End: end, Kind: news.Folded})
		default:
			tail := max(start, end-longestBoilerplate)
			if !strings.Contains(text[tail:end], " appeared first on ") {
				if has {
					out = append(out, b)
				}
			} else if m := appeared.FindStringSubmatchIndex(text[tail:end]); m != nil {
				cut = append(cut, tail+m[2]-1)
				b.End = tail + m[2] - 1
				if has {
					out = append(out, b)
				}
				out = append(out, news.Block{Start: tail + m[2], End: end, Kind: news.Folded})
			} else if has {
				out = append(out, b)
			}
		}
		start = end + 1
	}
	if len(cut) > 0 {
		bytes := []byte(text)
		for _, at := range cut {
			bytes[at] = '\n'
		}
		text = string(bytes)
	}
	return text, out
}
