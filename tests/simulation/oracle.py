"""The oracle: when there is peace, was every promise kept?

Owns the last look at everything. Each check has its promise's name. What people said is asked of the ledger of deeds,
what was ever committed of the journal; the rest is read from the database itself, not from the product's own answers.

    outbox-drains · quiet-means-equal · at-most-once · device-order · no-value-vanishes · acked-is-durable
    counts-are-true · held-settles · numbers-gapless · chain-verifies · scope-by-hand
    notices-stand · inbox-is-ones-own
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from server.features.people.directory import Directory
from server.platform import tables as t
from server.platform.store import SqlReader
from sync import changelog
from sync.entities import BY_NAME
from sync.ports import Record, Value
from sync.stored import StoredOp
from sync.values import items_of
from tests.simulation import watch
from tests.simulation.deeds import Deed, marks_of
from tests.simulation.holder import Holder
from tests.simulation.people import ROLE_OF

if TYPE_CHECKING:
    from tests.simulation.world import World

_TAKEN: Final = ("applied", "merged", "conflict")
# Instruments that are written whole, whatever stood there.
WHOLE: Final = tuple(
    f"{name}.set"
    for name in (
        "cadence", "leave", "excuse", "period", "task", "target", "progress", "indicator", "invitation", "occasion",
    )
)  # fmt: skip
# What waits for a server that knows more than today's.
_FOR_TOMORROW: Final = ("unknown_kind", "newer_schema")
_FOR_ALL: Final = (
    "unit", "agency", "theme", "person", "assignment", "office", "calendar", "indicator", "cadence", "leave", "excuse",
    "period", "closing", "occasion",
)  # fmt: skip
_PREFIXES: Final = {
    "contact": ("unit",), "cadre": ("unit", "desk"), "leader": ("unit", "desk"),
    "clerk": ("unit", "desk", "review"), "supervisor": ("unit", "desk", "review"),
}  # fmt: skip


def drained(world: World) -> None:
    """A minute after peace nothing waits on any phone."""
    for holder in world.holders:
        waiting = sorted(holder.phone.unsent())
        world.expect(not waiting, "outbox-drains", lambda: f"{holder.name} keeps {len(waiting)}: {waiting[:3]}")  # noqa: B023


def look(world: World) -> None:
    """Everything, once."""
    _count(world)
    with world.office.stores[0].inner.read() as reader:
        directory = world.office.directory()
        ops = {op.op_id: op for op in _ops(reader)}
        records = {(one.entity, one.id): one for entity in BY_NAME for one in reader.records(entity)}
        for holder in world.holders:
            _equal(world, holder, reader, directory)
        _chain(world, reader)
        _once(world, reader)
        _places(world, reader, directory, records)
        world.photos.look(reader, records)
        world.reminders.check(reader, records)
        world.erasures.look(reader)
    _arrived(world, ops)
    _held(world, ops)
    _order(world, ops)
    _numbers(world, records)
    _words(world, ops, records)


def _count(world: World) -> None:
    world.tally.outcomes.update(world.journal.outcomes(world.deeds))
    for found in world.journal.ops.values():
        if found[-1][1].code:
            world.tally.codes[found[-1][1].code] += 1


def _ops(reader: SqlReader) -> Iterator[StoredOp]:
    names = StoredOp.__dataclass_fields__
    for row in reader.connection.execute(sa.select(*(t.op.c[name] for name in names))):
        yield StoredOp(*row)


# --- Phones ----------------------------------------------------------------------------------------------------------


def _equal(world: World, holder: Holder, reader: SqlReader, directory: Directory) -> None:
    """The phone holds what the office lets this person see: every record, every field, and nothing else."""
    there = watch.visible(reader, directory.keys(holder.person, world.today))
    here = {pair: (v, dict(body)) for pair, (v, body) in holder.phone.rows().items()}
    strange = sorted(here.keys() - there.keys())
    world.expect(not strange, "lost-scope-rows-go", lambda: f"{holder.name} still has {strange[:3]}")
    different = watch.differences(here, there)
    world.expect(not different, "quiet-means-equal", lambda: f"{holder.name}: {len(different)}: {different[:3]}")
    shown = {pair: holder.phone.shown(*pair) for pair in list(there)[:: max(1, len(there) // 20)]}
    stale = [pair for pair, body in shown.items() if body is None or dict(body) != there[pair][1]]
    stale = [pair for pair in stale if not _waits(world, holder, pair[1])]
    world.expect(not stale, "quiet-means-equal", lambda: f"{holder.name} shows {stale[:3]} otherwise than it stands")
    mine, theirs = Counter(entity for entity, _ in here), Counter(entity for entity, _ in there)
    world.expect(mine == theirs, "counts-are-true", lambda: f"{holder.name} counts {mine}, the office {theirs}")


def _waits(world: World, holder: Holder, id: str) -> bool:
    """Whether words of this phone on the record wait at the office, and so still stand over it."""
    over = {"held", "quarantined"} if holder.phone.shows_refused else {"held"}
    return any(world.deeds[one].said.id == id for one in holder.held if world.journal.outcome(one) in over)


# --- The log ---------------------------------------------------------------------------------------------------------


def _chain(world: World, reader: SqlReader) -> None:
    changes = reader.changes(0, 1_000_000)
    broken = changelog.first_broken(reader.meta().genesis, changes)
    world.expect(broken is None, "chain-verifies", lambda: f"the log does not follow at {broken}")
    head, count = reader.head().pos, len(changes)
    world.expect(head == count, "feed-is-commit-order", lambda: f"{count} changes up to {head}")


def _once(world: World, reader: SqlReader) -> None:
    """An operation writes each record once; what became of it is told as often as it changes."""
    one = t.change.c
    query = sa.select(one.op_id, one.entity, one.id).where(one.op_id.in_(list(world.deeds)), one.entity != "outcome")
    counts = Counter(tuple(row) for row in reader.connection.execute(query))
    twice = [key for key, count in counts.items() if count > 1]
    world.expect(not twice, "at-most-once", lambda: f"written more than once: {twice[:3]}")
    threads = reader.records("feedback")
    # An entry that joins two items stands in both their threads.
    entries = Counter((item.id, str(entry[0])) for item in threads for entry in items_of(item.body["thread"]))
    logs = [("log", one) for kind in ("task", "closing", "invitation") for one in reader.records(kind)]
    logs += [("points", one) for one in reader.records("task")]
    entries.update((f"{name} {one.id}", str(row[0])) for name, one in logs for row in items_of(one.body[name]))
    doubled = [id for id, count in entries.items() if count > 1]
    world.expect(not doubled, "at-most-once", lambda: f"said twice in threads: {doubled[:3]}")


def _order(world: World, ops: Mapping[str, StoredOp]) -> None:
    """What one phone said took effect in the order in which it was said, as far as the office took it at once."""
    if world.journal.life:
        return
    for holder in world.holders:
        last, before = 0, ""
        for op_id in holder.spoken:
            pos = _first_pos(world, ops, op_id)
            if pos is None:
                continue
            world.expect(pos > last, "device-order", lambda: f"{holder.name}: {op_id} at {pos}, {before} at {last}")  # noqa: B023
            last, before = pos, op_id


def _first_pos(world: World, ops: Mapping[str, StoredOp], op_id: str) -> int | None:
    """Where the operation's record was written by it; None when it wrote none, was held first, or came in a file."""
    op = ops.get(op_id)
    if op is None or op.via is not None or len(world.journal.ops[op_id]) > 1 or op.outcome not in ("applied", "merged"):
        return None
    found = [one for one in world.journal.versions.get((op.entity, op.record), ()) if one.op_id == op_id]
    return found[0].pos if found else None


