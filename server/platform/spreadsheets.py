"""Spreadsheets (.xlsx) in and out: the one door for files that come from someone's desk.

Owns the bounds of what is read, that old fonts are read as what they show, and the neutralising of what is written.
What the columns mean may not enter. The two libraries are imported when they are needed: most days nobody uploads
anything, and they are large.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from server.platform.letters import code_of_font, code_of_page, read_in_code, read_in_font

# The column XFD exists in bombs only.
COLUMNS_MAX: Final = 40
_MEMBERS_MAX: Final = 200
# Above the headings stand the office's name, the title and the date; no honest sheet begins lower.
_TITLE_LINES_MAX: Final = 25
# Cells that merging fills: each of a sheet's cells once would be more than any honest one has.
_FILLED_MAX: Final = 400_000
# What makes a program take a text for a formula.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
# How files begin that Excel kept before 2007, and those that are locked with a password.
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_HIDDEN_ROW: Final = re.compile(rb'<(?:\w{1,9}:)?row (?=[^<>]{0,300}hidden="(?:1|true)")[^<>]{0,300}?\br="(\d{1,7})"')
_MERGE: Final = re.compile(rb'<(?:\w{1,9}:)?mergeCell [^<>]{0,100}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


class NotASheet(Exception):
    """The bytes are no spreadsheet that can be read."""


class OldSheet(NotASheet):
    """A spreadsheet of the old kind (.xls), or one that is locked with a password."""


class SheetWithMacros(NotASheet):
    """A spreadsheet that brings programs along."""


class SheetTooLarge(Exception):
    """More rows, members or bytes than any honest sheet has."""


class ColumnsMissing(Exception):
    """No line of the sheet is headed by all of these columns."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read of a sheet. By default: a province's units, people and assignments, some hundred rows each."""

    rows_max: int = 5_000
    cell_chars_max: int = 1_000
    file_bytes_max: int = 2 * 1024 * 1024
    # A sheet of 5,000 rows unpacks to about 3 MB; a bomb to gigabytes.
    unpacked_bytes_max: int = 40 * 1024 * 1024

    @property
    def chars_max(self) -> int:
        """The characters of all cells together: no more than so many bytes can spell where each text is told once."""
        return self.unpacked_bytes_max // 2


DIRECTORY: Final = Bounds()
ROWS_MAX: Final = DIRECTORY.rows_max
FILE_BYTES_MAX: Final = DIRECTORY.file_bytes_max


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its cells as text by column ("" where empty).

    `letters`: the old code that a cell of it was typed in, "VNI" or "TCVN3", and was read from; "" for Unicode.
    """

    number: int
    cells: Mapping[str, str]
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: the page's title, its rows, how many of them are hidden, and the visible pages left unread."""

    title: str
    rows: Sequence[Row]
    hidden: int = 0
    unread: Sequence[str] = ()


