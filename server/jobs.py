"""What the office does by itself, beside requests: the registry's daily jobs, trying held operations again, reminding.

Owns when, and that one process of several does it: the leader. Each job is safe to run twice: it reads what is due
and does that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from logging import ERROR, getLogger
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from structlog import get_logger

from server.backups import daily_backup
from server.context import Server
from server.logs import places_of
from server.platform.leading import Leader, leader_of
from server.registry import JOBS
from server.reminding import Reminding
from server.wire.ingest import retry

# After the first people of the morning have been served.
_FIRST_S: Final = 60
_DAY_S: Final = 86_400
# A held operation waits for a fault to be mended or for another operation; minutes are soon enough.
_RETRY_S: Final = 600
# How often a process looks whether it is the one: a leader that died is missed for no longer.
LOOK_S: Final = 2
# How often it is looked whether the moment of a message has come. Who takes the post up begins with it.
REMIND_S: Final = 10
_LEAD: Final = "lead"
_REMIND: Final = "remind"


def start_jobs(here: Server, remind: Callable[[Server], Reminding] = Reminding) -> Post:
    """Do the jobs in this process for as long as it leads; they end with it, or with `stop`."""
    # A machine that slept or was busy does the job late rather than not at all.
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": _RETRY_S}
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
    # It warns of a job that takes longer than it rests, as a sending of thousands does.
    getLogger("apscheduler.scheduler").setLevel(ERROR)
    post = Post(here, scheduler, leader_of(here.store.engine), remind)
    post.look()
    scheduler.add_job(post.look, "interval", seconds=LOOK_S, id=_LEAD)
    scheduler.start()
    return post


def run(here: Server, name: str, job: Callable[[Server], int]) -> None:
    """Do one job and note how much it did, or that it could not; it is done again when its time comes."""
    with noted(name):
        get_logger().info("job", name=name, done=job(here))


@contextmanager
def noted(name: str) -> Iterator[None]:
    """What goes wrong inside is told by its type and places: its message may quote what somebody wrote."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001
        get_logger().error("job_fault", name=name, fault=type(fault).__name__, places=places_of(fault))


class Post:
    """The leader's post in this process: taken with all its jobs, and left with them."""

    def __init__(
        self, here: Server, scheduler: BackgroundScheduler, leader: Leader, remind: Callable[[Server], Reminding]
    ) -> None:
        self.scheduler = scheduler
        self._here = here
        self._leader = leader
        self._remind = remind
        self._reminding: Reminding | None = None
        self._taken = False

    def look(self) -> None:
        """Take up the post where it is free; leave it where it was lost."""
        leads = self._leader.lead()
        if leads != self._taken:
            self._taken = leads
            get_logger().info("leader", leads=leads)
            self._take_up() if leads else self._leave()

    def stop(self) -> None:
        """End: what is under way is finished, and the post is another's at once."""
        if self._reminding is not None:
            self._reminding.stop()
        self.scheduler.shutdown()
        self._leader.resign()

    def _take_up(self) -> None:
        now = datetime.fromtimestamp(self._here.clock.now_ms() / 1000, UTC)
        daily = [(name, job, _DAY_S) for name, job in {**JOBS, "backup": daily_backup}.items()]
        for name, job, every_s in (*daily, ("retry_held", retry, _RETRY_S)):
            self._add(run, name, every_s, now + timedelta(seconds=_FIRST_S), self._here, name, job)
        self._add(self._tick, _REMIND, REMIND_S, now)

    def _tick(self) -> None:
        # Made where it is used: what goes wrong with it is tried again, and holds up no other job.
        with noted(_REMIND):
            if self._reminding is None:
                self._reminding = self._remind(self._here)
            self._reminding.tick()

    def _add(self, job: Callable[..., object], name: str, every_s: int, first: datetime, *given: object) -> None:
        self.scheduler.add_job(job, "interval", given, seconds=every_s, next_run_time=first, id=name)

    def _leave(self) -> None:
        if self._reminding is not None:
            self._reminding.stop()
            self._reminding = None
        for job in self.scheduler.get_jobs():
            if job.id != _LEAD:
                job.remove()
