"""Fixtures of the whole suite."""

import pytest
from django.core.cache import cache

from entities import mentions
from newsroom import roles
from tests import make


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    mentions.forget()


@pytest.fixture
def editor(db):
    return make.user(role=roles.EDITOR, username="editor", public_name="Ines Moreau")


@pytest.fixture
def writer(db):
    return make.user(role=roles.WRITER, username="writer", public_name="Sam Okafor")


@pytest.fixture
def moderator(db):
    return make.user(role=roles.MODERATOR, username="moderator", public_name="Mira Lindqvist")


@pytest.fixture
def administrator(db):
    return make.user(role=roles.ADMINISTRATOR, username="admin", public_name="Ada Novak")
