"""The only writers of attachments and of photos' bytes.

Owns the `attachment` record, which says whether the bytes that a report or an answer names have arrived, and the bytes'
tables. Words never wait for their photos: an attachment begins as `waiting` and becomes `stored` or `refused` later.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa

from server.features.attachments.model import photos, uploads
from server.features.attachments.queries import (
    Upload,
    find_orphans,
    find_upload,
    in_flight,
    is_erased,
    is_kept,
    is_stored,
    may_send,
    names_of_uploads,
)
from server.features.attachments.rules import (
    PHOTO_BYTES_MAX,
    REFUSED,
    STORED,
    WAITING,
    Announced,
    Photo,
    has_room,
    photos_of,
)
from server.features.audiences import draft_keys, month_received, of_visit, report_keys
from server.features.handling import number, text
from server.features.people.directory import Directory
from server.platform.blobs import Blobs
from server.platform.changes import Write, append
from server.platform.pictures import Picture
from server.platform.store import SqlTx
from sync.ports import Fields, Reader, Record, Value, Work
from sync.values import ids_of


class UploadRefused(Exception):
    """The bytes are not taken. `code` stands in the catalogue of errors."""

    def __init__(self, code: str, **details: int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def do_follow(work: Work, directory: Directory, *, visit: str) -> None:
    """Let a visit's attachments be seen by whoever reads its report now, and announce those still to come."""
    report, public, draft = work.read("report", visit), work.read("visit", visit), work.read("draft", visit)
    keys = _keys(directory, report=report, public=public, draft=draft)
    named = {**_photos_in(report), **_photos_in(draft)}
    dropped = set(work.op.patch.dels.get("photos", ()))
    # A visit that never had a photo costs no search.
    if keys is None or not (named or dropped or (public and number(public, "round") > 1)):
        return
    places = keys | {of_visit(visit)}
    for photo in _photos_in(report).values():
        if work.read("attachment", photo.id) is None:
            work.write("attachment", photo.id, _fields(visit, photo, WAITING), keys=places)
    for round_ in work.records("round", {of_visit(visit)}):
        named |= _photos_in(round_)
    for attachment in work.records("attachment", {of_visit(visit)}):
        if attachment.id in dropped - named.keys():
            work.remove("attachment", attachment.id)
        elif attachment.author == work.op.author:
            work.write("attachment", attachment.id, {}, keys=places)


def do_announce(work: Work, *, item: str, keys: set[str]) -> None:
    """Let the photos that this answer named be seen under these keys, and announce those still to come."""
    found = work.read("feedback", item)
    there = _photos_in(found)
    for photo in photos_of(work.op.args.get("photos")).values():
        if photo.id in there:
            known = work.read("attachment", photo.id)
            work.write(
                "attachment", photo.id, {} if known else _fields(item, photo, WAITING), keys=keys | {of_visit(item)}
            )


def do_begin(tx: SqlTx, *, person: str, announced: Announced, now: int, new_id: str) -> Upload:
    """Begin to receive a photo, or go on with it. UploadRefused: `too_large`, `not_found`, `already_done`, `slow_down`.

    Nobody skips an upload because the same bytes are here from somebody else: that would tell him so.
    """
    if announced.size_bytes > PHOTO_BYTES_MAX:
        raise UploadRefused("too_large", limit=PHOTO_BYTES_MAX)
    if not may_send(tx, person, announced):
        raise UploadRefused("not_found")
    if is_stored(tx, announced.photo) or is_erased(tx, announced):
        raise UploadRefused("already_done")
    begun = find_upload(tx, person, announced.photo)
    if begun is not None and (begun.sha, begun.visit) == (announced.sha, announced.visit):
        return begun
    count, size_bytes = in_flight(tx, person)
    if not has_room(count=count, size_bytes=size_bytes, more_bytes=announced.size_bytes):
        raise UploadRefused("slow_down", retry_after_s=60)
    do_forget(tx, person=person, photo=announced.photo)
    upload = Upload(new_id, announced.photo, person, announced.visit, announced.sha, announced.size_bytes, 0)
    tx.connection.execute(uploads.insert().values(**_columns(upload), begun=now))
    return upload


def do_advance(tx: SqlTx, upload: Upload, *, received_bytes: int) -> None:
    """Note how far the upload has come. UploadRefused `stale_offset` when another request was faster."""
    moved = tx.connection.execute(
        uploads.update()
        .where(uploads.c.id == upload.id, uploads.c.received_bytes == upload.received_bytes)
        .values(received_bytes=received_bytes)
    )
    if moved.rowcount != 1:
        raise UploadRefused("stale_offset", offset=upload.received_bytes)


def do_forget(tx: SqlTx, *, person: str, photo: str) -> None:
    """Throw an upload away, so that it begins anew."""
    tx.connection.execute(uploads.delete().where(uploads.c.person == person, uploads.c.photo == photo))


