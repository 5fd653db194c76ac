"""The lists that are taken: their columns, the words their cells may say, and the sheet to fill in.

Owns what columns and words are called; what they mean together is `judging`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.features.units.rules import TYPES
from server.platform.spreadsheets import Bounds, fold
from server.sheets import Column, sayings, write_table
from server.words import LANGUAGES, say
from sync.entities import WORDS_MAX
from sync.operations import FEEDBACK_KINDS, FEEDBACK_SOURCES, SETTLEMENTS, URGENCIES, VISIT_KINDS

ITEMS: Final = "feedback"
VISITS: Final = "visits"
LEAVE: Final = "leave"
KINDS: Final = (ITEMS, VISITS, LEAVE)
# Ten thousand rows are a province's ten years, and unpack to some 30 MB. A cell may be longer than a field, to be told
# so.
BOUNDS: Final = Bounds(
    rows_max=10_000, cell_chars_max=WORDS_MAX + 1, file_bytes_max=8_000_000, unpacked_bytes_max=64 * 1024 * 1024
)


def _column(name: str, *, required: bool = False) -> Column:
    return Column(name, f"list-{name.replace('_', '-')}", required, also=True)


COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    ITEMS: (
        _column("ref"), _column("unit", required=True), _column("above"), _column("raised", required=True),
        _column("matter", required=True), _column("kind"), _column("theme"), _column("urgency"), _column("source"),
        _column("owner"), _column("due"), _column("settled"), _column("outcome"), _column("result"),
        _column("settled_by"), _column("anyway"),
    ),
    VISITS: (
        _column("ref"), _column("person", required=True), _column("unit", required=True), _column("above"),
        _column("starts", required=True), _column("ends"), _column("visit_kind"), _column("village"),
        _column("companions"), _column("attendance_due"), _column("attendance_present"), _column("findings"),
        _column("difficulties"), _column("recommendations"), _column("proposals"), _column("anyway"),
    ),
    LEAVE: (
        _column("away", required=True), _column("workplace"), _column("first", required=True),
        _column("last", required=True), _column("decision"), _column("anyway"),
    ),
}  # fmt: skip
# Cells of a choice, and what they may choose.
CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": FEEDBACK_KINDS,
    "urgency": URGENCIES,
    "source": FEEDBACK_SOURCES,
    "outcome": SETTLEMENTS,
    "visit_kind": VISIT_KINDS,
}
Meanings = Mapping[str, Mapping[str, str]]


def make_template(kind: str, language: str) -> bytes:
    """The sheet to fill in, with one row as an example and a page of help."""
    example = sayings(f"sheet-example-list-{kind}", language)
    cells = ["" if cell == "–" else cell for cell in example]
    title = say(f"sheet-list-{kind}", language)
    return write_table(title, COLUMNS[kind], language, rows=[cells], help_key=f"sheet-help-list-{kind}")


def meanings() -> Meanings:
    """What a cell's words mean, by column, in every language; `type` by the words for a unit's type."""
    found = {name: _meant(name.replace("_", "-"), codes) for name, codes in CODES.items()}
    types = {fold(say(f"sheet-type-{type}", language)): type for type in TYPES for language in LANGUAGES}
    return {**found, "type": types}


def choices(column: str, language: str) -> str:
    """The words that a column's cells may say, for a sentence."""
    name = column.replace("_", "-")
    return ", ".join(sayings(f"sheet-choice-list-{name}-{code}", language)[0] for code in CODES[column])


def _meant(name: str, codes: tuple[str, ...]) -> dict[str, str]:
    return {
        fold(word): code
        for code in codes
        for language in LANGUAGES
        for word in sayings(f"sheet-choice-list-{name}-{code}", language)
    }
