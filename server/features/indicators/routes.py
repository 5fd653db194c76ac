"""`GET /api/indicators/table`: a unit's indicators for a span of days, plan beside actual."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.asking import asked_day, current_session
from server.context import server
from server.errors import Problem
from server.features.handling import text
from server.features.indicators.figures import Cell, Figure, Span
from server.features.indicators.queries import Told, read_table
from server.features.indicators.schemas import IndicatorRowOut, IndicatorTableIn
from server.features.people.queries import load_directory
from server.measures import Measure

blueprint = Blueprint(
    "indicators", __name__, url_prefix="/api/indicators", description="What is counted, planned and reached."
)


@blueprint.get("/table")
@blueprint.arguments(IndicatorTableIn, location="query")
@blueprint.response(200, IndicatorRowOut(many=True))
def table(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a unit's table, in the programme's order. `not_found` for who may not read the unit."""
    session, here = current_session(), server()
    span = Span(asked_day(asked, "starts", here.today), asked_day(asked, "ends", here.today))
    if span.last < span.first:
        raise Problem("end_before_start")
    with here.store.read() as reader:
        directory = load_directory(reader)
        found = read_table(reader, directory, person=session.person, today=here.today, unit=asked["unit"], span=span)
    if found is None:
        raise Problem("not_found")
    return [_told(each) for each in found]


def _told(told: Told) -> dict[str, Any]:
    cells = [_cell(each) for each in told.row.categories]
    about = {"indicator": told.record.id, "code": text(told.record, "code")}
    return {**about, "total": _cell(told.row.total), "categories": cells}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "category": cell.category,
        "plan": _figure(cell.plan),
        "actual": _figure(cell.actual),
        "percent": _tenths(cell.percent),
        "share": _tenths(cell.share),
        "verdict": cell.verdict,
        "periods_differ": cell.periods_differ,
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    measured = {"value_e3": figure.value.value, "comparator": figure.value.comparator}
    span = {"starts": figure.first, "ends": figure.last}
    return {**measured, **span, "estimated": figure.estimated, "units": figure.units}


def _tenths(percent: Measure | None) -> dict[str, Any] | None:
    return None if percent is None else {"value_e1": percent.value, "comparator": percent.comparator}
