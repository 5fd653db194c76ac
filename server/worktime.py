"""The office's working time: which days and hours count, and when so much of it has passed.

Owns the counting, which the phone makes too (`client_pwa/src/features/exchange/worktime.ts`); both run
`sync/vectors/working_time.json`. Pure: instants (ms since 1970 UTC), days and the calendar are arguments; no clock, no
list of holidays and no store may enter.

    07:00 ─── 11:30   lunch   13:30 ─── 17:00     two spans of a working day, their ends included
          time runs   stands       time runs      a deadline never falls between them
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000
# Vietnam has kept UTC+7 without summer time since 1975; the office's working hours are those of its wall.
_ZONE_MS: Final = 7 * 3_600_000
_DAY_MINUTES: Final = 24 * 60
# A calendar under which ten years bring no working day is a mistake, and must not hold a request.
_SEARCH_DAYS_MAX: Final = 3_660
_SPAN: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised for one urgency: working hours to a first answer, working days to a settlement."""

    answer_hours: int
    settle_days: int


# What offices of this province promise, until the administrator writes other figures.
PROMISES: Final[Mapping[str, Promise]] = {
    "urgent": Promise(4, 5),
    "normal": Promise(8, 15),
    "complex": Promise(16, 30),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """When the office works. `spans`: minutes after midnight; `week`: ISO weekdays, Monday is 1; days are civil days.

    A made-up day is worked although it is a Saturday or a holiday.
    """

    spans: tuple[tuple[int, int], ...] = ((420, 690), (810, 1020))
    week: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    days_off: frozenset[str] = frozenset()
    made_up: frozenset[str] = frozenset()
    promises: Mapping[str, Promise] = field(default_factory=lambda: PROMISES)


DEFAULT_CALENDAR: Final = Calendar()


def read_calendar(body: Mapping[str, object]) -> Calendar:
    """The calendar of the office's record; what a record does not say is as in the default."""
    week = frozenset(int(each) for each in str(body.get("week") or "") if each.isdigit())
    clocks = {str(id): Promise(int(hours), int(days)) for id, hours, days in _rows(body, "clocks")}
    return Calendar(
        spans=read_spans(str(body.get("hours") or "")) or DEFAULT_CALENDAR.spans,
        week=week or DEFAULT_CALENDAR.week,
        days_off=frozenset(str(row[0]) for row in _rows(body, "days_off")),
        made_up=frozenset(str(row[0]) for row in _rows(body, "made_up")),
        promises={**PROMISES, **clocks},
    )


def read_spans(text: str | None) -> tuple[tuple[int, int], ...] | None:
    """The spans of `07:00-11:30 13:30-17:00`; None when they are none, empty, not in order or touch each other."""
    found = [_SPAN.fullmatch(part) for part in (text or "").split()]
    spans = tuple(_minutes(match) for match in found if match)
    edges = [minute for span in spans for minute in span]
    in_order = all(one < next_ for one, next_ in pairwise(edges))
    return spans if spans and len(spans) == len(found) and in_order and edges[-1] <= _DAY_MINUTES else None


def is_working_day(calendar: Calendar, day: str) -> bool:
    """Whether the office works on that civil day."""
    if day in calendar.made_up:
        return True
    return date.fromisoformat(day).isoweekday() in calendar.week and day not in calendar.days_off


def is_working_time(calendar: Calendar, at: int) -> bool:
    """Whether the instant lies in a span of a working day, its ends included."""
    day, minute_ms = _local(at)
    inside = any(start * MINUTE_MS <= minute_ms <= end * MINUTE_MS for start, end in calendar.spans)
    return inside and is_working_day(calendar, day)


def add_working_minutes(calendar: Calendar, at: int, minutes: int) -> int:
    """The instant at which so many minutes of working time have passed since `at`; never outside working time.

    What ends with a span ends at its closing, not at the next opening. ValueError when no working day comes.
    """
    left = minutes * MINUTE_MS
    for start, end in _spans_from(calendar, at):
        begin = max(start, at)
        if begin + left <= end:
            return begin + left
        left -= end - begin
    raise ValueError("the calendar has no working time")


def working_minutes_between(calendar: Calendar, start: int, end: int) -> int:
    """How many whole minutes of working time lie between two instants; 0 when the second is not later."""
    passed = 0
    for opens, closes in _spans_from(calendar, start):
        if opens >= end:
            break
        passed += max(0, min(closes, end) - max(opens, start))
    return passed // MINUTE_MS


def add_working_days(calendar: Calendar, day: str, count: int) -> str:
    """The civil day `count` working days after `day`, which itself is not counted. ValueError when none comes."""
    at = date.fromisoformat(day)
    for _ in range(_SEARCH_DAYS_MAX):
        if count <= 0:
            return at.isoformat()
        at += timedelta(days=1)
        count -= is_working_day(calendar, at.isoformat())
    raise ValueError("the calendar has no working day")


def answer_due(calendar: Calendar, *, raised: int, urgency: str) -> int:
    """The instant, ms, by which an item raised at `raised` shall have its first answer."""
    return add_working_minutes(calendar, raised, calendar.promises[urgency].answer_hours * 60)


def settle_due(calendar: Calendar, *, raised: str, urgency: str) -> str:
    """The civil day on which an item raised on the day `raised` is due."""
    return add_working_days(calendar, raised, calendar.promises[urgency].settle_days)


def _rows(body: Mapping[str, object], name: str) -> list[list[Any]]:
    rows = body.get(name)
    return [list(row) for row in rows] if isinstance(rows, list | tuple) else []


def _minutes(match: re.Match[str]) -> tuple[int, int]:
    hour, minute, to_hour, to_minute = (int(part) for part in match.groups())
    return hour * 60 + minute, to_hour * 60 + to_minute


def _spans_from(calendar: Calendar, at: int) -> Iterable[tuple[int, int]]:
    """The spans, in ms, that end at or after an instant, in order: of ten years, which is more than any promise."""
    first = (at + _ZONE_MS) // _DAY_MS
    for number in range(first, first + _SEARCH_DAYS_MAX):
        midnight = number * _DAY_MS - _ZONE_MS
        if not is_working_day(calendar, _local(midnight)[0]):
            continue
        for start, end in calendar.spans:
            if midnight + end * MINUTE_MS >= at:
                yield midnight + start * MINUTE_MS, midnight + end * MINUTE_MS


def _local(at: int) -> tuple[str, int]:
    """The office's civil day of an instant, and the ms since its midnight."""
    number, ms = divmod(at + _ZONE_MS, _DAY_MS)
    return datetime.fromtimestamp(number * _DAY_MS / 1000, UTC).date().isoformat(), ms