# --- Operations ------------------------------------------------------------------------------------------------------


def _arrived(world: World, ops: Mapping[str, StoredOp]) -> None:
    """Whatever stands on a phone that still lives is at the office; what found its wish fulfilled need not be."""
    for holder in world.holders:
        lost = lacking(world, holder, ops)
        world.expect(not lost, "acked-is-durable", lambda: f"the office lacks {len(lost)} of {holder.name}: {lost[:3]}")  # noqa: B023


def lacking(world: World, holder: Holder, ops: Collection[str]) -> list[str]:
    """What stands on this phone and not among these operations, though it should."""
    missing = holder.held - set(ops)
    lost = sorted(one for one in missing if world.journal.has_written(one) or not world.journal.has(one))
    gone = holder.phone.forgotten() if lost else ()
    here = holder.phone.outcomes() if lost else {}
    return [one for one in lost if one not in gone and (one in here or not _replaced(world, one, ops))]


def _replaced(world: World, op_id: str, ops: Collection[str]) -> bool:
    """Whether refused words went on in an operation that is among these. A phone lets go of them then: it does not
    hear that a late copy of its request was taken by a life that knew of no refusal, and has nothing to hand in again.
    """
    after = world.journal.replacement(op_id)
    while after is not None and after not in ops:
        after = world.journal.replacement(after)
    return after is not None


