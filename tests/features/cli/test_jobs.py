"""What the office does by itself."""

from __future__ import annotations

import pytest
from flask import Flask

from server import create_app
from server.config import Config
from server.jobs import run, start_jobs
from server.platform.clock import SystemClock
from server.platform.leading import leader_of
from server.registry import JOBS
from server.wire.ingest import retry
from tests.cast import Cast


@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_finds_nothing_to_do_on_a_quiet_day(cast: Cast, name: str) -> None:
    assert JOBS[name](cast.here) == 0
    assert retry(cast.here) == 0


def test_jobs_begin_after_the_first_minute(config: Config) -> None:
    app = create_app(config)
    before_ms = SystemClock().now_ms()
    scheduler = start_jobs(app)
    planned = {job.id: job.next_run_time.timestamp() * 1000 for job in scheduler.get_jobs() if job.id != "lead"}
    scheduler.shutdown()
    assert planned.keys() == {*JOBS, "backup", "retry_held"}
    assert all(before_ms + 60_000 <= ms <= SystemClock().now_ms() + 60_000 for ms in planned.values())
    app.extensions["diaban"].store.engine.dispose()


def test_second_process_takes_the_jobs_up_when_the_first_has_gone(config: Config) -> None:
    app, other = create_app(config), create_app(config)
    first = leader_of(app.extensions["diaban"].store.engine)
    assert first.lead()
    scheduler = start_jobs(other)
    assert {job.id for job in scheduler.get_jobs()} == {"lead"}
    first.resign()
    scheduler.get_job("lead").func()
    assert {job.id for job in scheduler.get_jobs()} == {"lead", *JOBS, "backup", "retry_held"}
    scheduler.shutdown()
    for each in (app, other):
        each.extensions["diaban"].store.engine.dispose()


def test_job_is_told_by_its_name_and_by_how_much_it_did(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    run(app, "count", lambda _here: 3)
    said = capsys.readouterr().out
    assert "count" in said
    assert "3" in said
