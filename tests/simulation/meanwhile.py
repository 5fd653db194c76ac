"""What happens between two transactions of one worker, in the middle of a request.

Owns two faults: the other worker serves somebody whose request is on its way (`race`), or an administrator puts a
backup back (`restore_within`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.net import Letter
    from tests.simulation.world import World


class Meanwhile:
    """The moments between transactions of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._depth = 0
        self.waiting: list[Letter] = []

    def gap(self) -> None:
        """One moment: mostly nothing happens."""
        world = self._world
        if self._depth or world.peace:
            return
        if world.plan.restores and world.chance.random() < world.plan.restores:
            world.days.restore(within=True)
        if world.plan.races and self.waiting and world.chance.random() < world.plan.races:
            self._race(world.chance.choice(self.waiting))

    def _race(self, letter: Letter) -> None:
        world = self._world
        point, world.office.trips.point = world.office.trips.point, None
        self._depth += 1
        world.tally.faults["race"] += 1
        world.say_trace("office", f"meanwhile, at the other worker: {letter.holder.name}")
        try:
            letter.take()
        finally:
            self._depth -= 1
            world.office.trips.point = point
