"""Syncs over a slow line (300 ms, 50 KB/s) against the served program: trips, bytes, server CPU a record, memory.

Trips, bytes and memory have limits that end the build; seconds are reported beside the goal, for machines differ.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from server.demo.founding import PASSWORD
from server.demo.ids import record_id
from sync.client import Client
from sync.http_transport import HttpTransport
from sync.ports import Patch
from tests.e2e.served import Served
from tests.perf.proxy import Line, Proxy, proxy_to
from tests.perf.workload import visit

SLOW = Line(rtt_ms=300, bytes_per_s=50_000)
FAST = Line()
KB = 1024
UNIT = record_id("unit", "21690")


@dataclass
class Phone:
    """A device of cadre1 on a line."""

    client: Client
    transport: HttpTransport

    def sync(self) -> None:
        """Until nothing is left to send or to fetch."""
        while True:
            now = time.time_ns() // 1_000_000
            for line in self.transport.exchange(self.client.request(now)):
                self.client.take(line)
            if not self.client.more and not self.client.unsent:
                return

    def write(self, chance: random.Random, count: int) -> list[str]:
        """Report so many visits, unsent."""
        ids = [new_id() for _ in range(count)]
        for id in ids:
            patch = Patch(set=visit(chance, UNIT))
            at = time.time_ns() // 1_000_000
            self.client.say("visit.submit", id, role="cadre", at=at, args={"round": 1}, patch=patch)
        return ids


def new_id() -> str:
    """A UUIDv7, as phones make them."""
    stamp, rest = time.time_ns() // 1_000_000, uuid.uuid4().int
    return str(uuid.UUID(int=(stamp << 80) | (7 << 76) | (rest & ((1 << 76) - 1)) & ~(3 << 62) | (2 << 62)))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served("demo", tmp_path_factory.mktemp("bench") / "data", options=("--no-browser",)) as running:
        yield running


@pytest.fixture
def line(served: Served) -> Iterator[Proxy]:
    with proxy_to(served.port, FAST) as proxy:
        yield proxy
        while _calls:
            _calls.pop().close()


_calls: list[HttpTransport] = []


def phone_on(proxy: Proxy) -> Phone:
    transport = HttpTransport(f"http://127.0.0.1:{proxy.port}")
    _calls.append(transport)
    device = new_id()
    person = transport.sign_in("cadre1", PASSWORD, device=device, label="bench")
    phone = Phone(Client(person, device, new_id), transport)
    phone.sync()
    return phone


def cpu_ms(pids: list[int]) -> float:
    """CPU that these processes have used, user and system, ms."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def pids_of(served: Served) -> list[int]:
    """The server's processes: they share one process group."""
    assert served.process is not None
    group = os.getpgid(served.process.pid)
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in found if _group_of(pid) == group]


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass
class Row:
    what: str
    seconds: float
    proxy: Proxy
    cpu: float
    records: int

    def __str__(self) -> str:
        count = self.proxy.count
        return (
            f"{self.what:22} {self.seconds:7.2f} s  {count.trips:3} trips  up {count.up_bytes / KB:7.1f} KB  "
            f"down {count.down_bytes / KB:7.1f} KB  server CPU {self.cpu / self.records:6.2f} ms a record"
        )


def measured(what: str, served: Served, proxy: Proxy, phone: Phone, *, records: int) -> Row:
    """One sync, measured whole."""
    pids = pids_of(served)
    proxy.reset(SLOW)
    cpu, begun = cpu_ms(pids), time.monotonic()
    phone.sync()
    row = Row(what, time.monotonic() - begun, proxy, cpu_ms(pids) - cpu, records)
    print(row)
    return row


# What the protocol may add to the compressed words: ids, numbers, headers. One visit is mostly headers.
@pytest.mark.parametrize(("count", "over_words_max", "goal_s"), [(1, 2.0, 1.0), (100, 1.2, 2.5), (1000, 1.15, 10.0)])
def test_new_visits_go_up(served: Served, line: Proxy, count: int, over_words_max: float, goal_s: float) -> None:
    phone = phone_on(line)
    ids = phone.write(random.Random(count), count)
    plain = json.dumps([dict(op.patch.set) for op in phone.client.unsent], ensure_ascii=False).encode()
    words = len(gzip.compress(plain, 6))
    row = measured(f"push {count}", served, line, phone, records=count)
    over = row.proxy.count.up_bytes / words
    print(f"{'':22} goal {goal_s} s; {over:.2f} × the words alone as plain JSON in gzip-6 ({words / KB:.1f} KB)")
    assert all(phone.client.shown("visit", id) for id in ids)
    assert row.proxy.count.trips <= 4
    assert over <= over_words_max


def test_a_thousand_visits_come_down(served: Served, line: Proxy) -> None:
    reader, writer = phone_on(line), phone_on(line)
    ids = writer.write(random.Random(7), 1000)
    writer.sync()
    row = measured("pull 1000", served, line, reader, records=1000)
    print(f"{'':22} goal 8.5 s in one streamed answer")
    assert all(reader.client.shown("report", id) for id in ids)
    assert row.proxy.count.down_bytes <= 520 * KB


def test_a_sync_with_nothing_to_say_is_one_small_trip(served: Served, line: Proxy) -> None:
    phone = phone_on(line)
    rows = [measured("no-op", served, line, phone, records=1) for _ in range(5)]
    print(f"{'':22} median {median(row.seconds for row in rows):.2f} s, goal 0.7 s")
    assert rows[-1].proxy.count.trips == 1
    assert rows[-1].proxy.count.up_bytes + rows[-1].proxy.count.down_bytes <= 2 * KB


def test_the_served_process_stays_small(served: Served, line: Proxy) -> None:
    phone_on(line)
    sizes = {pid: resident_mb(pid) for pid in pids_of(served)}
    print(f"{'memory':22} {' + '.join(f'{size:.0f}' for size in sizes.values())} MB resident, goal 150 MB")
    assert sum(sizes.values()) <= 200
