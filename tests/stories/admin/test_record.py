"""The record of a story: narrowed, paged, and taken away as a file that no spreadsheet computes."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import roles
from stories import publishing, review, writing
from stories.freezing import freeze
from tests import make
from tests.make import HOUR, NOW
from tests.stories.lists import replaced_story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def record(client, story, **asked):
    return client.get(reverse("admin:stories_story_history", args=[story.pk]), asked)


def acts(response):
    return [row.act for row in response.context["page"].rows]


def table(client, story, **asked):
    """The rows of the file, each a dictionary."""
    response = client.get(reverse("admin:stories_story_record_csv", args=[story.pk]), asked)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def story(editor, writer):
    """Written, sent and published on three days, then corrected."""
    made = make.draft(by=writer, now=NOW)
    review.submit(story=made, by=writer, now=NOW + DAY, note="Please read.")
    make.approve(made, by=editor, now=NOW + DAY)
    publishing.publish(story=made, by=editor, now=NOW + 2 * DAY)
    make.next_edition(
        made, now=NOW + 3 * DAY, kind="correction", what_changed="It was two.", headline="Two"
    )
    return made


def test_every_act_stands_in_it_with_who_when_which_text_and_edition(client, story, editor):
    client.force_login(editor)
    response = record(client, story)
    assert acts(response) == [
        "corrected", "approved", "submitted", "saved", "published", "approved", "submitted", "made",
    ]  # fmt: skip
    page = response.content.decode()
    corrected = story.records.get(act="corrected")
    for words in (
        "Correction published",
        "It was two.",
        "Ines Moreau",
        "5 Mar 2026, 09:00",
        corrected.digest[:12],
        f'href="/admin/stories/edition/{corrected.edition_id}/change/"',
    ):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"act": "approved"}, ["approved", "approved"]),
        ({"person": "Sam Okafor"}, ["submitted", "made"]),
        ({"person": "Sam Okafor", "act": "made"}, ["made"]),
        ({"since": "2026-03-05"}, ["corrected", "approved", "submitted", "saved"]),
        ({"until": "2026-03-02"}, ["made"]),
        ({"since": "2026-03-03", "until": "2026-03-04"}, ["published", "approved", "submitted"]),
        ({"since": "2026-03-09"}, []),
    ],
)
def test_it_is_narrowed_by_act_person_and_date_and_the_file_holds_just_that(
    client, story, editor, asked, found
):
    client.force_login(editor)
    response = record(client, story, **asked)
    assert acts(response) == found
    rows = response.context["page"].rows
    assert [row["Act"] for row in table(client, story, **asked)] == [
        row.act_in_words for row in rows
    ]


def test_a_day_is_a_day_of_the_newsroom(client, editor):
    story = make.draft(now=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    client.force_login(editor)
    with timezone.override("Asia/Seoul"):
        assert acts(record(client, story, since="2026-03-02")) == ["made"]
        assert acts(record(client, story, until="2026-03-01")) == []
        assert table(client, story)[0]["At"] == "2026-03-02T08:30:00+09:00"


def test_the_choices_are_what_the_record_has(client, story, editor):
    other = make.draft(by=make.user(public_name="Somebody Else"))
    assert other.records.exists()
    client.force_login(editor)
    form = record(client, story).context["filter"].form
    people = [value for value, _label in form.fields["person"].choices if value]
    assert "Somebody Else" not in people
    assert {"Ines Moreau", "Sam Okafor"} <= set(people)
    named = dict(form.fields["act"].choices)
    assert named["corrected"] == "Correction published"
    assert "withdrawn" not in named


@pytest.mark.parametrize("asked", [{"since": "soon"}, {"act": "eaten"}, {"person": "Nobody"}])
def test_what_cannot_be_understood_finds_nothing_and_says_so(client, story, editor, asked):
    client.force_login(editor)
    response = record(client, story, **asked)
    assert response.context["page"].rows == []
    assert response.context["filter"].form.errors
    url = reverse("admin:stories_story_record_csv", args=[story.pk])
    assert client.get(url, asked)["Location"].startswith(
        reverse("admin:stories_story_history", args=[story.pk])
    )


def test_a_long_record_is_paged_and_keeps_what_was_asked_for(client, editor):
    story = make.draft(now=NOW)
    for n in range(120):
        writing.log("saved", story=story, by=editor, now=NOW + n * HOUR, note=f"Note {n}")
    client.force_login(editor)
    seen, after = [], {}
    while True:
        response = record(client, story, act="saved", **after)
        page = response.context["page"]
        seen += [row.note for row in page.rows]
        if not page.older:
            break
        assert f"act=saved&amp;after={page.older}" in response.content.decode()
        after = {"after": page.older}
    assert seen == [f"Note {n}" for n in reversed(range(120))]
    assert len(table(client, story, act="saved", after=page.older or "x")) == 120
    assert record(client, story, after="nonsense").status_code == 404


def test_the_file_has_whole_columns_and_no_cell_that_computes(client, editor):
    story = make.in_review(by=make.user(role=roles.WRITER, public_name="@SUM(1)"))
    review.request_changes(story=story, by=editor, now=NOW, note='=HYPERLINK("http://x","y")')
    client.force_login(editor)
    newest, sent = table(client, story)[:2]
    assert list(newest) == ["At", "Act", "Person", "Note", "Digest", "Edition"]
    assert newest | {"Digest": ""} == {
        "At": "2026-03-02T09:00:00+00:00",
        "Act": "Changes requested",
        "Person": "Ines Moreau",
        "Note": '\'=HYPERLINK("http://x","y")',
        "Digest": "",
        "Edition": "",
    }
    assert sent["Person"] == "'@SUM(1)"


def test_the_file_names_digest_and_edition_whole(client, story, editor):
    client.force_login(editor)
    corrected = table(client, story)[0]
    edition = story.editions.get(number=2)
    assert (corrected["Digest"], corrected["Edition"]) == (edition.digest, "2")


def test_the_file_is_for_those_who_may_see_the_story(client, story):
    url = reverse("admin:stories_story_record_csv", args=[story.pk])
    assert client.get(url)["Location"].startswith("/admin/login/")
    outsider = make.user()
    outsider.groups.clear()
    client.force_login(outsider)
    assert client.get(url).status_code == 403
    assert record(client, story).status_code == 403


# Overrides ---------------------------------------------------------------------------------------


@pytest.fixture
def overridden(administrator):
    story = make.in_review(by=administrator)
    review.approve(
        story=story,
        by=administrator,
        now=NOW,
        digest=freeze(story).digest,
        note="Read twice.",
        override_reason="Nobody else was awake.",
    )
    return publishing.publish(story=story, by=administrator, now=NOW + HOUR)


def test_the_record_says_why_someone_approved_their_own_work(client, overridden, editor):
    client.force_login(editor)
    response = record(client, overridden.story)
    page = response.content.decode()
    assert "Nobody else was awake.<br>Read twice." in page
    assert "Approved by one of its authors: Nobody else was awake." in page
    notes = {row["Act"]: row["Note"] for row in table(client, overridden.story)}
    assert notes["Approved by an author"] == "Nobody else was awake.\nRead twice."


def test_so_do_the_edition_and_the_record_of_the_edition(client, overridden, editor):
    client.force_login(editor)
    url = reverse("admin:stories_edition_change", args=[overridden.pk])
    assert "Nobody else was awake." in client.get(url).content.decode()
    response = client.get(reverse("admin:stories_edition_history", args=[overridden.pk]))
    shown = [row.act for row in response.context["records"]]
    assert shown == ["published", "approved_by_override", "made"]
    assert "Nobody else was awake." in response.content.decode()


# What the law removed ----------------------------------------------------------------------------


def test_an_edition_that_was_removed_is_kept_for_administrators_alone(
    client, editor, administrator
):
    removed = replaced_story().editions.get(number=1)
    pages = [
        reverse(f"admin:stories_edition_{page}", args=[removed.pk])
        for page in ("change", "text", "history")
    ]
    client.force_login(administrator)
    assert [client.get(url).status_code for url in pages] == [200] * 3
    assert "It was wrong." in client.get(pages[0]).content.decode()
    text = client.get(pages[1])
    assert removed.headline in text.content.decode()
    assert "no-store" in text["Cache-Control"]
    listed = client.get("/admin/stories/edition/").content.decode()
    assert f"/admin/stories/edition/{removed.pk}/change/" in listed

    client.force_login(editor)
    for url in pages:
        response = client.get(url)
        assert response.status_code in {302, 404}, url
        assert removed.headline not in response.content.decode()
    listed = client.get("/admin/stories/edition/").content.decode()
    assert f"/admin/stories/edition/{removed.pk}/change/" not in listed
    searched = client.get("/admin/stories/edition/", {"q": removed.headline}).content.decode()
    assert f"/admin/stories/edition/{removed.pk}/change/" not in searched


def test_the_record_links_it_for_those_who_may_read_it(client, editor, administrator):
    story = replaced_story()
    removed, shown = story.editions.order_by("number")
    for person, links in ((administrator, True), (editor, False)):
        client.force_login(person)
        page = record(client, story).content.decode()
        assert (f"/admin/stories/edition/{removed.pk}/change/" in page) is links
        assert f"/admin/stories/edition/{shown.pk}/change/" in page
        assert "edition 1" in page


def test_an_edition_is_read_as_the_page_it_was(client, writer):
    edition = make.edition(word="WORDOFIT")
    client.force_login(writer)
    page = client.get(reverse("admin:stories_edition_text", args=[edition.pk]))
    assert "This happened WORDOFIT." in page.content.decode()
    assert "Edition 1 of 2 March 2026, 09:00, as the newsroom keeps it." in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("times", [1, 5])
def test_the_record_of_an_edition_costs_a_fixed_number_of_queries(
    times, client, administrator, django_assert_max_num_queries
):
    edition = make.edition()
    for _ in range(times):
        given = {"story": edition.story, "by": administrator, "now": NOW}
        publishing.withdraw(**given, reason="It was wrong.")
        publishing.restore(**given)
    client.force_login(administrator)
    url = reverse("admin:stories_edition_history", args=[edition.pk])
    with django_assert_max_num_queries(7):
        assert len(client.get(url).context["records"]) >= 1 + 2 * times


def test_the_rail_says_what_readers_do_not_get(client, editor):
    story = replaced_story()
    client.force_login(editor)
    url = reverse("admin:stories_story_change", args=[story.pk])
    page = client.get(url).content.decode()
    assert "Removed for legal reasons: every edition up to number 1. It was wrong." in page
    publishing.reinstate(story=story, by=None, now=timezone.now())
    assert "Removed for legal reasons" not in client.get(url).content.decode()
