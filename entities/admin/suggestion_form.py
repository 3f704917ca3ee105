"""The form on which anyone on the staff says how a profile should read: its fields and its rows.

Only what differs from what the page showed becomes the suggestion.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.forms.models import fields_for_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import changes
from entities.admin.completing import typed
from entities.changes.lines import row_in_words
from entities.models import Alias, Entity, Position, Relation
from newsroom import keys

FIELDS = (
    *("name", "kind", "native_name", "native_language", "country", "official_site"),
    *("born_on", "died_on", "description", "description_source", "description_url"),
    *("description_licence", "description_taken_on", "wikidata_id"),
)
HELD = ("title", "at", "started_on", "ended_on", "source_name", "source_url")
RELATED = ("started_on", "ended_on", "source_name", "source_url")
SALT = "entities.suggestion.seen"
FROM_HERE, TO_HERE = "subject", "object"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page calls its rows, by part and key, and the profiles that they name."""

    rows: dict[tuple[str, int], str]
    profiles: dict[int, str]


class ProfileInput(forms.CharField):
    """A profile, named as it is called or by its address; the value is its key.

    `shown` are those that the page names, whether or not others go by the same name.
    """

    def __init__(self, *args: Any, shown: dict[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shown = shown

    def prepare_value(self, value: Any) -> Any:
        return self.shown.get(value, value)

    def clean(self, value: Any) -> int | None:
        name = super().clean(value)
        if not name:
            return None
        if known := [key for key, text in self.shown.items() if text == name]:
            return known[0]
        found = list(Entity.objects.named(name).order_by("pk")[:5])
        found = found or list(Entity.objects.usable().filter(slug=name)[:1])
        if len(found) == 1:
            return found[0].pk
        if not found:
            raise forms.ValidationError(
                _("No profile goes by the name “%(name)s”.") % {"name": name}
            )
        words = {"names": ", ".join(f"{each.name} ({each.slug})" for each in found)}
        raise forms.ValidationError(
            _("Several profiles go by that name. Write the address of one: %(names)s.") % words
        )


class RowForm(forms.Form):
    """A row of the profile; one without a key is new, and empty unless something is typed."""

    part: str
    is_plain = False  # so short that it need not be folded
    id = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: Shown, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.shown = shown

    @property
    def words(self) -> str:
        """What the row says as it stands; empty for a new one."""
        return self.shown.rows.get((self.part, keys.read(str(self["id"].value() or "")) or 0), "")

    def wanted(self) -> dict[str, Any] | None:
        """The row as `changes.between` takes it; None for a new one that is empty."""
        given = dict(self.cleaned_data)
        is_gone = given.pop("remove", False)
        if given.get("id"):
            return {"id": given["id"], "remove": True} if is_gone else given
        given.pop("id", None)
        return given if any(given.values()) else None

    def add_remove(self, label: Any) -> None:
        self.fields["remove"] = forms.BooleanField(label=label, required=False)

    @property
    def is_new(self) -> bool:
        return not self["id"].value()

    @property
    def is_open(self) -> bool:
        """Whether the page shows the fields, where something was typed into them."""
        return self.is_bound and (bool(self.errors) or self.has_changed())


class AliasForm(RowForm):
    """A name that is there may go; a new one may come."""

    part = "aliases"
    is_plain = True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.fields |= fields_for_model(Alias, ("name", "language"), formfield_callback=typed)
            self.fields["name"].required = False
        else:
            self.add_remove(_("Take out “%(name)s”") % {"name": self.words})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("language") and not given.get("name"):
            self.add_error("name", _("Write the name, too."))
        return given

    def wanted(self) -> dict[str, Any] | None:
        wanted = super().wanted()
        return wanted if wanted and (self.is_new or wanted.get("remove")) else None


class PositionForm(RowForm):
    part = "positions"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields = fields_for_model(Position, HELD, formfield_callback=typed)
        place = ProfileInput(
            label=_("at (a profile)"),
            required=False,
            shown=self.shown.profiles,
            help_text=_("The name of its profile, if it has one."),
        )
        self.fields |= {"title": fields.pop("title"), "organisation": place} | fields
        self.fields["title"].required = not self.is_new
        if not self.is_new:
            self.add_remove(_("It was never so: take it out"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_more = any(value for name, value in given.items() if name not in ("title", "id"))
        if self.is_new and has_more and not given.get("title"):
            self.add_error("title", _("Say which office or role it is."))
        return given


class RelationForm(RowForm):
    """A relation that is there keeps its sides; a new one is told from the profile’s side."""

    part = "relations"

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.fields["how"] = forms.ChoiceField(
                label=_("Relation"), choices=[("", "---------"), *sides()], required=False
            )
            self.fields["other"] = ProfileInput(
                label=_("To (a profile)"), required=False, shown=self.shown.profiles
            )
        self.fields |= fields_for_model(Relation, RELATED, formfield_callback=typed)
        if not self.is_new:
            self.add_remove(_("It was never so: take it out"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.is_new and any(given.values()):
            for name in ("how", "other"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Say which relation it is, and to whom."))
        return given

    def told_of(self, entity: Entity) -> dict[str, Any] | None:
        """The row with both sides, where it is new."""
        wanted = self.wanted()
        if wanted and self.is_new:
            kind, side = wanted.pop("how").split(":")
            other_side = TO_HERE if side == FROM_HERE else FROM_HERE
            wanted |= {"kind": kind, side: entity.pk, other_side: wanted.pop("other")}
        return wanted


def sides() -> Iterable[tuple[str, Any]]:
    """Every relation from both of its sides; one that is the same from both, once."""
    for kind in Relation.Kind:
        yield f"{kind}:{FROM_HERE}", kind.label
        if kind != Relation.Kind.NEIGHBOUR_OF:
            yield f"{kind}:{TO_HERE}", Relation.INVERSE[kind]


class SuggestionForm(forms.Form):
    """The whole form. `seen` is what the page showed, signed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_name = forms.CharField(label=gettext_lazy("Source"), required=False, max_length=200)
    source_url = forms.URLField(
        label=gettext_lazy("Its link"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput,
        help_text=gettext_lazy("Where a moderator can see it. Living persons’ facts need one."),
    )

    def __init__(self, data: Any = None, *, entity: Entity):
        stands = changes.standing(entity)
        super().__init__(data, initial={"seen": signing.dumps(stands, salt=SALT, compress=True)})
        self.entity = entity
        self.fields |= fields_for_model(Entity, FIELDS, formfield_callback=typed)
        self.initial |= {name: stands["fields"][name] for name in FIELDS}
        shown = _shown(stands)
        self.rows = {
            form.part: _formset(form, data, initial=stands[form.part], extra=extra, shown=shown)
            for form, extra in ((AliasForm, 2), (PositionForm, 1), (RelationForm, 1))
        }

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def clean_seen(self) -> changes.Standing:
        try:
            return signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            raise forms.ValidationError(_("Open this page once more.")) from None

    def wanted(self) -> changes.Changes:
        """What was typed that the page did not show. Raises `changes.Invalid`."""
        relations = [form.told_of(self.entity) for form in self.rows["relations"]]
        return changes.between(
            self.entity,
            fields={name: self.cleaned_data[name] for name in FIELDS},
            aliases=filter(None, (form.wanted() for form in self.rows["aliases"])),
            positions=filter(None, (form.wanted() for form in self.rows["positions"])),
            relations=filter(None, relations),
            seen=self.cleaned_data["seen"],
        )

    def said(self) -> dict[str, str]:
        """What `suggest` is told besides."""
        return {name: self.cleaned_data[name] for name in ("note", "source_name", "source_url")}

    # What the page shows together.

    @property
    def about(self) -> "Group":
        return Group([self[name] for name in FIELDS if not name.startswith("description")])

    @property
    def described(self) -> "Group":
        return Group([self[name] for name in FIELDS if name.startswith("description")])

    @property
    def reasons(self) -> "Group":
        return Group([self[name] for name in ("note", "source_name", "source_url")])


@dataclass(frozen=True)
class Group:
    """Fields of a form that stand together, for the template that shows the fields of a form."""

    visible_fields: list[forms.BoundField]


def _formset(form: type[RowForm], data: Any, *, initial: Any, extra: int, shown: Shown) -> Any:
    made = forms.formset_factory(form, extra=extra, max_num=500, absolute_max=500)
    return made(data, prefix=form.part, initial=initial, form_kwargs={"shown": shown})


def _shown(stands: changes.Standing) -> Shown:
    """What rows are called; a profile by its address where two of the page have one name."""
    columns = ("organisation", *changes.SIDES)
    rows = [row for part in changes.ROWS for row in stands[part]]
    named = {row[name] for row in rows for name in columns if row.get(name)}
    found = list(Entity.objects.filter(pk__in=named))
    often = Counter(each.name for each in found)
    names = {each.pk: each.name for each in found}
    return Shown(
        rows={
            (part, row["id"]): row_in_words(part, row, names)
            for part in changes.ROWS
            for row in stands[part]
        },
        profiles={each.pk: each.name if often[each.name] == 1 else each.slug for each in found},
    )
