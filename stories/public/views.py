"""Readers' pages: each view finds its rows, and hands finished data to a template."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from entities import profiles
from newsroom.paging import BadKey, Page, page
from stories.models.desk import Outlet, Section, Tag
from stories.models.edition import OutletLink, SectionLink, TagLink, TopicLink
from stories.public import addresses, front, topics
from stories.public.filters import ArchiveFilter
from stories.public.story_page import earlier_page, live_page

PER_PAGE = 20
View = Callable[..., HttpResponse]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    sections = list(Section.objects.in_order())
    return show(request, "home.html", sections=sections, front=front.arrange(sections, _now()))


def at_address(view: View) -> View:
    """Answer for a story that moved, or that was withdrawn, in place of the view."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, **kwargs)
        except addresses.Moved as moved:
            route = request.resolver_match.url_name
            return _fresh(redirect(route, permanent=True, slug=moved.slug, **kwargs))
        except addresses.Withdrawn as withdrawn:
            return show(request, "withdrawn.html", status=410, withdrawal=withdrawn)

    return answer


@require_safe
@at_address
def story(request: HttpRequest, slug: str) -> HttpResponse:
    live = addresses.live_edition(slug, now=_now())
    return show(request, "story.html", page=live_page(live, now=_now()))


@require_safe
@at_address
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    live = addresses.live_edition(slug, now=_now())
    history = addresses.history(live, now=_now())
    return show(request, "editions.html", edition=live, history=history)


@require_safe
@at_address
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    live = addresses.live_edition(slug, now=_now())
    if number == live.number:
        return redirect("story", slug)
    found = addresses.earlier_edition(live, number, now=_now())
    return show(request, "story.html", page=earlier_page(found, live=live, now=_now()))


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    links = SectionLink.objects.filter(section=found).live(now=_now()).for_cards()
    return show(request, "section.html", section=found, briefs=_page_of(request, links))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        profile = profiles.profile(slug)
    except profiles.NoSuchProfile:
        raise Http404 from None
    if isinstance(profile, profiles.Moved):
        return _fresh(redirect("topic", profile.slug, permanent=True))
    links = TopicLink.objects.filter(entity=profile.id).live(now=_now()).for_cards()
    briefs = _page_of(request, links)
    return show(
        request,
        "topic.html",
        profile=profile,
        briefs=briefs,
        goes_with=topics.goes_with(profile.id, briefs.rows),
    )


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    found = _public(get_object_or_404(Outlet, slug=slug))
    links = OutletLink.objects.filter(outlet=found).live(now=_now()).select_related("edition")
    briefs = _page_of(request, links)
    cited = [
        (link.edition, [c for c in link.edition.document.citations if c.outlet.id == found.pk])
        for link in briefs.rows
    ]
    return show(request, "outlet.html", outlet=found, briefs=briefs, cited=cited)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = _public(get_object_or_404(Tag, slug=slug))
    links = TagLink.objects.filter(tag=found).live(now=_now()).for_cards()
    return show(request, "tag.html", tag=found, briefs=_page_of(request, links))


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    everything = SectionLink.objects.live(now=_now()).for_cards()
    chosen = ArchiveFilter(request.GET, queryset=everything)
    briefs = _page_of(request, chosen.qs)
    return show(request, "archive.html", filter=chosen, briefs=briefs, about=chosen.about)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Whatever is not there, in the newsroom's own frame."""
    return show(request, "not_found.html", status=404)


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A readers' page, with the sections that the masthead lists."""
    context.setdefault("sections", list(Section.objects.in_order()))
    context["today"] = timezone.localdate()
    return _fresh(render(request, f"stories/{template}", context, status=status))


def _fresh(response: HttpResponse) -> HttpResponse:
    """To be asked for again each time: a page that was gone, or had moved, may be back."""
    patch_cache_control(response, no_cache=True)
    return response


def _public(found: Outlet | Tag) -> Any:
    """The outlet or tag, unless it only ever stood in drafts."""
    if not found.is_public(now=_now()):
        raise Http404
    return found


def _now() -> datetime:
    return timezone.now()


def _page_of(request: HttpRequest, links) -> Page:
    try:
        return page(links, after=request.GET.get("after", ""), size=PER_PAGE)
    except BadKey:
        raise Http404 from None
