"""The life of a story, lived at random: whoever does whatever in whatever order, some things
never happen. A plain model beside the acts knows who worked on what, and what was signed.
"""

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
    rule,
    run_state_machine_as_test,
)

from newsroom import acts, roles
from stories import publishing, review
from stories.freezing import freeze
from stories.models import Approval, Edition, Story
from tests import make
from tests.guards import no_working_copy

KINDS = st.sampled_from(["", "update", "correction", "clarification", "minor"])
WORDS = st.sampled_from(["", "Because of that."])
PEOPLE = ("writer", "editor", "second", "administrator", "moderator")
WHO = st.sampled_from(["administrator", "editor", "second", "writer", "moderator"])
WAITS = st.sampled_from([0, 0, 3, 40])  # minutes
ROLES = {
    "writer": roles.WRITER,
    "editor": roles.EDITOR,
    "second": roles.EDITOR,
    "administrator": roles.ADMINISTRATOR,
    "moderator": roles.MODERATOR,
}


class LifeOfAStory(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.people = {name: make.user(role=ROLES[name], username=name) for name in PEOPLE}
        self.now = timezone.now() - timedelta(days=300)
        self.story = make.draft(by=self.people["writer"], now=self.now, slug="the-story")
        self.saves = [(1, "writer")]  # each version, and who saved it
        self.signed = set()  # digests
        self.frozen = {}  # edition → what it held when it was made
        self.edits = 0

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tries(self, act, **given):
        """Do an act, and say what came of it; a refusal changes nothing."""
        self.now += timedelta(minutes=1)
        before = self.fingerprint()
        try:
            with transaction.atomic():
                return act(story=self.story, now=self.now, **given)
        except acts.Refused as refused:
            refusal = refused
        finally:
            self.story = Story.objects.get(pk=self.story.pk)
        assert str(refusal)
        assert self.fingerprint() == before
        return None

    def fingerprint(self):
        story = Story.objects.get(pk=self.story.pk)
        editions = list(story.editions.order_by("pk").values_list("pk", "live_until"))
        return story.state, story.version, editions, story.records.count()

    # What people do --------------------------------------------------------------------------

    @rule(who=WHO, changes=st.booleans())
    def edit(self, who, changes):
        self.edits += changes
        person = self.people[who]
        if not person.has_perm("stories.change_story"):
            return
        self.now += timedelta(minutes=1)
        make.edit(self.story, by=person, now=self.now, headline=f"Headline {self.edits}")
        self.story = Story.objects.get(pk=self.story.pk)
        if changes:
            self.saves.append((self.story.version, who))

    @rule(who=WHO)
    def submit(self, who):
        self.tries(review.submit, by=self.people[who])

    @rule(who=WHO, note=WORDS)
    def request_changes(self, who, note):
        self.tries(review.request_changes, by=self.people[who], note=note)

    @rule(who=WHO, reason=WORDS)
    def approve(self, who, reason):
        digest = freeze(self.story).digest
        given = {"by": self.people[who], "digest": digest, "override_reason": reason}
        worked = self.worked()
        if self.tries(review.approve, **given):
            assert who not in worked or (who == "administrator" and reason)
            self.signed.add(digest)

    def worked(self):
        """Who saved a version since the latest edition that readers saw and another approved."""
        start = 0
        for edition in self.story.editions.order_by("number"):
            began = edition.live_from <= self.now + timedelta(minutes=1)
            if began and edition.live_until != edition.live_from and not edition.override_reason:
                start = edition.version
        return {who for number, who in self.saves if number > start}

    def what_comes_next(self, who, kind, waits):
        """Someone does what comes next, so that random lives get far."""
        match self.story.state:
            case Story.State.DRAFT | Story.State.CHANGES_REQUESTED:
                self.submit(who)
            case Story.State.IN_REVIEW:
                self.approve(who, "Because of that.")
            case Story.State.APPROVED if waits:
                self.schedule(who, kind or "update", "Because of that.", waits)
            case Story.State.APPROVED:
                self.publish(who, kind or "update", "Because of that.")
            case Story.State.PUBLISHED:
                self.edit("writer" if waits else who, changes=True)

    # Several rules, so that one step in three leads on.
    lead = {"who": st.sampled_from(["administrator", "second", "editor"])}
    lead |= {"kind": KINDS, "waits": WAITS}
    carry_on = rule(**lead)(what_comes_next)
    go_on = rule(**lead)(what_comes_next)
    lead_on = rule(**lead)(what_comes_next)
    move_on = rule(**lead)(what_comes_next)
    press_on = rule(**lead)(what_comes_next)

    @rule(who=WHO)
    def approve_what_is_no_longer_there(self, who):
        given = {"by": self.people[who], "digest": "0" * 64}
        assert self.tries(review.approve, **given) is None

    @rule(who=WHO, kind=KINDS, words=WORDS)
    def publish(self, who, kind, words):
        given = {"by": self.people[who], "kind": kind, "what_changed": words}
        self.published(self.tries(publishing.publish, **given))

    @rule(who=WHO, kind=KINDS, words=WORDS, minutes=st.integers(-5, 40))
    def schedule(self, who, kind, words, minutes):
        at = self.now + timedelta(minutes=minutes)
        given = {"by": self.people[who], "kind": kind, "what_changed": words, "at": at}
        self.published(self.tries(publishing.schedule, **given))

    def published(self, edition):
        if edition:
            assert edition.digest in self.signed

    @rule(who=WHO)
    def unschedule(self, who):
        self.tries(publishing.unschedule, by=self.people[who])

    @rule(who=WHO, reason=WORDS)
    def withdraw(self, who, reason):
        if self.tries(publishing.withdraw, by=self.people[who], reason=reason):
            assert who == "administrator"
            assert reason

    @rule(who=WHO)
    def restore(self, who):
        self.tries(publishing.restore, by=self.people[who])

    @rule(minutes=st.integers(1, 60))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    # What never happens ----------------------------------------------------------------------

    @invariant()
    def an_edition_never_changes(self):
        for edition in self.story.editions.all():
            held = {
                field.attname: getattr(edition, field.attname)
                for field in Edition._meta.concrete_fields
                if field.name != "live_until"
            }
            assert self.frozen.setdefault(edition.pk, held) == held

    @invariant()
    def no_two_editions_are_live(self):
        live = list(self.story.editions.live(now=self.now))
        assert len(live) <= 1
        assert not (live and publishing.is_withdrawn(self.story))

    @invariant()
    def a_live_edition_was_approved_by_someone_who_did_not_work_on_it(self):
        for edition in self.story.editions.live(now=self.now):
            approval = Approval.objects.of(story=self.story, digest=edition.digest).first()
            assert approval
            assert edition.approved_by_name
            before = self.story.editions.filter(number__lt=edition.number).order_by("-number")
            start = before.values_list("version", flat=True).first() or 0
            versions = self.story.versions.filter(number__gt=start, number__lte=edition.version)
            if edition.approved_by_id in set(versions.values_list("by_id", flat=True)):
                assert edition.override_reason
                assert edition.approved_by == self.people["administrator"]

    @invariant()
    def readers_see_the_live_edition_and_nothing_else(self):
        live = self.story.editions.live(now=self.now).first()
        with no_working_copy(), self.clock():
            page = Client().get("/briefs/the-story/")
            section = Client().get("/sections/world/").content.decode()
        if live:
            assert page.status_code == 200
            assert page.context["page"].document.digest == live.digest
            assert live.digest in self.signed
            assert section.count(f">{live.headline}<") == 1
        else:
            assert page.status_code == (410 if publishing.is_withdrawn(self.story) else 404)
        for number in range(self.edits + 1):
            if not live or live.headline != f"Headline {number}":
                assert f">Headline {number}<" not in section

    def clock(self):
        return time_machine.travel(self.now, tick=False)


@pytest.mark.django_db
def test_whatever_people_do_nothing_unapproved_is_ever_read():
    run_state_machine_as_test(
        LifeOfAStory,
        settings=settings(
            max_examples=50,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
