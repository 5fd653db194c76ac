"""Spreadsheets of units, people and assignments: their template, their check, and taking what was found good.

Owns what the columns are called. The check writes nothing but its own memory of the rows, for an hour; taking judges
every row anew, so what has changed meanwhile counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from server.errors import CATALOGUE, Problem, sentence_of
from server.features.people.actions import NewPerson, do_add_people, do_issue_code, do_put_assignments, do_retitle
from server.features.people.directory import Assignment, Person
from server.features.people.judging import BAD, CHANGED, JUDGES, NEW, SAME, Bench, Judged
from server.features.people.model import imports
from server.features.people.queries import load_directory, usernames_of
from server.features.people.rules import CODE_CHARS, show_code
from server.features.units.actions import do_put_units
from server.features.units.rules import TYPES, Unit
from server.platform.acts import Act
from server.platform.passwords import digest
from server.platform.spreadsheets import Row, fold
from server.platform.store import SqlReader
from server.sheets import Column, read_table, write_table
from server.words import LANGUAGES, say
from sync.operations import ROLES

KINDS: Final = ("units", "people", "assignments")
# Long enough to read a list of bad rows over a cup of tea.
PREVIEW_LIFE_MS: Final = 3_600_000
Chance = Callable[[int], bytes]


COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "units": (
        Column("code", "code"), Column("name", "name", True), Column("type", "type", True),
        Column("parent", "parent", True), Column("valid_from", "valid-from"), Column("valid_to", "valid-to"),
    ),
    "people": (
        Column("name", "full-name", True), Column("username", "username", True), Column("title", "title"),
    ),
    "assignments": (
        Column("username", "username", True), Column("role", "role", True), Column("unit", "unit", True),
        Column("above", "above"), Column("agency", "agency"), Column("starts", "starts", True), Column("ends", "ends"),
        Column("decision", "decision"), Column("reason", "reason"), Column("beside", "beside"),
        Column("substitute", "substitute"),
    ),
}  # fmt: skip


def make_template(kind: str, language: str) -> bytes:
    """The empty spreadsheet of that kind, with its headings and a page of help."""
    return write_table(say(f"sheet-{kind}", language), COLUMNS[kind], language, help_key=f"sheet-help-{kind}")


def judge_rows(
    reader: SqlReader, kind: str, rows: Sequence[Row], *, today: str, new_id: Callable[[], str]
) -> list[Judged]:
    """What becomes of each row, as the directory stands in that reading."""
    bench = Bench(load_directory(reader), usernames_of(reader), today, _meanings(), new_id)
    return JUDGES[kind]([row.cells for row in rows], bench)


def do_preview(
    act: Act, kind: str, rows: Sequence[Row], judged: Sequence[Judged], *, token: str, language: str
) -> dict[str, Any]:
    """Keep the rows under `token` for an hour, and tell what was judged of them."""
    connection = act.tx.connection
    connection.execute(imports.delete().where((imports.c.expires < act.at) | (imports.c.person == act.actor)))
    kept = json.dumps([[row.number, dict(row.cells)] for row in rows], ensure_ascii=False)
    values = {"token_hash": digest(token), "person": act.actor, "kind": kind, "rows": kept}
    connection.execute(imports.insert().values(**values, expires=act.at + PREVIEW_LIFE_MS))
    return {"token": token, "rows": _tell(rows, judged, language), "counts": _count(judged)}


def do_take(act: Act, kind: str, token: str, *, chance: Chance | None, language: str) -> dict[str, Any]:
    """Write the good rows of a checked spreadsheet. `chance` gives random bytes for new people's codes; None: no codes.

    Problem `import_gone` when the check is older than an hour, was taken already, or is someone else's.
    """
    kept = sa.and_(
        imports.c.token_hash == digest(token), imports.c.person == act.actor, imports.c.kind == kind,
        imports.c.expires >= act.at,
    )  # fmt: skip
    found = act.tx.connection.execute(sa.select(imports.c.rows).where(kept)).scalar()
    if found is None:
        raise Problem("import_gone")
    act.tx.connection.execute(imports.delete().where(kept))
    rows = [Row(number, cells) for number, cells in json.loads(found)]
    judged = judge_rows(act.tx, kind, rows, today=act.today, new_id=act.new_id)
    _write(act, judged)
    return {"rows": _tell(rows, judged, language), "codes": _issue(act, judged, chance), **_count(judged)}


def read_sheet(kind: str, data: bytes, language: str) -> list[Row]:
    """The rows of a spreadsheet of that kind, every column there. Problem when the file is no such spreadsheet."""
    return list(read_table(data, COLUMNS[kind], language).rows)


def make_bench(act: Act) -> Bench:
    """What rows are judged by inside this act."""
    return Bench(load_directory(act.tx), usernames_of(act.tx), act.today, _meanings(), act.new_id)


def _meanings() -> dict[str, str]:
    """What a word in a cell means, in every language."""
    kinds = [*(("type", name) for name in TYPES), *(("role", name) for name in ROLES)]
    return {fold(say(f"sheet-{group}-{name}", language)): name for group, name in kinds for language in LANGUAGES}


def _write(act: Act, judged: Sequence[Judged]) -> None:
    fresh = [one for one in judged if one.verdict == NEW]
    people = [
        NewPerson(one.wanted.id, one.wanted.name, one.wanted.title, one.username)
        for one in fresh
        if isinstance(one.wanted, Person)
    ]
    kept = [one.wanted for one in judged if one.verdict in (NEW, CHANGED)]
    do_put_units(act, [one for one in kept if isinstance(one, Unit)])
    do_add_people(act, people)
    do_retitle(act, [one.wanted for one in judged if one.verdict == CHANGED and isinstance(one.wanted, Person)])
    do_put_assignments(act, [one for one in kept if isinstance(one, Assignment)])


def _issue(act: Act, judged: Sequence[Judged], chance: Chance | None) -> list[dict[str, str]]:
    issued: list[dict[str, str]] = []
    for one in judged:
        if chance is None or one.verdict != NEW or not one.username or not isinstance(one.wanted, Person):
            continue
        code, _expires = do_issue_code(act, one.wanted.id, chance(CODE_CHARS))
        issued.append({"username": one.username or "", "name": one.wanted.name, "code": show_code(code)})
    return issued


def _tell(rows: Sequence[Row], judged: Sequence[Judged], language: str) -> list[dict[str, Any]]:
    told = []
    for row, one in zip(rows, judged, strict=True):
        text = " · ".join(cell for cell in row.cells.values() if cell)
        line: dict[str, Any] = {"row": row.number, "verdict": one.verdict, "text": text, "letters": row.letters}
        if one.fault is not None:
            assert one.fault.code in CATALOGUE, one.fault.code
            message = sentence_of(one.fault.code, one.fault.details, language)
            line |= {"code": one.fault.code, "message": message, "details": dict(one.fault.details)}
        told.append(line)
    return told


def _count(judged: Sequence[Judged]) -> dict[str, int]:
    verdicts = [one.verdict for one in judged]
    return {verdict: verdicts.count(verdict) for verdict in (NEW, CHANGED, SAME, BAD)}
