"""Change plans, for an administrator: written, looked at, applied."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.asking import require_admin
from server.errors import Problem, asked_language
from server.features.changes.actions import do_apply, do_drop_plan, do_put_plan
from server.features.changes.describing import describe
from server.features.changes.queries import Plan, find_plan, list_plans, look, read_by, summary
from server.features.changes.reading import without_level
from server.features.changes.schemas import AppliedOut, LevelIn, LookedOut, PlanIn, PlanOut
from server.features.changes.sheets import make_template, read_plan
from server.platform.acts import Act
from server.platform.store import SqlReader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("changes", __name__, url_prefix="/api/admin/changes", description="Changes of units.")


@blueprint.get("")
@blueprint.response(200, PlanOut(many=True))
def show_plans() -> Any:
    """Every plan, the earliest day first."""
    with admin_reading() as reader:
        return [summary(plan) for plan in list_plans(reader)]


@blueprint.post("")
@blueprint.arguments(PlanIn)
@blueprint.response(201, PlanOut)
def add_plan(body: dict[str, Any]) -> Any:
    """Write a new plan. `bad_day`, `name_missing`."""
    with admin_act() as act:
        id = act.new_id()
        _put(act, id, None, body)
        return summary(_found(act.tx, id))


@blueprint.get("/template.xlsx")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def show_template() -> Response:
    """The empty spreadsheet, headed in the language of Accept-Language."""
    require_admin()
    headers = {"Content-Disposition": 'attachment; filename="changes.xlsx"'}
    return Response(make_template(asked_language()), mimetype=XLSX, headers=headers)


@blueprint.get("/<uuid:plan>")
@blueprint.response(200, LookedOut)
def look_at_plan(plan: object) -> Any:
    """What the plan would do if it were applied now. Writes nothing."""
    with admin_reading() as reader:
        return describe(reader, look(reader, _found(reader, str(plan))), asked_language())


@blueprint.put("/<uuid:plan>")
@blueprint.arguments(PlanIn)
@blueprint.response(200, LookedOut)
def change_plan(body: dict[str, Any], plan: object) -> Any:
    """Change a plan, and look at it. `already_done` once it is applied."""
    with admin_act() as act:
        _put(act, str(plan), _found(act.tx, str(plan)), body)
        return describe(act.tx, look(act.tx, _found(act.tx, str(plan))), asked_language())


@blueprint.put("/<uuid:plan>/sheet")
@blueprint.doc(requestBody={"required": True, "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}})
@blueprint.response(200, LookedOut)
def put_sheet(plan: object) -> Any:
    """Take a plan's lines from a spreadsheet, and look at it. `not_a_spreadsheet`, `columns_missing` …"""
    require_admin()
    if request.mimetype != XLSX:
        raise Problem("unsupported_type")
    # Read before the write lock is taken: a large sheet takes a second.
    rows, converted = read_plan(request.get_data(), asked_language())
    with admin_act() as act:
        now = _found(act.tx, str(plan))
        do_put_plan(act, now.id, day=now.day, title=now.title, decision=now.decision, rows=rows)
        return {**describe(act.tx, look(act.tx, _found(act.tx, now.id)), asked_language()), "converted": converted}


@blueprint.post("/<uuid:plan>/level")
@blueprint.arguments(LevelIn)
@blueprint.response(200, LookedOut)
def abolish_level(body: dict[str, Any], plan: object) -> Any:
    """Add the lines that take a level out of the tree, and look at the plan. `sheet_too_large`, `already_done`."""
    with admin_act() as act:
        now = _found(act.tx, str(plan))
        rows = without_level(now.rows, read_by(act.tx, now), body["level"])
        do_put_plan(act, now.id, day=now.day, title=now.title, decision=now.decision, rows=rows, keep=now.keep)
        return describe(act.tx, look(act.tx, _found(act.tx, now.id)), asked_language())


@blueprint.delete("/<uuid:plan>")
@blueprint.response(204)
def drop_plan(plan: object) -> None:
    """Forget a plan that was not applied. `already_done`."""
    with admin_act() as act:
        do_drop_plan(act, str(plan))


@blueprint.post("/<uuid:plan>/apply")
@blueprint.response(200, AppliedOut)
def apply_plan(plan: object) -> Any:
    """Apply the plan as a whole. `plan_unfit`, `already_done`."""
    with admin_act() as act:
        return {"id": str(plan), "moved": do_apply(act, str(plan))}


def _found(reader: SqlReader, id: str) -> Plan:
    plan = find_plan(reader, id)
    if plan is None:
        raise Problem("not_found")
    return plan


def _put(act: Act, id: str, now: Plan | None, body: dict[str, Any]) -> None:
    rows = body.get("rows", now.rows if now else ())
    keep = [(one["assignment"], one["key"]) for one in body["keep"]] if "keep" in body else (now.keep if now else ())
    do_put_plan(act, id, day=body["day"], title=body["title"], decision=body.get("decision"), rows=rows, keep=keep)
