"""Texts as rows of comparable words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.folding import fold, forms, words

ROWS = [
    ("Kim’s plan.", "kim|'s|plan|."),
    ("Kim Jong-un, Kim Jong Un", "kim|jong|un|,|kim|jong|un"),
    ("Seoul – Busan--Daegu", "seoul|–|busan|-|-|daegu"),
    ("U.S. and J.K.Rowling", "us|and|jk|rowling"),
    ("Geoffrey E. Hinton", "geoffrey|e|hinton"),
    ("St. Petersburg. Busan", "st|petersburg|.|busan"),
    ("l’Iran, D’Angelo, O’Neill", "l'|iran|,|d'|angelo|,|o'neill"),
    ("“Erdoğan” ＮＡＴＯ Straße", '"|erdogan|"|nato|strasse'),
    ("a\nb\u2028c", "a|\n|b|\n|c"),
    ("_a_ AC/DC", "_|a|_|ac|/|dc"),
    ("조태열은 KBS는", "조태열은|kbs|는"),
    ("東京でﾌﾟｰﾁﾝ氏", "東|京|で|プーチン|氏"),
    ("नरेन्द्र मोदी", "नरेन्द्र|मोदी"),
    ("مُحَمَّد أحمد ایران", "محمد|احمد|ايران"),
    ("תל־אביב", "תל|אביב"),
    ("เมืองไทย", "เมื|อ|ง|ไท|ย"),
    ("ປະເທດລາວ", "ປະ|ເທ|ດ|ລາ|ວ"),
    ("កម្ពុជា", "ក|ម្ពុ|ជា"),
    ("မြန်မာ", "မြန်|မာ"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "row"), ROWS)
def test_a_text_is_a_row_of_words(text, row):
    assert "|".join(word.form for word in words(text)) == row


@pytest.mark.parametrize(
    "name", ["Kim Jong-un", "Erdoğan Ünal", "조태열", "金正恩", "Київ", "A B", "-x"]
)
def test_a_name_is_read_by_a_short_way_as_by_the_long_one(name):
    assert forms(name) == [word.form for word in words(name)]


@pytest.mark.parametrize("name", ["", " ", "…", "- –", "\u200b", "\u0301"])
def test_a_name_without_a_letter_has_no_words(name):
    assert forms(name) == []


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_letter_is_in_one_word_and_the_words_stand_in_order(text):
    found = list(words(text))
    ends = [0, *(word.end for word in found)]
    assert all(end <= word.start < word.end for end, word in zip(ends, found, strict=False))
    assert all(word.form and not set(word.form) & set(" \t") for word in found)
    covered = {place for word in found for place in range(word.start, word.end)}
    seen = {place for place, letter in enumerate(text) if letter.isascii() and letter.isalnum()}
    assert seen <= covered


@given(st.text(alphabet="aÉ’s-. 東ー조m\u0301", max_size=30))
def test_case_says_nothing(text):
    assert [w.form for w in words(text.upper())] == [w.form for w in words(text.lower())]


def test_a_word_says_how_it_is_written():
    folded = fold("Kim US 金 a1")
    assert [folded.has_capital(index) for index in range(4)] == [True, True, False, False]
    assert [folded.has_small_letter(index) for index in range(4)] == [True, False, False, True]
    assert folded.word(-1).form == folded.word(9).form == ""
