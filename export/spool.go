package export

import (
	"bytes"
	"io"
	"os"
)

// inMemory is how much a spool holds before it takes to the disk. Exports of a
// few hundred stories never do.
const inMemory = 8 << 20

// spool keeps what is written until it is copied, in memory or, when that is
// too much, in a file that only we can open and that is gone at the end.
type spool struct {
	buf  bytes.Buffer
	file *os.File
}

func (s *spool) Write(p []byte) (int, error) {
	if s.buf.Len()+len(p) > inMemory {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	return s.buf.Write(p)
}

// spill moves the contents of the memory to the file.
func (s *spool) spill() error {
	if s.file == nil {
		f, err := os.CreateTemp("", "hearsay-export-*") // O_EXCL, mode 0600
		if err != nil {
			return err
		}
		s.file = f
		_ = os.Remove(f.Name()) // where an open file can lose its name, a crash leaves nothing; close removes it elsewhere
	}
	_, err := s.buf.WriteTo(s.file)
	return err
}

func (s *spool) copyTo(w io.Writer) error {
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return err
		}
	}
	_, err := s.buf.WriteTo(w)
	return err
}

func (s *spool) close() {
	if s.file != nil {
		s.file.Close()
		_ = os.Remove(s.file.Name())
	}
}
