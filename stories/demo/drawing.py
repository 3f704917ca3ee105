"""Draws the demonstration's pictures: abstract compositions in the paper's palette.

The same motif and seed give the same picture. How ink gets on paper is sheet.py.
"""

from collections.abc import Callable
from math import ceil, cos, pi, sin
from random import Random

from stories.demo.sheet import (
    Inks,
    Polygon,
    Sheet,
    band,
    below,
    box,
    disc,
    pie,
    strip,
    swell,
    tilted,
)

PAPER, SAND, OCHRE, BRICK = "#f6f1e7", "#e4d8c1", "#c9a05a", "#a63d2a"
SAGE, MIST, SLATE, DEEP, INK = "#93a08a", "#bfc8c5", "#61748a", "#34475c", "#1b2838"

LIGHTS = (
    Inks(ground=PAPER, far=SAND, middle=SAGE, near=INK, accent=BRICK),
    Inks(ground=PAPER, far=MIST, middle=SLATE, near=INK, accent=BRICK),
    Inks(ground=SAND, far=OCHRE, middle=SLATE, near=INK, accent=BRICK),
    Inks(ground=MIST, far=SAGE, middle=SLATE, near=INK, accent=BRICK),
    Inks(ground=PAPER, far=OCHRE, middle=SAGE, near=DEEP, accent=BRICK),
    Inks(ground=INK, far=DEEP, middle=SLATE, near=SAND, accent=BRICK),
)


def horizon(sheet: Sheet) -> None:
    """A low sun, headlands, still water."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    level = h * chance.uniform(0.58, 0.7)
    x, radius = w * chance.choice((0.3, 0.38, 0.62, 0.7)), u * chance.uniform(0.13, 0.24)
    rise = level - radius * chance.uniform(-0.1, 1.5)
    sheet.print([box(0, 0, w, level)], inks.ground, shade=inks.far, towards=90, depth=0.8)
    bright = chance.choice((inks.accent, inks.accent, PAPER if inks.ground == INK else OCHRE))
    sheet.print([disc(x, rise, radius)], bright, shade=inks.accent, towards=90, depth=0.5)
    side = chance.choice((0.0, pi))
    for lift, ink, shade in ((0.1, inks.far, inks.middle), (0.045, inks.middle, inks.near)):
        land = swell(sheet, level - u * lift * 0.6, u * lift, turns=0.55, phase=side + lift * 9)
        land = [(px, min(py, level + 1)) for px, py in land]
        sheet.print([below(land, level + 1)], ink, shade=shade, towards=90, depth=0.55)
        side += pi
    dark = inks.near if inks.ground != INK else INK
    sheet.print([box(0, level, w, h)], dark, shade=inks.middle, towards=270, depth=0.8)
    glints = []
    for step in range(11):
        y = level + (h - level) * (0.05 + 0.085 * step)
        reach = radius * (0.95 - 0.07 * step) * chance.uniform(0.5, 1)
        shift = chance.uniform(-0.15, 0.15) * radius
        thick = u * (0.003 + 0.0007 * step)
        glints.append(box(x + shift - reach, y, x + shift + reach, y + thick))
    sheet.print(glints, bright)


def orbit(sheet: Sheet) -> None:
    """A large body, and small ones on their ways round it."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    x = w * (chance.choice((0.44, 0.5, 0.56)) if w > 1.3 * h else 0.5)
    y = h * chance.uniform(0.46, 0.54)
    radius, lean = u * chance.uniform(0.2, 0.27), chance.choice((-24, -16, 14, 22))
    flat = chance.uniform(0.28, 0.42)
    widest = min(radius * 3.1, min(x, w - x) * 0.88)
    ways = [radius * 1.45 + (widest - radius * 1.45) * step for step in (0, 0.28, 0.6, 1)]

    def ring(way: float, start: float, end: float) -> Polygon:
        return tilted(band(x, y, way, way + u * 0.005, start, end), x, y, flat=flat, lean=lean)

    sheet.print([box(0, 0, w, h)], inks.ground, shade=inks.far, towards=60, depth=0.5)
    sheet.print([ring(way, 180, 360) for way in ways], inks.near)
    sheet.print([disc(x, y, radius)], inks.middle, shade=INK, towards=50, depth=1)
    sheet.print([ring(way, 0, 180) for way in ways], inks.near)
    sizes = [0.02, 0.042, 0.028, 0.056]
    chance.shuffle(sizes)
    angles = [15, 165, 196, 344]  # beside the body, not before it, and not on one heap
    chance.shuffle(angles)
    for way, size, side in zip(ways, sizes, angles, strict=True):
        angle = side + chance.uniform(-11, 11)
        [place, *_] = tilted(disc(x, y, way, angle, angle), x, y, flat=flat, lean=lean)
        ink = inks.accent if size == max(sizes) else inks.near
        sheet.print([disc(*place, u * size)], ink, shade=INK, towards=50, depth=0.5)


