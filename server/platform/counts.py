"""Counts of requests, in this process: what bounds a flood.

Owns the storage behind the limiter. Which address may ask how often is `extensions`' and the routes'. The limiter's own
storage starts a thread for nearly every request, to throw away what is over; here that is done on the way, once there
is much of it.
"""

from __future__ import annotations

import threading
from typing import ClassVar, Final

from limits.storage import Storage

from server.platform.clock import Clock, SystemClock

# So many addresses are counted before those are looked for whose minute is over: some hundred bytes each.
KEPT_MAX: Final = 10_000


class Counts(Storage):
    """Counts by name, each until its time is over. For windows that begin with their first request."""

    STORAGE_SCHEME: ClassVar[list[str]] = ["counts"]  # type: ignore[misc]

    def __init__(
        self, uri: str | None = None, *, wrap_exceptions: bool = False, clock: Clock | None = None, **_options: str
    ) -> None:
        super().__init__(uri, wrap_exceptions)
        self._clock = clock or SystemClock()
        self._guard = threading.Lock()
        # Name → how many, and until when (s).
        self._kept: dict[str, tuple[int, float]] = {}
        self._room = KEPT_MAX

    @property
    def base_exceptions(self) -> type[Exception]:
        """Nothing that it does can fail."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count `amount` more; how many there are now. The first begins a window of `expiry` seconds."""
        with self._guard:
            now = self._now_s()
            count, until = self._kept.get(key, (0, 0.0))
            # A clock that was set back would keep a window open until it is where it was: a day of refusals.
            if until <= now or until > now + expiry:
                self._make_room(now)
                count, until = 0, now + expiry
            self._kept[key] = (count + amount, until)
            return count + amount

    def get(self, key: str) -> int:
        """How many there are now."""
        count, until = self._kept.get(key, (0, 0.0))
        return count if until > self._now_s() else 0

    def get_expiry(self, key: str) -> float:
        """Until when they count, in seconds of the epoch."""
        _, until = self._kept.get(key, (0, 0.0))
        return max(until, self._now_s())

    def check(self) -> bool:
        """It is always there."""
        return True

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._guard:
            self._kept.pop(key, None)

    def reset(self) -> int:
        """Forget all. How many there were."""
        with self._guard:
            kept = len(self._kept)
            self._kept.clear()
            return kept

    def _make_room(self, now: float) -> None:
        if len(self._kept) >= self._room:
            self._kept = {key: one for key, one in self._kept.items() if one[1] > now}
            # In a flood from ever new addresses none is over: looking costs each of them next to nothing.
            self._room = max(KEPT_MAX, 2 * len(self._kept))

    def _now_s(self) -> float:
        return self._clock.now_ms() / 1000
