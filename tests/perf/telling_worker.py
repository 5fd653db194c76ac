"""`diaban worker` whose way out leads to a push service of this machine, where no real way out would go.

python -m tests.perf.telling_worker FOLDER PORT AUTHORITY          ends with stdin
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from server.cli.users import open_office
from server.cli.working import NICE
from server.jobs import start_jobs
from server.platform.channels.addresses import Outside
from server.reminding import Reminding

if __name__ == "__main__":
    os.nice(NICE)
    outside = Outside(
        resolve=lambda _host: ["127.0.0.1"],
        is_allowed=lambda address: address == "127.0.0.1",
        port=int(sys.argv[2]),
        authority=sys.argv[3],
    )
    with open_office(Path(sys.argv[1])) as here:
        post = start_jobs(here, partial(Reminding, outside=outside))
        sys.stdin.read()
        post.stop()
