"""What is done to the window without anyone asking: it moves on with the months and leaves nothing open behind.

    months that are about to go ─▶ what is still open there is filed under the present month, a few hundred at a time
                                ─▶ then the office says that the window begins later, and phones drop those months

Records that have no month, from before there were any, are filed in the same way, some every night.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from server.features.audiences import month_received, of_visit
from server.features.earlier.rules import FOLLOWING, LEADING, is_misfiled, is_open, refiled
from server.features.people.actions import do_move_window
from server.features.people.directory import Directory
from server.features.people.months import FILED, WINDOW_DAYS, first_day, month_in, month_of
from server.features.people.queries import load_directory
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.erasing import under
from server.platform.store import SqlStore, SqlTx
from sync.batch import Pair
from sync.ports import Record

# Places looked at in one turn of the writer's, and records filed anew in one night: some seconds of it.
_STEP: Final = 200
_NIGHT: Final = 5_000


@dataclass(frozen=True, slots=True)
class Night:
    """One run: whose store, what time it really is (ms), the office's day, and new ids."""

    store: SqlStore
    now: int
    today: str
    new_id: Callable[[], str]


def move_window(night: Night) -> int:
    """File what has to be filed anew and move the window on; how many records were filed."""
    with night.store.read() as reader:
        directory = load_directory(reader)
        office = directory.office
        provinces = _provinces(directory)
        # Visits and items lead; what follows a visit is found by it.
        roots = sorted(key for key in provinces if key.startswith("unit:"))
        keys = [each for key in roots for each in reader.keys_within(key)]
    if office is None:
        return 0
    wanted = first_day(today=night.today, days=office.window_days or WINDOW_DAYS, moved_to=None)
    leaving = [key for key in keys if "@" in key and (month_in(key) or "") < month_of(wanted)]
    since = office.window_from or ""
    # Months that went before hold nothing open any more: what is done to a record there gives it the present month.
    leaving = [key for key in leaving if (month_in(key) or "") >= month_of(since)]
    done = sum(_carry(night, key, provinces, misfiled=False) for key in leaving)
    done += sum(_carry(night, key, provinces, misfiled=True) for key in keys if _is_odd(key, night.today))
    if wanted != office.window_from:
        with night.store.write() as tx:
            act = Act(tx, NOBODY, night.now, night.today, night.new_id)
            do_move_window(act, days=office.window_days, first=wanted)
    return done


def _is_odd(key: str, today: str) -> bool:
    return (month_in(key) or "9999") > month_of(today)


def _provinces(directory: Directory) -> frozenset[str]:
    provinces = [unit for unit in directory.units if directory.is_province(unit)]
    return frozenset(f"{prefix}:{unit}" for prefix in FILED for unit in provinces)


def _carry(night: Night, key: str, provinces: Collection[str], *, misfiled: bool) -> int:
    """Walk over a key, newest first, and file anew what is open there, or all that stands there by mistake."""
    below, done = 2**62, 0
    while done < _NIGHT:
        with night.store.write() as tx:
            places = tx.latest([key], below, _STEP)
            pairs = [(one.entity, one.id) for one in places]
            writes = [write for pair in pairs for write in _writes(tx, night, pair, provinces, misfiled=misfiled)]
            if writes:
                unique = {(write.entity, write.id): write for write in writes}
                Act(tx, NOBODY, night.now, night.today, night.new_id).append(*unique.values())
                done += len(unique)
        if len(places) < _STEP:
            break
        below = places[-1].pos
    return done


def _writes(tx: SqlTx, night: Night, pair: Pair, provinces: Collection[str], *, misfiled: bool) -> Iterable[Write]:
    entity, id = pair
    record = tx.record(entity, id) if entity in LEADING else None
    if record is None or not (misfiled or is_open(entity, record.body)):
        return
    month = _month_of(record, night.today) if misfiled else month_of(night.today)
    for kind, each in [pair, *_followers(tx, pair)]:
        keys = tx.keys_of(kind, each)
        if keys and (not misfiled or is_misfiled(keys, provinces, month_of(night.today))):
            yield Write(kind, each, {}, refiled(keys, provinces, month))


def _month_of(record: Record, today: str) -> str:
    """The month that a record without one belongs to: of its arrival, or, of an open one, the present."""
    received = month_received(record)
    if received is None or is_open(record.entity, record.body):
        return month_of(today)
    return min(received, month_of(today))


def _followers(tx: SqlTx, pair: Pair) -> list[Pair]:
    """What belongs to a visit or an item: a report under its id, and whatever was filed with it."""
    report = [("report", pair[1])] if pair[0] == "visit" else []
    return [*report, *(one for one in under(tx, of_visit(pair[1])) if one[0] in FOLLOWING)]
