"""What each address of a story answers, above all where it moved or was withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories import publishing
from tests import make
from tests.stories.lists import approved_again

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OLD, NEW = "/briefs/the-old-address/", "/briefs/the-new-address/"


@pytest.fixture
def now():
    return timezone.now() - 9 * HOUR


@pytest.fixture
def removed(now):
    """Two editions at two addresses, the second a correction; then removed by a court."""
    topic = make.entity("Sergei Example")
    given = {"slug": "the-old-address", "topics": [topic], "now": now}
    story = make.edition(headline="The Minister Sergei Example", **given).story
    make.next_edition(
        story,
        now=now + HOUR,
        kind="correction",
        what_changed="He is not a minister.",
        slug="the-new-address",
        headline="The Secretary Sergei Example",
    )
    publishing.withdraw(
        story=story, by=None, now=now + 2 * HOUR, reason="A court wants it gone.", is_legal=True
    )
    return story


def replace(story, *, now, **fields):
    approved_again(story, now=now, headline="The Secretary Mr. E.", **fields)
    return publishing.update(story=story, by=None, now=now, what_changed="Without the name.")


def gone(client, url):
    response = client.get(url)
    assert response.status_code == 410, url
    assert "A court wants it gone." in response.content.decode()
    return response.content.decode()


@pytest.mark.parametrize("url", [OLD, NEW, f"{OLD}editions/", f"{NEW}editions/1/"])
def test_every_address_of_what_was_removed_answers_with_the_reason(removed, client, url):
    page = gone(client, url)
    assert "This brief was withdrawn" in page
    assert "Read the brief as it is now" not in page


def test_so_do_those_of_the_earlier_editions_when_a_later_one_is_live(removed, client, now):
    third = replace(removed, now=now + 3 * HOUR)
    assert client.get(NEW).context["page"].edition == third
    for url in (OLD, f"{OLD}editions/", f"{NEW}editions/1/", f"{NEW}editions/2/"):
        page = gone(client, url)
        assert "This edition was withdrawn" in page
        assert f'href="{NEW}"' in page
    assert client.get(f"{NEW}editions/4/").status_code == 404


@pytest.mark.parametrize("is_legal", [False, True])
def test_what_is_withdrawn_in_the_moment_when_it_goes_live_answers_with_the_reason(
    client, now, is_legal
):
    edition = make.edition(now=now)
    given = {"by": None, "now": now, "reason": "A court wants it gone.", "is_legal": is_legal}
    publishing.withdraw(story=edition.story, **given)
    gone(client, edition.get_absolute_url())


def test_an_address_moves_once_a_later_edition_has_had_it(removed, client, now):
    replace(removed, now=now + 3 * HOUR, slug="the-old-address")
    replace(removed, now=now + 4 * HOUR, slug="the-newest-address", standfirst="Once more.")
    assert client.get(OLD)["Location"] == "/briefs/the-newest-address/"
    gone(client, NEW)


def test_what_was_removed_has_left_the_history_the_corrections_and_the_front_page(
    removed, client, now
):
    replace(removed, now=now + 3 * HOUR)
    page = client.get(NEW)
    assert page.context["page"].corrections == []
    assert [edition.number for edition in page.context["page"].history] == [3]
    history = client.get(f"{NEW}editions/")
    assert [edition.number for edition in history.context["history"]] == [3]
    for url in (NEW, f"{NEW}editions/", "/", "/topics/sergei-example/", "/briefs/"):
        text = client.get(url).content.decode()
        assert "He is not a minister." not in text, url
        assert "The Minister" not in text, url


def test_an_ordinary_withdrawal_leaves_the_earlier_editions_readable_once_it_ends(client, now):
    first = make.edition(now=now)
    story = first.story
    publishing.withdraw(story=story, by=None, now=now + HOUR, reason="Wrong.")
    replace(story, now=now + 2 * HOUR)
    url = f"{first.get_absolute_url()}editions/1/"
    assert client.get(url).context["page"].edition == first


@pytest.mark.parametrize("is_replaced", [False, True])
def test_given_back_they_are_readable_again(removed, client, now, is_replaced):
    if is_replaced:
        replace(removed, now=now + 3 * HOUR)
    act = publishing.reinstate if is_replaced else publishing.restore
    act(story=removed, by=None, now=now + 4 * HOUR)
    page = client.get(f"{NEW}editions/1/")
    assert page.status_code == 200
    assert "The Minister Sergei Example" in page.content.decode()
    assert client.get(OLD)["Location"] == NEW
    assert "He is not a minister." in client.get(NEW).content.decode()


def test_what_was_called_off_stays_unknown(removed, client, now):
    """An edition that never appeared is not gone: it never was there."""
    replace(removed, now=now + 3 * HOUR)
    approved_again(removed, now=now + 4 * HOUR, headline="Called off", slug="never-seen")
    given = {"story": removed, "by": None, "now": now + 4 * HOUR}
    publishing.schedule(at=timezone.now() + HOUR, kind="minor", **given)
    publishing.unschedule(**given)
    given["now"] = now + 5 * HOUR
    publishing.withdraw(reason="A court wants it gone.", is_legal=True, **given)
    removed.refresh_from_db()
    make.edit(removed, slug="the-new-address", now=now + 6 * HOUR)
    make.approve(removed, now=now + 6 * HOUR)
    publishing.update(story=removed, by=None, now=now + 6 * HOUR, kind="minor")
    assert client.get("/briefs/never-seen/").status_code == 404
    assert client.get(f"{NEW}editions/4/").status_code == 404
    gone(client, f"{NEW}editions/3/")
