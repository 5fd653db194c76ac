"""Photos of the app's phones: taken into drafts, sent in pieces after the words, and whole or not there at all.

Owns the deed, the line on which pieces travel with its faults, and the checks on photos. The office's side is its own
routes (`server/wire/files.py`), asked as they are.

    photo_lost · photo_unheard · photo_gateway · photo_spoiled · photo_before_commit · photo_after_commit
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from flask import Flask, Response, g
from PIL import Image
from sqlalchemy.exc import OperationalError

from server.asking import Session
from server.errors import CATALOGUE, Problem
from server.features.attachments import model
from server.platform.blobs import Blobs
from server.platform.store import SqlReader
from server.wire import files
from sync.ports import Record, Value
from tests.simulation.holder import Holder
from tests.simulation.node_phone import NodePhone
from tests.simulation.office import AFTER_COMMIT, BEFORE_COMMIT, Crashed
from tests.simulation.people import NAME_OF, ROLES
from tests.simulation.phone import Answer, Asked, Died, NoRoom, Said, Upload

if TYPE_CHECKING:
    from tests.simulation.world import World

NOTHING: Final = Answer(None)
_RETRY_MS: Final = 20_000
_FATES: Final = ("lost", "unheard", "gateway", "spoiled", "before_commit", "after_commit")
_WRITERS: Final = ("cadre", "leader")


def _picture(edge: int) -> bytes:
    """A picture of noise: a small one goes in one piece, a large one in several."""
    image = Image.frombytes("L", (edge, edge), Random(edge).randbytes(edge * edge))
    file = BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


# Pixels of an edge: most are small.
EDGES: Final = (8, 8, 450)
_PICTURES: Final = {edge: _picture(edge) for edge in set(EDGES)}


class Photos:
    """The photos of one schedule."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._app = Flask("simulation")
        # What befalls the next requests, in a story told by hand.
        self.planned: list[str] = []
        # Who has ever taken one; a copy of such a phone has them too.
        self._devices: set[str] = set()
        shutil.rmtree(world.office.photos, ignore_errors=True)

    # --- On the phone ------------------------------------------------------------------------------------------------

    def day(self, holder: Holder) -> None:
        """Its person takes a photo into one of his drafts."""
        world, scene = self._world, self._world.scene
        mine = [id for id in scene.visits.get(holder.person, [])[-4:] if holder.phone.shown("draft", id)]
        if not mine or not isinstance(holder.phone, NodePhone) or ROLES[NAME_OF[holder.person]][0] not in _WRITERS:
            return
        world.tally.faults["photo"] += 1
        self.take(holder, world.chance.choice(mine), world.chance.choice(EDGES))

    def take(self, holder: Holder, visit: str, edge: int) -> str:
        """A photo that nobody ever took joins a draft; its id."""
        world, id = self._world, self._world.scene.new_id()
        # What stands behind a picture's end is no part of it, and makes its bytes its own.
        data = _PICTURES[edge] + id.encode()
        row: list[Value] = [id, sha256(data).hexdigest(), len(data), edge, edge]
        hand = holder.hand(world.now)
        said = Said(world.scene.new_id(), "draft.save", visit, hand.role, hand.at, values={"photos": [row]}, photo=data)
        world.say(holder, said)
        self._devices.add(holder.phone.device)
        return id

    def waiting(self, holder: Holder) -> int:
        """How many photos of this phone the office lacks."""
        return sum(state == "waiting" for state in self._states(holder).values())

    def _states(self, holder: Holder) -> Mapping[str, str]:
        is_one = isinstance(holder.phone, NodePhone) and holder.phone.device in self._devices
        return holder.phone.photos() if is_one else {}  # type: ignore[attr-defined]

    # --- On the line -------------------------------------------------------------------------------------------------

    def send(self, holder: Holder) -> None:
        """The words are through: photos go, unless they are at it."""
        if holder.upload is not None or holder.closed or not self.waiting(holder):
            return
        assert isinstance(holder.phone, NodePhone)
        upload = holder.upload = holder.phone.upload()
        self._step(holder, upload, lambda: next(upload))

    def _step(self, holder: Holder, upload: Upload, advance: Callable[[], Asked]) -> None:
        if holder.upload is not upload:
            return
        try:
            asked = advance()
        except StopIteration as stop:
            self._ended(holder, again=stop.value)
        except NoRoom:
            self._ended(holder, again=True)
        except Died:
            self._world.tabs.died(holder)
        else:
            self._travel(holder, upload, asked)

    def _ended(self, holder: Holder, *, again: bool) -> None:
        holder.upload = None
        self._world.say_trace(holder.name, f"photos: {self.waiting(holder)} wait")
        if again:
            self._world.after(_RETRY_MS, lambda: self.send(holder))

    def _travel(self, holder: Holder, upload: Upload, asked: Asked) -> None:
        world, fate = self._world, self._fate(holder)
        world.say_trace(holder.name, f"→ {asked.method} {asked.url[-8:]} ({len(asked.body)} B) {fate}".rstrip())
        if fate not in ("", "offline"):
            world.tally.faults[f"photo_{fate}"] += 1
        answer = NOTHING if fate in ("lost", "offline") else self._served(holder, asked, fate)
        answer = {"unheard": NOTHING, "gateway": Answer(502)}.get(fate, answer)
        ms = world.chance.randrange(20, 200 if world.peace else 2_000)
        world.after(ms, lambda: self._step(holder, upload, lambda: upload.send(answer)))

    def _fate(self, holder: Holder) -> str:
        world = self._world
        if self.planned:
            return self.planned.pop(0)
        if holder.signed_out or world.now < max(holder.offline_until, holder.session_until):
            return "offline"
        if world.peace or world.chance.random() >= world.plan.network:
            return ""
        return world.chance.choice(_FATES)

    # --- In the office -----------------------------------------------------------------------------------------------

    def _served(self, holder: Holder, asked: Asked, fate: str) -> Answer:
        office = self._world.office
        if fate == "spoiled" and asked.body:
            asked = replace(asked, body=bytes([asked.body[0] ^ 1]) + asked.body[1:])
        office.trips.point = fate if fate in (BEFORE_COMMIT, AFTER_COMMIT) else None
        try:
            return self._asked(holder, asked)
        except Crashed:
            return NOTHING
        finally:
            office.trips.point = None

    def _asked(self, holder: Holder, asked: Asked) -> Answer:
        office = self._world.office
        if holder.person in office.disabled:
            return Answer(401)
        state = office.withdrawn.get((holder.person, holder.phone.device), "active")
        with office.house() as house:
            self._app.extensions["diaban"] = house
            with self._app.test_request_context(asked.url, method=asked.method, headers=asked.headers, data=asked.body):
                g.session = Session("", holder.person, holder.phone.device, state=state)
                try:
                    return _answer(_view(asked))
                except Problem as problem:
                    return Answer(CATALOGUE[problem.code].status)
                except OperationalError:
                    return Answer(503)

    # --- The oracle --------------------------------------------------------------------------------------------------

    def look(self, reader: SqlReader, records: Mapping[tuple[str, str], Record]) -> None:
        """Whatever a report says is there is there, whole; and whatever a phone can send has come."""
        world, blobs = self._world, Blobs(self._world.office.photos)
        rows = {row.photo: row for row in reader.connection.execute(sa.select(model.photos))}
        stored = {id: one for (entity, id), one in records.items() if entity == "attachment"}
        for id, one in stored.items():
            if one.body["state"] == "stored":
                row, data = rows.get(id), None
                data = blobs.read(row.stored_sha) if row is not None else None
                ok = row is not None and row.sha == one.body["sha"] and data is not None
                world.expect(ok, "photo-whole", lambda: f"the office claims {id}")  # noqa: B023
                whole = data is not None and row is not None and sha256(data).hexdigest() == row.stored_sha
                world.expect(whole, "photo-whole", lambda: f"{id} is not whole")  # noqa: B023
        named = {str(photo[0]) for photo in _named(records)}
        for holder in world.holders:
            for id, state in self._states(holder).items():
                there = id in stored and stored[id].body["state"] == "stored"
                came = state != "complete" or there or id not in named
                world.expect(came, "photo-whole", lambda: f"{holder.name} says that {id} is there")  # noqa: B023
                waits = state == "waiting" and id in named
                world.expect(not waits, "outbox-drains", lambda: f"{holder.name} keeps photo {id}")  # noqa: B023


def _named(records: Mapping[tuple[str, str], Record]) -> list[Any]:
    """The photos that reports name."""
    lists = [one.body.get("photos") or () for (entity, _), one in records.items() if entity == "report"]
    return [photo for photos in lists for photo in photos]  # type: ignore[union-attr]


def _view(asked: Asked) -> Response:
    photo = asked.url.rpartition("/")[2]
    view = files.PhotoBytes()
    views: dict[str, Callable[[], Any]] = {
        "POST": files.begin, "HEAD": lambda: view.head(photo), "PATCH": lambda: view.patch(photo),
    }  # fmt: skip
    response: Response = views[asked.method]()
    return response


def _answer(response: Response) -> Answer:
    headers = {name: response.headers[name] for name in ("Location", "Upload-Offset") if name in response.headers}
    return Answer(response.status_code, b"", headers=headers)
