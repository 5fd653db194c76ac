"""What a day brings: people's routine, and everything that breaks besides the network.

Owns the faults of devices, of the office, of clocks, and the changes of the directory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from server.days import add_days
from server.errors import Problem
from server.features.calendar.actions import do_put_calendar
from server.features.calendar.rules import vietnam_plan
from server.features.changes.actions import do_apply, do_catch_up, do_put_plan
from server.features.people.actions import do_disable_person, do_put_assignments
from server.features.people.directory import Assignment
from server.features.units.actions import do_put_unit, do_put_units
from server.features.units.rules import Unit
from server.platform import tables as t
from tests.factories import id_of
from tests.simulation.holder import Holder
from tests.simulation.people import COMMUNES, DAY_MS, NEAR, ROLES
from tests.simulation.phone import Said

if TYPE_CHECKING:
    from tests.simulation.world import World

_HOUR_MS: Final = 3_600_000
_DAY_HOURS: Final = (6, 22)
# So often a day each phone asks at least: it is looked at as often as it has not asked by itself.
SYNCS_A_DAY: Final = 4
BACKUPS_KEPT: Final = 2
_SKEWS_MS: Final = (0, 90_000, -90_000, 3 * _HOUR_MS, -7 * _HOUR_MS, 400 * DAY_MS, -400 * DAY_MS)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, and how far its log reached."""

    pos: int
    disk: Any


