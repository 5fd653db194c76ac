"""`POST /api/rescue`: the work of a phone that cannot send it, carried here in a sealed file.

Owns the file's content and the order of steps; the box around it is `platform/boxes`, what an operation means is its
handler's. The work is its phone's person's; who carried it here is noted and learns how much there was, not what.

    ‖ 4 bytes: length of the words ‖ words, JSON (`_Words`) ‖ photos, one after the other ‖
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from flask import jsonify, request
from flask.wrappers import Response
from flask_smorest import Blueprint

from server.asking import current_session
from server.context import Server, server
from server.errors import Problem
from server.extensions import limiter
from server.features.attachments.actions import UploadRefused
from server.features.attachments.rules import PHOTO_BYTES_MAX, Announced
from server.features.devices.queries import find_device
from server.features.devices.rescue import RescueKeys, load_keys
from server.features.devices.rules import ACTIVE
from server.features.people.queries import load_directory
from server.wire.files import receive_whole
from server.wire.ingest import office_of_engine
from sync import limits
from sync.applying import Contact
from sync.protocol import BadBody, Group
from sync.rescue import take_file
from sync.values import is_id
from sync.work import Arrival

TYPE: Final = "application/vnd.diaban.rescue"
# A file holds the words of a season and some photos; the phone says how many photos did not fit.
FILE_BYTES_MAX: Final = 8_000_000
_LENGTH_BYTES: Final = 4
_PHOTOS_MAX: Final = 100

blueprint = Blueprint("rescue", __name__, url_prefix="/api", description="Work that comes in a file.")


class _Photo(msgspec.Struct, frozen=True):
    photo: str
    visit: str
    sha: str
    bytes: int


class _Words(msgspec.Struct, frozen=True):
    v: int
    person: str
    device: str
    proof: str
    made: int
    groups: list[Group]
    photos: list[_Photo]


_decode: Final = msgspec.json.Decoder(_Words).decode


@dataclass(frozen=True, slots=True)
class _Content:
    words: _Words
    pictures: Sequence[bytes]


@dataclass(slots=True)
class Taken:
    """What a file brought: whose it is, when it was made (ms, the phone's clock), and counts.

    `ops` by outcome, `known` those that the office had already; `photos` by `stored`, `known`, `refused`.
    """

    person: str
    name: str
    made: int
    ops: Counter[str] = field(default_factory=Counter)
    known: int = 0
    photos: Counter[str] = field(default_factory=Counter)


@blueprint.post("/rescue")
@blueprint.response(200, description="What the file brought, in counts.")
@limiter.limit("30 per minute")
def take_rescue() -> Response:
    """Take a rescue file. `rescue_broken`, `rescue_not_ours`, `rescue_unproven`, `too_large`, `unsupported_type`."""
    session = current_session()
    if request.mimetype != TYPE:
        raise Problem("unsupported_type")
    if (request.content_length or 0) > FILE_BYTES_MAX:
        raise Problem("too_large", {"limit": FILE_BYTES_MAX})
    taken = take(server(), request.get_data(cache=False), via=session.person)
    counts = {"ops": taken.ops, "known": taken.known, "photos": taken.photos}
    return jsonify({"person": {"id": taken.person, "name": taken.name}, "made": taken.made, **counts})


def take(here: Server, file: bytes, *, via: str) -> Taken:
    """Take a rescue file that `via` carried here; the same again changes nothing. Problem `rescue_…`, `too_large`."""
    if len(file) > FILE_BYTES_MAX:
        raise Problem("too_large", {"limit": FILE_BYTES_MAX})
    keys = load_keys(here.store)
    content = _read(_opened(file, keys))
    words = content.words
    withdrawn, name = _owner(here, words, keys)
    taken = Taken(words.person, name, words.made)
    now = here.clock.now_ms()
    who = Contact(words.person, words.device, withdrawn, via=via)
    # A file lies about for days: what its clock said when it was made tells nothing of how wrong that clock is.
    arrival = Arrival(received=now, sent=now, today=here.today)
    try:
        for op, is_new in take_file(here.store, office_of_engine(), who, words.groups, arrival):
            taken.ops[op.outcome] += 1
            taken.known += not is_new
    except BadBody:
        raise Problem("rescue_broken") from None
    for photo, data in zip(words.photos, content.pictures, strict=True):
        taken.photos[_take_photo(here, words.person, photo, data)] += 1
    return taken


def _opened(file: bytes, keys: RescueKeys) -> bytes:
    # Imported when a file comes: a running server does without those 10 MB.
    from server.platform.boxes import NotABoxError, NotOurBoxError, opened

    try:
        return opened(file, keys.key)
    except NotABoxError:
        raise Problem("rescue_broken") from None
    except NotOurBoxError:
        raise Problem("rescue_not_ours") from None


def _read(content: bytes) -> _Content:
    length = int.from_bytes(content[:_LENGTH_BYTES])
    try:
        words = _decode(content[_LENGTH_BYTES : _LENGTH_BYTES + length])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise Problem("rescue_broken") from None
    rest = content[_LENGTH_BYTES + length :]
    if words.v != 1 or len(words.photos) > _PHOTOS_MAX or not all(map(_is_sound, words.photos)):
        raise Problem("rescue_broken")
    if sum(photo.bytes for photo in words.photos) != len(rest):
        raise Problem("rescue_broken")
    if sum(len(group.rows) for group in words.groups) > limits.OPS_MAX or len(words.groups) > limits.GROUPS_MAX:
        raise Problem("too_large", {"limit": limits.OPS_MAX})
    return _Content(words, _cut(rest, [photo.bytes for photo in words.photos]))


def _is_sound(photo: _Photo) -> bool:
    return is_id(photo.photo) and is_id(photo.visit) and len(photo.sha) == 64 and 0 < photo.bytes <= PHOTO_BYTES_MAX


def _cut(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(data[at : at + size])
        at += size
    return pieces


def _owner(here: Server, words: _Words, keys: RescueKeys) -> tuple[bool, str]:
    """Whether its work may only be kept, and its person's name: the device was withdrawn, or the account closed.

    Problem `rescue_unproven`.
    """
    with here.store.read() as reader:
        person = load_directory(reader).persons.get(words.person)
        device = find_device(reader.connection, words.person, words.device)
    if person is None or device is None or not keys.proves(words.proof, words.person, words.device):
        raise Problem("rescue_unproven")
    return device.state != ACTIVE or person.disabled, person.name


def _take_photo(here: Server, person: str, photo: _Photo, data: bytes) -> str:
    try:
        receive_whole(here, person, Announced(photo.photo, photo.visit, photo.sha, photo.bytes), data)
    except UploadRefused as refused:
        return "known" if refused.code == "already_done" else "refused"
    return "stored"
