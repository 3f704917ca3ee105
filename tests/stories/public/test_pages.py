"""What readers see on each page, and what each address answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from entities import moderation
from stories import publishing, review
from tests import make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now() - HOUR


def body(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_the_page_of_a_story_shows_every_section_of_it(client, now):
    topic = make.entity(
        "Sergei Example",
        native_name="Сергей",
        native_language="ru",
        position={"title": "Secretary", "at": "Security Council", "started_on": "2024-05"},
    )
    edition = make.edition(topics=[topic], tags=["trade"], word="WORDOFIT", now=now)
    page = body(client, edition.get_absolute_url())
    for text in (
        edition.headline,
        "This happened WORDOFIT.",
        "Theme WORDOFIT",
        "Point WORDOFIT.",
        "Paper A reports it WORDOFIT.",
        "Taken together WORDOFIT.",
        "Before that WORDOFIT.",
        "What next 1 WORDOFIT?",
        "Secretary",
        'lang="ru"',
        "May 2024",
        'href="/topics/sergei-example/"',
        'href="/outlets/paper-a/"',
        'href="/tags/trade/"',
        'href="/sections/world/"',
    ):
        assert text in page, text


def test_related_briefs_say_why(client, now):
    russia, kim = make.entity("Russia"), make.entity("Kim Jong-un")
    make.edition(topics=[russia, kim], headline="They met before", now=now - HOUR)
    edition = make.edition(topics=[russia, kim], now=now)
    page = body(client, edition.get_absolute_url())
    assert "They met before" in page
    related = page[page.index("They met before") :]
    assert "Russia" in related
    assert "Kim Jong-un" in related


def test_a_proposed_topic_is_not_shown(client, now):
    edition = make.edition(topics=[make.proposed("Unseen Person")], now=now)
    assert "Unseen Person" not in body(client, edition.get_absolute_url())


def test_a_topic_lists_its_briefs_and_links_what_goes_with_it(client, now):
    russia, china = make.entity("Russia"), make.entity("China")
    edition = make.edition(topics=[russia, china], now=now)
    page = body(client, "/topics/russia/")
    assert edition.headline in page
    assert 'href="/topics/china/"' in page


def test_a_retired_topic_is_gone(client):
    topic = make.entity("Russia")
    moderation.retire(entity=topic, by=None, now=timezone.now())
    body(client, "/topics/russia/", status=404)


def test_an_outlet_lists_what_is_cited_of_it(client, now):
    make.edition(outlets=[make.outlet("Paper A")], word="WORDOFIT", now=now)
    assert "Paper A reports it WORDOFIT." in body(client, "/outlets/paper-a/")


def test_an_outlet_that_no_edition_cites_has_no_page(client):
    make.draft(outlets=[make.outlet("Paper A")])
    body(client, "/outlets/paper-a/", status=404)


def test_lists_page_by_key_without_gap_or_double(client, now):
    headlines = {make.edition(tags=["trade"], now=now - n * HOUR).headline for n in range(45)}
    for url in ("/sections/world/", "/tags/trade/", "/briefs/"):
        found, after = [], ""
        while True:
            page = client.get(url, {"after": after} if after else {})
            found += [link.edition.headline for link in page.context["briefs"].rows]
            if not (after := page.context["briefs"].older):
                break
            assert f"after={after}" in page.content.decode()
        assert len(found) == 45
        assert set(found) == headlines


def test_a_key_that_is_none_is_not_found(client, now):
    make.edition(now=now)
    body(client, "/briefs/?after=nonsense", status=404)
    body(client, "/briefs/?after=1-99999999999999999999999", status=404)


def test_the_archive_filters_by_section_tag_outlet_and_date(client, now):
    one = make.edition(section=make.section("World"), tags=["trade"], now=now - 72 * HOUR)
    two = make.edition(section=make.section("Business"), outlets=[make.outlet("Paper Z")], now=now)

    def listed(**filters):
        page = client.get("/briefs/", filters)
        return {link.edition.pk for link in page.context["briefs"].rows}

    assert listed() == {one.pk, two.pk}
    assert listed(section="world") == {one.pk}
    assert listed(tag="trade") == {one.pk}
    assert listed(outlet="paper-z") == {two.pk}
    assert listed(since=(now - HOUR).date().isoformat()) == {two.pk}
    assert listed(until=(now - 48 * HOUR).date().isoformat()) == {one.pk}
    assert listed(section="world", outlet="paper-z") == set()


def test_the_archive_answers_nonsense_with_a_word_and_no_error(client, now):
    make.edition(now=now)
    assert client.get("/briefs/?section=nowhere&since=yesterday").status_code == 200


def test_a_scheduled_story_appears_at_its_time_without_anyone_awake(client, time_machine):
    time_machine.move_to(make.NOW)
    story = make.approved()
    edition = publishing.schedule(story=story, by=make.user(), now=make.NOW, at=make.NOW + HOUR)
    body(client, edition.get_absolute_url(), status=404)
    assert edition.headline not in body(client, "/")
    time_machine.move_to(make.NOW + HOUR)
    assert edition.headline in body(client, edition.get_absolute_url())
    assert edition.headline in body(client, "/")


def test_an_update_takes_over_at_its_time(client, time_machine):
    time_machine.move_to(make.NOW)
    first = make.edition()
    story, writer, editor = first.story, make.user(role="Writer"), make.user()
    make.edit(story, by=writer, headline="What is known now")
    review.submit(story=story, by=writer, now=make.NOW)
    make.approve(story, by=editor)
    publishing.schedule(
        story=story,
        by=editor,
        now=make.NOW,
        at=make.NOW + HOUR,
        kind="update",
        what_changed="More is known.",
    )
    assert first.headline in body(client, first.get_absolute_url())
    assert "What is known now" not in body(client, "/sections/world/")
    time_machine.move_to(make.NOW + HOUR)
    assert "What is known now" in body(client, first.get_absolute_url())
    section = body(client, "/sections/world/")
    assert "What is known now" in section
    assert first.headline not in section


def test_a_story_that_moved_redirects(client, now):
    first = make.edition(slug="old-address", now=now - HOUR)
    make.next_edition(first.story, slug="new-address", now=now)
    response = client.get("/briefs/old-address/")
    assert (response.status_code, response["Location"]) == (301, "/briefs/new-address/")
    assert client.get("/briefs/new-address/").status_code == 200


def test_a_withdrawn_story_answers_with_the_reason_and_leaves_every_list(client, now):
    topic = make.entity("Russia")
    edition = make.edition(topics=[topic], tags=["trade"], now=now)
    other = make.edition(topics=[topic], now=now)
    publishing.withdraw(
        story=edition.story, by=None, now=now + HOUR / 2, reason="A source took it back."
    )
    page = body(client, edition.get_absolute_url(), status=410)
    assert "A source took it back." in page
    assert edition.headline not in page
    body(client, f"{edition.get_absolute_url()}editions/", status=410)
    body(client, f"{edition.get_absolute_url()}editions/1/", status=410)
    for url in (
        "/",
        "/tags/trade/",
        "/sections/world/",
        "/topics/russia/",
        "/briefs/",
        other.get_absolute_url(),
    ):
        assert edition.headline not in body(client, url)


def test_an_earlier_edition_stays_readable_and_says_what_it_is(client, now):
    first = make.edition(headline="As it was said first", now=now - HOUR)
    make.next_edition(
        first.story,
        now=now,
        kind="correction",
        what_changed="The number was wrong.",
        headline="As it is said now",
    )
    page = body(client, first.get_absolute_url())
    assert "As it is said now" in page
    assert "The number was wrong." in page
    history = body(client, f"{first.get_absolute_url()}editions/")
    assert "The number was wrong." in history
    earlier = body(client, f"{first.get_absolute_url()}editions/1/")
    assert "As it was said first" in earlier
    assert f'href="{first.get_absolute_url()}"' in earlier
    body(client, f"{first.get_absolute_url()}editions/3/", status=404)


def test_a_correction_stays_on_the_front_page_after_an_update_and_goes_with_its_story(client, now):
    first = make.edition(now=now - 3 * HOUR)
    words = {"kind": "correction", "what_changed": "The number was wrong."}
    make.next_edition(first.story, now=now - 2 * HOUR, headline="Corrected", **words)
    make.next_edition(first.story, now=now - HOUR, headline="Updated")
    assert "The number was wrong." in body(client, "/")
    publishing.withdraw(story=first.story, by=None, now=now, reason="It was all wrong.")
    assert "The number was wrong." not in body(client, "/")


def test_topics_in_the_news_are_those_of_live_briefs(client, now):
    shown, hidden = make.entity("Shown Topic"), make.entity("Hidden Topic")
    make.edition(topics=[shown], now=now)
    story = make.approved(topics=[hidden])
    publishing.schedule(story=story, by=make.user(), now=now, at=timezone.now() + HOUR)
    page = body(client, "/")
    assert "Shown Topic" in page
    assert "Hidden Topic" not in page


def test_a_tag_without_a_letter_has_a_page(client, now):
    edition = make.edition(tags=["!!!", "???"], now=now)
    page = body(client, edition.get_absolute_url())
    for tag in edition.document.tags:
        assert f'href="/tags/{tag.slug}/"' in page
        body(client, f"/tags/{tag.slug}/")


def test_what_an_earlier_edition_names_keeps_its_page(client, now):
    first = make.edition(outlets=[make.outlet("Paper Z")], tags=["old"], now=now - HOUR)
    story = first.story
    story.citations.all().delete()
    story.tags.clear()
    make.next_edition(story, now=now, headline="Another headline now")
    page = body(client, f"{first.get_absolute_url()}editions/1/")
    for url in ("/outlets/paper-z/", "/tags/old/"):
        assert f'href="{url}"' in page
        body(client, url)


@pytest.mark.parametrize("url", ["/topics/a%00b/", "/tags/a%00b/", "/briefs/?topic=a%00b"])
def test_a_null_character_is_not_found_and_no_error(url, client, db):
    assert client.get(url).status_code in {200, 404}


def test_nobody_keeps_a_page_without_asking_again(client, now):
    url = make.edition(now=now).get_absolute_url()
    for answer in (client.get(url), client.get("/briefs/none/")):
        assert answer["Cache-Control"] == "no-cache"


def test_the_front_page_of_an_empty_newsroom_is_a_page(client, db):
    body(client, "/")


def test_pages_answer_get_and_head_only(client, now):
    url = make.edition(now=now).get_absolute_url()
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


def test_a_page_that_has_not_changed_is_not_sent_again(client, now):
    url = make.edition(now=now).get_absolute_url()
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("url", ["/", "/briefs/", "/nothing/", "/admin/login/"])
def test_every_page_carries_the_strict_policy(url, client, db):
    policy = client.get(url)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
