"""What a sync costs on a slow line (300 ms, 50 KB/s), beside its limit and beside plain JSON in gzip on the same line.

Trips, bytes and memory have limits that end the build; seconds are printed beside their goals, for machines differ.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import pytest

from tests.e2e.served import Served
from tests.perf.phones import BROWSER, Phone, cpu_ms, new_id, phone_on, pids_of
from tests.perf.plain import PlainPhone, plain_office
from tests.perf.proxy import Line, Proxy, proxy_to
from tests.perf.workload import visit

SLOW: Final = Line(rtt_ms=300, bytes_per_s=50_000)
FAST: Final = Line()
KB: Final = 1024
MANY: Final = 1000
TURNS: Final = 3
EDIT: Final = {"village": "Thôn Gò Chùa"}


@dataclass(frozen=True)
class Cost:
    """One errand on the line: medians of its turns."""

    seconds: float
    trips: float
    up_bytes: float
    down_bytes: float
    cpu_ms: float = 0.0

    @property
    def both_bytes(self) -> float:
        return self.up_bytes + self.down_bytes


def measured(proxy: Proxy, errand: Callable[[], object], pids: list[int] | None = None) -> Cost:
    proxy.reset(SLOW)
    cpu, begun = cpu_ms(pids or []), time.monotonic()
    errand()
    seconds, count = time.monotonic() - begun, proxy.count
    proxy.reset(FAST)
    return Cost(seconds, count.trips, count.up_bytes, count.down_bytes, cpu_ms(pids or []) - cpu)


def middle(costs: list[Cost]) -> Cost:
    return Cost(*(median(getattr(one, name) for one in costs) for name in Cost.__dataclass_fields__))


@dataclass
class Bench:
    """Both offices behind lines, and a phone at each."""

    served: Served
    line: Proxy
    plain_line: Proxy
    phone: Phone
    plain: PlainPhone

    def ours(self, errand: Callable[[], object]) -> Cost:
        return measured(self.line, errand, pids_of(self.served))

    def theirs(self, errand: Callable[[], object]) -> Cost:
        return measured(self.plain_line, errand)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench") / "data"
    with (
        Served("demo", folder, options=("--no-browser",)) as served,
        plain_office() as port,
        proxy_to(served.port, FAST) as line,
        proxy_to(port, FAST) as plain_line,
    ):
        phone, plain = phone_on(line.port), PlainPhone(plain_line.port, BROWSER)
        print(f"\n{'':24}{'':30}ours{'':32}plain JSON + gzip")
        yield Bench(served, line, plain_line, phone, plain)
        phone.transport.close()
        plain.close()


def tell(what: str, goal: str, ours: Cost, theirs: Cost | None = None, *, records: int = 1) -> None:
    def shown(one: Cost) -> str:
        up, down = one.up_bytes / KB, one.down_bytes / KB
        return f"{one.seconds:6.2f} s {one.trips:2.0f} trips {up:6.1f} up {down:6.1f} KB down"

    beside = f" | {shown(theirs)}" if theirs is not None else ""
    cpu = f" | server CPU {ours.cpu_ms / records:.2f} ms a record" if ours.cpu_ms else ""
    print(f"{what:16} {goal:38} {shown(ours)}{beside}{cpu}")


def documents(seed: int, count: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [{"id": new_id(), **visit(chance, new_id())} for _ in range(count)]


@pytest.mark.parametrize(
    ("count", "goal", "up_max"),
    [
        (1, "4 trips, 2 KB up", 2 * KB),
        (100, "4 trips, 45 KB up", 45 * KB),
        (MANY, "10 s, 4 trips, 420 KB up", 420 * KB),
    ],
)
def test_new_visits_go_up(bench: Bench, count: int, goal: str, up_max: float) -> None:
    ours, theirs = [], []
    for turn in range(TURNS):
        ids = bench.phone.write(random.Random(turn), count)
        ours.append(bench.ours(bench.phone.sync))
        assert all(bench.phone.client.shown("visit", id) for id in ids)
        new = documents(turn, count)
        theirs.append(bench.theirs(lambda new=new: bench.plain.send(new)))  # type: ignore[misc]
    cost = middle(ours)
    tell(f"push {count}", goal, cost, middle(theirs), records=count)
    assert cost.trips <= 4
    assert cost.up_bytes <= up_max


def test_a_thousand_visits_come_down(bench: Bench) -> None:
    ours, theirs = [], []
    for turn in range(TURNS):
        reader, other = phone_on(bench.line.port), PlainPhone(bench.plain_line.port, BROWSER)
        ids = bench.phone.write(random.Random(turn), MANY)
        bench.phone.sync()
        ours.append(bench.ours(reader.sync))
        assert all(reader.client.shown("report", id) for id in ids)
        bench.plain.send([])
        other._at = bench.plain._at
        bench.plain.send(documents(turn, MANY))
        theirs.append(bench.theirs(other.fetch))
        reader.transport.close()
        other.close()
    cost = middle(ours)
    tell(f"pull {MANY}", "8.5 s, one answer", cost, middle(theirs), records=MANY)
    assert cost.trips == 1
    assert cost.down_bytes <= 400 * KB


@pytest.mark.parametrize(
    ("count", "goal", "up_max"), [(100, "0.9 s, 5 KB up", 5 * KB), (1, "1.5 KB up with headers", 1.5 * KB)]
)
def test_small_edits(bench: Bench, count: int, goal: str, up_max: float) -> None:
    ours, theirs = [], []
    for turn in range(TURNS):
        ids = bench.phone.draft(random.Random(turn), count)
        bench.phone.sync()
        bench.phone.edit(ids, **EDIT)
        ours.append(bench.ours(bench.phone.sync))
        assert {(bench.phone.client.shown("draft", id) or {})["village"] for id in ids} == {EDIT["village"]}
        edited = [{**one, **EDIT} for one in documents(turn, count)]
        theirs.append(bench.theirs(lambda edited=edited: bench.plain.send(edited)))  # type: ignore[misc]
    cost = middle(ours)
    tell(f"{count} small edits", goal, cost, middle(theirs), records=count)
    assert cost.trips == 1
    assert cost.up_bytes <= up_max


def test_a_sync_with_nothing_to_say_is_one_small_trip(bench: Bench) -> None:
    bench.phone.sync()
    bench.plain.send([])
    ours = [bench.ours(bench.phone.sync) for _ in range(2 * TURNS)]
    theirs = [bench.theirs(bench.plain.fetch) for _ in range(2 * TURNS)]
    cost = middle(ours)
    tell("no-op", "0.7 s, 1 trip, 1.1 KB both ways", cost, middle(theirs))
    assert cost.trips == 1
    assert cost.both_bytes <= 1.1 * KB
