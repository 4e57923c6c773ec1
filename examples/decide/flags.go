package main

import (
	"encoding"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mayrecord/mayrecord/consent"
	"github.com/mayrecord/mayrecord/decision"
	"github.com/mayrecord/mayrecord/invite"
	"github.com/mayrecord/mayrecord/invite/enum"
	"github.com/mayrecord/mayrecord/invite/strictjson"
)

// options is what the command line says.
type options struct {
	files         []string
	settings      string
	now           time.Time // zero: the present moment
	zone          *time.Location
	request       decision.Request
	answersFile   string
	answers       []consent.Response
	rosterFile    string
	presences     []consent.Presence
	cancellations []decision.Cancellation
	recording     decision.Recording // a zero start: no recorder started
	json          bool
	cases         string

	given []string // the names of the flags, in order
}

// errHelp says that help was asked for.
var errHelp = errors.New("help")

// flags returns the flags. The usage of each says what a right value is.
func (o *options) flags() *flag.FlagSet {
	fs := flag.NewFlagSet("decide", flag.ContinueOnError)
	const anInstant = "the form 2031-03-03T09:05:00Z"
	fs.StringVar(&o.settings, "settings", "", "a file with the company's settings in JSON")
	fs.Func("now", anInstant, instantInto(&o.now))
	fs.Func("zone", "a time zone such as Europe/Berlin, UTC or Local", o.setZone)
	fs.Func("sender", "a mail address such as ann@acme.example", addressInto(&o.request.Sender))
	fs.Func("asked", "a mail address such as record@acme.example", addressInto(&o.request.To))
	fs.Func("asked-at", anInstant, instantInto(&o.request.At))
	fs.StringVar(&o.answersFile, "answers", "", "a file with a list of answers in JSON")
	fs.Func("answer", "the form cem@customer.example=opted_out@2031-03-03T09:05:00Z", o.addAnswer)
	fs.StringVar(&o.rosterFile, "roster", "", "a file with a roster in JSON")
	fs.Func("present", "the form cem@customer.example=2031-03-03T09:01:00Z..2031-03-03T09:40:00Z", o.addPresence)
	fs.Func("cancel", "the form ann@acme.example=2031-03-03T08:30:00Z", o.addCancellation)
	fs.Func("recorder-start", anInstant, instantInto(&o.recording.Start))
	fs.Func("recorder-stop", anInstant, instantInto(&o.recording.Stop))
	fs.Func("recorder-ended", "finished, stopped, not_admitted or failed", o.setEnded)
	fs.BoolFunc("json", "true or false", o.setJSON)
	fs.StringVar(&o.cases, "case", "", "a file with a case in JSON, or - for one on each line of standard input")
	fs.BoolFunc("h", "", func(string) error { return errHelp })
	fs.BoolFunc("help", "", func(string) error { return errHelp })
	return fs
}

// parseOptions reads the command line. Flags and files may stand in any order; after
// -- all are files.
func parseOptions(args []string) (options, error) {
	var o options
	fs := o.flags()
	for len(args) > 0 {
		arg, rest := args[0], args[1:]
		switch {
		case arg == "--":
			o.files = append(o.files, rest...)
			rest = nil
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			o.files = append(o.files, arg)
		default:
			var err error
			if rest, err = o.set(fs, arg, rest); err != nil {
				return o, err
			}
		}
		args = rest
	}
	return o, o.check()
}

// set sets the flag that arg names, and returns the arguments after its value.
func (o *options) set(fs *flag.FlagSet, arg string, rest []string) ([]string, error) {
	name, value, said := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	f := fs.Lookup(name)
	if f == nil {
		return nil, fmt.Errorf("there is no flag -%s%s; decide -h lists them all", name, meant(name, fs))
	}
	_, alone := f.Value.(interface{ IsBoolFlag() bool })
	switch {
	case said:
	case alone:
		value = "true"
	case len(rest) == 0:
		return nil, fmt.Errorf("-%s says nothing: want %s", name, f.Usage)
	default:
		value, rest = rest[0], rest[1:]
	}
	o.given = append(o.given, name)
	switch err := f.Value.Set(value); {
	case errors.Is(err, errHelp):
		return nil, err
	case value == "":
		return nil, fmt.Errorf("-%s says nothing: want %s", name, f.Usage)
	case errors.Is(err, errForm):
		return nil, fmt.Errorf("-%s %q: want %s", name, value, f.Usage)
	case err != nil:
		return nil, fmt.Errorf("-%s: %w", name, err)
	}
	return rest, nil
}

// errForm says that a value has not the form that the flag's usage states.
var errForm = errors.New("not of this form")

