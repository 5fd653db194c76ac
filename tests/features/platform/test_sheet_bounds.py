"""A spreadsheet of some kilobytes cannot ask for gigabytes: neither by one text in every cell nor by one page again."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
import xlsxwriter

from server.platform.spreadsheets import Bounds, SheetTooLarge, read_sheet

HEADINGS = {"a": ["Alpha"], "b": ["Beta"]}
BOUNDS = Bounds(rows_max=3_000, cell_chars_max=20_000, unpacked_bytes_max=4_000_000)
pytestmark = pytest.mark.invariant("work-is-bounded")


def book(rows: int, text: str, *, merged: bool = False) -> bytes:
    """A page of so many rows; the text stands once in the file, however many cells say it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Alpha", "Beta"])
        for at in range(1, rows + 1):
            page.write_string(at, 0, "x")
            if not merged:
                page.write_string(at, 1, text)
        if merged:
            page.merge_range(1, 1, rows, 1, text)
    return stream.getvalue()


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    """The file with one of its members told otherwise."""
    before, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, re.sub(old, new, text.decode()).encode() if name == member else text)
    return stream.getvalue()


def read(data: bytes) -> int:
    return len(read_sheet(data, HEADINGS, list(HEADINGS), BOUNDS).rows)


@pytest.mark.parametrize("letter", ["a", "ế", "e\u0302\u0301"])
def test_one_long_text_in_every_cell(letter: str) -> None:
    data = book(2_000, letter * 5_000)
    assert len(data) < 60_000
    with pytest.raises(SheetTooLarge):
        read(data)


def test_one_long_text_in_cells_that_are_merged() -> None:
    data = book(2_000, "a" * 5_000, merged=True)
    with pytest.raises(SheetTooLarge):
        read(data)


def test_one_page_under_several_names() -> None:
    data = book(2_000, "a" * 100)
    for at in range(2, 40):
        sheet = f'<sheet name="S{at}" sheetId="{at}" state="visible" r:id="rId1"/>'
        data = changed(data, "xl/workbook.xml", "</sheets>", f"{sheet}</sheets>")
    small = Bounds(rows_max=3_000, unpacked_bytes_max=400_000)
    with pytest.raises(SheetTooLarge):
        read_sheet(data, {"c": ["Gamma"]}, ["c"], small)


def test_an_honest_sheet_has_room() -> None:
    assert read(book(2_000, "Kênh N3 bồi lấp 340 m, xã thiếu kinh phí thuê máy đào. " * 10)) == 2_000
    assert read(book(200, "Đường ĐT 629 hỏng. " * 50, merged=True)) == 200
