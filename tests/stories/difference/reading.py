"""Differences as short texts that a test can compare, and documents that differ."""

from dataclasses import replace

from stories import difference
from stories.document import OutletRef
from tests.newsroom.difference.reading import shown
from tests.stories.test_document import A_DOCUMENT

ONE, TWO = "<p>Ministers of both states met in the capital.</p>", "<p>Exports fell by half.</p>"
THREE = "<p>Nobody knows who will pay for the bridge.</p>"

CITATION = A_DOCUMENT.citations[0]
OTHER = replace(
    CITATION,
    outlet=OutletRef(id=9, name="Paper B", slug="paper-b", country="FR", kind="agency"),
    text="Paper B doubts all of it.",
    headline="Doubts grow",
    url="https://paper-b.example/9",
)


def part_of(name, old, new, **given):
    parts = difference.compare(old, new, **given)
    return next(part for part in parts if part.name == name)


def changed(name, was, now, **given):
    """The part `name` of a document, in which only that changes from `was` to `now`."""
    attribute = "authors" if name == "bylines" else name
    old, new = (replace(A_DOCUMENT, **{attribute: value}) for value in (was, now))
    return part_of(name, old, new, **given)


def prose(was, now):
    return [
        (block.change, shown(block.fields[0].runs))
        for block in changed("what_happened", was, now).blocks
    ]


def named(block):
    return {field.name: shown(field.runs) for field in block.shown}


def fates(part, field="text"):
    """The change of each block with its text as it reads now, or did."""
    texts = [
        next((f.after or f.before for f in block.fields if f.name == field), "")
        for block in part.blocks
    ]
    return [(block.change, text) for block, text in zip(part.blocks, texts, strict=True)]