class _Room:
    """How much may still be read: a file of some kilobytes can name one long text, or one page, again and again."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, size: int) -> None:
        """Read so much more. SheetTooLarge when that is more than there is room for."""
        self._left -= size
        if self._left < 0:
            raise SheetTooLarge


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    lines: Sequence[tuple[str, ...]]
    raw: bytes
    letters: Mapping[tuple[int, int], str]


def read_rows(data: bytes, headings: Mapping[str, Collection[str]], required: Collection[str]) -> list[Row]:
    """The rows below the headings, empty ones left out. See `read_sheet`."""
    return list(read_sheet(data, headings, required).rows)


def read_sheet(
    data: bytes, headings: Mapping[str, Collection[str]], required: Collection[str], bounds: Bounds = DIRECTORY
) -> Sheet:
    """The rows of the first visible page that has these headings, in whatever order, whatever stands above them.

    `headings` gives, for each column, what its cell may say. Cells merged downwards all have the first one's text;
    headings that are repeated, a line that numbers the columns and titles across the page are no rows.
    NotASheet, OldSheet, SheetWithMacros, SheetTooLarge, ColumnsMissing.
    """
    _check_archive(data, bounds)
    pages = _pages(data, bounds)
    fewest: Sequence[str] = list(required)
    for page in pages:
        for at, line in enumerate(page.lines[:_TITLE_LINES_MAX]):
            columns = _columns(line, headings)
            missing = [name for name in required if name not in columns]
            if not missing:
                if len(page.lines) - at - 1 > bounds.rows_max:
                    raise SheetTooLarge
                return _sheet(page, pages, at, columns, _Room(bounds.chars_max))
            fewest = min(fewest, missing, key=len)
    raise ColumnsMissing(fewest)


def _sheet(page: _Page, pages: Sequence[_Page], head: int, columns: Mapping[str, int], room: _Room) -> Sheet:
    merges = _merges(page.raw)
    titles = {top for top, bottom, left, right in merges if right > left}
    hidden = {int(found) for found in _HIDDEN_ROW.findall(page.raw)}
    filled = _filled(page.lines, merges)
    rows = []
    for at in range(head + 1, len(page.lines)):
        line = page.lines[at]
        said = [cell for cell in line if cell]
        if not said or (len(said) == 1 and at + 1 in titles) or _is_heading(line, page.lines[head], columns):
            continue
        if at == head + 1 and _numbers_columns(said):
            continue
        cells = {name: filled[at][where] if where < len(line) else "" for name, where in columns.items()}
        if any(cells.values()):
            # Merging may have filled cells with the same text.
            room.take(sum(map(len, cells.values())))
            codes = (page.letters.get((at, where)) for where in columns.values())
            rows.append(Row(at + 1, cells, next(filter(None, codes), "")))
    unread = [one.title for one in pages if one is not page and one.lines]
    return Sheet(page.title, rows, sum(row.number in hidden for row in rows), unread)


def _is_heading(line: Sequence[str], head: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Whether the headings stand here again, as on each printed page."""
    return len(columns) > 1 and all(at < len(line) and line[at] == head[at] for at in columns.values())


def _numbers_columns(said: Sequence[str]) -> bool:
    """Whether a line says (1), (2), (3) …: a form's numbers of its columns."""
    numbers = [cell.strip("()") for cell in said]
    return len(said) > 2 and numbers == [str(at) for at in range(1, len(said) + 1)]


def _merges(raw: bytes) -> list[tuple[int, int, int, int]]:
    """Merged cells: first and last row from 1, first and last column from 0."""
    return [(int(top), int(bottom), _at(left), _at(right)) for left, top, right, bottom in _MERGE.findall(raw)]


def _at(letters: bytes) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1


def _filled(lines: Sequence[tuple[str, ...]], merges: Iterable[tuple[int, int, int, int]]) -> list[list[str]]:
    """The lines, with the text of cells that are merged downwards in each of them."""
    filled, count = [list(line) for line in lines], 0
    for top, bottom, left, _right in merges:
        last = min(bottom, len(filled))
        count += max(last - top, 0)
        if count > _FILLED_MAX:
            raise SheetTooLarge
        for at in range(top, last):
            if top > 0 and left < len(filled[at]) and left < len(filled[top - 1]):
                filled[at][left] = filled[at][left] or filled[top - 1][left]
    return filled


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


def _bare(heading: str) -> str:
    """A heading without what forms add to it: "Ngày nêu (dd/mm/yyyy) *:"."""
    return re.sub(r"\([^()]*\)", " ", fold(heading)).strip(" *:.;")


def _plain(heading: str) -> str:
    """A heading without accents, đ as d."""
    letters = unicodedata.normalize("NFD", _bare(heading)).replace("đ", "d")
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def _check_archive(data: bytes, bounds: Bounds) -> None:
    if len(data) > bounds.file_bytes_max:
        raise SheetTooLarge
    if data.startswith(_OLE):
        raise OldSheet
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise NotASheet from fault
    # A member is read no further than the size it declares, so the declared sizes are a bound.
    if len(members) > _MEMBERS_MAX or sum(member.file_size for member in members) > bounds.unpacked_bytes_max:
        raise SheetTooLarge
    if any(member.filename.casefold().endswith("vbaproject.bin") for member in members):
        raise SheetWithMacros


