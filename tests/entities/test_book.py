"""Names found in a text: hard cases in many scripts, and against a slow matcher that is right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.book import Book, Index, Name, small
from tests.entities import hard_cases
from tests.entities.hard_cases import HARD_CASES


def numbered(names):
    return dict(enumerate([name] for name in names))


def found(names, text):
    return [each.name for each in small(numbered(names)).find(text)]


@pytest.mark.parametrize(("names", "text", "expected", "why"), HARD_CASES)
def test_hard_cases(names, text, expected, why):
    assert found(names, text) == expected, why


def test_there_are_enough_hard_cases_in_enough_scripts():
    assert len(HARD_CASES) >= 60
    assert len([name for name in vars(hard_cases) if name.isupper()]) - 1 >= 8


@pytest.mark.parametrize(("names", "text", "expected", "why"), HARD_CASES)
def test_what_is_found_is_what_stands_at_its_place(names, text, expected, why):
    for each in small(numbered(names)).find(f"… {text} …"):
        assert f"… {text} …"[each.start : each.end] == each.name


def test_a_text_of_anything_at_all_is_read():
    assert found(["Seoul"], "\ud800 \x00 Seoul\u0301 \U0010ffff") == ["Seoul\u0301"]
    assert found(["Seoul"], "") == []
    assert found([], "Seoul") == []


# Who is meant --------------------------------------------------------------------------------


def meant(text, *names):
    return [each.entities for each in Book.of(names).find(text)]


def test_a_name_of_two_means_both_in_the_order_of_their_keys():
    assert meant("Kim", Name(2, "Kim"), Name(1, "Kim")) == [(1, 2)]


def test_the_name_of_one_that_is_an_alias_of_another_means_the_first():
    assert meant("Seoul", Name(1, "Seoul", is_own=False), Name(2, "Seoul")) == [(2,)]


def test_what_is_written_as_an_acronym_is_one_though_another_has_the_word_for_a_name():
    names = (Name(1, "Us"), Name(2, "US", is_own=False))
    assert meant("US", *names) == [(2,)]
    assert meant("Us", *names) == [(1,)]


def test_a_second_book_counts_besides_and_the_longest_of_both_wins():
    book = small({1: ["Kim"], 2: ["Seoul"]})
    also = small({3: ["Kim Jong Un"], 4: ["Seoul"]})
    text = "Kim Jong Un in Seoul, and Kim"
    assert [each.entities for each in book.find(text, also=also)] == [(3,), (2, 4), (1,)]


def test_what_changed_since_stands_for_what_the_profile_was_called():
    base = Index([Name(1, "Peking"), Name(2, "Seoul")])
    book = Book(base, changed=Index([Name(1, "Beijing")]), masked=frozenset([1]))
    assert [each.name for each in book.find("Peking, Beijing, Seoul")] == ["Beijing", "Seoul"]


def test_whoever_stands_inside_a_longer_name_stands_in_the_text():
    book = small({1: ["Korea"], 2: ["South Korea"]})
    assert book.standing_in("South Korea") == {1, 2}


def test_a_name_may_be_looked_for_in_any_case_but_an_acronym_never():
    names = [Name(1, "Artificial Intelligence", in_any_case=True), Name(2, "AI", in_any_case=True)]
    assert Book.of(names).standing_in("artificial intelligence, ai") == {1}


# Against a matcher that tries every name at every place --------------------------------------

LATIN, HAN, HANGUL = "latin", "han", "hangul"


def kind(text, index):
    """The script of a character that is part of a word; nothing between words and at the ends."""
    if not 0 <= index < len(text):
        return None
    if text[index] == "’":
        is_possessive = text[index + 1 : index + 2] == "s" and kind(text, index + 2) != LATIN
        joins = kind(text, index + 1) == LATIN and index and text[index - 1].isalpha()
        return LATIN if joins and not is_possessive else None
    if not text[index].isalpha():
        return None
    return HANGUL if text[index] >= "가" else HAN if text[index] >= "一" else LATIN


def parts_a_word(text, index):
    left, right = kind(text, index - 1), kind(text, index)
    return left is not None and left == right != HAN


# A space says nothing where scripts change, nor beside an ideograph.
SAYS_NOTHING = re.compile(
    "(?<=[東京]) | (?=[東京])|(?<=[a-z]) (?=[조열은로])|(?<=[조열은로]) (?=[a-z])"
)


def plain(words):
    words = re.sub("(?<=[^\\s–-])-(?=[^\\s–-])", " ", words.lower().replace("é", "e"))
    return SAYS_NOTHING.sub("", re.sub(" +", " ", words))


def words_of(words):
    return re.findall("[東京]|[조열은로]+|[A-Za-zÉé]+(?:’[A-Za-zÉé]+)*", words)


def is_written_so(name, words):
    if name.isupper():
        return words.replace("’s", "").isupper()
    for written, wanted in zip(words_of(words), words_of(name), strict=True):
        if wanted != wanted.lower():
            return written != written.lower()
    return True


def stands_at(name, text, start, end):
    words = text[start:end]
    if plain(words) != plain(name) or parts_a_word(text, start) or words.strip(" -") != words:
        return False
    behind = re.match("[조열은로]*", text[end:])[0]
    ends = not parts_a_word(text, end) or behind in ("은", "로")
    return ends and is_written_so(name, words)


def slowly(names, text):
    found, start = [], 0
    while start < len(text):
        for end in range(len(text), start, -1):
            who = [key for key, name in names.items() if stands_at(name, text, start, end)]
            if who:
                acronyms = [key for key in who if names[key].isupper()]
                found.append((start, end, tuple(acronyms or who)))
                start = end - 1
                break
        start += 1
    return found


WORDS = (
    "Ab",
    "ab",
    "AB",
    "Éb",
    "Abab",
    "Ab’s",
    "aB’b",
    "東",
    "京",
    "東京",
    "조열",
    "조열은",
    "조열로조열",
)
BETWEEN = (" ", " ", "-", ", ", "\n", " – ")
TEXTS = st.lists(st.sampled_from([*WORDS, *BETWEEN, 0, 1, 2, 3]), max_size=9)  # 0: the first name
NAMES = st.lists(
    st.lists(
        st.sampled_from(["Ab", "AB", "Éb", "Abab", "abab", "東京", "조열"]), min_size=1, max_size=3
    )
    .map(" ".join)
    .map(lambda name: name.replace("東京 ", "東京")),
    min_size=1,
    max_size=4,
    unique=True,
)


@given(NAMES, TEXTS)
def test_a_slow_and_obviously_right_matcher_finds_the_same(names, pieces):
    named = [piece if isinstance(piece, str) else names[piece % len(names)] for piece in pieces]
    names, text = dict(enumerate(names)), "".join(named)
    quick = small({key: [name] for key, name in names.items()}).find(text)
    assert [(each.start, each.end, each.entities) for each in quick] == slowly(names, text)


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=4))
def test_whatever_is_found_lies_in_the_text_and_in_order(text, names):
    ends = 0
    for each in small(numbered(names)).find(text):
        assert ends <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.name
        ends = each.end
