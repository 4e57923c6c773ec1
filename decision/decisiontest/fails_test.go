package decisiontest_test

import (
	"pgregory.net/rapid"

	"github.com/mayrecord/mayrecord/decision/decisiontest"
)

// fails reports whether a property fails for a decider on one of many generated
// cases.
func fails(p decisiontest.Property, decide decisiontest.Decider) bool {
	for seed := range 4000 {
		failed := rapid.Custom(func(t *rapid.T) (failed bool) {
			defer func() { failed = recover() != nil }() // rapid ends a failed check by panicking
			p.Check(t, decide, decisiontest.Cases().Draw(t, "case"))
			return false
		})
		if failed.Example(seed) {
			return true
		}
	}
	return false
}
