"""A draft cannot leak: no public address reads the working copy, or shows a word of it.

The newsroom below has everything that readers must not see, each text of it with the canary in
it. A new public address fails here until it has a row in `addresses`.
"""

from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from entities import moderation, reporting
from entities.models import Report
from stories import publishing, review, sharing
from stories.models import Edition, Tag
from tests import make
from tests.guards import WorkingCopyRead, no_working_copy, working_tables

pytestmark = pytest.mark.django_db

CANARY = "xcanaryx"
HOUR = timedelta(hours=1)


@pytest.fixture
def newsroom():
    """Two live stories, and around them all that is not public."""
    now = timezone.now()
    topic = make.entity("Shown Topic")
    hidden = {
        "topics": [make.proposed(f"{CANARY} proposed", description=f"A {CANARY} thing.")],
        "outlets": [secret_outlet(), make.outlet("Paper A")],
        "tags": [f"{CANARY} tag"],
    }
    live = make.edition(topics=[topic, *hidden["topics"]], tags=["shown"], now=now - 5 * HOUR)
    second = make.edition(topics=[topic], now=now - 4 * HOUR)
    make.draft(word=CANARY, slug="a-draft", **hidden)
    make.in_review(word=CANARY, slug="in-review", **hidden)
    make.approved(word=CANARY, slug="approved", **hidden)
    scheduled = make.approved(word=CANARY, slug="scheduled", **hidden)
    publishing.schedule(story=scheduled, by=make.user(), now=now, at=now + HOUR)
    called_off = make.approved(word=CANARY, slug="called-off", **hidden)
    publishing.schedule(story=called_off, by=make.user(), now=now, at=now + HOUR)
    publishing.unschedule(story=called_off, by=make.user(), now=now)
    edited(second.story, now=now)
    withdrawn = make.edition(slug="withdrawn", word=CANARY, now=now - 3 * HOUR, topics=[topic])
    make.next_edition(
        withdrawn.story,
        now=now - 2 * HOUR,
        kind="correction",
        what_changed=f"Not {CANARY}.",
        headline=f"Corrected {CANARY}",
    )
    publishing.withdraw(story=withdrawn.story, by=None, now=now, reason="It was wrong.")
    removed_and_replaced(now=now, topic=topic)
    reported(topic, now=now)
    retired = make.entity(f"{CANARY} retired")
    moderation.retire(entity=retired, by=None, now=now, note=CANARY)
    return live


def reported(topic, *, now):
    """What readers wrote of a topic: one report waits, another was declined."""
    words = {"slug": topic.slug, "about": "now", "now": now}
    source = f"https://{CANARY}.example/"
    for number in range(2):
        text = f"It should say {CANARY} {number}."
        report = reporting.report(text=text, source_url=source, sender=f"192.0.2.{number}", **words)
    reporting.settle(report=report, by=None, now=now, is_fixed=False, answer="It is right.")


def removed_and_replaced(*, now, topic):
    """A brief whose first edition, and the correction of it, a court has taken from readers."""
    story = make.edition(slug="removed", word=CANARY, topics=[topic], now=now - 3 * HOUR).story
    wrong = {"kind": "correction", "what_changed": f"Not {CANARY}.", "slug": "removed-too"}
    make.next_edition(story, now=now - 2 * HOUR, **wrong)
    publishing.withdraw(story=story, by=None, now=now - HOUR, reason="A court.", is_legal=True)
    story.points.update(theme="Other", label="Other", text="Other.")
    story.citations.update(text="Other.", headline="Other")
    story.questions.update(text="Other?")
    prose = dict.fromkeys(("what_happened", "synthesis", "background"), "<p>Other.</p>")
    administrator = make.user(role="Administrator")
    make.next_edition(
        story, now=now, publisher=administrator, headline="Other", standfirst="Other.", **prose
    )


def secret_outlet():
    outlet = make.outlet(f"{CANARY} paper")
    outlet.about = f"About {CANARY}."
    outlet.save()
    return outlet


def edited(story, *, now):
    """A published story whose working copy has gone on, up to a scheduled second edition."""
    make.edit(
        story,
        now=now,
        headline=f"Edited {CANARY}",
        standfirst=f"Edited {CANARY}.",
        what_happened=f"<p>Edited {CANARY}.</p>",
        synthesis=f"<p>Edited {CANARY}.</p>",
        background=f"<p>Edited {CANARY}.</p>",
    )
    story.questions.update(text=f"Edited {CANARY}?")
    story.points.update(text=f"Edited {CANARY}.", label=CANARY, theme=CANARY)
    story.citations.update(text=f"Edited {CANARY}.", headline=CANARY)
    story.tags.add(f"{CANARY} tag")
    writer = make.user(role="Writer")
    make.edit(story, by=writer, now=now)
    review.submit(story=story, by=writer, now=now, note=CANARY)
    make.approve(story, by=make.user(), now=now)
    publishing.schedule(
        story=story, by=make.user(), now=now, at=now + HOUR, kind="update", what_changed=CANARY
    )


