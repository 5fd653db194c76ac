"""The office's calendar, for an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.errors import Problem
from server.features.calendar.actions import do_put_calendar
from server.features.calendar.queries import find_plan
from server.features.calendar.rules import Plan, vietnam_days
from server.features.calendar.schemas import CalendarIn, CalendarOut, HolidaysOut
from server.features.people.queries import load_directory
from server.worktime import Promise
from sync.ports import Reader

blueprint = Blueprint("calendar", __name__, url_prefix="/api/admin/calendar", description="When the office works.")

# Of these years the holidays are known or foreseen.
_YEARS: Final = range(2000, 2100)


@blueprint.get("")
@blueprint.response(200, CalendarOut)
def show_calendar() -> dict[str, object]:
    """The office's calendar; what offices of Vietnam work by, without holidays, where it has none yet."""
    with admin_reading() as reader:
        return _shown(find_plan(reader, _office(reader)) or Plan())


@blueprint.put("")
@blueprint.arguments(CalendarIn)
@blueprint.response(200, CalendarOut)
def put_calendar(body: dict[str, Any]) -> dict[str, object]:
    """Write the calendar anew; what is due already keeps its date. `hours_bad`, `week_bad`, `bad_day` …"""
    with admin_act() as act:
        plan = Plan(
            hours=body["hours"],
            week=body["week"],
            days_off={each["day"]: each["name"] for each in body["days_off"]},
            made_up={each["day"]: each["name"] for each in body["made_up"]},
            clocks={each["urgency"]: Promise(each["answer_hours"], each["settle_days"]) for each in body["clocks"]},
        )
        do_put_calendar(act, _office(act.tx), plan)
        return _shown(plan)


@blueprint.get("/holidays/<int:year>")
@blueprint.response(200, HolidaysOut)
def show_holidays(year: int) -> dict[str, object]:
    """Vietnam's public holidays of a year, to begin with; the office writes what it keeps. `not_found`."""
    with admin_reading():
        if year not in _YEARS:
            raise Problem("not_found")
        days_off, made_up = vietnam_days(year)
        return {"days_off": _days(days_off), "made_up": _days(made_up)}


def _office(reader: Reader) -> str:
    office = load_directory(reader).office
    if office is None:
        raise Problem("not_found")
    return office.id


def _shown(plan: Plan) -> dict[str, object]:
    clocks = [
        {"urgency": urgency, "answer_hours": each.answer_hours, "settle_days": each.settle_days}
        for urgency, each in plan.clocks.items()
    ]
    days = {"days_off": _days(plan.days_off), "made_up": _days(plan.made_up)}
    return {"hours": plan.hours, "week": plan.week, "clocks": clocks, **days}


def _days(days: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"day": day, "name": name} for day, name in sorted(days.items())]
