"""Take in a picture: read what the file says of itself, keep it, make the copy readers get.

Reads IPTC and XMP; the copy carries neither, nor EXIF, nor where it was taken.
"""

import hashlib
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Field
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageFile, ImageOps, IptcImagePlugin, UnidentifiedImageError

from newsroom import acts
from newsroom.models.picture import Picture
from newsroom.models.user import User
from newsroom.signals import picture_changed

MAX_BYTES = 30_000_000
MAX_PIXELS = 50_000_000
LONG_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
EXTENSIONS = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}

# What Pillow and its codecs were seen to raise on broken files; it has no exception of its own.
DAMAGE: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    struct.error,
    zlib.error,
    ImageCms.PyCMSError,
)


class Refused(acts.Refused):
    """The file or a text cannot be taken; str() is a sentence for the person who sent it."""


# What a file says of itself -------------------------------------------------------------------


@dataclass(frozen=True)
class Metadata:
    alt: str = ""
    caption: str = ""
    credit: str = ""
    source: str = ""
    licence: str = ""
    licence_url: str = ""
    is_synthetic: bool = False


MAX_XMP = 1_000_000
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
IPTC_EXTENSION = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

XMP = {
    "alt": f"{IPTC_CORE}AltTextAccessibility",
    "caption": f"{DC}description",
    "creator": f"{DC}creator",
    "credit": f"{PHOTOSHOP}Credit",
    "source": f"{PHOTOSHOP}Source",
    "licence": f"{DC}rights",
    "licence_url": f"{RIGHTS}WebStatement",
    "made_by": f"{IPTC_EXTENSION}DigitalSourceType",
}
IPTC = {
    "caption": (2, 120),
    "creator": (2, 80),
    "credit": (2, 110),
    "source": (2, 115),
    "licence": (2, 116),
}
# The last words of IPTC's addresses for pictures that nobody photographed or drew.
SYNTHETIC = {
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
    "algorithmicMedia",
}


def read_metadata(image: ImageFile.ImageFile) -> Metadata:
    """What the file says of itself: XMP first, IPTC where XMP is silent. Never raises."""
    found = _read_iptc(image) | _read_xmp(image)
    return Metadata(
        alt=found.get("alt", ""),
        caption=found.get("caption", ""),
        credit=_credit(found.get("creator", ""), found.get("credit", "")),
        source=found.get("source", ""),
        licence=found.get("licence", ""),
        licence_url=_web_address(found.get("licence_url", "")),
        is_synthetic=found.get("made_by", "").rpartition("/")[2] in SYNTHETIC,
    )


def _read_iptc(image: ImageFile.ImageFile) -> dict[str, str]:
    try:
        info = IptcImagePlugin.getiptcinfo(image) or {}
    except DAMAGE:
        return {}
    found = {}
    for name, dataset in IPTC.items():
        values = info.get(dataset, b"")
        values = values if isinstance(values, list) else [values]
        found[name] = ", ".join(filter(None, (_plain(_decoded(value)) for value in values)))
    return _filled(found)


def _read_xmp(image: Image.Image) -> dict[str, str]:
    packet = image.info.get("xmp", b"")
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > MAX_XMP:
        return {}
    try:
        root = fromstring(packet.rstrip(b"\x00 "), forbid_dtd=True)
    except DAMAGE:
        return {}
    # Only what is said of this picture: not of its ingredients, which lie deeper.
    descriptions = [d for rdf in root.iter(f"{RDF}RDF") for d in rdf.findall(f"{RDF}Description")]
    found: dict[str, str] = {}
    for description in descriptions:
        found |= _filled({name: _property(description, tag) for name, tag in XMP.items()})
    return found


def _property(description: Element, tag: str) -> str:
    """One property in any of RDF's spellings: attribute, element, list, or languages."""
    element = description.find(tag)
    if element is None:
        return _plain(description.get(tag, ""))
    if languages := element.findall(f"{RDF}Alt/{RDF}li"):
        languages.sort(key=lambda li: li.get(LANGUAGE) != "x-default")
        return next(filter(None, (_plain(li.text or "") for li in languages)), "")
    if items := element.findall(f"{RDF}Seq/{RDF}li") + element.findall(f"{RDF}Bag/{RDF}li"):
        return ", ".join(filter(None, (_plain(li.text or "") for li in items)))
    return _plain(element.get(f"{RDF}resource") or element.text or "")


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")


