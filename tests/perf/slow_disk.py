"""The office on a disk whose flush takes some milliseconds more.

    python -m tests.perf.slow_disk FOLDER PORT WORKERS MS

Owns the delay: it stands before the commit of a write, with the turn held, as the real flush does.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_MS: Final = "DIABAN_BENCH_FLUSH_MS"

if __name__ == "__main__":
    from server.watching import watch

    os.environ[_MS] = sys.argv[4]
    watch(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), app="tests.perf.slow_disk:app")
else:
    from server.context import Server
    from server.worker import app
    from wsgi import app as _office

    __all__ = ["app"]
    _delay_s: Final = int(os.environ[_MS]) / 1000
    _here: Final[Server] = _office.extensions["diaban"]

    @sa.event.listens_for(_here.store.engine, "commit")
    def _flush_slowly(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            time.sleep(_delay_s)
