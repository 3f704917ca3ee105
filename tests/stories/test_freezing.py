import pytest
from django.utils import timezone

from newsroom.models import Picture
from stories.document import (
    Author,
    Citation,
    Document,
    OutletRef,
    PictureRef,
    Point,
    SectionRef,
    TagRef,
)
from stories.freezing import freeze
from stories.models import AnalysisPoint, Byline, Outlet, Question, Story, StoryTopic
from stories.models import Citation as CitationRow
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def picture():
    return Picture.objects.create(
        original="2026/03/a.jpg",
        file="pictures/a.jpg",
        width=600,
        height=400,
        alt="A handshake",
        caption="They shook hands.",
        credit="Jane Doe",
        source="Reuters",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        is_synthetic=True,
        uploaded_at=NOW,
    )


def empty_story(**given):
    """A story of which nothing is known but its address."""
    return Story.objects.create(slug="nothing-yet", created_at=NOW, changed_at=NOW, **given)


def test_everything_that_a_page_says_is_in_the_document(writer):
    writer.byline = "Sam Okafor, Seoul"
    writer.save()
    section, lead, topics = make.section(), picture(), [make.entity(), make.entity()]
    paper = Outlet.objects.create(
        name="The Paper", slug="the-paper", kind="agency", country="FR", language="fr"
    )
    story = empty_story(
        headline="Ministers agree",
        standfirst="On Tuesday.",
        section=section,
        picture=lead,
        what_happened="<p>They agreed.</p>",
        synthesis="<p>Together.</p>",
        background="<p>Before.</p>",
    )
    Byline.objects.create(story=story, order=1, user=writer)
    Byline.objects.create(story=story, order=2, guest="A Guest")
    AnalysisPoint.objects.create(story=story, order=1, theme="Money", label="Cost", text="Much.")
    CitationRow.objects.create(
        story=story,
        order=1,
        outlet=paper,
        text="The Paper reports it.",
        headline="They agree",
        url="https://paper.example/1",
        is_print_only=True,
        published_on="2026-03",
        quote="At last",
        archive_url="https://archive.example/1",
    )
    Question.objects.create(story=story, order=1, text="What next?")
    for order, topic in enumerate(topics):
        StoryTopic.objects.create(story=story, order=order, entity=topic)
    story.tags.add("budget")
    tag = story.tags.get()

    assert freeze(story) == Document(
        slug="nothing-yet",
        headline="Ministers agree",
        standfirst="On Tuesday.",
        section=SectionRef(id=section.pk, name="World", slug="world"),
        authors=(
            Author(id=writer.pk, name="Sam Okafor, Seoul"),
            Author(id=None, name="A Guest"),
        ),
        picture=PictureRef(
            id=lead.pk,
            file="pictures/a.jpg",
            width=600,
            height=400,
            alt="A handshake",
            caption="They shook hands.",
            credit="Jane Doe",
            source="Reuters",
            licence="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            is_synthetic=True,
        ),
        what_happened="<p>They agreed.</p>",
        points=(Point(theme="Money", label="Cost", text="Much."),),
        citations=(
            Citation(
                outlet=OutletRef(
                    id=paper.pk, name="The Paper", slug="the-paper", country="FR", kind="agency"
                ),
                text="The Paper reports it.",
                headline="They agree",
                url="https://paper.example/1",
                published_on="2026-03",
                quote="At last",
                archive_url="https://archive.example/1",
                is_print_only=True,
            ),
        ),
        synthesis="<p>Together.</p>",
        background="<p>Before.</p>",
        questions=("What next?",),
        topics=(topics[0].pk, topics[1].pk),
        tags=(TagRef(id=tag.pk, name="budget", slug="budget"),),
    )


def test_a_person_who_signs_without_a_byline_signs_with_the_public_name(writer):
    story = make.draft(by=writer)
    assert freeze(story).authors == (Author(id=writer.pk, name="Sam Okafor"),)


