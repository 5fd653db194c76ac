"""A push service of the bench, in a process of its own: it takes everything, and says how much it took.

    python -m tests.perf.push_sink FOLDER      prints its port; ends with stdin

FOLDER/authority.pem makes it trusted.

Owns no browser's keys: whether what arrives can be read is told by tests/features/channels.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from server.cli.working import NICE
from tests.push_service import push_service

if __name__ == "__main__":
    # In truth it is another machine: it gives way to what is measured here.
    os.nice(NICE)
    with push_service(Path(sys.argv[1])) as service:
        print(service.port, flush=True)
        for _ in sys.stdin:
            topics = [taken.headers["Topic"] for taken in service.taken]
            print(len(topics), len(set(topics)), flush=True)
