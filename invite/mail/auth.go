package mail

import (
	"cmp"
	"strings"

	"github.com/mayrecord/mayrecord/invite/enum"
)

// Auth is what the server that is believed found out about a mail. The package
// documentation says which fields are believed.
//
// The zero Auth is no result at all: no server is believed, or it said nothing.
type Auth struct {
	SPF   Check   // the first of its results
	DKIM  []Check // the result of every signature
	DMARC Check   // of several results the first that is no pass, else the first
}

// Check is the result of one method of authentication. The zero Check is none.
type Check struct {
	Result Result
	// Domain is what the result is about, in lower case: for SPF the domain of
	// the envelope's sender (smtp.mailfrom), for DKIM that which signed
	// (header.d, else that of header.i), for DMARC that of the From field
	// (header.from). It is empty if the server does not say it.
	Domain string
}

// Result is the result of a method of authentication (RFC 8601, section 2.7). The
// zero Result says that none was reported.
type Result uint8

// The results.
const (
	// ResultUnreported is the zero Result: the server reports nothing of the method. It is
	// no result of RFC 8601.
	ResultUnreported Result = iota
	// ResultNone is none: there was nothing to check, for example no signature.
	ResultNone
	// ResultPass is pass: the mail is authentic by this method.
	ResultPass
	// ResultFail is fail: the mail is not authentic by this method.
	ResultFail
	// ResultSoftFail is softfail, of SPF: the domain's owner believes that the mail is not
	// authentic, without being certain.
	ResultSoftFail
	// ResultNeutral is neutral: the method says neither yes nor no.
	ResultNeutral
	// ResultPolicy is policy: the server's own policy does not accept the signature, for
	// example of a weak key.
	ResultPolicy
	// ResultTempError is temperror: the check failed for now, for example for lack of a DNS
	// answer.
	ResultTempError
	// ResultPermError is permerror: the check cannot succeed, for example because a DNS
	// record is malformed.
	ResultPermError
)

var results = enum.Table[Result]{Kind: "authentication result", Texts: []string{
	"unreported", "none", "pass", "fail", "softfail", "neutral", "policy", "temperror", "permerror",
}}

// AllResults returns every result.
func AllResults() []Result { return results.All() }

// Known reports whether r is one of the constants.
func (r Result) Known() bool { return results.Known(r) }

// String returns the text form of r.
func (r Result) String() string { return results.String(r) }

// MarshalText returns the text form, or an error for an unknown value.
func (r Result) MarshalText() ([]byte, error) { return results.AppendText(nil, r) }

// UnmarshalText reads the text form; unknown text is an error.
func (r *Result) UnmarshalText(text []byte) error { return results.Parse(r, text) }

const authField = "Authentication-Results"

// auth reads the results of the server that is believed.
func (r *reader) auth(e entity, h header) (a Auth) {
	server := r.o.AuthServer
	if server == "" {
		return a
	}
	above, below := r.believed(h)
	if e.split {
		above, below = 0, 0 // a sender may have hidden fields above
	}
	counted := false
	for i, f := range h {
		if f.name != authField {
			continue
		}
		words := authWords(f.value)
		if !isFrom(words, server) {
			continue
		}
		if i < above || i < below && !counted {
			counted = true
			a.add(words[1:])
			continue
		}
		r.note(e, Note{Line: f.line, Kind: NoteAuth, Was: f.value})
	}
	return a
}

// believed returns how many fields of a header stand where results are believed:
// all those above, and below that the topmost one if there is none above.
func (r *reader) believed(h header) (above, below int) {
	above = nextReceived(h, 0)
	if above == len(h) {
		return 0, 0
	}
	if !r.o.ReportsBelowReceived || !isUnder(receiver(h[above].value), cmp.Or(r.o.ReceivedBy, r.o.AuthServer)) {
		return above, above
	}
	return above, nextReceived(h, above+1)
}

// nextReceived returns the place of the first Received field from a place on, and
// the length of the header if there is none.
func nextReceived(h header, from int) int {
	for i := from; i < len(h); i++ {
		if h[i].name == "Received" {
			return i
		}
	}
	return len(h)
}

// isUnder reports whether a host has a name, or one under it.
func isUnder(host, name string) bool {
	host, name = strings.ToLower(host), strings.ToLower(name)
	return host == name || strings.HasSuffix(host, "."+name)
}

