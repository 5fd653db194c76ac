"""`GET /api/tasks`: the register of difficult tasks in one's scope, with every percent computed."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.asking import asked_day, current_session
from server.context import server
from server.features.handling import text
from server.features.people.queries import load_directory
from server.features.tasks.queries import Told, read_register
from server.features.tasks.records import owner_of
from server.features.tasks.rules import Due, Standing
from server.features.tasks.schemas import RegisterIn, RegisterOut
from server.measures import Measure

blueprint = Blueprint("tasks", __name__, url_prefix="/api/tasks", description="Difficult tasks.")


@blueprint.get("")
@blueprint.arguments(RegisterIn, location="query")
@blueprint.response(200, RegisterOut)
def register(asked: dict[str, Any]) -> dict[str, Any]:
    """The tasks as of the end of a civil day. Empty for who may read none."""
    session, here = current_session(), server()
    as_of = asked_day(asked, "as_of", here.today)
    with here.store.read() as reader:
        directory = load_directory(reader)
        found = read_register(reader, directory, person=session.person, today=here.today, as_of=as_of)
    sums = {"count": len(found.tasks), "owners": found.owners, "each_e1": found.each_e1}
    return {"as_of": as_of, **sums, "tasks": [_told(each) for each in found.tasks]}


def _told(told: Told) -> dict[str, Any]:
    names = ("title", "unit", "status", "ends", "ends_original")
    return {
        "id": told.record.id,
        "owner": owner_of(told.record),
        **{name: text(told.record, name) for name in names},
        "deadline": _due(told.record.id, told.deadline),
        "percent": _percent(told.percent),
        "goals": [_goal(each) for each in told.standings],
        "milestones": [_due(*each) for each in told.milestones],
    }


def _goal(standing: Standing) -> dict[str, Any]:
    point = standing.point
    return {
        "goal": standing.goal,
        "day": point.day if point else None,
        "value_e3": point.value.value if point else None,
        "comparator": point.value.comparator if point else None,
        "percent": _percent(standing.percent),
        "verdict": standing.verdict,
    }


def _due(id: str, due: Due) -> dict[str, Any]:
    return {"id": id, "state": due.state, "days": due.days}


def _percent(percent: Measure | None) -> dict[str, Any] | None:
    return None if percent is None else {"value_e1": percent.value, "comparator": percent.comparator}
