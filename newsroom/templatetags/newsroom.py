"""Filters that every template has. None of them queries."""

from django import template
from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from django_countries import countries

from newsroom import html
from newsroom.fields import PartialDate

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Rich text of ours as HTML."""
    return html.trusted(text)


@register.filter
def media_url(path: str) -> str:
    """The address of a file in the media storage."""
    return default_storage.url(path)


@register.filter
def in_words(iso: str) -> str:
    """`2024-10` as “October 2024”; nothing for nothing."""
    return PartialDate.parse(iso).in_words() if iso else ""


@register.filter
def country(code: str) -> str:
    """The name of a country by its ISO 3166 code."""
    return countries.name(code) if code else ""
