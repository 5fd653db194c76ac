"""What the feedback routes take and give."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.features.feedback.accounts import GROUPS
from server.schemas import Day, Strict


class FiguresIn(Strict):
    """As of which civil day; the office's today when it is not said."""

    as_of = Day(load_default=None, metadata={"example": "2024-06-24"})


class FiguresOut(Schema):
    """How many items there are of each category. `open` = in progress + overdue unanswered + without an owner."""

    as_of = Day(required=True)
    total = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    in_progress = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    transferred = fields.Integer(required=True)
    overdue_unanswered = fields.Integer(required=True)
    open = fields.Integer(required=True)
    ever_reopened = fields.Integer(required=True)
    extended = fields.Integer(required=True)
    finally_answered_percent = fields.Float(required=True, allow_none=True)


class MattersAccountsIn(FiguresIn):
    """As of which civil day, and by what."""

    by = fields.String(required=True, validate=validate.OneOf(GROUPS))


class MattersAccountOut(Schema):
    """The matters of one agency or unit; `key` is its id, null for all together. Days are calendar days."""

    key = fields.String(required=True, allow_none=True)
    received = fields.Integer(required=True)
    explained = fields.Integer(required=True)
    forwarded = fields.Integer(required=True)
    unanswered = fields.Integer(required=True)
    median_days = fields.Float(required=True, allow_none=True)
    oldest_days = fields.Integer(required=True, allow_none=True)
    on_time_percent = fields.Float(required=True, allow_none=True)
    overdue = fields.Integer(required=True)
    escalated = fields.Integer(required=True)
    reopened_percent = fields.Float(required=True, allow_none=True)


class MattersAccountsOut(Schema):
    """The account of all matters in one's scope, and of each group of them."""

    as_of = Day(required=True)
    by = fields.String(required=True)
    total = fields.Nested(MattersAccountOut, required=True)
    accounts = fields.List(fields.Nested(MattersAccountOut), required=True)
