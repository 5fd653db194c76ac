"""How long a session lives and how fast one may guess. Pure: no I/O, no clock, no chance. Times are in ms."""

from __future__ import annotations

from typing import Final

_MINUTE_MS: Final = 60_000
DAY_MS: Final = 86_400_000
# A monitor who is away for a season comes back to a session that still sends his drafts.
SESSION_IDLE_MS: Final = 90 * DAY_MS
# Once a year everyone proves anew who he is.
SESSION_LIFE_MS: Final = 365 * DAY_MS
# A device may work; hands in what it has and then empties itself; empties itself at its next contact.
ACTIVE: Final = "active"
DRAIN: Final = "drain"
LOST: Final = "lost"
STATES: Final = (ACTIVE, DRAIN, LOST)
# Looking in is noted this often: a write for every reading would cost more than it tells.
SEEN_MS: Final = DAY_MS
# A person with thick gloves types his password wrong four times; a commune's office shares one address.
FREE_FAILURES: Final = {"account": 4, "address": 40}
_WAIT_MS_MIN: Final = 30_000
# At this pace a thousand guesses take ten days, and the owner is never shut out for longer.
_WAIT_MS_MAX: Final = 15 * _MINUTE_MS
# Failures are forgotten after a quiet day.
FORGET_MS: Final = DAY_MS


def is_over(created: int, last_seen: int, now: int) -> bool:
    """Whether a session has ended by itself."""
    return now - last_seen > SESSION_IDLE_MS or now - created > SESSION_LIFE_MS


def wait_ms(kind: str, failures: int, last: int, now: int) -> int:
    """How long an `account` or an `address` must still wait before the next attempt; 0 when it need not."""
    over = failures - FREE_FAILURES[kind]
    # A failure yet to come was noted before the clock was set back: the next attempt puts it right. Two attempts at a
    # time may differ by moments; that is no clock set back.
    if over <= 0 or now - last > FORGET_MS or last - now > _WAIT_MS_MIN:
        return 0
    # The shift is bounded: beyond ten the wait is the longest anyway.
    pause = min(_WAIT_MS_MIN << min(over - 1, 10), _WAIT_MS_MAX)
    return max(0, last + pause - now)
