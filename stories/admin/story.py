"""The story form: a manuscript in the order of the page, with a rail of state, acts and checks."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten, unquote
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from entities.names import free_slug
from newsroom.adminsite import DeskAdmin
from newsroom.buttons import ActsMixin
from stories import checklist, review, writing
from stories.admin.acts import BUTTONS
from stories.admin.meeting import STATE, LoadedForm
from stories.admin.paste import PastePages
from stories.admin.preview import PreviewPages
from stories.admin.record import RecordPages
from stories.admin.rows import (
    BylineInline,
    CitationInline,
    PointInline,
    QuestionInline,
    TopicInline,
)
from stories.briefs.load import LONGEST_TAG
from stories.briefs.markup import one_line
from stories.freezing import freeze
from stories.models import Edition, Story, Withdrawal

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

    def _post_clean(self):
        super()._post_clean()
        if sentence := self._moved_on():
            self.add_error(None, sentence)
            self.load_again()

    def _moved_on(self):
        """What the person should know before their save does what they do not expect."""
        state = self.instance.state
        if not self.base or self.base[STATE] == state:
            return None
        if state == Story.State.APPROVED:
            return _("%(who)s approved the story while you were writing. Saving voids that.") % {
                "who": self.who()
            }
        if state == Story.State.PUBLISHED:
            return _("The story was published while you were writing. Save again to change it.")
        return None

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
class StoryAdmin(PastePages, PreviewPages, RecordPages, ActsMixin, DeskAdmin):
    form = StoryForm
    acts_on = "story"
    always_saved = ("changed_at",)
    buttons = BUTTONS
    list_display = ["name", "section", "standing", "changed_at"]
    list_filter = ["state", "section"]
    list_select_related = ["section"]
    list_per_page = 50
    search_fields = ["headline", "slug", "standfirst"]
    ordering = ["-changed_at", "-pk"]
    date_hierarchy = "created_at"
    actions = None
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

    # The list ---------------------------------------------------------------------------------

    def get_queryset(self, request):
        now = timezone.now()
        editions = Edition.objects.filter(story=OuterRef("pk"))
        withdrawals = Withdrawal.objects.filter(story=OuterRef("pk"), lifted_at=None)
        return (
            super()
            .get_queryset(request)
            .annotate(
                is_live=Exists(editions.live(now=now)),
                is_scheduled=Exists(editions.scheduled(now=now)),
                is_withdrawn=Exists(withdrawals),
            )
        )

    @admin.display(description=_("story"), ordering="headline")
    def name(self, story):
        return str(story)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, story):
        words = [story.get_state_display()]
        if story.is_scheduled:
            words.append(str(_("scheduled")))
        if story.is_withdrawn:
            words.append(str(_("withdrawn")))
        if story.is_live and story.state != Story.State.PUBLISHED:
            words.append(str(_("an edition is live")))
        return format_html(
            '<span class="state" data-state="{}">{}</span>', story.state, ", ".join(words)
        )

    # The form ---------------------------------------------------------------------------------

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return super().has_delete_permission(request)
        return writing.why_not_delete(story=obj, by=request.user) is None

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """One save at a time: the second one meets what the first has stored."""
        if request.method != "POST" or not object_id:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            Story.objects.select_for_update().filter(pk=unquote(object_id)).first()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        obj.changed_at = now
        if change:  # what was typed was compared with this revision, and with no other
            writing.locked(obj, seen=obj.revision)
        else:
            obj.created_at = now
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

    def response_change(self, request, obj):
        act = request.POST.get("_act")
        if act in {button.name for button in self.buttons}:
            return redirect(self.act_url(obj, act))
        return super().response_change(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        context["page_parts"] = self._parts(context)
        context["show_save_and_add_another"] = False
        if story := kwargs.get("obj"):
            context |= self.rail(request, story)
        return super().render_change_form(request, context, *args, **kwargs)

    def _parts(self, context):
        """Fieldsets and inlines in the order of the page."""
        parts = {}
        for fieldset in context["adminform"]:
            name = flatten(fieldset.fields)[0]
            parts[name] = {"name": name, "fieldset": fieldset}
        for inline in context["inline_admin_formsets"]:
            parts[inline.formset.prefix] = {"inline": inline}
        return [parts[name] for name in PAGE if name in parts]

    def rail(self, request, story):
        """What the rail shows; each kind of page beside the form adds its own to it."""
        now = timezone.now()
        refusal = review.why_not_approve(story=story, by=request.user, now=now)
        return super().rail(request, story) | {
            "buttons": self.shown_buttons(request, story),
            "failures": checklist.failures(story),
            "approval": review.approval(story),
            "own_work": refusal if isinstance(refusal, review.OwnWork) else None,
            "live": story.editions.live(now=now).first(),
            "scheduled": story.editions.scheduled(now=now).first(),
            "withdrawal": story.withdrawals.filter(lifted_at=None).first(),
        }
