"""Acts on readers’ reports: what is wrong with a profile, and what became of that. The public door.

Nobody is asked who they are. Whoever sent a report has its reference, and nothing else leads there.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities import recording
from entities.models import Entity, Report
from entities.profiles import NoSuchProfile
from newsroom import acts, callers
from newsroom.models import User

ABOUT = Report.About.choices
SHORTEST, LONGEST = 10, 1000
MOST_LINKS = 1  # in the text; there is a field for the source besides
LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
UNSEEN = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f]")  # tabs and the like, and control codes
GAP = re.compile(r"\n{3,}")
ONLY_HTTPS = URLValidator(schemes=["https"])
LONGEST_URL = 200

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE = timedelta(minutes=1)
MOST_OF_SENDER, MOST_OF_PROFILE, MOST = 5, 30, 200  # an hour

# No two of these look alike, and no word can be made of them.
LETTERS = "34679CDFGHJKMNPQRTWXY"
GROUPS, IN_A_GROUP = 4, 4


class Invalid(acts.Refused):
    """What is given is no report; `field` says which part of it."""

    def __init__(self, sentence: str, *, field: str):
        super().__init__(sentence)
        self.field = field


class TooMany(acts.Refused):
    """More reports than anybody could look at; one can be sent again at `again_at`."""

    def __init__(self, sentence: str, *, again_at: datetime):
        super().__init__(sentence)
        self.again_at = again_at


class NoSuchReport(LookupError):
    """Nobody was given this reference."""


class WrongState(acts.Refused):
    """The report was answered already."""


class AnswerMissing(acts.Refused):
    """A reader is told why nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class ReportStatus:
    """What became of a report, for whoever has its reference.

    It has none of the words that the reader wrote: an address can be passed on, and shows nothing
    that a stranger put there. `name` and `url` are empty where readers do not see the profile.
    """

    reference: str
    name: str
    url: str
    about: str
    is_waiting: bool
    is_fixed: bool
    state: str
    answer: str
    at: datetime
    decided_at: datetime | None


# A reader ------------------------------------------------------------------------------------


def report(
    *, slug: str, about: str, text: str, source_url: str = "", sender: str, now: datetime
) -> Report:
    """Keep what a reader says is wrong with the approved profile at an address.

    `sender` is the address that it came from (`callers.py`): a mark of it is kept for a day. The
    same words from there again are the same report. Raises NoSuchProfile, Invalid or TooMany.
    """
    entity = _shown(slug)
    found = _checked(Report(entity=entity, about=about, text=text, source_url=source_url))
    marks = _marks(sender, now=now)
    if again := _same(found, marks=marks, now=now):
        return again
    # Asked without a lock first, so that a flood holds nobody up; and again when it is ours.
    _refuse_too_many(entity, marks=marks, now=now)
    with transaction.atomic():
        about_what = found.get_about_display()
        who = _("a reader")
        recording.log("reported", entity=entity, by=None, by_name=who, now=now, note=about_what)
        _refuse_too_many(entity, marks=marks, now=now)
        forget_senders(now=now)
        found.reference, found.sender, found.at = _reference(), marks[0], now
        found.save()
    return found


def status(reference: str) -> ReportStatus:
    """What became of the report with this reference, however it is typed. Raises NoSuchReport."""
    letters = re.sub(r"[\s-]", "", reference).upper()
    if len(letters) != GROUPS * IN_A_GROUP or set(letters) - set(LETTERS):
        raise NoSuchReport(reference)
    reports = Report.objects.select_related("entity__merged_into")
    found = reports.filter(reference=_grouped(letters)).first()
    if found is None:
        raise NoSuchReport(reference)
    entity = found.entity.merged_into or found.entity
    is_public = entity.state == Entity.State.APPROVED
    return ReportStatus(
        reference=found.reference,
        name=entity.name if is_public else "",
        url=entity.get_absolute_url() if is_public else "",
        about=found.get_about_display(),
        is_waiting=found.state == Report.State.WAITING,
        is_fixed=found.state == Report.State.FIXED,
        state=found.get_state_display(),
        answer=found.answer,
        at=found.at,
        decided_at=found.decided_at,
    )


def forget_senders(*, now: datetime) -> int:
    """Blank the marks that are a day old; says how many there were."""
    old = Report.objects.filter(at__lte=now - DAY).exclude(sender="")
    return old.update(sender="")


# A moderator ---------------------------------------------------------------------------------


