"""The bodies of the routes of cases."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.schemas import Id, Strict

_OPS_MAX = 200


class OwnCaseIn(Strict):
    """One's own refused operations."""

    ops = fields.List(Id(), required=True, validate=validate.Length(min=1, max=_OPS_MAX))


class CaseIn(OwnCaseIn):
    """Somebody's refused operations."""

    author = Id(required=True)


class WordsOut(Schema):
    """One value that a person gave: the path of its field or argument, and the value."""

    path = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)


class RefusedOut(Schema):
    """One refused operation, in the asker's language. Instants are ms since 1970."""

    op_id = Id(required=True)
    kind = fields.String(required=True)
    entity = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    sentence = fields.String(required=True)
    at = fields.Integer(required=True)
    received = fields.Integer(required=True)
    device = Id(required=True)
    words = fields.List(fields.Nested(WordsOut), required=True)


class CaseOut(Schema):
    """Refused operations on one record. `handed`: since when the office has been looking after it."""

    author = Id(required=True)
    author_name = fields.String(required=True)
    record = Id(required=True)
    handed = fields.Integer(required=True, allow_none=True)
    ops = fields.List(fields.Nested(RefusedOut), required=True)


class CountOut(Schema):
    """How many cases there are."""

    cases = fields.Integer(required=True)


class OutcomeOut(Schema):
    """What became of an operation that was tried again."""

    op_id = Id(required=True)
    outcome = fields.String(required=True)
    sentence = fields.String(required=True, allow_none=True)
