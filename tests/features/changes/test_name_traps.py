"""Names that repeat, codes that are used again, and spellings: the units of Bình Định as the demo has them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

import pytest

from server.demo.changes import lines_of, read_changes
from server.demo.ids import record_id
from server.demo.material import read_material
from server.features.changes.queries import meanings
from server.features.changes.reading import Reading, judge_cells
from server.features.changes.rules import BAD, made_units
from server.features.units.lineage import ABOLISHED, DIVIDED, HERE, MOVED, place_on
from server.features.units.names import named
from server.features.units.rules import Unit

Units = dict[str, Unit]
BEFORE, BETWEEN, AFTER = "2024-06-25", "2025-03-01", "2025-09-01"


@cache
def province() -> Units:
    """All units, before and after both changes."""
    units = {record_id("unit", one.code): _unit(one) for one in read_material().units}
    for change in read_changes():
        done = judge_cells(list(lines_of(change)), Reading(units, change.day, meanings()))
        assert [one.fault for one in done.judged if one.verdict == BAD] == []
        ids = {key: record_id("unit", f"{change.day} {key}") for key in done.begins}
        units = {**units, **{one.id: one for one in made_units(units, done, ids)}}
    return units


def _unit(one: Any) -> Unit:
    parent = record_id("unit", one.parent_code) if one.parent_code else None
    return Unit(record_id("unit", one.code), one.name, one.type, one.level, one.code, parent)


def there(day: str, level: str = "commune") -> list[Unit]:
    return [one for one in province().values() if one.level == level and one.valid_on(day)]


def called(said: str, day: str) -> list[str]:
    return sorted(f"{one.type} {one.name} {one.code}" for one in named(there(day), said, meanings()))


def became(code: str, day: str = AFTER) -> tuple[str, list[str]]:
    place = place_on(province(), record_id("unit", code), day)
    return place.verdict, sorted(province()[one].name for one in place.units)


@pytest.mark.parametrize(
    ("day", "types"),
    [
        (BEFORE, {"commune": 116, "ward": 32, "township": 11}),
        (BETWEEN, {"commune": 115, "ward": 28, "township": 12}),
        (AFTER, {"commune": 41, "ward": 17}),
    ],
)
def test_the_province_has_159_then_155_then_58_communes(day: str, types: dict[str, int]) -> None:
    assert Counter(str(one.type) for one in there(day)) == types


def test_districts_end_and_the_province_becomes_gia_lai() -> None:
    assert (len(there(BEFORE, "district")), len(there(AFTER, "district"))) == (11, 0)
    assert became("52") == (MOVED, ["Gia Lai"])
    assert all(became(code)[0] == ABOLISHED for code in ("540", "542", "543", "544", "551"))


def test_ngo_may_is_three_places_and_the_last_is_none_of_the_others() -> None:
    assert called("Ngô Mây", BEFORE) == ["township Ngô Mây 21853", "ward Ngô Mây 21577"]
    assert called("thị trấn Ngô Mây", BEFORE) == ["township Ngô Mây 21853"]
    assert called("Ngô Mây", AFTER) == ["commune Ngô Mây 21901"]
    assert (became("21577"), became("21853")) == ((MOVED, ["Quy Nhơn Nam"]), (MOVED, ["Phù Cát"]))
    assert [became(code) for code in ("21889", "21901", "21904")] == [(MOVED, ["Ngô Mây"])] * 3


def test_an_nghia_is_not_an_nghia_with_another_accent() -> None:
    assert called("An Nghĩa", BEFORE) == ["commune An Nghĩa 21634"]
    assert called("Ân Nghĩa", BEFORE) == ["commune Ân Nghĩa 21727"]
    assert called("an nghia", BEFORE) == ["commune An Nghĩa 21634", "commune Ân Nghĩa 21727"]
    assert became("21727") == (MOVED, ["Kim Sơn"])


@pytest.mark.parametrize(
    ("code", "heirs"),
    [("22000", ["Canh Vinh", "Vân Canh"]), ("21997", ["Canh Liên", "Canh Vinh"]), ("21634", ["An Hòa", "An Toàn"])],
)
def test_a_commune_that_was_split_asks_a_person(code: str, heirs: list[str]) -> None:
    assert became(code) == (DIVIDED, heirs)


@pytest.mark.parametrize(
    "name", ["Tây Sơn", "Phù Cát", "Hoài Ân", "Vân Canh", "Vĩnh Thạnh", "An Lão", "Phù Mỹ", "Tuy Phước"]
)
def test_a_districts_name_is_a_communes_later(name: str) -> None:
    [district] = [one for one in there(BEFORE, "district") if one.name == name]
    [commune] = [one for one in there(AFTER) if one.name == name]
    assert (commune.type, became(str(district.code))) == ("commune", (ABOLISHED, []))


@pytest.mark.parametrize("name", ["Bình Định", "An Nhơn", "Hoài Nhơn", "Quy Nhơn"])
def test_a_provinces_or_towns_name_is_a_wards_later(name: str) -> None:
    assert [one for one in there(BEFORE, "province") + there(BEFORE, "district") if one.name == name]
    assert [one.type for one in there(AFTER) if one.name == name] == ["ward"]


def test_a_code_that_is_used_again_names_another_place() -> None:
    assert became("21601") == (MOVED, ["Quy Nhơn Đông"])
    assert [one.name for one in there(AFTER) if one.code == "21601"] == ["Quy Nhơn Đông"]
    assert len({one.id for one in province().values() if one.code == "21601"}) == 2
    assert [one.name for day in (BEFORE, BETWEEN, AFTER) for one in there(day) if one.code == "21583"] == [
        "Lê Lợi", "Thị Nại", "Quy Nhơn",
    ]  # fmt: skip
    for day in (BEFORE, BETWEEN, AFTER):
        codes = Counter(one.code for one in there(day))
        assert max(codes.values()) == 1


def test_a_code_and_a_name_that_do_not_go_together_name_nothing() -> None:
    reading = Reading(province(), "2025-01-15", meanings())
    rows = [
        {"old_code": "21583", "old": "phường Lê Lợi", "name": "Mới"},
        {"old_code": "21583", "old": "Thị Nại", "name": "Mới"},
    ]
    codes = [one.fault.code if one.fault else one.verdict for one in judge_cells(rows, reading).judged]
    assert codes[0] == "unit_unknown"
    assert codes[1] != "unit_unknown"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Nhơn Hoà", "21943"),
        ("phường nhơn hòa", "21943"),
        ("Dak Mang", "21700"),
        ("Đak Mang", "21700"),
        ("bok toi", "21718"),
        (unicodedata.normalize("NFD", "Ân Hảo Tây"), "21690"),
        (unicodedata.normalize("NFC", "Ân Hảo Tây"), "21690"),
        ("HOÀI THANH TÂY", "21664"),
        ("tam quan nam", "21658"),
    ],
)
def test_every_spelling_of_a_name_finds_it(said: str, code: str) -> None:
    assert [one.code for one in named(there(BEFORE), said, meanings())] == [code]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Canh Hiệp", "Canh Hiển"), ("Mỹ Chánh", "Mỹ Chánh Tây"), ("Hoài Châu", "Hoài Châu Bắc"),
        ("Ân Tường Đông", "Ân Tường Tây"), ("Ân Hảo Đông", "Ân Hảo Tây"), ("Tam Quan", "Tam Quan Bắc"),
        ("Tam Quan Bắc", "Tam Quan Nam"), ("Tam Quan", "Tam Quan Nam"),
        ("Hoài Thanh", "Hoài Thanh Tây"),
    ],
)  # fmt: skip
def test_names_that_are_nearly_alike_are_two(one: str, other: str) -> None:
    assert len(called(one, BEFORE)) == len(called(other, BEFORE)) == 1
    assert called(one, BEFORE) != called(other, BEFORE)


def test_every_former_commune_is_in_the_new_province() -> None:
    units = province()
    for one in there(BEFORE):
        place = place_on(units, one.id, AFTER)
        assert place.verdict in (HERE, MOVED, DIVIDED)
        assert {units[str(units[heir].parent)].name for heir in place.units} == {"Gia Lai"}
