"""Peace: faults end, the phones find their way by themselves, and the oracle looks.

Owns the order of healing and its bounds in simulated time. Nobody does anything here: no one writes, no one presses a
button, except that who was signed out signs in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.features.people.actions import do_disable_person
from tests.simulation import oracle
from tests.simulation.phone import Ended

if TYPE_CHECKING:
    from tests.simulation.world import World

# Back-off is at most half a minute, so whoever has something to hand in has handed it in after one.
DRAIN_MS: Final = 60_000
QUIET_MS: Final = 60_000
# An open phone looks once a minute.
ROUNDS: Final = 2


def heal(world: World) -> None:
    """End every fault, wait as long as is promised, and let the oracle look."""
    _end_faults(world)
    for holder in world.holders:
        world.soon(holder, world.chance.randrange(30_000))
    world.run_until(world.now + DRAIN_MS)
    world.withdrawals.end()
    oracle.drained(world)
    _settle_held(world)
    for _ in range(ROUNDS):
        for holder in world.holders:
            world.soon(holder, world.chance.randrange(QUIET_MS // 2))
        world.run_until(world.now + QUIET_MS)
    world.reminders.last()
    last_looks(world)
    oracle.look(world)


def _end_faults(world: World) -> None:
    world.say_trace("world", "faults end")
    world.peace = True
    world.office.poisoned.clear()
    for holder in world.holders:
        holder.offline_until = holder.session_until = 0
        holder.phone.full(False)
    world.withdrawals.end()
    world.tabs.end()
    for person in sorted(world.office.disabled):
        world.office.act(lambda act, one=person: do_disable_person(act, one, disabled=False))  # type: ignore[misc]


def _settle_held(world: World) -> None:
    """The office waits no longer for what phones hand in again, and tries what it held."""
    with world.office.stores[0].write() as tx:
        tx.close_refill()
    world.office.retry()


def last_looks(world: World) -> None:
    """Everyone looks once more, one after the other, now that nobody writes."""
    for holder in world.holders:
        if holder.turn is None:
            ended = world.exchange(holder)
            world.expect(ended is Ended.DONE, "quiet-means-equal", lambda: f"{holder.name} ends {ended}")  # noqa: B023
