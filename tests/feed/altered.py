"""A store of which some answers are altered: what breaks beneath the engine, or is seen a moment too late."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sync.ports import Reader, Store, Tx
from sync.stored import Member, StoredChange, StoredRecord

# From the method that there is to the one that is called instead.
Change = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True)
class Altered:
    """The store, with these methods of its readers and transactions changed."""

    store: Store
    changes: Mapping[str, Change]

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        return self.store.faults

    @contextmanager
    def read(self) -> Iterator[Reader]:
        with self.store.read() as reader:
            yield _Altered(reader, self.changes)  # type: ignore[misc]

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with self.store.write() as tx:
            yield _Altered(tx, self.changes)  # type: ignore[misc]


@dataclass(frozen=True)
class _Altered:
    there: Reader
    changes: Mapping[str, Change]

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.there, name)
        return self.changes[name](method) if name in self.changes else method


def cannot_keep(id: str) -> Change:
    """A disk on which a record of this id has no place."""

    def changed(append: Callable[..., None]) -> Callable[..., None]:
        def failing(
            changes: Sequence[StoredChange], records: Sequence[StoredRecord], members: Sequence[Member]
        ) -> None:
            if any(one.id == id for one in records):
                raise OSError("no place")
            append(changes, records, members)

        return failing

    return changed
