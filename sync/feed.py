"""The feed: what a person may read, brought to one device in order, and what he may not read any more.

Owns segments, back-fill, departures and the keys a person gains and loses. Sans-I/O; every segment is made in a short
reading of its own, so that a slow phone holds nothing.

    keys      what the directory says the person reads today
    places    (key, record) with the position of the latest change there
    live      places under his keys after the cursor, upwards to the end of the log
    fill      places under keys that he gained, below where live begins: the directory, then the rest, newest first

    first load = live from the end of the log (nothing) + fill of every key

A key gained or lost is itself a position in the log, so that each of a person's devices meets it where its cursor
passes: a gain starts a fill, a loss names what is gone. A record is gone only when no key of his covers it.

Rows follow the record's latest version: a record that changes moves upwards past the cursor and comes again, so a
device that is far behind gets each record once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from sync import limits
from sync.applying import Told
from sync.batch import Pair
from sync.changelog import HEAD_BYTES, SALT_BYTES, link
from sync.cursor import Cursor, Fill, Place, Stage, epoch_mark, sealed
from sync.entities import BY_NAME, ENTITIES
from sync.ports import Reader, Store
from sync.protocol import end_line, segment_line, table_of
from sync.receipts import receipt
from sync.stored import Head, Member, StoredChange, StoredRecord, Subscribed
from sync.values import canonical_object

# Places looked at in one step: a segment of small records.
STEP: Final = 400
# The key of the directory: what everyone who is signed in reads.
ALL: Final = "all"
_ORDER: Final = {entity.name: place for place, entity in enumerate(ENTITIES)}
_NOTHING: Final = "00000000-0000-4000-8000-000000000000"


class TooMuchGone(Exception):
    """So much left the person's sight that a fresh load is shorter than the list, or the whole log was replaced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Whom a feed is for and where it starts, and in which life of the database (None: whichever there is).

    `receipt`: the person wants to know what the office has. His keys are not in it: each step asks the log for them,
    since another device of his may have met a gain or a loss while the answer was on its way.
    """

    person: str
    device: str
    told: dict[Pair, Told]
    start: Cursor | None
    epoch: str | None = None
    receipt: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One step: rows and departures, and the cursor that holds once they are kept. `done`: nothing is left."""

    tables: list[str]
    gone: list[Pair]
    cursor: Cursor
    done: bool

    @property
    def size(self) -> int:
        """Its rows in bytes, before compression."""
        return sum(map(len, self.tables))


# --- Keys gained and lost --------------------------------------------------------------------------------------------


def differing(subscribed: Sequence[Subscribed], keys: Collection[str]) -> tuple[set[str], set[str]]:
    """The keys that a person gained and lost since the last contact."""
    had = _held(subscribed)
    return set(keys) - had, set(had - set(keys))


def _held(subscribed: Sequence[Subscribed]) -> frozenset[str]:
    return frozenset(one.key for one in subscribed if one.present)


def note_keys(store: Store, person: str, keys: Collection[str], *, now: int, chance: Callable[[int], bytes]) -> None:
    """Enter into the log what keys a person gained and lost. Nothing is written when there is no difference."""
    with store.write() as tx:
        gained, lost = differing(tx.subscription(person), keys)
        head, changes, rows = tx.head(), list[StoredChange](), list[Subscribed]()
        # Each loss has a position of its own, so that no segment has to name more than one key's records.
        for got, left in [(sorted(gained), []), *(([], [key]) for key in sorted(lost))]:
            if not (got or left):
                continue
            change = link(
                head.hash, pos=head.pos + 1, entity="subscription", id=person, v=0, op_id=_NOTHING, actor=person,
                at=now, salt=chance(SALT_BYTES), payload=canonical_object({"gained": got, "lost": left}),
            )  # fmt: skip
            head = Head(change.pos, change.head)
            changes.append(change)
            rows += [Subscribed(key, change.pos, key in gained) for key in (*got, *left)]
        if changes:
            tx.append(changes, [], [])
            tx.put_subscription(person, rows)


# --- Segments --------------------------------------------------------------------------------------------------------


