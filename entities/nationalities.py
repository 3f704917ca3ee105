"""English words of countries and peoples: they say where somebody is from, not what they are."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PEOPLES = _set(
    "afghan african albanian algerian american andorran angolan arab arabian argentine "
    "argentinian armenian asian australian austrian azerbaijani bahamian bahraini bangladeshi "
    "barbadian basque bavarian belarusian belgian belizean beninese bhutanese bolivian bosnian "
    "botswanan brazilian british bruneian bulgarian burkinabe burmese burundian cambodian "
    "cameroonian canadian catalan chadian chechen chilean chinese colombian comorian congolese "
    "corsican costa rican crimean croat croatian cuban cypriot czech danish djiboutian dominican "
    "dutch ecuadorean ecuadorian egyptian emirati english equatorial eritrean estonian ethiopian "
    "european fijian filipino finnish flemish french gabonese gambian georgian german ghanaian "
    "greek greenlandic grenadian guatemalan guinean guyanese haitian honduran hungarian icelandic "
    "indian indonesian iranian iraqi irish israeli italian ivorian jamaican japanese jordanian "
    "kazakh kenyan korean kosovar kosovan kurdish kuwaiti kyrgyz lao laotian latvian lebanese "
    "liberian libyan liechtenstein lithuanian luxembourgish macedonian malagasy malawian malaysian "
    "maldivian malian maltese mauritanian mauritian mexican moldovan monegasque mongolian "
    "montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian nigerien "
    "norwegian omani pakistani palestinian panamanian paraguayan persian peruvian philippine "
    "polish portuguese qatari romanian russian rwandan salvadoran samoan saudi scottish "
    "senegalese serb serbian singaporean slovak slovakian slovene slovenian somali soviet spanish "
    "sri lankan sudanese surinamese swedish swiss syrian taiwanese tajik tanzanian thai tibetan "
    "togolese tongan tunisian turkish turkmen ugandan ukrainian uruguayan uzbek vatican "
    "venezuelan vietnamese welsh yemeni yugoslav zambian zimbabwean"
)
COUNTRIES = _set(
    "afghanistan africa albania algeria america andorra angola arabia argentina armenia asia "
    "australia austria azerbaijan bahamas bahrain bangladesh barbados belarus belgium belize "
    "benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria burkina burma burundi "
    "cambodia cameroon canada chad chile china colombia comoros congo crimea croatia cuba cyprus "
    "czechia denmark djibouti dominica ecuador egypt emirates england eritrea estonia eswatini "
    "ethiopia europe fiji finland france gabon gambia georgia germany ghana greece greenland "
    "grenada guatemala guinea guyana haiti herzegovina honduras hungary iceland india indonesia "
    "iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kurdistan "
    "kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg macedonia "
    "madagascar malawi malaysia maldives mali malta mauritania mauritius mexico moldova monaco "
    "mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua niger "
    "nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal "
    "qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore slovakia "
    "slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania "
    "thailand togo tonga tunisia turkey turkiye turkmenistan uganda ukraine uruguay uzbekistan "
    "vanuatu venezuela vietnam wales yemen zambia zealand zimbabwe"
)
CAPITALS = _set(
    "ankara baghdad beijing berlin brussels cairo canberra damascus delhi dublin havana jakarta "
    "jerusalem kabul kyiv kiev lisbon london madrid minsk moscow oslo ottawa paris prague "
    "pyongyang rome seoul sofia stockholm taipei tehran tokyo vienna warsaw washington"
)
# Parts of names of countries, and directions.
PARTS = _set(
    "uk us usa uae eu dprk rok prc cis north south east west northern southern eastern western "
    "central new united kingdom states republic federation federal people peoples democratic "
    "socialist islamic"
)
ORIGINS = PEOPLES | COUNTRIES | CAPITALS | PARTS
