"""`diaban worker` is killed without warning while it sends; another takes over, and nobody is told twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
import trustme

from server import create_app
from server.config import Config
from server.context import Server
from server.features.reminders.model import reminders
from server.features.reminders.phones import Addresses, do_set_addresses
from server.platform.acts import NOBODY, Act
from server.platform.changes import Write
from server.platform.clock import OFFICE_ZONE
from server.platform.ids import new_id
from sync.ports import Value
from tests.cast import HOME, found_cast
from tests.conftest import prepare
from tests.factories import id_of
from tests.mail_server import Box, mail_server
from tests.stores import PostgresqlStores, SqliteStores, Stores

TASKS: Final = 250
# Enough that a second batch is under way when the first process dies.
BEFORE: Final = 105
TAKEN_OVER_S_MAX: Final = 5.0
PATIENCE_S: Final = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    stores: Stores = SqliteStores(tmp_path, prepare) if request.param == "sqlite" else PostgresqlStores(prepare)
    yield stores.prepared("worker", found_cast)
    stores.close()


class Worker:
    """A process that waits for the post, or has it."""

    def __init__(self, folder: Path, name: str, settings: dict[str, str]) -> None:
        self.log = folder / f"{name}.log"
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("DIABAN_")}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "server.cli", "worker", "--data-dir", str(folder / "data")],
                env={**surroundings, **settings, "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def leads(self) -> bool:
        return '"leads": true' in self.log.read_text()

    def end(self) -> int:
        """Ask it to end, as whoever watches over it would; its code."""
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


def within(seconds: float, happened: Callable[[], bool]) -> float:
    """How long it took until `happened()` was true."""
    begun = time.monotonic()
    while not happened():
        assert time.monotonic() < begun + seconds, "it did not happen"
        threading.Event().wait(0.02)
    return time.monotonic() - begun


def due_today(here: Server) -> None:
    """So many milestones of one person today, who reads mail and may be told now, whatever day and hour it is."""
    now = datetime.fromtimestamp(here.clock.now_ms() / 1000, OFFICE_ZONE)
    quiet_from, quiet_until = ((now + timedelta(hours=hours)).strftime("%H:%M") for hours in (-3, -2))
    owner, key = id_of("owner"), {f"person:{id_of('owner')}"}
    about: dict[str, Value] = {"title": "Kè", "unit": id_of(HOME), "owner": owner, "status": "open", "round": 1}
    tasks = [
        Write("task", new_id(), {**about, "milestones": [[new_id(), "Xong móng", here.today]]}, key)
        for _ in range(TASKS)
    ]
    wish: dict[str, Value] = {
        "person": owner, "zone": str(OFFICE_ZONE), "quiet_from": quiet_from, "quiet_until": quiet_until,
        "language": "vi", "show_text": True, "mail": True,
    }  # fmt: skip
    with here.store.write() as tx:
        act = Act(tx, NOBODY, here.clock.now_ms(), here.today, new_id)
        act.append(Write("calendar", id_of("office"), {"week": "1234567"}, {"all"}), *tasks)
        act.append(Write("preference", new_id(), wish, key))
        do_set_addresses(tx.connection, owner, Addresses(mail="an@example.vn"))


def ids_of(box: Box) -> Counter[str]:
    """The messages that the mail server took, by their names."""
    return Counter(str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in box.taken)


@pytest.mark.failure(1, 4)
def test_killed_worker_is_followed_by_another_that_sends_the_rest(tmp_path: Path, url: str) -> None:
    authority, pem = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    here: Server = create_app(Config(tmp_path / "data", url, static_dir=tmp_path)).extensions["diaban"]
    due_today(here)
    with mail_server(authority) as box:
        settings = {
            "DIABAN_DATABASE_URL": url, "DIABAN_MAIL_URL": f"smtp://127.0.0.1:{box.port}", "SSL_CERT_FILE": str(pem),
            "DIABAN_MAIL_FROM": "diaban@example.vn", "DIABAN_PUBLIC_ORIGIN": "https://diaban.example.vn",
        }  # fmt: skip
        first = Worker(tmp_path, "first", settings)
        within(PATIENCE_S, lambda: first.leads)
        second = Worker(tmp_path, "second", settings)
        try:
            within(PATIENCE_S, lambda: len(box.taken) >= BEFORE and "chạy" in second.log.read_text())
            assert not second.leads
            first.process.send_signal(signal.SIGKILL)
            first.process.wait(PATIENCE_S)
            sent = len(box.taken)
            assert sent < TASKS, "everything had left before the kill"
            took_s = within(PATIENCE_S, lambda: len(box.taken) > sent)
            within(PATIENCE_S, lambda: _waiting(here, is_free=True) == 0)
            # What the dead one held is free when its lease ends: five minutes later, which nobody waits for here.
            with here.store.write() as tx:
                tx.connection.execute(reminders.update().values(leased_until=0))
            within(PATIENCE_S, lambda: _waiting(here) == 0)
        finally:
            codes = [worker.end() for worker in (first, second)]
    assert codes == [-signal.SIGKILL, 0], second.log.read_text()
    sys.stdout.write(f"taken over in {took_s:.1f} s, {sent} of {TASKS} before\n")
    assert took_s <= TAKEN_OVER_S_MAX
    with here.store.read() as reader:
        ids = set(reader.connection.execute(sa.select(reminders.c.id)).scalars())
    here.store.engine.dispose()
    # Each thing under one name; what the dead one had sent and not noted came twice, under the same.
    assert ids_of(box).keys() == ids
    assert len(ids) == TASKS
    assert max(ids_of(box).values()) <= 2


def _waiting(here: Server, *, is_free: bool = False) -> int:
    """How many wait; `is_free`: of those that no sender holds, nor ever held."""
    query = sa.select(sa.func.count()).select_from(reminders).where(reminders.c.state == "waiting")
    with here.store.read() as reader:
        found = reader.connection.execute(query.where(reminders.c.leased_until == 0) if is_free else query)
        return int(found.scalar_one())
