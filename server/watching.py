"""The process that stays: granian's, which listens, starts the workers and starts one again that has died.

    python -m server.watching FOLDER PORT WORKERS

Owns how the server is run. It takes the place of the process that prepared, because it lives as long as the office and
needs little more than granian: nothing of the product may be imported here before the end.
"""

from __future__ import annotations

import os
import sys
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

# Only this machine is served. Who serves others puts a proxy with HTTPS in front.
HOST: Final = "127.0.0.1"
# Requests that run when the server is told to stop are given this long.
STOP_S_MAX: Final = 10


def watch(folder: str, port: int, workers: int, app: str = "server.worker:app") -> None:
    """Serve `app` until told to stop."""
    os.environ["DIABAN_DATA_DIR"] = folder
    Granian(
        app,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        websockets=False,
        # Below: its advice to bound the threads. A low bound starves everyone behind a few slow phones.
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S_MAX,
    ).serve()


if __name__ == "__main__":
    watch(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    from server.cli.telling import tell

    sys.stdout.write(tell("cli-stopped") + "\n")
