"""Plans from a spreadsheet: its columns, its template, its rows. What they mean is `reading`'s."""

from __future__ import annotations

from typing import Final

from server.features.changes.reading import CELLS
from server.sheets import Column, read_table, write_table
from server.words import say

_REQUIRED: Final = ("old", "name")


_COLUMNS: Final = tuple(Column(cell, f"change-{cell.replace('_', '-')}", cell in _REQUIRED) for cell in CELLS)


def make_template(language: str) -> bytes:
    """The empty spreadsheet of a plan, with its headings and a page of help."""
    return write_table(say("sheet-changes", language), _COLUMNS, language, help_key="sheet-help-changes")


def read_plan(data: bytes, language: str) -> tuple[list[dict[str, str]], int]:
    """The lines of a spreadsheet, and how many were typed in an old font. Problem when it is no such spreadsheet."""
    rows = read_table(data, _COLUMNS, language).rows
    lines = [{cell: row.cells[cell] for cell in CELLS if row.cells[cell]} for row in rows]
    return lines, sum(bool(row.letters) for row in rows)
