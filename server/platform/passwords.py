"""Password hashes: argon2id, and never more of them at once than the machine has memory for.

Owns the hashing of passwords and one-time codes. Who has which password, and what makes a good one, may not enter.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# With 19 MiB a hash, what OWASP asks for (argon2id: m=19456, t=2, p=1).
TIME_COST: Final = 2
# A sign-in waits this long for its turn; beyond, people press the button again and make it worse.
TURN_S_MAX: Final = 10


class Busy(Exception):
    """Too many hashes are being made; trying again in some seconds helps."""


class Passwords:
    """The hasher of one process."""

    def __init__(self, memory_kib: int, at_once: int) -> None:
        """`memory_kib` is what one hash takes; `at_once` how many are made together."""
        self._hasher = PasswordHasher(time_cost=TIME_COST, memory_cost=memory_kib, parallelism=1)
        self._turns = threading.BoundedSemaphore(at_once)
        # Checked when there is no such person, so that an answer takes as long as for a wrong password. Made when it is
        # first needed: at the start, when everything else is loaded too, it would be the peak of memory.
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """The hash to keep, with its own salt and parameters. Busy when no turn comes in time."""
        with self._turn():
            return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether that is the password; takes the same time when nothing is kept. Busy when no turn comes in time."""
        with self._turn():
            if self._nobody is None:
                self._nobody = self._hasher.hash("nobody")
            try:
                self._hasher.verify(kept or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def is_dated(self, kept: str) -> bool:
        """Whether a kept hash was made with other costs than today's, so that it is to be made anew."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=TURN_S_MAX):
            raise Busy
        try:
            yield
        finally:
            self._turns.release()


def digest(secret: str) -> str:
    """The hash of something too random to be guessed: a session's token, a one-time code."""
    return hashlib.sha256(secret.encode()).hexdigest()
