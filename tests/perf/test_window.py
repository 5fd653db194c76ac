"""What a province costs the phone of who oversees all of it: five years of visits, and the window of 400 days.

20,000 visits with their reports, written through the log as the office leaves them when all are approved. Seconds are
the server's and a phone in Python's, in one process; bytes are as they travel, under brotli.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import brotli
import pytest

from server.features.audiences import report_keys, visit_keys
from server.features.earlier.jobs import Night, move_window
from server.features.people.directory import Directory
from server.features.people.months import WINDOW_DAYS, WINDOW_DAYS_MAX, month_of
from server.features.people.queries import load_directory
from server.platform.changes import Write, append
from server.platform.clock import DAY_MS
from server.platform.ids import new_id
from sync.client import Client
from sync.entities import BY_NAME
from sync.limits import ANSWER_BYTES
from sync.ports import Value
from tests.cast import HOME, Cast, Member
from tests.factories import id_of
from tests.perf.workload import visit as words_of

VISITS: Final = 20_000
YEARS: Final = 5
AT_ONCE: Final = 500
# Of 20,000 visits in five years, 430 days hold 4,700: a quarter of the bytes, and of the seconds.
SHARE_MAX: Final = 0.3
STEADY_MS_MAX: Final = 100


@dataclass(frozen=True)
class Cost:
    """What one phone's exchange cost."""

    visits: int
    kilobytes: float
    seconds: float
    answers: int


def fill(cast: Cast) -> None:
    """Five years of approved visits of one commune, oldest first."""
    chance, here = random.Random(20), cast.here
    with here.store.read() as reader:
        directory = load_directory(reader)
    for part in range(VISITS // AT_ONCE):
        numbers = range(part * AT_ONCE, (part + 1) * AT_ONCE)
        writes = [write for number in numbers for write in visit(cast, directory, chance, number)]
        with here.store.write() as tx:
            append(tx, writes, actor=cast.owner.id, op_id=new_id(), at=here.clock.now_ms())


def visit(cast: Cast, directory: Directory, chance: random.Random, number: int) -> list[Write]:
    """One visit as it stands when it was approved: what the commune reads, and the report proper."""
    ago = (VISITS - number) * YEARS * 365 // VISITS
    day = (date.fromisoformat(cast.here.today) - timedelta(days=ago)).isoformat()
    words: dict[str, Value] = {**words_of(chance, id_of(HOME)), "starts": day, "ends": day}
    stamp: dict[str, Value] = {
        "author": cast.owner.id, "role": "cadre", "number": f"BC-{number}", "status": "approved", "round": 1,
        "received": cast.here.clock.now_ms() - ago * DAY_MS,
    }  # fmt: skip
    id, unit, author, month = id_of(f"visit {number}"), id_of(HOME), cast.owner.id, month_of(day)
    seen = visit_keys(directory, unit=unit, author=author, companions=(), month=month)
    read = report_keys(directory, unit=unit, author=author, companions=(), month=month)
    return [
        Write("visit", id, {**_of("visit", words), **stamp}, seen),
        Write("report", id, _of("report", words), read),
    ]


def _of(kind: str, words: dict[str, Value]) -> dict[str, Value]:
    names = {each.name for each in BY_NAME[kind].fields}
    return {name: value for name, value in words.items() if name in names}


def exchange(client: Client, member: Member, device: str, now: int) -> Cost:
    """Until nothing is left."""
    begun, size, answers = time.perf_counter(), 0, 0
    while True:
        body = client.request(now)
        answer = member.phone(device).ask(
            "POST", "/api/sync", data=body, content_type="application/json", headers={"Accept-Encoding": "br"}
        )
        data = answer.data
        size, answers = size + len(data), answers + 1
        for line in (brotli.decompress(data) if answer.headers.get("Content-Encoding") == "br" else data).splitlines():
            client.take(line)
        assert client.error is None
        if client.ended and not client.more:
            held = sum(entity == "visit" for entity, _ in client.rows)
            return Cost(held, size / 1000, time.perf_counter() - begun, answers)


_clients: dict[str, Client] = {}


def loaded(cast: Cast, device: str) -> Cost:
    """The clerk's exchange on one of his devices; the first is its first load."""
    clerk = cast.clerk
    client = _clients.setdefault(device, Client(clerk.id, clerk.device(device), new_id))
    return exchange(client, clerk, device, cast.here.clock.now_ms())


def window(cast: Cast, days: int) -> None:
    """The office's setting, and the night after it."""
    assert cast.admin.phone().ask("PUT", "/api/admin/window", {"days": days}).status_code == 200
    here = cast.here
    move_window(Night(here.store, here.clock.now_ms(), here.today, new_id))


def told(what: str, cost: Cost) -> None:
    print(
        f"{what:34} {cost.visits:6,} visits {cost.kilobytes:9,.1f} KB {cost.seconds:7.2f} s {cost.answers:3} answers"
        f" of {ANSWER_BYTES / 1e6:.0f} MB"
    )


@pytest.mark.invariant("work-is-bounded")
def test_the_first_load_of_a_province_is_the_windows_and_not_its_history(cast: Cast) -> None:
    fill(cast)
    window(cast, WINDOW_DAYS_MAX)
    whole = loaded(cast, "whole")
    told("first load, all of it", whole)
    window(cast, WINDOW_DAYS)
    part = loaded(cast, "window")
    told(f"first load, {WINDOW_DAYS} days", part)
    steady = loaded(cast, "window")
    told("nothing new", steady)
    window(cast, WINDOW_DAYS - 31)
    told("a month goes", loaded(cast, "window"))
    assert whole.visits == VISITS
    assert part.kilobytes <= whole.kilobytes * SHARE_MAX
    assert part.seconds <= whole.seconds * SHARE_MAX
    assert steady.seconds * 1000 <= STEADY_MS_MAX
