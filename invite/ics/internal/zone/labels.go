package zone

import (
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

// labelled returns the zone that a label of Outlook's means, as in "(UTC+01:00)
// Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna". The offset before it may be
// missing, and is not compared: older versions wrote GMT, and places have changed
// theirs.
func labelled(text string) string {
	if strings.HasPrefix(text, "(") {
		if _, rest, found := strings.Cut(text, ")"); found {
			text = rest
		}
	}
	key := labelKey(text)
	i := slices.IndexFunc(labels, func(row pair) bool {
		return key != "" && lower(row.name[0]) == key[0] && labelKey(row.name) == key
	})
	if i < 0 {
		return ""
	}
	return windows(labels[i].means)
}

// labelKey is a label without what varies between versions: case, blanks and
// punctuation, accents, the word "and".
func labelKey(label string) string {
	words := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '-' && r != '\''
	})
	var key strings.Builder
	for _, word := range words {
		if word != "and" && word != "-" {
			key.WriteString(strings.Map(plain, word))
		}
	}
	return key.String()
}

// plain takes the accent off a letter that labels have written with and without
// one.
func plain(r rune) rune {
	switch r {
	case 'á', 'ã':
		return 'a'
	case 'é':
		return 'e'
	case 'í':
		return 'i'
	case 'ó':
		return 'o'
	case '\'':
		return -1
	}
	return r
}

// maxPlaces bounds the places of a label that are looked up. Real ones have no
// more than seven.
const maxPlaces = 10

// placed returns the zone of the first place in a list, as a label in another
// language has it ("Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"), that has a
// zone with an offset; nil if none has. What stands in brackets after a place is
// another name of it.
func placed(list string, offset int) *time.Location {
	names := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '/' })
	for _, place := range names[:min(len(names), maxPlaces)] {
		place, _, _ = strings.Cut(place, "(")
		for _, zone := range places()[placeKey(place)] {
			if loc := load(zone); loc != nil && hasOffset(loc, offset) {
				return loc
			}
		}
	}
	return nil
}

// places returns the zones that IANA and the labels have for each place.
var places = sync.OnceValue(func() map[string][]string {
	known := map[string][]string{}
	for _, name := range ianaNames {
		if isPlace(name) {
			key := placeKey(path.Base(name))
			known[key] = append(known[key], name)
		}
	}
	for _, label := range labels {
		for place := range strings.SplitSeq(label.name, ",") {
			key := placeKey(place)
			known[key] = append(known[key], windows(label.means))
		}
	}
	return known
})

// placeKey is a place without what varies, see [labelKey].
func placeKey(place string) string { return labelKey(strings.ReplaceAll(place, "-", " ")) }

// hasOffset reports whether an offset was that of a location outside of daylight
// saving in a year since 1992, of which each third is looked at: labels outlive the
// times that they were written for.
func hasOffset(loc *time.Location, offset int) bool {
	for year := 1992; year <= 2028; year += 3 {
		january := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
		if min(offsetAt(loc, january), offsetAt(loc, january.AddDate(0, 6, 0))) == offset {
			return true
		}
	}
	return false
}

