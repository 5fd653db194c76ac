"""What one process of a run lives on: a database that is made new for each schedule, and one Node process.

Owns what is costly to make. Phones of the app and phones of the Python engine stand side by side in one schedule: which
is which follows from its seed.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

from tests.simulation.disk import Disk, SqliteDisk
from tests.simulation.node_phone import NodeProcess
from tests.simulation.phone import SimPhone
from tests.simulation.plan import Plan
from tests.simulation.python_phone import PythonPhone

_NODE: Final = Path(sys.executable).parent / "node"


class Bench:
    """One process's database and phones."""

    def __init__(self, disk: Disk | None = None) -> None:
        self.disk = disk or SqliteDisk()
        self._node: NodeProcess | None = None

    def make(self, person: str, device: str, number: int, plan: Plan, like: SimPhone | None = None) -> SimPhone:
        """The schedule's phone of that number; `like`: of the same make as that one."""
        seed = plan.seed * 1_000 + number
        # One of the app's is in every schedule that has any.
        first = plan.apps > 0 and number == plan.seed % len(plan.stores)
        by_chance = first or Random(f"make {seed}").random() < plan.apps
        of_app = by_chance if like is None else not isinstance(like, PythonPhone)
        if of_app:
            return self.node().phone(person, device, seed)
        return PythonPhone(person, device, seed, want=plan.want)

    def node(self) -> NodeProcess:
        """The Node process, begun when it is first asked for."""
        if self._node is None:
            self._node = NodeProcess(str(_NODE))
        return self._node

    def clear(self) -> None:
        """Begin anew: another schedule, or the same again."""
        if self._node is not None:
            self._node.reset()

    def drop_node(self) -> None:
        """Throw the Node process away: what it is in the middle of cannot be known."""
        if self._node is not None:
            node, self._node = self._node, None
            with suppress(BrokenPipeError):
                node.close()

    def close(self) -> None:
        """End everything."""
        self.drop_node()
        self.disk.close()
