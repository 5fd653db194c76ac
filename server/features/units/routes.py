"""Units, for an administrator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_smorest import Blueprint

from server.administering import admin_act, admin_reading
from server.errors import Problem
from server.features.units.actions import do_put_unit
from server.features.units.queries import load_units
from server.features.units.rules import Unit
from server.features.units.schemas import UnitIn, UnitOut

blueprint = Blueprint("units", __name__, url_prefix="/api/admin/units", description="The tree of units.")


@blueprint.get("")
@blueprint.response(200, UnitOut(many=True))
def list_units() -> Any:
    """Every unit, former ones too."""
    with admin_reading() as reader:
        return list(load_units(reader).values())


@blueprint.post("")
@blueprint.arguments(UnitIn)
@blueprint.response(201, UnitOut)
def add_unit(body: dict[str, Any]) -> Unit:
    """Add a unit. `unit_twice`, `parent_unknown`, `parent_loop`, `level_unknown`, `end_before_start` …"""
    with admin_act() as act:
        wanted = Unit(id=act.new_id(), **_frozen(body))
        return do_put_unit(act, load_units(act.tx), wanted)


@blueprint.patch("/<uuid:unit>")
@blueprint.arguments(UnitIn(partial=True))
@blueprint.response(200, UnitOut)
def change_unit(body: dict[str, Any], unit: object) -> Unit:
    """Change what is named in the body. A unit that is abolished gets a last day; it is never removed."""
    with admin_act() as act:
        units = load_units(act.tx)
        if str(unit) not in units:
            raise Problem("not_found")
        return do_put_unit(act, units, replace(units[str(unit)], **_frozen(body)))


def _frozen(body: dict[str, Any]) -> dict[str, Any]:
    """An empty text says as little as an absent one; lists become tuples, as values are."""
    return {name: tuple(value) if isinstance(value, list) else value or None for name, value in body.items()}
