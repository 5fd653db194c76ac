"""What the routes of a person's calendar address give."""

from __future__ import annotations

from marshmallow import Schema, fields


class CalendarAddressOut(Schema):
    """The address, told once: only its hash is kept."""

    url = fields.String(required=True)


class CalendarStateOut(Schema):
    """When the address was made, real ms; None where the person has none."""

    made = fields.Integer(required=True, allow_none=True)
