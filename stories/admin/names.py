"""Whom the text of the story form names: to be linked with one click, or proposed.

In the form a script asks as one types; without it, a page of its own says the same of what is
saved.
"""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entities import moderation
from entities.models import Entity
from newsroom import acts, keys
from newsroom.prose import plain
from stories import naming, writing
from stories.admin.beside import BesideTheForm
from stories.models import Outlet, Story
from stories.parts import PROSE
from stories.standards.texts import texts

ROW = re.compile(r"(?P<rows>\w+)-(?P<number>\d+)-(?P<field>\w+)")
# The texts of rows in our own words.
OURS = {
    "points": ("theme", "label", "text"),
    "citations": ("text",),
    "questions": ("text",),
}


class NamePages(BesideTheForm):
    def get_urls(self):
        pages = [
            ("<int:object_id>/names/", self.names_view, "names"),
            ("add/names/", self.names_view, "names_new"),
            ("names/propose/", self.propose_view, "propose"),
        ]
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"stories_story_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        story = kwargs.get("obj")
        if self.has_change_permission(request, story) if story else True:
            name, given = ("names", [story.pk]) if story else ("names_new", [])
            context["names_url"] = reverse(f"admin:stories_story_{name}", args=given)
            context["propose_url"] = reverse("admin:stories_story_propose")
        return super().render_change_form(request, context, *args, **kwargs)

    def names_view(self, request, object_id=None):
        """A part of the form for what is typed there; a page for what is saved."""
        story = self._named_in(request, object_id)
        if request.method == "POST" and "headline" in request.POST:
            return render(request, "admin/stories/names.html", {"naming": _typed(request.POST)})
        if story is None:
            return redirect("admin:stories_story_add")
        if request.method == "POST":
            return self._link(request, story)
        return self.show_page(
            request,
            "admin/stories/names_page.html",
            title=_("Names in the text"),
            story=story,
            naming=_saved(story),
        )

    def propose_view(self, request):
        """Make a profile of a name; the script links it in the form that is open."""
        if request.method != "POST":
            return redirect("admin:stories_story_changelist")
        acts.require(request.user, "entities.propose_entity")
        try:
            entity = _proposed(request)
        except acts.Refused as refusal:
            return JsonResponse({"sentence": str(refusal)})
        return JsonResponse({"id": entity.pk, "name": entity.name})

    def _named_in(self, request: HttpRequest, object_id: int | None) -> Story | None:
        """The story, for whoever may change it, or may write a new one. Raises PermissionDenied."""
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        story = get_object_or_404(Story.objects.with_rows(), pk=object_id)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        return story

    def _link(self, request, story):
        now = timezone.now()
        try:
            if request.POST.get("propose"):
                entity = _proposed(request)
            else:
                key = keys.read(request.POST.get("link", ""))
                entity = get_object_or_404(Entity.objects.usable(), pk=key)
            writing.link(story=story, entity=entity, by=request.user, now=now)
        except acts.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s is linked.") % {"name": entity.name})
        return redirect("admin:stories_story_names", story.pk)


def _proposed(request):
    name = " ".join(request.POST.get("propose", "").split())
    return moderation.propose(by=request.user, now=timezone.now(), name=name)


def _saved(story: Story) -> naming.Naming:
    """Of the working copy as it stands."""
    return naming.naming(
        [text.text for text in texts(story) if text.is_ours],
        linked=[topic.entity_id for topic in story.topics.all()],
        outlets=[citation.outlet_name for citation in story.citations.all()],
        on=timezone.localdate(),
    )


def _typed(form: QueryDict) -> naming.Naming:
    """Of what stands in the form, saved or not."""
    ours = [form.get("headline", ""), form.get("standfirst", "")]
    ours += [plain(form.get(part, "")) for part in PROSE]
    linked: list[int] = []
    outlets: list[int] = []
    names: list[str] = []
    for name, value in form.items():
        row = ROW.fullmatch(name)
        if not row or f"{row['rows']}-{row['number']}-DELETE" in form:
            continue
        if row["field"] in OURS.get(row["rows"], ()):
            ours.append(value)
        elif name.startswith("topics-") and row["field"] == "entity":
            linked.append(keys.read(value) or 0)
        elif name.startswith("citations-") and row["field"] == "outlet":
            outlets.append(keys.read(value) or 0)
        elif row["field"] == "outlet_named":
            names.append(value)
    if outlets:
        names += Outlet.objects.filter(pk__in=outlets).values_list("name", flat=True)
    return naming.naming(ours, linked=linked, outlets=names, on=timezone.localdate())
