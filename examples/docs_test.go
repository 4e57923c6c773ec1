package examples_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, file string) string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// block returns the first fenced block of a language that follows a text.
func block(t *testing.T, text, after, language string) string {
	_, rest, found := strings.Cut(text, after)
	require.True(t, found, "the README does not say %q", after)
	_, rest, found = strings.Cut(rest, "\n```"+language+"\n")
	require.True(t, found)
	code, _, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	return code
}

// output runs a command of the repository and returns what it prints.
func output(t *testing.T, command string) string {
	words := strings.Fields(command)
	run := exec.Command(words[0], words[1:]...)
	run.Dir = ".."
	out, err := run.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		require.Equal(t, 1, exit.ExitCode(), "%s: %s", command, exit.Stderr)
	} else {
		require.NoError(t, err)
	}
	return string(out)
}

func TestQuickStartIsTheProgramThatRuns(t *testing.T) {
	readme := read(t, "../README.md")
	assert.Equal(t, read(t, "embed/main.go"), block(t, readme, "## Quick start", "go"))
	assert.Equal(t, output(t, "go run ./examples/embed"), block(t, readme, "It prints:", "text"))
}

func TestMainJobPrintsWhatTheReadmeShows(t *testing.T) {
	readme := read(t, "../README.md")
	var command string
	for line := range strings.Lines(readme) {
		if strings.HasPrefix(line, "go run ./examples/decide ") {
			command = strings.TrimSpace(line)
			break
		}
	}
	require.NotEmpty(t, command)
	assert.Equal(t, output(t, command), block(t, readme, "The first prints", "text"))
}

func TestCatalogueInTheReadmeIsOfTheCode(t *testing.T) {
	_, rest, found := strings.Cut(read(t, "../README.md"), "<!-- catalogue: begin -->\n")
	require.True(t, found)
	table, _, found := strings.Cut(rest, "<!-- catalogue: end -->\n")
	require.True(t, found)
	assert.Equal(t, output(t, "go run ./examples/catalogue"), table, "run: go run ./examples/catalogue -w README.md")
}

// The lines that doc.go shows are the ones that run as an example.
func TestPackageExampleIsTheOneThatRuns(t *testing.T) {
	doc, err := parser.ParseFile(token.NewFileSet(), "../doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	require.NoError(t, err)
	_, rest, found := strings.Cut(doc.Doc.Text(), "In ten lines:\n\n")
	require.True(t, found)
	shown, _, _ := strings.Cut(rest, "\n\n")
	assert.Equal(t, 10, strings.Count(shown, "\n")+1)
	assert.Equal(t, exampleBody(t, "../decision/example_test.go"), strings.ReplaceAll(shown+"\n", "\t", ""))
}

// exampleBody returns the statements of the function Example, without indent.
func exampleBody(t *testing.T, file string) string {
	source := read(t, file)
	parsed, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
	require.NoError(t, err)
	f := parsed.Scope.Lookup("Example").Decl.(*ast.FuncDecl)
	first, last := f.Body.List[0].Pos()-parsed.FileStart, f.Body.List[len(f.Body.List)-1].End()-parsed.FileStart
	return strings.ReplaceAll(source[first:last]+"\n", "\t", "")
}
