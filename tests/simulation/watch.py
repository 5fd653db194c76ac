"""Checks that hold at every moment, faults or not.

Owns what is looked at after each step of a phone and each answer of the office. Each check has its promise's name.

    acked-is-durable     an operation leaves the outbox only when the office has committed it
    no-value-vanishes    one's own words are shown, from the moment they were said
    quiet-means-equal    a turn that ended well leaves on the phone what the office let this person see, and no more
    cursor-with-rows     whatever stands before the phone's place in the feed is on the phone
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from server.platform.store import SqlReader
from sync.applying import Contact
from sync.batch import record_of
from sync.cursor import opened
from sync.entities import BY_NAME, ENTITIES
from sync.operations import BY_NAME_KIND
from sync.ports import Value
from sync.stored import StoredOp
from tests.simulation.deeds import Deed, marks_of
from tests.simulation.holder import Holder
from tests.simulation.journal import Version
from tests.simulation.phone import Ended, Pair, Said

if TYPE_CHECKING:
    from tests.simulation.world import World

# A look at everything costs as much as a sync; so many turns in a hundred are looked at.
LOOKS: Final = 12
# One's latest records that are looked at after each step.
_OWN_LOOKED_AT: Final = 2

_NAMES: Final = {entity.name: [field.name for field in entity.fields] for entity in ENTITIES}
_VISIBLE: Final = sa.text(
    "SELECT DISTINCT r.entity, r.id, r.v, r.body FROM membership m JOIN record r ON r.id = m.id AND r.entity = m.entity"
    " WHERE m.key IN :keys AND m.present AND NOT r.removed"
).bindparams(sa.bindparam("keys", expanding=True))

Seen = dict[Pair, tuple[int, dict[str, Value]]]


def seen_by(holder: Holder, said: Said) -> dict[str, Value]:
    """What the phone shows at each place that its person is about to change."""
    kind = BY_NAME_KIND.get(said.kind)
    places = {name.split("/")[0] for name in (*said.values, *said.dels)}
    if kind is None or kind.patch_entity is None or not places:
        return {}
    draft = kind.patch_entity == "draft"
    shown = (holder.phone.words(said.id) if draft else holder.phone.shown(kind.patch_entity, said.id)) or {}
    saw = {name: shown.get(name) for name in places}
    for path in said.values:
        if "/" in path:
            name, item, column = path.split("/")
            at = BY_NAME[kind.patch_entity].field(name).columns.index(column)
            items: Sequence[Any] = shown.get(name) or ()  # type: ignore[assignment]
            saw[path] = next((one[at] for one in items if one[0] == item), None)
    return saw


def after_step(world: World, holder: Holder, ended: Ended | None) -> None:
    """A phone has kept an answer, or a turn of it has ended."""
    unsent = set(holder.phone.unsent())
    for op_id in sorted(holder.unsent - unsent):
        world.expect(world.journal.has(op_id), "acked-is-durable", lambda: f"{op_id} left {holder.name} unheard")  # noqa: B023
        holder.acked.add(op_id)
        holder.fresh.add(op_id)
        if world.journal.outcome(op_id) == "quarantined":
            world.scene.refused[op_id] = world.deeds[op_id].said
    stray = unsent - holder.held
    world.expect(not stray, "at-most-once", lambda: f"{holder.name} sends what nobody said: {sorted(stray)[:3]}")
    holder.unsent.clear()
    holder.unsent.update(unsent)
    if ended is Ended.DONE:
        holder.fresh.clear()
    own_words(world, holder)
    if ended is Ended.DONE:
        _compare(world, holder)
    elif ended is not None and world.tally.syncs % 100 < LOOKS:
        cursor_holds(world, holder)
    holder.looked = None


def served(world: World, holder: Holder, who: Contact, status: int, body: bytes) -> Seen | None:
    """The office has answered; now and then, what the phone must hold once it has taken this answer."""
    world.expect(status not in (400, 413), "nothing-blocks", lambda: f"{holder.name} got {status}: {body[:200]!r}")
    world.expect(not world.journal.surprises, "nothing-blocks", lambda: world.journal.surprises[0])
    if not world.peace and world.tally.syncs % 100 >= LOOKS:
        return None
    with world.office.stores[0].inner.read() as reader:
        return visible(reader, world.office.directory().keys(who.person, world.today))


def _compare(world: World, holder: Holder) -> None:
    there: Seen | None = holder.looked
    if there is None:
        return
    here = {pair: (v, dict(body)) for pair, (v, body) in holder.phone.rows().items()}
    strange = sorted(here.keys() - there.keys())
    world.expect(not strange, "lost-scope-rows-go", lambda: f"{holder.name} has {strange[:3]}")
    different = differences(here, there)
    world.expect(not different, "quiet-means-equal", lambda: f"{holder.name}: {different[:3]}")


def differences(here: Mapping[Pair, Any], there: Mapping[Pair, Any]) -> list[str]:
    """Where a phone and the office differ, in words."""
    found = []
    for pair in sorted(here.keys() | there.keys()):
        mine, theirs = here.get(pair), there.get(pair)
        if mine != theirs:
            found.append(f"{pair[0]} {pair[1][:8]}: phone {_short(mine)} office {_short(theirs)}")
    return found


def _short(one: tuple[int, Mapping[str, Value]] | None) -> str:
    return "nothing" if one is None else f"v{one[0]} { {k: v for k, v in one[1].items() if v is not None} }"[:600]


def visible(reader: SqlReader, keys: frozenset[str]) -> Seen:
    """What someone with these keys may see, from the places that records have."""
    rows = reader.connection.execute(_VISIBLE, {"keys": sorted(keys)})
    found: Seen = {}
    for entity, id, v, body in rows:
        found[entity, id] = (v, _read(entity, body))
    return found


@lru_cache(maxsize=20_000)
def _read(entity: str, body: str) -> dict[str, Value]:
    """A stored body by its fields' names: the same one is looked at many times, and written by nobody."""
    values: list[Value] = msgspec.json.decode(body)
    return dict(zip(_NAMES[entity], values, strict=True))


