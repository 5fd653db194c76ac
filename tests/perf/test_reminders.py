"""Ten thousand reminders leave while phones sync: how long that takes, and what the phones notice of it.

The web process, the worker that sends, the push service and the phones share this machine's cores.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Final

import pytest

from server import create_app
from server.config import Config
from server.context import Server
from server.features.devices.actions import Device, do_open_session
from server.features.people.actions import NewPerson, do_add_person, do_assign
from server.features.people.directory import Assignment
from server.features.reminders.means import do_keep_key
from server.features.reminders.phones import Subscribed, do_subscribe
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.channels.push import new_push_key
from server.platform.clock import OFFICE_ZONE
from sync.ports import Value
from tests.cast import HOME, found_office
from tests.e2e.served import Served
from tests.factories import id_of
from tests.perf.phones import new_id, now_ms
from tests.perf.test_load import ONE_ADDRESS, Writer, ask, load
from tests.push_service import HOST, Browser

REMINDERS: Final = 10_000
LEFT_S_GOAL: Final = 60
# What a sync may take longer beside it, as a part of what it takes else.
SLOWER_GOAL: Final = 1.2
PEOPLE: Final = 160
# Phones that sync all the time, and how long each waits between two syncs: an office's busiest hour.
SYNCING: Final = 8
PAUSE_S: Final = 0.25
CALM_S: Final = 20
WAIT_S_MAX: Final = 300
_TASKS: Final = 500
SETTINGS: Final = {"DIABAN_PUSH_HOSTS": HOST, "DIABAN_PUBLIC_ORIGIN": "https://diaban.example.vn"}


def found(folder: Path) -> tuple[Server, list[Writer]]:
    """An office whose people each have a phone that takes pushes, and may be told now, whatever day and hour it is."""
    app = create_app(Config(folder, static_dir=folder))
    found_office(app)
    here: Server = app.extensions["diaban"]
    people = [Writer(new_id(), new_id(), token_urlsafe(32), new_id(), unit=id_of(HOME)) for _ in range(PEOPLE)]
    with here.store.write() as tx:
        act = Act(tx, NOBODY, now_ms(), here.today, new_id)
        act.append(Write("calendar", id_of("office"), {"week": "1234567"}, {"all"}))
        do_keep_key(tx.connection, new_push_key(), now=now_ms())
        for number, one in enumerate(people):
            do_add_person(act, NewPerson(one.person, f"Cán bộ {number}", None, f"told{number}"))
            post = Assignment(new_id(), one.person, "cadre", id_of(HOME), starts="2024-01-01")
            do_assign(act, post, beside_others=True)
            device = Device(one.device, "bench")
            do_open_session(tx.connection, one.person, device, token=one.token, id=new_id(), now=now_ms())
            act.append(Write("preference", new_id(), _wish(one.person), {f"person:{one.person}"}))
            browser = Browser()
            phone = Subscribed(f"https://{HOST}/send/{number}", browser.p256dh, browser.auth)
            do_subscribe(tx.connection, phone, id=new_id(), person=one.person, device=one.device, now=now_ms())
    return here, people


def _wish(person: str) -> dict[str, Value]:
    now = datetime.fromtimestamp(now_ms() / 1000, OFFICE_ZONE)
    quiet_from, quiet_until = ((now + timedelta(hours=hours)).strftime("%H:%M") for hours in (-3, -2))
    return {
        "person": person, "zone": str(OFFICE_ZONE), "quiet_from": quiet_from, "quiet_until": quiet_until,
        "language": "vi", "show_text": True, "push": True,
    }  # fmt: skip


def due_today(here: Server, people: list[Writer]) -> None:
    """So many milestones of these people are due today."""
    for start in range(0, REMINDERS, _TASKS):
        owners = [people[number % len(people)].person for number in range(start, start + _TASKS)]
        with here.store.write() as tx:
            Act(tx, NOBODY, now_ms(), here.today, new_id).append(*(_task(here, owner) for owner in owners))


def _task(here: Server, owner: str) -> Write:
    about: dict[str, Value] = {"title": "Kè", "unit": id_of(HOME), "owner": owner, "status": "open", "round": 1}
    return Write("task", new_id(), {**about, "milestones": [[new_id(), "Xong móng", here.today]]}, {f"person:{owner}"})


class Sink:
    """The push service's process."""

    def __init__(self, folder: Path) -> None:
        self.authority = folder / "authority.pem"
        command = [sys.executable, "-m", "tests.perf.push_sink", str(folder)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self._line())

    def taken(self) -> tuple[int, int]:
        """How much it took, and of how many names."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        taken, names = self._line().split()
        return int(taken), int(names)

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    made = Sink(tmp_path)
    yield made
    made.process.communicate()


@contextmanager
def beside(folder: Path, sink: Sink) -> Iterator[None]:
    """A worker of its own sends."""
    command = [sys.executable, "-m", "tests.perf.telling_worker", str(folder), str(sink.port), str(sink.authority)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **SETTINGS}) as worker:
        yield
        worker.communicate()


async def _sync(one: Writer, port: int, stopped: threading.Event, waits: list[float]) -> None:
    line = await asyncio.open_connection("127.0.0.1", port)
    while not stopped.is_set():
        request, begun = one.request(port), time.monotonic()
        one.take(await ask(line, request))
        waits.append(time.monotonic() - begun)
        await asyncio.sleep(PAUSE_S)
    line[1].close()


def syncing(people: list[Writer], port: int, stopped: threading.Event) -> list[float]:
    """How long each sync took until `stopped`."""
    waits: list[float] = []

    async def run() -> None:
        await asyncio.gather(*(_sync(one, port, stopped, waits) for one in people))

    asyncio.run(run())
    return waits


def p95_ms(waits: list[float]) -> float:
    return sorted(waits)[len(waits) * 95 // 100] * 1000


class Told(Served):
    """`diaban serve` that reminds by itself, to that push service, from when it is told to begin."""

    def _arguments(self) -> list[str]:
        return ["tests.perf.telling_app", str(self.data_dir), str(self.port)]


Starts = Callable[[Path, Sink], AbstractContextManager[object]]


@contextmanager
def inside(folder: Path, _sink: Sink) -> Iterator[None]:
    """The process that serves sends, as in an office of one machine."""
    (folder / "begin").touch()
    yield


@pytest.mark.parametrize(("served_as", "starts"), [(Served, beside), (Told, inside)], ids=["worker", "serve"])
def test_ten_thousand_reminders_leave_beside_phones_that_sync(
    tmp_path: Path, sink: Sink, served_as: type[Served], starts: Starts
) -> None:
    folder = tmp_path / "data"
    here, people = found(folder)
    jobs = {"DIABAN_JOBS": "off"} if starts is beside else {"TELLING_SINK": f"{sink.port} {sink.authority}", **SETTINGS}
    with served_as("serve", folder, is_prepared=True, environment={**jobs, **ONE_ADDRESS}) as served:
        for one in people[:SYNCING]:
            asyncio.run(load(one, served.port))
        calm_over = threading.Event()
        threading.Timer(CALM_S, calm_over.set).start()
        calm = p95_ms(syncing(people[:SYNCING], served.port, calm_over))
        due_today(here, people[SYNCING:])
        all_left = threading.Event()
        took: list[tuple[int, float]] = []

        def watch() -> None:
            begun = time.monotonic()
            with starts(folder, sink):
                while (left := sink.taken()[0]) < REMINDERS and time.monotonic() < begun + WAIT_S_MAX:
                    time.sleep(0.2)
                took.append((left, time.monotonic() - begun))
                all_left.set()

        watcher = threading.Thread(target=watch)
        watcher.start()
        busy = p95_ms(syncing(people[:SYNCING], served.port, all_left))
        watcher.join()
    (left, seconds), (taken, names) = took[0], sink.taken()
    here.store.engine.dispose()
    print(
        f"\n{left} reminders left in {seconds:.0f} s from their beginning (goal {LEFT_S_GOAL});"
        f" p95 of a sync {calm:.1f} ms before, {busy:.1f} ms beside it (goal {SLOWER_GOAL:.1f} of it)"
    )
    assert taken == names == REMINDERS