def _held(world: World, ops: Mapping[str, StoredOp]) -> None:
    stuck = [
        op.op_id for op in ops.values() if op.outcome == "held" and not op.superseded and op.code not in _FOR_TOMORROW
    ]
    world.expect(not stuck, "held-settles", lambda: f"still held: {[(one, ops[one].code) for one in stuck[:3]]}")


def _numbers(world: World, records: Mapping[tuple[str, str], Record]) -> None:
    """Numbers given on arrival: each once; none is left out as long as the database was never put back."""
    series: dict[str, list[int]] = {}
    for (entity, _), record in records.items():
        number = str(record.body.get("number") or "") if entity in ("visit", "feedback") else ""
        name, _, count = number.rpartition("-")
        if name:
            series.setdefault(name, []).append(int(count))
    for name, counts in series.items():
        ok = len(set(counts)) == len(counts) and (world.journal.life > 0 or max(counts) == len(counts))
        world.expect(ok, "numbers-gapless", lambda: f"{name}: {sorted(counts)}")  # noqa: B023


# --- Words -----------------------------------------------------------------------------------------------------------


def _words(world: World, ops: Mapping[str, StoredOp], records: Mapping[tuple[str, str], Record]) -> None:
    """Every word that the office took stands somewhere, or was taken out by someone who had it on his screen."""
    standing = _standing(records)
    # Refused words that went on in another operation have taken out what their writer took out then.
    went_on = {op_id for op_id, op in ops.items() if op.superseded is not None}
    # … also where the office was put back since and never heard of the refused ones again.
    went_on |= {op_id for op_id in world.deeds.keys() - ops.keys() if world.journal.outcome(op_id) == "quarantined"}
    heard = [deed for deed in world.deeds.values() if _is_taken(ops, deed) or deed.said.op_id in went_on]
    taken_out = {mark for deed in heard for _, mark in deed.dropped()}
    rewritten = Counter((deed.said.kind, _instrument(deed)) for deed in heard if deed.said.kind in WHOLE)
    for deed in world.deeds.values():
        # Whoever writes an instrument writes it whole, and it says so: the earlier writing is knowingly replaced.
        if not _is_taken(ops, deed) or rewritten[deed.said.kind, _instrument(deed)] > 1:
            continue
        for place, mark in deed.marks():
            ok = mark in standing or mark in taken_out or world.erasures.excuses(deed, place)
            world.expect(ok, "no-value-vanishes", lambda: _where(ops, deed, place, mark))  # noqa: B023
    for op in ops.values():
        ok = op.outcome not in ("quarantined", "held") or op.body is not None
        world.expect(ok, "no-value-vanishes", lambda: f"the words of {op.outcome} {op.op_id} are gone")  # noqa: B023


def _instrument(deed: Deed) -> str:
    """What is written whole: there is one rule for an occasion, whoever began it under whatever id."""
    return str(deed.said.args["code"]) if deed.said.kind == "occasion.set" else deed.said.id


def _where(ops: Mapping[str, StoredOp], deed: Deed, place: str, mark: str) -> str:
    op = ops[deed.said.op_id]
    return f"{mark} of {deed.said.kind} {op.op_id} ({op.outcome} {op.code}), said for {place} of {op.record}"


def _is_taken(ops: Mapping[str, StoredOp], deed: Deed) -> bool:
    return deed.said.op_id in ops and ops[deed.said.op_id].outcome in _TAKEN


