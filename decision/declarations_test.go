package decision_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// declared is what the Go files of one folder declare, and what its tests call.
type declared struct {
	enums     map[string]bool            // exported types that are uint8
	all       map[string]string          // the function AllX that returns the []X of a type
	methods   map[string]map[string]bool // by type
	constants []*ast.ValueSpec
	tested    map[string]bool // the functions AllX that a test calls
}

// declarations reads the folders of the module that others can import.
func declarations(t *testing.T) map[string]*declared {
	folders := map[string]*declared{}
	files := token.NewFileSet()
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && (entry.Name() == "internal" || entry.Name() == "testdata" || entry.Name() == "examples" || entry.Name() == ".git") {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		folder := filepath.Dir(path)
		if folders[folder] == nil {
			folders[folder] = &declared{map[string]bool{}, map[string]string{}, map[string]map[string]bool{}, nil, map[string]bool{}}
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, "_test.go") {
			folders[folder].test(file)
			return nil
		}
		for _, decl := range file.Decls {
			folders[folder].add(decl)
		}
		return nil
	}))
	return folders
}

// test notes what a test calls.
func (d *declared) test(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "All") {
			d.tested[id.Name] = true
		}
		return true
	})
}

func (d *declared) add(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		d.function(decl)
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if isNamed(spec.Type, "uint8") && spec.Name.IsExported() {
					d.enums[spec.Name.Name] = true
				}
			case *ast.ValueSpec:
				if decl.Tok == token.CONST && spec.Names[0].IsExported() {
					if spec.Doc == nil && !decl.Lparen.IsValid() {
						spec.Doc = decl.Doc
					}
					d.constants = append(d.constants, spec)
				}
			}
		}
	}
}

func (d *declared) function(f *ast.FuncDecl) {
	if f.Recv != nil {
		of := f.Recv.List[0].Type
		if star, ok := of.(*ast.StarExpr); ok {
			of = star.X
		}
		if id, ok := of.(*ast.Ident); ok {
			if d.methods[id.Name] == nil {
				d.methods[id.Name] = map[string]bool{}
			}
			d.methods[id.Name][f.Name.Name] = true
		}
		return
	}
	if f.Type.Results == nil || f.Type.Params.NumFields() > 0 || !strings.HasPrefix(f.Name.Name, "All") {
		return
	}
	if list, ok := f.Type.Results.List[0].Type.(*ast.ArrayType); ok {
		if id, ok := list.Elt.(*ast.Ident); ok {
			d.all[id.Name] = f.Name.Name
		}
	}
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// A new enumeration has its text form and a function that returns all of it, and the tests
// of its package go through all of it.
func TestEveryEnumerationHasAll(t *testing.T) {
	n := 0
	for folder, d := range declarations(t) {
		for name := range d.enums {
			n++
			for _, method := range []string{"String", "MarshalText", "UnmarshalText"} {
				assert.True(t, d.methods[name][method], "%s: %s has no %s", folder, name, method)
			}
			if assert.NotEmpty(t, d.all[name], "%s: no function All… returns every %s", folder, name) {
				assert.True(t, d.tested[d.all[name]], "%s: no test goes through %s", folder, d.all[name])
			}
		}
	}
	assert.GreaterOrEqual(t, n, 20, "the enumerations that were found")
}

// A list of constants has a comment a constant. A comment above a constant begins with its
// name; a comment beside it need not.
func TestEveryConstantIsDocumented(t *testing.T) {
	n := 0
	for folder, d := range declarations(t) {
		for _, spec := range d.constants {
			n++
			name := spec.Names[0].Name
			if spec.Comment == nil && assert.NotNil(t, spec.Doc, "%s: %s has no comment", folder, name) {
				assert.Regexp(t, "^"+name+"[ :]", spec.Doc.Text(), folder)
			}
		}
	}
	assert.GreaterOrEqual(t, n, 200, "the constants that were found")
}
