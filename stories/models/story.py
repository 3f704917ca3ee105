"""THE WORKING COPY of a brief: what editors edit. Readers' code never reads a table of this module.

Nothing here writes `state` or `version`: that is for the acts in writing, review and publishing.
"""

import zlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from entities.models import Entity
from newsroom.fields import PartialDateField, SanitisedText
from newsroom.models import Picture
from stories.document import Document
from stories.models.desk import Outlet, Section, Tag
from stories.models.edition import Edition, Withdrawal
from stories.models.turns import TurnQuerySet


class StoryQuerySet(TurnQuerySet):
    def open(self) -> Self:
        """Stories with something that is not published yet."""
        return self.exclude(state=Story.State.PUBLISHED)

    def with_rows(self) -> Self:
        """Everything that freezing and the checks read, in seven queries."""
        return self.select_related("section", "picture").prefetch_related(
            "points",
            Prefetch("citations", Citation.objects.select_related("outlet")),
            "questions",
            Prefetch("bylines", Byline.objects.select_related("user")),
            Prefetch("topics", StoryTopic.objects.select_related("entity__merged_into")),
            "tags",
        )

    def whole(self) -> Self:
        """With rows, and with everything that ever came of it: what a page of the desk shows."""
        planned = self.select_related("assignment__writer", "assignment__reviewer")
        withdrawals = Withdrawal.objects.select_related("edition").defer("edition__document_json")
        return planned.with_rows().prefetch_related(
            Prefetch("editions", Edition.objects.defer("document_json").order_by("number")),
            Prefetch("versions", Version.objects.defer("packed").order_by("number")),
            "approvals",
            Prefetch("withdrawals", withdrawals),
            "notes",
        )


class Tags(TaggableManager):
    """Tags, which a form finds where the story was loaded with them."""

    def value_from_object(self, instance: Any) -> list[Tag]:
        return list(instance.tags.all()) if instance.pk else []

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "taggit.managers.TaggableManager", args, kwargs


class Story(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        APPROVED = "approved", _("Approved")
        # Nothing waits: the newest edition is what stands in the working copy.
        PUBLISHED = "published", _("Published")

    SUBMITTABLE = (State.DRAFT, State.CHANGES_REQUESTED)
    REVIEWABLE = (State.IN_REVIEW, State.APPROVED)
    ROWS = frozenset(("points", "citations", "questions", "bylines", "topics", "tags"))
    PAST = frozenset(("editions", "versions", "approvals", "withdrawals", "notes"))

    headline = models.CharField(
        _("headline"), max_length=200, blank=True, help_text=_("A sentence with a verb.")
    )
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the brief’s address. An old address redirects."),
    )
    standfirst = models.CharField(
        _("standfirst"), max_length=400, blank=True, help_text=_("One sentence under the headline.")
    )
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("section")
    )
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    what_happened = SanitisedText(_("what’s happened"))
    synthesis = SanitisedText(
        _("what the papers say together"),
        help_text=_("The brief’s own words that close this section."),
    )
    background = SanitisedText(_("how we got here"))
    tags = Tags(through="StoryTag", blank=True, verbose_name=_("tags"))

    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False
    )
    # The number of the last version, which counts texts …
    version = models.PositiveIntegerField(default=0, editable=False)
    # … and what counts every change: of text, rows, tags, order and state.
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    changed_at = models.DateTimeField(_("changed"), editable=False, db_index=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [models.Index(fields=["state", "-changed_at"])]
        permissions = [
            ("submit_story", "Can send a story for review"),
            ("review_story", "Can approve a story or request changes"),
            ("publish_story", "Can publish, schedule and correct a story"),
            ("withdraw_story", "Can withdraw a story and restore it"),
            ("override_approval", "Can approve their own work, with a reason"),
            ("assign_story", "Can say who writes and who reviews a story, and by when"),
            ("share_story", "Can show a version to someone without an account"),
            ("flag_story", "Can ask the editor of a story to look at what a profile changed"),
        ]

    def __str__(self) -> str:
        return self.headline or f"({self.slug})"

    @property
    def has_rows(self) -> bool:
        """Whether the rows are at hand, as `with_rows` loads them."""
        return self.has_at_hand(Story.ROWS)

    def has_at_hand(self, rows: frozenset[str]) -> bool:
        """Whether these were read with the story."""
        return getattr(self, "_prefetched_objects_cache", {}).keys() >= rows

    @property
    def is_whole(self) -> bool:
        """Whether rows and past are at hand, as `whole` loads them."""
        return self.has_at_hand(Story.ROWS | Story.PAST)

    @property
    def light_editions(self) -> models.QuerySet[Edition]:
        """Every edition without its text, the oldest first."""
        if self.is_whole:
            return self.editions.all()
        return self.editions.defer("document_json").order_by("number")

    @property
    def light_versions(self) -> "models.QuerySet[Version]":
        """Every version without its text, the oldest first."""
        if self.is_whole:
            return self.versions.all()
        return self.versions.defer("packed").order_by("number")


class Row(models.Model):
    """Abstract: one row of a story, in an order that its editor chose."""

    # Rows are moved this far out of the way while they change places: no two may share one.
    OUT_OF_THE_WAY = 1_000_000

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="%(class)ss")
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order"]

    @classmethod
    def order_is_unique(cls, name: str) -> models.UniqueConstraint:
        return models.UniqueConstraint(fields=["story", "order"], name=name)


