"""The leader's look around, again and again: the picture is brought up to date, and the outbox to the picture.

Owns what is kept between two looks, and when there is nothing to look at. Which kinds and finders there are is the
registry's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.occasions import OCCASIONS, Finder, Scene
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.reminders.model import begun
from server.features.reminders.picture import Kinds, Picture
from server.features.reminders.planning import Looked, Settings, find_dues, look
from server.features.reminders.wishes import Wishes, reached_by
from server.platform.acts import NOBODY, Act
from server.platform.clock import Clock, OfficeClock
from server.platform.store import SqlStore, SqlTx
from sync.ports import Record
from sync.values import text_of

_NOTHING: Final = Looked(0, 0)


class Watch:
    """What one leader keeps. `can`: the roads that this office has set up."""

    def __init__(
        self,
        store: SqlStore,
        clock: Clock,
        office_clock: OfficeClock,
        *,
        kinds: Kinds,
        finders: Iterable[Finder],
        new_id: Callable[[], str],
        can: Sequence[str] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._office_clock = office_clock
        self._picture = Picture(kinds)
        self._finders = tuple(finders)
        self._new_id = new_id
        self.wishes = Wishes(self._picture.records, can)
        self._day = ""

    def look(self) -> Looked:
        """Look around once. Nothing is read twice while nothing was written and the day has not changed."""
        today = self._office_clock.today()
        with self._store.read() as reader:
            changed = self._picture.catch_up(reader)
            directory = load_directory(reader)
        if not changed and today == self._day:
            return _NOTHING
        scene = self._scene(directory, today)
        with self._store.write() as tx:
            dues = find_dues(scene, self._finders, since=_since(tx.connection, today))
            act = Act(tx, NOBODY, self._clock.now_ms(), today, self._new_id)
            looked = look(act, dues, scene, self._settings(tx), now=act.at)
        self._day = today
        return looked

    def _scene(self, directory: Directory, today: str) -> Scene:
        records = self._picture.records
        turns = {code: self.wishes.turns(code) for code in OCCASIONS}
        away = {text_of(each.body.get("person")) for each in records.get("leave", {}).values() if _covers(each, today)}
        return Scene(directory, records, today, self._office_clock.now_ms(), turns, frozenset(away))

    def _settings(self, tx: SqlTx) -> Settings:
        reached = reached_by(tx.connection)
        wishes = self.wishes
        return Settings(wishes.hours, lambda person: wishes.roads(person, reached.get(person, ())), wishes.wants)


def _covers(leave: Record, day: str) -> bool:
    body = leave.body
    return not body.get("cancelled") and text_of(body.get("starts")) <= day <= text_of(body.get("ends"))


def _since(connection: Connection, today: str) -> str:
    """The day since which this office reminds; today where it begins."""
    found = connection.execute(sa.select(begun.c.since)).scalar()
    if found is None:
        connection.execute(begun.insert().values(id=1, since=today))
    return found or today