class Days:
    """The calendar of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self.backups: list[Backup] = []

    def begin(self) -> None:
        """Enter every day of the plan."""
        for day in range(self._world.plan.days):
            self._world.after(day * DAY_MS, self._day)

    def _day(self) -> None:
        plan = self._world.plan
        for holder in list(self._world.holders):
            self._world.tally.device_days += 1
            self._routine(holder)
            self._maybe(plan.devices, partial(self._device_fault, holder))
            self._maybe(plan.clocks, partial(self._clock_fault, holder))
            self._maybe(plan.photos, partial(self._world.photos.day, holder))
            self._maybe(plan.tabs, partial(self._world.tabs.day, holder))
            self._maybe(plan.withdrawals, partial(self._world.withdrawals.day, holder))
        self._at(0, self._nightly)
        self._at(_HOUR_MS, self._back_up)
        self._maybe(plan.office, self._office_fault)
        self._maybe(plan.directory, self._directory_change)
        self._maybe(plan.directory, self._directory_change)
        if plan.erasures:
            self._maybe(plan.erasures, self._world.erasures.day)
        if plan.cases:
            self._maybe(plan.cases, self._world.cases.day)
        for _ in range(plan.reminders):
            self._at(self._daytime(), self._world.reminders.look)
        self._maybe(0.3, lambda: self._note("retry", str(self._world.office.retry())))

    def _maybe(self, rate: float, do: Callable[[], None]) -> None:
        if self._chance.random() < rate:
            self._at(self._daytime(), do)

    def _at(self, ms: int, do: Callable[[], None]) -> None:
        self._world.after(ms, do)

    def _daytime(self) -> int:
        return self._chance.randrange(_DAY_HOURS[0] * _HOUR_MS, _DAY_HOURS[1] * _HOUR_MS)

    def _note(self, what: str, text: str = "") -> None:
        self._world.say_trace("world", f"{what} {text}".rstrip())

    # --- People ------------------------------------------------------------------------------------------------------

    def _routine(self, holder: Holder) -> None:
        holder.asked_today = 0
        for place, time in enumerate(sorted(self._daytime() for _ in range(SYNCS_A_DAY))):
            self._at(time, partial(self._look, holder, place))
        for _ in range(self._chance.randrange(self._world.plan.acts + 1)):
            self._at(self._daytime(), lambda: self._act(holder))
        if self._chance.random() < min(0.4, self._world.plan.network):
            self._at(self._daytime(), lambda: self._go_offline(holder))

    def _look(self, holder: Holder, place: int) -> None:
        if holder.asked_today <= place:
            self._world.sync(holder)

    def _act(self, holder: Holder) -> None:
        if self._chance.random() < self._world.plan.poison:
            self._poison(holder)
            return
        # What is done in one moment is several taps.
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            self._world.act(holder)

    def _go_offline(self, holder: Holder) -> None:
        self._world.tally.faults["offline"] += 1
        holder.offline_until = self._world.now + self._chance.randrange(_HOUR_MS, 30 * _HOUR_MS)
        self._note("offline", holder.name)

    def _poison(self, holder: Holder) -> None:
        """Something that no handler of today can take: a kind of tomorrow, a broken text, or a fault of ours."""
        world, how = self._world, self._chance.randrange(3)
        hand = holder.hand(world.now)
        said = Said(world.scene.new_id(), "draft.save", world.scene.new_id(), hand.role, hand.at)
        world.tally.faults["poison"] += 1
        if how == 0 and getattr(holder.phone, "kind", "") == "python":
            said = replace(said, kind="visit.tag", args={"colour": "red"})
        elif how == 1 and getattr(holder.phone, "kind", "") == "python":
            said = replace(said, values={"findings": f"x\u0000 {world.scene.mark()}"})
        else:
            said = replace(said, values={"findings": f"Chữ {world.scene.mark()}"})
            world.office.poisoned.add(said.op_id)
        world.say(holder, said)

    # --- Devices -----------------------------------------------------------------------------------------------------

    def _clock_fault(self, holder: Holder) -> None:
        self._world.tally.faults["clock"] += 1
        holder.skew = self._chance.choice(_SKEWS_MS)
        self._note("clock", f"{holder.name} {holder.skew / 3_600_000:+.2f} h")

    def _device_fault(self, holder: Holder) -> None:
        faults = (self._copy, self._copy, self._put_back, self._clone, self._evict, self._crash, self._fill)
        self._chance.choice(faults)(holder)

    def _copy(self, holder: Holder) -> None:
        holder.backup = holder.copy()
        self._note("device backup", holder.name)

    def _put_back(self, holder: Holder) -> None:
        if holder.backup is not None:
            self._world.tally.faults["device_restore"] += 1
            self._note("device restore", holder.name)
            holder.put_back(holder.backup)

    def _clone(self, holder: Holder) -> None:
        self._world.tally.faults["device_clone"] += 1
        clone = self._world.add_holder(f"{holder.name}*", holder.person, holder.phone.device, like=holder)
        self._note("device clone", clone.name)
        for hour in range(1, 4):
            self._at(hour * _HOUR_MS, lambda: self._world.act(clone))

    def _evict(self, holder: Holder) -> None:
        self._world.tally.faults["eviction"] += 1
        self._note("eviction", f"{holder.name} loses {len(holder.unsent)} unsent")
        holder.put_back(None)

    def _crash(self, holder: Holder) -> None:
        self._world.tally.faults["device_crash"] += 1
        self._note("device crash", holder.name)
        holder.abort()

    def _fill(self, holder: Holder) -> None:
        holder.phone.full(True)
        self._note("device full", holder.name)

        def clear() -> None:
            holder.phone.full(False)

        self._at(self._chance.randrange(_HOUR_MS, 20 * _HOUR_MS), clear)

    # --- The office --------------------------------------------------------------------------------------------------

    def _office_fault(self) -> None:
        self._chance.choice((self._roll_back, self.restore, self._restart))()

    def _back_up(self) -> None:
        """Tonight's backup; phones may forget what the oldest one kept holds."""
        office = self._world.office
        with office.stores[0].inner.read() as reader:
            pos = reader.head().pos
        self.backups = [*self.backups, Backup(pos, office.disk.copy())][-BACKUPS_KEPT:]
        put_safe_pos(self._world, self.backups[0].pos)
        self._note("backup", f"at {pos}, safe {self.backups[0].pos}")

    def _roll_back(self, fault: str = "roll_back") -> None:
        """The file is replaced by an older copy, and nobody says so."""
        if not self.backups:
            return
        world = self._world
        world.tally.faults[fault] += 1
        at = self._chance.randrange(len(self.backups))
        # What was backed up later belongs to a life that is over.
        self.backups = self.backups[: at + 1]
        put_back(world, self.backups[at].disk)
        self._note(fault.replace("_", " "), f"to {self.backups[at].pos}")

    def restore(self, *, within: bool = False) -> None:
        """An administrator puts a backup back, and a new life of the database begins; `within` a request."""
        if self.backups:
            self._roll_back("restore_within" if within else "restore")
            with self._world.office.stores[0].inner.write() as tx:
                tx.put_epoch(self._world.office.new_id(), self._world.now)
                self._world.erasures.caught_up(tx)

    def _restart(self) -> None:
        self._world.tally.faults["restart"] += 1
        for engine in self._world.office.disk.engines:
            engine.dispose()
        self._note("restart", f"{self._world.office.retry()} held settled")

    # --- The directory -----------------------------------------------------------------------------------------------

    def _directory_change(self) -> None:
        changes = [self._gain, self._gain, self._end, self._end, self._disable, self._rename, self._merge]
        if self._world.plan.systems:
            changes += [self._unit_plan, self._calendar]
        change = self._chance.choice(changes)
        self._world.tally.faults[f"directory{change.__name__}"] += 1
        change()

    def _gain(self) -> None:
        name = self._chance.choice([one for one, (role, _) in ROLES.items() if role in ("cadre", "contact", "leader")])
        unit = self._chance.choice((*COMMUNES, NEAR) if ROLES[name][0] == "leader" else COMMUNES)
        gained = Assignment(
            self._world.scene.new_id(), id_of(name), ROLES[name][0], unit=id_of(unit), starts=self._world.today
        )
        self._note("directory", f"{name} gains {unit}")
        self._world.office.act(lambda act: do_put_assignments(act, [gained]))

    def _end(self) -> None:
        yesterday = add_days(self._world.today, -1)
        held = self._world.office.directory().assignments.values()
        open_ = [one for one in held if one.current_on(self._world.today)]
        if open_:
            ended = replace(self._chance.choice(sorted(open_, key=lambda one: one.id)), ends=yesterday)
            self._note("directory", f"assignment {ended.id[:8]} of {ended.person[:8]} ends")
            self._world.office.act(lambda act: do_put_assignments(act, [ended]))

    def _disable(self) -> None:
        id = id_of(self._chance.choice(sorted(ROLES)))
        shut = id not in self._world.office.disabled
        self._note("directory", f"{id[:8]} {'disabled' if shut else 'enabled'}")
        self._world.office.act(lambda act: do_disable_person(act, id, disabled=shut))

    def _rename(self) -> None:
        units = self._world.office.directory().units
        unit = units[self._chance.choice(sorted(units))]
        self._note("directory", f"unit {unit.id[:8]} gets another name")
        self._world.office.act(lambda act: do_put_units(act, [replace(unit, name=f"{unit.name}'")]))

    def _merge(self) -> None:
        """Two communes become one; who held the first holds the new one."""
        units, new = self._world.office.directory().units, id_of("Xã Mới")
        if new in units:
            return
        made = Unit(
            id=new, name="Xã Mới", type="commune", level="commune", parent=id_of(NEAR), valid_from=self._world.today,
            predecessors=(id_of(COMMUNES[0]), id_of(COMMUNES[2])),
        )  # fmt: skip
        held = Assignment(self._world.scene.new_id(), id_of("an"), "cadre", unit=new, starts=self._world.today)
        self._note("directory", "two communes merge")
        self._world.office.act(lambda act: do_put_unit(act, units, made))
        self._world.office.act(lambda act: do_put_assignments(act, [held]))

    def _unit_plan(self) -> None:
        """A plan that an administrator wrote takes effect: two communes become one, or one becomes two."""
        units, today = self._world.office.directory().units, self._world.today
        there = [units[id_of(name)] for name in COMMUNES if units[id_of(name)].valid_on(today)]
        if len(there) < 2:
            return
        one, other = self._chance.sample(there, 2)
        new, id = f"Xã {self._world.scene.mark()}", self._world.scene.new_id()
        rows = [{"old": one.name, "name": new}, {"old": other.name, "name": new}]
        if self._chance.random() < 0.5:
            rows[1] = {"old": one.name, "name": f"{new} Tây"}
        day = add_days(today, self._chance.randrange(2))
        self._note("directory", f"plan for {day}: {rows}")
        try:
            apply_plan(self._world, id, day, rows)
        except Problem as problem:
            self._world.tally.faults[f"plan_{problem.code}"] += 1

    def _nightly(self) -> None:
        """What units that ended have left behind follows them."""
        if self._world.plan.systems:
            self._world.office.act(do_catch_up)

    def _calendar(self) -> None:
        """The office's days off change."""
        day = add_days(self._world.today, self._chance.randrange(9))
        self._note("directory", f"{day} is a day off")
        plan = vietnam_plan([2024])
        plan = replace(plan, days_off={**plan.days_off, day: "Bão"})
        self._world.office.act(lambda act: do_put_calendar(act, id_of("office"), plan))


def apply_plan(world: World, id: str, day: str, rows: Sequence[Mapping[str, str]]) -> None:
    """An administrator writes a plan of units and applies it. Problem when a line of it does not fit."""
    world.office.act(lambda act: do_put_plan(act, id, day=day, title="Sắp xếp", decision="12/NQ", rows=rows))
    world.office.act(lambda act: do_apply(act, id))


def put_safe_pos(world: World, pos: int) -> None:
    """Everything up to there is in each backup that may still be put back."""
    with world.office.stores[0].inner.write() as tx:
        tx.connection.execute(t.meta.update().values(safe_pos=pos))


def put_back(world: World, disk: Any) -> None:
    """Another database stands where the office's stood: an earlier life of it."""
    world.journal.life += 1
    world.office.disk.put_back(disk)
    world.office.refresh()