# --- One's own words -------------------------------------------------------------------------------------------------


def own_words(world: World, holder: Holder) -> None:
    """What its person said last on this phone is on its screen."""
    latest: dict[Pair, None] = {}
    for op_id in reversed(holder.spoken[-6:]):
        said = world.deeds[op_id].said
        kind = BY_NAME_KIND.get(said.kind)
        if kind is not None and op_id in holder.held:
            latest[kind.patch_entity or kind.entity, said.id] = None
    outcomes: Mapping[str, str] | None = None
    for pair in [one for one in latest if not world.erasures.touches(one[1])][:_OWN_LOOKED_AT]:
        outcomes = holder.phone.outcomes() if outcomes is None else outcomes
        _own_record(world, holder, pair, outcomes)


def _own_record(world: World, holder: Holder, pair: Pair, outcomes: Mapping[str, str]) -> None:
    deeds = list(_deeds_on(world, holder, pair))
    shown = holder.phone.shown(*pair)
    if not any(deed.said.op_id in holder.unsent or deed.said.op_id in holder.fresh for deed in deeds):
        _acked_record(world, holder, pair, shown, outcomes)
        return
    wanted = _wanted(world, holder, deeds, pair, outcomes)
    sent = _as_sent(holder, pair[1]) if pair[0] == "draft" and wanted else {}
    for name, values in wanted.items():
        ok = any(value in ((shown or {}).get(name), sent.get(name)) for value in values)
        world.expect(ok, "no-value-vanishes", lambda: _vanished(holder, pair, name, values[0], shown))  # noqa: B023


def _wanted(
    world: World, holder: Holder, deeds: Sequence[Deed], pair: Pair, outcomes: Mapping[str, str]
) -> dict[str, list[Value]]:
    """What must be shown of a record on which words wait: for each field the last wish, or what came of it since."""
    wanted: dict[str, list[Value]] = {}
    for deed in deeds:
        if not _patches(deed.said, pair[0]):
            continue
        plain = {name: value for name, value in deed.said.values.items() if _is_plain(pair[0], name)}
        # What was there already is no wish, and may have become another's since.
        new = {name: value for name, value in plain.items() if value != deed.saw.get(name)}
        outcome = outcomes.get(deed.said.op_id)
        # Whoever sends what he saw wishes no more what he said before and did not see.
        wanted = {name: values for name, values in wanted.items() if name not in plain or plain[name] in values}
        if _is_asked_again(world, holder, deed, outcome):
            wanted = {name: values for name, values in wanted.items() if name not in plain}
        elif deed.said.op_id in holder.unsent or outcome == "held":
            wanted |= {name: [value] for name, value in new.items()}
        elif deed.said.op_id in holder.fresh and world.journal.outcome(deed.said.op_id) == "applied":
            said = {name: value for name, value in new.items() if marks_of(value)}
            wanted |= {name: [value, *_since(world, deed, name)] for name, value in said.items()}
        elif outcome != "quarantined" or holder.phone.shows_refused:
            # Another's words, joined ones or refused ones may stand over these.
            wanted = {name: values for name, values in wanted.items() if name not in plain}
    return wanted


