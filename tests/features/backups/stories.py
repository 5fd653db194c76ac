"""An office that is backed up, put back and rolled back, with phones that really speak the protocol.

bag.phone("owner").say(…) ; bag.phone("owner").sync()       a phone of sync/client.py over HTTP
bag.back_up() ; bag.restore(file)                           as the command line does it, while the app goes on
bag.copy() ; bag.roll_back()                                somebody replaces the database, and tells nobody
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from os import urandom
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from server.backups import HOLDINGS, backup_now, office_of, restore_now
from server.context import Server
from server.platform.backup.finding import Finding
from server.platform.backup.make import Means
from server.platform.backup.restore import Restored
from server.platform.backup.verify import verify
from server.platform.clock import SetClock
from server.platform.db import normal_url
from sync.client import Client
from sync.ports import Fields, Patch
from tests.cast import Cast, Phone
from tests.factories import id_of
from tests.features.visits.stories import REPORT

NUMBERS = itertools.count()


def quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Carried:
    """A phone in somebody's hand: a store that keeps, and a browser that carries."""

    def __init__(self, cast: Cast, name: str, device: str, clock: SetClock) -> None:
        self.member = getattr(cast, name)
        self.client = Client(self.member.id, self.member.device(device), lambda: id_of(f"made {next(NUMBERS)}"))
        self.browser: Phone = self.member.phone(device)
        self._clock = clock

    def say(self, kind: str, id: str, *, patch: Patch | None = None, **args: Any) -> str:
        """Do something in one's own role; its op_id."""
        role = self.member.role
        return self.client.say(kind, id, role=role, at=self._clock.now_ms(), args=args, patch=patch)

    def save(self, visit: str, **values: Any) -> str:
        """Write into a draft, having seen what the phone shows."""
        return self.say("draft.save", visit, patch=self.client.patch("draft", visit, values))

    def submit(self, visit: str, **changed: Any) -> str:
        """Send a report."""
        added = changed.pop("add", {})
        return self.say("visit.submit", visit, round=1, patch=Patch(set={**REPORT, **changed}, add=added))

    def ask(self, *, lost_after: int | None = None) -> list[bytes]:
        """One request; of its answer only so many lines arrive."""
        body = self.client.request(self._clock.now_ms())
        answer = self.browser.ask("POST", "/api/sync", data=body, content_type="application/json")
        assert answer.status_code == 200, answer.text
        lines: list[bytes] = answer.data.splitlines()[:lost_after]
        for line in lines:
            self.client.take(line)
        return lines

    def sync(self) -> list[str]:
        """Exchange until nothing is left; the errors that were met on the way."""
        met: list[str] = []
        for _ in range(30):
            self.ask()
            phone = self.client
            if phone.error is not None:
                met.append(phone.error)
            elif phone.ended and not phone.more and not phone.unsent:
                return met
        raise AssertionError(f"no end: {met}, {len(self.client.unsent)} unsent")

    def outcomes(self) -> list[str | None]:
        return [op.outcome for op in self.client.ops]

    def body(self, entity: str, id: str) -> Fields:
        """What the phone has of a record; empty when it has none."""
        row = self.client.rows.get((entity, id))
        return row.body if row is not None else {}


class Bag:
    """The office with its backups."""

    def __init__(self, cast: Cast, clock: SetClock, folder: Path) -> None:
        self.cast = cast
        self.here: Server = cast.here
        self.clock = clock
        self.folder = folder
        self._phones: dict[tuple[str, str], Carried] = {}

    def phone(self, name: str, device: str = "phone") -> Carried:
        """A person's phone; the same one every time."""
        if (name, device) not in self._phones:
            self._phones[name, device] = Carried(self.cast, name, device, self.clock)
        return self._phones[name, device]

    def means(self, tell: Any = quiet) -> Means:
        return Means(self.clock.now_ms(), lambda: id_of(f"life {next(NUMBERS)}"), urandom, tell)

    def back_up(self, pass_phrase: bytes | None = None, tell: Any = quiet) -> Path:
        """A backup, as `diaban backup` makes it."""
        to = self.folder / f"{next(NUMBERS)}.diaban"
        office = office_of(self.here.config, self.here.store.engine)
        backup_now(office, self.here.config, self.means(tell), to=to, pass_phrase=pass_phrase)
        return to

    def restore(self, file: Path, pass_phrase: bytes | None = None, **config: Any) -> Restored:
        """Go back, as `diaban restore` does, while the app has its connections open."""
        return restore_now(replace(self.here.config, **config), file, pass_phrase, self.means())

    def findings(self) -> list[Finding]:
        """What `diaban verify` finds."""
        office = office_of(self.here.config, self.here.store.engine)
        return list(verify(office.engine, office.blobs, HOLDINGS, quiet).findings)

    def meta(self) -> Any:
        with self.here.store.read() as reader:
            return reader.meta()

    def pos(self) -> int:
        with self.here.store.read() as reader:
            return reader.head().pos

    # --- A database that is replaced behind everyone's back ----------------------------------------------------------

    def copy(self) -> None:
        """Somebody copies the database."""
        self._replace("live", "copy")

    def roll_back(self) -> None:
        """Somebody puts the copy in its place."""
        self._replace("copy", "live")

    def _replace(self, source: str, target: str) -> None:
        self.here.store.engine.dispose()
        url = sa.make_url(normal_url(self.here.config.url))
        names = {"live": str(url.database), "copy": f"{url.database}_copy"}
        if url.drivername.startswith("sqlite"):
            shutil.copyfile(names[source], names[target])
            return
        admin = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{names[target]}" WITH (FORCE)')
            connection.exec_driver_sql(f'CREATE DATABASE "{names[target]}" TEMPLATE "{names[source]}"')
        admin.dispose()


def settled(body: Fields) -> dict[str, Any]:
    """A record without what is given anew when it comes again: its number, and when it arrived."""
    again = ("number", "received", "submitted", "decided")
    return {name: value for name, value in body.items() if name not in again}


def error_in(line: bytes) -> str | None:
    """The code in an answer's head."""
    problem = json.loads(line)["error"]
    return problem["code"] if problem else None


@pytest.fixture
def bag(cast: Cast, clock: SetClock, tmp_path: Path) -> Iterator[Bag]:
    """The office, and a folder for its backups."""
    made = Bag(cast, clock, tmp_path)
    yield made
    made.here.store.engine.dispose()
