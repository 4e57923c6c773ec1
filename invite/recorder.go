package invite

import "strings"

// recorder is what a maker's recorder is invited to meetings by: the address of a
// mailbox, or, where each customer has an address of its own, @ and the domain on which
// the maker gives nothing but these.
type recorder struct {
	address string
	maker   string
	seen    string // the public place where the address was seen
}

// recorders are the recorders of other makers that are known. They are data: a row stands
// here only with the place where its address was seen, a page of the maker's own. An
// address that users tell of may be nobody's.
var recorders = [...]recorder{
	{"record@clovers.ai", "Clovers", "https://clovers.atlassian.net/wiki/spaces/CHD/pages/611942403/Recorded+events"},
	{"fred@fireflies.ai", "Fireflies", "https://guide.fireflies.ai/articles/9554534786-how-fireflies-joins-and-records-your-meetings-faqs"},
	{"assistant@gong.io", "Gong", "https://help.gong.io/apidocs/create-a-new-gong-meeting-v2meetings"},
	{"coordinator@gong.io", "Gong", "https://help.gong.io/apidocs/create-a-new-gong-meeting-v2meetings"},
	{"@assistant.gong.io", "Gong", "https://help.gong.io/docs/manually-request-recording-of-web-conference-calls"},
}

// recorderEnds holds the last letters of the addresses of recorders.
var recorderEnds = func() (ends [256]bool) {
	for _, r := range recorders {
		ends[r.address[len(r.address)-1]] = true
	}
	return ends
}()

// IsRecorder reports whether the address is that of a known maker's recorder. A
// recorder is no party to a call. A company adds further ones in its settings.
func (a Address) IsRecorder() bool {
	if a.text == "" || !recorderEnds[a.text[len(a.text)-1]] {
		return false // as nearly all are
	}
	for i := range recorders {
		known := recorders[i].address
		if a.text == known || known[0] == '@' && strings.HasSuffix(a.text, known) {
			return true
		}
	}
	return false
}
