"""Who is responsible for what on which day, and what that lets him read."""

from __future__ import annotations

import pytest

from server.features.people.directory import Directory, build_directory
from tests.factories import assignment, directory, id_of, unit

DAY = "2024-06-25"
TREE = (
    unit("Tỉnh", level="province"),
    unit("Huyện", level="district", above="Tỉnh"),
    unit("Xã A", above="Huyện"),
    unit("Xã B", above="Huyện"),
    unit("Thôn", level="village", above="Xã A"),
)


def keys(role: str, over: str, held: Directory | None = None) -> frozenset[str]:
    found = held or directory(units=TREE, people=["p"], agencies=["Sở"], held=[assignment("p", role, over)])
    return found.scope_keys(id_of("p"), DAY)


OWN = {"all", f"person:{id_of('p')}"}


@pytest.mark.parametrize(
    ("role", "over", "prefixes"),
    [
        ("contact", "Xã A", ["unit"]),
        ("cadre", "Xã A", ["unit", "desk"]),
        ("leader", "Huyện", ["unit", "desk"]),
        ("clerk", "Tỉnh", ["unit", "desk", "review"]),
        ("supervisor", "Tỉnh", ["unit", "desk", "review"]),
        ("agency", "Sở", ["agency"]),
    ],
)
def test_each_role_opens_its_own_keys(role: str, over: str, prefixes: list[str]) -> None:
    assert keys(role, over) == OWN | {f"{prefix}:{id_of(over)}" for prefix in prefixes}


def test_a_phone_subscribes_to_the_months_of_the_window_of_a_whole_province_and_to_the_rest_as_it_is() -> None:
    clerk = directory(units=TREE, people=["p"], held=[assignment("p", "clerk", "Tỉnh")]).keys(id_of("p"), DAY)
    reports = sorted(key for key in clerk if key.startswith("desk:"))
    # 400 days before 25/06/2024 is 22/05/2023; the month to come is there before the office's clocks say so.
    assert (reports[0], reports[1][-7:], reports[-1][-7:], len(reports)) == (
        f"desk:{id_of('Tỉnh')}", "2023-05", "2024-07", 1 + 15,
    )  # fmt: skip
    cadre = directory(units=TREE, people=["p"], held=[assignment("p", "cadre", "Xã A")])
    assert cadre.keys(id_of("p"), DAY) == cadre.scope_keys(id_of("p"), DAY)


def test_administrator_reads_no_report() -> None:
    held = directory(people=["p"], held=[assignment("p", "admin")])
    assert keys("admin", "", held) == OWN


def test_record_of_a_village_is_written_under_everything_above_it() -> None:
    found = directory(units=TREE).unit_keys("desk", id_of("Thôn"))
    assert found == {f"desk:{id_of(name)}" for name in ("Thôn", "Xã A", "Huyện", "Tỉnh")}
    dated = directory(units=TREE).unit_keys("desk", id_of("Thôn"), "2024-06")
    assert dated ^ found == {f"desk:{id_of('Tỉnh')}", f"desk:{id_of('Tỉnh')}@2024-06"}


@pytest.mark.parametrize(
    ("starts", "ends", "day", "held"),
    [
        ("2024-06-25", None, "2024-06-25", True),
        ("2024-06-26", None, "2024-06-25", False),
        ("2024-01-01", "2024-06-25", "2024-06-25", True),
        ("2024-01-01", "2024-06-24", "2024-06-25", False),
    ],
)
def test_first_and_last_day_belong_to_an_assignment(starts: str, ends: str | None, day: str, *, held: bool) -> None:
    one = directory(units=TREE, people=["p"], held=[assignment("p", "cadre", "Xã A", starts=starts, ends=ends)])
    assert one.holds(id_of("p"), "cadre", id_of("Xã A"), day) is held


def test_leader_of_a_district_holds_its_communes_and_no_other() -> None:
    one = directory(units=(*TREE, unit("Huyện X", level="district", above="Tỉnh"), unit("Xã X", above="Huyện X")),
                    people=["p"], held=[assignment("p", "leader", "Huyện")])  # fmt: skip
    assert one.holds(id_of("p"), "leader", id_of("Thôn"), DAY)
    assert not one.holds(id_of("p"), "leader", id_of("Xã X"), DAY)
    assert not one.holds(id_of("p"), "cadre", id_of("Xã A"), DAY)
    assert not one.holds(id_of("p"), "leader", id_of("Tỉnh"), DAY)


