"""One look around: what is due by now goes into the outbox, and what is due no more leaves it.

Owns that comparison and nothing of how either side is made: the dues are the rooms' (`finders`), the rows the outbox's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.features.audiences import persons
from server.features.occasions import OCCASIONS, Due, Finder, Scene
from server.features.reminders import outbox
from server.features.reminders.outbox import Message
from server.features.reminders.rules import Hours, Step, first_step, next_allowed, next_digest
from server.platform.acts import Act
from server.platform.changes import Write
from sync.ports import Value

# Of one look, so that the first one of a large office does not hold the database for long.
MESSAGES_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How people want to be told: `hours` and the open `roads` of a person, from the first to the last.

    `wants`: whether he has not asked to be left in peace about an occasion.
    """

    hours: Callable[[str], Hours]
    roads: Callable[[str], Sequence[str]]
    wants: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look did."""

    put_in: int
    taken_out: int


def find_dues(scene: Scene, finders: Iterable[Finder], *, since: str) -> dict[str, Due]:
    """Everything that stands, by its key; only turns that came on `since`, the day reminders began here, or later."""
    return {key_of(due): due for find in finders for due in find(scene) if due.since >= since}


def key_of(due: Due) -> str:
    """What makes two findings the same telling."""
    return outbox.key_of(due.person, due.occasion, due.record, due.turn)


def look(act: Act, dues: Mapping[str, Due], scene: Scene, settings: Settings, *, now: int) -> Looked:
    """Bring the outbox, and everybody's inbox, to what stands. `now`: real ms."""
    connection = act.tx.connection
    pointless = {id for id, key in outbox.standing(connection) if key not in dues}
    taken_out = outbox.end(connection, pointless, now=now, why="stands_no_more")
    told = outbox.known(connection, dues)
    fresh = [due for key, due in dues.items() if key not in told and settings.wants(due.person, due.occasion)]
    rows = [(due, *_row(due, scene, settings, now, act.new_id())) for due in fresh[:MESSAGES_MAX]]
    put_in = outbox.put(connection, [(message, step) for _, message, step in rows])
    notices = [_notice(due, message.id, scene.now) for due, message, _ in rows]
    ended = [Write("notice", id, {"ended": scene.now}, None) for id in sorted(pointless)]
    act.append(*notices, *ended)
    return Looked(put_in, taken_out)


def _notice(due: Due, id: str, at: int) -> Write:
    args = {name: due.args.get(name) for name in ("day", "minute", "number", "period", "count", "escalated")}
    about: dict[str, Value] = {"about": due.entity, "record": due.record, "turn": due.turn, "unit": due.unit}
    fields: dict[str, Value] = {"person": due.person, "occasion": due.occasion, **about, **args, "at": at}
    return Write("notice", id, fields, persons(due.person))


def _row(due: Due, scene: Scene, settings: Settings, now: int, id: str) -> tuple[Message, Step]:
    message = Message(id, due.person, due.occasion, due.entity, due.record, due.turn, due.args, now, due.unit)
    occasion, hours = OCCASIONS[due.occasion], settings.hours(due.person)
    at = now if occasion.is_urgent else next_digest(now, hours)
    at = next_allowed(at, hours, scene.directory.calendar if occasion.on_working_days else None)
    return message, first_step(at, settings.roads(due.person))
