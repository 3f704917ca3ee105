"""The moderators' queue: who stands in it for which reasons, in which order, at which price."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entities import duplicates, moderation, queue, reporting, suggesting
from entities.models import Entity
from entities.queue import NO_SECTION, Part
from newsroom import acts
from newsroom.paging import BadKey
from stories.models import Introduction
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = NOW + 200 * DAY  # every check is due by then


def suggest(entity, name="Another Name"):
    changes = {"fields": {"name": [entity.name, name]}}
    return suggesting.suggest(entity=entity, changes=changes, by=None, now=NOW)


def report(entity, text="This office ended a year ago."):
    return reporting.report(
        slug=entity.slug, about="now", text=text, sender=f"192.0.2.{entity.pk % 250}", now=NOW
    )


def doubled(name="Kim Jong Un", other="Kim Jong-un"):
    pair = make.entity(name), make.entity(other)
    assert duplicates.look(pair[1], now=NOW)
    return pair


def clash(entity, *, clashes=True):
    story = make.draft(topics=[entity])
    Introduction.objects.create(story=story, entity=entity, title="President", clashes=clashes)
    return story


def names(*, now=NOW, **asked):
    part = {name: asked.pop(name) for name in list(asked) if name in Part.__dataclass_fields__}
    return [item.entity.name for item in queue.items(now=now, part=Part(**part), **asked).items]


def reasons(entity, *, now=NOW):
    return [reason.name for reason in queue.item(entity, now=now).reasons]


# Reasons ---------------------------------------------------------------------------------------


def test_a_profile_that_is_true_and_whole_stands_in_no_queue():
    entity = make.entity()
    assert names() == []
    assert reasons(entity) == []


def test_each_reason_finds_its_profiles():
    proposed, wanted, reported = make.proposed("Proposed"), make.entity("W"), make.entity("R")
    suggest(wanted), report(reported)
    clashing, bare = make.entity("Clashing", kind="person"), make.entity("Bare")
    clash(clashing)
    Entity.objects.filter(pk=bare.pk).update(description_source="")
    one, other = doubled()
    found = {reason.name: set(names(reason=reason.name)) for reason in queue.REASONS}
    assert found == {
        "reports": {"R"},
        "suggestions": {"W"},
        "titles": {"Clashing"},
        "proposed": {"Proposed"},
        "duplicates": {one.name, other.name},
        "incomplete": {"Bare"},
        "overdue": set(),
    }
    assert reasons(proposed) == ["proposed"]


def test_a_check_that_is_due_is_a_reason():
    entity = make.entity("Stale")
    assert names(now=LATER, reason="overdue") == ["Stale"]
    moderation.mark_checked(entity=entity, by=None, now=LATER)
    assert names(now=LATER) == []


def test_a_profile_is_one_item_with_all_its_reasons_and_all_it_lacks():
    entity = make.entity("Kim")
    suggest(entity), suggest(entity, "Third Name"), report(entity), clash(entity)
    Entity.objects.filter(pk=entity.pk).update(description="Cut off in the mid")
    (item,) = queue.items(now=LATER).items
    assert [reason.name for reason in item.reasons] == [
        "reports",
        "suggestions",
        "titles",
        "incomplete",
        "overdue",
    ]
    assert [str(words) for words in item.lacks] == ["the end of its description"]


def test_what_a_proposal_lacks_is_told_with_it():
    (item,) = (make.proposed("Kim", kind="person", description=""), queue.items(now=NOW).items)[1]
    assert [reason.name for reason in item.reasons] == ["proposed"]
    assert [str(words) for words in item.lacks] == ["anything that says who this is"]


def test_what_was_decided_is_no_reason_any_more():
    entity = make.entity("Kim")
    suggesting.decline(suggestion=suggest(entity), by=None, now=NOW, reason="It is the old name.")
    reporting.settle(report=report(entity), by=None, now=NOW, is_fixed=True)
    story = clash(entity)
    story.introductions.update(clashes=False)
    _one, other = doubled()
    (pair,) = duplicates.look(other, now=NOW)
    duplicates.tell_apart(pair=pair, by=None, now=NOW)
    assert names() == []


def test_a_retired_profile_waits_only_for_what_somebody_asked_of_it():
    proposed, reported = make.proposed(), make.entity("Reported")
    report(reported), clash(proposed)
    for entity in (proposed, reported):
        moderation.retire(entity=entity, by=None, now=NOW)
    assert names(now=LATER) == ["Reported"]
    assert reasons(reported, now=LATER) == ["reports"]


# Order -----------------------------------------------------------------------------------------


def test_what_most_live_stories_show_and_name_comes_first_then_the_oldest():
    made = {name: make.entity(name) for name in ("Oldest", "Shown", "Named", "Twice")}
    make.edition(topics=[made["Shown"], made["Twice"]])
    make.edition(topics=[made["Twice"]])
    make.edition(topics=[made["Named"]], what_happened="<p>Named it is: Named.</p>")
    newest = make.proposed("Newest")
    assert names(now=LATER) == ["Twice", "Named", "Shown", "Oldest", "Newest"]
    item = queue.item(made["Named"], now=LATER)
    assert (item.live_stories, item.live_mentions) == (1, 2)
    assert queue.item(newest, now=LATER).live_stories == 0


def test_pages_go_on_where_the_last_one_ended():
    for number in range(7):
        make.proposed(f"Topic {number}")
    make.edition(topics=[make.entity("Shown")])
    seen, after = [], ""
    for _page in range(3):
        page = queue.items(now=LATER, after=after, size=3)
        seen += [item.entity.name for item in page.items]
        if not (after := page.after):
            break
    assert seen == ["Shown", *(f"Topic {number}" for number in range(7))]


@pytest.mark.parametrize(
    "key", ["x", "1-2-3", "1-2-3-4-5", "-1", "1-2-99999999999999999999-4", f"1-2-3-{10**30}"]
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(BadKey):
        queue.items(now=NOW, after=key)


class AnyWeights(TestCase):
    """Walking by key meets every profile once, in one order, whatever weights they have."""

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(st.integers(0, 2), min_size=1, max_size=6),
        st.integers(1, 3),
    )
    def test_walked_in_pages(self, weights, size):
        topics = [make.proposed() for _ in weights]
        for topic, weight in zip(topics, weights, strict=True):
            for _each in range(weight):
                make.edition(topics=[topic])
        whole = [item.entity.pk for item in queue.items(now=NOW, size=100).items]
        walked, after = [], ""
        for _page in range(len(topics)):
            page = queue.items(now=NOW, after=after, size=size)
            walked += [item.entity.pk for item in page.items]
            if not (after := page.after):
                break
        ordered = sorted(topics, key=lambda each: (-weights[topics.index(each)], each.pk))
        assert whole == walked == [topic.pk for topic in ordered]


# Next ------------------------------------------------------------------------------------------


def test_the_next_one_stands_after_this_one_and_the_last_leads_to_the_first():
    first, second, third = (make.proposed(name) for name in ("A", "B", "C"))
    after = {each: queue.item(each, now=NOW).key for each in (first, second, third)}

    def following(entity):
        return queue.following(entity, now=NOW, part=Part(), after=after[entity])

    assert following(first) == second
    moderation.retire(entity=second, by=None, now=NOW)
    assert following(second) == third, "it left the queue, and its place is remembered"
    assert following(third) == first
    moderation.retire(entity=third, by=None, now=NOW)
    assert following(first) is None


# Parts -----------------------------------------------------------------------------------------


def test_what_was_put_off_comes_back_on_its_day():
    entity = make.proposed("Kim")
    moderation.postpone(entity=entity, by=None, now=NOW, until=(NOW + 7 * DAY).date())
    assert names() == []
    assert names(is_postponed=True) == ["Kim"]
    assert names(now=NOW + 7 * DAY) == ["Kim"]
    assert names(now=NOW + 7 * DAY, is_postponed=True) == []


def test_what_was_put_off_can_be_taken_up_again_by_a_moderator(moderator, editor):
    entity = make.proposed("Kim")
    moderation.postpone(entity=entity, by=None, now=NOW, until=(NOW + 7 * DAY).date())
    with pytest.raises(acts.NotPermitted):
        moderation.take_up(entity=entity, by=editor, now=NOW)
    moderation.take_up(entity=entity, by=moderator, now=NOW)
    assert names() == ["Kim"]
    assert entity.records.order_by("-pk").first().by == moderator
    with pytest.raises(moderation.WrongState):
        moderation.take_up(entity=entity, by=moderator, now=NOW)


def test_a_part_is_of_a_kind_and_of_a_section():
    world = make.proposed("World", kind="person")
    make.proposed("Elsewhere", kind="place")
    moderation.set_interest(entity=world, by=None, now=NOW, section_slug=make.section().slug)
    assert names(kind="person") == ["World"]
    assert names(section="world") == ["World"]
    assert names(section=NO_SECTION) == ["Elsewhere"]
    assert names(section="world", kind="place") == []


def test_counts_say_how_much_waits_for_each_reason_in_a_part():
    suggest(make.proposed("Kim", kind="person"))
    put_off = make.proposed("Put off")
    moderation.postpone(entity=put_off, by=None, now=NOW, until=(NOW + DAY).date())
    make.proposed("Seoul", kind="place")
    counted = queue.counts(now=NOW)
    assert counted == {
        "reports": 0,
        "suggestions": 1,
        "titles": 0,
        "proposed": 2,
        "duplicates": 0,
        "incomplete": 0,
        "overdue": 0,
        "all": 2,
        "postponed": 1,
    }
    part = Part(kind="person", reason="overdue")
    assert queue.counts(now=NOW, part=part)["proposed"] == 1
    assert queue.counts(now=NOW, part=part)["postponed"] == 0


# Price -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 300])
def test_the_queue_costs_the_same_whatever_is_in_it(count, django_assert_num_queries):
    for number in range(count):
        make.proposed(f"Topic {number}")
    suggest(kim := make.entity("Kim")), report(make.entity("Lee"))
    make.edition(topics=[make.entity("Shown")])
    with django_assert_num_queries(2):
        queue.items(now=LATER)
    with django_assert_num_queries(1):
        queue.counts(now=LATER)
    with django_assert_num_queries(2):
        queue.item(kim, now=LATER)


def test_an_empty_queue_counts_nothing():
    assert queue.items(now=NOW) == queue.Page(items=[], after="")
    assert set(queue.counts(now=NOW).values()) == {0}


def test_the_newsroom_of_an_hour_ago_is_asked_by_the_clock():
    make.edition(topics=[make.entity("Shown")], now=NOW + HOUR)
    make.proposed("Kim")
    before, after = queue.items(now=NOW).items, queue.items(now=LATER).items
    assert [item.entity.name for item in before] == ["Kim"]
    assert [item.entity.name for item in after] == ["Shown", "Kim"]
