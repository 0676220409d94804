package feed

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Caps of a body, in bytes. A compressed body may unfold more than 200 times
// only while it stays small: no text compresses that well.
const (
	maxWire  = 16 << 20 // compressed
	maxRatio = 200
	anyRatio = 8 << 20
)

var (
	errCut      = errors.New("the answer was cut short")
	errBomb     = errors.New("sends a compressed body that unfolds too far; it is refused")
	errWire     = errors.New("sends more than 16 MiB compressed; hearsay reads no feed that long")
	errEncoding = errors.New("sends an encoding that was not asked for")
	errSilent   = errors.New("sent nothing for too long")
)

// readBody reads a body with the caps, gzip undone. A body that ends too early
// answers what came, with errCut.
func readBody(body io.Reader, contentEncoding string) ([]byte, error) {
	wire := &counted{r: body, most: maxBody, over: errTooLong}
	buffered := bufio.NewReaderSize(wire, 32<<10)
	var unfolded io.Reader = buffered
	switch strings.ToLower(strings.TrimSpace(contentEncoding)) {
	case "", "identity", "utf-8", "none":
		if magic, _ := buffered.Peek(2); string(magic) != "\x1f\x8b" {
			return readAll(unfolded, wire, false)
		}
	case "gzip", "x-gzip":
	default:
		return nil, fmt.Errorf("%w: %.40q", errEncoding, contentEncoding)
	}
	wire.most, wire.over = maxWire, errWire
	z, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, fmt.Errorf("undo gzip: %w", err)
	}
	return readAll(z, wire, true)
}

// readAll reads to the end within the caps.
func readAll(r io.Reader, wire *counted, packed bool) ([]byte, error) {
	out := make([]byte, 0, 64<<10)
	for {
		if len(out) == cap(out) {
			out = append(out, 0)[:len(out)]
		}
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case len(out) > maxBody:
			return nil, errTooLong
		case packed && len(out) > anyRatio && int64(len(out)) > maxRatio*wire.n:
			return nil, errBomb
		case errors.Is(err, io.EOF):
			return out, nil
		case packed && len(out) > 0 && errors.Is(err, gzip.ErrHeader):
			return out, nil // something stands after the end
		case errors.Is(err, io.ErrUnexpectedEOF), packed && len(out) > 0 && errors.Is(err, gzip.ErrChecksum):
			return out, errCut
		case err != nil:
			return nil, err
		}
	}
}

// counted counts what comes from the wire and ends at a cap.
type counted struct {
	r    io.Reader
	n    int64
	most int64
	over error
}

func (c *counted) Read(b []byte) (int, error) {
	if c.n > c.most {
		return 0, c.over
	}
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// patient cancels a call when its server says nothing for a while.
type patient struct {
	io.Reader
	timer   *time.Timer
	silence time.Duration
}

// listen wraps a body; stop ends the watch.
func listen(body io.Reader, silence time.Duration, cancel context.CancelCauseFunc) (r io.Reader, stop func() bool) {
	p := &patient{Reader: body, silence: silence}
	p.timer = time.AfterFunc(silence, func() { cancel(errSilent) })
	return p, p.timer.Stop
}

func (p *patient) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if n > 0 {
		p.timer.Reset(p.silence)
	}
	return n, err
}
