"""One look around: what is due by now goes into the outbox, what is due no more leaves it, and every inbox shows that.

Owns that comparison and nothing of how either side is made: the dues are the rooms' (`finders`), the rows the outbox's.

    dues  not in the outbox ─▶ put in            rows  of no due ─▶ ended; those that waited are not sent
          ended there       ─▶ stand again             read in the app ─▶ no further road
    notices of everybody's inbox = the rows that stand
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy.engine import Connection

from server.features.audiences import persons
from server.features.occasions import OCCASIONS, Due, Finder, Scene
from server.features.reminders import outbox
from server.features.reminders.outbox import Message, Stand, first_key, id_of, matter_of
from server.features.reminders.rules import Hours, Step, first_step, next_telling
from server.platform.acts import Act
from server.platform.changes import Write
from server.platform.clock import day_of, start_of
from sync.ports import Record, Value

# Of one look: in an office that begins with thousands, the first have left before the last are put in.
MESSAGES_MAX: Final = 2_000
# Of one transaction: a sync that waits for it hardly notices.
PART_MAX: Final = 25
# Why a row ended; the first telling of what was told again stands, and its later telling has the notice.
STANDS_NO_MORE: Final = "stands_no_more"
TOLD_AGAIN: Final = "told_again"
READ: Final = "read"
Report = Callable[[Finder, Exception], None]
_T = TypeVar("_T")
_ARGS: Final = ("day", "minute", "number", "period", "count", "escalated")


@dataclass(frozen=True, slots=True)
class Settings:
    """How people want to be told: `hours` and the open `roads` of a person, from the first to the last.

    `wants`: whether he has not asked to be left in peace about an occasion. `secret` names messages.
    """

    hours: Callable[[str], Hours]
    roads: Callable[[str], Sequence[str]]
    wants: Callable[[str, str], bool]
    secret: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look did."""

    put_in: int
    taken_out: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look has to change: rows put in, ended, standing again and seen; notices to write, by id, and to end.

    `is_whole`: whether the next look need not go on with it. `at`: the office's instant.
    """

    fresh: Sequence[tuple[Message, Step]] = ()
    ended: Sequence[str] = ()
    revived: Sequence[tuple[str, Step, str | None]] = ()
    read: Sequence[str] = ()
    told: Sequence[Write] = ()
    taken_back: Sequence[str] = ()
    is_whole: bool = True
    at: int = 0

    def parts(self) -> Iterator[Plan]:
        """The same in steps of `PART_MAX`, each with its notices: what somebody waits for comes between two of them."""
        told = {write.id: write for write in self.told}
        for ended in _some(self.ended):
            yield Plan(ended=ended, at=self.at)
        for read in _some(self.read):
            yield Plan(read=read, at=self.at)
        for taken_back in _some(self.taken_back):
            yield Plan(taken_back=taken_back, at=self.at)
        for revived in _some(self.revived):
            yield Plan(revived=revived, told=[told.pop(id) for id, *_ in revived if id in told], at=self.at)
        for fresh in _some(self.fresh):
            yield Plan(fresh=fresh, told=[told.pop(each.id) for each, _ in fresh if each.id in told], at=self.at)
        for rest in _some(list(told.values())):
            yield Plan(told=rest, at=self.at)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands, by its key; and the occasions of which nobody knows, because their room broke at finding them."""

    dues: Mapping[str, Due]
    unknown: frozenset[str] = frozenset()


def find_dues(scene: Scene, finders: Iterable[Finder], *, since: str, report: Report) -> Found:
    """Everything that stands; only turns that came on `since`, the day reminders began here, or later.

    A room that breaks is told to `report`, and silences nobody but itself.
    """
    dues: dict[str, Due] = {}
    unknown: set[str] = set()
    for finder in finders:
        try:
            dues |= {key_of(due): due for due in finder.find(scene) if due.since >= since}
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one room
            report(finder, fault)
            unknown |= finder.occasions
    return Found(dues, frozenset(unknown))


def key_of(due: Due) -> str:
    """What makes two findings the same telling."""
    return outbox.key_of(due.person, due.occasion, due.record, due.turn)


def told_at(scene: Scene, hours: Hours, occasion: str, now: int) -> int:
    """When somebody with these hours is told of an occasion that is due now, in real ms as `now`."""
    rule = OCCASIONS[occasion]
    working = scene.directory.calendar if rule.on_working_days else None
    # Day and night are the office's: in a demo the real hour means nothing.
    return next_telling(scene.now, hours, working, is_urgent=rule.is_urgent) - (scene.now - now)


def notice_of(due: Due, id: str, at: int) -> Write:
    """What the person's inbox shows of it, from the office's instant `at` on."""
    args = {name: due.args.get(name) for name in _ARGS}
    about: dict[str, Value] = {"about": due.entity, "record": due.record, "turn": due.turn, "unit": due.unit}
    fields: dict[str, Value] = {"person": due.person, "occasion": due.occasion, **about, **args, "at": at}
    return Write("notice", id, {**fields, "ended": None}, persons(due.person))


