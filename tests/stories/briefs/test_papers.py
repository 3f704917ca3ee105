"""Who says what in the papers section."""

import pytest

from stories.briefs import markup, papers
from stories.briefs.attribution import KnownOutlets
from stories.briefs.layout import CitedArticle, Line, NotABrief

KNOWN = KnownOutlets(
    [
        *("The Guardian", "The Independent", "Reuters", "South China Morning Post", "Times"),
        *("Time", "BBC", "Le Monde", "The Economist"),
    ]
)
NONE = KnownOutlets([])


def read(text, sources="", *, known=KNOWN):
    lines, listed = (
        [
            Line(number=number, text=markup.one_line(line))
            for number, line in enumerate(part.splitlines(), 1)
        ]
        for part in (text, sources)
    )
    return papers.read(lines, listed, known=known)


def told(text, **kwargs):
    citations, synthesis = read(text, **kwargs)
    return [(article.outlet, article.text) for article in citations], synthesis


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("According to the South China Morning Post, rain fell.", "South China Morning Post"),
        ("Rain fell, according to The Guardian.", "The Guardian"),
        ("The Guardian reported that rain fell.", "The Guardian"),
        ("Meanwhile, the Guardian noted rain.", "The Guardian"),
        ("Guardian writers are wet, and Reuters said so.", "Reuters"),
        ("As The Independent put it, it was wet.", "The Independent"),
        ("Reuters's report speaks of rain.", "Reuters"),
        ("The Guardian’s Luke Field writes of rain.", "The Guardian"),
        ("It rained, Reuters has also reported.", "Reuters"),
        ("Rain fell, said The Economist.", "The Economist"),
        ("A minister told Reuters that he was wet.", "Reuters"),
        ("Reuters, citing two officials, reported rain.", "Reuters"),
        ("In The Guardian, rain is the villain.", "The Guardian"),
        ("A report by the BBC found rain.", "BBC"),
        ("The South China Morning Post takes a drier view.", "South China Morning Post"),
        ("On Monday Reuters emphasised the rain.", "Reuters"),
        ("While Le Monde focuses on rain, others do not.", "Le Monde"),
    ],
)
def test_a_known_outlet_is_found_as_the_source(sentence, outlet):
    assert KNOWN.source_of(sentence) == outlet


@pytest.mark.parametrize(
    "sentence",
    [
        "Shoigu acknowledged North Korea's solidarity.",
        "Kim reported progress to his party.",
        "South Korea said it would answer.",
        "The Security Council reported on the strike.",
        "NATO said it was watching.",
        "According to the International Energy Agency, demand fell.",
        "According to Ilse Brandvoort, the fees are fair.",
        "According to Le Pen, nothing was agreed.",
        "HSBC reported a loss.",
        "Royal Mail said it would strike.",
        "Governor Newsom said it was hot.",
        "The Guardian Council said the vote was void.",
        "The Independent Commission reported its findings.",
        "Time will tell what Moscow wants.",
        "the guardian said so.",
        "A Reuters photographer was hurt.",
        "Troops stormed the BBC office.",
    ],
)
def test_a_person_a_country_or_an_office_is_no_outlet(sentence):
    assert KNOWN.source_of(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("According to the Coastal Examiner, rain fell.", "Coastal Examiner"),
        ("The Coastal Examiner reported rain.", "Coastal Examiner"),
        ("Meanwhile, The Coastal Examiner reported rain.", "The Coastal Examiner"),
        ("Meanwhile, the Northern Ledger highlighted doubts.", "Northern Ledger"),
        ("The Times of Orsa argued for peace.", "Times of Orsa"),
        ("The Daily Kessen found no rain.", "Daily Kessen"),
        ("Orsa News Agency said it rained.", "Orsa News Agency"),
        ("Anadolu Agency reported rain.", "Anadolu Agency"),
        ("As CNN put it, it rained.", "CNN"),
        ("AFP's report speaks of rain.", "AFP"),
        ("KTV said it rained.", "KTV"),
        ("According to Le Quotidien, rain fell.", "Le Quotidien"),
        ("The People's Daily wrote of rain.", "People's Daily"),
        ("Euronews reported rain.", "Euronews"),
        ("France 24 reported rain.", "France 24"),
        ("The New York Times reported rain.", "New York Times"),
        ("The Post noted rain.", "Post"),
    ],
)
def test_an_unknown_outlet_is_found_where_it_is_the_source_and_looks_like_a_paper(sentence, outlet):
    assert NONE.source_of(sentence) == outlet


