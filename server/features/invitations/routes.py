"""`GET /api/invitations/figures`: who was invited and who came, in one's scope, for a span of days."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.asking import asked_day, current_session
from server.context import server
from server.features.invitations.queries import read_figures
from server.features.invitations.rules import Sums
from server.features.invitations.schemas import InvitedOut, InvitedSpanIn
from server.features.people.queries import load_directory

blueprint = Blueprint("invitations", __name__, url_prefix="/api/invitations", description="Invitations.")


@blueprint.get("/figures")
@blueprint.arguments(InvitedSpanIn, location="query")
@blueprint.response(200, InvitedOut)
def figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Invited and attended of the meetings that begin on these days. Empty for who may read none."""
    session, here = current_session(), server()
    last = asked_day(asked, "last", here.today)
    first = asked_day(asked, "first", f"{last[:7]}-01")
    with here.store.read() as reader:
        directory = load_directory(reader)
        now_ms = here.office_clock.now_ms()
        found = read_figures(reader, directory, person=session.person, now_ms=now_ms, first=first, last=last)
    return {
        "first": first,
        "last": last,
        "total": _sums(found.total),
        "units": [{"unit": unit, "sums": _sums(sums)} for unit, sums in found.units.items()],
        "persons": [{"person": person, "sums": _sums(sums)} for person, sums in found.persons.items()],
        "twins": found.twins,
    }


def _sums(sums: Sums) -> dict[str, Any]:
    counts = {name: count for name, count in sums._asdict().items() if name != "share"}
    return {**counts, "attended_e1": sums.share.value if sums.share else None}
