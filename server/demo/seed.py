"""Playing the demo: the office is founded, then everything that phones sent goes through the product's own engine.

Owns the order in which the demo comes to be. It writes no row and no record by itself: `founding` uses the actions of
an administrator's screen, `Player` pushes envelopes as phones do, photos enter by the action behind `/api/files`.

    founding ─▶ office clock = real clock (each push is given its date) ─▶ pushes, and between them mornings on which
                the leader reminds ─▶ office clock = 25/06/2024 08:00

Ids are made from the files, so an interrupted seeding goes on where it stopped: what arrived once is not done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from os import urandom
from typing import Final

import msgspec
from flask import Flask

from server.context import Server
from server.demo.founding import do_found, do_set_clock
from server.demo.ids import made_id, record_id
from server.demo.material import Material, instant_ms, read_material
from server.demo.pictures import SIZE, draw_photo
from server.demo.reminded import Mornings
from server.demo.script import Photo, Send, write_script
from server.features.attachments.actions import UploadRefused, do_begin, do_store
from server.features.attachments.rules import Announced
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.platform.acts import NOBODY, Act
from server.platform.blobs import Blobs
from server.platform.clock import day_of
from server.platform.pictures import clean_picture
from server.platform.store import SqlStore
from server.registry import HANDLERS
from sync.applying import Arrival, Contact, Office
from sync.engine import push
from sync.operations import BY_NAME_KIND
from sync.ports import Value
from sync.protocol import Group, Push
from sync.values import seen

# The office was founded before its first visit, and opens for whoever tries the demo on this morning.
FOUNDED: Final = "2024-01-02T08:00"
OPENS: Final = "2024-06-25T08:00"


class SeedingError(Exception):
    """The engine did not take an operation of the demo as it was meant: the files or the product are wrong."""


def seed(app: Flask, *, progress: Callable[[int, int], None] | None = None) -> bool:
    """Fill an empty database with the demo; False when it holds the whole demo already.

    `progress` is told (operations done, operations in all). The app reads its office's clock when it is made, so it is
    to be made anew afterwards. SeedingError when the database belongs to a real office or an operation is refused.
    """
    here: Server = app.extensions["diaban"]
    material = read_material()
    if _is_complete(here):
        return False
    _found(here, material)
    player = Player(here.store, Blobs(here.config.blobs_dir))
    script = write_script(material)
    offset_ms = instant_ms(OPENS) - here.clock.now_ms()
    mornings = Mornings(here, offset_ms)
    for done, send in enumerate(script, start=1):
        mornings.come_to(send.arrived_ms, were_seen=player.has_played(send))
        player.play(send)
        if progress is not None:
            progress(done, len(script))
    mornings.come_to(instant_ms(OPENS))
    _open(here, material, offset_ms)
    return True


def _is_complete(here: Server) -> bool:
    """Whether everything has been played: the clock is set last. SeedingError: this is somebody's real office."""
    with here.store.read() as reader:
        directory = load_directory(reader)
    if directory.office is None and not directory.persons and not directory.units:
        return False
    if directory.office is None or not directory.office.demo:
        raise SeedingError("this database holds a real office; the demo needs one of its own")
    return directory.office.clock_offset_ms != 0


def _found(here: Server, material: Material) -> None:
    at = instant_ms(FOUNDED)
    with here.store.write() as tx:
        if load_directory(tx).office is None:
            do_found(Act(tx, NOBODY, at, day_of(at), _ids(at, "found")), material, here.passwords)


def _open(here: Server, material: Material, offset_ms: int) -> None:
    at, now = instant_ms(OPENS), here.clock.now_ms()
    with here.store.write() as tx:
        do_set_clock(Act(tx, NOBODY, now, day_of(at), _ids(at, "open")), material, offset_ms=offset_ms)


def _ids(at_ms: int, name: str) -> Callable[[], str]:
    count = iter(range(1_000_000))
    return lambda: made_id(at_ms, f"{name}:{next(count)}")


@dataclass(slots=True)
class _Outbox:
    """One device of one person: how many operations it has sent, and the last one's id."""

    n: int = 0
    last: str | None = None


