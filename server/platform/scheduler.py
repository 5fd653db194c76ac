"""What runs by itself while the office is served: each job once a day, in the night of the office's zone.

Owns when; what a job does is its room's business. A job that fails is logged and runs again the next night.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from structlog import get_logger

from server.platform.clock import OFFICE_ZONE

# Offices sleep, phones charge, and backups have not begun.
HOUR: Final = 2
# A machine that was off in the night does the work when it is back.
GRACE_S: Final = 20 * 3600


def start_jobs(jobs: Mapping[str, Callable[[], int]]) -> BackgroundScheduler:
    """Run each job daily from now on, in a thread of this process. Returns the scheduler, which `shutdown` stops."""
    scheduler = BackgroundScheduler(timezone=OFFICE_ZONE)
    for minute, (name, job) in enumerate(jobs.items()):
        scheduler.add_job(
            _run, "cron", (name, job), id=name, hour=HOUR, minute=minute, coalesce=True, misfire_grace_time=GRACE_S
        )
    scheduler.start()
    return scheduler


def _run(name: str, job: Callable[[], int]) -> None:
    get_logger().info("job_done", job=name, count=job())
