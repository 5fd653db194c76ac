"""The demo's files: complete, consistent with themselves, and with the figures the office expects of them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from server.demo.material import (
    Answered,
    Confirmed,
    Extended,
    Item,
    Material,
    Owned,
    Raised,
    Referred,
    Reopened,
    Returned,
    Said,
    Submitted,
    Unit,
    Visit,
    instant_ms,
    read_material,
)
from sync.operations import (
    FEEDBACK_KINDS,
    FEEDBACK_SOURCES,
    ROLES,
    SETTLEMENTS,
    URGENCIES,
    VISIT_KINDS,
)

COMMUNES_PER_DISTRICT = {
    "540": 21, "542": 10, "543": 17, "544": 15, "545": 19, "546": 9, "547": 15, "548": 18, "549": 15, "550": 13,
    "551": 7,
}  # fmt: skip
TODAY = "2024-06-25"
NAMED_ACCOUNTS = {
    "cadre1", "cadre2", "cadre3", "contact1", "contact2", "agency1", "clerk", "supervisor", "leader", "admin",
}  # fmt: skip


@pytest.fixture(scope="module")
def material() -> Material:
    return read_material()


# --- Units -----------------------------------------------------------------------------------------------------------


def test_the_province_has_its_11_districts_and_159_communes(material: Material) -> None:
    assert Counter(unit.level for unit in material.units) == {"province": 1, "district": 11, "commune": 159}
    communes = [unit for unit in material.units if unit.level == "commune"]
    assert Counter(unit.type for unit in communes) == {"commune": 116, "ward": 32, "township": 11}
    assert Counter(unit.parent_code for unit in communes) == COMMUNES_PER_DISTRICT


def test_every_code_is_its_own_and_every_parent_is_there(material: Material) -> None:
    codes = [unit.code for unit in material.units]
    assert len(set(codes)) == len(codes)
    assert {unit.parent_code for unit in material.units} - {None} <= set(codes)


def test_names_that_repeat_or_nearly_do_stay_apart(material: Material) -> None:
    assert [unit.code for unit in named(material, "Ngô Mây")] == ["21577", "21853"]
    assert [(unit.code, unit.parent_code) for unit in named(material, "An Nghĩa")] == [("21634", "542")]
    assert [(unit.code, unit.parent_code) for unit in named(material, "Ân Nghĩa")] == [("21727", "544")]
    assert named(material, "Nhơn Hòa")[0].type == "ward"


def named(material: Material, name: str) -> list[Unit]:
    return [unit for unit in material.units if unit.name == name]


# --- People ----------------------------------------------------------------------------------------------------------


def test_the_ten_accounts_belong_to_ten_people(material: Material) -> None:
    accounts = [person.account for person in material.people if person.account]
    assert len(accounts) == 10
    assert set(accounts) == NAMED_ACCOUNTS


def test_no_two_people_share_a_code_or_a_name(material: Material) -> None:
    for values in ([person.code for person in material.people], [person.name for person in material.people]):
        assert len(set(values)) == len(values)


def test_every_commune_has_exactly_one_monitor(material: Material) -> None:
    monitored = Counter(each.unit for each in material.assignments if each.role == "cadre")
    assert monitored == {unit.code: 1 for unit in material.units if unit.level == "commune"}


def test_ten_leaders_are_in_charge_of_eleven_districts(material: Material) -> None:
    leaders = [each for each in material.assignments if each.role == "leader"]
    assert {each.unit for each in leaders} == set(COMMUNES_PER_DISTRICT)
    assert len({each.person for each in leaders}) == 10


def test_assignments_name_people_units_agencies_and_roles_that_exist(material: Material) -> None:
    people = {person.code for person in material.people}
    units = {unit.code for unit in material.units} | {None}
    agencies = {agency.code for agency in material.agencies} | {None}
    for each in material.assignments:
        assert each.person in people
        assert each.role in ROLES
        assert each.unit in units
        assert each.agency in agencies
        assert (each.agency is not None) == (each.role == "agency")


def test_the_driver_holds_no_role(material: Material) -> None:
    assert [each for each in material.assignments if each.person == "LX01"] == []


# --- Visits ----------------------------------------------------------------------------------------------------------


def test_twelve_visits_before_today_and_four_this_morning(material: Material) -> None:
    numbers = [visit.number for visit in material.visits]
    assert numbers == [f"BC-2024-{n:03d}" for n in range(1, 17)]
    assert [visit.number for visit in material.visits if sent(visit).at >= TODAY] == numbers[12:]


def test_every_visit_says_something_in_every_section(material: Material) -> None:
    for visit in material.visits:
        assert visit.kind in VISIT_KINDS
        for text in (visit.findings, visit.difficulties, visit.recommendations, visit.proposals):
            assert text[0].isupper()
            assert text.endswith(".")
        assert visit.commitments
        assert all(visit.starts < each.due <= "2024-12-31" for each in visit.commitments)


def test_visits_are_numbered_in_the_order_they_arrived(material: Material) -> None:
    arrivals = [sent(visit).arrived for visit in material.visits]
    assert arrivals == sorted(arrivals)


def test_stories_run_forward_in_time_and_nothing_is_sent_before_the_trip(material: Material) -> None:
    for visit in material.visits:
        arrivals = [step.arrived for step in visit.story]
        assert arrivals == sorted(arrivals)
        assert all(step.at <= step.arrived for step in visit.story)
        assert sent(visit).at[:10] >= (visit.ends or visit.starts)


def test_writers_monitor_the_commune_they_write_about(material: Material) -> None:
    held = {(each.person, each.unit) for each in material.assignments if each.role == "cadre"}
    assert all((visit.author, visit.unit) in held for visit in material.visits)


def test_five_visits_wait_for_someone_and_the_rest_are_approved(material: Material) -> None:
    last = Counter(type(visit.story[-1]).__name__ for visit in material.visits)
    assert last == {"Approved": 11, "Submitted": 4, "Returned": 1}


def test_twenty_six_photos_belong_to_the_twelve_visits(material: Material) -> None:
    assert [len(visit.photos) for visit in material.visits[:12]] == [2, 4, 1, 3, 5, 2, 1, 0, 2, 3, 2, 1]


def test_the_joint_trip_is_one_report_with_a_companion(material: Material) -> None:
    joint = [visit for visit in material.visits if visit.companions]
    assert [(visit.number, visit.author, visit.companions) for visit in joint] == [("BC-2024-010", "CB10", ("CB06",))]


def test_the_report_that_came_back_was_sent_twice(material: Material) -> None:
    story = by_number(material, "BC-2024-006").story
    assert [type(step).__name__ for step in story] == ["Submitted", "Returned", "Submitted", "Approved"]
    assert isinstance(story[1], Returned)
    assert story[1].comment == "Bổ sung số hộ và mốc thời gian."
    assert set(story[1].sections) <= {"findings", "difficulties", "recommendations", "proposals"}


def test_attendance_is_possible(material: Material) -> None:
    counts = [visit.attendance for visit in material.visits if visit.attendance]
    assert all(0 < each.present <= each.due for each in counts)


def sent(visit: Visit) -> Submitted:
    return next(step for step in visit.story if isinstance(step, Submitted))


def by_number(material: Material, number: str) -> Visit:
    return next(visit for visit in material.visits if visit.number == number)


# --- Matters ---------------------------------------------------------------------------------------------------------


def test_fifteen_matters_before_today_and_three_this_morning(material: Material) -> None:
    numbers = [item.number for item in material.items]
    assert numbers == [f"PA-{n:03d}" for n in range(1, 19)]
    assert [item.number for item in material.items if item.events[0].at >= TODAY] == numbers[15:]


def test_matters_are_raised_in_the_order_of_their_numbers(material: Material) -> None:
    arrivals = [item.events[0].arrived for item in material.items]
    assert arrivals == sorted(arrivals)


def test_threads_run_forward_in_time(material: Material) -> None:
    for item in material.items:
        arrivals = [event.arrived for event in item.events]
        assert arrivals == sorted(set(arrivals))


def test_matters_use_the_words_of_the_wire(material: Material) -> None:
    themes = {theme.code for theme in material.themes}
    numbers = {visit.number for visit in material.visits} | {None}
    for item in material.items:
        if item.number == "PA-012":
            continue
        assert item.kind in FEEDBACK_KINDS
        assert item.urgency in URGENCIES
        assert item.source in FEEDBACK_SOURCES
        assert item.theme in themes
        assert item.visit in numbers
        assert item.matter


def test_the_referred_one_keeps_a_count_and_no_words(material: Material) -> None:
    item = next(item for item in material.items if item.number == "PA-012")
    assert (item.matter, item.theme, item.kind, item.unit) == (None, None, None, "52")
    assert [type(event).__name__ for event in item.events] == ["Referred"]


def test_only_desks_of_the_owner_answer_and_only_the_commune_confirms(material: Material) -> None:
    held = {(each.person, each.role, each.unit or each.agency) for each in material.assignments}
    for item in material.items:
        owner = next((event.owner for event in item.events if isinstance(event, Owned)), None)
        for event in item.events:
            place = {"agency": owner, "clerk": "52", "supervisor": "52"}.get(event.role, item.unit)
            assert (event.by, event.role, place) in held


def test_every_answer_given_before_today_was_confirmed_or_reopened(material: Material) -> None:
    for item in material.items[:15]:
        kinds = [type(event) for event in item.events]
        answers = [n for n, kind in enumerate(kinds) if kind is Answered]
        assert all(kinds[n + 1] in (Confirmed, Reopened) for n in answers)


def test_outcomes_are_those_of_the_wire(material: Material) -> None:
    outcomes = {event.outcome for item in material.items for event in item.events if isinstance(event, Answered)}
    assert outcomes == set(SETTLEMENTS) - {"transferred"}


def test_the_figures_of_20_april(material: Material) -> None:
    expected = {"total": 12, "closed": 5, "transferred": 1, "open": 6, "ever_reopened": 2, "extended": 1}
    assert expected.items() <= figures(material, "2024-04-20").items()


def test_the_figures_of_24_june(material: Material) -> None:
    expected = {"total": 15, "closed": 10, "in_progress": 2, "refused": 1, "transferred": 1, "overdue_unanswered": 1}
    assert (expected | {"ever_reopened": 2, "extended": 1}).items() <= figures(material, "2024-06-24").items()


def figures(material: Material, as_of: str) -> dict[str, int]:
    """The office's check figures, folded from the files alone."""
    raised = [item for item in material.items if item.events[0].at[:10] <= as_of]
    counts = Counter(category(item, as_of) for item in raised)
    return {
        **counts,
        "total": len(raised),
        "open": counts["in_progress"] + counts["overdue_unanswered"],
        "ever_reopened": sum(said(item, as_of, Reopened) for item in raised),
        "extended": sum(said(item, as_of, Extended) for item in raised),
    }


