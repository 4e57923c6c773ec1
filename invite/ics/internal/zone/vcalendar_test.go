package zone

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestFromVCalendar(t *testing.T) {
	const summer24 = "TRUE;-04;20240310T020000;20241103T020000;EST;EDT"
	rows := []struct {
		name, tz  string
		daylights []string
		want      string // the clock in UTC's noon of 1 January and 1 July 2024, the source, and whether partial
	}{
		{"an offset", "-05", nil, "07:00 07:00 offset"},
		{"an offset with minutes", "+05:30", nil, "17:30 17:30 offset"},
		{"a time of daylight saving", "-0500", []string{summer24}, "07:00 08:00 file"},
		{"one that ends before", "-05", []string{strings.ReplaceAll(summer24, "2024", "2023")}, "07:00 07:00 file"},
		{"one that is over in winter", "-05", []string{"TRUE;-04;20230310T020000;20240401T020000;EST;EDT"}, "08:00 07:00 file"},
		{"several", "-05", []string{"TRUE;-04;20231210T020000;20240203T020000", summer24}, "08:00 08:00 file"},
		{"times of UTC", "-05", []string{"true;-04;20240101T120000Z;20240701T120000Z;EST;EDT"}, "08:00 07:00 file"},
		{"none", "-05", []string{"FALSE", " false;"}, "07:00 07:00 offset"},
		{"one that is too short", "-05", []string{"TRUE;-04;20240310T020000"}, "07:00 07:00 offset partial"},
		{"one without an offset", "-05", []string{"TRUE;EDT;20240310T020000;20241103T020000;EST;EDT"}, "07:00 07:00 offset partial"},
		{"one without a beginning", "-05", []string{"TRUE;-04;spring;20241103T020000;EST;EDT"}, "07:00 07:00 offset partial"},
		{"one without an end", "-05", []string{"TRUE;-04;20240310T020000;autumn;EST;EDT"}, "07:00 07:00 offset partial"},
		{"one of two", "-05", []string{"TRUE", summer24}, "07:00 08:00 file partial"},
		{"more than there can be", "-05", append(repeat("TRUE;-04;20220310T020000;20221103T020000", maxParts), summer24), "07:00 07:00 file partial"},
		{"more offsets than a zone has", "-05", offsets(40), "07:00 07:00 offset partial"},
		{"no offset", "CEST", []string{summer24}, ""},
		{"nothing", "", nil, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r, ok := FromVCalendar(row.tz, row.daylights)
			got := ""
			if ok {
				winter := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
				got = winter.In(r.Location).Format("15:04") + " " + winter.AddDate(0, 6, 0).In(r.Location).Format("15:04") + " " + r.Source.String()
			}
			if r.Partial {
				got += " partial"
			}
			assert.Equal(t, row.want, got)
		})
	}
}

func TestFromVCalendarBeforeAll(t *testing.T) {
	r, ok := FromVCalendar("-0500", []string{"TRUE;-04;19600424T020000;19601030T020000"})
	assert.True(t, ok)
	for at, want := range map[string]string{"19500701": "-0500", "19600701": "-0400", "19610701": "-0500"} {
		day, err := time.Parse("20060102", at)
		assert.NoError(t, err)
		assert.Equal(t, want, day.In(r.Location).Format("-0700"), at)
	}
	for _, tz := range []string{"-0500", "+0500"} {
		r, _ = FromVCalendar(tz, []string{"TRUE;-04;19601030T020000;19600424T020000"})
		assert.Equal(t, tz, time.Unix(-1e9, 0).In(r.Location).Format("-0700"), "one that ends before it begins")
	}
}

// offsets is n times of daylight saving, each with another offset.
func offsets(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("TRUE;-04%02d;%d0310T020000;%d1103T020000", i, 2024+i, 2024+i))
	}
	return all
}

func repeat(text string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = text
	}
	return all
}