def segments(
    store: Store, reading: Reading, answer_bytes: int, *, at_least_one: bool, here: Reader | None = None
) -> Iterator[bytes]:
    """The answer's segments, and its end, as lines.

    `at_least_one`: tell the cursor even when it stands where it stood. `here`: a reading for the first step
    alone. TooMuchGone at the first step only.
    """
    cursor, size, told = reading.start, 0, not at_least_one
    while True:
        try:
            with store.read() if here is None else nullcontext(here) as reader:
                segment, text, told_last = _step(reader, reading, cursor)
            here = None
        except TooMuchGone:
            if cursor == reading.start:
                raise
            yield end_line(more=True)
            return
        moved = segment.cursor != cursor
        cursor, size = segment.cursor, size + segment.size
        if moved or segment.gone or not told:
            told = True
            yield segment_line(segment.tables, segment.gone, cursor=text, pos=cursor.pos)
        if segment.done or size >= answer_bytes:
            yield end_line(more=not segment.done, receipt=told_last)
            return


def _step(reader: Reader, reading: Reading, cursor: Cursor | None) -> tuple[Segment, str, Mapping[str, object] | None]:
    """The next segment, its cursor as text, and, with the last one when it was asked for, the receipt."""
    meta = reader.meta()
    if reading.epoch not in (None, meta.epoch):
        # The database was put back under this answer: its places mean nothing in the one that is there now.
        raise TooMuchGone
    segment = next_segment(reader, reading, cursor)
    wanted = reading.receipt and segment.done
    last = receipt(reader, reading.person, _held(reader.subscription(reading.person))) if wanted else None
    return segment, sealed(segment.cursor, meta, person=reading.person, device=reading.device), last


def next_segment(reader: Reader, reading: Reading, cursor: Cursor | None) -> Segment:
    """The step after `cursor` (None: the first of a first load)."""
    head = reader.head()
    if cursor is None:
        cursor = _at(reader, head.pos, Fill(-1))
    if cursor.pos < head.pos:
        return _live(reader, reading, cursor, head)
    if cursor.fill is not None:
        return _fill(reader, reading, cursor, cursor.fill)
    return Segment([], [], cursor, done=True)


def _at(reader: Reader, pos: int, fill: Fill | None) -> Cursor:
    head = (reader.hash_at(pos) or b"")[:HEAD_BYTES]
    return Cursor(pos, head, epoch_mark(reader.meta().epoch), fill)


def _live(reader: Reader, reading: Reading, cursor: Cursor, head: Head) -> Segment:
    subscribed = reader.subscription(reading.person)
    keys = _held(subscribed)
    # What leaves a key before the person loses it is named where it left: the key's own loss comes later.
    ending = {one.key for one in subscribed if not one.present and one.pos > cursor.pos}
    places = reader.touched(keys | ending, cursor.pos, STEP)
    rows, end = _cut(reader, [one for one in places if one.key in keys])
    if end is None:
        # Fewer places than asked for: there is nothing of his up to the end of the log.
        end = places[-1].pos if len(places) >= STEP else head.pos
    # A segment ends where a key was lost: what lay under the next one is named in the next segment.
    end = min([end, *(one.pos for one in subscribed if not one.present and one.pos > cursor.pos)])
    rows = [one for one in rows if one.pos <= end]
    left = {_pair(one): one.pos for one in places if not one.present and one.pos <= end}
    crossed = [one for one in subscribed if cursor.pos < one.pos <= end]
    since = reading.start.pos if reading.start is not None else 0
    moved = any(one.pos > since for one in subscribed)
    lost = _lost(reader, [one.key for one in crossed if not one.present], cursor.pos)
    gone = _uncovered(reader, keys, [*left, *lost])
    kept = [one for one in rows if moved or not _is_withheld(reading, one.pos, (one.entity, one.id))]
    gone = [pair for pair in gone if pair not in left or moved or not _is_withheld(reading, left[pair], pair)]
    fill = cursor.fill
    # From the first segment on, which holds rows of a key that is gained further ahead.
    if any(one.present and one.pos > cursor.pos for one in subscribed):
        fill = Fill(min(cursor.pos, fill.since if fill is not None else cursor.pos))
    after = _at(reader, end, fill)
    if end < head.pos:
        # A log that is put back to between the two lacks this place, and so the phone learns that it has to begin anew.
        after = replace(after, seen=Place(head.pos, head.hash[:HEAD_BYTES]))
    return Segment(tables_of(kept), gone, after, done=end == head.pos and fill is None)


