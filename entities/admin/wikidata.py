"""“Refresh from Wikidata” on a profile: the button, and the page that it leads to."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from entities.wikidata import refreshing
from newsroom.acts import Refused
from newsroom.buttons import ActForm, Button, Shown

REFRESH = Button(
    name="refresh",
    label=_("Refresh from Wikidata"),
    about=_(
        "Wikidata is asked what it says now. A proposal takes over what nobody has set; whatever "
        "else differs waits as a suggestion."
    ),
    done="",
    why_not=refreshing.why_not_refresh,
    do=refreshing.refresh,
)


class RefreshPages:
    """For the ModelAdmin of profiles, before ActsMixin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.refresh_view)
        address = path("<int:object_id>/refresh/", view, name="entities_entity_refresh")
        return [address, *super().get_urls()]

    def shown_buttons(self, request, target):
        shown = super().shown_buttons(request, target)
        if REFRESH.why_not(entity=target, by=request.user, now=timezone.now()):
            return shown
        url = reverse("admin:entities_entity_refresh", args=[target.pk])
        return [*shown, Shown(button=REFRESH, url=url)]

    def refresh_view(self, request, object_id):
        """Say what a refresh does, then do it."""
        target, now = self.seen(request, object_id), timezone.now()
        if refusal := REFRESH.why_not(entity=target, by=request.user, now=now):
            return self._refuse(request, target, refusal)
        posted = request.POST if request.method == "POST" else None
        form = ActForm(posted, target=target, person=request.user)
        if not form.is_valid():
            return self._ask(request, target, REFRESH, form)
        try:
            taken = REFRESH.do(entity=target, by=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._ask(request, target, REFRESH, form)
        messages.success(request, _told(taken, request.user))
        return redirect(self._home(target))


def _told(taken, person):
    """What came of it, with the way to the suggestion for whoever decides it."""
    words = refreshing.in_words(taken)
    if not taken.suggestion:
        return words
    url = reverse("admin:entities_entity_mine")
    if person.has_perm("entities.moderate_entity"):
        url = reverse("admin:entities_entity_decide", args=[taken.suggestion.pk])
    return format_html('{} <a href="{}">{}</a>', words, url, _("See the suggestion"))
