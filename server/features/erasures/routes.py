"""Erasures, for an administrator: what there is of a matter, to erase it, and what was erased by whom and why."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.context import server
from server.errors import Problem
from server.features.erasures.actions import do_erase, drop_bytes
from server.features.erasures.opening import eraser_of
from server.features.erasures.queries import Found, find_matter
from server.features.erasures.rules import Wish
from server.features.erasures.schemas import ErasureOut, FoundOut, WhatIn, WishIn
from server.platform.blobs import Blobs
from sync.stored import Erasure

blueprint = Blueprint(
    "erasures", __name__, url_prefix="/api/admin/erasures", description="Words that must not be there."
)


@blueprint.get("")
@blueprint.response(200, ErasureOut(many=True))
def list_erasures() -> Any:
    """What was erased, newest first. None of the words."""
    with admin_reading() as reader:
        return reader.erasures()[::-1]


@blueprint.get("/find")
@blueprint.arguments(WhatIn, location="query")
@blueprint.response(200, FoundOut)
def find(query: dict[str, Any]) -> Found:
    """The visit or the item of that number or id, and which parts of it hold something. `not_found`."""
    with admin_reading() as reader:
        found = find_matter(reader, query["what"])
    if found is None:
        raise Problem("not_found")
    return found


@blueprint.post("")
@blueprint.arguments(WishIn)
@blueprint.response(201, ErasureOut)
def add_erasure(body: dict[str, Any]) -> Erasure:
    """Erase, for good: on every phone, in the log, and in every backup that is ever put back. `not_found`."""
    here = server()
    eraser = eraser_of(here.config)
    wish = Wish(body["entity"], body["id"], tuple(body.get("parts", ())), body["ground"], body["reason"])
    with admin_act() as act:
        erasure, _done = do_erase(act.tx, eraser, wish, id=act.new_id(), by=act.actor, at=act.at)
    with here.store.write() as tx:
        drop_bytes(tx, Blobs(here.config.blobs_dir), [erasure])
    return erasure
