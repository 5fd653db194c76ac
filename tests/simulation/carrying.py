"""Rescue files: a phone's unsent work, closed into a file, carried about for days, and brought to the office.

Owns one deed in all its turns: the file comes late, twice, by different people, before or after its own phone has sent
the same, and after the phone is gone. Whatever is in a file counts once, and is its phone's person's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.context import Server
from server.errors import Problem
from server.features.devices.rescue import RescueKeys, load_keys
from server.wire import rescue
from tests.factories import id_of
from tests.simulation.holder import Holder
from tests.simulation.people import DAY_MS, ROLES

if TYPE_CHECKING:
    from tests.simulation.world import World

_LATE_MS: Final = 3 * DAY_MS
_TIMES: Final = (1, 2, 2, 3)


@dataclass(frozen=True, slots=True)
class File:
    """A closed file, and what is in it."""

    box: bytes
    op_ids: tuple[str, ...]


class Carrying:
    """The rescue files of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: RescueKeys | None = None

    def make(self, holder: Holder) -> None:
        """A phone does not get through: its person makes a file, which comes some time, perhaps more than once."""
        world, file = self._world, self.made(holder)
        if file is None:
            return
        world.tally.faults["rescue"] += 1
        world.say_trace(holder.name, f"rescue file of {len(file.op_ids)} ops")
        for _ in range(world.chance.choice(_TIMES)):
            world.after(world.chance.randrange(_LATE_MS), self._later(holder, file))

    def _later(self, holder: Holder, file: File) -> Callable[[], None]:
        via = id_of(self._world.chance.choice(sorted(ROLES)))
        return lambda: self.bring(holder, file, via)

    def made(self, holder: Holder) -> File | None:
        """The file of this phone; None when nothing waits on it, or its disk is full."""
        op_ids = tuple(holder.phone.unsent())
        box = holder.phone.rescue(self._known_keys()) if op_ids else None
        return File(box, op_ids) if box is not None else None

    def bring(self, holder: Holder, file: File, via: str) -> None:
        """Somebody hands the file in."""
        world = self._world
        if world.peace:
            return
        with world.office.house() as house:
            taken = _taken(house, file, via)
        ok = isinstance(taken, rescue.Taken)
        world.expect(ok, "acked-is-durable", lambda: f"the file of {holder.name} is {taken}")
        assert isinstance(taken, rescue.Taken)
        world.say_trace("office", f"file of {holder.name}: {dict(taken.ops)}, {taken.known} known")
        lacking = [one for one in file.op_ids if not world.journal.has(one)]
        world.expect(taken.person == holder.person, "data-keyed-by-person", lambda: f"{holder.name}: {taken.name}")
        world.expect(not lacking, "acked-is-durable", lambda: f"the file of {holder.name} brought no {lacking[:3]}")
        world.expect(not world.journal.surprises, "nothing-blocks", lambda: world.journal.surprises[0])

    def _known_keys(self) -> RescueKeys:
        if self._keys is None:
            self._keys = load_keys(self._world.office.stores[0].inner)
        return self._keys


def _taken(house: Server, file: File, via: str) -> rescue.Taken | str:
    """What the office took of the file, or why it took nothing."""
    try:
        return rescue.take(house, file.box, via=via)
    except Problem as problem:
        return problem.code
