"""Profiles lived with at random: edited, published about, merged, merged again and parted, in
whatever order. A plain model beside the acts knows whose each name, office and link is; none is
ever lost, and every address that was ever published answers or leads there in one step.
"""

from collections import defaultdict
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from entities import changing, merging
from entities.models import Alias, Entity, Merge, Position, Relation
from newsroom import acts, roles
from stories.models import Story, StoryTopic, TopicLink
from tests import make
from tests.guards import no_working_copy

WHICH = st.integers(0, 5)  # of the profiles; more than there are begin again
# Few, so that much of what moves meets its like.
NAMES = st.sampled_from(["Kim", "Lee", "Park", "Choi"])
OFFICES = st.sampled_from(["Minister", "Envoy"])
KINDS = st.sampled_from(["member_of", "neighbour_of", "successor_of"])
SIDES = st.sampled_from(["survivor", "loser"])
CHOICES = st.fixed_dictionaries({"name": SIDES, "native_name": SIDES, "wikidata_id": SIDES})


class LifeOfProfiles(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = timezone.now() - timedelta(days=300)
        self.profiles = []  # keys, in the order that they were made
        self.slugs = {}
        self.into = {}  # loser → survivor, of the merges in force
        self.merges = {}  # loser → the merge
        self.own = {}  # what each is called by those who edit it
        self.ever = defaultdict(set)  # every name that was ever its own
        self.taken = defaultdict(set)  # names and offices that an editor took out, by profile
        self.rows = {Alias: {}, Position: {}, Relation: {}}  # key → whose it is, what it says
        self.removed = {Alias: set(), Position: set(), Relation: set()}
        self.chosen = {}  # story → the profiles that its editor linked
        self.stories = {}  # story → its address
        self.people = {"by": make.user(role=roles.WRITER), "approver": make.user()}
        for name, alias in (("Kim", "Cho"), ("Lee", "Cho"), ("Kim", "Lee"), ("Park", "Roh")):
            self.make_profile(name, native="김")
            self.add_an_alias(-1, alias)
            self.add_a_position(-1, "Minister")

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # The model -------------------------------------------------------------------------------

    def top(self, pk):
        while pk in self.into:
            pk = self.into[pk]
        return pk

    def tree(self, pk):
        return [each for each in self.profiles if self.top(each) == pk]

    def standing(self, which):
        tops = [pk for pk in self.profiles if pk not in self.into]
        return Entity.objects.get(pk=tops[which % len(tops)])

    def tick(self):
        self.now += timedelta(minutes=1)
        return self.now

    def takes_out(self, top, what):
        """What was merged into it may have the same, which did not move: it shows no more."""
        for pk in self.tree(top.pk):
            self.taken[pk].add(what)

    # What people do --------------------------------------------------------------------------

    @precondition(lambda self: len(self.profiles) < 6)
    @rule(name=NAMES, native=st.sampled_from(["", "김", "이"]))
    def make_profile(self, name, native=""):
        made = make.entity(name, native_name=native, kind="person", now=self.tick())
        changed = {"fields": {"wikidata_id": ["", f"Q{made.pk}"]}}
        changing.change(entity=made, changes=changed, by=None, now=self.tick())
        self.profiles.append(made.pk)
        self.slugs[made.pk] = made.slug
        self.own[made.pk] = name
        self.ever[made.pk] |= {name, native} - {""}

    @rule(which=WHICH, name=NAMES)
    def rename(self, which, name):
        entity = self.standing(which)
        if Merge.objects.in_force().filter(fields__name__1=name).exists():
            return  # who writes again what a merge has put there leaves no trace of it
        if self.changed(entity, fields={"name": [entity.name, name]}):
            self.takes_out(entity, entity.name)
            self.own[entity.pk] = name
            self.taken[entity.pk].discard(name)
            self.ever[entity.pk].add(name)

    @rule(which=WHICH, name=NAMES)
    def add_an_alias(self, which, name):
        entity = self.standing(which)
        if not entity.aliases.filter(name=name).exists():
            self.changed(entity, aliases=[{"do": "add", "name": name, "language": ""}])
            self.rows[Alias][entity.aliases.get(name=name).pk] = (entity.pk, name)
            self.ever[entity.pk].add(name)

    @rule(which=WHICH, name=NAMES)
    def remove_an_alias(self, which, name):
        entity = self.standing(which)
        if alias := entity.aliases.filter(name=name).first():
            row = {"do": "remove", "id": alias.pk, "name": name}
            self.changed(entity, aliases=[row])
            self.removed[Alias].add(alias.pk)
            self.rows[Alias].pop(alias.pk, None)
            self.takes_out(entity, name)

    @rule(which=WHICH, title=OFFICES)
    def add_a_position(self, which, title):
        entity = self.standing(which)
        if not entity.positions.filter(title=title).exists():
            self.changed(entity, positions=[{"do": "add", "values": {"title": title}}])
            self.rows[Position][entity.positions.get(title=title).pk] = (entity.pk, title)

    @rule(which=WHICH, title=OFFICES)
    def remove_a_position(self, which, title):
        entity = self.standing(which)
        if row := entity.positions.filter(title=title).first():
            removal = {"do": "remove", "id": row.pk, "values": {"title": title}}
            self.changed(entity, positions=[removal])
            self.removed[Position].add(row.pk)
            self.rows[Position].pop(row.pk, None)
            self.takes_out(entity, title)

    @rule(which=WHICH, other=WHICH, kind=KINDS)
    def relate(self, which, other, kind):
        one, two = self.standing(which), self.standing(other)
        values = {"subject": one.pk, "kind": kind, "object": two.pk}
        before = set(Relation.objects.values_list("pk", flat=True))
        if one != two and self.changed(one, relations=[{"do": "add", "values": values}]):
            for row in Relation.objects.exclude(pk__in=before):
                self.rows[Relation][row.pk] = (one.pk, kind, two.pk)

    def changed(self, entity, **parts):
        try:
            with transaction.atomic():
                return changing.change(entity=entity, changes=parts, by=None, now=self.tick())
        except acts.Refused:
            return None

    @precondition(lambda self: len(self.chosen) < 2)
    @rule(first=WHICH, second=WHICH)
    def publish(self, first, second):
        topics = list(dict.fromkeys([self.standing(first), self.standing(second)]))
        number = len(self.chosen)
        edition = make.edition(
            topics=topics, headline=f"Brief {number}", now=self.tick(), **self.people
        )
        self.chosen[edition.story_id] = [topic.pk for topic in topics]
        self.stories[edition.story_id] = edition.slug

    @precondition(lambda self: self.chosen)
    @rule(which=WHICH)
    def update(self, which):
        story = Story.objects.get(pk=list(self.chosen)[which % len(self.chosen)])
        make.next_edition(story, now=self.tick(), standfirst=f"More at {self.now}.")

    def merge_two(self, survivor, loser, choices):
        given = {"by": None, "now": self.tick()}
        merge = merging.begin(survivor=survivor, loser=loser, **given)
        merge = merging.finish(merge=merge, choices=choices, **given)
        self.into[loser.pk] = survivor.pk
        self.merges[loser.pk] = merge
        self.every_address_answers(loser.pk)

    def undo_one(self, loser):
        survivor = self.into[loser]
        merging.undo(merge=self.merges.pop(loser), by=None, now=self.tick())
        del self.into[loser]
        self.every_address_answers(loser, survivor)

    @precondition(lambda self: len(self.profiles) - len(self.into) > 1)
    @rule(which=WHICH, further=st.integers(1, 3), choices=CHOICES)
    def merge(self, which, further, choices):
        survivor, loser = self.standing(which), self.standing(which + further)
        if survivor != loser:
            self.merge_two(survivor, loser, choices)

    @precondition(lambda self: self.into and len(self.profiles) - len(self.into) > 1)
    @rule(which=WHICH, choices=CHOICES)
    def merge_what_was_merged(self, which, choices):
        loser = Entity.objects.get(pk=self.top(list(self.into)[-1]))
        survivor = self.standing(which)
        if survivor != loser:
            self.merge_two(survivor, loser, choices)

    @precondition(lambda self: self.merges)
    @rule(which=WHICH)
    def undo(self, which):
        self.undo_one(sorted(self.merges)[which % len(self.merges)])

    @precondition(lambda self: any(pk in self.into for pk in self.into.values()))
    @rule(which=WHICH)
    def undo_what_was_merged_on(self, which):
        under = sorted(loser for loser, pk in self.into.items() if pk in self.into)
        self.undo_one(under[which % len(under)])

    @precondition(lambda self: len(self.merges) > 2)
    @rule(order=st.randoms(use_true_random=False))
    def undo_everything(self, order):
        for loser in order.sample(sorted(self.merges), len(self.merges)):
            self.undo_one(loser)

    # What never happens ----------------------------------------------------------------------

    @invariant()
    def nothing_that_was_removed_comes_back_and_nothing_else_goes(self):
        for model, rows in self.rows.items():
            there = set(model._default_manager.values_list("pk", flat=True))
            assert rows.keys() <= there
            assert not self.removed[model] & there

    @invariant()
    def no_alias_and_no_position_stands_with_a_stranger(self):
        for model in (Alias, Position):
            for row in model._default_manager.filter(pk__in=self.rows[model]):
                home, says = self.rows[model][row.pk]
                assert self.top(row.entity_id) == self.top(home), (row, says)

    @invariant()
    def no_relation_stands_between_strangers(self):
        for row in Relation.objects.filter(pk__in=self.rows[Relation]):
            subject, _kind, other = self.rows[Relation][row.pk]
            assert self.top(row.subject_id) == self.top(subject)
            assert self.top(row.object_id) == self.top(other)

    @invariant()
    def every_name_is_known_and_none_of_a_stranger(self):
        for top in Entity.objects.filter(pk__in=[p for p in self.profiles if p not in self.into]):
            aliases = set(top.aliases.values_list("name", flat=True))
            known = {top.name, top.native_name, *aliases}
            tree = self.tree(top.pk)
            wanted = {name for pk in tree for name in {self.own[pk]} - self.taken[pk]}
            for home, name in self.rows[Alias].values():
                if self.top(home) == top.pk and name not in self.taken[home]:
                    wanted.add(name)
            assert wanted <= known, (top.pk, wanted, known)
            assert known - {""} <= {name for pk in tree for name in self.ever[pk]}

    @invariant()
    def every_office_and_relation_shows_on_the_profile_that_stands(self):
        shown = set(Position.objects.values_list("entity", "title"))
        for home, title in self.rows[Position].values():
            assert (self.top(home), title) in shown or title in self.taken[home]
        told = set(Relation.objects.values_list("subject", "kind", "object"))
        told |= {(b, kind, a) for a, kind, b in told if kind == "neighbour_of"}
        for subject, kind, other in self.rows[Relation].values():
            one, two = self.top(subject), self.top(other)
            assert one == two or (one, kind, two) in told, (subject, kind, other)

    @invariant()
    def every_merged_profile_points_to_the_one_that_stands(self):
        merged = dict(Entity.objects.filter(state="merged").values_list("pk", "merged_into"))
        assert merged == {pk: self.top(pk) for pk in self.into}
        numbers = Entity.objects.exclude(state="merged").values_list("wikidata_id", flat=True)
        assert len([n for n in numbers if n]) == len({n for n in numbers if n})

    @invariant()
    def every_story_stands_in_the_list_of_each_of_its_topics_and_in_no_other(self):
        live = TopicLink.objects.live(now=self.now).values_list("edition__story", "entity")
        assert len(live) == len(set(live))
        assert set(live) == {
            (story, self.top(pk)) for story, topics in self.chosen.items() for pk in topics
        }
        links = StoryTopic.objects.order_by("order").values_list("story", "entity")
        for story, topics in self.chosen.items():
            assert [pk for of, pk in links if of == story] == topics

    def every_address_answers(self, *changed):
        """What stands answers, what was merged leads there in one step; no story has moved.

        Asked of `changed` and of all that is merged: no other address is touched.
        """
        client = Client()
        with no_working_copy(), time_machine.travel(self.now, tick=False):
            for pk in {*self.into, *map(self.top, changed), *changed}:
                answer = client.get(f"/topics/{self.slugs[pk]}/")
                if self.top(pk) == pk:
                    assert answer.status_code == 200
                    continue
                assert answer.status_code == 301
                assert answer["Location"] == f"/topics/{self.slugs[self.top(pk)]}/"
            for story in self.chosen:
                assert client.get(f"/briefs/{self.stories[story]}/").status_code == 200


@pytest.mark.django_db
def test_whatever_is_merged_and_parted_nothing_is_lost_and_every_address_answers():
    run_state_machine_as_test(
        LifeOfProfiles,
        settings=settings(
            max_examples=16,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
