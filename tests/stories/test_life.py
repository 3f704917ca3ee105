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
from stories import assigning, publishing, releasing, review
from stories.freezing import freeze
from stories.models import Approval, Edition, Story
from tests import make
from tests.guards import no_working_copy

KINDS = st.sampled_from(["", "update", "correction", "clarification", "minor"])
WORDS = st.sampled_from(["", "Because of that."])
MAKING = ["publish", "update", "correct", "schedule", "release"]
PEOPLE = ("writer", "editor", "second", "administrator", "moderator")
WHO = st.sampled_from(["administrator", "editor", "second", "writer", "moderator"])
WAITS = st.sampled_from([0, 0, 3, 40])  # minutes
COMPANIONS = st.sampled_from(["", "", "", "", "a draft", "approved"])
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
        self.removed = []  # withdrawals that hide the editions up to theirs, for the law
        self.in_force = None  # the withdrawal, while the story is withdrawn
        self.edits = 0
        self.companions = {"a draft": make.draft(), "approved": make.approved()}
        self.last_read = None

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tries(self, act, **given):
        """Do an act, and say what came of it; a refusal changes nothing."""
        self.now += timedelta(minutes=1)
        before = self.fingerprint()
        given = {"now": self.now, "story": self.story} | given
        if "stories" in given:
            del given["story"]
        try:
            with transaction.atomic():
                return act(**given)
        except acts.Refused as refused:
            refusal = refused
        finally:
            self.story = Story.objects.get(pk=self.story.pk)
        assert str(refusal)
        assert self.fingerprint() == before
        return None

    def fingerprint(self):
        story = Story.objects.get(pk=self.story.pk)
        editions = list(Edition.objects.order_by("pk").values_list("pk", "live_until"))
        withdrawals = list(story.withdrawals.order_by("pk").values())
        plan = getattr(story, "assignment", None)
        return (
            story.state,
            story.version,
            story.revision,
            editions,
            withdrawals,
            story.records.count(),
            plan and plan.reviewer_id,
        )

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

    def what_comes_next(self, who, kind, waits, companion):
        """Someone does what comes next, so that random lives get far."""
        told = {"kind": kind or "update", "words": "Because of that."}
        match self.story.state:
            case Story.State.DRAFT | Story.State.CHANGES_REQUESTED:
                self.submit(who)
            case Story.State.IN_REVIEW:
                self.approve(who, "Because of that.")
            case Story.State.APPROVED if companion:
                has_appeared = publishing.has_appeared(self.story, now=self.now)
                told["kind"] = told["kind"] if has_appeared else ""
                self.release(who, **told, waits=waits, companion=companion)
            case Story.State.APPROVED if waits:
                self.schedule(who, **told, minutes=waits)
            case Story.State.APPROVED if kind in Edition.CORRECTIONS:
                self.correct(who, **told)
            case Story.State.APPROVED if publishing.has_appeared(self.story, now=self.now):
                self.update(who, **told)
            case Story.State.APPROVED:
                self.publish(who)
            case Story.State.PUBLISHED if companion == "approved":
                self.withdraw("administrator", "Because of that.", is_legal=not waits)
            case Story.State.PUBLISHED if companion and self.removed:
                self.give_readers_back("administrator", only_earlier=not self.in_force)
            case Story.State.PUBLISHED:
                self.edit("writer" if waits else who, changes=True)

    # Several rules, so that every other step leads on.
    lead = {"who": st.sampled_from(["administrator", "administrator", "second", "editor"])}
    lead |= {"kind": KINDS, "waits": WAITS, "companion": COMPANIONS}
    carry_on = rule(**lead)(what_comes_next)
    go_on = rule(**lead)(what_comes_next)
    lead_on = rule(**lead)(what_comes_next)
    move_on = rule(**lead)(what_comes_next)
    press_on = rule(**lead)(what_comes_next)
    keep_on = rule(**lead)(what_comes_next)
    push_on = rule(**lead)(what_comes_next)
    walk_on = rule(**lead)(what_comes_next)
    run_on = rule(**lead)(what_comes_next)

    @rule(who=WHO)
    def approve_what_is_no_longer_there(self, who):
        given = {"by": self.people[who], "digest": "0" * 64}
        assert self.tries(review.approve, **given) is None

    @rule(who=WHO, gives_back=st.booleans())
    def claim(self, who, gives_back):
        if gives_back:
            self.tries(assigning.give_back, by=self.people[who])
        elif self.tries(assigning.claim, by=self.people[who]):
            assert who not in self.worked()

    @rule(
        who=WHO, act=st.sampled_from(MAKING), kind=KINDS, words=WORDS, minutes=st.integers(-5, 40)
    )
    def make_an_edition(self, who, act, kind, words, minutes):
        """Whatever it would be, and whether it makes sense or not."""
        match act:
            case "publish":
                self.publish(who)
            case "update" | "correct":
                getattr(self, act)(who, kind, words)
            case "schedule":
                self.schedule(who, kind, words, minutes)
            case "release":
                self.release(who, kind, words, max(minutes, 0), "approved")

    def publish(self, who):
        self.published(self.tries(publishing.publish, by=self.people[who]), "published")

    def update(self, who, kind, words):
        given = {"by": self.people[who], "kind": kind, "what_changed": words}
        self.published(self.tries(publishing.update, **given), "updated")

    def correct(self, who, kind, words):
        given = {"by": self.people[who], "kind": kind, "what_changed": words}
        self.published(self.tries(publishing.correct, **given), "corrected")

    def schedule(self, who, kind, words, minutes):
        at = self.now + timedelta(minutes=minutes)
        given = {"by": self.people[who], "kind": kind, "what_changed": words, "at": at}
        self.published(self.tries(publishing.schedule, **given), "scheduled")

    def release(self, who, kind, words, waits, companion):
        """With another story, all or none."""
        other = self.companions[companion]
        chosen = [
            releasing.Chosen(story=self.story, kind=kind, what_changed=words),
            releasing.Chosen(story=other),
        ]
        at = self.now + timedelta(minutes=waits) if waits else None
        made = self.tries(releasing.release, stories=chosen, by=self.people[who], at=at)
        if made is None:
            return
        assert companion == "approved"
        assert {edition.live_from for edition in made} == {at or self.now}
        self.published(next(each for each in made if each.story_id == self.story.pk), None)
        self.companions["approved"] = make.approved()

    def published(self, edition, act):
        if not edition:
            return
        assert edition.digest in self.signed
        record = edition.story.records.get(edition=edition)
        assert record.act == (act or record.act)
        assert record.digest == edition.digest
        is_told = bool(edition.what_changed)
        assert is_told or edition.kind in (Edition.Kind.FIRST, Edition.Kind.MINOR)
        self.in_force = None

    @rule(who=WHO)
    def unschedule(self, who):
        self.tries(publishing.unschedule, by=self.people[who])

    @rule(who=WHO, reason=WORDS, is_legal=st.booleans())
    def withdraw(self, who, reason, is_legal):
        given = {"by": self.people[who], "reason": reason, "is_legal": is_legal}
        if made := self.tries(publishing.withdraw, **given):
            assert who == "administrator"
            assert reason
            self.in_force = made
            if is_legal:
                self.removed.append(made)

    def restore(self, who):
        if self.tries(publishing.restore, by=self.people[who]):
            self.removed = [each for each in self.removed if each != self.in_force]
            self.in_force = None

    @rule(who=WHO, only_earlier=st.booleans())
    def give_readers_back(self, who, only_earlier):
        if only_earlier:
            self.reinstate(who)
        else:
            self.restore(who)

    def reinstate(self, who):
        if self.tries(publishing.reinstate, by=self.people[who]):
            assert who == "administrator"
            self.removed = [each for each in self.removed if each == self.in_force]

    @rule(number=st.integers(1, 4))
    def look_up(self, number):
        """A reader asks for an edition by its number."""
        with no_working_copy(), self.clock():
            status = Client().get(f"/briefs/the-story/editions/{number}/").status_code
        appeared = self.story.editions.appeared(now=self.now).filter(number=number).exists()
        live = self.story.editions.live(now=self.now).first()
        if self.in_force:
            assert status == 410
        elif not live or not appeared:
            assert status == 404
        elif number <= self.hidden_up_to():
            assert status == 410
        else:
            assert status == (302 if number == live.number else 200)

    def hidden_up_to(self):
        return max((each.edition.number for each in self.removed), default=0)

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
        read = self.fingerprint(), live
        if read == self.last_read:  # a refusal, which changed nothing: readers get what they got
            return
        self.last_read = read
        with no_working_copy(), self.clock():
            page = Client().get("/briefs/the-story/")
            section = Client().get("/sections/world/").content.decode()
        if live:
            assert page.status_code == 200
            assert page.context["page"].document.digest == live.digest
            shown = {edition.number for edition in page.context["page"].history}
            appeared = self.story.editions.appeared(now=self.now).values_list("number", flat=True)
            assert shown == {n for n in appeared if n > self.hidden_up_to()}
            assert live.number in shown
            assert live.digest in self.signed
            assert section.count(f">{live.headline}<") == 1
        else:
            assert page.status_code == (410 if self.in_force else 404)
        assert bool(self.in_force) == publishing.is_withdrawn(self.story)
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
