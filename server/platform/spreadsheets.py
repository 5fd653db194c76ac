"""Spreadsheets (.xlsx) in and out: the one door for files that come from someone's desk.

Owns the bounds of what is read and the neutralising of what is written. What the columns mean may not enter. The two
libraries are imported when they are needed: most days nobody uploads anything, and they are large.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

# A province's units, people and assignments are some hundred rows each.
ROWS_MAX: Final = 5_000
# The column XFD exists in bombs only.
COLUMNS_MAX: Final = 40
FILE_BYTES_MAX: Final = 2 * 1024 * 1024
# A sheet of 5,000 rows unpacks to about 3 MB; a bomb to gigabytes.
_UNPACKED_BYTES_MAX: Final = 40 * 1024 * 1024
_MEMBERS_MAX: Final = 200
_CELL_CHARS_MAX: Final = 1_000
# What makes a program take a text for a formula.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


class NotASheet(Exception):
    """The bytes are no spreadsheet that can be read."""


class SheetTooLarge(Exception):
    """More rows, members or bytes than any honest sheet has."""


class ColumnsMissing(Exception):
    """The first row lacks these columns."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells as text by column ("" where empty)."""

    number: int
    cells: Mapping[str, str]


def read_rows(data: bytes, headings: Mapping[str, Collection[str]], required: Collection[str]) -> list[Row]:
    """The rows below the headings, empty ones left out.

    `headings` gives, for each column, what its first cell may say. NotASheet, SheetTooLarge, ColumnsMissing.
    """
    _check_archive(data)
    lines = _lines(data)
    columns = _columns(lines[0] if lines else (), headings)
    missing = [name for name in required if name not in columns]
    if missing:
        raise ColumnsMissing(missing)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = {name: line[at] if at < len(line) else "" for name, at in columns.items()}
        if any(cells.values()):
            rows.append(Row(number, cells))
    return rows


def write_sheet(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], help_lines: Sequence[str]) -> bytes:
    """A spreadsheet of texts with bold headings, and a second page of explanations: its title, then its lines."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    page = book.add_worksheet(title[:31])
    page.set_column(0, max(len(headings) - 1, 0), 24, text)
    page.freeze_panes(1, 0)
    for at, heading in enumerate(headings):
        page.write_string(0, at, neutralise(heading), bold)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            page.write_string(number, at, neutralise(cell), text)
    if help_lines:
        explained = book.add_worksheet(help_lines[0][:31])
        explained.set_column(0, 0, 100)
        for number, line in enumerate(help_lines[1:]):
            explained.write_string(number, 0, neutralise(line))
    book.close()
    return stream.getvalue()


def neutralise(cell: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell


def fold(heading: str) -> str:
    """A heading as it is compared: case, spaces and the form of its accents do not count."""
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())


def _check_archive(data: bytes) -> None:
    if len(data) > FILE_BYTES_MAX:
        raise SheetTooLarge
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise NotASheet from fault
    # A member is read no further than the size it declares, so the declared sizes are a bound.
    if len(members) > _MEMBERS_MAX or sum(member.file_size for member in members) > _UNPACKED_BYTES_MAX:
        raise SheetTooLarge


def _lines(data: bytes) -> list[tuple[str, ...]]:
    # openpyxl parses through defusedxml, which refuses entities and external references.
    import openpyxl
    from defusedxml import DefusedXmlException
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        ArithmeticError, AttributeError, DefusedXmlException, EOFError, InvalidFileException, LookupError,
        NotImplementedError, OSError, ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
    )  # fmt: skip
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        cells = book.worksheets[0].iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX, values_only=True)
        lines = [tuple(_text(cell) for cell in line) for line in cells]
    except broken as fault:
        raise NotASheet from fault
    while lines and not any(lines[-1]):
        lines.pop()
    if len(lines) > ROWS_MAX + 1:
        raise SheetTooLarge
    return lines


def _columns(first: Sequence[str], headings: Mapping[str, Collection[str]]) -> dict[str, int]:
    meant = {fold(said): name for name, sayings in headings.items() for said in sayings}
    found: dict[str, int] = {}
    for at, cell in enumerate(first):
        name = meant.get(fold(cell))
        if name is not None:
            found.setdefault(name, at)
    return found


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell)).strip()[:_CELL_CHARS_MAX]
    # What we neutralised ourselves comes back as it was.
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_SIGNS) else text
