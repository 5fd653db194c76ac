"""Whose turn it is: to write, among the threads of a process and the processes of a machine; and to reckon.

Owns locks that are fair. No database may enter.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class FairLock:
    """A lock given in order of arrival. A plain lock lets one busy thread starve the others for seconds.

    `places`: how many may have it at the same time.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._free = places

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        """Hand the lock to who has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


class Places:
    """A few places for threads that reckon, given in order of arrival.

    The interpreter runs one thread at a time and changes hands at each statement to the database: with twenty that want
    it, a third of all time went into waking them. Who is about to wait for something else gives his place up meanwhile,
    so no one who has a place waits for one who has none.
    """

    def __init__(self, number: int) -> None:
        self._lock = FairLock(number)
        self._mine = threading.local()

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return self._lock.waiting

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A place of one's own, until the block is left. Never within a transaction: others may need its line."""
        with self._lock:
            self._mine.taken = True
            try:
                yield
            finally:
                self._mine.taken = False

    @contextmanager
    def given_up(self) -> Iterator[None]:
        """Without one's place, if one has any, until the block is left."""
        if not getattr(self._mine, "taken", False):
            yield
            return
        self._mine.taken = False
        self._lock.release()
        try:
            yield
        finally:
            self._lock.acquire()
            self._mine.taken = True


class Turnstile:
    """A lock among processes on one machine, given in turns. One thread of a process at a time may ask for it.

    SQLite's own waiting asks again and again at growing intervals, so that a busy process keeps a quiet one out for
    seconds. Here whoever waits stands alone in the gate, and who has just left cannot pass him:

        gate ──▶ taken by the one who is next ──▶ inside ──▶ the gate is free again

    The kernel frees both when a process dies. Where there is no `flock`, SQLite's waiting has to do.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def passed(self) -> Iterator[None]:
        """One's turn, until the block is left. OSError when the folder cannot be written to."""
        if sys.platform == "win32":
            yield
            return
        with _opened(self._path.with_name(f"{self._path.name}-turn")) as inside:
            with _opened(self._path.with_name(f"{self._path.name}-gate")) as gate:
                fcntl.flock(gate, fcntl.LOCK_EX)
                fcntl.flock(inside, fcntl.LOCK_EX)
            yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # Closing gives the lock back. Opened anew each time: a child process must not inherit a lock for its life.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
