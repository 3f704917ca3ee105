"""“Refresh from Wikidata”: the act, and the page that does it."""

import pytest
from django.urls import reverse

from entities import moderation
from entities.models import Entity, Suggestion, WikidataLabel
from entities.wikidata import fetching, refreshing
from newsroom import acts
from tests import make
from tests.entities.wikidata.generate import day, entity, held, person, statement, year
from tests.entities.wikidata.test_fetching import serving

pytestmark = pytest.mark.django_db

SHOIGU = person(
    "Q1389",
    "Sergei Shoigu",
    statement(day("P569", "1955-05-21")),
    held("Q900", day("P580", "2024-05-12")),
)
OFFICE = {"id": "Q900", "labels": {"en": {"value": "secretary of the Security Council"}}}


@pytest.fixture
def wikidata(settings):
    """A server that knows these entities by number, and how it was asked."""
    known = {"Q1389": SHOIGU}

    def answer(request):
        if request.path.startswith("/w/api.php"):
            request.give({"entities": {"Q900": OFFICE}})
            return
        number = request.path.rsplit("/", 1)[1].removesuffix(".json")
        if number in known:
            request.give({"entities": {number: known[number]}})
        else:
            request.give(b"", status=404)

    with serving(answer) as server:
        settings.WIKIDATA_HOST = server.url
        server.known = known
        yield server


def profile(number="Q1389", *, is_approved=True, **fields):
    made = make.proposed("Sergei Shoigu", kind="person", **fields)
    Entity.objects.filter(pk=made.pk).update(wikidata_id=number)
    made.refresh_from_db()
    return moderation.approve(entity=made, by=None, now=make.NOW) if is_approved else made


def refresh(thing, by=None):
    return refreshing.refresh(entity=thing, by=by, now=make.NOW)


def test_what_wikidata_says_of_an_approved_profile_waits_as_a_suggestion(wikidata):
    topic = profile()
    taken = refresh(topic)
    assert taken.suggestion.changes["fields"]["born_on"] == [None, "1955-05-21"]
    (row,) = taken.suggestion.changes["positions"]
    assert row["values"]["title"] == "Secretary of the Security Council"
    assert refreshing.in_words(taken) == "What Wikidata says otherwise waits as a suggestion."
    assert [path.split("?")[0] for path, _headers in wikidata.asked] == [
        "/wiki/Special:EntityData/Q1389.json",
        "/w/api.php",
    ]


def test_a_proposal_takes_what_nobody_has_set(wikidata):
    topic = profile(is_approved=False)
    taken = refresh(topic)
    topic.refresh_from_db()
    assert str(topic.born_on) == "1955-05-21"
    assert refreshing.in_words(taken) == "The proposal was brought up to date."


def test_an_office_whose_name_is_known_is_not_asked_for_again(wikidata):
    WikidataLabel.objects.create(wikidata_id="Q900", label="secretary")
    refresh(profile())
    assert len(wikidata.asked) == 1


def test_without_the_names_of_offices_the_rest_is_taken(wikidata, monkeypatch):
    def fail(*args, **kwargs):
        raise fetching.Unanswered("Not now.")

    monkeypatch.setattr(fetching, "names", fail)
    taken = refresh(profile())
    assert "positions" not in taken.suggestion.changes
    assert "An office was left out" in refreshing.in_words(taken)


def test_nothing_new_is_said_so(wikidata):
    wikidata.known["Q1389"] = person("Q1389", "Sergei Shoigu")
    assert refreshing.in_words(refresh(profile())) == "Wikidata says nothing new."


def test_a_number_that_was_joined_to_another_is_suggested(wikidata):
    wikidata.known["Q1389"] = person("Q5000", "Sergei Shoigu")
    topic = profile()
    assert refresh(topic).suggestion.changes["fields"] == {"wikidata_id": ["Q1389", "Q5000"]}


def test_a_number_that_was_joined_to_that_of_another_profile_is_told(wikidata):
    wikidata.known["Q1389"] = person("Q5000", "Sergei Shoigu")
    topic = profile()
    Entity.objects.filter(pk=make.entity("Shoigu").pk).update(wikidata_id="Q5000")
    with pytest.raises(refreshing.Joined, match="the number of “Shoigu”"):
        refresh(topic)
    assert not Suggestion.objects.exists()


def test_what_is_no_item_is_told(wikidata):
    wikidata.known["Q1389"] = entity("Q1389", kind="Q4167410", labels={"en": "Shoigu"})
    with pytest.raises(refreshing.NothingThere, match="keeps for itself"):
        refresh(profile())


def test_a_profile_without_a_number_is_not_asked_for(wikidata):
    with pytest.raises(refreshing.NoNumber):
        refresh(make.entity("Ann"))
    retired = moderation.retire(entity=profile(), by=None, now=make.NOW)
    with pytest.raises(acts.Refused):
        refresh(retired)
    assert wikidata.asked == []


def test_whoever_may_not_suggest_may_not_refresh(wikidata):
    nobody = make.user()
    nobody.groups.clear()
    with pytest.raises(acts.NotPermitted):
        refresh(profile(), by=type(nobody).objects.get(pk=nobody.pk))
    assert wikidata.asked == []


# The page ----------------------------------------------------------------------------------------


def address(topic):
    return reverse("admin:entities_entity_refresh", args=[topic.pk])


def test_a_moderator_refreshes_from_the_profile_and_is_led_to_the_suggestion(
    wikidata, client, moderator
):
    topic = profile()
    client.force_login(moderator)
    form = reverse("admin:entities_entity_change", args=[topic.pk])
    assert f'href="{address(topic)}"' in client.get(form).text
    assert "Refresh from Wikidata" in client.get(address(topic)).text
    assert wikidata.asked == []  # to look is not to ask
    page = client.post(address(topic), follow=True)
    assert "waits as a suggestion" in page.text
    suggestion = topic.suggestions.get()
    assert reverse("admin:entities_entity_decide", args=[suggestion.pk]) in page.text
    assert suggestion.by == moderator


def test_a_writer_may_ask_too_and_is_led_to_what_they_suggested(wikidata, client, writer):
    topic = profile()
    client.force_login(writer)
    page = client.post(address(topic), follow=True)
    assert reverse("admin:entities_entity_mine") in page.text


def test_what_went_wrong_is_said_on_the_page(wikidata, client, moderator):
    topic = profile("Q404")
    client.force_login(moderator)
    page = client.post(address(topic))
    assert "Wikidata has no Q404." in page.text


def test_a_profile_without_a_number_has_no_button(wikidata, client, moderator):
    topic = make.entity("Ann")
    client.force_login(moderator)
    form = reverse("admin:entities_entity_change", args=[topic.pk])
    assert "Refresh from Wikidata" not in client.get(form).text
    page = client.post(address(topic), follow=True)
    assert "Give the profile its Wikidata number first." in page.text


def test_years_alone_are_taken_as_they_are(wikidata):
    wikidata.known["Q1389"] = person("Q1389", "Sergei Shoigu", statement(year("P569", 1955)))
    assert refresh(profile()).suggestion.changes["fields"]["born_on"] == [None, "1955"]
