"""The only writers of units. Each checks by the rules and appends records that reach every phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from server.errors import Problem
from server.features.units.rules import Unit, check_unit
from server.platform.acts import Act
from server.platform.changes import Write


def do_put_unit(act: Act, units: Mapping[str, Unit], wanted: Unit) -> Unit:
    """Add or change a unit and answer it; units it was made of learn of their successor. Problem when it is unsound.

    `units` is the tree as it stands inside the act's transaction.
    """
    fault = check_unit(units, wanted)
    if fault is not None:
        raise Problem(fault.code, fault.details)
    writes = [_write(wanted)]
    for id in wanted.predecessors:
        before = units[id]
        if wanted.id not in before.successors:
            writes.append(Write("unit", id, {"successors": [*before.successors, wanted.id]}))
    act.append(*writes)
    return wanted


def do_put_units(act: Act, wanted: Sequence[Unit]) -> None:
    """Write units, new or changed, that were judged good, under one op."""
    act.append(*(_write(unit) for unit in wanted))


def _write(unit: Unit) -> Write:
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(unit).items()}
    return Write("unit", unit.id, {name: value for name, value in fields.items() if name != "id"}, ("all",))
