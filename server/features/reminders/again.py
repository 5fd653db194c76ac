"""Reminding once more: what still stands of an occasion is told again to those who have not done it.

Owns that act. A telling is a row of its own with a turn of its own, so the outbox keeps what it promises: the same is
there once. The former telling leads nowhere any more, and its notice gives way to a new one that is unread.

    told at 8:00 ──again at 10:00──▶ "again-1:…"     within the hour: nothing        what is on its way: nothing
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from server.features.audiences import persons
from server.features.occasions import OCCASIONS, Due
from server.features.people.directory import Directory
from server.features.reminders import outbox
from server.features.reminders.model import reminders as r
from server.features.reminders.outbox import Message, again_turn, first_turn, id_of, key_of
from server.features.reminders.planning import TOLD_AGAIN, notice_of
from server.features.reminders.queries import Desk, is_due_again, is_latest, read_wishes
from server.features.reminders.reach import NOWHERE, read_reached
from server.features.reminders.rules import Step, first_step, next_allowed
from server.features.reminders.wishes import Wishes
from server.platform.acts import Act
from server.platform.changes import Write

# Of one press, so that it does not hold the database for long; what is left is told by the next.
AGAIN_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class Again:
    """What a press did: how many are told by a road, between which instants (office's ms), and whom none leads to."""

    put_in: int
    first: int | None
    last: int | None
    unreached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """When one presses: the office's clock, and the roads that this office has."""

    office_now: int
    can: tuple[str, ...]


def do_again(act: Act, directory: Directory, desk: Desk, occasion: str, moment: Moment) -> Again:
    """Tell again what stands of an occasion within a desk. A second press within the hour does nothing."""
    rows = _due_again(act, desk, occasion)
    people = {row.person for row in rows}
    wishes = read_wishes(act.tx, moment.can, persons(*people))
    reached = read_reached(act.tx.connection, people, now=act.at)
    asked = [row for row in rows if wishes.wants(row.person, occasion)]
    roads = {person: wishes.roads(person, reached.get(person, NOWHERE).roads) for person in people}
    told = [(_message(act, row), _step(act, directory, wishes, row, roads[row.person], moment)) for row in asked]
    _put_in(act, [row.id for row in asked], told, moment)
    due = [step.due - act.at + moment.office_now for _, step in told if step.road]
    unreached = tuple(dict.fromkeys(message.person for message, step in told if not step.road))
    return Again(len(due), min(due, default=None), max(due, default=None), unreached)


def _due_again(act: Act, desk: Desk, occasion: str) -> Sequence[sa.Row[Any]]:
    where = (r.c.occasion == occasion, is_latest(), is_due_again(act.at), *desk.within())
    query = sa.select(r).where(*where).order_by(r.c.made, r.c.id).limit(AGAIN_MAX)
    return act.tx.connection.execute(query).all()


def _message(act: Act, row: sa.Row[Any]) -> Message:
    turn = again_turn(row.turn)
    id = id_of(act.tx.meta().cursor_key, key_of(row.person, row.occasion, row.record, turn))
    same = {name: getattr(row, name) for name in ("person", "occasion", "entity", "record", "unit")}
    return Message(id=id, turn=turn, args=json.loads(row.args), made=act.at, **same)


def _step(
    act: Act, directory: Directory, wishes: Wishes, row: sa.Row[Any], roads: Sequence[str], moment: Moment
) -> Step:
    """Where it begins: now, or when the person's quiet and the days off are over, by the office's clock."""
    working = directory.calendar if OCCASIONS[row.occasion].on_working_days else None
    at = next_allowed(moment.office_now, wishes.hours(row.person), working)
    return first_step(act.at + at - moment.office_now, roads)


def _put_in(act: Act, former: Sequence[str], told: Sequence[tuple[Message, Step]], moment: Moment) -> None:
    """Put them in, let the former tellings lead nowhere any more, and put their notices anew."""
    if not told:
        return
    outbox.supersede(act.tx.connection, former, why=TOLD_AGAIN)
    outbox.put(act.tx.connection, told)
    # Without keys it is in nobody's inbox; the record stays, so that a phone may still say that it was read.
    gone = [Write("notice", one.id, {"ended": moment.office_now}, ()) for one in act.tx.stored(former)]
    fresh = [notice_of(_due(message), message.id, moment.office_now) for message, _ in told]
    act.append(*gone, *fresh)


def _due(message: Message) -> Due:
    about = (message.person, message.occasion, message.entity, message.record, first_turn(message.turn))
    return Due(*about, since="", args=message.args, unit=message.unit)
