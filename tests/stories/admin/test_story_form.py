"""The story form: what it shows, what a save does, and how rows keep their order."""

import re

import pytest
from django.urls import reverse

from stories.models import Story
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


def change_url(story):
    return reverse("admin:stories_story_change", args=[story.pk])


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def form_of(client, story):
    return fields_of(client.get(change_url(story)).content.decode(), "story_form")


def save(client, story, **changes):
    response = client.post(change_url(story), form_of(client, story) | changes)
    assert response.status_code == 302, response.context["errors"]
    story.refresh_from_db()
    return story


def test_the_form_stands_in_the_order_of_the_page(desk):
    page = desk.get(change_url(make.draft())).content.decode()
    places = [
        page.index(f'id="{name}"')
        for name in (
            "id_headline",
            "id_standfirst",
            "bylines-heading",
            "id_what_happened",
            "points-heading",
            "citations-heading",
            "id_synthesis",
            "id_background",
            "questions-heading",
            "topics-heading",
            "id_tags",
        )
    ]
    assert places == sorted(places)


def test_a_save_that_changes_nothing_makes_no_version(desk):
    story = make.draft()
    save(desk, story)
    assert story.versions.count() == 1


def test_a_save_is_a_version_of_its_author(desk, writer):
    story = save(desk, make.draft(), headline="A new headline for it")
    version = story.versions.newest_first().first()
    assert story.headline == "A new headline for it"
    assert (version.number, version.by, story.version) == (2, writer, 2)


def test_an_edit_of_an_approved_story_says_that_it_voids_the_approval(desk):
    story = make.approved()
    response = desk.post(
        change_url(story), form_of(desk, story) | {"headline": "Another headline"}, follow=True
    )
    story.refresh_from_db()
    assert story.state == Story.State.IN_REVIEW
    assert "your edit voids that" in response.content.decode()


def test_rows_change_places(desk):
    story = make.draft()
    before = list(story.questions.values_list("text", flat=True))
    save(desk, story, **{"questions-0-order": "3", "questions-2-order": "1"})
    assert list(story.questions.values_list("text", flat=True)) == before[::-1]
    assert list(story.questions.values_list("order", flat=True)) == [1, 2, 3]


def test_a_row_goes_and_the_others_close_up(desk):
    story = make.draft()
    before = list(story.questions.values_list("text", flat=True))
    save(desk, story, **{"questions-0-DELETE": "on"})
    assert list(story.questions.values_list("text", "order")) == [(before[1], 1), (before[2], 2)]


def test_a_row_is_put_in_front_of_the_others(desk):
    story = make.draft()
    data = {
        "questions-TOTAL_FORMS": "4",
        "questions-3-id": "",
        "questions-3-story": str(story.pk),
        "questions-3-text": "What first?",
        "questions-3-order": "1",
        "questions-0-order": "2",
        "questions-1-order": "3",
        "questions-2-order": "4",
    }
    save(desk, story, **data)
    assert list(story.questions.values_list("order", flat=True)) == [1, 2, 3, 4]
    assert story.questions.first().text == "What first?"


def test_an_empty_row_that_only_has_a_place_is_no_row(desk):
    story = make.draft()
    data = {
        "questions-TOTAL_FORMS": "4",
        "questions-3-id": "",
        "questions-3-story": str(story.pk),
        "questions-3-text": "",
        "questions-3-order": "4",
    }
    assert save(desk, story, **data).questions.count() == 3


def test_an_article_cited_twice_is_refused_with_a_sentence(desk):
    story = make.draft()
    data = form_of(desk, story)
    data["citations-1-outlet"] = data["citations-0-outlet"]
    data["citations-1-url"] = data["citations-0-url"]
    response = desk.post(change_url(story), data)
    assert response.status_code == 200
    text = response.content.decode()
    assert "The story cites this article already." in text or "must be unique" in text


def test_a_new_story_is_signed_by_who_begins_it_and_gets_an_address(desk, writer):
    page = desk.get(reverse("admin:stories_story_add")).content.decode()
    data = fields_of(page, "story_form") | {"headline": "Ports reopen after the storm"}
    response = desk.post(reverse("admin:stories_story_add"), data)
    assert response.status_code == 302
    story = Story.objects.get()
    assert story.slug == "ports-reopen-after-the-storm"
    assert [byline.user for byline in story.bylines.all()] == [writer]
    assert (story.created_by, story.version, story.state) == (writer, 1, Story.State.DRAFT)


def test_a_story_without_a_headline_still_gets_an_address(desk):
    page = desk.get(reverse("admin:stories_story_add")).content.decode()
    desk.post(reverse("admin:stories_story_add"), fields_of(page, "story_form"))
    assert Story.objects.get().slug == "brief"


def test_prose_is_sanitised_whatever_was_pasted(desk):
    pasted = '<p onclick="x()">Fine<script>alert(1)</script> <a href="javascript:x">here</a></p>'
    story = save(desk, make.draft(), what_happened=pasted)
    assert story.what_happened == "<p>Fine <a>here</a></p>"


def test_the_rail_names_what_blocks_and_what_would_be_better(desk):
    story = make.edit(make.draft(), headline="", standfirst="")
    page = desk.get(change_url(story)).content.decode()
    assert "Write a headline." in page
    assert "Write a standfirst" in page


def test_what_is_refused_is_listed_with_the_way_to_it(desk):
    story = make.draft()
    typed = form_of(desk, story) | {"citations-1-published_on": "yesterday", "slug": "a b"}
    page = desk.post(change_url(story), typed).content.decode()
    listed = page[page.index('class="complaints"') :].split("</ul>")[0]
    assert re.findall(r'href="#([^"]+)">([^<]+)<', listed) == [
        ("id_slug", "Address"),
        ("citations-1", "What the papers say, 2: Date"),
    ]
    assert 'id="citations-1"' in page


