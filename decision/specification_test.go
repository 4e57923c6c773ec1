package decision_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/mayrecord/mayrecord/decision"
)

// The specification is held against the rules on every combination of facts that can
// happen, about a hundred million.
func TestRulesAreAsSpecified(t *testing.T) {
	tables, err := readSpecification(os.DirFS("../testdata/specification"))
	require.NoError(t, err)
	begin := time.Now()
	n, err := theRules().check(tables)
	require.NoError(t, err)
	t.Logf("%d combinations of facts, %d tables, %v on %d processors",
		n, len(tables), time.Since(begin).Round(time.Millisecond), runtime.GOMAXPROCS(0))
}

// theRules are the library's own.
func theRules() specSubject {
	return specSubject{
		specFacts: specFacts{facts: AllFacts(), implications: implications},
		rules:     Rules(),
		decide:    Facts.Decide,
	}
}
