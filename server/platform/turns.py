"""Whose turn it is to write: among the threads of a process, and among the processes of a machine.

Owns two locks that are fair. No database may enter.
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
    """A lock given in order of arrival. A plain lock lets one busy thread starve the others for seconds."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._waiting)

    def acquire(self) -> None:
        """Wait for one's turn."""
        with self._guard:
            if not self._taken:
                self._taken = True
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
                self._taken = False

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


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
