"""The outbox's only writer: rows are put in once, taken out by one sender at a time, and end once.

Owns the statements and what they promise: a key is in the outbox once whoever puts it in; a row is one sender's until
its lease ends, so that what a dead sender held is sent by another; an outcome is noted by who holds the row.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.features.reminders.model import reminders as r
from server.features.reminders.model import sendings
from server.features.reminders.rules import Step

# Longer than a batch takes when every service is silent until its time limit.
LEASE_MS: Final = 5 * 60_000
# What one sender takes at once.
BATCH_ROWS: Final = 100
# What a statement may carry everywhere.
_ASKED_AT_ONCE: Final = 500
_COLUMNS: Final = (
    r.c.id, r.c.person, r.c.occasion, r.c.entity, r.c.record, r.c.turn, r.c.args, r.c.made, r.c.unit, r.c.road,
    r.c.tries,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """Something that somebody is told. `args` are days, numbers and counts for its sentence."""

    id: str
    person: str
    occasion: str
    entity: str
    record: str
    turn: str
    args: Mapping[str, Any]
    made: int
    unit: str | None = None
    road: str | None = None
    tries: int = 0

    @property
    def key(self) -> str:
        """What makes it the same message: whoever comes to it again comes to this."""
        return key_of(self.person, self.occasion, self.record, self.turn)


def key_of(person: str, occasion: str, record: str, turn: str) -> str:
    """What makes two messages the same."""
    return "|".join((person, occasion, record, turn))


def put(connection: Connection, messages: Sequence[tuple[Message, Step]]) -> int:
    """Put messages in that are not there yet. Returns how many were new."""
    if not messages:
        return 0
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    rows = [_row(message, step) for message, step in messages]
    query = insert(r).on_conflict_do_nothing(index_elements=[r.c.key]).returning(r.c.id)
    return len(connection.execute(query, rows).all())


def known(connection: Connection, keys: Collection[str]) -> set[str]:
    """Those of these keys that are in the outbox, in whatever state."""
    asked = list(keys)
    parts = [asked[start : start + _ASKED_AT_ONCE] for start in range(0, len(asked), _ASKED_AT_ONCE)]
    queries = (sa.select(r.c.key).where(r.c.key.in_(part)) for part in parts)
    return {key for query in queries for key in connection.execute(query).scalars()}


def standing(connection: Connection) -> list[tuple[str, str]]:
    """The id and key of everything that stood when it was last looked at, sent or not."""
    return [(row.id, row.key) for row in connection.execute(sa.select(r.c.id, r.c.key).where(r.c.ended.is_(None)))]


def end(connection: Connection, ids: Collection[str], *, now: int, why: str) -> int:
    """Note that these stand no more; what still waits is not sent. Returns how many had waited."""
    asked = list(ids)
    dropped = 0
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        here = r.c.id.in_(asked[start : start + _ASKED_AT_ONCE])
        connection.execute(r.update().where(here).values(ended=now))
        waiting = r.update().where(here, r.c.state == "waiting")
        dropped += connection.execute(waiting.values(state="dropped", why=why, road=None)).rowcount
    return dropped


def claim(connection: Connection, *, now: int, holder: str, limit: int = BATCH_ROWS) -> list[Message]:
    """Take the oldest due messages that nobody holds, for `LEASE_MS`."""
    due = (
        sa.select(r.c.id)
        .where(r.c.state == "waiting", r.c.due <= now, r.c.leased_until <= now)
        .order_by(r.c.due, r.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    query = r.update().where(r.c.id.in_(due)).values(leased_until=now + LEASE_MS, holder=holder).returning(*_COLUMNS)
    found = [_message(row) for row in connection.execute(query)]
    return sorted(found, key=lambda message: (message.made, message.id))


def note(
    connection: Connection, message: Message, step: Step, *, holder: str, now: int, outcome: str, status: int = 0
) -> bool:
    """Note what became of a try, and where the message goes from here. False when another holds it by now."""
    values = {"state": step.state, "road": step.road, "due": step.due, "tries": step.tries, "leased_until": 0}
    if step.state == "failed":
        values["why"] = outcome
    query = r.update().where(r.c.id == message.id, r.c.holder == holder, r.c.state == "waiting").values(**values)
    is_mine = connection.execute(query).rowcount == 1
    tried = {"reminder": message.id, "road": message.road or "", "at": now, "outcome": outcome, "status": status}
    connection.execute(sendings.insert().values(**tried))
    return is_mine


def _row(message: Message, step: Step) -> dict[str, Any]:
    named = ("id", "key", "person", "occasion", "entity", "record", "turn", "made", "unit")
    args = json.dumps(message.args, ensure_ascii=False)
    place = {"state": step.state, "road": step.road, "due": step.due, "tries": step.tries}
    return {**{name: getattr(message, name) for name in named}, "args": args, **place}


def _message(row: sa.Row[Any]) -> Message:
    fields = row._asdict()
    return Message(**{**fields, "args": json.loads(fields["args"])})
