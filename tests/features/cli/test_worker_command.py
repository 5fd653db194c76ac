"""`diaban worker` beside a web process: it does the jobs, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.served import POLL_SECONDS, START_SECONDS_MAX, STOP_SECONDS_MAX, Served


def worker(folder: Path, log: Path, **settings: str) -> subprocess.Popen[bytes]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
    with log.open("wb") as opened:
        return subprocess.Popen(
            [sys.executable, "-m", "server.cli", "worker", "--data-dir", str(folder)],
            env={**surroundings, "PYTHONUNBUFFERED": "1", **settings},
            stdout=opened,
            stderr=subprocess.STDOUT,
        )


def test_jobs_are_the_workers_where_the_web_process_does_none(tmp_path: Path) -> None:
    folder, log = tmp_path / "data", tmp_path / "worker.log"
    with Served("serve", folder, environment={"DIABAN_JOBS": "off"}) as served:
        process = worker(folder, log)
        until = time.monotonic() + START_SECONDS_MAX
        while "đã chạy" not in log.read_text():
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(POLL_SECONDS)
        assert '"leads": true' in log.read_text()
        assert '"leads"' not in served.log.read_text()
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS_MAX) == 0
        assert log.read_text().endswith("Đã dừng.\n")
        assert "fault" not in log.read_text()


def test_worker_says_what_is_set_up_wrongly_and_does_not_begin(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    process = worker(tmp_path / "data", log, DIABAN_MAIL_URL="http://mail", DIABAN_PUBLIC_ORIGIN="https://a.example")
    assert process.wait(START_SECONDS_MAX) == 1
    assert "DIABAN_MAIL_URL" in log.read_text()
    assert "leads" not in log.read_text()
