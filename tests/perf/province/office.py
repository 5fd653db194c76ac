"""The office of the made-up years: its folder, and the app over it on the morning after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from server import create_app
from server.config import Config
from server.context import Server
from server.platform.clock import DAY_MS, SetClock, start_of
from tests.perf.province.years import TODAY, Size, Years


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
    here.store.engine.dispose()
    return years.sent


def _hurry(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