class Byline(Row):
    """One author: a person of the newsroom, or a guest by name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name=_("person"),
    )
    guest = models.CharField(_("or a guest"), max_length=160, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            Row.order_is_unique("order_of_bylines_is_unique_in_a_story"),
            models.UniqueConstraint(
                fields=["story", "user"],
                condition=Q(user__isnull=False),
                name="a_person_signs_a_story_once",
                violation_error_message=_("This person signs the story already."),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) ^ ~Q(guest=""),
                name="a_byline_is_a_person_or_a_guest",
                violation_error_message=_("Choose a person or write a guest’s name, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.user.signature if self.user else self.guest


class AnalysisPoint(Row):
    """One bullet of “What’s behind the headline”."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="points")
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    label = models.CharField(_("label"), max_length=120, blank=True)
    text = models.TextField(_("text"))

    class Meta(Row.Meta):
        verbose_name = _("point")
        verbose_name_plural = _("points: what’s behind the headline")
        constraints = [Row.order_is_unique("order_of_points_is_unique_in_a_story")]

    def __str__(self) -> str:
        return self.label or self.text[:60]


class Citation(Row):
    """What one article of one outlet reports."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="citations")
    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("outlet")
    )
    outlet_named = models.CharField(
        _("outlet as the text names it"),
        max_length=120,
        blank=True,
        help_text=_("Kept from an imported brief until the outlet is chosen."),
    )
    text = models.TextField(_("what it reports"))
    headline = models.CharField(_("headline of the article"), max_length=300, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    is_print_only = models.BooleanField(_("print only"), default=False)
    published_on = PartialDateField(_("date"))
    quote = models.CharField(_("short quotation"), max_length=500, blank=True)
    archive_url = models.URLField(_("link to a kept copy"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations: what the papers say")
        constraints = [
            Row.order_is_unique("order_of_citations_is_unique_in_a_story"),
            models.UniqueConstraint(
                fields=["story", "outlet", "url"],
                condition=~Q(url=""),
                name="an_article_of_an_outlet_is_cited_once_in_a_story",
                violation_error_message=_("The story cites this article already."),
            ),
            models.CheckConstraint(
                condition=Q(outlet__isnull=False) | ~Q(outlet_named=""),
                name="a_citation_names_its_outlet",
                violation_error_message=_("Choose the outlet."),
            ),
        ]

    def __str__(self) -> str:
        return self.outlet_name

    @property
    def outlet_name(self) -> str:
        return self.outlet.name if self.outlet else self.outlet_named


class Question(Row):
    """One line of “Go deeper”."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=300)

    class Meta(Row.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions: go deeper")
        constraints = [Row.order_is_unique("order_of_questions_is_unique_in_a_story")]

    def __str__(self) -> str:
        return self.text


class StoryTopic(Row):
    """An entity that the story is about."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="topics")
    entity = models.ForeignKey(
        Entity, on_delete=models.PROTECT, related_name="+", verbose_name=_("profile")
    )

    class Meta(Row.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            Row.order_is_unique("order_of_topics_is_unique_in_a_story"),
            models.UniqueConstraint(
                fields=["story", "entity"],
                name="a_story_links_a_topic_once",
                violation_error_message=_("The story links this topic already."),
            ),
        ]

    def __str__(self) -> str:
        return self.profile.name

    @property
    def profile(self) -> Entity:
        """What the link means today: the profile that was chosen, or what it was merged into.

        The link itself stays as it was chosen. A merge makes no other text of a story: what was
        approved is approved still, and undoing the merge needs nothing here.
        """
        return self.entity.merged_into or self.entity


class StoryTag(ItemBase):
    content_object = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="tag_items")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="a_story_has_a_tag_once")
        ]


class VersionQuerySet(models.QuerySet["Version"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")


class Version(models.Model):
    """The working copy as one save left it: whole, small, and never changed."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    packed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"))

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["story", "number"], name="version_number_is_unique_in_its_story"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story} · {self.number}"

    @staticmethod
    def pack(text: str) -> bytes:
        return zlib.compress(text.encode(), 9)

    @property
    def document_json(self) -> str:
        return zlib.decompress(self.packed).decode()

    @cached_property
    def document(self) -> Document:
        return Document.from_json(self.document_json)