def _standing(records: Mapping[tuple[str, str], Record]) -> set[str]:
    """Every mark in any record, conflicts among them."""
    found: set[str] = set()
    for record in records.values():
        found |= marks_of(json.dumps(list(record.body.values()), ensure_ascii=False))
    return found


# --- Who sees what ---------------------------------------------------------------------------------------------------


def _places(world: World, reader: SqlReader, directory: Directory, records: Mapping[tuple[str, str], Record]) -> None:
    """Records lie where their contents say, and people read what their assignments say, worked out by hand."""
    if any(unit.predecessors for unit in directory.units.values()):
        return
    for person in ROLE_OF:
        theirs = {_bare(key) for key in directory.keys(person, world.today)}
        wanted = _keys_by_hand(directory, person, world.today)
        world.expect(theirs == wanted, "scope-by-hand", lambda: f"{person} reads {theirs}")  # noqa: B023
    places: dict[tuple[str, str], set[str]] = {}
    one = t.membership.c
    for row in reader.connection.execute(sa.select(one.entity, one.id, one.key).where(one.present)):
        places.setdefault((row.entity, row.id), set()).add(row.key)
    for pair, record in records.items():
        by_hand = _places_by_hand(directory, records, record)
        filed = [key for key in places.get(pair, ()) if not key.startswith(("visit:", "said:", "bin"))]
        there = {_bare(key) for key in filed}
        # A record lies in one month of its province, never in two.
        ok = by_hand is None or (there == by_hand and len(filed) == len(there))
        world.expect(ok, "scope-by-hand", lambda: f"{pair} lies under {there}, not {by_hand}")  # noqa: B023


def _bare(key: str) -> str:
    """A key without the month under which a province's records are filed."""
    return key.partition("@")[0]


def _keys_by_hand(directory: Directory, person: str, today: str) -> set[str]:
    keys = {"all", f"person:{person}"}
    for one in directory.assignments.values():
        if one.person == person and one.starts <= today and (one.ends is None or today <= one.ends):
            keys |= {f"{prefix}:{one.unit}" for prefix in _PREFIXES.get(one.role, ()) if one.unit}
            keys |= {f"agency:{one.agency}"} if one.agency else set()
    return keys


def _places_by_hand(directory: Directory, records: Mapping[tuple[str, str], Record], record: Record) -> set[str] | None:
    """The keys of a record, from what it says; None for kinds that are not worked out here."""
    body = record.body
    if record.entity == "draft":
        return {f"person:{record.author}"}
    if record.entity in ("visit", "report") and body.get("status") != "withdrawn":
        visit, report = records["visit", record.id].body, records.get(("report", record.id))
        people = {f"person:{one}" for one in (record.author, *_ids(report.body.get("companions") if report else None))}
        return people | _up(directory, "unit" if record.entity == "visit" else "desk", str(visit["unit"]))
    if record.entity == "feedback":
        owner = {f"agency:{body['owner']}"} if body.get("owner") else set()
        # Whoever raised it reads it, also when its words were erased.
        mine = {f"person:{record.author}"} if body.get("matter") or body.get("erased") else set()
        linked = {f"linked:{body['duplicate_of']}"} if body.get("duplicate_of") else set()
        return _up(directory, "unit", str(body["unit"])) | owner | mine | linked
    if record.entity == "task":
        people = {f"person:{body[name]}" for name in ("owner", "by") if body.get(name)}
        return people | _up(directory, "unit", str(body["unit"]))
    if record.entity in ("target", "progress"):
        return _up(directory, "unit", str(body["unit"]))
    if record.entity in ("notice", "preference"):
        return {f"person:{body['person']}"}
    return {"all"} if record.entity in _FOR_ALL else None


def _up(directory: Directory, prefix: str, unit: str) -> set[str]:
    keys = set()
    above: str | None = unit
    while above is not None:
        keys.add(f"{prefix}:{above}")
        above = directory.units[above].parent if above in directory.units else None
    return keys


def _ids(value: Value) -> list[Any]:
    return list(value) if isinstance(value, list) else []
