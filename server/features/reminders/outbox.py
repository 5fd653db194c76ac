"""The outbox's only writer: rows are put in once, taken out by one sender at a time, and end once.

Owns the statements and what they promise: a key is in the outbox once whoever puts it in; a row is one sender's until
its lease ends, so that what a dead sender held is sent by another; an outcome is noted by who holds the row. Its id
follows from its key: even a database that went back in time gives the same telling the same name.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.features.reminders.model import reminders as r
from server.features.reminders.model import sendings
from server.features.reminders.rules import Step

# Longer than a batch takes when every service is silent until its time limit: see `sending.START_MS_MAX`.
LEASE_MS: Final = 5 * 60_000
# What one sender takes at once.
BATCH_ROWS: Final = 100
# The turn of a telling that was asked for once more.
_AGAIN: Final = re.compile(r"(?:again-(\d{1,4}):)?(.*)", re.DOTALL)
# What a statement may carry everywhere.
ASKED_AT_ONCE: Final = 500
_COLUMNS: Final = (
    r.c.id, r.c.person, r.c.occasion, r.c.entity, r.c.record, r.c.turn, r.c.args, r.c.made, r.c.unit, r.c.road,
    r.c.tries, r.c.letter,
)  # fmt: skip
_ROWS: Final = sa.select(r.c.id, r.c.key, r.c.state, r.c.why, r.c.made)
_DAYS: Final = re.compile(r"[+-]\d+$")
_MOVED: Final = ("state", "why", "road", "due", "tries")


@dataclass(frozen=True, slots=True)
class Message:
    """Something that somebody is told. `args` are days, numbers and counts for its sentence.

    `letter` names what it leaves in, together with others of the person; `parts` are these, where they were put
    together.
    """

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
    letter: str | None = None
    parts: tuple[Message, ...] = ()

    @property
    def wire_id(self) -> str:
        """The name under which it leaves: a second copy of that name is the same message."""
        return self.letter or self.id

    @property
    def key(self) -> str:
        """What makes it the same message: whoever comes to it again comes to this."""
        return key_of(self.person, self.occasion, self.record, self.turn)


def key_of(person: str, occasion: str, record: str, turn: str) -> str:
    """What makes two messages the same."""
    return "|".join((person, occasion, record, turn))


def occasion_of(key: str) -> str:
    """What a message is told on the occasion of."""
    return key.split("|")[1]


def again_turn(turn: str) -> str:
    """The turn of telling the same once more: `again-1:2024-06-25+1`, then `again-2:…`."""
    count, first = _AGAIN.fullmatch(turn).groups()  # type: ignore[union-attr]
    return f"again-{int(count or 0) + 1}:{first}"


def first_turn(turn: str) -> str:
    """The turn that was told first, of itself or of one that tells it again."""
    return _AGAIN.fullmatch(turn)[2]  # type: ignore[index]


def first_key(key: str) -> str:
    """The key of what was told first, of this telling or of one that tells it again: by that it stands or not."""
    *about, turn = key.split("|")
    return "|".join((*about, first_turn(turn)))


def matter_of(key: str) -> str:
    """What it is told about, whichever of its turns: the office may change how many days before and after."""
    return _DAYS.sub("", first_key(key))


def id_of(secret: bytes, key: str) -> str:
    """The id of a message or a letter, which nobody without the office's secret can foretell."""
    return str(UUID(bytes=hmac.new(secret, f"reminder|{key}".encode(), sha256).digest()[:16], version=4))


@dataclass(frozen=True, slots=True)
class Stand:
    """A message in the outbox, as far as a look around asks."""

    id: str
    key: str
    state: str
    why: str | None
    made: int


@dataclass(frozen=True, slots=True)
class Tried:
    """Where a message goes from here. `outcome` None: it was not tried."""

    message: Message
    step: Step
    outcome: str | None = None
    status: int = 0


