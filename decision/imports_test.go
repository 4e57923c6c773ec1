package decision_test

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/mayrecord/mayrecord/"

// listed is what the go command says of a package.
type listed struct {
	ImportPath string
	Standard   bool
	Imports    []string
}

func list(t *testing.T, args ...string) []listed {
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Standard,Imports"}, args...)...).Output()
	require.NoError(t, err)
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p listed
		require.NoError(t, d.Decode(&p))
		all = append(all, p)
	}
	require.NotEmpty(t, all)
	return all
}

func TestCoreLinksOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range list(t, "-deps", module+"decision", module+"profile", module+"consent", module+"invite") {
		assert.True(t, p.Standard || strings.HasPrefix(p.ImportPath, module), "the core links %s", p.ImportPath)
	}
}

// The core has no clock, no I/O of its own and no goroutines.
func TestCoreDoesNoIO(t *testing.T) {
	for _, p := range list(t, module+"decision", module+"profile/...", module+"consent", module+"invite", module+"invite/enum") {
		for _, banned := range []string{"os", "net", "net/http", "sync", "syscall", "os/exec", "math/rand/v2", "unsafe"} {
			assert.NotContains(t, p.Imports, banned, p.ImportPath)
		}
	}
}

// Arrows go one way: which of our packages each may import.
func TestArrowsGoOneWay(t *testing.T) {
	may := map[string][]string{
		"consent":               {"invite", "invite/enum", "invite/strictjson"},
		"invite/enum":           {"invite/strictjson"},
		"invite":                {"invite/enum", "invite/strictjson"},
		"invite/ics":            {"invite", "invite/enum", "invite/strictjson", "invite/internal/idn", "invite/ics/internal/zone", "invite/ics/internal/recur"},
		"invite/internal/idn":   {},
		"invite/mail":           {"invite", "invite/enum", "invite/strictjson", "invite/ics", "invite/internal/idn"},
		"invite/strictjson":     {},
		"profile":               {"invite", "invite/enum", "invite/strictjson"},
		"decision":              {"consent", "invite", "invite/enum", "profile", "invite/strictjson"},
		"decision/decisiontest": {"consent", "invite", "invite/enum", "profile", "decision"},
	}
	for _, p := range list(t, module+"...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, ruled := may[name]
		for _, imported := range p.Imports {
			ours, found := strings.CutPrefix(imported, module)
			if ruled && found && !slices.Contains(allowed, ours) {
				t.Errorf("%s must not import %s", name, ours)
			}
		}
		delete(may, name)
	}
	assert.Empty(t, may, "packages that are not there")
}
