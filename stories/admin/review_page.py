"""The screen for reviewing: the story as its page will be, and beside each part what changed in it
and the notes on it. The verdict is given at its foot, by the acts of the story form.
"""

from dataclasses import dataclass

from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom.buttons import seen_token
from newsroom.models import User
from stories import checklist, notes, parts, review, versions, writing
from stories.admin.beside import BesideTheForm
from stories.admin.lines import line
from stories.admin.notes import NotedPart, noted_parts
from stories.difference import Part, compare, summary
from stories.freezing import freeze
from stories.models import ReviewNote, Story
from stories.public.story_page import preview_page

On = ReviewNote.Part
# The rows of the screen: each a section of the readers’ page, and the parts that it is made of.
ROWS = {
    "head": (On.HEADLINE,),
    "picture": (On.PICTURE,),
    "what_happened": (On.WHAT_HAPPENED,),
    "points": (On.POINTS,),
    "papers": (On.CITATIONS, On.SYNTHESIS),
    "background": (On.BACKGROUND,),
    "questions": (On.QUESTIONS,),
    "topics": (On.TOPICS,),
}
# What the story can be compared with, the likeliest first.
REVIEWED, LIVE, BEFORE, NOTHING = "reviewed", "live", "before", "nothing"
VERDICTS = ("approve", "request-changes", "claim", "give-back")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A part that changed, and what it is called."""

    title: str
    part: Part


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """A section of the page, what changed in it, and its notes. `name` is one of ROWS."""

    name: str
    title: str
    changes: list[Changed]
    noted: list[NotedPart]

    @property
    def open_notes(self):
        return sum(len(part.open) for part in self.noted)


@dataclass(frozen=True, kw_only=True)
class Against:
    """A text that the story can be compared with. `side` is None for nothing."""

    name: str
    words: str
    side: str | None = None


class ReviewPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view(self.review_view)
        return [
            path("<int:object_id>/review/", view, name="stories_story_review"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        is_read = story.state in Story.REVIEWABLE
        url = reverse("admin:stories_story_review", args=[story.pk]) if is_read else ""
        return super().rail(request, story) | {"review_url": url}

    def review_view(self, request, object_id):
        story, now = self.seen(request, object_id), timezone.now()
        document = freeze(story)
        reviewed = versions.last_reviewed(story, by=request.user)
        choices = _choices(story, reviewed, now=now)
        chosen = _chosen(choices, request.GET.get("against"))
        old = versions.side(story, chosen.side, now=now).document if chosen.side else None
        compared = _compared(old, document)
        return self.show_page(
            request,
            "admin/stories/review.html",
            title=_("Review"),
            story=story,
            page=preview_page(document, story=story.pk, now=now),
            rows=_rows(compared, noted_parts(story, by=request.user)),
            choices=choices,
            chosen=chosen,
            reviewed=reviewed,
            summary=summary(compared) if old else None,
            is_kept=writing.is_kept(story, digest=document.digest),
            may_note=notes.why_not_add(by=request.user) is None,
            failures=checklist.failures(story),
            seen=seen_token(story),
            digest=document.digest,
            **_about(story, now=now),
            **self._verdict(request, story, now=now),
        )

    def _verdict(self, request, story, *, now):
        """Which acts this person may do from here, by their names."""
        own = review.why_not_approve(story=story, by=request.user, now=now)
        own_work = own if isinstance(own, review.OwnWork) else None
        offered = {
            button.name.replace("-", "_"): {
                "label": button.label,
                "url": reverse("admin:stories_story_act", args=[story.pk, button.name]),
            }
            for button in self.buttons
            if button.name in VERDICTS
            and button.why_not(story=story, by=request.user, now=now) is None
        }
        if own_work:  # an administrator’s override has a page of its own, which asks why
            offered.pop("approve", None)
        return {"acts": offered, "own_work": own_work}


def _choices(story, reviewed, *, now):
    found = []
    if reviewed:
        words = _("What you sent back") if reviewed.is_sent_back else _("What you approved")
        found.append(_against(REVIEWED, words, reviewed.record.at, str(reviewed.version.number)))
    if live := next((e for e in story.light_editions if e.is_live(now=now)), None):
        found.append(_against(LIVE, _("The live edition"), live.live_from, versions.LIVE))
    if story.version > 1:
        before = next(v for v in story.light_versions if v.number == story.version - 1)
        found.append(_against(BEFORE, _("The version before"), before.at, str(before.number)))
    return [*found, Against(name=NOTHING, words=_("Nothing"))]


def _against(name, words, at, side):
    time = date_format(localtime(at), "j M Y, H:i")
    return Against(name=name, words=f"{words}, {time}", side=side)


def _chosen(choices, name):
    """What was asked for; else what this person last reviewed, else what readers see."""
    by_name = {choice.name: choice for choice in choices}
    likely = [name, REVIEWED, LIVE, NOTHING]
    return next(by_name[each] for each in likely if each in by_name)


def _compared(old, document):
    if old is None:
        return []
    return compare(old, document, names=versions.topic_names([old, document]))


def _rows(compared, noted):
    """The rows of the screen with what changed in each, and its notes."""
    notes_on = {part.value: part for part in noted}
    changes: dict[str, list[Changed]] = {part: [] for part in On}
    for part in compared:
        if part.is_changed:
            within = parts.WITHIN.get(part.name, part.name)
            changes[within].append(Changed(title=parts.title(part.name), part=part))
    return [
        ReviewRow(
            name=name,
            title=made_of[0].label,
            changes=[change for part in made_of for change in changes[part]],
            noted=[notes_on[part] for part in made_of],
        )
        for name, made_of in ROWS.items()
    ]


def _about(story, *, now):
    """Who wrote it, who sent it with which words, who should review it and by when."""
    writers = User.objects.filter(pk__in=writing.contributors(story, now=now))
    sent = story.records.filter(act="submitted").order_by("-at", "-pk")
    is_sent = story.state in Story.REVIEWABLE
    shown = line(story, now=now)
    return {
        "writers": [person.signs_as for person in writers.order_by("pk")],
        "sent": sent.first() if is_sent else None,
        "plan": shown.plan,
        "urgency": shown.urgency,
        "approval": review.approval(story),
    }