def test_a_known_name_inside_a_longer_one_is_not_meant():
    assert KNOWN.source_of("The New York Times reported rain.") == "New York Times"


def test_the_longest_known_name_is_meant():
    known = KnownOutlets(["Guardian", "Guardian Weekly"])
    assert known.source_of("The Guardian Weekly reported rain.") == "Guardian Weekly"


def test_the_article_decides_between_two_spellings():
    known = KnownOutlets(["Guardian", "The Guardian"])
    assert known.source_of("Guardian said so.") == "Guardian"
    assert known.source_of("Meanwhile, the Guardian said so.") == "The Guardian"


def test_sentences_after_an_outlet_are_its_own_until_the_next():
    citations, synthesis = told(
        "According to Reuters, a. Dockers said b. The Guardian reported c. It adds d."
    )
    assert citations == [
        ("Reuters", "According to Reuters, a. Dockers said b."),
        ("The Guardian", "The Guardian reported c. It adds d."),
    ]
    assert synthesis == ""


@pytest.mark.parametrize(
    "closing",
    [
        "This dual narrative shows the rift.",
        "Taken together, they show the rift.",
        "These accounts differ.",
        "The two reports differ.",
        "Together, they show the rift.",
        "Both agree on the date.",
        "Overall, the tone is grave.",
        "Both Reuters and The Guardian reported the date.",
    ],
)
def test_a_closing_sentence_that_sums_up_is_synthesis(closing):
    citations, synthesis = told(f"Reuters said a. The Guardian said b. {closing} It is wide.")
    assert citations[1] == ("The Guardian", "The Guardian said b.")
    assert synthesis == f"<p>{closing} It is wide.</p>"


def test_a_sentence_that_begins_with_both_in_the_middle_is_the_outlets_own():
    citations, synthesis = told("Reuters said a. Both sides deny it. The Guardian said b.")
    assert citations[0] == ("Reuters", "Reuters said a. Both sides deny it.")
    assert synthesis == ""


@pytest.mark.parametrize("own", ["The report adds b.", "The paper notes b.", "This was denied."])
def test_a_sentence_that_goes_on_about_the_report_is_the_outlets_own(own):
    assert told(f"Reuters said a. {own}") == ([("Reuters", f"Reuters said a. {own}")], "")


def test_what_stands_before_the_first_outlet_is_synthesis():
    citations, synthesis = told("Coverage differs. Reuters said a.")
    assert citations == [("Reuters", "Reuters said a.")]
    assert synthesis == "<p>Coverage differs.</p>"


def test_a_paragraph_that_names_no_outlet_is_synthesis_and_keeps_its_formatting():
    citations, synthesis = told("Reuters said a.\n\nThe **rift** is wide.\n\n+ one\n+ two")
    assert citations == [("Reuters", "Reuters said a.")]
    assert synthesis == (
        "<p>The <strong>rift</strong> is wide.</p><ul><li><p>one</p></li><li><p>two</p></li></ul>"
    )


def test_an_outlet_quoted_twice_is_one_citation_if_no_other_stands_between():
    citations, _ = told("Reuters said a.\n\nIt rained.\n\nReuters said b.")
    assert citations == [("Reuters", "Reuters said a. Reuters said b.")]


def test_an_outlet_quoted_twice_is_two_citations_if_another_stands_between():
    citations, _ = told("Reuters said a. The Guardian said b. Reuters said c.")
    assert [outlet for outlet, _ in citations] == ["Reuters", "The Guardian", "Reuters"]


def test_a_sentence_broken_between_two_lines_goes_on():
    citations, synthesis = told("Reuters said a. Meanwhile,\nthe Guardian said b in\nOrsa.")
    assert citations == [
        ("Reuters", "Reuters said a."),
        ("The Guardian", "Meanwhile, the Guardian said b in Orsa."),
    ]
    assert synthesis == ""


def test_a_line_without_a_full_stop_ends_where_the_next_one_names_its_own_source():
    citations, _ = told("Reuters said a\nThe Guardian said b")
    assert citations == [("Reuters", "Reuters said a"), ("The Guardian", "The Guardian said b")]


