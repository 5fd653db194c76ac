"""What the office does by itself."""

from __future__ import annotations

import pytest

from server import create_app
from server.config import Config
from server.context import Server
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
    post = start_jobs(app.extensions["diaban"])
    planned = {job.id: job.next_run_time.timestamp() * 1000 for job in post.scheduler.get_jobs()}
    post.stop()
    assert planned.keys() == {*JOBS, "backup", "retry_held", "lead", "remind"}
    daily = [ms for id, ms in planned.items() if id not in ("lead", "remind")]
    assert all(before_ms + 60_000 <= ms <= SystemClock().now_ms() + 60_000 for ms in daily)
    app.extensions["diaban"].store.engine.dispose()


def test_second_process_takes_the_jobs_up_when_the_first_has_gone(config: Config) -> None:
    app, other = create_app(config), create_app(config)
    first = leader_of(app.extensions["diaban"].store.engine)
    assert first.lead()
    post = start_jobs(other.extensions["diaban"])
    assert {job.id for job in post.scheduler.get_jobs()} == {"lead"}
    first.resign()
    post.look()
    assert {job.id for job in post.scheduler.get_jobs()} == {"lead", "remind", *JOBS, "backup", "retry_held"}
    post.stop()
    # Whoever stops leaves the post at once.
    assert first.lead()
    first.resign()
    for each in (app, other):
        each.extensions["diaban"].store.engine.dispose()


def test_job_is_told_by_its_name_and_by_how_much_it_did(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    run(cast.here, "count", lambda _here: 3)
    said = capsys.readouterr().out
    assert "count" in said
    assert "3" in said


def test_job_that_goes_wrong_is_told_without_what_somebody_wrote(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_(_here: Server) -> int:
        raise ValueError("Kênh N3 bồi lấp")

    run(cast.here, "count", break_)
    said = capsys.readouterr().out
    assert "ValueError" in said
    assert "Kênh" not in said
