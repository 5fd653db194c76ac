"""The engine's own statements, sent to SQLite without SQLAlchemy's machinery around each: a schedule asks millions.

Owns a store that does what `SqlStore` does. The text of a statement, its values and its rows are those that SQLAlchemy
makes of it; only they are made once. What is not one of the constants of `server.platform.queries`, and every write of
rows, goes its usual way. A seed that is lived twice is lived over `SqlStore` the second time, and both lives must be
equal to the last line.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import PoolProxiedConnection, StaticPool

from server.platform import queries as q
from server.platform.db import sqlite_module, write_transaction
from server.platform.store import SqlReader, SqlStore, SqlTx

# By identity: they are made once and live as long as the process.
_KNOWN: Final = {id(one): one for one in vars(q).values() if isinstance(one, sa.Select)}
_NO_VALUES: Final[Mapping[str, Any]] = {}
_T = TypeVar("_T")


class QuickStore(SqlStore):
    """The store of an SQLite file, for a schedule."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._free: list[_Kept] = []

    @contextmanager
    def read(self) -> Iterator[SqlReader]:
        """See `SqlStore.read`."""
        kept = self._taken()
        kept.driver.execute("PRAGMA query_only = ON")
        kept.driver.execute("BEGIN")
        reading = Quick(kept.driver, kept.engine)
        try:
            yield _QuickReader(cast("Connection", reading))
        finally:
            reading.close()
            if kept.driver.in_transaction:
                kept.driver.execute("COMMIT")
            kept.driver.execute("PRAGMA query_only = OFF")
            self._free.append(kept)

    @contextmanager
    def write(self) -> Iterator[SqlTx]:
        """See `SqlStore.write`."""
        with write_transaction(self.engine) as connection:
            driver = connection.connection.driver_connection
            yield _QuickTx(cast("Connection", Quick(driver, self.engine, connection)))

    def _taken(self) -> _Kept:
        """A connection that nobody reads over. Those to a file that has been replaced are closed."""
        while self._free:
            kept = self._free.pop()
            if kept.pool is self.engine.pool:
                return kept
            kept.opened.detach()
            kept.opened.close()
        opened = self.engine.raw_connection()
        return _Kept(opened, opened.driver_connection, self.engine.pool, _engine_over(opened.driver_connection))


@dataclass(frozen=True, slots=True)
class _Kept:
    """An open connection, the pool that stood when it was opened, and an engine that knows no other connection."""

    opened: PoolProxiedConnection
    driver: Any
    pool: Any
    engine: Engine


def _engine_over(driver: Any) -> Engine:
    made = sa.create_engine(
        "sqlite://", module=sqlite_module(), creator=lambda: driver, poolclass=StaticPool, pool_reset_on_return=None
    )
    # What an engine does when it connects for the first time would end a transaction.
    made.connect().close()
    return made


class Quick:
    """A connection in a transaction; `execute` of a known statement is short."""

    def __init__(self, driver: Any, engine: Engine, inner: Connection | None = None) -> None:
        self._driver = driver
        self._engine = engine
        self._inner = inner
        self._is_own = inner is None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._usual(), name)

    def execute(self, statement: Any, given: Any = None) -> Any:
        """See `Connection.execute`."""
        if id(statement) in _KNOWN:
            prepared = prepared_of(statement, self._engine)
            return _Rows(prepared.rows(self._driver, given or _NO_VALUES), prepared.make)
        return self._usual().execute(statement, given)

    def rows(self, statement: Any, given: Mapping[str, Any]) -> list[Any]:
        """A known statement's rows, without names."""
        return prepared_of(statement, self._engine).rows(self._driver, given)

    def close(self) -> None:
        """The reading is over."""
        if self._is_own and self._inner is not None:
            self._inner.close()

    def _usual(self) -> Connection:
        """The same connection, as SQLAlchemy has it."""
        if self._inner is None:
            self._inner = self._engine.connect()
        return self._inner


class _Short:
    """Rows of a known statement become its dataclass without having had names."""

    connection: Any

    def _all(self, kind: type[_T], query: sa.Select[Any], **given: object) -> list[_T]:
        return [kind(*row) for row in self.connection.rows(query, given)]


class _QuickReader(_Short, SqlReader):
    """See `SqlReader`."""


class _QuickTx(_Short, SqlTx):
    """See `SqlTx`."""


class _Rows:
    """What a known statement gave."""

    def __init__(self, rows: list[Any], make: Any) -> None:
        self._rows = rows
        self._make = make

    def __iter__(self) -> Iterator[Any]:
        return map(self._make, self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return list(self)

    def first(self) -> Any:
        """The first row; None when there is none."""
        return self._make(self._rows[0]) if self._rows else None

    def one(self) -> Any:
        """The only row."""
        (row,) = self._rows
        return self._make(row)

    def scalar(self) -> Any:
        """The first row's first value; None when there is none."""
        return self._rows[0][0] if self._rows else None


class Prepared:
    """A statement as SQLAlchemy compiles it: once, and once more for each length of its lists."""

    def __init__(self, statement: Any, engine: Engine) -> None:
        dialect = engine.dialect
        self._compiled = statement.compile(dialect=dialect)
        self._lists = [name for name, one in self._compiled.binds.items() if one.expanding]
        self._constants = {name: one.value for name, one in self._compiled.binds.items() if not one.required}
        self._texts: dict[tuple[int, ...], tuple[str, tuple[tuple[str, int | None], ...]]] = {}
        columns = list(statement.selected_columns)
        self.make = namedtuple("Row", [str(one.name) for one in columns], rename=True)._make  # type: ignore[attr-defined]
        made = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
        self._makers = [(place, maker) for place, maker in enumerate(made) if maker is not None]

    def rows(self, driver: Any, given: Mapping[str, Any]) -> list[Any]:
        """Its rows with these values."""
        lengths = tuple([len(given[name]) if name in given else -1 for name in self._lists])
        if lengths not in self._texts:
            self._texts[lengths] = self._expanded(given)
        text, places = self._texts[lengths]
        values = {**self._constants, **given} if self._constants else given
        bound = [values[name] if at is None else values[name][at] for name, at in places]
        rows: list[Any] = driver.execute(text, bound).fetchall()
        return [self._made(row) for row in rows] if self._makers else rows

    def _made(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, maker in self._makers:
            values[place] = maker(values[place])
        return values

    def _expanded(self, given: Mapping[str, Any]) -> tuple[str, tuple[tuple[str, int | None], ...]]:
        """The text for lists of these lengths, and for each of its places the value's name and place in a list."""
        values = self._compiled.construct_params(dict(given))
        state = self._compiled._process_parameters_for_postcompile(values)
        items = {
            expanded: (name, at) for name, made in state.parameter_expansion.items() for at, expanded in enumerate(made)
        }
        return state.statement, tuple(items.get(name, (name, None)) for name in state.positiontup)


_prepared: Final[dict[int, Prepared]] = {}


def prepared_of(statement: Any, engine: Engine) -> Prepared:
    """A known statement, put together."""
    found = _prepared.get(id(statement))
    if found is None:
        found = _prepared[id(statement)] = Prepared(statement, engine)
    return found
