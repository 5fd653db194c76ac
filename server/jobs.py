"""What the office does by itself, beside requests: the registry's daily jobs, and trying held operations again.

Owns when. Each job is safe to run twice or beside itself in another process: it reads what is due and does that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from structlog import get_logger

from server.backups import daily_backup
from server.context import Server
from server.registry import JOBS
from server.wire.ingest import retry

# After the first people of the morning have been served.
_FIRST_S: Final = 60
_DAY_S: Final = 86_400
# A held operation waits for a fault to be mended or for another operation; minutes are soon enough.
_RETRY_S: Final = 600


def start_jobs(app: Flask) -> BackgroundScheduler:
    """Start the jobs of this process; they end with it."""
    here: Server = app.extensions["diaban"]
    # A machine that slept or was busy does the job late rather than not at all.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _RETRY_S}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    first = datetime.fromtimestamp(here.clock.now_ms() / 1000, UTC) + timedelta(seconds=_FIRST_S)
    daily = {**JOBS, "backup": daily_backup}
    for name, job, every_s in (*((name, job, _DAY_S) for name, job in daily.items()), ("retry_held", retry, _RETRY_S)):
        scheduler.add_job(run, "interval", (app, name, job), seconds=every_s, next_run_time=first, id=name)
    scheduler.start()
    return scheduler


def run(app: Flask, name: str, job: Callable[[Server], int]) -> None:
    """Do one job and note how much it did."""
    with app.app_context():
        done = job(app.extensions["diaban"])
    get_logger().info("job", name=name, done=done)
