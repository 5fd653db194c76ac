"""What granian's worker loads: the app, in a process that keeps its memory small and ends with the one that started it.

Owns what belongs to the process and not to the app: how it asks the system for memory, and when it must die.
"""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# prctl(2): let the kernel send us this signal when our parent dies. Without it, killing the starting process would
# leave a worker that holds the port and the database.
_PR_SET_PDEATHSIG: Final = 1
# mallopt(3). By default each thread may get a heap of its own, and what one request needed stays with the thread that
# served it; and a block once freed raises the size from which blocks are given back to the system at once.
_MALLOC: Final = {-8: 2, -3: 128 * 1024, -1: 256 * 1024}  # M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
# A body of this many bytes needs megabytes while it is worked on; giving them back takes some milliseconds.
_LARGE_BYTES: Final = 64 * 1024

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None
# Other C libraries than glibc have no such settings, and no such heaps.
_trim = getattr(_libc, "malloc_trim", None)
if _libc is not None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if _trim is not None:
        for _setting, _value in _MALLOC.items():
            _libc.mallopt(_setting, _value)

# A developer's tool: where it is installed, structlog would load four megabytes to draw in colours what we never draw.
sys.modules["rich"] = None  # type: ignore[assignment]

from wsgi import app as _app  # noqa: E402 - what is loaded obeys the settings above

# Threads change places more often than usual (5 ms): who has the writer's turn lets go of the interpreter at each
# statement, and everybody waits for him. Not as often as can be: each who waits wakes up so often to ask.
sys.setswitchinterval(0.002)
# What loading left behind.
gc.collect()
if _trim is not None:
    _trim(0)


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The app; what a large request needed is given back before the next one."""
    answer = _app(environ, start_response)
    length = environ.get("CONTENT_LENGTH", "")
    is_large = length.isdecimal() and int(length) > _LARGE_BYTES
    if is_large and _trim is not None:
        _trim(0)
    return answer
