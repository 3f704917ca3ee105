"""Buttons of the admin: each calls one act, shows only when the act is allowed, and says why not.

An app lists its buttons on a ModelAdmin that has `ActsMixin`. Permission and every other rule
are the act's own: a hand-made POST meets the same refusal as the button.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.acts import NotPermitted, Refused
from newsroom.models import User

Words = str | Promise
SALT = "newsroom.buttons.seen"


def seen_token(target: Model) -> str:
    """A signed token of the revision that a page shows; empty for things that count none."""
    revision = getattr(target, "revision", None)
    if revision is None:
        return ""
    return signing.dumps([target._meta.label_lower, target.pk, revision], salt=SALT)


def seen_revision(token: str, target: Model) -> int | None:
    """The revision of `target` that its person saw; None where the token is none of ours."""
    try:
        label, pk, revision = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return revision if [label, pk] == [target._meta.label_lower, target.pk] else None


class ActForm(forms.Form):
    """What an act asks for: nothing. Subclasses add fields named as the act's keywords.

    Where the target counts its revisions, the form carries the one that its person has seen.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, target: Model, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.target = target
        self.person = person
        if token := seen_token(target):
            self.initial.setdefault("seen", token)
        else:
            del self.fields["seen"]

    def show_again(self) -> None:
        """Count the target as it was loaded as seen: the page shows that with what was typed."""
        if "seen" in self.fields:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.initial["seen"]

    def clean_seen(self) -> int:
        revision = seen_revision(self.cleaned_data["seen"], self.target)
        if revision is None:
            raise forms.ValidationError(_("Open this page once more from the desk."))
        return revision


class NoteForm(ActForm):
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


@dataclass(frozen=True, kw_only=True)
class Button:
    """An act, and what tells whether it may be done: both keyword-only, with `by=` and `now=`.

    `do` takes the fields of the form as well.
    """

    name: str
    label: Words
    about: Words
    done: Words
    why_not: Callable[..., Refused | None]
    do: Callable[..., Any]
    form: type[ActForm] = ActForm
    is_grave: bool = False
    saves_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A button as the rail shows it."""

    button: Button
    url: str


class ActsMixin:
    """For a ModelAdmin: its `buttons` in the order of the rail; acts call the object `acts_on`."""

    acts_on: str
    buttons: tuple[Button, ...] = ()

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        view = self.admin_site.admin_view(self.act_view)
        return [path("<int:object_id>/act/<slug:act>/", view, name=name), *super().get_urls()]

    def act_url(self, target: Model, act: str) -> str:
        """The address of an act on what stands on the page where its button is shown."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_act"
        url = reverse(name, args=[target.pk, act])
        token = seen_token(target)
        return f"{url}?{urlencode({'seen': token})}" if token else url

    def shown_buttons(self, request: HttpRequest, target: Model) -> list[Shown]:
        now = timezone.now()
        allowed = {  # asked once where two buttons stand on the same answer
            why_not: why_not(**{self.acts_on: target}, by=request.user, now=now) is None
            for why_not in {button.why_not for button in self.buttons}
        }
        return [
            Shown(button=button, url=self.act_url(target, button.name))
            for button in self.buttons
            if allowed[button.why_not]
        ]

    def seen(self, request: HttpRequest, object_id: int) -> Model:
        """The object, for whoever may see its form. Raises Http404 or PermissionDenied."""
        target = self.get_object(request, str(object_id))
        if target is None:
            raise Http404
        if not self.has_view_permission(request, target):
            raise PermissionDenied
        return target

    def act_view(self, request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        """Ask for what the act needs, then do it."""
        target = self.seen(request, object_id)
        button = next((each for each in self.buttons if each.name == act), None)
        if button is None:
            raise Http404
        now = timezone.now()
        refusal = button.why_not(**{self.acts_on: target}, by=request.user, now=now)
        if refusal := refusal or self._has_moved(request, target):
            return self._refuse(request, target, refusal)
        posted = request.POST if request.method == "POST" else None
        initial = request.GET.dict()
        form = button.form(posted, initial=initial, target=target, person=request.user)
        if form.is_valid():
            try:
                button.do(**{self.acts_on: target}, by=request.user, now=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, button.done)
                return redirect(self._home(target))
        return self._ask(request, target, button, form)

    def _has_moved(self, request: HttpRequest, target: Model) -> Refused | None:
        """Said before anything is typed; a POST meets the act's own check."""
        token = request.GET.get("seen", "") if request.method == "GET" else ""
        if not token or seen_revision(token, target) == getattr(target, "revision", None):
            return None
        return Refused(_("This has changed since you opened it. Look at it again."))

    def _ask(
        self, request: HttpRequest, target: Model, button: Button, form: forms.Form
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": button.label,
            "opts": self.opts,
            "original": target,
            "button": button,
            "form": form,
            "home": self._home(target),
        }
        return TemplateResponse(request, "admin/act.html", context)

    def _refuse(self, request: HttpRequest, target: Model, refusal: Refused) -> HttpResponse:
        if isinstance(refusal, NotPermitted):
            raise refusal
        messages.error(request, str(refusal))
        return redirect(self._home(target))

    def _home(self, target: Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[target.pk])
