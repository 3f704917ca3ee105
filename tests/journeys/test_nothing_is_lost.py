"""What is typed and not saved outlives a crash, an expired login and a lost connection."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from entities.models import Entity
from newsroom import prose, roles
from stories import sitting
from stories.freezing import freeze
from stories.models import Stash, Story
from tests import make
from tests.journeys.conftest import NAMES, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLUG = "ministers-agree"
ADD = "/admin/stories/story/add/"


@pytest.fixture
def desk(chromium, transactional_db):
    """A draft of someone else’s, two editors, and a topic that is not in it."""
    roles.grant(Group, Permission)  # what an earlier journey left was flushed, groups and all
    make.user(username="editor", public_name="Ines Moreau")
    make.user(username="editor2", public_name="Tom Adeyemi")
    make.entity("Sergei Shoigu")
    make.draft(slug=SLUG, topics=[make.entity("First"), make.entity("Second")])


def story(slug=SLUG):
    return Story.objects.get(slug=slug)


def open_story(page):
    page.goto(f"/admin/stories/story/{story().pk}/change/")
    page.locator(".field-background .ProseMirror").wait_for()


def type_background(page, text):
    editor = page.locator(".field-background .ProseMirror")
    editor.click()
    editor.press_sequentially(text)


def add_question(page, text):
    page.locator("#questions-group .add-row a").click()
    page.locator("#questions-group .dynamic-questions [name$='-text']").last.fill(text)


def questions(page):
    fields = page.locator("#questions-group .inline-related:not(.empty-form) [name$='-text']")
    return [field.input_value() for field in fields.all()]


def choose_topic(page, name):
    """Find a topic by typing, in a new row."""
    page.locator("#topics-group .add-row a").click()
    page.locator("#topics-group .dynamic-topics .select2-selection").last.click()
    page.locator(".select2-search__field").press_sequentially(name)
    page.locator(".select2-results__option", has_text=name).click()


def topics(page):
    names = page.locator("#topics-group .inline-related:not(.empty-form) select")
    return [name.inner_text() for name in names.locator("option:checked").all()]


def kept(page, **fields):
    """Wait until the server has these values of the form, and the page says so."""
    for _try in range(100):
        stash = Stash.objects.filter(closed_at=None).order_by("-at").first()
        if stash and fields.items() <= sitting.typed(stash).dict().items():
            break
        page.wait_for_timeout(100)
    else:
        raise AssertionError(f"It was not kept: {fields}")
    expect(page.locator("#kept")).to_contain_text("All kept")


def put_back(page):
    page.get_by_role("link", name="Put it back").click()
    page.get_by_text("Your unsaved work is back. It is not saved yet.").wait_for()


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("successfully").wait_for()


@contextmanager
def a_browser_to_kill(chromium, profile):
    """A browser process of its own, and what kills it as a crash would."""
    path = next(found for name in NAMES if (found := shutil.which(name)))
    flags = ["--headless=new", "--no-sandbox", "--no-first-run", "--remote-debugging-port=0"]
    process = subprocess.Popen(
        [path, *flags, f"--user-data-dir={profile}", "about:blank"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def kill():
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    try:
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port_of(profile)}")
        yield browser, kill
    finally:
        kill()


def port_of(profile):
    """The port that the browser chose, once it has written it down."""
    written = Path(profile) / "DevToolsActivePort"
    for _try in range(200):
        if written.exists() and "\n" in (found := written.read_text()):
            return found.splitlines()[0]
        time.sleep(0.1)
    raise AssertionError("The browser did not start.")


def test_a_crash_in_the_middle_of_typing_loses_nothing(
    desk, chromium, visit, live_server, tmp_path
):
    before = story()
    with a_browser_to_kill(chromium, tmp_path) as (browser, kill):
        page = browser.new_context(base_url=live_server.url).new_page()
        log_in(page, "editor")
        open_story(page)
        page.locator("#id_headline").fill("Typed before the crash")
        type_background(page, "Typed into the editor.")
        add_question(page, "What of the new row?")
        page.locator("#questions-group").get_by_role("button", name="Move up").last.click()
        choose_topic(page, "Sergei Shoigu")
        asked, about = questions(page), topics(page)
        topic = Entity.objects.get(name="Sergei Shoigu")
        kept(page, **{f"topics-{len(about) - 1}-entity": str(topic.pk)})
        kill()
    assert (asked[-2], about[-1]) == ("What of the new row?", "Sergei Shoigu")

    page = visit()
    log_in(page, "editor")
    open_story(page)
    assert page.get_by_text("Unsaved work from").count() == 1
    put_back(page)
    assert page.locator("#id_headline").input_value() == "Typed before the crash"
    editor = page.locator(".field-background .ProseMirror")
    expect(editor).to_contain_text("Typed into the editor.")
    assert (questions(page), topics(page)) == (asked, about)
    assert story().headline == before.headline

    save(page)
    assert page.get_by_text("Unsaved work from").count() == 0
    saved = story()
    assert saved.headline == "Typed before the crash"
    assert "Typed into the editor." in saved.background
    assert list(saved.questions.values_list("text", flat=True)) == asked
    assert saved.topics.last().entity == topic
    assert page.errors == []


def test_a_brief_that_was_never_saved_outlives_a_crash(
    desk, chromium, visit, live_server, tmp_path
):
    with a_browser_to_kill(chromium, tmp_path) as (browser, kill):
        page = browser.new_context(base_url=live_server.url).new_page()
        log_in(page, "editor")
        page.goto(ADD)
        page.locator("#id_headline").press_sequentially("Ports reopen after the storm")
        add_question(page, "Which port is next?")
        kept(page, **{"questions-0-text": "Which port is next?"})
        kill()

    page = visit()
    log_in(page, "editor")
    page.goto(ADD)
    page.get_by_text("“Ports reopen after the storm”").wait_for()
    put_back(page)
    save(page)
    saved = story("ports-reopen-after-the-storm")
    assert saved.questions.get().text == "Which port is next?"
    page.goto(ADD)
    assert page.get_by_text("Unsaved work from").count() == 0
    assert page.errors == []


def test_a_login_that_expires_in_the_middle_of_typing_loses_nothing(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)
    page.locator("#id_headline").fill("Typed before the login expired")
    kept(page, headline="Typed before the login expired")
    Session.objects.all().delete()
    type_background(page, "Typed after it.")
    expect(page.locator("#kept")).to_contain_text("You are logged out")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_contain_text("You are logged out")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Log in in another tab").click()
    tab = opened.value
    log_in(tab, "editor")
    tab.close()
    kept(page, headline="Typed before the login expired")
    save(page)
    assert story().headline == "Typed before the login expired"
    assert "Typed after it." in story().background
    assert page.errors == []


def test_a_login_that_expired_unseen_is_met_before_the_form_goes(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)
    page.locator("#id_standfirst").fill("Typed and kept.")
    kept(page, standfirst="Typed and kept.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_contain_text("You are logged out")
    assert page.locator("#id_standfirst").input_value() == "Typed and kept."
    assert page.errors == []


def test_a_tab_without_a_connection_holds_what_was_typed_and_sends_it_when_it_can(desk, visit):
    page, lost, asked = visit(), [True], []
    log_in(page, "editor")
    open_story(page)
    page.route("**/stash/", lambda route: route.abort() if lost else route.continue_())
    page.locator("#id_standfirst").fill("Typed without a connection.")
    expect(page.locator("#kept")).to_contain_text("No connection")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#kept")).to_contain_text("No connection")
    assert not Stash.objects.exists()

    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.on("framenavigated", lambda _frame: lost.clear())
    page.reload()
    put_back(page)
    assert page.locator("#id_standfirst").input_value() == "Typed without a connection."
    assert asked == ["beforeunload"]


def test_a_page_is_left_without_a_question_when_all_is_kept(desk, visit):
    page, asked = visit(), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    log_in(page, "editor")
    open_story(page)
    page.locator("#id_standfirst").press_sequentially("x")
    kept(page)
    page.goto("/admin/")
    assert asked == []
    open_story(page)
    page.locator("#id_standfirst").press_sequentially("x")
    page.goto("/admin/")
    assert asked == ["beforeunload"]
    assert page.errors == []


def test_what_was_taken_back_again_is_not_offered(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)
    before = page.locator("#id_standfirst").input_value()
    page.locator("#id_standfirst").fill("Typed.")
    kept(page, standfirst="Typed.")
    page.locator("#id_standfirst").fill(before)
    expect(page.locator("#kept")).to_be_empty()
    assert not Stash.objects.exists()
    assert page.errors == []


def test_a_page_that_was_come_back_to_after_its_save_keeps_what_is_typed_on(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)
    page.locator("#id_standfirst").fill("Typed and saved.")
    kept(page, standfirst="Typed and saved.")
    saved = page.locator("#sitting").input_value()
    save(page)
    page.evaluate("name => document.querySelector('#sitting').value = name", saved)
    page.locator("#id_standfirst").fill("Typed on.")
    kept(page, standfirst="Typed on.")
    assert page.locator("#sitting").input_value() != saved
    assert page.errors == []


def test_two_people_with_one_story_open_see_each_other(desk, visit):
    one, two = visit(), visit()
    log_in(one, "editor")
    open_story(one)
    log_in(two, "editor2")
    open_story(two)
    two.get_by_text("Ines Moreau has this story open too.").wait_for()
    one.clock.install()  # the next ping is not waited for
    one.reload()
    one.get_by_text("Tom Adeyemi has this story open too.").wait_for()

    two.locator("#id_standfirst").fill("Written by Tom.")
    save(two)
    one.clock.run_for(21_000)
    one.get_by_text("Tom Adeyemi saved this story at").wait_for()
    one.locator("#id_headline").fill("A headline by Ines")
    save(one)
    assert (story().headline, story().standfirst) == ("A headline by Ines", "Written by Tom.")
    assert [one.errors, two.errors] == [[], []]


def test_enter_goes_on_to_the_next_field_and_saves_nothing(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)
    page.locator("#id_headline").press("Enter")
    expect(page.locator("#id_standfirst")).to_be_focused()
    page.locator("#id_questions-0-text").press("Enter")
    expect(page.locator("#id_questions-0-text")).not_to_be_focused()
    assert page.errors == []


def test_the_length_is_counted_as_readers_will_see_it(desk, visit):
    page = visit()
    log_in(page, "editor")
    open_story(page)

    def shows(count):
        length = f"{count} words · {prose.reading_minutes(count)} min"
        expect(page.locator("#count")).to_have_text(length)

    words = words_of(freeze(story()))
    shows(words)
    text = "Of co-operation, 3,000 people and 東京 don’t say much more; l’été & <b>it</b> is."
    page.locator("#id_standfirst").fill(text)
    words += prose.words(text) - prose.words(story().standfirst)
    shows(words)
    type_background(page, "Told at length, in bold and not.")
    typed = page.locator("[name=background]").input_value()
    words += prose.words(typed) - prose.words(story().background)
    shows(words)
    page.locator("#questions-0").get_by_text("Delete").click()
    shows(words - prose.words(story().questions.first().text))
    assert page.errors == []


def words_of(document):
    texts = [document.standfirst, document.what_happened, document.synthesis, document.background]
    texts += [*document.questions, *(row.text for row in (*document.points, *document.citations))]
    return sum(prose.words(text) for text in texts)
