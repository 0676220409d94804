package actor

import (
	"os"
	"testing"
)

func TestTableIsMadeFromTheFacts(t *testing.T) {
	want, err := Compile(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != embedded {
		t.Error("table.bin is older than the facts in data/: run go generate ./actor")
	}
}
