"""Daily work: each job of the registry is planned for the office's night, and one that fails does not stop the next."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from server.platform.scheduler import HOUR, start_jobs
from server.registry import JOBS


def test_each_job_runs_every_night_of_the_office() -> None:
    scheduler = start_jobs(dict.fromkeys(JOBS, int))
    try:
        planned = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown()
    assert planned.keys() == JOBS.keys()
    nights = {time.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).hour for time in planned.values()}
    assert nights == {HOUR}


def test_a_job_that_was_due_while_the_machine_slept_runs_once_when_it_wakes() -> None:
    scheduler = start_jobs({"count": int})
    try:
        [job] = scheduler.get_jobs()
        assert job.coalesce
        assert job.misfire_grace_time >= 12 * 3600
    finally:
        scheduler.shutdown()
