"""What the routes of the office's lists take and answer."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from server.features.imports.columns import BOUNDS
from server.features.imports.judging import VERDICTS


class ListNameIn(Schema):
    """What the list is called: by default as its page is."""

    name = fields.String(load_default="", validate=Length(max=120))


class ListRowOut(Schema):
    """What becomes of a row; `message` says why it is not taken and what to do.

    `letters`: the old code that it was typed in ("VNI", "TCVN3") and read from, shown as Unicode; "" for Unicode.
    """

    row = fields.Integer(required=True)
    verdict = fields.String(required=True)
    text = fields.String(required=True)
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)
    letters = fields.String(required=True)


class ListCheckedOut(Schema):
    """A list that was checked. `page`: what was read of it; `unread`: its other visible pages; `hidden` rows count.

    `converted`: how many rows were typed in an old code and are shown as Unicode.
    """

    token = fields.String(required=True)
    name = fields.String(required=True)
    page = fields.String(required=True)
    unread = fields.List(fields.String(), required=True)
    hidden = fields.Integer(required=True)
    converted = fields.Integer(required=True)
    counts = fields.Dict(keys=fields.String(metadata={"enum": list(VERDICTS)}), values=fields.Integer(), required=True)
    rows = fields.List(fields.Nested(ListRowOut), required=True)


class ListConfirmIn(Schema):
    """Which plan to take, from which of its good rows on."""

    token = fields.String(required=True, validate=Length(max=100))
    after = fields.Integer(load_default=0, validate=Range(min=0, max=BOUNDS.rows_max))


class ListTakenOut(Schema):
    """How many good rows there are, how many of them are done, where to go on (null: at the end), and who was late."""

    total = fields.Integer(required=True)
    next = fields.Integer(required=True, allow_none=True)
    taken = fields.Integer(required=True)
    refused = fields.List(fields.Nested(ListRowOut), required=True)


class ListTokenIn(Schema):
    """Which plan."""

    token = fields.String(required=True, validate=Length(max=100))
