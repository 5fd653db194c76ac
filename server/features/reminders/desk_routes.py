"""The office's side of reminders: what went out, what still stands, reminding once more, and who can be reached.

For clerks, within their scope, and administrators; to everyone else these routes are not there.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from server.asking import current_session
from server.context import Server, server
from server.errors import Problem, asked_language
from server.features.occasions import OCCASIONS
from server.features.people.directory import Directory
from server.features.people.queries import load_directory
from server.features.reminders.again import Moment, do_again
from server.features.reminders.desk_schemas import (
    AgainIn,
    AgainOut,
    OutboxIn,
    OutboxOut,
    ReachIn,
    ReachOut,
    StandingOut,
)
from server.features.reminders.means import read_means
from server.features.reminders.queries import (
    PAGE_ROWS,
    REACHES,
    Desk,
    Reached,
    Told,
    Wanted,
    access_desk,
    mark_of,
    page_of_reached,
    read_outbox,
    read_reached,
    read_since,
    read_standing,
    read_wishes,
)
from server.features.reminders.rules import Hours, next_allowed
from server.features.reminders.saying import page, sentence
from server.features.reminders.wishes import Wishes
from server.platform.acts import Act
from server.platform.ids import new_id
from server.platform.store import SqlReader

blueprint = Blueprint("reminders_desk", __name__, url_prefix="/api/reminders", description="Reminders, for the office.")


@blueprint.get("/outbox")
@blueprint.arguments(OutboxIn, location="query")
@blueprint.response(200, OutboxOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def show_outbox(asked: dict[str, Any]) -> dict[str, Any]:
    """What went out, the latest first: to whom, when, by which road, what failed and why. `not_found`."""
    here = server()
    with here.store.read() as reader:
        directory = load_directory(reader)
        desk = _desk(directory, here)
        rows = read_outbox(reader, desk, _wanted(directory, asked), _read_after(asked["after"]))
        wishes = read_wishes(reader, (), ())
    told = [_told(each, directory, wishes, here) for each in rows]
    last = rows[-1].message if len(rows) == PAGE_ROWS else None
    return {"rows": told, "next": f"{last.made}.{last.id}" if last else None}


@blueprint.get("/standing")
@blueprint.response(200, StandingOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def show_standing() -> dict[str, Any]:
    """How much of each occasion is still missing, told, failed, and could be told again. `not_found`."""
    here = server()
    with here.store.read() as reader:
        directory = load_directory(reader)
        rows = read_standing(reader, _desk(directory, here), now=here.clock.now_ms())
        roads, since = _roads(reader, directory, here), read_since(reader)
    told = [{**asdict(each), "at": _told_at(directory, each.code, here)} for each in rows]
    return {"roads": roads, "since": since, "rows": told}


@blueprint.post("/again")
@blueprint.arguments(AgainIn)
@blueprint.response(200, AgainOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def remind_again(body: dict[str, Any]) -> dict[str, Any]:
    """Tell again what still stands of an occasion; a second press within the hour does nothing. `not_found`."""
    session, here = current_session(), server()
    now = here.clock.now_ms()
    with here.store.write() as tx:
        directory = load_directory(tx)
        desk, can = _desk(directory, here), _roads(tx, directory, here)
        act = Act(tx, session.person, now, here.today, new_id)
        done = do_again(act, directory, desk, body["occasion"], Moment(here.office_clock.now_ms(), can))
        people = read_reached(tx, directory, Desk(), can, today=here.today, now=now) if done.unreached else []
    why = {one.person: one.reach for one in people}
    unreached = [{"person": person, "why": why.get(person, "none")} for person in done.unreached]
    return {**asdict(done), "unreached": unreached}


@blueprint.get("/phones")
@blueprint.arguments(ReachIn, location="query")
@blueprint.response(200, ReachOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def show_phones(asked: dict[str, Any]) -> dict[str, Any]:
    """Who can be reached, by what, and when that last worked; whom nothing reaches comes first. `not_found`."""
    here = server()
    now = here.clock.now_ms()
    with here.store.read() as reader:
        directory = load_directory(reader)
        desk, can = _desk(directory, here), _roads(reader, directory, here)
        people = read_reached(reader, directory, desk, can, today=here.today, now=now)
        wanted = [one for one in people if asked["reach"] in (None, one.reach)]
        rows = page_of_reached(reader, directory, wanted, asked["after"], now=now)
    counts = {reach: sum(one.reach == reach for one in people) for reach in REACHES}
    last = rows[-1] if len(rows) == PAGE_ROWS else None
    return {"counts": counts, "rows": [_reach(one, here) for one in rows], "next": mark_of(last) if last else None}


def _desk(directory: Directory, here: Server) -> Desk:
    desk = access_desk(directory, current_session().person, here.today)
    if desk is None:
        raise Problem("not_found")
    return desk


def _roads(reader: SqlReader, directory: Directory, here: Server) -> tuple[str, ...]:
    return read_means(reader.connection, here.config, directory).roads


def _wanted(directory: Directory, asked: dict[str, Any]) -> Wanted:
    units = directory.subtree(asked["unit"]) if asked["unit"] else None
    return Wanted(asked["state"], asked["occasion"], asked["person"], units)


def _read_after(after: str | None) -> tuple[int, str] | None:
    made, _, id = (after or "").partition(".")
    return (int(made), id) if after else None


def _told(told: Told, directory: Directory, wishes: Wishes, here: Server) -> dict[str, Any]:
    message, language, shift = told.message, asked_language(), here.office_clock.offset_ms
    said = sentence(message, directory, language, wishes.wording(message.occasion, language))
    tries = [{**asdict(each), "at": each.at + shift} for each in told.tries]
    about = {name: getattr(message, name) for name in ("id", "person", "occasion", "unit", "road")}
    times = {"made": message.made + shift, "due": told.due + shift}
    state = {"state": told.state, "why": told.why, "stands": told.stands, "tries": tries}
    is_again = message.turn.startswith("again-")
    return {**about, **times, **state, "said": said, "page": page(message), "again": is_again}


def _told_at(directory: Directory, code: str, here: Server) -> int | None:
    """When an office without wishes of anybody would tell of it; None for at once."""
    now = here.office_clock.now_ms()
    at = next_allowed(now, Hours(), directory.calendar if OCCASIONS[code].on_working_days else None)
    return at if at > now else None


def _reach(one: Reached, here: Server) -> dict[str, Any]:
    shift = here.office_clock.offset_ms
    phones = []
    for phone in one.phones:
        times = {name: getattr(phone, name) for name in ("made", "taken", "shown", "retired")}
        shifted = {name: None if at is None else at + shift for name, at in times.items()}
        phones.append({"label": phone.label, "open": phone.is_open, **shifted})
    return {"person": one.person, "reach": one.reach, "roads": one.roads, "phones": phones}
