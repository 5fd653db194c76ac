"""One look around: what is due by now goes into the outbox, and what is due no more leaves it.

Owns that comparison and nothing of how either side is made: the dues are the rooms' (`finders`), the rows the outbox's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection

from server.features.occasions import OCCASIONS, Due, Finder, Scene
from server.features.reminders import outbox
from server.features.reminders.outbox import Message
from server.features.reminders.rules import Hours, Step, first_step, next_allowed, next_digest

# Of one look, so that the first one of a large office does not hold the database for long.
MESSAGES_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How people want to be told: `hours` and the open `roads` of a person, from the first to the last."""

    hours: Callable[[str], Hours]
    roads: Callable[[str], Sequence[str]]


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


def look(
    connection: Connection, dues: Mapping[str, Due], scene: Scene, settings: Settings, *, now: int,
    new_id: Callable[[], str],
) -> Looked:  # fmt: skip
    """Bring the outbox to what stands. `now`: real ms."""
    pointless = [id for id, key in outbox.waiting(connection) if key not in dues]
    taken_out = outbox.drop(connection, pointless, "stands_no_more")
    told = outbox.known(connection, dues)
    fresh = [key for key in dues if key not in told][:MESSAGES_MAX]
    rows = [_row(dues[key], scene, settings, now, new_id()) for key in fresh]
    return Looked(outbox.put(connection, rows), taken_out)


def _row(due: Due, scene: Scene, settings: Settings, now: int, id: str) -> tuple[Message, Step]:
    message = Message(id, due.person, due.occasion, due.entity, due.record, due.turn, due.args, now)
    occasion, hours = OCCASIONS[due.occasion], settings.hours(due.person)
    at = now if occasion.is_urgent else next_digest(now, hours)
    at = next_allowed(at, hours, scene.directory.calendar if occasion.on_working_days else None)
    return message, first_step(at, settings.roads(due.person))
