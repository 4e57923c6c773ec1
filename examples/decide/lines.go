package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

const (
	bufferSize = 64 << 10
	maxLine    = 16 << 20 // of a case in bytes; longer lines are errors
)

// caseLines decides a case on each line of standard input.
func (p *program) caseLines() int {
	l := newLines(p.in, p.out, p.org)
	if err := l.run(); err != nil {
		return p.trouble(err)
	}
	return l.status
}

// lines decides a case on each line, and writes one decision a line.
type lines struct {
	in      *bufio.Reader
	out     *bufio.Writer
	decoder decision.CaseDecoder
	line    []byte // a line that does not fit into the reader's buffer
	tooLong bool
	number  int
	status  int
}

func newLines(in io.Reader, out io.Writer, org *profile.Org) *lines {
	return &lines{
		in:      bufio.NewReaderSize(in, bufferSize),
		out:     bufio.NewWriterSize(out, bufferSize),
		decoder: decision.CaseDecoder{Org: org},
	}
}

var errLineTooLong = errors.New("the line is longer than 16 MiB, which no case is")

// run goes through all lines. Blank ones are counted and passed over. What was
// decided is written when no more input is waiting, so that a program at the other
// end of two pipes gets its answer.
func (l *lines) run() error {
	for {
		line, err := l.next()
		if err != nil && err != io.EOF {
			return errors.Join(err, l.out.Flush())
		}
		l.number++
		l.answer(line)
		if err == io.EOF || l.in.Buffered() == 0 {
			if failed := l.out.Flush(); failed != nil || err == io.EOF {
				return failed
			}
		}
	}
}

// next returns the next line. It is valid until the call after. A line that is too
// long is read past.
func (l *lines) next() ([]byte, error) {
	part, err := l.in.ReadSlice('\n')
	l.tooLong = false
	if err != bufio.ErrBufferFull {
		return part, err
	}
	l.line = append(l.line[:0], part...)
	for err == bufio.ErrBufferFull {
		part, err = l.in.ReadSlice('\n')
		if l.tooLong = l.tooLong || len(l.line)+len(part) > maxLine; !l.tooLong {
			l.line = append(l.line, part...)
		}
	}
	return l.line, err
}

// answer writes the decision of one line, or what is wrong with it.
func (l *lines) answer(line []byte) {
	line = bytes.TrimSpace(line)
	switch {
	case l.tooLong:
		l.refuse(errLineTooLong)
		return
	case len(line) == 0:
		return
	}
	c, err := l.decoder.Decode(line)
	if err != nil {
		l.refuse(err)
		return
	}
	d := decision.Decide(c)
	if d.Verdict != decision.Record {
		l.status = max(l.status, exitNot)
	}
	l.out.Write(appendDecision(l.out.AvailableBuffer(), d))
}

// refuse writes what is wrong with a line.
func (l *lines) refuse(err error) {
	l.status = exitTrouble
	text, _ := json.Marshal(lineError(err)) // a string can always be written
	b := append(l.out.AvailableBuffer(), `{"version":1,"error":`...)
	b = append(append(b, text...), `,"line":`...)
	b = append(strconv.AppendInt(b, int64(l.number), 10), "}\n"...)
	l.out.Write(b)
}

// lineError says the first thing that is wrong, with its column: the line is said
// beside it.
func lineError(err error) string {
	var at *strictjson.Error
	if !errors.As(err, &at) {
		return clean(err.Error())
	}
	text := "column " + strconv.Itoa(at.Column) + ": "
	if at.Path != "" {
		text += at.Path + ": "
	}
	return clean(text + at.Problem)
}

// appendDecision appends the wire form of a decision and a line feed.
func appendDecision(b []byte, d decision.Decision) []byte {
	b = append(append(b, `{"version":1,"verdict":"`...), d.Verdict.String()...)
	b = append(b, `","reasons":[`...)
	for r := range d.Reasons.All() {
		if b[len(b)-1] != '[' {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), r.String()...), '"')
	}
	b = append(b, ']')
	if !d.Cut.IsZero() {
		b = append(d.Cut.AppendFormat(append(b, `,"cut":"`...), time.RFC3339Nano), '"')
	}
	return append(b, "}\n"...)
}
