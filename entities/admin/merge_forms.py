"""The forms of a merge: one choice a field for the two, and what a split gives back."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from entities import belongings, changes, choices, inherited, merging
from entities.models import Alias, Merge

# What the rows that move are called over their list.
LABELS: dict[str, str | Promise] = {
    "aliases": gettext_lazy("Other names"),
    "positions": gettext_lazy("Positions"),
    "positions_held_here": gettext_lazy("Positions that others hold there"),
    "relations": gettext_lazy("Relations"),
    "relations_to_it": gettext_lazy("Relations told from the other side"),
    "suggestions": gettext_lazy("Suggestions that wait"),
    "reports": gettext_lazy("Readers’ reports that wait"),
}
# Of these a split may choose, under the name that the act has for them.
PARTED = {
    "aliases": "aliases",
    "positions": "positions",
    "positions_held_here": "positions",
    "relations": "relations",
    "relations_to_it": "relations",
}


class FinishForm(forms.Form):
    """One choice a block in which the two differ."""

    seen = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Note for the record"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, merge: Merge, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = merging.state_of(merge)
        self.blocks = choices.differing(merge.survivor, merge.loser)
        sides = [("survivor", merge.survivor.name), ("loser", merge.loser.name)]
        for block in self.blocks:
            self.fields[block.block] = forms.ChoiceField(
                label=block.label,
                choices=sides,
                initial=block.suggested,
                widget=forms.RadioSelect,
                required=False,  # one that differs only since the page was opened was not asked
            )

    @property
    def rows(self) -> list[tuple[choices.Beside, Any, Any, bool]]:
        """Each block with its two buttons, and whether the one chosen at first is the loser’s."""
        return [(block, *self[block.block], block.suggested == "loser") for block in self.blocks]

    @property
    def chosen(self) -> dict[str, str]:
        return {block.block: self.cleaned_data[block.block] or "survivor" for block in self.blocks}

    def show_again(self) -> None:
        """Whoever is told of a change has before them what stands there now."""
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]
        for block in self.blocks:
            self.data.setdefault(block.block, block.suggested)


class SplitForm(forms.Form):
    """What goes back with the loser, of what moved."""

    def __init__(self, *args: Any, merge: Merge, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for part, label, rows in _partable(merge):
            self.fields[part] = forms.MultipleChoiceField(
                label=label,
                choices=rows,
                initial=[key for key, _text in rows],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def chosen(self) -> dict[str, list[int]]:
        return {part: [int(key) for key in keys] for part, keys in self.cleaned_data.items()}


def texts_of(name, rows):
    if name == "positions":
        return [_with_dates(row) for row in rows]
    if name == "positions_held_here":
        return [f"{row.entity}: {_with_dates(row)}" for row in rows]
    if name == "suggestions":
        return [f"{row.by_name}: {changes.summary(row.changes)}" for row in rows]
    return [row.text if name == "reports" else str(row) for row in rows]


def _with_dates(row):
    """Two terms in one office are two positions."""
    if not row.started_on and not row.ended_on:
        return str(row)
    dates = (date.in_words() if date else "" for date in (row.started_on, row.ended_on))
    return f"{row} ({' – '.join(dates).strip()})"


def _partable(merge):
    """What a split may give back: names, positions and relations that stand with the survivor."""
    holders = merging.holders(merge)
    parts: dict[str, dict[str, str]] = {"aliases": {}, "positions": {}, "relations": {}}
    for name, rows in belongings.moved_by(merge).items():
        if part := PARTED.get(name):
            way = belongings.MOVES[name]
            for row, text in zip(rows, texts_of(name, rows), strict=True):
                if getattr(row, way.column) in holders:
                    parts[part][str(row.pk)] = text
    added = [entry["id"] for entry in merge.moved.get(inherited.ADDED, ())]
    for alias in Alias.objects.filter(pk__in=added, entity__in=holders).order_by("pk"):
        parts["aliases"][str(alias.pk)] = alias.name
    return [(part, LABELS[part], list(rows.items())) for part, rows in parts.items() if rows]
