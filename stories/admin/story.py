"""The story form: a manuscript in the order of the page, with a rail of state, acts and checks."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities.names import free_slug
from newsroom.adminsite import DeskAdmin
from newsroom.buttons import ActsMixin
from stories import checklist, parts, review, writing
from stories.admin.acts import BUTTONS
from stories.admin.flags import FlagPages
from stories.admin.meeting import REVISION, STATE, LoadedChoices, LoadedForm
from stories.admin.names import NamePages
from stories.admin.notes import NotePages
from stories.admin.notices import NoticePages
from stories.admin.paste import PastePages
from stories.admin.plan import PlanPages
from stories.admin.preview import PreviewPages
from stories.admin.record import RecordPages
from stories.admin.release import SetPages
from stories.admin.review_page import ReviewPages
from stories.admin.rows import (
    BylineInline,
    CitationInline,
    PointInline,
    QuestionInline,
    TopicInline,
)
from stories.admin.sharing import SharingPages
from stories.admin.sitting import SittingPages
from stories.admin.story_list import StoryList
from stories.admin.versions import VersionPages
from stories.briefs.load import LONGEST_TAG
from stories.briefs.markup import one_line
from stories.freezing import freeze
from stories.models import Story

# The form reads like the page. Each part is named by its first field, or by its rows.
PAGE = (
    "headline",
    "bylines",
    "what_happened",
    "points",
    "citations",
    "synthesis",
    "background",
    "questions",
    "topics",
    "tags",
)


class StoryForm(LoadedForm):
    class Meta:
        model = Story
        fields = ["headline", "standfirst", "section", "slug", "picture"]  # and fieldsets below

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].error_messages["invalid"] = _(
                "An address has letters, digits and hyphens, and no spaces."
            )

    def _post_clean(self):
        super()._post_clean()
        if sentence := self._moved_on():
            self.add_error(None, sentence)
            self.load_again()

    def _moved_on(self):
        """What the person should know before their save does what they do not expect."""
        story, state = self.instance, self.instance.state
        is_behind = self.base and self.base[REVISION] != story.revision
        if not is_behind or self.base[STATE] == state:
            return None
        if state == Story.State.APPROVED:
            return _("%(who)s approved the story while you were writing. Saving voids that.") % {
                "who": writing.who_was_last(story)
            }
        if state == Story.State.PUBLISHED:
            return _("The story was published while you were writing. Save again to change it.")
        return None

    def _save_m2m(self):
        if "tags" in self.changed_data:  # all that a story has of the kind
            super()._save_m2m()

    def clean_headline(self):
        return one_line(self.cleaned_data["headline"])

    def clean_standfirst(self):
        return one_line(self.cleaned_data["standfirst"])

    def clean_slug(self):
        """An address of its own for a story that was given none."""
        if slug := self.cleaned_data["slug"]:
            return slug
        others = Story.objects.exclude(pk=self.instance.pk)
        return free_slug(
            self.cleaned_data.get("headline", ""),
            is_taken=lambda slug: others.filter(slug=slug).exists(),
            fallback="brief",
            longest=120,
        )

    def clean_tags(self):
        for tag in self.cleaned_data["tags"]:
            if len(tag) > LONGEST_TAG:
                words = {"most": LONGEST_TAG, "tag": tag}
                raise forms.ValidationError(
                    _("A tag has at most %(most)s characters: “%(tag)s”") % words
                )
        return self.cleaned_data["tags"]


@admin.register(Story)
class StoryAdmin(
    StoryList,
    SetPages,
    PlanPages,
    NoticePages,
    SittingPages,
    PastePages,
    PreviewPages,
    NamePages,
    NotePages,
    FlagPages,
    SharingPages,
    ReviewPages,
    VersionPages,
    RecordPages,
    LoadedChoices,
    ActsMixin,
    DeskAdmin,
):
    form = StoryForm
    acts_on = "story"
    buttons = BUTTONS
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["picture"]
    inlines = [BylineInline, PointInline, CitationInline, QuestionInline, TopicInline]
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", ("section", "slug"), "picture"]}),
        (_("What’s happened"), {"fields": ["what_happened"]}),
        (_("What the papers say together"), {"fields": ["synthesis"]}),
        (_("How we got here"), {"fields": ["background"]}),
        (_("Tags"), {"fields": ["tags"]}),
    ]

    def get_queryset(self, request):
        """For the list; for one story with all that its pages show, and locked for a save."""
        stories = super().get_queryset(request)
        match = request.resolver_match
        if match and "object_id" in match.kwargs:
            is_save = request.method == "POST" and match.url_name == "stories_story_change"
            if is_save:
                return stories.select_for_update(of=("self",)).with_rows()
            return stories.whole()
        return stories

    # The form ---------------------------------------------------------------------------------

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return super().has_delete_permission(request)
        return writing.why_not_delete(story=obj, by=request.user) is None

    def save_model(self, request, obj, form, change):
        if change:  # what was typed was compared with this revision, and with no other
            writing.move_on(obj, seen=obj.revision)
        else:
            obj.created_at = obj.changed_at = timezone.now()
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        story, now = form.instance, timezone.now()
        if not change:
            writing.sign(story=story, by=request.user)
        was_approved = story.state == Story.State.APPROVED
        writing.keep_version(story=story, by=request.user, now=now)
        if was_approved and story.state != Story.State.APPROVED:
            messages.warning(
                request, _("The story was approved; your edit voids that. It is in review again.")
            )

    def act_url(self, target, act):
        """An approval is of the text that stood on the desk when its button was shown."""
        url = super().act_url(target, act)
        return f"{url}&digest={freeze(target).digest}" if act == "approve" else url

    def log_change(self, request, obj, message):
        """The record of the story says it: Django’s log would say it once more."""

    def response_change(self, request, obj):
        act = request.POST.get("_act")
        if act in {button.name for button in self.buttons}:
            return redirect(self.act_url(obj, act))
        return super().response_change(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        context["page_parts"] = self._parts(context)
        context["complaints"] = self._complaints(context) if context["errors"] else []
        context["show_save_and_add_another"] = False
        if story := kwargs.get("obj"):
            if context["adminform"].form.is_bound:  # the form has put what was typed into this one
                story = Story.objects.whole().get(pk=story.pk)
            context |= self.rail(request, story)
        return super().render_change_form(request, context, *args, **kwargs)

    def _parts(self, context):
        """Fieldsets and inlines in the order of the page."""
        found = {}
        for fieldset in context["adminform"]:
            name = flatten(fieldset.fields)[0]
            found[name] = {"name": name, "fieldset": fieldset}
        for inline in context["inline_admin_formsets"]:
            found[inline.formset.prefix] = {"inline": inline}
        return [found[name] for name in PAGE if name in found]

    def _complaints(self, context):
        """Each sentence about what was typed, with the field and its place: the form is long."""
        found = [
            {"anchor": parts.anchor(field.name), "label": field.label, "sentence": sentence}
            for field in context["adminform"].form
            for sentence in _sentences(field)
        ]
        for inline in context["inline_admin_formsets"]:
            formset = inline.formset
            rows = parts.title(formset.prefix)
            found += [
                {
                    "anchor": form.prefix,
                    "label": f"{rows}, {number}: {field.label}",
                    "sentence": sentence,
                }
                for number, form in enumerate(formset.forms, 1)
                if form not in formset.deleted_forms
                for field in form.visible_fields()
                for sentence in _sentences(field)
            ]
        return found

    def rail(self, request, story):
        """What the rail shows; each kind of page beside the form adds its own to it."""
        now = timezone.now()
        editions = story.light_editions
        refusal = review.why_not_approve(story=story, by=request.user, now=now)
        return super().rail(request, story) | {
            "buttons": self.shown_buttons(request, story),
            "failures": checklist.failures(story),
            "approval": review.approval(story),
            "own_work": refusal if isinstance(refusal, review.OwnWork) else None,
            "live": next((e for e in editions if e.is_live(now=now)), None),
            "scheduled": next((e for e in editions if e.is_scheduled(now=now)), None),
            "withdrawal": next((w for w in story.withdrawals.all() if not w.lifted_at), None),
        }


def _sentences(field):
    """What is said about a field; of a conflict its sentence, the texts stand beside the field."""
    conflict = field.form.conflicts.get(field.name)
    return [conflict.sentence] if conflict else field.errors
