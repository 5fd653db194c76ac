"""The bodies of the change plans' routes."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.features.changes.actions import LINES_MAX
from server.features.units.rules import LEVELS
from server.schemas import Day, Id, Line, Strict


class CellsIn(Strict):
    """One line: a unit that ends, by its name, code or id, and the one that follows it."""

    old_code = Line()
    old = Line()
    above = Line()
    name = Line()
    type = Line()
    code = Line()
    parent = Line()
    abolish = Line()


class LevelIn(Strict):
    """A level that is taken out of the tree; what stands on top cannot be."""

    level = fields.String(required=True, validate=validate.OneOf(LEVELS[1:]))


class KeptIn(Strict):
    """Who goes on, over which new unit, where several could."""

    assignment = Id(required=True)
    key = Line(required=True, chars_max=1_000)


class PlanIn(Strict):
    """A plan, new or changed. What is left out stays as it is."""

    day = Day(required=True)
    title = Line(required=True)
    decision = Line(allow_none=True)
    rows = fields.List(fields.Nested(CellsIn), validate=validate.Length(max=LINES_MAX))
    keep = fields.List(fields.Nested(KeptIn), validate=validate.Length(max=LINES_MAX))


class PlanOut(Schema):
    """A plan in the list. `applied`: when it took effect, ms."""

    id = Id(required=True)
    day = Day(required=True)
    title = fields.String(required=True)
    decision = fields.String(allow_none=True)
    lines = fields.Integer(required=True)
    applied = fields.Integer(allow_none=True)


class ChangeRowOut(Schema):
    """A line as judged: `cells` as it was told, `old` the unit's full name."""

    row = fields.Integer(required=True)
    verdict = fields.String(required=True)
    old = fields.String(required=True)
    cells = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    code = fields.String()
    message = fields.String()


class LevelOut(Schema):
    """How many units of a level there are before and after."""

    level = fields.String(required=True)
    before = fields.Integer(required=True)
    after = fields.Integer(required=True)


class MoveOut(Schema):
    """A unit that begins, and those it is made of."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    from_ = fields.List(fields.String(), required=True, data_key="from", attribute="from")


class PlanItemOut(Schema):
    """An open item or task that a person must decide about: its number and its unit, none of its words."""

    id = Id(required=True)
    number = fields.String(required=True)
    unit = fields.String(required=True)
    heirs = fields.List(fields.String(), required=True)


class GoingOnOut(Schema):
    """An assignment that goes on over a new unit."""

    person = fields.String(required=True)
    role = fields.String(required=True)
    from_ = fields.String(required=True, data_key="from", attribute="from")
    to = fields.String(required=True)


class LeavingOut(Schema):
    """An assignment that ends, and whose holder goes on nowhere by this plan."""

    person = fields.String(required=True)
    role = fields.String(required=True)
    from_ = fields.String(required=True, data_key="from", attribute="from")


class CandidateOut(Schema):
    """Someone who could go on."""

    assignment = Id(required=True)
    person = fields.String(required=True)
    from_ = fields.String(required=True, data_key="from", attribute="from")
    kept = fields.Boolean(required=True)


class ChoiceOut(Schema):
    """A new unit and a role that several could go on in."""

    key = fields.String(required=True)
    unit = fields.String(required=True)
    role = fields.String(required=True)
    candidates = fields.List(fields.Nested(CandidateOut), required=True)


class DutyOut(Schema):
    """A rule about visits that names units which end; it goes on over `heirs`, a person decides about `unclear`."""

    id = Id(required=True)
    decision = fields.String(required=True)
    units = fields.List(fields.String(), required=True)
    heirs = fields.List(fields.String(), required=True)
    unclear = fields.List(fields.String(), required=True)


class LookedOut(PlanOut):
    """All that is looked at before a plan takes effect.

    `converted`: how many lines of the spreadsheet just read were typed in an old code, and are shown as Unicode.
    """

    rows = fields.List(fields.Nested(ChangeRowOut), required=True)
    fits = fields.Boolean(required=True)
    levels = fields.List(fields.Nested(LevelOut), required=True)
    carried = fields.Integer(required=True)
    moves = fields.List(fields.Nested(MoveOut), required=True)
    abolished = fields.List(fields.String(), required=True)
    items_moving = fields.Integer(required=True)
    items_waiting = fields.Integer(required=True)
    items_asking = fields.List(fields.Nested(PlanItemOut), required=True)
    tasks_moving = fields.Integer(required=True)
    tasks_waiting = fields.Integer(required=True)
    tasks_asking = fields.List(fields.Nested(PlanItemOut), required=True)
    targets_following = fields.Integer(required=True)
    targets_asking = fields.Integer(required=True)
    meetings_following = fields.Integer(required=True)
    meetings_asking = fields.Integer(required=True)
    excuses = fields.Integer(required=True)
    assignments_ending = fields.Integer(required=True)
    leaving = fields.List(fields.Nested(LeavingOut), required=True)
    going_on = fields.List(fields.Nested(GoingOnOut), required=True)
    choices = fields.List(fields.Nested(ChoiceOut), required=True)
    vacant = fields.List(fields.String(), required=True)
    duties = fields.List(fields.Nested(DutyOut), required=True)
    converted = fields.Integer()


class AppliedOut(Schema):
    """That a plan took effect, and how many open items and tasks moved at once."""

    id = Id(required=True)
    moved = fields.Integer(required=True)
