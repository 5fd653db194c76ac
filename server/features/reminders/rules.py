"""When a person may be told, and by which road next. Pure: instants (ms since 1970 UTC) and settings are arguments.

A reminder goes one road after another until it was seen:

    push ──shown──▶ done          no subscription, refused: the next road at once
      │ not shown within PATIENCE
      ▼
    mail ──▶ gateway, where the office has one ──▶ done
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.worktime import Calendar, is_working_day

HOUR_MS: Final = 3_600_000
ROADS: Final = ("push", "mail", "gateway")
# How long a road has before the next one is tried: a phone in a pocket, and a desk over one night.
PATIENCE_MS: Final = {"push": 2 * HOUR_MS, "mail": 24 * HOUR_MS}
# How often a road is tried that does not answer, and how long between: 1, 2, 4, 8, 16 minutes.
TRIES_MAX: Final = 6
RETRY_MS: Final = 60_000
# A calendar without working days must not hold the office up.
_SEARCH_DAYS_MAX: Final = 366
# Days about which an office reminds before and after, and how often of one thing.
TURN_DAYS_MAX: Final = 90
TURNS_MAX: Final = 10
# What a sentence may name, as `{ unit }`.
VARIABLES: Final = ("unit", "day", "number", "period", "time")
_VARIABLE: Final = re.compile(r"\{ ?([a-z]{1,20}) ?\}")
_TURN: Final = re.compile(r"[+-]?\d{1,2}")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class SettingError(ValueError):
    """A setting that cannot be meant: a code of the catalogue and the field to look at."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class Refusal(NamedTuple):
    """Why a rule of the office is not taken: a code of the catalogue and the field to look at."""

    code: str
    field: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A person's hours: nothing is sent from `quiet_from` to `quiet_until`, on the clock of `zone`.

    `digest` is when everything that is not urgent comes together, once a day; None: each by itself.
    """

    zone: str = "Asia/Ho_Chi_Minh"
    quiet_from: str = "21:00"
    quiet_until: str = "06:30"
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where a reminder stands: `road` is tried at `due`; no road: it has ended as `state`, `done` or `failed`."""

    state: str
    road: str | None
    due: int
    tries: int = 0


def check_hours(hours: Hours) -> None:
    """SettingError: a zone that does not exist, an hour that is none, or no hour left to be told at."""
    zone_of(hours.zone)
    clocks = {"quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until, "digest": hours.digest or "00:00"}
    for name, clock in clocks.items():
        if not _CLOCK.fullmatch(clock):
            raise SettingError("clock_bad", name)
    # From one hour to the same one is no quiet at all on paper, and a whole day in what people mean.
    if hours.quiet_from == hours.quiet_until:
        raise SettingError("quiet_all_day", "quiet_until")
    if hours.digest and _is_quiet(hours, _clock(hours.digest)):
        raise SettingError("digest_in_quiet", "digest")


def check_turns(text: str | None) -> Refusal | None:
    """Why these are no turns: days from -90 to 90, each later than the one before, ten at most. None: switched off."""
    parts = (text or "").split()
    if not all(_TURN.fullmatch(part) for part in parts) or len(parts) > TURNS_MAX:
        return Refusal("turns_bad", "turns")
    days = [int(part) for part in parts]
    in_order = all(one < next_ for one, next_ in pairwise(days))
    return None if in_order and all(abs(day) <= TURN_DAYS_MAX for day in days) else Refusal("turns_bad", "turns")


def read_turns(text: str | None) -> tuple[int, ...]:
    """The days of checked turns."""
    return tuple(int(part) for part in (text or "").split())


def check_wording(text: str | None, field: str) -> Refusal | None:
    """Why an office's own sentence cannot be filled in: it names what is not known here, or leaves a brace open."""
    outside = _VARIABLE.sub("", text or "")
    unknown = set(_VARIABLE.findall(text or "")) - set(VARIABLES)
    return Refusal("wording_bad", field) if unknown or "{" in outside or "}" in outside else None


def fill(wording: str, values: Mapping[str, str]) -> str:
    """An office's own sentence with its variables filled in; what a message lacks stays empty."""
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), wording)


@cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name. SettingError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise SettingError("zone_unknown", "zone") from fault


def next_allowed(at: int, hours: Hours, working: Calendar | None = None) -> int:
    """The first instant from `at` on that is not quiet; with `working`, on a day that the office works.

    Of days that are skipped the night is too: it goes on at the end of the next day's quiet.
    """
    told = _after_quiet(at, hours)
    for _ in range(_SEARCH_DAYS_MAX):
        day = _local(told, hours).date()
        if working is None or is_working_day(working, day.isoformat()):
            break
        told = _after_quiet(_instant(day + timedelta(days=1), hours.quiet_until, hours), hours)
    return told


def next_digest(at: int, hours: Hours) -> int:
    """When what is not urgent comes together next; `at` itself where the person wants each by itself."""
    if hours.digest is None:
        return at
    day = _local(at, hours).date()
    coming = (_instant(day + timedelta(days=later), hours.digest, hours) for later in range(3))
    return next(told for told in coming if told >= at)


def next_telling(at: int, hours: Hours, working: Calendar | None = None, *, is_urgent: bool = False) -> int:
    """When what becomes due at `at` may be told: never in the quiet; with `working`, on a day that the office works.

    What is not urgent comes at the hour of the digest, where the person wants one, on a day of work too.
    """
    if is_urgent or hours.digest is None:
        return next_allowed(at, hours, working)
    told = next_digest(at, hours)
    for _ in range(_SEARCH_DAYS_MAX):
        if working is None or is_working_day(working, _day(told, hours)):
            break
        told = next_digest(told + 1, hours)
    # Summer time may put even that hour into the quiet.
    return next_allowed(told, hours, working)


def first_step(now: int, roads: Sequence[str]) -> Step:
    """Where a new reminder begins. Without any road it has failed, and the office sees that."""
    return Step("waiting", roads[0], now) if roads else Step("failed", None, now)


def after_taken(road: str, roads: Sequence[str], now: int) -> Step:
    """A road took it: the next one waits to see whether that was enough."""
    later = _next(road, roads)
    return Step("waiting", later, now + PATIENCE_MS[road]) if later else Step("done", None, now)


def after_refused(road: str, roads: Sequence[str], now: int) -> Step:
    """A road is closed: the next one at once, and none left is a failure."""
    later = _next(road, roads)
    return Step("waiting", later, now) if later else Step("failed", None, now)


def after_silence(road: str, roads: Sequence[str], now: int, *, tries: int, wait_ms: int = 0) -> Step:
    """A road did not answer, or said when to come again: the same once more, later and later, then the next."""
    if tries >= TRIES_MAX:
        return after_refused(road, roads, now)
    return Step("waiting", road, now + max(wait_ms, RETRY_MS << (tries - 1)), tries)


def _next(road: str, roads: Sequence[str]) -> str | None:
    later = roads[roads.index(road) + 1 :] if road in roads else roads
    return later[0] if later else None


def _is_quiet(hours: Hours, at: time) -> bool:
    begins, ends = _clock(hours.quiet_from), _clock(hours.quiet_until)
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _local(at: int, hours: Hours) -> datetime:
    return datetime.fromtimestamp(at / 1000, zone_of(hours.zone))


def _day(at: int, hours: Hours) -> str:
    return _local(at, hours).date().isoformat()


def _after_quiet(at: int, hours: Hours) -> int:
    """The first instant from `at` on that is not quiet. A quiet begins and ends with an instant, however long it is."""
    for night in range(-1, 2):
        begins_on = _local(at, hours).date() + timedelta(days=night)
        ends_on = begins_on + timedelta(days=int(hours.quiet_until < hours.quiet_from))
        ends = _instant(ends_on, hours.quiet_until, hours)
        if _instant(begins_on, hours.quiet_from, hours) <= at < ends:
            return _after_quiet(ends, hours)
    return at


def _instant(day: date, clock: str, hours: Hours) -> int:
    """When it is that hour there: of an hour that comes twice the first time, of one that is skipped an hour later."""
    local = datetime.combine(day, _clock(clock), zone_of(hours.zone))
    return int(local.astimezone(UTC).timestamp() * 1000)