def check_sum(upload: Upload, data: bytes) -> None:
    """UploadRefused `wrong_checksum` when these are not the bytes that the report names."""
    if sha256(data).hexdigest() != upload.sha:
        raise UploadRefused("wrong_checksum")


def do_store(
    tx: SqlTx, directory: Directory, blobs: Blobs, upload: Upload, picture: Picture, *, now: int, op_id: str
) -> None:
    """Keep the picture, and tell the readers of its report that it is there. UploadRefused `not_found`."""
    _mark(tx, directory, upload, STORED, now=now, op_id=op_id)
    stored_sha = blobs.put(picture.data)
    kept = {"sha": upload.sha, "stored_sha": stored_sha, "stored_bytes": len(picture.data), "stored": now}
    size = {"width": picture.width, "height": picture.height}
    tx.connection.execute(photos.delete().where(photos.c.photo == upload.photo))
    tx.connection.execute(photos.insert().values(photo=upload.photo, **kept, **size))
    do_forget(tx, person=upload.person, photo=upload.photo)


def do_refuse(tx: SqlTx, directory: Directory, upload: Upload, *, now: int, op_id: str) -> None:
    """Tell the readers of the report that this photo will not come."""
    _mark(tx, directory, upload, REFUSED, now=now, op_id=op_id)
    do_forget(tx, person=upload.person, photo=upload.photo)


def do_erase_photos(tx: SqlTx, ids: Sequence[str]) -> None:
    """Forget the bytes of these photos, stored or on their way. Their parts on disk go with the next sweep."""
    tx.connection.execute(photos.delete().where(photos.c.photo.in_(ids)))
    tx.connection.execute(uploads.delete().where(uploads.c.photo.in_(ids)))


def do_sweep(tx: SqlTx, blobs: Blobs, *, before: int) -> int:
    """Throw away uploads begun before that instant, and the bytes of photos that no report names any more.

    Returns how many.
    """
    old = [row.id for row in tx.connection.execute(sa.select(uploads.c.id).where(uploads.c.begun < before))]
    tx.connection.execute(uploads.delete().where(uploads.c.id.in_(old)))
    for name in blobs.parts() - names_of_uploads(tx):
        blobs.drop_part(name)
    orphans = find_orphans(tx)
    tx.connection.execute(photos.delete().where(photos.c.photo.in_([orphan.photo for orphan in orphans])))
    for orphan in orphans:
        if not is_kept(tx, orphan.stored_sha):
            blobs.drop(orphan.stored_sha)
    return len(old) + len(orphans)


def _mark(tx: SqlTx, directory: Directory, upload: Upload, state: str, *, now: int, op_id: str) -> None:
    announced = Announced(upload.photo, upload.visit, upload.sha, upload.size_bytes)
    # While its bytes were looked at, it may have been erased, or begun anew.
    goes_on = find_upload(tx, upload.person, upload.photo) == upload
    if not (goes_on and may_send(tx, upload.person, announced)):
        raise UploadRefused("not_found")
    photo = Photo(upload.photo, upload.sha, upload.size_bytes)
    report, public, draft = _records(tx, upload)
    # A photo of an answer was announced with it, and is read by whoever reads the item.
    there = tx.keys_of("attachment", photo.id) if tx.record("feedback", upload.visit) else None
    keys = there or _keys(directory, report=report, public=public, draft=draft) or draft_keys(upload.person)
    write = Write("attachment", photo.id, _fields(upload.visit, photo, state), {*keys, of_visit(upload.visit)})
    append(tx, [write], actor=upload.person, op_id=op_id, at=now)


def _records(tx: Reader, upload: Upload) -> tuple[Record | None, Record | None, Record | None]:
    found = [tx.record(entity, upload.visit) for entity in ("report", "visit", "draft")]
    # A refused operation may have named an id that turned out to be somebody else's visit.
    mine = [record if record is not None and record.author == upload.person else None for record in found]
    return mine[0], mine[1], mine[2]


def _keys(
    directory: Directory, *, report: Record | None, public: Record | None, draft: Record | None
) -> set[str] | None:
    if report is not None and public is not None:
        companions = ids_of(report.body.get("companions"))
        unit, month = text(public, "unit"), month_received(public)
        return report_keys(directory, unit=unit, author=report.author, companions=companions, month=month)
    return draft_keys(draft.author) if draft is not None else None


def _photos_in(record: Record | None) -> dict[str, Photo]:
    return photos_of(record.body.get("photos")) if record is not None else {}


def _fields(visit: str, photo: Photo, state: str) -> dict[str, Value]:
    return {"visit": visit, "sha": photo.sha, "bytes": photo.size_bytes, "state": state}


def _columns(upload: Upload) -> Fields:
    return {name: getattr(upload, name) for name in Upload.__dataclass_fields__}
