from string import ascii_letters

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.names import free_slug, name_key


@pytest.mark.parametrize(
    "names",
    [
        ("Kim Jong Un", "kim jong un", "KIM JONG UN", "  Kim\tJong \n Un "),
        ("Emmanuel Macron", "Émmanuel Mâcron", "E\u0301mmanuel Ma\u0302cron"),
        ("O'Brien", "O’Brien", "o'brien"),
        ("Straße", "STRASSE", "strasse"),
        ("İstanbul", "istanbul", "ISTANBUL"),
        ("ＮＡＴＯ", "NATO", "nato"),
        ("アベ", "ｱﾍﾞ"),
        ("조태열", "\u110c\u1169\u1110\u1162\u110b\u1167\u11af"),
        ("ΣΟΦΟΣ", "σοφος", "σοφοσ"),
        ("Acme™", "ACMETM"),
        ("𝐊im", "Kim"),
    ],
)
def test_one_name_written_several_ways_has_one_key(names):
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong Il"),
        ("Jong Un", "JongUn"),
        ("O'Brien", "OBrien"),
        ("Jean-Luc", "Jean Luc"),
        ("が", "か"),
        ("कि", "क"),
    ],
)
def test_two_names_have_two_keys(one, other):
    assert name_key(one) != name_key(other)


def test_a_key_reads_like_the_name():
    assert name_key(" Volodymyr  ZELENSKYÝ ") == "volodymyr zelenskyy"
    assert name_key("Київ") == name_key("київ")
    assert name_key("조태열") == "조태열"
    assert name_key("") == name_key("  ") == ""


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_the_key_of_a_key_is_the_key(name):
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(ascii_letters + " éüñ", max_size=40))
@settings(deadline=None, max_examples=100)
def test_case_never_makes_another_key(name):
    assert name_key(name.upper()) == name_key(name.lower()) == name_key(name)


def test_a_key_fits_its_column():
    assert len(name_key("x" * 300)) == 200


def slug(name, *taken):
    return free_slug(name, is_taken=set(taken).__contains__, fallback="topic")


def test_an_address_is_made_of_the_name():
    assert slug("Kim Jong Un") == "kim-jong-un"
    assert slug("Mâcron’s party") == "macrons-party"


def test_a_name_in_another_script_keeps_its_script_where_that_is_allowed():
    given = {"is_taken": set().__contains__, "fallback": "topic", "allow_unicode": True}
    assert free_slug("조태열", **given) == "조태열"
    assert free_slug("Київ", **given) == "київ"
    assert slug("Київ") == "topic"


@pytest.mark.parametrize("name", ["", "?!", "—"])
def test_a_name_without_a_letter_falls_back(name):
    assert slug(name) == "topic"
    assert slug(name, "topic") == "topic-2"


def test_an_address_that_is_taken_gets_the_first_free_number():
    assert slug("Kim", "kim") == "kim-2"
    assert slug("Kim", "kim", "kim-2", "kim-3") == "kim-4"
    assert slug("Kim", "kim-2") == "kim"


def test_a_long_address_leaves_room_for_its_number():
    long = slug("x" * 300)
    assert len(long) == 194
    assert slug("x" * 300, long) == f"{long}-2"
