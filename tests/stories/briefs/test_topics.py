"""What a topic's lead and its bullet line say."""

import pytest

from stories.briefs import topics
from stories.briefs.topics import Facts


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Orsa is a country by the sea.", "Orsa"),
        ("Andrii Ivanovych Sybiha is a diplomat.", "Andrii Ivanovych Sybiha"),
        ("North Korea, officially the Democratic People's Republic of Korea, is a state.",
         "North Korea"),
        ("Russia, or the Russian Federation, is a country.", "Russia"),
        ("Cho Tae-yul (Korean: 조태열; born 10 November 1955) is a diplomat.", "Cho Tae-yul"),
        ("The Strait Commission (SC) is a body.", "Strait Commission"),
        ("The Hague is a city.", "The Hague"),
        ("Washington, D.C., formally the District of Columbia, is a capital.", "Washington, D.C."),
        ("St. Ansel was a bishop. It is told that he swam.", "St. Ansel"),
        ("J. Smith (b. 1961) is a mediator.", "J. Smith"),
        ("The Dock Strikes were a series of strikes.", "Dock Strikes"),
        ("Known for its harbour and for more besides", "Known for its harbour and for"),
        ("Fish. It is sold here.", "Fish. It is sold here"),
        ("—", "—"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_name_is_taken_from_the_lead(description, name):
    assert topics.lead_name(description) == name


@pytest.mark.parametrize(
    ("bracket", "facts"),
    [
        ("Korean: 조태열; born 10 November 1955",
         Facts(native_name="조태열", native_language="ko", born_on="1955-11-10")),
        ("born 3 May 1961", Facts(born_on="1961-05-03")),
        ("born May 3, 1961", Facts(born_on="1961-05-03")),
        ("born May 1961", Facts(born_on="1961-05")),
        ("b. 1961", Facts(born_on="1961")),
        ("born Ida Bo; 3 May 1961 – 4 June 2020", Facts(born_on="1961-05-03")),
        ("Ukrainian: Сибіга, romanized: Sybiha; born 1 January 1975",
         Facts(native_name="Сибіга", native_language="uk", born_on="1975-01-01")),
        ("simplified Chinese: 习近平; pinyin: Xí",
         Facts(native_name="习近平", native_language="zh-Hans")),
        ("Arabic: أحمد", Facts(native_name="أحمد", native_language="ar")),
        ("Russian: Шойгу [ʂɐjˈɡu]", Facts(native_name="Шойгу", native_language="ru")),
        ("1950–1953", Facts()),
        ("25 June 1950 – 27 July 1953", Facts()),
        ("born 31 February 1961", Facts()),
        ("pinyin: Xí", Facts()),
        ("SC", Facts()),
    ],
)  # fmt: skip
def test_the_brackets_of_the_lead_say(bracket, facts):
    assert topics.lead_facts(f"Bo ({bracket}) is a subject.") == facts


def test_brackets_after_the_verb_are_not_of_the_lead():
    assert topics.lead_facts("Orsa is a state (born 1961).") == Facts()


def test_a_topic_takes_its_name_and_facts_from_its_description():
    topic = topics.topic("", "Bo (Korean: 보; born 1961) is a poet.")
    assert (topic.name, topic.native_name, topic.native_language) == ("Bo", "보", "ko")
    assert topic.born_on == "1961"
    assert not topic.is_name_given


def test_a_name_on_the_bullet_line_is_given():
    topic = topics.topic("Bo of Orsa", "Bo (born 1961) is a poet.")
    assert (topic.name, topic.born_on, topic.is_name_given) == ("Bo of Orsa", "1961", True)


def test_brackets_on_the_bullet_line_stand_for_those_of_the_lead():
    topic = topics.topic("Bo (Korean: 보)", "Bo (born 1961) is a poet.")
    assert (topic.name, topic.native_name, topic.born_on) == ("Bo", "보", "")


def test_empty_brackets_on_the_bullet_line_say_that_nothing_is_known():
    assert topics.topic("Bo ()", "Bo (born 1961) is a poet.").born_on == ""


@pytest.mark.parametrize("name", ["Orsa (state)", "Orsa (born long ago)", "Orsa (Title: x; y)"])
def test_other_brackets_on_the_bullet_line_are_of_the_name(name):
    assert topics.topic(name, "").name == name
