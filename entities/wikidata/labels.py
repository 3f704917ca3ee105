"""What Wikidata calls the offices that our profiles name by their numbers: kept in the database.

An office that was named and whose name is not known yet has a row without a label.
"""

from collections.abc import Iterable, Mapping

from entities.models import WikidataLabel

LONGEST = 250


def known(numbers: Iterable[str]) -> dict[str, str]:
    """The names of those whose name is known. One query."""
    found = WikidataLabel.objects.filter(wikidata_id__in=set(numbers)).exclude(label="")
    return dict(found.values_list("wikidata_id", "label"))


def want(numbers: Iterable[str]) -> None:
    """Note that the names of these are needed. Two queries."""
    numbers = set(numbers)
    there = WikidataLabel.objects.filter(wikidata_id__in=numbers)
    new = sorted(numbers.difference(there.values_list("wikidata_id", flat=True)))
    WikidataLabel.objects.bulk_create(
        [WikidataLabel(wikidata_id=number) for number in new], ignore_conflicts=True
    )


def learn(names: Mapping[str, str]) -> int:
    """Keep the names of those that are needed; tells how many of them are new or another."""
    wanted = WikidataLabel.objects.filter(wikidata_id__in=names)
    changed = [
        row for row in wanted if (name := names[row.wikidata_id][:LONGEST]) and row.label != name
    ]
    for row in changed:
        row.label = names[row.wikidata_id][:LONGEST]
    WikidataLabel.objects.bulk_update(changed, ["label"])
    return len(changed)


def is_any_missing() -> bool:
    return WikidataLabel.objects.filter(label="").exists()
