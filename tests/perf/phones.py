"""A phone of the bench: the Python client behind the headers of a browser, on a line of its own choosing.

Owns what all measurements share: ids, signing in, the work of a cadre, and what the served processes used.
"""

from __future__ import annotations

import os
import random
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.demo.founding import PASSWORD
from server.demo.ids import record_id
from sync.client import Client
from sync.http_transport import HttpTransport
from sync.ports import Patch, Value
from tests.e2e.served import Served
from tests.perf.workload import visit

UNIT: Final = record_id("unit", "21690")
# As Chromium sends them with a `fetch` of the app; length matters, not truth.
BROWSER: Final = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br",
    "Accept-Language": "vi-VN",
    "Connection": "keep-alive",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/156.0.0.0 Mobile Safari/537.36"
    ),
    "sec-ch-ua": '"Not:A-Brand";v="8", "Chromium";v="156"',
    "sec-ch-ua-mobile": "?1",
    "sec-ch-ua-platform": '"Android"',
}


def new_id() -> str:
    """A UUIDv7, as phones make them."""
    stamp, rest = time.time_ns() // 1_000_000, uuid.uuid4().int
    return str(uuid.UUID(int=(stamp << 80) | (7 << 76) | (rest & ((1 << 76) - 1)) & ~(3 << 62) | (2 << 62)))


def now_ms() -> int:
    """The phone's clock."""
    return time.time_ns() // 1_000_000


@dataclass
class Phone:
    """A device of cadre1 on a line."""

    client: Client
    transport: HttpTransport

    def sync(self) -> None:
        """Until nothing is left to send or to fetch."""
        while True:
            for line in self.transport.exchange(self.client.request(now_ms())):
                self.client.take(line)
            if not self.client.more and not self.client.unsent:
                return

    def write(self, chance: random.Random, count: int) -> list[str]:
        """Report so many visits, unsent."""
        ids = [new_id() for _ in range(count)]
        for id in ids:
            patch = Patch(set=visit(chance, UNIT))
            self.client.say("visit.submit", id, role="cadre", at=now_ms(), args={"round": 1}, patch=patch)
        return ids

    def draft(self, chance: random.Random, count: int) -> list[str]:
        """Begin so many reports, unsent."""
        ids = [new_id() for _ in range(count)]
        for id in ids:
            self.client.say("draft.save", id, role="cadre", at=now_ms(), patch=Patch(set=visit(chance, UNIT)))
        return ids

    def edit(self, ids: list[str], **now: Value) -> None:
        """Change these fields of drafts, unsent."""
        for id in ids:
            self.client.say("draft.save", id, role="cadre", at=now_ms(), patch=self.client.patch("draft", id, now))


def phone_on(port: int, username: str = "cadre1") -> Phone:
    """A new device that has loaded what its person may read."""
    transport = HttpTransport(f"http://127.0.0.1:{port}", headers=BROWSER)
    device = new_id()
    person = transport.sign_in(username, PASSWORD, device=device, label="bench")
    phone = Phone(Client(person, device, new_id), transport)
    phone.sync()
    return phone


# --- What the served processes used ----------------------------------------------------------------------------------


def pids_of(served: Served) -> list[int]:
    """The server's processes: they share one process group."""
    assert served.process is not None
    return group_of(served.process.pid)


def group_of(pid: int) -> list[int]:
    """All processes of that one's group."""
    group = os.getpgid(pid)
    found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in found if _group_of(pid) == group]


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


def cpu_ms(pids: list[int]) -> float:
    """CPU that these processes have used, user and system, ms."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def memory_mb(pids: list[int], what: str = "Pss") -> float:
    """Memory of all of them together: `Pss` counts what they share once, `Rss` once for each."""
    total_kib = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{what}:"):
                total_kib += int(line.split()[1])
    return total_kib * 1024 / 1e6
