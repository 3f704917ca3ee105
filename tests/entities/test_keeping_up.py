"""The book of names in a process: it keeps up with what is committed, and knows nothing else."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from entities import mentions, moderation, recording
from entities.models import Entity, NameBook
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def found(text):
    return [(each.name, each.entities) for each in mentions.book().find(text)]


def committed(act):
    """What an act leaves when it is done, as in a newsroom: tests stand in a transaction."""
    with transaction.atomic():
        return act()


@pytest.mark.django_db(transaction=True)
def test_the_book_keeps_up_with_every_change_of_a_profile():
    seoul = committed(lambda: make.entity("Seoul", aliases=["Soul"]))
    assert found("Seoul, Soul, Busan") == [("Seoul", (seoul.pk,)), ("Soul", (seoul.pk,))]
    busan = committed(lambda: make.entity("Busan"))
    assert found("Soul, Busan") == [("Soul", (seoul.pk,)), ("Busan", (busan.pk,))]
    seoul.aliases.all().delete()
    Entity.objects.filter(pk=busan.pk).update(name="Pusan")
    for entity in (seoul, busan):
        committed(lambda: moderation.mark_checked(entity=entity, by=None, now=NOW))  # noqa: B023
    assert found("Soul, Busan, Pusan") == [("Pusan", (busan.pk,))]
    committed(lambda: moderation.retire(entity=seoul, by=None, now=NOW))
    assert found("Seoul, Pusan") == [("Pusan", (busan.pk,))]
    committed(lambda: moderation.approve(entity=seoul, by=None, now=NOW))
    assert found("Seoul") == [("Seoul", (seoul.pk,))]


@pytest.mark.django_db(transaction=True)
def test_what_changed_is_read_and_nothing_else(django_assert_num_queries):
    committed(lambda: make.entity("Seoul"))
    with django_assert_num_queries(3):
        found("Seoul")
    with django_assert_num_queries(1):
        found("Seoul")
    committed(lambda: make.entity("Busan"))
    with django_assert_num_queries(4), CaptureQueriesContext(connection) as queries:
        assert len(found("Seoul and Busan")) == 2
    read = [query["sql"] for query in queries if "entities_entity" in query["sql"]]
    assert all("page" in sql or " IN " in sql for sql in read)
    committed(lambda: make.proposed("Daegu"))
    with django_assert_num_queries(2):
        found("Daegu")


@pytest.mark.django_db(transaction=True)
def test_when_much_has_changed_all_is_read_anew(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(mentions, "MOST_CHANGED", 2)
    for name in ("Seoul", "Busan", "Daegu", "Ulsan"):
        committed(lambda: make.entity(name))  # noqa: B023
        assert found(f"In {name}")
    assert len(found("Seoul, Busan, Daegu, Ulsan")) == 4


@pytest.mark.django_db(transaction=True)
def test_names_of_a_transaction_that_is_taken_back_are_forgotten_and_its_page_used_again():
    committed(lambda: make.entity("Seoul"))
    assert found("Seoul")
    before = recording.page()
    with transaction.atomic():
        make.entity("Busan")
        assert found("Seoul and Busan")[1][0] == "Busan"
        transaction.set_rollback(True)
    assert recording.page() == before
    assert [name for name, _who in found("Seoul, Busan")] == ["Seoul"]
    committed(lambda: make.entity("Daegu"))
    assert [name for name, _who in found("Seoul, Busan, Daegu")] == ["Seoul", "Daegu"]


def test_an_act_that_is_taken_back_inside_a_transaction_leaves_no_names():
    make.entity("Seoul")
    with transaction.atomic():
        make.entity("Busan")
        page = recording.page()
        assert found("Busan")
        transaction.set_rollback(True)
    make.entity("Daegu")
    assert recording.page() == page
    assert [name for name, _who in found("Seoul, Busan, Daegu")] == ["Seoul", "Daegu"]


@pytest.mark.django_db(transaction=True)
def test_no_other_thread_sees_names_before_they_are_committed():
    committed(lambda: make.entity("Seoul"))
    with ThreadPoolExecutor(1) as pool:

        def elsewhere():
            names = pool.submit(lambda: [name for name, _who in found("Seoul, Busan")]).result()
            pool.submit(lambda: connection.close()).result()
            return names

        with transaction.atomic():
            make.entity("Busan")
            assert len(found("Seoul, Busan")) == 2
            assert elsewhere() == ["Seoul"]
        assert elsewhere() == ["Seoul", "Busan"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_older_than_the_book_is_read_anew():
    seoul = committed(lambda: make.entity("Seoul"))
    assert found("Seoul")
    Entity.objects.filter(pk=seoul.pk).update(name="Busan")
    NameBook.objects.update(page=1)
    assert [name for name, _who in found("Seoul, Busan")] == ["Busan"]


@pytest.mark.django_db(transaction=True)
def test_after_any_acts_the_book_is_the_one_that_would_be_made_anew():
    chance = random.Random(7)  # noqa: S311  the same every time
    names = [f"Town{letter}" for letter in "abcdefgh"]
    text = ", ".join(name.title() for name in names)
    made = []
    for _step in range(40):
        if len(made) < 4 or chance.random() < 0.2:
            entity = make.entity(chance.choice(names), aliases=[chance.choice(names)])
            made.append(entity.pk)
        entity = Entity.objects.get(pk=chance.choice(made))
        if entity.state == Entity.State.APPROVED and chance.random() < 0.4:
            moderation.retire(entity=entity, by=None, now=NOW)
        elif entity.state == Entity.State.RETIRED:
            moderation.approve(entity=entity, by=None, now=NOW)
        else:
            entity.name = chance.choice(names)
            entity.save()
            moderation.mark_checked(entity=entity, by=None, now=NOW)
        kept_up = found(text)
        mentions.forget() if chance.random() < 0.1 else None
        assert kept_up == [
            (each.name, each.entities) for each in mentions.made_anew(0).book.find(text)
        ]
