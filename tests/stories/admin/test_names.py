"""Names in the text, beside the story form."""

import pytest
from django.urls import reverse

from entities.models import Entity
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    person = make.user(role="Writer")
    client.force_login(person)
    return person


def url(name, *args):
    return reverse(f"admin:stories_story_{name}", args=args)


def test_what_is_typed_and_not_saved_is_looked_at(writer, client):
    seoul, busan, daegu = make.entity("Seoul"), make.entity("Busan"), make.entity("Daegu")
    story = make.draft(by=writer, topics=[seoul])
    typed = {
        "headline": "In Seoul",
        "what_happened": "<p>In Busan, with <b>Choe Son Hui</b>.</p>",
        "points-0-text": "In Daegu.",
        "points-1-text": "In Gwangju City.",
        "points-1-DELETE": "on",
        "topics-0-entity": str(seoul.pk),
        "topics-1-entity": "nonsense",
    }
    page = client.post(url("names", story.pk), typed).content.decode()
    for linkable in (busan, daegu):
        assert f'value="{linkable.pk}"' in page
    assert f'value="{seoul.pk}"' not in page
    assert 'value="Choe Son Hui"' in page
    assert "Gwangju" not in page


def test_a_new_story_is_looked_at_too(writer, client):
    seoul = make.entity("Seoul")
    page = client.post(url("names_new"), {"headline": "In Seoul"}).content.decode()
    assert f'value="{seoul.pk}"' in page
    assert client.get(url("names_new")).status_code == 302


def test_the_names_of_cited_outlets_name_nobody(writer, client):
    make.entity("Washington")
    paper = make.outlet("Washington Post")
    typed = {
        "headline": "A row",
        "citations-0-text": "The Washington Post reports it.",
        "citations-0-outlet": str(paper.pk),
        "citations-1-text": "Washington Times reports it.",
        "citations-1-outlet_named": "Washington Times",
    }
    page = client.post(url("names_new"), typed).content.decode()
    assert "Everyone and everything that the text names is linked." in page


def test_without_scripts_a_page_links_and_proposes(writer, client):
    busan = make.entity("Busan")
    story = make.draft(by=writer, what_happened="<p>In Busan, with Choe Son Hui.</p>")
    page = client.get(url("names", story.pk)).content.decode()
    assert f'type="submit" name="link" value="{busan.pk}"' in page
    client.post(url("names", story.pk), {"link": busan.pk})
    client.post(url("names", story.pk), {"propose": "Choe Son Hui"})
    proposed = Entity.objects.get(name="Choe Son Hui")
    assert [topic.entity for topic in story.topics.order_by("order")] == [busan, proposed]
    assert proposed.proposed_by == writer
    assert client.post(url("names", story.pk), {"link": "x"}).status_code == 404


def test_a_proposal_that_is_refused_says_why(writer, client):
    answer = client.post(url("propose"), {"propose": "  "}).json()
    assert "This field cannot be blank." in answer["sentence"]
    answer = client.post(url("propose"), {"propose": "Choe  Son Hui"}).json()
    assert Entity.objects.get(pk=answer["id"]).name == answer["name"] == "Choe Son Hui"


def test_whoever_only_reads_stories_is_offered_nothing(client):
    story = make.draft()
    client.force_login(make.user(role="Moderator"))
    assert client.get(url("names", story.pk)).status_code == 403
    assert "names-found" not in client.get(url("change", story.pk)).content.decode()
