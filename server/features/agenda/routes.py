"""A person's calendar: its secret address is made and ended in his session, and fetched without one.

Who knows the address reads the days; so it is long, told once, kept as a hash, and ended by a press.
"""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe

from flask import Response, request
from flask_smorest import Blueprint

from server.asking import current_session
from server.context import server
from server.errors import Problem
from server.extensions import limiter
from server.features.agenda.actions import do_end_address, do_make_address
from server.features.agenda.queries import Asked, find_holder, find_made, language_of, read_entries
from server.features.agenda.rules import SECRET_CHARS, in_order
from server.features.agenda.schemas import CalendarAddressOut, CalendarStateOut
from server.features.people.queries import load_directory

_BYTES = 32

blueprint = Blueprint("agenda", __name__, url_prefix="/api", description="A person's days, for his calendar.")


@blueprint.get("/reminders/calendar")
@blueprint.response(200, CalendarStateOut)
def show_calendar_address() -> dict[str, int | None]:
    """Whether one has a calendar address, and since when. The address itself is not kept."""
    person = current_session().person
    with server().store.read() as reader:
        return {"made": find_made(reader.connection, person)}


@blueprint.post("/reminders/calendar")
@blueprint.response(200, CalendarAddressOut)
@limiter.limit("10 per minute")
def make_calendar_address() -> dict[str, str]:
    """A new address for one's own calendar; the one before ends."""
    person, here, secret = current_session().person, server(), token_urlsafe(_BYTES)
    with here.store.write() as tx:
        do_make_address(tx.connection, person, secret, now=here.clock.now_ms())
    return {"url": f"{_origin()}/api/calendar/{secret}.ics"}


@blueprint.delete("/reminders/calendar")
@blueprint.response(204)
def end_calendar_address() -> Response:
    """End one's address: calendars that fetch it find nothing any more."""
    person = current_session().person
    with server().store.write() as tx:
        do_end_address(tx.connection, person)
    return Response(status=204)


@blueprint.get(f"/calendar/<string(length={SECRET_CHARS}):secret>.ics")
@blueprint.response(200, {"type": "string"}, content_type="text/calendar")
@limiter.limit("60 per minute")
def show_calendar(secret: str) -> Response:
    """The calendar of whoever made that address. `not_found` for one that is unknown or ended."""
    # icalendar weighs nine megabytes: only a process that is asked for a calendar carries it.
    from server.features.agenda.writing import Paper, write

    here = server()
    with here.store.read() as reader:
        person = find_holder(reader, secret)
        if person is None:
            raise Problem("not_found")
        directory = load_directory(reader)
        entries = read_entries(reader, Asked(directory, person, here.today, here.office_clock.now_ms()))
        paper = Paper(directory, language_of(reader, person), _origin())
    return _answer(write(in_order(entries, here.today), paper))


def _answer(body: bytes) -> Response:
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="diaban.ics"'
    response.set_etag(sha256(body).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _origin() -> str:
    return server().config.public_origin or request.host_url.rstrip("/")
