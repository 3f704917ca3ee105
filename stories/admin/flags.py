"""Flags on the desk: the ripple of a changed profile, where a moderator asks the editors of live
briefs to look, and what the rail of a story shows of that.
"""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entities.models import Entity
from newsroom import acts, keys
from newsroom.paging import BadKey, page
from stories import flagging, ripple
from stories.admin.beside import BesideTheForm
from stories.models import Story

PER_PAGE = 50


class FlagForm(forms.Form):
    sentence = forms.CharField(
        label=_("What changed"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": flagging.LONGEST}),
        help_text=_("Their editors read this beside the story, on the desk and in a mail."),
    )


class FlagPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view
        settle = "<int:object_id>/flags/<int:flag_id>/settle/"
        return [
            path("ripple/<int:entity_id>/", view(self.ripple_view), name="stories_story_ripple"),
            path(settle, view(self.settle_view), name="stories_story_settle"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        has_been_seen = bool(story.light_editions)  # no other story is ever flagged
        return super().rail(request, story) | {
            "flags": flagging.open_flags(story) if has_been_seen else [],
            "may_settle": request.user.has_perm(flagging.MAY_SETTLE),
        }

    def ripple_view(self, request, entity_id):
        """The live briefs that show a profile, and the form that asks their editors to look."""
        acts.require(request.user, flagging.MAY_FLAG)
        now = timezone.now()
        entity = get_object_or_404(Entity.objects.select_related("merged_into"), pk=entity_id)
        if entity.merged_into:
            return redirect("admin:stories_story_ripple", entity.merged_into_id)
        asked = _page(request, entity, now=now)
        briefs = ripple.shown(entity, asked.rows)
        form = FlagForm(
            request.POST if request.method == "POST" else None,
            initial={"sentence": ripple.what_changed(entity, on=timezone.localdate(now))},
        )
        chosen = _chosen(request, briefs)
        if form.is_valid() and self._flag(request, form, entity=entity, chosen=chosen, now=now):
            return redirect(request.get_full_path())
        return self.show_page(
            request,
            "admin/stories/ripple.html",
            title=_("Briefs that show %(name)s") % {"name": entity.name},
            entity=entity,
            entity_url=reverse("admin:entities_entity_change", args=[entity.pk]),
            form=form,
            briefs=briefs,
            chosen=chosen,
            page=asked,
            can_flag=any(brief.flag is None for brief in briefs),
        )

    def _flag(self, request, form, *, entity, chosen, now):
        """The flags that were made; nothing where the form says why not."""
        if not chosen:
            form.add_error(None, _("Choose the briefs whose text may be wrong now."))
            return []
        try:
            made = flagging.flag(
                stories=Story.objects.filter(pk__in=chosen),
                entity=entity,
                sentence=form.cleaned_data["sentence"],
                by=request.user,
                now=now,
            )
        except acts.NotPermitted:
            raise
        except acts.Refused as refusal:
            form.add_error(None, str(refusal))
            return []
        sentence = ngettext(
            "The editors of %(count)s brief are asked to look.",
            "The editors of %(count)s briefs are asked to look.",
            len(made),
        )
        messages.success(request, sentence % {"count": len(made)})
        return made

    def settle_view(self, request, object_id, flag_id):
        """Say that someone has looked. A GET comes from a login in between."""
        story = self.seen(request, object_id)
        acts.require(request.user, flagging.MAY_SETTLE)
        flag = get_object_or_404(story.flags.select_related("entity"), pk=flag_id)
        if request.method == "POST":
            answer = request.POST.get("answer", "")
            try:
                flagging.settle(flag=flag, by=request.user, now=timezone.now(), answer=answer)
            except acts.Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Settled."))
        return redirect(f"{reverse('admin:stories_story_change', args=[story.pk])}#rail-flags")


def _page(request, entity, *, now):
    try:
        links = ripple.links(entity, now=now)
        return page(links, after=request.GET.get("after", ""), size=PER_PAGE)
    except BadKey:
        raise Http404 from None


def _chosen(request, briefs):
    """Keys of the stories that are ticked; before anything is, those that clash."""
    waiting = [brief for brief in briefs if brief.flag is None]
    if request.method != "POST":
        return {brief.edition.story_id for brief in waiting if brief.titles}
    if "all" in request.POST:
        return {brief.edition.story_id for brief in waiting}
    return {keys.read(each) for each in request.POST.getlist("story")} - {None}
