// Command gen writes the tables of package zone: the zone names of Go's copy of
// the IANA database, and the zones that Windows names mean, from CLDR.
//
// CLDR's table is in the package cldr-core of the npm registry. Run without
// -package, gen fetches that package's current version with npm.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/format"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	pack := flag.String("package", "", "the .tgz of npm's cldr-core; fetched if empty")
	zoneinfo := flag.String("zoneinfo", "", "the zoneinfo.zip to list; that of the Go tool if empty")
	flag.Parse()
	if err := run(*pack, *zoneinfo, "."); err != nil {
		log.Fatal(err)
	}
}

// run writes the tables and the licence of their source to a folder.
func run(pack, zoneinfo, folder string) error {
	if pack == "" {
		fetched, err := fetch()
		if err != nil {
			return err
		}
		defer os.RemoveAll(filepath.Dir(fetched))
		pack = fetched
	}
	data, err := readPackage(pack)
	if err != nil {
		return err
	}
	names, err := zoneNames(zoneinfo)
	if err != nil {
		return err
	}
	source, err := render(data, names)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(folder, "tables.go"), source, 0o644),
		os.WriteFile(filepath.Join(folder, "LICENSE-unicode.txt"), data.notice, 0o644),
	)
}

// fetch packs cldr-core into a folder of its own.
func fetch() (string, error) {
	folder, err := os.MkdirTemp("", "cldr-core")
	if err != nil {
		return "", err
	}
	npm := exec.Command("npm", "pack", "--silent", "cldr-core")
	npm.Dir, npm.Stderr = folder, os.Stderr
	name, err := npm.Output()
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return filepath.Join(folder, strings.TrimSpace(string(name))), nil
}

// cldr is what the tables take from the package.
type cldr struct {
	Version string // of the package
	License string // its SPDX name
	notice  []byte // its text
	windows []mapping
}

// mapping is one row of CLDR's windowsZones.
type mapping struct {
	Windows   string `json:"_other"`
	IANA      string `json:"_type"`
	Territory string `json:"_territory"`
}

func readPackage(path string) (cldr, error) {
	var data cldr
	files, err := unpack(path, "package/package.json", "package/LICENSE", "package/supplemental/windowsZones.json")
	if err != nil {
		return data, err
	}
	data.notice = files[1]
	data.windows, err = parseWindows(files[2])
	return data, errors.Join(err, json.Unmarshal(files[0], &data))
}

// unpack reads files of a packed package.
func unpack(path string, names ...string) ([][]byte, error) {
	packed, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	files := make([][]byte, len(names))
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if i := slices.Index(names, header.Name); i >= 0 {
			if files[i], err = io.ReadAll(archive); err != nil {
				return nil, err
			}
		}
	}
	for i, name := range names {
		if files[i] == nil {
			return nil, fmt.Errorf("%s: there is no %s", path, name)
		}
	}
	return files, nil
}

// parseWindows returns the mappings that hold wherever one is (territory 001).
func parseWindows(data []byte) ([]mapping, error) {
	var file struct {
		Supplemental struct {
			WindowsZones struct {
				MapTimezones []struct {
					MapZone mapping `json:"mapZone"`
				} `json:"mapTimezones"`
			} `json:"windowsZones"`
		} `json:"supplemental"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	var list []mapping
	for _, row := range file.Supplemental.WindowsZones.MapTimezones {
		if row.MapZone.Territory == "001" {
			list = append(list, row.MapZone)
		}
	}
	slices.SortFunc(list, func(a, b mapping) int {
		return cmp.Compare(strings.ToLower(a.Windows), strings.ToLower(b.Windows))
	})
	return list, nil
}

// zoneNames lists the zones in Go's copy of the database.
func zoneNames(path string) ([]string, error) {
	if path == "" {
		root, err := exec.Command("go", "env", "GOROOT").Output()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip")
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	var names []string
	for _, file := range archive.File {
		if !strings.HasSuffix(file.Name, "/") && file.Name != "Factory" {
			names = append(names, file.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return names, nil
}

func render(data cldr, names []string) ([]byte, error) {
	notice, _, _ := bytes.Cut(data.notice[max(bytes.Index(data.notice, []byte("Copyright")), 0):], []byte("\n"))
	var b bytes.Buffer
	fmt.Fprintf(&b, `// Code generated by go run ./gen; DO NOT EDIT.
//
// The Windows names are those of windowsZones.json in the npm package cldr-core
// %s (https://www.npmjs.com/package/cldr-core), licence %s,
// %s
// The licence is in LICENSE-unicode.txt.

package zone

`, data.Version, data.License, notice)
	b.WriteString("// ianaNames are the zones of the IANA database, sorted without regard to case.\nvar ianaNames = []string{\n")
	for _, name := range names {
		fmt.Fprintf(&b, "%q,\n", name)
	}
	b.WriteString("}\n\n// windowsZones are the names that Windows gives to zones, sorted without regard\n// to case, and the IANA zone that each means.\nvar windowsZones = []pair{\n")
	for _, row := range data.windows {
		fmt.Fprintf(&b, "{%q, %q},\n", row.Windows, row.IANA)
	}
	b.WriteString("}\n")
	return format.Source(b.Bytes())
}
