// Command decide says whether the meetings in calendar files may be recorded, and
// why.
//
//	go run ./examples/decide testdata/invites/zoom.ics
//
// It reads calendar files (.ics), mails with an invitation in them (.eml) or
// standard input (-), and prints for each meeting the verdict, every reason with
// what was found and what to do, and what happens next. Of a series it takes the
// meeting that the moment asked about belongs to: see [invite.OccurrenceAt]. Without -now it asks about the
// present moment, and without -settings it decides for Acme, an invented company
// whose settings are built in (settings.json beside this file).
//
// With -case it decides a case in the wire form of package decision: one from a
// file, or, with -case -, one from each line of standard input, writing one decision
// a line.
//
// # Exit status
//
//	0  every meeting may be recorded
//	1  at least one may not: refuse, discard, hold or keep_part
//	2  wrong usage, or something could not be read; what could be was decided
package main

import (
	_ "embed"
	"io"
	"os"
	"time"
)

// The exit statuses.
const (
	exitRecord  = 0
	exitNot     = 1
	exitTrouble = 2
)

//go:embed settings.json
var exampleSettings []byte

// world is what the program knows of its surroundings.
type world struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	clock    func() time.Time
}

func main() {
	os.Exit(run(os.Args[1:], world{os.Stdin, os.Stdout, os.Stderr, os.Getenv, time.Now}))
}
