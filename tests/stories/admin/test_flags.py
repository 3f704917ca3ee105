"""The ripple of a changed profile on the desk, and flags where editors meet them."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from entities import merging, suggesting
from entities.models import Position
from stories import flagging
from stories.admin import flags
from stories.models import Flag, Introduction, Notice
from tests import make
from tests.forms import fields_of
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

CHANGED = "He left that office."


@pytest.fixture(autouse=True)
def clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def topic():
    return make.entity("Sergei Shoigu", kind="person", position={"title": "Minister of Defence"})


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def live(topic, **given):
    given = {"standfirst": "Sergei Shoigu met him.", "now": NOW - HOUR} | given
    return make.edition(topics=[topic], **given)


def flag(topic, story, *, sentence=CHANGED, now=NOW):
    asked = {"entity": topic, "by": None, "now": now}
    return flagging.flag(stories=[story], sentence=sentence, **asked)[0]


def ripple_url(topic):
    return reverse("admin:stories_story_ripple", args=[topic.pk])


def form_url(story):
    return reverse("admin:stories_story_change", args=[story.pk])


def settle_url(flag):
    return reverse("admin:stories_story_settle", args=[flag.story_id, flag.pk])


def page_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# The ripple ----------------------------------------------------------------------------------


def test_it_lists_the_live_briefs_with_what_they_say(desk, topic):
    edition = live(topic, headline="Ministers meet")
    make.edition(headline="Another story", now=NOW - HOUR)
    page = page_of(desk.get(ripple_url(topic)))
    assert "Ministers meet" in page
    assert "Another story" not in page
    assert "<mark>Sergei Shoigu</mark> met him." in page
    assert "named once" in page
    assert form_url(edition.story) in page
    assert "Sergei Shoigu is now: Minister of Defence." in page


def test_a_brief_that_names_the_profile_nowhere_says_so(desk, topic):
    live(topic, standfirst="Somebody met him.")
    assert "named nowhere in the text, only on the card" in page_of(desk.get(ripple_url(topic)))


def test_briefs_whose_title_clashes_are_ticked_before_anyone_chooses(desk, topic):
    clashing, other = live(topic).story, live(topic).story
    Introduction.objects.filter(entity=topic).delete()
    said = {"story": clashing, "entity": topic, "clashes": True}
    Introduction.objects.create(title="Council Secretary", **said)
    response = desk.get(ripple_url(topic))
    assert response.context["chosen"] == {clashing.pk}
    assert "Calls them “Council Secretary”, which the profile does not say." in page_of(response)
    assert f'value="{other.pk}" id="story-{other.pk}">' in page_of(response)


def test_a_moderator_asks_the_editors_of_those_that_are_ticked(desk, topic, moderator):
    chosen, other = live(topic).story, live(topic).story
    response = desk.post(ripple_url(topic), {"sentence": CHANGED, "story": [chosen.pk]})
    assert response["Location"] == ripple_url(topic)
    assert said(response) == ["The editors of 1 brief are asked to look."]
    flag = Flag.objects.get()
    assert (flag.story, flag.sentence, flag.by) == (chosen, CHANGED, moderator)
    page = page_of(desk.get(ripple_url(topic)))
    assert "Its editors were asked by Mira Lindqvist" in page
    assert f'id="story-{chosen.pk}"' not in page
    assert f'id="story-{other.pk}"' in page


def test_one_button_asks_the_editors_of_all(desk, topic):
    stories = [live(topic).story for _ in range(3)]
    flag(topic, stories[0])
    response = desk.post(ripple_url(topic), {"sentence": CHANGED, "all": "1"})
    assert said(response) == ["The editors of 2 briefs are asked to look."]
    assert Flag.objects.count() == 3
    assert "Ask the editors of all" not in page_of(desk.get(ripple_url(topic)))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"sentence": CHANGED}, "Choose the briefs"),
        ({"sentence": " ", "all": "1"}, "This field is required."),
        ({"sentence": CHANGED, "story": ["x", "999999999"]}, "None of these shows the profile"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(given, sentence, desk, topic):
    live(topic)
    page = page_of(desk.post(ripple_url(topic), given))
    assert sentence in page
    assert given["sentence"].strip() in page
    assert not Flag.objects.exists()


def test_what_was_ticked_stays_when_something_is_missing(desk, topic):
    story = live(topic).story
    page = page_of(desk.post(ripple_url(topic), {"sentence": "", "story": [story.pk]}))
    assert f'value="{story.pk}" id="story-{story.pk}" checked>' in page


def test_a_profile_that_no_brief_shows_has_nothing_to_ask(desk, topic):
    page = page_of(desk.get(ripple_url(topic)))
    assert "No brief that readers see shows Sergei Shoigu." in page
    assert "Ask their editors" not in page


def test_many_briefs_come_in_pages(desk, topic, monkeypatch):
    monkeypatch.setattr(flags, "PER_PAGE", 2)
    stories = [live(topic, now=NOW - hours * HOUR).story for hours in (3, 2, 1)]
    first = desk.get(ripple_url(topic))
    assert [brief.edition.story for brief in first.context["briefs"]] == stories[:0:-1]
    older = f"?after={first.context['page'].older}"
    assert older in page_of(first)
    second = desk.get(ripple_url(topic) + older)
    assert [brief.edition.story for brief in second.context["briefs"]] == stories[:1]
    response = desk.post(ripple_url(topic) + older, {"sentence": CHANGED, "all": "1"})
    assert response["Location"] == ripple_url(topic) + older
    assert Flag.objects.get().story == stories[0]
    assert desk.get(f"{ripple_url(topic)}?after=none").status_code == 404


def test_nobody_else_opens_it(client, topic, editor, writer):
    live(topic)
    for person in (editor, writer):
        client.force_login(person)
        assert client.get(ripple_url(topic)).status_code == 403
        given = {"sentence": CHANGED, "all": "1"}
        assert client.post(ripple_url(topic), given).status_code == 403
    assert not Flag.objects.exists()


@pytest.mark.parametrize("count", [2, 30])
def test_the_page_costs_the_same_for_few_briefs_as_for_many(
    count, desk, topic, django_assert_num_queries
):
    for _ in range(count):
        live(topic)
    desk.get(ripple_url(topic))
    with django_assert_num_queries(12):
        desk.get(ripple_url(topic))


# The way there -------------------------------------------------------------------------------


def save(desk, topic, **changes):
    url = reverse("admin:entities_entity_change", args=[topic.pk])
    fields = fields_of(page_of(desk.get(url)), "entity_form")
    response = desk.post(url, fields | {"_continue": "1"} | changes)
    assert response.status_code == 302, response.context["errors"]
    return said(response)


def led_to(messages, topic):
    return [message for message in messages if f'href="{ripple_url(topic)}"' in message]


@pytest.mark.parametrize(
    ("changes", "leads"),
    [
        ({"positions-0-ended_on": "2024-05"}, True),
        ({"positions-0-DELETE": "on"}, True),
        ({"name": "Sergey Shoygu"}, True),
        ({"description": "Another sentence about him."}, False),
        ({}, False),
    ],
)
def test_a_changed_office_or_name_leads_to_the_ripple(changes, leads, desk, topic):
    live(topic)
    found = led_to(save(desk, topic, **changes), topic)
    assert bool(found) == leads
    assert all("1 live brief shows this profile" in message for message in found)


def test_a_new_office_leads_to_the_ripple(desk, topic):
    live(topic), live(topic)
    new = {"positions-TOTAL_FORMS": "2", "positions-1-title": "Secretary"}
    new |= {"positions-1-entity": str(topic.pk)}
    assert "2 live briefs show this profile" in led_to(save(desk, topic, **new), topic)[0]
    assert Position.objects.filter(title="Secretary").exists()


def test_a_change_of_what_no_brief_shows_leads_nowhere(desk, topic):
    assert led_to(save(desk, topic, name="Sergey Shoygu"), topic) == []


def test_retiring_a_profile_leads_to_the_ripple(desk, topic):
    live(topic)
    url = reverse("admin:entities_entity_act", args=[topic.pk, "retire"])
    assert led_to(said(desk.post(url, {"note": ""})), topic)
    assert "is retired" in page_of(desk.get(ripple_url(topic)))


def test_an_accepted_change_leads_to_the_ripple(desk, topic):
    live(topic)
    change = {"fields": {"name": ["Sergei Shoigu", "Sergey Shoygu"]}}
    on_it = {"by": None, "now": NOW, "source_url": "https://a.example/"}
    asked = suggesting.suggest(entity=topic, changes=change, **on_it)
    url = reverse("admin:entities_entity_queue_item", args=[topic.pk])
    assert led_to(said(desk.post(url, {"do": "accept", "on": asked.pk})), topic)


@pytest.mark.parametrize("seen_from", ["survivor", "loser"])
def test_a_merge_that_changes_the_office_leads_to_the_ripple(seen_from, desk, moderator):
    pair = {
        "survivor": make.entity("Kyiv"),
        "loser": make.entity("Kiev", position={"title": "Seat"}),
    }
    for entity in pair.values():
        live(entity)
    merge = merging.begin(by=moderator, now=NOW, **pair)
    url = reverse("admin:entities_entity_merge", args=[pair[seen_from].pk])
    chosen = {
        field.html_name: field.value() or "survivor" for field in desk.get(url).context["form"]
    }
    found = led_to(said(desk.post(url, chosen | {"act": "finish", "note": ""})), merge.survivor)
    assert "2 live briefs show this profile" in found[0]


def test_the_form_of_a_profile_says_how_many_briefs_show_it(desk, topic, client, editor):
    url = reverse("admin:entities_entity_change", args=[topic.pk])
    assert ripple_url(topic) not in page_of(desk.get(url))
    live(topic)
    assert "1 live brief shows it" in page_of(desk.get(url))
    client.force_login(editor)
    assert ripple_url(topic) not in page_of(client.get(url))


# On the editors' desk ------------------------------------------------------------------------


def desk_list(client, person):
    client.force_login(person)
    context = client.get(reverse("admin:index")).context
    found = [each for each in context["own_lists"] if each.name == "flagged"]
    return [line.story for shown in found for line in shown.lines]


def test_a_flagged_story_comes_up_on_the_desk_of_its_editors(client, topic, editor, moderator):
    first, second = live(topic).story, live(topic).story
    assert desk_list(client, editor) == []
    flag(topic, second, now=NOW - HOUR / 2)
    flag(make_shown_in(first), first, sentence="She left, too.")
    assert desk_list(client, editor) == [second, first]
    page = page_of(client.get(reverse("admin:index")))
    assert "May be wrong now" in page
    assert CHANGED in page
    assert desk_list(client, moderator) == []


def make_shown_in(story):
    """Another profile that the live edition shows."""
    topic = make.entity("Andrei Belousov")
    story.topics.create(entity=topic, order=9)
    make.next_edition(story, now=NOW, headline="They met once more")
    return topic


def test_a_writer_sees_their_own_flagged_stories_only(client, topic, writer):
    mine, other = live(topic, by=writer).story, live(topic).story
    flag(topic, mine), flag(topic, other)
    assert desk_list(client, writer) == [mine]
    settled = mine.flags.get()
    flagging.settle(flag=settled, by=writer, now=NOW)
    assert desk_list(client, writer) == []


def test_the_story_list_can_be_narrowed_to_them(client, topic, editor):
    story = live(topic).story
    live(topic)
    flag(topic, story)
    client.force_login(editor)
    response = client.get(reverse("admin:stories_story_changelist"), {"list": "flagged"})
    assert list(response.context["cl"].result_list) == [story]


def test_the_editor_is_told_on_the_desk(client, topic, editor):
    story = live(topic, approver=editor).story
    flag(topic, story)
    client.force_login(editor)
    page = page_of(client.get(reverse("admin:index")))
    assert "Flagged by the system, as a profile changed." in page
    assert Notice.objects.on_desk(editor).filter(kind=Notice.Kind.FLAGGED).count() == 1


def test_the_rail_says_what_changed_by_whom_and_leads_to_the_profile(client, topic, editor):
    story = live(topic).story
    client.force_login(editor)
    assert 'id="rail-flags" tabindex="-1" data-notes hidden' in page_of(client.get(form_url(story)))
    flag(topic, story)
    page = page_of(client.get(form_url(story)))
    rail = page[page.index('id="rail-flags"') :]
    rail = rail[: rail.index("</section>")]
    assert CHANGED in rail
    assert "the system" in rail
    assert reverse("admin:entities_entity_change", args=[topic.pk]) in rail
    assert "has gone live since" not in rail


def test_one_click_settles_it(client, topic, editor):
    story = live(topic).story
    asked = flag(topic, story)
    client.force_login(editor)
    response = client.post(settle_url(asked), {"answer": "It is right."})
    assert response["Location"] == f"{form_url(story)}#rail-flags"
    asked.refresh_from_db()
    assert (asked.settled_by, asked.answer) == (editor, "It is right.")
    again = client.post(settle_url(asked), {"answer": ""})
    assert said(again)[-1] == "Ines Moreau has settled this already."


def test_a_later_edition_offers_itself_as_the_answer(client, topic, editor, clock):
    story = live(topic).story
    flag(topic, story)
    clock.shift(60)
    make.next_edition(story, now=NOW + HOUR / 60, headline="They met once more")
    client.force_login(editor)
    page = page_of(client.get(form_url(story)))
    assert "Edition 2 has gone live since: does it put this right?" in page
    assert 'value="Put right in edition 2."' in page


def test_a_moderator_sees_flags_and_settles_none(desk, topic):
    story = live(topic).story
    asked = flag(topic, story)
    assert settle_url(asked) not in page_of(desk.get(form_url(story)))
    assert desk.post(settle_url(asked), {"answer": ""}).status_code == 403
    assert flagging.open_flags(story) == [asked]


def test_a_flag_of_another_story_is_not_settled_here(client, topic, editor):
    story, asked = live(topic).story, flag(topic, live(topic).story)
    client.force_login(editor)
    url = reverse("admin:stories_story_settle", args=[story.pk, asked.pk])
    assert client.post(url, {"answer": ""}).status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_flags_cost_the_form_one_query(count, client, editor, django_assert_max_num_queries):
    topics = [make.entity() for _ in range(count)]
    story = make.edition(topics=topics, now=NOW - HOUR).story
    for topic in topics:
        flag(topic, story)
    client.force_login(editor)
    client.get(form_url(story))
    with django_assert_max_num_queries(26):
        assert page_of(client.get(form_url(story))).count('class="flag"') == count
