"""Export and import of profiles in the admin."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from entities import changing, moderation
from entities.admin import exchange as pages
from entities.models import Entity, ProfileFile
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
LIST = "/admin/entities/entity/"
EXPORT, IMPORT = f"{LIST}export/", f"{LIST}import/"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def send(client, *lines, name="people.csv"):
    content = "\n".join(lines).encode()
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, follow=True)


def take(client, page):
    url = page.redirect_chain[-1][0]
    return client.post(url, fields_of(page.content.decode(), "take_form"), follow=True)


def exported(response):
    text = b"".join(response.streaming_content).decode()
    if "json" in response["Content-Type"]:
        return [row["address"] for row in json.loads(text)]
    return [row["address"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_what_the_list_holds_is_exported_with_its_filters(desk):
    make.entity("Kim", kind="person"), make.entity("Korea", kind="place")
    url = f"{EXPORT}?kind__exact=person"
    assert "1 profile<" in desk.get(url).content.decode()
    for form in ("csv", "json"):
        response = desk.post(url, {"form": form})
        assert f'profiles-{timezone.localdate()}.{form}"' in response["Content-Disposition"]
        assert exported(response) == ["kim"]


def test_the_chosen_ones_are_exported(desk):
    kim, lee, _park = (make.entity(name) for name in ("Kim", "Lee", "Park"))
    page = desk.post(LIST, {"action": "export", "_selected_action": [kim.pk, lee.pk]})
    data = fields_of(page.content.decode(), "export_form")
    assert exported(desk.post(EXPORT, data)) == ["kim", "lee"]


def test_all_of_a_long_list_are_exported_by_its_filters(desk):
    kim = make.entity("Kim")
    data = {"action": "export", "_selected_action": [kim.pk], "select_across": "1"}
    response = desk.post(f"{LIST}?q=Kim", data)
    assert response["Location"] == f"{EXPORT}?q=Kim"


def test_filters_that_are_none_lead_back_to_the_list(desk):
    assert desk.get(f"{EXPORT}?kind__nothing=1")["Location"] == f"{LIST}?e=1"


def test_a_file_is_shown_row_by_row_and_then_taken_over(desk):
    make.entity("Kim", kind="person", native_name="김")
    page = send(desk, "address,name,kind,native_name,site", "kim,,,김정은,", "lee,Lee,person,,-")
    text = page.content.decode()
    assert "<strong>1</strong> new profile" in text
    assert "<strong>1</strong> profile changes" in text
    assert "김정은" in text
    assert not Entity.objects.filter(slug="lee").exists()
    done = take(desk, page)
    assert said(done) == ["1 new profile. 1 profile changed."]
    assert "Taken over on" in done.content.decode()
    assert Entity.objects.get(slug="kim").native_name == "김정은"
    assert Entity.objects.get(slug="lee").state == Entity.State.PROPOSED


def test_a_file_with_faults_names_them_all_and_cannot_be_taken_over(desk):
    make.entity("Kim")
    page = send(desk, "address,kind,born", "kim,alien,never", "lee,person,")
    text = page.content.decode()
    assert "The file has 3 faults. Nothing is written before they are mended." in text
    for words in ("Row 2", "Row 3", "<code>born</code>", "“never” is no date."):
        assert words in text
    assert "take_form" not in text
    assert said(desk.post(page.redirect_chain[-1][0], {"digest": ""}))
    assert Entity.objects.count() == 1


def test_the_dry_run_says_what_waits_for_a_second_moderator(desk):
    make.entity("Kim", kind="person")
    page = send(desk, "address,born,change_source", "kim,1961,https://paper.example/")
    text = page.content.decode()
    assert "<strong>1</strong> waits in part for a second moderator" in text
    assert "About a living person: this waits for a second moderator." in text
    assert said(take(desk, page)) == [
        "0 new profiles. 1 profile changed. Of 1, something waits for a second moderator."
    ]


def test_an_outcome_that_is_another_by_now_is_shown_again(desk):
    kim = make.entity("Kim")
    page = send(desk, "address,country", "kim,KR")
    changing.change(entity=kim, changes={"fields": {"country": ["", "JP"]}}, by=None, now=make.NOW)
    again = take(desk, page)
    assert said(again) == ["Profiles have changed since you looked: look at the outcome again."]
    assert "Japan" in again.content.decode()
    kim.refresh_from_db()
    assert kim.country.code == "JP"


def test_a_file_that_says_nothing_new_has_no_button(desk):
    make.entity("Kim")
    text = send(desk, "address,name", "kim,Kim").content.decode()
    assert "there is nothing to take over" in text
    assert "take_form" not in text


def test_a_file_is_taken_over_once(desk):
    page = send(desk, "address,name,kind", "kim,Kim,person")
    take(desk, page)
    assert said(take(desk, page)) == ["This file was taken over before."]


def test_what_is_no_file_gets_a_sentence(desk):
    assert "This field is required" in desk.post(IMPORT, {}).content.decode()
    large = SimpleUploadedFile("x.csv", b"x" * 8_000_001)
    page = desk.post(IMPORT, {"file": large})
    assert "The file is larger than 8 MB. Send it in parts." in page.content.decode()
    assert not ProfileFile.objects.exists()
    for content in (b"", b"\xff\xfe\x00", b"PK\x03\x04" * 99, b"address\n\xef"):
        page = desk.post(IMPORT, {"file": SimpleUploadedFile("x", content)}, follow=True)
        assert "The file has 1 fault." in page.content.decode()


def test_many_faults_are_shown_in_part(desk, monkeypatch):
    monkeypatch.setattr(pages, "FAULTS_SHOWN", 2)
    page = send(desk, "address,kind", *(f"n-{n},x" for n in range(3)))
    assert "and 4 more" in page.content.decode()


def test_a_protected_profile_is_a_fault_of_its_row(desk, administrator):
    moderation.protect(
        entity=make.entity("Kim"),
        by=administrator,
        now=make.NOW,
        protection=Entity.Protection.ADMINISTRATORS,
    )
    page = send(desk, "address,country", "kim,KR")
    assert "Only administrators change this profile: it is protected." in page.content.decode()


def test_an_editor_is_refused(client, editor, moderator):
    file = ProfileFile.objects.create(name="x", content=b"", by=moderator, at=make.NOW)
    client.force_login(editor)
    url = reverse("admin:entities_entity_import_file", args=[file.pk])
    for address in (EXPORT, IMPORT, url):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


@pytest.mark.parametrize("number", [3, 45])
def test_the_dry_run_page_costs_as_much_for_many_rows(number, desk, django_assert_num_queries):
    for n in range(number):
        make.entity(f"N {n}", position={"title": "Chair"})
    page = send(desk, "address,positions", *(f"n-{n},Chair | until: 2020" for n in range(number)))
    url = page.redirect_chain[-1][0]
    with django_assert_num_queries(11):
        text = desk.get(url).content.decode()
    assert f"<strong>{number}</strong> profiles change" in text


def test_the_list_leads_to_both(desk):
    page = desk.get(f"{LIST}?q=kim").content.decode()
    assert f'href="{IMPORT}"' in page
    assert f'href="{EXPORT}?q=kim"' in page
