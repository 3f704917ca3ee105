"""A signed address shows one version to someone without an account, for a few days."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from newsroom import pictures, roles
from newsroom.acts import NotPermitted
from stories import publishing, sharing, writing
from stories.models import PreviewLink, Story
from tests import make
from tests.guards import no_working_copy
from tests.make import HOUR, NOW
from tests.newsroom.test_admin import drawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CANARY = "xcanaryx"


@pytest.fixture
def story():
    return make.draft(headline="Ministers agree on a plan", word="AsShared")


@pytest.fixture
def reader():
    """Someone without an account."""
    return Client()


def share(story, *, by=None, now=NOW, **given):
    return sharing.share(story=story, by=by, now=now, **{"for_whom": "Dr Example"} | given)


def token(link):
    return sharing.address(link).removeprefix("http://testserver/shared/").removesuffix("/")


def shared(story, *, days_ago=0):
    """A link by the clock of the view, and its path."""
    link = share(story, now=timezone.now() - days_ago * DAY)
    return link, sharing.address(link).removeprefix("http://testserver")


# The acts ------------------------------------------------------------------------------------


def test_a_link_is_to_the_latest_version_for_seven_days(story, editor):
    link = share(story, by=editor, for_whom="  Dr \n Example ")
    assert (link.version.number, link.for_whom) == (1, "Dr Example")
    assert (link.made_by, link.made_by_name, link.made_at) == (editor, "Ines Moreau", NOW)
    assert link.expires_at == NOW + 7 * DAY
    record = story.records.order_by("pk").last()
    assert (record.act, record.note, record.digest) == ("shared", "Dr Example", link.version.digest)
    assert record.act_in_words == "Preview shared"


def test_an_earlier_version_can_be_shared_and_none_of_another_story(story):
    first = story.versions.get()
    make.edit(story, headline="Ministers agree on another plan")
    assert share(story, version=first).version == first
    assert share(story).version.number == 2
    with pytest.raises(sharing.NothingKept):
        share(make.draft(), version=first)


def test_a_story_that_was_never_kept_cannot_be_shared(writer):
    story = Story.objects.create(
        slug="bare", created_at=NOW, created_by=writer, changed_at=NOW, headline="Bare"
    )
    with pytest.raises(sharing.NothingKept, match="Save the story first"):
        share(story)


def test_sharing_leaves_the_story_as_it_is(story):
    before = Story.objects.values().get(pk=story.pk)
    sharing.call_back(link=share(story), by=None, now=NOW)
    assert Story.objects.values().get(pk=story.pk) == before


@pytest.mark.parametrize("days", [1, 30])
def test_a_link_lasts_as_many_days_as_were_asked_for(days, story):
    assert share(story, days=days).expires_at == NOW + days * DAY


@pytest.mark.parametrize("days", [-1, 0, 31])
def test_a_link_lasts_from_one_day_to_thirty(days, story):
    with pytest.raises(sharing.TooLong, match="1 to 30"):
        share(story, days=days)


def test_a_link_is_for_someone(story):
    with pytest.raises(sharing.NameMissing):
        share(story, for_whom=" ")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.WRITER, False),
        (roles.EDITOR, True),
        (roles.MODERATOR, False),
        (roles.ADMINISTRATOR, True),
    ],
)
def test_editors_and_administrators_share_and_call_back(role, may, story):
    person, link = make.user(role=role), share(story)
    for act in (
        lambda: share(story, by=person),
        lambda: sharing.call_back(link=link, by=person, now=NOW),
    ):
        if may:
            act()
        else:
            with pytest.raises(NotPermitted):
                act()


def test_a_link_is_called_back_once(story, editor):
    link = sharing.call_back(link=share(story), by=editor, now=NOW + HOUR)
    assert link.revoked_at == NOW + HOUR
    record = story.records.order_by("pk").last()
    assert (record.act, record.note) == ("share_called_back", "Dr Example")
    with pytest.raises(sharing.CalledBack):
        sharing.call_back(link=link, by=editor, now=NOW + HOUR)


def test_a_link_that_has_ended_is_not_called_back(story, editor):
    with pytest.raises(sharing.Expired):
        sharing.call_back(link=share(story), by=editor, now=NOW + 7 * DAY)


# Opening -------------------------------------------------------------------------------------


def test_a_token_opens_its_link_until_its_time_is_over(story):
    link = share(story)
    assert sharing.opened(token(link), now=NOW) == link
    assert sharing.opened(token(link), now=NOW + 7 * DAY - timedelta(seconds=1)) == link
    with pytest.raises(sharing.Expired, match="ended on 9 March 2026"):
        sharing.opened(token(link), now=NOW + 7 * DAY)


def test_a_token_opens_nothing_once_its_link_is_called_back(story):
    link = sharing.call_back(link=share(story), by=None, now=NOW)
    with pytest.raises(sharing.CalledBack):
        sharing.opened(token(link), now=NOW)


def test_the_address_of_a_link_is_the_same_each_time(story):
    link = share(story)
    assert sharing.address(link) == sharing.address(PreviewLink.objects.get(pk=link.pk))
    assert sharing.address(link) != sharing.address(share(story))


def forged(link):
    """What someone might try who has one address and wants another, or has none."""
    key, _dot, signature = token(link).partition(".")
    return [
        "x",
        key,
        f"{key}.",
        f"{key}.x",
        f"{int(key) + 1}.{signature}",
        f"{token(link)[:-1]}{'A' if token(link)[-1] != 'A' else 'B'}",
        f"{token(link)}x",
        f".{signature}",
        f"{key}.{key}.{signature}",
        "999999999999999999999999.x",
        "١.x",
    ]


def test_a_token_that_is_none_of_ours_reads_nothing(story, reader):
    link, _path = shared(story)
    with no_working_copy():
        for wrong in forged(link):
            with pytest.raises(sharing.NoSuchLink):
                sharing.opened(wrong, now=timezone.now())
            assert reader.get(f"/shared/{wrong}/").status_code == 404, wrong
    assert reader.get("/shared/").status_code == 404


def test_a_token_that_was_signed_elsewhere_opens_nothing(story, settings):
    link, ours = share(story), settings.SECRET_KEY
    settings.SECRET_KEY = "another-" * 10
    made_elsewhere = token(link)
    settings.SECRET_KEY = ours
    with pytest.raises(sharing.NoSuchLink):
        sharing.opened(made_elsewhere, now=NOW)


# The law -------------------------------------------------------------------------------------


@pytest.fixture
def removed():
    """A live story with a shared draft, taken from readers for legal reasons an hour later."""
    story = make.edition().story
    make.edit(story, headline="Ministers agree on more")
    links = share(story, version=story.versions.get(number=1)), share(story)
    publishing.withdraw(
        story=story, by=None, now=NOW + HOUR, reason="A court says so.", is_legal=True
    )
    return story, links


def test_a_legal_withdrawal_ends_every_link_to_the_story(removed):
    _story, links = removed
    for link in links:
        with pytest.raises(sharing.CalledBack):
            sharing.opened(token(link), now=NOW + 2 * HOUR)


def test_what_the_law_removed_is_not_shared_anew_but_what_was_written_since_is(removed):
    story, _links = removed
    with pytest.raises(sharing.ForLegalReasons):
        share(story, version=story.versions.get(number=1), now=NOW + 2 * HOUR)
    link = share(story, now=NOW + 2 * HOUR)
    assert sharing.opened(token(link), now=NOW + 2 * HOUR) == link


def test_a_story_that_was_given_back_opens_again(removed):
    story, links = removed
    publishing.restore(story=story, by=None, now=NOW + 2 * HOUR)
    for link in links:
        assert sharing.opened(token(link), now=NOW + 3 * HOUR) == link


def test_a_withdrawal_for_other_reasons_leaves_previews(story):
    story = make.edition().story
    link = share(story)
    publishing.withdraw(story=story, by=None, now=NOW, reason="It was wrong.")
    assert sharing.opened(token(link), now=NOW) == link


# The page ------------------------------------------------------------------------------------


def test_the_page_is_that_of_the_version_with_a_line_on_top(story, reader):
    link, path = shared(story)
    response = reader.get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert "stories/story.html" in [template.name for template in response.templates]
    assert "This happened AsShared." in page
    assert f"A preview of version 1, for Dr Example, until {link.expires_at:%-d %B %Y}" in page
    assert "Not published." in page


def test_an_edit_after_sharing_does_not_show(story, reader):
    _link, path = shared(story)
    before = reader.get(path).content
    make.edit(
        story,
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
    story.topics.create(entity=make.proposed(f"{CANARY} topic"), order=9)
    writing.keep_version(story=story, by=None, now=NOW)
    assert story.versions.count() == 3
    assert reader.get(path).content == before
    assert CANARY not in before.decode()


def test_a_profile_that_is_not_approved_does_not_show(reader):
    story = make.draft(topics=[make.proposed(f"{CANARY} topic"), make.entity("Shown Topic")])
    page = reader.get(shared(story)[1]).content.decode()
    assert "Shown Topic" in page
    assert CANARY not in page


def test_the_page_is_neither_indexed_nor_kept_nor_told_of(story, reader):
    link, path = shared(story)
    _over, over_path = shared(story, days_ago=8)
    called_back, called_back_path = shared(story)
    sharing.call_back(link=called_back, by=None, now=timezone.now())
    for url in (path, over_path, called_back_path, "/shared/x/"):
        response = reader.get(url)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in response
        assert "Set-Cookie" not in response
        assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert token(link) not in reader.get(path).content.decode()


def test_a_preview_that_is_over_says_so_and_shows_nothing(story, reader):
    over, over_path = shared(story, days_ago=8)
    called_back, called_back_path = shared(story)
    sharing.call_back(link=called_back, by=None, now=timezone.now())
    for path, sentence in (
        (over_path, f"This preview ended on {over.expires_at:%-d %B %Y}."),
        (called_back_path, "The newsroom has called this preview back."),
    ):
        response = reader.get(path)
        page = response.content.decode()
        assert response.status_code == 410
        assert sentence in page
        assert "AsShared" not in page


def test_a_preview_is_read_and_nothing_else(story, reader):
    _link, path = shared(story)
    assert reader.head(path).status_code == 200
    for method in (reader.post, reader.put, reader.patch, reader.delete):
        assert method(path).status_code == 405


def test_the_picture_of_a_preview_loads_without_an_account(reader):
    picture = pictures.take_in(upload=drawn(), by=None, now=NOW)
    story = make.draft(picture=picture)
    page = reader.get(shared(story)[1]).content.decode()
    url = f"/media/{picture.file.name}"
    assert f'src="{url}"' in page
    assert reader.get(url).status_code == 200


@pytest.mark.parametrize("rows", [3, 60])
def test_a_preview_costs_a_fixed_number_of_queries(rows, reader, django_assert_num_queries):
    story = make.draft(
        outlets=[make.outlet() for _ in range(rows)], topics=[make.entity() for _ in range(rows)]
    )
    _link, path = shared(story)
    with django_assert_num_queries(7):  # one of them for the page of names
        reader.get(path)


def test_links_go_with_their_story(story, reader):
    _link, path = shared(story)
    story.delete()
    assert not PreviewLink.objects.exists()
    assert reader.get(path).status_code == 404
