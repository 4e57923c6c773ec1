package mail

import (
	"mime"
	"regexp"
	"strings"

	"github.com/mayrecord/mayrecord/invite"
)

// content is what the header of a part says of its body.
type content struct {
	mediaType string // in lower case
	boundary  string
	charset   string
	name      string // the file name
	encoding  string // the transfer encoding, in lower case
	method    invite.Method
}

// content reads the fields that tell of the body. Without any it is a text, or in
// a digest a mail (RFC 2046, section 5.1.5).
func (r *reader) content(e entity, h header) content {
	c := content{mediaType: "text/plain"}
	if e.digest {
		c.mediaType = "message/rfc822"
	}
	var params map[string]string
	if f, ok := r.one(e, h, "Content-Type"); ok {
		c.mediaType, params = r.parameters(e, f)
	}
	c.boundary, c.charset, c.name = params["boundary"], params["charset"], params["name"]
	c.method = r.method(e, params["method"])
	if f, ok := r.one(e, h, "Content-Disposition"); ok {
		if _, params := r.parameters(e, f); params["filename"] != "" {
			c.name = params["filename"]
		}
	}
	c.name = strings.TrimSpace(r.text(e, field{value: c.name, line: e.line}))
	if f, ok := r.one(e, h, "Content-Transfer-Encoding"); ok {
		c.encoding = strings.ToLower(f.value)
	}
	return c
}

// method reads the method parameter.
func (r *reader) method(e entity, text string) (m invite.Method) {
	if text == "" {
		return invite.MethodNone
	}
	if err := m.UnmarshalText([]byte(methodText(strings.TrimSpace(text)))); err != nil {
		r.note(e, Note{Kind: NoteMethod, Was: text, Made: m.String(), Lossy: true, Err: err})
	}
	return m
}

// methodText returns the text form of a method that iTIP writes as text.
func methodText(text string) string {
	if text = strings.ToLower(text); text == "declinecounter" {
		return invite.MethodDeclineCounter.String()
	}
	return text
}

// isCalendar reports whether the part says that it is a calendar.
func (c content) isCalendar() bool {
	switch c.mediaType {
	case "text/calendar", "application/ics", "text/x-vcalendar", "text/vcalendar", "text/ical", "text/ics",
		"application/calendar", "application/ical", "application/x-ical", "application/x-ics", "text/x-ical":
		return true
	}
	switch extension(c.name) {
	case ".ics", ".vcs", ".ical", ".icalendar":
		return c.mediaType != "application/applefile" // what macOS keeps beside a file
	}
	return false
}

// isMail reports whether the part is a mail: one forwarded as an attachment.
func (c content) isMail() bool {
	return c.mediaType == "message/rfc822" || c.mediaType == "message/global" ||
		extension(c.name) == ".eml" && !c.isCalendar()
}

// isUnreadable reports whether the part may hold an invite in a form that is not
// read.
func (c content) isUnreadable() bool {
	switch c.mediaType {
	case "application/ms-tnef", "application/vnd.ms-tnef", "application/vnd.ms-outlook",
		"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted",
		"application/calendar+json", "application/calendar+xml",
		"message/partial", "message/external-body":
		return true
	}
	switch extension(c.name) {
	case ".msg", ".p7m":
		return true
	}
	return strings.EqualFold(c.name, "winmail.dat")
}

// isArchive reports whether the part says that it holds files, compressed.
func (c content) isArchive() bool {
	switch c.mediaType {
	case "application/zip", "application/x-zip", "application/x-zip-compressed", "application/gzip", "application/x-gzip",
		"application/x-7z-compressed", "application/vnd.rar", "application/x-rar-compressed", "application/x-tar":
		return true
	}
	switch extension(c.name) {
	case ".zip", ".gz", ".tgz", ".7z", ".rar", ".tar":
		return true
	}
	return false
}

// mayHoldInvite reports whether a file may hold an invite by its name.
func mayHoldInvite(name string) bool {
	c := content{name: name}
	return c.isCalendar() || c.isMail() || c.isUnreadable() || c.isArchive()
}

// uuencoded returns the name of the first file in a text that is uuencoded and may
// hold an invite, empty if there is none. A line "begin MODE NAME", the mode in
// octal digits, is before such a file (POSIX, uuencode).
func uuencoded(text []byte) string {
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		kind, file, _ := strings.Cut(string(line), " ")
		mode, name, _ := strings.Cut(file, " ")
		name = strings.TrimSpace(name)
		if (kind == "begin" || kind == "begin-base64") && isMode(mode) && mayHoldInvite(name) {
			return name
		}
	}
	return ""
}

// isMode reports whether text is the permissions of a file.
func isMode(text string) bool { return text != "" && strings.Trim(text, "01234567") == "" }

