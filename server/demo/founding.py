"""The demo's directory: the office, its units, people and assignments, by the actions an administrator's screen uses.

Owns which act comes after which. All of it is one write transaction, so a demo is founded wholly or not at all.
"""

from __future__ import annotations

from typing import Final

from server.demo.changes import do_put_changes
from server.demo.ids import record_id
from server.demo.material import Assignment, Material, Unit
from server.features.calendar.actions import do_put_calendar
from server.features.calendar.rules import vietnam_plan
from server.features.indicators.programme import do_found_programme
from server.features.people.actions import (
    NewPerson,
    do_add_account,
    do_add_person,
    do_assign,
    do_put_agency,
    do_put_office,
    do_put_theme,
)
from server.features.people.directory import Assignment as Instrument
from server.features.units.actions import do_put_unit
from server.features.units.rules import Unit as Place
from server.platform.acts import Act
from server.platform.passwords import Passwords

PASSWORD: Final = "dia-ban-2026"  # noqa: S105 - everyone may know it: it opens an invented province
OFFICE_ID: Final = record_id("office", "52")
# From the first visit of the story to the last due date.
_CALENDAR_YEARS: Final = range(2023, 2027)


def do_found(act: Act, material: Material, passwords: Passwords) -> None:
    """Write the whole directory. The office's clock is real until `do_set_clock`."""
    do_set_clock(act, material, offset_ms=0)
    do_put_calendar(act, OFFICE_ID, vietnam_plan(_CALENDAR_YEARS))
    _add_units(act, material)
    for agency in material.agencies:
        do_put_agency(act, record_id("agency", agency.code), name=agency.name, phone=agency.phone, closed=False)
    for order, theme in enumerate(material.themes, start=1):
        do_put_theme(act, record_id("theme", theme.code), name_vi=theme.name_vi, name_en=theme.name_en, order=order)
    _add_people(act, material, passwords)
    for assignment in material.assignments:
        do_assign(act, _instrument(assignment))
    do_put_changes(act)
    do_found_programme(act)


def do_set_clock(act: Act, material: Material, *, offset_ms: int) -> None:
    """Write the office's record with its clock so far from the real one."""
    province = next(unit for unit in material.units if unit.parent_code is None)
    do_put_office(
        act,
        OFFICE_ID,
        name="Ban Tổ chức Tỉnh ủy Bình Định (minh họa)",
        phone="0256 000 0100",
        province=record_id("unit", province.code),
        clock_offset_ms=offset_ms,
        demo=True,
    )


def _add_units(act: Act, material: Material) -> None:
    units: dict[str, Place] = {}
    for unit in material.units:
        place = do_put_unit(act, units, _place(unit))
        units[place.id] = place


def _place(unit: Unit) -> Place:
    return Place(
        id=record_id("unit", unit.code),
        name=unit.name,
        type=unit.type,
        level=unit.level,
        code=unit.code,
        parent=record_id("unit", unit.parent_code) if unit.parent_code else None,
    )


def _add_people(act: Act, material: Material, passwords: Passwords) -> None:
    for person in material.people:
        new = NewPerson(record_id("person", person.code), person.name, person.title, person.account)
        if person.account:
            do_add_account(act, new, PASSWORD, passwords)
        else:
            do_add_person(act, new)


def _instrument(assignment: Assignment) -> Instrument:
    where = assignment.unit or assignment.agency or ""
    return Instrument(
        id=record_id("assignment", f"{assignment.person}:{assignment.role}:{where}"),
        person=record_id("person", assignment.person),
        role=assignment.role,
        unit=record_id("unit", assignment.unit) if assignment.unit else None,
        agency=record_id("agency", assignment.agency) if assignment.agency else None,
        starts=assignment.starts,
        ends=assignment.ends,
        decision=assignment.decision,
    )
