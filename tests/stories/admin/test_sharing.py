"""The page that shares a preview: who has which version, until when, and calling it back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import roles
from stories import sharing
from stories.models import PreviewLink, Story
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make.draft()


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def share_url(story):
    return reverse("admin:stories_story_share", args=[story.pk])


def call_back_url(link):
    return reverse("admin:stories_story_call_back", args=[link.story_id, link.pk])


def share(story, *, now=None, **given):
    given = {"for_whom": "Dr Example", "by": None, "now": now or timezone.now()} | given
    return sharing.share(story=story, **given)


def test_a_preview_is_shared_and_its_address_shown(desk, client, story, editor):
    response = desk.post(share_url(story), {"for_whom": "Dr Example", "days": "3"}, follow=True)
    link = PreviewLink.objects.get()
    assert response.redirect_chain == [(f"{share_url(story)}#link-{link.pk}", 302)]
    assert (link.made_by, (link.expires_at - link.made_at).days) == (editor, 3)
    page = response.content.decode()
    address = sharing.address(link)
    assert f'value="{address}" readonly' in page
    assert "Version 1, shared by Ines Moreau" in page
    client.logout()
    assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_address_can_be_shown_again(desk, story):
    link = share(story)
    assert sharing.address(link) in desk.get(share_url(story)).content.decode()


def test_a_link_that_is_behind_says_so(desk, story):
    share(story)
    assert "The story is at version" not in desk.get(share_url(story)).content.decode()
    make.edit(story, headline="Ministers agree on another plan")
    page = desk.get(share_url(story)).content.decode()
    assert "The story is at version 2 by now: this link still shows the earlier one." in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"for_whom": "", "days": "7"}, "This field is required."),
        ({"for_whom": "Dr Example", "days": "0"}, "greater than or equal to 1"),
        ({"for_whom": "Dr Example", "days": "31"}, "less than or equal to 30"),
        ({"for_whom": "Dr Example", "days": "soon"}, "Enter a whole number."),
    ],
)
def test_what_cannot_be_shared_is_refused_with_a_sentence(asked, sentence, desk, story):
    assert sentence in desk.post(share_url(story), asked).content.decode()
    assert not PreviewLink.objects.exists()


def test_a_week_is_offered(desk, story):
    page = desk.get(share_url(story)).content.decode()
    assert 'name="days" value="7"' in page


def test_a_link_is_called_back(desk, story):
    link = share(story)
    page = desk.post(call_back_url(link), follow=True).content.decode()
    link.refresh_from_db()
    assert link.revoked_at
    assert "Called back: the address opens nothing any more." in page
    assert sharing.address(link) not in page
    assert call_back_url(link) not in page
    again = desk.post(call_back_url(link), follow=True).content.decode()
    assert "The newsroom has called this preview back." in again


def test_opening_the_address_that_calls_back_calls_nothing_back(desk, story):
    link = share(story)
    assert desk.get(call_back_url(link))["Location"].startswith(share_url(story))
    link.refresh_from_db()
    assert link.revoked_at is None


def test_links_that_have_ended_are_listed_below_without_an_address(desk, story):
    over = share(story, now=NOW.replace(year=2025), for_whom="Too late")
    current = share(story, for_whom="In time")
    page = desk.get(share_url(story)).content.decode()
    assert page.index("In time") < page.index("Too late")
    assert "Expired" in page
    assert sharing.address(current) in page
    assert sharing.address(over) not in page


def test_a_link_is_called_back_through_its_own_story_only(desk, story):
    link = share(story)
    elsewhere = reverse("admin:stories_story_call_back", args=[make.draft().pk, link.pk])
    assert desk.post(elsewhere).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_who_may_not_share_sees_neither_links_nor_the_way_there(role, client, story):
    link = share(story)
    client.force_login(make.user(role=role))
    assert client.get(share_url(story)).status_code == 403
    assert client.post(share_url(story), {"for_whom": "Me", "days": "7"}).status_code == 403
    assert client.post(call_back_url(link)).status_code == 403
    assert PreviewLink.objects.get().revoked_at is None
    form = client.get(reverse("admin:stories_story_change", args=[story.pk])).content.decode()
    assert share_url(story) not in form


def test_the_rail_leads_to_it(desk, story):
    form = desk.get(reverse("admin:stories_story_change", args=[story.pk])).content.decode()
    assert share_url(story) in form


def test_a_story_is_deleted_with_its_links(desk, story):
    share(story)
    desk.post(reverse("admin:stories_story_delete", args=[story.pk]), {"post": "yes"})
    assert not Story.objects.exists()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_a_fixed_number_of_queries(count, desk, story, django_assert_num_queries):
    for number in range(count):
        share(story, for_whom=f"Reader {number}")
    with django_assert_num_queries(19):
        desk.get(share_url(story))