// parameters reads a value with parameters: a media type or a disposition. The
// value is in lower case, as are the parameters' names.
func (r *reader) parameters(e entity, f field) (value string, params map[string]string) {
	text, name, charset := asciiName(uncommented(f.value))
	value, params, err := mime.ParseMediaType(text)
	if err != nil {
		text = mendParameters(text)
		value, params, err = mime.ParseMediaType(text)
		r.note(e, Note{Line: f.line, Kind: NoteType, Was: f.value, Made: text, Err: err})
	}
	if params[name] != "" {
		params[name] = string(r.utf8(e, content{charset: charset}, []byte(params[name])))
	}
	return value, params
}

// charsetParameter is a file name that says in which charset it is, as
// name*=charset'language'text or the first of several pieces (RFC 2231, section
// 4).
var charsetParameter = regexp.MustCompile(`(?i)[;\s]((?:file)?name)\*(?:0\*)?\s*=\s*"?([^'"=;\s]*)'`)

// asciiName returns a value with parameters in which the file name says that it is
// in ASCII where it says another charset than UTF-8, as package mime drops such
// names; the parameter's name; and that charset.
func asciiName(text string) (ascii, name, charset string) {
	at := charsetParameter.FindStringSubmatchIndex(text)
	if at == nil || strings.EqualFold(text[at[4]:at[5]], "utf-8") {
		return text, "", ""
	}
	return text[:at[4]] + "us-ascii" + text[at[5]:], strings.ToLower(text[at[2]:at[3]]), text[at[4]:at[5]]
}

// uncommented returns a value with parameters without the comments in it (RFC
// 2045, section 5.1). Parentheses inside a word, as in a file name without quotes,
// are none.
func uncommented(text string) string {
	var out strings.Builder
	for {
		i := strings.IndexAny(text, `"(`)
		if i < 0 {
			break
		}
		end := closing(text, i)
		rest := text[end:]
		if text[i] == '(' && text[end-1] == ')' && (rest == "" || strings.ContainsRune("; \t", rune(rest[0]))) {
			out.WriteString(text[:i] + " ")
		} else {
			out.WriteString(text[:end])
		}
		text = rest
	}
	return strings.TrimRight(out.String()+text, " ")
}

// closing returns where the quotes or the comment that begin at a place end, and
// the length of text if they are not closed.
func closing(text string, start int) int {
	depth := 0
	for i := start; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case text[start] == '"':
			if c == '"' && i > start {
				return i + 1
			}
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

// mendParameters writes a value with parameters as RFC 2045 wants it: one
// semicolon before each parameter, each given once, each in quotes. Without a
// value that can be read it is a text.
func mendParameters(text string) string {
	var out strings.Builder
	end := strings.IndexAny(text, "; \t,\"")
	if end < 0 {
		end = len(text)
	}
	if isType(text[:end]) {
		out.WriteString(text[:end])
	} else {
		out.WriteString("text/plain")
	}
	seen := map[string]bool{}
	for text = text[end:]; text != ""; {
		var name, value string
		name, value, text = cutParameter(text)
		if name = strings.ToLower(name); isToken(name) && !seen[name] {
			seen[name] = true
			out.WriteString("; " + name + "=" + quote(value))
		}
	}
	return out.String()
}

// cutParameter returns the first parameter of text, and what follows it.
func cutParameter(text string) (name, value, rest string) {
	text = strings.TrimLeft(text, "; \t,")
	end := strings.IndexAny(text, "=;")
	if end < 0 {
		return "", "", ""
	}
	if text[end] == ';' {
		return "", "", text[end:]
	}
	name, text = strings.TrimSpace(text[:end]), strings.TrimLeft(text[end+1:], " \t")
	if strings.HasPrefix(text, `"`) {
		if end = closing(text, 0); end > 1 && text[end-1] == '"' {
			return name, unescape(text[1 : end-1]), text[end:]
		}
		text = text[1:]
	}
	value, rest = cutUnquoted(text)
	return name, value, rest
}

// unescape returns what stands between quotes without its escapes.
func unescape(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// cutUnquoted returns a value that ends at a semicolon, or at the blank before
// the next parameter.
func cutUnquoted(text string) (value, rest string) {
	end := strings.IndexByte(text, ';')
	if end < 0 {
		end = len(text)
	}
	value = text[:end]
	if next := strings.IndexByte(value, '='); next >= 0 {
		if blank := strings.LastIndexAny(strings.TrimRight(value[:next], " \t"), " \t"); blank >= 0 {
			end = blank
		}
	}
	return strings.Trim(text[:end], " \t\""), text[end:]
}

// quote returns a value in quotes.
func quote(value string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(value, `\`, `\\`), `"`, `\"`) + `"`
}

// isType reports whether text is a media type or a disposition.
func isType(text string) bool {
	kind, subtype, ok := strings.Cut(text, "/")
	return isToken(kind) && (!ok || isToken(subtype))
}

// isToken reports whether a name is one that a parameter can have.
func isToken(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`()<>@,;:\"/[]?=`, r)
	}) < 0
}