// labels are what Windows and Outlook have shown for zones, without the offset
// before it, and the Windows name of each; in the order of the offsets.
var labels = []pair{
	{"International Date Line West", "Dateline Standard Time"},
	{"Eniwetok, Kwajalein", "Dateline Standard Time"},
	{"Coordinated Universal Time-11", "UTC-11"},
	{"Midway Island, Samoa", "UTC-11"},
	{"Aleutian Islands", "Aleutian Standard Time"},
	{"Hawaii", "Hawaiian Standard Time"},
	{"Marquesas Islands", "Marquesas Standard Time"},
	{"Alaska", "Alaskan Standard Time"},
	{"Coordinated Universal Time-09", "UTC-09"},
	{"Baja California", "Pacific Standard Time (Mexico)"},
	{"Tijuana, Baja California", "Pacific Standard Time (Mexico)"},
	{"Coordinated Universal Time-08", "UTC-08"},
	{"Pacific Time (US & Canada)", "Pacific Standard Time"},
	{"Pacific Time (US & Canada); Tijuana", "Pacific Standard Time"},
	{"Pacific Time", "Pacific Standard Time"},
	{"Arizona", "US Mountain Standard Time"},
	{"La Paz, Mazatlan", "Mountain Standard Time (Mexico)"},
	{"Chihuahua, La Paz, Mazatlan", "Mountain Standard Time (Mexico)"},
	{"Chihuahua, La Paz, Mazatlan - New", "Mountain Standard Time (Mexico)"},
	{"Chihuahua, La Paz, Mazatlan - Old", "Mountain Standard Time (Mexico)"},
	{"Mountain Time (US & Canada)", "Mountain Standard Time"},
	{"Mountain Time", "Mountain Standard Time"},
	{"Yukon", "Yukon Standard Time"},
	{"Central America", "Central America Standard Time"},
	{"Central Time (US & Canada)", "Central Standard Time"},
	{"Central Time", "Central Standard Time"},
	{"Easter Island", "Easter Island Standard Time"},
	{"Guadalajara, Mexico City, Monterrey", "Central Standard Time (Mexico)"},
	{"Guadalajara, Mexico City, Monterrey - New", "Central Standard Time (Mexico)"},
	{"Guadalajara, Mexico City, Monterrey - Old", "Central Standard Time (Mexico)"},
	{"Mexico City, Tegucigalpa", "Central Standard Time (Mexico)"},
	{"Mexico City", "Central Standard Time (Mexico)"},
	{"Saskatchewan", "Canada Central Standard Time"},
	{"Bogota, Lima, Quito, Rio Branco", "SA Pacific Standard Time"},
	{"Bogota, Lima, Quito", "SA Pacific Standard Time"},
	{"Chetumal", "Eastern Standard Time (Mexico)"},
	{"Eastern Time (US & Canada)", "Eastern Standard Time"},
	{"Eastern Time", "Eastern Standard Time"},
	{"Haiti", "Haiti Standard Time"},
	{"Havana", "Cuba Standard Time"},
	{"Indiana (East)", "US Eastern Standard Time"},
	{"Turks and Caicos", "Turks And Caicos Standard Time"},
	{"Asuncion", "Paraguay Standard Time"},
	{"Atlantic Time (Canada)", "Atlantic Standard Time"},
	{"Atlantic Time", "Atlantic Standard Time"},
	{"Caracas", "Venezuela Standard Time"},
	{"Cuiaba", "Central Brazilian Standard Time"},
	{"Georgetown, La Paz, Manaus, San Juan", "SA Western Standard Time"},
	{"Georgetown, La Paz, San Juan", "SA Western Standard Time"},
	{"Caracas, La Paz", "SA Western Standard Time"},
	{"Manaus", "SA Western Standard Time"},
	{"La Paz", "SA Western Standard Time"},
	{"Santiago", "Pacific SA Standard Time"},
	{"Newfoundland", "Newfoundland Standard Time"},
	{"Araguaina", "Tocantins Standard Time"},
	{"Brasilia", "E. South America Standard Time"},
	{"Cayenne, Fortaleza", "SA Eastern Standard Time"},
	{"Buenos Aires, Georgetown", "SA Eastern Standard Time"},
	{"Georgetown", "SA Eastern Standard Time"},
	{"City of Buenos Aires", "Argentina Standard Time"},
	{"Buenos Aires", "Argentina Standard Time"},
	{"Greenland", "Greenland Standard Time"},
	{"Montevideo", "Montevideo Standard Time"},
	{"Punta Arenas", "Magallanes Standard Time"},
	{"Saint Pierre and Miquelon", "Saint Pierre Standard Time"},
	{"Salvador", "Bahia Standard Time"},
	{"Coordinated Universal Time-02", "UTC-02"},
	{"Mid-Atlantic", "Mid-Atlantic Standard Time"},
	{"Mid-Atlantic - Old", "Mid-Atlantic Standard Time"},
	{"Azores", "Azores Standard Time"},
	{"Cabo Verde Is.", "Cape Verde Standard Time"},
	{"Cape Verde Is.", "Cape Verde Standard Time"},
	{"Coordinated Universal Time", "UTC"},
	{"Dublin, Edinburgh, Lisbon, London", "GMT Standard Time"},
	{"Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London", "GMT Standard Time"},
	{"Monrovia, Reykjavik", "Greenwich Standard Time"},
	{"Casablanca, Monrovia", "Greenwich Standard Time"},
	{"Casablanca, Monrovia, Reykjavik", "Greenwich Standard Time"},
	{"Sao Tome", "Sao Tome Standard Time"},
	{"Casablanca", "Morocco Standard Time"},
	{"Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "W. Europe Standard Time"},
	{"Amsterdam, Bern, Berlin, Rome, Stockholm, Vienna", "W. Europe Standard Time"},
	{"Belgrade, Bratislava, Budapest, Ljubljana, Prague", "Central Europe Standard Time"},
	{"Prague, Central Europe", "Central Europe Standard Time"},
	{"Brussels, Copenhagen, Madrid, Paris", "Romance Standard Time"},
	{"Paris, Madrid, Brussels, Copenhagen", "Romance Standard Time"},
	{"Sarajevo, Skopje, Warsaw, Zagreb", "Central European Standard Time"},
	{"Sarajevo, Skopje, Sofija, Vilnius, Warsaw, Zagreb", "Central European Standard Time"},
	{"West Central Africa", "W. Central Africa Standard Time"},
	{"Windhoek", "Namibia Standard Time"},
	{"Amman", "Jordan Standard Time"},
	{"Athens, Bucharest", "GTB Standard Time"},
	{"Athens, Bucharest, Istanbul", "GTB Standard Time"},
	{"Athens, Beirut, Istanbul, Minsk", "GTB Standard Time"},
	{"Athens, Istanbul, Minsk", "GTB Standard Time"},
	{"Beirut", "Middle East Standard Time"},
	{"Cairo", "Egypt Standard Time"},
	{"Chisinau", "E. Europe Standard Time"},
	{"E. Europe", "E. Europe Standard Time"},
	{"Eastern Europe", "E. Europe Standard Time"},
	{"Bucharest", "E. Europe Standard Time"},
	{"Damascus", "Syria Standard Time"},
	{"Gaza, Hebron", "West Bank Standard Time"},
	{"Harare, Pretoria", "South Africa Standard Time"},
	{"Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "FLE Standard Time"},
	{"Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius", "FLE Standard Time"},
	{"Helsinki, Riga, Tallinn", "FLE Standard Time"},
	{"Jerusalem", "Israel Standard Time"},
	{"Juba", "South Sudan Standard Time"},
	{"Kaliningrad", "Kaliningrad Standard Time"},
	{"Kaliningrad, Minsk", "Kaliningrad Standard Time"},
	{"Khartoum", "Sudan Standard Time"},
	{"Tripoli", "Libya Standard Time"},
	{"Baghdad", "Arabic Standard Time"},
	{"Istanbul", "Turkey Standard Time"},
	{"Kuwait, Riyadh", "Arab Standard Time"},
	{"Minsk", "Belarus Standard Time"},
	{"Moscow, St. Petersburg", "Russian Standard Time"},
	{"Moscow, St. Petersburg, Volgograd", "Russian Standard Time"},
	{"Nairobi", "E. Africa Standard Time"},
	{"Volgograd", "Volgograd Standard Time"},
	{"Tehran", "Iran Standard Time"},
	{"Abu Dhabi, Muscat", "Arabian Standard Time"},
	{"Astrakhan, Ulyanovsk", "Astrakhan Standard Time"},
	{"Baku", "Azerbaijan Standard Time"},
	{"Izhevsk, Samara", "Russia Time Zone 3"},
	{"Port Louis", "Mauritius Standard Time"},
	{"Saratov", "Saratov Standard Time"},
	{"Tbilisi", "Georgian Standard Time"},
	{"Yerevan", "Caucasus Standard Time"},
	{"Baku, Tbilisi, Yerevan", "Caucasus Standard Time"},
	{"Kabul", "Afghanistan Standard Time"},
	{"Ashgabat, Tashkent", "West Asia Standard Time"},
	{"Tashkent", "West Asia Standard Time"},
	{"Islamabad, Karachi, Tashkent", "West Asia Standard Time"},
	{"Ekaterinburg", "Ekaterinburg Standard Time"},
	{"Islamabad, Karachi", "Pakistan Standard Time"},
	{"Qyzylorda", "Qyzylorda Standard Time"},
	{"Chennai, Kolkata, Mumbai, New Delhi", "India Standard Time"},
	{"Kolkata, Chennai, Mumbai, New Delhi", "India Standard Time"},
	{"Calcutta, Chennai, Mumbai, New Delhi", "India Standard Time"},
	{"Bombay, Calcutta, Madras, New Delhi", "India Standard Time"},
	{"Sri Jayawardenepura", "Sri Lanka Standard Time"},
	{"Kathmandu", "Nepal Standard Time"},
	{"Astana", "Central Asia Standard Time"},
	{"Bishkek", "Central Asia Standard Time"},
	{"Nur-Sultan", "Central Asia Standard Time"},
	{"Astana, Dhaka", "Central Asia Standard Time"},
	{"Almaty, Dhaka", "Central Asia Standard Time"},
	{"Dhaka", "Bangladesh Standard Time"},
	{"Omsk", "Omsk Standard Time"},
	{"Yangon (Rangoon)", "Myanmar Standard Time"},
	{"Rangoon", "Myanmar Standard Time"},
	{"Bangkok, Hanoi, Jakarta", "SE Asia Standard Time"},
	{"Barnaul, Gorno-Altaysk", "Altai Standard Time"},
	{"Hovd", "W. Mongolia Standard Time"},
	{"Krasnoyarsk", "North Asia Standard Time"},
	{"Novosibirsk", "N. Central Asia Standard Time"},
	{"Almaty, Novosibirsk", "N. Central Asia Standard Time"},
	{"Tomsk", "Tomsk Standard Time"},
	{"Beijing, Chongqing, Hong Kong, Urumqi", "China Standard Time"},
	{"Beijing, Chongqing, Hong Kong SAR, Urumqi", "China Standard Time"},
	{"Irkutsk", "North Asia East Standard Time"},
	{"Irkutsk, Ulaan Bataar", "North Asia East Standard Time"},
	{"Kuala Lumpur, Singapore", "Singapore Standard Time"},
	{"Perth", "W. Australia Standard Time"},
	{"Taipei", "Taipei Standard Time"},
	{"Ulaanbaatar", "Ulaanbaatar Standard Time"},
	{"Eucla", "Aus Central W. Standard Time"},
	{"Chita", "Transbaikal Standard Time"},
	{"Osaka, Sapporo, Tokyo", "Tokyo Standard Time"},
	{"Pyongyang", "North Korea Standard Time"},
	{"Seoul", "Korea Standard Time"},
	{"Yakutsk", "Yakutsk Standard Time"},
	{"Adelaide", "Cen. Australia Standard Time"},
	{"Darwin", "AUS Central Standard Time"},
	{"Brisbane", "E. Australia Standard Time"},
	{"Canberra, Melbourne, Sydney", "AUS Eastern Standard Time"},
	{"Guam, Port Moresby", "West Pacific Standard Time"},
	{"Hobart", "Tasmania Standard Time"},
	{"Vladivostok", "Vladivostok Standard Time"},
	{"Lord Howe Island", "Lord Howe Standard Time"},
	{"Bougainville Island", "Bougainville Standard Time"},
	{"Chokurdakh", "Russia Time Zone 10"},
	{"Magadan", "Magadan Standard Time"},
	{"Norfolk Island", "Norfolk Standard Time"},
	{"Sakhalin", "Sakhalin Standard Time"},
	{"Solomon Is., New Caledonia", "Central Pacific Standard Time"},
	{"Magadan, Solomon Is., New Caledonia", "Central Pacific Standard Time"},
	{"Anadyr, Petropavlovsk-Kamchatsky", "Russia Time Zone 11"},
	{"Auckland, Wellington", "New Zealand Standard Time"},
	{"Coordinated Universal Time+12", "UTC+12"},
	{"Fiji", "Fiji Standard Time"},
	{"Fiji, Marshall Is.", "Fiji Standard Time"},
	{"Fiji, Kamchatka, Marshall Is.", "Fiji Standard Time"},
	{"Petropavlovsk-Kamchatsky", "Kamchatka Standard Time"},
	{"Petropavlovsk-Kamchatsky - Old", "Kamchatka Standard Time"},
	{"Chatham Islands", "Chatham Islands Standard Time"},
	{"Coordinated Universal Time+13", "UTC+13"},
	{"Nuku'alofa", "Tonga Standard Time"},
	{"Samoa", "Samoa Standard Time"},
	{"Kiritimati Island", "Line Islands Standard Time"},
}
