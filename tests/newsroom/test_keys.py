import pytest

from newsroom import keys


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_key(text, expected):
    assert keys.read(text) == expected


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1.5", " 1", "1_0", "²", "１", "9" * 19, "9" * 5_000]
)
def test_anything_else_is_none(text):
    assert keys.read(text) is None
