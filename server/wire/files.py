"""Photos over HTTP: sent in pieces that survive a cut line (tus 1.0), read by whoever may read their report.

Owns the headers and the order of steps; what may be sent and seen is decided in `attachments`. A photo's address is
its id, for sending and for reading, so that a phone needs to remember nothing else.

    POST  /api/files          announces length, photo, visit and SHA-256     201 and its Location
    HEAD  /api/files/<photo>  how far one's own upload has come              200 Upload-Offset
    PATCH /api/files/<photo>  the next piece, at Upload-Offset               204; with the last one the sum is checked
    GET   /api/files/<photo>  the picture                                    200 image/jpeg
"""

from __future__ import annotations

from typing import Any, Final

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from server.asking import current_session, session_handing_in
from server.context import Server, server
from server.errors import Problem
from server.features.attachments.actions import (
    UploadRefused,
    check_sum,
    do_advance,
    do_begin,
    do_forget,
    do_refuse,
    do_store,
)
from server.features.attachments.queries import Upload, find_picture, find_upload, size_of_own
from server.features.attachments.rules import PHOTO_BYTES_MAX, Announced, read_announcement
from server.features.people.queries import load_directory
from server.platform.blobs import Blobs
from server.platform.ids import new_id
from server.platform.pictures import NotAPictureError, Picture, TooManyPixelsError, clean_picture
from server.schemas import Error
from server.wire import description
from sync.values import is_id

TUS: Final = "1.0.0"
_PIECE_TYPE: Final = "application/offset+octet-stream"

blueprint = Blueprint("files", __name__, url_prefix="/api/files", description="Photos, by tus 1.0.")


@blueprint.post("")
@blueprint.doc(**description.ANNOUNCE)
@blueprint.alt_response(404, schema=Error, description="No report of this person names the photo")
@blueprint.alt_response(413, schema=Error, description="The photo is too large")
def begin() -> Response:
    """Announce a photo. `Upload-Length`, `Upload-Metadata: photo …,visit …,sha256 …` (base64)."""
    session, here = session_handing_in(), server()
    _check_protocol()
    announced = read_announcement(request.headers.get("Upload-Metadata", ""), request.headers.get("Upload-Length", ""))
    if announced is None:
        raise Problem("bad_body", {"field": "Upload-Metadata"})
    try:
        with here.store.write() as tx:
            now = here.clock.now_ms()
            upload = do_begin(tx, person=session.person, announced=announced, now=now, new_id=new_id())
    except UploadRefused as refused:
        raise Problem(refused.code, refused.details) from None
    headers = {"Location": f"/api/files/{upload.photo}", "Upload-Offset": str(upload.received_bytes)}
    return _answer(201, headers)


@blueprint.route("/<photo>")
class PhotoBytes(MethodView):
    """One photo's bytes."""

    @blueprint.doc(**description.HOW_FAR)
    @blueprint.alt_response(404, schema=Error, description="No such upload of this person")
    def head(self, photo: str) -> Response:
        """How far one's own upload has come."""
        session, here = session_handing_in(), server()
        with here.store.read() as reader:
            upload = find_upload(reader, session.person, _checked(photo))
            size_bytes = size_of_own(reader, session.person, photo) if upload is None else None
        if upload is not None:
            return _offset(upload.received_bytes, upload.size_bytes)
        if size_bytes is None:
            raise Problem("not_found")
        return _offset(size_bytes, size_bytes)

    @blueprint.doc(**description.PIECE)
    @blueprint.alt_response(404, schema=Error, description="No such upload of this person")
    @blueprint.alt_response(409, schema=Error, description="Another offset than the upload's")
    @blueprint.alt_response(422, schema=Error, description="The bytes are no picture, or one too large to open")
    def patch(self, photo: str) -> Response:
        """Send the next piece. The last one is answered when the whole file is checked and kept."""
        session, here = session_handing_in(), server()
        _check_protocol()
        piece = _read_piece()
        try:
            upload = _open_upload(here, session.person, _checked(photo), piece)
            received_bytes = _receive(here, upload, piece)
        except UploadRefused as refused:
            raise Problem(refused.code, refused.details) from None
        return _offset(received_bytes, upload.size_bytes, status=204)

    @blueprint.doc(**description.PICTURE)
    @blueprint.alt_response(404, schema=Error, description="No such photo, or not this person's to see")
    def get(self, photo: str) -> Response:
        """The picture, for whoever may read the report that names it."""
        session, here = current_session(), server()
        with here.store.read() as reader:
            directory = load_directory(reader)
            stored = find_picture(reader, directory, person=session.person, photo=_checked(photo), today=here.today)
        data = Blobs(here.config.blobs_dir).read(stored) if stored is not None else None
        if stored is None or data is None:
            raise Problem("not_found")
        # Kept by the browser, asked about every time: who has lost the report loses its photos with it.
        headers = {"Cache-Control": "private, no-cache", "Content-Disposition": f'inline; filename="{photo}.jpg"'}
        response = Response(data, 200, headers, mimetype="image/jpeg")
        response.set_etag(stored)
        response.make_conditional(request)
        return response


