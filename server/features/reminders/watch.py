"""The leader's look around, again and again: the picture is brought up to date, and the outbox to the picture.

Owns what is kept between two looks, and when there is nothing to look at. Which kinds and finders there are is the
registry's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.occasions import OCCASIONS, Finder, Scene
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.reminders.model import addresses, begun, subscriptions
from server.features.reminders.picture import Kinds, Picture
from server.features.reminders.planning import Looked, Settings, find_dues, look
from server.features.reminders.rules import ROADS, Hours, read_turns
from server.platform.acts import NOBODY, Act
from server.platform.clock import Clock, OfficeClock
from server.platform.store import SqlStore, SqlTx
from sync.ports import Record
from sync.values import items_of, text_of

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
        self._can = tuple(can)
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
        turns = {code: each.turns for code, each in OCCASIONS.items()}
        rules = records.get("occasion", {}).values()
        turns |= {text_of(rule.body.get("code")): read_turns(text_of(rule.body.get("turns"))) for rule in rules}
        away = {text_of(each.body.get("person")) for each in records.get("leave", {}).values() if _covers(each, today)}
        return Scene(directory, records, today, self._office_clock.now_ms(), turns, frozenset(away))

    def _settings(self, tx: SqlTx) -> Settings:
        wishes = {
            text_of(each.body.get("person")): each for each in self._picture.records.get("preference", {}).values()
        }
        reached = _reached(tx.connection)

        def roads(person: str) -> list[str]:
            wish, has = wishes.get(person), reached.get(person, frozenset())
            return [
                road for road in ROADS if road in self._can and road in has and (wish is None or wish.body.get(road))
            ]

        return Settings(lambda person: hours_of(wishes.get(person)), roads)


def hours_of(wish: Record | None) -> Hours:
    """A person's hours as he wishes them; the office's where he has said nothing."""
    if wish is None:
        return Hours()
    named = {name: text_of(wish.body.get(name)) for name in ("zone", "quiet_from", "quiet_until")}
    return Hours(**named, digest=text_of(wish.body.get("digest")) or None)


def silenced(wish: Record | None) -> frozenset[str]:
    """The occasions that a person does not want."""
    return frozenset(text_of(row[0]) for row in items_of(wish.body.get("silenced"))) if wish else frozenset()


def _covers(leave: Record, day: str) -> bool:
    body = leave.body
    return not body.get("cancelled") and text_of(body.get("starts")) <= day <= text_of(body.get("ends"))


def _since(connection: Connection, today: str) -> str:
    """The day since which this office reminds; today where it begins."""
    found = connection.execute(sa.select(begun.c.since)).scalar()
    if found is None:
        connection.execute(begun.insert().values(id=1, since=today))
    return found or today


def _reached(connection: Connection) -> Mapping[str, frozenset[str]]:
    """Person → the roads on which he can be reached."""
    found: dict[str, set[str]] = {}
    live = sa.select(subscriptions.c.person).where(subscriptions.c.retired.is_(None)).distinct()
    for person in connection.execute(live).scalars():
        found.setdefault(person, set()).add("push")
    for row in connection.execute(sa.select(addresses)):
        found.setdefault(row.person, set()).update(road for road in ("mail", "gateway") if getattr(row, road))
    return {person: frozenset(roads) for person, roads in found.items()}
