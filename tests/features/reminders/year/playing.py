"""The made-up year in a real office: its operations through the engine, its leader looking around when it is told to.

Owns the clock and the order of things. What was told is read out of the outbox's own book of what was sent.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from server import create_app
from server.config import Config
from server.context import Server
from server.days import add_days
from server.features.audiences import may_read
from server.features.devices.actions import Device, do_note_kept, do_note_seen, do_open_session
from server.features.people.queries import load_directory
from server.features.reminders.model import reminders, sendings
from server.platform.acts import NOBODY, Act
from server.platform.clock import DAY_MS, SetClock, day_of, start_of
from server.platform.ids import new_id
from server.reminding import Reminding
from tests.factories import id_of
from tests.features.reminders.year.people import BEGINS, ENDS, PEOPLE, YEAR, do_found
from tests.features.reminders.year.story import Year, at, looks_in
from tests.perf.province.sender import Sender

# A leader looks each minute; by these the messages of a day are told apart. What comes with a day comes in the morning,
# and who lives far from here is awake at noon or late; else one looks where something has happened.
EVERY_DAY: Final = "06:45"
TWICE_A_WEEK: Final = "13:45"
WHERE_SOMETHING_HAPPENED: Final = ("13:45", "16:30", "22:00")
# Of these somebody may read one and not another.
_SCOPED: Final = ("visit", "feedback", "task", "invitation")
NAMES: Final = {id_of(name): name for name in PEOPLE}


class Told(NamedTuple):
    """One message that went out."""

    at: int
    person: str
    occasion: str
    record: str
    turn: str


def moments(year: Year) -> list[int]:
    """When somebody looks around in that year."""
    busy = sorted(one.at_ms for one in year.said)
    found = []
    for number in range((start_of(ENDS) - start_of(BEGINS)) // DAY_MS + 1):
        day = add_days(BEGINS, number)
        found.append(at(day, EVERY_DAY))
        for clock in WHERE_SOMETHING_HAPPENED:
            # Somebody did something since the last look.
            when = at(day, clock)
            if bisect(busy, when) > bisect(busy, found[-1]) or (clock == TWICE_A_WEEK and number % 7 in (1, 4)):
                found.append(when)
    return found


def with_days_down(looks: Sequence[int], seed: int) -> list[int]:
    """The same without a third of the days, and without one look in ten."""
    chance = random.Random(seed)
    days = {add_days(BEGINS, chance.randrange(1, 366)) for _ in range(160)}
    return [when for when in looks if day_of(when) not in days and chance.random() > 0.1]


class Playing:
    """One office in a fresh folder. `leaders`: how many look at once; `restarts`: how likely each is a new one."""

    def __init__(self, folder: Path, *, leaders: int = 1, restarts: float = 0, seed: int = 1) -> None:
        self._clock = SetClock(at(BEGINS, "00:10"))
        folder.mkdir(exist_ok=True)
        config = Config(data_dir=folder, password_memory_kib=8, static_dir=folder / "not built")
        self._here: Server = create_app(config, clock=self._clock).extensions["diaban"]
        sa.event.listen(self._here.store.engine, "connect", _hurry)
        self._here.store.engine.dispose()
        self._chance = random.Random(seed)
        self._restarts, self._leaders = restarts, leaders
        with self._here.store.write() as tx:
            do_found(Act(tx, NOBODY, self._clock.ms, f"{YEAR - 1}-12-31", new_id))

    def play(self, year: Year, looks: Sequence[int]) -> list[Told]:
        """Let it all happen until the last look. Returns what was told, in order."""
        sender = Sender(self._here.store, 1)
        self._sign_in(year)
        steps: list[tuple[int, Callable[[], object]]] = [
            (one.at_ms, lambda one=one: sender.send([one], one.at_ms)) for one in year.said  # type: ignore[misc]
        ]  # fmt: skip
        steps += [(when, lambda who=who, when=when: self._see(who, when)) for when, who in looks_in(year)]  # type: ignore[misc]
        for who, (since, until) in year.unkept.items():
            steps.append((since, lambda who=who, when=since: self._keep(who, when, kept=False)))  # type: ignore[misc]
            steps.append((until, lambda who=who, when=until: self._keep(who, when, kept=True)))  # type: ignore[misc]
        with ThreadPoolExecutor(self._leaders) as pool:
            self._remind = [self._reminding() for _ in range(self._leaders)]
            steps += [(when, lambda: self._look(pool)) for when in looks]
            for when, step in sorted(steps, key=lambda each: each[0]):
                if when <= looks[-1]:
                    self._clock.ms = when
                    step()
        return list(self._told())

    def beyond_their_scope(self, told: Iterable[Told]) -> list[Told]:
        """What was told to somebody who may not read the record that it is about."""
        found = []
        with self._here.store.read() as reader:
            directory = load_directory(reader)
            for each in told:
                keys = [key for kind in _SCOPED for key in reader.keys_of(kind, each.record)]
                if keys and not may_read(directory, keys, person=id_of(each.person), today=day_of(each.at)):
                    found.append(each)
        return found

    def close(self) -> None:
        """Leave the database."""
        self._here.store.engine.dispose()

    def _reminding(self) -> Reminding:
        return Reminding(self._here)

    def _look(self, pool: ThreadPoolExecutor) -> None:
        for number in range(self._leaders):
            if self._chance.random() < self._restarts:
                self._remind[number] = self._reminding()
        if self._leaders == 1:
            self._remind[0].tick()
        else:
            list(pool.map(Reminding.tick, self._remind))

    def _sign_in(self, year: Year) -> None:
        with self._here.store.write() as tx:
            for who in year.seen:
                device, session = Device(id_of(f"{who} phone"), "phone"), id_of(f"{who} session")
                now = at(BEGINS, "00:20")
                do_open_session(tx.connection, id_of(who), device, token=session, id=session, now=now)

    def _see(self, who: str, when: int) -> None:
        with self._here.store.write() as tx:
            do_note_seen(tx.connection, id_of(f"{who} session"), when)

    def _keep(self, who: str, when: int, *, kept: bool) -> None:
        with self._here.store.write() as tx:
            do_note_kept(tx.connection, id_of(who), id_of(f"{who} phone"), kept=kept, now=when)

    def _told(self) -> Iterator[Told]:
        r, s = reminders.c, sendings.c
        columns = (s.at, r.person, r.occasion, r.record, r.turn)
        query = sa.select(*columns).join(reminders, r.id == s.reminder).where(s.outcome == "taken").order_by(s.at, s.id)
        with self._here.store.read() as reader:
            for row in reader.connection.execute(query):
                yield Told(row.at, NAMES[row.person], row.occasion, row.record, row.turn)


def _hurry(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
