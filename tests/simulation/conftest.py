"""A bench over the store of `--db`, and stories on it: phones told step by step, ended by peace and the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from tests.factories import id_of
from tests.simulation import healing
from tests.simulation.bench import Bench
from tests.simulation.disk import SqliteDisk, TableDisk
from tests.simulation.holder import Holder
from tests.simulation.node_phone import NodePhone
from tests.simulation.people import STORES
from tests.simulation.phone import Ended, Said
from tests.simulation.plan import Plan
from tests.simulation.world import World
from tests.stores import Stores

# Two devices of one person, his supervisor, his contact and the clerk: they are in every story.
_ALWAYS: Final = {"an-phone", "an-tablet", "dung-phone", "ha-phone", "lan-phone"}


class Story:
    """A world in which nothing happens by itself until `end`, of few phones: others come when they are named."""

    def __init__(self, bench: Bench, *, apps: float) -> None:
        bench.clear()
        self.world = World(Plan(seed=1, days=1, stores=STORES, apps=apps), bench)
        self._backup: Any = None
        # Looking after phones that say nothing was two thirds of a story; the schedules have all of them.
        self._waiting = [holder for holder in self.world.holders if holder.name not in _ALWAYS]
        self.world.holders[:] = [holder for holder in self.world.holders if holder.name in _ALWAYS]

    def phone(self, name: str) -> Holder:
        """The phone of that name."""
        self.world.holders += [holder for holder in self._waiting if holder.name == name]
        self._waiting = [holder for holder in self._waiting if holder.name != name]
        return self.world.holder(name)

    def say(self, phone: Holder, kind: str, id: str, **more: Any) -> str:
        """Its person does this; the op_id."""
        said = Said(self.world.scene.new_id(), kind, id, phone.role, self.world.now + phone.skew, **more)
        assert self.world.say(phone, said)
        return said.op_id

    def write(self, phone: Holder, name: str, **values: Any) -> str:
        """Words for a draft; its id."""
        self.say(phone, "draft.save", id_of(name), values=values)
        return id_of(name)

    def submit(self, phone: Holder, name: str, *, of_round: int = 1, **values: Any) -> str:
        """Send a report; its id."""
        base = {"unit": id_of("Xã An"), "kind": "site_check", "starts": "2024-06-24", "ends": "2024-06-24"}
        self.say(phone, "visit.submit", id_of(name), args={"round": of_round}, values={**base, **values})
        return id_of(name)

    def raise_matter(self, phone: Holder, name: str) -> str:
        """Put a matter before the office; its id."""
        values = {
            "unit": id_of("Xã An"), "kind": "issue", "theme": id_of("nước"), "urgency": "normal",
            "matter": f"[t{name}]",
        }  # fmt: skip
        self.say(phone, "feedback.raise", id_of(name), args={"entry": id_of(f"{name}!")}, values=values)
        return id_of(name)

    def sync(self, phone: Holder, *fates: str) -> Ended:
        """One turn, with these fates for its first requests."""
        self.world.now += 1_000
        return self.world.exchange(phone, fates)

    def sync_each(self, *phones: Holder) -> None:
        """One turn of each, one after the other."""
        for phone in phones:
            self.sync(phone)

    def meet(self, phone: Holder) -> Ended:
        """One turn of a withdrawn phone, and what it does when it is told so."""
        ended = self.sync(phone)
        assert self.world.withdrawals.met(phone, ended)
        return ended

    def look_at_photos(self) -> None:
        """Whatever is said to be there is there, whole."""
        with self.world.office.stores[0].inner.read() as reader:
            photos = {("attachment", one.id): one for one in reader.records("attachment")}
            self.world.photos.look(reader, photos)

    def doom(self, phone: Holder, writes: int, *, kept: bool) -> None:
        """The app's process is to end at its n-th write from now."""
        assert isinstance(phone.phone, NodePhone)
        phone.phone.die_at(writes, kept=kept)

    def keep(self) -> None:
        """The office is copied as it is."""
        self._backup = self.world.office.disk.copy()

    def put_back(self, *, known: bool = False) -> None:
        """The office stands again where it was copied; `known`: by an administrator, who begins a new life of it."""
        self.world.journal.life += 1
        self.world.office.disk.put_back(self._backup)
        self.world.office.refresh()
        if known:
            self.begin_life()

    def begin_life(self) -> None:
        """A new epoch, with the log as it is but for what was erased since."""
        with self.world.office.stores[0].write() as tx:
            tx.put_epoch(self.world.office.new_id(), self.world.now)
            self.world.erasures.caught_up(tx)

    def meanwhile(self, passes: int, do: Callable[[], object]) -> None:
        """Between two transactions of the next request, after so many, this happens too."""
        left = [passes]

        def gap() -> None:
            left[0] -= 1
            if left[0] == 0:
                do()

        for store in self.world.office.stores:
            vars(store)["_gap"] = gap

    def end(self) -> None:
        """Peace, and the oracle."""
        healing.heal(self.world)

    def close(self) -> None:
        """Let go of the phones."""
        self.world.holders += self._waiting
        self.world.close()


@pytest.fixture(scope="session")
def bench(stores: Stores, store_kind: str) -> Iterator[Bench]:
    """A database of the kind that `--db` names; every story and schedule begins it anew."""
    made = Bench(TableDisk(stores.prepared("simulation")) if store_kind == "postgresql" else SqliteDisk())
    yield made
    made.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each story is told with phones of the engine and again with the app's."""
    chosen = any("story" in mark.args for mark in metafunc.definition.iter_markers("parametrize"))
    if "story" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("story", ["engine", "app"], indirect=True)


@pytest.fixture
def story(bench: Bench, request: pytest.FixtureRequest) -> Iterator[Story]:
    """A story on it, with phones of one make."""
    told = Story(bench, apps=float(request.param == "app"))
    yield told
    told.close()
