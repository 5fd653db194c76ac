"""What the office's routes about reminders take and give. Instants are ms of the office's clock."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields, validate

from server.features.occasions import OCCASIONS
from server.features.reminders.queries import REACHES, STATES
from server.schemas import Day, Id, Strict

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class OutboxIn(Strict):
    """Which messages; each may be left out. `unit`: a place and all below it. `after`: `next` of the page before."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))
    occasion = fields.String(load_default=None, validate=validate.OneOf(list(OCCASIONS)))
    person = Id(load_default=None)
    unit = Id(load_default=None)
    after = fields.String(load_default=None, validate=validate.Regexp(rf"^[0-9]{{1,15}}\.{_UUID}\Z"))


class TryOut(Schema):
    """One time that a road was tried. `status`: what the other side answered, 0 for nothing."""

    road = fields.String(required=True)
    at = fields.Integer(required=True)
    outcome = fields.String(required=True)
    status = fields.Integer(required=True)


class ToldOut(Schema):
    """A message. `said`: its sentence in the asker's language; `page`: where it leads; `stands`: still to be done."""

    id = Id(required=True)
    person = Id(required=True)
    occasion = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    said = fields.String(required=True)
    page = fields.String(required=True)
    made = fields.Integer(required=True)
    again = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    why = fields.String(required=True, allow_none=True)
    road = fields.String(required=True, allow_none=True)
    due = fields.Integer(required=True)
    stands = fields.Boolean(required=True)
    tries = fields.List(fields.Nested(TryOut), required=True)


class OutboxOut(Schema):
    """A page, the latest first, and after what the next one is asked for."""

    rows = fields.List(fields.Nested(ToldOut), required=True)
    next = fields.String(required=True, allow_none=True)


class StandingRowOut(Schema):
    """Of an occasion: how many matters stand; of these told, failed and on their way; how many can be told again now.

    `at`: when these would be told, null for at once.
    """

    code = fields.String(required=True)
    standing = fields.Integer(required=True)
    told = fields.Integer(required=True)
    failed = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    again = fields.Integer(required=True)
    at = fields.Integer(required=True, allow_none=True)


class StandingOut(Schema):
    """What stands, by occasion; the roads that this office has. `since`: the day on which reminding began here."""

    roads = fields.List(fields.String(), required=True)
    since = Day(required=True, allow_none=True)
    rows = fields.List(fields.Nested(StandingRowOut), required=True)


class AgainIn(Strict):
    """Of what to remind once more."""

    occasion = fields.String(required=True, validate=validate.OneOf(list(OCCASIONS)))


class AgainOut(Schema):
    """How many are told by a road, between which instants, and who can be reached by none."""

    put_in = fields.Integer(required=True)
    first = fields.Integer(required=True, allow_none=True)
    last = fields.Integer(required=True, allow_none=True)
    unreached = fields.List(fields.Nested("UnreachedOut"), required=True)


class UnreachedOut(Schema):
    """Who finds the reminder in the app only. `why`: nothing given, a phone that takes none any more, all closed."""

    person = Id(required=True)
    why = fields.String(required=True, validate=validate.OneOf(REACHES))


class ReachIn(Strict):
    """Whom of: one way of standing, or all; `after`: the `next` of the page before."""

    reach = fields.String(load_default=None, validate=validate.OneOf(REACHES))
    after = fields.String(load_default=None, validate=validate.Regexp(rf"^[0-9]\.{_UUID}\Z"))


class ReachPhoneOut(Schema):
    """A phone that takes pushes, or did until lately."""

    label = fields.String(required=True)
    open = fields.Boolean(required=True)
    made = fields.Integer(required=True)
    taken = fields.Integer(required=True, allow_none=True)
    shown = fields.Integer(required=True, allow_none=True)
    retired = fields.Integer(required=True, allow_none=True)


class ReachRowOut(Schema):
    """A person and the roads to him. `reach`: nothing given, a phone that takes none any more, all closed, reached."""

    person = Id(required=True)
    reach = fields.String(required=True, validate=validate.OneOf(REACHES))
    roads = fields.List(fields.String(), required=True)
    phones = fields.List(fields.Nested(ReachPhoneOut), required=True)


class ReachOut(Schema):
    """A page, whom nothing reaches first; how many there are of each; after what the next page is asked for."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = fields.List(fields.Nested(ReachRowOut), required=True)
    next = fields.String(required=True, allow_none=True)
