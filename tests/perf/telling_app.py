"""`diaban serve` whose own leader reminds: its way out leads to a push service of this machine.

    python -m tests.perf.telling_app FOLDER PORT          with TELLING_SINK="PORT AUTHORITY"

It looks around for the first time once there is a file FOLDER/begin, so that syncs can be measured without it before.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.reminding import Reminding


def prompted(folder: Path) -> Callable[..., Reminding]:
    """How such a leader is made."""
    from server.platform.channels.addresses import Outside
    from server.reminding import Reminding

    port, authority = os.environ["TELLING_SINK"].split(" ", 1)
    outside = Outside(
        resolve=lambda _host: ["127.0.0.1"],
        is_allowed=lambda address: address == "127.0.0.1",
        port=int(port),
        authority=authority,
    )

    class Prompted(Reminding):
        def tick(self) -> int:
            """As its parent's, from when it is told to begin."""
            return super().tick() if (folder / "begin").exists() else 0

    return partial(Prompted, outside=outside)


if __name__ == "__main__":
    from server.watching import watch

    watch(sys.argv[1], int(sys.argv[2]), 1, app="tests.perf.telling_app:app")
else:
    from server import jobs

    jobs.start_jobs = partial(jobs.start_jobs, remind=prompted(Path(os.environ["DIABAN_DATA_DIR"])))
    jobs.REMIND_S = 1  # type: ignore[misc]

    from server.worker import app

    __all__ = ["app"]
