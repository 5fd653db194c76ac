"""Photos as phones send them: by tus, in pieces."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from tests.features.visits.stories import REPORT
from tests.hand import Hand, new_id

TUS = {"Tus-Resumable": "1.0.0"}
PIECE_BYTES = 4_000


@dataclass(frozen=True)
class Photo:
    """A file on a phone, and how a report names it."""

    id: str
    data: bytes

    @property
    def sha(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def row(self) -> list[Any]:
        return [self.id, self.sha, len(self.data), 640, 480]


def photo(data: bytes | None = None) -> Photo:
    """A photo with an id of its own."""
    return Photo(new_id("photo"), picture() if data is None else data)


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **more: Any) -> bytes:
    """The bytes of a picture with something on it."""
    out = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def submit_with(hand: Hand, *photos: Photo, companions: Sequence[str] = (), **changed: Any) -> str:
    """A report that names these photos; returns the visit's id."""
    visit = new_id("visit")
    added = {"photos": [each.row for each in photos], "companions": list(companions)}
    assert hand.do("visit.submit", visit, round=1, set={**REPORT, **changed}, add=added) == "applied"
    return visit


def begin(hand: Hand, visit: str, one: Photo, **headers: str) -> TestResponse:
    """Announce a photo."""
    values = {"photo": one.id, "visit": visit, "sha256": one.sha}
    metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in values.items())
    sent = {"Upload-Length": str(len(one.data)), "Upload-Metadata": metadata, **TUS, **headers}
    return hand.phone.post("/api/files", headers=sent)


def piece(
    hand: Hand, one: Photo, offset: int, data: bytes | None = None, mimetype: str = "application/offset+octet-stream"
) -> TestResponse:
    """Send one piece from that offset on."""
    sent = {"Upload-Offset": str(offset), "Content-Type": mimetype, **TUS}
    body = one.data[offset : offset + PIECE_BYTES] if data is None else data
    return hand.phone.patch(f"/api/files/{one.id}", data=body, headers=sent)


def far(hand: Hand, one: Photo) -> TestResponse:
    """Ask how far the upload has come."""
    return hand.phone.ask("HEAD", f"/api/files/{one.id}", headers=TUS)


def send(hand: Hand, visit: str, one: Photo) -> TestResponse:
    """Send a whole photo; returns the last answer."""
    answer = begin(hand, visit, one)
    for offset in range(0, len(one.data), PIECE_BYTES):
        if answer.status_code not in (201, 204):
            return answer
        answer = piece(hand, one, offset)
    return answer


def code_of(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of an error."""
    return answer.status_code, answer.get_json()["error"]["code"]
