// Command gen makes actor/table.bin from the facts in actor/data. Run it with
// "go generate ./actor" after a change of the facts.
package main

import (
	"fmt"
	"os"

	"hearsay/actor"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate() error {
	data, err := actor.Compile(os.DirFS("data"))
	if err != nil {
		return err
	}
	return os.WriteFile("table.bin", data, 0o644)
}
