"""A list that was checked: kept for an hour with what each row becomes, told to who brought it, given back where bad.

Owns the plan between check and confirmation. Nothing of the list is in the books before it is confirmed; what is
confirmed goes through the engine, row by row, so a plan that is confirmed again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from server.errors import Problem, sentence_of
from server.faults import Fault
from server.features.imports.columns import CODES, COLUMNS, ITEMS, LEAVE, VISITS, choices, meanings
from server.features.imports.items import judge_item
from server.features.imports.judging import ASK, BAD, CHANGED, NEW, VERDICTS, Bench, Judge, Judged, Told, judge_all
from server.features.imports.leaves import judge_leave
from server.features.imports.reading import Reading
from server.features.imports.visits import judge_visit
from server.features.people.model import imports
from server.features.people.queries import load_directory, usernames_of
from server.platform.acts import Act
from server.platform.passwords import digest
from server.platform.spreadsheets import Row, Sheet
from server.platform.store import SqlReader
from server.sheets import heading, write_table
from server.words import say
from sync.errors import UNKEPT
from sync.ports import Record

# Long enough to read what is wrong with a list over a cup of tea, and to ask a colleague.
PLAN_LIFE_MS: Final = 3_600_000
# More rows on a screen are read by nobody; the file of what was not taken has them all.
ROWS_TOLD_MAX: Final = 300
_TEXT_CHARS_MAX: Final = 160


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of a plan: its number in the sheet, its cells, what becomes of it, and why not: code, sentence."""

    number: int
    cells: Mapping[str, str]
    verdict: str
    code: str | None
    message: str | None
    told: tuple[Told, ...]
    # The old code that a cell was typed in; told with the check, and kept no longer.
    letters: str = ""

    @property
    def is_good(self) -> bool:
        """Whether confirming takes it."""
        return self.verdict in (NEW, CHANGED)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who brings a list: the person, the office's day, the language, and what the list is called."""

    person: str
    today: str
    language: str
    list_name: str


def judge_sheet(reader: SqlReader, kind: str, sheet: Sheet, asking: Asking, new_id: Callable[[], str]) -> list[Planned]:
    """Judge every row; write nothing."""
    reading = Reading(load_directory(reader), usernames_of(reader), asking.today, meanings())
    near: dict[tuple[str, str], Sequence[Record]] = {}

    def beside(entity: str, key: str) -> Sequence[Record]:
        if (entity, key) not in near:
            near[entity, key] = list(reader.records(entity, {key}))
        return near[entity, key]

    reason = say("sheet-list-reason", asking.language, {"list": asking.list_name})
    bench = Bench(reading, asking.person, asking.list_name, reason, reader.record, beside, new_id)
    judged = judge_all([(row.number, row.cells) for row in sheet.rows], _JUDGES[kind], bench)
    return [_planned(kind, row, one, asking.language) for row, one in zip(sheet.rows, judged, strict=True)]


def do_keep(act: Act, kind: str, rows: Sequence[Planned], token: str) -> None:
    """Keep a plan under `token` for an hour, in place of the person's earlier one."""
    connection = act.tx.connection
    connection.execute(imports.delete().where((imports.c.expires < act.at) | (imports.c.person == act.actor)))
    kept = json.dumps(
        [
            [row.number, dict(row.cells), row.verdict, row.code, row.message, [_kept(each) for each in row.told]]
            for row in rows
        ],
        ensure_ascii=False,
    )
    values = {"token_hash": digest(token), "person": act.actor, "kind": _kept_as(kind), "rows": kept}
    connection.execute(imports.insert().values(**values, expires=act.at + PLAN_LIFE_MS))


def find_plan(reader: SqlReader, kind: str, token: str, *, person: str, now: int) -> list[Planned]:
    """The person's plan. Problem `import_gone` when it is older than an hour, or someone else's."""
    kept = sa.and_(
        imports.c.token_hash == digest(token), imports.c.person == person, imports.c.kind == _kept_as(kind),
        imports.c.expires >= now,
    )  # fmt: skip
    found = reader.connection.execute(sa.select(imports.c.rows).where(kept)).scalar()
    if found is None:
        raise Problem("import_gone")
    return [
        Planned(number, cells, verdict, code, message, tuple(Told(*each) for each in told))
        for number, cells, verdict, code, message, told in json.loads(found)
    ]


def do_forget(act: Act) -> int:
    """Forget the plans and checks whose time is over; how many."""
    return act.tx.connection.execute(imports.delete().where(imports.c.expires < act.at)).rowcount


def tell(rows: Sequence[Planned]) -> dict[str, Any]:
    """A plan for the screen: how many of each verdict, and the first rows, those that need a person before others."""
    verdicts = [row.verdict for row in rows]
    first = sorted(rows, key=lambda row: (_TOLD_FIRST.index(row.verdict), row.number))[:ROWS_TOLD_MAX]
    return {
        "counts": {verdict: verdicts.count(verdict) for verdict in VERDICTS},
        "rows": [
            {
                "row": row.number,
                "verdict": row.verdict,
                "text": gist(row),
                "code": row.code,
                "message": row.message,
                "letters": row.letters,
            }
            for row in first
        ],
        "converted": sum(bool(row.letters) for row in rows),
    }


def write_left(kind: str, rows: Sequence[Planned], language: str) -> bytes:
    """The rows that are not taken, each with its reason: to be mended and brought again."""
    left = [row for row in rows if row.verdict in (ASK, BAD)]
    columns = COLUMNS[kind]
    cells = [[*(row.cells.get(column.name, "") for column in columns), row.message or ""] for row in left]
    more = [say("sheet-column-list-why", language)]
    return write_table(say(f"sheet-list-{kind}", language), columns, language, rows=cells, more=more)


_JUDGES: Final[Mapping[str, Judge]] = {ITEMS: judge_item, VISITS: judge_visit, LEAVE: judge_leave}
_HARMLESS: Final = ("unit", "above", "raised", "starts", "person", "away", "workplace", "first", "last")
_TOLD_FIRST: Final = (ASK, BAD, CHANGED, NEW, "same")


def _kept_as(kind: str) -> str:
    """How the plan is told from the administrator's spreadsheets, which lie in the same drawer."""
    return f"list-{kind}"


def _kept(told: Told) -> list[object]:
    return [told.kind, told.id, told.op_id, dict(told.cells)]


def _planned(kind: str, row: Row, judged: Judged, language: str) -> Planned:
    message = _sentence(kind, judged.fault, language) if judged.fault else None
    code = judged.fault.code if judged.fault else None
    # What no exchange may hold is not kept in a plan either: the row is found again by its number and its place.
    cells = {name: row.cells[name] for name in _HARMLESS if name in row.cells} if code in UNKEPT else row.cells
    return Planned(row.number, cells, judged.verdict, code, message, judged.told, row.letters)


def _sentence(kind: str, fault: Fault, language: str) -> str:
    details = dict(fault.details)
    name = details.get("column")
    column = next((each for each in COLUMNS[kind] if each.name == name), None)
    if column is not None:
        details["column"] = heading(column, language)
    if column is not None and column.name in CODES and fault.code == "cell_choice":
        details["words"] = choices(column.name, language)
    return sentence_of(fault.code, {"words": "", **details}, language)


def gist(row: Planned) -> str:
    """The beginning of a row, to know it again by."""
    text = " · ".join(" ".join(cell.split()) for cell in row.cells.values() if cell)
    return text if len(text) <= _TEXT_CHARS_MAX else f"{text[:_TEXT_CHARS_MAX]}…"
