"""The demonstration's pictures: the same for the same seed, each with one restrained accent."""

from io import BytesIO

import pytest
from PIL import Image

from stories.demo import drawing

SMALL = (320, 200)


def drawn(motif, seed="a story", size=SMALL):
    return Image.open(BytesIO(drawing.composition(motif=motif, seed=seed, size=size)))


def share_of_accent(image):
    """How much of the picture is red and dark enough to be the accent."""
    small = image.resize((80, 50), Image.Resampling.BOX)
    pixels = [small.getpixel((x, y)) for x in range(80) for y in range(50)]
    return sum(r > 1.7 * max(g, b) and r > 90 for r, g, b in pixels) / len(pixels)


@pytest.mark.parametrize("motif", drawing.MOTIFS)
def test_the_same_seed_draws_the_same_picture(motif):
    first = drawing.composition(motif=motif, seed="a story", size=SMALL)
    assert drawing.composition(motif=motif, seed="a story", size=SMALL) == first


@pytest.mark.parametrize("motif", drawing.MOTIFS)
def test_every_seed_draws_another_picture(motif):
    assert len({drawing.composition(motif=motif, seed=str(n), size=SMALL) for n in range(8)}) == 8


@pytest.mark.parametrize("motif", drawing.MOTIFS)
@pytest.mark.parametrize("size", [(1600, 1000), (1200, 630), (300, 300), (200, 320)])
def test_every_motif_fills_every_shape_of_sheet(motif, size):
    image = drawn(motif, size=size)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)
    assert image.convert("L").entropy() > 3


@pytest.mark.parametrize("motif", drawing.MOTIFS)
def test_the_accent_stays_an_accent(motif):
    assert all(share_of_accent(drawn(motif, seed=str(n))) < 0.15 for n in range(12))


def test_a_picture_says_nothing_of_how_it_was_made():
    assert not {"exif", "xmp", "comment", "photoshop"} & set(drawn("waves").info)


def test_a_motif_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        drawing.composition(motif="clip art", seed="a story")
