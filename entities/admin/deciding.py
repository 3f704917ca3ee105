"""What a moderator can decide about a profile in the queue: each decision calls its acts.

Not here: which profile comes next, and how the page looks (`queue.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import changing, duplicates, moderation, reporting, suggesting
from entities.admin.completing import CompletingForm
from entities.admin.revising import RevisingForm
from entities.models import Entity, PossibleDuplicate, Suggestion
from newsroom import acts, keys
from newsroom.models import User

DAYS = (
    (1, gettext_lazy("until tomorrow")),
    (7, gettext_lazy("for a week")),
    (30, gettext_lazy("for a month")),
)


class Overtaken(acts.Refused):
    """Somebody has changed the profile since the page was shown."""


class Unknown(acts.Refused):
    """There is no such decision, or what it is about is not there any more."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What became of a decision. `undo` names what can be taken back, as `undo` takes it.

    `is_part` says that the rest of the profile may still want a decision.
    """

    sentence: str
    undo: str = ""
    is_part: bool = False


class ReasonForm(forms.Form):
    """What whoever suggested or reported something is told."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


class PostponeForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Postpone"), choices=DAYS, initial=7, coerce=int
    )


@dataclass
class Working:
    """A moderator before a profile. `shown` has the forms, with whatever was typed into them."""

    entity: Entity
    by: User
    now: datetime
    data: Any = None
    shown: dict[str, forms.Form] = field(default_factory=dict)

    def decide(self) -> Done | None:
        """Carry out what was posted; None where a field of it needs another look.

        Raises whatever the act refuses with.
        """
        decision = DECISIONS.get(self.data.get("do", ""))
        if decision is None:
            raise Unknown(_("Choose one of the decisions on this page."))
        with transaction.atomic():
            return decision(self)

    # The forms of the page ---------------------------------------------------------------------

    @cached_property
    def held(self):
        """The position that the inline fields are about: the newest of those held now."""
        current = self.entity.positions.current(on=timezone.localdate(self.now))
        return current.newest_first().first()

    def completing(self, data: Any = None) -> CompletingForm:
        return self._form("completing", CompletingForm, data, entity=self.entity, held=self.held)

    def revising(self, suggestion: Suggestion, data: Any = None) -> RevisingForm:
        name = f"revise-{suggestion.pk}"
        return self._form(name, RevisingForm, data, suggestion=suggestion)

    def reason(self, name: str, label: Any, data: Any = None) -> ReasonForm:
        return self._form(name, ReasonForm, data, prefix=name, label=label)

    def postponing(self, data: Any = None) -> PostponeForm:
        return self._form("postpone", PostponeForm, data)

    def _form(self, name: str, kind: Any, data: Any, **given: Any) -> Any:
        """The form of this name: the one that was posted, where it has been."""
        if data is not None:
            self.shown[name] = kind(data, **given)
        elif name not in self.shown:
            self.shown[name] = kind(**given)
        return self.shown[name]

    # What a decision is about ------------------------------------------------------------------

    def one_of(self, rows: Any) -> Any:
        """The row that was posted as `on`. Raises Unknown."""
        pk = keys.read(self.data.get("on", ""))
        found = rows.filter(pk=pk).first() if pk is not None else None
        if found is None:
            raise Unknown(_("This is no longer there. Somebody may have decided it."))
        return found

    @property
    def moves(self) -> dict[str, Any]:
        """What every act takes."""
        return {"by": self.by, "now": self.now}


# The whole profile -------------------------------------------------------------------------------


def _save(work: Working) -> changing.ProfileRecord | Suggestion | None:
    """Write what was typed into the fields of the page, if that is another than what stands there.

    Raises Overtaken, or what `changing.change` raises.
    """
    form = work.completing()
    if form.was_overtaken:
        form.show_again()
        raise Overtaken(_("This profile was changed since you opened it. Look at it again."))
    if not (wanted := form.wanted()):
        return None
    source = form.cleaned_data["source_url"]
    return changing.change(entity=work.entity, changes=wanted, source_url=source, **work.moves)


def _waits(saved: Any) -> Done | None:
    if not isinstance(saved, Suggestion):
        return None
    return Done(sentence=_("A fact about a living person waits for a second moderator."))


def _with_fields(act: Callable[..., Any], sentence: Any) -> Callable[[Working], Done | None]:
    """The decision that saves what was typed, and then does this."""

    def decide(work: Working) -> Done | None:
        if not work.completing(work.data).is_valid():
            return None
        if waiting := _waits(_save(work)):
            return waiting
        done = act(entity=work.entity, **work.moves)
        return Done(sentence=str(sentence) % {"name": done.name})

    return decide