def put(connection: Connection, messages: Sequence[tuple[Message, Step]]) -> set[str]:
    """Put messages in that are not there yet. Returns the ids of those that were new."""
    if not messages:
        return set()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    rows = [_row(message, step) for message, step in messages]
    query = insert(r).on_conflict_do_nothing().returning(r.c.id)
    return set(connection.execute(query, rows).scalars())


def known(connection: Connection, keys: Collection[str]) -> dict[str, Stand]:
    """Those of these keys that are in the outbox, in whatever state."""
    queries = (_ROWS.where(r.c.key.in_(part)) for part in _parts(keys))
    return {row.key: row for query in queries for row in _stands(connection, query)}


def ended_of(connection: Connection, persons: Collection[str], *, since: int) -> list[Stand]:
    """What stood for these persons at that instant or since then, and stands no more, the latest last."""
    query = _ROWS.where(r.c.ended >= since).order_by(r.c.made, r.c.id)
    return [row for part in _parts(persons) for row in _stands(connection, query.where(r.c.person.in_(part)))]


def left(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """When each of these left last by whichever road; what never did is not named."""
    query = sa.select(sendings.c.reminder, sa.func.max(sendings.c.at)).where(sendings.c.outcome == "taken")
    query = query.group_by(sendings.c.reminder)
    parts = (query.where(sendings.c.reminder.in_(part)) for part in _parts(ids))
    return {id: at for part in parts for id, at in connection.execute(part)}


def standing(connection: Connection) -> list[Stand]:
    """Everything that stood when it was last looked at, sent or not."""
    return _stands(connection, _ROWS.where(r.c.ended.is_(None)))


def end(connection: Connection, ids: Collection[str], *, now: int, why: str) -> int:
    """Note that these stand no more; what still waits is not sent. Returns how many had waited."""
    dropped = 0
    for part in _parts(ids):
        here = r.c.id.in_(part), r.c.ended.is_(None)
        waiting = r.update().where(*here, r.c.state == "waiting")
        dropped += connection.execute(waiting.values(state="dropped", why=why, road=None)).rowcount
        connection.execute(r.update().where(*here).values(ended=now))
    return dropped


def revive(connection: Connection, rows: Collection[tuple[str, Step, str | None]]) -> int:
    """Note that these stand again; what was dropped before it left waits anew, for that letter. How many wait."""
    waiting = 0
    for id, step, letter in rows:
        here = r.update().where(r.c.id == id)
        # A later telling went in its place: this is the latest one once more, and has been told.
        again = here.where(r.c.why == "told_again")
        connection.execute(again.values(why=None, state="done"))
        dropped = here.where(r.c.state == "dropped")
        values = {"state": step.state, "road": step.road, "due": step.due, "tries": step.tries, "leased_until": 0}
        # The letter that it was in has left: under that name it would be taken for a second copy, and not shown.
        waiting += connection.execute(dropped.values(why=None, letter=letter, **values)).rowcount
        connection.execute(here.values(ended=None))
    return waiting


def supersede(connection: Connection, ids: Collection[str], *, why: str) -> None:
    """Note that these are told again by later rows: they stand as long as those do, and leave no more."""
    for part in _parts(ids):
        here = r.c.id.in_(part), r.c.ended.is_(None)
        connection.execute(r.update().where(*here).values(why=why))
        connection.execute(r.update().where(*here, r.c.state == "waiting").values(state="dropped", road=None))


def finish(connection: Connection, ids: Collection[str], *, why: str, person: str | None = None) -> int:
    """Note that these were seen, so that no further road is tried. `ids`: messages' or letters'; of `person` alone,
    when he is named. Returns how many had waited."""
    done = 0
    for part in _parts(ids):
        query = r.update().where(sa.or_(r.c.id.in_(part), r.c.letter.in_(part)), r.c.state == "waiting")
        if person is not None:
            query = query.where(r.c.person == person)
        done += connection.execute(query.values(state="done", why=why, road=None)).rowcount
    return done


def claim(connection: Connection, *, now: int, holder: str, limit: int = BATCH_ROWS) -> list[Message]:
    """Take the oldest due messages that nobody holds, for `LEASE_MS`; with a message, all that leave in its letter."""
    # A lease that ends so late was given by a clock that has been put back since: its holder would keep it for as long.
    is_let_go = sa.or_(r.c.leased_until <= now, r.c.leased_until > now + 2 * LEASE_MS)
    free = r.c.state == "waiting", r.c.due <= now, is_let_go
    due = sa.select(r.c.id).where(*free).order_by(r.c.due, r.c.id).limit(limit).with_for_update(skip_locked=True)
    take = r.update().values(leased_until=now + LEASE_MS, holder=holder).returning(*_COLUMNS)
    found = [_message(row) for row in connection.execute(take.where(r.c.id.in_(due)))]
    letters = {message.letter for message in found if message.letter}
    for part in _parts(letters):
        found += [_message(row) for row in connection.execute(take.where(r.c.letter.in_(part), *free))]
    return sorted(found, key=lambda message: (message.made, message.id))


def held(connection: Connection, ids: Collection[str], *, holder: str) -> set[str]:
    """Those of these that still wait, and for this holder."""
    query = sa.select(r.c.id).where(r.c.holder == holder, r.c.state == "waiting")
    return {id for part in _parts(ids) for id in connection.execute(query.where(r.c.id.in_(part))).scalars()}


def note(connection: Connection, tried: Sequence[Tried], *, holder: str, now: int, new_id: Callable[[], str]) -> None:
    """Note what became of tries, and where each message goes from here; nothing moves what another holds by now."""
    if not tried:
        return
    mine = r.c.id == sa.bindparam("at_id"), r.c.holder == holder, r.c.state == "waiting"
    move = r.update().where(*mine).values(leased_until=0, **{name: sa.bindparam(f"to_{name}") for name in _MOVED})
    connection.execute(move, [{"at_id": each.message.id, **_moved(each)} for each in tried])
    rows = [
        {
            "id": new_id(), "reminder": each.message.id, "road": each.message.road or "", "at": now,
            "outcome": each.outcome, "status": each.status,
        }
        for each in tried
        if each.outcome is not None
    ]  # fmt: skip
    if rows:
        connection.execute(sendings.insert(), rows)


def forget(connection: Connection, *, before: int, limit: int) -> list[str]:
    """Throw away what stands no more since before that instant, and what was tried for it. Returns the ids."""
    old = sa.select(r.c.id).where(r.c.ended < before).order_by(r.c.ended).limit(limit)
    ids = list(connection.execute(old).scalars())
    for part in _parts(ids):
        connection.execute(sendings.delete().where(sendings.c.reminder.in_(part)))
        connection.execute(r.delete().where(r.c.id.in_(part)))
    return ids


def _stands(connection: Connection, query: sa.Select[Any]) -> list[Stand]:
    return [Stand(*row) for row in connection.execute(query)]


def _parts(names: Collection[str]) -> list[list[str]]:
    asked = list(names)
    return [asked[start : start + ASKED_AT_ONCE] for start in range(0, len(asked), ASKED_AT_ONCE)]


def _moved(tried: Tried) -> dict[str, Any]:
    step = tried.step
    why = tried.outcome if step.state == "failed" else None
    return {"to_state": step.state, "to_why": why, "to_road": step.road, "to_due": step.due, "to_tries": step.tries}


def _row(message: Message, step: Step) -> dict[str, Any]:
    named = ("id", "key", "person", "occasion", "entity", "record", "turn", "made", "unit", "letter")
    args = json.dumps(message.args, ensure_ascii=False)
    place = {"state": step.state, "road": step.road, "due": step.due, "tries": step.tries}
    # Who cannot be reached at all is told in the app alone, and the office sees it.
    why = "unreached" if step.state == "failed" else None
    return {**{name: getattr(message, name) for name in named}, "args": args, "why": why, **place}


def _message(row: sa.Row[Any]) -> Message:
    fields = row._asdict()
    return Message(**{**fields, "args": json.loads(fields["args"])})
