package strictjson

import (
	"fmt"
	"strings"
)

// maxCompared bounds the length of the texts that are compared; no known name is
// longer.
const maxCompared = 64

// Meant returns a hint like ` (did you mean "page"?)` at the known name that a text was
// meant to be, or nothing where none is close. Close is: the same but for case and separators, or at most
// two letters inserted, removed, changed or swapped, and fewer than half of them. Where no
// name is close, the hint is at the names that have the text among their words, as
// microsoft_teams has teams, if these are one or two.
func Meant(text string, known []string) string {
	best, closest := "", 3
	for _, name := range known {
		if d := distance(plain(text), plain(name)); d < closest && 2*d < len(name) {
			best, closest = name, d
		}
	}
	if best != "" {
		return fmt.Sprintf(" (did you mean %q?)", best)
	}
	switch having := withWord(plain(text), known); len(having) {
	case 1:
		return fmt.Sprintf(" (did you mean %q?)", having[0])
	case 2:
		return fmt.Sprintf(" (did you mean %q or %q?)", having[0], having[1])
	}
	return ""
}

// shortestWord is how many letters a word has that says which name is meant.
const shortestWord = 4

// withWord returns the names that have a word among their words, or else those that have
// one that differs from it by a letter.
func withWord(word string, known []string) []string {
	if len(word) < shortestWord {
		return nil
	}
	var all []string
	closest := 1
	for _, name := range known {
		for part := range strings.SplitSeq(name, "_") {
			d := distance(word, part)
			if d < closest {
				closest, all = d, nil
			}
			if d == closest && (len(all) == 0 || all[len(all)-1] != name) {
				all = append(all, name)
			}
		}
	}
	return all
}

func plain(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}

// distance is the number of single letters to insert, remove, change, or swap with
// their neighbour to make a into b.
func distance(a, b string) int {
	if len(a) > maxCompared || len(b) > maxCompared {
		return maxCompared
	}
	var before, last, row [maxCompared + 1]int
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			row[j] = min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
