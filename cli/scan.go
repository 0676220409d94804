package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"hearsay/claim"
	"hearsay/news"
	"hearsay/news/clean"
)

// Limits of what is analysed at once.
const (
	maxScan = 32 << 20 // a text
	maxLine = 8 << 20  // a line of JSON
)

func scanCommand(s *session) *cobra.Command {
	var title string
	var lines, explain bool
	cmd := &cobra.Command{
		Use:   "scan [FILE|-]",
		Short: "Analyse any text: its actors, who accuses, who denies",
		Long: "Scan reads a text and needs no store. With --jsonl it reads lines {\"id\",\"title\",\"text\"} and writes for each " +
			"{\"id\",\"mentions\",\"claims\"}, in order, as they come. Offsets are Unicode code points.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			if lines {
				return s.scanLines(name)
			}
			data, err := s.readAll(name, maxScan)
			if err != nil {
				return err
			}
			return s.scanText(clean.Line(title), data, explain)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "the title of the text")
	cmd.Flags().BoolVar(&lines, "jsonl", false, "read and write JSON Lines")
	cmd.Flags().BoolVar(&explain, "explain", false, "say for each claim which rule found it and why")
	return cmd
}

func (s *session) scanText(title news.Text, data []byte, explain bool) error {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	story := news.Story{Title: title, Text: news.Text(bytes.ToValidUTF8(data, []byte("\ufffd")))}
	if !s.json {
		story.Text = clean.Block(string(story.Text))
	}
	found := s.analyst().Analyse(&story)
	if s.json {
		// Offsets count in the text as it was given; only JSON leaves, which escapes.
		if !explain {
			return s.printJSON(scannedRecord(nil, &story, found, nil))
		}
		return s.printJSON(scannedRecord(nil, &story, found, claim.Explain))
	}
	s.printMarked(mark(news.InTitle, story.Title, found.Mentions, found.Claims, nil))
	s.printMarked(mark(news.InText, story.Text, found.Mentions, found.Claims, nil))
	fmt.Fprintln(s.out)
	s.printParties(found.Mentions)
	for _, c := range found.Claims {
		s.printFindings([]news.Claim{c})
		if explain {
			for _, line := range claim.Explain(c) {
				fmt.Fprintln(s.out, "    "+line)
			}
		}
	}
	s.printIndicators(story.Title, story.Text)
	return nil
}

// scanLines answers each line of JSON with a line. A line that cannot be read
// is named and skipped; the rest goes on.
func (s *session) scanLines(name string) error {
	in, closeIn, err := s.open(name)
	if err != nil {
		return err
	}
	defer closeIn()
	reader := bufio.NewReaderSize(in, 1<<20)
	bad, number := 0, 0
	for {
		line, err := readLine(reader)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		number++
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read line %d: %w", number, err)
		}
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var item struct {
			ID    any    `json:"id"`
			Title string `json:"title"`
			Text  string `json:"text"`
		}
		if err := json.Unmarshal(line, &item); err != nil {
			bad++
			fmt.Fprintf(s.Err, "hearsay: line %d: not a JSON object with id, title and text: %s; skipped\n", number, wrongJSON(err))
			continue
		}
		story := news.Story{Title: news.Text(item.Title), Text: news.Text(item.Text)}
		if err := s.printJSON(scannedRecord(item.ID, &story, s.analyst().Analyse(&story), nil)); err != nil {
			return err
		}
		if reader.Buffered() == 0 { // whoever waits for the answer gets it
			if err := s.out.Flush(); err != nil {
				return fmt.Errorf("write to standard output: %w", err)
			}
		}
	}
	if bad > 0 {
		return partlyError{fmt.Errorf("%s skipped", plural(bad, "line", "lines"))}
	}
	return nil
}

// wrongJSON says what is wrong with a line, without the names of Go's types.
func wrongJSON(err error) news.Text {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return clean.Line(strings.TrimSpace(kind.Field + " cannot be " + kind.Value))
	}
	return cleanError(err)
}

// readLine reads to the end of the line, however long up to maxLine.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return nil, fmt.Errorf("longer than %d MiB", maxLine>>20)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}