// receiver returns the host that a Received field says it was written by (RFC
// 5321, section 4.4). The name that the sender gave itself may be "by", too.
func receiver(value string) string {
	words := strings.Fields(withoutComments(value))
	if len(words) > 1 && strings.EqualFold(words[0], "from") {
		words = words[2:]
	}
	for i, w := range words[:max(0, len(words)-1)] {
		if strings.EqualFold(w, "by") {
			return strings.TrimRight(words[i+1], ".;")
		}
	}
	return ""
}

// isFrom reports whether a field, in words, has the authserv-id of a server.
func isFrom(words [][]string, server string) bool {
	return len(words) > 0 && len(words[0]) > 0 && strings.EqualFold(words[0][0], server)
}

// add adds the results of a field, below those that there are.
func (a *Auth) add(results [][]string) {
	upper := *a
	for _, words := range results {
		method, c := check(words)
		switch {
		case c.Result == ResultUnreported:
		case method == "spf" && a.SPF == Check{}:
			a.SPF = c
		case method == "dkim" && upper.DKIM == nil:
			a.DKIM = append(a.DKIM, c)
		case method == "dmarc" && upper.DMARC == Check{} && (a.DMARC == Check{} || a.DMARC.Result == ResultPass):
			a.DMARC = c
		}
	}
}

// check reads one result: "method/version=result property=value …".
func check(words []string) (method string, c Check) {
	properties := map[string]string{}
	for i, w := range words {
		name, value, _ := strings.Cut(strings.ToLower(w), "=")
		if i > 0 {
			properties[name] = value
			continue
		}
		method, _, _ = strings.Cut(name, "/")
		if err := c.Result.UnmarshalText([]byte(value)); err != nil {
			return method, Check{}
		}
	}
	for _, name := range domainProperties[method] {
		if v := properties[name]; v != "" && c.Domain == "" {
			c.Domain = strings.TrimSuffix(v[strings.LastIndexByte(v, '@')+1:], ".")
		}
	}
	return method, c
}

// domainProperties are the properties that say what a result is about.
var domainProperties = map[string][]string{
	"spf": {"smtp.mailfrom"}, "dkim": {"header.d", "header.i"}, "dmarc": {"header.from"},
}

// authWords cuts a field into its parts between semicolons, and those into words:
// without comments, without quotes, without blanks around an equals sign (RFC
// 8601, section 2.2).
func authWords(value string) [][]string {
	t := tokens{parts: [][]string{nil}}
	for _, c := range []byte(value) {
		t.take(c)
	}
	t.flush()
	return t.parts
}

// tokens is what [authWords] has read.
type tokens struct {
	parts  [][]string
	word   []byte
	depth  int  // of comments
	quoted bool // inside quotes
	escape bool // after a backslash
	glued  bool // after an equals sign: what follows belongs to the word
}

// take reads one character.
func (t *tokens) take(c byte) {
	switch {
	case t.escape:
		t.escape = false
		t.keep(c)
	case c == '\\' && (t.quoted || t.depth > 0):
		t.escape = true
	case t.depth > 0:
		t.comment(c)
	case c == '"':
		t.quoted, t.glued = !t.quoted, false
	case t.quoted:
		t.keep(c)
	case c == '(':
		t.flush()
		t.depth++
	case isBlank(c):
		t.flush()
	case c == ';':
		t.glued = false
		t.flush()
		t.parts = append(t.parts, nil)
	case c == '=':
		t.equals()
	default:
		t.keep(c)
	}
}

// comment reads a character of a comment.
func (t *tokens) comment(c byte) {
	switch c {
	case '(':
		t.depth++
	case ')':
		t.depth--
	}
}

// keep adds a character to the word, unless it is of a comment.
func (t *tokens) keep(c byte) {
	if t.depth == 0 {
		t.word = append(t.word, c)
		t.glued = false
	}
}

// flush ends the word, unless it waits for what follows its equals sign.
func (t *tokens) flush() {
	if len(t.word) == 0 || t.glued {
		return
	}
	last := len(t.parts) - 1
	t.parts[last] = append(t.parts[last], string(t.word))
	t.word = t.word[:0]
}

// equals adds an equals sign to the word, or to the one before it if that has
// none.
func (t *tokens) equals() {
	part := &t.parts[len(t.parts)-1]
	if last := len(*part) - 1; len(t.word) == 0 && last >= 0 && !strings.Contains((*part)[last], "=") {
		t.word = append(t.word, (*part)[last]...)
		*part = (*part)[:last]
	}
	t.word = append(t.word, '=')
	t.glued = true
}
