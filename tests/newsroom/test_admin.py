"""People and pictures in the admin."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from newsroom import pictures
from newsroom.models import Picture, User
from stories import review, writing
from stories.freezing import freeze
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
ADD = "admin:newsroom_picture_add"


def drawn():
    file = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "JPEG")
    return SimpleUploadedFile("sea.jpg", file.getvalue(), "image/jpeg")


def picture(by, **about):
    return pictures.take_in(upload=drawn(), by=by, now=make.NOW, **about)


def change(client, taken, **changes):
    url = reverse("admin:newsroom_picture_change", args=[taken.pk])
    data = fields_of(client.get(url).content.decode(), "picture_form") | changes
    return client.post(url, data)


def test_a_picture_is_taken_in_with_what_is_said_of_it(client, writer):
    client.force_login(writer)
    client.post(reverse(ADD), {"upload": drawn(), "alt": "The sea", "credit": "A. Drawer"})
    taken = Picture.objects.get()
    assert (taken.alt, taken.credit, taken.width, taken.uploaded_by) == (
        "The sea",
        "A. Drawer",
        40,
        writer,
    )


def test_what_is_no_picture_is_refused_beside_the_field(client, writer):
    client.force_login(writer)
    response = client.post(reverse(ADD), {"upload": SimpleUploadedFile("x.jpg", b"text")})
    assert response.context["adminform"].form.errors["upload"]
    assert not Picture.objects.exists()


def test_a_writer_describes_the_pictures_they_took_in_and_no_others(client, writer, editor):
    client.force_login(writer)
    mine, other = picture(writer), picture(editor)
    assert change(client, mine, caption="Mine").status_code == 302
    assert change(client, other, caption="Mine too").status_code == 403
    assert set(Picture.objects.values_list("caption", flat=True)) == {"Mine", ""}


def test_a_picture_is_kept(client, administrator):
    client.force_login(administrator)
    url = reverse("admin:newsroom_picture_delete", args=[picture(administrator).pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Picture.objects.exists()


def test_who_rewrites_a_caption_cannot_approve_the_story_that_shows_it(client, editor):
    taken = picture(editor, caption="The sea.")
    story = make.in_review(picture=taken)
    client.force_login(editor)
    assert change(client, taken, caption="A whole new claim.").status_code == 302
    digest = freeze(story).digest
    with pytest.raises(review.OwnWork):
        review.approve(story=story, by=editor, now=make.NOW, digest=digest)
    assert editor.pk in writing.contributors(story, now=make.NOW)


AUTOCOMPLETES = {
    ("stories", "byline", "user"): {"writer", "editor", "administrator"},
    ("stories", "citation", "outlet"): {"writer", "editor", "administrator", "moderator"},
    ("stories", "storytopic", "entity"): {"writer", "editor", "administrator", "moderator"},
    ("stories", "story", "picture"): {"writer", "editor", "administrator", "moderator"},
}


@pytest.mark.parametrize("field", AUTOCOMPLETES, ids=".".join)
def test_what_is_found_by_typing_is_found_by_who_works_with_it(
    field, client, writer, editor, administrator, moderator
):
    app, model, name = field
    asked = {"app_label": app, "model_name": model, "field_name": name, "term": ""}
    people = {
        "writer": writer,
        "editor": editor,
        "administrator": administrator,
        "moderator": moderator,
    }
    answered = set()
    for role, person in people.items():
        client.force_login(person)
        if client.get(reverse("admin:autocomplete"), asked).status_code == 200:
            answered.add(role)
    assert answered == AUTOCOMPLETES[field]


def test_only_who_works_here_is_offered_as_an_author(client, writer):
    gone = make.user(username="gone", public_name="Gone Person")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client.force_login(writer)
    asked = {"app_label": "stories", "model_name": "byline", "field_name": "user", "term": "o"}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    names = [result["text"] for result in found]
    assert "Sam Okafor" in names
    assert "Gone Person" not in names


def test_people_are_for_administrators(client, editor, administrator):
    url = reverse("admin:newsroom_user_changelist")
    client.force_login(editor)
    assert client.get(url).status_code == 403
    client.force_login(administrator)
    assert client.get(url).status_code == 200


def test_an_administrator_hands_out_roles_and_no_single_permissions(client, administrator, writer):
    client.force_login(administrator)
    url = reverse("admin:newsroom_user_change", args=[writer.pk])
    page = client.get(url).content.decode()
    assert 'name="groups"' in page
    assert "is_superuser" not in page
    assert "user_permissions" not in page
    client.post(url, fields_of(page, "user_form") | {"is_superuser": "on"})
    writer.refresh_from_db()
    assert not writer.is_superuser


def test_nobody_but_a_superuser_changes_a_superuser(client, administrator):
    root = User.objects.create_superuser("root", password="newsroom")
    client.force_login(administrator)
    url = reverse("admin:newsroom_user_change", args=[root.pk])
    assert client.post(url, {"username": "mine"}).status_code == 403
