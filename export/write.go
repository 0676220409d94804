package export

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists says that a file is there which we did not write.
var ErrExists = errors.New("the file exists and hearsay did not write it: choose another name or use --force")

// mode of the files we write: notes are private until the reader shares them.
const mode fs.FileMode = 0o600

// WriteFile gives path the contents that write writes, all or nothing: they go
// to a new file in the same folder, which takes the name when it is safe on
// the disk. Without force an existing file is left alone, with ErrExists.
func WriteFile(path string, force bool, write func(io.Writer) error) error {
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return fmt.Errorf("write %s: it is a folder", path)
	} else if err == nil && !force {
		return fmt.Errorf("write %s: %w", path, ErrExists)
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() { _ = root.Close() }()
	if err := replace(root, filepath.Base(path), force, write); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := syncFolder(root, "."); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// replace writes the file name of root through a new file beside it. A link
// that stands there is replaced, not followed. The folder is still to be
// synced.
func replace(root *os.Root, name string, force bool, write func(io.Writer) error) error {
	f, temp, err := fresh(root, name)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = settle(root, temp, name, force)
	}
	if err != nil {
		_ = root.Remove(temp) // what went wrong matters more
	}
	return err
}

// fresh makes a new file in the folder of name, under a name that nothing has.
func fresh(root *os.Root, name string) (*os.File, string, error) {
	for try := 0; ; try++ {
		temp := filepath.Join(filepath.Dir(name), fmt.Sprintf(".hearsay-%d-%d.tmp", os.Getpid(), try))
		f, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, temp, err
		}
	}
}

// settle gives the file temp its name. Without force it takes care that a file
// which came there meanwhile is not lost, where the file system can do that.
func settle(root *os.Root, temp, name string, force bool) error {
	if force {
		return root.Rename(temp, name)
	}
	switch err := root.Link(temp, name); {
	case err == nil:
		return root.Remove(temp)
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	}
	if _, err := root.Lstat(name); err == nil { // a file system without links
		return ErrExists
	}
	return root.Rename(temp, name)
}

// syncFolder makes the names in a folder safe. Systems that cannot open or
// sync a folder do without.
func syncFolder(root *os.Root, name string) error {
	d, err := root.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
