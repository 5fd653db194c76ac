"""Requests under way in this process, and a moment without any for work that can wait.

Owns that count. Threads of one interpreter take turns: what is sent to thousands in the process that serves would make
each request wait at every turn, so its threads stand still while anybody is served.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Traffic:
    """How many are being served now. Safe in threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._served = 0

    def counted(self, app: WSGIApplication) -> WSGIApplication:
        """The same app, whose requests are counted from their first byte to the last of their answer."""

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            self._begin()
            try:
                answer = app(environ, start_response)
            except BaseException:
                self._end()
                raise
            return ClosingIterator(answer, self._end)

        return serve

    def wait(self, ms_max: int) -> bool:
        """Wait until nobody is being served, or so long. Whether nobody is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._served == 0, ms_max / 1000)

    def _begin(self) -> None:
        with self._changed:
            self._served += 1

    def _end(self) -> None:
        with self._changed:
            self._served -= 1
            if self._served == 0:
                self._changed.notify_all()
