"""Two texts told as one, word by word."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.difference.runs import Change, folded, runs_of
from newsroom.difference.words import plain as words_of
from tests.newsroom.difference.reading import shown, told


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("the red car", "the blue car", "the [-red][+blue] car"),
        ("the red car", "the car", "the[- red] car"),
        ("Big dog barks", "dog barks", "[-Big ]dog barks"),
        ("", "all of it", "[+all of it]"),
        ("all of it", "", "[-all of it]"),
        ("a  b\n c", " a b c ", "a b c"),
        ("a\N{NO-BREAK SPACE}b", "a b", "a b"),
        ("every one", "everyone", "[-every one][+everyone]"),
        ("yes , no", "yes, no", "yes[- ], no"),
        ("up to 12,000 men", "up to 11,000 men", "up to [-12,000][+11,000] men"),
        ("It is so.", "It is so, he said.", "It is so[+, he said]."),
        ("Call it “a pact”.", "Call it “a treaty”.", "Call it “a [-pact][+treaty]”."),
        ("The minister’s plan", "The ministers’ plan", "The [-minister’s][+ministers’] plan"),
    ],
)
def test_words_and_punctuation_change_on_their_own(old, new, expected):
    assert told(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("One. Three.", "One. Two. Three.", "One.[+ Two.] Three."),
        ("One. Two. Three.", "One. Three.", "One.[- Two.] Three."),
        ("Iran, Russia", "Iran, China, Russia", "Iran,[+ China,] Russia"),
        ("He left. He came.", "He left. He ate. He came.", "He left.[+ He ate.] He came."),
        ("He left. He ate. He came.", "He left. He came.", "He left.[- He ate.] He came."),
        ("It rained.", "It rained. It rained.", "It rained.[+ It rained.]"),
    ],
)
def test_what_is_added_or_removed_begins_where_a_sentence_or_a_word_does(old, new, expected):
    assert told(old, new) == expected


def test_a_short_word_that_stayed_by_chance_does_not_chop_up_a_change():
    assert told("He walked to school.", "She ran to work.") == (
        "[-He walked to school][+She ran to work]."
    )
    assert "the treaty of friendship" in told(
        "They praised the treaty of friendship warmly.",
        "Critics lamented the treaty of friendship bitterly.",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("北京的天气", "北京天气很好", "北京[-的]天气[+很好]"),
        ("東京で会う。", "大阪で会う。", "[-東京][+大阪]で会う。"),
        ("조태열은 장관이다", "조태열은 외교부 장관이다", "조태열은[+ 외교부] 장관이다"),
        ("ภาษาที่ดี", "ภาษาที่ดีมาก", "ภาษาที่ดี[+มาก]"),
        ("हिन्दी बोली", "हिन्दी भाषा", "हिन्दी [-बोली][+भाषा]"),
        ("قال الوزير، أمس", "قال الرئيس، أمس", "قال [-الوزير][+الرئيس]، أمس"),
    ],
)
def test_scripts_that_part_no_words_change_by_the_character(old, new, expected):
    assert told(old, new) == expected


def test_a_sign_never_comes_off_the_letter_that_carries_it():
    runs = runs_of(words_of("ที่"), words_of("ที"))
    assert [run.text for run in runs] == ["ที่", "ที"]


def test_few_changes_in_one_long_paragraph_are_found_word_by_word():
    words = [f"w{pow(3, number, 10_007) % 61}" for number in range(3000)]  # each comes 49 times
    edited = [f"{word} new" if number % 200 == 100 else word for number, word in enumerate(words)]
    runs = runs_of(words_of(" ".join(words)), words_of(" ".join(edited)))
    assert [run.text for run in runs if run.change != Change.SAME] == [" new"] * 15


WORDS = st.sampled_from(
    ["a", "the", "treaty", "of", "北", "京", "조태열", "it’s", ".", ", ", " ", "\n"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=30)


@given(TEXTS, TEXTS)
def test_each_text_is_read_off_the_runs_of_both(old, new):
    runs = runs_of(words_of(old), words_of(new))
    assert "".join(run.text for run in runs if run.change != Change.ADDED) == " ".join(old.split())
    assert "".join(run.text for run in runs if run.change != Change.REMOVED) == " ".join(
        new.split()
    )


@given(TEXTS, TEXTS)
def test_a_run_is_as_long_as_it_can_be(old, new):
    runs = runs_of(words_of(old), words_of(new))
    assert all(run.text for run in runs)
    alike = [replace(run, text="") for run in runs]
    assert all(one != other for one, other in pairwise(alike))


@given(TEXTS, TEXTS)
def test_folding_leaves_out_only_what_stayed(old, new):
    runs = runs_of(words_of(old), words_of(new))
    shorter = folded(runs)
    assert [run for run in shorter if run.change != Change.SAME] == [
        run for run in runs if run.change != Change.SAME
    ]


def test_long_stretches_fold_to_the_words_around_a_change():
    text = " ".join(f"w{number}" for number in range(60))
    runs = folded(runs_of(words_of(text), words_of(text.replace("w30", "new"))))
    assert shown(runs) == (
        "… w20 w21 w22 w23 w24 w25 w26 w27 w28 w29 [-w30][+new] "
        "w31 w32 w33 w34 w35 w36 w37 w38 w39 w40 …"
    )
    assert [run.text for run in runs if run.is_gap] == ["… ", " …"]


def test_a_text_that_did_not_change_folds_to_its_first_words():
    text = words_of(" ".join("abcdefghijklmnopqrstuvwxyz"))
    assert shown(folded(runs_of(text, text))) == "a b c d e f g h i j …"
    assert shown(folded(runs_of(text[:12], text[:12]))) == "a b c d e f g h i j k l"
