"""Statements in their last words: put together once, then handed to the database's driver as they are.

Owns the way of the engine's own statements past what SQLAlchemy does anew for each: it costs more than the database's
answer. What is asked is `queries`'; the transaction is `db`'s, and so is the connection: its events, its pool and its
faults stay SQLAlchemy's.

    statement of SQLAlchemy ──once──▶ text and the order of its values ──each time──▶ cursor ──▶ plain tuples

A list in a statement (`IN`) is filled up to one of a few lengths with its last value, so that there are few texts and
the driver knows them again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection, Dialect

# Texts kept: the engine's statements in the lengths that their lists have, on one kind of database.
_TEXTS_MAX: Final = 400
_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement for a driver: `order` names its values, `lists` says under which names those of a list stand."""

    sql: str
    order: tuple[str, ...]
    constants: Mapping[str, object]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...] = ()

    def values(self, given: Mapping[str, Any]) -> list[object]:
        """The values in their order."""
        named = {**self.constants, **given} if self.constants else given
        if self.lists:
            named = dict(named)
            for name, places in self.lists:
                named.update(zip(places, _filled(given[name], len(places)), strict=True))
        return [named[name] for name in self.order]

    def read(self, rows: list[_Row]) -> list[_Row]:
        """The rows with the types that their columns have: to SQLite, true is 1."""
        if not self.readers or not rows:
            return rows
        read = [list(row) for row in rows]
        for place, reader in self.readers:
            for row in read:
                row[place] = reader(row[place])
        return [tuple(row) for row in read]


def ask(connection: Connection, statement: sa.Select[Any], **given: Any) -> list[_Row]:
    """The rows of a reading. `given` has a value for each of its parameters, a list for each that is expanding.

    sqlalchemy.exc.DBAPIError for the driver's faults, as from SQLAlchemy itself.
    """
    lengths = tuple((name, _length(value)) for name, value in given.items() if isinstance(value, list))
    text = _question(connection.dialect.name, statement, lengths)
    with _cursor(connection, text.sql) as cursor:
        cursor.execute(text.sql, text.values(given))
        return text.read(cursor.fetchall())


def ask_one(connection: Connection, statement: sa.Select[Any], **given: Any) -> _Row | None:
    """The first row, if there is one."""
    rows = ask(connection, statement, **given)
    return rows[0] if rows else None


def put(connection: Connection, table: sa.Table, names: tuple[str, ...], rows: Sequence[_Row], *, over: bool) -> None:
    """Insert rows whose values stand in the order of `names`; `over`: in place of those with the same key."""
    if not rows:
        return
    sql, ordered = _insert(connection.dialect.name, table, names, over)
    with _cursor(connection, sql) as cursor:
        if len(rows) > 1:
            cursor.executemany(sql, [*map(ordered, rows)])
        else:
            cursor.execute(sql, ordered(rows[0]))


def order(connection: Connection, sql: str) -> None:
    """Have the database do something that takes no values and gives no rows."""
    with _cursor(connection, sql) as cursor:
        cursor.execute(sql)


@contextmanager
def _cursor(connection: Connection, sql: str) -> Iterator[Any]:
    cursor = None
    try:
        # A connection that was lost gives none: a fault of the same kind.
        cursor = connection.connection.cursor()
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise _fault(connection, sql, error, cursor) from error
    finally:
        if cursor is not None:
            cursor.close()


def _fault(connection: Connection, sql: str, error: Any, cursor: Any) -> BaseException:
    """The driver's fault as SQLAlchemy tells it, without the values; a lost connection is given up."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
    if lost:
        connection.invalidate(error)
    kind = dialect.loaded_dbapi.Error
    told: BaseException = sa.exc.DBAPIError.instance(
        sql, None, error, kind, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
    return told


# --- Putting together ------------------------------------------------------------------------------------------------


@cache
def _dialect(name: str) -> Dialect:
    """One that counts the places of values instead of naming them."""
    if name == "sqlite":
        return sqlite.dialect()
    # An office on SQLite never needs that dialect's types.
    from sqlalchemy.dialects.postgresql import psycopg

    made: Dialect = psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
    return made


@lru_cache(_TEXTS_MAX)
def _question(name: str, statement: sa.Select[Any], lengths: tuple[tuple[str, int], ...]) -> _Text:
    dialect = _dialect(name)
    made = statement.compile(dialect=dialect)
    given = {each: [None] * length for each, length in lengths}
    final = made.construct_expanded_state({**made.params, **given})
    lists = tuple((each, tuple(final.parameter_expansion.get(each, ()))) for each in given)
    asked = {each for each, bind in made.binds.items() if bind.required} | {one for _, ones in lists for one in ones}
    constants = {each: value for each, value in final.parameters.items() if each not in asked}
    return _Text(final.statement, tuple(final.positiontup or ()), constants, lists, _readers(dialect, statement))


def _readers(dialect: Dialect, statement: sa.Select[Any]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    found = (
        (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for place, column in enumerate(statement.selected_columns)
        if isinstance(column.type, sa.Boolean)
    )
    return tuple((place, reader) for place, reader in found if reader is not None)


@cache
def _insert(name: str, table: sa.Table, names: tuple[str, ...], over: bool) -> tuple[str, Callable[[_Row], _Row]]:
    """The text, and what brings a row into its order: that of the table's columns."""
    dialect = _dialect(name)
    statement: Any = _insert_of(name)(table).values({each: sa.bindparam(each) for each in names})
    if over:
        keys = [column.name for column in table.primary_key.columns]
        rest = {each: statement.excluded[each] for each in names if each not in keys}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    made = statement.compile(dialect=dialect, column_keys=list(names))
    return str(made), itemgetter(*(names.index(each) for each in made.positiontup))


def _insert_of(name: str) -> Callable[[sa.Table], Any]:
    if name == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


def _length(values: Collection[object]) -> int:
    """The next of the lengths 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32 …"""
    wanted, length = len(values), 2
    if wanted <= length:
        return wanted
    while True:
        if wanted <= length * 3 // 2:
            return length * 3 // 2
        length *= 2
        if wanted <= length:
            return length


def _filled(values: Sequence[object], length: int) -> Sequence[object]:
    return [*values, *[values[-1]] * (length - len(values))] if len(values) < length else values
