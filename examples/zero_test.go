package examples_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "list anew what the packages export")

const module = "github.com/mayrecord/mayrecord/"

// exported is what one package exports: its functions and its types, but for interfaces and
// other names of types.
type exported struct {
	name             string
	functions, types []string
}

// exports reads what every package exports that others can import.
func exports(t *testing.T) map[string]*exported {
	all := map[string]*exported{}
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if entry.IsDir() && path != ".." && (slices.Contains([]string{"internal", "testdata", "examples"}, entry.Name()) || entry.Name()[0] == '.') {
			return filepath.SkipDir
		}
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(path))
		if all[folder] == nil {
			all[folder] = &exported{name: file.Name.Name}
		}
		for _, decl := range file.Decls {
			all[folder].add(decl)
		}
		return nil
	}))
	delete(all, "..") // doc.go
	return all
}

func (e *exported) add(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil && decl.Name.IsExported() {
			e.functions = append(e.functions, e.name+"."+decl.Name.Name+instance(decl.Type.TypeParams))
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			s, ok := spec.(*ast.TypeSpec)
			if !ok || !s.Name.IsExported() || s.Assign.IsValid() {
				continue
			}
			if _, ok := s.Type.(*ast.InterfaceType); !ok {
				e.types = append(e.types, e.name+"."+s.Name.Name+instance(s.TypeParams))
			}
		}
	}
}

// instance returns type arguments for what has type parameters: the library has one kind, of
// enumerations.
func instance(parameters *ast.FieldList) string {
	if parameters == nil {
		return ""
	}
	return "[invite.Doubt]"
}

// listOf writes the list of what the packages export.
func listOf(t *testing.T, all map[string]*exported) string {
	var imports, functions, types bytes.Buffer
	for _, folder := range slices.Sorted(maps.Keys(all)) {
		e := all[folder]
		fmt.Fprintf(&imports, "%q\n", module+strings.TrimPrefix(folder, "../"))
		slices.Sort(e.functions)
		slices.Sort(e.types)
		for _, name := range e.functions {
			fmt.Fprintf(&functions, "%q: %s,\n", name, name)
		}
		for _, name := range e.types {
			fmt.Fprintf(&types, "%q: reflect.TypeFor[%s](),\n", name, name)
		}
	}
	text, err := format.Source(fmt.Appendf(nil, `package examples_test

import (
	"reflect"

	%s)

// Functions and types are all that the packages export: go test ./examples -run Zero -update
// writes this file.
var exportedFunctions = map[string]any{
%s}

var exportedTypes = map[string]reflect.Type{
%s}
`, &imports, &functions, &types))
	require.NoError(t, err)
	return string(text)
}

// outside are the functions that need what is no value: a running test.
var outside = []string{"testing.T", "testing.B", "testing.TB", "rapid.T"}

// needsTest reports whether a function has to be called by a test.
func needsTest(f reflect.Type) bool {
	for i := range f.NumIn() {
		if slices.ContainsFunc(outside, func(name string) bool { return strings.TrimPrefix(f.In(i).String(), "*") == name }) {
			return true
		}
	}
	return false
}

// Nothing that is exported panics on a zero value, nor on what is made of zero values: lists
// of one, pointers, and functions that return them. Must… functions are made to panic.
func TestNothingPanicsOnZeroValues(t *testing.T) {
	list := listOf(t, exports(t))
	if *update {
		require.NoError(t, os.WriteFile("exported_test.go", []byte(list), 0o666))
	}
	require.Equal(t, read(t, "exported_test.go"), list, "not all that is exported is called: run with -update")

	called := 0
	call := func(name string, f reflect.Value) {
		if needsTest(f.Type()) || strings.Contains(name, ".Must") {
			return
		}
		called++
		for depth := range 4 {
			assert.NotPanics(t, func() { drain(f.Call(arguments(f.Type(), depth))) }, "%s, with arguments of depth %d", name, depth)
		}
	}
	for name, f := range exportedFunctions {
		call(name, reflect.ValueOf(f))
	}
	for name, of := range exportedTypes {
		for depth := range 4 {
			receiver := reflect.New(of)
			receiver.Elem().Set(made(of, depth))
			for i := range receiver.NumMethod() {
				call(fmt.Sprintf("%s.%s of depth %d", name, receiver.Type().Method(i).Name, depth), receiver.Method(i))
			}
		}
	}
	assert.Greater(t, called, 1000)
}

// arguments returns the arguments of a function: zero values, or what is made of them.
func arguments(f reflect.Type, depth int) []reflect.Value {
	var all []reflect.Value
	for i := range f.NumIn() {
		in := f.In(i)
		if f.IsVariadic() && i == f.NumIn()-1 {
			if depth > 0 {
				all = append(all, made(in.Elem(), depth-1))
			}
			continue
		}
		if in.Kind() == reflect.Pointer && depth == 0 {
			depth = 1 // what must be given is given
		}
		all = append(all, made(in, depth))
	}
	return all
}

// made returns a value that is made of zero values: of depth 0 the zero value itself, but for
// functions, which return zero values, and interfaces, which something empty implements.
func made(of reflect.Type, depth int) reflect.Value {
	v := reflect.New(of).Elem()
	switch {
	case of.Kind() == reflect.Func:
		return reflect.MakeFunc(of, func([]reflect.Value) []reflect.Value {
			var results []reflect.Value
			for i := range of.NumOut() {
				results = append(results, reflect.Zero(of.Out(i)))
			}
			return results
		})
	case of.Kind() == reflect.Interface:
		for _, candidate := range []any{new(bytes.Buffer), fstest.MapFS{}, new(struct{})} {
			if reflect.TypeOf(candidate).Implements(of) {
				v.Set(reflect.ValueOf(candidate))
				break
			}
		}
	case depth == 0:
	case of.Kind() == reflect.Pointer:
		v.Set(reflect.New(of.Elem()))
		v.Elem().Set(made(of.Elem(), depth-1))
	case of.Kind() == reflect.Slice:
		v.Set(reflect.Append(v, made(of.Elem(), depth-1)))
	case of.Kind() == reflect.Struct:
		for i := range of.NumField() {
			if of.Field(i).IsExported() {
				v.Field(i).Set(made(of.Field(i).Type, depth-1))
			}
		}
	}
	return v
}

// drain takes what iterators yield, up to a few values.
func drain(results []reflect.Value) {
	for _, r := range results {
		of := r.Type()
		if of.Kind() != reflect.Func || of.NumIn() != 1 || of.In(0).Kind() != reflect.Func || r.IsNil() {
			continue
		}
		n := 0
		yield := reflect.MakeFunc(of.In(0), func([]reflect.Value) []reflect.Value {
			n++
			return []reflect.Value{reflect.ValueOf(n < 3)}
		})
		r.Call([]reflect.Value{yield})
	}
}
