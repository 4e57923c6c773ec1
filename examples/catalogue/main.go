// Command catalogue prints the rules as a Markdown table. With -w FILE it writes the
// table into the file, between the lines that mark its place.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/mayrecord/mayrecord/decision"
)

// The lines between which the table stands.
const (
	begin = "<!-- catalogue: begin -->\n"
	end   = "<!-- catalogue: end -->\n"
)

func main() {
	file := flag.String("w", "", "write the table into this file")
	flag.Parse()
	if err := run(*file); err != nil {
		fmt.Fprintln(os.Stderr, "catalogue:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	if file == "" {
		fmt.Print(Table())
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	written, err := insert(string(text), Table())
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(written), 0o644)
}

// insert puts the table between the marks.
func insert(text, table string) (string, error) {
	before, rest, found := strings.Cut(text, begin)
	_, after, alsoFound := strings.Cut(rest, end)
	if !found || !alsoFound {
		return "", fmt.Errorf("want the lines %q and %q in it", strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return before + begin + table + end + after, nil
}

// Table returns the rules as a Markdown table, one row a rule, in catalogue order.
func Table() string {
	var b strings.Builder
	b.WriteString("| reason | effect | holds when | source |\n|---|---|---|---|\n")
	for _, r := range decision.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Reason, r.Effect, r.Says, source(r))
	}
	return b.String()
}

func source(r decision.Rule) string {
	letter := map[decision.Source]string{
		decision.Ours: "ours", decision.ArticleA: "A", decision.ArticleF: "F", decision.ArticlesAF: "A, F",
	}[r.Source]
	return letter + ": " + r.Section
}
