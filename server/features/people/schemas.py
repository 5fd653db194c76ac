"""The bodies of the routes of people, agencies and assignments."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.schemas import Day, Id, Line, Strict
from sync.operations import ROLES


class PersonIn(Strict):
    """A person, new. Without a user name he is in the directory and cannot sign in."""

    name = Line(required=True)
    title = Line(allow_none=True)
    username = fields.String(allow_none=True, validate=validate.Length(max=100))


class PersonChange(PersonIn):
    """What can be changed of a person."""

    disabled = fields.Boolean()


class AssignmentOut(Schema):
    """A dated assignment."""

    id = Id(required=True)
    person = Id(required=True)
    role = fields.String(required=True)
    unit = fields.String(allow_none=True)
    agency = fields.String(allow_none=True)
    starts = Day(required=True)
    ends = fields.String(allow_none=True)
    decision = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    replaces = fields.String(allow_none=True)
    substitute = fields.String(allow_none=True)


class PersonOut(Schema):
    """A person with the state of his login (`username` null: he has none) and his assignments, oldest first."""

    id = Id(required=True)
    name = fields.String(required=True)
    title = fields.String(allow_none=True)
    disabled = fields.Boolean(required=True)
    username = fields.String(allow_none=True)
    has_password = fields.Boolean(required=True)
    assignments = fields.List(fields.Nested(AssignmentOut), required=True)


class CodeOut(Schema):
    """A one-time code: shown once, kept nowhere. `expires` is ms since 1970."""

    username = fields.String(required=True)
    code = fields.String(required=True)
    expires = fields.Integer(required=True)


class AgencyIn(Strict):
    """A handling agency."""

    name = Line(required=True)
    phone = Line(allow_none=True)
    closed = fields.Boolean()


class AgencyOut(Schema):
    """A handling agency as it stands."""

    id = Id(required=True)
    name = fields.String(required=True)
    phone = fields.String(allow_none=True)
    closed = fields.Boolean(required=True)


class AssignmentIn(Strict):
    """A new assignment. `beside_others` says that a second monitor of one commune is meant."""

    person = Id(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    unit = Id(allow_none=True)
    agency = Id(allow_none=True)
    starts = Day(required=True)
    ends = Day(allow_none=True)
    decision = Line(allow_none=True)
    reason = Line(allow_none=True)
    replaces = Id(allow_none=True)
    substitute = Id(allow_none=True)
    beside_others = fields.Boolean()


class AssignmentChange(Strict):
    """What can be changed of an assignment: its end, who stands in, and why. Anything else is a new one."""

    ends = Day(allow_none=True)
    substitute = Id(allow_none=True)
    decision = Line(allow_none=True)
    reason = Line(allow_none=True)


class RowOut(Schema):
    """A row of a spreadsheet, as judged. `row` is its number there; `code` and `message` say why it is bad.

    `letters`: the old code that it was typed in ("VNI", "TCVN3") and read from, shown as Unicode; "" for Unicode.
    """

    row = fields.Integer(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(("new", "changed", "same", "bad")))
    text = fields.String(required=True)
    letters = fields.String(required=True)
    code = fields.String()
    message = fields.String()
    details = fields.Dict(keys=fields.String())


class CountsOut(Schema):
    """How many rows there are of each verdict."""

    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    same = fields.Integer(required=True)
    bad = fields.Integer(required=True)


class PreviewOut(Schema):
    """What would become of a spreadsheet. Nothing is written before `token` is confirmed."""

    token = fields.String(required=True)
    rows = fields.List(fields.Nested(RowOut), required=True)
    counts = fields.Nested(CountsOut, required=True)


class TakeIn(Strict):
    """Take what was found good. `codes`: also give every new person with a user name a one-time code."""

    token = fields.String(required=True, validate=validate.Length(max=100))
    codes = fields.Boolean()


class NewCodeOut(Schema):
    """A code for a new person: shown once."""

    username = fields.String(required=True)
    name = fields.String(required=True)
    code = fields.String(required=True)


class TakenOut(CountsOut):
    """What became of a spreadsheet."""

    rows = fields.List(fields.Nested(RowOut), required=True)
    codes = fields.List(fields.Nested(NewCodeOut), required=True)


class VacancyOut(Schema):
    """A commune that nobody monitors on the office's day."""

    unit = Id(required=True)
    name = fields.String(required=True)


class TroubleOut(Schema):
    """One thing to mend of the assignments. `day`: by when, where there is a day."""

    kind = fields.String(required=True, metadata={"example": "left"})
    unit = fields.String(required=True, allow_none=True)
    persons = fields.List(Id(), required=True)
    assignment = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, allow_none=True)


class CoverageOut(Schema):
    """How many communes there are, how many have a monitor, and which have none."""

    day = Day(required=True)
    communes = fields.Integer(required=True)
    covered = fields.Integer(required=True)
    vacancies = fields.List(fields.Nested(VacancyOut), required=True)
