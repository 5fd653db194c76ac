"""What granian's worker loads: the app, in a process that ends when the one that started it does.

Without that, killing the starting process would leave a worker that holds the port and the database.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from typing import Final

from wsgi import app

__all__ = ["app"]

# prctl(2): let the kernel send us this signal when our parent dies.
_PR_SET_PDEATHSIG: Final = 1

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
