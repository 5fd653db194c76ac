"""The real program as a process of its own: started, asked for its address, stopped by pid, started again.

Owns the process and its data folder. Knows nothing of pages.
"""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import requests
from click.testing import CliRunner

from server.cli import main

# A first start migrates, and for the demo plays some hundred operations, on a machine that is busy with other tests.
START_SECONDS_MAX = 90
STOP_SECONDS_MAX = 15
POLL_SECONDS = 0.05
# Below those that Linux gives away by itself, and none that a browser refuses. Each process walks round from its own.
FIRST_PORT, PORTS = 20_000, 12_000
_ports = (FIRST_PORT + (os.getpid() * 997 + step) % PORTS for step in itertools.count())


def free_port() -> int:
    """A port of this machine that nothing listens on at the moment.

    Not one of those that the system gives to whoever asks for any: an office that was stopped comes back to its port,
    and nobody may have got it meanwhile. A process that tests beside this one starts to look elsewhere.
    """
    return next(port for port in _ports if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As a server does: what closed a moment ago is in nobody's way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass
class Served:
    """`diaban serve` or `diaban demo` on a port and a data folder that stay the same over restarts.

    Killing it by pid is part of the tests, so `kill` sends SIGKILL to the process group; `stop` asks politely.
    `is_prepared`: the folder was served before, so it is started as what these commands become once they have looked at
    it. That saves half of a start, and how a command prepares is told in tests/features/cli.
    """

    command: str
    data_dir: Path
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    is_prepared: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its first page, without a slash at the end."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """All that the process said."""
        return self.data_dir.with_suffix(".log")

    def start(self) -> Self:
        """Start it and return when it answers. AssertionError with its own words when it does not."""
        assert self.process is None, "already started"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self._arguments()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**_surroundings(), "PYTHONUNBUFFERED": "1", **self.environment},
                start_new_session=True,
            )
        until = time.monotonic() + START_SECONDS_MAX
        while not self.answers():
            ended = self.process.poll() is not None
            assert not ended and time.monotonic() < until, f"did not start:\n{self.log.read_text()[-4000:]}"
            time.sleep(POLL_SECONDS)
        return self

    def _arguments(self) -> list[str]:
        port, folder = str(self.port), str(self.data_dir)
        if self.is_prepared:
            return ["server.watching", folder, port, "1"]
        return ["server.cli", self.command, "--port", port, "--data-dir", folder, *self.options]

    def answers(self) -> bool:
        """Whether it serves requests now."""
        try:
            return requests.get(f"{self.url}/healthz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def stop(self) -> None:
        """End it as an operator would; nothing if it is not running."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS_MAX)
        self.process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def operate(office: Served, *words: str) -> str:
    """A command of `diaban` about this office; what it says. AssertionError with its words when it fails.

    In this process, where everything is loaded: that a process says the same is told in tests/features/cli.
    """
    done = CliRunner().invoke(main, [*words, "--data-dir", str(office.data_dir)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def _surroundings() -> dict[str, str]:
    """This shell's environment without settings of an office: no test may meet the one that somebody works with."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DIABAN_")}
