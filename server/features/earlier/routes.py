"""What lies before the window, for whoever reads a whole province; and how long the window is, for an administrator."""

from __future__ import annotations

import json
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.asking import current_session
from server.context import server
from server.errors import Problem
from server.features.earlier.queries import Mark, Page, access_earlier
from server.features.earlier.schemas import AskIn, EarlierOut, WindowIn, WindowOut
from server.features.people.actions import do_move_window
from server.features.people.directory import Directory
from server.features.people.months import WINDOW_DAYS
from server.features.people.queries import load_directory
from sync.feed import tables_of

blueprint = Blueprint("earlier", __name__, url_prefix="/api", description="What lies before the window.")


@blueprint.get("/earlier")
@blueprint.arguments(AskIn, location="query")
@blueprint.doc(responses={"200": {"description": "EarlierOut"}})
@blueprint.response(200, EarlierOut)
def show_earlier(query: dict[str, Any]) -> Response:
    """Visits or items before the window, newest first, with what belongs to them. Empty for who reads no province."""
    session, here = current_session(), server()
    with here.store.read() as reader:
        page = access_earlier(
            reader,
            load_directory(reader),
            query["kind"],
            person=session.person,
            today=here.today,
            after=_mark(query.get("after")),
        )
    return Response(_text(page), mimetype="application/json")


@blueprint.get("/admin/window")
@blueprint.response(200, WindowOut)
def show_window() -> dict[str, Any]:
    """How many days a province-wide person's phone holds."""
    with admin_reading() as reader:
        return _window(load_directory(reader))


@blueprint.put("/admin/window")
@blueprint.arguments(WindowIn)
@blueprint.response(200, WindowOut)
def change_window(body: dict[str, Any]) -> dict[str, Any]:
    """Hold more days, from the next contact on, or fewer, from the next night on."""
    with admin_act() as act:
        office = load_directory(act.tx).office
        if office is None:
            raise Problem("not_found")
        do_move_window(act, days=body["days"], first=office.window_from)
        return _window(load_directory(act.tx))


def _window(directory: Directory) -> dict[str, Any]:
    days = directory.office.window_days if directory.office else None
    return {"days": days or WINDOW_DAYS, "first": directory.window_from(server().today)}


def _mark(text: str | None) -> Mark | None:
    if text is None:
        return None
    month, _, pos = text.partition(".")
    return Mark(month, int(pos))


def _text(page: Page) -> str:
    """The page as JSON, its tables joined from the stored bytes as in an answer of `/api/sync`."""
    following = f"{page.following.month}.{page.following.pos}" if page.following is not None else None
    return f'{{"rows":[{",".join(tables_of(page.records))}],"next":{json.dumps(following)}}}'
