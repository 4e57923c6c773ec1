package profile

// beginsAccent reports whether a byte begins one of the characters U+0300 to U+036F, the accents
// that are characters of their own, or a letter right before them.
func beginsAccent(b byte) bool { return b == 0xcc || b == 0xcd }

// A withAccent is a letter in lower case and an accent after it.
type withAccent struct{ letter, accent rune }

// accented has the letters in lower case that Unicode composes of a letter and an accent (NFC),
// and the i with a dot.
var accented = func() map[withAccent]rune {
	all := map[withAccent]rune{}
	for accent, pairs := range accents {
		for letters := []rune(pairs); len(letters) > 0; letters = letters[2:] {
			all[withAccent{letters[0], accent}] = letters[1]
		}
	}
	return all
}()

// accents has for each accent letters without it, each with the letter that has it.
var accents = map[rune]string{
	'\u0300': "aàeèiìoòuùüǜnǹеѐиѝēḕōṑwẁâầăằêềôồơờưừyỳἀἂἁἃἐἒἑἓἠἢἡἣἰἲἱἳὀὂὁὃὐὒὑὓὠὢὡὣαὰεὲηὴιὶοὸυὺωὼϊῒϋῢ",
	'\u0301': "aáeéiíoóuúyýcćlĺnńrŕsśzźüǘgǵåǻæǽøǿϊΐαάεέηήιίϋΰοόυύωώϒϓгѓкќçḉēḗïḯkḱmḿõṍōṓpṕũṹwẃâấăắêếôốơớưứἀἄἁἅἐἔἑἕἠἤἡἥἰἴἱἵὀὄὁὅὐὔὑὕὠὤὡὥ",
	'\u0302': "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷzẑạậẹệọộ",
	'\u0303': "aãnñoõiĩuũvṽâẫăẵeẽêễôỗơỡưữyỹ",
	'\u0304': "aāeēiīoōuūüǖäǟȧǡæǣǫǭöȫõȭȯȱyȳиӣуӯgḡḷḹṛṝαᾱιῑυῡ",
	'\u0306': "aăeĕgğiĭoŏuŭийуўжӂаӑеӗȩḝạặαᾰιῐυῠ",
	'\u0307': "iicċeėgġzżaȧoȯbḃdḋfḟhḣmṁnṅpṗrṙsṡśṥšṧṣṩtṫwẇxẋyẏſẛ",
	'\u0308': "aäeëiïoöuüyÿιϊυϋϒϔеёіїаӓәӛжӝзӟиӥоӧөӫэӭуӱчӵыӹhḧõṏūṻwẅxẍtẗ",
	'\u0309': "aảâẩăẳeẻêểiỉoỏôổơởuủưửyỷ",
	'\u030a': "aåuůwẘyẙ",
	'\u030b': "oőuűуӳ",
	'\u030c': "cčdďeělľnňrřsštťzžaǎiǐoǒuǔüǚgǧkǩʒǯjǰhȟ",
	'\u030f': "aȁeȅiȉoȍrȑuȕѵѷ",
	'\u0311': "aȃeȇiȋoȏrȓuȗ",
	'\u0313': "αἀεἐηἠιἰοὀυὐωὠρῤ",
	'\u0314': "αἁεἑηἡιἱοὁυὑωὡρῥ",
	'\u031b': "oơuư",
	'\u0323': "bḅdḍhḥkḳlḷmṃnṇrṛsṣtṭvṿwẉzẓaạeẹiịoọơợuụưựyỵ",
	'\u0324': "uṳ",
	'\u0325': "aḁ",
	'\u0326': "sștț",
	'\u0327': "cçgģkķlļnņrŗsştţeȩdḑhḩ",
	'\u0328': "aąeęiįuųoǫ",
	'\u032d': "dḓeḙlḽnṋtṱuṷ",
	'\u032e': "hḫ",
	'\u0330': "eḛiḭuṵ",
	'\u0331': "bḇdḏkḵlḻnṉrṟtṯzẕhẖ",
	'\u0342': "ἀἆἁἇἠἦἡἧἰἶἱἷὐὖὑὗὠὦὡὧαᾶηῆιῖϊῗυῦϋῧωῶ",
	'\u0345': "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὰᾲαᾳάᾴᾶᾷὴῂηῃήῄῆῇὼῲωῳώῴῶῷ",
}
