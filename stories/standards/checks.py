"""A system check: the setting CHECKS names checks and acts that there are."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from stories.checklist import ACTS, CHECKS
from stories.standards.registry import ADVISORY, OFF


@register
def levels_of_checks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"CHECKS {problem}", hint=hint, id="stories.E002")
        for problem, hint in _problems(settings.CHECKS)
    ]


def _problems(levels: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    names = sorted(each.name for each in CHECKS)
    alone = (ADVISORY, OFF)
    for name, level in levels.items():
        if name not in names:
            yield f"names a check “{name}” that there is not.", f"Known: {', '.join(names)}."
        for word in level:
            if word not in (*ACTS, *alone):
                known = ", ".join((*ACTS, *alone))
                yield f"lets “{name}” block an act “{word}” that there is not.", f"Known: {known}."
            elif word in alone and len(level) > 1:
                yield (
                    f"says both “{word}” and more of “{name}”.",
                    f"Say acts joined by +, or {ADVISORY}, or {OFF}.",
                )
