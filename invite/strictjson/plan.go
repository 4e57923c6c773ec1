package strictjson

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// plan says how the values of a type are read. A plan is made when a value of the type is
// read for the first time.
type plan struct {
	kind    kind
	checks  bool    // the type is a Validator
	fields  []field // of a struct, by their names in JSON
	elem    *plan   // of what a list holds or a pointer points to; nil before the first
	problem string  // of an unreadable type
}

// kind is the way in which a value is read.
type kind uint8

const (
	kindNone kind = iota // there is no way
	kindForm
	kindTime
	kindText
	kindStruct
	kindList
	kindPointer
	kindString
	kindBool
	kindInt
)

// field is one field of a struct, by its name in JSON.
type field struct {
	name  string
	index int
	plan  *plan // nil before the first
}

// TypeError says that this package cannot read into a value of a type.
type TypeError struct {
	Type    reflect.Type // nil for no value at all
	Problem string       // what is wrong with it
}

// Error names the type.
func (e *TypeError) Error() string {
	return fmt.Sprintf("cannot read into a value of type %v: %s", e.Type, e.Problem)
}

// planOf returns the plan for a value that has an address.
func (d *Decoder) planOf(v reflect.Value) *plan {
	if p, ok := d.plans[v.Type()]; ok {
		return p
	}
	if d.plans == nil {
		d.plans = map[reflect.Type]*plan{}
	}
	p := newPlan(v)
	d.plans[v.Type()] = p
	return p
}

// elem returns the plan for an element of a list, or for what a pointer points to.
func (d *Decoder) elem(p *plan, e reflect.Value) *plan {
	if p.elem == nil {
		p.elem = d.planOf(e)
	}
	return p.elem
}

func newPlan(v reflect.Value) *plan {
	if !v.CanSet() {
		return &plan{problem: "it is a field that is not exported"}
	}
	address := v.Addr().Interface()
	p := &plan{kind: kindOfType(v.Type())}
	_, p.checks = address.(Validator)
	switch address.(type) {
	case Unmarshaler:
		p.kind = kindForm
	case *time.Time:
		p.kind = kindTime
	case encoding.TextUnmarshaler:
		p.kind = kindText
	}
	switch {
	case lacksReceiver(v.Type()):
		return &plan{problem: "it has the methods of an embedded pointer or interface"}
	case p.kind == kindStruct:
		p.fields = fieldsOf(v.Type())
	case p.kind == kindNone:
		p.problem = "want a struct, a list, a pointer, a string, a whole number with a sign, or true and false"
	}
	return p
}

// maxPointers bounds how many pointers lead to a value; a type can be a pointer to itself.
const maxPointers = 4

func kindOfType(t reflect.Type) kind {
	switch t.Kind() {
	case reflect.Struct:
		return kindStruct
	case reflect.Slice:
		return kindList
	case reflect.String:
		return kindString
	case reflect.Bool:
		return kindBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return kindInt
	case reflect.Pointer:
		for range maxPointers {
			if t = t.Elem(); t.Kind() != reflect.Pointer {
				return kindPointer
			}
		}
	}
	return kindNone
}

// lacksReceiver reports whether a struct may have its methods from an embedded pointer or
// interface, which is nil: calling them would panic.
func lacksReceiver(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && (canBeNil(f.Type) && hasOurs(f.Type) || lacksReceiver(f.Type)) {
			return true
		}
	}
	return false
}

func canBeNil(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface
}

// hasOurs reports whether a type has one of the methods that are called here.
func hasOurs(t reflect.Type) bool {
	for _, name := range []string{"UnmarshalStrict", "UnmarshalText", "Validate"} {
		if _, has := t.MethodByName(name); has {
			return true
		}
	}
	return false
}

// fieldsOf returns the fields of a struct that have a name in JSON.
func fieldsOf(t reflect.Type) []field {
	fields := make([]field, 0, t.NumField())
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			fields = append(fields, field{name: name, index: i})
		}
	}
	return fields
}

// find returns the place of a field, or -1. It begins to look at a place.
func (p *plan) find(name []byte, from int) int {
	for i := from; i < len(p.fields); i++ {
		if p.fields[i].name == string(name) {
			return i
		}
	}
	for i := range min(from, len(p.fields)) {
		if p.fields[i].name == string(name) {
			return i
		}
	}
	return -1
}

func (p *plan) names() []string {
	var all []string
	for i := range p.fields {
		all = append(all, p.fields[i].name)
	}
	return all
}
