"""Whatever damage a picture has, it is taken or refused: no fault of a decoder reaches who sends it."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event

import pytest
from PIL import Image

from server.platform import pictures
from server.platform.pictures import NotAPictureError, Picture, clean_picture

_ORIENTATION, _DESCRIPTION = 0x0112, 0x010E
# Kinds of value, counts and places that an entry of EXIF may name, right and wrong.
_BYTES = (0, 1, 2, 4, 5, 7, 12, 255)


def photo() -> bytes:
    """A small picture that was held upright, as its camera noted."""
    noted = Image.Exif()
    noted[_ORIENTATION], noted[_DESCRIPTION] = 6, "Kênh N3"
    stream = BytesIO()
    Image.new("RGB", (16, 8), (20, 120, 60)).save(stream, "JPEG", exif=noted)
    return stream.getvalue()


def noted_in(data: bytes) -> range:
    """Where what the camera noted stands."""
    start = data.index(b"Exif\0\0")
    # The two bytes before say how long the part is, themselves included.
    return range(start + 6, start - 2 + int.from_bytes(data[start - 2 : start]))


def test_a_picture_is_turned_as_its_camera_noted() -> None:
    made = clean_picture(photo())
    assert (made.width, made.height) == (8, 16)


@pytest.mark.invariant("nothing-blocks")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_picture_outlives_damage_to_what_its_camera_noted() -> None:
    whole = photo()
    for at in noted_in(whole):
        for byte in _BYTES:
            made = clean_picture(whole[:at] + bytes([byte]) + whole[at + 1 :])
            assert (made.width, made.height) in ((8, 16), (16, 8)), (at, byte)


@pytest.mark.filterwarnings("default")
def test_two_pictures_at_once_leave_the_warnings_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever began first ends first: had each put back what it found, the last would put back the first one's."""
    before = list(warnings.filters)
    begun, ends = {name: Event() for name in (b"first", b"second")}, {name: Event() for name in (b"first", b"second")}

    def slowly(data: bytes) -> Picture:
        begun[data].set()
        ends[data].wait()
        return Picture(data, 1, 1)

    monkeypatch.setattr(pictures, "_made_anew", slowly)
    with ThreadPoolExecutor(2) as pool:
        made = []
        for name in begun:
            made.append(pool.submit(clean_picture, name))
            begun[name].wait()
        for name, each in zip(ends, made, strict=True):
            ends[name].set()
            each.result()
    assert list(warnings.filters) == before


@pytest.mark.invariant("nothing-blocks")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_picture_is_taken_or_refused() -> None:
    whole = photo()
    for at in range(0, len(whole), 3):
        for broken in (whole[:at], whole[:at] + whole[at + 2 :], whole[:at] + b"\xff\x00" + whole[at:]):
            try:
                clean_picture(broken)
            except NotAPictureError:
                continue
