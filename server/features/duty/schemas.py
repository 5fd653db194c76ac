"""What the duty route takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from server.schemas import Day, Id, Strict


class LedgerIn(Strict):
    """As of which civil day; the office's today when it is not said."""

    as_of = Day(load_default=None, metadata={"example": "2024-06-25"})


class DutyLineOut(Schema):
    """One period that was owed. `missed`: its time and its days of grace are over."""

    first_month = fields.String(required=True)
    last_month = fields.String(required=True)
    first = Day(required=True)
    last = Day(required=True)
    rule = Id(required=True)
    state = fields.String(required=True)
    missed = fields.Boolean(required=True)
    visit = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, allow_none=True)


class DutyAccountOut(Schema):
    """The account of an assignment: its periods, oldest first, their sums, and how many visits were beyond."""

    assignment = Id(required=True)
    person = Id(required=True)
    role = fields.String(required=True)
    unit = Id(required=True)
    due = fields.Integer(required=True)
    done = fields.Integer(required=True)
    excused = fields.Integer(required=True)
    leave = fields.Integer(required=True)
    open = fields.Integer(required=True)
    missed = fields.Integer(required=True)
    extra = fields.Integer(required=True)
    lines = fields.List(fields.Nested(DutyLineOut), required=True)