def category(item: Item, as_of: str) -> str:
    if said(item, as_of, Referred):
        return "transferred"
    standing = None
    for event in item.events:
        if event.at[:10] > as_of:
            break
        if isinstance(event, Answered):
            standing = event.outcome
        elif isinstance(event, Reopened):
            standing = None
        elif isinstance(event, Confirmed):
            return "refused" if standing == "refused" else "closed"
    owned = [event for event in item.events if isinstance(event, Owned) and event.at[:10] <= as_of]
    silent = not any(event.role == "agency" and event.at[:10] <= as_of for event in item.events)
    return "overdue_unanswered" if owned and owned[-1].due < as_of and silent else "in_progress"


def said(item: Item, as_of: str, kind: type[Referred | Reopened | Extended]) -> bool:
    return any(isinstance(event, kind) and event.at[:10] <= as_of for event in item.events)


def test_this_morning_leaves_an_answer_to_confirm_and_two_matters_without_an_owner(material: Material) -> None:
    answered, *unowned = material.items[15:]
    assert isinstance(answered.events[-1], Answered)
    assert [[type(event) for event in item.events] for item in unowned] == [[Raised], [Raised]]


def test_todays_work_was_done_between_six_and_eight(material: Material) -> None:
    instants = [event.at for item in material.items[15:] for event in item.events]
    instants += [step.at for visit in material.visits[12:] for step in visit.story]
    assert all("2024-06-25T06:00" <= at < "2024-06-25T08:00" for at in instants)


def test_the_agency_of_the_overdue_matter_has_not_said_a_word(material: Material) -> None:
    overdue = next(item for item in material.items if item.number == "PA-015")
    assert [event.by for event in overdue.events if isinstance(event, Said)] == ["GS01", "GS01"]


# --- All files -------------------------------------------------------------------------------------------------------


DATA = sorted((files("server.demo") / "data").iterdir(), key=lambda path: path.name)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_text_is_composed_and_ends_with_a_line(path: Traversable) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert "\t" not in text


def test_times_are_those_of_the_province() -> None:
    assert instant_ms("2024-06-25T08:00") == 1_719_277_200_000
