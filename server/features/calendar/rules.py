"""What a calendar may say, and Vietnam's public holidays as a beginning.

Owns the checks and the list of holidays, which the `holidays` package knows and phones do not: they get the days by the
record. What an office counts by them is `server.worktime`. No clock, store or network may enter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

import holidays

from server.days import read_day
from server.faults import Fault
from server.worktime import PROMISES, Promise, read_spans
from sync.entities import CALENDAR_DAYS_MAX

# An answer is promised within a month's hours, a settlement within a year's days: more is no promise.
ANSWER_HOURS_MAX: Final = 200
SETTLE_DAYS_MAX: Final = 250


@dataclass(frozen=True, slots=True)
class Plan:
    """A calendar as its record keeps it. `days_off` and `made_up`: the day's name by the civil day."""

    hours: str = "07:00-11:30 13:30-17:00"
    week: str = "12345"
    days_off: Mapping[str, str] = field(default_factory=dict)
    made_up: Mapping[str, str] = field(default_factory=dict)
    clocks: Mapping[str, Promise] = field(default_factory=lambda: PROMISES)


def check_plan(plan: Plan) -> Fault | None:
    """Why an office cannot work by this plan: its hours, its week, a day that does not exist, a promise of nothing."""
    if read_spans(plan.hours) is None:
        return Fault("hours_bad")
    if not plan.week or set(plan.week) - set("1234567"):
        return Fault("week_bad")
    for name, days in (("days_off", plan.days_off), ("made_up", plan.made_up)):
        if len(days) > CALENDAR_DAYS_MAX or any(read_day(day) != day for day in days):
            return Fault("bad_day", {"field": name})
    if set(plan.clocks) != set(PROMISES) or not all(_is_promise(each) for each in plan.clocks.values()):
        return Fault("promise_bad")
    return None


@cache
def vietnam_days(year: int) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The public holidays of Vietnam in a year, and the Saturdays worked for some of them: name by civil day."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    days_off = {day.isoformat(): name for day, name in sorted(known.items())}
    worked: Iterable[date] = known.weekend_workdays
    made_up = {day.isoformat(): "" for day in sorted(worked) if day.year == year}
    return days_off, made_up


def vietnam_plan(years: Iterable[int]) -> Plan:
    """The plan that an office begins with: Vietnam's holidays of these years."""
    known = [vietnam_days(year) for year in years]
    days_off = {day: name for days, _ in known for day, name in days.items()}
    return Plan(days_off=days_off, made_up={day: name for _, days in known for day, name in days.items()})


def _is_promise(promise: Promise) -> bool:
    return 0 < promise.answer_hours <= ANSWER_HOURS_MAX and 0 < promise.settle_days <= SETTLE_DAYS_MAX
