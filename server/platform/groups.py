"""Group commit: requests that wait for the one writer's turn share a transaction, and so the wait for the disk.

Owns who is in which group and when it is committed. What a request writes may not enter, nor how a transaction is
begun: that is `db`'s.

    turn 1      BEGIN · SAVEPOINT · its statements · RELEASE ─┐ hands its turn on: someone waits, the group has room
    turn 2              SAVEPOINT · its statements · RELEASE ─┤
    turn 3              SAVEPOINT · fails · ROLLBACK TO ──────┤ leaves nothing behind, and touches no one else
    turn 4              SAVEPOINT · its statements · RELEASE ─┴─ COMMIT: one flush ─▶ all four answer

Nobody is told anything before the commit, not even who failed: what he read of the others would not yet be true. When
the transaction itself is lost (a full disk, a killed backend), everyone in the group gets `NotCommitted`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.platform.statements import order
from server.platform.turns import FairLock, Places

# One flush for so many costs each of them next to nothing; more would only make the first ones wait.
PARTS_MAX: Final = 64
# A group that has run so long is committed whoever waits: a large push must not hold back those who are done.
GROUP_S_MAX: Final = 0.15
# How many reckon at once beside the one who writes. One would do for short requests; with two, those behind the first
# step of somebody's load are served all the same.
PLACES: Final = 2

# Begins the one writer's transaction; commits on leaving, rolls back when anything is raised.
Begin = Callable[[], AbstractContextManager[Connection]]


class NotCommitted(sa.exc.SQLAlchemyError):
    """The transaction that this request shared with others was lost. Nothing of it was kept; trying again may help."""


class Group:
    """One transaction and those who share it."""

    def __init__(self, begin: Begin) -> None:
        self._stack = ExitStack()
        self.connection = self._stack.enter_context(begin())
        self._until = time.monotonic() + GROUP_S_MAX
        self._parts = 0
        self._fault: BaseException | None = None
        self._committed = False
        self._ended = threading.Event()

    @property
    def has_room(self) -> bool:
        """Whether another request may join."""
        return self._fault is None and self._parts < PARTS_MAX and time.monotonic() < self._until

    @contextmanager
    def part(self) -> Iterator[Connection]:
        """One request's share: what it raises undoes its own statements and no others."""
        self._parts += 1
        try:
            with _savepoint(self.connection):
                yield self.connection
        except BaseException as error:
            if not _stands(self.connection):
                self._fault = error
            raise

    def end(self) -> None:
        """Commit, or undo everything when the transaction was lost. Never raises what `check` will tell."""
        try:
            if self._fault is None:
                self._stack.close()
                self._committed = True
            else:
                self._stack.__exit__(type(self._fault), self._fault, self._fault.__traceback__)
        except Exception as error:  # noqa: BLE001 - told to each by `check`
            self._fault = self._fault or error
        finally:
            self._ended.set()

    def wait(self) -> None:
        """Return when the group has ended."""
        self._ended.wait()

    def check(self) -> None:
        """NotCommitted unless the group was committed."""
        if not self._committed:
            raise NotCommitted("the shared transaction was lost") from self._fault


class Writers:
    """Those of one process who write to one database."""

    def __init__(self) -> None:
        self.places = Places(PLACES)
        self._turns = FairLock()
        self._group: Group | None = None

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return self._turns.waiting

    @contextmanager
    def part(self, begin: Begin) -> Iterator[Connection]:
        """One's share of a transaction. It is committed when the block has been left without an exception.

        Waiting for it, writing and waiting for the flush take up none of the places.
        """
        with self.places.given_up():
            group = self._enter(begin)
            try:
                with group.part() as connection:
                    yield connection
            finally:
                self._leave(group)
                group.wait()
            group.check()

    def _enter(self, begin: Begin) -> Group:
        """Wait for one's turn; join the group that is open, or open one."""
        self._turns.acquire()
        if self._group is None:
            try:
                self._group = Group(begin)
            except BaseException:
                self._turns.release()
                raise
        return self._group

    def _leave(self, group: Group) -> None:
        """Hand the open group to who waits next, or end it."""
        try:
            if not (group.has_room and self._turns.waiting):
                self._group = None
                group.end()
        finally:
            self._turns.release()


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    order(connection, "SAVEPOINT part")
    try:
        yield
    except BaseException:
        # After a statement that failed, PostgreSQL takes nothing but this.
        if _stands(connection, "INERROR"):
            order(connection, "ROLLBACK TO SAVEPOINT part")
            order(connection, "RELEASE SAVEPOINT part")
        raise
    order(connection, "RELEASE SAVEPOINT part")


def _stands(connection: Connection, *too: str) -> bool:
    """Whether the transaction is still there: databases drop it whole when the disk is full or the line is lost.

    `too`: what else of PostgreSQL's states counts as being there.
    """
    if connection.invalidated:
        return False
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return bool(driver.in_transaction)
    return driver.info.transaction_status.name in ("INTRANS", *too)