def _since(world: World, deed: Deed, name: str) -> Iterator[Value]:
    """What stood at a place since the deed took effect: an answer that is given again tells of what is long past."""
    op = world.journal.ops[deed.said.op_id][-1][1]
    versions = world.journal.versions
    for pair, v in _writes(op).items():
        since = [one for one in versions.get(pair, ()) if one.v >= v] if pair[1] == deed.said.id else []
        yield from _values([one for one in since if not one.removed], pair[0], name)
        # A draft that another device has sent goes on as a visit and its report.
        if pair[0] == "draft" and any(one.removed for one in since):
            for entity in ("visit", "report"):
                yield from _values(versions.get((entity, pair[1]), ()), entity, name)
    # What was sent goes on as a draft once it is returned.
    drafts = versions.get(("draft", deed.said.id), ())
    gone = max((at for at, one in enumerate(drafts) if one.op_id == op.op_id and one.removed), default=len(drafts))
    yield from _values(drafts[gone + 1 :], "draft", name)


def _values(versions: Sequence[Version], entity: str, name: str) -> Iterator[Value]:
    names = _NAMES[entity]
    return (one.fields()[names.index(name)] for one in versions if name in names)


def _as_sent(holder: Holder, id: str) -> Mapping[str, Value]:
    """A draft that was submitted stands as a report at once, before the office has heard of it."""
    return {**(holder.phone.shown("visit", id) or {}), **(holder.phone.shown("report", id) or {})}


def _is_asked_again(world: World, holder: Holder, deed: Deed, outcome: str | None) -> bool:
    """Whether these words were not taken once, and are handed in again to another life of the office, or wait there."""
    op_id = deed.said.op_id
    before = {op.outcome for _, op in world.journal.ops.get(op_id, ())}
    waits = op_id in holder.unsent or outcome == "held"
    return op_id in holder.acked and waits and bool(before & {"quarantined", "conflict"})


def _vanished(holder: Holder, pair: Pair, name: str, value: Value, shown: Mapping[str, Value] | None) -> str:
    return f"{holder.name} said {value!r} for {name} of {pair}, shows {shown.get(name) if shown else None!r}"


def _acked_record(
    world: World, holder: Holder, pair: Pair, shown: Mapping[str, Value] | None, outcomes: Mapping[str, str]
) -> None:
    """Nothing waits: what is shown is a state of the office's, not older than one's own last write."""
    done = [
        found
        for deed in _deeds_on(world, holder, pair)
        if deed.said.op_id in holder.acked and (found := _written(world, deed, pair)) is not None
    ]
    if not done or shown is None or _waits_there(world, holder, pair, outcomes):
        return
    least = max(done)
    names = [field.name for field in BY_NAME[pair[0]].fields]
    states = [one for one in world.journal.versions.get(pair, ()) if one.v >= least]
    told = _told_beside(world, holder, pair)
    # The latest is the likeliest.
    ok = any(_is_state(one, names, shown, told) for one in reversed(states))
    world.expect(ok, "no-value-vanishes", lambda: f"{holder.name} shows {pair} older than its own v{least}")


def _written(world: World, deed: Deed, pair: Pair) -> int | None:
    """The version that the deed made of the record; where another life made another of it, or none, which the phone may
    have heard of while a clone of it heard the latest, the lesser, or none."""
    found = world.journal.ops[deed.said.op_id]
    life, op = found[-1]
    if life != world.journal.life or op.outcome not in ("applied", "merged"):
        return None
    made = [_writes(one).get(pair) for _, one in found if one.outcome != "held"]
    versions = [v for v in made if v is not None]
    return min(versions) if len(versions) == len(made) else None


