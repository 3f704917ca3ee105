"""A reader reports a mistake in a topic, and looks up what became of it. No account, no script.

What is taken, and how often, is for `entities.reporting`; here is what a person needs and a
machine trips over: a field that nobody sees, and the time that it takes to write.
"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from entities import profiles, reporting
from newsroom import callers
from stories.public.views import show

SALT = "stories.public.reports.opened"
SHORTEST = timedelta(seconds=3)  # that a person takes to write a report
LONGEST = timedelta(days=1)


class ReportForm(forms.Form):
    about = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=reporting.ABOUT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is wrong.")},
    )
    text = forms.CharField(
        label=_("What should it say?"),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=_("In your own words, up to %(most)s characters.") % {"most": reporting.LONGEST},
        error_messages={"required": _("Write what it should say.")},
    )
    source_url = forms.URLField(
        label=_("Where can one see that?"),
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("A link, if you have one: it makes us quicker."),
        error_messages={"invalid": _("This is no link that we can open.")},
    )
    # Nobody sees this one: whatever fills in all that it finds is a machine.
    subject = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slug: str, now: datetime, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.slug, self.now = slug, now
        self.initial["opened"] = opened(slug, now=now)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        took = self._took(given.get("opened", ""))
        if given.get("subject"):
            self._put("subject", "")
            self.add_error(None, _("A hidden field was filled in. It is empty now: send it again."))
        elif took is None or took > LONGEST:
            self._put("opened", self.initial["opened"])
            self.add_error(
                None, _("This form is more than a day old. Look it over, and send it once more.")
            )
        elif took < SHORTEST:
            self.add_error(None, _("That was quick. Look it over, and send it once more."))
        return given

    @property
    def words(self) -> dict[str, str]:
        """What was said, as the act takes it."""
        return {name: self.cleaned_data[name] for name in ("about", "text", "source_url")}

    def _took(self, token: str) -> timedelta | None:
        """The time since the form was opened; None where it never was."""
        try:
            slug, seconds = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        since = self.now - datetime.fromtimestamp(seconds, tz=self.now.tzinfo)
        return since if slug == self.slug else None

    def _put(self, name: str, value: str) -> None:
        """Let the form show this in place of what was sent."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value


def opened(slug: str, *, now: datetime) -> str:
    """A signed token of when the form of a topic was opened."""
    return signing.dumps([slug, now.timestamp()], salt=SALT)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The form about one topic, and what it sends."""
    now = timezone.now()
    try:
        card = profiles.card_at(slug)
    except profiles.NoSuchProfile:
        raise Http404 from None
    if card.slug != slug:
        return redirect("topic_report", card.slug)
    form = ReportForm(request.POST if request.method == "POST" else None, slug=slug, now=now)
    response = _send(request, form, now=now) if form.is_valid() else None
    return response or _private(show(request, "report_form.html", card=card, form=form))


def _send(request: HttpRequest, form: ReportForm, *, now: datetime) -> HttpResponse | None:
    """Lead to what became of the report; or nothing, where the form says what is wrong with it."""
    sender = callers.address_of(request)
    try:
        made = reporting.report(slug=form.slug, sender=sender, now=now, **form.words)
    except reporting.Invalid as refusal:
        form.add_error(refusal.field, str(refusal))
        return None
    except reporting.TooMany as refusal:
        form.add_error(None, str(refusal))
        card = profiles.card_at(form.slug)
        response = show(request, "report_form.html", status=429, card=card, form=form)
        response["Retry-After"] = str(int((refusal.again_at - now).total_seconds()))
        return _private(response)
    return _private(redirect("report", made.reference))


@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report, for whoever has its reference."""
    try:
        found = reporting.status(reference)
    except reporting.NoSuchReport:
        return _private(show(request, "not_found.html", status=404))
    response = _private(show(request, "report.html", report=found))
    response["Referrer-Policy"] = "same-origin"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """For the one who asked: nothing keeps it, and no index finds it."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
