"""Checks of the topics: who the text names, and what is wanting in the profiles it links."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entities.models import Entity
from newsroom.prose import is_cut_off
from stories.models import Story
from stories.standards.facts import Facts
from stories.standards.registry import Found, check

END = 40


@check(field="topics")
def has_topics(story: Story, facts: Facts) -> Iterator[str]:
    if not story.topics.all():
        yield _("Link the topics that the story is about.")


@check(field="topics")
def topics_are_linked_once(story: Story, facts: Facts) -> Iterator[Found]:
    seen: set[int] = set()
    for row, topic in enumerate(story.topics.all()):
        if topic.profile.pk in seen:
            sentence = _("Take out one of the two links to %(name)s: two profiles were merged.")
            yield Found(sentence=sentence % {"name": topic.profile.name}, row=row)
        seen.add(topic.profile.pk)


@check(field="topics")
def topics_are_mentioned(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        if not facts.is_mentioned(topic.profile, story=story):
            sentence = _("Take out the topic %(name)s, or mention it: the text never does.")
            yield Found(sentence=sentence % {"name": topic.profile.name}, row=row)


@check(field="topics")
def names_are_linked(story: Story, facts: Facts) -> Iterator[str]:
    linked = {topic.profile.pk for topic in story.topics.all()}
    unlinked = [
        mention
        for mention in facts.mentions(story)
        if not linked & {profile.pk for profile in mention.profiles}
    ]
    if certain := [mention.profiles[0].name for mention in unlinked if mention.is_certain]:
        yield _("Link these topics, if the story is about them: the text names %(names)s.") % {
            "names": ", ".join(certain)
        }
    for mention in unlinked:
        if not mention.is_certain:
            yield _("Link the %(name)s that is meant, if the story is about it: %(profiles)s.") % {
                "name": mention.name,
                "profiles": _(" or ").join(_told_apart(mention.profiles, facts)),
            }


@check(field="topics")
def names_are_certain(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        if topic.profile.name_is_guessed:
            sentence = _(
                "The brief gave no name here; “%(name)s” was taken from its description: have it "
                "confirmed."
            )
            yield _lacking(topic.profile, sentence, row=row)


@check(field="topics")
def titles_fit_profiles(story: Story, facts: Facts) -> Iterator[Found]:
    rows = {topic.profile.pk: row for row, topic in enumerate(story.topics.all())}
    for called in facts.called(story):
        if called.clashes:
            sentence = _(
                "Correct the title “%(title)s” of %(name)s, or the profile, which says: %(said)s"
            )
            words = {"title": called.title, "said": called.said.words}
            yield _lacking(called.person, sentence, row=rows.get(called.person.pk), **words)


@check(field="topics")
def topics_are_approved(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        if topic.profile.state == Entity.State.PROPOSED:
            sentence = _("%(name)s waits for a moderator; readers do not see it yet.")
            yield _lacking(topic.profile, sentence, row=row)
        elif topic.profile.state != Entity.State.APPROVED:
            sentence = _("%(name)s is no longer in use: link another topic.")
            yield _lacking(topic.profile, sentence, row=row)


@check(field="topics")
def topics_are_up_to_date(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        due = topic.profile.check_due_on
        if topic.profile.is_overdue(on=facts.today) and due:
            sentence = _("Have the profile of %(name)s checked: that was due on %(date)s.")
            yield _lacking(topic.profile, sentence, row=row, date=date_format(due, "j F Y"))
        elif topic.profile.is_overdue(on=facts.today):
            yield _lacking(topic.profile, _("Have the profile of %(name)s checked."), row=row)


@check(field="topics")
def descriptions_are_whole(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        description = topic.profile.description
        if is_cut_off(description):
            sentence = _("The description of %(name)s is cut off: “… %(end)s”")
            yield _lacking(topic.profile, sentence, row=row, end=description[-END:])


@check(field="topics")
def descriptions_name_their_source(story: Story, facts: Facts) -> Iterator[Found]:
    for row, topic in enumerate(story.topics.all()):
        entity = topic.profile
        if entity.description and not (entity.description_source and entity.description_licence):
            sentence = _("Say where the description of %(name)s comes from, and its licence.")
            yield _lacking(entity, sentence, row=row)


def _lacking(entity: Entity, sentence: str, *, row: int | None, **words: str) -> Found:
    return Found(
        sentence=sentence % ({"name": entity.name} | words),
        row=row,
        url=reverse("admin:entities_entity_change", args=[entity.pk]),
    )


def _told_apart(profiles: tuple[Entity, ...], facts: Facts) -> list[str]:
    """Each profile by its name, its kind and what it is now; by its address if that is the same."""
    words = [
        f"{profile.name} ({', '.join(filter(None, _marks(profile, facts)))})"
        for profile in profiles
    ]
    if len(set(words)) == len(words):
        return words
    return [
        f"{profile.name} ({profile.get_kind_display()}, {profile.slug})" for profile in profiles
    ]


def _marks(profile: Entity, facts: Facts) -> tuple[str, str]:
    return profile.get_kind_display(), facts.said_of(profile).rstrip(".")
