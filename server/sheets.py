"""Spreadsheets as every room reads and offers them: columns headed in each language, and one set of faults.

Owns the way from a file to rows, and the empty sheet to fill in. What a row means is the room's; how bytes become cells
is the platform's. Headings are `sheet-column-<word>`; what else offices call a column is `sheet-also-<word>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from server.errors import Problem
from server.platform.spreadsheets import (
    DIRECTORY,
    Bounds,
    ColumnsMissing,
    NotASheet,
    OldSheet,
    Sheet,
    SheetTooLarge,
    SheetWithMacros,
    read_sheet,
    write_sheet,
)
from server.words import LANGUAGES, say


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its heading's key, whether a sheet without it is no such sheet, and if it has other names."""

    name: str
    word: str
    required: bool = False
    also: bool = False


def read_table(data: bytes, columns: Sequence[Column], language: str, bounds: Bounds = DIRECTORY) -> Sheet:
    """The sheet's rows, every column there. Problem when the file is no such spreadsheet, in that language."""
    if len(data) > bounds.file_bytes_max:
        raise Problem("too_large", {"limit": bounds.file_bytes_max})
    words = {column.name: _headings(column) for column in columns}
    try:
        sheet = read_sheet(data, words, [column.name for column in columns if column.required], bounds)
    except OldSheet as fault:
        raise Problem("sheet_old_format") from fault
    except SheetWithMacros as fault:
        raise Problem("sheet_macros") from fault
    except NotASheet as fault:
        raise Problem("not_a_spreadsheet") from fault
    except SheetTooLarge as fault:
        raise Problem("sheet_too_large", {"limit": bounds.rows_max}) from fault
    except ColumnsMissing as fault:
        missing = [heading(column, language) for column in columns if column.name in fault.columns]
        raise Problem("columns_missing", {"columns": ", ".join(missing)}) from fault
    names = [column.name for column in columns]
    rows = [replace(row, cells={name: row.cells.get(name, "") for name in names}) for row in sheet.rows]
    return Sheet(sheet.title, rows, sheet.hidden, sheet.unread)


def write_table(
    title: str,
    columns: Sequence[Column],
    language: str,
    *,
    rows: Iterable[Sequence[str]] = (),
    more: Sequence[str] = (),
    help_key: str | None = None,
) -> bytes:
    """A sheet with these headings, `more` after them, its rows, and a page of help: the sentences of `help_key`."""
    headings = [*(heading(column, language) for column in columns), *more]
    lines = [say("sheet-help", language), *say(help_key, language).splitlines()] if help_key else []
    return write_sheet(title, headings, rows, lines)


def heading(column: Column, language: str) -> str:
    """What the column is called."""
    return say(f"sheet-column-{column.word}", language)


def sayings(key: str, language: str) -> list[str]:
    """The words that a sentence lists between bars."""
    return [word for word in (part.strip() for part in say(key, language).split("|")) if word]


def _headings(column: Column) -> list[str]:
    known = [heading(column, language) for language in LANGUAGES]
    if not column.also:
        return known
    return known + [word for language in LANGUAGES for word in sayings(f"sheet-also-{column.word}", language)]
