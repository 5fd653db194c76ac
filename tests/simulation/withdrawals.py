"""Devices that an administrator withdraws, and what becomes of them.

    drain    the device hands in what it has, which counts for nobody until somebody looks, and then empties itself
    lost     it empties itself at its next contact, and says how much the office never got

Some days later its person signs in on it again, and it begins anew. Owns these two faults and the checks that go with
them; that a withdrawn device empties itself is the phone's own doing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy.engine import Connection

from server.features.devices.actions import Device, do_note_wiped, do_open_session, do_withdraw
from server.features.devices.queries import find_device
from server.features.devices.rules import ACTIVE, DRAIN, LOST
from tests.factories import id_of
from tests.simulation import oracle
from tests.simulation.holder import Holder
from tests.simulation.people import DAY_MS
from tests.simulation.phone import Ended

if TYPE_CHECKING:
    from tests.simulation.world import World

_AWAY_MS: Final = (3_600_000, 3 * DAY_MS)
_AT_ONCE_MS: Final = 1_000


class Withdrawals:
    """The withdrawn devices of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world

    def day(self, holder: Holder) -> None:
        """Somebody reports that this device is in other hands, or will be."""
        if self._state(holder) == ACTIVE:
            self.withdraw(holder, self._world.chance.choice((DRAIN, DRAIN, LOST)))

    def withdraw(self, holder: Holder, state: str) -> None:
        """An administrator withdraws the device."""
        world = self._world
        world.tally.faults[state] += 1
        world.say_trace("world", f"{state} {holder.name}")
        with world.office.stores[0].write() as tx:
            do_withdraw(tx.connection, holder.person, holder.phone.device, state, world.now)
        world.office.refresh()

    def met(self, holder: Holder, ended: Ended) -> bool:
        """A phone has been told that it is withdrawn; its turn is over. False when something is left to hand in."""
        if ended is Ended.DRAINED and holder.phone.unsent():
            return False
        if ended is Ended.DRAINED and self._world.photos.waiting(holder):
            self._world.photos.send(holder)
            return False
        self._check(holder, ended)
        lost = len(holder.unsent) + self._world.photos.waiting(holder)
        unsent = holder.phone.wipe()
        holder.knows(None)
        self._world.say_trace(holder.name, f"empties itself, {unsent} unsent")
        self._world.expect(unsent == lost, "storage-loss-announced", lambda: f"{holder.name} says {unsent} for {lost}")
        self._world.expect(not holder.phone.rows(), "lost-scope-rows-go", lambda: f"{holder.name} keeps rows")
        phone = holder.main or holder
        if phone.tabs:
            # Whichever of them has heard it: every tab begins anew.
            phone.abort()
        self._note_wiped(holder, unsent)
        self._sign_out(holder)
        return True

    def end(self) -> None:
        """Peace: everyone who still may not work is let in again."""
        for holder in self._world.holders:
            if holder.signed_out:
                self._sign_in(holder)

    def _check(self, holder: Holder, ended: Ended) -> None:
        """What a drained device forgets, the office has."""
        world, held = self._world, sorted(holder.held)
        if ended is Ended.DRAINED:
            with world.office.stores[0].inner.read() as reader:
                there = reader.ops(holder.person, held)
            lost = oracle.lacking(world, holder, there)
            world.expect(not lost, "acked-is-durable", lambda: f"{holder.name} is drained of {lost[:3]}")

    def _state(self, holder: Holder) -> str:
        with self._world.office.stores[0].inner.read() as reader:
            return _state_in(reader.connection, holder)

    def _note_wiped(self, holder: Holder, unsent: int) -> None:
        world = self._world
        with world.office.stores[0].write() as tx:
            # The database may have been put back since to when it was at work, and as late as at this write.
            if _state_in(tx.connection, holder) != ACTIVE:
                do_note_wiped(tx.connection, holder.person, holder.phone.device, unsent=unsent, now=world.now)
        world.office.refresh()

    def _sign_out(self, holder: Holder) -> None:
        """The session is over, also that of a copy of the device."""
        world = self._world
        for one in world.holders:
            if (one.person, one.phone.device) == (holder.person, holder.phone.device):
                one.signed_out = True
        # In peace nobody stays away.
        away = _AT_ONCE_MS if world.peace else world.chance.randrange(*_AWAY_MS)
        world.after(away, lambda: self._sign_in(holder))

    def _sign_in(self, holder: Holder) -> None:
        world = self._world
        if not holder.signed_out:
            return
        world.say_trace("world", f"{holder.name} signs in again")
        open_session(world, holder)
        for one in world.holders:
            if (one.person, one.phone.device) == (holder.person, holder.phone.device):
                one.signed_out = False


def _state_in(connection: Connection, holder: Holder) -> str:
    found = find_device(connection, holder.person, holder.phone.device)
    return found.state if found is not None else ACTIVE


def open_session(world: World, holder: Holder) -> None:
    """Its person signs in on this device."""
    with world.office.stores[0].write() as tx:
        device = Device(holder.phone.device, holder.name)
        id = id_of(f"session {holder.person} {holder.phone.device}")
        do_open_session(tx.connection, holder.person, device, token=id, id=id, now=world.now)
    world.office.refresh()
