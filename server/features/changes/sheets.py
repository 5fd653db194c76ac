"""Plans from a spreadsheet: its columns, its template, its rows. What they mean is `reading`'s."""

from __future__ import annotations

from typing import Final

from server.errors import Problem
from server.features.changes.reading import CELLS
from server.platform.spreadsheets import (
    FILE_BYTES_MAX,
    ROWS_MAX,
    ColumnsMissing,
    NotASheet,
    SheetTooLarge,
    read_rows,
    write_sheet,
)
from server.words import LANGUAGES, say

_REQUIRED: Final = ("old", "name")


def make_template(language: str) -> bytes:
    """The empty spreadsheet of a plan, with its headings and a page of help."""
    headings = [_word(cell, language) for cell in CELLS]
    lines = [say("sheet-help", language), *say("sheet-help-changes", language).splitlines()]
    return write_sheet(say("sheet-changes", language), headings, [], lines)


def read_plan(data: bytes, language: str) -> list[dict[str, str]]:
    """The lines of a spreadsheet. Problem when it is no such spreadsheet."""
    if len(data) > FILE_BYTES_MAX:
        raise Problem("too_large", {"limit": FILE_BYTES_MAX})
    words = {cell: [_word(cell, each) for each in LANGUAGES] for cell in CELLS}
    try:
        rows = read_rows(data, words, _REQUIRED)
    except NotASheet as fault:
        raise Problem("not_a_spreadsheet") from fault
    except SheetTooLarge as fault:
        raise Problem("sheet_too_large", {"limit": ROWS_MAX}) from fault
    except ColumnsMissing as fault:
        columns = ", ".join(_word(cell, language) for cell in fault.columns)
        raise Problem("columns_missing", {"columns": columns}) from fault
    return [{cell: row.cells.get(cell, "") for cell in CELLS if row.cells.get(cell)} for row in rows]


def _word(cell: str, language: str) -> str:
    return say(f"sheet-column-change-{cell.replace('_', '-')}", language)
