"""What a page costs in queries: literal numbers, the same with 3 and with 300 of everything."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.models import Edition, Outlet
from tests import make

pytestmark = pytest.mark.django_db


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as context:
        response = client.get(url)
    assert response.status_code == 200
    return len(context.captured_queries)


@pytest.fixture(params=[3, 300])
def newsroom(request):
    """One story with so many topics, outlets and related stories."""
    size = request.param
    now = timezone.now() - timedelta(hours=1)
    topics = [
        make.entity(f"Topic {n}", position={"title": "Minister", "at": "Somewhere"})
        for n in range(size)
    ]
    for other in topics[1:]:
        make.relation(other, "successor_of", topics[0])
    outlets = [make.outlet(f"Outlet {n}") for n in range(size)]
    for n in range(size):
        make.edition(
            topics=topics[:3], outlets=outlets[:2], tags=["trade"], now=now - n * timedelta(hours=1)
        )
    return make.edition(topics=topics, outlets=outlets, tags=["trade"], now=now)


def test_a_page_costs_the_same_whatever_there_is(newsroom, client):
    story = newsroom.get_absolute_url()
    assert queries(client, story) == 7  # one of them for the page of names
    assert queries(client, "/") <= 8
    assert queries(client, "/topics/topic-0/") == 9
    assert queries(client, "/sections/world/") == 3
    assert queries(client, "/tags/trade/") == 3
    assert queries(client, f"/outlets/{Outlet.objects.get(name='Outlet 0').slug}/") == 3
    assert queries(client, "/briefs/") <= 6
    assert queries(client, f"{story}editions/") <= 3
    # The page of an earlier edition costs no more. Here, as the newsroom takes long to make.
    later = make.next_edition(newsroom.story, now=timezone.now(), headline="Another headline now")
    assert Edition.objects.get(pk=newsroom.pk).live_until
    assert queries(client, f"{later.get_absolute_url()}editions/1/") <= 7