def chamber(sheet: Sheet) -> None:
    """The seats of an assembly."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    rows, y = chance.randint(6, 8), h * 0.86
    inner, outer = u * chance.uniform(0.2, 0.26), min(u * 0.76, w * 0.46)
    gap = (outer - inner) / (rows - 1)
    sheet.print([box(0, 0, w, h)], inks.ground, shade=inks.far, towards=270, depth=0.5)
    first, second = chance.uniform(0.26, 0.42), chance.uniform(0.5, 0.66)
    edges = (first, second, second + chance.uniform(0.06, 0.13))
    order = [inks.near, inks.middle, inks.accent, inks.near]
    if chance.random() < 0.5:
        order = [inks.middle, inks.near, inks.accent, inks.middle]
    way = chance.choice((1, -1))
    sides: dict[str, list[Polygon]] = {ink: [] for ink in order}
    for row in range(rows):
        radius = inner + gap * row
        seats = round(pi * radius / (gap * 1.02))
        for seat in range(seats + 1):
            share = seat / seats
            spot = (w / 2 - way * radius * cos(pi * share), y - radius * sin(pi * share))
            sides[order[sum(share > edge for edge in edges)]].append(disc(*spot, gap * 0.36))
    for ink, group in sides.items():
        sheet.print(group, ink, shade=INK, towards=120, depth=0.4)
    sheet.print([pie(w / 2, y + gap * 0.36, inner * 0.45, 180, 360)], inks.near)


def columns(sheet: Sheet) -> None:
    """A colonnade in low light, one column unlike the others."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    count = chance.randint(5, 8)
    pitch = w / (count - 0.4)
    thick = pitch * chance.uniform(0.4, 0.5)
    floor = h * chance.uniform(0.76, 0.82)
    odd = chance.randrange(1, count - 1)
    light = chance.choice((0, 180))
    sheet.print([box(0, 0, w, floor)], inks.ground, shade=inks.far, towards=90, depth=0.9)
    sheet.print([box(0, floor, w, h)], inks.far, shade=inks.middle, towards=90, depth=0.5)
    slant = pitch * (0.9 if light == 0 else -0.9)
    for index in range(-2, count + 2):
        left = pitch * (index - 0.2 + (0.0 if count % 2 else 0.1))
        right, foot = left + thick, floor + u * 0.03
        shadow = [(left, foot), (right, foot), (right + slant, h), (left + slant, h)]
        sheet.print([shadow], inks.middle, shade=INK, towards=270, depth=0.5)
        ink = inks.accent if index == odd else inks.middle
        sheet.print([box(left, 0, right, foot)], ink, shade=INK, towards=light, depth=0.95)
        sheet.print([box(left - thick * 0.14, floor, right + thick * 0.14, foot)], inks.near)
    sheet.print([box(0, 0, w, u * 0.15)], inks.near, shade=inks.middle, towards=90, depth=0.3)
    sheet.print([box(0, u * 0.17, w, u * 0.178)], inks.near)


