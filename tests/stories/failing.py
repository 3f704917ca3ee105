"""A story that passes every check, and for each check one that fails it and nothing else."""

from entities import merging, moderation
from entities.models import Entity
from newsroom.models import Picture
from stories import checklist, notes
from stories.checklist import CORRECT, PUBLISH, SUBMIT
from stories.models import Story, StoryTopic
from tests import make
from tests.make import NOW


def picture(**given):
    said = {"alt": "A handshake", "credit": "Jane Doe", "licence": "CC BY 4.0"} | given
    return Picture.objects.create(
        original="a.jpg", file="a.jpg", width=6, height=4, uploaded_at=NOW, **said
    )


def whole(*, topics=None, **fields):
    """A story that passes every check, the advisory ones too."""
    topics = [make.entity("Seoul")] if topics is None else topics
    fields = {"what_happened": "<p>Seoul agrees.</p>", "picture": picture()} | fields
    return make.draft(topics=topics, **fields)


def failures(story, *, now=NOW):
    return checklist.failures(story, now=now)


def names(story, *, now=NOW):
    """The names of the checks that the story fails, each once."""
    return list(dict.fromkeys(failure.check for failure in failures(story, now=now)))


def sentences(story, *, now=NOW):
    return [failure.sentence for failure in failures(story, now=now)]


def with_field(**fields):
    story = whole()
    Story.objects.filter(pk=story.pk).update(**fields)
    return story


def with_citation(**fields):
    story = whole()
    story.citations.filter(order=1).update(**fields)
    return story


def with_point(**fields):
    story = whole()
    story.points.update(**fields)
    return story


def with_topic(entity):
    """A story that links the profile besides, and mentions it."""
    story = whole(background=f"<p>Before that, {entity.name}.</p>")
    StoryTopic.objects.create(story=story, entity=entity, order=9)
    return story


def without(rows):
    story = whole()
    getattr(story, rows).all().delete()
    return story


def with_questions(*texts):
    story = without("questions")
    for order, text in enumerate(texts):
        story.questions.create(order=order, text=text)
    return story


def with_address_of_another():
    old = make.edition(slug="taken")
    make.edit(old.story, slug="free")
    return with_field(slug="taken")


def with_headline_of_another():
    make.edition(headline="Ministers agree", slug="agreed")
    return with_field(headline="Ministers agree")


def retired(name):
    return moderation.retire(entity=make.entity(name), by=None, now=NOW)


def sourced(topic):
    topic.description_source, topic.description_licence = "Newsroom", "CC BY 4.0"
    topic.save()
    return topic


def profile(name="Busan", **fields):
    """An approved profile whose fields were changed since."""
    topic = make.entity(name)
    for field, value in fields.items():
        setattr(topic, field, value)
    topic.save()
    return topic


def cited_once():
    story = whole()
    story.citations.filter(order=2).delete()
    return story


def cited_alike():
    story = whole()
    story.citations.filter(order=2).update(url=f"{story.citations.get(order=1).url}/#more")
    return story


def naming(*others):
    return whole(background=f"<p>Before that, {' and '.join(others)}.</p>")


def naming_one_that_is_not_linked():
    make.entity("Busan")
    return naming("Busan")


def linking_one_twice():
    """A story that links two profiles which were found to be one."""
    survivor, loser = make.entity("Pyongyang"), make.entity("Pyeongyang")
    story = whole(topics=[survivor, loser], what_happened="<p>Pyongyang agrees.</p>")
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    return story


def calling(title):
    """A story that gives someone a title. Their profile says that they are a secretary."""
    shoigu = make.entity(
        "Sergei Shoigu",
        kind=Entity.Kind.PERSON,
        position={"title": "Secretary", "at": "the Security Council of Russia"},
    )
    return whole(topics=[shoigu], what_happened=f"<p>{title} Sergei Shoigu agrees.</p>")


def with_open_notes():
    story = whole()
    said = {"story": story, "by": story.created_by, "now": NOW}
    notes.add(part="citations", row=story.citations.get(order=2).pk, text="Says who?", **said)
    notes.add(part="background", text="Shorter.", **said)
    return story


ALL = {SUBMIT, PUBLISH, CORRECT}

