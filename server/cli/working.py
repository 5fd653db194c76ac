"""`diaban worker`: the office's jobs in a process of their own, beside several web processes.

Owns that process: it serves nothing, and ends when it is told to. Web processes beside it are started with
`DIABAN_JOBS=off`; where two workers run, one of them works and the other takes over when it is gone.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Event
from typing import Final

import click

from server.cli import data_dir_option
from server.cli.telling import tell

# Requests come first: what is sent a moment later is no worse.
NICE: Final = 19


@click.command(help=tell("cli-help-worker"))
@data_dir_option
def worker(data_dir: Path | None) -> None:
    """Jobs and reminders, until SIGTERM or Ctrl-C."""
    from server.cli.preparing import check_means
    from server.cli.serving import office_folder
    from server.cli.users import open_office
    from server.config import read_config
    from server.jobs import start_jobs
    from server.logs import set_up_logs

    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    if hasattr(os, "nice"):
        os.nice(NICE)
    set_up_logs()
    check_means(read_config(data_dir=office_folder(data_dir)))
    with open_office(data_dir) as here:
        post = start_jobs(here)
        click.echo(tell("cli-worker-ready"))
        stopped.wait()
        post.stop()
    click.echo(tell("cli-stopped"))
