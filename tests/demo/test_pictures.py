"""The demo's photographs: real JPEGs, small, and the same for the same name."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from server.demo.material import read_material
from server.demo.pictures import SIZE, draw_photo


def test_every_scene_the_visits_ask_for_can_be_drawn() -> None:
    scenes = {scene for visit in read_material().visits for scene in visit.photos}
    for scene in scenes:
        with Image.open(BytesIO(draw_photo(scene, "BC-2024-001 / 1"))) as image:
            assert (image.format, image.size) == ("JPEG", SIZE)


def test_a_photo_is_small_and_carries_no_exif() -> None:
    content = draw_photo("canal", "BC-2024-001 / 1")
    assert len(content) < 60_000
    with Image.open(BytesIO(content)) as image:
        assert not image.getexif()


def test_the_same_name_gives_the_same_bytes_and_another_name_others() -> None:
    first = draw_photo("house", "BC-2024-001 / 1")
    assert first == draw_photo("house", "BC-2024-001 / 1")
    assert first != draw_photo("house", "BC-2024-001 / 2")


def test_an_unknown_scene_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_photo("volcano", "BC-2024-001 / 1")
