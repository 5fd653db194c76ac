"""The only writer of the office's calendar."""

from __future__ import annotations

from typing import Final

from server.errors import Problem
from server.features.calendar.rules import Plan, check_plan, vietnam_plan
from server.platform.acts import Act
from server.platform.changes import Write
from sync.ports import Value

_EVERYONE: Final = ("all",)
# The year before, for what is still open, and two ahead, for what is promised.
_YEARS: Final = (-1, 0, 1, 2)


def do_put_calendar(act: Act, office: str, plan: Plan) -> None:
    """Write the calendar under the office's id. Problem `hours_bad`, `week_bad`, `bad_day`, `promise_bad`."""
    fault = check_plan(plan)
    if fault is not None:
        raise Problem(fault.code, fault.details)
    clocks: list[Value] = [[id, each.answer_hours, each.settle_days] for id, each in sorted(plan.clocks.items())]
    fields: dict[str, Value] = {
        "hours": " ".join(plan.hours.split()),
        "week": "".join(sorted(set(plan.week))),
        "days_off": [[day, name or None] for day, name in sorted(plan.days_off.items())],
        "made_up": [[day, name or None] for day, name in sorted(plan.made_up.items())],
        "clocks": clocks,
    }
    act.append(Write("calendar", office, fields, _EVERYONE))


def do_found_calendar(act: Act, office: str) -> None:
    """Write the calendar that an office begins with, with Vietnam's holidays about the present year."""
    year = int(act.today[:4])
    do_put_calendar(act, office, vietnam_plan(year + step for step in _YEARS))
