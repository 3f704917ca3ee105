import pytest
from django.urls import reverse
from django.utils.http import http_date

pytestmark = pytest.mark.django_db  # what is not there gets the newsroom's own page


@pytest.fixture
def picture(settings, tmp_path):
    """A picture in the media folder, and something secret beside that folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    file = settings.MEDIA_ROOT / "pictures" / "a.jpg"
    file.write_bytes(b"\xff\xd8\xff a picture")
    return file


def test_a_picture_is_served_as_it_is(client, picture):
    response = client.get("/media/pictures/a.jpg")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == picture.read_bytes()
    assert response["Content-Type"] == "image/jpeg"
    assert reverse("media", args=["pictures/a.jpg"]) == "/media/pictures/a.jpg"


def test_a_picture_is_kept_for_a_year_by_everyone_and_never_asked_for_again(client, picture):
    caching = client.get("/media/pictures/a.jpg")["Cache-Control"]
    assert set(caching.split(", ")) == {"public", "max-age=31536000", "immutable"}


def test_a_browser_does_not_guess_what_a_file_is(client, picture):
    assert client.get("/media/pictures/a.jpg")["X-Content-Type-Options"] == "nosniff"


def test_who_has_the_picture_already_is_not_sent_it_again(client, picture):
    since = http_date(picture.stat().st_mtime + 1)
    response = client.get("/media/pictures/a.jpg", headers={"if-modified-since": since})
    assert response.status_code == 304


@pytest.mark.parametrize("path", ["pictures/b.jpg", "pictures/", "pictures", "pictures/a.jpg/x"])
def test_there_is_nothing_where_there_is_no_file_and_no_folder_is_listed(client, picture, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "pictures/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "/etc/passwd",
        "..\\secret.txt",
    ],
)
def test_nothing_outside_the_media_folder_is_served(client, picture, path):
    response = client.get(f"/media/{path}")
    assert response.status_code in {400, 404}
    assert b"secret" not in b"".join(response)
