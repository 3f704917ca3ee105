"""What a picture's file says is read; what readers get carries none of it; bad files are refused.

Every file here is built in the test. What is unpublished or private is marked with words that a
search of the served copy would find.
"""

import re
import struct
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from newsroom import pictures
from newsroom.models.picture import Picture

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)

XMP = (Path(__file__).parents[1] / "data" / "handshake.xmp").read_bytes()
LAUGHING_XML = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>"""


@pytest.fixture(autouse=True)
def kept(tmp_path, settings):
    """Both storages in a folder of the test's own; gives a function that lists what is there."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "originals": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "originals", "base_url": None},
        }
    }
    field = Picture._meta.get_field("original")
    usual, field.storage = field.storage, storages["originals"]
    yield lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())
    field.storage = usual


def drawn(*, mode="RGB", size=(60, 40), colour="navy"):
    return Image.new(mode, size, colour)


def file_of(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def located_exif(*, orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 41.0)})
    return exif


def with_iptc(jpeg, fields):
    """The JPEG with a Photoshop block that says these things, in the way that agencies do."""
    said = b"".join(
        struct.pack(">BBBH", 0x1C, *dataset, len(value)) + value for dataset, value in fields
    )
    said += b"\x00" * (len(said) % 2)
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(said)) + said
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def spoken_for():
    """A JPEG that says everything about itself in every way there is."""
    jpeg = file_of(drawn(), exif=located_exif(), xmp=XMP, comment=b"SECRETCOMMENT")
    return with_iptc(jpeg, [((2, 80), b"SECRETBYLINE"), ((2, 110), b"Older credit")])


def taken_in(data, name="handshake.jpg", *, by=None, **said):
    return pictures.take_in(upload=ContentFile(data, name=name), by=by, now=NOW, **said)


def served(picture):
    with picture.file.open() as file:
        return file.read()


def seen(picture):
    return Image.open(BytesIO(served(picture)))


def close(colour, wanted, *, by=12):
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


# What a file says of itself -------------------------------------------------------------------


def test_xmp_is_read_in_all_its_spellings():
    image = Image.open(BytesIO(file_of(drawn(), xmp=XMP)))
    assert pictures.read_metadata(image) == pictures.Metadata(
        alt="Two men in suits before flags",
        caption="Two ministers shake hands.",
        credit="Kim Min-ji, Lee Ho / Yonhap",
        source="Ministry of Foreign Affairs",
        licence="CC BY 4.0",
        licence_url="https://example.org/terms",
        is_synthetic=True,
    )


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_xmp_is_read_from_every_format_we_take(kind):
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    image = Image.open(BytesIO(file_of(drawn(), kind, xmp=XMP, pnginfo=info)))
    assert pictures.read_metadata(image).source == "Ministry of Foreign Affairs"


def test_iptc_is_read():
    fields = [
        ((2, 80), b"Jane Doe"),
        ((2, 110), b"Reuters"),
        ((2, 115), b"Pool"),
        ((2, 116), "© Reuters".encode()),
        ((2, 120), "Ankunft in Köln\nam Abend".encode("latin-1")),
    ]
    image = Image.open(BytesIO(with_iptc(file_of(drawn()), fields)))
    assert pictures.read_metadata(image) == pictures.Metadata(
        caption="Ankunft in Köln am Abend",
        credit="Jane Doe / Reuters",
        source="Pool",
        licence="© Reuters",
    )


def test_xmp_wins_over_iptc():
    image = Image.open(BytesIO(spoken_for()))
    assert pictures.read_metadata(image).credit == "Kim Min-ji, Lee Ho / Yonhap"


@pytest.mark.parametrize("xmp", [LAUGHING_XML, b"<x:xmpmeta", b"\xff\xfe\x00", XMP[:700]])
def test_xmp_that_is_broken_or_an_attack_says_nothing(xmp):
    image = Image.open(BytesIO(file_of(drawn(), xmp=xmp)))
    assert pictures.read_metadata(image) == pictures.Metadata()


def test_an_address_that_is_no_web_address_is_left_out():
    xmp = XMP.replace(b"https://example.org/terms", b"javascript:alert(1)")
    image = Image.open(BytesIO(file_of(drawn(), xmp=xmp)))
    assert pictures.read_metadata(image).licence_url == ""


# Taking it in ---------------------------------------------------------------------------------


def test_the_file_fills_what_was_not_typed(db):
    picture = taken_in(spoken_for(), caption="  Typed by\x00 hand ")
    picture.refresh_from_db()
    assert picture.caption == "Typed by hand"
    assert picture.credit == "Kim Min-ji, Lee Ho / Yonhap"
    assert picture.alt == "Two men in suits before flags"
    assert picture.licence_url == "https://example.org/terms"
    assert picture.is_synthetic
    assert picture.uploaded_at == NOW
    assert picture.lacks == []