def save(work: Working) -> Done | None:
    if not work.completing(work.data).is_valid():
        return None
    saved = _save(work)
    if saved is None:
        raise changing.NothingChanges(_("That is what the profile says already."))
    return _waits(saved) or Done(sentence=_("%(name)s: saved.") % {"name": work.entity.name})


def postpone(work: Working) -> Done | None:
    form = work.postponing(work.data)
    if not form.is_valid():
        return None
    days = form.cleaned_data["days"]
    until = timezone.localdate(work.now) + timedelta(days=days)
    moderation.postpone(entity=work.entity, until=until, **work.moves)
    words = {"name": work.entity.name, "until": dict(DAYS)[days]}
    return Done(
        sentence=_("%(name)s: postponed %(until)s.") % words, undo=f"postpone-{work.entity.pk}"
    )


def retire(work: Working) -> Done | None:
    form = work.reason("retire", _("Why"), work.data)
    if not form.is_valid():
        return None
    moderation.retire(entity=work.entity, note=form.cleaned_data["text"], **work.moves)
    return Done(sentence=_("%(name)s: retired.") % {"name": work.entity.name})


# Suggestions -------------------------------------------------------------------------------------


def accept(work: Working) -> Done:
    suggestion = work.one_of(work.entity.suggestions)
    return _accepted(suggesting.accept(suggestion=suggestion, **work.moves))


def revise(work: Working) -> Done | None:
    suggestion = work.one_of(work.entity.suggestions)
    form = work.revising(suggestion, work.data)
    if not form.is_valid():
        return None
    source = form.cleaned_data["source_url"]
    edited = {"changes": form.revised(), "source_url": source}
    return _accepted(suggesting.accept(suggestion=suggestion, **edited, **work.moves))


def _accepted(suggestion: Suggestion) -> Done:
    if suggestion.state == Suggestion.State.WAITING:
        return Done(sentence=_("You agreed. A second moderator decides."))
    return Done(sentence=_("Suggestion accepted."), undo=f"accept-{suggestion.pk}", is_part=True)


def decline(work: Working) -> Done | None:
    suggestion = work.one_of(work.entity.suggestions)
    form = work.reason(f"decline-{suggestion.pk}", "", work.data)
    if not form.is_valid():
        return None
    suggesting.decline(suggestion=suggestion, reason=form.cleaned_data["text"], **work.moves)
    return Done(sentence=_("Suggestion declined."), is_part=True)


# Readers’ reports --------------------------------------------------------------------------------


def _settle(*, is_fixed: bool) -> Callable[[Working], Done | None]:
    def decide(work: Working) -> Done | None:
        report = work.one_of(work.entity.reports)
        form = work.reason(f"answer-{report.pk}", "", work.data)
        if not form.is_valid():
            return None
        answer = form.cleaned_data["text"]
        reporting.settle(report=report, is_fixed=is_fixed, answer=answer, **work.moves)
        return Done(sentence=_("The reader’s reference says so now."), is_part=True)

    return decide


# Possible duplicates -----------------------------------------------------------------------------


def tell_apart(work: Working) -> Done:
    pair = work.one_of(PossibleDuplicate.objects.of(work.entity))
    duplicates.tell_apart(pair=pair, **work.moves)
    return Done(sentence=_("Told apart: they are not offered again."), is_part=True)


DECISIONS: dict[str, Callable[[Working], Done | None]] = {
    "approve": _with_fields(moderation.approve, gettext_lazy("%(name)s: approved.")),
    "checked": _with_fields(moderation.mark_checked, gettext_lazy("%(name)s: marked as checked.")),
    "save": save,
    "postpone": postpone,
    "retire": retire,
    "accept": accept,
    "revise": revise,
    "decline": decline,
    "fixed": _settle(is_fixed=True),
    "unfixed": _settle(is_fixed=False),
    "apart": tell_apart,
}


# Taking back -------------------------------------------------------------------------------------


def undo(what: str, *, by: User, now: datetime) -> tuple[Entity, str]:
    """Take back a decision, as `Done.undo` names it: the profile, and a sentence.

    Raises Unknown, or what the act refuses with.
    """
    name, _dash, key = what.partition("-")
    pk = keys.read(key)
    if pk is None or name not in ("accept", "postpone"):
        raise Unknown(_("There is nothing to undo."))
    if name == "accept":
        suggestion = Suggestion.objects.select_related("entity").filter(pk=pk).first()
        if suggestion is None:
            raise Unknown(_("There is nothing to undo."))
        suggesting.undo(suggestion=suggestion, by=by, now=now)
        return suggestion.entity, _("Undone: the profile says again what it said.")
    entity = Entity.objects.filter(pk=pk).first()
    if entity is None:
        raise Unknown(_("There is nothing to undo."))
    moderation.take_up(entity=entity, by=by, now=now)
    return entity, _("Back in the queue.")
