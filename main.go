// Command hearsay reads cybersecurity news in the terminal: who accuses, who
// denies, and what the reader makes of it.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"hearsay/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	status := cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(status)
}
