"""Differences as short texts that a test can compare, and documents that differ."""

from dataclasses import replace

from stories import difference
from stories.difference import Change
from stories.difference.runs import runs_of
from stories.difference.words import plain as words_of
from stories.document import OutletRef
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

SIGNS = {Change.SAME: "{}", Change.ADDED: "[+{}]", Change.REMOVED: "[-{}]"}
MARKS = {"is_bold": "*{}*", "is_italic": "_{}_"}


def shown(runs):
    """Runs on one line: “the [-red][+blue] car”."""

    def marked(run):
        text = run.text
        for mark, form in MARKS.items():
            text = form.format(text) if getattr(run, mark) else text
        text = f"{text}<{run.href}>" if run.href else text
        return SIGNS[run.change].format(text)

    return "".join(marked(run) for run in runs)


def told(old, new):
    return shown(runs_of(words_of(old), words_of(new)))


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