def test_rows_stand_in_the_order_that_the_editor_chose_not_the_one_they_were_made_in(writer):
    story = empty_story()
    papers = {order: make.outlet(f"Paper {order}") for order in (3, 1, 2)}
    topics = {order: make.entity() for order in (3, 1, 2)}
    for order in (3, 1, 2):
        Byline.objects.create(story=story, order=order, guest=f"Guest {order}")
        AnalysisPoint.objects.create(story=story, order=order, text=f"Point {order}.")
        CitationRow.objects.create(story=story, order=order, outlet=papers[order], text=".")
        Question.objects.create(story=story, order=order, text=f"Question {order}?")
        StoryTopic.objects.create(story=story, order=order, entity=topics[order])
    document = freeze(story)
    assert [author.name for author in document.authors] == ["Guest 1", "Guest 2", "Guest 3"]
    assert [point.text for point in document.points] == ["Point 1.", "Point 2.", "Point 3."]
    assert [citation.outlet.name for citation in document.citations] == [
        "Paper 1",
        "Paper 2",
        "Paper 3",
    ]
    assert document.questions == ("Question 1?", "Question 2?", "Question 3?")
    assert document.topics == (topics[1].pk, topics[2].pk, topics[3].pk)


def test_tags_stand_by_name_so_that_their_order_never_changes_the_digest():
    one, other = empty_story(), make.draft()
    one.tags.add("zinc", "alloy", "copper")
    assert [tag.name for tag in freeze(one).tags] == ["alloy", "copper", "zinc"]
    other.tags.add("copper")
    other.tags.add("alloy")
    other.tags.add("zinc")
    assert freeze(other).tags == freeze(one).tags


def test_a_story_with_nothing_in_it_freezes():
    document = freeze(empty_story())
    assert (document.section, document.picture, document.headline) == (None, None, "")
    assert document.authors == document.points == document.citations == document.topics == ()
    assert Document.from_json(document.to_json()) == document


def test_an_outlet_that_the_desk_does_not_know_is_named_as_the_text_names_it():
    story = empty_story()
    CitationRow.objects.create(story=story, order=1, outlet_named="The Moon Post", text=".")
    assert freeze(story).citations[0].outlet == OutletRef(
        id=None, name="The Moon Post", slug="", country="", kind=""
    )


def test_once_the_outlet_is_chosen_it_has_its_own_name():
    story = empty_story()
    CitationRow.objects.create(
        story=story, order=1, outlet_named="SCMP", outlet=make.outlet("The Post"), text="."
    )
    assert freeze(story).citations[0].outlet.name == "The Post"


def test_what_counts_is_the_database_not_the_copy_in_hand():
    story = make.draft(headline="Kept")
    story.headline = "Not saved"
    list(story.questions.all())
    assert freeze(story).headline == "Kept"
    assert story.headline == "Not saved", "freezing changes nothing"


def test_one_text_has_one_digest_whenever_it_is_frozen(time_machine):
    story = make.draft(topics=[make.entity()], tags=["a", "b"])
    before = freeze(story).digest
    time_machine.move_to(timezone.now() + 1000 * make.HOUR)
    assert freeze(story).digest == before


@pytest.mark.parametrize("count", [3, 60])
def test_freezing_takes_seven_queries_however_many_rows_a_story_has(
    count, django_assert_num_queries
):
    story = make.draft(
        outlets=[make.outlet() for _ in range(count)],
        topics=[make.entity() for _ in range(count)],
        tags=[f"tag {number}" for number in range(count)],
    )
    people = [make.user() for _ in range(3)]
    Byline.objects.bulk_create(
        Byline(story=story, user=person, order=10 + order) for order, person in enumerate(people)
    )
    AnalysisPoint.objects.bulk_create(
        AnalysisPoint(story=story, order=order, text=".") for order in range(10, 10 + count)
    )
    Question.objects.bulk_create(
        Question(story=story, order=order, text="?") for order in range(10, 10 + count)
    )
    with django_assert_num_queries(7):
        document = freeze(story)
    assert len(document.citations) == len(document.topics) == len(document.tags) == count
