"""What the register's route takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from server.schemas import Day, Id, Strict


class RegisterIn(Strict):
    """As of which civil day; the office's today when it is not said."""

    as_of = Day(load_default=None, metadata={"example": "2024-06-25"})


class TaskPercentOut(Schema):
    """Tenths of a percent and how they stand to the true ones."""

    value_e1 = fields.Integer(required=True)
    comparator = fields.String(required=True)


class TaskGoalOut(Schema):
    """How far an aim is. `value_e3` is None while nothing was measured."""

    goal = fields.String(required=True)
    day = fields.String(required=True, allow_none=True)
    value_e3 = fields.Integer(required=True, allow_none=True)
    comparator = fields.String(required=True, allow_none=True)
    percent = fields.Nested(TaskPercentOut, required=True, allow_none=True)
    verdict = fields.String(required=True, allow_none=True)


class TaskDueOut(Schema):
    """How something stands to its day: done, late, open, overdue; days after it."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    days = fields.Integer(required=True)


class TaskOut(Schema):
    """A task as of a day."""

    id = Id(required=True)
    title = fields.String(required=True)
    unit = Id(required=True)
    owner = Id(required=True)
    status = fields.String(required=True)
    ends = Day(required=True)
    ends_original = Day(required=True)
    deadline = fields.Nested(TaskDueOut, required=True)
    percent = fields.Nested(TaskPercentOut, required=True, allow_none=True)
    goals = fields.List(fields.Nested(TaskGoalOut), required=True)
    milestones = fields.List(fields.Nested(TaskDueOut), required=True)


class RegisterOut(Schema):
    """The tasks that the person may read, and how many each owner has, in tenths."""

    as_of = Day(required=True)
    count = fields.Integer(required=True)
    owners = fields.Integer(required=True)
    each_e1 = fields.Integer(required=True, allow_none=True)
    tasks = fields.List(fields.Nested(TaskOut), required=True)
