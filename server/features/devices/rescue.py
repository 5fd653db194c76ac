"""The office's own keys for rescue files, and each device's proof that a file is its own.

Owns both: the key pair that files are closed for, and the proof, which a device is given at sign-in and puts inside
the file. Anyone can close a file; only the device that signed in can say in whose name.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from os import urandom
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from server.features.devices.model import secrets
from server.platform.store import SqlStore

_KEY: Final = "rescue_key"
_POINT: Final = "rescue_point"
_PROOF: Final = "rescue_proof"


@dataclass(frozen=True, slots=True)
class RescueKeys:
    """What rescue files are opened and judged with. `key` and `secret` stay in the office, `point` is for everyone."""

    key: bytes
    point: bytes
    secret: bytes

    @property
    def public(self) -> str:
        """What phones close files with, as base64url."""
        return urlsafe_b64encode(self.point).decode().rstrip("=")

    def proof(self, person: str, device: str) -> str:
        """What only that device of that person, and the office, knows."""
        return hmac.new(self.secret, f"{person}:{device}".encode(), sha256).hexdigest()

    def proves(self, said: str, person: str, device: str) -> bool:
        """Whether a file that says so is that device's."""
        return hmac.compare_digest(said.encode(), self.proof(person, device).encode())


def load_keys(store: SqlStore) -> RescueKeys:
    """The office's keys; made at the first start."""
    with store.read() as reader:
        found = _read(reader.connection)
    if found is None:
        with store.write() as tx:
            found = _read(tx.connection) or _make(tx.connection)
    return found


def _read(connection: Connection) -> RescueKeys | None:
    kept = {row.name: row.value for row in connection.execute(sa.select(secrets))}
    return RescueKeys(kept[_KEY], kept[_POINT], kept[_PROOF]) if _KEY in kept else None


def _make(connection: Connection) -> RescueKeys:
    # Imported once in an office's life: a running server does without those 10 MB.
    from server.platform.boxes import new_key, public_of

    key = new_key(urandom(48))
    made = RescueKeys(key, public_of(key), urandom(32))
    kept = {_KEY: made.key, _POINT: made.point, _PROOF: made.secret}
    connection.execute(secrets.insert(), [{"name": name, "value": value} for name, value in kept.items()])
    return made
