"""The opened form of a story as a sitting: what is typed is kept, offered again and put back."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.contrib import messages
from django.contrib.admin.utils import flatten, flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom import keys
from newsroom.prose import WORDS_A_MINUTE
from stories import sitting
from stories.admin.beside import BesideTheForm
from stories.models import Stash, Story

# How a time is said on the day that it is about.
CLOCK = "H:i"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Unsaved work, as the form offers it."""

    stash: Stash
    when: str
    headline: str
    put_back_url: str
    discard_url: str


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """An opened form, as its page knows it."""

    name: str
    resumes: str
    ping: str
    person: int
    opened_at: datetime
    stash_url: str
    here_url: str
    is_unsaved: bool
    put_back: Stash | None
    offers: list[Offer]
    words_a_minute: int = WORDS_A_MINUTE


class SittingPages(BesideTheForm):
    def get_urls(self):
        pages = [
            ("<int:object_id>/stash/", self.stash_view, "stash"),
            ("add/stash/", self.stash_view, "stash_new"),
            ("<int:object_id>/here/", self.here_view, "here"),
            ("stash/<int:stash_id>/discard/", self.discard_view, "discard"),
        ]
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"stories_story_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    # Keeping ----------------------------------------------------------------------------------

    def stash_view(self, request, object_id=None):
        """What one has typed and not saved: a GET names it, a POST keeps the form as it stands."""
        story = self._typed_into(request, object_id)
        if request.method == "POST":
            return JsonResponse(self._keep(request, story))
        offers = self._offers(request, story, now=timezone.now())
        return JsonResponse(
            {
                "stashes": [
                    {"id": o.stash.pk, "at": o.stash.at, "headline": o.headline} for o in offers
                ]
            }
        )

    def here_view(self, request, object_id):
        """Who else has the story open, and what was done to it since this form was opened."""
        story, now = self._typed_into(request, object_id), timezone.now()
        if request.method == "POST":
            sitting.here(by=request.user, story=story, now=now)
        others = list(sitting.others(story=story, person=request.user, now=now))
        opened_at = _time(request.POST.get("opened") or request.GET.get("opened"))
        done = sitting.latest_since(story=story, since=opened_at or now)
        return JsonResponse(
            {
                "others": [{"name": o.person.signs_as, "seen_at": o.at} for o in others],
                "there": _there(others),
                "revision": story.revision,
                "changed_by": done.by_name if done else "",
                "news": _news(done, request.user) if done else "",
            }
        )

    def discard_view(self, request, stash_id):
        """Throw one’s own unsaved work away; a GET throws nothing away."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        unsaved = sitting.unsaved(person=request.user, now=timezone.now())
        stash = unsaved.filter(pk=stash_id).first()
        if request.method != "POST" or stash is None:
            return redirect("admin:stories_story_changelist")
        sitting.discard(stash=stash, by=request.user)
        messages.success(request, _("The unsaved work was thrown away."))
        return redirect(_form_url(stash.story_id))

    def _typed_into(self, request, object_id):
        """The story, or None for a new one, for whoever may save its form."""
        story = get_object_or_404(Story, pk=object_id) if object_id else None
        if not self._may_save(request, story):
            raise PermissionDenied
        return story

    def _may_save(self, request, story):
        if story is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, story)

    def _keep(self, request, story):
        """Refusals are answers too: a browser would put errors into its log at every ping."""
        person, posted, now = request.user, request.POST, timezone.now()
        if posted.get("person") != str(person.pk):
            return {"is_stranger": True, "sentence": _stranger(person)}
        name = posted.get("sitting", "")
        if "nothing" in posted:
            sitting.forget(by=person, sitting=name)
            return {"kept": True, "at": ""}
        try:
            kept = sitting.stash(
                by=person,
                story=story,
                sitting=name,
                fields=self._fields(posted),
                now=now,
                resumes=posted.get("resumes", ""),
            )
        except sitting.NotKept as refusal:
            return {"sentence": str(refusal)}
        if kept.closed_at:
            return {"is_closed": True}
        return {"kept": True, "at": date_format(timezone.localtime(kept.at), CLOCK)}

    def _fields(self, posted):
        """The fields of the form, and nothing else that was sent with them."""
        fields = posted.copy()
        for name in posted:
            if not self._names.fullmatch(name):
                del fields[name]
        return fields.urlencode()

    @cached_property
    def _names(self):
        """The names of all that can be typed into the form, as an expression."""
        fields = [*flatten_fieldsets(self.fieldsets), "loaded", sitting.PING]
        rows = []
        for inline in self.inlines:
            prefix = inline.model._meta.get_field("story").remote_field.get_accessor_name()
            names = "|".join([*flatten(inline.fields), "id", "story", "DELETE"])
            rows.append(rf"{prefix}-(?:\d+-(?:{names})|[A-Z]+_(?:NUM_)?FORMS)")
        return re.compile("|".join([*fields, *rows]))

    # Offering ---------------------------------------------------------------------------------

    def _offers(self, request, story, *, now, but=""):
        stashes = sitting.offered(person=request.user, story=story, now=now, but=but)
        if story:  # which has a headline of its own
            stashes = stashes.defer("packed")
        return [
            Offer(
                stash=stash,
                when=_when(stash.at, now=now),
                headline="" if story else sitting.typed(stash).get("headline", ""),
                put_back_url=f"{_form_url(stash.story_id)}?stash={stash.pk}",
                discard_url=reverse("admin:stories_story_discard", args=[stash.pk]),
            )
            for stash in stashes
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        story = kwargs.get("obj")
        if self._may_save(request, story) and not context["is_popup"]:
            context["sitting"] = self._sitting(request, context["adminform"].form, story)
        if _put_back(request):  # what is wrong is said in place of “Please correct …”
            context["has_errors"], context["errors"] = bool(context["errors"]), None
        return super().render_change_form(request, context, *args, **kwargs)

    def _sitting(self, request, form, story):
        now, put_back, key = timezone.now(), _put_back(request), story.pk if story else None
        posted = request.POST
        name = posted.get("sitting", "")
        if not sitting.SITTING.fullmatch(name):
            name = uuid.uuid4().hex
        is_opened = request.method == "GET" and not put_back
        return Sitting(
            name=name,
            resumes=put_back.sitting if put_back else posted.get("resumes", ""),
            ping=posted.get(sitting.PING, "0"),
            person=request.user.pk,
            opened_at=now,
            stash_url=_url("stash" if key else "stash_new", key),
            here_url=_url("here", key) if key else "",
            is_unsaved=form.is_bound,
            put_back=put_back,
            offers=self._offers(request, story, now=now) if is_opened else [],
        )

    # Putting back -----------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """`?stash=` opens the form with what was typed into it, and saves nothing."""
        if request.method == "GET" and "stash" in request.GET:
            request.put_back = self._asked_for(request, object_id)
            rest = request.GET.copy()
            del rest["stash"]
            form_url = f"{request.path}?{rest.urlencode()}" if rest else request.path
            if request.put_back is None:
                messages.warning(request, _("That unsaved work is no longer there."))
                return redirect(form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _asked_for(self, request, object_id):
        """One’s own unsaved work of this very form, for whoever may save that."""
        unsaved = sitting.unsaved(person=request.user, now=timezone.now()).select_related("story")
        stash = unsaved.filter(pk=keys.read(request.GET["stash"])).first()
        if stash is None or str(stash.story_id or "") != unquote(object_id or ""):
            return None
        return stash if self._may_save(request, stash.story) else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        stash = _put_back(request)
        return _filled(form, sitting.typed(stash)) if stash else form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if stash := _put_back(request):
            fields = sitting.typed(stash)
            if f"{prefix}-TOTAL_FORMS" in fields:
                kwargs["data"] = fields
        return kwargs

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        sittings = [request.POST.get(name, "") for name in ("sitting", "resumes")]
        sitting.close(by=request.user, sittings=sittings, now=timezone.now())


def _put_back(request):
    return getattr(request, "put_back", None)


def _filled(form, fields):
    """The form as it would be if the fields had been sent, though nothing was."""

    class Filled(form):
        def __init__(self, data=None, files=None, **kwargs):
            super().__init__(fields if data is None else data, files, **kwargs)

    return Filled


def _form_url(key):
    return _url("change", key) if key else _url("add")


def _url(page, key=None):
    return reverse(f"admin:stories_story_{page}", args=[key] if key else [])


def _time(text):
    try:
        time = parse_datetime(text or "")
    except ValueError:
        return None
    return time if time and timezone.is_aware(time) else None


def _when(time, *, now):
    """A time as one says it: the day only where it was another one, and how long ago it was."""
    local, today = timezone.localtime(time), timezone.localtime(now).date()
    said = date_format(local, CLOCK if local.date() == today else f"j F, {CLOCK}")
    if now - time < timedelta(minutes=1):
        return _("%(time)s (just now)") % {"time": said}
    return _("%(time)s (%(ago)s ago)") % {"time": said, "ago": timesince(time, now, depth=1)}


def _stranger(person):
    return _(
        "%(name)s is logged in here now. Log in again as yourself: what you type stays in this tab."
    ) % {"name": person.signs_as}


def _there(others):
    """Who else is there, as a sentence."""
    names = [other.person.signs_as for other in others]
    if not names:
        return ""
    *first, last = names
    words = {"names": _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}}
    return ngettext(
        "%(names)s has this story open too.", "%(names)s have this story open too.", len(names)
    ) % (words if first else {"names": last})


def _news(done, person):
    """What was done to the story meanwhile, as a sentence."""
    words = {
        "who": done.by_name,
        "time": date_format(timezone.localtime(done.at), CLOCK),
        "act": done.act_in_words,
    }
    if done.act not in sitting.SAVES:
        return _("%(who)s, %(time)s: %(act)s.") % words
    if done.by_id == person.pk:
        return _("You saved this story elsewhere at %(time)s; your save will join both.") % words
    return _("%(who)s saved this story at %(time)s; your save will join both.") % words