def test_formatting_in_a_citation_leaves_its_words():
    citations, _ = told("**Reuters** said *a* [here](https://a.example).")
    assert citations == [("Reuters", "Reuters said a here.")]


def test_bullets_are_citations_and_whatever_has_none_is_synthesis():
    citations, synthesis = told("- the Guardian: Rain.\n• Coastal Mail: Sun.\nReuters said a.")
    assert citations == [("The Guardian", "Rain."), ("Coastal Mail", "Sun.")]
    assert synthesis == "<p>Reuters said a.</p>"


def test_bullets_of_one_outlet_stay_apart():
    assert told("- Reuters: a\n- Reuters: b")[0] == [("Reuters", "a"), ("Reuters", "b")]


def test_a_bullet_without_a_label_belongs_to_the_outlet_that_it_names():
    citations, synthesis = told("- According to Reuters, it rained.\n- It was wet.")
    assert citations == [("Reuters", "According to Reuters, it rained.")]
    assert synthesis == "<ul><li><p>It was wet.</p></li></ul>"


def test_sources_are_given_to_the_citations_of_their_outlets_in_order():
    citations, _ = read(
        "Reuters said a. The Guardian said b. Reuters said c.",
        "- reuters: 2023\n- Guardian: 2024\n- Reuters: 2025",
    )
    assert [(it.outlet, it.published_on) for it in citations] == [
        ("Reuters", "2023"),
        ("The Guardian", "2024"),
        ("Reuters", "2025"),
    ]


def test_a_source_that_no_sentence_belongs_to_is_a_citation_without_text():
    citations, _ = read("Reuters said a.", "- Coastal Mail: 2024")
    assert citations[1] == CitedArticle(outlet="Coastal Mail", text="", published_on="2024")


def test_an_outlet_under_sources_counts_as_known_in_the_prose():
    citations, _ = read("Kelp said it rained.", "- Kelp: print only")
    assert citations == [
        CitedArticle(outlet="Kelp", text="Kelp said it rained.", is_print_only=True)
    ]


@pytest.mark.parametrize(
    ("line", "details"),
    [
        ('- A: "One, two", 4 October 2024, https://a.example/x,y',
         {"headline": "One, two", "published_on": "2024-10-04", "url": "https://a.example/x,y"}),
        ("- A: “Curly”, October 2024, print only",
         {"headline": "Curly", "published_on": "2024-10", "is_print_only": True}),
        ('- A: "A "quoted" word", 2024', {"headline": 'A "quoted" word', "published_on": "2024"}),
        ('- A: "A \\"quoted\\", word"', {"headline": 'A "quoted", word'}),
        ("- A: 2024-10-04", {"published_on": "2024-10-04"}),
        ("- A: 2024-10", {"published_on": "2024-10"}),
        ("- A: October 4, 2024", {"published_on": "2024-10-04"}),
        ("- A: 4th Oct. 2024", {"published_on": "2024-10-04"}),
        ("- A: <https://a.example/,>", {"url": "https://a.example/,"}),
        ("- A: https://a.example, archived https://b.example",
         {"url": "https://a.example", "archive_url": "https://b.example"}),
        ('- A: quote "So, it rains"', {"quote": "So, it rains"}),
        ("- A:", {}),
        ("- A", {}),
    ],
)  # fmt: skip
def test_a_source_says(line, details):
    citations, _ = read("", line)
    assert citations == [CitedArticle(outlet="A", text="", **details)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A: 2024", "every line is a bullet"),
        ("- A: 31 February 2024", "no such day"),
        ("- A: 2024-13", "no such day"),
        ("- A: last week", "neither a headline"),
        ("- A: www.a.example", "neither a headline"),
        ("- A: 2024, 2025", "a second date"),
        ('- A "Headline", 2024', "begins with its outlet"),
        ("- : 2024", "begins with its outlet"),
    ],
)
def test_a_source_is_refused(line, reason):
    with pytest.raises(NotABrief, match=reason) as refusal:
        read("", line)
    assert refusal.value.line == 1


@pytest.mark.parametrize(
    "text",
    ["The " * 50_000, "Reuters said " * 15_000, "A, " * 60_000, "Reuters " * 25_000, "a" * 200_000],
)
def test_a_long_text_takes_no_longer_than_its_length(text):
    assert read(text)
