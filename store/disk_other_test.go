//go:build !linux

package store

import "errors"

func fill(string) error { return errors.New("only where a file's size can be limited") }
