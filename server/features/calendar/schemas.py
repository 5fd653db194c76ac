"""The bodies of the calendar's routes."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from server.schemas import Day, Line, Strict
from sync.entities import CALENDAR_DAYS_MAX
from sync.operations import URGENCIES

# The longest that people write of a working day: five spans.
_HOURS_CHARS_MAX = 80


class NamedDay(Strict):
    """A day and what it is called."""

    day = Day(required=True)
    name = Line(load_default="")


class Clock(Strict):
    """What is promised for one urgency."""

    urgency = fields.String(required=True, validate=validate.OneOf(URGENCIES))
    answer_hours = fields.Integer(required=True, strict=True)
    settle_days = fields.Integer(required=True, strict=True)


def _days() -> fields.List[Any]:
    return fields.List(fields.Nested(NamedDay), required=True, validate=validate.Length(max=CALENDAR_DAYS_MAX))


class CalendarIn(Strict):
    """When the office works: all of it, in place of what stood."""

    hours = Line(required=True, chars_max=_HOURS_CHARS_MAX, metadata={"example": "07:00-11:30 13:30-17:00"})
    week = Line(required=True, chars_max=7, metadata={"example": "12345"})
    days_off = _days()
    made_up = _days()
    clocks = fields.List(fields.Nested(Clock), required=True, validate=validate.Length(max=len(URGENCIES)))


class CalendarOut(Schema):
    """The calendar as it stands."""

    hours = fields.String(required=True)
    week = fields.String(required=True)
    days_off = fields.List(fields.Nested(NamedDay), required=True)
    made_up = fields.List(fields.Nested(NamedDay), required=True)
    clocks = fields.List(fields.Nested(Clock), required=True)


class HolidaysOut(Schema):
    """The public holidays of a year, and the days that are worked for some of them."""

    days_off = fields.List(fields.Nested(NamedDay), required=True)
    made_up = fields.List(fields.Nested(NamedDay), required=True)
