"""Licences: however they are written, what they are called, where they stand, what they ask for."""

import pytest

from entities import licences

CC = "https://creativecommons.org"


@pytest.mark.parametrize(
    ("written", "name", "url"),
    [
        ("CC BY 4.0", "CC BY 4.0", f"{CC}/licenses/by/4.0/"),
        ("cc-by-sa-4.0", "CC BY-SA 4.0", f"{CC}/licenses/by-sa/4.0/"),
        ("CC BY SA 3.0", "CC BY-SA 3.0", f"{CC}/licenses/by-sa/3.0/"),
        ("CC-BY-NC-SA-2.5", "CC BY-NC-SA 2.5", f"{CC}/licenses/by-nc-sa/2.5/"),
        ("CC BY-SA 4.0 International", "CC BY-SA 4.0", f"{CC}/licenses/by-sa/4.0/"),
        (
            "Creative Commons Attribution-ShareAlike 4.0 International",
            "CC BY-SA 4.0",
            f"{CC}/licenses/by-sa/4.0/",
        ),
        (
            "Creative Commons Attribution Non-Commercial No-Derivatives 3.0 Unported",
            "CC BY-NC-ND 3.0",
            f"{CC}/licenses/by-nc-nd/3.0/",
        ),
        ("  CC  BY  ", "CC BY", f"{CC}/licenses/by/4.0/"),
        ("GFDL", "GFDL", "https://www.gnu.org/licenses/fdl-1.3.html"),
        (
            "GNU Free Documentation License, version 1.2 or later",
            "GFDL 1.2",
            "https://www.gnu.org/licenses/fdl-1.2.html",
        ),
        (
            "Open Government Licence v3.0",
            "OGL UK 3",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        (
            "OGL-UK-2.0",
            "OGL UK 2",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
        ),
        (
            "Licence Ouverte 2.0",
            "Licence Ouverte 2",
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ),
        ("DL-DE-BY-2.0", "DL-DE-BY 2.0", "https://www.govdata.de/dl-de/by-2-0"),
    ],
)
def test_a_licence_that_asks_for_attribution_has_its_name_and_its_deed(written, name, url):
    found = licences.known(written)
    assert found == licences.Licence(name=name, url=url, asks_for_attribution=True)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CC0", "CC0"),
        ("CC0 1.0 Universal", "CC0 1.0"),
        ("Creative Commons Zero", "CC0"),
        ("public domain", "Public domain"),
        ("PD", "Public domain"),
        ("Public Domain Mark 1.0", "Public domain"),
    ],
)
def test_what_belongs_to_everyone_asks_for_nothing(written, name):
    found = licences.of(written)
    assert (found.name, found.asks_for_attribution) == (name, False)
    assert found.url.startswith(f"{CC}/publicdomain/")


@pytest.mark.parametrize("written", ["All rights reserved", "CC BY 9.9", "with permission", "by"])
def test_a_licence_that_nobody_knows_is_named_and_attributed_to_be_safe(written):
    assert licences.known(written) is None
    assert licences.of(written) == licences.Licence(name=written, asks_for_attribution=True)


def test_where_no_licence_was_named_there_is_none():
    assert licences.of(" ") is None


def test_every_name_that_is_shown_is_understood_again():
    for family in licences.FAMILIES:
        name = family.name.format(terms="BY-SA", v=family.newest)
        assert licences.known(name).name == name
