"""`GET /api/feedback/figures`: the figures of quality over the items in one's scope."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.asking import asked_day, current_session
from server.context import server
from server.errors import Problem
from server.features.feedback.figures import Figures
from server.features.feedback.queries import Accounts, access_figures, read_accounts, read_figures
from server.features.feedback.schemas import FiguresIn, FiguresOut, MattersAccountsIn, MattersAccountsOut
from server.features.people.queries import load_directory

blueprint = Blueprint("feedback", __name__, url_prefix="/api/feedback", description="Figures of quality.")


@blueprint.get("/figures")
@blueprint.arguments(FiguresIn, location="query")
@blueprint.response(200, FiguresOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def figures(asked: dict[str, Any]) -> Figures:
    """The figures as of the end of a civil day, for clerks, supervisors and leaders. `bad_day`, `not_found`."""
    session, here = current_session(), server()
    as_of = asked_day(asked, "as_of", here.today)
    with here.store.read() as reader:
        directory = load_directory(reader)
        units = access_figures(directory, person=session.person, today=here.today)
        if not units:
            raise Problem("not_found")
        return read_figures(reader, units, as_of=as_of)


@blueprint.get("/accounts")
@blueprint.arguments(MattersAccountsIn, location="query")
@blueprint.response(200, MattersAccountsOut)
@blueprint.alt_response(404, description="Not for this person's roles")
def show_accounts(asked: dict[str, Any]) -> Accounts:
    """What became of the matters of each agency or unit as of the end of a civil day. `bad_day`, `not_found`."""
    session, here = current_session(), server()
    as_of = asked_day(asked, "as_of", here.today)
    with here.store.read() as reader:
        units = access_figures(load_directory(reader), person=session.person, today=here.today)
        if not units:
            raise Problem("not_found")
        return read_accounts(reader, units, as_of=as_of, by=asked["by"])
