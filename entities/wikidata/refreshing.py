"""The act behind “Refresh from Wikidata”: one profile, asked for by its number and taken in."""

from datetime import datetime

from django.utils.translation import gettext as _

from entities.models import Entity
from entities.wikidata import fetching, importing, labels
from entities.wikidata.facts import Facts, NoItem, read
from entities.wikidata.importing import Taken
from newsroom import acts
from newsroom.models import User


class NoNumber(acts.Refused):
    """The profile has no number of Wikidata to ask for."""


class Joined(acts.Refused):
    """Wikidata counts as one what two profiles are of."""


class NothingThere(acts.Refused):
    """What Wikidata has under the number is nothing that a profile could be of."""


def why_not_refresh(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := importing.why_not_take(entity=entity, by=by, now=now):
        return refusal
    if not entity.wikidata_id:
        return NoNumber(_("Give the profile its Wikidata number first."))
    return None


def refresh(*, entity: Entity, by: User | None, now: datetime) -> Taken:
    """Ask Wikidata for the profile and take in what it says, as an import of one would.

    Raises NotPermitted, WrongState, NoNumber, Joined, NothingThere or `fetching.Unanswered`.
    """
    if refusal := why_not_refresh(entity=entity, by=by, now=now):
        raise refusal
    found = fetching.entity(entity.wikidata_id)
    languages = importing.site_languages()
    try:
        facts = read(found.data, languages=languages, asked=found.asked)
    except NoItem as reason:
        words = {"number": entity.wikidata_id, "what": reason}
        raise NothingThere(_("%(number)s is nothing to take in: %(what)s") % words) from None
    _refuse_joined(entity, facts)
    _name_offices(facts, languages)
    return importing.take(facts=facts, by=by, now=now)


def in_words(taken: Taken) -> str:
    """What came of it, in a sentence or two."""
    if taken.skipped:
        return str(taken.skipped)
    told = []
    if taken.is_updated:
        told.append(_("The proposal was brought up to date."))
    if taken.suggestion:
        told.append(_("What Wikidata says otherwise waits as a suggestion."))
    if not told:
        told.append(_("Wikidata says nothing new."))
    if taken.offices:
        told.append(_("An office was left out: its name could not be found."))
    return " ".join(told)


def _refuse_joined(entity: Entity, facts: Facts) -> None:
    if facts.id == entity.wikidata_id:
        return
    others = Entity.objects.usable().exclude(pk=entity.pk)
    if other := others.filter(wikidata_id=facts.id).first():
        words = {"one": entity.wikidata_id, "other": facts.id, "name": other.name}
        raise Joined(
            _("Wikidata has joined %(one)s to %(other)s, the number of “%(name)s”: merge them?")
            % words
        )


def _name_offices(facts: Facts, languages: tuple[str, ...]) -> None:
    """Learn the names of offices; without them the rest is taken in all the same."""
    labels.want(facts.offices)
    unknown = facts.offices - labels.known(facts.offices).keys()
    try:
        labels.learn(fetching.names(unknown, languages=languages))
    except fetching.Unanswered:
        return
