"""The form of a profile: what it refuses, and what it warns of.

What a change needs besides (protection, facts about living persons) is asked by the act.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entities import exposure
from entities.models import Entity, Relation
from newsroom.prose import is_cut_off

CUT_OFF = _("The description is cut off: end it with a whole sentence.")
COMMONS = "https://commons.wikimedia.org/wiki/File:"
# Acts that write into a profile what its form shows.
CHANGES = ("changed", "accepted", "undone", "merged", "merge_undone", "split", "imported")


def last_change(entity):
    """The record of whatever wrote into the profile last, if anything did."""
    return entity.records.filter(act__in=CHANGES).order_by("-pk").first()


class EntityForm(forms.ModelForm):
    """`seen` is the key of the last change that its person has read."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_url = forms.URLField(
        label=_("Where the change can be seen"),
        required=False,
        assume_scheme="https",
        help_text=_("A link, kept in the record. Facts about living persons need one."),
    )
    change_note = forms.CharField(label=_("Note for the record"), required=False)

    # A refusal of the act that follows the form, to be shown in it.
    refusal = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and (last := last_change(self.instance)):
            self.initial["seen"] = last.pk
        if "section_slug" in self.fields:
            self.fields["section_slug"] = self._section(self.fields["section_slug"])
        if self.instance.image_name and "image_name" in self.fields:
            self.fields["image_name"].help_text = format_html(
                '<a href="{}" rel="external noopener">{}</a>',
                COMMONS + self.instance.image_name.replace(" ", "_"),
                _("Look at it there, and take it in as a picture"),
            )

    def _section(self, field):
        """One of the sections; and the one that stands there, should it be gone."""
        sections = list(exposure.known().sections())
        slug = self.instance.section_slug
        if slug and slug not in dict(sections):
            sections.append((slug, slug))
        return forms.ChoiceField(
            label=field.label,
            help_text=field.help_text,
            required=False,
            choices=[("", _("None")), *sections],
        )

    def clean_wikidata_id(self):
        number = self.cleaned_data["wikidata_id"].strip().upper()
        taken = Entity.objects.filter(wikidata_id=number).exclude(state=Entity.State.MERGED)
        if number and (other := taken.exclude(pk=self.instance.pk).first()):
            raise ValidationError(self._same_number(other))
        return number

    def _same_number(self, other):
        if self.instance.pk:
            url = reverse("admin:entities_entity_merge", args=[self.instance.pk])
            url, words = f"{url}?other={other.pk}", gettext("Merge the two")
        else:
            url = reverse("admin:entities_entity_change", args=[other.pk])
            words = gettext("Open that profile")
        sentence = gettext("“%(name)s” has this Wikidata number.") % {"name": other.name}
        return format_html('{} <a href="{}">{}</a>', sentence, url, words)

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        self._refuse_to_overwrite()
        self._look_at_description(cleaned)
        self._look_at_kind(cleaned)
        return cleaned

    def _refuse_to_overwrite(self):
        """Said once, with what the other did; whoever saves again has read it."""
        last = last_change(self.instance) if self.instance.pk else None
        if last is None or self.cleaned_data.get("seen") == last.pk:
            return
        words = {
            "name": last.by_name,
            "time": date_format(timezone.localtime(last.at), "j F, H:i"),
            "what": last.note.replace("\n", " · ") or last.act_in_words,
        }
        sentence = gettext(
            "%(name)s changed this profile on %(time)s, after you had opened it (%(what)s). "
            "Save again, and what you see here replaces that."
        )
        self.add_error(None, sentence % words)
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(last.pk)

    def _look_at_description(self, cleaned):
        """An approved profile has whole sentences, and says where they come from."""
        text = cleaned.get("description") or ""
        is_approved = self.instance.state == Entity.State.APPROVED
        if is_approved and not text.strip():
            self.add_error("description", gettext("Readers see this profile: describe it."))
        if is_approved and is_cut_off(text):
            self.add_error("description", CUT_OFF)
        about = {"description", "description_source", "description_url", "description_licence"}
        if not text or not about & set(self.changed_data):
            return
        for name, sentence in (
            ("description_source", _("Say where the description comes from.")),
            ("description_licence", _("Say under which licence it may be used.")),
        ):
            if is_approved and not cleaned.get(name):
                self.add_error(name, sentence)
        if "description" in self.changed_data and "description_taken_on" not in self.changed_data:
            cleaned["description_taken_on"] = timezone.localdate()
            self.changed_data.append("description_taken_on")

    def _look_at_kind(self, cleaned):
        """What others stand in to this profile must make sense of its new kind too."""
        if "kind" not in self.changed_data or not self.instance.pk:
            return
        kind = cleaned.get("kind", "")
        for relation in self.instance.relations_to_it.select_related("subject"):
            relation.object = Entity(pk=self.instance.pk, kind=kind)
            try:
                relation.clean()
            except ValidationError as error:
                words = {"name": relation.subject.name, "why": " ".join(error.messages)}
                self.add_error("kind", gettext("“%(name)s”: %(why)s") % words)

    @property
    def warning(self):
        """What may wait until the profile is approved, and not longer."""
        return CUT_OFF if is_cut_off(self.instance.description) else ""


class PositionForm(forms.ModelForm):
    """A position; `ended_today` saves typing the day."""

    ended_today = forms.BooleanField(label=_("Ended today"), required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ended_today") and "ended_on" in cleaned:
            if cleaned["ended_on"] and str(cleaned["ended_on"]) != str(timezone.localdate()):
                self.add_error("ended_today", gettext("The position has another end already."))
            cleaned["ended_on"] = str(timezone.localdate())
        return cleaned


class RelationForm(forms.ModelForm):
    """A relation told from this profile; neighbours may have been told from the other.

    The constraints of the table say the same, but not of a row whose subject is the page's own.
    """

    def clean(self):
        cleaned = super().clean()
        subject, other = cleaned.get("subject"), cleaned.get("object")
        if not (subject and subject.pk and other and "kind" in cleaned):
            return cleaned
        told = Relation.objects.filter(kind=cleaned["kind"]).exclude(pk=self.instance.pk)
        if subject.pk == other.pk:
            self.add_error("object", gettext("A profile stands in no relation to itself."))
        elif told.filter(subject=subject, object=other).exists():
            self.add_error("object", gettext("The profile has this relation already."))
        elif (
            cleaned["kind"] == Relation.Kind.NEIGHBOUR_OF
            and told.filter(subject=other, object=subject).exists()
        ):
            words = {"name": other.name}
            self.add_error("object", gettext("The profile of “%(name)s” says so already.") % words)
        return cleaned
