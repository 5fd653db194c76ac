"""Second tabs of the app's phones, and processes that end at a write.

Owns two faults: two agents on one disk, of which only one may send, and a process that ends at its n-th write from
now, which the disk has kept or has not. A person whose process ended opens the app again and goes on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from tests.simulation.holder import Holder
from tests.simulation.node_phone import NodePhone
from tests.simulation.phone import Ended, Said

if TYPE_CHECKING:
    from tests.simulation.world import World

_HOUR_MS: Final = 3_600_000
_OPEN_MS: Final = (60_000, 4 * _HOUR_MS)
_LOOKS: Final = 4
# A turn of a phone that has something to say writes about so often.
_WRITES: Final = 9


class Tabs:
    """The tabs and processes of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world

    def day(self, holder: Holder) -> None:
        """Its person opens the app once more, or the system ends it at an unlucky moment."""
        if isinstance(holder.phone, NodePhone):
            self._world.chance.choice((self._open, self._doom))(holder)

    def _open(self, holder: Holder) -> None:
        world = self._world
        tab = self.opened(holder)
        end = world.chance.randrange(*_OPEN_MS)
        for _ in range(_LOOKS):
            at = world.chance.randrange(end)
            world.after(at, partial(self._use, tab))
            # Both at once.
            world.after(at + world.chance.randrange(1_500), partial(world.sync, holder))
        world.after(end, partial(self._close, tab))

    def opened(self, holder: Holder) -> Holder:
        """A second tab."""
        assert isinstance(holder.phone, NodePhone)
        self._world.tally.faults["second_tab"] += 1
        self._world.say_trace("world", f"second tab on {holder.name}")
        return holder.beside(holder.phone.tab())

    def _use(self, tab: Holder) -> None:
        if not tab.closed:
            self._world.act(tab)
        self._world.sync(tab)

    def _close(self, tab: Holder) -> None:
        if not tab.closed:
            self._world.say_trace(tab.name, "is closed")
            tab.abort()

    def _doom(self, holder: Holder) -> None:
        assert isinstance(holder.phone, NodePhone)
        writes, kept = self._world.chance.randrange(1, _WRITES), self._world.chance.random() < 0.5
        self._world.tally.faults["death_after_write" if kept else "death_before_write"] += 1
        self._world.say_trace("world", f"{holder.name} will end at write {writes}, kept: {kept}")
        holder.phone.die_at(writes, kept=kept)

    def died(self, holder: Holder) -> None:
        """The process ended at a write: its person opens the app again."""
        world, phone = self._world, holder.main or holder
        world.say_trace(holder.name, "ends at a write")
        holder.abort()
        # What the disk has kept of the answer counts.
        world.looked_at(phone, Ended.OFFLINE)

    def died_saying(self, holder: Holder, said: Said) -> bool:
        """The process ended while something was being kept. Whether it was kept, or is said again now."""
        self._world.say_trace(holder.name, f"ends while {said.op_id[:8]} is kept")
        holder.abort()
        phone = (holder.main or holder).phone
        assert isinstance(phone, NodePhone)
        if said.op_id in phone.unsent():
            return True
        if said.id not in phone.facts()["typed"]:
            return False
        # The words stand in the form, and their writer presses the button again.
        phone.say(said)
        return True

    def end(self) -> None:
        """Peace: one tab each, and nothing ends by itself."""
        for holder in self._world.holders:
            for tab in list(holder.tabs):
                tab.abort()
            if isinstance(holder.phone, NodePhone):
                holder.phone.die_at(None)


def one_sends(world: World, holder: Holder) -> None:
    """A request leaves a phone: no other tab of it waits for an answer."""
    main = holder.main or holder
    if main.tabs:
        others = [one.name for one in (main, *main.tabs) if one is not holder and one.turn is not None]
        world.expect(not others, "one-sender", lambda: f"{holder.name} sends, and so does {others}")