# check → (acts that it blocks, a story that fails it, what the sentence says)
FAILING = {
    "has_a_headline": (ALL, lambda: with_field(headline=""), "Write a headline."),
    "headline_fits": (
        set(),
        lambda: with_field(headline="x" * 111),
        "Shorten the headline: it has 111 characters, 110 fit.",
    ),
    "headline_is_new": (
        set(),
        with_headline_of_another,
        "Write another headline: the brief at /briefs/agreed/ has this one.",
    ),
    "has_a_standfirst": (set(), lambda: with_field(standfirst=""), "Write a standfirst"),
    "has_a_section": (ALL, lambda: with_field(section=None), "Choose the section"),
    "address_is_its_own": (
        {PUBLISH, CORRECT},
        with_address_of_another,
        "Choose another address",
    ),
    "is_signed": (set(), lambda: without("bylines"), "Say who wrote it."),
    "has_a_picture": (set(), lambda: whole(picture=None), "Choose a lead picture."),
    "picture_is_described": (
        {PUBLISH},
        lambda: whole(picture=picture(alt=" ", licence="")),
        "Complete the lead picture: alt text, licence.",
    ),
    "says_what_happened": (
        ALL,
        lambda: whole(what_happened="", background="<p>Seoul agreed.</p>"),
        "Write what happened.",
    ),
    "has_points": (set(), lambda: without("points"), "at least one point"),
    "has_background": (set(), lambda: with_field(background=""), "Write how we got here."),
    "has_questions": (
        set(),
        lambda: with_questions("One?", "Two?"),
        "Add 1 more question.",
    ),
    "questions_ask": (
        set(),
        lambda: with_questions("One?", "Two", "Three?"),
        "question mark: “Two”",
    ),
    "prose_is_whole": (
        set(),
        lambda: with_field(background="<p>The plan was that the</p>"),
        "stops in mid-sentence: “… The plan was that the”",
    ),
    "points_are_whole": (
        set(),
        lambda: with_point(text="The plan says that the"),
        "stops in mid-sentence: “… The plan says that the”",
    ),
    "reports_are_whole": (
        set(),
        lambda: with_citation(text="Paper A reports that the"),
        "stops in mid-sentence: “… Paper A reports that the”",
    ),
    "links_lead_somewhere": (
        set(),
        lambda: with_field(background='<p><a href="/briefs/none/">Before</a>.</p>'),
        "Mend or take out the link to /briefs/none/: readers find no page there.",
    ),
    "outlets_are_known": (
        ALL,
        lambda: with_citation(outlet=None, outlet_named="The Moon Post"),
        "the desk knows no “The Moon Post” yet",
    ),
    "has_several_outlets": (set(), cited_once, "Cite at least 2 different outlets."),
    "citations_are_linked": (
        {PUBLISH},
        lambda: with_citation(url=""),
        "Add the link to the article of Paper A",
    ),
    "citations_are_dated": (
        set(),
        lambda: with_citation(published_on=None),
        "Say when Paper A published its article.",
    ),
    "links_are_cited_once": (
        set(),
        cited_alike,
        "Correct this link, or join two citations: Paper A is cited with it too.",
    ),
    "quotes_are_short": (
        {PUBLISH},
        lambda: with_citation(quote="word " * 41),
        "Shorten what you quote of Paper A: 41 words, 40 may be.",
    ),
    "has_topics": (set(), lambda: whole(topics=[]), "Link the topics"),
    "topics_are_mentioned": (
        set(),
        lambda: with_field(what_happened="<p>They agree.</p>"),
        "Take out the topic Seoul, or mention it: the text never does.",
    ),
    "names_are_linked": (
        set(),
        naming_one_that_is_not_linked,
        "Link these topics, if the story is about them: the text names Busan.",
    ),
    "topics_are_linked_once": (
        set(),
        linking_one_twice,
        "Take out one of the two links to Pyongyang: two profiles were merged.",
    ),
    "names_are_certain": (
        set(),
        lambda: with_topic(profile(name_is_guessed=True)),
        "The brief gave no name here; “Busan” was taken from its description: have it confirmed.",
    ),
    "titles_fit_profiles": (
        set(),
        lambda: calling("Russian Defence Minister"),
        "Correct the title “Russian Defence Minister” of Sergei Shoigu, or the profile, which "
        "says: Secretary of the Security Council of Russia",
    ),
    "topics_are_approved": (
        set(),
        lambda: with_topic(sourced(make.proposed("Incheon"))),
        "Incheon waits for a moderator",
    ),
    "topics_are_up_to_date": (
        set(),
        lambda: with_topic(profile(check_due_on=NOW.date())),
        "Have the profile of Busan checked: that was due on 2 March 2026.",
    ),
    "descriptions_are_whole": (
        set(),
        lambda: with_topic(profile(description="Busan is a port in the")),
        "The description of Busan is cut off: “… Busan is a port in the”",
    ),
    "descriptions_name_their_source": (
        set(),
        lambda: with_topic(profile(description_licence="")),
        "where the description of Busan comes from",
    ),
    "notes_are_resolved": (
        set(),
        with_open_notes,
        "2 notes are open: answer them, or resolve them.",
    ),
    "words_stand_once": (
        set(),
        lambda: with_field(background="<p>Before the the talks.</p>"),
        "Take out the double word in “How we got here”: “the the”",
    ),
    "marks_are_typographic": (
        set(),
        lambda: with_field(standfirst="The city's answer."),
        "Write curly quotation marks and real dashes in “Standfirst”: city's",
    ),
    "numbers_agree": (
        set(),
        lambda: whole(
            standfirst="The fleet lost 40 boats.",
            background="<p>In the storm the fleet lost 65 boats.</p>",
        ),
        "Make these numbers agree: “40 boats” (Standfirst) and “65 boats” (How we got here).",
    ),
}
