"""What the items that Wikidata names most often stand for here: kinds, offices, licences.

Numbers are kept with their names in English. What stands in no table is no error: a class that is
unknown makes a thing, a licence that is unknown is left out.
"""

HUMAN = "Q5"

PLACES = {
    "Q6256": "country",
    "Q3624078": "sovereign state",
    "Q7275": "state",
    "Q35657": "state of the United States",
    "Q10864048": "first-level administrative division",
    "Q56061": "administrative territorial entity",
    "Q34876": "province",
    "Q82794": "geographic region",
    "Q5107": "continent",
    "Q515": "city",
    "Q1549591": "big city",
    "Q1637706": "city of millions",
    "Q174844": "megacity",
    "Q200250": "metropolis",
    "Q5119": "capital",
    "Q1093829": "city in the United States",
    "Q15284": "municipality",
    "Q3957": "town",
    "Q532": "village",
    "Q486972": "human settlement",
    "Q123705": "neighbourhood",
    "Q23442": "island",
    "Q8502": "mountain",
    "Q46831": "mountain range",
    "Q39816": "valley",
    "Q4022": "river",
    "Q23397": "lake",
    "Q165": "sea",
    "Q9430": "ocean",
    "Q37901": "strait",
}
ORGANISATIONS = {
    "Q43229": "organisation",
    "Q163740": "nonprofit organisation",
    "Q79913": "non-governmental organisation",
    "Q484652": "international organisation",
    "Q245065": "intergovernmental organisation",
    "Q15925165": "specialised agency of the United Nations",
    "Q1127126": "military alliance",
    "Q4830453": "business",
    "Q6881511": "enterprise",
    "Q783794": "company",
    "Q891723": "public company",
    "Q167037": "corporation",
    "Q22687": "bank",
    "Q66344": "central bank",
    "Q7278": "political party",
    "Q7188": "government",
    "Q2659904": "government organisation",
    "Q327333": "government agency",
    "Q192350": "ministry",
    "Q35749": "parliament",
    "Q11204": "legislature",
    "Q772547": "armed forces",
    "Q176799": "military unit",
    "Q17149090": "armed organisation",
    "Q17127659": "terrorist organisation",
    "Q3918": "university",
    "Q875538": "public university",
    "Q31855": "research institute",
    "Q15911314": "association",
    "Q11032": "newspaper",
    "Q192283": "news agency",
    "Q1616075": "television station",
    "Q2085381": "publisher",
    "Q4438121": "sports organisation",
    "Q847017": "sports club",
    "Q476028": "association football club",
    "Q12973014": "sports team",
}
EVENTS = {
    "Q1656682": "event",
    "Q1190554": "occurrence",
    "Q13418847": "historical event",
    "Q180684": "conflict",
    "Q198": "war",
    "Q178561": "battle",
    "Q831663": "military campaign",
    "Q645883": "military operation",
    "Q2223653": "terrorist attack",
    "Q45382": "coup d’état",
    "Q10931": "revolution",
    "Q124757": "riot",
    "Q273120": "protest",
    "Q40231": "public election",
    "Q858439": "presidential election",
    "Q1076105": "general election",
    "Q43109": "referendum",
    "Q1072326": "summit",
    "Q625994": "convention",
    "Q132241": "festival",
    "Q3839081": "disaster",
    "Q8065": "natural disaster",
    "Q7944": "earthquake",
    "Q44512": "epidemic",
    "Q12184": "pandemic",
    "Q168247": "famine",
}
KINDS: dict[str, str] = (
    {HUMAN: "person"}
    | dict.fromkeys(PLACES, "place")
    | dict.fromkeys(ORGANISATIONS, "organisation")
    | dict.fromkeys(EVENTS, "event")
)

OFFICES = {"Q4164871": "position", "Q294414": "public office"}

# What Wikipedia needs for itself: pages about pages, of which nobody writes a profile.
PAGES = {
    "Q4167410": "disambiguation page",
    "Q4167836": "category",
    "Q13406463": "list article",
    "Q11266439": "template",
}

LICENCES = {
    "Q6938433": "CC0",
    "Q19652": "Public domain",
    "Q20007257": "CC BY 4.0",
    "Q14947546": "CC BY 3.0",
    "Q18810333": "CC BY 2.5",
    "Q19125117": "CC BY 2.0",
    "Q30942811": "CC BY 1.0",
    "Q18199165": "CC BY-SA 4.0",
    "Q14946043": "CC BY-SA 3.0",
    "Q19113751": "CC BY-SA 2.5",
    "Q19068220": "CC BY-SA 2.0",
    "Q47001652": "CC BY-SA 1.0",
}