def addresses(live):
    """Every public address that exists, and those that must not, by the name of its route."""
    slugs = [*Edition.objects.values_list("slug", flat=True), "a-draft", "in-review", "approved"]
    numbers = [(slug, number) for slug in slugs for number in (1, 2, 3)]
    topics = ["shown-topic", f"{CANARY}-proposed", f"{CANARY}-retired"]
    tags = list(Tag.objects.values_list("slug", flat=True))
    return {
        "home": ["/"],
        "archive": [
            "/briefs/",
            "/briefs/?since=x",
            *[f"/briefs/?tag={tag}" for tag in tags],
            *[f"/briefs/?topic={topic}" for topic in topics],
            f"/briefs/?outlet={CANARY}-paper",
        ],
        "story": [f"/briefs/{slug}/" for slug in slugs],
        "editions": [f"/briefs/{slug}/editions/" for slug in slugs],
        "edition": [f"/briefs/{slug}/editions/{number}/" for slug, number in numbers],
        "section": ["/sections/world/"],
        "topic": [f"/topics/{slug}/" for slug in topics],
        "topic_report": [f"/topics/{slug}/report/" for slug in topics],
        "report": [f"/reports/{each.reference}/" for each in Report.objects.order_by("pk")]
        + ["/reports/3333-3333-3333-3333/", f"/reports/{CANARY}/"],
        "outlet": [*paged("/outlets/paper-a/"), *paged(f"/outlets/{CANARY}-paper/")],
        "tag": [url for tag in tags for url in paged(f"/tags/{tag}/")],
        "media": ["/media/pictures/nothing.jpg"],
        # Nobody signed these: they read no table of the working copy either.
        "shared": ["/shared/1/", "/shared/1.signature/", f"/shared/{CANARY}/"],
    }


def paged(url):
    """The address, and the page of it that begins before everything."""
    return [url, f"{url}?after=1-1"]


def routes():
    """The names of all routes outside the admin."""
    resolver = get_resolver()
    return {name for name in resolver.reverse_dict if isinstance(name, str)}


def test_every_public_address_is_walked(newsroom):
    assert routes() == addresses(newsroom).keys()


def test_no_public_address_shows_or_reads_what_is_not_published(newsroom, client):
    shown = 0
    for urls in addresses(newsroom).values():
        for url in urls:
            with no_working_copy():
                response = client.get(url)
            assert response.status_code in {200, 301, 302, 404, 410}, url
            shown += response.status_code == 200
            if not response.streaming:
                body = response.content.decode().replace(url, "")
                assert CANARY not in body, url
    assert shown >= 12


# The one exemption: an address that someone of the newsroom made for someone outside. It reads
# the row of its link and the version that this names, and no other table of the working copy.
OF_A_PREVIEW = {"stories_previewlink", "stories_version"}


def shared(story, *, days_ago=0):
    made_at = timezone.now() - timedelta(days=days_ago)
    return sharing.share(story=story, for_whom="Dr Example", by=None, now=made_at)


def opens(client, link):
    with no_working_copy(but=OF_A_PREVIEW):
        response = client.get(sharing.address(link).removeprefix("http://testserver"))
    return response.status_code, response.content.decode()


def test_a_shared_preview_shows_its_version_and_nothing_that_was_written_since(newsroom, client):
    second = make.edition(slug="shared", topics=[make.entity("Other Topic")])
    link = shared(second.story)
    before = opens(client, link)
    edited(second.story, now=timezone.now())
    assert before[0] == 200
    assert opens(client, link) == before
    assert CANARY not in before[1]


def test_a_preview_that_was_called_back_or_has_ended_shows_nothing(newsroom, client):
    secret = make.draft(word=CANARY)
    over, called_back = shared(secret, days_ago=8), shared(secret)
    sharing.call_back(link=called_back, by=None, now=timezone.now())
    for link in (over, called_back):
        status, page = opens(client, link)
        assert status == 410
        assert CANARY not in page


def test_no_public_address_leads_to_a_preview(newsroom, client):
    shared(newsroom.story)
    for urls in addresses(newsroom).values():
        for url in urls:
            response = client.get(url)
            if not response.streaming:
                assert "/shared/" not in response.content.decode().replace(url, ""), url


def test_a_draft_has_no_public_address(newsroom, client):
    hidden = ["a-draft", "in-review", "approved", "scheduled", "called-off"]
    assert [client.get(f"/briefs/{slug}/").status_code for slug in hidden] == [404] * 5


def test_an_edit_after_publication_changes_nothing_that_readers_can_fetch(client):
    edition = make.edition(topics=[make.entity("Shown Topic")], tags=["shown"])
    make.edition(topics=[make.entity("Other Topic")])
    business = make.section("Business")
    everything = addresses(edition)
    del everything["topic_report"]  # a form: its tokens are new each time
    urls = [url for group in everything.values() for url in group]
    urls = [url for url in urls if client.get(url).status_code == 200]
    assert len(urls) >= 10
    before = {url: client.get(url).content for url in urls}
    story = edition.story
    topic = make.entity("New Topic")
    make.edit(story, headline="Another headline", slug="another-address", picture=None)
    story.questions.all().delete()
    story.citations.all().delete()
    story.topics.all().delete()
    story.topics.create(entity=topic, order=1)
    story.tags.set(["other"])
    make.edit(story, section=business, background="<p>Other.</p>")
    make.approve(review.submit(story=story, by=make.user(), now=make.NOW))
    after = {url: client.get(url).content for url in urls}
    assert after == before


def test_the_guard_knows_every_table_of_the_working_copy():
    assert {
        "stories_story",
        "stories_citation",
        "stories_analysispoint",
        "stories_question",
        "stories_storytopic",
        "stories_storytag",
        "stories_byline",
        "stories_version",
        "stories_approval",
        "stories_storyrecord",
    } <= set(working_tables())
    assert "stories_edition" not in working_tables()


def test_the_guard_stops_public_code_that_reads_the_story_of_an_edition(newsroom):
    with no_working_copy(), pytest.raises(WorkingCopyRead):
        str(Edition.objects.get(pk=newsroom.pk).story.headline)


def test_a_filter_by_a_hidden_topic_tells_nothing_of_it(newsroom, client):
    everything = client.get("/briefs/").context["briefs"].rows
    for slug in (f"{CANARY}-proposed", f"{CANARY}-retired", "nobody"):
        assert client.get(f"/briefs/?topic={slug}").context["briefs"].rows == everything
