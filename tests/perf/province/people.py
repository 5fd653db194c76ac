"""Who works in the made-up province, and where: founded by the actions of an administrator's screen.

Owns names and posts. A monitor and a contact for each commune, a leader for each district, a desk for each agency, and
the province's clerk, supervisor and administrator; after a change of units every commune has both again.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import count
from typing import Final

from server.demo.changes import do_put_changes
from server.demo.founding import OFFICE_ID, PASSWORD
from server.demo.ids import record_id
from server.demo.material import Material, Unit
from server.features.calendar.actions import do_put_calendar
from server.features.calendar.rules import vietnam_plan
from server.features.indicators.programme import do_found_programme
from server.features.people.actions import (
    NewPerson,
    do_add_people,
    do_put_agency,
    do_put_assignments,
    do_put_office,
    do_put_theme,
    do_set_password,
)
from server.features.people.directory import Assignment, Directory
from server.features.units.actions import do_put_units
from server.features.units.rules import Unit as Place
from server.platform.acts import Act
from server.platform.passwords import Passwords

BEGAN: Final = "2021-01-01"
YEARS: Final = range(2021, 2027)
# Both posts that a commune needs filled; a district needs its leader, a province its books kept.
COMMUNE_ROLES: Final = ("cadre", "contact")
PROVINCE_ROLES: Final = ("clerk", "supervisor")
_FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Huỳnh", "Phan", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
_MIDDLE: Final = ("Văn", "Thị", "Hữu", "Đình", "Ngọc", "Thanh", "Minh", "Xuân", "Quốc", "Hồng", "Thị Mỹ", "Thị Thu")
_GIVEN: Final = (
    "An", "Bình", "Chi", "Dũng", "Duyên", "Đạt", "Giang", "Hà", "Hạnh", "Hiếu", "Hòa", "Hương", "Khang", "Lan", "Linh",
    "Long", "Mai", "Nam", "Nga", "Nhàn", "Phong", "Phượng", "Quang", "Sơn", "Sương", "Tâm", "Thảo", "Thuận", "Thủy",
    "Toàn", "Trang", "Trung", "Tú", "Vân", "Vinh", "Yến",
)  # fmt: skip


def do_found(act: Act, material: Material, chance: random.Random) -> None:
    """The whole directory of the demo's units in one transaction, with people of its own in every post since 2021."""
    province = next(unit for unit in material.units if unit.parent_code is None)
    do_put_office(
        act, OFFICE_ID, name="Văn phòng (mẫu năm năm)", phone="0256 000 0100",
        province=record_id("unit", province.code), clock_offset_ms=0, demo=False,
    )  # fmt: skip
    do_put_calendar(act, OFFICE_ID, vietnam_plan(YEARS))
    do_put_units(act, [_place(unit) for unit in material.units])
    for agency in material.agencies:
        do_put_agency(act, record_id("agency", agency.code), name=agency.name, phone=agency.phone, closed=False)
    for order, theme in enumerate(material.themes, start=1):
        do_put_theme(act, record_id("theme", theme.code), name_vi=theme.name_vi, name_en=theme.name_en, order=order)
    posts = list(_posts(material))
    do_add_people(act, [NewPerson(one.person, _name(chance), _title(one.role), name) for name, one in posts])
    for _, one in posts:
        do_set_password(act, one.person, _hash(), must_change=False)
    do_put_assignments(act, [one for _, one in posts])
    do_put_changes(act)
    do_found_programme(act)


def do_fill_vacancies(act: Act, directory: Directory, day: str) -> int:
    """Give every post that a change of units left vacant to one who held it over what the unit was made of."""
    wanted = [
        one
        for unit in directory.units.values()
        if unit.valid_on(day)
        for role in _needed(unit)
        if (one := _filling(directory, unit, role, day)) is not None
    ]
    do_put_assignments(act, wanted)
    return len(wanted)


def holders(directory: Directory, role: str, day: str) -> dict[str, str]:
    """Who holds a role on that day, by unit (a desk's by agency); the first named where there are several."""
    found: dict[str, str] = {}
    for one in sorted(directory.assignments.values(), key=lambda one: one.id):
        if one.role == role and one.current_on(day):
            found.setdefault(one.unit or one.agency or "", one.person)
    return found


def _needed(unit: Place) -> tuple[str, ...]:
    return {"commune": COMMUNE_ROLES, "district": ("leader",), "province": PROVINCE_ROLES}.get(unit.level or "", ())


def _filling(directory: Directory, unit: Place, role: str, day: str) -> Assignment | None:
    held = directory.assignments.values()
    if any(one.unit == unit.id and one.role == role and one.current_on(day) for one in held):
        return None
    before = sorted(one.person for one in held if one.unit in unit.predecessors and one.role == role)
    id = record_id("assignment", f"{unit.id}:{role}:{day}")
    return Assignment(id, before[0], role, unit.id, starts=day, decision="Sắp xếp đơn vị") if before else None


def _posts(material: Material) -> Iterator[tuple[str, Assignment]]:
    """User name → the post that its owner holds."""
    numbers: dict[str, Iterator[int]] = {}
    for role, unit, agency in _wanted(material):
        name = f"{role}{next(numbers.setdefault(role, count(1)))}"
        yield name, Assignment(
            record_id("assignment", f"years:{name}"), record_id("person", f"years:{name}"), role, unit, agency, BEGAN,
            decision="02-QĐ/TU",
        )  # fmt: skip


def _wanted(material: Material) -> Iterator[tuple[str, str | None, str | None]]:
    for unit in material.units:
        for role in _needed(_place(unit)):
            yield role, record_id("unit", unit.code), None
    for agency in material.agencies:
        yield "agency", None, record_id("agency", agency.code)
    yield "admin", None, None


def _place(unit: Unit) -> Place:
    parent = record_id("unit", unit.parent_code) if unit.parent_code else None
    return Place(record_id("unit", unit.code), unit.name, unit.type, unit.level, unit.code, parent)


def _name(chance: random.Random) -> str:
    return " ".join(chance.choice(part) for part in (_FAMILY, _MIDDLE, _GIVEN))


def _title(role: str) -> str:
    return {"cadre": "Phó Giám đốc Sở", "contact": "Phó Bí thư Đảng ủy", "leader": "Ủy viên Ban Thường vụ"}.get(
        role, "Chuyên viên"
    )


@cache
def _hash() -> str:
    # The least that argon2 allows: nobody is kept out of made-up years.
    return Passwords(8, 1).hash(PASSWORD)
