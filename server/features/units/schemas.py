"""The bodies of the units' routes."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.features.units.rules import LEVELS, TYPES
from server.schemas import Day, Id, Line, Strict

# A ward made of more than fifty others is a typing error.
_ORIGINS_MAX = 50


class UnitIn(Strict):
    """A unit, new or changed."""

    name = Line(required=True)
    type = fields.String(required=True, validate=validate.OneOf(list(TYPES)))
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    code = Line(allow_none=True)
    parent = Id(allow_none=True)
    valid_from = Day(allow_none=True)
    valid_to = Day(allow_none=True)
    predecessors = fields.List(Id(), validate=validate.Length(max=_ORIGINS_MAX))


class UnitOut(Schema):
    """A unit as it stands."""

    id = Id(required=True)
    name = fields.String(required=True)
    type = fields.String(allow_none=True)
    level = fields.String(allow_none=True)
    code = fields.String(allow_none=True)
    parent = fields.String(allow_none=True)
    valid_from = fields.String(allow_none=True)
    valid_to = fields.String(allow_none=True)
    predecessors = fields.List(fields.String(), required=True)
    successors = fields.List(fields.String(), required=True)
