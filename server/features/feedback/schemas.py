"""What the feedback routes take and give."""

from __future__ import annotations

from marshmallow import Schema, fields

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
