"""Spreadsheets as offices keep them are read; what only looks like one, or would cost an office its day, is refused."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date
from typing import Any, Final

import openpyxl
import pytest

from server.platform.spreadsheets import (
    Bounds,
    ColumnsMissing,
    NotASheet,
    OldSheet,
    SheetTooLarge,
    SheetWithMacros,
    read_sheet,
)
from tests.cast import Cast
from tests.features.imports.lists import book, bring, data_of
from tests.refusals import refused

HEADINGS: Final = {"unit": ("Xã, phường", "Đơn vị"), "day": ("Ngày nêu",), "text": ("Nội dung",)}
REQUIRED: Final = ("unit", "text")
HEAD: Final = ("Nội dung", "Ngày nêu", "Xã, phường")
ROW: Final = ("Kênh tắc", "15/03/2024", "An Hòa")
READ: Final = {"unit": "An Hòa", "day": "15/03/2024", "text": "Kênh tắc"}


def cells(data: bytes) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read_sheet(data, HEADINGS, REQUIRED).rows]


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ("NỘI DUNG", "ngày  nêu", "Xã,\nphường"),
        ("No\u0323\u0302i dung", "Nga\u0300y nêu", "Xa\u0303, phu\u031bo\u031b\u0300ng"),
        ("Noi dung", "Ngay neu", "Xa, phuong"),
        ("Nội dung (*)", "Ngày nêu (dd/mm/yyyy):", "\u00a0Đơn vị "),
    ],
)
def test_headings_are_known_however_they_are_written(head: tuple[str, ...]) -> None:
    assert cells(data_of(book(head, ROW))) == [READ]


def test_titles_above_numbers_below_and_headings_of_each_page_are_no_rows() -> None:
    numbers, district = ("(1)", "(2)", "(3)"), ("I. Huyện An Lão", None, None)
    made = book(("UBND TỈNH",), ("SỔ THEO DÕI",), (), HEAD, numbers, district, ROW, HEAD, ROW)
    made.active.merge_cells("A6:C6")
    sheet = read_sheet(data_of(made), HEADINGS, REQUIRED)
    assert [row.number for row in sheet.rows] == [7, 9]


def test_cells_merged_downwards_stand_in_each_row() -> None:
    made = book(HEAD, ROW, ("Cầu yếu", "16/03/2024", None), ("Trạm dột", "17/03/2024", None))
    made.active.merge_cells("C2:C4")
    assert [row["unit"] for row in cells(data_of(made))] == ["An Hòa"] * 3


def test_hidden_rows_are_read_and_counted_hidden_pages_are_not() -> None:
    made = book(HEAD, ROW, ROW)
    made.active.row_dimensions[3].hidden = True
    other = made.create_sheet("Ghi chú")
    other.append(["không có gì"])
    secret = made.create_sheet("Ẩn", 0)
    secret.append(HEAD)
    secret.sheet_state = "hidden"
    sheet = read_sheet(data_of(made), HEADINGS, REQUIRED)
    assert (sheet.title, len(sheet.rows), sheet.hidden, list(sheet.unread)) == ("Sổ 2024", 2, 1, ["Ghi chú"])


def test_the_page_with_the_headings_is_found_behind_a_cover() -> None:
    made = book(("Bìa",), title="Bìa")
    made.create_sheet("Sổ").append(HEAD)
    made["Sổ"].append(ROW)
    assert cells(data_of(made)) == [READ]


def test_a_formula_gives_what_it_came_to() -> None:
    made = book(HEAD, ("=1+1", "15/03/2024", "An Hòa"))
    # openpyxl keeps no result; a program that counts does.
    data = patched(data_of(made), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>", b"<v />", b"<v>2</v>")
    assert cells(data)[0]["text"] == "2"


def test_days_of_the_sheet_are_days_and_whole_numbers_have_no_point() -> None:
    made = book(HEAD, (340.0, date(2024, 3, 15), "An Hòa"))
    assert cells(data_of(made)) == [{"unit": "An Hòa", "day": "2024-03-15", "text": "340"}]


# --- What is refused -------------------------------------------------------------------------------------------------


def patched(data: bytes, member: str, *changes: bytes) -> bytes:
    """The file with bytes of one member replaced, pair by pair."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == member:
                for before, after in zip(changes[::2], changes[1::2], strict=True):
                    content = content.replace(before, after)
            new.writestr(name, content)
    return stream.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data_of(book(HEAD, ROW)))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def archive_of(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


ENTITIES: Final = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "secret.txt">]>'
    b"<worksheet"
)
GOOD: Final = data_of(book(HEAD, ROW))
HOSTILE: Final[dict[str, tuple[bytes, type[Exception]]]] = {
    "nothing": (b"", NotASheet),
    "a text": ("Nội dung;Đơn vị".encode(), NotASheet),
    "a page of the web that calls itself a sheet": (b"<html><table><tr><td>x</td></tr></table></html>", NotASheet),
    "the old kind, or one with a password": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504, OldSheet),
    "another archive": (archive_of("word/document.xml", b"<document/>"), NotASheet),
    "a torn file": (GOOD[: len(GOOD) // 2], NotASheet),
    "macros": (with_member("xl/vbaProject.bin", b"\0"), SheetWithMacros),
    "entities": (patched(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet", ENTITIES), NotASheet),
    "a bomb": (with_member("xl/media/bomb.bin", b"\0" * (65 * 1024 * 1024)), SheetTooLarge),
    "columns that say nothing": (data_of(book(("A", "B"), ("1", "2"))), ColumnsMissing),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_honest_sheet_is_refused_by_name(what: str) -> None:
    data, fault = HOSTILE[what]
    with pytest.raises(fault) as raised:
        read_sheet(data, HEADINGS, REQUIRED)
    assert raised.type is fault


def test_more_rows_than_the_bound_are_refused() -> None:
    data = data_of(book(HEAD, *([ROW] * 11)))
    with pytest.raises(SheetTooLarge):
        read_sheet(data, HEADINGS, REQUIRED, Bounds(rows_max=10))
    assert len(read_sheet(data, HEADINGS, REQUIRED, Bounds(rows_max=11)).rows) == 11


def test_a_sheet_made_to_cost_an_office_its_day_is_refused_in_no_time() -> None:
    merges = b"".join(b'<mergeCell ref="A1:A1048576"/>' for _ in range(20_000))
    data = patched(GOOD, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData><mergeCells>" + merges)
    torn = patched(GOOD, "xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData>" + b"<mergeCell " * 200_000)
    far = patched(GOOD, "xl/worksheets/sheet1.xml", b'r="2"', b'r="1048576"')
    began = time.perf_counter()
    for each in (data, torn, far):
        try:
            read_sheet(each, HEADINGS, REQUIRED)
        except (NotASheet, SheetTooLarge):
            continue
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HOSTILE["the old kind, or one with a password"][0], "sheet_old_format"),
        (HOSTILE["macros"][0], "sheet_macros"),
        (HOSTILE["a text"][0], "not_a_spreadsheet"),
        (HOSTILE["a bomb"][0], "sheet_too_large"),
        (HOSTILE["columns that say nothing"][0], "columns_missing"),
        (b"x" * 8_000_001, "too_large"),
    ],
)
def test_the_clerk_is_told_what_is_wrong_with_the_file(cast: Cast, data: bytes, code: str) -> None:
    refused(bring(cast.clerk, data), code)


def test_what_is_sent_as_something_else_is_not_even_opened(cast: Cast) -> None:
    answer: Any = cast.clerk.phone().ask("POST", "/api/lists/feedback", data=GOOD, content_type="text/csv")
    refused(answer, "unsupported_type")
    assert openpyxl.load_workbook(io.BytesIO(GOOD)).active is not None
