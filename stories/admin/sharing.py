"""Previews for people without an account: who got which version, and the form that shares one."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom import acts
from stories import sharing
from stories.admin.beside import BesideTheForm
from stories.models import PreviewLink

MAY = "stories.share_story"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A link as the page lists it; one that has ended has no address any more."""

    link: PreviewLink
    refusal: acts.Refused | None

    @property
    def address(self):
        return "" if self.refusal else sharing.address(self.link)

    @property
    def state(self):
        if self.refusal is None:
            return _("Open")
        return _("Expired") if isinstance(self.refusal, sharing.Expired) else _("Called back")


class ShareForm(forms.Form):
    for_whom = forms.CharField(
        label=_("For"), max_length=160, help_text=_("It stands on top of the preview.")
    )
    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=sharing.MOST_DAYS,
        initial=sharing.DAYS,
        help_text=_("After them the link ends by itself."),
    )


class SharingPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view
        call_back = "<int:object_id>/share/<int:link_id>/call-back/"
        return [
            path("<int:object_id>/share/", view(self.share_view), name="stories_story_share"),
            path(call_back, view(self.call_back_view), name="stories_story_call_back"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        url = _share_url(story) if request.user.has_perm(MAY) else ""
        return super().rail(request, story) | {"share_url": url}

    def share_view(self, request, object_id):
        """The links of a story, and the form that makes one to its latest version."""
        story = self._shareable(request, object_id)
        form = ShareForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            asked, now = form.cleaned_data, timezone.now()
            try:
                link = sharing.share(story=story, by=request.user, now=now, **asked)
            except acts.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Shared: send the address to whom it is for."))
                return redirect(f"{_share_url(story)}#link-{link.pk}")
        links = sharing.links_of(story, now=timezone.now())
        return self.show_page(
            request,
            "admin/stories/share.html",
            title=_("Share a preview"),
            story=story,
            form=form,
            links=[Shown(link=link, refusal=refusal) for link, refusal in links],
            refusal=sharing.why_not_share(story=story, by=request.user),
        )

    def call_back_view(self, request, object_id, link_id):
        """End one link before its time."""
        story = self._shareable(request, object_id)
        link = get_object_or_404(story.preview_links, pk=link_id)
        if request.method == "POST":
            try:
                sharing.call_back(link=link, by=request.user, now=timezone.now())
            except acts.Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Called back: the address opens nothing any more."))
        return redirect(f"{_share_url(story)}#link-{link.pk}")

    def _shareable(self, request, object_id):
        """The story, for whoever may see its form and show it to others."""
        story = self.seen(request, object_id)
        acts.require(request.user, MAY)
        return story


def _share_url(story):
    return reverse("admin:stories_story_share", args=[story.pk])