def compare(
    connection: Connection,
    found: Found,
    notices: Mapping[str, Record],
    scene: Scene,
    settings: Settings,
    *,
    now: int,
) -> Plan:
    """What has to change so that the outbox, and everybody's inbox, hold what stands. `notices`: those not ended.

    What is unknown stays as it is.
    """
    shift = scene.now - now
    wanted = {key: due for key, due in found.dues.items() if settings.wants(due.person, due.occasion)}
    rows = [row for row in outbox.standing(connection) if outbox.occasion_of(row.key) not in found.unknown]
    notices = {id: each for id, each in notices.items() if each.body.get("occasion") not in found.unknown}
    dues = _as_told(connection, wanted, rows, shift)
    standing = {row.id: row for row in rows if first_key(row.key) in dues}
    there = {first_key(row.key) for row in standing.values()}
    absent = {key: due for key, due in dues.items() if key not in there}
    before = _told_before(connection, absent, shift) | outbox.known(connection, absent)
    fresh = [_message(due, scene, settings, now) for key, due in absent.items() if key not in before][:MESSAGES_MAX]
    revived = [(row.id, *_way(dues[key], scene, settings, now)) for key, row in before.items()][:MESSAGES_MAX]
    inbox = {row.id: dues[first_key(row.key)] for row in standing.values() if row.why != TOLD_AGAIN}
    inbox |= {row.id: dues[key] for key, row in before.items()}
    inbox |= {message.id: dues[message.key] for message, _ in fresh}
    told = [notice_of(due, id, scene.now) for id, due in inbox.items() if id not in notices]
    read = [row.id for row in standing.values() if row.state == "waiting" and _is_read(notices.get(row.id))]
    return Plan(
        fresh=fresh,
        ended=[row.id for row in rows if row.id not in standing],
        revived=revived,
        read=read,
        told=told[: 2 * MESSAGES_MAX],
        taken_back=sorted(notices.keys() - inbox.keys()),
        at=scene.now,
        is_whole=len(fresh) < MESSAGES_MAX and len(revived) < MESSAGES_MAX and len(told) <= 2 * MESSAGES_MAX,
    )


def _as_told(connection: Connection, dues: Mapping[str, Due], rows: Sequence[Stand], shift: int) -> dict[str, Due]:
    """The dues under the keys by which they stand in the outbox, told or about to be.

    An office that changes its turns gives what was told another turn. Who was told of the matter on the day of that
    turn or later has been told: nobody hears the same twice on a day. `shift`: from real instants to the office's.
    """
    keys = {first_key(row.key) for row in rows}
    unnamed = {key: due for key, due in dues.items() if key not in keys}
    others = [row for row in rows if first_key(row.key) not in dues]
    told = _told_since(connection, unnamed, others, shift)
    return {first_key(told[key].key) if key in told else key: due for key, due in dues.items()}


def _told_before(connection: Connection, absent: Mapping[str, Due], shift: int) -> dict[str, Stand]:
    """Of dues that are not in the outbox: what their persons were told of the matter by then, and stands no more.

    So is what the office switched off and on again with other turns.
    """
    if not absent:
        return {}
    persons, first = {due.person for due in absent.values()}, min(due.since for due in absent.values())
    ended = outbox.ended_of(connection, persons, since=start_of(first) - shift)
    return _told_since(connection, absent, ended, shift)


def _told_since(connection: Connection, dues: Mapping[str, Due], rows: Iterable[Stand], shift: int) -> dict[str, Stand]:
    """Of dues by their keys: the row by which the matter was told, under whichever turn, since the due's day began.

    What waited for a day of work, or for a leader, was told on the day on which it left and not when it was put in.
    """
    latest = {matter_of(row.key): row for row in rows if row.why != TOLD_AGAIN}
    found = {key: latest[matter_of(key)] for key in dues if matter_of(key) in latest}
    left = outbox.left(connection, {row.id for row in found.values()})
    told = {row.id: max(row.made, left.get(row.id, 0)) for row in found.values()}
    return {key: row for key, row in found.items() if day_of(told[row.id] + shift) >= dues[key].since}


def carry_out(act: Act, plan: Plan) -> Looked:
    """Change that."""
    connection = act.tx.connection
    taken_out = outbox.end(connection, plan.ended, now=act.at, why=STANDS_NO_MORE)
    outbox.finish(connection, plan.read, why=READ)
    put_in = outbox.put(connection, plan.fresh)
    waiting = outbox.revive(connection, plan.revived)
    # What another leader put in meanwhile has its notice from him.
    lost = {message.id for message, _ in plan.fresh} - put_in
    there = {one.id for one in act.tx.stored(plan.taken_back) if not one.removed}
    changes = [write for write in plan.told if write.id not in lost]
    changes += [Write("notice", id, {"ended": plan.at}, None) for id in plan.taken_back if id in there]
    if changes:
        act.append(*changes)
    return Looked(len(put_in) + waiting, taken_out)


def _some(all_: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(all_), PART_MAX):
        yield all_[start : start + PART_MAX]


def _is_read(notice: Record | None) -> bool:
    return notice is not None and notice.body.get("read") is not None


def _message(due: Due, scene: Scene, settings: Settings, now: int) -> tuple[Message, Step]:
    step, letter = _way(due, scene, settings, now)
    message = Message(
        id_of(settings.secret, key_of(due)), due.person, due.occasion, due.entity, due.record, due.turn, due.args, now,
        due.unit, letter=letter,
    )  # fmt: skip
    return message, step


def _way(due: Due, scene: Scene, settings: Settings, now: int) -> tuple[Step, str | None]:
    """Where it begins, and in which letter."""
    hours = settings.hours(due.person)
    step = first_step(told_at(scene, hours, due.occasion, now), settings.roads(due.person))
    return step, letter_of(due.person, due.occasion, hours, step.due, settings.secret)


def letter_of(person: str, occasion: str, hours: Hours, at: int, secret: bytes) -> str | None:
    """The letter in which it leaves at that instant, with whatever else leaves then; None: by itself."""
    if hours.digest is None or OCCASIONS[occasion].is_urgent:
        return None
    return id_of(secret, f"letter|{person}|{at}")
