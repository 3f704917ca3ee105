"""Pasting a brief that was written elsewhere."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom import acts
from stories.admin.beside import BesideTheForm
from stories.briefs.layout import NotABrief
from stories.briefs.load import load


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("Brief"),
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("The whole text, with its headings: What’s happened, Go deeper …"),
    )
    headline = forms.CharField(label=_("Headline"), max_length=200, required=False)
    slug = forms.SlugField(label=_("Address"), max_length=120, required=False)


class PastePages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view(self.paste_view)
        return [path("paste/", view, name="stories_story_paste"), *super().get_urls()]

    def paste_view(self, request):
        """Make a draft; a story that is there already is never touched."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PasteForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                story = load(by=request.user, now=timezone.now(), **form.cleaned_data)
            except (NotABrief, acts.Refused) as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("A draft was made. Its checks say what is missing."))
                return redirect("admin:stories_story_change", story.pk)
        return self.show_page(
            request, "admin/stories/paste.html", title=_("Paste a brief"), form=form
        )
