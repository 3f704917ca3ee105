from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

NAME = "NEWSROOM_TEST_VARIABLE"


@pytest.fixture
def given(monkeypatch):
    """Set the variable, or unset it with None."""
    monkeypatch.delenv(NAME, raising=False)
    return lambda value: monkeypatch.setenv(NAME, value)


def test_a_variable_that_is_not_set_has_its_default(given):
    assert env.text(NAME) == ""
    assert env.text(NAME, "x") == "x"
    assert env.flag(NAME) is False
    assert env.flag(NAME, default=True) is True
    assert env.number(NAME, 7) == 7
    assert env.names(NAME) == []
    assert env.names(NAME, "a, b") == ["a", "b"]
    assert env.path(NAME, Path("/srv/x")) == Path("/srv/x")


def test_a_text_is_without_the_space_around_it(given):
    given("  x y ")
    assert env.text(NAME, "z") == "x y"


@pytest.mark.parametrize("value", ["1", "true", "TRUE", "Yes", " on "])
def test_a_flag_is_set_by_one_true_yes_and_on(given, value):
    given(value)
    assert env.flag(NAME) is True


@pytest.mark.parametrize("value", ["0", "false", "No", " off", "", " "])
def test_a_flag_is_unset_by_zero_false_no_off_and_nothing(given, value):
    given(value)
    assert env.flag(NAME, default=True) is False


@pytest.mark.parametrize("value", ["2", "y", "ja", "True!"])
def test_a_flag_that_is_neither_is_refused_by_its_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “{value}”: say 1 or 0"):
        env.flag(NAME)


def test_a_number_is_whole(given):
    given(" 12 ")
    assert env.number(NAME, 7) == 12
    given("")
    assert env.number(NAME, 7) == 7
    for value in ("1.5", "ten"):
        given(value)
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “{value}”"):
            env.number(NAME, 7)


def test_a_port_is_one_that_there_is(given):
    assert env.port(NAME, 25) == 25
    given("65535")
    assert env.port(NAME, 25) == 65535
    for value in ("0", "65536", "-1", "smtp"):
        given(value)
        with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “{value}”"):
            env.port(NAME, 25)


def test_a_choice_is_one_of_those_there_are(given):
    assert env.choice(NAME, "red", of=("red", "blue")) == "red"
    given(" Blue ")
    assert env.choice(NAME, "red", of=("red", "blue")) == "blue"
    given("green")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “green”: it takes red, blue"):
        env.choice(NAME, "red", of=("red", "blue"))


def test_an_address_is_one_to_which_mail_can_go(given):
    assert env.address(NAME, "desk@news.example") == "desk@news.example"
    for value in ("a@b.example", "The Desk <a@b.example>", "“Ünïcode” <a@b.example>"):
        given(value)
        assert env.address(NAME, "desk@news.example") == value


@pytest.mark.parametrize(
    "value", ["desk", "desk@", "@news.example", "The Desk", "a@b.example\nBcc: c@d.example"]
)
def test_what_is_no_address_is_refused_by_its_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “"):
        env.address(NAME, "desk@news.example")


def test_names_are_written_with_commas(given):
    given(" a.example, b.example,,c.example, ")
    assert env.names(NAME, "x") == ["a.example", "b.example", "c.example"]
    given("")
    assert env.names(NAME, "x") == []


def test_choices_are_made_for_each_of_several_things(given):
    assert env.choices(NAME) == {}
    given("one = a + b, other=c,")
    assert env.choices(NAME) == {"one": ("a", "b"), "other": ("c",)}


@pytest.mark.parametrize("value", ["one", "one=", "=a", "one=a+", "one=a, two"])
def test_a_choice_that_is_none_is_refused_by_its_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} has “.*”: it takes name=choice"):
        env.choices(NAME)


def test_a_choice_that_is_made_twice_is_refused_by_its_name(given):
    given("one=a, two=b, one=c")
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} names “one” twice"):
        env.choices(NAME)


def test_a_path_is_whole_wherever_the_process_stands(given, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/desk")
    given("kept/here")
    assert env.path(NAME, Path("/srv")) == tmp_path.resolve() / "kept" / "here"
    given("~/kept")
    assert env.path(NAME, Path("/srv")) == Path("/home/desk/kept")
    given("")
    assert env.path(NAME, Path("/srv")) == Path("/srv")


def test_a_database_is_named_by_its_url(given):
    assert env.database(NAME, "sqlite:////srv/db.sqlite3")["NAME"] == "/srv/db.sqlite3"
    given("postgres://ines:secret@db.example:5433/news")
    database = env.database(NAME, "sqlite:////srv/db.sqlite3")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("ines", "secret")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "news")


@pytest.mark.parametrize("value", ["nonsense", "oracool://x/y", "postgres://db:port/x", "://"])
def test_what_is_no_database_is_refused_by_its_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is not a database URL"):
        env.database(NAME, "sqlite:////srv/db.sqlite3")


def test_a_cache_is_in_the_process_or_in_redis(given):
    assert env.cache(NAME)["BACKEND"].endswith("LocMemCache")
    for value in ("redis://cache:6379/0", "rediss://cache:6379/0", "unix:///run/redis.sock"):
        given(value)
        assert env.cache(NAME) == {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": value,
        }


@pytest.mark.parametrize("value", ["memcached://x", "redis", "localhost:6379"])
def test_what_is_no_cache_is_refused_by_its_name(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"{NAME} is “{value}”"):
        env.cache(NAME)
