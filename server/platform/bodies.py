"""Asking the database what stands in a record's body, so that what nobody wants is not read at all.

Owns the one way of saying "the field of that name" in SQL, on both databases. A body is a JSON array in the order of
its kind's fields, which are only ever appended: a field's place holds for every version of a layout.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from server.platform import tables as t
from server.platform.queries import columns
from server.platform.store import SqlReader
from sync.batch import record_of
from sync.entities import BY_NAME
from sync.ports import Record
from sync.stored import StoredRecord

# Ids named in one statement.
_AT_ONCE: Final = 500
_record, _place = t.record.c, t.membership.c


class _Said(FunctionElement[str]):
    """The text at a place of the body."""

    inherit_cache = True
    type = sa.Text()
    name = "said"


@compiles(_Said, "sqlite")
def _on_sqlite(element: _Said, compiler: SQLCompiler, **given: Any) -> str:
    body, place = (compiler.process(each, **given) for each in element.clauses)
    # A path that is no constant would be read anew for each row.
    return f"json_extract({body}, '$[{place}]')"


@compiles(_Said, "postgresql")
def _on_postgresql(element: _Said, compiler: SQLCompiler, **given: Any) -> str:
    body, place = (compiler.process(each, **given) for each in element.clauses)
    return f"(CAST({body} AS json) ->> {place})"


def said(entity: str, name: str) -> sa.ColumnElement[str]:
    """What stands in that field of a record of that kind, as text; null where nothing does. KeyError for no field."""
    place = [field.name for field in BY_NAME[entity].fields].index(name)
    return _Said(_record.body, sa.literal_column(str(place)))


def texts_where(
    reader: SqlReader, entity: str, names: Sequence[str], keys: Collection[str], *conditions: sa.ColumnElement[bool]
) -> Iterator[Record]:
    """The present records of a kind under any of these keys of which the conditions are true, by id: these fields of
    their bodies, which are texts, and no other; the rest is not read."""
    there = sa.select(_place.id).where(_place.key.in_(keys), _place.entity == entity, _place.present)
    fields = [said(entity, name) for name in names]
    query = sa.select(_record.id, _record.author, _record.v, _record.pos, *fields)
    wanted = query.where(_record.entity == entity, ~_record.removed, _record.id.in_(there), *conditions)
    for id, author, v, pos, *texts in reader.connection.execute(wanted.order_by(_record.id)):
        yield Record(entity, id, author, v, pos, False, dict(zip(names, texts, strict=True)))


def records_of_few(
    reader: SqlReader, entity: str, keys: Collection[str], *conditions: sa.ColumnElement[bool]
) -> Iterator[Record]:
    """The same, whole, of a kind of few: each is asked for its keys, and not the keys for all they hold."""
    query = _of_kind(entity).where(_lies_under(entity, keys), *conditions).order_by(_record.id)
    for row in reader.connection.execute(query):
        yield record_of(StoredRecord(*row))


def texts_among(
    reader: SqlReader, entity: str, name: str, keys: Collection[str], ids: Collection[str]
) -> Iterator[tuple[str, str]]:
    """One field, by id, of those of these ids that are present records of a kind under any of the keys.

    A list is its JSON; records whose field says nothing are left out.
    """
    left, text = iter(sorted(ids)), said(entity, name)
    while some := list(islice(left, _AT_ONCE)):
        query = sa.select(_record.id, text).where(_record.id.in_(some), _record.entity == entity, ~_record.removed)
        wanted = query.where(_lies_under(entity, keys), text.is_not(None), text != "[]").order_by(_record.id)
        yield from ((row[0], row[1]) for row in reader.connection.execute(wanted))


def _lies_under(entity: str, keys: Collection[str]) -> sa.ColumnElement[bool]:
    same = sa.and_(_place.id == _record.id, _place.entity == entity)
    return sa.exists().where(same, _place.key.in_(keys), _place.present)


def _of_kind(entity: str) -> sa.Select[Any]:
    return columns(t.record, StoredRecord).where(_record.entity == entity, ~_record.removed)
