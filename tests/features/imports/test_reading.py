"""What cells say: days, places and people as offices write them, each understood where it can mean one thing only."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.days import add_days, days_between
from server.faults import Fault
from server.features.imports.columns import CODES, meanings
from server.features.imports.reading import Reading, code_in, day_in, persons_in, unit_in, words_in
from server.features.people.directory import Directory, Person
from tests.factories import directory, id_of, unit

UNITS: Final = (
    unit("Bình Định", level="province"),
    unit("Quy Nhơn", level="district", above="Bình Định", type="city"),
    unit("Phù Cát", level="district", above="Bình Định"),
    unit("An Lão", level="district", above="Bình Định"),
    unit("Hoài Ân", level="district", above="Bình Định"),
    replace(unit("p Ngô Mây", above="Quy Nhơn", type="ward", code="21550"), name="Ngô Mây"),
    replace(unit("tt Ngô Mây", above="Phù Cát", type="township", code="21853"), name="Ngô Mây"),
    unit("An Nghĩa", above="An Lão"),
    unit("Ân Nghĩa", above="Hoài Ân"),
    unit("An Hòa", above="An Lão", valid_to="2025-06-30", successors=(id_of("An Hòa mới"),)),
    replace(unit("An Hòa mới", above="Bình Định", valid_from="2025-07-01"), name="An Hòa mới"),
    unit("Bok Tới", above="Hoài Ân", valid_to="2025-06-30", successors=(id_of("Bắc"), id_of("Nam"))),
    unit("Bắc", above="Bình Định", valid_from="2025-07-01", predecessors=(id_of("Bok Tới"),)),
    unit("Nam", above="Bình Định", valid_from="2025-07-01", predecessors=(id_of("Bok Tới"),)),
)
PERSONS: Final = (
    Person(id_of("một"), "Nguyễn Văn An", "Sở Tài chính"), Person(id_of("hai"), "Nguyễn Văn An", "Sở Nội vụ"),
    Person(id_of("ba"), "Trần Thị Hòa", "Phó Giám đốc"),
)  # fmt: skip


def reading() -> Reading:
    known: Directory = replace(directory(units=UNITS), persons={one.id: one for one in PERSONS})
    return Reading(known, {"hoa.tran": id_of("ba")}, "2025-08-01", meanings())


DAYS: Final[dict[str, str | None]] = {
    "25/06/2024": "2024-06-25", "5/6/2024": "2024-06-05", "25-06-2024": "2024-06-25", "25.6.2024": "2024-06-25",
    "2024-06-25": "2024-06-25", "25/6/24": "2024-06-25", "45468": "2024-06-25", "45468.3958": "2024-06-25",
    "ngày 25 tháng 6 năm 2024": "2024-06-25", "Ngày 5 tháng 6 năm 2024": "2024-06-05", "08:30 25/06/2024": "2024-06-25",
    "25/06/2024 08:30:00": "2024-06-25", "25 / 06 / 2024": "2024-06-25", " 25/06/2024\u00a0": "2024-06-25",
    "7h30 25/06/2024": "2024-06-25", "": None,
}  # fmt: skip


@pytest.mark.parametrize("written", DAYS)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert day_in({"day": written}, "day") == DAYS[written]


@pytest.mark.parametrize("written", ["31/02/2024", "tháng 6", "06/2024", "2024", "12345", "99999", "quý II", "8:30"])
def test_what_is_no_day_is_not_guessed(written: str) -> None:
    assert day_in({"day": written}, "day") == Fault("bad_day", {"column": "day"})


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2118, 12, 31)))
def test_excels_number_of_a_day_is_that_day(day: date) -> None:
    serial = days_between("1899-12-30", day.isoformat())
    assert day_in({"day": str(serial)}, "day") == day.isoformat() == add_days("1899-12-30", serial)


PLACES: Final[dict[tuple[str, str, str], str]] = {
    ("An Nghĩa", "", "2024-06-01"): "An Nghĩa",
    ("Ân Nghĩa", "", "2024-06-01"): "Ân Nghĩa",
    ("xã Ân Nghĩa, huyện Hoài Ân", "", "2024-06-01"): "Ân Nghĩa",
    ("an nghia", "Hoài Ân", "2024-06-01"): "Ân Nghĩa",
    ("Ngô Mây", "Quy Nhơn", "2024-06-01"): "p Ngô Mây",
    ("Ngô Mây", "huyện Phù Cát", "2024-06-01"): "tt Ngô Mây",
    ("Phường Ngô Mây", "", "2024-06-01"): "p Ngô Mây",
    ("Ngô Mây (Phù Cát)", "", "2024-06-01"): "tt Ngô Mây",
    ("Ngô Mây - TP Quy Nhơn", "", "2024-06-01"): "p Ngô Mây",
    ("21853", "", "2024-06-01"): "tt Ngô Mây",
    ("An Hoà", "", "2024-06-01"): "An Hòa",
    # The commune of that name ended; what is written of later days is its heir's.
    ("An Hòa", "An Lão", "2025-07-15"): "An Hòa mới",
}


@pytest.mark.parametrize(("text", "above", "day"), PLACES)
def test_a_place_is_found_by_how_offices_write_it(text: str, above: str, day: str) -> None:
    if "TP" in text:
        text = text.replace("TP", "thành phố")
    found = unit_in({"unit": unicodedata.normalize("NFD", text), "above": above}, day, reading())
    assert not isinstance(found, Fault)
    assert found.id == id_of(PLACES[text.replace("thành phố", "TP"), above, day])


@pytest.mark.parametrize(
    ("text", "above", "day", "code"),
    [
        ("Ngô Mây", "", "2024-06-01", "unit_unclear"),
        ("an nghia", "", "2024-06-01", "unit_unclear"),
        ("Ngô Mây", "An Lão", "2024-06-01", "unit_unknown"),
        ("Không Đâu", "", "2024-06-01", "unit_unknown"),
        ("Bok Tới", "", "2025-07-15", "unit_divided"),
        ("Bắc", "", "2024-06-01", "list_unit_then"),
        ("An Hòa mới", "", "2024-06-01", "unit_abolished"),
    ],
)
def test_a_place_that_may_be_several_is_asked_about(text: str, above: str, day: str, code: str) -> None:
    found = unit_in({"unit": text, "above": above}, day, reading())
    assert isinstance(found, Fault)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Trần Thị Hòa", ["ba"]), ("đ/c Trần Thị Hoà", ["ba"]), ("Bà TRẦN THỊ HÒA", ["ba"]), ("hoa.tran", ["ba"]),
        ("hoa.tran@binhdinh.example", ["ba"]), ("tran thi hoa", ["ba"]), ("Nguyễn Văn An", ["một", "hai"]),
        ("Nguyễn Văn An (Sở Nội vụ)", ["hai"]), ("Nguyễn Văn An, Sở Tài chính", ["một"]), ("Nguyễn Văn Anh", []),
    ],
)  # fmt: skip
def test_a_person_is_found_by_name_login_or_title_and_homonyms_stay_several(text: str, who: list[str]) -> None:
    assert {one.id for one in persons_in(text, reading())} == {id_of(name) for name in who}


@pytest.mark.parametrize("column", CODES)
def test_every_choice_is_known_by_its_word_in_any_case_and_without_accents(column: str) -> None:
    known = reading()
    for word, code in known.meanings[column].items():
        plainly = unicodedata.normalize("NFD", word).encode("ascii", "ignore").decode() if "đ" not in word else word
        assert code_in({column: word.upper()}, column, known) == code
        assert code_in({column: f" {plainly}  "}, column, known) == code


def test_words_keep_their_paragraphs_and_lose_what_nobody_sees() -> None:
    cell = "Dòng\u00a0một_x000D_\r\nD\u00adòng hai \u200b\n\n\u202eba"
    assert words_in({"text": cell}, "text") == "Dòng một\nDòng hai\n\nba"
