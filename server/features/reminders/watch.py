"""The leader's look around, again and again: the picture is brought up to date, and the outbox to the picture.

Owns what is kept between two looks, and when there is nothing to look at. Which kinds and finders there are is the
registry's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from structlog import get_logger

from server.features.devices.queries import WorkingDevice, list_working
from server.features.occasions import OCCASIONS, Finder, Phone, Scene
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.reminders.model import begun
from server.features.reminders.picture import Kind, Kinds, Picture
from server.features.reminders.planning import Looked, Plan, Settings, carry_out, compare, find_dues
from server.features.reminders.reach import NOWHERE, read_reached
from server.features.reminders.rules import next_allowed
from server.features.reminders.wishes import Wishes
from server.logs import places_of
from server.platform.acts import NOBODY, Act
from server.platform.clock import Clock, OfficeClock, day_of
from server.platform.store import SqlReader, SqlStore
from sync.ports import Record
from sync.values import text_of

# Time alone makes things due and pointless: after so long it is looked anew though nothing was written.
LOOK_MS: Final = 5 * 60_000
_NOTHING: Final = Looked(0, 0)
_UNSEEN: Final = ("", 0)
# What stands in everybody's inbox is kept up by the look itself.
_NOTICE: Final[Kinds] = {
    "notice": Kind(lambda notice: notice.body.get("ended") is None, ("person", "occasion", "read", "ended"))
}


class Watch:
    """What one leader keeps. `can`: the roads that this office has set up. For one thread at a time."""

    def __init__(
        self,
        store: SqlStore,
        clock: Clock,
        office_clock: OfficeClock,
        *,
        kinds: Kinds,
        finders: Iterable[Finder],
        new_id: Callable[[], str],
        can: Collection[str] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._office_clock = office_clock
        self._picture = Picture({**kinds, **_NOTICE})
        self._finders = tuple(finders)
        self._new_id = new_id
        self.wishes = Wishes(self._picture.records, can)
        self._directory: Directory | None = None
        self._seen = _UNSEEN
        # Whether the picture has changed since it was compared.
        self._moved = False
        self._memo: dict[str, Any] = {}
        # Person → how many notices stand that he has not read, as of the latest count.
        self.unread: Mapping[str, int] = {}

    def look(self) -> Looked:
        """Look around once. Nothing is compared while nothing was written and no time has passed to speak of."""
        now, today = self._clock.now_ms(), self._office_clock.today()
        seen = (today, now // LOOK_MS)
        with self._store.read() as reader:
            changed = self._catch_up(reader) or self._moved
            if not changed and seen == self._seen:
                return _NOTHING
            # Until all of it is done, the next look may not believe that nothing has changed.
            self._seen, self._moved = _UNSEEN, False
            since = reader.connection.execute(sa.select(begun.c.since)).scalar()
            plan = self._compare(reader, today, since or today, now)
        looked = self._carry_out(plan, today, now, is_first=since is None)
        if plan.is_whole:
            self._seen = seen
        return looked

    def count(self) -> None:
        """Count anew what nobody has read, with all that was written by now."""
        with self._store.read() as reader:
            self._moved = self._follow(reader) or self._moved
        notices = self._picture.records["notice"].values()
        self.unread = Counter(text_of(each.body.get("person")) for each in notices if each.body.get("read") is None)

    @property
    def is_settled(self) -> bool:
        """Whether the latest look left nothing for the next one."""
        return self._seen != _UNSEEN

    @property
    def directory(self) -> Directory:
        """Who and what there is, as of the latest look. Nobody may ask before the first."""
        assert self._directory is not None, "nobody has looked yet"
        return self._directory

    def allowed(self, person: str, occasion: str, at: int) -> int:
        """The first instant from `at` on, in real ms, at which the person may be told of that; never in his quiet."""
        on_working_days = occasion in OCCASIONS and OCCASIONS[occasion].on_working_days
        working = self.directory.calendar if on_working_days else None
        offset = self._office_clock.offset_ms
        return next_allowed(at + offset, self.wishes.hours(person), working) - offset

    def _catch_up(self, reader: SqlReader) -> bool:
        changed, before = self._follow(reader), self._directory
        self._directory = load_directory(reader)
        return changed or self._directory is not before

    def _follow(self, reader: SqlReader) -> bool:
        changed = self._picture.catch_up(reader)
        if changed:
            self.wishes.renew()
        return changed

    def _compare(self, reader: SqlReader, today: str, since: str, now: int) -> Plan:
        self._picture.forget(today)
        scene = self._scene(reader, today, now)
        found = find_dues(scene, self._finders, since=since, report=self._report)
        settings = self._settings(reader, now)
        return compare(reader.connection, found, self._picture.records["notice"], scene, settings, now=now)

    def _report(self, finder: Finder, fault: Exception) -> None:
        room = finder.find.__module__
        get_logger().error("finder_fault", room=room, fault=type(fault).__name__, places=places_of(fault))
        # What it had kept may be half of it.
        self._memo.clear()

    def _carry_out(self, plan: Plan, today: str, now: int, *, is_first: bool) -> Looked:
        if is_first:
            with self._store.write() as tx:
                _begin(tx.connection, today)
        put_in, taken_out = 0, 0
        for part in plan.parts():
            with self._store.write() as tx:
                done = carry_out(Act(tx, NOBODY, now, today, self._new_id), part)
            put_in, taken_out = put_in + done.put_in, taken_out + done.taken_out
        return Looked(put_in, taken_out)

    def _scene(self, reader: SqlReader, today: str, now: int) -> Scene:
        records = self._picture.records
        turns = {code: self.wishes.turns(code) for code in OCCASIONS}
        away = {text_of(each.body.get("person")) for each in records.get("leave", {}).values() if _covers(each, today)}
        office_now, offset = self._office_clock.now_ms(), self._office_clock.offset_ms
        phones = [_phone(device, offset) for device in list_working(reader.connection, now)]
        return Scene(self.directory, records, today, office_now, turns, frozenset(away), phones, self._memo)

    def _settings(self, reader: SqlReader, now: int) -> Settings:
        wishes = self.wishes
        # Asked where there is anything new to tell.
        reached = cache(lambda: read_reached(reader.connection, now=now))
        return Settings(
            hours=wishes.hours,
            roads=lambda person: wishes.roads(person, reached().get(person, NOWHERE).roads),
            wants=wishes.wants,
            secret=reader.meta().cursor_key,
        )


def _phone(device: WorkingDevice, offset_ms: int) -> Phone:
    unkept = None if device.unkept_since is None else day_of(device.unkept_since + offset_ms)
    return Phone(device.person, device.id, day_of(device.seen + offset_ms), unkept)


def _covers(leave: Record, day: str) -> bool:
    body = leave.body
    return not body.get("cancelled") and text_of(body.get("starts")) <= day <= text_of(body.get("ends"))


def _begin(connection: Connection, today: str) -> None:
    """Note the day since which this office reminds; another leader's word stands."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(begun).values(id=1, since=today).on_conflict_do_nothing())
