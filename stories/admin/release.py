"""A set of stories chosen in the list, and the page that publishes all of them or none."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.acts import Refused
from newsroom.clock import ClockField, clock_now
from stories import publishing, releasing
from stories.admin.acts import NextForm
from stories.models import Story
from stories.releasing import LARGEST_SET, Chosen


class WhenForm(forms.Form):
    at = ClockField(label=gettext_lazy("Goes live at"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("Leave it empty to publish at once. %(now)s") % {
            "now": clock_now()
        }


@dataclass(frozen=True, kw_only=True)
class InSet:
    """A story of the set as the page shows it; `refusal` says what keeps it from readers."""

    story: Story
    form: NextForm
    refusal: Refused | None
    url_without: str

    @property
    def is_first(self):
        return "kind" not in self.form.fields

    @property
    def chosen(self):
        return Chosen(story=self.story, **self.form.cleaned_data)


class SetPages:
    """For the ModelAdmin of stories."""

    actions = ["release_together"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.release_view)
        return [path("release/", view, name="stories_story_release"), *super().get_urls()]

    def get_actions(self, request):
        """Only ours: a story is deleted on its own page, if at all."""
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if name in SetPages.actions}

    def has_publish_permission(self, request):
        return releasing.why_not_release(by=request.user) is None

    @admin.action(description=gettext_lazy("Publish together"), permissions=["publish"])
    def release_together(self, request, queryset):
        keys = sorted(queryset.values_list("pk", flat=True)[: LARGEST_SET + 1])
        if len(keys) > LARGEST_SET:
            words = {"most": LARGEST_SET}
            sentence = _("At most %(most)s stories are published together.") % words
            self.message_user(request, sentence, messages.ERROR)
            return None
        return redirect(_address(keys))

    def release_view(self, request):
        """Show what each story of the set lacks and ask what it needs; then release them."""
        if refusal := releasing.why_not_release(by=request.user):
            raise refusal
        stories = _asked_for(request)
        if not stories:
            messages.error(request, _("Choose the stories to publish together."))
            return redirect("admin:stories_story_changelist")
        posted = request.POST if request.method == "POST" else None
        now = timezone.now()
        rows = [_row(story, stories, posted, by=request.user, now=now) for story in stories]
        when = WhenForm(posted)
        if all([when.is_valid(), *(row.form.is_valid() for row in rows)]):
            at = when.cleaned_data["at"]
            try:
                releasing.release(
                    stories=[row.chosen for row in rows], by=request.user, now=now, at=at
                )
            except Refused as refusal:
                when.add_error(None, str(refusal))
                for row in rows:  # told of it, the person has before them what stands there now
                    row.form.show_again()
            else:
                messages.success(request, _done(len(rows), at=at))
                return redirect("admin:stories_story_changelist")
        return self._show_set(request, rows, when)

    def _show_set(self, request, rows, when):
        context = self.admin_site.each_context(request) | {
            "title": _("Publish together"),
            "opts": self.opts,
            "rows": rows,
            "when": when,
            "is_blocked": any(row.refusal for row in rows),
        }
        return TemplateResponse(request, "admin/stories/release.html", context)


def _asked_for(request):
    """The stories that the address names, in the order of their keys."""
    keys = {key for key in request.GET.get("ids", "").split(",") if key.isascii()}
    known = sorted(int(key) for key in keys if key.isdigit() and len(key) < 19)
    return list(Story.objects.whole().filter(pk__in=known[:LARGEST_SET]).order_by("pk"))


def _row(story, stories, posted, *, by, now):
    return InSet(
        story=story,
        form=NextForm(posted, prefix=f"story-{story.pk}", target=story, person=by),
        refusal=publishing.why_not_next(story=story, by=by, now=now),
        url_without=_address([each.pk for each in stories if each != story]),
    )


def _address(keys):
    asked = urlencode({"ids": ",".join(str(key) for key in keys)})
    return f"{reverse('admin:stories_story_release')}?{asked}"


def _done(count, *, at):
    if at is None:
        words = ngettext("%(n)s story published.", "%(n)s stories published together.", count)
        return words % {"n": count}
    words = ngettext("%(n)s story goes live %(time)s.", "%(n)s stories go live %(time)s.", count)
    return words % {"n": count, "time": date_format(timezone.localtime(at), "j M Y, H:i T")}
