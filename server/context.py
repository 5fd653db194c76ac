"""The running server, as its routes find it: settings, database, clocks.

Owns `server()`, the one look into the Flask app. Rules and actions take what they need as arguments instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app

from server.config import Config
from server.platform.clock import Clock, OfficeClock
from server.platform.passwords import Passwords
from server.platform.store import SqlStore
from server.platform.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Server:
    """What one process holds from start to end. `clock` is real; `office_clock` says what day it is for the office."""

    config: Config
    store: SqlStore
    clock: Clock
    office_clock: OfficeClock
    passwords: Passwords
    traffic: Traffic = field(default_factory=Traffic)

    @property
    def today(self) -> str:
        """The office's civil day."""
        return self.office_clock.today()


def server() -> Server:
    """The server that answers this request."""
    found: Server = current_app.extensions["diaban"]
    return found
