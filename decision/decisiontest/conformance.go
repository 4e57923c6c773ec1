package decisiontest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/mayrecord/mayrecord/decision"
)

// RunCases runs the cases in files, one subtest each: see [CheckCases].
func RunCases(t *testing.T, fsys fs.FS, decide Decider) {
	names, err := caseFiles(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if err := checkCase(fsys, name, decide); err != nil {
				t.Error(err)
			}
		})
	}
}

// CheckCases decides the cases in all .json files at the root of a file system, and
// joins an error for each whose decision is another than the file expects, or that
// cannot be read. A file is an object with a "case" and a "decision" in their wire
// forms; what else it holds is left alone, as is a file with neither.
func CheckCases(fsys fs.FS, decide Decider) error {
	names, err := caseFiles(fsys)
	errs := []error{err}
	for _, name := range names {
		errs = append(errs, checkCase(fsys, name, decide))
	}
	return errors.Join(errs...)
}

// caseFiles lists the case files. That there are none is an error: a run of nothing
// proves nothing.
func caseFiles(fsys fs.FS) ([]string, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err == nil && len(names) == 0 {
		err = errors.New("no case files: want files whose names end in .json")
	}
	return names, err
}

func checkCase(fsys fs.FS, name string, decide Decider) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	var file struct {
		Case     *decision.Case     `json:"case"`
		Decision *decision.Decision `json:"decision"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case file.Case == nil && file.Decision == nil:
		return nil
	case file.Case == nil || file.Decision == nil:
		return fmt.Errorf("%s: want both a case and a decision, or neither", name)
	}
	if got := decide(*file.Case); got != *file.Decision {
		return fmt.Errorf("%s: decided %v (%v, cut %v), want %v (%v, cut %v)",
			name, got.Verdict, got.Reasons, got.Cut, file.Decision.Verdict, file.Decision.Reasons, file.Decision.Cut)
	}
	return nil
}
