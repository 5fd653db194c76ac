"""The world of a schedule: simulated time, people with phones, one office, and what they do to each other.

Owns the order of events. All chance comes from one source, made of the seed; time is a number that events move.

    world.run()             a seeded schedule, then peace, then the oracle
    world.say / exchange    single steps, for stories told by hand (test_found.py)
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random
from typing import Final

from server.platform.clock import day_of
from tests.factories import id_of
from tests.simulation import acts, healing, inboxes, systems, watch
from tests.simulation.acts import Habits, Scene, next_act
from tests.simulation.bench import Bench
from tests.simulation.carrying import Carrying
from tests.simulation.cases import Cases
from tests.simulation.days import Days
from tests.simulation.deeds import Deed
from tests.simulation.erasing import Erasures
from tests.simulation.holder import Holder
from tests.simulation.journal import Journal
from tests.simulation.meanwhile import Meanwhile
from tests.simulation.net import Net
from tests.simulation.office import Office
from tests.simulation.people import DAY_MS, START_MS, device_of
from tests.simulation.phone import Answer, Died, Ended, NoRoom, Said
from tests.simulation.photos import Photos
from tests.simulation.plan import Plan, bounds
from tests.simulation.reminders import Reminders
from tests.simulation.tabs import Tabs
from tests.simulation.tally import Tally
from tests.simulation.withdrawals import Withdrawals

RETRY_MS_FIRST: Final = 1_000
RETRY_MS_MAX: Final = 30_000
# What is said in one moment travels together.
SOON_MS: Final = 250
# A person looks at a phone that does not get through for so many tries.
PATIENCE: Final = 3
# So often what somebody does is about what he was told, where the office reminds.
_TOLD: Final = 0.15


class Broken(Exception):
    """A promise was broken. `check` is its name."""

    def __init__(self, check: str, text: str) -> None:
        super().__init__(f"{check}: {text}")
        self.check = check
        self.text = text


class World:
    """One schedule."""

    def __init__(self, plan: Plan, bench: Bench, *, traced: bool = False) -> None:
        self.plan = plan
        self.chance = Random(plan.seed)
        self.now = START_MS
        self.traced = traced
        self.trace: list[str] = []
        self.tally = Tally(seeds=1)
        self.journal = Journal()
        self.net = Net(self)
        self.days = Days(self)
        self.meanwhile = Meanwhile(self)
        self.withdrawals = Withdrawals(self)
        self.carrying = Carrying(self)
        self.tabs = Tabs(self)
        chance = Random(f"office {plan.seed}")
        self.office = Office(bench.disk, chance, lambda: self.now, self.meanwhile.gap, self.journal)
        self.photos = Photos(self)
        self.erasures = Erasures(self)
        self.reminders = Reminders(self)
        self.cases = Cases(self)
        self.office.reborn, self.office.lacks = self.erasures.caught_up, self.erasures.lacked
        self.scene = Scene(self.chance)
        self.deeds: dict[str, Deed] = {}
        self.holders: list[Holder] = []
        self.peace = False
        self._bench = bench
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0
        for one in plan.stores:
            self.add_holder(one.device, id_of(one.person), device_of(one.device))

    def run(self) -> Tally:
        """Live through the plan's days, heal, and let the oracle look. Broken when a promise is."""
        with bounds(self.plan):
            try:
                self.days.begin()
                self.run_until(START_MS + self.plan.days * DAY_MS)
                healing.heal(self)
            finally:
                self.close()
        return self.tally

    def close(self) -> None:
        """Let go of the phones."""
        for holder in self.holders:
            holder.phone.close()

    # --- Time --------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> str:
        """The office's civil day."""
        return day_of(self.now)

    def after(self, ms: int, do: Callable[[], None]) -> None:
        """Let something happen so many milliseconds from now."""
        self._count += 1
        heapq.heappush(self._events, (self.now + ms, self._count, do))

    def run_until(self, until: int) -> None:
        """Let happen what happens before that instant."""
        while self._events and self._events[0][0] < until:
            self.now, _, do = heapq.heappop(self._events)
            do()
        self.now = until

    def say_trace(self, who: str, text: str) -> None:
        """One line of the trace."""
        if self.traced:
            ms = self.now - START_MS
            day, clock = divmod(ms, DAY_MS)
            seconds, rest = divmod(clock, 1000)
            when = f"d{day:02} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
            self.trace.append(f"{when} {who:12} {text}")

    # --- Phones ------------------------------------------------------------------------------------------------------

    def add_holder(self, name: str, person: str, device: str, like: Holder | None = None) -> Holder:
        """Another phone, or the clone of one."""
        number = len(self.holders)
        phone = self._bench.make(person, device, number, self.plan, like.phone if like else None)
        holder = Holder(number, name, phone)
        if like is not None:
            holder.put_back(like.copy())
            holder.held.difference_update(like.phone.forgotten())
            holder.knows_what_was_said(like)
        self.holders.append(holder)
        return holder

    def act(self, holder: Holder) -> None:
        """Its person does something."""
        self.scene.today = self.today
        said = next_act(self.scene, holder.hand(self.now), self._habits())
        if said is not None:
            self.say(holder, said)

    def _habits(self) -> Habits:
        if self.plan.reminders and self.chance.random() < _TOLD:
            return inboxes.HABITS
        return systems.HABITS if self.plan.systems and self.chance.random() < self.plan.systems else acts.HABITS

    def say(self, holder: Holder, said: Said) -> bool:
        """Its person does this. Whether the phone kept it."""
        saw = watch.seen_by(holder, said)
        try:
            holder.phone.say(said)
        except NoRoom:
            self.say_trace(holder.name, f"{said.kind} {said.id[:8]} · no room, the person is told")
            self.tally.faults["quota"] += 1
            return False
        except Died:
            if not self.tabs.died_saying(holder, said):
                return False
            holder = holder.main or holder
        self.deeds[said.op_id] = Deed(said, holder.person, len(self.deeds), saw, self.now)
        holder.held.add(said.op_id)
        holder.unsent.add(said.op_id)
        holder.speaks(said.op_id, said.id)
        self.say_trace(holder.name, f"{said.kind} {said.id[:8]} as {said.op_id[:8]}")
        watch.own_words(self, holder)
        holder.asked = True
        self.soon(holder, SOON_MS)
        return True

    def soon(self, holder: Holder, ms: int) -> None:
        """Sync after that time, unless a try is due earlier."""
        due = self.now + ms
        if holder.timer and self.now <= holder.timer <= due:
            return
        holder.timer = due

        def ring() -> None:
            if holder.timer == due:
                holder.timer = 0
                self.sync(holder)

        self.after(ms, ring)

    def sync(self, holder: Holder) -> None:
        """Begin a turn, unless one is under way."""
        if holder.turn is not None or holder.closed:
            return
        holder.asked = False
        holder.turn = holder.phone.turn(self.now + holder.skew)
        holder.turn_no += 1
        turn = holder.turn
        self._step(holder, lambda: next(turn))

    def reply(self, holder: Holder, turn_no: int, answer: Answer) -> None:
        """An answer comes to a phone that may have stopped waiting for it."""
        if holder.turn is None or holder.turn_no != turn_no:
            return
        turn = holder.turn
        self.say_trace(holder.name, f"← {self.net.told(answer)}")
        holder.looked = answer.looked
        self._step(holder, lambda: turn.send(answer))

    def _step(self, holder: Holder, advance: Callable[[], bytes]) -> None:
        request: bytes | None = None
        ended: Ended | None = None
        try:
            request = advance()
        except StopIteration as stop:
            ended = stop.value
        except NoRoom:
            self.tally.faults["quota"] += 1
            ended = Ended.OFFLINE
        except Died:
            self.tabs.died(holder)
            return
        if ended is not None:
            holder.turn = None
        self.looked_at(holder, ended)
        if request is not None:
            self.net.send(holder, request)
        elif ended is not None:
            self._rest(holder, ended)

    def looked_at(self, holder: Holder, ended: Ended | None) -> None:
        """What a phone has kept of an answer is looked at."""
        watch.after_step(self, holder, ended)

    def _rest(self, holder: Holder, ended: Ended) -> None:
        self.say_trace(holder.name, f"turn ends: {ended}, {len(holder.unsent)} unsent")
        if ended is Ended.DONE:
            holder.failures = 0
            self.photos.send(holder)
            if holder.asked:
                self.soon(holder, SOON_MS)
            return
        if ended in (Ended.DRAINED, Ended.LOST) and self.withdrawals.met(holder, ended):
            return
        holder.failures += 1
        if self.peace or holder.failures <= PATIENCE:
            self.soon(holder, self.retry_ms(holder.failures))
        else:
            holder.failures = 0
            if self.chance.random() < self.plan.files:
                self.carrying.make(holder)

    def retry_ms(self, failures: int) -> int:
        """The phone's own pause after so many failures: doubled, with jitter, at most half a minute."""
        ceiling = min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** (failures - 1))
        return int(ceiling * (0.5 + self.chance.random() / 2))

    def expect(self, ok: bool, check: str, text: Callable[[], str]) -> None:
        """Broken unless `ok`."""
        self.tally.checks[check] += 1
        if not ok:
            self.say_trace("oracle", f"{check}: {text()}")
            raise Broken(check, text())

    # --- Stories told by hand ----------------------------------------------------------------------------------------

    def holder(self, name: str) -> Holder:
        """The first phone of that name."""
        return next(one for one in self.holders if one.name == name)

    def exchange(self, holder: Holder, fates: Iterable[str] = ()) -> Ended:
        """One whole turn, with these fates for its first requests and none for the others."""
        ended: list[Ended] = []
        planned = list(fates)
        holder.turn = holder.phone.turn(self.now + holder.skew)
        holder.turn_no += 1
        turn = holder.turn
        advance: Callable[[], bytes] = lambda: next(turn)  # noqa: E731 - replaced in each round
        with suppress(StopIteration):
            while True:
                try:
                    request = advance()
                except StopIteration as stop:
                    ended.append(stop.value)
                    raise
                answer = self.net.at_once(holder, request, planned.pop(0) if planned else "fine")
                advance = _sending(turn.send, answer)
        holder.turn = None
        watch.after_step(self, holder, ended[0])
        return ended[0]


def _sending(send: Callable[[Answer], bytes], answer: Answer) -> Callable[[], bytes]:
    return lambda: send(answer)
