"""The served program is killed without warning while phones write to it, again and again.

Whole (starting process and worker), or the worker alone, which is then started anew.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil
import pytest
import requests

from server import create_app
from server.backups import HOLDINGS, office_of
from server.config import Config
from server.platform.backup.verify import verify
from server.platform.clock import SystemClock
from server.platform.db import engine_of
from server.platform.store import SqlStore
from sync.client import Client, NotOurs
from tests.cast import MEMORY_KIB, PASSWORD, found_office
from tests.e2e.served import POLL_SECONDS, Served
from tests.factories import id_of

PEOPLE: Final = ("owner", "colleague", "stranger")
HEADERS: Final = {"X-Diaban": "1", "Content-Type": "application/json"}
# Answers between two kills: at least, and at most. A kill falls somewhere into the next request.
_CALM: Final = (3, 15)
_MOMENT_S: Final = 0.2
_PAUSE_S: Final = 0.16


class Walker:
    """A person who writes and sends all the time, whatever happens to the line."""

    def __init__(self, name: str, url: str) -> None:
        self._url = url
        self._numbers = iter(range(10**9))
        self._browser = requests.Session()
        self._clock = SystemClock()
        self.phone = Client(id_of(name), id_of(f"{name} phone"), lambda: id_of(f"{name} {next(self._numbers)}"))
        self.said: dict[str, str] = {}
        self.faults = 0
        device = {"id": self.phone.device, "label": ""}
        body = {"username": name, "password": PASSWORD, "device": device}
        assert self._browser.post(f"{url}/api/session", json=body, headers=HEADERS, timeout=20).status_code == 200

    def walk(self, stopped: threading.Event, answered: threading.Semaphore) -> None:
        """Write, send, write, send."""
        while not stopped.is_set():
            self.write()
            if self.send():
                answered.release()
            # An address may ask 1,200 times a minute; and a server on its way up is not helped by being asked.
            stopped.wait(_PAUSE_S)

    def write(self) -> None:
        """One more draft, or one more line in the last one."""
        number = len(self.phone.ops)
        visit = id_of(f"{self.phone.person} visit {number // 2}")
        self.said[visit] = f"Dòng {number}"
        patch = self.phone.patch("draft", visit, {"findings": self.said[visit]})
        now = self._clock.now_ms()
        self.phone.say("draft.save", visit, role="cadre", at=now, patch=patch)

    def send(self) -> bool:
        """One request; whether its whole answer came."""
        body = self.phone.request(self._clock.now_ms())
        try:
            with self._browser.post(f"{self._url}/api/sync", body, headers=HEADERS, timeout=20, stream=True) as answer:
                if answer.status_code != 200:
                    raise NotOurs(answer.status_code)
                for line in answer.iter_lines():
                    self.phone.take(line)
            return self.phone.ended
        except (requests.RequestException, NotOurs):
            self.faults += 1
            return False


@pytest.mark.long
@pytest.mark.invariant("acked-is-durable", "at-most-once", "outbox-drains")
@pytest.mark.failure(1, 4, 48)
def test_killing_the_server_loses_nothing_and_doubles_nothing(tmp_path: Path, times: Callable[[int, int], int]) -> None:
    config = Config(data_dir=tmp_path / "data", password_memory_kib=MEMORY_KIB)
    app = create_app(config)
    found_office(app)
    app.extensions["diaban"].store.engine.dispose()
    chance = random.Random(3)
    with Served("serve", config.data_dir) as served:
        walkers = [Walker(name, served.url) for name in PEOPLE]
        fates = _walk_and_kill(walkers, served, chance, kills=times(8, 200))
        for walker in walkers:
            while walker.phone.unsent:
                walker.send()
    said = sum(len(walker.phone.ops) for walker in walkers)
    sys.stdout.write(f"killed {dict(fates)}, {sum(w.faults for w in walkers)} requests lost, {said} operations\n")
    for walker in walkers:
        assert Counter(op.outcome for op in walker.phone.ops) == {"applied": len(walker.phone.ops)}
    _check_office(config, walkers)


def _walk_and_kill(walkers: list[Walker], served: Served, chance: random.Random, *, kills: int) -> Counter[str]:
    stopped, answered = threading.Event(), threading.Semaphore(0)
    threads = [threading.Thread(target=walker.walk, args=(stopped, answered)) for walker in walkers]
    for thread in threads:
        thread.start()
    fates: Counter[str] = Counter()
    try:
        for _ in range(kills):
            for _ in range(chance.randint(*_CALM)):
                assert answered.acquire(timeout=60), "nobody is answered any more"
            stopped.wait(chance.random() * _MOMENT_S)
            fates[_kill(served, whole=chance.random() < 0.3)] += 1
    finally:
        stopped.set()
        for thread in threads:
            thread.join(60)
    assert sum(walker.faults for walker in walkers) >= kills
    return fates


def _kill(served: Served, *, whole: bool) -> str:
    assert served.process is not None
    workers = psutil.Process(served.process.pid).children()
    fate = "whole" if whole or not workers else "worker"
    if fate == "worker":
        os.kill(workers[0].pid, signal.SIGKILL)
        # A worker that dies twice within seconds takes the server with it: whoever watches over that starts it anew.
        while served.process.poll() is None and not served.answers():
            threading.Event().wait(POLL_SECONDS)
        fate = "worker" if served.process.poll() is None else "worker twice"
    if fate != "worker":
        served.kill()
        served.start()
    return fate


def _check_office(config: Config, walkers: list[Walker]) -> None:
    engine = engine_of(config.url)
    office = office_of(config, engine)
    assert list(verify(engine, office.blobs, HOLDINGS, lambda *_: None).findings) == []
    with SqlStore(engine).read() as reader:
        for walker in walkers:
            ops = reader.ops(walker.phone.person, [op.op_id for op in walker.phone.ops])
            assert len(ops) == len(walker.phone.ops)
            drafts = {
                one.id: one.body["findings"] for one in reader.records("draft", {f"person:{walker.phone.person}"})
            }
            assert drafts == walker.said
    engine.dispose()
