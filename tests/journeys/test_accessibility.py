"""No page breaks a rule of WCAG 2.2 A or AA that axe can see, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone

from entities import merging, reporting, suggesting
from entities.models import Entity, Suggestion
from newsroom.models import User
from stories import flagging, notes, publishing, sharing
from stories.models import Edition, Flag, Story
from tests.journeys.conftest import log_in
from tests.stories.lists import approved_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STORY = "/briefs/south-korea-martial-law/"
PUBLIC = [
    "/",
    STORY,
    f"{STORY}editions/",
    f"{STORY}editions/1/",
    "/topics/sergei-shoigu/",
    "/topics/north-korea/",
    "/topics/sergei-shoigu/report/",
    "/outlets/harbour-courier/",
    "/sections/world/",
    "/tags/law/",
    "/briefs/?section=nowhere",
    "/nothing/",
]


def violations(page, urls):
    found = []
    for url in urls:
        page.goto(url)
        page.wait_for_load_state()
        found += found_here(page)
    return found


def found_here(page):
    return [
        (page.url, violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in Axe().run(page, options=RULES).response["violations"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_pages_keep_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    assert violations(page, PUBLIC) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_keeps_the_rules_on_its_way(scheme, demo, visit):
    """The form with complaints, the page of the reference, and the ripple of what was put right."""
    page = visit(color_scheme=scheme)
    page.goto("/topics/sergei-shoigu/report/")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("It is not sent yet.").wait_for()
    assert found_here(page) == []
    declined, pk = reported_and_flagged()
    assert violations(page, [f"/reports/{declined.reference}/"]) == []
    log_in(page, "moderator")
    assert violations(page, [f"/admin/stories/story/ripple/{pk}/"]) == []
    flagged = Flag.objects.first().story_id
    assert violations(page, [f"/admin/stories/story/{flagged}/change/"]) == []


def reported_and_flagged():
    """A report that was declined, and a profile with a flag on one of the briefs that show it."""
    now, topic = timezone.now(), Entity.objects.get(slug="sergei-shoigu")
    said = {"about": "name", "text": "His name is another.", "sender": ""}
    report = reporting.report(slug=topic.slug, now=now, **said)
    on_it = {"by": None, "now": now}
    reporting.settle(report=report, is_fixed=False, answer="It is not.", **on_it)
    shown = Story.objects.filter(editions__topiclinks__entity=topic).order_by("pk")[:1]
    flagging.flag(stories=shown, entity=topic, sentence="He left that office.", **on_it)
    return report, topic.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shared_preview_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    link, over = noted_and_shared(Story.objects.get(slug="new-york-congestion-charge"))
    paths = [sharing.address(each).removeprefix(settings.SITE_URL) for each in (link, over)]
    assert violations(page, paths) == []


def noted_and_shared(story):
    """Notes on a part and on a row, open and resolved; a link that is open and one that is not."""
    on_it = {"by": None, "now": timezone.now()}
    row = story.citations.all()[0]
    note = notes.add(story=story, part="citations", row=row.pk, text="Says who?", **on_it)
    notes.answer(note=note, text="The mayor.", **on_it)
    notes.add(story=story, part="background", text="Shorter.", **on_it)
    done = notes.add(story=story, part="citations", text="A third paper.", **on_it)
    notes.resolve(note=done, **on_it)
    link = sharing.share(story=story, for_whom="Dr Example", **on_it)
    over = sharing.share(story=story, for_whom="The lawyers", **on_it)
    return link, sharing.call_back(link=over, **on_it)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_files_of_profiles_and_acts_on_many_keep_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "moderator")
    files = {"right.csv": b"address,name,kind\nnew-one,New One,person\nshoigu,x,thing\n"}
    files["wrong.csv"] = b"address,kind\nnew-one,alien\n"
    profiles = "/admin/entities/entity/"
    assert violations(page, [f"{profiles}export/", f"{profiles}import/"]) == []
    for name, content in files.items():
        page.goto(f"{profiles}import/")
        sent = {"name": name, "mimeType": "text/csv", "buffer": content}
        page.locator("#id_file").set_input_files(sent)
        page.get_by_role("button", name="Look at what it changes").click()
        page.get_by_role("heading", name=name).wait_for()
        assert found_here(page) == []
    page.goto(profiles)
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("retire")
    page.locator("button[name=index]").click()
    page.get_by_role("heading", name="Retire", exact=True).wait_for()
    assert found_here(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "editor")
    draft = Story.objects.get(slug="moon-lander-draft")
    waiting = Story.objects.get(slug="new-york-congestion-charge")
    edition = Edition.objects.order_by("pk").first()
    noted_and_shared(waiting)
    urls = [
        "/admin/",
        "/admin/stories/story/",
        "/admin/stories/story/notices/",
        "/admin/stories/story/?list=due&person=1&since=soon",
        "/admin/stories/story/calendar/",
        "/admin/stories/story/calendar/?week=none",
        "/admin/stories/story/paste/",
        f"/admin/stories/story/{draft.pk}/change/",
        f"/admin/stories/story/{draft.pk}/names/",
        f"/admin/stories/story/{waiting.pk}/act/approve/",
        f"/admin/stories/story/{waiting.pk}/history/",
        f"/admin/stories/story/{waiting.pk}/change/",
        f"/admin/stories/story/{waiting.pk}/notes/",
        f"/admin/stories/story/{waiting.pk}/share/",
        f"/admin/stories/story/{waiting.pk}/review/",
        f"/admin/stories/story/{waiting.pk}/review/?against=before",
        f"/admin/stories/story/{waiting.pk}/versions/",
        f"/admin/stories/story/{waiting.pk}/versions/1/",
        f"/admin/stories/story/{waiting.pk}/versions/1/restore/",
        f"/admin/stories/story/{waiting.pk}/compare/?old=1&new=now",
        f"/admin/stories/edition/{edition.pk}/change/",
        "/admin/newsroom/picture/",
        "/admin/newsroom/picture/add/",
        "/admin/entities/entity/",
        "/admin/entities/entity/add/",
        *of_suggestions(),
    ]
    assert violations(page, urls) == []


def of_suggestions():
    """The pages of the editor's suggestions: one waits for a second moderator, one is declined."""
    profile = Entity.objects.get(slug="mark-rutte")
    asked = {"entity": profile, "by": User.objects.get(username="editor"), "now": timezone.now()}
    on_it = {"by": None, "now": timezone.now()}
    born = {"fields": {"born_on": [str(profile.born_on), "1967"]}}
    suggesting.suggest(changes=born, note="So the NATO says.", **asked)
    names = {"aliases": [{"do": "add", "name": "Марк Рютте", "language": "ru"}]}
    made = suggesting.suggest(changes=names, source_url="https://a.example/", **asked)
    suggesting.decline(suggestion=made, reason="We write Latin.", **on_it)
    desk = "/admin/entities/entity"
    return [
        f"{desk}/mine/",
        f"{desk}/{profile.pk}/suggest/",
        f"{desk}/{profile.pk}/change/",
        f"{desk}/suggestion/{made.pk}/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_merge_keep_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "moderator")
    one, other = (Entity.objects.get(slug=slug) for slug in ("mark-rutte", "sergei-shoigu"))
    on_it = {"by": User.objects.get(username="moderator"), "now": timezone.now()}
    at = f"/admin/entities/entity/{one.pk}/merge/"
    assert violations(page, [f"{at}?q=kim", f"{at}?other={other.pk}"]) == []
    merge = merging.begin(survivor=one, loser=other, **on_it)
    assert violations(page, [at]) == []
    merging.finish(merge=merge, choices={"description": "loser", "born_on": "loser"}, **on_it)
    assert violations(page, [f"/admin/entities/entity/merges/{merge.pk}/"]) == []
    page.locator("summary").click()
    assert found_here(page) == []
    assert violations(page, [f"/admin/entities/entity/{one.pk}/change/"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_moderators_queue_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "moderator")
    _declined, pk = reported_and_flagged()
    again = {"slug": "sergei-shoigu", "about": "now", "text": "He has left.", "sender": "x"}
    reporting.report(now=timezone.now(), **again)
    of_suggestions()
    rutte = Entity.objects.get(slug="mark-rutte").pk
    queue = "/admin/entities/entity/queue/"
    urls = ["/admin/", queue, f"{queue}?reason=postponed&kind=place", f"{queue}{pk}/"]
    assert violations(page, [*urls, f"{queue}{rutte}/?undo=postpone-1"]) == []
    for summary in page.locator(".queue-item summary").all():
        summary.click()
    assert found_here(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_of_a_profile_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "moderator")
    profile, place = (Entity.objects.get(slug=slug).pk for slug in ("sergei-shoigu", "north-korea"))
    desk = "/admin/entities/entity"
    urls = [f"{desk}/", f"{desk}/{profile}/change/", f"{desk}/{place}/change/"]
    assert violations(page, [*urls, f"{desk}/{profile}/act/protect/"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_suggestion_can_be_decided_by_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "moderator")
    of_suggestions()
    pages = Suggestion.objects.values_list("pk", flat=True)
    assert violations(page, [f"/admin/entities/entity/suggestion/{pk}/" for pk in pages]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_publishing_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "admin")
    now = timezone.now()
    changed = approved_again(Story.objects.get(slug="fed-cuts-half-point"), now=now)
    draft = Story.objects.get(slug="moon-lander-draft")
    removed = Story.objects.get(slug="notre-dame-reopens")
    publishing.withdraw(story=removed, by=None, now=now, reason="A court.", is_legal=True)
    edition = removed.editions.get()
    urls = [
        f"/admin/stories/story/release/?ids={changed.pk}",
        f"/admin/stories/story/release/?ids={changed.pk},{draft.pk}",
        f"/admin/stories/story/{changed.pk}/change/",
        *(f"/admin/stories/story/{changed.pk}/act/{act}/" for act in ("update", "correct")),
        *(f"/admin/stories/story/{changed.pk}/act/{act}/" for act in ("schedule", "withdraw")),
        f"/admin/stories/story/{changed.pk}/history/?act=eaten&since=soon",
        f"/admin/stories/story/{removed.pk}/history/?act=withdrawn_for_law",
        f"/admin/stories/story/{removed.pk}/act/restore/",
        f"/admin/stories/edition/{edition.pk}/change/",
        f"/admin/stories/edition/{edition.pk}/history/",
        f"/admin/stories/edition/{edition.pk}/text/",
        edition.get_absolute_url(),
    ]
    assert violations(page, urls) == []
