"""What the office sees of reminders: what went out, what still stands, and who can be reached. Nothing here writes.

Owns whose that is (`Desk`): a clerk looks after the reminders about his units, an administrator after everybody's.
Every page is short and found by an index; what is counted is what stands, never all that ever went out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.occasions import OCCASIONS
from server.features.people.directory import Assignment, Directory
from server.features.reminders.model import begun, sendings
from server.features.reminders.model import reminders as r
from server.features.reminders.outbox import Message
from server.features.reminders.phones import Phone, had_phones, list_phones
from server.features.reminders.planning import TOLD_AGAIN
from server.features.reminders.reach import NOWHERE
from server.features.reminders.reach import read_reached as read_ways
from server.features.reminders.rules import HOUR_MS
from server.features.reminders.wishes import Wishes
from server.platform.store import SqlReader
from sync.ports import Reader

# As many rows as a screen shows before one asks for more.
PAGE_ROWS: Final = 50
STATES: Final = ("waiting", "done", "dropped", "failed")
# What a road made of a message that nobody answered for.
_SILENT: Final = ("later", "silent", "unreached")
# How a person stands with what he can be reached by; whom the office has to ask comes first.
REACHES: Final = ("none", "retired", "closed", "reached")


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose reminders somebody looks after: those about `units`, and of `persons` where they are about none.

    Both None: everybody's.
    """

    units: frozenset[str] | None = None
    persons: frozenset[str] | None = None

    def within(self, units: Collection[str] | None = None) -> list[sa.ColumnElement[bool]]:
        """The condition on rows of the outbox; `units`: of those only which are about them."""
        if units is not None:
            return [r.c.unit.in_(units if self.units is None else self.units.intersection(units))]
        if self.units is None or self.persons is None:
            return []
        return [sa.or_(r.c.unit.in_(self.units), sa.and_(r.c.unit.is_(None), r.c.person.in_(self.persons)))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; None: any. `units`: those of a place and all below it."""

    state: str | None = None
    occasion: str | None = None
    person: str | None = None
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """One time that a road was tried. `status`: what the other side answered, 0 for nothing."""

    road: str
    at: int
    outcome: str
    status: int


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the outbox. Instants in real ms; `why` of a failure or a row that was dropped is a code."""

    message: Message
    state: str
    why: str | None
    due: int
    stands: bool
    tries: tuple[Try, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Of an occasion: how many matters stand, of these told, failed, and on their way; `again`: can be told again."""

    code: str
    standing: int = 0
    told: int = 0
    failed: int = 0
    waiting: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class Reached:
    """A person and the roads to him. `phones`: those that take pushes, and that did until lately."""

    person: str
    reach: str
    roads: tuple[str, ...]
    phones: tuple[Phone, ...] = ()


def access_desk(directory: Directory, person: str, today: str) -> Desk | None:
    """Whose reminders the person looks after today; None for who is neither a clerk nor an administrator."""
    if directory.is_admin(person, today):
        return Desk()
    held = [a.unit for a in directory.roles(person, today) if a.role == "clerk" and a.unit]
    if not held:
        return None
    units = frozenset[str]().union(*(directory.subtree(root) for unit in held for root in directory.roots(unit)))
    if directory.office and directory.office.province in units:
        return Desk()
    return Desk(units, frozenset(a.person for a in _posts(directory, today) if a.unit in units))


def read_outbox(reader: SqlReader, desk: Desk, wanted: Wanted, after: tuple[int, str] | None) -> list[Told]:
    """A page of what went out, the latest first; `after`: the (made, id) of the last row of the page before."""
    rows = reader.connection.execute(outbox_query(desk, wanted, after)).all()
    tried = _tries(reader.connection, [row.id for row in rows])
    return [_told(row, tried.get(row.id, ())) for row in rows]


def outbox_query(desk: Desk, wanted: Wanted, after: tuple[int, str] | None) -> sa.Select[Any]:
    """The question behind it, which an index answers whatever is asked for."""
    named = ((r.c.state, wanted.state), (r.c.occasion, wanted.occasion), (r.c.person, wanted.person))
    where = [column == value for column, value in named if value is not None]
    if after is not None:
        where.append(sa.tuple_(r.c.made, r.c.id) < sa.tuple_(*map(sa.literal, after)))
    query = sa.select(r).where(*where, *desk.within(wanted.units))
    return query.order_by(r.c.made.desc(), r.c.id.desc()).limit(PAGE_ROWS)


def read_standing(reader: SqlReader, desk: Desk, *, now: int) -> list[Standing]:
    """Every occasion, in the order of the catalogue, and what of it stands."""
    flags = (_is_taken(), r.c.state == "failed", is_due_again(now))
    sums = [sa.func.sum(sa.case((flag, 1), else_=0)) for flag in flags]
    query = sa.select(r.c.occasion, sa.func.count(), *sums).where(is_latest(), *desk.within()).group_by(r.c.occasion)
    found = {code: counts for code, *counts in reader.connection.execute(query)}
    return [_counted(code, found.get(code, (0, 0, 0, 0))) for code in OCCASIONS]


def read_since(reader: SqlReader) -> str | None:
    """The civil day on which this office began to remind; None before its first look around."""
    return reader.connection.execute(sa.select(begun.c.since)).scalar()


def is_latest() -> sa.ColumnElement[bool]:
    """Of a row: its matter stands, and this is the latest telling of it."""
    return sa.and_(r.c.ended.is_(None), sa.or_(r.c.why.is_(None), r.c.why != TOLD_AGAIN))


def is_due_again(now: int) -> sa.ColumnElement[bool]:
    """Of such a row: it was told, or could not be, and that an hour ago or more. What is on its way is left alone."""
    lately = sa.exists().where(
        sendings.c.reminder == r.c.id, sendings.c.outcome == "taken", sendings.c.at > now - HOUR_MS
    )
    return sa.and_(r.c.made <= now - HOUR_MS, ~lately, sa.or_(r.c.state != "waiting", _is_taken()))


def read_wishes(reader: Reader, can: Sequence[str], keys: Collection[str] | None = None) -> Wishes:
    """How people want to be told, and the office's rules; `keys`: of the people under these keys only."""
    kept = {"preference": reader.records("preference", keys), "occasion": reader.records("occasion", {"all"})}
    return Wishes({kind: {each.id: each for each in records} for kind, records in kept.items()}, can)


def read_reached(
    reader: SqlReader, directory: Directory, desk: Desk, can: Sequence[str], *, today: str, now: int
) -> list[Reached]:
    """Everyone whom the office reminds, whom it cannot reach first, then by name; without their phones."""
    wishes, given = read_wishes(reader, can), read_ways(reader.connection, now=now)
    asked = [each for each in _people(directory, today) if desk.persons is None or each in desk.persons]
    had = had_phones(reader.connection, [person for person in asked if person not in given], now=now)
    people = [_reached(person, wishes, given.get(person, NOWHERE).roads, had) for person in asked]
    return sorted(people, key=lambda one: _rank(directory, one))


def page_of_reached(
    reader: SqlReader, directory: Directory, people: Sequence[Reached], after: str | None, *, now: int
) -> list[Reached]:
    """The people of a page with their phones; `after`: the mark of the last one of the page before."""
    start = _read_mark(directory, after) if after else (-1, "", "")
    page = [one for one in people if _rank(directory, one) > start][:PAGE_ROWS]
    phones: dict[str, list[Phone]] = {}
    for phone in list_phones(reader.connection, now=now, persons=[one.person for one in page]):
        phones.setdefault(phone.person, []).append(phone)
    return [Reached(one.person, one.reach, one.roads, tuple(phones.get(one.person, ()))) for one in page]


def mark_of(one: Reached) -> str:
    """What the next page is asked for after."""
    return f"{REACHES.index(one.reach)}.{one.person}"


def _people(directory: Directory, today: str) -> list[str]:
    persons = directory.persons
    held = dict.fromkeys(a.person for a in _posts(directory, today))
    return [person for person in held if person in persons and not persons[person].disabled]


def _posts(directory: Directory, today: str) -> Iterator[Assignment]:
    return (a for a in directory.assignments.values() if a.current_on(today))


def _reached(person: str, wishes: Wishes, given: frozenset[str], had_phone: Collection[str]) -> Reached:
    roads = tuple(wishes.roads(person, given))
    if roads:
        return Reached(person, "reached", roads)
    if given:
        return Reached(person, "closed", roads)
    return Reached(person, "retired" if person in had_phone else "none", roads)


def _rank(directory: Directory, one: Reached) -> tuple[int, str, str]:
    return REACHES.index(one.reach), directory.persons[one.person].name, one.person


def _read_mark(directory: Directory, mark: str) -> tuple[int, str, str]:
    rank, _, person = mark.partition(".")
    known = directory.persons.get(person)
    return int(rank), known.name if known else "", person


def _is_taken() -> sa.ColumnElement[bool]:
    return sa.exists().where(sendings.c.reminder == r.c.id, sendings.c.outcome == "taken")


def _counted(code: str, counts: Sequence[int]) -> Standing:
    standing, told, failed, again = counts
    # A failure that somebody's push service took once is a failure all the same.
    waiting = max(0, standing - told - failed)
    return Standing(code, standing, told, failed, waiting, again)


def _tries(connection: Connection, ids: Sequence[str]) -> Mapping[str, tuple[Try, ...]]:
    query = sa.select(sendings).where(sendings.c.reminder.in_(ids)).order_by(sendings.c.at, sendings.c.id)
    found: dict[str, tuple[Try, ...]] = {}
    for row in connection.execute(query) if ids else ():
        found[row.reminder] = (*found.get(row.reminder, ()), Try(row.road, row.at, row.outcome, row.status))
    return found


def _told(row: sa.Row[Any], tries: tuple[Try, ...]) -> Told:
    named = ("id", "person", "occasion", "entity", "record", "turn", "made", "unit", "road", "tries")
    message = Message(args=json.loads(row.args), **{name: getattr(row, name) for name in named})
    why = _why_failed(tries) if row.state == "failed" else row.why
    return Told(message, row.state, why, row.due, row.ended is None, tries)


def _why_failed(tries: Sequence[Try]) -> str:
    """Why nothing was left to try: by the last road that was."""
    if not tries:
        return "no_road"
    last = tries[-1]
    if last.outcome == "fault" or last.outcome.startswith("endpoint_"):
        return last.outcome
    return f"{last.road}_{'silent' if last.outcome in _SILENT else 'refused'}"