def test_the_rail_says_what_may_wait_until_publication(desk):
    story = make.edit(make.draft(), headline="", standfirst="")
    story.citations.filter(order=1).update(url="")
    page = desk.get(change_url(story)).content.decode()
    weights = re.findall(r'checks__weight">([^<]+)<.*?<a [^>]+>([^<]+)<', page, re.DOTALL)
    assert ("Must", "Write a headline.") in weights
    assert [weight for weight, sentence in weights if "Add the link" in sentence] == [
        "Must, to publish"
    ]
    assert [weight for weight, sentence in weights if "standfirst" in sentence] == ["Should"]


def test_a_moderator_reads_the_form_and_cannot_save_it(client, moderator):
    story = make.draft()
    client.force_login(moderator)
    assert client.get(change_url(story)).status_code == 200
    assert client.post(change_url(story), {"headline": "Mine now"}).status_code == 403


def test_a_moderator_reads_prose_and_not_its_tags(client, moderator):
    story = make.edit(make.draft(), what_happened="<p>It <strong>rained</strong>.</p>")
    client.force_login(moderator)
    page = client.get(change_url(story)).content.decode()
    assert "<p>It <strong>rained</strong>.</p>" in page
    assert "&lt;p&gt;" not in page


def test_a_published_story_cannot_be_deleted_and_a_draft_can(client, editor):
    client.force_login(editor)
    published, draft = make.edition().story, make.draft()
    delete = [reverse("admin:stories_story_delete", args=[s.pk]) for s in (published, draft)]
    assert client.post(delete[0], {"post": "yes"}).status_code == 403
    assert client.post(delete[1], {"post": "yes"}).status_code == 302
    assert list(Story.objects.all()) == [published]


def test_the_list_says_what_is_live_and_what_is_scheduled(client, editor):
    client.force_login(editor)
    make.edit(make.edition().story, headline="Edited after publication")
    page = client.get(reverse("admin:stories_story_changelist")).content.decode()
    assert "an edition is live" in page


def test_the_form_costs_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    few = make.draft()
    topics = [make.entity() for _ in range(30)]
    many = make.draft(topics=topics, outlets=[make.outlet() for _ in range(10)])
    for story in (few, many):
        with django_assert_max_num_queries(45):
            desk.get(change_url(story))


def test_a_short_text_is_one_line_however_it_was_typed(desk):
    story = save(desk, make.draft(), **{"points-0-text": " Two\r\nlines  here. "})
    assert story.points.get().text == "Two lines here."


def test_two_topics_and_two_links_change_places_in_one_save(desk):
    story = make.draft(topics=[make.entity("First"), make.entity("Second"), make.entity("Third")])
    data = form_of(desk, story)
    links = [data["citations-0-url"], data["citations-1-url"]]
    changes = {
        "topics-0-entity": data["topics-1-entity"],
        "topics-1-entity": data["topics-2-entity"],
        "topics-2-entity": data["topics-0-entity"],
        "citations-1-outlet": data["citations-0-outlet"],
        "citations-0-url": links[1],
        "citations-1-url": links[0],
    }
    save(desk, story, **changes)
    assert [topic.entity.name for topic in story.topics.all()] == ["Second", "Third", "First"]
    assert [citation.url for citation in story.citations.all()] == links[::-1]


def test_a_row_takes_over_from_one_that_goes(desk):
    story = make.draft(topics=[make.entity("First"), make.entity("Second")])
    data = form_of(desk, story)
    save(desk, story, **{"topics-0-entity": data["topics-1-entity"], "topics-1-DELETE": "on"})
    assert [topic.entity.name for topic in story.topics.all()] == ["Second"]


def test_two_link_less_citations_and_two_guests_are_left_as_they_are(desk):
    story = make.draft()
    story.citations.update(url="", outlet=make.outlet("Paper A"))
    story.bylines.create(guest="One Guest", order=2)
    story.bylines.create(guest="Two Guest", order=3)
    before = [list(rows.values_list("pk")) for rows in (story.citations, story.bylines)]
    save(desk, story)
    assert [list(rows.values_list("pk")) for rows in (story.citations, story.bylines)] == before


def test_two_tabs_that_add_a_row_each_keep_both(desk):
    story = make.draft()
    tab = form_of(desk, story)
    new = {"questions-TOTAL_FORMS": "4", "questions-3-id": "", "questions-3-story": str(story.pk)}
    for text in ("From the first?", "From the second?"):
        data = tab | new | {"questions-3-text": text, "questions-3-order": "4"}
        assert desk.post(change_url(story), data).status_code == 302
    texts = list(story.questions.values_list("text", flat=True))
    assert len(texts) == 5
    assert {"From the first?", "From the second?"} <= set(texts)
    assert list(story.questions.values_list("order", flat=True)) == [1, 2, 3, 4, 5]


def test_an_act_that_is_none_is_no_address(desk):
    story = make.draft()
    response = desk.post(change_url(story), form_of(desk, story) | {"_act": "x y"})
    assert response.status_code == 302


def test_a_tag_that_is_too_long_is_refused_with_a_sentence(desk):
    story = make.draft()
    response = desk.post(change_url(story), form_of(desk, story) | {"tags": "x" * 101})
    assert "A tag has at most 100 characters" in response.content.decode()


def test_a_headline_in_another_script_gets_an_address(desk):
    url = reverse("admin:stories_story_add")
    data = fields_of(desk.get(url).content.decode(), "story_form")
    assert desk.post(url, data | {"headline": "조태열 장관"}).status_code == 302
    assert Story.objects.get().slug == "brief"
