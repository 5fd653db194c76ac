"""An administrator's act: the write transaction with its actor and its times, opened for a route.

Owns that opening only; what is written is the rooms' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.asking import require_admin
from server.context import server
from server.platform.acts import Act
from server.platform.ids import new_id
from server.platform.store import SqlReader


@contextmanager
def admin_act() -> Iterator[Act]:
    """A write transaction of the administrator who asks. Problem `not_found` for everyone else."""
    session = require_admin()
    here = server()
    with here.store.write() as tx:
        yield Act(tx, session.person, here.clock.now_ms(), here.today, new_id)


@contextmanager
def admin_reading() -> Iterator[SqlReader]:
    """A reading by an administrator. Problem `not_found` for everyone else."""
    require_admin()
    with server().store.read() as reader:
        yield reader
