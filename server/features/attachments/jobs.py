"""What is done to photos without anyone asking: bytes that nobody needs any more are thrown away."""

from __future__ import annotations

from server.features.attachments.actions import do_sweep
from server.features.attachments.rules import UPLOAD_KEPT_MS
from server.platform.blobs import Blobs
from server.platform.store import SqlStore


def sweep_photos(store: SqlStore, blobs: Blobs, *, now: int) -> int:
    """Forget uploads that were never finished and photos that no report names; returns how many."""
    with store.write() as tx:
        return do_sweep(tx, blobs, before=now - UPLOAD_KEPT_MS)
