"""Random lives of an office's reminders: things come due and are done, services fail, processes die at every step.

Whatever happens, what stands arrives under one name, and what is done, read or out of hours does not.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from server.features.reminders.outbox import LEASE_MS
from server.features.reminders.rules import Hours, next_allowed
from server.platform.clock import SetClock
from server.platform.ids import new_id
from server.reminding import Reminding
from tests.cast import Cast
from tests.features.reminders.telling import HOUR_MS, MINUTE_MS, Killed, Telling
from tests.features.reminders.test_sending import WISH
from tests.hand import Hands

PEOPLE: Final = ("owner", "colleague", "clerk")
# One of them wants one message a day.
DIGEST: Final = "colleague"
ANSWERS: Final = (201, 201, 201, 201, 429, 500, 0)
MOMENTS: Final = (1000, 30_000, 2 * MINUTE_MS, LEASE_MS + 1, 3 * HOUR_MS, 11 * HOUR_MS)


class Life:
    """One schedule. Two processes lead, as they do for a moment when one was believed to be dead."""

    def __init__(self, office: Telling, hands: Hands, chance: random.Random, *, deadly: float) -> None:
        self.office = office
        self.chance = chance
        self.deadly = deadly
        self.deaths = 0
        self.tasks: dict[str, str] = {}
        self.done: dict[str, int] = {}
        assert hands.colleague.do("preference.set", new_id(), **{**WISH, "digest": "07:00"}) == "applied"
        office.wire.then = self._fate
        self.workers: list[Reminding | None] = [None, None]

    def go(self, steps: int) -> None:
        """So many steps, then whatever it takes until nothing waits, with nobody dying and every service well."""
        for _ in range(steps):
            self.chance.choice((self._begin, self._begin, self._end, self._work, self._work, self._work, self._wait))()
        self.deadly = 0
        self.office.wire.ordered.clear()
        # What began since the last look is found by the next one.
        self.office.clock.move(MINUTE_MS)
        for _ in range(200):
            self._work()
            if not any(row["state"] == "waiting" for row in self.office.rows()):
                return
            self.office.clock.move(HOUR_MS)
        raise AssertionError("something waits for ever")

    def _begin(self) -> None:
        name = self.chance.choice(PEOPLE)
        self.tasks[self.office.task(name, self.office.here.today)] = name

    def _end(self) -> None:
        if open_ := [task for task in self.tasks if task not in self.done]:
            task = self.chance.choice(open_)
            self.office.finish(task)
            self.done[task] = len(self.office.wire.pushes)

    def _wait(self) -> None:
        self.office.clock.move(self.chance.choice(MOMENTS))

    def _work(self) -> None:
        self.office.wire.ordered.append(self.chance.choice(ANSWERS) if self.deadly else 201)
        which = self.chance.randrange(2)
        try:
            if self.workers[which] is None:
                self.workers[which] = self.office.worker(self._fate)
            worker = self.workers[which]
            assert worker is not None
            worker.tick()
        except Killed:
            self.deaths += 1
            self.workers[which] = None

    def _fate(self) -> None:
        if self.chance.random() < self.deadly:
            raise Killed


def check(life: Life) -> None:
    """What must be true of every life."""
    office = life.office
    rows = {row["id"]: row for row in office.rows()}
    assert len({row["key"] for row in rows.values()}) == len(rows)
    names = {push.content["id"] for push in office.wire.pushes}
    assert names <= rows.keys() | {row["letter"] for row in rows.values()}
    _check_hours(life)
    _check_done(life, rows)
    told = {push.content["id"] for push in office.wire.pushes if push.status == 201}
    for task in life.tasks.keys() - life.done.keys():
        # What stands is told in its latest turn, whichever came before it.
        latest = max((row for row in rows.values() if row["record"] == task), key=lambda row: row["made"])
        assert latest["state"] == "done"
        assert (latest["letter"] or latest["id"]) in told
    if not life.deaths:
        taken = [push.topic for push in office.wire.pushes if push.status == 201]
        assert len(taken) == len(set(taken))


def _check_hours(life: Life) -> None:
    for push in life.office.wire.pushes:
        assert next_allowed(push.at, Hours()) == push.at


def _check_done(life: Life, rows: dict[str, dict[str, Any]]) -> None:
    of_name = {row["letter"] or row["id"]: row["record"] for row in rows.values() if not row["letter"]}
    for number, push in enumerate(life.office.wire.pushes):
        task = of_name.get(push.content["id"])
        assert task is None or number < life.done.get(task, number + 1)


@pytest.mark.long
@pytest.mark.parametrize("deadly", [0.0, 0.15])
def test_no_life_doubles_or_misses_anything(
    cast: Cast, clock: SetClock, hands: Hands, times: Callable[[int, int], int], deadly: float
) -> None:
    office = Telling(cast, clock)
    office.worker().tick()
    deaths = 0
    for seed in range(times(4, 200)):
        # Not in each life: the office's door counts how often one comes.
        for name in PEOPLE if seed % 10 == 0 else ():
            office.subscribe(name)
        for task in {row["record"] for row in office.rows() if row["ended"] is None}:
            office.finish(task)
        office.wire.pushes.clear()
        life = Life(office, hands, random.Random(f"{seed} {deadly}"), deadly=deadly)
        life.go(40)
        check(life)
        deaths += life.deaths
    assert (deaths > 0) == (deadly > 0)


def test_two_who_send_at_once_send_each_thing_once(cast: Cast, clock: SetClock) -> None:
    office = Telling(cast, clock)
    office.worker().tick()
    office.subscribe("owner")
    tasks = [office.task("owner") for _ in range(250)]
    clock.move(MINUTE_MS)
    workers = [office.worker() for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        tried = list(pool.map(lambda worker: worker.tick(), workers))
    assert sum(tried) == len(tasks)
    assert sorted(office.arrived("owner")) == sorted(office.topic(task) for task in tasks)
