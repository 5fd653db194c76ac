"""The demo's photographs: plain scenes drawn by arithmetic, so that no picture of a real place or person is shipped.

Owns what a scene looks like. The same scene and name give the same bytes on one version of Pillow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from math import sin
from typing import Final

from PIL import Image, ImageDraw

# What a phone keeps of a photograph after shrinking it, more or less.
SIZE: Final = (1024, 768)
_HORIZON: Final = 330
_SKY_TOP: Final = (126, 178, 214)
_SKY_LOW: Final = (232, 238, 228)

_Brush = ImageDraw.ImageDraw
_Colour = tuple[int, int, int]


def draw_photo(scene: str, name: str) -> bytes:
    """A JPEG of the scene; `name` varies its hills and light, and is written in its corner. KeyError: no such scene."""
    image = Image.new("RGB", SIZE, _SKY_LOW)
    brush = ImageDraw.Draw(image)
    mood = sha256(name.encode()).digest()
    _draw_sky(brush)
    _draw_hills(brush, mood)
    _SCENES[scene](brush, mood)
    brush.rectangle((0, SIZE[1] - 44, SIZE[0], SIZE[1]), fill=(32, 40, 36))
    brush.text((20, SIZE[1] - 38), name, fill=(240, 244, 240), font_size=26)
    out = BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _draw_sky(brush: _Brush) -> None:
    for y in range(_HORIZON):
        share = y / _HORIZON
        colour = tuple(round(a + (b - a) * share) for a, b in zip(_SKY_TOP, _SKY_LOW, strict=True))
        brush.line((0, y, SIZE[0], y), fill=colour)


def _draw_hills(brush: _Brush, mood: bytes) -> None:
    for layer, colour in enumerate(((148, 172, 160), (112, 146, 122), (84, 124, 92))):
        base, swing, phase = _HORIZON - 70 + 30 * layer, 20 + mood[layer] % 40, mood[layer + 3] / 20
        ridge = [(x, base + swing * sin(x / (130 - 20 * layer) + phase)) for x in range(0, SIZE[0] + 16, 16)]
        brush.polygon([(0, SIZE[1]), *ridge, (SIZE[0], SIZE[1])], fill=colour)
    brush.rectangle((0, _HORIZON + 40, *SIZE), fill=_shade((118, 148, 84), mood))


def _shade(colour: _Colour, mood: bytes) -> _Colour:
    red, green, blue = (max(0, min(255, part + mood[9] % 24 - 12)) for part in colour)
    return red, green, blue


def _draw_fields(brush: _Brush, mood: bytes) -> None:
    for row in range(9):
        top = _HORIZON + 40 + row * row * 5
        brush.rectangle((0, top, SIZE[0], top + 3 + row), fill=_shade((150, 176, 84), mood))
        brush.rectangle((0, top + 4 + row, SIZE[0], top + 6 + 2 * row), fill=(98, 128, 66))


def _draw_strip(brush: _Brush, colour: _Colour, edge: _Colour, lean: int) -> None:
    """A road or a canal that runs from the horizon to the viewer."""
    far, near = 512 + lean, 512 - lean
    for half, paint in ((250, edge), (190, colour)):
        brush.polygon(
            [
                (far - half // 9, _HORIZON + 40),
                (far + half // 9, _HORIZON + 40),
                (near + half, 768),
                (near - half, 768),
            ],
            fill=paint,
        )


def _draw_canal(brush: _Brush, mood: bytes) -> None:
    _draw_strip(brush, _shade((112, 152, 164), mood), (142, 126, 96), mood[7] % 120 - 60)


def _draw_road(brush: _Brush, mood: bytes) -> None:
    _draw_strip(brush, _shade((168, 146, 118), mood), (120, 106, 84), mood[7] % 160 - 80)


def _draw_sea(brush: _Brush, mood: bytes) -> None:
    brush.rectangle((0, _HORIZON, *SIZE), fill=_shade((70, 128, 150), mood))
    for row in range(12):
        top = _HORIZON + 14 + row * row * 3
        brush.line((mood[row] * 2, top, mood[row] * 2 + 240 + 30 * row, top), fill=(196, 216, 218), width=2 + row // 3)
    brush.polygon([(420, 500), (720, 500), (670, 566), (470, 566)], fill=(150, 66, 44))
    brush.rectangle((560, 440, 640, 500), fill=(226, 222, 204))


def _draw_house(brush: _Brush, mood: bytes) -> None:
    brush.rectangle((290, 400, 740, 640), fill=_shade((222, 206, 172), mood))
    brush.polygon([(250, 400), (780, 400), (690, 300), (340, 300)], fill=_shade((164, 84, 58), mood))
    brush.rectangle((470, 480, 560, 640), fill=(92, 72, 56))
    for left in (340, 620):
        brush.rectangle((left, 460, left + 80, 540), fill=(126, 158, 168))


def _draw_room(brush: _Brush, mood: bytes) -> None:
    brush.rectangle((0, 0, *SIZE), fill=_shade((228, 222, 206), mood))
    brush.rectangle((0, 560, *SIZE), fill=(150, 122, 96))
    brush.rectangle((300, 90, 724, 180), fill=(158, 44, 40))
    brush.polygon([(120, 520), (904, 520), (984, 640), (40, 640)], fill=(112, 78, 54))
    for seat in range(5):
        left = 120 + seat * 164
        brush.ellipse((left + 20, 400, left + 90, 470), fill=(84, 70, 62))
        brush.rectangle((left, 466, left + 110, 522), fill=_shade((72, 100, 124), mood))


def _draw_mast(brush: _Brush, mood: bytes) -> None:
    _draw_road(brush, mood)
    brush.line((660, 120, 620, 420), fill=(70, 74, 78), width=6)
    brush.line((660, 120, 700, 420), fill=(70, 74, 78), width=6)
    for y in range(150, 420, 45):
        reach = (y - 120) * 40 // 300
        brush.line((660 - reach, y, 660 + reach, y), fill=(70, 74, 78), width=4)


_SCENES: Final[Mapping[str, Callable[[_Brush, bytes], None]]] = {
    "fields": _draw_fields,
    "canal": _draw_canal,
    "road": _draw_road,
    "sea": _draw_sea,
    "house": _draw_house,
    "room": _draw_room,
    "mast": _draw_mast,
}
