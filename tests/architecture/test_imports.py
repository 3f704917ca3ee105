"""The import contracts of pyproject.toml hold, and break when they are violated."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

VIOLATIONS = {
    "newsroom/urls.py": ("from stories.models.desk import Section", "stories -> entities"),
    "entities/names.py": ("import stories.document", "stories -> entities"),
    "stories/public/topics.py": (
        "from stories.models.story import Story",
        "public code never imports the working copy",
    ),
    "stories/public/front.py": (
        "from stories.models import Edition as E",
        "public code never imports the working copy",
    ),
    "stories/public/filters.py": (
        "import stories.freezing",
        "public code never imports the working copy",
    ),
    "stories/public/views.py": (
        "from entities.models import Entity",
        "public code meets profiles only through entities.profiles",
    ),
    "stories/public/addresses.py": (
        "import stories.sharing",
        "public code never imports the working copy",
    ),
    "stories/shared/views.py": (
        "from stories.freezing import freeze",
        "a shared preview shows a kept version, never the working copy",
    ),
    "stories/document.py": ("import django", "a document knows nothing of Django"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return subprocess.run(
        [sys.executable, "-c", command], cwd=root, capture_output=True, text=True, check=False
    )


def copy_of_the_house(to: Path) -> Path:
    for part in ("newsroom", "entities", "stories"):
        shutil.copytree(
            ROOT / part, to / part, ignore=shutil.ignore_patterns("*.pyc", "briefs/*.txt")
        )
    shutil.copy(ROOT / "pyproject.toml", to)
    return to


def test_imports_run_one_way_and_public_code_never_meets_the_working_copy(tmp_path):
    result = lint(copy_of_the_house(tmp_path))
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("path", "violation"), VIOLATIONS.items())
def test_a_violation_breaks_its_contract(path, violation, tmp_path):
    line, contract = violation
    file = copy_of_the_house(tmp_path) / path
    file.write_text(f"{file.read_text()}\n{line}\n")
    result = lint(tmp_path)
    assert result.returncode != 0
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), result.stdout
