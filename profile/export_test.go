package profile

// What the quick look at plain names must agree with.
var (
	IsDomain, ReadsAsDomain   = isDomain, readsAsDomain
	IsHost, ReadsAsHost       = isHost, readsAsHost
	IsSegment, ReadsAsSegment = isSegment, func(s string) bool { return s == "" || readsAsSegment(s) }
)

// Folded is what a person reads in a text, by which phrases are compared.
var Folded = folded
