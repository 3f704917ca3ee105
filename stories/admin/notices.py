"""Notices on the desk: on its front page, on a page of their own with the choices, and counted."""

from itertools import product

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from newsroom import keys
from stories import notices
from stories.admin.beside import BesideTheForm
from stories.models import Notice, NoticeChoice

ON_THE_DESK = 10
ON_THEIR_PAGE = 100


class ChoicesForm(forms.Form):
    """A box for each kind of notice and each way to get it: a ticked one is wanted."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        unwanted = set(NoticeChoice.objects.filter(person=person).values_list("kind", "way"))
        for kind, way in product(Notice.Kind, NoticeChoice.Way):
            self.fields[f"{kind}-{way}"] = forms.BooleanField(
                label=way.label, required=False, initial=(kind, way) not in unwanted
            )

    def rows(self):
        """Each kind with its boxes."""
        return [
            (kind.label, [self[f"{kind}-{way}"] for way in NoticeChoice.Way])
            for kind in Notice.Kind
        ]

    def unwanted(self):
        return {
            (kind.value, way.value)
            for kind, way in product(Notice.Kind, NoticeChoice.Way)
            if not self.cleaned_data[f"{kind}-{way}"]
        }


class NoticePages(BesideTheForm):
    def get_urls(self):
        page = self.admin_site.admin_view(self.notices_view)
        read = self.admin_site.admin_view(self.notice_read_view)
        return [
            path("notices/", page, name="stories_story_notices"),
            path("notices/read/", read, name="stories_story_notice_read"),
            *super().get_urls(),
        ]

    def notices_view(self, request):
        """What the person has not put away, and what they want to be told."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        posted = request.POST if request.method == "POST" else None
        form = ChoicesForm(posted, person=request.user)
        if form.is_valid():
            notices.choose(by=request.user, unwanted=form.unwanted())
            messages.success(request, _("Your choices are kept."))
            return redirect("admin:stories_story_notices")
        return self.show_page(
            request,
            "admin/stories/notices_page.html",
            title=_("Notices"),
            notices=Notice.objects.on_desk(request.user)[:ON_THEIR_PAGE],
            form=form,
        )

    def notice_read_view(self, request):
        """Put notices away: one, or all that were shown. A GET comes from a login in between."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            named = request.POST.getlist("shown" if "all" in request.POST else "notice")
            chosen = {keys.read(each) for each in named} - {None}
            notices.put_away(by=request.user, now=timezone.now(), notices=chosen)
        is_from_page = request.POST.get("back") == "page"
        return redirect("admin:stories_story_notices" if is_from_page else "admin:index")


def newest(request):
    """The front page: the newest that the person has not put away, and whether there are more."""
    if not request.user.has_perm("stories.view_story"):
        return {}
    found = list(Notice.objects.on_desk(request.user)[: ON_THE_DESK + 1])
    return {"notices": found[:ON_THE_DESK], "has_more_notices": len(found) > ON_THE_DESK}


def count(request):
    """The header of every page; counted where one is shown."""
    if not request.user.has_perm("stories.view_story"):
        return {}
    mine = Notice.objects.on_desk(request.user)
    return {"notice_count": SimpleLazyObject(mine.count)}


admin.site.desks.append(newest)
admin.site.headers.append(count)
