"""Pages by key, tried on the rows that lists are made from."""

from datetime import timedelta

import pytest

from newsroom import paging
from newsroom.paging import BadKey, page
from stories.models import Edition, SectionLink
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)

# Hours before NOW: many rows share their time, some two pages' worth.
SHARED = [0, 0, 1, 2, 2, 2, 2, 2, 2, 3, 5, 5]


def listed(hours):
    """A row of a list for each of the hours, in no order."""
    edition = make.edition()
    row = Edition.objects.filter(pk=edition.pk).values().get()
    after = {"id": None, "kind": "minor", "live_until": NOW + HOUR}
    others = [Edition(**row | after | {"number": number + 2}) for number in range(len(hours) - 1)]
    editions = [edition, *Edition.objects.bulk_create(others)]
    SectionLink.objects.all().delete()
    SectionLink.objects.bulk_create(
        SectionLink(
            edition=edition,
            section_id=edition.section_id,
            live_from=NOW,
            published_at=NOW - hour * HOUR + 7 * MOMENT,
        )
        for edition, hour in zip(editions, hours, strict=True)
    )
    return list(SectionLink.objects.order_by("-published_at", "-edition_id"))


def walked(size, **given):
    """All pages, first to last."""
    pages = [page(SectionLink.objects.all(), after="", size=size, **given)]
    while pages[-1].older:
        pages.append(page(SectionLink.objects.all(), after=pages[-1].older, size=size, **given))
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize("size", range(1, 15))
@pytest.mark.parametrize(
    "hours", [[0], [1, 0], SHARED, SHARED[::-1], [4] * 12], ids=lambda hours: str(len(hours))
)
def test_the_pages_of_a_list_hold_every_row_once_newest_first(size, hours):
    rows = listed(hours)
    pages = walked(size)
    assert [row for each in pages for row in each.rows] == rows
    assert [len(each.rows) for each in pages[:-1]] == [size] * (len(pages) - 1)
    assert pages[-1].rows, "no page is empty"
    assert [each.is_first for each in pages] == [True] + [False] * (len(pages) - 1)


def test_a_list_of_nothing_is_one_empty_page():
    (only,) = walked(5)
    assert (only.rows, only.older, only.is_first) == ([], "", True)


def test_a_row_that_appears_meanwhile_neither_repeats_nor_hides_another():
    rows = listed([1, 2, 3, 4])
    newest, *others = rows
    SectionLink.objects.filter(pk=newest.pk).delete()
    first = page(SectionLink.objects.all(), after="", size=2)
    newest.pk = None
    newest.save()
    second = page(SectionLink.objects.all(), after=first.older, size=2)
    assert first.rows + second.rows == others


def test_a_page_goes_on_where_its_last_row_was_though_that_row_is_gone():
    rows = listed([1, 2, 3, 4])
    first = page(SectionLink.objects.all(), after="", size=2)
    first.rows[-1].delete()
    assert page(SectionLink.objects.all(), after=first.older, size=2).rows == rows[2:]


def test_two_rows_a_microsecond_apart_are_told_apart():
    rows = listed([0, 0])
    older = rows[0]
    SectionLink.objects.filter(pk=older.pk).update(published_at=older.published_at - MOMENT)
    first, second = walked(1)
    assert [*first.rows, *second.rows] == [rows[1], older]


def test_other_lists_are_paged_by_their_own_time_and_key():
    listed(SHARED)
    pages = [page(Edition.objects.all(), after="", size=5, at="frozen_at", key="pk")]
    while pages[-1].older:
        pages.append(
            page(Edition.objects.all(), after=pages[-1].older, size=5, at="frozen_at", key="pk")
        )
    assert [row for each in pages for row in each.rows] == list(Edition.objects.order_by("-pk"))


def test_a_page_takes_one_query_and_no_offset(django_assert_num_queries):
    listed(SHARED)
    older = page(SectionLink.objects.all(), after="", size=2).older
    with django_assert_num_queries(1) as queries:
        page(SectionLink.objects.all(), after=older, size=2)
    assert "OFFSET" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "1",
        "-",
        "1-",
        "-1",
        "1-2-3",
        "1.5-2",
        "a-b",
        " ",
        "1 2",
        "9" * 30 + "-1",
        "9" * 5000 + "-1",
        "1-" + "9" * 5000,
        "1-" + "9" * 30,
        f"1-{2**63}",
        "\x00-1",
    ],
)
def test_what_is_no_key_of_ours_is_refused(key):
    with pytest.raises(BadKey):
        page(SectionLink.objects.all(), after=key, size=5)


@pytest.mark.parametrize("key", [f"1-{2**63 - 1}", "253402300799999999-1", "0-0"])
def test_the_largest_and_the_smallest_key_are_no_error(key):
    assert isinstance(page(SectionLink.objects.all(), after=key, size=5), paging.Page)