def _cut(reader: Reader, places: Sequence[Member]) -> tuple[list[StoredRecord], int | None]:
    """The records at these places, up to a segment's size, and the position of the last when some were left out."""
    stored = {one.pos: one for one in reader.stored_at({one.pos for one in places if one.present})}
    rows: list[StoredRecord] = []
    size = 0
    for place in dict.fromkeys(one.pos for one in places):
        if size >= limits.SEGMENT_BYTES:
            return rows, rows[-1].pos
        if place in stored:
            rows.append(stored[place])
            size += len(stored[place].body)
    return rows, None


def _lost(reader: Reader, keys: Sequence[str], after: int) -> list[Pair]:
    """What stood under lost keys when the phone last heard of them."""
    if not keys:
        return []
    places = reader.touched(keys, -1, limits.GONE_MAX + 1)
    if len(places) > limits.GONE_MAX:
        raise TooMuchGone
    return [_pair(one) for one in places if one.present or one.pos > after]


def _uncovered(reader: Reader, keys: frozenset[str], pairs: Iterable[Pair]) -> list[Pair]:
    """Those of the records that are under none of the keys."""
    wanted = dict.fromkeys(pairs)
    covered = {_pair(one) for one in reader.members(wanted) if one.present and one.key in keys}
    return [pair for pair in wanted if pair not in covered]


def _is_withheld(reading: Reading, pos: int, pair: Pair) -> bool:
    """Whether the phone can make the record itself: all that happened to it since its cursor was this request's doing.

    Not in a load, where a phone trusts none of its rows. When keys changed nothing is: it may lack the row.
    """
    told = reading.told.get(pair)
    start = reading.start
    if told is None or start is None or start.fill is not None:
        return False
    return told.pos == pos and (told.before is None or told.before.record.pos <= start.pos)


def _fill(reader: Reader, reading: Reading, cursor: Cursor, fill: Fill) -> Segment:
    subscribed = reader.subscription(reading.person)
    keys = {one.key for one in subscribed if one.present and one.pos > fill.since}
    settled = _held(subscribed) - keys
    places, following = _fill_places(reader, keys, cursor, fill)
    rows, end = _cut(reader, [one for one in places if one.present])
    if end is None and len(places) >= STEP:
        end = places[-1].pos
    after = replace(cursor, fill=replace(fill, mark=end) if end is not None else following)
    return Segment(tables_of(_unsettled(reader, rows, settled)), [], after, done=after.fill is None)


def _fill_places(reader: Reader, keys: set[str], cursor: Cursor, fill: Fill) -> tuple[list[Member], Fill | None]:
    """The next places of a back-fill, and what follows when they are the last of their stage."""
    if fill.stage is Stage.DIRECTORY:
        return reader.touched(keys & {ALL}, fill.mark, STEP), Fill(fill.since, Stage.REST, cursor.pos + 1)
    return reader.latest(keys - {ALL}, fill.mark, STEP), None


def _unsettled(reader: Reader, rows: Sequence[StoredRecord], settled: Collection[str]) -> Sequence[StoredRecord]:
    """The records that the phone has not by another key already."""
    if not settled:
        return rows
    places = reader.members([(one.entity, one.id) for one in rows])
    known = {_pair(one) for one in places if one.present and one.key in settled}
    return [one for one in rows if (one.entity, one.id) not in known]


def _pair(one: Member) -> Pair:
    return one.entity, one.id


def tables_of(records: Sequence[StoredRecord]) -> list[str]:
    """Rows by kind and layout, the directory first, joined from the stored bytes."""

    def layout(one: StoredRecord) -> tuple[int, str, int, int]:
        return _ORDER[one.entity], one.entity, one.schema, one.width

    ordered = sorted(records, key=layout)
    return [
        table_of(entity, schema, [field.name for field in BY_NAME[entity].fields[:width]], [_row(one) for one in rows])
        for (_, entity, schema, width), rows in groupby(ordered, layout)
    ]


def _row(one: StoredRecord) -> str:
    return f'["{one.id}",{one.v},{one.body[1:]}'
