"""What of the assignments will hurt is shown before it does; and who may see that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.features.people.directory import Assignment, Directory, Person
from server.features.people.upkeep import Trouble, find_troubles
from tests.cast import AWAY, HOME, NEXT_DOOR, TODAY, UNITS, Cast
from tests.factories import assignment, id_of, unit

FILLED = (
    assignment("duyen", "cadre", HOME),
    assignment("khang", "cadre", NEXT_DOOR),
    assignment("phong", "cadre", AWAY),
    assignment("lia", "contact", HOME),
    assignment("thu", "contact", NEXT_DOOR),
    assignment("xa", "contact", AWAY),
)
PEOPLE = ("duyen", "khang", "phong", "lia", "thu", "xa", "moi")


def office(*held: Assignment, gone: str = "", ends: str | None = None) -> Directory:
    """The cast's communes; `gone` has left, Xã Xa ends on `ends`."""
    units = {unit.id: replace(unit, valid_to=ends) if unit.name == AWAY else unit for unit in UNITS}
    persons = {id_of(name): Person(id_of(name), name, disabled=name == gone) for name in PEOPLE}
    return Directory(units=units, persons=persons, assignments={each.id: each for each in held})


def told(directory: Directory) -> list[tuple[str, str | None]]:
    """What is to be mended, and where."""
    names = {unit.id: unit.name for unit in UNITS}
    return [(each.kind, names.get(each.unit or "")) for each in find_troubles(directory, TODAY)]


def test_a_filled_office_has_nothing_to_mend() -> None:
    assert told(office(*FILLED)) == []


def test_a_commune_without_monitor_or_contact_is_vacant() -> None:
    assert told(office(*FILLED[1:])) == [("no_cadre", HOME)]
    assert told(office(*FILLED[:5])) == [("no_contact", AWAY)]


def test_who_left_and_is_still_assigned_leaves_a_vacancy_too() -> None:
    assert told(office(*FILLED, gone="duyen")) == [("left", HOME), ("no_cadre", HOME)]


def test_a_substitute_keeps_the_place_filled_until_he_leaves_too() -> None:
    stood = (replace(FILLED[0], substitute=id_of("moi")), *FILLED[1:])
    assert told(office(*stood, gone="duyen")) == [("left", HOME)]
    assert told(office(*stood, gone="moi")) == [("substitute_left", HOME)]


def test_two_monitors_of_one_commune_are_a_double() -> None:
    double = office(*FILLED, assignment("moi", "cadre", HOME))
    assert find_troubles(double, TODAY) == [Trouble("double", id_of(HOME), (id_of("duyen"), id_of("moi")))]


def test_a_double_that_begins_soon_is_told_with_its_day() -> None:
    later = office(*FILLED, assignment("moi", "cadre", HOME, starts="2024-07-15"))
    people = (id_of("duyen"), id_of("moi"))
    assert find_troubles(later, TODAY) == [Trouble("double", id_of(HOME), people, day="2024-07-15")]
    handed = (replace(FILLED[0], ends="2024-07-14"), *FILLED[1:], assignment("moi", "cadre", HOME, starts="2024-07-15"))
    assert told(office(*handed)) == []
    assert told(office(*FILLED, assignment("moi", "cadre", HOME, starts="2024-12-15"))) == []


def test_a_commune_that_is_to_come_is_vacant_until_someone_is_assigned() -> None:
    new = unit("Xã Mới", above="Huyện Một")
    directory = office(*FILLED)
    ahead = replace(directory, units={**directory.units, new.id: replace(new, valid_from="2024-07-01")})
    assert [(each.kind, each.day) for each in find_troubles(ahead, TODAY)] == [
        ("no_cadre", "2024-07-01"), ("no_contact", "2024-07-01"),
    ]  # fmt: skip
    far = replace(directory, units={**directory.units, new.id: replace(new, valid_from="2025-07-01")})
    assert find_troubles(far, TODAY) == []


def test_a_desk_or_a_clerk_that_ends_soon_is_told_unless_another_goes_on() -> None:
    desk = assignment("moi", "agency", "Sở", ends="2024-07-01")
    clerk = assignment("moi", "clerk", "Tỉnh", ends="2024-07-01")
    found = [(each.kind, each.assignment) for each in find_troubles(office(*FILLED, desk, clerk), TODAY)]
    assert sorted(found) == sorted([("ending", desk.id), ("ending", clerk.id)])
    others = (assignment("thu", "agency", "Sở"), assignment("thu", "clerk", "Tỉnh"))
    assert told(office(*FILLED, desk, clerk, *others)) == []


def test_one_monitor_of_two_communes_is_told() -> None:
    held = (*FILLED[:1], replace(FILLED[1], person=id_of("duyen")), *FILLED[2:])
    assert find_troubles(office(*held), TODAY) == [Trouble("several", None, (id_of("duyen"),))]


@pytest.mark.parametrize(
    ("ends", "follows", "found"),
    [
        ("2024-08-09", None, [("ending", HOME)]),
        ("2024-08-10", None, []),
        ("2024-07-01", "2024-07-02", []),
        ("2024-07-01", "2024-07-03", [("ending", HOME)]),
    ],
)
def test_an_end_without_a_successor_is_told_in_time(
    ends: str, follows: str | None, found: list[tuple[str, str]]
) -> None:
    after = [assignment("moi", "cadre", HOME, starts=follows)] if follows else []
    assert told(office(replace(FILLED[0], ends=ends), *FILLED[1:], *after)) == found


def test_assignments_to_a_unit_that_will_be_no_more_are_told() -> None:
    assert told(office(*FILLED, ends="2024-06-30")) == [("unit_abolished", AWAY), ("unit_abolished", AWAY)]
    assert told(office(*FILLED, ends="2024-12-31")) == []


def test_only_an_administrator_looks_after_assignments(cast: Cast) -> None:
    answer = cast.admin.phone().get("/api/admin/upkeep")
    assert answer.status_code == 200
    assert {each["kind"] for each in answer.get_json()} == {"no_contact"}
    for who in (cast.owner, cast.clerk, cast.contact):
        assert who.phone().get("/api/admin/upkeep").status_code == 404
    assert cast.visitor().get("/api/admin/upkeep").status_code == 401