def _writes(op: StoredOp) -> Mapping[Pair, int]:
    """The records that an operation wrote, at which versions. What it took away from its author is none of them."""
    return _told(op.result, op.entity, op.record)


@lru_cache(maxsize=20_000)
def _told(result: str, entity: str, record: str) -> Mapping[Pair, int]:
    _, v, _, *rest = msgspec.json.decode(result)
    written = {(entity, id): w for entity, id, w, fields in _rows(rest) if fields is not None}
    return {(entity, record): int(v)} | written if v is not None else written


def _rows(rest: Sequence[Any]) -> Sequence[Any]:
    return rest[0] if rest and isinstance(rest[0], list) else ()


def _waits_there(world: World, holder: Holder, pair: Pair, outcomes: Mapping[str, str]) -> bool:
    """Whether the phone knows of words on the record that stand over it: held ones, or refused ones to be mended."""
    over = {"held", "quarantined"} if holder.phone.shows_refused else {"held"}
    return any(outcomes.get(deed.said.op_id) in over for deed in _deeds_on(world, holder, pair))


def _told_beside(world: World, holder: Holder, pair: Pair) -> list[tuple[int, Mapping[str, Value]]]:
    """What the results of operations on other records tell of this one, whose rows may not have come: at which version
    which fields. A settled conflict writes a draft."""
    found: list[tuple[int, Mapping[str, Value]]] = []
    for op_id in holder.fresh:
        _, _, _, *rest = msgspec.json.decode(world.journal.ops[op_id][-1][1].result)
        found += [(v, fields) for entity, id, v, fields in _rows(rest) if (entity, id) == pair and fields is not None]
    return sorted(found, key=itemgetter(0))


def _is_state(
    version: Version, names: Sequence[str], shown: Mapping[str, Value], told: Sequence[tuple[int, Mapping[str, Value]]]
) -> bool:
    """Whether that state is shown, as it was or with what results tell of since: what others wrote between comes by the
    rows."""
    state = dict(zip(names, version.fields(), strict=False))
    since = {name: value for v, fields in told if v > version.v for name, value in fields.items()}
    return not version.removed and dict(shown) in (state, state | since)


def _deeds_on(world: World, holder: Holder, pair: Pair) -> Iterator[Deed]:
    for op_id in holder.spoken_on.get(pair[1], ()):
        deed = world.deeds[op_id]
        if op_id in holder.held and deed.said.kind in BY_NAME_KIND:
            yield deed


def _patches(said: Said, entity: str) -> bool:
    return BY_NAME_KIND[said.kind].patch_entity == entity


def _is_plain(entity: str, name: str) -> bool:
    return "/" not in name and not BY_NAME[entity].field(name).columns and name != "companions"


# --- The place in the feed -------------------------------------------------------------------------------------------


def cursor_holds(world: World, holder: Holder) -> None:
    """Every record that stands before the phone's place in the feed, under keys it has had, is on the phone, as a row
    or as what an operation wrote."""
    client = getattr(holder.phone, "client", None)
    if client is None or client.cursor is None or client.loading:
        return
    with world.office.stores[0].inner.read() as reader:
        meta = reader.meta()
        cursor = opened(client.cursor, meta, person=holder.person, device=holder.phone.device)
        if cursor is None or cursor.fill is not None or client.epoch != meta.epoch:
            return
        there = reader.hash_at(cursor.pos)
        if there is None or not there.startswith(cursor.head):
            return
        keys = {one.key for one in reader.subscription(holder.person) if one.present and one.pos <= cursor.pos}
        places = reader.touched(keys, -1, 100_000)
        early = {(one.entity, one.id) for one in places if one.present and one.pos <= cursor.pos}
        stored = {(one.entity, one.id): record_of(one) for one in reader.stored({id for _, id in early})}
    here = {pair: v for pair, (v, _) in holder.phone.rows().items()}
    for op in client.ops:
        # What its own operation wrote it makes itself, at the operation's place, which may be the next.
        here |= {(entity, id): v for entity, id, v, _ in op.writes or () if v > here.get((entity, id), 0)}
    missing = [pair for pair in sorted(early) if here.get(pair, 0) < stored[pair].v]
    world.expect(not missing, "cursor-with-rows", lambda: f"{holder.name} at {cursor.pos} lacks {missing[:3]}")
