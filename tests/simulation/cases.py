"""Refused work that somebody looks after by hand: it is let count as it is, or closed.

Owns the deed. What was refused for a reason that is gone since takes effect then, long after what was said after it;
what is refused again stays where it was, and its author is told either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.features.cases.actions import do_close
from server.features.cases.queries import list_refused
from server.platform.acts import NOBODY
from server.platform.store import SqlStore
from sync.refused import look_after, try_again
from tests.factories import id_of
from tests.simulation.office import Crashed
from tests.simulation.people import ROLES

if TYPE_CHECKING:
    from tests.simulation.world import World

_CLOSED: Final = 0.3
_AT_ONCE_MAX: Final = 3
_ENDED: Final[tuple[type[BaseException], ...]] = (Crashed, *SqlStore.faults)


class Cases:
    """The refused work of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world

    def day(self) -> None:
        """Somebody looks after what was refused to one person."""
        world, chance = self._world, self._world.chance
        author = id_of(chance.choice(sorted(ROLES)))
        with world.office.stores[0].inner.read() as reader:
            refused = [one.op_id for one in list_refused(reader, author)]
        some = [one for one in refused if chance.random() < 0.5][:_AT_ONCE_MAX]
        try:
            for op_id in some:
                self.close(author, op_id) if chance.random() < _CLOSED else self.again(author, op_id)
        except _ENDED:
            world.say_trace("office", "ended while it looked after refused work")

    def again(self, author: str, op_id: str) -> str | None:
        """Let it count as it is; what became of it."""
        world, office = self._world, self._world.office
        with office.house():
            done = try_again(
                office.stores[0], office.engine_office(), author, op_id, now=world.now, today=office.today
            )  # fmt: skip
        outcome = done.outcome if done is not None else None
        world.tally.faults[f"again_{outcome}"] += 1
        world.say_trace("office", f"tries {op_id[:8]} again: {outcome}")
        return outcome

    def close(self, author: str, op_id: str) -> None:
        """Say that nobody need look after it any more."""
        world, office = self._world, self._world.office
        with office.house(), office.stores[0].write() as tx:
            do_close(tx, author, [op_id], by=NOBODY, now=world.now)
            look_after(tx, office.engine_office(), author, op_id, now=world.now)
        world.tally.faults["case_closed"] += 1
        world.say_trace("office", f"closes {op_id[:8]}")
