"""Readings of what lies before the window: a page of it, newest first, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from server.features.audiences import may_read, of_visit
from server.features.earlier.rules import FOLLOWING
from server.features.people.directory import Directory
from server.features.people.months import in_month, month_in, month_of
from server.platform import tables as t
from server.platform.erasing import under
from server.platform.store import SqlReader
from sync.batch import Pair
from sync.stored import StoredRecord

# What a person looks through before he asks for more.
PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody has come: everything in later months, and in this one down to a position, was shown."""

    month: str
    pos: int


@dataclass(frozen=True, slots=True)
class Page:
    """Records of so many visits or items with what belongs to them, and where the next page begins (None: nowhere)."""

    records: Sequence[StoredRecord]
    following: Mark | None


def access_earlier(
    reader: SqlReader, directory: Directory, entity: str, *, person: str, today: str, after: Mark | None
) -> Page:
    """The next page of a kind before the window, of the provinces that the person reads today. Empty for others."""
    start = after or Mark(month_of(directory.window_from(today)), 0)
    keys = [key for key in directory.scope_keys(person, today) if key.startswith("unit:")]
    roots = [key for key in keys if directory.is_province(key.removeprefix("unit:"))]
    places = [place for key in sorted(roots) for place in _places(reader, entity, key, start)]
    places.sort(key=lambda one: (one.month, one.pos), reverse=True)
    shown, rest = places[:PAGE], places[PAGE:]
    pairs = [pair for one in shown for pair in _with_followers(reader, (entity, one.id))]
    records = [one for one in _stored(reader, pairs) if _is_readable(reader, directory, one, person, today)]
    return Page(records, Mark(shown[-1].month, shown[-1].pos) if rest else None)


@dataclass(frozen=True, slots=True)
class _Place:
    id: str
    month: str
    pos: int


def _places(reader: SqlReader, entity: str, key: str, start: Mark) -> Iterator[_Place]:
    """Down the key's months from a mark; one more than a page, to know whether there is one."""
    one = t.membership.c
    mark = in_month(key, start.month)
    before = sa.or_(one.key < mark, sa.and_(one.key == mark, one.pos < start.pos))
    # The first two conditions let the index be walked; the third is for the month in which the last page ended.
    query = sa.select(one.id, one.key, one.pos).where(one.key > f"{key}@", one.key <= mark, before)
    wanted = query.where(one.entity == entity, one.present).order_by(one.key.desc(), one.pos.desc()).limit(PAGE + 1)
    for row in reader.connection.execute(wanted):
        yield _Place(row.id, month_in(row.key) or "", row.pos)


def _with_followers(reader: SqlReader, pair: Pair) -> list[Pair]:
    if pair[0] != "visit":
        return [pair]
    return [pair, ("report", pair[1]), *(one for one in under(reader, of_visit(pair[1])) if one[0] in FOLLOWING)]


def _stored(reader: SqlReader, pairs: Sequence[Pair]) -> list[StoredRecord]:
    wanted = set(pairs)
    found: list[Any] = reader.stored({id for _, id in pairs})
    return [one for one in found if (one.entity, one.id) in wanted and not one.removed]


def _is_readable(reader: SqlReader, directory: Directory, one: StoredRecord, person: str, today: str) -> bool:
    return may_read(directory, reader.keys_of(one.entity, one.id), person=person, today=today)
