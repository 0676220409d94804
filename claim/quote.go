package claim

import "unicode/utf8"

// singleMark reports whether a single mark opens or shuts a quotation rather
// than standing for an apostrophe.
func (c *cutter) singleMark(i int, r rune, size int) bool {
	text := c.page.text
	next := byte(' ')
	if i+size < len(text) {
		next = text[i+size]
	}
	if c.open == 0 {
		return r != '’' && !c.glued && (isASCIIWord(next) || next >= utf8.RuneSelf)
	}
	return c.single && c.glued && !isASCIIWord(next) && r != '‘'
}

// quoteMark opens or shuts a quotation.
func (c *cutter) quoteMark(i int, r rune, size int, t token) int {
	p := c.page
	single := r == '\'' || r == '‘' || r == '’'
	switch {
	case c.open == 0 && r != '”' && r != '’' && r != '»':
		p.quotations = append(p.quotations, quotation{open: len(p.tokens), shut: len(p.tokens)})
		c.open, c.single = len(p.quotations), single
		t.kind, t.quote = opening, uint16(c.open)
	case c.open > 0 && single == c.single:
		t.kind, t.quote = closing, uint16(c.open)
		p.quotations[c.open-1].shut = len(p.tokens)
		c.open = 0
	default:
		t.kind = bracket
	}
	p.tokens = append(p.tokens, t)
	c.glued = t.kind == closing
	return i + size
}
