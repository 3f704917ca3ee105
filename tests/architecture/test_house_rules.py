"""Rules of the house that no linter knows; each tells the offender what to do instead."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for app in ("newsroom", "entities", "stories")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
VAGUE = {"utils", "helpers", "common", "services", "constants", "core", "misc", "lib"}


def offenders(paths, pattern, *, but=()):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        if path.relative_to(ROOT).as_posix() not in but
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_text_is_marked_safe_in_one_place_only():
    found = offenders(CODE, r"\bmark_safe\b|\bSafeString\(", but={"newsroom/html.py"})
    found += offenders(TEMPLATES, r"\|\s*safe\b|autoescape off")
    assert not found, "Use newsroom.html, or format_html."


def test_templates_carry_no_inline_style_or_script():
    found = offenders(TEMPLATES, r"\sstyle=|\son\w+=|<style|javascript:")
    found += offenders(TEMPLATES, r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)")
    assert not found, "Put it into static/: the Content-Security-Policy refuses it here."


def test_modules_are_named_for_what_they_do():
    found = [path for path in CODE if VAGUE & set(path.relative_to(ROOT).with_suffix("").parts)]
    assert not found, "Name the module for what it does."


def test_every_module_says_what_lives_in_it():
    found = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if path.read_text().strip()
        and not path.read_text().lstrip().startswith(('"""', "#!"))
        and path.name != "apps.py"
        and path.parent.name != "commands"
    ]
    found = [path for path in found if not path.endswith("__init__.py")]
    assert not found, "Open the module with a sentence: what lives here, and what does not."


def test_colours_stand_among_the_tokens_only():
    found = []
    for path in STYLES:
        tokens = re.sub(r"--[\w-]+:[^;]*;", "", path.read_text())
        found += re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(|hsla?\(|oklch\(", tokens)
    assert not found, "Give the colour a name among the tokens, and use that."


def test_nothing_but_an_act_writes_a_state():
    acts = {
        "stories/writing.py",
        "stories/review.py",
        "stories/publishing.py",
        "entities/bulk.py",
        "entities/merging.py",
        "entities/moderation.py",
        "entities/reporting.py",
        "entities/suggesting.py",
    }
    found = offenders(CODE, r"\.state\s*=[^=]|update\([^)]*\bstate=|\bstate=\w+\.State\.", but=acts)
    asks = ("filter(", "exclude(", "Q(", "/models/")
    found = [row for row in found if not any(word in row for word in asks)]
    assert not found, "Call the act that moves it there."


def test_migrations_have_names():
    found = [
        path.name
        for path in ROOT.glob("*/migrations/0*.py")
        if "_auto_" in path.name or path.name == "0001_initial.py"
    ]
    assert not found, "Say what the migration does: 0004_edition_withdrawal."


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_stays_within_400_lines(path):
    length = len(path.read_text().splitlines())
    assert length <= 400, "Look for the seam: split it along a word of the vocabulary."