// check reports flags that make no sense together.
func (o *options) check() error {
	stdin := 0
	for _, name := range o.files {
		if name == "-" {
			stdin++
		}
	}
	r := o.recording
	switch {
	case o.cases != "":
		return o.checkCase()
	case len(o.files) == 0:
		return errors.New("name a calendar file, or - for standard input; decide -h says more")
	case stdin > 1:
		return errors.New("standard input (-) can be read once only")
	case !o.request.To.IsZero() && o.request.Sender.IsZero():
		return errors.New("-asked needs -sender: say who asked the assistant")
	case !o.request.At.IsZero() && o.request.Sender.IsZero():
		return errors.New("-asked-at needs -sender: say who asked the assistant")
	case o.said("recorder-ended") && r.Stop.IsZero():
		return errors.New("-recorder-ended needs -recorder-stop: say when the recorder stopped")
	case !r.Stop.IsZero() && r.Start.IsZero():
		return errors.New("-recorder-stop needs -recorder-start: say when the recorder started")
	case !r.Stop.IsZero() && r.Stop.Before(r.Start):
		return errors.New("-recorder-stop is before -recorder-start: want a time that is not")
	}
	return nil
}

// said reports whether a flag was given.
func (o *options) said(name string) bool { return slices.Contains(o.given, name) }

// checkCase reports what does not go with -case: a case says all of it itself.
func (o *options) checkCase() error {
	if len(o.files) > 0 {
		return fmt.Errorf("-case decides a case by itself: leave %s out, or leave -case out", o.files[0])
	}
	for _, name := range o.given {
		if !slices.Contains([]string{"case", "settings", "json", "zone"}, name) {
			return fmt.Errorf("-%s does not go with -case: the case says it itself", name)
		}
	}
	return nil
}

func parseInstant(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.IsZero() {
		return time.Time{}, fmt.Errorf("time %q: want the form 2031-03-03T09:05:00Z", s)
	}
	return t, nil
}

func instantInto(t *time.Time) func(string) error {
	return func(s string) (err error) {
		*t, err = parseInstant(s)
		return err
	}
}

func addressInto(a *invite.Address) func(string) error {
	return func(s string) (err error) {
		*a, err = invite.ParseAddress(s)
		return err
	}
}

func (o *options) setZone(s string) (err error) {
	if o.zone, err = time.LoadLocation(s); err != nil {
		return errForm
	}
	return nil
}

func (o *options) setJSON(s string) (err error) {
	if o.json, err = strconv.ParseBool(s); err != nil {
		return errForm
	}
	return nil
}

// addAnswer reads WHO=CHOICE@TIME.
func (o *options) addAnswer(s string) error {
	who, what, ok := cutLast(s, "=")
	choice, when, timed := strings.Cut(what, "@")
	if !ok || !timed {
		return errForm
	}
	var r consent.Response
	var err error
	if r.Participant, err = invite.ParseAddress(who); err != nil {
		return err
	}
	if err := oneOf(&r.Choice, choice); err != nil {
		return err
	}
	r.At, err = parseInstant(when)
	o.answers = append(o.answers, r)
	return err
}

// setEnded reads how the recorder ended.
func (o *options) setEnded(s string) error { return oneOf(&o.recording.Ended, s) }

// oneOf reads a value of an enumeration. The error says which value was meant, where one is close.
func oneOf(value encoding.TextUnmarshaler, text string) error {
	err := value.UnmarshalText([]byte(text))
	var unknown *enum.UnknownError
	if errors.As(err, &unknown) {
		return fmt.Errorf("%w%s", err, strictjson.Meant(text, unknown.Known()))
	}
	return err
}

// addPresence reads WHO=FROM or WHO=FROM..UNTIL.
func (o *options) addPresence(s string) error {
	who, when, ok := cutLast(s, "=")
	if !ok {
		return errForm
	}
	p, err := parsePresent(who)
	if err != nil {
		return err
	}
	from, until, left := strings.Cut(when, "..")
	if p.From, err = parseInstant(from); err != nil {
		return err
	}
	if left {
		if p.Until, err = parseInstant(until); err != nil {
			return err
		}
		if p.Until.Before(p.From) {
			return errors.New("the second time is before the first: want a time that is not")
		}
	}
	o.presences = append(o.presences, p)
	return nil
}

// parsePresent reads who is present: an address, or a name in quotes for somebody who is
// not identified; room: or recorder: before either.
func parsePresent(who string) (consent.Presence, error) {
	var p consent.Presence
	for _, kind := range []consent.Kind{consent.Room, consent.Recorder} {
		if rest, ok := strings.CutPrefix(who, kind.String()+":"); ok {
			who, p.Kind = rest, kind
			break
		}
	}
	if name, quoted := strings.CutPrefix(who, `"`); quoted && strings.HasSuffix(name, `"`) {
		p.Name = strings.TrimSuffix(name, `"`)
		return p, nil
	}
	var err error
	if p.Address, err = invite.ParseAddress(who); err != nil {
		return p, fmt.Errorf("%w, or a name in quotes", err)
	}
	return p, nil
}

// addCancellation reads WHO=TIME.
func (o *options) addCancellation(s string) error {
	who, when, ok := cutLast(s, "=")
	if !ok {
		return errForm
	}
	a, err := invite.ParseAddress(who)
	if err != nil {
		return err
	}
	at, err := parseInstant(when)
	o.cancellations = append(o.cancellations, decision.Cancellation{By: a, At: at})
	return err
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// meant returns a hint at the flag that a name was meant to be, or nothing where none
// is close.
func meant(name string, fs *flag.FlagSet) string {
	var known []string
	fs.VisitAll(func(f *flag.Flag) { known = append(known, "-"+f.Name) })
	return strictjson.Meant("-"+name, known)
}