def waves(sheet: Sheet) -> None:
    """Swell upon swell, under a low sun or with one bright crest."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    sheet.print([box(0, 0, w, h * 0.6)], inks.ground, shade=inks.far, towards=90, depth=0.5)
    top, turns = h * chance.uniform(0.36, 0.46), chance.uniform(0.8, 1.3)
    phase, count = chance.uniform(0, 6), 6
    marked = chance.randint(1, 3)
    is_sun = chance.random() < 0.5  # or else one crest is in the accent
    dark = inks.near if inks.ground != INK else INK
    tones = (inks.far, inks.middle, inks.far, inks.middle, dark, dark)
    for step in range(count):
        y = top + (h - top) * step / count * 1.02
        line = swell(sheet, y, u * (0.03 + 0.008 * step), turns=turns, phase=phase)
        if step == marked and is_sun:
            x, py = line[round(len(line) * chance.uniform(0.25, 0.75))]
            sheet.print([disc(x, py - u * 0.02, u * 0.085)], inks.accent, shade=INK, depth=0.4)
        shade = dark if tones[step] != dark else inks.middle
        sheet.print([below(line, h)], tones[step], shade=shade, depth=0.8)
        lines = [strip([(px, py + u * 0.022 * k) for px, py in line], u * 0.002) for k in (1, 2)]
        sheet.print(lines, inks.ground)
        if step == marked and not is_sun:
            sheet.print([strip(line, u * 0.014)], inks.accent)
        phase += chance.uniform(0.9, 1.7)


def grid(sheet: Sheet) -> None:
    """Tiles of quarters and halves, much of the paper left free."""
    chance, inks, w, h = sheet.chance, sheet.inks, sheet.width, sheet.height
    rows = chance.choice((4, 5))
    side = h / rows
    across = ceil(w / side)
    margin = (w - across * side) / 2
    tiles = [(column, row) for row in range(rows) for column in range(across)]
    odd = chance.choice([(c, r) for c, r in tiles if 0 < c < across - 1 and 0 < r < rows - 1])
    for column, row in tiles:
        left, top = margin + column * side, row * side
        right, foot = left + side, top + side
        corners = ((left, top, 0), (right, top, 90), (right, foot, 180), (left, foot, 270))
        ink = chance.choice((inks.far, inks.middle, inks.middle, inks.near))
        kind = chance.random()
        x, y, start = chance.choice(corners)
        if (column, row) == odd:
            round_ = disc(left + side / 2, top + side / 2, side / 2)
            shape = [chance.choice((round_, pie(x, y, side, start, start + 90)))]
            ink = inks.accent
        elif kind < 0.3:
            continue
        elif kind < 0.7:
            shape = [pie(x, y, side, start, start + 90)]
        elif kind < 0.85:
            shape = [pie(x, y, side / 2, start, start + 90)]
        else:
            shape = [box(left, top, right, foot)]
        sheet.print(shape, ink, shade=INK, towards=chance.choice((45, 135, 225)), depth=0.4)


def arcs(sheet: Sheet) -> None:
    """Rings that spread from two places and meet; one carries the accent."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    places = [(w * chance.uniform(0, 0.18), h), (w * chance.uniform(0.82, 1), h)]
    if chance.random() < 0.5:
        places[1] = (places[1][0], 0)
    if chance.random() < 0.5:
        places.reverse()
    sheet.print([box(0, 0, w, h)], inks.ground, shade=inks.far, towards=90, depth=0.5)
    pale = inks.far if inks.ground != INK else inks.near
    thick = u * chance.uniform(0.075, 0.1)
    bright = chance.randint(2, 3)
    (x, y), (other_x, other_y) = places
    for step in range(1, 16):
        inner = thick * 0.92 * step
        ring = band(other_x, other_y, inner, inner + thick * 0.2)
        sheet.print([ring], pale, shade=inks.near, towards=100, depth=0.3)
    sheet.print([disc(other_x, other_y, thick * 0.46)], inks.near)
    for step in range(1, 7):
        inner = thick * 1.85 * step
        ink = inks.accent if step == bright else inks.middle
        sheet.print([band(x, y, inner, inner + thick)], ink, shade=INK, towards=100, depth=0.4)
    sheet.print([disc(x, y, thick)], inks.near)


def peaks(sheet: Sheet) -> None:
    """Ridge behind ridge, each with a side in the light; a sun, or a summit that glows."""
    chance, inks, w, h, u = sheet.chance, sheet.inks, sheet.width, sheet.height, sheet.unit
    dark = inks.near if inks.ground != INK else INK
    is_sun = chance.random() < 0.5
    sheet.print([box(0, 0, w, h)], inks.ground, shade=inks.far, towards=90, depth=0.7)
    sun = disc(w * chance.uniform(0.22, 0.78), h * 0.27, u * chance.uniform(0.08, 0.13))
    sheet.print([sun], inks.accent if is_sun else inks.far, shade=INK, depth=0.25)
    ridges = ((inks.far, inks.middle), (inks.middle, dark), (dark, inks.middle))
    for distance, (ink, shade) in enumerate(ridges):
        count, foot = (3, 2, 2)[distance], h * (0.76 + 0.15 * distance)
        tops = [(foot - h * chance.uniform(0.14, 0.4), index) for index in range(count)]
        for y, index in sorted(tops, reverse=True):
            x = w * (index + chance.uniform(0.15, 0.85)) / count
            reach, crest = (h - y) * chance.uniform(1.15, 1.7), chance.uniform(0.1, 0.3)
            lit = [(x, y), (x - reach, h), (x + reach * crest, h)]
            sheet.print([lit], ink, shade=shade, depth=0.45)
            sheet.print([[(x, y), lit[2], (x + reach, h)]], shade, shade=ink, depth=0.45)
            if distance == 0 and not is_sun and y == min(tops)[0]:
                cap = [(x + (px - x) * 0.3, y + (py - y) * 0.3) for px, py in lit]
                sheet.print([cap], inks.accent)


MOTIFS: dict[str, Callable[[Sheet], None]] = {
    "horizon": horizon,
    "orbit": orbit,
    "chamber": chamber,
    "columns": columns,
    "waves": waves,
    "grid": grid,
    "arcs": arcs,
    "peaks": peaks,
}


def composition(*, motif: str, seed: str, size: tuple[int, int] = (1600, 1000)) -> bytes:
    """A JPEG of this motif; KeyError for a motif that is not in MOTIFS."""
    draw = MOTIFS[motif]
    chance = Random(f"{motif} {seed}")  # noqa: S311  a drawing, not a secret
    sheet = Sheet(size, chance, chance.choice(LIGHTS))
    draw(sheet)
    return sheet.jpeg()
