"""The office of the made-up years: its folder, and the app over it on the morning after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from flask import Flask

from server import create_app
from server.config import Config
from server.context import Server
from server.days import add_days
from server.features.reminders.model import begun
from server.platform.clock import DAY_MS, SetClock, start_of
from server.platform.db import write_transaction
from server.registry import JOBS
from server.reminding import Reminding
from tests.perf.province.years import TODAY, Size, Years

# How far back what came due is still told: the outbox of an office that has been reminding.
REMINDED_DAYS: Final = 60


def opened(folder: Path, *, url: str | None = None) -> Flask:
    """The app over such a folder, at eight o'clock of the Monday after the last week."""
    config = Config(
        data_dir=folder, database_url=url, password_memory_kib=8, requests_per_minute=1_000_000,
        sign_ins_per_minute=1_000_000, static_dir=folder / "not built",
    )  # fmt: skip
    app = create_app(config, clock=SetClock(start_of(TODAY) + DAY_MS // 3))
    app.testing = True
    return app


def made(folder: Path, size: Size, progress: Callable[[int, int], None] | None = None) -> Mapping[str, int]:
    """Fill an empty folder; how many operations of each kind were taken."""
    app = opened(folder)
    here: Server = app.extensions["diaban"]
    with app.app_context():
        # Nobody waits for these commits: a power cut costs a new beginning.
        sa.event.listen(here.store.engine, "connect", _hurry)
        here.store.engine.dispose()
    years = Years(here, size)
    years.make(progress)
    with app.app_context():
        # As the night after leaves it.
        for job in JOBS.values():
            job(here)
        _remind(here)
    here.store.engine.dispose()
    return years.sent


def _remind(here: Server) -> None:
    """Everybody is told what stands and came due in the last weeks, as a leader leaves it who looked all the time."""
    with write_transaction(here.store.engine) as connection:
        connection.execute(begun.insert().values(id=1, since=add_days(here.today, -REMINDED_DAYS)))
    Reminding(here).look()


def statements_of(app: Flask, ask: Callable[[], object]) -> int:
    """How many statements the database is given while that is asked."""
    here: Server = app.extensions["diaban"]
    asked: list[str] = []

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(asked.append)

    sa.event.listen(here.store.engine, "connect", listen)
    here.store.engine.dispose()
    ask()
    sa.event.remove(here.store.engine, "connect", listen)
    here.store.engine.dispose()
    return len(asked)


def _hurry(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
