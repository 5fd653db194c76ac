"""Opens an office: its database brought up to date, its erasures caught up with, its clocks.

Owns what the served app and the commands of its machine have in common. Flask's app, doors and rooms are the factory's:
a command that needs none of them does not wait for them.
"""

from __future__ import annotations

from sqlalchemy import Engine

from server.config import Config
from server.context import Server
from server.features.erasures.opening import catch_up
from server.features.people.queries import load_directory
from server.platform.clock import Clock, OfficeClock
from server.platform.erasure_list import BrokenListError
from server.platform.migrate import open_store
from server.platform.passwords import Passwords
from server.platform.store import SqlStore


def open_server(settings: Config, clock: Clock, engine: Engine) -> Server:
    """The office in this database, fit to be served.

    BrokenListError when the list of erasures cannot be read: then the database is closed again.
    """
    store = open_store(engine)
    try:
        catch_up(settings, store)
    except BrokenListError:
        engine.dispose()
        raise
    passwords = Passwords(settings.password_memory_kib, settings.password_hashes_max)
    return Server(settings, store, clock, OfficeClock(clock, _offset_ms(store)), passwords)


def _offset_ms(store: SqlStore) -> int:
    """How far the office's clock is set from real time: what its own record says."""
    with store.read() as reader:
        office = load_directory(reader).office
    return office.clock_offset_ms if office is not None else 0
