"""Text becomes a draft, and a story becomes text that makes the same story again."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings

from entities.models import Entity
from stories.briefs import load
from stories.briefs.layout import NotABrief
from stories.briefs.write import write
from stories.demo import newsroom as demo
from stories.freezing import freeze
from stories.models import Story
from tests import make
from tests.make import NOW
from tests.stories.briefs.test_write import BRIEFS, KNOWN

pytestmark = pytest.mark.django_db


def again(story):
    """The story that the export of a story makes."""
    return load.load(load.export(story), by=None, now=NOW, slug="again")


def document(story):
    """All that a page would say, but for the address."""
    said = vars(freeze(story)) | {"slug": ""}
    return said | {"tags": {tag.name for tag in said["tags"]}}


@pytest.fixture
def desk(writer, editor):
    demo.load_desk()
    for name in KNOWN:
        make.outlet(name)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(brief=BRIEFS)
def test_the_import_of_an_export_gives_the_same_story(desk, brief):
    with transaction.atomic():
        try:
            story = load.load(write(brief, outlets=KNOWN), by=None, now=NOW, slug="first")
        except NotABrief:  # a text that is longer than its field
            assume(False)
        assert document(again(story)) == document(story)
        transaction.set_rollback(True)


def test_a_story_with_everything_survives_the_way_out_and_in(desk, writer, editor):
    topics = [make.entity("Russia"), make.proposed("Han Ji-woo", native_name="한지우")]
    story = make.draft(topics=topics, tags=["trade", "law"], outlets=[make.outlet("Reuters")])
    story.citations.update(quote="We agree.", archive_url="https://kept.example/x")
    html = '<p>One <strong>two</strong>.</p><ul><li><p>a <a href="https://a.example">b</a></p></li></ul>'
    story = make.edit(story, what_happened=html, background="<blockquote><p>q</p></blockquote>")
    assert document(again(story)) == document(story)
    assert Entity.objects.count() == 2


def test_every_story_of_the_demonstration_survives_the_way_out_and_in(desk):
    texts = sorted((demo.HERE / "briefs").glob("*.txt"))
    assert len(texts) >= 35
    for file in texts:
        with transaction.atomic():
            story = load.load(file.read_bytes(), by=None, now=NOW, slug="first")
            assert document(again(story)) == document(story), file.name
            transaction.set_rollback(True)


def test_a_replacement_takes_the_place_of_every_row_and_keeps_the_address(desk):
    story = make.draft(slug="kept", topics=[make.entity("Russia")], tags=["trade"])
    other = load.load(
        load.export(make.draft(headline="Another thing happened", tags=["law"])),
        by=None,
        now=NOW,
        slug="other",
    )
    load.replace(story, load.export(other), by=None, now=NOW)
    story = Story.objects.get(slug="kept")
    assert document(story) == document(other)
    assert story.version == 2


def test_nothing_is_stored_of_a_text_with_one_bad_row(desk):
    text = f"What happened\nA thing.\nGo deeper\n- {'x' * 400}?\nTopics\n- New Topic\n"
    with pytest.raises(NotABrief, match="Question 1"):
        load.load(text, by=None, now=NOW)
    assert not Story.objects.exists()
    assert not Entity.objects.exists()
