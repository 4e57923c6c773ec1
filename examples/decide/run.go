package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite/strictjson"
	"github.com/mayrecord/mayrecord/profile"
)

// run does what the arguments ask for, and returns the exit status.
func run(args []string, w world) int {
	o, err := parseOptions(args)
	if errors.Is(err, errHelp) {
		io.WriteString(w.out, usage)
		return exitRecord
	}
	if err != nil {
		return w.trouble(err)
	}
	p := program{world: w, options: o, style: styleOf(w)}
	return p.run()
}

// trouble says what is wrong, on a line each, and returns the exit status for it.
func (w world) trouble(err error) int {
	for _, one := range each(err) {
		io.WriteString(w.err, "decide: "+clean(one.Error())+"\n")
	}
	return exitTrouble
}

// program is one run.
type program struct {
	world
	options
	style
	org      *profile.Org
	complete bool // the roster leaves nobody out
	status   int
	shown    int // meetings that were printed
}

func (p *program) run() int {
	if err := p.load(); err != nil {
		return p.trouble(err)
	}
	out := bufio.NewWriter(p.out)
	switch {
	case p.cases == "-":
		return p.caseLines()
	case p.cases != "":
		p.do(p.caseFile(out))
	default:
		for _, name := range p.files {
			p.do(p.decideFile(out, name))
		}
	}
	p.do(out.Flush())
	return p.status
}

// do takes note of what went wrong; the run goes on.
func (p *program) do(err error) {
	if err != nil {
		p.status = p.trouble(err)
	}
}

// load reads the settings, the answers and the roster.
func (p *program) load() error {
	if err := p.loadSettings(); err != nil {
		return err
	}
	var log consent.Log
	if err := loadJSON("answers", p.answersFile, &log); err != nil {
		return err
	}
	p.answers = append(p.answers, log.Responses()...)
	var roster consent.Roster
	if err := loadJSON("roster", p.rosterFile, &roster); err != nil {
		return err
	}
	p.presences = append(p.presences, roster.Presences()...)
	p.complete = roster.Complete()
	return nil
}

// loadJSON reads the file that a flag names, if it names one.
func loadJSON(flag, name string, into any) error {
	if name == "" {
		return nil
	}
	data, err := os.ReadFile(name)
	if err == nil {
		err = strictjson.Unmarshal(data, into)
	}
	if err != nil {
		return about("-"+flag+" "+name, err)
	}
	return nil
}

// loadSettings reads the company's settings. A case in JSON that names none needs
// -settings; for invites the example company's stand in.
func (p *program) loadSettings() error {
	data := exampleSettings
	switch {
	case p.settings == "" && p.cases != "":
		return nil
	case p.settings != "":
		var err error
		if data, err = os.ReadFile(p.settings); err != nil {
			return about("-settings "+p.settings, err)
		}
	}
	org, err := profile.ParseOrg(data)
	if err != nil {
		return about("-settings "+p.settings, err)
	}
	p.org = &org
	return nil
}

// decideFile decides every meeting in a calendar file.
func (p *program) decideFile(out *bufio.Writer, name string) error {
	doc, err := p.read(name)
	if err != nil {
		return err
	}
	for i := range doc.meetings {
		m, err := p.meeting(doc, &doc.meetings[i])
		if err != nil {
			return about(doc.name, err)
		}
		if err := p.show(out, m); err != nil {
			return err
		}
	}
	return nil
}

// caseFile decides the one case in a file.
func (p *program) caseFile(out *bufio.Writer) error {
	data, err := os.ReadFile(p.cases)
	if err != nil {
		return about("-case "+p.cases, err)
	}
	d := decision.CaseDecoder{Org: p.org}
	c, err := d.Decode(data)
	if err != nil {
		return about("-case "+p.cases, err)
	}
	return p.show(out, meeting{name: p.cases, c: c, d: decision.Decide(c), momentSaid: true})
}

// show prints a meeting and counts its verdict.
func (p *program) show(out *bufio.Writer, m meeting) error {
	if m.d.Verdict != decision.Record {
		p.status = max(p.status, exitNot)
	}
	p.shown++
	if p.json {
		return printJSON(out, m)
	}
	p.report(out, m)
	return nil
}

// about puts what an error is about in front of it, and of each if it is several.
func about(what string, err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = errors.New("there is no such file")
	case errors.As(err, &path):
		err = path.Err
	}
	var all []error
	for _, one := range each(err) {
		all = append(all, fmt.Errorf("%s: %w", what, one))
	}
	return errors.Join(all...)
}