def test_a_typed_licence_does_not_get_the_address_of_other_terms(db):
    picture = taken_in(spoken_for(), licence="By permission")
    assert picture.licence == "By permission"
    assert picture.licence_url == ""


def test_a_picture_that_says_nothing_lacks_its_particulars(db):
    assert taken_in(file_of(drawn())).lacks == ["alt text", "credit", "licence"]


def test_readers_get_no_place_no_camera_and_no_words(db):
    original = spoken_for()
    picture = taken_in(original)
    copy = served(picture)
    for marker in (b"SECRET", b"Exif", b"http", b"Photoshop", b"8BIM", b"Yonhap", b"Older"):
        assert marker not in copy
    assert not seen(picture).getexif()
    said = {name for name in seen(picture).info if "jfif" not in name}
    assert said == {"progressive", "progression"}
    with picture.original.open() as file:
        assert file.read() == original


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_every_format_loses_its_place(db, kind):
    data = file_of(drawn(mode="RGBA", colour=(0, 0, 128, 90)), kind, exif=located_exif())
    assert b"SECRETCAMERA" in data
    picture = taken_in(data)
    assert b"SECRETCAMERA" not in served(picture)
    assert not seen(picture).getexif()


def test_a_picture_taken_sideways_is_served_upright(db):
    image = drawn(size=(60, 40), colour="white")
    image.paste("red", (0, 0, 30, 40))
    picture = taken_in(file_of(image, exif=located_exif(orientation=6), quality=95))
    assert (picture.width, picture.height) == (40, 60)
    assert seen(picture).size == (40, 60)
    assert close(seen(picture).getpixel((20, 10)), (255, 0, 0))
    assert close(seen(picture).getpixel((20, 50)), (255, 255, 255))


@pytest.mark.parametrize(
    ("size", "served_at"), [((5000, 2500), (2000, 1000)), ((9000, 1), (2000, 1)), ((61, 41),) * 2]
)
def test_a_picture_is_served_at_two_thousand_pixels_at_most_and_never_blown_up(db, size, served_at):
    picture = taken_in(file_of(drawn(size=size)))
    assert (picture.width, picture.height) == seen(picture).size == served_at


def test_what_is_transparent_stays_so(db):
    picture = taken_in(file_of(drawn(mode="RGBA", colour=(200, 0, 0, 0)), "PNG"))
    assert picture.file.name.endswith(".webp")
    assert seen(picture).convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_png_without_transparency_is_served_as_jpeg(db):
    picture = taken_in(file_of(drawn(mode="RGBA", colour=(0, 0, 128, 255)), "PNG"), "map.png")
    assert seen(picture).format == "JPEG"
    assert picture.original.name.endswith("map.png")


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (drawn(mode="L", colour=200), (200, 200, 200)),
        (drawn(mode="1", colour=1), (255, 255, 255)),
        (drawn(mode="LA", colour=(90, 255)), (90, 90, 90)),
        (drawn(mode="I;16", colour=40000), (156, 156, 156)),
        (drawn(colour="teal").quantize(4), (0, 128, 128)),
    ],
    ids=["grey", "black and white", "grey with alpha", "sixteen bits", "palette"],
)
def test_every_kind_of_pixel_keeps_its_colour(db, image, colour):
    assert close(seen(taken_in(file_of(image, "PNG"))).convert("RGB").getpixel((5, 5)), colour)


def test_a_printers_cmyk_file_becomes_rgb(db):
    picture = taken_in(file_of(drawn(mode="CMYK", colour=(0, 255, 255, 0))))
    assert seen(picture).mode == "RGB"
    assert close(seen(picture).getpixel((5, 5)), (255, 0, 0), by=30)


def test_a_colour_profile_is_applied_and_dropped(db):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
    picture = taken_in(file_of(drawn(colour=(200, 90, 10)), icc_profile=swapped, quality=95))
    assert close(seen(picture).getpixel((5, 5)), (10, 90, 200))
    assert "icc_profile" not in seen(picture).info


def test_a_broken_colour_profile_is_ignored(db):
    picture = taken_in(file_of(drawn(colour=(10, 120, 200)), icc_profile=b"no profile" * 20))
    assert close(seen(picture).getpixel((5, 5)), (10, 120, 200))


def test_of_an_animation_the_first_frame_is_taken(db):
    frames = [drawn(colour="red"), drawn(colour="lime"), drawn(colour="blue")]
    data = file_of(frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=95)
    picture = taken_in(data)
    assert not getattr(seen(picture), "is_animated", False)
    assert close(seen(picture).getpixel((5, 5)), (255, 0, 0))


def test_the_copy_is_named_by_its_content_and_shared(db, kept):
    first, second = taken_in(file_of(drawn()), "a.jpg"), taken_in(file_of(drawn()), "b.jpg")
    assert first.file.name == second.file.name
    assert len(Path(first.file.name).stem) == 16
    assert len(kept()) == 3


