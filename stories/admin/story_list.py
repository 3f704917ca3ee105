"""The story list: its columns, its search, and what is read at once for all rows of a page."""

from django.contrib.admin import ShowFacets, display
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories import checklist
from stories.admin.filters import StoryFilter
from stories.admin.lines import line, sign
from stories.admin.lists import LISTS
from stories.models import AnalysisPoint, Citation, Question, Story

# The act that a story waits for, and that a check can keep it from.
NEXT_ACT = {
    Story.State.DRAFT: checklist.SUBMIT,
    Story.State.CHANGES_REQUESTED: checklist.SUBMIT,
    Story.State.IN_REVIEW: checklist.PUBLISH,
    Story.State.APPROVED: checklist.PUBLISH,
}
SEARCHED_ROWS = (AnalysisPoint, Citation, Question)
LONGEST_SENTENCE = 80


class StoryChangeList(ChangeList):
    """Django's, narrowed by a StoryFilter in the place of its sidebar."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = capfirst(self.opts.verbose_name_plural)

    def get_filters_params(self, params=None):
        ours = StoryFilter.base_filters
        return {k: v for k, v in super().get_filters_params(params).items() if k not in ours}

    def get_queryset(self, request, exclude_parameters=None):
        self.now, self.person = timezone.now(), request.user
        stories = super().get_queryset(request, exclude_parameters)
        self.filter = StoryFilter(
            request.GET,
            queryset=stories.with_plan().with_standing(now=self.now),
            request=request,
            now=self.now,
        )
        found = self.filter.qs
        # A list of the desk has an order of its own, until another one is asked for.
        if ORDER_VAR in self.params:
            found = found.order_by(*self.get_ordering(request, found))
        return found

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        sign(self.result_list)
        blocked = _blocked(self.result_list, now=self.now)
        for story in self.result_list:
            story.line = line(story, now=self.now)
            story.blocked = blocked.get(story.pk, [])

    @property
    def lists(self):
        """The lists of the desk that the person may see."""
        return [each for each in LISTS.values() if self.person.has_perm(each.permission)]


class StoryList:
    """For the ModelAdmin of stories."""

    list_display = ["name", "section", "standing", "who", "due", "to_mend", "changed"]
    list_per_page = 50
    search_fields = ["headline", "slug", "standfirst", "what_happened", "synthesis", "background"]
    search_help_text = gettext_lazy("Searches the texts of each brief too.")
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    ordering = ["-changed_at", "-pk"]

    def get_changelist(self, request, **kwargs):
        return StoryChangeList

    def get_search_results(self, request, queryset, search_term):
        """Stories that have every word somewhere, in their own text or in their rows."""
        for word in search_term.split():
            found = Q()
            for name in self.search_fields:
                found |= Q(**{f"{name}__icontains": word})
            for row in SEARCHED_ROWS:
                found |= Q(pk__in=row.objects.filter(text__icontains=word).values("story"))
            queryset = queryset.filter(found)
        return queryset, False

    @display(description=gettext_lazy("story"), ordering="headline")
    def name(self, story):
        return str(story)

    @display(description=gettext_lazy("state"), ordering="state")
    def standing(self, story):
        words = [story.get_state_display()]
        if story.goes_live_at:
            words.append(_("scheduled"))
        if story.is_withdrawn:
            words.append(_("withdrawn"))
        if story.is_live and story.state != Story.State.PUBLISHED:
            words.append(_("an edition is live"))
        return format_html(
            '<span class="state" data-state="{}">{}</span>', story.state, ", ".join(words)
        )

    @display(description=gettext_lazy("who"))
    def who(self, story):
        reviewer = story.line.plan.reviewer
        if not reviewer:
            return story.line.who
        words = _("Review: %(name)s") % {"name": reviewer}
        return format_html('{} <span class="quiet">{}</span>', story.line.who, words)

    @display(description=gettext_lazy("due"), ordering="assignment__due_at", empty_value="")
    def due(self, story):
        words = []
        if story.line.urgency:
            words.append(("urgency", story.line.urgency))
        if story.line.due:
            words.append(("late" if story.line.is_late else "due", story.line.due))
        return format_html_join(" ", '<span class="{}">{}</span>', words)

    @display(description=gettext_lazy("to mend"), empty_value="")
    def to_mend(self, story):
        """What keeps the story from its next act: how much, and the first of it."""
        if not story.blocked:
            return ""
        first = Truncator(story.blocked[0].sentence).chars(LONGEST_SENTENCE)
        words = _("%(count)s to mend:") % {"count": len(story.blocked)}
        return format_html('<strong class="blocked">{}</strong> {}', words, first)

    @display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed(self, story):
        words = _("%(time)s ago") % {"time": story.line.ago}
        return format_html('<time datetime="{}">{}</time>', story.changed_at.isoformat(), words)


def _blocked(stories, *, now):
    """What keeps each story from its next act, by its key."""
    waiting = [story for story in stories if story.state in NEXT_ACT]
    failures = checklist.failures_of(waiting, now=now, only=lambda check: bool(check.blocks))
    return {
        story.pk: [each for each in failures[story.pk] if NEXT_ACT[story.state] in each.blocks]
        for story in waiting
    }
