"""The demo's reminders: the product's own leader looks around on some mornings while the demo is played.

Owns on which mornings. What stood then is what the demo's people would have been told; all of it is kept in the outbox,
and nothing leaves the machine. Mornings before these would only make the demo longer to begin.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from server.context import Server
from server.demo.material import instant_ms
from server.platform.clock import DAY_MS, OfficeClock, SetClock, day_of
from server.reminding import Reminding
from server.worktime import DEFAULT_CALENDAR, is_working_day

# The last day of the period of visits. Somebody who opens the demo on Tuesday the 25th finds whom the cut-off found
# without a report, and what came after it.
_FIRST_MORNING: Final = "2024-06-14T06:30"


class Mornings:
    """Looks around on each working morning that the play comes to. `offset_ms`: from the real clock to the demo's."""

    def __init__(self, here: Server, offset_ms: int) -> None:
        self._clock = SetClock(0)
        self._here = replace(here, clock=self._clock, office_clock=OfficeClock(self._clock, offset_ms))
        self._offset_ms = offset_ms
        self._next = instant_ms(_FIRST_MORNING)
        self._reminding: Reminding | None = None

    def come_to(self, at_ms: int, *, were_seen: bool = False) -> None:
        """Be told what time it is in the play: mornings that have come by then are looked at, unless they `were_seen`.

        What an interrupted seeding has looked at stays as it was found: looked at again, it would know what came later.
        """
        while self._next <= at_ms:
            if not were_seen and is_working_day(DEFAULT_CALENDAR, day_of(self._next)):
                self._look(self._next)
            self._next += DAY_MS

    def _look(self, at_ms: int) -> None:
        # The outbox keeps real instants: an hour ago in the office is an hour ago on the machine.
        self._clock.ms = at_ms - self._offset_ms
        self._reminding = self._reminding or Reminding(self._here)
        self._reminding.look()
        self._reminding.send()
