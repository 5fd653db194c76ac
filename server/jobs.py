"""What the office does by itself, beside requests: the registry's daily jobs, and trying held operations again.

Owns when, and that one process of several does it: the leader. Each job is safe to run twice: it reads what is due
and does that.
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
from server.platform.leading import Leader, leader_of
from server.registry import JOBS
from server.wire.ingest import retry

# After the first people of the morning have been served.
_FIRST_S: Final = 60
_DAY_S: Final = 86_400
# A held operation waits for a fault to be mended or for another operation; minutes are soon enough.
_RETRY_S: Final = 600
# How often a process looks whether it is the one: a leader that died is missed for no longer.
LOOK_S: Final = 2
_LEAD: Final = "lead"


def start_jobs(app: Flask) -> BackgroundScheduler:
    """Do the jobs in this process for as long as it leads; they end with it."""
    here: Server = app.extensions["diaban"]
    # A machine that slept or was busy does the job late rather than not at all.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _RETRY_S}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    post = _Post(app, scheduler, leader_of(here.store.engine))
    post.look()
    scheduler.add_job(post.look, "interval", seconds=LOOK_S, id=_LEAD)
    scheduler.start()
    return scheduler


def run(app: Flask, name: str, job: Callable[[Server], int]) -> None:
    """Do one job and note how much it did."""
    with app.app_context():
        done = job(app.extensions["diaban"])
    get_logger().info("job", name=name, done=done)


class _Post:
    """The leader's post in this process: taken with all its jobs, and left with them."""

    def __init__(self, app: Flask, scheduler: BackgroundScheduler, leader: Leader) -> None:
        self._app = app
        self._scheduler = scheduler
        self._leader = leader
        self._taken = False

    def look(self) -> None:
        """Take up the post where it is free; leave it where it was lost."""
        leads = self._leader.lead()
        if leads != self._taken:
            self._taken = leads
            get_logger().info("leader", leads=leads)
            self._take_up() if leads else self._leave()

    def _take_up(self) -> None:
        here: Server = self._app.extensions["diaban"]
        first = datetime.fromtimestamp(here.clock.now_ms() / 1000, UTC) + timedelta(seconds=_FIRST_S)
        daily = [(name, job, _DAY_S) for name, job in {**JOBS, "backup": daily_backup}.items()]
        for name, job, every_s in (*daily, ("retry_held", retry, _RETRY_S)):
            self._scheduler.add_job(
                run, "interval", (self._app, name, job), seconds=every_s, next_run_time=first, id=name
            )

    def _leave(self) -> None:
        for job in self._scheduler.get_jobs():
            if job.id != _LEAD:
                job.remove()