def why_not_settle(*, report: Report, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if report.state != Report.State.WAITING:
        return WrongState(
            _("%(who)s has answered this report already.") % {"who": report.decided_by_name}
        )
    return None


@transaction.atomic
def settle(
    *, report: Report, by: User | None, now: datetime, is_fixed: bool, answer: str = ""
) -> Report:
    """Tell the reader that it was put right, or why it stays as it is.

    Raises NotPermitted, WrongState or AnswerMissing.
    """
    reports = Report.objects.select_for_update(of=("self",)).select_related("entity")
    report = reports.get(pk=report.pk)
    if refusal := why_not_settle(report=report, by=by):
        raise refusal
    answer = _tidied(answer)
    if not is_fixed and not answer:
        raise AnswerMissing(_("Tell the reader why it stays as it is."))
    report.state = Report.State.FIXED if is_fixed else Report.State.DECLINED
    report.answer = answer
    report.decided_by, report.decided_by_name, report.decided_at = by, acts.name_of(by), now
    report.save()
    act = "report_fixed" if is_fixed else "report_declined"
    recording.log(act, entity=report.entity, by=by, now=now, note=answer)
    return report


# What is a report ----------------------------------------------------------------------------


def _shown(slug: str) -> Entity:
    """The profile that readers see at an address."""
    found = Entity.objects.filter(slug=slug).select_related("merged_into").first()
    entity = found and (found.merged_into or found)
    if entity is None or entity.state != Entity.State.APPROVED:
        raise NoSuchProfile(slug)
    return entity


def _tidied(text: str) -> str:
    """The text without what nobody sees, and with one kind of line end."""
    lines = UNSEEN.sub(" ", "\n".join(text.splitlines())).split("\n")
    return GAP.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def _checked(report: Report) -> Report:
    """The report, with its words tidied. Raises Invalid."""
    report.text, report.source_url = _tidied(report.text), report.source_url.strip()
    if report.about not in Report.About.values:
        raise Invalid(_("Say what is wrong."), field="about")
    if len(report.text) < SHORTEST:
        raise Invalid(
            _("Say it in a few more words: at least %(least)s characters.") % {"least": SHORTEST},
            field="text",
        )
    if len(report.text) > LONGEST:
        raise Invalid(
            _("Say it in at most %(most)s characters; these are %(count)s.")
            % {"most": LONGEST, "count": len(report.text)},
            field="text",
        )
    if len(LINK.findall(report.text)) > MOST_LINKS:
        raise Invalid(
            _("Leave one link in the text at most; the best source has a field of its own."),
            field="text",
        )
    _check_source(report.source_url)
    return report


def _check_source(url: str) -> None:
    if len(url) > LONGEST_URL:
        raise Invalid(
            _("A link has at most %(most)s characters here.") % {"most": LONGEST_URL},
            field="source_url",
        )
    try:
        if url:
            ONLY_HTTPS(url)
    except ValidationError:
        raise Invalid(
            _("This is no link that we can open: it begins with https://."), field="source_url"
        ) from None


def _reference() -> str:
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(GROUPS * IN_A_GROUP)))


def _grouped(letters: str) -> str:
    starts = range(0, len(letters), IN_A_GROUP)
    return "-".join(letters[start : start + IN_A_GROUP] for start in starts)


# How many ------------------------------------------------------------------------------------


def _marks(sender: str, *, now: datetime) -> list[str]:
    """Today’s mark of the sender, and that of the day which the last hour began in."""
    days = (now.astimezone(UTC).date(), (now - HOUR).astimezone(UTC).date())
    return [callers.mark(sender, day=day) for day in days]


def _of_sender(marks: list[str], *, now: datetime) -> QuerySet[Report]:
    lately = Report.objects.filter(at__gt=now - HOUR)
    return lately.filter(sender__in=marks).exclude(sender="")


def _same(report: Report, *, marks: list[str], now: datetime) -> Report | None:
    """The report that was sent already: a button is pressed twice."""
    same = _of_sender(marks, now=now).filter(
        entity=report.entity, about=report.about, text=report.text, source_url=report.source_url
    )
    return same.order_by("-at", "-pk").first()


def _refuse_too_many(entity: Entity, *, marks: list[str], now: datetime) -> None:
    lately = Report.objects.filter(at__gt=now - HOUR)
    limits = (
        (
            _of_sender(marks, now=now),
            MOST_OF_SENDER,
            _("You have sent several reports within an hour. Please come again in %(wait)s."),
        ),
        (
            lately.filter(entity=entity),
            MOST_OF_PROFILE,
            _("Many readers write about this page just now. Please come again in %(wait)s."),
        ),
        (lately, MOST, _("Very many reports come in just now. Please come again in %(wait)s.")),
    )
    for reports, most, sentence in limits:
        times = list(reports.order_by("-at", "-pk").values_list("at", flat=True)[:most])
        if len(times) == most:
            again_at = times[-1] + HOUR
            raise TooMany(sentence % {"wait": _wait(again_at - now)}, again_at=again_at)


def _wait(time: timedelta) -> str:
    minutes = max(1, -(-time // MINUTE))
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