def receive_whole(here: Server, person: str, announced: Announced, data: bytes) -> None:
    """Take a photo that came at once, as its person's own. UploadRefused as if it had come in pieces."""
    with here.store.write() as tx:
        upload = do_begin(tx, person=person, announced=announced, now=here.clock.now_ms(), new_id=new_id())
    Blobs(here.config.blobs_dir).write_part(upload.id, 0, data)
    _finish(here, upload)


def _checked(photo: str) -> str:
    """The id in the address; what is none names nothing."""
    if not is_id(photo):
        raise Problem("not_found")
    return photo


def _check_protocol() -> None:
    if request.headers.get("Tus-Resumable") != TUS:
        raise Problem("wrong_protocol")


def _read_piece() -> bytes:
    if request.mimetype != _PIECE_TYPE:
        raise Problem("unsupported_type")
    if (request.content_length or 0) > PHOTO_BYTES_MAX:
        raise Problem("too_large", {"limit": PHOTO_BYTES_MAX})
    return request.get_data(cache=False)


def _open_upload(here: Server, person: str, photo: str, piece: bytes) -> Upload:
    """The person's upload, if the piece is the next of it."""
    with here.store.read() as reader:
        upload = find_upload(reader, person, photo)
    if upload is None:
        raise UploadRefused("not_found")
    offset = request.headers.get("Upload-Offset", "")
    if offset != str(upload.received_bytes):
        raise UploadRefused("stale_offset", offset=upload.received_bytes)
    if len(piece) > upload.size_bytes - upload.received_bytes:
        raise UploadRefused("too_large", limit=upload.size_bytes)
    return upload


def _receive(here: Server, upload: Upload, piece: bytes) -> int:
    """Add the piece; returns how far the upload has come. The bytes are on the disk before the count says so.

    The last piece counts only when the whole is kept: a server that dies before asks for that one piece again.
    """
    received_bytes = upload.received_bytes + len(piece)
    Blobs(here.config.blobs_dir).write_part(upload.id, upload.received_bytes, piece)
    if received_bytes == upload.size_bytes:
        _finish(here, upload)
    else:
        with here.store.write() as tx:
            do_advance(tx, upload, received_bytes=received_bytes)
    return received_bytes


def _finish(here: Server, upload: Upload) -> None:
    """Check the sum of what came, make a harmless picture of it, and tell the report's readers."""
    blobs = Blobs(here.config.blobs_dir)
    data = blobs.read_part(upload.id)
    try:
        check_sum(upload, data)
    except UploadRefused:
        with here.store.write() as tx:
            do_forget(tx, person=upload.person, photo=upload.photo)
        blobs.drop_part(upload.id)
        raise
    picture, refused = _picture(data)
    with here.store.write() as tx:
        told: dict[str, Any] = {"now": here.clock.now_ms(), "op_id": new_id()}
        directory = load_directory(tx)
        if picture is not None:
            do_store(tx, directory, blobs, upload, picture, **told)
        else:
            do_refuse(tx, directory, upload, **told)
    blobs.drop_part(upload.id)
    if refused is not None:
        raise UploadRefused(refused)


def _picture(data: bytes) -> tuple[Picture | None, str | None]:
    try:
        return clean_picture(data), None
    except NotAPictureError:
        return None, "not_a_picture"
    except TooManyPixelsError:
        return None, "too_many_pixels"


def _offset(received_bytes: int, size_bytes: int, status: int = 200) -> Response:
    return _answer(status, {"Upload-Offset": str(received_bytes), "Upload-Length": str(size_bytes)})


def _answer(status: int, headers: dict[str, str]) -> Response:
    return Response(status=status, headers={**headers, "Tus-Resumable": TUS, "Cache-Control": "no-store"})
