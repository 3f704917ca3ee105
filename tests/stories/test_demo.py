"""The demonstration's profiles: an office that changed hands, and a queue that is alive."""

import pytest
from django.db import transaction

from entities import licences, profiles
from entities.models import Entity, PossibleDuplicate, Report, Suggestion
from newsroom.prose import is_cut_off
from stories.demo import newsroom
from stories.demo import profiles as demo
from stories.demo.checks import PASSWORD
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """The demonstration's desk and profiles, loaded once: that takes some seconds."""
    with django_db_blocker.unblock(), transaction.atomic():
        newsroom.load_desk()
        made = newsroom.load_people(password=PASSWORD)
        demo.load(made)
        yield made
        transaction.set_rollback(True)


def test_every_profile_of_the_demonstration_is_whole_and_says_where_it_comes_from(people):
    for entity in Entity.objects.approved():
        assert entity.description, entity
        assert not is_cut_off(entity.description), entity
        assert licences.known(entity.description_licence), entity
        assert entity.description_source, entity
        assert entity.description_taken_on, entity
        entity.full_clean()


def test_the_relations_of_the_demonstration_are_told_from_both_sides(people):
    korea = profiles.profile("north-korea", on=NOW.date())
    told = {group.heading: [each.name for each in group.related] for group in korea.relations}
    assert told["Capital"] == ["Pyongyang"]
    assert told["Neighbours"] == ["China", "Russia", "South Korea"]
    union = profiles.profile("european-union", on=NOW.date())
    (members,) = (group for group in union.relations if group.heading == "Members")
    assert members.related[-1].name == "United Kingdom"
    assert members.related[-1].ended == "31 January 2020"


def test_an_office_has_changed_hands_and_its_check_is_overdue(people):
    entity = Entity.objects.get(slug="sergei-shoigu")
    (card,) = profiles.cards([entity.pk], on=NOW.date())
    assert str(card.now) == "Minister of Defence, Russia"
    assert entity in Entity.objects.overdue(on=NOW.date())
    texts = [path.read_text() for path in sorted((demo.HERE / "briefs").glob("*.txt"))]
    showing = [text for text in texts if "- Sergei Shoigu\n" in text]
    assert len(showing) == 2
    assert any("Russian Security Council Secretary Sergei Shoigu" in text for text in showing)


def test_something_of_every_kind_waits_for_the_moderator(people):
    demo.load_queue(people, now=NOW)
    assert Suggestion.objects.waiting().get().entity.name == "Jens Stoltenberg"
    assert Report.objects.waiting().get().entity.name == "Yoon Suk Yeol"
    proposed = Entity.objects.filter(state=Entity.State.PROPOSED).order_by("name")
    by = [(entity.name, entity.proposed_by.username) for entity in proposed]
    assert by == [("Cho Tae-yul", "writer"), ("Volodymyr Zelensky", "editor2")]
    assert str(PossibleDuplicate.objects.get()) == "Volodymyr Zelenskyy · Volodymyr Zelensky"
