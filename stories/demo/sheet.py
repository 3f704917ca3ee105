"""A sheet of paper that takes one ink after the other, and the shapes that are printed on it.

Like a print in a few inks: flat shapes with clean edges, soft grainy shade, the tooth of paper.
What is drawn is drawing.py.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import ceil, cos, floor, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]
Polygon = list[Point]

FINE = 3  # masks are drawn this many times larger, for clean edges


@dataclass(frozen=True)
class Inks:
    """The same parts in every drawing, from what is behind to what stands before it."""

    ground: str
    far: str
    middle: str
    near: str
    accent: str


class Sheet:
    def __init__(self, size: tuple[int, int], chance: Random, inks: Inks):
        self.width, self.height = size
        self.unit = min(size)
        self.chance = chance
        self.inks = inks
        self.image = Image.new("RGB", size, inks.ground)
        grain = Image.frombytes("L", size, chance.randbytes(self.width * self.height))
        self.grain = grain.filter(ImageFilter.GaussianBlur(0.6))

    def print(
        self,
        shapes: list[Polygon],
        ink: str,
        *,
        shade: str = "",
        towards: float = 90,
        depth: float = 0.6,
    ) -> None:
        """Print shapes in an ink that covers what is there.

        A shade is a second ink, sprayed ever more thickly towards an angle (0 right, 90 down).
        """
        if not (box := self._box(shapes)):
            return
        mask = self._mask(shapes, box)
        flat = Image.new("RGB", mask.size, ink)
        if shade:
            flat.paste(Image.new("RGB", mask.size, shade), self._spray(box, towards, depth))
        self.image.paste(flat, box, mask)

    def _box(self, shapes: list[Polygon]) -> tuple[int, int, int, int] | None:
        xs = [x for shape in shapes for x, _ in shape]
        ys = [y for shape in shapes for _, y in shape]
        left, top = max(0, floor(min(xs))), max(0, floor(min(ys)))
        right, bottom = min(self.width, ceil(max(xs))), min(self.height, ceil(max(ys)))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _mask(self, shapes: list[Polygon], box: tuple[int, int, int, int]) -> Image.Image:
        left, top, right, bottom = box
        mask = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([((x - left) * FINE, (y - top) * FINE) for x, y in shape], fill=255)
        return mask.reduce(FINE)

    def _spray(self, box: tuple[int, int, int, int], towards: float, depth: float) -> Image.Image:
        """How thickly the shade lies: half a smooth slope, half grains that grow denser."""
        grain = self.grain.crop(box)
        slope = _slope(round(towards)).resize(grain.size, Image.Resampling.BILINEAR)
        slope = slope.point([round(255 * depth * (value / 255) ** 1.5) for value in range(256)])
        grains = ImageChops.subtract(slope, grain, scale=0.35)
        return Image.blend(slope, grains, 0.4)

    def jpeg(self) -> bytes:
        tooth = self.grain.point([124 + value * 8 // 255 for value in range(256)])
        image = ImageChops.overlay(self.image, Image.merge("RGB", [tooth] * 3))
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=84, optimize=True, progressive=True)
        return buffer.getvalue()


@cache
def _slope(towards: int) -> Image.Image:
    """Black to white in a direction."""
    turned = Image.linear_gradient("L").rotate(90 - towards, Image.Resampling.BILINEAR)
    return ImageOps.autocontrast(turned.crop((38, 38, 218, 218)))


# Shapes --------------------------------------------------------------------------------------


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def disc(x: float, y: float, radius: float, start: float = 0, end: float = 360) -> Polygon:
    """A disc, or the part of it under a chord."""
    steps = 120
    angles = [(start + (end - start) * i / steps) * pi / 180 for i in range(steps + 1)]
    return [(x + radius * cos(a), y + radius * sin(a)) for a in angles]


def pie(x: float, y: float, radius: float, start: float, end: float) -> Polygon:
    return [*disc(x, y, radius, start, end), (x, y)]


def band(
    x: float, y: float, inner: float, outer: float, start: float = 0, end: float = 360
) -> Polygon:
    """A ring, or a part of one."""
    return disc(x, y, outer, start, end) + disc(x, y, inner, start, end)[::-1]


def tilted(shape: Polygon, x: float, y: float, *, flat: float, lean: float) -> Polygon:
    """The shape flattened and then turned about a point: a circle seen from the side."""
    c, s = cos(lean * pi / 180), sin(lean * pi / 180)
    return [
        (x + (px - x) * c - (py - y) * flat * s, y + (px - x) * s + (py - y) * flat * c)
        for px, py in shape
    ]


def below(line: Polygon, bottom: float) -> Polygon:
    """Everything under a line that runs from left to right."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def strip(line: Polygon, thick: float) -> Polygon:
    """A line that runs from left to right, with a thickness."""
    return line + [(x, y + thick) for x, y in reversed(line)]


def swell(sheet: Sheet, y: float, height: float, *, turns: float, phase: float) -> Polygon:
    """A line across the sheet that rises and falls, never quite evenly."""
    steps = 240
    return [
        (
            sheet.width * i / steps,
            y
            + height * sin(2 * pi * turns * i / steps + phase)
            + height * 0.35 * sin(2 * pi * turns * 0.53 * i / steps + 2.1 * phase),
        )
        for i in range(steps + 1)
    ]