def _plain(text: str) -> str:
    """One line, without control characters, some of which PostgreSQL would not store."""
    spaced = (" " if c.isspace() else c for c in text)
    kept = (c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join("".join(kept).split())


def _filled(found: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if value}


def _credit(creator: str, credit: str) -> str:
    if creator and credit and creator not in credit:
        return f"{creator} / {credit}"
    return credit or creator


def _web_address(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return ""
    return text if len(text) <= _room("licence_url") else ""


# The act --------------------------------------------------------------------------------------


def take_in(
    *,
    upload: "File[bytes]",
    by: User | None,
    now: datetime,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    source: str = "",
    licence: str = "",
) -> Picture:
    """Keep a file and the copy that readers get. What was typed wins; the file fills the rest.

    Raises Refused with a sentence for the person, or NotPermitted; then nothing is kept.
    Commands pass by=None.
    """
    acts.require(by, "newsroom.add_picture")
    typed = _fitting(alt=alt, caption=caption, credit=credit, source=source, licence=licence)
    data = _read(upload)
    found, extension, copy = _taken_apart(data)
    picture = Picture(width=copy.width, height=copy.height, uploaded_at=now, uploaded_by=by)
    for name, value in typed.items():
        setattr(picture, name, value or _cut(getattr(found, name), _room(name)))
    picture.is_synthetic = found.is_synthetic
    if not typed["licence"]:  # the file's address would say something of other terms
        picture.licence_url = found.licence_url
    stem = slugify(PurePath(upload.name or "").stem)[:60] or "picture"
    with _no_file_left_on_failure() as written, transaction.atomic():
        picture.original.save(f"{stem}{extension}", ContentFile(data), save=False)
        written.append(picture.original)
        if _kept(picture.file, *_encoded(copy)):
            written.append(picture.file)
        picture.save(force_insert=True)
    return picture


def may_describe(*, picture: Picture, by: User) -> bool:
    """Whoever may change pictures, and whoever took this one in."""
    return by.has_perm("newsroom.change_picture") or (
        picture.uploaded_by_id == by.pk and by.has_perm("newsroom.add_picture")
    )


@transaction.atomic
def describe(*, picture: Picture, by: User, now: datetime) -> Picture:
    """Save what is said about a picture, and tell those who show it. Raises NotPermitted."""
    if not may_describe(picture=picture, by=by):
        raise acts.NotPermitted(_("Only who took a picture in, or an editor, describes it."))
    picture.save()
    picture_changed.send(sender=Picture, picture=picture, by=by, now=now)
    return picture


def _read(upload: "File[bytes]") -> bytes:
    if upload.size > MAX_BYTES:
        raise Refused(
            _("This file has %(size)s MB; pictures may have at most %(most)s MB.")
            % {"size": f"{upload.size / 1_000_000:,.1f}", "most": MAX_BYTES // 1_000_000}
        )
    upload.seek(0)
    data: bytes = upload.read()
    if not data:
        raise Refused(_("This file is empty."))
    return data


def _taken_apart(data: bytes) -> tuple[Metadata, str, Image.Image]:
    """What the file says of itself, its extension by content, and the copy for readers."""
    try:
        with _recognised(data) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused(
                    _(
                        "This file is %(width)s × %(height)s pixels; "
                        "pictures may have at most %(most)s megapixels."
                    )
                    % {
                        "width": f"{image.width:,}",
                        "height": f"{image.height:,}",
                        "most": MAX_PIXELS // 1_000_000,
                    }
                )
            image.draft(None, (LONG_SIDE, LONG_SIDE))  # a large JPEG need not be decoded whole
            image.load()
            return read_metadata(image), EXTENSIONS[image.format or ""], _copied(image)
    except DAMAGE as error:
        raise Refused(_("This file is damaged or cut off. Export or download it again.")) from error


def _recognised(data: bytes) -> ImageFile.ImageFile:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused(_("This file is not a JPEG, PNG, WebP or AVIF picture.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(
            _("This file has far too many pixels; pictures may have at most %(most)s megapixels.")
            % {"most": MAX_PIXELS // 1_000_000}
        ) from error


def _fitting(**typed: str) -> dict[str, str]:
    for name, text in typed.items():
        typed[name] = _plain(text)
        if len(typed[name]) > _room(name):
            raise Refused(
                _("The %(name)s has %(length)s characters; at most %(most)s fit.")
                % {
                    "name": _field(name).verbose_name,
                    "length": len(typed[name]),
                    "most": _room(name),
                }
            )
    return typed


def _room(name: str) -> int:
    return _field(name).max_length or 0


def _field(name: str) -> "Field[Any, Any]":
    return next(field for field in Picture._meta.fields if field.name == name)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rpartition(" ")[0] + "…"


@contextmanager
def _no_file_left_on_failure() -> Iterator[list[FieldFile]]:
    written: list[FieldFile] = []
    try:
        yield written
    except BaseException:
        for file in written:
            file.storage.delete(file.name or "")
        raise


def _kept(file: FieldFile, data: bytes, extension: str) -> bool:
    """Write the copy under the name of its content; False if it was there already."""
    name = f"{hashlib.sha256(data).hexdigest()[:16]}{extension}"
    path = file.field.generate_filename(file.instance, name)
    if file.storage.exists(path) and file.storage.size(path) == len(data):
        setattr(file.instance, file.field.name, path)
        return False
    file.save(name, ContentFile(data), save=False)
    return True


# The copy that readers get --------------------------------------------------------------------


def _copied(image: Image.Image) -> Image.Image:
    """Upright, in sRGB, at most LONG_SIDE pixels, as RGB or RGBA: pixels and nothing else."""
    upright = _in_srgb(ImageOps.exif_transpose(image))
    upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    if upright.mode == "RGBA" and upright.getchannel("A").getextrema()[0] == 255:
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode.startswith("I"):  # 16 bits a pixel, which convert() would clip to white
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        image.info.pop("transparency", None)
        mode = "RGB"
    elif mode == "RGBA" or image.mode in {"1", "P"}:
        image = image.convert(mode)
    if profile:
        try:
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=mode)
        except DAMAGE:
            turned = None  # a profile that lies is worth less than plain numbers
        image = turned or image
    return image.convert(mode)


def _encoded(copy: Image.Image) -> tuple[bytes, str]:
    buffer = BytesIO()
    if copy.mode == "RGBA":
        copy.save(buffer, "WEBP", quality=82, method=4)
        return buffer.getvalue(), ".webp"
    copy.save(buffer, "JPEG", quality=82, progressive=True, optimize=True)
    return buffer.getvalue(), ".jpg"
