"""What the route of invitations takes and gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from server.schemas import Day, Id, Strict


class InvitedSpanIn(Strict):
    """The first and last civil day of the meetings; without them, the office's present month until today."""

    first = Day(load_default=None, metadata={"example": "2024-04-01"})
    last = Day(load_default=None, metadata={"example": "2024-06-30"})


class InvitedSumsOut(Schema):
    """Meetings that took place: invited = attended + declined + away + untold. `ahead` are not among them."""

    invited = fields.Integer(required=True)
    attended = fields.Integer(required=True)
    declined = fields.Integer(required=True)
    away = fields.Integer(required=True)
    untold = fields.Integer(required=True)
    ahead = fields.Integer(required=True)
    # Tenths of a percent; None where nobody was invited.
    attended_e1 = fields.Integer(required=True, allow_none=True)


class InvitedUnitOut(Schema):
    """The meetings of one unit."""

    unit = Id(required=True)
    sums = fields.Nested(InvitedSumsOut, required=True)


class InvitedPersonOut(Schema):
    """The meetings that one person was asked to."""

    person = Id(required=True)
    sums = fields.Nested(InvitedSumsOut, required=True)


class InvitedOut(Schema):
    """Invited and attended of a span of days; `twins` are invitations that may be the same one written twice."""

    first = Day(required=True)
    last = Day(required=True)
    total = fields.Nested(InvitedSumsOut, required=True)
    units = fields.List(fields.Nested(InvitedUnitOut), required=True)
    persons = fields.List(fields.Nested(InvitedPersonOut), required=True)
    twins = fields.List(fields.List(Id()), required=True)
