"""The bodies of the routes of erasures. None carries words of a report."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.features.erasures.rules import GROUNDS, PARTS, REASON_MAX
from server.schemas import Id, Line, Strict

# More than every part of one matter.
_PARTS_MAX = 100


class WhatIn(Strict):
    """What is looked for: a number on paper, or an id."""

    what = Line(required=True, chars_max=60)


class WishIn(Strict):
    """What is to be erased, on which ground, and why. No parts: everything."""

    entity = fields.String(required=True, validate=validate.OneOf(list(PARTS)))
    id = Id(required=True)
    parts = fields.List(fields.String(validate=validate.Length(max=80)), validate=validate.Length(max=_PARTS_MAX))
    ground = fields.String(required=True, validate=validate.OneOf(GROUNDS))
    reason = Line(required=True, chars_max=REASON_MAX)


class ChildOut(Schema):
    """One entry of a thread, one commitment or one photo."""

    part = fields.String(required=True)
    at = fields.Integer(required=True, allow_none=True)
    person = Id(required=True, allow_none=True)


class FoundOut(Schema):
    """A visit or an item, as whoever erases needs to know it. No words."""

    entity = fields.String(required=True)
    id = Id(required=True)
    number = fields.String(required=True, allow_none=True)
    unit = Id(required=True, allow_none=True)
    author = Id(required=True)
    day = fields.String(required=True, allow_none=True)
    parts = fields.List(fields.String(), required=True)
    children = fields.List(fields.Nested(ChildOut), required=True)
    amended_by = fields.List(fields.String(), required=True)


class ErasureOut(Schema):
    """An erasure that was done: who, when (ms since 1970), on which ground, why, and from where."""

    id = Id(required=True)
    matter = Id(required=True)
    number = fields.String(required=True, allow_none=True)
    places = fields.List(fields.String(), required=True)
    at = fields.Integer(required=True)
    by = Id(required=True)
    ground = fields.String(required=True)
    reason = fields.String(required=True)
