"""What granian's worker loads: the app, in a process that keeps its memory small and ends with the one that started it.

Owns what belongs to the process and not to the app: how it asks the system for memory, and when it must die.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from typing import Final

# prctl(2): let the kernel send us this signal when our parent dies. Without it, killing the starting process would
# leave a worker that holds the port and the database.
_PR_SET_PDEATHSIG: Final = 1
# mallopt(3). By default each thread may get a heap of its own, and what one request needed stays with the thread that
# served it; and a block once freed raises the size from which blocks are given back to the system at once.
_MALLOC: Final = {-8: 2, -3: 128 * 1024, -1: 256 * 1024}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD

if sys.platform == "linux":
    _libc = ctypes.CDLL(None)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # Other C libraries than glibc have no such settings, and no such heaps.
    if hasattr(_libc, "mallopt"):
        for _setting, _value in _MALLOC.items():
            _libc.mallopt(_setting, _value)

from wsgi import app  # noqa: E402 - what is loaded obeys the settings above

__all__ = ["app"]