def test_contact_is_the_communes_own_and_can_sign_in() -> None:
    one = directory(
        units=TREE, people=["p", "q"], held=[assignment("p", "contact", "Xã A"), assignment("q", "contact", "Huyện")]
    )
    assert one.current_contacts(id_of("Xã A"), DAY) == (id_of("p"),)
    assert one.current_contacts(id_of("Xã B"), DAY) == ()
    assert one.current_contacts(id_of("Xã A"), "2023-12-31") == ()


def test_merged_commune_takes_over_what_it_was_made_of() -> None:
    """Two communes of two districts become one; its cadre reads the old reports, the neighbour's stay apart."""
    old = [unit("Cũ 1", above="Huyện", valid_to="2024-05-31"), unit("Cũ 2", above="Huyện 2", valid_to="2024-05-31")]
    new = unit("Mới", above="Huyện", valid_from="2024-06-01", predecessors=(id_of("Cũ 1"), id_of("Cũ 2")))
    tree = (*TREE, unit("Huyện 2", level="district", above="Tỉnh"), unit("Xã 2", above="Huyện 2"), *old, new)
    one = directory(
        units=tree, people=["p", "q"], held=[assignment("p", "cadre", "Mới"), assignment("q", "leader", "Huyện")]
    )
    assert one.holds(id_of("p"), "cadre", id_of("Cũ 2"), DAY)
    assert not one.holds(id_of("p"), "cadre", id_of("Xã 2"), DAY)
    assert f"desk:{id_of('Cũ 2')}" in one.keys(id_of("p"), DAY)
    assert {k for k in one.keys(id_of("q"), DAY) if k.startswith("desk")} == {
        f"desk:{id_of('Huyện')}",
        f"desk:{id_of('Cũ 2')}",
    }


def test_a_province_made_of_another_asks_for_it_by_its_top_and_so_by_months() -> None:
    """Its former communes lie in the former province: their own keys have no months and would bring all the years."""
    above = unit("Tỉnh mới", level="province", valid_from="2024-06-01", predecessors=(id_of("Tỉnh"),))
    new = unit("Xã mới", above="Tỉnh mới", valid_from="2024-06-01", predecessors=(id_of("Xã A"), id_of("Xã B")))
    one = directory(units=(*TREE, above, new), people=["p"], held=[assignment("p", "clerk", "Tỉnh mới")])
    assert one.roots(id_of("Tỉnh mới")) == {id_of("Tỉnh mới"), id_of("Tỉnh")}
    assert one.holds(id_of("p"), "clerk", id_of("Thôn"), DAY)
    assert one.roots(id_of("Xã mới")) == {id_of("Xã mới"), id_of("Xã A"), id_of("Xã B")}


def test_unit_tree_with_a_loop_ends() -> None:
    one = directory(units=[unit("A", above="B"), unit("B", above="A")])
    assert one.ancestors(id_of("A")) == (id_of("B"),)
    assert one.subtree(id_of("A")) == {id_of("A"), id_of("B")}


def test_agency_answers_for_itself_alone() -> None:
    one = directory(people=["p"], agencies=["Sở", "Ban"], held=[assignment("p", "agency", "Sở")])
    assert one.owns(id_of("p"), id_of("Sở"), DAY)
    assert not one.owns(id_of("p"), id_of("Ban"), DAY)
    assert one.owns(id_of("p"), None, DAY)
    assert not one.owns(id_of("p"), id_of("Sở"), "2023-01-01")


def test_directory_is_made_of_records_and_keeps_what_it_does_not_know_out() -> None:
    made = build_directory([
        ("office", "o", {"name": "VP", "phone": "1", "province": "u", "clock_offset_ms": -5, "demo": True}),
        ("unit", "u", {"name": "Tỉnh", "level": "province", "predecessors": ["x"]}),
        ("agency", "a", {"name": "Sở", "phone": None, "closed": True}),
        ("theme", "t", {"name_vi": "Nước", "name_en": "Water", "order": 3}),
        ("person", "p", {"name": "An", "title": None, "disabled": True}),
        ("assignment", "s", {"person": "p", "role": "cadre", "unit": "u", "starts": "2024-01-01"}),
        ("feedback", "f", {"matter": "…"}),
    ])  # fmt: skip
    assert made.office is not None
    assert (made.office.clock_offset_ms, made.office.demo) == (-5, True)
    assert made.units["u"].predecessors == ("x",)
    assert made.agencies["a"].closed
    assert made.themes["t"].name_en == "Water"
    assert made.persons["p"].disabled
    assert made.holds("p", "cadre", "u", DAY)