class Player:
    """Sends operations as the phones of the demo did, each at its own time."""

    def __init__(self, store: SqlStore, blobs: Blobs) -> None:
        self._store = store
        self._blobs = blobs
        self._outboxes: dict[str, _Outbox] = {}
        self._office: Office[Directory] = Office(HANDLERS, load_directory, urandom, _raise)

    def play(self, send: Send) -> None:
        """Push one operation and its photos. SeedingError when it does not come out as it was meant."""
        pictures = [(photo, draw_photo(photo.scene, photo.name)) for photo in send.photos]
        device, outbox, op_id = self._next(send)
        envelope = self._envelope(send, device, outbox, op_id, [_named(*each) for each in pictures])
        arrival = Arrival(send.arrived_ms, send.arrived_ms, day_of(send.arrived_ms))
        pushed = push(self._store, self._office, Contact(send.person, device), envelope, arrival)
        _check(send, pushed.error, [tail for _, tail in pushed.results])
        outbox.n, outbox.last = outbox.n + 1, op_id
        for photo, data in pictures:
            self._deliver(send, photo, data)

    def has_played(self, send: Send) -> bool:
        """Whether the operation that comes next is in already: the seeding was interrupted later than that."""
        with self._store.read() as reader:
            return bool(reader.ops(send.person, [self._next(send)[2]]))

    def _next(self, send: Send) -> tuple[str, _Outbox, str]:
        device = record_id("device", f"{send.person}:{send.device}")
        outbox = self._outboxes.setdefault(device, _Outbox())
        return device, outbox, made_id(send.at_ms, f"{device}:{outbox.n + 1}")

    def _envelope(self, send: Send, device: str, outbox: _Outbox, op_id: str, photos: list[Value]) -> Push:
        n = outbox.n + 1
        columns: dict[str, object] = {"n": n, "op_id": op_id, "role": send.role, "at": send.at_ms}
        columns["id"] = self._record(send)
        columns |= send.args
        columns |= {f"set.{name}": value for name, value in send.set.items()}
        columns |= {f"was.{name}": seen(value) for name, value in send.seen.items() if value is not None}
        columns |= {f"add.{name}": values for name, values in send.add.items()}
        if photos:
            columns["add.photos"] = photos
        group = Group(send.kind, BY_NAME_KIND[send.kind].schema, list(columns), [list(columns.values())])
        inc = record_id("incarnation", device)
        return Push(inc=inc, first=n, prev=outbox.last, refill=None, groups=[group])

    def _record(self, send: Send) -> str:
        """The record the operation is about; a conflict is found by the words that it is about."""
        if send.settles is None:
            return send.id
        with self._store.read() as reader:
            for conflict in reader.records("conflict", {f"person:{send.person}"}):
                if (conflict.body["record"], conflict.body["field"]) == (send.id, send.settles):
                    return conflict.id
        raise SeedingError(f"no conflict about {send.settles} of {send.id}")

    def _deliver(self, send: Send, photo: Photo, data: bytes) -> None:
        announced = Announced(photo.id, photo.visit, sha256(data).hexdigest(), len(data))
        now = send.arrived_ms
        with self._store.write() as tx:
            try:
                upload = do_begin(tx, person=send.person, announced=announced, now=now, new_id=made_id(now, photo.id))
            except UploadRefused as refused:
                if refused.code != "already_done":
                    raise
                return
            op_id = made_id(now, f"stored:{photo.id}")
            do_store(tx, load_directory(tx), self._blobs, upload, clean_picture(data), now=now, op_id=op_id)


def _named(photo: Photo, data: bytes) -> Value:
    return [photo.id, sha256(data).hexdigest(), len(data), *SIZE]


def _check(send: Send, error: str | None, tails: list[str]) -> None:
    """Only what was written unseen may meet other words; everything else takes effect as it was sent."""
    outcomes = [msgspec.json.decode(tail)[0] for tail in tails]
    unseen = send.kind == "draft.save" and send.device != "phone"
    if error is not None or outcomes != ["conflict" if unseen else "applied"]:
        raise SeedingError(f"{send.kind} at {send.at_ms}: {error or tails}")


def _raise(_about: str, error: Exception) -> None:
    raise error
