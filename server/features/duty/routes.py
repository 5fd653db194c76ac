"""`GET /api/duty/ledger`: what was due and done, for one's own posts and for those in the scope one oversees."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from server.asking import asked_day, current_session
from server.context import server
from server.features.duty.ledger import sums
from server.features.duty.queries import Kept, read_ledger
from server.features.duty.schemas import DutyAccountOut, LedgerIn
from server.features.people.queries import load_directory

blueprint = Blueprint("duty", __name__, url_prefix="/api/duty", description="Visits owed and made.")


@blueprint.get("/ledger")
@blueprint.arguments(LedgerIn, location="query")
@blueprint.response(200, DutyAccountOut(many=True))
def ledger(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts as of a civil day, of the twelve months before and the present one. Empty for who owes nothing."""
    session, here = current_session(), server()
    as_of = asked_day(asked, "as_of", here.today)
    with here.store.read() as reader:
        directory = load_directory(reader)
        kept = read_ledger(reader, directory, person=session.person, today=here.today, as_of=as_of)
    return [_told(each) for each in kept]


def _told(kept: Kept) -> dict[str, Any]:
    post, account = kept.post, kept.account
    about = {"assignment": post.id, "person": post.person, "role": post.role, "unit": post.unit}
    return {**about, **asdict(sums(account.lines)), "extra": len(account.extra), "lines": account.lines}
