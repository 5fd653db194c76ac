"""The bodies of the routes of what lies before the window."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.features.earlier.rules import LEADING
from server.features.people.months import WINDOW_DAYS_MAX, WINDOW_DAYS_MIN
from server.schemas import Strict


class AskIn(Strict):
    """Which kind, and after what: the `next` of the page before."""

    kind = fields.String(required=True, validate=validate.OneOf(LEADING))
    after = fields.String(validate=validate.Regexp(r"^[0-9]{4}-[0-9]{2}\.[0-9]{1,15}\Z"))


class EarlierOut(Schema):
    """A page: tables as in an answer of `/api/sync`, and what to ask for next."""

    rows = fields.List(fields.Dict(), required=True)
    next = fields.String(required=True, allow_none=True)


class WindowIn(Strict):
    """How many days a province-wide person's phone holds."""

    days = fields.Integer(required=True, strict=True, validate=validate.Range(WINDOW_DAYS_MIN, WINDOW_DAYS_MAX))


class WindowOut(Schema):
    """How many days, and since which day it is so now: a shorter window comes with the next night."""

    days = fields.Integer(required=True)
    first = fields.String(required=True)