def _pages(data: bytes, bounds: Bounds) -> list[_Page]:
    # openpyxl parses through defusedxml, which refuses entities and external references.
    import openpyxl
    from defusedxml import DefusedXmlException
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        ArithmeticError, AttributeError, DefusedXmlException, EOFError, InvalidFileException, LookupError,
        NotImplementedError, OSError, ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
    )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            shown = [page for page in book.worksheets if page.sheet_state == "visible"]
            raw, chars = _Room(bounds.unpacked_bytes_max), _Room(bounds.chars_max)
            return [_page(archive, page, bounds, raw, chars) for page in shown[:_PAGES_MAX]]
    except broken as fault:
        raise NotASheet from fault


# A page a month and some; each costs the time to read it.
_PAGES_MAX: Final = 14


def _page(archive: zipfile.ZipFile, page: Any, bounds: Bounds, raw: _Room, chars: _Room) -> _Page:
    most = bounds.rows_max + _TITLE_LINES_MAX
    raw.take(archive.getinfo(page._worksheet_path).file_size)
    lines, letters = _lines(page, most + 1, bounds, chars)
    while lines and not any(lines[-1]):
        lines.pop()
    if len(lines) > most:
        raise SheetTooLarge
    _read_by_letters(lines, letters)
    # The reader gives neither merged cells nor hidden rows; both stand in the page's own file.
    return _Page(str(page.title), [tuple(line) for line in lines], archive.read(page._worksheet_path), letters)


def _lines(page: Any, rows: int, bounds: Bounds, chars: _Room) -> tuple[list[list[str]], dict[tuple[int, int], str]]:
    """A page's cells as text, those of an old font as what they show, and the code of each of these."""
    # Only a file that has such a font pays for being asked cell by cell.
    fonts = any(code_of_font(font.name) for font in page.parent._fonts)
    lines: list[list[str]] = []
    letters: dict[tuple[int, int], str] = {}
    for at, cells in enumerate(page.iter_rows(max_row=rows, max_col=COLUMNS_MAX, values_only=not fonts)):
        values = [cell.value for cell in cells] if fonts else cells
        chars.take(sum(len(value) for value in values if isinstance(value, str)))
        lines.append([_text(value, bounds.cell_chars_max) for value in values])
        for where, cell in enumerate(cells if fonts else ()):
            font = cell.font.name if isinstance(cell.value, str) else None
            read = read_in_font(lines[at][where], font)
            if read is not None:
                lines[at][where], letters[at, where] = read, code_of_font(font) or ""
    return lines, letters


def _read_by_letters(lines: list[list[str]], letters: dict[tuple[int, int], str]) -> None:
    """Read in place the cells whose font says nothing and whose letters say that they are of an old one."""
    told = letters.keys()
    code, whole = code_of_page(
        cell for at, line in enumerate(lines) for where, cell in enumerate(line) if cell and (at, where) not in told
    )
    if code is None:
        return
    for at, line in enumerate(lines):
        for where, cell in enumerate(line):
            read = None if (at, where) in letters else read_in_code(cell, code, whole=whole)
            if read is not None:
                line[where], letters[at, where] = read, code


def _columns(line: Sequence[str], headings: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Which column stands where: by its heading as it is written, else without accents."""
    found: dict[str, int] = {}
    for form in (fold, _bare, _plain):
        meant = {form(said): name for name, sayings in headings.items() for said in sayings}
        for at, cell in enumerate(line):
            name = meant.get(form(cell)) if cell else None
            if name is not None and at not in found.values():
                found.setdefault(name, at)
    return found


def _text(cell: Any, chars_max: int) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell)).strip()[:chars_max]
    # What we neutralised ourselves comes back as it was.
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_SIGNS) else text