def test_the_name_of_the_original_cannot_choose_its_place_or_kind(db, kept):
    picture = taken_in(file_of(drawn()), "../../<b>Öl & Gas</b>.php")
    assert re.fullmatch(r"\d{4}/\d{2}/[a-z-]+\.jpg", picture.original.name)
    assert len(kept()) == 2


def test_the_original_is_not_among_public_media(db, settings):
    picture = taken_in(file_of(drawn()))
    assert not (Path(settings.MEDIA_ROOT) / picture.original.name).exists()


def test_a_long_copyright_notice_is_cut_at_a_word(db):
    notice = b"All rights reserved. " * 20
    picture = taken_in(with_iptc(file_of(drawn()), [((2, 116), notice)]))
    assert picture.licence == "All rights reserved. " * 4 + "All rights…"


# Refusals -------------------------------------------------------------------------------------


def bomb(side):
    return lambda: file_of(Image.new("1", (side, side)), "PNG")


def half(kind):
    whole = file_of(Image.effect_noise((300, 300), 90), kind)
    return lambda: whole[: len(whole) // 2]


def drawn_as(kind):
    return lambda: file_of(drawn(), kind)


NOT_OURS = r"not a JPEG, PNG, WebP or AVIF picture\."
DAMAGED = r"This file is damaged or cut off\."
REFUSED = {
    "a bomb": (bomb(12_000), "12,000 × 12,000 pixels; pictures may have at most 50 megapixels"),
    "a bigger bomb": (bomb(20_000), "far too many pixels; pictures may have at most 50 megapixels"),
    "a BMP": (drawn_as("BMP"), NOT_OURS),
    "a GIF": (drawn_as("GIF"), NOT_OURS),
    "a TIFF": (drawn_as("TIFF"), NOT_OURS),
    "a page": (lambda: b"<svg onload='alert(1)'/>", NOT_OURS),
    "half a JPEG": (half("JPEG"), DAMAGED),
    "half a PNG": (half("PNG"), DAMAGED),
    "half a WebP": (half("WEBP"), f"{DAMAGED}|{NOT_OURS}"),
    "half an AVIF": (half("AVIF"), f"{DAMAGED}|{NOT_OURS}"),
    "nothing": (lambda: b"", r"This file is empty\."),
    "too many bytes": (
        lambda: file_of(drawn()) + b"\x00" * 30_000_000,
        r"This file has 30\.0 MB; pictures may have at most 30 MB\.",
    ),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED)
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_file_that_is_no_fit_picture_is_refused_and_leaves_nothing(db, kept, data, sentence):
    with pytest.raises(pictures.Refused, match=sentence):
        taken_in(data(), "innocent.png")
    assert kept() == []
    assert not Picture.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_no_damage_gets_further_than_a_refusal(kind):
    whole = file_of(Image.effect_noise((64, 48), 60).convert("RGB"), kind, exif=located_exif())
    for start in range(0, len(whole), max(1, len(whole) // 150)):
        broken = whole[:start] + bytes(b ^ 0xA5 for b in whole[start : start + 3])
        broken += whole[start + 3 :]
        with suppress(pictures.Refused):
            pictures._taken_apart(broken)


def test_a_caption_that_is_too_long_is_refused_before_the_file_is_read(db, kept):
    with pytest.raises(pictures.Refused, match=r"The caption has 501 characters; at most 500 fit"):
        taken_in(file_of(drawn()), caption="x" * 501)
    assert kept() == []


def full(*args, **kwargs):
    raise DatabaseError("disk full")


def test_when_the_row_cannot_be_written_no_file_stays_behind(db, kept, monkeypatch):
    monkeypatch.setattr(Picture, "save", full)
    with pytest.raises(DatabaseError):
        taken_in(file_of(drawn()))
    assert kept() == []


def test_a_failure_does_not_take_the_copy_that_another_picture_shares(db, kept, monkeypatch):
    first = taken_in(file_of(drawn()))
    monkeypatch.setattr(Picture, "save", full)
    with pytest.raises(DatabaseError):
        taken_in(file_of(drawn()))
    assert len(kept()) == 2
    assert served(first)


def test_only_who_may_add_pictures_can(db, kept):
    person = get_user_model().objects.create_user("writer", password=None)
    with pytest.raises(PermissionDenied):
        taken_in(file_of(drawn()), by=person)
    assert kept() == []
    person.user_permissions.add(Permission.objects.get(codename="add_picture"))
    allowed = get_user_model().objects.get(pk=person.pk)
    assert taken_in(file_of(drawn()), by=allowed).uploaded_by == allowed


def test_a_picture_is_called_by_its_caption_or_what_it_shows_or_its_file():
    assert str(Picture(caption="A handshake", alt="Two men")) == "A handshake"
    assert str(Picture(alt="Two men")) == "Two men"
    assert str(Picture(file="pictures/0123456789abcdef.jpg")) == "0123456789abcdef.jpg"
